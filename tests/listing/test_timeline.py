"""Things in the order of their creation, and by the values of a member."""

from stored import Together

from moto_backup_summaries.backup.listing.timeline import ByMember, Timeline

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


def test_those_of_a_value_that_were_stored_together_are_found() -> None:
    values = [("a", 10.0), ("b", 20.0), ("a", 30.0)]
    found = ByMember("member", {4: 40.0, 10: 10.0, 11: 20.0, 12: 30.0}.__getitem__)
    found.insert("c", 40.0, 4)
    assert (list(found.values()), numbers(found, "a")) == (["c"], [])
    found.add(Together(10, [{"CreationDate": moment, "member": it} for it, moment in values]))
    assert list(found.values()) == ["a", "b", "c"]
    assert [numbers(found, value) for value in "abc"] == [[12, 10], [11], [4]]


def test_a_value_that_came_back_has_none_of_those_that_went() -> None:
    found = by_member(_1="a")
    assert numbers(found, "a") == [1]
    found.remove("a", 10.0, 1)
    found.insert("a", 20.0, 2)
    assert numbers(found, "a") == [2]


class TestTimeline:
    """Places in the order of creation, and of their numbers where that is the same."""

    def places(self, timeline: Timeline) -> list[tuple[float, float]]:
        return list(timeline.newest_first())

    def test_is_in_order_whatever_the_order_in_which_they_come(self) -> None:
        timeline = Timeline()
        timeline.add([5.0, 7.0, 5.0, 1.0], [9, 3, 2, 8])
        assert self.places(timeline) == [(7.0, 3), (5.0, 9), (5.0, 2), (1.0, 8)]
        assert [timeline.place(position) for position in (0, 1)] == [(1.0, 8), (5.0, 2)]

    def test_takes_on_one_before_and_after_it_was_put_in_order(self) -> None:
        timeline = Timeline()
        timeline.insert(5.0, 5)
        timeline.insert(5.0, 4)
        timeline.insert(3.0, 6)
        assert self.places(timeline) == [(5.0, 5), (5.0, 4), (3.0, 6)]
        timeline.add([9.0, 1.0], [7, 0])
        timeline.insert(4.0, 8)
        assert self.places(timeline) == [(9.0, 7), (5.0, 5), (5.0, 4), (4.0, 8), (3.0, 6), (1.0, 0)]
        timeline.remove(5.0, 5)
        assert self.places(timeline) == [(9.0, 7), (5.0, 4), (4.0, 8), (3.0, 6), (1.0, 0)]

    def test_tells_how_many_stand_before_a_place(self) -> None:
        timeline = Timeline()
        timeline.add([1.0, 5.0, 5.0, 5.0, 9.0], [0, 100, 200, 300, 400])
        timeline.sort()
        places = [(0.0, 0), (5.0, -1), (5.0, 100), (5.0, 101), (5.0, 999), (9.0, 400), (10.0, 0)]
        assert [timeline.before(place) for place in places] == [0, 1, 1, 2, 4, 4, 5]
        assert list(timeline.newest_first((5.0, 200))) == [(5.0, 100), (1.0, 0)]

    def test_stays_in_order_once_it_is(self) -> None:
        timeline = Timeline()
        for number, created in enumerate((5.0, 3.0, 4.0)):
            timeline.insert(created, number)
        assert [timeline.place(position) for position in range(3)] == [(3, 1), (4, 2), (5, 0)]
        timeline.add([1.0], [3])
        timeline.sort()
        timeline.insert(2.0, 4)
        assert [timeline.place(position)[1] for position in range(5)] == [3, 4, 1, 2, 0]


def test_those_of_a_value_are_put_in_order_once() -> None:
    found = by_member(_1="a")
    assert found.of("a") is found.of("a")
