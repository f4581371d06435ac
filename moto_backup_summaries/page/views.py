"""The other pages: lists, one job, vaults, plans, report plans and rules."""

from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape
from moto.core.exceptions import ServiceException

from ..backup import timestamps
from ..backup.account import Account, account_of, current_scenario, existing_accounts
from ..backup.aws import service_model
from ..backup.aws.arns import Arn
from ..backup.aws.job_kinds import COPY, KIND_NAMED
from ..backup.frame.operations import call
from ..backup.members import Members
from ..control.event_log import EventFilter
from .dashboard import Dashboard
from .doing import forms
from .filters import Query, address, filters_of
from .reading import PER_PAGE, jobs, pages

Context = dict[str, Any]
# How many of what belongs to something are shown beside it.
_MOST_BESIDE = 50
# The most runs that GetBackupPlan foretells.
_RUNS = 10


def dashboard(text: str) -> Context:
    return Dashboard(filters_of(text)).context()


def job_list(text: str) -> Context:
    filters = filters_of(text)
    listed, following = jobs(filters)
    return {
        "filters": filters,
        "kinds": [*KIND_NAMED],
        "jobs": listed,
        "next": following and following.address("jobs"),
        "is_first": filters.last is None,
    }


def job(text: str) -> Context:
    """A job with all its members, and what came before and after it."""
    query = Query(text, ("kind", "account", "region", "id"))
    kind = KIND_NAMED[query.one_of("kind", [*KIND_NAMED]) or "backup"]
    account, job_id = _account(query), query.needed("id")
    operation = f"Describe{kind.title}Job"
    members = call(account, operation, {kind.id_member: job_id})
    shape = _output(operation)
    if kind is COPY:
        members, shape = members["CopyJob"], service_model.members_of(shape)["CopyJob"]
    point = members.get(kind.recovery_point)
    events = EventFilter(
        kind=kind.name, job_id=job_id, account_id=account.id, region=account.region
    )
    made_by = members.get("CreatedBy") or {}
    vault = members.get(kind.vault)
    keeper = account if vault is None else account_of(vault)
    return {
        "kind": kind,
        "account": account,
        "id": job_id,
        "state": members[kind.state],
        "members": readable(shape, members),
        "plan": made_by.get("BackupPlanId") or None,
        "rule": made_by.get("BackupRuleId"),
        "point": point,
        "vault": vault and Arn.of(vault).name,
        "keeper": keeper,
        "copies": _copies(account, point),
        "restores": _restores(keeper, members.get(kind.resource), point),
        "children": _children(account, kind.name, job_id, members),
        "events": [
            (timestamps.iso(event.moment), event.detail_type, event.state)
            for event in events.published()
        ],
    }


def _account(query: Query) -> Account:
    """The account and region of an address; raises ValueError where nobody has used it."""
    account_id, region = query.needed("account"), query.needed("region")
    query.scope()
    for account in existing_accounts(account_id, region):
        return account
    raise ValueError(f"AWS Backup of account {account_id} in {region} was not used yet")


def _copies(account: Account, point: str | None) -> list[Members]:
    """The copies of a recovery point, as far as this botocore can ask for them."""
    name = "BySourceRecoveryPointArn"
    parameters = service_model.members_of(service_model.operation("ListCopyJobs").input_shape)
    filters = [{name: point} for parameter in parameters if parameter == name and point]
    return [
        each
        for request in filters
        for each in islice(pages(account, "ListCopyJobs", "CopyJobs", request), _MOST_BESIDE)
    ]


def _restores(account: Account, resource: str | None, point: str | None) -> list[Members]:
    """The restores of a recovery point, among those of its resource."""
    if resource is None or point is None:
        return []
    request = {"ResourceArn": resource}
    listed = pages(account, "ListRestoreJobsByProtectedResource", "RestoreJobs", request)
    of_point = (each for each in listed if each.get("RecoveryPointArn") == point)
    return [*islice(of_point, _MOST_BESIDE)]


def _children(account: Account, name: str, job_id: str, members: Members) -> list[Members]:
    if not members.get("IsParent"):
        return []
    kind = KIND_NAMED[name]
    listed = pages(account, kind.list_operation, kind.jobs_member, {"ByParentJobId": job_id})
    return [*islice(listed, _MOST_BESIDE)]


def vaults(text: str) -> Context:
    account_id, region = Query(text, ("account", "region")).scope()
    rows = [
        (account, vault)
        for account in _accounts(account_id, region)
        for vault in pages(account, "ListBackupVaults", "BackupVaultList", {})
    ]
    return {"vaults": rows, "account_id": account_id, "region": region}


def _accounts(account_id: str | None, region: str | None) -> list[Account]:
    accounts = existing_accounts(account_id, region)
    return sorted(accounts, key=lambda account: (account.id, account.region))


def vault(text: str) -> Context:
    """A vault: its lock, policy, holds and notifications, and its recovery points."""
    query = Query(text, ("account", "region", "name", "next"))
    account, name = _account(query), query.needed("name")
    by_name = {"BackupVaultName": name}
    described = call(account, "DescribeBackupVault", by_name)
    token = query.one("next")
    request = {**by_name, "MaxResults": PER_PAGE, **({"NextToken": token} if token else {})}
    listed = call(account, "ListRecoveryPointsByBackupVault", request)
    following = listed.get("NextToken")
    here = {"account": account.id, "region": account.region, "name": name}
    holds = pages(account, "ListLegalHolds", "LegalHolds", {})
    return {
        "account": account,
        "name": name,
        "members": readable(_output("DescribeBackupVault"), described),
        "policy": _if_any(account, "GetBackupVaultAccessPolicy", by_name),
        "notifications": _if_any(account, "GetBackupVaultNotifications", by_name),
        "holds": [*islice(holds, _MOST_BESIDE)],
        "points": listed["RecoveryPoints"],
        "next": following and address("vault", {**here, "next": following}),
    }


