"""AWS's own templates of backup plans: listed, and given as a plan's document."""

from ..account import Account
from ..aws.errors import ResourceNotFoundException
from ..aws.plan_templates import PLAN_TEMPLATES, PlanTemplate
from ..frame.operations import Request, operation
from ..members import Members


@operation("ListBackupPlanTemplates")
def list_backup_plan_templates(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListBackupPlanTemplates.html"""
    query = account.query("ListBackupPlanTemplates", request)
    listed = query.remaining(PLAN_TEMPLATES, PLAN_TEMPLATES.index)
    return query.answer("BackupPlanTemplatesList", listed, _members)


def _members(template: PlanTemplate) -> Members:
    return {"BackupPlanTemplateId": template.id, "BackupPlanTemplateName": template.name}


@operation("GetBackupPlanFromTemplate")
def get_backup_plan_from_template(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_GetBackupPlanFromTemplate.html"""
    template_id = request["BackupPlanTemplateId"]
    for template in PLAN_TEMPLATES:
        if template.id == template_id:
            return {"BackupPlanDocument": template.document}
    raise ResourceNotFoundException(f"Backup plan template {template_id} not found")
