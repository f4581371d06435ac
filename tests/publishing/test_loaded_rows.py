"""Rows that leave a member out, of every kind of job, with everybody listening who may hear of them."""

import logging
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from botocore.model import Shape, StructureShape
from calls import arn, copy, jobs, points, restore, scan, vault_arn, volume
from listeners import BACKUP_EVENTS, Queue, put_rule
from support import ACCOUNT, client_of

from moto_backup_summaries import job_events, load_jobs
from moto_backup_summaries.backup.aws import service_model
from moto_backup_summaries.backup.aws.job_kinds import BACKUP, KINDS, JobKind

NOW = datetime(2026, 3, 10, 12, tzinfo=timezone.utc)
NOTICES = [
    *("BACKUP_JOB_STARTED", "BACKUP_JOB_COMPLETED"),
    *("COPY_JOB_STARTED", "COPY_JOB_SUCCESSFUL", "COPY_JOB_FAILED"),
    *("RESTORE_JOB_STARTED", "RESTORE_JOB_COMPLETED"),
    *("RECOVERY_POINT_MODIFIED", "RECOVERY_POINT_INDEX_COMPLETED"),
]
ROLE = f"arn:aws:iam::{ACCOUNT}:role/backup"
# A value of each member that has to be of a form, or that others have to go with.
VALUES = {
    "AccountId": ACCOUNT,
    "BackupSizeInBytes": 1,
    "BackupVaultArn": vault_arn("nightly"),
    "BackupVaultName": "nightly",
    "CompletionDate": NOW,
    "CreationDate": NOW,
    "DeleteAfterDays": 7,
    "DestinationBackupVaultArn": vault_arn("nightly"),
    "IamRoleArn": ROLE,
    "MoveToColdStorageAfterDays": -1,
    "RecoveryPointCreationDate": NOW,
    "ResourceType": "EBS",
    "ScannerRoleArn": ROLE,
    "SourceBackupVaultArn": vault_arn("nightly"),
}


def full_row(kind: JobKind, number: int) -> dict[str, Any]:
    """A row with all members that a list of these jobs shows, and what is told of each job alone."""
    row = filled(service_model.item_shape(kind.list_operation, kind.jobs_member))
    # What each job has for itself.
    row[kind.id_member] = f"job-{number}"
    row[kind.recovery_point] = arn("backup", f"recovery-point:{number}")
    del row["ParentJobId" if "ParentJobId" in row else kind.id_member]
    return row


def filled(shape: Shape, name: str = "") -> Any:
    if isinstance(shape, StructureShape):
        return {inner: filled(it, inner) for inner, it in shape.members.items()}
    if name in VALUES:
        return VALUES[name]
    if enum := getattr(shape, "enum", None):
        return enum[0]
    others = {"timestamp": NOW, "boolean": True, "long": 1, "map": {}}
    return others.get(shape.type_name, volume() if name.endswith("Arn") else "told")


def rows_without_one(kind: JobKind) -> Iterator[dict[str, Any]]:
    """A full row, rows that each lack one member or one of a structure in it, and one of nothing."""
    full = full_row(kind, 0)
    yield full
    yield {}
    for name, value in full.items():
        yield {it: full[it] for it in full if it != name}
        for inner in value if isinstance(value, Mapping) else ():
            yield {**full, name: {it: value[it] for it in value if it != inner}}


def in_some_states(kind: JobKind, row: dict[str, Any], number: int) -> list[dict[str, Any]]:
    """The row on its way, COMPLETED and FAILED; jobs that ended have an end."""
    own = (kind.id_member, kind.recovery_point)
    found = []
    for state in (kind.lifecycle[0], "COMPLETED", "FAILED"):
        made = {name: f"{row[name]}-{number}-{state}" for name in own if name in row}
        found.append({**row, **made, kind.state: state})
        if state not in kind.final_states:
            found[-1].pop("CompletionDate", None)
    return found


