"""Composite backups: a stack and its parts."""

import json
from typing import Any

import pytest
from calls import points, start
from support import ACCOUNT, REGION, ROLE, MakeClient, new_client, transition

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

        mocked_backup.create_backup_vault(BackupVaultName="nightly")
        stack = new_client("cloudformation").create_stack(
            StackName="app", TemplateBody=json.dumps(TEMPLATE)
        )["StackId"]
        with transition("manual", times=1):
            parent_id = start(mocked_backup, ResourceArn=stack)["BackupJobId"]
            children = mocked_backup.list_backup_jobs(ByParentJobId=parent_id)["BackupJobs"]
            mocked_backup.stop_backup_job(BackupJobId=children[0]["BackupJobId"])
            seen = [mocked_backup.describe_backup_job(BackupJobId=parent_id) for _ in range(3)]
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
