"""The functions with which a test says how jobs end and advance, which calls fail, and what else comes out.

Rules live in moto's state: they end with the mock, and no other test has them.
"""

from collections.abc import Sequence
from datetime import timedelta

from ..backup.account import current_scenario, scenario_to_change
from ..backup.config import check_settings
from ..backup.frame.transactions import exclusive
from ..backup.mocking import warn_without_mock
from ..backup.scenario.approvals import ApprovalOutcome
from ..backup.scenario.deletions import DeletionOutcome
from ..backup.scenario.deployments import DeploymentOutcome
from ..backup.scenario.faults import Counts, Fault
from ..backup.scenario.outcomes import Outcome
from ..backup.scenario.progressions import Progression
from ..backup.scenario.rule import Rule, SetAt, calling_line
from ..words import (
    ApprovalOperation,
    ApprovalStatus,
    DeletionStatus,
    DeploymentStatus,
    ErrorCode,
    FinalState,
    Kind,
    OperationName,
    Progress,
    ScanResultStatus,
)


def set_job_outcome(
    kind: Kind,
    *,
    state: FinalState,
    status_message: str | None = None,
    message_category: str | None = None,
    resource_arn: str | None = None,
    resource_type: str | None = None,
    times: int | None = None,
    account_id: str | None = None,
    region_name: str | None = None,
    backup_size_in_bytes: int | None = None,
    duration: float | timedelta | str | None = None,
    scan_result_status: ScanResultStatus | None = None,
    index_status_message: str | None = None,
) -> Rule:
    """Let the jobs of a kind that start from now on end in a state. The latest matching rule wins.

    The rule has its `times_used`; it ends with the mock, with its `remove()`, or with the block of
    `with set_job_outcome(…) as rule:`. One that was never used is a warning when the mock ends.

    kind: backup, copy, restore or scan.
    state: one of the kind's final states, such as FAILED.
    status_message, message_category: of these jobs; by default the category follows from the message
        by AWS's table.
    resource_arn, resource_type: which jobs; the ARN with `*` for any characters.
    times: how many jobs, or all of them.
    account_id, region_name: where, or anywhere.
    backup_size_in_bytes: the job's BackupSizeInBytes.
    duration: how long a job is RUNNING by moto's clock, in seconds, as a timedelta or as an ISO 8601
        duration. Such a job follows no transition of moto's.
    scan_result_status: for scan jobs, such as THREATS_FOUND.
    index_status_message: for backup jobs: why each index of their recovery points FAILS, whenever it is made.

    Raises ValueError for an invalid value, with the accepted ones.
    """
    warn_without_mock("set_job_outcome")
    outcome = Outcome(
        kind=kind,
        state=state,
        status_message=status_message,
        message_category=message_category,
        resource_arn=resource_arn,
        resource_type=resource_type,
        times=times,
        account_id=account_id,
        region=region_name,
        backup_size_in_bytes=backup_size_in_bytes,
        duration=duration,
        scan_result_status=scan_result_status,
        index_status_message=index_status_message,
    )
    activate([outcome], calling_line())
    return outcome


def set_approval_outcome(
    status: ApprovalStatus,
    *,
    operation: ApprovalOperation | None = None,
    approval_team_arn: str | None = None,
    status_message: str | None = None,
    duration: float | timedelta | str | None = None,
    times: int | None = None,
    account_id: str | None = None,
    region_name: str | None = None,
) -> Rule:
    """Let approval teams decide so about requests that are made from now on. The latest matching rule wins.

    Without a rule they approve at once. The rule has its `times_used`; it ends with the mock, with its
    `remove()`, or with the block of `with set_approval_outcome(…) as rule:`. One that was never used is a
    warning when the mock ends.

    status: APPROVED, FAILED, or PENDING for a request about which nobody decides; it fails after a day.
    operation: only the requests of one of the four operations that a team is asked about, as AWS or boto3
        name it: CreateRestoreAccessBackupVault, create_restore_access_backup_vault.
    approval_team_arn: only those of a team; with `*` for any characters.
    status_message: of the decision.
    duration: how long the request is PENDING before that by moto's clock, at most a day: in seconds, as a
        timedelta or as an ISO 8601 duration.
    times: how many requests, or all of them.
    account_id, region_name: whose requests, or anyone's.

    Raises ValueError for an invalid value, with the accepted ones.
    """
    warn_without_mock("set_approval_outcome")
    approval = ApprovalOutcome(
        status=status,
        operation=operation,
        approval_team_arn=approval_team_arn,
        status_message=status_message,
        duration=duration,
        times=times,
        account_id=account_id,
        region=region_name,
    )
    activate([approval], calling_line())
    return approval


