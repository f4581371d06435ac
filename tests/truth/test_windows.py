"""The days of a summary: exactly seven and fourteen, in UTC, and who is counted in them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from moto import mock_aws

from moto_backup_summaries import load_jobs, set_job_outcome
from truth.calls import DAY, KINDS, NOW, at, aws, backed_up, rows, start, total, transition

# Days on both sides of the windows are loaded, which load_jobs tells of.
pytestmark = pytest.mark.filterwarnings("ignore::moto_backup_summaries.BackupSummariesWarning")

MIDNIGHT = NOW.replace(hour=0)
UP_TO_MIDNIGHT: Any = {"backup": {"include_today": False}}
PERIODS = {"ONE_DAY": 14, "SEVEN_DAYS": 7, "FOURTEEN_DAYS": 14}
STATE = {"backup": "State", "copy": "State", "restore": "Status", "scan": "State"}


def load(kind: str, created: datetime, state: str = "COMPLETED") -> None:
    load_jobs({f"{kind.capitalize()}Jobs": [{STATE[kind]: state, "CreationDate": created}]})


def load_each_day(kind: str) -> None:
    """One job on each of forty days, from thirty days ago."""
    for age in range(-9, 31):
        load(kind, MIDNIGHT - age * DAY)


def spans(found: list[dict[str, Any]]) -> list[tuple[datetime, datetime, int]]:
    return [(row["StartTime"], row["EndTime"], row["Count"]) for row in found]


@pytest.mark.parametrize("kind", KINDS)
class TestOneJobOnEachDay:
    @pytest.fixture(params=[True, False], ids=["with_today", "up_to_midnight"])
    def end(self, request: pytest.FixtureRequest, kind: str) -> Iterator[datetime]:
        """When the windows end."""
        config = {} if request.param else {"config": UP_TO_MIDNIGHT}
        with at(NOW), mock_aws(**config):
            load_each_day(kind)
            yield MIDNIGHT + DAY if request.param else MIDNIGHT

    @pytest.mark.parametrize("asked", [{}, {"AggregationPeriod": "ONE_DAY"}])
    def test_is_a_row_for_each_of_fourteen_days(
        self, end: datetime, kind: str, asked: dict[str, str]
    ) -> None:
        days = [end - age * DAY for age in range(14, 0, -1)]
        assert spans(rows(aws("backup"), kind, **asked)) == [(day, day + DAY, 1) for day in days]

    def test_is_seven_in_seven_days(self, end: datetime, kind: str) -> None:
        found = rows(aws("backup"), kind, AggregationPeriod="SEVEN_DAYS")
        assert spans(found) == [(end - 7 * DAY, end, 7)]

    def test_is_fourteen_in_fourteen_days(self, end: datetime, kind: str) -> None:
        found = rows(aws("backup"), kind, AggregationPeriod="FOURTEEN_DAYS")
        assert spans(found) == [(end - 14 * DAY, end, 14)]


class TestEdges:
    @pytest.mark.parametrize(("period", "days"), PERIODS.items())
    def test_the_first_moment_of_the_window_is_in_it(
        self, client: Any, period: str, days: int
    ) -> None:
        load("backup", MIDNIGHT - (days - 1) * DAY)
        assert total(rows(client, AggregationPeriod=period)) == 1

    @pytest.mark.parametrize(("period", "days"), PERIODS.items())
    def test_a_finished_job_of_the_moment_before_is_not(
        self, client: Any, period: str, days: int
    ) -> None:
        load("backup", MIDNIGHT - (days - 1) * DAY - timedelta(milliseconds=1))
        assert rows(client, AggregationPeriod=period) == []

    def test_the_last_midnight_is_not_in_a_window_that_ends_with_it(self) -> None:
        with at(NOW), mock_aws(config=UP_TO_MIDNIGHT):
            load("backup", MIDNIGHT)
            assert rows(aws("backup")) == []
            load("backup", MIDNIGHT - timedelta(milliseconds=1))
            assert spans(rows(aws("backup"))) == [(MIDNIGHT - DAY, MIDNIGHT, 1)]


@pytest.mark.parametrize("kind", KINDS)
class TestARunningJob:
    @pytest.mark.parametrize(
        ("period", "first"),
        [
            ("ONE_DAY", (MIDNIGHT - 13 * DAY, MIDNIGHT - 12 * DAY)),
            ("SEVEN_DAYS", (MIDNIGHT - 6 * DAY, MIDNIGHT + DAY)),
            ("FOURTEEN_DAYS", (MIDNIGHT - 13 * DAY, MIDNIGHT + DAY)),
        ],
    )
    def test_of_before_the_window_belongs_to_its_first_bucket(
        self, client: Any, kind: str, period: str, first: tuple[datetime, datetime]
    ) -> None:
        load(kind, NOW - 20 * DAY, "RUNNING")
        assert spans(rows(client, kind, AggregationPeriod=period)) == [(*first, 1)]

    def test_of_before_a_window_of_aws_belongs_to_its_first_bucket(self, kind: str) -> None:
        with at(NOW), mock_aws(config=UP_TO_MIDNIGHT):
            load(kind, NOW - 20 * DAY, "RUNNING")
            first = (MIDNIGHT - 14 * DAY, MIDNIGHT - 13 * DAY, 1)
            assert spans(rows(aws("backup"), kind)) == [first]

    def test_within_the_window_belongs_to_its_own_day(self, client: Any, kind: str) -> None:
        load(kind, NOW - 2 * DAY, "RUNNING")
        day = MIDNIGHT - 2 * DAY
        assert spans(rows(client, kind)) == [(day, day + DAY, 1)]

    def test_of_ten_days_ago_is_counted_in_seven_days(self, client: Any, kind: str) -> None:
        load(kind, NOW - 10 * DAY, "RUNNING")
        assert total(rows(client, kind, AggregationPeriod="SEVEN_DAYS", State="RUNNING")) == 1

    def test_of_thirty_days_before_the_request_is_counted(self, client: Any, kind: str) -> None:
        load(kind, NOW - 30 * DAY, "RUNNING")
        assert total(rows(client, kind)) == 1

    def test_of_more_than_thirty_days_before_is_not(self, client: Any, kind: str) -> None:
        load(kind, NOW - 30 * DAY - timedelta(seconds=1), "RUNNING")
        assert rows(client, kind) == []

    def test_is_counted_with_the_finished_jobs_of_that_bucket(self, client: Any, kind: str) -> None:
        load(kind, NOW - 20 * DAY, "RUNNING")
        load(kind, NOW - 13 * DAY)
        (row,) = rows(client, kind)
        assert row["Count"] == 2

    def test_after_today_is_in_no_window(self, client: Any, kind: str) -> None:
        load(kind, NOW + DAY, "RUNNING")
        assert rows(client, kind) == []


class TestAJobThatWasStarted:
    def test_is_counted_as_long_as_it_runs(self, clock: Any, client: Any) -> None:
        set_job_outcome("backup", state="COMPLETED", duration="P25D")
        backed_up(client)
        clock.shift(20 * DAY)
        (row,) = rows(client, State="ANY")
        assert (row["State"], row["Count"]) == ("RUNNING", 1)
        assert row["StartTime"] == MIDNIGHT + 7 * DAY

    def test_is_not_counted_once_it_has_ended_before_the_window(
        self, clock: Any, client: Any
    ) -> None:
        set_job_outcome("backup", state="COMPLETED", duration="P19D")
        backed_up(client)
        clock.shift(20 * DAY)
        assert rows(client) == []

    def test_is_counted_on_its_way_whatever_its_transition(self, clock: Any, client: Any) -> None:
        with transition("backup", progression="manual", times=99):
            start(client, StartWindowMinutes=52_560_000)
            clock.shift(15 * DAY)
            (row,) = rows(client)
        assert (row["Count"], row["StartTime"]) == (1, MIDNIGHT + 2 * DAY)

    def test_moves_with_the_window_to_its_new_first_day(self, clock: Any, client: Any) -> None:
        load("backup", NOW - 16 * DAY, "RUNNING")
        (today,) = rows(client)
        clock.shift(DAY)
        (tomorrow,) = rows(client)
        assert tomorrow["StartTime"] == today["StartTime"] + DAY
