"""Selections of restore testing plans through boto3: what their operations answer and refuse."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import arn, refused, volume
from restore_testing.examples import (
    DISKS,
    OF_DRILL,
    SELECTION,
    create,
    select,
    selection_of,
    update_selection,
)
from support import ROLE

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
TAG = {"Key": "aws:ResourceTag/env", "Value": "prod"}
NONE: dict[str, Any] = {"StringEquals": [], "StringNotEquals": []}
TAGGED = {"StringEquals": [TAG]}


@pytest.fixture
def drill(nightly: Any) -> Any:
    """A client, with a restore testing plan."""
    create(nightly)
    return nightly


def refused_selection(client: Any, **members: Any) -> tuple[str, str]:
    selection = {**SELECTION, **members}
    return refused(
        client,
        "create_restore_testing_selection",
        **OF_DRILL,
        RestoreTestingSelection={key: it for key, it in selection.items() if it is not None},
    )


def test_a_selection_is_created_shown_and_listed_with_what_it_left_out(drill: Any) -> None:
    created = select(drill)
    assert created["ResponseMetadata"]["HTTPStatusCode"] == 201
    assert created["CreationTime"] == NOW
    members = {
        "CreationTime": NOW,
        "IamRoleArn": ROLE,
        "ProtectedResourceType": "EBS",
        "RestoreTestingPlanName": "drill",
        "RestoreTestingSelectionName": "disks",
        "ValidationWindowHours": 0,
    }
    shown = {**members, "ProtectedResourceArns": ["*"], "ProtectedResourceConditions": NONE}
    assert selection_of(drill) == shown
    listed = drill.list_restore_testing_selections(**OF_DRILL)["RestoreTestingSelections"]
    assert listed == [members]


def test_conditions_may_come_alone_or_beside_all_resources(drill: Any) -> None:
    select(drill, "beside", ProtectedResourceConditions=TAGGED)
    selection = {**SELECTION, "ProtectedResourceConditions": TAGGED}
    del selection["ProtectedResourceArns"]
    drill.create_restore_testing_selection(**OF_DRILL, RestoreTestingSelection=selection)
    for name, arns in (("beside", ["*"]), ("disks", [])):
        shown = selection_of(drill, name)
        assert shown["ProtectedResourceArns"] == arns
        assert shown["ProtectedResourceConditions"] == {**NONE, **TAGGED}


def test_the_token_of_a_selection_answers_it(drill: Any) -> None:
    asked = {**OF_DRILL, "CreatorRequestId": "t"}
    drill.create_restore_testing_selection(**asked, RestoreTestingSelection=SELECTION)
    other = {**SELECTION, "RestoreTestingSelectionName": "other"}
    again = drill.create_restore_testing_selection(**asked, RestoreTestingSelection=other)
    assert again["RestoreTestingSelectionName"] == "disks"
    assert selection_of(drill)["CreatorRequestId"] == "t"


def test_a_name_is_taken_once_in_a_plan(drill: Any) -> None:
    select(drill)
    code, message = refused_selection(drill)
    assert code == "AlreadyExistsException"
    assert message == "Selection disks of restore testing plan drill already exists"
    create(drill, "other")
    select(drill, plan="other")


def test_an_update_changes_what_it_has(drill: Any, clock: Any) -> None:
    select(drill, RestoreMetadataOverrides={"volumetype": "gp3"})
    before = selection_of(drill)
    clock.shift(timedelta(hours=1))
    answer = update_selection(drill, ValidationWindowHours=3)
    assert (answer["CreationTime"], answer["UpdateTime"]) == (NOW, NOW + timedelta(hours=1))
    assert selection_of(drill) == {**before, "ValidationWindowHours": 3}


def test_conditions_take_the_place_of_arns_only_with_all_resources(drill: Any) -> None:
    select(drill, ProtectedResourceArns=[volume()])
    asked = {**DISKS, "RestoreTestingSelection": {"ProtectedResourceConditions": TAGGED}}
    code, message = refused(drill, "update_restore_testing_selection", **asked)
    assert code == "InvalidParameterValueException"
    assert "Invalid value for ProtectedResourceConditions" in message
    assert selection_of(drill)["ProtectedResourceConditions"] == NONE
    update_selection(drill, ProtectedResourceArns=["*"], ProtectedResourceConditions=TAGGED)
    assert selection_of(drill)["ProtectedResourceConditions"] == {**NONE, **TAGGED}


def test_arns_take_the_place_of_conditions(drill: Any) -> None:
    select(drill, ProtectedResourceConditions=TAGGED)
    update_selection(drill, ProtectedResourceArns=["*"])
    assert selection_of(drill)["ProtectedResourceConditions"] == {**NONE, **TAGGED}
    update_selection(drill, ProtectedResourceArns=[volume()])
    shown = selection_of(drill)
    assert (shown["ProtectedResourceArns"], shown["ProtectedResourceConditions"]) == (
        [volume()],
        NONE,
    )


def test_a_deleted_selection_is_gone(drill: Any) -> None:
    select(drill)
    answer = drill.delete_restore_testing_selection(**DISKS)
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 204
    for operation in ("get_restore_testing_selection", "delete_restore_testing_selection"):
        code, message = refused(drill, operation, **DISKS)
        assert code == "ResourceNotFoundException"
        assert message == "Restore testing selection disks of plan drill not found"


def test_selections_of_an_absent_plan_are_not_found(nightly: Any) -> None:
    code, message = refused(nightly, "list_restore_testing_selections", **OF_DRILL)
    assert (code, message) == ("ResourceNotFoundException", "Restore testing plan drill not found")
    assert refused_selection(nightly)[0] == "ResourceNotFoundException"


@pytest.mark.parametrize(
    ("members", "text"),
    [
        ({"RestoreTestingSelectionName": "all disks"}, "1 to 50 letters, digits and underscores"),
        ({"ProtectedResourceType": "Timestream"}, "one of Aurora, DocumentDB, DynamoDB, EBS"),
        ({"IamRoleArn": "role"}, "the ARN of a role"),
        ({"ValidationWindowHours": -1}, "an integer from 0 to 168"),
        ({"ValidationWindowHours": 169}, "an integer from 0 to 168"),
        ({"ProtectedResourceArns": ["*", volume()]}, "* alone, or ARNs of resources"),
        ({"ProtectedResourceArns": ["vol-1"]}, "* or an ARN"),
        ({"ProtectedResourceArns": [arn("rds", "db:d")]}, "the ARN of one of EBS"),
        (
            {"ProtectedResourceArns": [volume()], "ProtectedResourceConditions": TAGGED},
            "nothing where ProtectedResourceArns names resources",
        ),
    ],
)
def test_a_wrong_value_is_refused_by_its_name(
    drill: Any, members: dict[str, Any], text: str
) -> None:
    code, message = refused_selection(drill, **members)
    assert code == "InvalidParameterValueException"
    assert text in message
    listed = drill.list_restore_testing_selections(**OF_DRILL)["RestoreTestingSelections"]
    assert listed == []


def test_a_selection_says_which_resources(drill: Any) -> None:
    code, message = refused_selection(drill, ProtectedResourceArns=None)
    assert code == "MissingParameterValueException"
    names = "ProtectedResourceArns and ProtectedResourceConditions"
    assert message == f"Missing required parameter: one of {names}"


@pytest.mark.parametrize(
    "members",
    [
        {"ProtectedResourceArns": [volume(f"vol-{number}") for number in range(31)]},
        {
            "ProtectedResourceConditions": {
                "StringEquals": [TAG] * 16,
                "StringNotEquals": [TAG] * 15,
            }
        },
    ],
)
def test_thirty_arns_or_conditions_are_enough(drill: Any, members: dict[str, Any]) -> None:
    code, message = refused_selection(drill, **members)
    assert code == "LimitExceededException"
    assert "got '31 items', accepts at most 30" in message


def test_a_plan_has_thirty_selections(drill: Any) -> None:
    for number in range(30):
        select(drill, f"selection{number}")
    code, message = refused_selection(drill)
    assert code == "LimitExceededException"
    assert message == "A restore testing plan has at most 30 selections"
