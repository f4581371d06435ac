"""Restore testing plans and their selections: created, shown, listed, updated and deleted."""

from dataclasses import replace

from .. import timestamps
from ..account import Account
from ..aws import checks
from ..aws.errors import AlreadyExistsException
from ..frame.operations import Request, operation
from ..kit.idempotency import has_token
from ..members import Members
from .choices import metadata_of
from .documents import (
    ARNS,
    POINT_SELECTION,
    TESTED_TYPES,
    complete_plan,
    complete_selection,
    updated_plan,
    updated_selection,
)
from .state import RestoreTestingPlan, RestoreTestingSelection


@operation("CreateRestoreTestingPlan")
def create_restore_testing_plan(account: Account, request: Request) -> Members:
    """Make a plan; a request with the CreatorRequestId of another is answered with its plan.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateRestoreTestingPlan.html
    """
    plans = account.restore_testing_plans
    document = complete_plan(request["RestoreTestingPlan"])
    _check_vaults(account, document)
    checks.tags("Tags", request.get("Tags", {}))
    for plan in plans:
        if has_token(request, plan.creator_request_id):
            return _plan_members(plan)
    name = document["RestoreTestingPlanName"]
    present = plans.get(name)
    if present is not None:
        token, message = present.creator_request_id, f"Restore testing plan {name} already exists"
        raise AlreadyExistsException(message, Arn=present.arn, CreatorRequestId=token)
    return _plan_members(plans.create(request, document))


def _check_vaults(account: Account, document: Members) -> None:
    checks.own_partition(
        account.partition, document[POINT_SELECTION], "IncludeVaults", "ExcludeVaults"
    )


@operation("UpdateRestoreTestingPlan")
def update_restore_testing_plan(account: Account, request: Request) -> Members:
    """Change what the request has of a plan.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateRestoreTestingPlan.html
    """
    plan = account.restore_testing_plans.named(request["RestoreTestingPlanName"])
    document = updated_plan(plan.document, request["RestoreTestingPlan"])
    _check_vaults(account, document)
    account.restore_testing_plans.update(plan, document)
    return _plan_members(plan)


@operation("GetRestoreTestingPlan")
def get_restore_testing_plan(account: Account, request: Request) -> Members:
    plan = account.restore_testing_plans.named(request["RestoreTestingPlanName"])
    return {"RestoreTestingPlan": _plan_members(plan)}


@operation("ListRestoreTestingPlans")
def list_restore_testing_plans(account: Account, request: Request) -> Members:
    query = account.query("ListRestoreTestingPlans", request)
    plans = query.remaining(account.restore_testing_plans)
    return query.answer("RestoreTestingPlans", plans, _plan_members)


@operation("DeleteRestoreTestingPlan")
def delete_restore_testing_plan(account: Account, request: Request) -> Members:
    """Delete a plan without selections. The model declares no error for one that is not there.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DeleteRestoreTestingPlan.html
    """
    account.restore_testing_plans.delete(request["RestoreTestingPlanName"])
    return {}


def _plan_members(plan: RestoreTestingPlan) -> Members:
    return {
        **plan.document,
        "CreationTime": plan.created,
        "CreatorRequestId": plan.creator_request_id,
        "LastExecutionTime": plan.last_run,
        "LastUpdateTime": plan.updated,
        "RestoreTestingPlanArn": plan.arn,
        "UpdateTime": plan.updated,
    }


@operation("CreateRestoreTestingSelection")
def create_restore_testing_selection(account: Account, request: Request) -> Members:
    """Add a selection to a plan; a request with the CreatorRequestId of another is answered with that one.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateRestoreTestingSelection.html
    """
    plan = account.restore_testing_plans.named(request["RestoreTestingPlanName"])
    document = complete_selection(request["RestoreTestingSelection"])
    checks.own_partition(account.partition, document, "IamRoleArn", ARNS)
    for selection in plan.selections.values():
        if has_token(request, selection.creator_request_id):
            return _selection_members(plan, selection)
    present = plan.selections.get(document["RestoreTestingSelectionName"])
    if present is not None:
        message = f"Selection {present.name} of restore testing plan {plan.name} already exists"
        raise AlreadyExistsException(message, CreatorRequestId=present.creator_request_id)
    token = request.get("CreatorRequestId")
    return _selection_members(
        plan, account.restore_testing_plans.add_selection(plan, document, token)
    )


@operation("UpdateRestoreTestingSelection")
def update_restore_testing_selection(account: Account, request: Request) -> Members:
    """Change what the request has of a selection.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateRestoreTestingSelection.html
    """
    plan, selection = _requested_selection(account, request)
    document = updated_selection(selection.document, request["RestoreTestingSelection"])
    checks.own_partition(account.partition, document, "IamRoleArn", ARNS)
    updated = replace(selection, document=document, updated=timestamps.now())
    plan.selections[updated.name] = updated
    return _selection_members(plan, updated)


@operation("GetRestoreTestingSelection")
def get_restore_testing_selection(account: Account, request: Request) -> Members:
    plan, selection = _requested_selection(account, request)
    return {"RestoreTestingSelection": _selection_members(plan, selection)}


@operation("ListRestoreTestingSelections")
def list_restore_testing_selections(account: Account, request: Request) -> Members:
    query = account.query("ListRestoreTestingSelections", request)
    plan = account.restore_testing_plans.named(query.filters["RestoreTestingPlanName"])
    return query.answer(
        "RestoreTestingSelections",
        query.remaining(plan.selections.values()),
        lambda selection: _selection_members(plan, selection),
    )


@operation("DeleteRestoreTestingSelection")
def delete_restore_testing_selection(account: Account, request: Request) -> Members:
    plan, selection = _requested_selection(account, request)
    del plan.selections[selection.name]
    return {}


def _requested_selection(
    account: Account, request: Request
) -> tuple[RestoreTestingPlan, RestoreTestingSelection]:
    plan = account.restore_testing_plans.named(request["RestoreTestingPlanName"])
    return plan, plan.selection(request["RestoreTestingSelectionName"])


def _selection_members(plan: RestoreTestingPlan, selection: RestoreTestingSelection) -> Members:
    return {
        **selection.document,
        "CreationTime": selection.created,
        "CreatorRequestId": selection.creator_request_id,
        "RestoreTestingPlanArn": plan.arn,
        "RestoreTestingPlanName": plan.name,
        "UpdateTime": selection.updated,
    }


@operation("GetRestoreTestingInferredMetadata")
def get_restore_testing_inferred_metadata(account: Account, request: Request) -> Members:
    """What a test restores a recovery point with; names of new resources are new each time.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_GetRestoreTestingInferredMetadata.html
    """
    vault = account.vaults.requested(request)
    point = account.recovery_point(vault.name, request["RecoveryPointArn"])
    checks.one_of("RecoveryPointArn: its ResourceType", point.member("ResourceType"), TESTED_TYPES)
    return {"InferredMetadata": metadata_of(account, point)}
