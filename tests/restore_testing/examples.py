"""Of restore testing, for the tests that all families share."""

from datetime import datetime, timedelta, timezone
from itertools import count
from operator import itemgetter
from typing import Any

from calls import backed_up, volume
from family_examples import Listing
from support import ROLE, frozen_at

PLAN = {
    "RestoreTestingPlanName": "drill",
    "ScheduleExpression": "cron(0 6 ? * * *)",
    "RecoveryPointSelection": {
        "Algorithm": "LATEST_WITHIN_WINDOW",
        "RecoveryPointTypes": ["SNAPSHOT"],
        "IncludeVaults": ["*"],
    },
}
SELECTION = {
    "RestoreTestingSelectionName": "disks",
    "ProtectedResourceType": "EBS",
    "ProtectedResourceArns": ["*"],
    "IamRoleArn": ROLE,
}
OF_DRILL = {"RestoreTestingPlanName": "drill"}
DISKS = {**OF_DRILL, "RestoreTestingSelectionName": "disks"}


def create(client: Any, name: str = "drill", *, tags: Any = None, **members: Any) -> Any:
    """Create a restore testing plan; the answer of CreateRestoreTestingPlan."""
    parameters = {"Tags": tags} if tags else {}
    plan = {**PLAN, "RestoreTestingPlanName": name, **members}
    return client.create_restore_testing_plan(RestoreTestingPlan=plan, **parameters)


def select(client: Any, name: str = "disks", plan: str = "drill", **members: Any) -> Any:
    """Create a selection of all volumes; the answer of CreateRestoreTestingSelection."""
    return client.create_restore_testing_selection(
        RestoreTestingPlanName=plan,
        RestoreTestingSelection={**SELECTION, "RestoreTestingSelectionName": name, **members},
    )


def update(client: Any, **members: Any) -> Any:
    return client.update_restore_testing_plan(**OF_DRILL, RestoreTestingPlan=members)


def update_selection(client: Any, **members: Any) -> Any:
    return client.update_restore_testing_selection(**DISKS, RestoreTestingSelection=members)


def plan_of(client: Any, name: str = "drill") -> Any:
    return client.get_restore_testing_plan(RestoreTestingPlanName=name)["RestoreTestingPlan"]


def selection_of(client: Any, name: str = "disks") -> Any:
    answer = client.get_restore_testing_selection(**OF_DRILL, RestoreTestingSelectionName=name)
    return answer["RestoreTestingSelection"]


def _plans(client: Any) -> Listing:
    numbers = count()
    return Listing(
        client.list_restore_testing_plans,
        "RestoreTestingPlans",
        itemgetter("RestoreTestingPlanName"),
        lambda: create(client, f"plan{next(numbers)}"),
        lambda name: client.delete_restore_testing_plan(RestoreTestingPlanName=name),
    )


def _selections(client: Any) -> Listing:
    create(client)
    numbers = count()
    return Listing(
        lambda **page: client.list_restore_testing_selections(**OF_DRILL, **page),
        "RestoreTestingSelections",
        itemgetter("RestoreTestingSelectionName"),
        lambda: select(client, f"selection{next(numbers)}"),
        lambda name: client.delete_restore_testing_selection(
            **OF_DRILL, RestoreTestingSelectionName=name
        ),
    )


def _show_a_run(client: Any) -> None:
    client.get_restore_testing_inferred_metadata(
        BackupVaultName="nightly", RecoveryPointArn=backed_up(client)
    )
    with frozen_at(datetime.now(timezone.utc) + timedelta(days=1)):
        plan_of(client)
        client.list_restore_testing_plans()


def _prepare(client: Any) -> None:
    create(client)
    select(client)
    create(client, "empty")


def _show(client: Any) -> None:
    points = {**PLAN["RecoveryPointSelection"], "ExcludeVaults": ["*"]}  # type: ignore[dict-item]
    plan = {**PLAN, "RecoveryPointSelection": points}
    client.create_restore_testing_plan(CreatorRequestId="plan", RestoreTestingPlan=plan)
    tag = {"Key": "aws:ResourceTag/env", "Value": "prod"}
    selection = {
        **SELECTION,
        "ProtectedResourceConditions": {"StringEquals": [tag], "StringNotEquals": [tag]},
        "RestoreMetadataOverrides": {"volumetype": "gp3"},
    }
    client.create_restore_testing_selection(
        **OF_DRILL, CreatorRequestId="selection", RestoreTestingSelection=selection
    )
    select(client, "others", ProtectedResourceArns=[volume()])
    create(client, "other")
    update(client, StartWindowHours=2)
    update_selection(client, ValidationWindowHours=1)
    plan_of(client)
    selection_of(client)
    selection_of(client, "others")
    client.list_restore_testing_plans(MaxResults=1)
    client.list_restore_testing_selections(**OF_DRILL, MaxResults=1)
    _show_a_run(client)
    client.delete_restore_testing_selection(**DISKS)
    client.delete_restore_testing_plan(RestoreTestingPlanName="other")


PREPARATIONS = {"a restore testing plan": _prepare}
CHANGES = {
    "CreateRestoreTestingPlan": lambda client: create(client, "second"),
    "CreateRestoreTestingSelection": lambda client: select(client, "second"),
    "UpdateRestoreTestingPlan": lambda client: update(client, StartWindowHours=2),
    "UpdateRestoreTestingSelection": lambda client: update_selection(
        client, ValidationWindowHours=2
    ),
    "DeleteRestoreTestingPlan": lambda client: client.delete_restore_testing_plan(
        RestoreTestingPlanName="empty"
    ),
    "DeleteRestoreTestingSelection": lambda client: client.delete_restore_testing_selection(
        **DISKS
    ),
}
LISTINGS = {"ListRestoreTestingPlans": _plans, "ListRestoreTestingSelections": _selections}
ANSWERS = {"restore testing": _show}
