"""State that takes itself back: whatever is done to it in a transaction that fails, it is as before."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moto_backup_summaries.backup.frame.transactions import Kept, exclusive
from moto_backup_summaries.backup.kit.state import (
    FamilyState,
    State,
    StateDict,
    StateHeap,
    StateList,
    on_failure,
)


class IntendedError(Exception):
    """What these tests raise."""


@exclusive
def fail_after(change: Callable[[], object]) -> None:
    change()
    raise IntendedError


@dataclass(eq=False)
class Vault(State):
    name: str = "nightly"
    locked: bool = False


def test_attributes_are_as_before() -> None:
    vault = Vault()

    def change() -> None:
        vault.name = "weekly"
        vault.name = "monthly"
        vault.locked = True

    with pytest.raises(IntendedError):
        fail_after(change)
    assert (vault.name, vault.locked) == ("nightly", False)


def test_when_a_family_is_due_is_as_before_without_a_trace() -> None:
    family = FamilyState()
    before = dict(vars(family))
    with pytest.raises(IntendedError):
        fail_after(lambda: setattr(family, "first_due", 1.0))
    assert vars(family) == before


def test_something_new_that_others_have_got_hold_of_stays_whole() -> None:
    made: list[Vault] = []
    with pytest.raises(IntendedError):
        fail_after(lambda: made.append(Vault("new")))
    assert made[0].locked is False


# What can be done to each container, by a key or an item that may be there or not.
CHANGES_OF_DICTS: list[Callable[[dict[int, int], int], object]] = [
    lambda d, k: d.__setitem__(k, 99),
    lambda d, k: d.pop(k, None),
    lambda d, k: d.setdefault(k, 98),
    lambda d, k: d.update({k: 97, k + 1: 96}),
    lambda d, k: d.__ior__({k: 95, k + 2: 94}),
    lambda d, k: d.__delitem__(k) if k in d else None,
    lambda d, _: d.popitem() if d else None,
    lambda d, _: d.clear(),
]
CHANGES_OF_LISTS: list[Callable[[list[int], int], object]] = [
    lambda items, k: items.append(k),
    lambda items, k: items.extend([k, k]),
    lambda items, k: items.insert(k, 99),
    lambda items, k: items.remove(k) if k in items else None,
    lambda items, _: items.pop() if items else None,
    lambda items, _: items.__setitem__(slice(None), sorted(items)),
    lambda items, _: items.__delitem__(slice(0, 1)),
    lambda items, k: items.__iadd__([k, k]),
    lambda items, _: items.sort(reverse=True),
    lambda items, _: items.reverse(),
    lambda items, _: items.clear(),
]
CHANGES_OF_HEAPS: list[Callable[[Any, int], object]] = [
    lambda heap, k: heap.push(k),
    lambda heap, _: heap.pop_least() if heap else None,
]
# Few keys, so that most changes meet what is there.
KEYS = st.integers(0, 4)


def do_all(container: Any, changes: list[tuple[Callable[[Any, int], object], int]]) -> None:
    for change, key in changes:
        change(container, key)


@given(st.lists(KEYS, unique=True), st.lists(st.tuples(st.sampled_from(CHANGES_OF_DICTS), KEYS)))
def test_a_dict_is_as_before_in_its_order(keys: list[int], changes: Any) -> None:
    mapping = StateDict({key: key for key in keys})
    with pytest.raises(IntendedError):
        fail_after(lambda: do_all(mapping, changes))
    assert list(mapping.items()) == [(key, key) for key in keys]


@given(st.lists(KEYS), st.lists(st.tuples(st.sampled_from(CHANGES_OF_LISTS), KEYS)))
def test_a_list_is_as_before(items: list[int], changes: Any) -> None:
    changed = StateList(items)
    with pytest.raises(IntendedError):
        fail_after(lambda: do_all(changed, changes))
    assert changed == items


@given(st.lists(KEYS), st.lists(st.tuples(st.sampled_from(CHANGES_OF_HEAPS), KEYS)))
def test_a_heap_has_the_same_items_as_before(items: list[int], changes: Any) -> None:
    heap: StateHeap[int] = StateHeap()
    for item in items:
        heap.push(item)
    with pytest.raises(IntendedError):
        fail_after(lambda: do_all(heap, changes))
    assert sorted(heap) == sorted(items)
    assert [heap.pop_least() for _ in items] == sorted(items)


def fill(container: Any) -> Any:
    """The container, with three items."""
    if isinstance(container, dict):
        container.update({2: 2, 0: 0, 1: 1})
        return container
    for item in (2, 0, 1):
        (container.push if isinstance(container, StateHeap) else container.append)(item)
    return container


def content(container: Any) -> list[Any]:
    return list(container.items()) if isinstance(container, dict) else sorted(container)


# Coverage is not measured of what chance draws.
@pytest.mark.parametrize("key", [1, 9])
@pytest.mark.parametrize(
    ("make", "changes"),
    [
        (StateDict, CHANGES_OF_DICTS),
        (StateList, CHANGES_OF_LISTS),
        (StateHeap, CHANGES_OF_HEAPS),
    ],
)
def test_after_each_change_and_after_all_it_is_as_before(
    make: Callable[[], Any], changes: list[Callable[[Any, int], object]], key: int
) -> None:
    for done in (*([change] for change in changes), changes):
        container, empty = fill(make()), make()
        before = content(container)
        for changed in (container, empty):
            with pytest.raises(IntendedError):
                fail_after(lambda: do_all(changed, [(change, key) for change in done]))  # noqa: B023
        assert (content(container), content(empty)) == (before, [])


def test_containers_do_what_those_of_python_do() -> None:
    mapping = StateDict(a=1)
    assert (mapping.pop("b", None), mapping.setdefault("a", 2), mapping.pop("a")) == (None, 1, 1)
    assert mapping.setdefault("c", 3) == 3
    assert mapping.popitem() == ("c", 3)
    with pytest.raises(KeyError):
        mapping.pop("b")
    mapping |= {"d": 4}
    items = StateList([2, 1])
    items += [3]
    items.sort(key=int)
    assert (mapping, items) == ({"d": 4}, [1, 2, 3])
    heap: StateHeap[int] = StateHeap()
    heap.push(2)
    heap.push(1)
    assert (heap[0], len(heap), heap.pop_least(), list(heap)) == (1, 2, 1, [2])


def test_what_was_done_between_two_failures_is_kept() -> None:
    mapping = StateDict(a=1, b=2)
    for _ in range(2):
        with pytest.raises(IntendedError):
            fail_after(lambda: mapping.pop("a"))
    exclusive(lambda: mapping.pop("a"))()
    with pytest.raises(IntendedError):
        fail_after(mapping.clear)
    assert mapping == {"b": 2}


def test_what_a_kept_part_did_stays_and_what_comes_behind_it_does_not() -> None:
    mapping = StateDict(a=1, b=2, c=3)

    def change() -> None:
        with Kept():
            del mapping["a"]
        del mapping["b"]

    with pytest.raises(IntendedError):
        fail_after(change)
    assert mapping == {"b": 2, "c": 3}


def test_a_failure_undoes_nothing_that_another_thread_did() -> None:
    vault = Vault()

    def change() -> None:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(setattr, vault, "name", "of another thread").result()

    with pytest.raises(IntendedError):
        fail_after(change)
    assert vault.name == "of another thread"


def test_what_is_not_ours_says_how_it_is_undone() -> None:
    of_moto = {"a": 1}

    def change() -> None:
        on_failure(of_moto.pop, "b")
        of_moto["b"] = 2

    with pytest.raises(IntendedError):
        fail_after(change)
    assert of_moto == {"a": 1}
    on_failure(of_moto.clear)
    assert of_moto == {"a": 1}
