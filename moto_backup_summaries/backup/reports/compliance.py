"""The rows of compliance reports: what the controls of frameworks say of an account, when one is written.

https://docs.aws.amazon.com/aws-backup/latest/devguide/choosing-report-template.html
"""

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from ..account import Account
from ..aws.controls import CONFIG_TYPES, CONTROLS, PLAN, POINT, RESOURCE, VAULT
from ..aws.facts import STANDARD_VAULT
from ..aws.resource_types import resource_name
from ..kit.conditions import Condition
from ..members import Members
from ..neighbours.callers import ids_of_role
from ..neighbours.resources import existing, stopped_instances
from ..timestamps import iso_milliseconds
from ..views import PointView, minutes_of
from .files import ReportRow
from .judging import AuditedPlan, AuditedVault, Evaluation, Subject, evaluations

_FRAMEWORK = ("accountId", "region", "frameworkName", "frameworkDescription", "controlName")
_NOT_DEPLOYED = ("CREATE_IN_PROGRESS", "FAILED")
# As AWS Config writes it. What runs when a configuration changes has none.
_DAILY = "TwentyFour_Hours"


class AuditedFramework(NamedTuple):
    """A framework whose controls are evaluated; none of them where it is not deployed yet."""

    name: str
    description: str | None
    controls: Sequence[Members]
    is_deployed: bool


def audited_frameworks(account: Account, arns: Iterable[str] | None) -> list[AuditedFramework]:
    """The frameworks of these ARNs, or all, in the order of their making."""
    return [
        AuditedFramework(
            framework.key,
            framework.description,
            framework.controls,
            framework.deployment_status not in _NOT_DEPLOYED,
        )
        for framework in account.frameworks
        if arns is None or framework.arn in arns
    ]


class AccountEvidence:
    """What an account has in a region; each thing is asked for once, for all controls of a report.

    moment: of the report. What was made later is not seen; what else has changed since is.
    names_each: whether the report names each thing, and does not only count them.
    """

    def __init__(self, account: Account, moment: float, *, names_each: bool) -> None:
        self._account = account
        self.moment = moment
        self._names_each = names_each
        self.account_id = account.id
        self.region = account.region
        self._subjects: dict[str, Sequence[Subject]] = {}
        policies = account.access_policies
        self.vaults = {
            vault.name: AuditedVault(
                vault.name,
                vault.vault_type,
                vault.tags,
                vault.is_locked,
                vault.min_retention_days,
                vault.max_retention_days,
                policy.statements if (policy := policies.get(vault.name)) else (),
            )
            for vault in account.vaults
        }

    def subjects(self, evaluated: str, ids: Sequence[str] | None = None) -> Iterable[Subject]:
        if evaluated == POINT and ids:
            return self._points_with(ids)
        if evaluated not in self._subjects:
            self._subjects[evaluated] = list(_SUBJECTS[evaluated](self))
        return self._subjects[evaluated]

    def resources(self) -> Iterator[Subject]:
        """The resources that moto has and that are active, of the types that are evaluated.

        https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-audit-manager.html
        """
        stopped = stopped_instances(self.account_id, self.region)
        for resource in existing(self.account_id, self.region):
            type_name = resource.type_name
            if type_name in CONFIG_TYPES and resource.arn not in stopped:
                kind, resource_id = CONFIG_TYPES[type_name], resource_name(resource.arn)
                yield Subject(kind, resource_id, resource.name, resource.arn, type_name, resource)

    def plans(self) -> Iterator[Subject]:
        resources = [subject.audited for subject in self.subjects(RESOURCE)]
        for plan in self._account.plans:
            version = plan.current
            document = version.document
            rules = list(zip(document["Rules"], version.schedules, strict=True))
            arns = frozenset(plan.targets(resources, self._account.settings.opt_in))
            audited = AuditedPlan(plan.tags, rules, arns)
            yield Subject(PLAN, plan.id, document["BackupPlanName"], plan.arn, "", audited)

    def standard_vaults(self) -> Iterator[Subject]:
        for vault in self._account.vaults:
            if vault.vault_type == STANDARD_VAULT:
                audited = self.vaults[vault.name]
                yield Subject(VAULT, vault.name, vault.name, vault.arn, "", audited)

    def points(self) -> Iterator[Subject]:
        """Recovery points; where they are only counted, one for all that have the same traits."""
        points = self._account.recovery_points
        if self._names_each:
            yield from self._each_of(points)
        else:
            for traits, number in points.number_by_traits(self.moment).items():
                yield Subject(POINT, "", "", "", traits.type_name, traits, number)

    def _points_with(self, arns: Iterable[str]) -> Iterator[Subject]:
        for arn in dict.fromkeys(arns):
            conditions = [Condition("RecoveryPointArn", "equal", arn)]
            points = self._account.recovery_points.newest_first(None, conditions)
            yield from self._each_of(point for _, point in points)

    def _each_of(self, points: Iterable[PointView]) -> Iterator[Subject]:
        for point in points:
            if point.created <= self.moment:
                name, traits = point.job.member("ResourceName") or "", point.traits
                yield Subject(POINT, point.arn, name, point.arn, traits.type_name, traits)

    @cached_property
    def _plans_of(self) -> Mapping[str, Sequence[AuditedPlan]]:
        plans: dict[str, list[AuditedPlan]] = {}
        for subject in self.subjects(PLAN):
            for arn in subject.audited.arns:
                plans.setdefault(arn, []).append(subject.audited)
        return plans

    def plans_of(self, resource_arn: str) -> Sequence[AuditedPlan]:
        return self._plans_of.get(resource_arn, ())

    def has_point_since(
        self, moment: float, resource_arn: str, vault_names: Sequence[str | None]
    ) -> bool:
        conditions = [
            Condition("ResourceArn", "equal", resource_arn),
            Condition("CreationDate", "after", math.nextafter(moment, -math.inf)),
            Condition("CreationDate", "before", math.nextafter(self.moment, math.inf)),
        ]
        points = self._account.recovery_points
        return any(
            next(points.newest_first(name, conditions), None) is not None for name in vault_names
        )

    def restore_minutes(self, resource_arn: str) -> int | None:
        restore = self._account.jobs.latest_restore("SourceResourceArn", resource_arn, self.moment)
        return None if restore is None else minutes_of(restore)

    def ids_of(self, principal_arn: str) -> Iterable[str]:
        return ids_of_role(principal_arn)


