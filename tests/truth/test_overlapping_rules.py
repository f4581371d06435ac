"""Of two rules of a plan whose runs overlap, the one that keeps its backups longer runs."""

from collections import Counter
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from truth.calls import DAY, bucket, jobs, planned

EVE = datetime(2026, 3, 20, 23, 30, tzinfo=timezone.utc)
HOURLY = {
    "RuleName": "hourly",
    "ScheduleExpression": "cron(0 * * * ? *)",
    "StartWindowMinutes": 60,
    "Lifecycle": {"DeleteAfterDays": 1},
}
TWICE_A_DAY = {
    "RuleName": "twice",
    "ScheduleExpression": "cron(0 0/12 * * ? *)",
    "StartWindowMinutes": 480,
    "Lifecycle": {"DeleteAfterDays": 7},
}


def nightly(name: str, days: int | None, at: str = "cron(0 5 * * ? *)", **more: Any) -> Any:
    lifecycle = {} if days is None else {"Lifecycle": {"DeleteAfterDays": days}}
    return {"RuleName": name, "ScheduleExpression": at, **lifecycle, **more}


def made_by(client: Any) -> Counter[str]:
    return Counter(job["CreatedBy"]["BackupRuleName"] for job in jobs(client))


@pytest.fixture
def eve(clock: Any, client: Any) -> Any:
    """The clock, half an hour before midnight; there is one bucket to back up."""
    clock.move_to(EVE)
    bucket()
    return clock


@pytest.mark.parametrize("rules", [(HOURLY, TWICE_A_DAY), (TWICE_A_DAY, HOURLY)])
class TestTheExampleOfTheGuide:
    def test_gives_eight_and_two(self, eve: Any, client: Any, rules: Any) -> None:
        planned(client, *rules)
        eve.shift(DAY)
        assert made_by(client) == {"hourly": 8, "twice": 2}

    def test_lets_the_hourly_rule_run_outside_of_the_windows(
        self, eve: Any, client: Any, rules: Any
    ) -> None:
        planned(client, *rules)
        eve.shift(DAY)
        found = {
            (job["CreationDate"].hour, job["CreatedBy"]["BackupRuleName"]) for job in jobs(client)
        }
        hours = (8, 9, 10, 11, 20, 21, 22, 23)
        assert found == {(0, "twice"), (12, "twice"), *((hour, "hourly") for hour in hours)}

    def test_is_the_same_when_it_is_looked_at_each_hour(
        self, eve: Any, client: Any, rules: Any
    ) -> None:
        planned(client, *rules)
        for _ in range(24):
            eve.shift(timedelta(hours=1))
            jobs(client)
        assert made_by(client) == {"hourly": 8, "twice": 2}


@pytest.mark.parametrize(("longer", "shorter"), [(35, 7), (None, 35), (-1, 35)])
@pytest.mark.parametrize("longer_first", [True, False])
def test_of_two_at_one_time_the_one_with_the_longer_retention_runs(
    eve: Any, client: Any, longer: int | None, shorter: int, longer_first: bool
) -> None:
    rules = [nightly("long", longer), nightly("short", shorter)]
    planned(client, *(rules if longer_first else reversed(rules)))
    eve.shift(DAY)
    assert made_by(client) == {"long": 1}


def test_a_shorter_one_within_the_window_of_a_longer_does_not_run(eve: Any, client: Any) -> None:
    window = {"StartWindowMinutes": 120}
    planned(
        client,
        nightly("long", 35, **window),
        nightly("short", 7, "cron(30 6 * * ? *)", **window),
    )
    eve.shift(DAY)
    assert made_by(client) == {"long": 1}


@pytest.mark.parametrize("steps", [1, 48], ids=["at once", "each half an hour"])
@pytest.mark.parametrize(
    ("at", "made"),
    [("cron(30 3 * * ? *)", {"long": 1}), ("cron(0 3 * * ? *)", {"long": 1, "short": 1})],
    ids=["within", "in front of"],
)
def test_a_shorter_one_whose_window_has_the_start_of_a_longer_does_not_run(
    eve: Any, client: Any, at: str, made: dict[str, int], steps: int
) -> None:
    window = {"StartWindowMinutes": 120}
    planned(client, nightly("long", 35, **window), nightly("short", 7, at, **window))
    for _ in range(steps):
        eve.shift(DAY / steps)
        jobs(client)
    assert made_by(client) == made


def test_a_shorter_one_behind_the_window_of_a_longer_runs(eve: Any, client: Any) -> None:
    window = {"StartWindowMinutes": 120}
    planned(
        client,
        nightly("long", 35, **window),
        nightly("short", 7, "cron(0 7 * * ? *)", **window),
    )
    eve.shift(DAY)
    assert made_by(client) == {"long": 1, "short": 1}


def test_rules_of_two_plans_both_run(eve: Any, client: Any) -> None:
    planned(client, nightly("long", 35), name="one")
    planned(client, nightly("short", 7), name="two")
    eve.shift(DAY)
    assert made_by(client) == {"long": 1, "short": 1}


def test_each_resource_has_the_longer_ones_backup(eve: Any, client: Any) -> None:
    second = bucket("second")
    planned(client, nightly("long", 35), nightly("short", 7))
    eve.shift(DAY)
    assert made_by(client) == {"long": 2}
    assert second in {job["ResourceArn"] for job in jobs(client)}
