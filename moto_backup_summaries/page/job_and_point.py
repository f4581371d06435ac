"""A job and a recovery point, with what came before and after them."""

from itertools import islice
from typing import Any

from moto.core.exceptions import ServiceException

from ..backup import timestamps
from ..backup.account import Account, account_of
from ..backup.aws import service_model
from ..backup.aws.arns import Arn
from ..backup.aws.job_kinds import COPY, KIND_NAMED, JobKind
from ..backup.members import Members
from ..control.event_log import EventFilter
from .filters import Query
from .readable import output_of, readable
from .reading import MOST_BESIDE, Context, account_in, ask, pages


def job(text: str) -> Context:
    """A job with all its members, and what came before and after it."""
    query = Query(text, ("kind", "account", "region", "id"))
    kind = KIND_NAMED[query.one_of("kind", [*KIND_NAMED]) or "backup"]
    account, job_id = account_in(query), query.needed("id")
    operation = f"Describe{kind.title}Job"
    members = ask(account, operation, {kind.id_member: job_id})
    shape = output_of(operation)
    if kind is COPY:
        members, shape = members["CopyJob"], service_model.members_of(shape)["CopyJob"]
    point = members.get(kind.recovery_point)
    events = EventFilter(
        kind=kind.name, job_id=job_id, account_id=account.id, region=account.region
    )
    vault = members.get(kind.vault)
    keeper = account if vault is None else account_of(vault)
    return {
        "kind": kind,
        "account": account,
        "id": job_id,
        "state": members[kind.state],
        "message": members.get("StatusMessage"),
        "members": readable(shape, members),
        **_origin(account, kind, job_id, members),
        "point": point,
        "vault": vault and Arn.of(vault).name,
        "keeper": keeper,
        "copies": _copies(account, point),
        "restores": _restores(keeper, members.get(kind.resource), point),
        "children": _children(account, kind, job_id, members),
        "events": [
            (timestamps.iso(event.moment), event.detail_type, event.state)
            for event in events.published()
        ],
    }


def _origin(account: Account, kind: JobKind, job_id: str, members: Members) -> Context:
    """What made a job: the rule of a plan or a request, as far as either is known, or its parent."""
    made_by = members.get("CreatedBy") or {}
    plan_id, rule_id = made_by.get("BackupPlanId") or None, made_by.get("BackupRuleId")
    operation = f"Start{kind.title}Job"
    request = account.jobs.requests.get((kind.name, job_id))
    shape = service_model.operation(operation).input_shape
    return {
        "plan": plan_id,
        "rule": rule_id,
        "rule_members": _rule(account, plan_id, made_by.get("BackupPlanVersion"), rule_id),
        "operation": operation,
        "request": None if request is None else readable(shape, request),
        "parent": members.get("ParentJobId"),
        "testing_plan": made_by.get("RestoreTestingPlanArn"),
    }


def _rule(account: Account, plan_id: str | None, version: str | None, rule_id: str | None) -> Any:
    """The rule of a plan, as it was in the version that made the job; None where it is not known."""
    if not (plan_id and version and rule_id):
        return None
    try:
        plan = ask(account, "GetBackupPlan", {"BackupPlanId": plan_id, "VersionId": version})
    except ServiceException:
        return None
    rules = plan["BackupPlan"]["Rules"]
    of_plan = service_model.members_of(output_of("GetBackupPlan"))["BackupPlan"]
    texts = readable(service_model.members_of(of_plan)["Rules"], rules)
    return next(
        (text for text, rule in zip(texts, rules, strict=True) if rule["RuleId"] == rule_id), None
    )


def point(text: str) -> Context:
    """A recovery point with all its members."""
    query = Query(text, ("account", "region", "vault", "arn"))
    account, arn = account_in(query), query.needed("arn")
    request = {"BackupVaultName": query.needed("vault"), "RecoveryPointArn": arn}
    members = ask(account, "DescribeRecoveryPoint", request)
    return {
        "account": account,
        "vault": request["BackupVaultName"],
        "arn": arn,
        "members": readable(output_of("DescribeRecoveryPoint"), members),
        "copies": _copies(account, arn),
        "restores": _restores(account, members.get("ResourceArn"), arn),
    }


def _copies(account: Account, point: str | None) -> list[Members]:
    """The copies of a recovery point, as far as this botocore can ask for them."""
    name = "BySourceRecoveryPointArn"
    parameters = service_model.members_of(service_model.operation("ListCopyJobs").input_shape)
    filters = [{name: point} for parameter in parameters if parameter == name and point]
    return [
        each
        for request in filters
        for each in islice(pages(account, "ListCopyJobs", "CopyJobs", request), MOST_BESIDE)
    ]


def _restores(account: Account, resource: str | None, point: str | None) -> list[Members]:
    """The restores of a recovery point, among those of its resource."""
    if resource is None or point is None:
        return []
    request = {"ResourceArn": resource}
    listed = pages(account, "ListRestoreJobsByProtectedResource", "RestoreJobs", request)
    of_point = (each for each in listed if each.get("RecoveryPointArn") == point)
    return [*islice(of_point, MOST_BESIDE)]


def _children(account: Account, kind: JobKind, job_id: str, members: Members) -> list[Members]:
    if not members.get("IsParent"):
        return []
    listed = pages(account, kind.list_operation, kind.jobs_member, {"ByParentJobId": job_id})
    return [*islice(listed, MOST_BESIDE)]
