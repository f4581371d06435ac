"""Plans and their versions."""

import json
from collections.abc import Mapping
from itertools import islice
from typing import Any

from moto.backup.models import Plan

from ..account import Account
from ..aws import checks
from ..aws.recorded_errors import PLAN_HAS_SELECTIONS
from ..frame.operations import Request, in_order, operation, page_of
from ..members import Members
from .documents import check_document, document_of_template, without_rule_ids

# What GetBackupPlan tells beside the document.
_BESIDE = "AdvancedBackupSettings"


@operation("CreateBackupPlan")
def create_backup_plan(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupPlan.html"""
    check_document(request["BackupPlan"])
    checks.tags("BackupPlanTags", request.get("BackupPlanTags", {}))
    return account.plans.create(request).to_dict()


@operation("UpdateBackupPlan")
def update_backup_plan(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateBackupPlan.html"""
    plan, document = account.plans.named(request["BackupPlanId"]), request["BackupPlan"]
    check_document(document)
    told = account.plans.update(plan, document).to_dict()
    return {**told, "ScanSettings": document.get("ScanSettings")}


@operation("GetBackupPlan")
def get_backup_plan(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_GetBackupPlan.html"""
    plan = account.plans.version(request["BackupPlanId"], request.get("VersionId"))
    document = {name: value for name, value in plan.backup_plan.items() if name != _BESIDE}
    told = {**_beside(plan), "BackupPlan": document}
    number = request.get("MaxScheduledRunsPreview", 0)
    if number:
        runs = islice(account.plans.next_runs(plan), number)
        told["ScheduledRunsPreview"] = [_preview(moment, rule) for moment, rule in runs]
    return told


def _preview(moment: float, rule: Mapping[str, Any]) -> Members:
    """A continuous rule makes snapshots of the types that have no continuous backups."""
    is_continuous = rule.get("EnableContinuousBackup")
    return {
        "ExecutionTime": moment,
        "RuleId": rule["RuleId"],
        "RuleExecutionType": "CONTINUOUS_AND_SNAPSHOTS" if is_continuous else "SNAPSHOTS",
    }


@operation("DeleteBackupPlan")
def delete_backup_plan(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DeleteBackupPlan.html"""
    plan = account.plans.named(request["BackupPlanId"])
    if account.plans.selections.get(plan.backup_plan_id):
        raise PLAN_HAS_SELECTIONS.error()
    return account.plans.delete(plan)


@operation("ListBackupPlans")
def list_backup_plans(account: Account, request: Request) -> Members:
    query = account.query("ListBackupPlans", request)
    with_deleted = query.filters.get("IncludeDeleted", False)
    found = (
        (place, _beside(plan))
        for place, plan in in_order(enumerate(account.plans, 1), query)
        if with_deleted or plan.deletion_date is None
    )
    return page_of("BackupPlansList", found, query, request)


def _beside(plan: Plan) -> Members:
    """What is told of a version beside its document."""
    return {
        **plan.to_list_dict(),
        "CreatorRequestId": plan.creator_request_id or None,
    }


@operation("ListBackupPlanVersions")
def list_backup_plan_versions(account: Account, request: Request) -> Members:
    """Versions, the newest first."""
    query = account.query("ListBackupPlanVersions", request)
    versions = account.plans.versions(query.filters["BackupPlanId"])
    listed = [
        (number, _beside(version))
        for number, version in reversed(list(enumerate(versions)))
        if query.after is None or number < query.after
    ]
    return page_of("BackupPlanVersionsList", listed, query, request)


@operation("ExportBackupPlanTemplate")
def export_backup_plan_template(account: Account, request: Request) -> Members:
    document = account.plans.named(request["BackupPlanId"]).backup_plan
    return {"BackupPlanTemplateJson": json.dumps(without_rule_ids(document))}


@operation("GetBackupPlanFromJSON")
def get_backup_plan_from_json(account: Account, request: Request) -> Members:
    return {"BackupPlan": document_of_template(request["BackupPlanTemplateJson"])}
