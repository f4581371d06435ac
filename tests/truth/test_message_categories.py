"""MessageCategory follows from StatusMessage by the guide's table, and a failure is no success."""

from typing import Any

import pytest

from moto_backup_summaries import load_jobs, set_job_outcome
from truth.calls import (
    aws,
    backed_up,
    copied,
    described,
    disk,
    jobs,
    restored,
    rows,
    stack,
    start,
    transition,
    vault_arn,
)
from truth.message_table import GUIDE

STOPPED = "Backup job was stopped by user."
EXPIRED = "Backup job expired before completion."
UNSUCCESSFUL = [
    ("backup", "FAILED"),
    ("backup", "EXPIRED"),
    ("backup", "ABORTED"),
    ("backup", "PARTIAL"),
    ("copy", "FAILED"),
    ("copy", "PARTIAL"),
]


def categories(client: Any, *messages: str | None, state: str = "FAILED") -> list[str]:
    """The categories of jobs that are loaded with these messages."""
    loaded = [
        {"BackupJobId": str(place), "State": state, "StatusMessage": message}
        for place, message in enumerate(messages)
    ]
    load_jobs({"BackupJobs": loaded})
    found = {job["BackupJobId"]: job["MessageCategory"] for job in jobs(client)}
    return [found[str(place)] for place in range(len(messages))]


@pytest.mark.parametrize(("category", "how", "text"), GUIDE)
def test_a_message_of_the_guide_has_the_guides_category(
    client: Any, category: str, how: str, text: str
) -> None:
    whole = text.removesuffix(".")
    written = {
        "exact": (text, whole, whole.swapcase() + "."),
        "contains": (text, f"Job 7: {text}, so it ended", text.swapcase()),
    }
    assert categories(client, *written[how]) == [category] * 3


@pytest.mark.parametrize(
    "message",
    [
        "Something else",
        "The quota is used up",
        "Requests are throttled",
        "Limit exceeded",
        "Retention of 5 days is outside the range",
        "Invalid parameter",
        "Windows VSS is not what failed here",
        "Token expired",
        "An internal error occurred. Try again later.",
        "Table not found. Or another.",
        "The hypervisor is offline",
        "There was a running job for the same resource, says the table",
        "unable to copy resource tags",
    ],
)
def test_any_other_message_is_miscellaneous(client: Any, message: str) -> None:
    assert categories(client, message) == ["MISCELLANEOUS"]


def test_a_completed_job_with_a_message_is_counted_under_its_category(client: Any) -> None:
    assert categories(client, "Windows VSS Backup failed", state="COMPLETED") == ["VSS_ERROR"]
    (row,) = rows(client, State="COMPLETED", MessageCategory="ANY")
    assert (row["MessageCategory"], row["Count"]) == ("VSS_ERROR", 1)


@pytest.mark.parametrize("state", ["COMPLETED", "RUNNING", "CREATED"])
def test_a_job_that_did_not_end_badly_is_a_success_without_a_message(
    client: Any, state: str
) -> None:
    assert categories(client, None, state=state) == ["SUCCESS"]


@pytest.mark.parametrize(("kind", "state"), UNSUCCESSFUL)
def test_a_loaded_job_that_ended_badly_is_no_success(client: Any, kind: str, state: str) -> None:
    load_jobs({f"{kind.capitalize()}Jobs": [{"State": state}]})
    (job,) = jobs(client, kind)
    assert job["StatusMessage"]
    assert job["MessageCategory"] != "SUCCESS"
    assert rows(client, kind, MessageCategory="SUCCESS") == []


@pytest.mark.parametrize(("kind", "state"), UNSUCCESSFUL)
def test_a_job_that_a_test_ends_badly_is_no_success(client: Any, kind: str, state: str) -> None:
    set_job_outcome(kind, state=state)
    backup_job = backed_up(client)
    job = (
        backup_job
        if kind == "backup"
        else copied(client, backup_job["RecoveryPointArn"], vault_arn("nightly"))
    )
    assert job["State"] == state
    assert job["StatusMessage"]
    assert job["MessageCategory"] != "SUCCESS"
    assert rows(client, kind, MessageCategory="SUCCESS", State=state) == []


