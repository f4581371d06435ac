"""Plans of an account's document, with their versions and selections."""

from collections.abc import Sequence

from .. import timestamps
from ..account import Account
from ..kit.account_rows import AccountRow, new_rows, oldest_first, tags_of
from ..members import Members
from .documents import complete, schedule_of
from .state import ORGANIZATION_PREFIX, Plan, PlanVersion, Selection

_SETTINGS = "AdvancedBackupSettings"


def load_plans(account: Account, rows: Sequence[AccountRow]) -> None:
    """Keep plans, deleted ones too. They run by the schedules of their current versions from now on."""
    plans = account.plans

    def present(plan_id: str) -> Plan | None:
        return plans.get(plan_id) or plans.deleted.get(plan_id)

    for row in new_rows(rows, "BackupPlanId", present, "plan of the account"):
        versions = oldest_first(row.inner.get("Versions", ()))
        if not versions:
            raise row.refusal("Versions", "the versions of the plan, at least one")
        plan_id, created = row["BackupPlanId"], versions[0]["CreationDate"]
        plan = Plan(row["BackupPlanArn"], plan_id, created, row.having("CreatorRequestId"))
        plan.tags = tags_of(row)
        # No operation tells which organization it is.
        plan.organization_id = "" if plan_id.startswith(ORGANIZATION_PREFIX) else None
        for version in versions:
            plan.versions.append(_version(plan, version))
        for selection in row.inner.get("Selections", ()):
            _select(plan, selection)
        plans.load(plan, is_deleted=row.get("DeletionDate") is not None)


def _version(plan: Plan, row: AccountRow) -> PlanVersion:
    document = _document(row)
    try:
        schedules = [schedule_of(rule, timestamps.now()) for rule in document["Rules"]]
    except ValueError as error:
        raise row.refusal("BackupPlan", f"schedules of AWS Backup ({error})") from None
    version = PlanVersion(plan, document, row["CreationDate"], schedules)
    version.id = row["VersionId"]
    version.ended = row.get("DeletionDate")
    version.last_run = row.get("LastExecutionDate")
    return version


def _document(row: AccountRow) -> Members:
    told = {**row["BackupPlan"], **row.having(_SETTINGS)}
    rule_ids = {rule["RuleName"]: rule["RuleId"] for rule in told["Rules"] if "RuleId" in rule}
    return complete(told, rule_ids)


def _select(plan: Plan, row: AccountRow) -> None:
    plan.last_selection_number += 1
    selection = Selection(
        row["SelectionId"],
        plan.id,
        row["BackupSelection"],
        row.get("CreatorRequestId"),
        row["CreationDate"],
        plan.last_selection_number,
    )
    plan.selections[selection.selection_id] = selection
