"""Tags, which moto answers, as AWS answers them."""

from typing import Any

import pytest
from support import ONCE, client_of

from truth.calls import DAY, FILE_SYSTEM, aws, backed_up, document, refusal, vault_arn

INVALID = "InvalidParameterValueException"
ABSENT = "ResourceNotFoundException"
CALLS = {
    "list_tags": {},
    "tag_resource": {"Tags": {"a": "b"}},
    "untag_resource": {"TagKeyList": ["a"]},
}
NIGHTLY = vault_arn("nightly")


def tags(client: Any, arn: str = NIGHTLY) -> dict[str, str]:
    return dict(client.list_tags(ResourceArn=arn)["Tags"])


@pytest.mark.parametrize("operation", CALLS)
class TestTheArnOfATag:
    @pytest.mark.parametrize(
        "arn",
        [
            vault_arn("none"),
            vault_arn("none").replace("backup-vault:", "backup-plan:"),
            vault_arn("none").replace("backup-vault:", "recovery-point:"),
            vault_arn("none").replace("backup-vault:", "report-plan:"),
        ],
    )
    def test_that_is_of_nothing_is_not_found(self, client: Any, operation: str, arn: str) -> None:
        assert refusal(client, operation, ResourceArn=arn, **CALLS[operation]) == ABSENT

    @pytest.mark.parametrize("arn", ["nightly", "arn:aws:backup", "arn::::"])
    def test_that_is_none_is_refused(self, client: Any, operation: str, arn: str) -> None:
        assert refusal(client, operation, ResourceArn=arn, **CALLS[operation]) == INVALID

    @pytest.mark.parametrize(
        "arn",
        [
            NIGHTLY.replace("123456789012", "111122223333"),
            NIGHTLY.replace("us-east-1", "eu-west-1"),
            "arn:aws:sns:us-east-1:123456789012:topic",
        ],
    )
    def test_that_is_of_another_is_refused(self, client: Any, operation: str, arn: str) -> None:
        code = refusal(client, operation, ResourceArn=arn, **CALLS[operation])
        assert code in (ABSENT, INVALID, "AccessDeniedException")


class TestTheTagsOfAVault:
    def test_are_none_of_aws_own(self, client: Any) -> None:
        asked = {"ResourceArn": NIGHTLY, "Tags": {"aws:mine": "x"}}
        assert refusal(client, "tag_resource", **asked) == INVALID
        assert tags(client) == {}

    def test_are_fifty_at_most(self, client: Any) -> None:
        many = {f"key-{number}": "x" for number in range(51)}
        code = refusal(client_of(config=ONCE), "tag_resource", ResourceArn=NIGHTLY, Tags=many)
        assert code in (INVALID, "LimitExceededException")
        assert tags(client) == {}

    def test_may_be_fifty(self, client: Any) -> None:
        many = {f"key-{number}": "x" for number in range(50)}
        client.tag_resource(ResourceArn=NIGHTLY, Tags=many)
        assert tags(client) == many

    def test_are_fifty_with_those_that_are_there(self, client: Any) -> None:
        many = {f"key-{number}": "x" for number in range(50)}
        client.tag_resource(ResourceArn=NIGHTLY, Tags=many)
        more = {"ResourceArn": NIGHTLY, "Tags": {"one": "more"}}
        code = refusal(client_of(config=ONCE), "tag_resource", **more)
        assert code in (INVALID, "LimitExceededException")
        assert tags(client) == many

    def test_may_be_changed_when_there_are_fifty(self, client: Any) -> None:
        many = {f"key-{number}": "x" for number in range(50)}
        client.tag_resource(ResourceArn=NIGHTLY, Tags=many)
        client.tag_resource(ResourceArn=NIGHTLY, Tags={"key-7": "y"})
        assert tags(client) == {**many, "key-7": "y"}

    def test_come_in_pages(self, client: Any) -> None:
        many = {f"key-{number}": "x" for number in range(5)}
        client.tag_resource(ResourceArn=NIGHTLY, Tags=many)
        found: dict[str, str] = {}
        page = client.list_tags(ResourceArn=NIGHTLY, MaxResults=2)
        sizes = [len(page["Tags"])]
        found |= page["Tags"]
        while "NextToken" in page:
            page = client.list_tags(ResourceArn=NIGHTLY, MaxResults=2, NextToken=page["NextToken"])
            sizes.append(len(page["Tags"]))
            found |= page["Tags"]
        assert (sizes, found) == ([2, 2, 1], many)

    def test_go_with_it(self, client: Any) -> None:
        client.tag_resource(ResourceArn=NIGHTLY, Tags={"old": "tag"})
        client.delete_backup_vault(BackupVaultName="nightly")
        client.create_backup_vault(BackupVaultName="nightly")
        assert tags(client) == {}


def test_the_tags_of_a_plan_go_with_it(client: Any) -> None:
    made = client.create_backup_plan(BackupPlan=document(), BackupPlanTags={"a": "b"})
    client.delete_backup_plan(BackupPlanId=made["BackupPlanId"])
    assert refusal(client, "list_tags", ResourceArn=made["BackupPlanArn"]) == ABSENT


def test_the_tags_of_a_recovery_point_go_with_its_end(clock: Any, client: Any) -> None:
    asked = {"RecoveryPointTags": {"a": "b"}, "Lifecycle": {"DeleteAfterDays": 1}}
    point = backed_up(client, FILE_SYSTEM, **asked)["RecoveryPointArn"]
    assert tags(client, point) == {"a": "b"}
    clock.shift(2 * DAY)
    assert refusal(client, "list_tags", ResourceArn=point) == ABSENT


class TestTheTaggingApi:
    def found(self) -> dict[str, dict[str, str]]:
        api = aws("resourcegroupstaggingapi")
        asked = {"TagFilters": [{"Key": "team", "Values": ["db"]}]}
        listed = api.get_resources(**asked)["ResourceTagMappingList"]
        return {
            one["ResourceARN"]: {tag["Key"]: tag["Value"] for tag in one["Tags"]} for one in listed
        }

    def test_knows_vaults(self, client: Any) -> None:
        client.tag_resource(ResourceArn=NIGHTLY, Tags={"team": "db"})
        assert self.found() == {NIGHTLY: {"team": "db"}}

    def test_knows_plans(self, client: Any) -> None:
        made = client.create_backup_plan(BackupPlan=document(), BackupPlanTags={"team": "db"})
        assert self.found() == {made["BackupPlanArn"]: {"team": "db"}}

    def test_knows_report_plans(self, client: Any) -> None:
        made = client.create_report_plan(
            ReportPlanName="r",
            ReportDeliveryChannel={"S3BucketName": "bucket"},
            ReportSetting={"ReportTemplate": "BACKUP_JOB_REPORT"},
            ReportPlanTags={"team": "db"},
        )
        assert self.found() == {made["ReportPlanArn"]: {"team": "db"}}

    def test_knows_recovery_points(self, client: Any) -> None:
        job = backed_up(client, FILE_SYSTEM, RecoveryPointTags={"team": "db"})
        assert self.found() == {job["RecoveryPointArn"]: {"team": "db"}}
