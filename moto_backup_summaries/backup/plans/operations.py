"""Plans, their versions and their selections."""

import json
from collections.abc import Mapping
from itertools import islice
from typing import Any

from .. import timestamps
from ..account import Account
from ..aws import checks
from ..aws.errors import (
    AlreadyExistsException,
    BackupException,
    InvalidParameterValueException,
    InvalidRequestException,
)
from ..aws.identifiers import new_id
from ..aws.recorded_errors import PLAN_EXISTS, PLAN_HAS_SELECTIONS
from ..events import PlanChanged
from ..frame.operations import Request, operation
from ..kit.idempotency import has_token
from ..members import Members
from . import selections
from .documents import check_document, complete, document_of_template, without_rule_ids
from .state import Plan, PlanVersion, Selection

# A member of the document that GetBackupPlan answers outside of it.
_SETTINGS = "AdvancedBackupSettings"
_AIR_GAPPED_TARGET = "TargetLogicallyAirGappedBackupVaultArn"


@operation("CreateBackupPlan")
def create_backup_plan(account: Account, request: Request) -> Members:
    """Make a plan; a request with the CreatorRequestId of another is answered with its plan.

    Others may have its name, but not its document.
    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupPlan.html
    """
    check_document(request["BackupPlan"])
    _check_targets(account, request["BackupPlan"])
    checks.shared_parameters(request)
    for plan in account.plans:
        if has_token(request, plan.creator_request_id):
            return _creation_members(plan.current)
    document = complete(request["BackupPlan"], {})
    for plan in account.plans:
        if without_rule_ids(plan.current.document) == without_rule_ids(document):
            raise PLAN_EXISTS.error(Arn=plan.arn, CreatorRequestId=plan.creator_request_id)
    version = account.plans.create(request, document).current
    publish_change(account, version, "CREATED")
    return _creation_members(version)


def _check_targets(account: Account, document: Members) -> None:
    """Accept air-gapped vaults of this account and region only; like other vaults they may come later.

    Copies may go to any vault of the partition, of which roles that scan are too.
    """
    for setting in document.get("ScanSettings", ()):
        checks.own_partition(account.partition, setting, "ScannerRoleArn")
    for rule in document["Rules"]:
        checks.own_partition(account.partition, rule, _AIR_GAPPED_TARGET)
        for action in rule.get("CopyActions", ()):
            checks.own_partition(account.partition, action, "DestinationBackupVaultArn")
        if _AIR_GAPPED_TARGET in rule:
            target = rule[_AIR_GAPPED_TARGET]
            checks.own_vault_arn(_AIR_GAPPED_TARGET, target, account.id, account.region)


def _creation_members(version: PlanVersion) -> Members:
    return {
        "BackupPlanId": version.plan.id,
        "BackupPlanArn": version.plan.arn,
        "CreationDate": version.created,
        "VersionId": version.id,
        _SETTINGS: version.document.get(_SETTINGS) or None,
    }


def publish_change(account: Account, version: PlanVersion, state: str) -> None:
    """Tell that a plan was CREATED, MODIFIED, which makes a version, or DELETED."""
    plan, now = version.plan, timestamps.now()
    account.publish(PlanChanged(plan.id, plan.arn, version.id, state, now))


def _refuse_if_of_policy(plan: Plan, error: type[BackupException]) -> None:
    """Raise an error for a plan that only the backup policies of its organization change."""
    if plan.organization_id is not None:
        raise error(f"Backup plan {plan.id} is managed by a backup policy of its organization")


