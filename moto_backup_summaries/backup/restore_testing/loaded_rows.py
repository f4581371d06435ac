"""Restore testing plans of an account's document, with their selections."""

from collections.abc import Sequence

from .. import timestamps
from ..account import Account
from ..aws.errors import BackupException
from ..kit.account_rows import AccountRow, new_rows, tags_of
from ..members import Members
from .state import RestoreTestingPlan, RestoreTestingSelection

# What is told of a plan or a selection beside its document.
_BESIDE = frozenset(
    (
        *("CreationTime", "CreatorRequestId", "LastExecutionTime", "LastUpdateTime"),
        *("RestoreTestingPlanArn", "Tags", "UpdateTime"),
    )
)
# What AWS fills in.
_DEFAULTS = {"ScheduleExpressionTimezone": "Etc/UTC", "StartWindowHours": 24}


def load_restore_testing_plans(account: Account, rows: Sequence[AccountRow]) -> None:
    """Keep plans. They run by their schedules from now on."""
    plans, name = account.restore_testing_plans, "RestoreTestingPlanName"
    for row in new_rows(rows, name, plans.get, "restore testing plan of the account"):
        request = row.having("CreatorRequestId")
        try:
            plan = RestoreTestingPlan(
                row["RestoreTestingPlanArn"], row["CreationTime"], request, _document(row)
            )
            plan.set_next_run(timestamps.now())
        except BackupException as error:
            raise row.refusal("ScheduleExpression", f"a schedule ({error.message})") from None
        plan.tags = tags_of(row)
        plan.updated = row.get("LastUpdateTime") or row.get("UpdateTime")
        plan.last_run = row.get("LastExecutionTime")
        for selection in row.inner.get("Selections", ()):
            _select(plan, selection)
        plans.add(plan)


def _document(row: AccountRow) -> Members:
    told = {name: value for name, value in row.members.items() if name not in _BESIDE}
    return {**_DEFAULTS, **told} if "ScheduleExpression" in told else told


def _select(plan: RestoreTestingPlan, row: AccountRow) -> None:
    document = _document(row)
    document.pop("RestoreTestingPlanName", None)
    plan.last_selection_number += 1
    selection = RestoreTestingSelection(
        plan.name,
        document,
        row.get("CreatorRequestId"),
        row["CreationTime"],
        plan.last_selection_number,
        row.get("UpdateTime"),
    )
    plan.selections[selection.name] = selection
