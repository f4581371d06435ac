"""What a lock of a vault keeps, refuses and fails, and when it can be changed.

https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
"""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import (
    RULE,
    backed_up,
    bucket,
    copied,
    create_plan,
    described,
    jobs,
    points,
    refused,
    restore,
    vault_arn,
)
from listeners import BACKUP_EVENTS, Queue, put_rule
from support import ROLE, client_of

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
NIGHTLY = {"BackupVaultName": "nightly"}
LOCKED = (
    "InvalidRequestException",
    "RecoveryPoint cannot be deleted or updated (Backup vault configured with Lock)",
)
GOVERNANCE = {"MinRetentionDays": 1}
COMPLIANCE = {**GOVERNANCE, "ChangeableForDays": 3}
BY_MODE = pytest.mark.parametrize(
    "mode", [GOVERNANCE, COMPLIANCE], ids=["governance", "compliance"]
)


def lock(client: Any, **days: int) -> None:
    client.put_backup_vault_lock_configuration(**NIGHTLY, **days)


def unlock(client: Any) -> None:
    client.delete_backup_vault_lock_configuration(**NIGHTLY)


def told(client: Any) -> dict[str, Any]:
    """What a vault's description and its list tell of its lock, which is the same."""
    names = ("Locked", "MinRetentionDays", "MaxRetentionDays", "LockDate")
    described_vault = client.describe_backup_vault(**NIGHTLY)
    (listed,) = client.list_backup_vaults()["BackupVaultList"]
    of_list, of_vault = (
        {name: vault[name] for name in names if name in vault}
        for vault in (listed, described_vault)
    )
    assert of_list == of_vault
    return of_vault


def arns(client: Any) -> list[str]:
    return [point["RecoveryPointArn"] for point in points(client)]


# What is refused.

LIFECYCLES = {
    "shorter": {"DeleteAfterDays": 5},
    "longer": {"DeleteAfterDays": 50},
    "for ever": {"DeleteAfterDays": -1},
    "the same": {"DeleteAfterDays": 9},
}


@BY_MODE
def test_what_is_locked_is_not_deleted_nor_disassociated(
    nightly: Any, mode: Mapping[str, int]
) -> None:
    point = {**NIGHTLY, "RecoveryPointArn": backed_up(nightly)}
    lock(nightly, **mode)
    for operation in (
        "delete_recovery_point",
        "disassociate_recovery_point",
        "disassociate_recovery_point_from_parent",
    ):
        assert refused(nightly, operation, **point) == LOCKED
    assert arns(nightly) == [point["RecoveryPointArn"]]


@BY_MODE
@pytest.mark.parametrize("lifecycle", LIFECYCLES.values(), ids=LIFECYCLES)
def test_the_days_of_what_is_locked_do_not_change(
    nightly: Any, mode: Mapping[str, int], lifecycle: Any
) -> None:
    kept_for = {"Lifecycle": {"DeleteAfterDays": 9}}
    point = {**NIGHTLY, "RecoveryPointArn": backed_up(nightly, **kept_for)}
    lock(nightly, **mode)
    change = {**point, "Lifecycle": lifecycle}
    assert refused(nightly, "update_recovery_point_lifecycle", **change) == LOCKED
    assert nightly.describe_recovery_point(**point)["Lifecycle"] == kept_for["Lifecycle"]


def test_a_continuous_backup_that_is_locked_is_not_disassociated(nightly: Any, clock: Any) -> None:
    rule = {
        **RULE,
        "TargetBackupVaultName": "nightly",
        "EnableContinuousBackup": True,
        "Lifecycle": {"DeleteAfterDays": 35},
    }
    run_daily(nightly, rule)
    lock(nightly, **GOVERNANCE)
    clock.shift(DAY)
    (point,) = points(nightly)
    named = {**NIGHTLY, "RecoveryPointArn": point["RecoveryPointArn"]}
    assert point["Status"] == "AVAILABLE"
    assert refused(nightly, "disassociate_recovery_point", **named) == LOCKED
    assert points(nightly) == [point]


def run_daily(client: Any, rule: Any) -> None:
    """Back a bucket up each day at five, by a plan of one rule."""
    selection = {"SelectionName": "s", "IamRoleArn": ROLE, "Resources": [bucket()]}
    client.create_backup_selection(
        BackupPlanId=create_plan(client, Rules=[rule]), BackupSelection=selection
    )


def test_a_locked_vault_with_recovery_points_is_not_deleted(nightly: Any, clock: Any) -> None:
    backed_up(nightly, Lifecycle={"DeleteAfterDays": 9})
    lock(nightly, **COMPLIANCE)
    clock.shift(4 * DAY)
    assert refused(nightly, "delete_backup_vault", **NIGHTLY) == (
        "InvalidRequestException",
        "Backup vault cannot be deleted because it contains recovery points.",
    )
    assert told(nightly)["Locked"] is True


