"""Report plans and report jobs of an account's document."""

from collections.abc import Sequence

from ..account import Account
from ..aws.arns import Arn
from ..kit.account_rows import AccountRow, new_rows, oldest_first, tags_of
from .state import ReportJob, ReportPlan

# Behind the name of a report plan its ARN has an id.
_LENGTH_OF_ID = len("-00000000-0000-0000-0000-000000000000")


def load_report_plans(account: Account, rows: Sequence[AccountRow]) -> None:
    """Keep report plans. Their next reports are written at the next times from now on."""
    plans = account.report_plans
    for row in new_rows(rows, "ReportPlanName", plans.get, "report plan of the account"):
        request = row.having("ReportPlanName", "ReportPlanDescription", "ReportSetting")
        channel = row["ReportDeliveryChannel"]
        plan = ReportPlan(row["ReportPlanArn"], row["CreationTime"], request, channel)
        plan.tags = tags_of(row)
        plan.loaded_members = row.having("DeploymentStatus")
        plan.last_attempt = row.get("LastAttemptedExecutionTime")
        plan.last_success = row.get("LastSuccessfulExecutionTime")
        plans.add(plan)


def load_report_jobs(account: Account, rows: Sequence[AccountRow]) -> None:
    jobs = account.report_plans.jobs
    made = oldest_first(rows, "CreationTime")
    for row in new_rows(made, "ReportJobId", jobs.get, "report job of the account"):
        destination = row.get("ReportDestination") or {}
        jobs[row["ReportJobId"]] = ReportJob(
            len(jobs),
            _name_of_plan(account, row["ReportPlanArn"]),
            row["ReportPlanArn"],
            row.get("ReportTemplate"),
            row["CreationTime"],
            row["Status"],
            row.get("StatusMessage"),
            destination.get("S3BucketName"),
            tuple(destination.get("S3Keys") or ()),
            row.get("CompletionTime"),
            row["ReportJobId"],
        )


def _name_of_plan(account: Account, arn: str) -> str:
    """The name of a report plan, which may be deleted."""
    named = (plan.name for plan in account.report_plans if plan.arn == arn)
    return next(named, Arn.of(arn).name[:-_LENGTH_OF_ID])
