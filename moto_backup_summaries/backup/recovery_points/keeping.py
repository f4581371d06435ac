"""How jobs leave recovery points: what this family does about what it hears of jobs."""

from ..account import Account, account_at
from ..aws.arns import Arn, vault_name_of
from ..aws.job_kinds import LEAVE_RECOVERY_POINTS
from ..events import JobChanged, JobsStored, PointChanged
from .point import RecoveryPoint
from .stored_points import StoredPoints


def keep_recovery_point(account: Account, changed: JobChanged) -> None:
    """Put what a job leaves, if anything, into its vault, which is made when missing.

    The vault may be of another region or account. What used a recovery point is noted.
    """
    kind, job = changed.kind, changed.job
    account.recovery_points.uses.add(kind, job)
    if not kind.leaves_recovery_point or changed.state not in LEAVE_RECOVERY_POINTS:
        return
    vault_arn = job.members[kind.vault]
    arn = job.members[kind.recovery_point]
    keeper = _account_with_vault(vault_arn)
    point = RecoveryPoint(arn, vault_name_of(vault_arn), vault_arn, job)
    keeper.recovery_points.add(point)
    keeper.publish(PointChanged(point.as_it_is(), point.first_status, changed.moment))


def keep_stored_points(account: Account, stored: JobsStored) -> None:
    """The same for all jobs that were stored together."""
    jobs = stored.jobs
    account.recovery_points.uses.add_stored(jobs)
    if not jobs.kind.leaves_recovery_point:
        return
    for (state, vault_arn), number in jobs.counts(jobs.kind.state, jobs.kind.vault).items():
        if state in LEAVE_RECOVERY_POINTS:
            points = StoredPoints(jobs, state, vault_arn, number, stored.kept_for)
            _account_with_vault(vault_arn).recovery_points.add_stored(points)


def expire_recovery_points(account: Account, now: float) -> None:
    account.recovery_points.expire(now)


def _account_with_vault(vault_arn: str) -> Account:
    """The account of a vault's ARN, in which the vault is made when missing."""
    vault = Arn.of(vault_arn)
    keeper = account_at(vault.account_id, vault.region)
    keeper.vaults.make_missing(vault_name_of(vault_arn))
    return keeper
