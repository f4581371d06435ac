"""A resource's tags go to its recovery points, and a copy keeps what its source has."""

from typing import Any

import pytest
from calls import tags_of

from truth.calls import (
    DAY,
    FAR,
    FILE_SYSTEM,
    NOW,
    aws,
    backed_up,
    bucket,
    copied,
    disk,
    planned,
    planned_point,
    point_of,
    points,
    vault_arn,
)

FAR_VAULT = vault_arn("far", FAR)
PAIRS = [{"Key": "team", "Value": "db"}, {"Key": "env", "Value": "prod"}]
TAGS = {"team": "db", "env": "prod"}


def tagged_bucket() -> str:
    arn = bucket()
    aws("s3").put_bucket_tagging(Bucket="bucket", Tagging={"TagSet": PAIRS})
    return arn


def tagged_table() -> str:
    made = aws("dynamodb").create_table(
        TableName="t",
        Tags=PAIRS,
        KeySchema=[{"AttributeName": "a", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "a", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return str(made["TableDescription"]["TableArn"])


def tagged_file_system() -> str:
    made = aws("efs").create_file_system(CreationToken="token", Tags=PAIRS)
    return str(made["FileSystemArn"])


def tagged_database() -> str:
    made = aws("rds").create_db_instance(
        DBInstanceIdentifier="d",
        DBInstanceClass="db.t3.micro",
        Engine="mysql",
        AllocatedStorage=10,
        Tags=PAIRS,
    )
    return str(made["DBInstance"]["DBInstanceArn"])


def tags(client: Any, arn: str) -> dict[str, str]:
    """Of any recovery point, but AWS's own: AWS Backup lists the tags of those only that it keeps itself."""
    of_point = tags_of(arn, client.meta.region_name)
    return {key: value for key, value in of_point.items() if not key.startswith("aws:")}


@pytest.mark.parametrize(
    "make",
    [
        lambda: disk(team="db", env="prod"),
        tagged_bucket,
        tagged_table,
        tagged_file_system,
        tagged_database,
    ],
    ids=["EBS", "S3", "DynamoDB", "EFS", "RDS"],
)
class TestTagsOfAResource:
    def test_go_to_the_recovery_point_of_a_job_on_demand(self, client: Any, make: Any) -> None:
        assert tags(client, backed_up(client, make())["RecoveryPointArn"]) == TAGS

    def test_go_to_the_recovery_point_of_a_plans_job(
        self, clock: Any, client: Any, make: Any
    ) -> None:
        make()
        point = planned_point(clock, client)
        assert tags(client, point["RecoveryPointArn"]) == TAGS


def test_tags_that_are_given_go_over_those_of_the_resource(client: Any) -> None:
    given = {"env": "test", "kept": "long"}
    job = backed_up(client, disk(team="db", env="prod"), RecoveryPointTags=given)
    expected = {"team": "db", "env": "test", "kept": "long"}
    assert tags(client, job["RecoveryPointArn"]) == expected


def test_tags_of_a_rule_go_over_those_of_the_resource(clock: Any, client: Any) -> None:
    disk(team="db", env="prod")
    point = planned_point(clock, client, {"RecoveryPointTags": {"env": "test"}})
    assert tags(client, point["RecoveryPointArn"]) == {"team": "db", "env": "test"}


def test_a_resource_that_moto_does_not_know_gives_none(client: Any) -> None:
    assert tags(client, backed_up(client)["RecoveryPointArn"]) == {}


class TestACopy:
    @pytest.fixture
    def source(self, clock: Any, client: Any, far: Any) -> str:
        """A recovery point of five days ago."""
        lifecycle = {"DeleteAfterDays": 30}
        given = {"RecoveryPointTags": {"kept": "long"}, "Lifecycle": lifecycle}
        point: str = backed_up(client, disk(team="db"), **given)["RecoveryPointArn"]
        clock.shift(5 * DAY)
        return point

    def copy(self, client: Any, far: Any, source: str, **wanted: Any) -> dict[str, Any]:
        """The recovery point that a copy job leaves, described."""
        job = copied(client, source, FAR_VAULT, **wanted)
        return point_of(far, job["DestinationRecoveryPointArn"], "far")

    def test_keeps_the_creation_date(self, client: Any, far: Any, source: str) -> None:
        assert self.copy(client, far, source)["CreationDate"] == NOW

    def test_is_of_a_job_of_today(self, client: Any, source: str) -> None:
        assert copied(client, source, FAR_VAULT)["CreationDate"] == NOW + 5 * DAY

    def test_keeps_the_retention(self, client: Any, far: Any, source: str) -> None:
        point = self.copy(client, far, source)
        assert point["Lifecycle"]["DeleteAfterDays"] == 30
        assert point["CalculatedLifecycle"]["DeleteAt"] == NOW + 30 * DAY

    def test_counts_the_days_that_are_given_from_the_sources_creation(
        self, client: Any, far: Any, source: str
    ) -> None:
        point = self.copy(client, far, source, Lifecycle={"DeleteAfterDays": 10})
        assert point["CalculatedLifecycle"]["DeleteAt"] == NOW + 10 * DAY

    def test_keeps_the_tags(self, client: Any, far: Any, source: str) -> None:
        point = self.copy(client, far, source)
        assert tags(far, point["RecoveryPointArn"]) == {"team": "db", "kept": "long"}

    def test_keeps_tags_that_came_later(self, client: Any, far: Any) -> None:
        source = str(backed_up(client, tagged_bucket())["RecoveryPointArn"])
        client.tag_resource(ResourceArn=source, Tags={"late": "yes"})
        point = self.copy(client, far, source)
        assert tags(far, point["RecoveryPointArn"])["late"] == "yes"

    def test_is_gone_when_its_source_would_be(
        self, clock: Any, client: Any, far: Any, source: str
    ) -> None:
        self.copy(client, far, source)
        clock.shift(26 * DAY)
        assert points(far, "far") == []

    def test_of_a_copy_keeps_it_all_again(
        self, clock: Any, client: Any, far: Any, source: str
    ) -> None:
        first = self.copy(client, far, source)["RecoveryPointArn"]
        clock.shift(DAY)
        client.create_backup_vault(BackupVaultName="back")
        job = copied(far, first, vault_arn("back"), SourceBackupVaultName="far")
        again = point_of(client, job["DestinationRecoveryPointArn"], "back")
        assert again["CreationDate"] == NOW
        assert again["CalculatedLifecycle"]["DeleteAt"] == NOW + 30 * DAY
        assert tags(client, again["RecoveryPointArn"]) == {"team": "db", "kept": "long"}


def test_a_copy_action_keeps_it_all_too(clock: Any, client: Any, far: Any) -> None:
    disk(team="db")
    action = {"DestinationBackupVaultArn": FAR_VAULT}
    planned(client, {"Lifecycle": {"DeleteAfterDays": 30}, "CopyActions": [action]})
    clock.shift(DAY)
    (source,) = points(client)
    (point,) = points(far, "far")
    for member in ("CreationDate", "CalculatedLifecycle"):
        assert point[member] == source[member]
    assert tags(far, point["RecoveryPointArn"]) == {"team": "db"}


def test_a_copy_of_a_file_system_keeps_its_move_to_cold_storage(client: Any, far: Any) -> None:
    lifecycle = {"MoveToColdStorageAfterDays": 7, "DeleteAfterDays": 100}
    source = backed_up(client, FILE_SYSTEM, Lifecycle=lifecycle)["RecoveryPointArn"]
    copied(client, source, FAR_VAULT)
    (point,) = points(far, "far")
    assert point["CalculatedLifecycle"]["MoveToColdStorageAt"] == NOW + 7 * DAY