def test_a_locked_vault_without_any_is_deleted_and_one_that_is_made_anew_is_not_locked(
    nightly: Any, clock: Any
) -> None:
    lock(nightly, **COMPLIANCE)
    clock.shift(4 * DAY)
    nightly.delete_backup_vault(**NIGHTLY)
    nightly.create_backup_vault(**NIGHTLY)
    assert told(nightly) == {"Locked": False}


# What a lock leaves as it is.


def test_what_is_locked_goes_at_the_end_of_its_days_and_its_event_comes(
    nightly: Any, clock: Any
) -> None:
    point = backed_up(nightly, Lifecycle={"DeleteAfterDays": 9})
    lock(nightly, **COMPLIANCE)
    queue = Queue(client_of("sqs"))
    deleted = {**BACKUP_EVENTS, "detail": {"status": ["DELETED"]}}
    put_rule(client_of("events"), deleted, queue.arn)
    clock.shift(9 * DAY - SECOND)
    assert (arns(nightly), queue.events()) == ([point], [])
    clock.shift(SECOND)
    assert arns(nightly) == []
    (event,) = queue.events()
    assert (event["resources"], event["time"]) == ([point], "2026-03-10T00:00:00Z")


def test_what_was_there_before_the_lock_keeps_days_that_are_out_of_its_bounds(
    nightly: Any, clock: Any
) -> None:
    short = backed_up(nightly, Lifecycle={"DeleteAfterDays": 2})
    forever = backed_up(nightly)
    lock(nightly, MinRetentionDays=10, MaxRetentionDays=20)
    assert arns(nightly) == [forever, short]
    clock.shift(2 * DAY)
    assert arns(nightly) == [forever]
    clock.shift(30 * DAY)
    assert arns(nightly) == [forever]


def test_what_is_locked_is_copied_and_restored(nightly: Any) -> None:
    nightly.create_backup_vault(BackupVaultName="open")
    point = backed_up(nightly)
    lock(nightly, **GOVERNANCE)
    copy = copied(nightly, point, DestinationBackupVaultArn=vault_arn("open"))
    assert copy["State"] == "COMPLETED"
    job = nightly.describe_restore_job(RestoreJobId=restore(nightly, point))
    assert job["Status"] == "COMPLETED"
    # The copy is not locked.
    nightly.delete_recovery_point(
        BackupVaultName="open", RecoveryPointArn=copy["DestinationRecoveryPointArn"]
    )


# What may not be kept: the jobs are taken, and fail.

BACKUP_FAILED = (
    "FAILED",
    "Backup job failed because the lifecycle is outside the valid range for backup vault.",
)
COPY_FAILED = (
    "FAILED",
    "Copy job failed. The retention specified in the job is not within the range specified for the "
    "target Backup Vault.",
)


@pytest.mark.parametrize(
    ("days", "is_kept"), [(9, False), (10, True), (20, True), (21, False), (-1, False)]
)
def test_a_backup_and_a_copy_outside_of_the_bounds_fail(
    nightly: Any, days: int, is_kept: bool
) -> None:
    nightly.create_backup_vault(BackupVaultName="open")
    source = backed_up(nightly, BackupVaultName="open")
    lock(nightly, MinRetentionDays=10, MaxRetentionDays=20)
    lifecycle = {"Lifecycle": {"DeleteAfterDays": days}}
    job = described(nightly, **lifecycle)
    into_lock = {"SourceBackupVaultName": "open", "DestinationBackupVaultArn": vault_arn("nightly")}
    copy = copied(nightly, source, **into_lock, **lifecycle)
    if is_kept:
        assert (job["State"], copy["State"]) == ("COMPLETED", "COMPLETED")
        assert len(arns(nightly)) == 2
    else:
        assert (job["State"], job["StatusMessage"]) == BACKUP_FAILED
        assert (copy["State"], copy["StatusMessage"]) == COPY_FAILED
        assert job["MessageCategory"] == copy["MessageCategory"] == "INVALID_LIFECYCLE"
        assert arns(nightly) == []


# Public logs of vaults that keep for 7 to 30 days, 2026.
def test_a_backup_without_lifecycle_is_kept_for_ever_which_a_longest_retention_forbids(
    nightly: Any,
) -> None:
    lock(nightly, MinRetentionDays=7, MaxRetentionDays=30)
    job = described(nightly)
    assert (job["State"], job["StatusMessage"]) == BACKUP_FAILED
    assert described(nightly, Lifecycle={"DeleteAfterDays": 14})["State"] == "COMPLETED"


def test_a_backup_without_lifecycle_is_kept_where_there_is_only_a_shortest_retention(
    nightly: Any,
) -> None:
    lock(nightly, MinRetentionDays=7)
    assert described(nightly)["State"] == "COMPLETED"


def test_a_job_of_a_plan_outside_of_the_bounds_fails(nightly: Any, clock: Any) -> None:
    into_nightly = {**RULE, "TargetBackupVaultName": "nightly"}
    run_daily(nightly, {**into_nightly, "Lifecycle": {"DeleteAfterDays": 5}})
    lock(nightly, MinRetentionDays=10)
    clock.shift(DAY)
    (job,) = jobs(nightly)
    assert (job["State"], job["StatusMessage"]) == BACKUP_FAILED
    lock(nightly, MinRetentionDays=5)
    clock.shift(DAY)
    assert [job["State"] for job in jobs(nightly)] == ["COMPLETED", "FAILED"]


