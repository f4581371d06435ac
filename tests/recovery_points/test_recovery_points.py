"""Recovery points: what they tell, how they are listed, changed and deleted."""

import re
from datetime import datetime, timezone
from typing import Any

import pytest
from calls import (
    FAR,
    TABLE,
    backed_up,
    copied,
    leave_tables_to_dynamodb,
    points,
    refused,
    start,
    tags_of,
    volume,
)
from support import ROLE, client_of, frozen_at

from moto_backup_summaries import load_jobs

JANUARY = datetime(2026, 1, 5, tzinfo=timezone.utc)


def test_a_recovery_point_tells_what_its_job_backed_up(backup: Any) -> None:
    lifecycle = {"MoveToColdStorageAfterDays": 1, "DeleteAfterDays": 100}
    start(backup, Lifecycle={**lifecycle, "OptInToArchiveForSupportedResources": True})
    (listed,) = points(backup)
    described = backup.describe_recovery_point(
        BackupVaultName="nightly", RecoveryPointArn=listed["RecoveryPointArn"]
    )
    assert described["ResourceArn"] == volume()
    assert described["Status"] == "COMPLETED"
    assert described["IamRoleArn"] == ROLE
    moments = described["CalculatedLifecycle"]
    assert (moments["DeleteAt"] - moments["MoveToColdStorageAt"]).days == 99


@frozen_at(JANUARY)
def test_recovery_points_are_listed_newest_first_in_pages(mocked_backup: Any) -> None:
    load_jobs({"BackupJobs": [{"CreationDate": f"2026-01-0{day}"} for day in (2, 1, 3)]})
    pages = mocked_backup.get_paginator("list_recovery_points_by_backup_vault").paginate(
        BackupVaultName="Default", PaginationConfig={"PageSize": 2}
    )
    found = [[point["CreationDate"].day for point in page["RecoveryPoints"]] for page in pages]
    assert found == [[3, 2], [1]]


@frozen_at(JANUARY)
def test_every_filter_of_a_vault_keeps_only_what_matches(mocked_backup: Any) -> None:
    plan = {"BackupPlanId": "plan-1"}
    load_jobs(
        {"BackupJobs": [{"ResourceArn": TABLE, "CreationDate": "2026-01-02", "CreatedBy": plan}]}
    )

    def found(**filters: Any) -> int:
        answer = mocked_backup.list_recovery_points_by_backup_vault(
            BackupVaultName="Default", **filters
        )
        return len(answer["RecoveryPoints"])

    assert found(ByResourceArn=TABLE) == found(ByResourceType="DynamoDB") == 1
    assert found(ByBackupPlanId="plan-1") == found(ByCreatedAfter="2026-01-01") == 1
    assert found(ByCreatedBefore="2026-01-03") == 1
    assert found(ByResourceArn=volume()) == found(ByResourceType="EBS") == 0
    assert found(ByBackupPlanId="plan-2") == found(ByCreatedAfter="2026-01-03") == 0
    assert found(ByCreatedBefore="2026-01-01") == found(ByParentRecoveryPointArn="other") == 0


@pytest.mark.parametrize("resource", [volume(), TABLE])
def test_one_that_another_service_keeps_is_tagged_there(vault: Any, resource: str) -> None:
    leave_tables_to_dynamodb(vault)
    arn = backed_up(vault, ResourceArn=resource, RecoveryPointTags={"team": "db"})
    for operation, tags in {
        "tag_resource": {"Tags": {"a": "b"}},
        "untag_resource": {"TagKeyList": ["team"]},
    }.items():
        code, message = refused(vault, operation, ResourceArn=arn, **tags)
        assert code == "InvalidParameterValueException"
        assert message.endswith("accepts an ARN of AWS Backup: arn:PARTITION:backup:…")
    assert refused(vault, "list_tags", ResourceArn=arn)[0] == "ResourceNotFoundException"
    assert tags_of(arn) == {"team": "db"}


DATABASE = "arn:aws:rds:us-east-1:123456789012:db:d"


