"""load_jobs(): jobs of one account and region, loaded into another with all that was of it."""

from typing import Any

import pytest
from moto import mock_aws
from organizations import assumed
from support import client_of

from moto_backup_summaries import BackupSummariesWarning, load_account, load_jobs

PRODUCTION, HERE = "111122223333", "444455556666"
OTHER = "777788889999"


def job(region: str = "eu-central-1", account: str = PRODUCTION, number: int = 1) -> dict[str, Any]:
    own = f"{region}:{account}"
    return {
        "AccountId": account,
        "BackupJobId": f"job-{number}",
        "BackupVaultName": "prod",
        "BackupVaultArn": f"arn:aws:backup:{own}:backup-vault:prod",
        "RecoveryPointArn": f"arn:aws:ec2:{region}::snapshot/snap-{number}",
        "ResourceArn": f"arn:aws:ec2:{own}:volume/vol-{number}",
        "IamRoleArn": f"arn:aws:iam::{account}:role/backup",
        "EncryptionKeyArn": f"arn:aws:kms:{own}:key/k",
        "CreatedBy": {
            "BackupPlanArn": f"arn:aws:backup:{own}:backup-plan:p",
            "BackupPlanId": "p",
        },
        "State": "COMPLETED",
    }


def test_vaults_recovery_points_and_resources_move_along(mocked_backup: Any) -> None:
    rows = [job(), job(number=2), {**job(number=3), "CreatedBy": None}]
    load_jobs({"BackupJobs": rows}, account_id=HERE, region_name="eu-west-1")
    there = assumed(client_of, HERE, "eu-west-1")
    (vault,) = there.list_backup_vaults()["BackupVaultList"]
    assert vault["BackupVaultArn"] == f"arn:aws:backup:eu-west-1:{HERE}:backup-vault:prod"
    assert vault["NumberOfRecoveryPoints"] == 3
    resources = [found["ResourceArn"] for found in there.list_protected_resources()["Results"]]
    assert resources == [f"arn:aws:ec2:eu-west-1:{HERE}:volume/vol-{n}" for n in (1, 2, 3)]
    point = there.describe_recovery_point(
        BackupVaultName="prod", RecoveryPointArn="arn:aws:ec2:eu-west-1::snapshot/snap-1"
    )
    own = f"eu-west-1:{HERE}"
    assert point["IamRoleArn"] == f"arn:aws:iam::{HERE}:role/backup"
    assert point["EncryptionKeyArn"] == f"arn:aws:kms:{own}:key/k"
    assert point["CreatedBy"]["BackupPlanArn"] == f"arn:aws:backup:{own}:backup-plan:p"
    assert point["CreatedBy"]["BackupPlanId"] == "p"
    assert "CreatedBy" not in there.describe_backup_job(BackupJobId="job-3")
    before = assumed(client_of, PRODUCTION, "eu-central-1")
    assert before.list_backup_vaults()["BackupVaultList"] == []


def moved(row: dict[str, Any], kind: str = "Backup", **where: str) -> dict[str, Any]:
    """What a job tells once it was loaded elsewhere."""
    account, region = where.get("account_id", PRODUCTION), where.get("region_name", "eu-central-1")
    with mock_aws():
        load_jobs({f"{kind}Jobs": [row]}, **where)
        client = assumed(client_of, account, region)
        (found,) = getattr(client, f"list_{kind.lower()}_jobs")()[f"{kind}Jobs"]
        assert isinstance(found, dict)
        return found


def test_an_account_alone_moves_and_regions_stay() -> None:
    found = moved(job(), account_id=HERE)
    assert found["ResourceArn"] == f"arn:aws:ec2:eu-central-1:{HERE}:volume/vol-1"
    assert found["RecoveryPointArn"] == "arn:aws:ec2:eu-central-1::snapshot/snap-1"