def test_a_copy_of_a_plan_outside_of_the_bounds_fails(nightly: Any, clock: Any) -> None:
    nightly.create_backup_vault(BackupVaultName="open")
    action = {
        "DestinationBackupVaultArn": vault_arn("nightly"),
        "Lifecycle": {"DeleteAfterDays": 5},
    }
    run_daily(nightly, {**RULE, "TargetBackupVaultName": "open", "CopyActions": [action]})
    lock(nightly, MinRetentionDays=10)
    clock.shift(DAY)
    (job,) = jobs(nightly, "copy")
    assert (job["State"], job["StatusMessage"]) == COPY_FAILED
    assert (len(points(nightly, "open")), arns(nightly)) == (1, [])


# When a lock can be changed.

IMMUTABLE = {
    "put": (
        "InvalidRequestException",
        "Vault Lock configuration is immutable and cannot be modified",
    ),
    "delete": (
        "InvalidRequestException",
        "Vault Lock configuration is immutable and cannot be deleted",
    ),
}


def refusals(client: Any) -> dict[str, tuple[str, str]]:
    """What both operations that change a lock answer."""
    return {
        verb: refused(client, f"{verb}_backup_vault_lock_configuration", **NIGHTLY)
        for verb in ("put", "delete")
    }


def test_a_lock_with_a_date_cannot_be_changed_from_that_moment_on(nightly: Any, clock: Any) -> None:
    lock(nightly, MinRetentionDays=1, MaxRetentionDays=9, ChangeableForDays=3)
    locked = {
        "Locked": True,
        "MinRetentionDays": 1,
        "MaxRetentionDays": 9,
        "LockDate": NOW + 3 * DAY,
    }
    assert told(nightly) == locked
    clock.shift(3 * DAY)
    assert refusals(nightly) == IMMUTABLE
    clock.shift(3650 * DAY)
    assert refusals(nightly) == IMMUTABLE
    assert told(nightly) == locked


def test_a_lock_can_be_changed_up_to_its_date_which_then_counts_anew(
    nightly: Any, clock: Any
) -> None:
    lock(nightly, MinRetentionDays=1, ChangeableForDays=3)
    clock.shift(3 * DAY - SECOND)
    lock(nightly, MaxRetentionDays=9, ChangeableForDays=30)
    date = NOW + 33 * DAY - SECOND
    assert told(nightly) == {"Locked": True, "MaxRetentionDays": 9, "LockDate": date}
    clock.shift(30 * DAY - SECOND)
    unlock(nightly)
    assert told(nightly) == {"Locked": False}


def test_a_lock_in_its_grace_time_keeps_what_is_in_the_vault_until_it_is_taken_away(
    nightly: Any, clock: Any
) -> None:
    point = {**NIGHTLY, "RecoveryPointArn": backed_up(nightly)}
    lock(nightly, **COMPLIANCE)
    clock.shift(DAY)
    assert refused(nightly, "delete_recovery_point", **point) == LOCKED
    unlock(nightly)
    nightly.delete_recovery_point(**point)
    assert arns(nightly) == []


def test_a_lock_in_governance_mode_can_be_changed_at_any_time(nightly: Any, clock: Any) -> None:
    lock(nightly, MinRetentionDays=1)
    clock.shift(3650 * DAY)
    lock(nightly, MinRetentionDays=2, MaxRetentionDays=3)
    assert told(nightly) == {"Locked": True, "MinRetentionDays": 2, "MaxRetentionDays": 3}
    unlock(nightly)
    assert told(nightly) == {"Locked": False}


def test_a_lock_needs_no_bounds(nightly: Any) -> None:
    lock(nightly)
    assert told(nightly) == {"Locked": True}
    assert described(nightly)["State"] == "COMPLETED"


def test_a_vault_without_lock_can_have_it_taken_away(nightly: Any) -> None:
    unlock(nightly)
    assert told(nightly) == {"Locked": False}


def test_a_lock_keeps_no_longer_at_least_than_at_most(nightly: Any) -> None:
    days = {"MinRetentionDays": 3, "MaxRetentionDays": 2}
    operation = "put_backup_vault_lock_configuration"
    assert refused(nightly, operation, **NIGHTLY, **days) == (
        "InvalidParameterValueException",
        "MinRetentionDays cannot be greater than MaxRetentionDays",
    )
    assert told(nightly) == {"Locked": False}
    lock(nightly, MinRetentionDays=2, MaxRetentionDays=2)


def test_a_lock_of_an_absent_vault_cannot_be_taken_away(nightly: Any) -> None:
    operation = "delete_backup_vault_lock_configuration"
    code, _ = refused(nightly, operation, BackupVaultName="absent")
    assert code == "ResourceNotFoundException"
