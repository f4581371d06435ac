"""What a guard refuses stays, by whichever way it would go. A lock's own tests are beside those of vaults."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import RULE, SELECTION, backed_up, bucket, points, refused, start, volume
from support import ACCOUNT, REGION, client_of

from moto_backup_summaries import load_jobs
from moto_backup_summaries.backup.account import account_at
from moto_backup_summaries.backup.aws.errors import InvalidRequestException
from moto_backup_summaries.backup.events import JobEnded
from moto_backup_summaries.backup.kit.guards import GuardedChange, Guards, Refusals
from moto_backup_summaries.backup.kit.state import FamilyState
from moto_backup_summaries.backup.recovery_points.reactions import keep_recovery_point

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
DAY = timedelta(days=1)
WEEK = {"DeleteAfterDays": 7}
NIGHTLY = {"BackupVaultName": "nightly"}
TEMPLATE = {
    "Resources": {
        "Disk": {
            "Type": "AWS::EC2::Volume",
            "Properties": {"Size": 1, "AvailabilityZone": "us-east-1a"},
        },
        "Bucket": {"Type": "AWS::S3::Bucket"},
    }
}


class Hold:
    """A guard of recovery points of some resources, as one of a legal hold would be."""

    def __init__(self, *resources: str) -> None:
        self.resources = resources
        self.asked: list[tuple[str, str, int]] = []
        account_at(ACCOUNT, REGION).guards.register(self)

    def __call__(self, change: GuardedChange) -> Refusals:
        self.asked.append((change.action, change.vault_name, len(change.points)))
        return {
            point.arn: InvalidRequestException(f"{point.arn} is held")
            for point in change.points
            if point.resource_arn in self.resources
        }

    def cancel(self) -> None:
        self.resources = ()
        account_at(ACCOUNT, REGION).guards.lift()


@pytest.fixture
def backup(clock: Any) -> Any:
    clock.move_to(NOW)
    client = client_of()
    client.create_backup_vault(**NIGHTLY)
    return client


@pytest.fixture
def stack() -> str:
    """The id of a stack with two parts that are backed up."""
    cloudformation = client_of("cloudformation")
    created = cloudformation.create_stack(StackName="app", TemplateBody=json.dumps(TEMPLATE))
    return str(created["StackId"])


def arns(client: Any) -> set[str]:
    return {point["RecoveryPointArn"] for point in points(client)}


def test_what_is_held_is_not_deleted_by_a_call(backup: Any) -> None:
    held, other = backed_up(backup), backed_up(backup, ResourceArn=volume("vol-2"))
    Hold(volume())
    code, message = refused(backup, "delete_recovery_point", **NIGHTLY, RecoveryPointArn=held)
    assert (code, message) == ("InvalidRequestException", f"{held} is held")
    backup.delete_recovery_point(**NIGHTLY, RecoveryPointArn=other)
    assert arns(backup) == {held}


def test_what_is_held_outlives_its_days_until_it_is_not(backup: Any, clock: Any) -> None:
    held = backed_up(backup, Lifecycle=WEEK)
    backed_up(backup, ResourceArn=volume("vol-2"), Lifecycle=WEEK)
    hold = Hold(volume())
    clock.shift(8 * DAY)
    assert arns(backup) == {held}
    clock.shift(DAY)
    assert arns(backup) == {held}
    hold.cancel()
    assert arns(backup) == set()
    deleted: Any = account_at(ACCOUNT, REGION).history[-1]
    assert deleted.moment == (NOW + 9 * DAY).timestamp()


def test_what_outlived_its_days_is_deleted_when_its_guard_lets_go(backup: Any, clock: Any) -> None:
    backed_up(backup, Lifecycle=WEEK)
    hold = Hold(volume())
    clock.shift(8 * DAY)
    assert len(arns(backup)) == 1
    hold.cancel()
    clock.shift(10 * DAY)
    assert arns(backup) == set()
    deleted: Any = account_at(ACCOUNT, REGION).history[-1]
    assert deleted.moment == (NOW + 8 * DAY).timestamp()


def test_what_a_plan_made_of_something_held_outlives_its_days(backup: Any, clock: Any) -> None:
    for name in ("held", "other"):
        bucket(name)
    rule = {**RULE, "TargetBackupVaultName": "nightly", "Lifecycle": WEEK}
    plan = backup.create_backup_plan(BackupPlan={"BackupPlanName": "p", "Rules": [rule]})
    backup.create_backup_selection(BackupPlanId=plan["BackupPlanId"], BackupSelection=SELECTION)
    hold = Hold("arn:aws:s3:::held")
    clock.shift(2 * DAY)
    assert len(points(backup)) == 4
    clock.shift(18 * DAY)
    kept = [point["ResourceArn"] for point in points(backup)]
    assert (kept.count("arn:aws:s3:::held"), kept.count("arn:aws:s3:::other")) == (20, 7)
    # Those of both resources of all days were asked for together.
    assert ("EXPIRE", "nightly", 26) in hold.asked
    hold.cancel()
    assert len(points(backup)) == 14


def test_what_is_held_does_not_go_with_its_last_part(backup: Any, stack: str) -> None:
    start(backup, ResourceArn=stack)
    hold = Hold(stack)
    (parent,) = points(backup, ByResourceType="CloudFormation")
    for part in points(backup, ByParentRecoveryPointArn=parent["RecoveryPointArn"]):
        backup.delete_recovery_point(**NIGHTLY, RecoveryPointArn=part["RecoveryPointArn"])
    assert arns(backup) == {parent["RecoveryPointArn"]}
    hold.cancel()
    assert arns(backup) == set()


def test_what_has_outlived_its_days_does_not_go_with_its_last_part(
    backup: Any, stack: str, clock: Any
) -> None:
    start(backup, ResourceArn=stack, Lifecycle=WEEK)
    (parent,) = points(backup, ByResourceType="CloudFormation")
    parts = points(backup, ByParentRecoveryPointArn=parent["RecoveryPointArn"])
    hold = Hold(stack, *(part["ResourceArn"] for part in parts))
    clock.shift(8 * DAY)
    assert len(arns(backup)) == 1 + len(parts)
    hold.resources = (stack,)
    for part in parts:
        backup.delete_recovery_point(**NIGHTLY, RecoveryPointArn=part["RecoveryPointArn"])
    assert arns(backup) == {parent["RecoveryPointArn"]}
    hold.cancel()
    assert arns(backup) == set()


def test_what_is_held_stays_where_others_come_with_its_arn(backup: Any) -> None:
    row = {"BackupVaultName": "nightly", "RecoveryPointArn": "arn:aws:ec2:::same"}
    load_jobs({"BackupJobs": [{**row, "ResourceArn": volume()}]})
    hold = Hold(volume())
    load_jobs({"BackupJobs": 2 * [{**row, "ResourceArn": volume("vol-2")}]})
    (point,) = points(backup)
    assert point["ResourceArn"] == volume()
    hold.cancel()
    load_jobs({"BackupJobs": [{**row, "ResourceArn": volume("vol-3")}]})
    (point,) = points(backup)
    assert point["ResourceArn"] == volume("vol-3")


def test_a_job_leaves_nothing_in_place_of_what_is_held(backup: Any) -> None:
    backed_up(backup)
    account = account_at(ACCOUNT, REGION)
    Hold(volume())
    (point,) = account.recovery_points
    before = list(account.history)
    # A continuous backup, for one, comes again and again with the same ARN.
    keep_recovery_point(account, JobEnded(point.job, NOW.timestamp()))
    assert [*account.recovery_points] == [point]
    assert account.history == before


def test_a_guard_is_asked_by_vault_and_looks_at_nothing_that_it_does_not_care_for(
    backup: Any, clock: Any
) -> None:
    for number in range(3):
        backed_up(backup, ResourceArn=volume(f"vol-{number}"), Lifecycle=WEEK)
    hold = Hold()
    clock.shift(8 * DAY)
    assert arns(backup) == set()
    assert hold.asked == [("EXPIRE", "nightly", 3)]


def test_the_error_of_the_first_guard_is_told(backup: Any) -> None:
    held = backed_up(backup)
    backup.put_backup_vault_lock_configuration(**NIGHTLY, MinRetentionDays=1)
    Hold(volume())
    _, message = refused(backup, "delete_recovery_point", **NIGHTLY, RecoveryPointArn=held)
    assert "configured with Lock" in message


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("update_recovery_point_lifecycle", {"Lifecycle": WEEK}),
        ("disassociate_recovery_point", {}),
    ],
)
def test_a_guard_may_refuse_changes_too(
    backup: Any, operation: str, parameters: Mapping[str, Any]
) -> None:
    held = backed_up(backup)
    Hold(volume())
    _, message = refused(backup, operation, **NIGHTLY, RecoveryPointArn=held, **parameters)
    assert message == f"{held} is held"


class HeldArns(FamilyState):
    """The state of a family that keeps ARNs of recovery points."""

    def __init__(self, *held: str) -> None:
        self.arns = held

    def forget_jobs(self) -> None:
        self.arns = ()


def test_families_hear_that_jobs_and_recovery_points_are_forgotten(backup: Any) -> None:
    account: Any = account_at(ACCOUNT, REGION)
    account.held_arns = HeldArns(backed_up(backup))
    account.forget_jobs()
    assert account.held_arns.arns == ()
    account.guards.lift()
    assert arns(backup) == set()


def test_a_guard_may_let_go_where_nothing_is_kept() -> None:
    Guards(lambda points: {}).lift()
