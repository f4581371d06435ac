"""The other pages: lists, vaults, plans, report plans and rules."""

from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any

from ..backup import timestamps
from ..backup.account import Account, current_scenario, existing_accounts
from ..backup.aws import service_model
from ..backup.aws.errors import ResourceNotFoundException
from ..backup.aws.job_kinds import KIND_NAMED
from ..backup.members import Members
from ..backup.scenario.rule import Rule
from ..backup.scenario.scenario import RULE_TYPES
from .dashboard import Dashboard
from .doing import forms
from .filters import Query, address, filters_of, vault_label
from .job_and_point import job, point
from .job_lists import PER_PAGE, jobs
from .readable import output_of, readable
from .reading import MOST_BESIDE, Context, account_in, ask, pages

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
        "vault_label": vault_label(filters.kind),
        "next": following and following.address("jobs"),
        "is_first": filters.last is None,
    }


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
    account, name = account_in(query), query.needed("name")
    by_name = {"BackupVaultName": name}
    described = ask(account, "DescribeBackupVault", by_name)
    token = query.one("next")
    request = {**by_name, "MaxResults": PER_PAGE, **({"NextToken": token} if token else {})}
    listed = ask(account, "ListRecoveryPointsByBackupVault", request)
    following = listed.get("NextToken")
    here = {"account": account.id, "region": account.region, "name": name}
    holds = pages(account, "ListLegalHolds", "LegalHolds", {})
    return {
        "account": account,
        "name": name,
        "members": readable(output_of("DescribeBackupVault"), described),
        "policy": _if_any(account, "GetBackupVaultAccessPolicy", by_name),
        "notifications": _if_any(account, "GetBackupVaultNotifications", by_name),
        "holds": [*islice(holds, MOST_BESIDE)],
        "points": listed["RecoveryPoints"],
        "next": following and address("vault", {**here, "next": following}),
    }


def _if_any(account: Account, operation: str, request: Members) -> Any:
    """What an operation answers; None where there is none."""
    try:
        return readable(output_of(operation), ask(account, operation, request))
    except ResourceNotFoundException:
        return None


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
    account, plan_id = account_in(query), query.needed("id")
    by_id = {"BackupPlanId": plan_id}
    members = ask(account, "GetBackupPlan", by_id)
    listed = pages(account, "ListBackupSelections", "BackupSelectionsList", by_id)
    return {
        "account": account,
        "name": members["BackupPlan"]["BackupPlanName"],
        "members": readable(output_of("GetBackupPlan"), members),
        "runs": _next_runs(account, plan_id),
        "selections": [*islice(listed, MOST_BESIDE)],
    }


def _next_runs(account: Account, plan_id: str) -> list[tuple[str, str]]:
    """The moment and the rule of the next ten runs."""
    name = "MaxScheduledRunsPreview"
    parameters = service_model.members_of(service_model.operation("GetBackupPlan").input_shape)
    preview = {parameter: _RUNS for parameter in parameters if parameter == name}
    request = {"BackupPlanId": plan_id, **preview}
    members = ask(account, "GetBackupPlan", request)
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
        "report_jobs": rows("ListReportJobs", "ReportJobs", MOST_BESIDE),
        "account_id": account_id,
        "region": region,
    }


def rules(text: str) -> Context:
    """The outcomes and the faults that are set or used up, and how often each was used."""
    Query(text, ())
    kept = [rule for rule in current_scenario().rules if not rule.is_removed]
    rows: list[tuple[str, list[Rule]]] = [
        (rule_type.plural.capitalize(), [rule for rule in kept if isinstance(rule, rule_type)])
        for rule_type in RULE_TYPES
    ]
    return {"rules": rows}


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
