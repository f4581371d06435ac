"""Recovery points, protected resources, composite backups and settings, through boto3."""

import json
from typing import Any

import pytest
from moto.moto_api import state_manager
from support import ACCOUNT, REGION, ROLE, MakeClient, start, volume

from moto_backup_summaries import load_jobs

TABLE = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/orders"
TEMPLATE = {
    "Resources": {
        "Disk": {
            "Type": "AWS::EC2::Volume",
            "Properties": {"Size": 1, "AvailabilityZone": "us-east-1a"},
        },
        "Bucket": {"Type": "AWS::S3::Bucket"},
        "Topic": {"Type": "AWS::SNS::Topic"},
    }
}


def points(client: Any, **filters: Any) -> list[Any]:
    answer = client.list_recovery_points_by_backup_vault(BackupVaultName="nightly", **filters)
    return answer["RecoveryPoints"]


def test_a_recovery_point_tells_what_its_job_backed_up(backup: Any) -> None:
    start(backup, Lifecycle={"MoveToColdStorageAfterDays": 1, "DeleteAfterDays": 100})
    (listed,) = points(backup)
    described = backup.describe_recovery_point(
        BackupVaultName="nightly", RecoveryPointArn=listed["RecoveryPointArn"]
    )
    assert described["ResourceArn"] == volume()
    assert described["Status"] == "COMPLETED"
    assert described["IamRoleArn"] == ROLE
    moments = described["CalculatedLifecycle"]
    assert (moments["DeleteAt"] - moments["MoveToColdStorageAt"]).days == 99


def test_recovery_points_are_listed_newest_first_in_pages(mocked_backup: Any) -> None:
    load_jobs({"BackupJobs": [{"CreationDate": f"2026-01-0{day}"} for day in (2, 1, 3)]})
    pages = mocked_backup.get_paginator("list_recovery_points_by_backup_vault").paginate(
        BackupVaultName="Default", PaginationConfig={"PageSize": 2}
    )
    found = [[point["CreationDate"].day for point in page["RecoveryPoints"]] for page in pages]
    assert found == [[3, 2], [1]]


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


def test_a_deleted_one_is_gone_with_its_tags(backup: Any) -> None:
    start(backup, RecoveryPointTags={"team": "db"})
    (point,) = points(backup)
    arn = point["RecoveryPointArn"]
    backup.tag_resource(ResourceArn=arn, Tags={"keep": "no"})
    assert backup.list_tags(ResourceArn=arn)["Tags"] == {"team": "db", "keep": "no"}
    backup.untag_resource(ResourceArn=arn, TagKeyList=["keep"])
    assert backup.list_tags(ResourceArn=arn)["Tags"] == {"team": "db"}
    backup.delete_recovery_point(BackupVaultName="nightly", RecoveryPointArn=arn)
    assert points(backup) == []
    assert backup.list_tags(ResourceArn=arn)["Tags"] == {}
    assert backup.describe_backup_vault(BackupVaultName="nightly")["NumberOfRecoveryPoints"] == 0
    backup.delete_backup_vault(BackupVaultName="nightly")


def test_a_disassociated_one_leaves_its_vault(backup: Any) -> None:
    start(backup)
    arn = points(backup)[0]["RecoveryPointArn"]
    backup.disassociate_recovery_point(BackupVaultName="nightly", RecoveryPointArn=arn)
    assert points(backup) == []


def test_a_lifecycle_can_be_changed(backup: Any) -> None:
    start(backup)
    arn = points(backup)[0]["RecoveryPointArn"]
    named = {"BackupVaultName": "nightly", "RecoveryPointArn": arn}
    answer = backup.update_recovery_point_lifecycle(**named, Lifecycle={"DeleteAfterDays": 30})
    assert answer["Lifecycle"] == {"DeleteAfterDays": 30}
    assert backup.describe_recovery_point(**named)["Lifecycle"] == {"DeleteAfterDays": 30}
    with pytest.raises(backup.exceptions.InvalidParameterValueException, match="DeleteAfterDays"):
        backup.update_recovery_point_lifecycle(**named, Lifecycle={"DeleteAfterDays": 0})


