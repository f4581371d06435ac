"""What jobs leave in vaults when they end, and what time takes away."""

from collections.abc import Sequence
from functools import partial
from itertools import compress
from operator import and_, eq

from ..account import Account, account_of
from ..aws.arns import vault_name_of
from ..aws.job_kinds import COPY, LEAVE_RECOVERY_POINTS
from ..aws.lifecycles import days_of, is_until_copied
from ..events import JobEnded, JobsStored, LifecycleChanged, PointChanged
from ..views import JobView, PointView

# The member of a job with the air-gapped vault that its recovery point is to be copied to.
_GAPPED_VAULT = "LogicallyAirGappedBackupVaultArn"
# The member of a kind of job with the type of its vault.
_VAULT_TYPES = {"backup": "VaultType", "copy": "DestinationVaultType"}


def keep_recovery_point(account: Account, ended: JobEnded) -> None:
    """Put what a job leaves, if anything, into its vault, which is made when missing.

    The vault may be of another region or account.
    """
    job, kind = ended.job, ended.job.kind
    if kind.leaves_recovery_point_in(job.state):
        vault_arn = job.member(kind.vault)
        keeper = _account_with_vault(vault_arn, job.member(_VAULT_TYPES[kind.name]))
        point = keeper.recovery_points.add(job.member(kind.recovery_point), vault_arn, job)
        if point is not None:
            keeper.publish(PointChanged(point, point.first_status, ended.moment))


def keep_stored_points(account: Account, stored: JobsStored) -> None:
    """Put what each of many jobs leaves into its vault, as keep_recovery_point does."""
    jobs, kind = stored.jobs, stored.jobs.kind
    if not (kind.leaves_recovery_point and stored.leaves_points):
        return
    # Other requests wait meanwhile, so that no loop of Python goes through a million jobs.
    states, vaults = (jobs.store.values(name, jobs.numbers) for name in (kind.state, kind.vault))
    all_states = set(states)
    left_states = all_states.intersection(LEAVE_RECOVERY_POINTS)
    for vault_arn in dict.fromkeys(vaults):
        numbers: Sequence[int] = jobs.numbers
        if vaults.count(vault_arn) < len(jobs) or left_states != all_states:
            is_in_vault = map(partial(eq, vault_arn), vaults)
            has_point = map(left_states.__contains__, states)
            numbers = list(compress(numbers, map(and_, is_in_vault, has_point)))
        if not numbers:
            continue
        vault_type = jobs.store.values(_VAULT_TYPES[kind.name], numbers[:1])[0]
        keeper = _account_with_vault(vault_arn, vault_type)
        keeper.recovery_points.add_stored(jobs.store, numbers, vault_arn, stored.kept_for)


def end_what_was_copied(account: Account, ended: JobEnded) -> None:
    """Delete a temporary recovery point as soon as nothing needs it any more.

    All copies that AWS Backup made by itself must have ended, and one be where it was to go, for as long at
    least.
    https://docs.aws.amazon.com/aws-backup/latest/devguide/lag-vault-primary-backup.html
    """
    job = ended.job
    if job.kind is COPY:
        vault_name = vault_name_of(job.member("SourceBackupVaultArn"))
        point = account.recovery_points.get(vault_name, job.member("SourceRecoveryPointArn"))
        if point is not None:
            _end_if_copied(account, point, ended.moment)


def end_what_is_kept_for_less(account: Account, changed: LifecycleChanged) -> None:
    """Delete a temporary recovery point whose copy is kept for as long now that its own days are fewer."""
    _end_if_copied(account, changed.point, changed.moment)


def _end_if_copied(account: Account, point: PointView, moment: float) -> None:
    target = point.job.member(_GAPPED_VAULT)
    if target is None or not is_until_copied(point.lifecycle):
        return
    copies = account.jobs.store(COPY).with_value("SourceRecoveryPointArn", point.arn)
    automatic = [copy for copy in copies if copy.member("CreatedByBackupJobId")]
    if all(copy.is_final for copy in automatic) and any(_replaces(copy, point) for copy in copies):
        ends = [copy.member("CompletionDate") for copy in automatic]
        account.recovery_points.end(point, max([moment, *ends]))


def _replaces(copy: JobView, point: PointView) -> bool:
    """Whether a copy is where its temporary source was to go, for as long at least."""
    days = days_of(point.member("Lifecycle"), "DeleteAfterDays")
    return (
        copy.state == "COMPLETED"
        and copy.member("DestinationBackupVaultArn") == point.job.member(_GAPPED_VAULT)
        and days is not None
        and copy.member("DestinationRecoveryPointLifecycle.DeleteAfterDays") >= days
    )


def expire_recovery_points(account: Account, now: float) -> None:
    account.recovery_points.expire(now)


def _account_with_vault(vault_arn: str, vault_type: str | None) -> Account:
    """The account of a vault's ARN, in which the vault is made when missing, of this type."""
    keeper = account_of(vault_arn)
    keeper.vaults.make_missing(vault_name_of(vault_arn), vault_type)
    return keeper
