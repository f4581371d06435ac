"""The rules of programs that watch AWS Backup hear what those programs are for, and nothing else."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import FAR, TABLE, backed_up, bucket, copy, restore, start, vault_arn, volume
from listeners import BACKUP_EVENTS, Queue, kinds, put_rule
from moto import mock_aws
from support import ROLE, client_of, frozen_at

from moto_backup_summaries import set_job_outcome

BACKUP, COPY, RESTORE, POINT = (
    f"{name} State Change" for name in ("Backup Job", "Copy Job", "Restore Job", "Recovery Point")
)
OLDER = [
    *(BACKUP, COPY, RESTORE, POINT),
    *(f"{name} State Change" for name in ("Backup Vault", "Backup Plan", "Region Setting")),
]
BAD = ["FAILED", "ABORTED", "EXPIRED"]
ALL_OF_A_VAULT = [
    {"detail": {"backupVaultName": ["nightly"]}},
    {"detail": {"sourceBackupVaultArn": [vault_arn("nightly")]}},
    {"detail": {"destinationBackupVaultArn": [vault_arn("nightly")]}},
]
PLANNED = {"createdBy": {"backupPlanArn": [{"exists": True}]}}
NOT_PLANNED = {"createdBy": {"backupPlanArn": [{"exists": False}]}}

# What a program is for: its pattern, and what it hears of the story below.
HEARD: dict[str, tuple[Any, list[str]]] = {
    "copies what was backed up on demand": (
        {
            **BACKUP_EVENTS,
            "version": ["0"],
            "detail-type": [BACKUP],
            "detail": {
                "state": ["COMPLETED"],
                "backupVaultArn": [vault_arn("nightly")],
                **NOT_PLANNED,
            },
        },
        ["Backup Job COMPLETED"] * 2,
    ),
    "watches the sizes of volumes": (
        {
            **BACKUP_EVENTS,
            "detail-type": [BACKUP],
            "detail": {"state": ["COMPLETED"], "resourceType": ["EBS"]},
        },
        ["Backup Job COMPLETED"],
    ),
    "takes recovery points of tables": (
        {
            "detail-type": [POINT],
            "detail": {"resourceType": ["DynamoDB"], "status": ["COMPLETED", "DELETED"]},
        },
        ["Recovery Point COMPLETED", "Recovery Point DELETED"],
    ),
    "takes every recovery point": (
        {"detail-type": [POINT], "detail": {"status": ["COMPLETED"]}},
        ["Recovery Point COMPLETED"] * 3,
    ),
    "validates what a restore test restored": (
        {
            "detail-type": [RESTORE],
            "detail": {"status": ["COMPLETED"], "restoreTestingPlanArn": [{"exists": True}]},
        },
        [],
    ),
    "validates what was restored": (
        {
            "detail-type": [RESTORE],
            "detail": {"status": ["COMPLETED"], "createdResourceArn": [{"exists": True}]},
        },
        ["Restore Job COMPLETED"],
    ),
    "knows what a plan copied into a vault": (
        {
            "detail-type": [COPY],
            "detail": {
                "state": ["COMPLETED"],
                "destinationBackupVaultArn": [vault_arn("far", FAR)],
                **PLANNED,
            },
        },
        ["Copy Job COMPLETED"],
    ),
    "sends all that ends of one vault to a central bus": (
        {**BACKUP_EVENTS, "$or": ALL_OF_A_VAULT, "detail": {"state": [*BAD, "COMPLETED"]}},
        [
            *("Backup Job COMPLETED", "Backup Job FAILED", "Backup Job COMPLETED"),
            *("Copy Job COMPLETED", "Copy Job FAILED"),
            *("Backup Job COMPLETED", "Copy Job COMPLETED", "Backup Job EXPIRED"),
        ],
    ),
    "sounds an alarm, and overlooks restores": (
        {"detail-type": [BACKUP, COPY, RESTORE], "detail": {"state": BAD}},
        ["Backup Job FAILED", "Copy Job FAILED", "Backup Job EXPIRED"],
    ),
    "looks for the state of restores where only CREATED has it": (
        {"detail-type": [RESTORE], "detail": {"state": [{"prefix": ""}]}},
        ["Restore Job CREATED"] * 2,
    ),
    "sounds an alarm": (
        {
            "detail-type": [BACKUP, COPY, RESTORE],
            "detail": {"$or": [{"state": BAD}, {"status": BAD}]},
        },
        ["Backup Job FAILED", "Copy Job FAILED", "Restore Job FAILED", "Backup Job EXPIRED"],
    ),
    "hears of a lock": (
        {"detail-type": ["Backup Vault State Change"], "detail": {"isLocked": ["true"]}},
        ["Backup Vault MODIFIED"],
    ),
    "hears of all but what went well": (
        {
            "detail-type": [BACKUP],
            "detail": {"state": [{"anything-but": ["CREATED", "PENDING", "RUNNING", "COMPLETED"]}]},
        },
        ["Backup Job FAILED", "Backup Job EXPIRED"],
    ),
    "takes a size, which is a text, for a number": (
        {"detail-type": [BACKUP], "detail": {"backupSizeInBytes": [{"numeric": [">=", 0]}]}},
        [],
    ),
    "looks for a vault where the first event has none": (
        {"detail": {"state": ["CREATED"], "backupVaultName": [{"exists": True}]}},
        ["Backup Vault CREATED"],
    ),
}


def story(clock: Any) -> None:
    """Backups, copies and restores that end well and badly, on demand and by a plan."""
    near, far = client_of(), client_of(region_name=FAR)
    near.create_backup_vault(BackupVaultName="nightly")
    far.create_backup_vault(BackupVaultName="far")
    set_job_outcome("backup", state="FAILED", resource_arn="*/vol-2")
    point = backed_up(near)
    start(near, ResourceArn=volume("vol-2"))
    table = backed_up(near, ResourceArn=TABLE)
    copy(near, point)
    set_job_outcome("copy", state="FAILED", times=1)
    copy(near, point)
    restore(near, point)
    set_job_outcome("restore", state="FAILED")
    restore(near, point)
    near.delete_recovery_point(BackupVaultName="nightly", RecoveryPointArn=table)
    near.put_backup_vault_lock_configuration(BackupVaultName="nightly", MinRetentionDays=1)
    bucket()
    rule = {
        "RuleName": "daily",
        "TargetBackupVaultName": "nightly",
        "CopyActions": [{"DestinationBackupVaultArn": vault_arn("far", FAR)}],
    }
    document = {"BackupPlanName": "plan", "Rules": [rule]}
    plan_id = near.create_backup_plan(BackupPlan=document)["BackupPlanId"]
    selection = {"SelectionName": "all", "IamRoleArn": ROLE, "Resources": ["arn:aws:s3:::*"]}
    near.create_backup_selection(BackupPlanId=plan_id, BackupSelection=selection)
    clock.shift(timedelta(days=1))
    near.list_backup_jobs()
    set_job_outcome("backup", state="EXPIRED")
    start(near, ResourceArn=volume("vol-3"))


@pytest.fixture(scope="module")
def heard() -> Iterator[dict[str, list[str]]]:
    """What each program heard of the story."""
    with frozen_at(datetime(2026, 3, 1, tzinfo=timezone.utc)) as clock, mock_aws():
        events, sqs = client_of("events"), client_of("sqs")
        queues = {name: Queue(sqs, f"queue-{i}") for i, name in enumerate(HEARD)}
        for number, (name, queue) in enumerate(queues.items()):
            put_rule(events, HEARD[name][0], queue.arn, name=f"rule-{number}")
        all_of_it = Queue(sqs, "all")
        put_rule(events, {"detail-type": OLDER}, all_of_it.arn, name="all")
        story(clock)
        yield {
            **{name: kinds(queue.events()) for name, queue in queues.items()},
            "all": kinds(all_of_it.events()),
        }


@pytest.mark.parametrize("who", HEARD)
def test_a_program_hears_what_it_is_for(heard: dict[str, list[str]], who: str) -> None:
    assert heard[who] == HEARD[who][1]


def test_a_notifier_of_all_types_hears_all(heard: dict[str, list[str]]) -> None:
    assert {what.rpartition(" ")[0] for what in heard["all"]} == {
        *("Backup Job", "Copy Job", "Restore Job", "Recovery Point", "Backup Vault", "Backup Plan")
    }
    assert {what for _, each in HEARD.values() for what in each} <= set(heard["all"])
