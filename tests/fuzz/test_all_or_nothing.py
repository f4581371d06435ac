"""Whatever fails, wherever: the answer is AWS's, the state is as before, and the next call is answered."""

import itertools
import json
import os
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
import requests
from botocore.exceptions import ClientError
from calls import volume
from failures import InjectedError, counting, failing_at
from moto import mock_aws
from support import ACCOUNT, ONCE, REGION, ROLE, client_of, transition

from moto_backup_summaries import load_jobs, set_job_outcome

API = "http://motoapi.amazonaws.com/moto-api/static/backup"
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
    """A client that tries once, what is there, and all that can be told of it."""

    def __init__(self) -> None:
        self.client: Any = client_of(config=ONCE)
        self.client.create_backup_vault(BackupVaultName="nightly", BackupVaultTags={"a": "b"})
        self.client.create_backup_vault(BackupVaultName="empty")
        self.notify("ops")
        self.client.create_report_plan(ReportPlanName="daily", **REPORT)
        self.loaded = "arn:aws:ec2:us-east-1::snapshot/snap-loaded"
        vault = {"BackupVaultName": "nightly", "ResourceArn": volume("vol-5")}
        load_jobs({"BackupJobs": [{**vault, "RecoveryPointArn": self.loaded}, vault]})
        self.job = self.start()
        self.point = self.client.describe_backup_job(BackupJobId=self.job)["RecoveryPointArn"]
        self.vault = self.client.describe_backup_vault(BackupVaultName="nightly")["BackupVaultArn"]
        self.plan = self.client.create_backup_plan(BackupPlan=PLAN)["BackupPlanId"]
        self.selection = self.client.create_backup_selection(
            BackupPlanId=self.plan, BackupSelection=SELECTION
        )["SelectionId"]
        self.restore = self.client.start_restore_job(
            RecoveryPointArn=self.point, Metadata={"a": "b"}, IamRoleArn=ROLE
        )["RestoreJobId"]
        set_job_outcome("backup", state="COMPLETED", duration="P1D", resource_arn="*/vol-2")
        self.moving = self.start(ResourceArn=volume("vol-2"))

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

    def tags_of_point(self) -> Any:
        try:
            return self.client.list_tags(ResourceArn=self.point)
        except self.client.exceptions.ResourceNotFoundException:
            return {}

    def told(self) -> str:
        """All that every list and description tells."""
        client, plan = self.client, {"BackupPlanId": self.plan}
        answers = [
            client.list_backup_jobs(),
            client.list_copy_jobs(),
            client.list_restore_jobs(),
            client.list_scan_jobs(),
            client.list_backup_job_summaries(State="ANY"),
            client.list_backup_vaults(),
            client.get_backup_vault_notifications(BackupVaultName="nightly"),
            client.list_recovery_points_by_backup_vault(BackupVaultName="nightly"),
            client.list_protected_resources(),
            client.list_recovery_points_by_resource(ResourceArn=volume("vol-5")),
            client.list_backup_jobs(ByResourceArn=volume("vol-5")),
            client.list_backup_plans(),
            client.list_backup_plan_versions(**plan),
            client.list_backup_selections(**plan),
            client.list_report_plans(),
            client.list_report_jobs(),
            client.describe_region_settings(),
            client.list_tags(ResourceArn=self.vault),
            self.tags_of_point(),
            requests.get(f"{API}/outcomes", timeout=9).json(),
        ]
        for answer in answers:
            answer.pop("ResponseMetadata", None)
        return json.dumps(answers, default=str, sort_keys=True)


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
    "DeleteRecoveryPoint": lambda on: on.client.delete_recovery_point(
        BackupVaultName="nightly", RecoveryPointArn=on.point
    ),
    "DeleteRecoveryPoint of a loaded one": lambda on: on.client.delete_recovery_point(
        BackupVaultName="nightly", RecoveryPointArn=on.loaded
    ),
    "UpdateRecoveryPointLifecycle of a loaded one": (
        lambda on: on.client.update_recovery_point_lifecycle(
            BackupVaultName="nightly",
            RecoveryPointArn=on.loaded,
            Lifecycle={"DeleteAfterDays": 9},
        )
    ),
    "UpdateRecoveryPointLifecycle": lambda on: on.client.update_recovery_point_lifecycle(
        BackupVaultName="nightly", RecoveryPointArn=on.point, Lifecycle={"DeleteAfterDays": 9}
    ),
    "CreateBackupVault": lambda on: on.client.create_backup_vault(
        BackupVaultName="third", BackupVaultTags={"c": "d"}
    ),
    "DeleteBackupVault": lambda on: on.client.delete_backup_vault(BackupVaultName="empty"),
    "PutBackupVaultLockConfiguration": lambda on: on.client.put_backup_vault_lock_configuration(
        BackupVaultName="nightly", MinRetentionDays=3
    ),
    "PutBackupVaultNotifications": lambda on: on.notify("others"),
    "CreateBackupPlan": lambda on: on.client.create_backup_plan(
        BackupPlan={**PLAN, "BackupPlanName": "q"}, BackupPlanTags={"c": "d"}
    ),
    "UpdateBackupPlan": lambda on: on.client.update_backup_plan(
        BackupPlanId=on.plan, BackupPlan={**PLAN, "BackupPlanName": "renamed"}
    ),
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
    "UpdateRegionSettings": lambda on: on.client.update_region_settings(
        ResourceTypeOptInPreference={"EBS": False}
    ),
    "TagResource": lambda on: on.client.tag_resource(ResourceArn=on.vault, Tags={"e": "f"}),
    "UntagResource": lambda on: on.client.untag_resource(ResourceArn=on.vault, TagKeyList=["a"]),
}


