"""Selections as AWS answered them. Above each test stands where that was recorded, and when."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import create_plan, jobs, refused
from support import ACCOUNT, REGION, ROLE
from truth.calls import FILE_SYSTEM, disk, selected, selection

from cases.records import members, part

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
NO_ID = "12345678-1234-1234-1234-123456789012"


# hashicorp/terraform-provider-aws issue 13903 and pull request 13945, 2020-06,
# and its resource of selections.
def test_the_plan_of_a_selection_is_not_there(mocked_backup: Any) -> None:
    asked = {"BackupPlanId": NO_ID, "SelectionId": NO_ID}
    code, message = refused(mocked_backup, "get_backup_selection", **asked)
    assert code == "InvalidParameterValueException"
    assert message.startswith("Cannot find Backup plan")


# alchemy-run/alchemy and hashicorp/terraform-provider-aws, 2026, where they delete; alchemy and
# turbot/steampipe-plugin-aws, where they get.
@pytest.mark.parametrize("operation", ["get_backup_selection", "delete_backup_selection"])
def test_a_selection_of_a_plan_is_not_there(mocked_backup: Any, operation: str) -> None:
    asked = {"BackupPlanId": create_plan(mocked_backup), "SelectionId": NO_ID}
    code, _ = refused(mocked_backup, operation, **asked)
    assert code == "InvalidParameterValueException"


# A walk-through in a public repository, 2020-04.
def test_a_new_selection_is_told_by_its_id_plan_and_date(mocked_backup: Any) -> None:
    document = {"SelectionName": "all", "IamRoleArn": ROLE, "Resources": [FILE_SYSTEM]}
    told = mocked_backup.create_backup_selection(
        BackupPlanId=create_plan(mocked_backup), BackupSelection=document
    )
    assert members(told) == {"BackupPlanId", "CreationDate", "SelectionId"}


# aws/aws-cdk issue 18911, 2022-02.
def test_what_is_named_and_what_is_tagged_is_backed_up(clock: Any, nightly: Any) -> None:
    named, tagged, _ = disk(), disk(backup="yes"), disk()
    tag = {"ConditionType": "STRINGEQUALS", "ConditionKey": "backup", "ConditionValue": "yes"}
    selected(nightly, create_plan(nightly), Resources=[named], ListOfTags=[tag])
    clock.shift(timedelta(hours=12))
    assert {job["ResourceArn"] for job in jobs(nightly)} == {named, tagged}


TAG = {"ConditionType": "STRINGEQUALS", "ConditionKey": "foo", "ConditionValue": "bar"}
VOLUMES = f"arn:aws:ec2:{REGION}:{ACCOUNT}:volume/*"


def tag(key: str, value: str) -> dict[str, str]:
    return {"ConditionKey": f"aws:ResourceTag/{key}", "ConditionValue": value}


# hashicorp/terraform-provider-aws, its acceptance tests of selections, 2025: what the real service took.
TAKEN: dict[str, dict[str, Any]] = {
    "tagged or a volume": {
        "Resources": [VOLUMES],
        "ListOfTags": [TAG, {**TAG, "ConditionKey": "boo", "ConditionValue": "far"}],
    },
    "databases with six conditions": {
        "Resources": ["arn:aws:rds:*:*:cluster:*", "arn:aws:rds:*:*:db:*"],
        "Conditions": {
            "StringEquals": [tag("Component", "rds"), tag("Team", "dev")],
            "StringLike": [tag("Application", "app*")],
            "StringNotEquals": [tag("Backup", "false"), tag("Team", "infra")],
            "StringNotLike": [tag("Environment", "test*")],
        },
    },
    # alchemy-run/alchemy, its tests with the real service, 2026.
    "tagged, by the key of a condition": {
        "ListOfTags": [
            {"ConditionType": "STRINGEQUALS", **tag("backup", "daily")},
        ],
    },
    "all but a service": {
        "Resources": ["*"],
        "NotResources": ["arn:aws:fsx:*"],
        "ListOfTags": [TAG],
    },
}


@pytest.mark.parametrize("asked", TAKEN.values(), ids=TAKEN)
def test_a_selection_that_was_taken_is_told_as_it_was_given(
    mocked_backup: Any, asked: dict[str, Any]
) -> None:
    plan_id = create_plan(mocked_backup)
    made = mocked_backup.create_backup_selection(
        BackupPlanId=plan_id, BackupSelection=selection(**asked)
    )["SelectionId"]
    told = mocked_backup.get_backup_selection(BackupPlanId=plan_id, SelectionId=made)
    assert part(told["BackupSelection"], asked) == asked
