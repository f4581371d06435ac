"""State that takes itself back: where a request fails, all that it changed is as before.

Whoever keeps something for an account derives from State, and has its mappings, lists and heaps as
StateDict, StateList and StateHeap. Assignments, `mapping[key] = value` and `items.append(item)` are
then safe as they stand: each notes how it is undone while a transaction is open, which frame/transactions.py
opens and ends. Of what is not ours, such as an object of moto, `on_failure` says how.
"""

import logging
from collections.abc import Callable, Iterable
from heapq import heapify, heappop, heappush
from math import inf
from threading import local
from typing import Any, ClassVar, SupportsIndex, TypeVar

K = TypeVar("K")
V = TypeVar("V")
_LOG = logging.getLogger(__name__)
_ABSENT = object()


class Changes:
    """How often something of this process has changed for good, for whoever looks again."""

    number = 0


changes = Changes()


class Journal(local):
    """How to undo what a thread has changed since its transaction was opened, the latest last.

    stretch: another one begins wherever steps are forgotten or taken back. So a copy of a container that was
        noted in this one is still among the steps.
    """

    def __init__(self) -> None:
        self.steps: list[tuple[Callable[..., object], tuple[Any, ...]]] = []
        self.is_open = False
        self.stretch = object()

    def forget(self, position: int) -> None:
        """Let what was changed since a position stay."""
        if len(self.steps) > position:
            changes.number += 1
        del self.steps[position:]
        self.stretch = object()

    def take_back(self, position: int) -> None:
        """Undo what was changed since a position, the latest first. An error is logged and hurts nobody."""
        self.is_open = False
        while len(self.steps) > position:
            undo, arguments = self.steps.pop()
            try:
                undo(*arguments)
            except Exception:
                _LOG.exception("a change could not be undone")
        self.stretch = object()
        self.is_open = True


journal = Journal()


def on_failure(undo: Callable[..., object], *arguments: Any) -> None:
    """Call this if what is going on fails: for changes of things that are not ours."""
    if journal.is_open:
        journal.steps.append((undo, arguments))


class State:
    """Something whose attributes are as before where a request fails that has set them.

    Its constructor sets all of them: the first value of each is not taken away again. So something new that
    moto has got hold of, such as an account, stays whole.
    """

    __slots__ = ()
    # Attributes that are made anew of the others when they are asked for; they may differ after a failure.
    derived: ClassVar[tuple[str, ...]] = ()

    def __setattr__(self, name: str, value: Any) -> None:
        if journal.is_open:
            present = self.__dict__.get(name, _ABSENT)
            if present is value:
                return
            if present is not _ABSENT:
                journal.steps.append((object.__setattr__, (self, name, present)))
            elif getattr(type(self), name, _ABSENT) is not _ABSENT:
                # Until now it was the default of the class, which is seen again.
                journal.steps.append((object.__delattr__, (self, name)))
        object.__setattr__(self, name, value)


class FamilyState(State):
    """What a family keeps in one account and region.

    first_due: when something has to advance by the clock, or infinity. A family sets it when that changes, so
        that no request has to compute it.
    """

    first_due: float = inf

    def forget_jobs(self) -> None:
        """Forget what is of jobs and recovery points: all of them have been forgotten."""


class StateDict(dict[K, V]):
    """A dict that takes itself back, its order too."""

    __slots__ = ("_copied_in",)

    def __setitem__(self, key: K, value: V) -> None:
        if journal.is_open:
            if key in self:
                journal.steps.append((dict.__setitem__, (self, key, self[key])))
            else:
                journal.steps.append((dict.pop, (self, key, None)))
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
        changed: Any = dict(*items, **named)
        for key, value in changed.items():
            self[key] = value

    def _updated(self, items: Any) -> Any:
        self.update(items)
        return self

    __ior__: Any = _updated

    def setdefault(self, key: K, default: Any = None) -> Any:
        if key not in self:
            self[key] = default
        return self[key]

    def _note_deletion(self, key: K) -> None:
        if not journal.is_open or key not in self:
            return
        if key == next(reversed(self)):
            journal.steps.append((dict.__setitem__, (self, key, self[key])))
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

    def sort(self, **options: Any) -> None:
        _note_copy(self, _fill_list)
        list.sort(self, **options)

    def reverse(self) -> None:
        _note_copy(self, _fill_list)
        list.reverse(self)

    def _extended(self, items: Iterable[V]) -> Any:
        self.extend(items)
        return self

    __iadd__: Any = _extended

    def __setitem__(self, index: Any, item: Any) -> None:
        _note_copy(self, _fill_list)
        list.__setitem__(self, index, item)

    def __delitem__(self, index: Any) -> None:
        _note_copy(self, _fill_list)
        list.__delitem__(self, index)


class StateHeap(StateList[V]):
    """A heap that takes itself back: `push` an item, `pop_least`; `heap[0]` is the least."""

    __slots__ = ()

    def push(self: list[Any], item: Any) -> None:
        on_failure(_remove_from_heap, self, item)
        heappush(self, item)

    def pop_least(self: list[Any]) -> Any:
        item = heappop(self)
        on_failure(heappush, self, item)
        return item


def _note_copy(container: Any, fill: Callable[[Any, Any], None]) -> None:
    """Note what a container holds, once in a stretch of the journal."""
    if journal.is_open and getattr(container, "_copied_in", None) is not journal.stretch:
        journal.steps.append((fill, (container, container.copy())))
        container._copied_in = journal.stretch


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
    list.__delitem__(heap, index)
    heapify(heap)
