"""Lifecycles: of copies, and what can be cold."""

from typing import Any

import pytest

from moto_backup_summaries.backup.aws.lifecycles import calculated, gets_cold, of_copy
from moto_backup_summaries.backup.aws.resource_types import BY_NAME

MONTH = {"DeleteAfterDays": 30}
NEVER = {"DeleteAfterDays": -1}
COLD = {"MoveToColdStorageAfterDays": 7}


@pytest.mark.parametrize(
    ("requested", "of_source", "expected"),
    [
        (None, None, None),
        (None, MONTH, MONTH),
        ({}, MONTH, MONTH),
        (NEVER, MONTH, MONTH),
        (NEVER, None, NEVER),
        (NEVER, NEVER, NEVER),
        (COLD, None, COLD),
        (COLD, {"DeleteAfterDays": 200}, {**COLD, "DeleteAfterDays": 200}),
        ({"DeleteAfterDays": 3}, {**COLD, **MONTH}, {"DeleteAfterDays": 3}),
    ],
)
def test_a_copy_keeps_its_sources_end_unless_it_is_given_one(
    requested: Any, of_source: Any, expected: Any
) -> None:
    assert of_copy(requested, of_source) == expected


def test_minus_one_is_never() -> None:
    assert calculated({**NEVER, "MoveToColdStorageAfterDays": -1}, 0) is None
    assert calculated({**MONTH, "MoveToColdStorageAfterDays": -1}, 0) == {"DeleteAt": 30 * 86_400}


@pytest.mark.parametrize("arn", ["malformed", "arn:aws:dynamodb:us-east-1:1:table/t/backup/1"])
def test_a_table_is_not_cold_by_a_recovery_point_that_is_not_aws_backups(arn: str) -> None:
    assert not gets_cold(BY_NAME["DynamoDB"], COLD, arn)


def test_an_unknown_type_is_never_cold() -> None:
    assert not gets_cold(None, COLD, "arn:aws:backup:us-east-1:1:recovery-point:1")
