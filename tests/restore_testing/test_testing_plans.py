"""Restore testing plans through boto3: what their operations answer and refuse."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import requests
from calls import refused, vault_arn
from restore_testing.examples import OF_DRILL, PLAN, create, plan_of, select, update
from support import ACCOUNT, REGION

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
POINTS: Any = PLAN["RecoveryPointSelection"]


def test_a_plan_is_created_shown_and_listed_with_what_it_left_out(nightly: Any) -> None:
    created = create(nightly, tags={"team": "x"})
    arn = created["RestoreTestingPlanArn"]
    assert created["ResponseMetadata"]["HTTPStatusCode"] == 201
    assert (created["CreationTime"], created["RestoreTestingPlanName"]) == (NOW, "drill")
    assert arn.startswith(f"arn:aws:backup:{REGION}:{ACCOUNT}:restore-testing-plan:drill-")
    members = {
        "CreationTime": NOW,
        "RestoreTestingPlanArn": arn,
        "RestoreTestingPlanName": "drill",
        "ScheduleExpression": "cron(0 6 ? * * *)",
        "ScheduleExpressionTimezone": "Etc/UTC",
        "StartWindowHours": 24,
    }
    points = {**POINTS, "ExcludeVaults": [], "SelectionWindowDays": 30}
    assert plan_of(nightly) == {**members, "RecoveryPointSelection": points}
    assert nightly.list_restore_testing_plans()["RestoreTestingPlans"] == [members]
    assert nightly.list_tags(ResourceArn=arn)["Tags"] == {"team": "x"}


def test_a_plan_is_tagged_and_untagged(nightly: Any) -> None:
    arn = create(nightly, tags={"team": "x"})["RestoreTestingPlanArn"]
    nightly.tag_resource(ResourceArn=arn, Tags={"court": "b"})
    nightly.untag_resource(ResourceArn=arn, TagKeyList=["team"])
    assert nightly.list_tags(ResourceArn=arn)["Tags"] == {"court": "b"}


def test_the_token_of_a_plan_answers_it_whatever_else_is_asked(nightly: Any) -> None:
    """The model: if a request has the CreatorRequestId of an existing plan, that plan is returned."""
    first = nightly.create_restore_testing_plan(RestoreTestingPlan=PLAN, CreatorRequestId="t")
    other = {**PLAN, "RestoreTestingPlanName": "other"}
    again = nightly.create_restore_testing_plan(RestoreTestingPlan=other, CreatorRequestId="t")
    assert again["RestoreTestingPlanArn"] == first["RestoreTestingPlanArn"]
    assert len(nightly.list_restore_testing_plans()["RestoreTestingPlans"]) == 1
    assert plan_of(nightly)["CreatorRequestId"] == "t"


def test_a_name_is_taken_once(nightly: Any) -> None:
    arn = create(nightly)["RestoreTestingPlanArn"]
    with pytest.raises(nightly.exceptions.AlreadyExistsException) as caught:
        create(nightly)
    assert caught.value.response["Arn"] == arn
    nightly.delete_restore_testing_plan(**OF_DRILL)
    assert create(nightly)["RestoreTestingPlanArn"] != arn


def test_an_update_changes_what_it_has(nightly: Any, clock: Any) -> None:
    create(nightly)
    before = plan_of(nightly)
    clock.shift(timedelta(hours=1))
    answer = update(nightly, RecoveryPointSelection={"Algorithm": "RANDOM_WITHIN_WINDOW"})
    assert answer["UpdateTime"] == NOW + timedelta(hours=1)
    points = {**before["RecoveryPointSelection"], "Algorithm": "RANDOM_WITHIN_WINDOW"}
    updated = {"LastUpdateTime": NOW + timedelta(hours=1), "RecoveryPointSelection": points}
    assert plan_of(nightly) == {**before, **updated}
    update(nightly, ScheduleExpressionTimezone="Europe/Berlin", StartWindowHours=168)
    assert plan_of(nightly)["StartWindowHours"] == 168


def test_a_plan_with_selections_is_not_deleted(nightly: Any) -> None:
    arn = create(nightly)["RestoreTestingPlanArn"]
    select(nightly)
    code, message = refused(nightly, "delete_restore_testing_plan", **OF_DRILL)
    assert code == "InvalidRequestException"
    assert message == "Restore testing plan drill has selections: delete these first"
    nightly.delete_restore_testing_selection(**OF_DRILL, RestoreTestingSelectionName="disks")
    answer = nightly.delete_restore_testing_plan(**OF_DRILL)
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert (
        refused(nightly, "get_restore_testing_plan", **OF_DRILL)[0] == "ResourceNotFoundException"
    )
    assert refused(nightly, "list_tags", ResourceArn=arn)[0] == "ResourceNotFoundException"


def test_one_that_is_absent_can_be_deleted(nightly: Any) -> None:
    answer = nightly.delete_restore_testing_plan(**OF_DRILL)
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 204


def test_an_absent_plan_is_not_updated(nightly: Any) -> None:
    asked = {**OF_DRILL, "RestoreTestingPlan": {}}
    code, _ = refused(nightly, "update_restore_testing_plan", **asked)
    assert code == "ResourceNotFoundException"


@pytest.mark.parametrize(
    ("members", "text"),
    [
        ({"RestoreTestingPlanName": "a-b"}, "1 to 50 letters, digits and underscores"),
        ({"RestoreTestingPlanName": "a" * 51}, "1 to 50 letters, digits and underscores"),
        ({"ScheduleExpression": "daily"}, "Invalid schedule expression: got 'daily'"),
        ({"ScheduleExpression": "cron(0/5 * ? * * *)"}, "at most one run an hour"),
        ({"ScheduleExpressionTimezone": "Europe/Berlim"}, "did you mean Europe/Berlin?"),
        ({"StartWindowHours": 0}, "an integer from 1 to 168"),
        ({"StartWindowHours": 169}, "an integer from 1 to 168"),
        (
            {"RecoveryPointSelection": {**POINTS, "SelectionWindowDays": 366}},
            "an integer from 1 to 365",
        ),
        (
            {"RecoveryPointSelection": {**POINTS, "Algorithm": "OLDEST"}},
            "one of LATEST_WITHIN_WINDOW, RANDOM_WITHIN_WINDOW",
        ),
        (
            {"RecoveryPointSelection": {**POINTS, "RecoveryPointTypes": ["TAPE"]}},
            "one of CONTINUOUS, SNAPSHOT",
        ),
        (
            {"RecoveryPointSelection": {**POINTS, "IncludeVaults": ["nightly"]}},
            "* or the ARN of a vault, in which * stands for any characters",
        ),
        (
            {"RecoveryPointSelection": {**POINTS, "ExcludeVaults": ["arn:aws:s3:::bucket"]}},
            "* or the ARN of a vault, in which * stands for any characters",
        ),
    ],
)
def test_a_wrong_value_is_refused_by_its_name(
    nightly: Any, members: dict[str, Any], text: str
) -> None:
    plan = {**PLAN, **members}
    code, message = refused(nightly, "create_restore_testing_plan", RestoreTestingPlan=plan)
    assert code == "InvalidParameterValueException"
    assert text in message
    assert nightly.list_restore_testing_plans()["RestoreTestingPlans"] == []


@pytest.mark.parametrize("name", ["Algorithm", "RecoveryPointTypes", "IncludeVaults"])
def test_what_the_reference_requires_of_recovery_points_must_be_there(
    nightly: Any, name: str
) -> None:
    points = {key: value for key, value in POINTS.items() if key != name}
    plan = {**PLAN, "RecoveryPointSelection": points}
    code, message = refused(nightly, "create_restore_testing_plan", RestoreTestingPlan=plan)
    assert code == "MissingParameterValueException"
    assert message == f"Missing required parameter: RecoveryPointSelection.{name}"


def test_a_wrong_update_changes_nothing(nightly: Any) -> None:
    create(nightly)
    before = plan_of(nightly)
    wrong = {"StartWindowHours": 2, "ScheduleExpression": "cron(daily)"}
    code, _ = refused(nightly, "update_restore_testing_plan", **OF_DRILL, RestoreTestingPlan=wrong)
    assert code == "InvalidParameterValueException"
    assert plan_of(nightly) == before


def test_thirty_vaults_can_be_named_in_both_lists_together(nightly: Any) -> None:
    vaults = [vault_arn(f"vault-{number}") for number in range(30)]
    create(nightly, RecoveryPointSelection={**POINTS, "IncludeVaults": vaults})
    more = {
        **POINTS,
        "IncludeVaults": vaults,
        "ExcludeVaults": ["arn:aws:backup:*:*:backup-vault:a*"],
    }
    plan = {**PLAN, "RestoreTestingPlanName": "other", "RecoveryPointSelection": more}
    code, message = refused(nightly, "create_restore_testing_plan", RestoreTestingPlan=plan)
    assert code == "LimitExceededException"
    assert message == "Invalid value for RecoveryPointSelection: got '31 items', accepts at most 30"


def test_an_account_has_a_hundred_plans(nightly: Any) -> None:
    for number in range(100):
        create(nightly, f"plan{number}")
    code, message = refused(nightly, "create_restore_testing_plan", RestoreTestingPlan=PLAN)
    assert code == "LimitExceededException"
    assert message == "An account has at most 100 restore testing plans"


def test_tags_are_checked(nightly: Any) -> None:
    asked = {"RestoreTestingPlan": PLAN, "Tags": {"aws:own": "x"}}
    code, message = refused(nightly, "create_restore_testing_plan", **asked)
    assert (code, message.partition(":")[0]) == (
        "InvalidParameterValueException",
        "Invalid value for Tags",
    )


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_path_may_end_in_a_slash(nightly: Any, slash: str) -> None:
    create(nightly)
    select(nightly)
    url = f"https://backup.{REGION}.amazonaws.com/restore-testing/plans"
    listed = requests.get(url + slash, timeout=30).json()["RestoreTestingPlans"]
    assert [plan["RestoreTestingPlanName"] for plan in listed] == ["drill"]
    answer = requests.get(f"{url}/drill{slash}", timeout=30).json()["RestoreTestingPlan"]
    assert answer["StartWindowHours"] == 24
    selection = f"{url}/drill/selections/disks{slash}"
    assert requests.get(selection, timeout=30).status_code == 200
    assert requests.delete(selection, timeout=30).status_code == 204
