"""Selections: what they may say, and what they take."""

from typing import Any

import pytest

from truth.calls import (
    DAY,
    MALFORMED,
    bucket,
    disk,
    document,
    jobs,
    planned,
    refusal,
    selected,
    selection,
)

PROD = {"ConditionKey": "aws:ResourceTag/env", "ConditionValue": "prod"}


def tag(kind: str = "STRINGEQUALS", value: str = "prod") -> dict[str, str]:
    return {"ConditionType": kind, "ConditionKey": "env", "ConditionValue": value}


def taken(clock: Any, client: Any, **select: Any) -> set[str]:
    """The resources that a night of a plan with this selection backs up."""
    planned(client, select=select)
    clock.shift(DAY)
    return {job["ResourceArn"] for job in jobs(client)}


@pytest.mark.parametrize("spelling", ["STRINGEQUALS", "StringEquals"])
def test_a_condition_type_is_taken_in_either_spelling(
    clock: Any, client: Any, spelling: str
) -> None:
    arn = disk(env="prod")
    disk(env="test")
    assert taken(clock, client, ListOfTags=[tag(spelling)]) == {arn}


class TestASelectionOfNothingInParticular:
    def test_takes_every_resource(self, clock: Any, client: Any) -> None:
        expected = {disk(), bucket()}
        assert taken(clock, client, Resources=[]) == expected

    def test_may_leave_all_its_lists_out(self, clock: Any, client: Any) -> None:
        expected = {disk(), bucket()}
        plan_id = client.create_backup_plan(BackupPlan=document())["BackupPlanId"]
        selected(client, plan_id)
        clock.shift(DAY)
        assert {job["ResourceArn"] for job in jobs(client)} == expected

    def test_takes_all_but_what_it_excludes(self, clock: Any, client: Any) -> None:
        arn = disk()
        bucket()
        assert taken(clock, client, NotResources=["arn:aws:s3:::*"]) == {arn}


class TestAStar:
    def test_matches_no_white_space(self, clock: Any, client: Any) -> None:
        arn = disk(env="prod-eu")
        disk(env="prod eu")
        condition = {**PROD, "ConditionValue": "prod*"}
        assert taken(clock, client, Conditions={"StringLike": [condition]}) == {arn}

    def test_keeps_white_space_where_nothing_may_be_like_it(self, clock: Any, client: Any) -> None:
        disk(env="prod-eu")
        arn = disk(env="prod eu")
        condition = {**PROD, "ConditionValue": "prod*"}
        assert taken(clock, client, Conditions={"StringNotLike": [condition]}) == {arn}


class TestTheMostThatASelectionSays:
    @pytest.fixture
    def plan_id(self, client: Any) -> str:
        return str(client.create_backup_plan(BackupPlan=document())["BackupPlanId"])

    def listed(self, client: Any, plan_id: str) -> list[str]:
        found = client.list_backup_selections(BackupPlanId=plan_id)["BackupSelectionsList"]
        return [one["SelectionName"] for one in found]

    @pytest.mark.parametrize(
        "many",
        [
            lambda number: {"Resources": [f"arn:aws:s3:::{n}-*" for n in range(number)]},
            lambda number: {"ListOfTags": [tag(value=str(n)) for n in range(number)]},
            lambda number: {
                "Conditions": {
                    "StringEquals": [{**PROD, "ConditionValue": str(n)} for n in range(number)]
                }
            },
        ],
        ids=["patterns", "tags", "conditions"],
    )
    def test_is_thirty_of_a_sort(self, client: Any, plan_id: str, many: Any) -> None:
        asked = {"BackupPlanId": plan_id, "BackupSelection": selection(**many(31))}
        assert refusal(client, "create_backup_selection", **asked) in MALFORMED
        assert self.listed(client, plan_id) == []
        selected(client, plan_id, **many(30))
        assert self.listed(client, plan_id) == ["all"]

    def test_does_not_count_arns_without_a_star(self, client: Any, plan_id: str) -> None:
        selected(client, plan_id, Resources=[f"arn:aws:s3:::{n}" for n in range(31)])
        assert self.listed(client, plan_id) == ["all"]
