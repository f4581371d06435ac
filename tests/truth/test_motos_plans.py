"""Plans, which moto answers, as AWS answers them."""

from datetime import timedelta
from typing import Any

import pytest

from truth.calls import NOW, document, refusal

INVALID = "InvalidParameterValueException"
ABSENT = "ResourceNotFoundException"
SETTINGS = [{"ResourceType": "EC2", "BackupOptions": {"WindowsVSS": "enabled"}}]
DAILY = {"RuleName": "daily", "ScheduleExpression": "cron(0 5 * * ? *)"}
HOURLY = {"RuleName": "hourly", "ScheduleExpression": "cron(30 * * * ? *)"}


def create(client: Any, name: str = "plan", **more: Any) -> dict[str, Any]:
    answer: dict[str, Any] = client.create_backup_plan(BackupPlan=document(name=name), **more)
    return answer


def names(client: Any, **asked: Any) -> list[str]:
    found = client.list_backup_plans(**asked)["BackupPlansList"]
    return sorted(one["BackupPlanName"] for one in found)


class TestARequestThatIsRepeated:
    def test_gives_the_first_plan(self, client: Any) -> None:
        first = create(client, CreatorRequestId="once")
        again = create(client, CreatorRequestId="once")
        members = ("BackupPlanId", "BackupPlanArn", "VersionId", "CreationDate")
        assert [again[name] for name in members] == [first[name] for name in members]
        assert names(client) == ["plan"]

    def test_by_another_is_refused(self, client: Any) -> None:
        create(client, CreatorRequestId="once")
        asked = {"BackupPlan": document(), "CreatorRequestId": "twice"}
        assert refusal(client, "create_backup_plan", **asked) == "AlreadyExistsException"


class TestADeletedPlan:
    @pytest.fixture
    def plan_id(self, client: Any) -> str:
        plan_id: str = create(client)["BackupPlanId"]
        client.delete_backup_plan(BackupPlanId=plan_id)
        return plan_id

    def test_leaves_its_name_to_others(self, client: Any, plan_id: str) -> None:
        assert create(client)["BackupPlanId"] != plan_id

    def test_is_not_found(self, client: Any, plan_id: str) -> None:
        assert refusal(client, "get_backup_plan", BackupPlanId=plan_id) == ABSENT

    def test_is_not_deleted_again(self, clock: Any, client: Any, plan_id: str) -> None:
        clock.shift(60)
        refusal(client, "delete_backup_plan", BackupPlanId=plan_id)
        (listed,) = client.list_backup_plans(IncludeDeleted=True)["BackupPlansList"]
        assert listed["DeletionDate"] == NOW

    @pytest.mark.parametrize(
        ("asked", "expected"),
        [({}, []), ({"IncludeDeleted": False}, []), ({"IncludeDeleted": True}, ["plan"])],
    )
    def test_is_listed_only_when_it_is_asked_for(
        self, client: Any, plan_id: str, asked: dict[str, bool], expected: list[str]
    ) -> None:
        assert names(client, **asked) == expected


def test_the_list_comes_in_pages(client: Any) -> None:
    for name in ("one", "two", "three"):
        create(client, name)
    paginator = client.get_paginator("list_backup_plans")
    pages = list(paginator.paginate(PaginationConfig={"PageSize": 2}))
    found = [[one["BackupPlanName"] for one in page["BackupPlansList"]] for page in pages]
    assert [len(page) for page in found] == [2, 1]
    assert sorted(found[0] + found[1]) == ["one", "three", "two"]
    assert "NextToken" not in pages[-1]


class TestAdvancedSettings:
    @pytest.fixture
    def made(self, client: Any) -> dict[str, Any]:
        asked = document(AdvancedBackupSettings=SETTINGS)
        answer: dict[str, Any] = client.create_backup_plan(BackupPlan=asked)
        return answer

    def test_are_told_beside_the_document(self, client: Any, made: dict[str, Any]) -> None:
        told = client.get_backup_plan(BackupPlanId=made["BackupPlanId"])
        assert told["AdvancedBackupSettings"] == SETTINGS
        assert "AdvancedBackupSettings" not in told["BackupPlan"]

    def test_are_told_of_the_new_plan(self, made: dict[str, Any]) -> None:
        assert made["AdvancedBackupSettings"] == SETTINGS

    def test_are_told_in_the_list(self, client: Any, made: dict[str, Any]) -> None:
        (listed,) = client.list_backup_plans()["BackupPlansList"]
        assert listed["AdvancedBackupSettings"] == SETTINGS


class TestThePreviewOfRuns:
    @pytest.fixture
    def plan_id(self, client: Any) -> str:
        made = client.create_backup_plan(BackupPlan=document(DAILY, HOURLY))
        return str(made["BackupPlanId"])

    def preview(self, client: Any, plan_id: str, number: int) -> list[dict[str, Any]]:
        told = client.get_backup_plan(BackupPlanId=plan_id, MaxScheduledRunsPreview=number)
        return list(told["ScheduledRunsPreview"])

    def test_is_of_the_next_ones(self, client: Any, plan_id: str) -> None:
        moments = [run["ExecutionTime"] for run in self.preview(client, plan_id, 3)]
        first = NOW + timedelta(minutes=30)
        assert moments == [first + timedelta(hours=hours) for hours in range(3)]

    def test_names_their_rules(self, client: Any, plan_id: str) -> None:
        rules = client.get_backup_plan(BackupPlanId=plan_id)["BackupPlan"]["Rules"]
        hourly = next(rule["RuleId"] for rule in rules if rule["RuleName"] == "hourly")
        assert {run["RuleId"] for run in self.preview(client, plan_id, 3)} == {hourly}

    def test_says_that_they_make_snapshots(self, client: Any, plan_id: str) -> None:
        (run,) = self.preview(client, plan_id, 1)
        assert run["RuleExecutionType"] == "SNAPSHOTS"

    def test_has_ten_at_most(self, client: Any, plan_id: str) -> None:
        assert len(self.preview(client, plan_id, 10)) == 10
        asked = {"BackupPlanId": plan_id, "MaxScheduledRunsPreview": 11}
        assert refusal(client, "get_backup_plan", **asked) == INVALID

    @pytest.mark.parametrize("asked", [{}, {"MaxScheduledRunsPreview": 0}])
    def test_is_not_there_unless_it_is_asked_for(
        self, client: Any, plan_id: str, asked: dict[str, int]
    ) -> None:
        told = client.get_backup_plan(BackupPlanId=plan_id, **asked)
        assert not told.get("ScheduledRunsPreview")
