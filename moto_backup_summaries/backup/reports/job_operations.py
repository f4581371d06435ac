"""Report jobs: each writes what its plan says of the last day."""

from .. import timestamps
from ..account import Account
from ..aws import checks
from ..frame.operations import Request, operation, page_of
from ..members import Members
from .report_rows import hours_up_to
from .state import ReportJob
from .writing import report

STATUSES = ("CREATED", "RUNNING", "COMPLETED", "FAILED", "COMPLETED_WITH_ISSUES")


@operation("StartReportJob")
def start_report_job(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartReportJob.html"""

    def answer() -> Members:
        plan = account.report_plans.named(request["ReportPlanName"])
        now = timestamps.now()
        return {"ReportJobId": report(account, plan, hours_up_to(now), now).id}

    return account.report_plans.tokens.once("StartReportJob", request, answer)


@operation("DescribeReportJob")
def describe_report_job(account: Account, request: Request) -> Members:
    return {"ReportJob": _members(account.report_plans.job(request["ReportJobId"]))}


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
    found = (
        (number, _members(job))
        for number, job in reversed(list(enumerate(account.report_plans.jobs)))
        if (query.after is None or number < query.after)
        and name in (None, job.plan_name)
        and status in (None, job.status)
        and filters.get("ByCreationAfter", timestamps.FIRST) < job.created
        and job.created < filters.get("ByCreationBefore", timestamps.LAST)
    )
    return page_of("ReportJobs", found, query, request)


def _members(job: ReportJob) -> Members:
    return {
        "ReportJobId": job.id,
        "ReportPlanArn": job.plan_arn,
        "ReportTemplate": job.template,
        "CreationTime": job.created,
        "CompletionTime": job.created,
        "Status": job.status,
        "StatusMessage": job.message,
        "ReportDestination": {"S3BucketName": job.bucket, "S3Keys": list(job.keys)},
    }
