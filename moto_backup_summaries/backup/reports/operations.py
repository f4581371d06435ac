"""Report plans, which moto keeps."""

from .. import timestamps
from ..account import Account
from ..operations import Members, Request, operation


@operation("DescribeReportPlan")
def describe_report_plan(account: Account, request: Request) -> Members:
    """Moto alone reads the name from the query string, where its older versions find none."""
    plan = account.moto.describe_report_plan(request["ReportPlanName"])
    return {
        "ReportPlan": {
            "ReportPlanArn": plan.report_plan_arn,
            "ReportPlanName": plan.report_plan_name,
            "ReportPlanDescription": plan.report_plan_description,
            "ReportSetting": plan.report_setting,
            "ReportDeliveryChannel": plan.report_delivery_channel,
            "DeploymentStatus": plan.deployment_status,
            "CreationTime": timestamps.seconds(plan.creation_time),
        }
    }
