"""Report plans, which moto keeps."""

from moto.backup.models import ReportPlan

from .. import timestamps
from ..account import Account
from ..members import Members
from ..operations import Request, in_order, operation, page_of


@operation("CreateReportPlan")
def create_report_plan(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateReportPlan.html"""
    plan = account.moto.create_report_plan(
        request["ReportPlanName"],
        request.get("ReportPlanDescription"),
        request["ReportDeliveryChannel"],
        request["ReportSetting"],
    )
    return _members(plan)


@operation("DescribeReportPlan")
def describe_report_plan(account: Account, request: Request) -> Members:
    return {"ReportPlan": _members(account.moto.describe_report_plan(request["ReportPlanName"]))}


@operation("ListReportPlans")
def list_report_plans(account: Account, request: Request) -> Members:
    query = account.query("ListReportPlans", request)
    found = (
        (place, _members(plan))
        for place, plan in in_order(
            account.moto.list_report_plans(), lambda plan: plan.report_plan_name, query
        )
    )
    return page_of("ReportPlans", found, query, request)


@operation("DeleteReportPlan")
def delete_report_plan(account: Account, request: Request) -> Members:
    account.moto.delete_report_plan(request["ReportPlanName"])
    return {}


def _members(plan: ReportPlan) -> Members:
    return {
        "ReportPlanArn": plan.report_plan_arn,
        "ReportPlanName": plan.report_plan_name,
        "ReportPlanDescription": plan.report_plan_description,
        "ReportSetting": plan.report_setting,
        "ReportDeliveryChannel": plan.report_delivery_channel,
        "DeploymentStatus": plan.deployment_status,
        "CreationTime": timestamps.seconds(plan.creation_time),
    }