def _if_any(account: Account, operation: str, request: Members) -> Any:
    """What an operation answers, or the error that says there is none."""
    try:
        return readable(_output(operation), call(account, operation, request))
    except ServiceException as error:
        return [(error.code, str(error.message))]


def point(text: str) -> Context:
    """A recovery point with all its members."""
    query = Query(text, ("account", "region", "vault", "arn"))
    account, arn = _account(query), query.needed("arn")
    request = {"BackupVaultName": query.needed("vault"), "RecoveryPointArn": arn}
    members = call(account, "DescribeRecoveryPoint", request)
    return {
        "account": account,
        "vault": request["BackupVaultName"],
        "arn": arn,
        "members": readable(_output("DescribeRecoveryPoint"), members),
        "copies": _copies(account, arn),
        "restores": _restores(account, members.get("ResourceArn"), arn),
    }


def plans(text: str) -> Context:
    account_id, region = Query(text, ("account", "region")).scope()
    rows = [
        (account, plan, _next_runs(account, plan["BackupPlanId"]))
        for account in _accounts(account_id, region)
        for plan in pages(account, "ListBackupPlans", "BackupPlansList", {})
    ]
    return {"plans": rows, "account_id": account_id, "region": region}


def plan(text: str) -> Context:
    """A plan: its rules and selections, and its next ten runs."""
    query = Query(text, ("account", "region", "id"))
    account, plan_id = _account(query), query.needed("id")
    by_id = {"BackupPlanId": plan_id}
    members = call(account, "GetBackupPlan", by_id)
    listed = pages(account, "ListBackupSelections", "BackupSelectionsList", by_id)
    return {
        "account": account,
        "name": members["BackupPlan"]["BackupPlanName"],
        "members": readable(_output("GetBackupPlan"), members),
        "runs": _next_runs(account, plan_id),
        "selections": [*islice(listed, _MOST_BESIDE)],
    }


def _next_runs(account: Account, plan_id: str) -> list[tuple[str, str]]:
    """The moment and the rule of the next ten runs."""
    name = "MaxScheduledRunsPreview"
    parameters = service_model.members_of(service_model.operation("GetBackupPlan").input_shape)
    preview = {parameter: _RUNS for parameter in parameters if parameter == name}
    request = {"BackupPlanId": plan_id, **preview}
    members = call(account, "GetBackupPlan", request)
    names = {rule["RuleId"]: rule["RuleName"] for rule in members["BackupPlan"]["Rules"]}
    return [
        (timestamps.iso(run["ExecutionTime"]), names[run["RuleId"]])
        for run in members.get("ScheduledRunsPreview", [])
    ]


def report_plans(text: str) -> Context:
    account_id, region = Query(text, ("account", "region")).scope()
    accounts = _accounts(account_id, region)

    def rows(operation: str, member: str, count: int | None) -> list[Any]:
        shape = service_model.item_shape(operation, member)
        return [
            (account, item, readable(shape, item))
            for account in accounts
            for item in islice(pages(account, operation, member, {}), count)
        ]

    return {
        "report_plans": rows("ListReportPlans", "ReportPlans", None),
        "report_jobs": rows("ListReportJobs", "ReportJobs", _MOST_BESIDE),
        "account_id": account_id,
        "region": region,
    }


def rules(text: str) -> Context:
    """The outcomes, of approvals too, and the faults that are set, and how often each was used."""
    Query(text, ())
    scenario = current_scenario()
    return {
        "outcomes": [(str(rule), rule.times_used, rule.set_at) for rule in scenario.outcomes],
        "approvals": [(str(rule), rule.times_used, rule.set_at) for rule in scenario.approvals],
        "faults": [(str(rule), rule.times_used, rule.set_at) for rule in scenario.faults],
    }


def _output(operation: str) -> Shape | None:
    return service_model.operation(operation).output_shape


def readable(shape: Shape | None, value: Any) -> Any:
    """A value as text, with moments in ISO 8601: of a structure pairs of name and value, of a list a list."""
    if isinstance(shape, StructureShape):
        return [
            (name, readable(shape.members[name], inner))
            for name, inner in value.items()
            if inner is not None
        ]
    if isinstance(shape, ListShape):
        return [readable(shape.member, item) for item in value]
    if isinstance(shape, MapShape):
        return [(name, readable(shape.value, inner)) for name, inner in value.items()]
    return timestamps.iso(value) if _is_moment(shape) else str(value)


def _is_moment(shape: Shape | None) -> bool:
    return shape is not None and shape.type_name == "timestamp"


VIEWS: Mapping[str, tuple[str, Callable[[str], Context]]] = {
    "": ("dashboard.html", dashboard),
    "jobs": ("jobs.html", job_list),
    "job": ("job.html", job),
    "vaults": ("vaults.html", vaults),
    "vault": ("vault.html", vault),
    "point": ("point.html", point),
    "plans": ("plans.html", plans),
    "plan": ("plan.html", plan),
    "report-plans": ("report_plans.html", report_plans),
    "rules": ("rules.html", rules),
    "do": ("do.html", forms),
}
