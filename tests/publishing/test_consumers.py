"""What programs read that are known to consume AWS Backup's events, in our own words.

Whether a rule's pattern matches is tested with EventBridge's rules.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from calls import FAR, backed_up, copied, create_plan, restore, start, vault_arn, volume
from freezegun import freeze_time
from moto import mock_aws
from support import client_of

from moto_backup_summaries import job_events, load_jobs, set_job_outcome

POINTS = "Recovery Point State Change"
Event = dict[str, Any]


@pytest.fixture
def backup() -> Iterator[Any]:
    with mock_aws():
        client = client_of()
        client.create_backup_vault(BackupVaultName="nightly")
        client_of(region_name=FAR).create_backup_vault(BackupVaultName="far")
        yield client


def everything() -> list[Event]:
    """An event of each type that Slack is told of: jobs, recovery points, vaults, plans, settings."""
    others = [
        POINTS,
        *(f"{of} State Change" for of in ("Backup Vault", "Backup Plan", "Region Setting")),
    ]
    return [*job_events(), *(event for name in others for event in job_events(detail_type=name))]


def test_a_notifier_of_slack_words_every_type(backup: Any) -> None:
    """It reads state or status, trims the quotes of a message, and dies of what it does not find."""

    def line(event: Event) -> str:
        detail = event["detail"]
        state = detail.get("state") or detail["status"]
        message = detail.get("statusMessage", "").strip('"')
        subject = detail.get("resourceType") or detail.get("backupVaultName") or ""
        locked = f" locked: {detail['isLocked']}" if "isLocked" in detail else ""
        return f"{event['detail-type'].removesuffix(' State Change')} {subject} {state}{locked} {message}"

    point = backed_up(backup)
    set_job_outcome("backup", state="FAILED", status_message="Access denied")
    start(backup)
    copied(backup, point)
    restore(backup, point)
    create_plan(backup)
    backup.put_backup_vault_lock_configuration(BackupVaultName="nightly", MinRetentionDays=1)
    backup.update_region_settings(ResourceTypeOptInPreference={"EBS": True})
    lines = [line(event).strip() for event in everything()]
    for said in (
        "Backup Job EBS FAILED Access denied",
        "Backup Job EBS PENDING",
        "Copy Job EBS COMPLETED",
        "Restore Job EBS RUNNING",
        "Recovery Point EBS COMPLETED",
        "Backup Vault nightly MODIFIED locked: true",
        "Backup Plan  CREATED",
        "Region Setting  MODIFIED",
    ):
        assert said in lines


def test_a_copier_of_backups_on_demand_takes_the_recovery_point(backup: Any) -> None:
    """It takes version 0, COMPLETED, with a vault and without a plan; and reads the first resource."""

    def is_taken(event: Event) -> bool:
        detail = event["detail"]
        by_plan = "backupPlanArn" in detail.get("createdBy", {})
        completed = event["version"] == "0" and detail.get("state") == "COMPLETED"
        return completed and "backupVaultArn" in detail and not by_plan

    point = backed_up(backup)
    copied(backup, point)
    (event,) = filter(is_taken, job_events())
    assert event["resources"][0] == point


def test_the_copier_reads_both_vaults_of_its_copy(backup: Any) -> None:
    copied(backup, backed_up(backup))
    (event,) = job_events(kind="copy", state="COMPLETED")
    assert event["detail"]["sourceBackupVaultArn"] == vault_arn("nightly")
    assert event["detail"]["destinationBackupVaultArn"] == vault_arn("far", FAR)


def test_an_immutable_vault_s_rule_finds_a_vault_by_any_of_three_members(backup: Any) -> None:
    """The name in backups, the source's or the destination's ARN in copies. CREATED has none of a backup."""

    def is_of(event: Event) -> bool:
        detail = event["detail"]
        name, arns = "far", ("sourceBackupVaultArn", "destinationBackupVaultArn")
        return detail.get("backupVaultName") == name or any(
            detail.get(arn) == vault_arn("far", FAR) for arn in arns
        )

    copied(backup, backed_up(backup))
    found = [event["detail"]["state"] for event in filter(is_of, job_events())]
    assert found == ["CREATED", "RUNNING", "COMPLETED"]
    (of_point,) = filter(is_of, job_events(detail_type=POINTS))
    assert of_point["region"] == FAR


def test_a_detector_of_anomalies_reads_the_snapshot_of_a_volume(backup: Any) -> None:
    snapshot = backed_up(backup)
    (event,) = job_events(kind="backup", state="COMPLETED", resource_type="EBS")
    assert re.fullmatch("snap-[0-9a-f]{17}", event["resources"][0].rpartition("/")[2])
    assert (event["resources"][0], event["detail"]["resourceArn"]) == (snapshot, volume())


@pytest.mark.parametrize("resource_type", ["EBS", "RDS"])
def test_an_inventory_follows_recovery_points_of_a_type(backup: Any, resource_type: str) -> None:
    arns = {"EBS": volume(), "RDS": "arn:aws:rds:us-east-1:123456789012:db:orders"}
    point = backed_up(backup, ResourceArn=arns[resource_type])
    backup.delete_recovery_point(BackupVaultName="nightly", RecoveryPointArn=point)
    found = job_events(detail_type=POINTS, resource_type=resource_type)
    assert [event["detail"]["status"] for event in found] == ["COMPLETED", "DELETED"]
    for event in found:
        assert event["resources"][0] == point
        assert event["detail"]["resourceArn"] == arns[resource_type]


def test_a_lambda_shares_the_snapshot_of_a_database(backup: Any) -> None:
    """It names a copy by the last part of the resource, and finds account and region in it."""
    backed_up(backup, ResourceArn="arn:aws:rds:us-east-1:123456789012:db:orders")
    (event,) = job_events(detail_type=POINTS)
    parts = event["detail"]["resourceArn"].split(":")
    assert (event["detail"]["status"], parts[-1], parts[4], parts[3]) == (
        "COMPLETED",
        "orders",
        event["account"],
        event["region"],
    )
    assert "snapshot:awsbackup:" in event["resources"][0]


def test_a_validator_of_restore_tests_looks_at_what_was_created() -> None:
    """Only jobs of a restore testing plan: it reads the job's id, what it created, and its type."""
    plan = "arn:aws:backup:us-east-1:123456789012:restore-testing-plan:weekly"
    created = "arn:aws:rds:us-east-1:123456789012:db:tested"
    tested = {
        "RestoreJobId": "of-a-test",
        "Status": "COMPLETED",
        "ResourceType": "RDS",
        "CreatedBy": {"RestoreTestingPlanArn": plan},
        "CreatedResourceArn": created,
    }
    with mock_aws():
        load_jobs({"RestoreJobs": [tested, {"Status": "COMPLETED"}]}, send_events=True)
        details = [event["detail"] for event in job_events(kind="restore", state="COMPLETED")]
    (detail,) = [detail for detail in details if detail.get("restoreTestingPlanArn") == plan]
    assert (detail["restoreJobId"], detail["createdResourceArn"], detail["resourceType"]) == (
        "of-a-test",
        created,
        "RDS",
    )


