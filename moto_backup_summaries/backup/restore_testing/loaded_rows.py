"""Restore testing plans of an account's document, with their selections."""

from collections.abc import Sequence

from .. import timestamps
from ..account import Account
from ..aws.errors import BackupException
from ..kit.account_rows import AccountRow, new_rows, tags_of
from ..members import Members
from .documents import (
    POINT_SELECTION,
    REQUIRED_OF_POINTS,
    with_plan_defaults,
    with_selection_defaults,
)
from .state import RestoreTestingPlan, RestoreTestingSelection

# What is told of a plan or a selection beside its document.
_BESIDE = frozenset(
    (
        *("CreationTime", "CreatorRequestId", "LastExecutionTime", "LastUpdateTime"),
        *("RestoreTestingPlanArn", "Tags", "UpdateTime"),
    )
)


def load_restore_testing_plans(account: Account, rows: Sequence[AccountRow]) -> None:
    """Keep plans. They run by their schedules from now on."""
    plans, name = account.restore_testing_plans, "RestoreTestingPlanName"
    for row in new_rows(rows, name, plans.get, "restore testing plan of the account"):
        request = row.having("CreatorRequestId")
        try:
            plan = RestoreTestingPlan(
                row["RestoreTestingPlanArn"], row["CreationTime"], request, _plan_document(row)
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


def _plan_document(row: AccountRow) -> Members:
    document = with_plan_defaults(_told(row))
    for name in REQUIRED_OF_POINTS:
        if not document[POINT_SELECTION].get(name):
            raise row.refusal(f"{POINT_SELECTION}.{name}", "what AWS Backup tells")
    return document


def _told(row: AccountRow) -> Members:
    """What a row tells of the document, and not beside it."""
    return {name: value for name, value in row.members.items() if name not in _BESIDE}


def _select(plan: RestoreTestingPlan, row: AccountRow) -> None:
    document = with_selection_defaults(_told(row))
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