@operation("UpdateBackupPlan")
def update_backup_plan(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateBackupPlan.html"""
    plan, document = account.plans.named(request["BackupPlanId"]), request["BackupPlan"]
    _refuse_if_of_policy(plan, InvalidParameterValueException)
    check_document(document)
    _check_targets(account, document)
    version = account.plans.update(plan, document)
    publish_change(account, version, "MODIFIED")
    return {**_creation_members(version), "ScanSettings": document.get("ScanSettings")}


@operation("GetBackupPlan")
def get_backup_plan(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_GetBackupPlan.html"""
    version = account.plans.version(request["BackupPlanId"], request.get("VersionId"))
    document = {name: value for name, value in version.document.items() if name != _SETTINGS}
    members = {**_members(version), "BackupPlan": document}
    number = request.get("MaxScheduledRunsPreview", 0)
    if number:
        runs = islice(account.plans.next_runs(version), number)
        members["ScheduledRunsPreview"] = [_preview(moment, rule) for moment, rule in runs]
    return members


def _preview(moment: float, rule: Mapping[str, Any]) -> Members:
    """A continuous rule makes snapshots of the types that have no continuous backups."""
    is_continuous = rule.get("EnableContinuousBackup")
    return {
        "ExecutionTime": moment,
        "RuleId": rule["RuleId"],
        "RuleExecutionType": "CONTINUOUS_AND_SNAPSHOTS" if is_continuous else "SNAPSHOTS",
    }


def _members(version: PlanVersion) -> Members:
    """The members of a version outside of its document."""
    return {
        **_creation_members(version),
        "BackupPlanName": version.document["BackupPlanName"],
        "CreatorRequestId": version.plan.creator_request_id,
        "DeletionDate": version.ended,
        "LastExecutionDate": version.last_run,
    }


@operation("DeleteBackupPlan")
def delete_backup_plan(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DeleteBackupPlan.html"""
    plan = account.plans.named(request["BackupPlanId"])
    _refuse_if_of_policy(plan, InvalidRequestException)
    if plan.selections:
        raise PLAN_HAS_SELECTIONS.error()
    version = account.plans.delete(plan)
    publish_change(account, version, "DELETED")
    return {
        "BackupPlanId": plan.id,
        "BackupPlanArn": plan.arn,
        "DeletionDate": version.ended,
        "VersionId": version.id,
    }


@operation("ListBackupPlans")
def list_backup_plans(account: Account, request: Request) -> Members:
    query = account.query("ListBackupPlans", request)
    deleted = account.plans.deleted.values() if query.filters.get("IncludeDeleted") else ()
    plans = query.remaining([*account.plans, *deleted])
    return query.answer("BackupPlansList", plans, lambda plan: _members(plan.current))


@operation("ListBackupPlanVersions")
def list_backup_plan_versions(account: Account, request: Request) -> Members:
    """Versions, the newest first."""
    query = account.query("ListBackupPlanVersions", request)
    versions = account.plans.versions(query.filters["BackupPlanId"])
    listed = query.remaining(versions, newest_first=True)
    return query.answer("BackupPlanVersionsList", listed, _members)


@operation("ExportBackupPlanTemplate")
def export_backup_plan_template(account: Account, request: Request) -> Members:
    document = account.plans.named(request["BackupPlanId"]).current.document
    return {"BackupPlanTemplateJson": json.dumps(without_rule_ids(document))}


@operation("GetBackupPlanFromJSON")
def get_backup_plan_from_json(account: Account, request: Request) -> Members:
    return {"BackupPlan": document_of_template(request["BackupPlanTemplateJson"])}


@operation("CreateBackupSelection")
def create_backup_selection(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupSelection.html"""
    plan = account.plans.plan_of_selections(request["BackupPlanId"])
    _refuse_if_of_policy(plan, InvalidParameterValueException)
    document = selections.normalized(request["BackupSelection"])
    selections.check(document)
    checks.own_partition(account.partition, document, "IamRoleArn", "Resources", "NotResources")
    name, creator = document["SelectionName"], request.get("CreatorRequestId")
    for selection in plan.selections.values():
        if has_token(request, selection.creator_request_id):
            return selection.members()
        if selection.document["SelectionName"] == name:
            message = f"Selection {name} already exists"
            creator_of_selection = selection.creator_request_id
            raise AlreadyExistsException(message, CreatorRequestId=creator_of_selection)
    plan.last_selection_number += 1
    number = plan.last_selection_number
    selection = Selection(new_id(), plan.id, document, creator, timestamps.now(), number)
    plan.selections[selection.selection_id] = selection
    return selection.members()


def _requested_selection(account: Account, request: Request) -> tuple[Plan, Selection]:
    """The plan and the selection; an id of either that does not exist is an invalid parameter.

    alchemy-run/alchemy and hashicorp/terraform-provider-aws (2026) expect that where they delete,
    turbot/steampipe-plugin-aws where it gets.
    """
    plan = account.plans.plan_of_selections(request["BackupPlanId"])
    selection = plan.selections.get(request["SelectionId"])
    if selection is None:
        accepted = f"the id of a selection of plan {plan.id}"
        raise InvalidParameterValueException.of("SelectionId", request["SelectionId"], accepted)
    return plan, selection


@operation("GetBackupSelection")
def get_backup_selection(account: Account, request: Request) -> Members:
    _, selection = _requested_selection(account, request)
    return selection.members()


@operation("DeleteBackupSelection")
def delete_backup_selection(account: Account, request: Request) -> Members:
    plan, selection = _requested_selection(account, request)
    _refuse_if_of_policy(plan, InvalidParameterValueException)
    del plan.selections[selection.selection_id]
    return {}


@operation("ListBackupSelections")
def list_backup_selections(account: Account, request: Request) -> Members:
    """Selections of a plan, in the order of their creation."""
    query = account.query("ListBackupSelections", request)
    plan = account.plans.plan_of_selections(query.filters["BackupPlanId"])
    listed = query.remaining(plan.selections.values())
    return query.answer("BackupSelectionsList", listed, Selection.members)
