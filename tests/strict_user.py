"""What a user's strict mypy and pyright accept, and what they refuse: each line that is marked, no other.

Nothing runs it. `tests/modes/test_types.py` and `tox run -e types` check it.
"""

from moto import mock_aws

from moto_backup_summaries import (
    AwsBackup,
    Rule,
    backup_settings,
    fail_operation,
    job_events,
    job_progression,
    load_jobs,
    set_approval_outcome,
    set_deletion_outcome,
    set_deployment_outcome,
    set_job_outcome,
)
from moto_backup_summaries.words import FinalState, OperationName


@mock_aws(config=backup_settings(include_today=False))
def accepted(state: FinalState, operation: OperationName) -> Rule:
    load_jobs({"BackupJobs": [{}]}, shift_to_now="exactly")
    with job_progression("manual", times=1), job_progression("time", kind="copy", seconds=60):
        set_job_outcome("scan", state="COMPLETED", scan_result_status="THREATS_FOUND")
        set_job_outcome("backup", state=state, resource_type="NewOfAWS")
    set_approval_outcome("FAILED", operation="create_restore_access_backup_vault", duration="PT1H")
    set_deletion_outcome("EXPIRED", resource_type="EBS")
    set_deployment_outcome("FAILED", framework_name="audit")
    job_events(kind="restore", state="RUNNING", detail_type="Restore Job State Change")
    fail_operation("list_backup_jobs", code="ThrottlingException")
    return fail_operation(operation, code="ServiceUnavailableException")


@mock_aws(config=backup_settings(include_tody=False))  # type: ignore[call-arg]
def refused(anything: str) -> None:
    backup_settings(include_today="no")  # type: ignore[arg-type]
    set_job_outcome("bakup", state="FAILED")  # type: ignore[arg-type]
    set_job_outcome("backup", state="FAILD")  # type: ignore[arg-type]
    set_job_outcome("backup", state=anything)  # type: ignore[arg-type]
    set_job_outcome("scan", state="FAILED", scan_result_status="THREATS")  # type: ignore[arg-type]
    set_approval_outcome("DENIED")  # type: ignore[arg-type]
    set_approval_outcome("FAILED", operation="StartRestoreJob")  # type: ignore[arg-type]
    set_deletion_outcome("FAILED")  # type: ignore[arg-type]
    set_deployment_outcome("EXPIRED")  # type: ignore[arg-type]
    fail_operation("ListBackupJob", code="ThrottlingException")  # type: ignore[arg-type]
    fail_operation("ListBackupJobs", code="Throttling")  # type: ignore[arg-type]
    job_progression("manuel")  # type: ignore[arg-type]
    job_progression("manual", kind="backup::backupjob")  # type: ignore[arg-type]
    job_events(state="failed")  # type: ignore[arg-type]
    job_events(detail_type="Backup Job")  # type: ignore[arg-type]
    load_jobs({}, shift_to_now="yes")  # type: ignore[call-overload]


def loaded(aws_backup: AwsBackup) -> tuple[int, str]:
    number: int = aws_backup.load("jobs.json", shift_to_now=True)
    some, (refused, *_) = aws_backup.load({"BackupJobs": []}, strict=False)
    aws_backup.load("jobs.json", strict=False) + 1  # type: ignore[operator]
    aws_backup.load({}, shift_to_now="yes")  # type: ignore[call-overload]
    return number + some, refused.reason
