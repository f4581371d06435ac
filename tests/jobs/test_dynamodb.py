"""Backups of tables, which AWS Backup keeps, and those that it leaves to DynamoDB.

https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html
"""

import re
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import (
    FAR,
    TABLE,
    arn,
    copied,
    create_plan,
    described,
    jobs,
    leave_tables_to_dynamodb,
    points,
    start,
    vault_arn,
)
from support import ROLE, client_of

from moto_backup_summaries import load_jobs

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
KEY = arn("kms", "key/11111111-2222-4333-8444-555555555555")
MANAGED = arn("backup", "recovery-point:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
OWN = arn("dynamodb", "table/orders/backup/[0-9]{14}-[0-9a-f]{8}")
ENCRYPTED: dict[str, Any] = {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": KEY}


def make_table(**more: Any) -> None:
    client_of("dynamodb").create_table(
        TableName="orders",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
        **more,
    )


def encryption(told: Any) -> tuple[bool, str | None]:
    return told["IsEncrypted"], told.get("EncryptionKeyArn")


def own_key(client: Any) -> str:
    return str(client.describe_backup_vault(BackupVaultName="nightly")["EncryptionKeyArn"])


def run_plan(client: Any, clock: Any, **rule: Any) -> None:
    rule = {"RuleName": "r", "TargetBackupVaultName": "nightly", **rule}
    selection = {"SelectionName": "s", "IamRoleArn": ROLE, "Resources": [TABLE]}
    plan = create_plan(client, Rules=[rule])
    client.create_backup_selection(BackupPlanId=plan, BackupSelection=selection)
    clock.shift(timedelta(days=1))


class TestWhatAwsBackupKeeps:
    @pytest.mark.parametrize("sse", [{}, {"SSESpecification": ENCRYPTED}])
    def test_has_the_key_of_its_vault(self, vault: Any, sse: dict[str, Any]) -> None:
        make_table(**sse)
        job = described(vault, ResourceArn=TABLE)
        (point,) = points(vault)
        assert encryption(job) == encryption(point) == (True, own_key(vault))
        assert re.fullmatch(MANAGED, point["RecoveryPointArn"])

    def test_is_copied(self, vault: Any) -> None:
        far = client_of(region_name=FAR)
        far.create_backup_vault(BackupVaultName="far")
        job = copied(vault, start(vault, ResourceArn=TABLE)["RecoveryPointArn"])
        assert job["State"] == "COMPLETED"
        assert re.fullmatch(MANAGED.replace("us-east-1", FAR), job["DestinationRecoveryPointArn"])

    def test_is_what_a_plan_leaves_too(self, clock: Any, nightly: Any) -> None:
        make_table(SSESpecification=ENCRYPTED)
        run_plan(nightly, clock)
        (point,) = points(nightly)
        assert re.fullmatch(MANAGED, point["RecoveryPointArn"])
        assert encryption(point) == (True, own_key(nightly))

    def test_is_what_loaded_jobs_left(self, vault: Any) -> None:
        load_jobs({"BackupJobs": [{"ResourceArn": TABLE}]})
        (point,) = points(vault, "Default")
        assert re.fullmatch(MANAGED, point["RecoveryPointArn"])

    def test_stays_so_when_the_next_one_is_left_to_dynamodb(self, vault: Any) -> None:
        first = start(vault, ResourceArn=TABLE)["RecoveryPointArn"]
        leave_tables_to_dynamodb(vault)
        described(vault, ResourceArn=TABLE)
        vault.create_backup_vault(BackupVaultName="second")
        job = copied(vault, first, DestinationBackupVaultArn=vault_arn("second"))
        assert job["State"] == "COMPLETED"


class TestWhatIsLeftToDynamoDB:
    @pytest.fixture(autouse=True)
    def _left(self, request: pytest.FixtureRequest) -> None:
        name = "nightly" if "nightly" in request.fixturenames else "vault"
        leave_tables_to_dynamodb(request.getfixturevalue(name))

    def test_is_not_encrypted_where_its_table_has_no_key(self, vault: Any) -> None:
        make_table()
        job = described(vault, ResourceArn=TABLE)
        (point,) = points(vault)
        assert encryption(job) == encryption(point) == (False, None)
        assert re.fullmatch(OWN, point["RecoveryPointArn"])

    def test_has_the_key_of_its_table(self, vault: Any) -> None:
        make_table(SSESpecification=ENCRYPTED)
        job = described(vault, ResourceArn=TABLE)
        (listed,) = jobs(vault, "backup")
        (point,) = points(vault)
        (of_resource,) = vault.list_recovery_points_by_resource(ResourceArn=TABLE)["RecoveryPoints"]
        asked = {"BackupVaultName": "nightly", "RecoveryPointArn": point["RecoveryPointArn"]}
        for told in (job, listed, point, vault.describe_recovery_point(**asked)):
            assert encryption(told) == (True, KEY)
        assert of_resource["EncryptionKeyArn"] == KEY
        assert point["EncryptionKeyType"] == "CUSTOMER_MANAGED_KMS_KEY"

    def test_has_the_key_that_dynamodb_made_for_itself(self, vault: Any) -> None:
        make_table(SSESpecification={"Enabled": True})
        key = client_of("kms").describe_key(KeyId="alias/aws/dynamodb")["KeyMetadata"]["Arn"]
        assert encryption(described(vault, ResourceArn=TABLE)) == (True, key)

    def test_is_what_a_plan_leaves_too(self, clock: Any, nightly: Any) -> None:
        make_table(SSESpecification=ENCRYPTED)
        run_plan(nightly, clock)
        (point,) = points(nightly)
        assert re.fullmatch(OWN, point["RecoveryPointArn"])
        assert point["RecoveryPointArn"].split("/")[3][:14] == "01772341200000"
        assert encryption(point) == (True, KEY)
        asked = {"BackupVaultName": "nightly", "RecoveryPointArn": point["RecoveryPointArn"]}
        assert nightly.describe_recovery_point(**asked)["ResourceArn"] == TABLE

    @pytest.mark.parametrize(("name", "region"), [("far", FAR), ("second", "us-east-1")])
    def test_is_not_copied(self, vault: Any, name: str, region: str) -> None:
        other = client_of(region_name=region)
        other.create_backup_vault(BackupVaultName=name)
        point = described(vault, ResourceArn=TABLE)["RecoveryPointArn"]
        job = copied(vault, point, DestinationBackupVaultArn=vault_arn(name, region))
        assert (job["State"], job["MessageCategory"]) == ("FAILED", "UNSUPPORTED_OPERATION")
        assert job["StatusMessage"] == (
            f"Copy job from us-east-1 to {region} cannot be initiated for DynamoDB resources. "
            "Feature is not supported for provided resource type."
        )
        assert points(other, name) == []

    def test_is_not_copied_by_a_plan_either(self, clock: Any, nightly: Any) -> None:
        make_table()
        nightly.create_backup_vault(BackupVaultName="second")
        run_plan(nightly, clock, CopyActions=[{"DestinationBackupVaultArn": vault_arn("second")}])
        assert [job["State"] for job in jobs(nightly, "copy")] == ["FAILED"]
        assert len(points(nightly)) == 1