class Everybody:
    """A topic of the vault, a queue of its rule, metrics, reports and lists."""

    def __init__(self, backup: Any) -> None:
        self.backup = backup
        sqs, sns = client_of("sqs"), client_of("sns")
        self.told, self.heard = Queue(sqs, "told"), Queue(sqs, "heard")
        topic = sns.create_topic(Name="ops")["TopicArn"]
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=self.told.arn)
        for name in ("Default", "copies"):
            backup.create_backup_vault(BackupVaultName=name)
        for vault in ("nightly", "Default"):
            backup.put_backup_vault_notifications(
                BackupVaultName=vault, SNSTopicArn=topic, BackupVaultEvents=NOTICES
            )
        put_rule(client_of("events"), BACKUP_EVENTS, self.heard.arn)
        client_of("s3").create_bucket(Bucket="reports")

    def ask(self, kind: JobKind) -> None:
        """All that tells of jobs, and of what they left."""
        backup, cloudwatch = self.backup, client_of("cloudwatch")
        channel = {"S3BucketName": "reports", "Formats": ["CSV", "JSON"]}
        template = {"ReportTemplate": f"{kind.name.upper()}_JOB_REPORT"}
        name = f"p{len(backup.list_report_plans()['ReportPlans'])}"
        backup.create_report_plan(
            ReportPlanName=name, ReportDeliveryChannel=channel, ReportSetting=template
        )
        report = backup.start_report_job(ReportPlanName=name)["ReportJobId"]
        told = backup.describe_report_job(ReportJobId=report)["ReportJob"]
        assert len(told["ReportDestination"]["S3Keys"]) == 2
        for metric in cloudwatch.list_metrics(Namespace="AWS/Backup")["Metrics"]:
            cloudwatch.get_metric_statistics(
                **metric,
                StartTime=NOW - timedelta(days=1),
                EndTime=NOW + timedelta(days=1),
                Period=300,
                Statistics=["Sum"],
            )
        assert job_events(kind=kind.name)
        for detail_type in (
            "Recovery Point State Change",
            "Recovery Point Index State Change",
            "Backup Vault State Change",
        ):
            job_events(detail_type=detail_type)
        for vault in backup.list_backup_vaults()["BackupVaultList"]:
            for point in points(backup, vault["BackupVaultName"]):
                where = {name: point[name] for name in ("BackupVaultName", "RecoveryPointArn")}
                backup.describe_recovery_point(**where)
                backup.get_recovery_point_restore_metadata(**where)
        for resource in backup.list_protected_resources()["Results"]:
            backup.describe_protected_resource(ResourceArn=resource["ResourceArn"])

    def use(self, kind: JobKind) -> None:
        """Describe jobs, and stop those that can be; copy, restore and scan what they left."""
        # The log of events has them too, and faster.
        client_of("events").disable_rule(Name="rule")
        for job in jobs(self.backup, kind.name):
            asked = {kind.id_member: job[kind.id_member]}
            getattr(self.backup, f"describe_{kind.name}_job")(**asked)
            if kind is BACKUP and job["State"] not in kind.final_states:
                self.backup.stop_backup_job(**asked)
        for vault in ("nightly", "Default"):
            for point in points(self.backup, vault):
                arn = point["RecoveryPointArn"]
                copy(
                    self.backup,
                    arn,
                    SourceBackupVaultName=vault,
                    DestinationBackupVaultArn=vault_arn("copies"),
                )
                restore(self.backup, arn)
                scan(self.backup, arn, BackupVaultName=vault)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_whatever_a_row_leaves_out_whoever_listens_hears_of_its_job(
    kind: JobKind, nightly: Any, clock: Any, caplog: pytest.LogCaptureFixture
) -> None:
    everybody = Everybody(nightly)
    caplog.set_level(logging.WARNING)
    caplog.clear()
    for number, row in enumerate(rows_without_one(kind)):
        listed = in_some_states(kind, row, number)
        load_jobs({kind.jobs_member: listed}, send_events=True)
        assert len(everybody.heard.events()) == len(listed), row
    everybody.use(kind)
    everybody.ask(kind)
    clock.shift(timedelta(days=8))
    everybody.ask(kind)
    assert caplog.records == []