def test_a_region_alone_moves_and_accounts_stay() -> None:
    found = moved(job(), region_name="eu-west-1")
    assert found["ResourceArn"] == f"arn:aws:ec2:eu-west-1:{PRODUCTION}:volume/vol-1"
    assert found["RecoveryPointArn"] == "arn:aws:ec2:eu-west-1::snapshot/snap-1"
    assert found["IamRoleArn"] == f"arn:aws:iam::{PRODUCTION}:role/backup"


def test_the_vault_tells_whose_a_job_without_an_account_is() -> None:
    row = job()
    del row["AccountId"]
    found = moved(row, account_id=HERE, region_name="eu-west-1")
    assert found["BackupVaultArn"] == f"arn:aws:backup:eu-west-1:{HERE}:backup-vault:prod"


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:s3:::photos",
        f"arn:aws:ec2:eu-central-1:{OTHER}:volume/vol-1",
    ],
)
def test_what_is_of_no_region_or_of_another_account_stays(arn: str) -> None:
    row = {**job(), "ResourceArn": arn}
    assert moved(row, account_id=HERE, region_name="eu-west-1")["ResourceArn"] == arn


def test_a_copy_moves_with_the_vaults_that_are_of_its_account() -> None:
    vault = "arn:aws:backup:{}:{}:backup-vault:vault".format
    row = {
        "AccountId": PRODUCTION,
        "SourceBackupVaultArn": vault("eu-central-1", PRODUCTION),
        "DestinationBackupVaultArn": vault("us-west-2", OTHER),
        "ResourceArn": "arn:aws:s3:::photos",
    }
    found = moved(row, "Copy", account_id=HERE, region_name="eu-west-1")
    assert found["SourceBackupVaultArn"] == vault("eu-west-1", HERE)
    assert found["DestinationBackupVaultArn"] == vault("us-west-2", OTHER)
    row["DestinationBackupVaultArn"] = vault("us-west-2", PRODUCTION)
    found = moved(row, "Copy", account_id=HERE, region_name="eu-west-1")
    assert found["DestinationBackupVaultArn"] == vault("us-west-2", HERE)


def test_another_partition_is_one_of_all_arns() -> None:
    found = moved(job(), account_id=HERE, region_name="cn-north-1")
    assert found["ResourceArn"] == f"arn:aws-cn:ec2:cn-north-1:{HERE}:volume/vol-1"
    assert found["IamRoleArn"] == f"arn:aws-cn:iam::{HERE}:role/backup"


def test_jobs_of_many_places_come_to_one(mocked_backup: Any) -> None:
    rows = [job(), job("us-east-1", OTHER, 2)]
    load_jobs({"BackupJobs": rows}, account_id=HERE, region_name="eu-west-1")
    there = assumed(client_of, HERE, "eu-west-1")
    assert there.describe_backup_vault(BackupVaultName="prod")["NumberOfRecoveryPoints"] == 2
    twice = [job(), job("us-east-1", OTHER)]
    with pytest.raises(ValueError, match=r"BackupJobs\[1\].BackupJobId"):
        load_jobs({"BackupJobs": twice}, account_id=PRODUCTION, region_name="eu-west-1")


@mock_aws
def load_and_ask_another_account() -> None:
    header = {"Version": 1, "Region": "us-east-1", "AccountId": PRODUCTION}
    load_account({"BackupAccount": header, "BackupJobs": [{}]})
    assert client_of().list_backup_jobs()["BackupJobs"] == []


def test_the_jobs_of_an_account_that_nobody_asks_are_told_of() -> None:
    with pytest.warns(BackupSummariesWarning, match="load them with the account_id that is asked"):
        load_and_ask_another_account()


def test_the_jobs_of_an_account_are_there_where_the_test_says() -> None:
    header = {"Version": 1, "Region": "us-east-1", "AccountId": PRODUCTION}
    with mock_aws():
        load_account({"BackupAccount": header, "BackupJobs": [{}]}, account_id=HERE)
        assert client_of().list_backup_jobs()["BackupJobs"] == []
        assert len(assumed(client_of, HERE).list_backup_jobs()["BackupJobs"]) == 1