def test_one_of_a_database_is_named_by_its_job(vault: Any) -> None:
    load_jobs(
        {
            "BackupJobs": [
                {"BackupVaultName": "nightly", "ResourceArn": DATABASE},
                {"BackupJobId": "x"},
            ]
        }
    )
    started = start(vault, ResourceArn=DATABASE)["BackupJobId"]
    made = vault.list_backup_jobs(ByResourceArn=DATABASE)["BackupJobs"]
    assert started in [job["BackupJobId"] for job in made]
    for job in made:
        arn = f"{DATABASE.replace(':db:d', ':snapshot')}:awsbackup:job-{job['BackupJobId']}"
        assert job["RecoveryPointArn"] == arn
        point = vault.describe_recovery_point(BackupVaultName="nightly", RecoveryPointArn=arn)
        assert point["ResourceArn"] == DATABASE


def test_a_copy_of_one_of_a_database_is_named_by_its_copy_job(vault: Any) -> None:
    far = client_of(region_name=FAR)
    far.create_backup_vault(BackupVaultName="far")
    job = copied(vault, backed_up(vault, ResourceArn=DATABASE))
    made = f"arn:aws:rds:{FAR}:123456789012:snapshot:awsbackup:copyjob-{job['CopyJobId']}"
    assert job["DestinationRecoveryPointArn"] == made
    load_jobs({"CopyJobs": [{"ResourceArn": DATABASE, "CopyJobId": "a"}]})
    loaded = vault.describe_copy_job(CopyJobId="a")["CopyJob"]["DestinationRecoveryPointArn"]
    assert ":awsbackup:copyjob-" in loaded


def test_one_of_a_database_is_found_though_the_job_came_with_an_id(vault: Any) -> None:
    nightly = {"BackupVaultName": "nightly"}
    load_jobs({"BackupJobs": [{**nightly, "ResourceArn": DATABASE, "BackupJobId": "AB-1"}]})
    (job,) = vault.list_backup_jobs()["BackupJobs"]
    assert re.search(r":awsbackup:job-[0-9a-f-]{36}$", job["RecoveryPointArn"])
    asked = {**nightly, "RecoveryPointArn": job["RecoveryPointArn"]}
    assert vault.describe_recovery_point(**asked)["ResourceArn"] == DATABASE


def test_a_deleted_one_is_gone_with_its_tags(backup: Any) -> None:
    start(backup, ResourceArn="arn:aws:s3:::bucket", RecoveryPointTags={"team": "db"})
    (point,) = points(backup)
    arn = point["RecoveryPointArn"]
    backup.tag_resource(ResourceArn=arn, Tags={"keep": "no"})
    assert backup.list_tags(ResourceArn=arn)["Tags"] == {"team": "db", "keep": "no"}
    backup.untag_resource(ResourceArn=arn, TagKeyList=["keep"])
    assert backup.list_tags(ResourceArn=arn)["Tags"] == {"team": "db"}
    backup.delete_recovery_point(BackupVaultName="nightly", RecoveryPointArn=arn)
    assert points(backup) == []
    code, _ = refused(backup, "list_tags", ResourceArn=arn)
    assert code == "ResourceNotFoundException"
    assert backup.describe_backup_vault(BackupVaultName="nightly")["NumberOfRecoveryPoints"] == 0
    backup.delete_backup_vault(BackupVaultName="nightly")


def test_a_lifecycle_can_be_changed(backup: Any) -> None:
    start(backup)
    arn = points(backup)[0]["RecoveryPointArn"]
    named = {"BackupVaultName": "nightly", "RecoveryPointArn": arn}
    answer = backup.update_recovery_point_lifecycle(**named, Lifecycle={"DeleteAfterDays": 30})
    assert answer["Lifecycle"] == {"DeleteAfterDays": 30}
    assert backup.describe_recovery_point(**named)["Lifecycle"] == {"DeleteAfterDays": 30}
    with pytest.raises(backup.exceptions.InvalidParameterValueException, match="DeleteAfterDays"):
        backup.update_recovery_point_lifecycle(**named, Lifecycle={"DeleteAfterDays": 0})


def test_an_unknown_one_is_not_found(backup: Any) -> None:
    with pytest.raises(backup.exceptions.ResourceNotFoundException):
        backup.describe_recovery_point(
            BackupVaultName="nightly", RecoveryPointArn="arn:aws:ec2:::none"
        )
