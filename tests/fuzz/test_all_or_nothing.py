"""Whatever fails, wherever: the answer is AWS's, the state is as before, and the next call is answered."""

import itertools
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from botocore.exceptions import ClientError
from calls import bucket, create_plan, points, volume
from failures import InjectedError, failing_at
from family_examples import added
from moto import mock_aws
from pictures import differences, picture
from support import ACCOUNT, ONCE, REGION, ROLE, client_of, frozen_at, transition

from moto_backup_summaries import AwsMock, load_jobs, set_job_outcome
from moto_backup_summaries.backup.frame.operations import OPERATIONS

NOW = datetime(2026, 3, 10, 12, tzinfo=timezone.utc)
RULE = {
    "RuleName": "r",
    "TargetBackupVaultName": "nightly",
    "ScheduleExpression": "cron(0 5 ? * * *)",
}
PLAN = {"BackupPlanName": "p", "Rules": [RULE]}
REPORT: dict[str, Any] = {
    "ReportDeliveryChannel": {"S3BucketName": "b"},
    "ReportSetting": {"ReportTemplate": "BACKUP_JOB_REPORT"},
}
SELECTION = {"SelectionName": "s", "IamRoleArn": ROLE, "Resources": ["*"]}


class Account:
    """A client that tries once, and something that each change can change."""

    def __init__(self, clock: Any) -> None:
        self.client: Any = client_of(config=ONCE)
        self.client.create_backup_vault(BackupVaultName="nightly", BackupVaultTags={"a": "b"})
        self.client.create_backup_vault(BackupVaultName="empty")
        self.client.put_backup_vault_lock_configuration(BackupVaultName="empty", MinRetentionDays=2)
        self.notify("ops")
        self.client.create_report_plan(ReportPlanName="daily", **REPORT)
        self.continuous = self.kept_up_to_date(clock)
        self.loaded = "arn:aws:ec2:us-east-1::snapshot/snap-loaded"
        vault = {"BackupVaultName": "nightly", "ResourceArn": volume("vol-5")}
        load_jobs({"BackupJobs": [{**vault, "RecoveryPointArn": self.loaded}, vault]})
        self.job = self.start()
        self.point = self.client.describe_backup_job(BackupJobId=self.job)["RecoveryPointArn"]
        self.part = self.nested()
        self.vault = self.client.describe_backup_vault(BackupVaultName="nightly")["BackupVaultArn"]
        self.plan = self.client.create_backup_plan(BackupPlan=PLAN)["BackupPlanId"]
        self.empty_plan = create_plan(self.client, BackupPlanName="empty")
        self.selection = self.client.create_backup_selection(
            BackupPlanId=self.plan, BackupSelection=SELECTION
        )["SelectionId"]
        self.restore = self.client.start_restore_job(
            RecoveryPointArn=self.point, Metadata={"a": "b"}, IamRoleArn=ROLE
        )["RestoreJobId"]
        set_job_outcome("backup", state="COMPLETED", duration="P1D", resource_arn="*/vol-2")
        self.moving = self.start(ResourceArn=volume("vol-2"))
        for prepare in added("PREPARATIONS").values():
            prepare(self.client)

    def start(self, **parameters: Any) -> str:
        defaults = {"BackupVaultName": "nightly", "ResourceArn": volume(), "IamRoleArn": ROLE}
        started = self.client.start_backup_job(**{**defaults, **parameters})
        return str(started["BackupJobId"])

    def notify(self, topic: str) -> Any:
        return self.client.put_backup_vault_notifications(
            BackupVaultName="nightly",
            SNSTopicArn=f"arn:aws:sns:{REGION}:{ACCOUNT}:{topic}",
            BackupVaultEvents=["RECOVERY_POINT_INDEX_DELETED"],
        )

    def kept_up_to_date(self, clock: Any) -> str:
        """A continuous recovery point, which only a plan makes."""
        rule = {**RULE, "EnableContinuousBackup": True, "Lifecycle": {"DeleteAfterDays": 35}}
        plan = create_plan(self.client, BackupPlanName="continuous", Rules=[rule])
        selection = {**SELECTION, "Resources": [bucket()]}
        self.client.create_backup_selection(BackupPlanId=plan, BackupSelection=selection)
        clock.shift(timedelta(days=1))
        (point,) = points(self.client)
        return str(point["RecoveryPointArn"])

    def nested(self) -> str:
        """A recovery point that is a part of another."""
        template = {"Resources": {name: {"Type": "AWS::S3::Bucket"} for name in ("A", "B")}}
        stack = client_of("cloudformation").create_stack(
            StackName="s", TemplateBody=json.dumps(template)
        )
        self.start(ResourceArn=stack["StackId"])
        nested = (it for it in points(self.client) if "ParentRecoveryPointArn" in it)
        return str(next(nested)["RecoveryPointArn"])

    def of_point(self, arn: str) -> dict[str, str]:
        return {"BackupVaultName": "nightly", "RecoveryPointArn": arn}