def set_deletion_outcome(
    status: DeletionStatus,
    *,
    status_message: str | None = None,
    resource_arn: str | None = None,
    resource_type: str | None = None,
    backup_vault_name: str | None = None,
    times: int | None = None,
    account_id: str | None = None,
    region_name: str | None = None,
) -> Rule:
    """Let AWS Backup be unable to delete recovery points from now on. The latest matching rule wins.

    Without a rule they are deleted, by their lifecycle or DeleteRecoveryPoint. The rule has its `times_used`;
    it ends with the mock, with its `remove()`, or with the block of `with set_deletion_outcome(…) as rule:`.
    One that was never used is a warning when the mock ends.

    status: EXPIRED for what stays, with this Status, as where the role has lost its permission; or DELETED.
        What is EXPIRED stays until DeleteRecoveryPoint is called for it again.
    status_message: of what is EXPIRED, the reason.
    resource_arn, resource_type: of which resources; the ARN with `*` for any characters.
    backup_vault_name: only recovery points of a vault.
    times: how many deletions, or all of them.
    account_id, region_name: of the vault, or anywhere.

    Raises ValueError for an invalid value, with the accepted ones.
    """
    warn_without_mock("set_deletion_outcome")
    deletion = DeletionOutcome(
        status=status,
        status_message=status_message,
        resource_arn=resource_arn,
        resource_type=resource_type,
        backup_vault_name=backup_vault_name,
        times=times,
        account_id=account_id,
        region=region_name,
    )
    activate([deletion], calling_line())
    return deletion


def set_deployment_outcome(
    status: DeploymentStatus,
    *,
    framework_name: str | None = None,
    times: int | None = None,
    account_id: str | None = None,
    region_name: str | None = None,
) -> Rule:
    """Let frameworks that are created or updated from now on end up so. The latest matching rule wins.

    Without a rule they are COMPLETED. The rule has its `times_used`; it ends with the mock, with its
    `remove()`, or with the block of `with set_deployment_outcome(…) as rule:`. One that was never used is a
    warning when the mock ends.

    status: the DeploymentStatus: FAILED, or COMPLETED.
    framework_name: only the framework of this name.
    times: how many creations and updates, or all of them.
    account_id, region_name: whose frameworks, or anyone's.

    Raises ValueError for an invalid value, with the accepted ones.
    """
    warn_without_mock("set_deployment_outcome")
    deployment = DeploymentOutcome(
        status=status,
        framework_name=framework_name,
        times=times,
        account_id=account_id,
        region=region_name,
    )
    activate([deployment], calling_line())
    return deployment


def fail_operation(
    operation: OperationName,
    *,
    code: ErrorCode,
    message: str | None = None,
    times: int | None = 1,
    counts: Counts = "calls",
    account_id: str | None = None,
    region_name: str | None = None,
) -> Fault:
    """Let the next calls of an operation of AWS Backup answer an error.

    The rule has its `times_used`, `calls_used` and `requests_used`, and `assert_used(calls=1, requests=3)`;
    it ends with the mock, with its `remove()`, or with the block of
    `with fail_operation(…) as rule:`. One that was never used is a warning when the mock ends.

    operation: any one of the service, as AWS or boto3 name it: ListBackupJobs, list_backup_jobs.
    code: an error of AWS Backup, or one that every service has, such as ThrottlingException. The HTTP
        status is the model's: 500 for ServiceUnavailableException, so that SDKs retry.
    times: how many calls; None is all of them.
    counts: "calls", of which each fails however often its SDK tries it, so that the code under test sees the
        error; or "requests", for code that has to get over an error by its SDK's own retries. A client that
        is no SDK of AWS sends no id of a call, so that each of its requests is one.
    account_id, region_name: whose calls, or anyone's.

    Raises ValueError for an unknown operation or code, with similar names.
    """
    warn_without_mock("fail_operation")
    fault = Fault(
        operation=operation,
        code=code,
        message=message,
        times=times,
        counts=counts,
        account_id=account_id,
        region=region_name,
    )
    activate([fault], calling_line())
    return fault


def job_progression(
    progression: Progress,
    *,
    kind: Kind | None = None,
    times: int | None = None,
    seconds: float | timedelta | str | None = None,
) -> Progression:
    """Let jobs advance in this way from now on. The latest call for a kind counts, until the mock ends.

    It sets moto's transitions of these jobs until the mock ends, `remove()` is called, or the block of
    `with job_progression(…):` ends. Transitions of moto's own `state_manager.set_transition` outlive the
    mock and may have any name and value.

    progression: immediate, manual or time.
    kind: backup, copy, restore or scan, or all of them.
    times: for manual, how many calls that read a job it takes for a step; 1 by default.
    seconds: for time, how long each state lasts by moto's clock, in seconds, as a timedelta or as an
        ISO 8601 duration.

    Raises ValueError for an invalid value, with the accepted ones.
    """
    warn_without_mock("job_progression")
    rule = Progression(progression, kind=kind, times=times, seconds=seconds)
    _activate_progression(rule)
    return rule


@exclusive
def _activate_progression(progression: Progression) -> None:
    check_settings()
    progression.activate(scenario_to_change().progressions)


@exclusive
def clear_rules() -> None:
    """Remove all outcomes, of whatever they are, faults and progressions."""
    current_scenario().clear()


@exclusive
def activate(rules: Sequence[Rule], set_at: SetAt) -> None:
    """Let new rules apply; raises ValueError if the mock's settings are invalid."""
    check_settings()
    for rule in rules:
        scenario_to_change().add(rule, set_at)
