"""What the controls of frameworks say of what an account has: pure functions of documents and views.

https://docs.aws.amazon.com/aws-backup/latest/devguide/controls-and-remediation.html
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, TypeAlias

from ..aws.access_policies import Statement, denies_everybody
from ..aws.arns import Arn, vault_name_of
from ..aws.controls import AGE, CONTROLS, FREQUENCY, RESOURCE
from ..aws.facts import AIR_GAPPED_VAULT
from ..aws.lifecycles import days_of
from ..aws.schedules import Schedule
from ..members import Members
from ..neighbours.resources import Resource, Tags

Values: TypeAlias = Mapping[str, Any]
# What a vault's policy must deny, by its rule in AWS Config.
# https://docs.aws.amazon.com/config/latest/developerguide/backup-recovery-point-manual-deletion-disabled.html
_DELETIONS = ("DeleteRecoveryPoint", "UpdateRecoveryPointLifecycle", "PutBackupVaultAccessPolicy")


class AuditedPlan(NamedTuple):
    """A plan: its rules, each with its schedule, and the ARNs of the resources that it backs up."""

    tags: Tags
    rules: Sequence[tuple[Members, Schedule]]
    arns: frozenset[str]


class AuditedVault(NamedTuple):
    """A vault: its lock, and what its policy says."""

    name: str
    vault_type: str
    tags: Tags
    is_locked: bool
    min_retention_days: int | None
    max_retention_days: int | None
    statements: Sequence[Statement]


class Subject(NamedTuple):
    """What a control evaluates one of.

    kind: by AWS Config. type_name: the ResourceType of a resource, or of a recovery point's, or "".
    audited: what its control judges. number: of all that it stands for, where they are only counted.
    """

    kind: str
    id: str
    name: str
    arn: str
    type_name: str
    audited: Any
    number: int = 1


class Evidence(Protocol):
    """What an account has in a region at a moment, and what it has done."""

    moment: float
    account_id: str
    region: str
    vaults: dict[str, AuditedVault]

    def subjects(self, evaluated: str, ids: Sequence[str] | None = None) -> Iterable[Subject]:
        """All that a control may look at, by what it evaluates, and the ids of its scope."""
        ...

    def plans_of(self, resource_arn: str) -> Sequence[AuditedPlan]:
        """The plans that back up a resource."""
        ...

    def has_point_since(
        self, moment: float, resource_arn: str, vault_names: Sequence[str | None]
    ) -> bool:
        """Whether a resource has a recovery point that is no older, in one of these vaults; None is any."""
        ...

    def restore_minutes(self, resource_arn: str) -> int | None:
        """How long the latest restore of a resource took, or None without one."""
        ...

    def ids_of(self, principal_arn: str) -> Iterable[str]:
        """The ids of a principal, where it has any."""
        ...


# Says whether something complies; None where that cannot be told.
Judge: TypeAlias = Callable[[Any], bool | None]


class Evaluation(NamedTuple):
    """What a control says of something."""

    subject: Subject
    is_compliant: bool


def evaluations(control: Members, evidence: Evidence) -> Iterator[Evaluation]:
    """What a control of a framework says of each thing in its scope; of some nothing can be said."""
    name, scope = control["ControlName"], control.get("ControlScope", {})
    facts = CONTROLS.get(name)
    if facts is None:
        return
    judge = _JUDGES[name](evidence, facts.values(control.get("ControlInputParameters", ())))
    for subject in evidence.subjects(facts.evaluates, scope.get("ComplianceResourceIds")):
        is_evaluated = facts.evaluates != RESOURCE or subject.type_name in facts.types
        is_compliant = judge(subject.audited) if is_evaluated and _is_in(scope, subject) else None
        if is_compliant is not None:
            yield Evaluation(subject, is_compliant)


def _is_in(scope: Members, subject: Subject) -> bool:
    """Whether something is in a scope; a tag with an empty value stands for any of its key.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ControlScope.html
    """
    types, ids = scope.get("ComplianceResourceTypes"), scope.get("ComplianceResourceIds")
    if types and subject.type_name not in types and subject.kind not in types:
        return False
    if ids and subject.id not in ids and subject.arn not in ids:
        return False
    tags = scope.get("Tags", {})
    present = dict(subject.audited.tags) if tags else {}
    return all(key in present and value in ("", present[key]) for key, value in tags.items())


def _in_a_plan(evidence: Evidence, values: Values) -> Judge:
    return lambda resource: bool(evidence.plans_of(resource.arn))


def _is_often_and_long(evidence: Evidence, values: Values) -> Judge:
    """Of plans: one rule must run often enough, and keep what it makes for long enough."""
    seconds, days = FREQUENCY.seconds(values), values["requiredRetentionDays"]
    return lambda plan: any(
        schedule.most_gap(evidence.moment) <= seconds
        and _is_long(days_of(rule.get("Lifecycle"), "DeleteAfterDays"), days)
        for rule, schedule in plan.rules
    )


def _is_long(kept: int | None, days: int) -> bool:
    """Whether days are enough; None is for good."""
    return kept is None or kept >= days


def _is_kept_by_policy(evidence: Evidence, values: Values) -> Judge:
    """Of vaults: the policy must let nobody delete, but principals that are listed."""
    arns = values["principalArnList"]
    ids = {user_id for arn in arns for user_id in evidence.ids_of(arn)}
    excepted = {*arns, *ids, *(f"{user_id}:*" for user_id in ids)}
    return lambda vault: denies_everybody(vault.statements, _DELETIONS, excepted)


def _is_encrypted(evidence: Evidence, values: Values) -> Judge:
    return lambda point: point.is_encrypted


def _is_retained(evidence: Evidence, values: Values) -> Judge:
    days = values["requiredRetentionDays"]
    return lambda point: _is_long(point.days, days)


def _copies(evidence: Evidence, resource: Resource) -> Iterator[Arn]:
    """The vaults into which the backups of a resource are copied."""
    for plan in evidence.plans_of(resource.arn):
        for rule, _ in plan.rules:
            for action in rule.get("CopyActions", ()):
                yield Arn.of(action["DestinationBackupVaultArn"])


def _is_copied_far(evidence: Evidence, values: Values) -> Judge:
    """Into another region; into each that is listed."""

    def judge(resource: Resource) -> bool:
        regions = {vault.region for vault in _copies(evidence, resource)} - {evidence.region}
        return bool(regions) and regions.issuperset(values["crossRegionList"])

    return judge


def _is_copied_to_others(evidence: Evidence, values: Values) -> Judge:
    """Into another account; into each that is listed."""

    def judge(resource: Resource) -> bool:
        accounts = {vault.account_id for vault in _copies(evidence, resource)}
        accounts -= {evidence.account_id}
        return bool(accounts) and accounts.issuperset(values["crossAccountList"])

    return judge


def _is_locked_away(evidence: Evidence, values: Values) -> Judge:
    """By a plan into a locked vault, whose days are within those that are listed."""
    least, most = values["minRetentionDays"], values["maxRetentionDays"]

    def is_right(vault: AuditedVault | None) -> bool:
        if vault is None or not vault.is_locked:
            return False
        shortest, longest = vault.min_retention_days, vault.max_retention_days
        is_long = least is None or (shortest is not None and shortest >= least)
        return is_long and (most is None or (longest is not None and longest <= most))

    return lambda resource: any(
        is_right(evidence.vaults.get(name))
        for plan in evidence.plans_of(resource.arn)
        for rule, _ in plan.rules
        for name in _targets(rule)
    )


def _targets(rule: Members) -> list[str]:
    """The names of the vaults that a rule backs up into."""
    gapped = rule.get("TargetLogicallyAirGappedBackupVaultArn")
    return [rule["TargetBackupVaultName"], *([vault_name_of(gapped)] if gapped else [])]


def _is_recent(evidence: Evidence, values: Values) -> Judge:
    since = evidence.moment - AGE.seconds(values)
    return lambda resource: evidence.has_point_since(since, resource.arn, [None])


def _is_recent_behind_air_gap(evidence: Evidence, values: Values) -> Judge:
    since = evidence.moment - AGE.seconds(values)
    names = [v.name for v in evidence.vaults.values() if v.vault_type == AIR_GAPPED_VAULT]
    return lambda resource: evidence.has_point_since(since, resource.arn, names)


def _is_restored_in_time(evidence: Evidence, values: Values) -> Judge:
    """What was never restored is not judged."""

    def judge(resource: Resource) -> bool | None:
        minutes = evidence.restore_minutes(resource.arn)
        return None if minutes is None else minutes <= values["maxRestoreTime"]

    return judge


_JUDGES: Mapping[str, Callable[[Evidence, Values], Judge]] = {
    "BACKUP_RESOURCES_PROTECTED_BY_BACKUP_PLAN": _in_a_plan,
    "BACKUP_PLAN_MIN_FREQUENCY_AND_MIN_RETENTION_CHECK": _is_often_and_long,
    "BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED": _is_kept_by_policy,
    "BACKUP_RECOVERY_POINT_ENCRYPTED": _is_encrypted,
    "BACKUP_RECOVERY_POINT_MINIMUM_RETENTION_CHECK": _is_retained,
    "BACKUP_RESOURCES_PROTECTED_BY_CROSS_REGION": _is_copied_far,
    "BACKUP_RESOURCES_PROTECTED_BY_CROSS_ACCOUNT": _is_copied_to_others,
    "BACKUP_RESOURCES_PROTECTED_BY_BACKUP_VAULT_LOCK": _is_locked_away,
    "BACKUP_LAST_RECOVERY_POINT_CREATED": _is_recent,
    "RESTORE_TIME_FOR_RESOURCES_MEET_TARGET": _is_restored_in_time,
    "RESOURCES_IN_LOGICALLY_AIR_GAPPED_VAULT": _is_recent_behind_air_gap,
}