_SUBJECTS: Mapping[str, Callable[[AccountEvidence], Iterator[Subject]]] = {
    RESOURCE: AccountEvidence.resources,
    PLAN: AccountEvidence.plans,
    VAULT: AccountEvidence.standard_vaults,
    POINT: AccountEvidence.points,
}


class ComplianceTemplate(NamedTuple):
    """columns: the members of a report. names_each: whether it names each thing, or only counts them.
    rows: those of a control, by what it says.
    """

    columns: Sequence[str]
    names_each: bool
    rows: Callable[[Members, Sequence[Evaluation]], Iterator[ReportRow]]


def compliance_rows(
    template: ComplianceTemplate,
    account: Account,
    frameworks: Iterable[AuditedFramework],
    moment: float,
) -> Iterator[ReportRow]:
    """The rows of frameworks, one after the other, as their controls see the account at a moment."""
    evidence = AccountEvidence(account, moment, names_each=template.names_each)
    for framework in frameworks:
        for control in framework.controls:
            evaluated = list(evaluations(control, evidence)) if framework.is_deployed else []
            shared = {
                "accountId": account.id,
                "region": account.region,
                "frameworkName": framework.name,
                "frameworkDescription": framework.description or "",
                "controlName": control["ControlName"],
                "lastEvaluationTime": iso_milliseconds(moment),
            }
            for row in template.rows(control, evaluated):
                yield {**shared, **row}


def _row_of_control(control: Members, evaluated: Sequence[Evaluation]) -> Iterator[ReportRow]:
    """One row; a control that found nothing that it could evaluate says so.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/viewing-frameworks.html
    """
    compliant = sum(subject.number for subject, is_compliant in evaluated if is_compliant)
    total = sum(subject.number for subject, _ in evaluated)
    status = _status(compliant == total) if evaluated else "INSUFFICIENT_DATA"
    inputs = control.get("ControlInputParameters", ())
    texts = {each["ParameterName"]: each["ParameterValue"] for each in inputs}
    # An account that was loaded may have controls that are newer.
    facts = CONTROLS.get(control["ControlName"])
    yield {
        "controlComplianceStatus": status,
        "numResourcesCompliant": compliant,
        "numResourcesNonCompliant": total - compliant,
        "controlFrequency": _DAILY if facts and facts.is_daily else None,
        "controlScope": _scope_text(control.get("ControlScope", {})),
        "controlParameters": json.dumps(texts, separators=(",", ":")) if texts else "",
    }


def _rows_of_resources(control: Members, evaluated: Sequence[Evaluation]) -> Iterator[ReportRow]:
    for subject, is_compliant in evaluated:
        yield {
            "resourceName": subject.name,
            "resourceId": f"{subject.kind}/{subject.id}",
            "resourceType": subject.kind,
            "resourceComplianceStatus": _status(is_compliant),
        }


def _status(is_compliant: bool) -> str:
    return "COMPLIANT" if is_compliant else "NON_COMPLIANT"


def _scope_text(scope: Members) -> str:
    """A scope as AWS's sample has it: `{ComplianceResourceTypes: [EC2, EBS],}`."""
    parts = [
        f"{name}: [{', '.join(scope[name])}],"
        for name in ("ComplianceResourceIds", "ComplianceResourceTypes")
        if name in scope
    ]
    if "Tags" in scope:
        tags = ", ".join(f"{key}={value}" for key, value in scope["Tags"].items())
        parts.append(f"Tags: {{{tags}}}")
    return f"{{{''.join(parts)}}}" if parts else ""


COMPLIANCE_TEMPLATES: Mapping[str, ComplianceTemplate] = {
    "CONTROL_COMPLIANCE_REPORT": ComplianceTemplate(
        (
            *_FRAMEWORK,
            "controlComplianceStatus",
            "lastEvaluationTime",
            "numResourcesCompliant",
            "numResourcesNonCompliant",
            "controlFrequency",
            "controlScope",
            "controlParameters",
        ),
        False,
        _row_of_control,
    ),
    "RESOURCE_COMPLIANCE_REPORT": ComplianceTemplate(
        (
            *_FRAMEWORK,
            "resourceName",
            "resourceId",
            "resourceType",
            "resourceComplianceStatus",
            "lastEvaluationTime",
        ),
        True,
        _rows_of_resources,
    ),
}