# What begins so changes nothing that a client can see.
LOOKS = ("Describe", "Export", "Get", "List")
# Each operation that changes something, with what follows its name where there are several ways.
CHANGES: dict[str, Callable[[Account], Any]] = {
    "StartBackupJob": lambda on: on.start(
        ResourceArn=volume("vol-3"), RecoveryPointTags={"k": "v"}, IdempotencyToken="t"
    ),
    "StopBackupJob": lambda on: on.client.stop_backup_job(BackupJobId=on.moving),
    "StartCopyJob": lambda on: on.client.start_copy_job(
        RecoveryPointArn=on.point,
        SourceBackupVaultName="nightly",
        DestinationBackupVaultArn=on.vault.replace("nightly", "empty"),
        IamRoleArn=ROLE,
    ),
    "StartRestoreJob": lambda on: on.client.start_restore_job(
        RecoveryPointArn=on.point, Metadata={"a": "b"}, IamRoleArn=ROLE
    ),
    "StartScanJob": lambda on: on.client.start_scan_job(
        BackupVaultName="nightly",
        RecoveryPointArn=on.point,
        IamRoleArn=ROLE,
        ScannerRoleArn=ROLE,
        MalwareScanner="GUARDDUTY",
        ScanMode="FULL_SCAN",
    ),
    "PutRestoreValidationResult": lambda on: on.client.put_restore_validation_result(
        RestoreJobId=on.restore, ValidationStatus="SUCCESSFUL"
    ),
    "DeleteRecoveryPoint": lambda on: on.client.delete_recovery_point(**on.of_point(on.point)),
    "DisassociateRecoveryPoint": lambda on: on.client.disassociate_recovery_point(
        **on.of_point(on.continuous)
    ),
    "DisassociateRecoveryPointFromParent": (
        lambda on: on.client.disassociate_recovery_point_from_parent(**on.of_point(on.part))
    ),
    "DeleteRecoveryPoint of a loaded one": lambda on: on.client.delete_recovery_point(
        **on.of_point(on.loaded)
    ),
    "UpdateRecoveryPointLifecycle of a loaded one": (
        lambda on: on.client.update_recovery_point_lifecycle(
            BackupVaultName="nightly",
            RecoveryPointArn=on.loaded,
            Lifecycle={"DeleteAfterDays": 9},
        )
    ),
    "UpdateRecoveryPointLifecycle": lambda on: on.client.update_recovery_point_lifecycle(
        **on.of_point(on.point), Lifecycle={"DeleteAfterDays": 9}
    ),
    "CreateBackupVault": lambda on: on.client.create_backup_vault(
        BackupVaultName="third", BackupVaultTags={"c": "d"}
    ),
    "DeleteBackupVault": lambda on: on.client.delete_backup_vault(BackupVaultName="empty"),
    "PutBackupVaultLockConfiguration": lambda on: on.client.put_backup_vault_lock_configuration(
        BackupVaultName="nightly", MinRetentionDays=3
    ),
    "DeleteBackupVaultLockConfiguration": (
        lambda on: on.client.delete_backup_vault_lock_configuration(BackupVaultName="empty")
    ),
    "DeleteBackupVaultNotifications": lambda on: on.client.delete_backup_vault_notifications(
        BackupVaultName="nightly"
    ),
    "PutBackupVaultNotifications": lambda on: on.notify("others"),
    "CreateBackupPlan": lambda on: on.client.create_backup_plan(
        BackupPlan={**PLAN, "BackupPlanName": "q"}, BackupPlanTags={"c": "d"}
    ),
    "UpdateBackupPlan": lambda on: on.client.update_backup_plan(
        BackupPlanId=on.plan, BackupPlan={**PLAN, "BackupPlanName": "renamed"}
    ),
    "DeleteBackupPlan": lambda on: on.client.delete_backup_plan(BackupPlanId=on.empty_plan),
    "CreateBackupSelection": lambda on: on.client.create_backup_selection(
        BackupPlanId=on.plan, BackupSelection={**SELECTION, "SelectionName": "other"}
    ),
    "DeleteBackupSelection": lambda on: on.client.delete_backup_selection(
        BackupPlanId=on.plan, SelectionId=on.selection
    ),
    "CreateReportPlan": lambda on: on.client.create_report_plan(ReportPlanName="r", **REPORT),
    "UpdateReportPlan": lambda on: on.client.update_report_plan(
        ReportPlanName="daily", ReportPlanDescription="other"
    ),
    "StartReportJob": lambda on: on.client.start_report_job(
        ReportPlanName="daily", IdempotencyToken="t"
    ),
    "DeleteReportPlan": lambda on: on.client.delete_report_plan(ReportPlanName="daily"),
    "TagResource": lambda on: on.client.tag_resource(ResourceArn=on.vault, Tags={"e": "f"}),
    "UntagResource": lambda on: on.client.untag_resource(ResourceArn=on.vault, TagKeyList=["a"]),
    **{
        name: lambda on, change=change: change(on.client)
        for name, change in added("CHANGES").items()
    },
}


