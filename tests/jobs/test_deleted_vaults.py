"""Jobs whose vault is deleted while they are on their way."""

import json
from datetime import datetime, timedelta, timezone
from typing import Any

from calls import FAR, backed_up, bucket, copy, create_plan, points, start, vault_arn, volume
from support import ROLE, client_of, transition

from moto_backup_summaries import set_job_outcome

NOW = datetime(2026, 3, 10, 12, tzinfo=timezone.utc)
MINUTE = timedelta(minutes=1)


def described(client: Any, kind: str, job_id: str) -> dict[str, Any]:
    told: dict[str, Any]
    if kind == "copy":
        told = client.describe_copy_job(CopyJobId=job_id)["CopyJob"]
    else:
        told = client.describe_backup_job(BackupJobId=job_id)
    names = ("State", "StatusMessage", "MessageCategory", "CompletionDate", "RecoveryPointArn")
    return {name: told[name] for name in names if name in told}


def vaults(client: Any) -> list[str]:
    return [vault["BackupVaultName"] for vault in client.list_backup_vaults()["BackupVaultList"]]


def failed(arn: str, kind: str = "Backup") -> dict[str, Any]:
    return {
        "State": "FAILED",
        "StatusMessage": f"{kind} job failed because backup vault {arn} does not exist.",
        "MessageCategory": "RESOURCE_NOT_FOUND",
        "CompletionDate": NOW + 3 * MINUTE,
    }


def test_a_backup_into_a_vault_that_is_deleted_fails_when_it_would_be_done(
    nightly: Any, clock: Any
) -> None:
    with transition("time", seconds=60):
        job_id = start(nightly)["BackupJobId"]
        nightly.delete_backup_vault(BackupVaultName="nightly")
        clock.shift(2 * MINUTE)
        assert described(nightly, "backup", job_id)["State"] == "RUNNING"
        clock.shift(2 * MINUTE)
        assert described(nightly, "backup", job_id) == failed(vault_arn("nightly"))
    assert vaults(nightly) == []


def test_so_does_one_that_a_test_lets_complete(nightly: Any, clock: Any) -> None:
    set_job_outcome("backup", state="COMPLETED", status_message="fine", duration=3 * MINUTE)
    job_id = start(nightly)["BackupJobId"]
    nightly.delete_backup_vault(BackupVaultName="nightly")
    clock.shift(3 * MINUTE)
    assert described(nightly, "backup", job_id) == failed(vault_arn("nightly"))


def test_a_vault_that_is_made_again_in_time_takes_it(nightly: Any, clock: Any) -> None:
    with transition("time", seconds=60):
        start(nightly)
        nightly.delete_backup_vault(BackupVaultName="nightly")
        clock.shift(2 * MINUTE)
        nightly.create_backup_vault(BackupVaultName="nightly")
        clock.shift(2 * MINUTE)
        assert len(points(nightly)) == 1


def test_a_copy_into_one_fails_alike_in_whichever_region(nightly: Any, clock: Any) -> None:
    far = client_of(region_name=FAR)
    far.create_backup_vault(BackupVaultName="far")
    point = backed_up(nightly)
    set_job_outcome("copy", state="COMPLETED", duration=3 * MINUTE)
    job_id = copy(nightly, point)["CopyJobId"]
    far.delete_backup_vault(BackupVaultName="far")
    clock.shift(4 * MINUTE)
    told = described(nightly, "copy", job_id)
    assert told == failed(vault_arn("far", FAR), "Copy")
    assert vaults(far) == []
    job = nightly.describe_copy_job(CopyJobId=job_id)["CopyJob"]
    assert "DestinationRecoveryPointArn" not in job


def test_a_stack_and_its_parts_fail_together(nightly: Any, clock: Any) -> None:
    template = {"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}
    stack = client_of("cloudformation").create_stack(
        StackName="app", TemplateBody=json.dumps(template)
    )
    set_job_outcome("backup", state="COMPLETED", duration=3 * MINUTE)
    start(nightly, ResourceArn=stack["StackId"])
    nightly.delete_backup_vault(BackupVaultName="nightly")
    clock.shift(4 * MINUTE)
    states = {job["ResourceType"]: job["State"] for job in nightly.list_backup_jobs()["BackupJobs"]}
    assert states == {"CloudFormation": "FAILED", "S3": "FAILED"}
    assert vaults(nightly) == []


def test_runs_of_a_plan_without_its_vault_say_so_alike(nightly: Any, clock: Any) -> None:
    bucket()
    rule = {"RuleName": "r", "TargetBackupVaultName": "none"}
    copies = [{"DestinationBackupVaultArn": vault_arn("gone", FAR)}]
    rules = [
        rule,
        {**rule, "RuleName": "s", "TargetBackupVaultName": "nightly", "CopyActions": copies},
    ]
    selection = {"SelectionName": "all", "IamRoleArn": ROLE, "Resources": ["*"]}
    plan_id = create_plan(nightly, Rules=rules)
    nightly.create_backup_selection(BackupPlanId=plan_id, BackupSelection=selection)
    clock.shift(timedelta(days=1))
    (job,) = nightly.list_backup_jobs(ByState="FAILED")["BackupJobs"]
    (copied,) = nightly.list_copy_jobs()["CopyJobs"]
    assert [job["StatusMessage"], copied["StatusMessage"]] == [
        f"Backup job failed because backup vault {vault_arn('none')} does not exist.",
        f"Copy job failed because backup vault {vault_arn('gone', FAR)} does not exist.",
    ]


def test_a_job_that_fails_by_itself_says_why(nightly: Any, clock: Any) -> None:
    set_job_outcome("backup", state="FAILED", status_message="Access denied", duration=3 * MINUTE)
    job_id = start(nightly, ResourceArn=volume())["BackupJobId"]
    nightly.delete_backup_vault(BackupVaultName="nightly")
    clock.shift(4 * MINUTE)
    assert described(nightly, "backup", job_id)["StatusMessage"] == "Access denied"
