"""Things of a day: those that cannot meet a filter are not looked at."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pytest
from stored import Together

from moto_backup_summaries.backup.listing.conditions import Condition
from moto_backup_summaries.backup.listing.days import Day, meeting, newest_first
from moto_backup_summaries.backup.listing.timeline import END, Place
from moto_backup_summaries.backup.timestamps import DAY, FIRST

TODAY = 20_000
MORNING = TODAY * DAY + 0.5


class Thing(NamedTuple):
    members: Mapping[str, Any]

    def member(self, path: str) -> Any:
        return self.members.get(path)


def row(number: int, day: int = TODAY, **members: Any) -> dict[str, Any]:
    return {"CreationDate": day * DAY + number, **members}


@pytest.fixture
def together() -> Together:
    """Of today: four of EBS, of which one failed, and two of S3 that failed; one of yesterday first."""
    return Together(
        10,
        [
            row(9, TODAY - 1, State="FAILED", ResourceType="EBS"),
            *(row(number, State="COMPLETED", ResourceType="EBS") for number in range(3)),
            row(3, State="FAILED", ResourceType="EBS"),
            *(row(number, State="FAILED", ResourceType="S3") for number in (4, 5)),
        ],
    )


@pytest.fixture
def today(together: Together) -> Day:
    day = Day(TODAY)
    day.add_stored(together)
    return day


def equal(member: str, wanted: Any) -> Condition:
    return Condition(member, "equal", wanted)


def numbers(places: Iterator[Place]) -> list[float]:
    return [number for _, number in places]


STATE, TYPE = equal("State", "FAILED"), equal("ResourceType", "EBS")


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        ([], [16, 15, 14, 13, 12, 11]),
        ([STATE], [16, 15, 14]),
        ([TYPE], [14, 13, 12, 11]),
        ([TYPE, STATE], [16, 15, 14]),
        ([STATE, TYPE], [16, 15, 14]),
        ([equal("State", "COMPLETED"), equal("ResourceType", "S3")], [16, 15]),
        ([STATE, equal("ResourceType", "RDS")], []),
        ([equal("CreationDate", 1.0), TYPE], [14, 13, 12, 11]),
    ],
)
def test_those_of_the_rarest_value_are_looked_at(
    today: Day, conditions: list[Condition], found: list[int]
) -> None:
    assert numbers(today.found(conditions, END, {})) == found


def test_those_of_another_day_are_not_read(today: Day, together: Together) -> None:
    assert numbers(today.found([STATE], END, {})) == [16, 15, 14]
    assert together.asked == [[1, 2, 3, 4, 5, 6]]
    today.found([STATE], END, {})
    assert len(together.asked) == 1


def test_they_are_found_from_behind_a_place(today: Day) -> None:
    behind = (TODAY * DAY + 4, 15)
    assert numbers(today.found([STATE], behind, {})) == [14]
    assert numbers(today.found([], behind, {})) == [14, 13, 12, 11]


def test_what_is_kept_apart_is_found_as_it_is(today: Day) -> None:
    apart = {12: Thing({"State": "FAILED"}), 16: Thing({"State": "RUNNING"})}
    assert numbers(today.found([STATE], END, apart)) == [15, 14, 12]


def test_what_comes_and_goes_is_found_and_is_not(today: Day) -> None:
    assert numbers(today.found([STATE], END, {})) == [16, 15, 14]
    today.insert(MORNING, 17)
    apart = {17: Thing({"State": "FAILED"})}
    assert numbers(today.found([STATE], END, apart)) == [16, 15, 14, 17]
    today.remove(MORNING, 17)
    assert numbers(today.found([STATE], END, {})) == [16, 15, 14]
    today.add_stored(Together(20, [row(1, State="FAILED")]))
    assert numbers(today.found([STATE], END, {})) == [16, 15, 14, 20]


def test_moments_are_found_by_spans_of_minutes() -> None:
    day = Day(TODAY)
    done = [TODAY * DAY + minutes * 60 for minutes in (0, 4, 6, 11, 16)]
    day.add_stored(Together(0, [row(n, CompletionDate=it) for n, it in enumerate(done)]))
    late = Condition("CompletionDate", "after", done[2])
    early = Condition("CompletionDate", "before", done[2])
    assert numbers(day.found([late], END, {})) == [4, 3, 2]
    assert numbers(day.found([early], END, {})) == [2, 1, 0]


@pytest.mark.parametrize(
    ("after", "since", "found"),
    [
        (END, FIRST, [16, 15, 14, 13, 12, 11, 10]),
        (END, MORNING, [16, 15, 14, 13, 12, 11]),
        (((TODAY - 1) * DAY + 20, 0), FIRST, [10]),
        ((TODAY * DAY + 1, 12), FIRST, [11, 10]),
        (((TODAY - 1) * DAY, 0), FIRST, []),
    ],
)
def test_days_follow_each_other_from_the_last_to_the_first(
    today: Day, together: Together, after: Place, since: float, found: list[int]
) -> None:
    yesterday = Day(TODAY - 1)
    yesterday.add_stored(together)
    days = {TODAY - 1: yesterday, TODAY: today}
    assert numbers(newest_first(days, [], {}, after, since)) == found


@pytest.mark.parametrize(
    ("conditions", "asked", "met"),
    [
        ([], (END, FIRST), [2, 1, 0]),
        ([Condition("CreationDate", "before", 6.4)], ((6.4, -1), FIRST), [1, 0]),
        ([Condition("CreationDate", "after", 5.0)], (END, 5.0), [2, 1]),
        ([Condition("CompletionDate", "after", 8.5)], (END, FIRST), [2, 0]),
        ([Condition("CreationDate", it, 6.0) for it in ("after", "before")], ((6.0, -1), 6.0), []),
    ],
)
def test_dates_of_creation_narrow_what_is_looked_at(
    conditions: list[Condition], asked: tuple[Place, float], met: list[int]
) -> None:
    seen: list[tuple[Place, float]] = []
    things = [
        Thing({"CreationDate": created, "CompletionDate": completed})
        for created, completed in ((4.0, 9.0), (6.0, 8.0), (6.5, 9.0))
    ]

    def found(after: Place, since: float) -> Iterator[Place]:
        seen.append((after, since))
        return iter([(6.5, 2), (6.0, 1), (4.0, 0)])

    places = [int(place[1]) for place, _ in meeting(conditions, found, things.__getitem__)]
    assert (seen, places) == ([asked], met)
