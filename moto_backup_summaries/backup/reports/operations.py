"""Report plans, and report jobs, each of which writes what its plan says of the last day."""

from .. import timestamps
from ..account import Account
from ..aws import checks
from ..aws.constraints import ACCOUNT_ID
from ..aws.errors import AlreadyExistsException, InvalidParameterValueException
from ..aws.recorded_errors import FRAMEWORKS_OF_SEVERAL
from ..aws.regions import is_region
from ..config import NO_FORMATS, NO_FRAMEWORKS
from ..frame.operations import Request, operation
from ..kit.idempotency import repeats
from ..members import Members
from .compliance import COMPLIANCE_TEMPLATES
from .files import FILES
from .report_rows import TEMPLATES, hours_until
from .state import ReportJob, ReportPlan
from .writing import EVERY_ACCOUNT, EVERY_REGION, is_of_several, write_report

# https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListReportJobs.html
STATUSES = ("CREATED", "RUNNING", "COMPLETED", "FAILED", "COMPLETED_WITH_ISSUES")


@operation("CreateReportPlan")
def create_report_plan(account: Account, request: Request) -> Members:
    """Make a report plan; a request that is repeated with its IdempotencyToken is answered as at first.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateReportPlan.html
    """
    name, channel = request["ReportPlanName"], request["ReportDeliveryChannel"]
    _check(account, channel, request["ReportSetting"])
    checks.shared_parameters(request)
    plan = account.report_plans.get(name)
    if plan is None:
        plan = account.report_plans.create(request, _with_formats(channel))
    elif not repeats(request, plan.request):
        token = plan.request.get("IdempotencyToken")
        message = f"Report plan {name} already exists"
        raise AlreadyExistsException(message, Arn=plan.arn, CreatorRequestId=token)
    return _members(plan)


def _check(account: Account, channel: Members, setting: Members) -> None:
    """Raise InvalidParameterValueException for a channel and a setting that no report plan can have."""
    for form in channel.get("Formats", ()):
        checks.one_of("ReportDeliveryChannel.Formats", form, FILES)
    template = setting["ReportTemplate"]
    templates = (*COMPLIANCE_TEMPLATES, *TEMPLATES)
    checks.one_of("ReportSetting.ReportTemplate", template, templates)
    for account_id in setting.get("Accounts", ()):
        if account_id != EVERY_ACCOUNT and not ACCOUNT_ID.fullmatch(account_id):
            accepted = f"account ids of 12 digits, or {EVERY_ACCOUNT} for all"
            raise InvalidParameterValueException.of("ReportSetting.Accounts", account_id, accepted)
    for region in setting.get("Regions", ()):
        if region != EVERY_REGION and not is_region(region):
            accepted = f"names of regions, or {EVERY_REGION} for all"
            raise InvalidParameterValueException.of("ReportSetting.Regions", region, accepted)
    if template in COMPLIANCE_TEMPLATES:
        _check_frameworks(account, setting)
    if "JSON" in channel.get("Formats", ()) and is_of_several(setting):
        accepted = "CSV for a report of several accounts or regions"
        raise InvalidParameterValueException.of("ReportDeliveryChannel.Formats", "JSON", accepted)


def _check_frameworks(account: Account, setting: Members) -> None:
    """Raise InvalidParameterValueException for frameworks that no report can be about.

    One of several accounts or regions is about all of theirs.
    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ReportSetting.html
    """
    where, arns = "ReportSetting.FrameworkArns", setting.get("FrameworkArns", [])
    if is_of_several(setting):
        if arns:
            raise FRAMEWORKS_OF_SEVERAL.error()
        return
    accepted = f"the ARNs of frameworks of account {account.id} in {account.region}"
    if not arns and not NO_FRAMEWORKS.is_given:
        raise InvalidParameterValueException.of(where, arns, accepted)
    for arn in arns:
        if account.frameworks.with_arn(arn) is None:
            raise InvalidParameterValueException.of(where, arn, accepted)
    number = setting.get("NumberOfFrameworks", len(arns))
    if number != len(arns):
        accepted = f"{len(arns)}, which FrameworkArns names"
        raise InvalidParameterValueException.of(
            "ReportSetting.NumberOfFrameworks", number, accepted
        )