# Each which call of one of our functions is let fail. It shares no factor with what comes again and again.
STEP = int(os.environ.get("FUZZ_STEP", "83"))


def test_each_operation_that_changes_something_is_here() -> None:
    changing = {name for name in OPERATIONS if not name.startswith(LOOKS)}
    assert changing == {name.partition(" ")[0] for name in CHANGES}


def fail_in_the_middle(change: Callable[[], Any], error: type[Exception]) -> None:
    """Let a change fail at many of the calls that it makes of our functions, and then let it be.

    Each time all is as before. At last it makes fewer calls than would fail, and then something is changed.
    """
    before = picture()
    for nth in itertools.count(1, STEP):
        raised = None
        with failing_at(nth) as failed:
            try:
                change()
            except error as caught:
                raised = caught
        if not failed:
            assert raised is None
            break
        if isinstance(raised, ClientError):
            assert raised.response["Error"]["Code"] == "InternalFailure", failed
            assert raised.response["ResponseMetadata"]["HTTPStatusCode"] == 500
        assert raised is not None, failed
        assert differences(before, picture()) == [], failed
    assert nth > 10
    assert picture() != before


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_that_fails_in_the_middle_changes_nothing(name: str) -> None:
    with frozen_at(NOW) as clock, mock_aws():
        on = Account(clock)
        fail_in_the_middle(lambda: CHANGES[name](on), ClientError)


def test_a_list_that_fails_in_the_middle_has_looked_at_nothing() -> None:
    with frozen_at(NOW) as clock, mock_aws():
        on = Account(clock)

        def counted() -> Any:
            return on.client.list_backup_job_summaries(State="ANY")["BackupJobSummaries"]

        with transition("manual", times=1):
            on.start(ResourceArn=volume("vol-3"))
            before = counted()
            for nth in itertools.count(1):
                with failing_at(nth) as failed, suppress(ClientError):
                    page = on.client.list_backup_jobs(ByResourceArn=volume("vol-3"))
                if not failed:
                    break
                assert counted() == before, failed
            assert [job["State"] for job in page["BackupJobs"]] == ["PENDING"]
            assert nth > 50


@contextmanager
def fresh(aws_mock: AwsMock) -> Iterator[None]:
    """Nothing yet, as within a mock of its own, and faster."""
    aws = aws_mock.begin()
    try:
        yield
    finally:
        aws.end()


@pytest.mark.parametrize("look", ["recovery_points", "protected_resources"])
def test_a_look_that_fails_in_the_middle_is_made_again(look: str, aws_mock: AwsMock) -> None:
    row = {"BackupVaultName": "nightly", "ResourceArn": volume("vol-5")}
    same = {**row, "RecoveryPointArn": "arn:aws:ec2:us-east-1::snapshot/snap-loaded"}
    for nth in itertools.count(1, 3):
        with fresh(aws_mock):
            client = client_of("backup", REGION, config=ONCE)
            load_jobs({"BackupJobs": [row, same]})
            load_jobs({"BackupJobs": [same, row]})
            with failing_at(nth) as failed, suppress(ClientError):
                getattr(client, f"list_{look}_by_backup_vault")(BackupVaultName="nightly")
            listed = client.list_recovery_points_by_backup_vault(BackupVaultName="nightly")
            assert len(listed["RecoveryPoints"]) == 3, failed
            (vault,) = client.list_backup_vaults()["BackupVaultList"]
            assert vault["NumberOfRecoveryPoints"] == 3, failed
        if not failed:
            break
    assert nth > 50


def test_a_load_that_fails_in_the_middle_loads_nothing() -> None:
    document = {"BackupJobs": [{}, {"BackupJobId": "a"}], "CopyJobs": [{}]}
    with mock_aws():
        client = client_of(config=ONCE)
        client.create_backup_vault(BackupVaultName="nightly")
        fail_in_the_middle(lambda: load_jobs(document), InjectedError)
        assert len(client.list_backup_jobs()["BackupJobs"]) == 2