def test_a_copy_of_a_plan_to_a_locked_vault_names_both() -> None:
    plan = "arn:aws:backup:us-east-1:123456789012:backup-plan:plan-1"
    source = "arn:aws:ec2:us-east-1::snapshot/snap-1"
    job = {
        "CopyJobId": "of-a-plan",
        "SourceRecoveryPointArn": source,
        "DestinationBackupVaultArn": vault_arn("locked"),
        "CreatedBy": {"BackupPlanArn": plan},
    }
    with mock_aws():
        load_jobs({"CopyJobs": [job]}, send_events=True)
        (event,) = job_events(kind="copy", state="COMPLETED")
    detail = event["detail"]
    assert (event["resources"][0], detail["copyJobId"]) == (source, "of-a-plan")
    assert detail["destinationBackupVaultArn"] == vault_arn("locked")
    assert detail["createdBy"] == {"backupPlanArn": plan}


@pytest.mark.parametrize("start_one", [start, copied])
def test_a_job_ends_after_it_was_created_on_a_clock_that_never_rests(start_one: Any) -> None:
    with freeze_time("2026-03-20", auto_tick_seconds=1), mock_aws():
        client = client_of()
        client.create_backup_vault(BackupVaultName="nightly")
        client_of(region_name=FAR).create_backup_vault(BackupVaultName="far")
        start_one(client, *([] if start_one is start else [backed_up(client)]))
        kind = "backup" if start_one is start else "copy"
        told = [event["detail"]["state"] for event in job_events(kind=kind)]
    assert told == sorted(told, key=["CREATED", "PENDING", "RUNNING", "COMPLETED"].index)
    assert told[-1] == "COMPLETED"


@pytest.mark.parametrize("kind", ["backup", "copy", "restore"])
def test_an_alarm_on_the_state_never_sees_a_restore_but_when_it_is_created(
    backup: Any, kind: str
) -> None:
    """The bug of many rules: `detail.state` is `detail.status` of a restore."""

    def alarms(event: Event) -> bool:
        return event["detail"].get("state") in ("FAILED", "ABORTED", "EXPIRED")

    point = backed_up(backup)
    set_job_outcome(kind, state="FAILED")
    starts = {"backup": start, "copy": copied, "restore": restore}
    starts[kind](backup, *([] if kind == "backup" else [point]))
    seen = list(filter(alarms, job_events()))
    assert len(seen) == (0 if kind == "restore" else 1)
    of_kind = job_events(kind=kind, job_id=job_events(kind=kind)[-1]["detail"][f"{kind}JobId"])
    with_state = [event["detail"]["state"] for event in of_kind if "state" in event["detail"]]
    assert with_state[0] == "CREATED"
    assert len(with_state) == (1 if kind == "restore" else len(of_kind))
