"""Selections: kept and listed, and which resources each takes."""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from calls import SELECTION, create_plan, refused
from resources import OPTED_IN, A, B, C, tag

from moto_backup_summaries.backup.neighbours.resources import Resource
from moto_backup_summaries.backup.plans.selections import selected

TAG = {"ConditionType": "STRINGEQUALS", "ConditionKey": "k", "ConditionValue": "vault"}


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"Resources": ["*"]}, [A, B, C]),
        ({"Resources": [A.arn]}, [A]),
        ({"Resources": ["arn:aws:ec2:*:*:volume/*"]}, [A, B]),
        ({"Resources": ["*"], "NotResources": ["arn:aws:s3:::*"]}, [A, B]),
        ({"Resources": [C.arn], "ListOfTags": [tag("prod")]}, [A, C]),
        ({"ListOfTags": [tag("prod"), tag("test")]}, [A, B]),
        ({"ListOfTags": [tag("prod", "aws:ResourceTag/env")]}, [A]),
        ({"ListOfTags": [tag("PROD")]}, []),
        ({"Conditions": {"StringEquals": [tag("prod")]}}, [A]),
        ({"Conditions": {"StringNotEquals": [tag("prod")]}}, [B, C]),
        ({"Conditions": {"StringLike": [tag("*o*")]}}, [A]),
        ({"Conditions": {"StringNotLike": [tag("t*")]}}, [A, C]),
        ({"Resources": ["*"], "Conditions": {"StringEquals": [tag("prod"), tag("y", "team")]}}, []),
    ],
)
def test_a_selection_takes_what_aws_takes(
    document: dict[str, Any], expected: list[Resource]
) -> None:
    assert selected(document, [A, B, C], OPTED_IN) == expected


def test_a_type_that_is_opted_out_is_taken_by_what_names_it_only() -> None:
    opted_in = {**OPTED_IN, "EBS": False}
    assert selected({"Resources": ["*"]}, [A, C], opted_in) == [C]
    assert selected({"Resources": ["arn:aws:ec2:*"]}, [A, C], opted_in) == []
    assert selected({"Resources": [A.arn]}, [A, B, C], opted_in) == [A]
    assert selected({"Resources": ["arn:aws:ec2:*:*:volume/*"]}, [A, B, C], opted_in) == [A, B]


def test_a_condition_type_is_told_as_aws_s_model_spells_it(mocked_backup: Any) -> None:
    plan_id = create_plan(mocked_backup)
    document = {**SELECTION, "ListOfTags": [{**TAG, "ConditionType": "StringEquals"}]}
    made = mocked_backup.create_backup_selection(BackupPlanId=plan_id, BackupSelection=document)
    got = mocked_backup.get_backup_selection(BackupPlanId=plan_id, SelectionId=made["SelectionId"])
    assert got["BackupSelection"]["ListOfTags"] == [TAG]


def test_selections_are_kept_and_listed_in_pages(backup: Any) -> None:
    plan_id = create_plan(backup)
    made = {}
    for name in ("a", "b", "c"):
        conditions = {"StringLike": [{"ConditionKey": "aws:ResourceTag/k", "ConditionValue": "v*"}]}
        document = {**SELECTION, "SelectionName": name, "Conditions": conditions}
        answer = backup.create_backup_selection(
            BackupPlanId=plan_id, BackupSelection=document, CreatorRequestId=name
        )
        again = backup.create_backup_selection(
            BackupPlanId=plan_id, BackupSelection=document, CreatorRequestId=name
        )
        assert again["SelectionId"] == answer["SelectionId"]
        got = backup.get_backup_selection(BackupPlanId=plan_id, SelectionId=answer["SelectionId"])
        none = {"StringEquals": [], "StringNotEquals": [], "StringNotLike": []}
        empty = {"ListOfTags": [], "NotResources": [], "Conditions": {**none, **conditions}}
        assert got["BackupSelection"] == {**document, **empty}
        assert got["CreatorRequestId"] == name
        made[name] = answer["SelectionId"]
    pages = backup.get_paginator("list_backup_selections").paginate(
        BackupPlanId=plan_id, PaginationConfig={"PageSize": 2}
    )
    listed = [item for page in pages for item in page["BackupSelectionsList"]]
    assert {item["SelectionName"]: item["SelectionId"] for item in listed} == made
    assert len(listed) == 3
    with pytest.raises(ClientError, match="Selection a already exists"):
        backup.create_backup_selection(
            BackupPlanId=plan_id, BackupSelection={**SELECTION, "SelectionName": "a"}
        )
    assert refused(backup, "get_backup_selection", BackupPlanId=plan_id, SelectionId="x") == (
        "InvalidParameterValueException",
        f"Invalid value for SelectionId: got 'x', accepts the id of a selection of plan {plan_id}",
    )


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"SelectionName": "a b"}, "SelectionName"),
        ({"IamRoleArn": "me"}, "IamRoleArn"),
        ({"Resources": ["volume"]}, "Resources"),
        ({"NotResources": ["arn:aws"]}, "NotResources"),
        ({"Resources": ["arn:aws:s3:::*-logs"]}, "whose resource may end with"),
        ({"Resources": ["arn:aws:*"]}, "whose resource may end with"),
        ({"Resources": ["arn:aws:ec2:*", "arn:aws:ec2*"]}, "'arn:aws:ec2\\*'"),
        ({"Resources": ["*"] * 501}, "501"),
        ({"ListOfTags": [{**TAG, "ConditionType": "EQUALS"}]}, "ConditionType"),
        ({"Conditions": {"StringEquals": [{"ConditionKey": "k"}]}}, "ConditionValue"),
    ],
)
def test_a_malformed_selection_leaves_nothing(
    mocked_backup: Any, members: dict[str, Any], said: str
) -> None:
    plan_id = create_plan(mocked_backup)
    with pytest.raises(ClientError, match=said) as refused:
        mocked_backup.create_backup_selection(
            BackupPlanId=plan_id, BackupSelection={**SELECTION, **members}
        )
    assert refused.value.response["Error"]["Code"] == "InvalidParameterValueException"
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    listed = mocked_backup.list_backup_selections(BackupPlanId=plan_id)
    assert listed["BackupSelectionsList"] == []


ABSENT = ("InvalidParameterValueException", "Cannot find Backup plan with ID none")


@pytest.mark.parametrize(
    ("operation", "asked"),
    [
        ("create_backup_selection", {"BackupSelection": SELECTION}),
        ("get_backup_selection", {"SelectionId": "x"}),
        ("list_backup_selections", {}),
        ("delete_backup_selection", {"SelectionId": "x"}),
    ],
)
def test_the_selections_of_an_absent_plan_are_asked_for_in_vain(
    backup: Any, operation: str, asked: dict[str, Any]
) -> None:
    assert refused(backup, operation, BackupPlanId="none", **asked) == ABSENT


def test_the_selections_of_a_deleted_plan_are_gone(backup: Any) -> None:
    plan_id = create_plan(backup)
    backup.delete_backup_plan(BackupPlanId=plan_id)
    code, message = refused(backup, "list_backup_selections", BackupPlanId=plan_id)
    assert (code, message) == (ABSENT[0], f"Cannot find Backup plan with ID {plan_id}")
