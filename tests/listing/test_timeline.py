"""Things in the order of their creation, and by the values of a member."""

from moto_backup_summaries.backup.listing.timeline import ByMember

CREATED = {1: 10.0, 2: 20.0, 3: 30.0}


def by_member(**values: str) -> ByMember:
    """The things 1 to 3, of which each has the value that is given: `_1="a"`."""
    found = ByMember("member", CREATED.__getitem__)
    for name, value in values.items():
        number = int(name.removeprefix("_"))
        found.insert(value, CREATED[number], number)
    return found


def numbers(found: ByMember, value: str) -> list[int]:
    return [int(number) for _, number in found.of(value).newest_first()]


def test_a_value_goes_with_the_last_thing_that_has_it() -> None:
    found = by_member(_1="a", _2="b", _3="a")
    assert list(found.values()) == ["a", "b"]
    found.remove("a", 10.0, 1)
    assert list(found.values()) == ["a", "b"]
    found.remove("a", 30.0, 3)
    assert list(found.values()) == ["b"]
    assert numbers(found, "a") == []


def test_things_of_a_value_are_told_whether_or_not_it_was_asked_for_before() -> None:
    found = by_member(_1="a", _2="a", _3="b")
    assert numbers(found, "a") == [2, 1]
    found.remove("a", 10.0, 1)
    found.remove("b", 30.0, 3)
    assert numbers(found, "a") == [2]
    assert numbers(found, "b") == []
    found.insert("a", 30.0, 3)
    assert numbers(found, "a") == [3, 2]


def test_a_value_that_is_new_takes_its_place_among_those_that_were_told() -> None:
    found = by_member(_1="b")
    assert list(found.values()) == ["b"]
    found.insert("a", 20.0, 2)
    assert list(found.values()) == ["a", "b"]
    assert list(found.values(after="a")) == ["b"]
