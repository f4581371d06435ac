"""Composite backups: a stack and its parts."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import points, refused, start
from moto import mock_aws
from support import ACCOUNT, REGION, ROLE, MakeClient, client_of, frozen_at, transition

from moto_backup_summaries import set_job_outcome

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


NIGHTLY = {"BackupVaultName": "nightly"}


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

    def test_a_parent_that_waits_for_its_children_is_done_but_for_them(self) -> None:
        with frozen_at(datetime(2026, 3, 20, tzinfo=timezone.utc)) as clock, mock_aws():
            client = client_of()
            client.create_backup_vault(BackupVaultName="nightly")
            cloudformation = client_of("cloudformation")
            stack = cloudformation.create_stack(StackName="app", TemplateBody=json.dumps(TEMPLATE))
            set_job_outcome("backup", state="COMPLETED", duration=timedelta(hours=1))
            set_job_outcome("backup", state="COMPLETED", duration=0, resource_arn=stack["StackId"])
            parent = start(client, ResourceArn=stack["StackId"])["BackupJobId"]
            seen = []
            for _ in range(3):
                job = client.describe_backup_job(BackupJobId=parent)
                seen.append((job["State"], job["PercentDone"]))
                clock.shift(timedelta(minutes=30))
        assert seen == [("RUNNING", "0.0"), ("RUNNING", "99.9"), ("COMPLETED", "100.0")]

    def test_a_parent_waits_for_its_children_and_is_partial_when_one_fails(
        self, mocked_backup: Any
    ) -> None:
        mocked_backup.create_backup_vault(BackupVaultName="nightly")
        stack = client_of("cloudformation").create_stack(
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


class TestAPartOfAStack:
    @pytest.fixture
    def parent(self, make_client: MakeClient, backup: Any) -> str:
        """The recovery point of a stack with two parts, which end after five days."""
        client = make_client(service="cloudformation")
        stack = client.create_stack(StackName="app", TemplateBody=json.dumps(TEMPLATE))["StackId"]
        start(backup, ResourceArn=stack, Lifecycle={"DeleteAfterDays": 5})
        return str(points(backup, ByResourceType="CloudFormation")[0]["RecoveryPointArn"])

    def parts(self, backup: Any, parent: str) -> list[str]:
        found = points(backup, ByParentRecoveryPointArn=parent)
        return [point["RecoveryPointArn"] for point in found]

    def separate(self, backup: Any, arn: str) -> None:
        backup.disassociate_recovery_point_from_parent(
            BackupVaultName="nightly", RecoveryPointArn=arn
        )

    def test_can_become_a_recovery_point_of_its_own(self, backup: Any, parent: str) -> None:
        first, second = self.parts(backup, parent)
        self.separate(backup, first)
        assert self.parts(backup, parent) == [second]
        own = backup.describe_recovery_point(BackupVaultName="nightly", RecoveryPointArn=first)
        assert "ParentRecoveryPointArn" not in own
        left = backup.describe_recovery_point(BackupVaultName="nightly", RecoveryPointArn=parent)
        assert left["Status"] == "PARTIAL"

    def test_leaves_nothing_of_the_stack_when_it_is_the_last(
        self, backup: Any, parent: str
    ) -> None:
        parts = self.parts(backup, parent)
        for part in parts:
            self.separate(backup, part)
        assert {point["RecoveryPointArn"] for point in points(backup)} == {*parts}

    def test_is_the_only_one_that_can(self, backup: Any, parent: str) -> None:
        with pytest.raises(backup.exceptions.InvalidRequestException, match="nested in no other"):
            self.separate(backup, parent)


def test_a_parent_that_is_stopped_waits_for_nobody(vault: Any) -> None:
    made = client_of("cloudformation").create_stack(
        StackName="app", TemplateBody=json.dumps(TEMPLATE)
    )
    for name in ("EBS", "S3"):
        set_job_outcome("backup", state="COMPLETED", resource_type=name, duration="PT1H")
    parent = {"BackupJobId": start(vault, ResourceArn=made["StackId"])["BackupJobId"]}
    vault.stop_backup_job(**parent)
    told = vault.describe_backup_job(**parent)
    assert (told["State"], told["ChildJobsInState"]) == ("ABORTED", {"RUNNING": 2})


def test_parts_of_a_stack_whose_own_backup_failed_are_deleted_alone(mocked_backup: Any) -> None:
    mocked_backup.create_backup_vault(BackupVaultName="nightly")
    stack = client_of("cloudformation").create_stack(
        StackName="app", TemplateBody=json.dumps(TEMPLATE)
    )["StackId"]
    set_job_outcome("backup", state="FAILED", resource_type="CloudFormation")
    start(mocked_backup, ResourceArn=stack)
    for part in points(mocked_backup):
        mocked_backup.delete_recovery_point(
            BackupVaultName="nightly", RecoveryPointArn=part["RecoveryPointArn"]
        )
    assert points(mocked_backup) == []


@pytest.mark.parametrize("days", [5, 9])
def test_a_stack_stays_as_long_as_its_last_part(days: int) -> None:
    with frozen_at(datetime(2026, 3, 1, tzinfo=timezone.utc)) as clock, mock_aws():
        backup = client_of()
        backup.create_backup_vault(BackupVaultName="nightly")
        stack = client_of("cloudformation").create_stack(
            StackName="app", TemplateBody=json.dumps(TEMPLATE)
        )["StackId"]
        start(backup, ResourceArn=stack, Lifecycle={"DeleteAfterDays": 5})
        (disk,) = points(backup, ByResourceType="EBS")
        backup.update_recovery_point_lifecycle(
            BackupVaultName="nightly",
            RecoveryPointArn=disk["RecoveryPointArn"],
            Lifecycle={"DeleteAfterDays": days},
        )
        clock.shift(timedelta(days=days - 1))
        assert len(points(backup)) == (3 if days == 5 else 2)
        clock.shift(timedelta(days=1))
        assert points(backup) == []


class TestAStackInALockedVault:
    """Its parts go when their days are over, and not before."""

    @pytest.fixture
    def clock(self) -> Iterator[Any]:
        with frozen_at(datetime(2026, 3, 1, tzinfo=timezone.utc)) as clock, mock_aws():
            yield clock

    @pytest.fixture
    def parent(self, nightly: Any) -> str:
        """The recovery point of a stack that is kept for nine days, its parts for five."""
        stack = client_of("cloudformation").create_stack(
            StackName="app", TemplateBody=json.dumps(TEMPLATE)
        )["StackId"]
        start(nightly, ResourceArn=stack, Lifecycle={"DeleteAfterDays": 5})
        (point,) = points(nightly, ByResourceType="CloudFormation")
        arn = str(point["RecoveryPointArn"])
        nightly.update_recovery_point_lifecycle(
            **NIGHTLY, RecoveryPointArn=arn, Lifecycle={"DeleteAfterDays": 9}
        )
        return arn

    def left(self, client: Any) -> list[str]:
        return [point["RecoveryPointArn"] for point in points(client)]

    def test_outlives_its_last_part_up_to_its_own_end(
        self, nightly: Any, clock: Any, parent: str
    ) -> None:
        nightly.put_backup_vault_lock_configuration(**NIGHTLY, MinRetentionDays=1)
        clock.shift(timedelta(days=5))
        assert self.left(nightly) == [parent]
        clock.shift(timedelta(days=3))
        assert self.left(nightly) == [parent]
        clock.shift(timedelta(days=1))
        assert self.left(nightly) == []

    def test_keeps_its_parts(self, nightly: Any, clock: Any, parent: str) -> None:
        parts = points(nightly, ByParentRecoveryPointArn=parent)
        nightly.put_backup_vault_lock_configuration(**NIGHTLY, MinRetentionDays=1)
        for part in parts:
            named = {**NIGHTLY, "RecoveryPointArn": part["RecoveryPointArn"]}
            code, message = refused(nightly, "disassociate_recovery_point_from_parent", **named)
            assert code == "InvalidRequestException"
            assert message.endswith("(Backup vault configured with Lock)")
        assert points(nightly, ByParentRecoveryPointArn=parent) == parts

    def test_goes_with_its_last_part_where_its_own_days_are_over_too(
        self, nightly: Any, clock: Any, parent: str
    ) -> None:
        for part in points(nightly, ByParentRecoveryPointArn=parent):
            nightly.update_recovery_point_lifecycle(
                **NIGHTLY,
                RecoveryPointArn=part["RecoveryPointArn"],
                Lifecycle={"DeleteAfterDays": 12},
            )
        nightly.put_backup_vault_lock_configuration(**NIGHTLY, MinRetentionDays=1)
        clock.shift(timedelta(days=11))
        assert len(self.left(nightly)) == 3
        clock.shift(timedelta(days=1))
        assert self.left(nightly) == []

    def test_goes_when_the_vault_is_unlocked_if_its_last_part_went_before(
        self, nightly: Any, clock: Any, parent: str
    ) -> None:
        nightly.put_backup_vault_lock_configuration(**NIGHTLY, MinRetentionDays=1)
        clock.shift(timedelta(days=6))
        assert self.left(nightly) == [parent]
        nightly.delete_backup_vault_lock_configuration(**NIGHTLY)
        assert self.left(nightly) == []

    def test_goes_with_its_last_part_once_the_vault_is_unlocked(
        self, nightly: Any, clock: Any, parent: str
    ) -> None:
        nightly.put_backup_vault_lock_configuration(**NIGHTLY, MinRetentionDays=1)
        nightly.delete_backup_vault_lock_configuration(**NIGHTLY)
        clock.shift(timedelta(days=5))
        assert self.left(nightly) == []
