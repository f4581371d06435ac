"""A policy says who may call: what AWS Backup does by itself goes on, and jobs of plans are their roles'."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from access_policies.asking import NIGHTLY, allow, denied, message, role_arn
from access_policies.examples import deny, put
from calls import FAR, SELECTION, backed_up, bucket, create_plan, jobs, points, start, vault_arn
from legal_holds.examples import cancel, create
from organizations import Organization
from support import ACCOUNT, REGION, ROLE, client_of, new_client

from moto_backup_summaries import job_progression
from moto_backup_summaries.backup.account import account_at
from moto_backup_summaries.backup.frame.operations import call

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
DAY = timedelta(days=1)
EVERYTHING = deny(
    "DeleteBackupVault",
    "DeleteRecoveryPoint",
    "StartBackupJob",
    "StartCopyJob",
    "StartRestoreJob",
    "UpdateRecoveryPointLifecycle",
)
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/backup/AWSBackup-backup"


def run_plan(client: Any, clock: Any, days: int = 1, **rule: Any) -> None:
    """Let days pass with a plan that backs up a bucket into `nightly` at five."""
    bucket()
    told = {"RuleName": "r", "TargetBackupVaultName": "nightly", **rule}
    plan_id = create_plan(client, Rules=[told])
    client.create_backup_selection(BackupPlanId=plan_id, BackupSelection=SELECTION)
    clock.shift(days * DAY)


def test_recovery_points_go_at_the_end_of_their_days(nightly: Any, clock: Any) -> None:
    point = backed_up(nightly, Lifecycle={"DeleteAfterDays": 1})
    put(nightly, EVERYTHING)
    assert denied(nightly, "delete_recovery_point", **NIGHTLY, RecoveryPointArn=point)
    clock.shift(DAY)
    assert points(nightly) == []


def test_what_a_hold_let_go_goes_too(nightly: Any, clock: Any) -> None:
    backed_up(nightly, Lifecycle={"DeleteAfterDays": 1})
    hold = create(nightly)["LegalHoldId"]
    put(nightly, EVERYTHING)
    clock.shift(2 * DAY)
    assert len(points(nightly)) == 1
    cancel(nightly, hold)
    assert points(nightly) == []


def test_jobs_that_have_begun_go_on(nightly: Any) -> None:
    with job_progression("manual", times=1):
        job_id = start(nightly)["BackupJobId"]
        put(nightly, EVERYTHING)
        for _ in range(3):
            job = nightly.describe_backup_job(BackupJobId=job_id)
    assert job["State"] == "COMPLETED"
    assert len(points(nightly)) == 1


def test_what_is_done_without_a_caller_is_not_asked(nightly: Any) -> None:
    put(nightly, EVERYTHING)
    assert denied(nightly, "delete_backup_vault", **NIGHTLY)
    assert call(account_at(ACCOUNT, REGION), "DeleteBackupVault", NIGHTLY) == {}
    assert nightly.list_backup_vaults()["BackupVaultList"] == []


class TestAPlan:
    def test_has_jobs_where_its_role_may_start_them(self, nightly: Any, clock: Any) -> None:
        put(
            nightly,
            deny("DeleteRecoveryPoint"),
            deny("StartBackupJob", Principal={"AWS": role_arn("x")}),
        )
        run_plan(nightly, clock, days=3)
        assert [job["State"] for job in jobs(nightly)] == ["COMPLETED"] * 3
        assert len(points(nightly)) == 3

    @pytest.mark.parametrize(
        "principal", ["*", {"AWS": ACCOUNT}, {"AWS": role_arn("backup")}, {"AWS": SESSION}]
    )
    @pytest.mark.parametrize("is_locked", [False, True])
    def test_has_failed_jobs_where_it_may_not(
        self, nightly: Any, clock: Any, principal: Any, is_locked: bool
    ) -> None:
        put(nightly, deny("StartBackupJob", Principal=principal, Resource=vault_arn("nightly")))
        if is_locked:
            nightly.put_backup_vault_lock_configuration(**NIGHTLY, MinRetentionDays=1)
        run_plan(nightly, clock, days=2)
        told = [
            (job["State"], job["StatusMessage"], job["MessageCategory"]) for job in jobs(nightly)
        ]
        said = message(SESSION, "StartBackupJob", vault_arn("nightly"))
        assert told == [("FAILED", said, "ACCESS_DENIED")] * 2
        assert points(nightly) == []

    def test_is_told_by_the_id_of_its_role(self, nightly: Any, clock: Any) -> None:
        iam = client_of("iam")
        iam.create_role(RoleName="other", AssumeRolePolicyDocument="{}")
        made = iam.create_role(RoleName="backup", AssumeRolePolicyDocument="{}")["Role"]
        id_of_session = f"{made['RoleId']}:AWSBackup-backup"
        put(
            nightly,
            deny("StartBackupJob", Condition={"StringEquals": {"aws:userId": id_of_session}}),
        )
        run_plan(nightly, clock)
        assert [job["State"] for job in jobs(nightly)] == ["FAILED"]

    def test_has_failed_copies_where_its_role_may_not_copy(self, nightly: Any, clock: Any) -> None:
        far = client_of(region_name=FAR)
        far.create_backup_vault(BackupVaultName="far")
        put(nightly, deny("StartCopyJob"))
        run_plan(nightly, clock, CopyActions=[{"DestinationBackupVaultArn": vault_arn("far", FAR)}])
        (point,) = points(nightly)
        (job,) = jobs(nightly, "copy")
        assert job["State"] == "FAILED"
        assert job["StatusMessage"] == message(SESSION, "StartCopyJob", point["RecoveryPointArn"])
        assert points(far, "far") == []

    def test_copies_where_only_others_may_not(self, nightly: Any, clock: Any) -> None:
        far = client_of(region_name=FAR)
        far.create_backup_vault(BackupVaultName="far")
        put(nightly, deny("StartCopyJob", Principal={"AWS": role_arn("other")}))
        # Between regions of an account nothing is asked of the vault that gets the copy.
        put(far, deny("CopyIntoBackupVault"), BackupVaultName="far")
        run_plan(nightly, clock, CopyActions=[{"DestinationBackupVaultArn": vault_arn("far", FAR)}])
        assert [job["State"] for job in jobs(nightly, "copy")] == ["COMPLETED"]
        assert len(points(far, "far")) == 1

    def test_copies_into_another_account_if_that_lets_its_role(self, clock: Any) -> None:
        organization = Organization(lambda service="backup", **more: new_client(service, **more))
        organization.enable_copies()
        there = organization.open_vault(organization.first)
        put(there, allow({"AWS": ROLE}, "CopyIntoBackupVault"), BackupVaultName="offsite")
        offsite = vault_arn("offsite", account_id=organization.first)
        run_plan(
            organization.management, clock, CopyActions=[{"DestinationBackupVaultArn": offsite}]
        )
        there.delete_backup_vault_access_policy(BackupVaultName="offsite")
        clock.shift(DAY)
        states = [job["State"] for job in jobs(organization.management, "copy")]
        assert states == ["FAILED", "COMPLETED"]
        assert len(points(there, "offsite")) == 1
