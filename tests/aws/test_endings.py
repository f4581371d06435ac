"""How jobs end: the reasons that they are given."""

from typing import Any

import pytest

from moto_backup_summaries.backup.aws.endings import (
    WINDOW_MESSAGE,
    Ending,
    default_reason,
    failure,
    reason,
)
from moto_backup_summaries.backup.aws.job_kinds import BACKUP, COPY, KINDS, RESTORE, SCAN, JobKind

DENIED = "Access denied"


def odd(message: str) -> dict[str, str]:
    return {"StatusMessage": message, "MessageCategory": "MISCELLANEOUS"}


def test_a_job_ends_well_unless_it_is_told_otherwise() -> None:
    assert Ending() == ("COMPLETED", {})


def test_a_job_that_does_not_end_in_its_window_says_so() -> None:
    assert WINDOW_MESSAGE == "Backup job did not complete within its completion window."


@pytest.mark.parametrize("kind", [BACKUP, COPY], ids=lambda kind: kind.name)
def test_a_backup_or_copy_job_has_a_category_for_its_reason(kind: JobKind) -> None:
    expected = {"StatusMessage": DENIED, "MessageCategory": "ACCESS_DENIED"}
    assert reason(kind, DENIED) == expected
    assert failure(kind, DENIED) == ("FAILED", expected)


@pytest.mark.parametrize("kind", [RESTORE, SCAN], ids=lambda kind: kind.name)
def test_a_restore_or_scan_job_has_none(kind: JobKind) -> None:
    assert reason(kind, DENIED) == {"StatusMessage": DENIED}
    assert failure(kind, DENIED) == ("FAILED", {"StatusMessage": DENIED})


@pytest.mark.parametrize(
    ("kind", "state", "expected"),
    [
        (BACKUP, "FAILED", odd("Backup job failed.")),
        (BACKUP, "ABORTED", odd("Backup job was stopped by user.")),
        (BACKUP, "PARTIAL", odd("Backup job completed for a part of its resource only.")),
        (
            BACKUP,
            "EXPIRED",
            {
                "StatusMessage": "Backup job expired before completion.",
                "MessageCategory": "JOB_EXPIRED",
            },
        ),
        (COPY, "FAILED", odd("Copy job failed.")),
        (COPY, "ABORTED", odd("Copy job was aborted.")),
        (COPY, "PARTIAL", odd("Copy job completed for a part of its recovery point only.")),
        (RESTORE, "FAILED", {"StatusMessage": "Restore job failed."}),
        (RESTORE, "ABORTED", {"StatusMessage": "Restore job was aborted."}),
        (SCAN, "FAILED", {"StatusMessage": "Scan job failed."}),
    ],
)
def test_one_that_ended_badly_gets_a_reason_where_nobody_gave_one(
    kind: JobKind, state: str, expected: dict[str, str]
) -> None:
    assert default_reason(kind, state, {}) == expected
    assert default_reason(kind, state, {"StatusMessage": "", "MessageCategory": "SUCCESS"}) == (
        expected
    )


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("state", ["CREATED", "PENDING", "RUNNING", "ABORTING", "COMPLETED"])
def test_one_that_did_not_gets_none(kind: JobKind, state: str) -> None:
    assert default_reason(kind, state, {}) == {}


@pytest.mark.parametrize(
    "told",
    [
        {"StatusMessage": DENIED},
        {"StatusMessage": DENIED, "MessageCategory": "SUCCESS"},
        {"MessageCategory": "ACCESS_DENIED"},
        {"StatusMessage": DENIED, "MessageCategory": "ACCESS_DENIED"},
    ],
)
def test_one_that_was_given_a_reason_keeps_it(told: dict[str, Any]) -> None:
    assert default_reason(BACKUP, "FAILED", told) == {}
