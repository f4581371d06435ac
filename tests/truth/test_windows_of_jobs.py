"""CompleteWindowMinutes: a job that is still running then is aborted."""

from datetime import timedelta
from typing import Any

import pytest

from moto_backup_summaries import set_job_outcome
from truth.calls import DAY, NOW, bucket, described, jobs, planned, points, start

TWO_HOURS = timedelta(hours=2)


@pytest.fixture
def three_hours(client: Any) -> Any:
    """A client whose backup jobs take three hours."""
    set_job_outcome("backup", state="COMPLETED", duration="PT3H")
    return client


class TestAJobThatRunsOverItsWindow:
    @pytest.fixture
    def job_id(self, three_hours: Any) -> str:
        return str(start(three_hours, CompleteWindowMinutes=120)["BackupJobId"])

    def test_runs_until_then(self, clock: Any, client: Any, job_id: str) -> None:
        clock.shift(TWO_HOURS - timedelta(seconds=1))
        assert described(client, job_id)["State"] == "RUNNING"

    def test_is_aborted_then(self, clock: Any, client: Any, job_id: str) -> None:
        clock.shift(TWO_HOURS)
        job = described(client, job_id)
        assert (job["State"], job["CompletionDate"]) == ("ABORTED", NOW + TWO_HOURS)

    def test_stays_aborted(self, clock: Any, client: Any, job_id: str) -> None:
        clock.shift(DAY)
        job = described(client, job_id)
        assert (job["State"], job["CompletionDate"]) == ("ABORTED", NOW + TWO_HOURS)

    def test_leaves_no_recovery_point(self, clock: Any, client: Any, job_id: str) -> None:
        clock.shift(DAY)
        assert "RecoveryPointArn" not in described(client, job_id)
        assert points(client) == []

    def test_says_so(self, clock: Any, client: Any, job_id: str) -> None:
        clock.shift(DAY)
        job = described(client, job_id)
        assert job["StatusMessage"]
        assert job["MessageCategory"] != "SUCCESS"


def test_a_job_that_is_done_in_time_is_completed(clock: Any, three_hours: Any) -> None:
    job_id = start(three_hours, CompleteWindowMinutes=240)["BackupJobId"]
    clock.shift(DAY)
    assert described(three_hours, job_id)["State"] == "COMPLETED"


def test_a_job_without_a_window_may_take_its_time(clock: Any, three_hours: Any) -> None:
    job_id = start(three_hours)["BackupJobId"]
    clock.shift(timedelta(hours=3))
    assert described(three_hours, job_id)["State"] == "COMPLETED"


@pytest.mark.parametrize(("minutes", "state"), [(120, "ABORTED"), (240, "COMPLETED")])
def test_a_rule_has_such_a_window_too(
    clock: Any, three_hours: Any, minutes: int, state: str
) -> None:
    bucket()
    rule = {"StartWindowMinutes": 60, "CompletionWindowMinutes": minutes}
    planned(three_hours, rule)
    clock.shift(DAY)
    (job,) = jobs(three_hours)
    assert job["State"] == state