def _with_formats(channel: Members) -> Members:
    """The channel with the format that AWS takes where it is told none."""
    if NO_FORMATS.is_given:
        return channel
    return {**channel, "Formats": channel.get("Formats") or ["CSV"]}


@operation("UpdateReportPlan")
def update_report_plan(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateReportPlan.html"""
    plan = account.report_plans.named(request["ReportPlanName"])
    channel = request.get("ReportDeliveryChannel", plan.channel)
    setting = request.get("ReportSetting", plan.setting)
    _check(account, channel, setting)
    plan.channel, plan.setting = _with_formats(channel), setting
    plan.loaded_members = {}
    plan.description = request.get("ReportPlanDescription", plan.description)
    return _members(plan)


@operation("DescribeReportPlan")
def describe_report_plan(account: Account, request: Request) -> Members:
    plan = account.report_plans.named(request["ReportPlanName"])
    return {"ReportPlan": _members(plan)}


@operation("ListReportPlans")
def list_report_plans(account: Account, request: Request) -> Members:
    query = account.query("ListReportPlans", request)
    plans = query.remaining(account.report_plans)
    return query.answer("ReportPlans", plans, _members)


@operation("DeleteReportPlan")
def delete_report_plan(account: Account, request: Request) -> Members:
    account.report_plans.remove(account.report_plans.named(request["ReportPlanName"]))
    return {}


def _members(plan: ReportPlan) -> Members:
    return {
        "LastAttemptedExecutionTime": plan.last_attempt,
        "LastSuccessfulExecutionTime": plan.last_success,
        "ReportPlanArn": plan.arn,
        "ReportPlanName": plan.name,
        "ReportPlanDescription": plan.description,
        "ReportSetting": plan.setting,
        "ReportDeliveryChannel": plan.channel,
        "DeploymentStatus": "COMPLETED",
        "CreationTime": plan.created,
        **plan.loaded_members,
    }


@operation("StartReportJob")
def start_report_job(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartReportJob.html"""

    def answer() -> Members:
        plan = account.report_plans.named(request["ReportPlanName"])
        now = timestamps.now()
        return {"ReportJobId": write_report(account, plan, hours_until(now), now).id}

    return account.report_plans.tokens.once("StartReportJob", request, answer)


@operation("DescribeReportJob")
def describe_report_job(account: Account, request: Request) -> Members:
    return {"ReportJob": _job_members(account.report_plans.job(request["ReportJobId"]))}


@operation("ListReportJobs")
def list_report_jobs(account: Account, request: Request) -> Members:
    """Report jobs, the newest first."""
    query = account.query("ListReportJobs", request)
    filters = query.filters
    name, status = filters.get("ByReportPlanName"), filters.get("ByStatus")
    if status is not None:
        checks.one_of("ByStatus", status, STATUSES)
    if name is not None:
        account.report_plans.named(name)
    jobs = (
        job
        for job in account.report_plans.jobs.values()
        if name in (None, job.plan_name)
        and status in (None, job.status)
        and filters.get("ByCreationAfter", timestamps.FIRST) < job.created
        and job.created < filters.get("ByCreationBefore", timestamps.LAST)
    )
    return query.answer("ReportJobs", query.remaining(jobs, newest_first=True), _job_members)


def _job_members(job: ReportJob) -> Members:
    return {
        "ReportJobId": job.id,
        "ReportPlanArn": job.plan_arn,
        "ReportTemplate": job.template,
        "CreationTime": job.created,
        "CompletionTime": job.completed,
        "Status": job.status,
        "StatusMessage": job.message,
        "ReportDestination": {"S3BucketName": job.bucket, "S3Keys": list(job.keys)},
    }
