"""Plans and their versions."""

import json

from ..account import Account
from ..aws.errors import InvalidRequestException
from ..members import Members
from ..operations import Request, in_order, operation, page_of
from .documents import check_members, check_rules, document_of_template, without_rule_ids


@operation("CreateBackupPlan")
def create_backup_plan(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupPlan.html"""
    document = request["BackupPlan"]
    check_rules(document)
    creator, tags = request.get("CreatorRequestId", ""), request.get("BackupPlanTags", {})
    return account.plans.create(document, tags, creator).to_dict()


@operation("UpdateBackupPlan")
def update_backup_plan(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateBackupPlan.html"""
    plan = account.plans.named(request["BackupPlanId"])
    check_members("BackupPlan", request["BackupPlan"])
    return account.plans.update(plan, request["BackupPlan"]).to_dict()


@operation("GetBackupPlan")
def get_backup_plan(account: Account, request: Request) -> Members:
    plan = account.plans.version(request["BackupPlanId"], request.get("VersionId"))
    return plan.to_get_dict()


@operation("DeleteBackupPlan")
def delete_backup_plan(account: Account, request: Request) -> Members:
    plan_id = request["BackupPlanId"]
    if account.plans.selections.get(plan_id):
        raise InvalidRequestException(
            "Related backup plan selections must be deleted prior to backup plan deletion"
        )
    return account.plans.delete(plan_id)


@operation("ListBackupPlans")
def list_backup_plans(account: Account, request: Request) -> Members:
    query = account.query("ListBackupPlans", request)
    plans = account.moto.list_backup_plans(query.filters.get("IncludeDeleted", False))
    found = (
        (place, plan.to_list_dict())
        for place, plan in in_order(plans, lambda plan: plan.backup_plan_id, query)
    )
    return page_of("BackupPlansList", found, query, request)


@operation("ListBackupPlanVersions")
def list_backup_plan_versions(account: Account, request: Request) -> Members:
    """Versions, the newest first."""
    query = account.query("ListBackupPlanVersions", request)
    versions = account.plans.versions(query.filters["BackupPlanId"])
    listed = [
        (number, version.to_list_dict())
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