@pytest.mark.parametrize(
    ("state", "said", "category"),
    [("EXPIRED", EXPIRED, "JOB_EXPIRED"), ("ABORTED", STOPPED, "MISCELLANEOUS")],
)
@pytest.mark.parametrize("how", ["loaded", "set"])
def test_where_aws_has_a_message_of_its_own_it_is_that(
    client: Any, how: str, state: str, said: str, category: str
) -> None:
    if how == "loaded":
        load_jobs({"BackupJobs": [{"State": state}]})
    else:
        set_job_outcome("backup", state=state)
        start(client)
    (job,) = jobs(client)
    assert (job["StatusMessage"], job["MessageCategory"]) == (said, category)


def test_a_stopped_job_says_who_stopped_it(client: Any) -> None:
    with transition("backup", progression="manual", times=9):
        job_id = start(client)["BackupJobId"]
        client.stop_backup_job(BackupJobId=job_id)
    job = described(client, job_id)
    assert job["State"] == "ABORTED"
    assert (job["StatusMessage"], job["MessageCategory"]) == (STOPPED, "MISCELLANEOUS")


def test_a_job_that_did_not_start_in_time_says_that_it_expired(clock: Any, client: Any) -> None:
    with transition("backup", progression="manual", times=9):
        job_id = start(client, StartWindowMinutes=60)["BackupJobId"]
        clock.shift(3600)
        job = described(client, job_id)
    assert (job["StatusMessage"], job["MessageCategory"]) == (EXPIRED, "JOB_EXPIRED")


def test_a_parent_whose_child_failed_is_no_success(client: Any) -> None:
    set_job_outcome("backup", state="FAILED", resource_type="EBS")
    job = backed_up(client, stack())
    assert job["State"] == "PARTIAL"
    assert job["StatusMessage"]
    assert job["MessageCategory"] != "SUCCESS"


def test_a_restore_that_fails_says_why(client: Any) -> None:
    point = backed_up(client)["RecoveryPointArn"]
    set_job_outcome("restore", state="FAILED")
    assert restored(client, point)["StatusMessage"]


class TestTheRecoveryPointOfAJob:
    def test_is_named_by_a_job_that_has_begun(self, client: Any) -> None:
        with transition("backup", progression="manual", times=1):
            job_id = start(client)["BackupJobId"]
            seen = {job["State"]: job for job in (described(client, job_id) for _ in range(4))}
        assert "RecoveryPointArn" not in seen["PENDING"]
        assert seen["RUNNING"]["RecoveryPointArn"].startswith("arn:aws:ec2:")

    @pytest.mark.parametrize("state", ["FAILED", "EXPIRED", "ABORTED"])
    def test_is_not_named_by_one_that_made_none(self, client: Any, state: str) -> None:
        set_job_outcome("backup", state=state)
        assert "RecoveryPointArn" not in backed_up(client)
        assert "RecoveryPointArn" not in jobs(client)[0]

    def test_leaves_a_job_that_is_stopped(self, client: Any) -> None:
        with transition("backup", progression="manual", times=9):
            job_id = start(client)["BackupJobId"]
            client.stop_backup_job(BackupJobId=job_id)
        assert "RecoveryPointArn" not in described(client, job_id)

    def test_is_kept_by_a_partial_one(self, client: Any) -> None:
        set_job_outcome("backup", state="PARTIAL")
        job = backed_up(client, disk())
        listed = aws("backup").list_recovery_points_by_backup_vault(BackupVaultName="nightly")
        (point,) = listed["RecoveryPoints"]
        assert point["RecoveryPointArn"] == job["RecoveryPointArn"]
