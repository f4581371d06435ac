"""Lifecycles: of copies, and what can be cold.

https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html
"""

from datetime import datetime, timezone
from typing import Any

import pytest

from moto_backup_summaries.backup.aws.lifecycles import (
    calculated_lifecycle,
    days_of,
    gets_cold,
    lifecycle_of_copy,
)
from moto_backup_summaries.backup.aws.resource_types import BY_NAME

MONTH = {"DeleteAfterDays": 30}
NEVER = {"DeleteAfterDays": -1}
COLD = {"MoveToColdStorageAfterDays": 7}
OPTED_IN = {**COLD, "OptInToArchiveForSupportedResources": True}
OPTED_OUT = {**COLD, "OptInToArchiveForSupportedResources": False}
DAY = 86_400
CREATED = 1_000_000.5
MANAGED = "arn:aws:backup:us-east-1:1:recovery-point:1"
SNAPSHOT = "arn:aws:ec2:us-east-1::snapshot/snap-1"
TABLE_BACKUP = "arn:aws:dynamodb:us-east-1:1:table/t/backup/1"
# The last second of the year 9999.
LAST = datetime(9999, 12, 31, 23, 59, 59, tzinfo=timezone.utc).timestamp()


@pytest.mark.parametrize(
    ("requested", "of_source", "expected"),
    [
        (None, None, None),
        (None, MONTH, MONTH),
        ({}, MONTH, MONTH),
        (NEVER, MONTH, MONTH),
        (NEVER, None, NEVER),
        (NEVER, NEVER, NEVER),
        (NEVER, COLD, NEVER),
        (COLD, None, COLD),
        (COLD, {"DeleteAfterDays": 200}, {**COLD, "DeleteAfterDays": 200}),
        ({"DeleteAfterDays": 3}, {**COLD, **MONTH}, {"DeleteAfterDays": 3}),
    ],
)
def test_a_copy_keeps_its_sources_end_unless_it_is_given_one(
    requested: Any, of_source: Any, expected: Any
) -> None:
    assert lifecycle_of_copy(requested, of_source) == expected


@pytest.mark.parametrize(
    ("lifecycle", "delete", "move"),
    [
        (None, None, None),
        ({}, None, None),
        (NEVER, None, None),
        (MONTH, 30, None),
        (COLD, None, 7),
        ({**COLD, "DeleteAfterDays": 0}, 0, 7),
        ({"MoveToColdStorageAfterDays": -1, "DeleteAfterDays": 1}, 1, None),
    ],
)
def test_minus_one_is_never(lifecycle: Any, delete: int | None, move: int | None) -> None:
    assert days_of(lifecycle, "DeleteAfterDays") == delete
    assert days_of(lifecycle, "MoveToColdStorageAfterDays") == move


@pytest.mark.parametrize(
    ("lifecycle", "expected"),
    [
        (None, None),
        ({}, None),
        (NEVER, None),
        ({**NEVER, "MoveToColdStorageAfterDays": -1}, None),
        ({"OptInToArchiveForSupportedResources": True}, None),
        (MONTH, {"DeleteAt": CREATED + 30 * DAY}),
        ({"DeleteAfterDays": 0}, {"DeleteAt": CREATED}),
        (COLD, {"MoveToColdStorageAt": CREATED + 7 * DAY}),
        (
            {**COLD, "DeleteAfterDays": 97},
            {"MoveToColdStorageAt": CREATED + 7 * DAY, "DeleteAt": CREATED + 97 * DAY},
        ),
    ],
)
def test_the_days_of_a_lifecycle_begin_with_the_creation(lifecycle: Any, expected: Any) -> None:
    assert calculated_lifecycle(lifecycle, CREATED) == expected


def test_what_cannot_be_cold_is_deleted_only() -> None:
    lifecycle = {**COLD, "DeleteAfterDays": 97}
    assert calculated_lifecycle(lifecycle, 0, gets_cold=False) == {"DeleteAt": 97 * DAY}
    assert calculated_lifecycle(COLD, 0, gets_cold=False) is None


def test_no_moment_is_behind_the_year_9999() -> None:
    assert calculated_lifecycle(MONTH, LAST - 31 * DAY) == {"DeleteAt": LAST - DAY}
    assert calculated_lifecycle(MONTH, LAST - 30 * DAY) == {"DeleteAt": LAST}
    assert calculated_lifecycle(MONTH, LAST - 29 * DAY) == {"DeleteAt": LAST}


@pytest.mark.parametrize(
    ("name", "lifecycle", "arn", "expected"),
    [
        ("EFS", COLD, MANAGED, True),
        ("EFS", None, MANAGED, True),
        ("Timestream", COLD, MANAGED, True),
        ("S3", OPTED_IN, MANAGED, False),
        ("EC2", OPTED_IN, "arn:aws:ec2:us-east-1::image/ami-1", False),
        # A volume by the opt-in to the archive of its snapshots.
        ("EBS", OPTED_IN, SNAPSHOT, True),
        ("EBS", OPTED_OUT, SNAPSHOT, False),
        ("EBS", COLD, SNAPSHOT, False),
        ("EBS", None, SNAPSHOT, False),
        # A table where AWS Backup manages its recovery points.
        ("DynamoDB", COLD, MANAGED, True),
        ("DynamoDB", COLD, TABLE_BACKUP, False),
        ("DynamoDB", OPTED_IN, TABLE_BACKUP, False),
        ("DynamoDB", COLD, "malformed", False),
    ],
)
def test_some_recovery_points_can_be_cold(
    name: str, lifecycle: Any, arn: str, expected: bool
) -> None:
    assert gets_cold(BY_NAME[name], lifecycle, arn) is expected


def test_one_of_an_unknown_type_cannot() -> None:
    assert gets_cold(None, OPTED_IN, MANAGED) is False