def test_a_locked_vault_keeps_its_recovery_points_as_they_are(backup: Any) -> None:
    start(backup)
    backup.put_backup_vault_lock_configuration(BackupVaultName="nightly", MinRetentionDays=1)
    named = {
        "BackupVaultName": "nightly",
        "RecoveryPointArn": points(backup)[0]["RecoveryPointArn"],
    }
    for change in (
        backup.delete_recovery_point,
        backup.disassociate_recovery_point,
        lambda **those: backup.update_recovery_point_lifecycle(
            **those, Lifecycle={"DeleteAfterDays": 5}
        ),
    ):
        with pytest.raises(backup.exceptions.InvalidRequestException, match="locked"):
            change(**named)
    assert len(points(backup)) == 1


@pytest.mark.parametrize("vault", ["nightly", "none"])
def test_an_unknown_one_is_not_found(backup: Any, vault: str) -> None:
    with pytest.raises(backup.exceptions.ResourceNotFoundException):
        backup.describe_recovery_point(BackupVaultName=vault, RecoveryPointArn="arn:aws:ec2:::none")


def test_a_resource_is_protected_by_its_latest_recovery_point(mocked_backup: Any) -> None:
    load_jobs(
        {
            "BackupJobs": [
                {"ResourceArn": TABLE, "CreationDate": f"2026-01-0{day}"} for day in (1, 3, 2)
            ]
        }
    )
    described = mocked_backup.describe_protected_resource(ResourceArn=TABLE)
    assert described["LastBackupTime"].day == 3
    assert described["ResourceName"] == "orders"
    with pytest.raises(mocked_backup.exceptions.ResourceNotFoundException):
        mocked_backup.describe_protected_resource(ResourceArn=volume())


def test_protected_resources_are_listed_by_arn_in_pages(backup: Any) -> None:
    for name in ("vol-2", "vol-1", "vol-2", "vol-3"):
        start(backup, ResourceArn=volume(name))
    first = backup.list_protected_resources(MaxResults=2)
    second = backup.list_protected_resources(MaxResults=2, NextToken=first["NextToken"])
    found = [resource["ResourceArn"] for page in (first, second) for resource in page["Results"]]
    assert found == [volume(f"vol-{number}") for number in (1, 2, 3)]
    assert "NextToken" not in second


def test_protected_resources_of_a_vault_are_those_in_it(backup: Any) -> None:
    start(backup)
    backup.create_backup_vault(BackupVaultName="empty")
    list_them = backup.list_protected_resources_by_backup_vault
    assert len(list_them(BackupVaultName="nightly")["Results"]) == 1
    assert list_them(BackupVaultName="empty")["Results"] == []
    with pytest.raises(backup.exceptions.ResourceNotFoundException):
        list_them(BackupVaultName="none")


