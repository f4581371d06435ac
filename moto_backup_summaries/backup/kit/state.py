"""State that takes itself back: where a request fails, all that it changed is as before.

Whoever keeps something for an account derives from State, and has its mappings, lists, sets and heaps as
StateDict, StateList, StateSet and StateHeap. Assignments, `mapping[key] = value` and `items.append(item)` are
then safe as they stand: each notes how it is undone while a transaction is open, which frame/transactions.py
opens and ends. Of what is not ours, such as an object of moto, `on_failure` says how.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from heapq import heapify, heappop, heappush
from math import inf
from threading import local
from typing import Any, ClassVar, Generic, SupportsIndex, TypeVar

K = TypeVar("K")
V = TypeVar("V")
_LOG = logging.getLogger(__name__)
_ABSENT = object()


class _Journal(local):
    """How to undo what a thread has changed since its transaction was opened, the latest last.

    stretch: another one begins wherever steps are forgotten or taken back. So a copy of a container that was
        noted in this one is still among the steps.
    """

    def __init__(self) -> None:
        self.steps: list[tuple[Callable[..., object], tuple[Any, ...]]] = []
        self.is_open = False
        self.stretch = object()


_journal = _Journal()


def open_journal() -> int:
    """Note from now on how changes are undone; gives the position to which they can be taken back."""
    _journal.is_open = True
    return len(_journal.steps)


def forget_changes(position: int) -> None:
    """Let what was changed since a position stay."""
    del _journal.steps[position:]
    _journal.stretch = object()


def take_back(position: int) -> None:
    """Undo what was changed since a position, the latest first. An error is logged and hurts nobody."""
    was_open, _journal.is_open = _journal.is_open, False
    while len(_journal.steps) > position:
        undo, arguments = _journal.steps.pop()
        try:
            undo(*arguments)
        except Exception:
            _LOG.exception("a change could not be undone")
    _journal.stretch = object()
    _journal.is_open = was_open


def close_journal() -> None:
    """Let all changes stay, and note no more."""
    forget_changes(0)
    _journal.is_open = False


def on_failure(undo: Callable[..., object], *arguments: Any) -> None:
    """Call this if what is going on fails: for changes of things that are not ours."""
    if _journal.is_open:
        _journal.steps.append((undo, arguments))


class State:
    """Something whose attributes are as before where a request fails that has set them.

    Its constructor sets all of them: the first value of each is not taken away again. So something new that
    moto has got hold of, such as an account, stays whole.
    """

    __slots__ = ()
    # Attributes that are made anew of the others when they are asked for; they may differ after a failure.
    derived: ClassVar[tuple[str, ...]] = ()

    def __setattr__(self, name: str, value: Any) -> None:
        if _journal.is_open:
            before = getattr(self, name, _ABSENT)
            if before is not _ABSENT:
                _journal.steps.append((object.__setattr__, (self, name, before)))
        object.__setattr__(self, name, value)


class FamilyState(State):
    """What a family keeps in one account and region."""

    @property
    def next_due(self) -> float:
        """When something has to advance by the clock, or infinity where nothing does unless somebody asks."""
        return inf


class StateDict(dict[K, V]):
    """A dict that takes itself back, its order too."""

    __slots__ = ("_copied_in",)

    def __setitem__(self, key: K, value: V) -> None:
        if _journal.is_open:
            if key in self:
                _journal.steps.append((dict.__setitem__, (self, key, self[key])))
            else:
                _journal.steps.append((dict.pop, (self, key, None)))
        dict.__setitem__(self, key, value)

    def __delitem__(self, key: K) -> None:
        self._note_deletion(key)
        dict.__delitem__(self, key)

    def pop(self, key: K, *default: Any) -> Any:
        self._note_deletion(key)
        return dict.pop(self, key, *default)

    def popitem(self) -> tuple[K, V]:
        key = next(reversed(self))
        return key, self.pop(key)

    def clear(self) -> None:
        _note_copy(self, _fill_dict)
        dict.clear(self)

    def update(self, *items: Any, **named: Any) -> None:
        for key, value in dict(*items, **named).items():
            self[key] = value

    def setdefault(self, key: K, default: Any = None) -> Any:
        if key not in self:
            self[key] = default
        return self[key]

    def _note_deletion(self, key: K) -> None:
        if not _journal.is_open or key not in self:
            return
        if key == next(reversed(self)):
            _journal.steps.append((dict.__setitem__, (self, key, self[key])))
        else:
            _note_copy(self, _fill_dict)


class StateList(list[V]):
    """A list that takes itself back."""

    __slots__ = ("_copied_in",)

    def append(self, item: V) -> None:
        on_failure(_cut, self, len(self))
        list.append(self, item)

    def extend(self, items: Iterable[V]) -> None:
        on_failure(_cut, self, len(self))
        list.extend(self, items)

    def insert(self, index: SupportsIndex, item: V) -> None:
        _note_copy(self, _fill_list)
        list.insert(self, index, item)

    def remove(self, item: V) -> None:
        _note_copy(self, _fill_list)
        list.remove(self, item)

    def pop(self, index: SupportsIndex = -1) -> V:
        _note_copy(self, _fill_list)
        return list.pop(self, index)

    def clear(self) -> None:
        _note_copy(self, _fill_list)
        list.clear(self)

    def __setitem__(self, index: Any, item: Any) -> None:
        _note_copy(self, _fill_list)
        list.__setitem__(self, index, item)

    def __delitem__(self, index: Any) -> None:
        _note_copy(self, _fill_list)
        list.__delitem__(self, index)


class StateSet(set[V]):
    """A set that takes itself back."""

    def add(self, item: V) -> None:
        if item not in self:
            on_failure(set.discard, self, item)
        set.add(self, item)

    def discard(self, item: object) -> None:
        if item in self:
            on_failure(set.add, self, item)
        set.discard(self, item)

    def remove(self, item: V) -> None:
        if item in self:
            on_failure(set.add, self, item)
        set.remove(self, item)


class StateHeap(Generic[V]):
    """A heap that takes itself back: `push` an item, `pop` the least; `heap[0]` is the least."""

    def __init__(self) -> None:
        self._items: list[Any] = []

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[V]:
        return iter(self._items)

    def __getitem__(self, index: int) -> V:
        item: V = self._items[index]
        return item

    def push(self, item: Any) -> None:
        on_failure(_remove_from_heap, self._items, item)
        heappush(self._items, item)

    def pop(self) -> V:
        item: V = heappop(self._items)
        on_failure(heappush, self._items, item)
        return item


def _note_copy(container: Any, fill: Callable[[Any, Any], None]) -> None:
    """Note what a container holds, once in a stretch of the journal."""
    if _journal.is_open and getattr(container, "_copied_in", None) is not _journal.stretch:
        _journal.steps.append((fill, (container, container.copy())))
        container._copied_in = _journal.stretch


def _fill_dict(mapping: dict[Any, Any], items: dict[Any, Any]) -> None:
    dict.clear(mapping)
    dict.update(mapping, items)


def _fill_list(items: list[Any], before: list[Any]) -> None:
    list.__setitem__(items, slice(None), before)


def _cut(items: list[Any], length: int) -> None:
    list.__delitem__(items, slice(length, None))


def _remove_from_heap(heap: list[Any], item: Any) -> None:
    """Take out this very item, the latest first."""
    index = len(heap) - 1
    while heap[index] is not item:
        index -= 1
    del heap[index]
    heapify(heap)
