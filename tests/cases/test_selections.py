"""Selections as AWS answered them. Above each test stands where that was recorded, and when."""

from datetime import datetime, timedelta, timezone
from typing import Any

from calls import create_plan, jobs, refused
from support import ROLE
from truth.calls import FILE_SYSTEM, disk, selected

from cases.records import members

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
NO_ID = "12345678-1234-1234-1234-123456789012"


# hashicorp/terraform-provider-aws issue 13903 and pull request 13945, 2020-06,
# and its resource of selections.
def test_the_plan_of_a_selection_is_not_there(mocked_backup: Any) -> None:
    asked = {"BackupPlanId": NO_ID, "SelectionId": NO_ID}
    code, message = refused(mocked_backup, "get_backup_selection", **asked)
    assert code == "InvalidParameterValueException"
    assert message.startswith("Cannot find Backup plan")


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