class TestCompositeResources:
    @pytest.fixture
    def stack(self, make_client: MakeClient, backup: Any) -> str:
        client = make_client(service="cloudformation")
        return client.create_stack(StackName="app", TemplateBody=json.dumps(TEMPLATE))["StackId"]

    def test_a_stack_and_its_parts_are_jobs_of_their_own(self, backup: Any, stack: str) -> None:
        answer = start(backup, ResourceArn=stack)
        assert answer["IsParent"] is True
        parent = backup.describe_backup_job(BackupJobId=answer["BackupJobId"])
        assert parent["NumberOfChildJobs"] == 2
        assert parent["ChildJobsInState"] == {"COMPLETED": 2}
        children = backup.list_backup_jobs(ByParentJobId=answer["BackupJobId"])["BackupJobs"]
        assert sorted(child["ResourceType"] for child in children) == ["EBS", "S3"]
        rows = backup.list_backup_job_summaries(ResourceType="ANY")["BackupJobSummaries"]
        counted = {row["ResourceType"]: row["Count"] for row in rows}
        assert counted == {"CloudFormation": 1, "EBS": 1, "S3": 1}

    def test_its_recovery_point_names_its_parts(self, backup: Any, stack: str) -> None:
        start(backup, ResourceArn=stack)
        (parent,) = points(backup, ByResourceType="CloudFormation")
        assert parent["IsParent"] is True
        assert len(points(backup, ByParentRecoveryPointArn=parent["RecoveryPointArn"])) == 2

    def test_a_copy_of_it_copies_its_parts(self, backup: Any, stack: str) -> None:
        start(backup, ResourceArn=stack)
        (parent,) = points(backup, ByResourceType="CloudFormation")
        target = backup.create_backup_vault(BackupVaultName="second")["BackupVaultArn"]
        answer = backup.start_copy_job(
            RecoveryPointArn=parent["RecoveryPointArn"],
            SourceBackupVaultName="nightly",
            DestinationBackupVaultArn=target,
            IamRoleArn=ROLE,
        )
        job = backup.describe_copy_job(CopyJobId=answer["CopyJobId"])["CopyJob"]
        assert job["NumberOfChildJobs"] == 2
        assert job["ChildJobsInState"] == {"COMPLETED": 2}
        assert len(backup.list_copy_jobs(ByParentJobId=answer["CopyJobId"])["CopyJobs"]) == 2
        second = backup.describe_backup_vault(BackupVaultName="second")
        assert second["NumberOfRecoveryPoints"] == 3

    def test_a_parent_waits_for_its_children_and_is_partial_when_one_fails(
        self, mocked_backup: Any
    ) -> None:
        import boto3

        mocked_backup.create_backup_vault(BackupVaultName="nightly")
        stack = boto3.client("cloudformation", region_name=REGION).create_stack(
            StackName="app", TemplateBody=json.dumps(TEMPLATE)
        )["StackId"]
        state_manager.set_transition("backup::backup_job", {"progression": "manual", "times": 1})
        try:
            parent_id = start(mocked_backup, ResourceArn=stack)["BackupJobId"]
            children = mocked_backup.list_backup_jobs(ByParentJobId=parent_id)["BackupJobs"]
            mocked_backup.stop_backup_job(BackupJobId=children[0]["BackupJobId"])
            seen = [mocked_backup.describe_backup_job(BackupJobId=parent_id) for _ in range(3)]
        finally:
            state_manager.unset_transition("backup::backup_job")
        assert [job["State"] for job in seen] == ["PENDING", "RUNNING", "PARTIAL"]
        assert seen[-1]["ChildJobsInState"] == {"COMPLETED": 1, "ABORTED": 1}

    @pytest.mark.parametrize(
        "arn",
        [
            f"arn:aws:eks:{REGION}:{ACCOUNT}:cluster/blue",
            f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/unknown/1",
        ],
    )
    def test_one_whose_parts_moto_does_not_know_has_none(self, backup: Any, arn: str) -> None:
        job_id = start(backup, ResourceArn=arn)["BackupJobId"]
        job = backup.describe_backup_job(BackupJobId=job_id)
        assert (job["State"], job["NumberOfChildJobs"]) == ("COMPLETED", 0)


class TestSettings:
    def test_advanced_features_change_how_dynamodb_is_backed_up(self, backup: Any) -> None:
        assert "RecoveryPointArn" not in start(backup, ResourceArn=TABLE)
        backup.update_region_settings(
            ResourceTypeManagementPreference={"DynamoDB": True},
            ResourceTypeOptInPreference={"EBS": False},
        )
        arn = start(backup, ResourceArn=TABLE)["RecoveryPointArn"]
        assert arn.startswith(f"arn:aws:backup:{REGION}:{ACCOUNT}:recovery-point:")
        settings = backup.describe_region_settings()
        assert settings["ResourceTypeManagementPreference"]["DynamoDB"] is True
        assert settings["ResourceTypeOptInPreference"]["EBS"] is False

    def test_an_unknown_type_changes_nothing(self, backup: Any) -> None:
        before = backup.describe_region_settings()["ResourceTypeOptInPreference"]
        with pytest.raises(backup.exceptions.InvalidParameterValueException, match="Floppy"):
            backup.update_region_settings(
                ResourceTypeOptInPreference={"EBS": False, "Floppy": True}
            )
        assert backup.describe_region_settings()["ResourceTypeOptInPreference"] == before
