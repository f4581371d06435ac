"""Report plans."""

from moto.backup.models import ReportPlan

from .. import timestamps
from ..account import Account
from ..aws import checks
from ..aws.errors import InvalidParameterValueException
from ..frame.operations import Request, in_order, operation, page_of
from ..members import Members
from ..moto_answers import NO_FORMATS, NO_FRAMEWORKS
from .files import FILES
from .report_rows import TEMPLATES
from .writing import is_of_several_accounts, is_of_several_regions

# What they report is what frameworks say.
_OF_COMPLIANCE = ("RESOURCE_COMPLIANCE_REPORT", "CONTROL_COMPLIANCE_REPORT")


@operation("CreateReportPlan")
def create_report_plan(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateReportPlan.html"""
    channel, _ = _checked(request, {}, {})
    checks.tags("ReportPlanTags", request.get("ReportPlanTags", {}))
    plan = account.report_plans.create({**request, "ReportDeliveryChannel": channel})
    return _members(account, plan)


def _checked(request: Request, channel: Members, report: Members) -> tuple[Members, Members]:
    """The channel and the setting of a report plan, which had these before."""
    channel = request.get("ReportDeliveryChannel", channel)
    report = request.get("ReportSetting", report)
    for given in channel.get("Formats", ()):
        checks.one_of("ReportDeliveryChannel.Formats", given, FILES)
    _check_template(report)
    if "JSON" in channel.get("Formats", ()) and _is_of_several(report):
        accepted = "CSV for a report of several accounts or regions"
        raise InvalidParameterValueException.of("ReportDeliveryChannel.Formats", "JSON", accepted)
    if not NO_FORMATS.is_given:
        channel = {**channel, "Formats": channel.get("Formats") or ["CSV"]}
    return channel, report


def _is_of_several(report: Members) -> bool:
    return is_of_several_accounts(report) or is_of_several_regions(report)


def _check_template(report: Members) -> None:
    template = report["ReportTemplate"]
    checks.one_of("ReportSetting.ReportTemplate", template, (*_OF_COMPLIANCE, *TEMPLATES))
    if template in _OF_COMPLIANCE and not NO_FRAMEWORKS.is_given:
        arns = report.get("FrameworkArns", [])
        accepted = f"the ARNs of the frameworks of a {template}; nothing makes any here"
        raise InvalidParameterValueException.of("ReportSetting.FrameworkArns", arns, accepted)


@operation("UpdateReportPlan")
def update_report_plan(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateReportPlan.html"""
    plan = account.report_plans.named(request["ReportPlanName"])
    channel, setting = _checked(request, plan.report_delivery_channel, plan.report_setting)
    account.report_plans.update(
        plan,
        report_plan_description=request.get("ReportPlanDescription"),
        report_delivery_channel=channel,
        report_setting=setting,
    )
    return _members(account, plan)


@operation("DescribeReportPlan")
def describe_report_plan(account: Account, request: Request) -> Members:
    plan = account.report_plans.named(request["ReportPlanName"])
    return {"ReportPlan": _members(account, plan)}


@operation("ListReportPlans")
def list_report_plans(account: Account, request: Request) -> Members:
    query = account.query("ListReportPlans", request)
    found = (
        (place, _members(account, plan))
        for place, plan in in_order(account.report_plans.numbered(), query)
    )
    return page_of("ReportPlans", found, query, request)


@operation("DeleteReportPlan")
def delete_report_plan(account: Account, request: Request) -> Members:
    account.report_plans.delete(account.report_plans.named(request["ReportPlanName"]))
    return {}


def _members(account: Account, plan: ReportPlan) -> Members:
    return {
        "LastAttemptedExecutionTime": account.report_plans.last_run(plan),
        "LastSuccessfulExecutionTime": account.report_plans.last_run(plan, "COMPLETED"),
        "ReportPlanArn": plan.report_plan_arn,
        "ReportPlanName": plan.report_plan_name,
        "ReportPlanDescription": plan.report_plan_description,
        "ReportSetting": plan.report_setting,
        "ReportDeliveryChannel": plan.report_delivery_channel,
        "DeploymentStatus": plan.deployment_status,
        "CreationTime": timestamps.seconds(plan.creation_time),
    }
