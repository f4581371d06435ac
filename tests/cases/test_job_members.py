"""Members of jobs as AWS answered them. Above each test stands where that was recorded, and when."""

import re
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import TABLE, arn, backed_up, bucket, copied, described, jobs, start, vault_arn
from support import ACCOUNT, REGION, ROLE, client_of, transition
from truth.calls import FILE_SYSTEM, restored

from cases.records import UUID, part

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
INSTANCE = arn("ec2", "instance/i-0123456789abcdef0")
MANAGED = f"arn:aws:backup:{REGION}:{ACCOUNT}:recovery-point"
FSX = arn("fsx", "file-system/fs-0123456789abcdef0")


def waiting(client: Any, **parameters: Any) -> dict[str, Any]:
    """A backup job that has not begun, as a list tells it."""
    with transition("time", seconds=60):
        start(client, **parameters)
        return dict(jobs(client, ByState="CREATED")[0])


# aws/aws-cli, its example of list-backup-jobs, 2020-09: a job that has not begun.
def test_a_created_job_tells_no_point_and_no_size(vault: Any) -> None:
    job = waiting(vault, ResourceArn=INSTANCE, StartWindowMinutes=60)
    recorded = {
        "BackupVaultArn": vault_arn("nightly"),
        "BackupVaultName": "nightly",
        "IamRoleArn": ROLE,
        "PercentDone": "0.0",
        "ResourceArn": INSTANCE,
        "ResourceType": "EC2",
        "StartBy": job["CreationDate"] + timedelta(hours=1),
    }
    assert part(job, recorded) == recorded
    absent = dict.fromkeys(("BackupSizeInBytes", "CompletionDate", "RecoveryPointArn"))
    assert part(job, absent) == absent


# AWS's page of StartBackupJob: it answers the point of a file system.
def test_a_created_job_of_a_file_system_tells_its_point(vault: Any) -> None:
    point = waiting(vault, ResourceArn=FILE_SYSTEM)["RecoveryPointArn"]
    assert re.fullmatch(f"{MANAGED}:{UUID}", point)


# aws/aws-cli, its example of list-backup-jobs, 2020-09: a job that has completed.
def test_a_completed_job_of_a_file_system_tells_its_point_and_size(vault: Any) -> None:
    job = described(vault, ResourceArn=FILE_SYSTEM)
    recorded = {"PercentDone": "100.0", "ResourceType": "EFS", "BackupSizeInBytes": 0}
    assert part(job, recorded) == recorded
    assert re.fullmatch(f"{MANAGED}:{UUID}", job["RecoveryPointArn"])
    assert "CompletionDate" in job


# aws/aws-cli issue 6600, 2021-12: backup and copy jobs of Aurora; aws/aws-sdk issue 154.
# The model says the same of DocumentDB and Neptune.
@pytest.mark.parametrize("engine", ["aurora-mysql", "neptune"])
def test_jobs_of_a_cluster_tell_no_size(vault: Any, engine: str) -> None:
    vault.create_backup_vault(BackupVaultName="copies")
    made = client_of("rds").create_db_cluster(
        DBClusterIdentifier="orders",
        Engine=engine,
        MasterUsername="me",
        MasterUserPassword="hello-world",
    )["DBCluster"]
    job = described(vault, ResourceArn=made["DBClusterArn"])
    assert "BackupSizeInBytes" not in job
    copy = copied(vault, job["RecoveryPointArn"], DestinationBackupVaultArn=vault_arn("copies"))
    assert copy["State"] == "COMPLETED"
    assert "BackupSizeInBytes" not in copy


# aws/aws-cli issue 6600, 2021-12; Ansible's community.missing_collection, its aws_backup_info, 2020-12:
# its size is 0, and its point is named by the job.
def test_a_job_of_a_database_tells_its_size(vault: Any) -> None:
    job = described(vault, ResourceArn=arn("rds", "db:orders"))
    recorded = {"AccountId": ACCOUNT, "BackupSizeInBytes": 0, "PercentDone": "100.0"}
    assert part(job, recorded) == recorded
    name = f"snapshot:awsbackup:job-{job['BackupJobId']}"
    assert job["RecoveryPointArn"] == arn("rds", name)


# aws/aws-sdk issue 330, 2022-08: an empty bucket's.
def test_a_job_of_a_bucket_tells_what_it_moved(vault: Any) -> None:
    job = described(vault, ResourceArn=bucket(), StartWindowMinutes=60)
    recorded = {
        "BackupSizeInBytes": 0,
        "BytesTransferred": 0,
        "PercentDone": "100.0",
        "ResourceType": "S3",
        "StartBy": job["CreationDate"] + timedelta(hours=1),
    }
    assert part(job, recorded) == recorded


# ansible-collections/amazon.aws, a unit test of backup_restore_job_info, 2023-03.
def test_a_restore_job_has_these_members(vault: Any) -> None:
    point = backed_up(vault, ResourceArn=INSTANCE)
    job = restored(vault, point, Metadata={"InstanceType": "t3.micro"}, ResourceType="EC2")
    recorded = {
        "AccountId": ACCOUNT,
        "BackupSizeInBytes": 0,
        "IamRoleArn": ROLE,
        "RecoveryPointArn": point,
        "ResourceType": "EC2",
        "Status": "COMPLETED",
    }
    assert part(job, recorded) == recorded
    assert {"CompletionDate", "CreatedResourceArn", "CreationDate", "RestoreJobId"} <= set(job)


# A collection of commands in a public repository, 2022-12: what is made is told before it is done.
def test_a_running_restore_of_fsx_tells_what_it_makes(vault: Any) -> None:
    point = backed_up(vault, ResourceArn=FSX)
    with transition("manual", "restore", times=1):
        job_id = vault.start_restore_job(
            RecoveryPointArn=point, Metadata={"Name": "drill"}, IamRoleArn=ROLE
        )["RestoreJobId"]
        looks = [vault.describe_restore_job(RestoreJobId=job_id) for _ in range(3)]
    job = {job["Status"]: job for job in looks}["RUNNING"]
    recorded = {"BackupSizeInBytes": 0, "PercentDone": "0.00%", "ResourceType": "FSx"}
    assert part(job, recorded) == recorded
    assert job["CreatedResourceArn"].startswith(arn("fsx", ""))
    assert "CompletionDate" not in job


# A program's sample of a message in a public repository, 2019-09: the digits are milliseconds since 1970.
def test_a_tables_point_tells_its_moment(nightly: Any) -> None:
    settings = {"DynamoDB": False, "EFS": True}
    nightly.update_region_settings(ResourceTypeManagementPreference=settings)
    point = backed_up(nightly, ResourceArn=TABLE)
    assert re.fullmatch(f"{TABLE}/backup/01772323200000-[0-9a-f]{{8}}", point)