# How many places of each change are let fail: all, where there are no more.
PLACES = int(os.environ.get("FUZZ_PLACES", "6"))


def places(change: Callable[[Account], Any]) -> list[int]:
    """Numbers of calls of the package's functions that the change makes, spread over all of them."""
    # The first time reads botocore's model, which is then known.
    for _ in range(2):
        with mock_aws():
            on = Account()
            on.told()
            with counting() as calls:
                change(on)
    assert calls[0] > 10
    return sorted({1 + number * (calls[0] - 1) // PLACES for number in range(PLACES + 1)})


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_that_fails_in_the_middle_changes_nothing(name: str) -> None:
    numbers = places(CHANGES[name])
    with mock_aws():
        on = Account()
        before = on.told()
        for nth in numbers[:-1]:
            with failing_at(nth) as failed, pytest.raises(ClientError) as caught:
                CHANGES[name](on)
            assert caught.value.response["Error"]["Code"] == "InternalFailure", failed
            assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 500
            assert on.told() == before, failed
        CHANGES[name](on)
        assert on.told() != before


def test_a_list_that_fails_in_the_middle_has_looked_at_nothing() -> None:
    with mock_aws():
        on = Account()

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


@pytest.mark.parametrize("look", ["recovery_points", "protected_resources"])
def test_a_look_that_fails_in_the_middle_is_made_again(look: str) -> None:
    row = {"BackupVaultName": "nightly", "ResourceArn": volume("vol-5")}
    same = {**row, "RecoveryPointArn": "arn:aws:ec2:us-east-1::snapshot/snap-loaded"}
    for nth in itertools.count(1, 3):
        with mock_aws():
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
    numbers = places(lambda _: load_jobs(document))
    with mock_aws():
        on = Account()
        before, jobs = on.told(), len(on.client.list_backup_jobs()["BackupJobs"])
        for nth in numbers:
            with failing_at(nth) as failed, pytest.raises(InjectedError):
                load_jobs(document)
            assert on.told() == before, failed
        load_jobs(document)
        assert len(on.client.list_backup_jobs()["BackupJobs"]) == jobs + 2
