"""Writes reports of jobs into buckets of moto's S3: those that are asked for, and those of each day.

https://docs.aws.amazon.com/aws-backup/latest/devguide/working-with-audit-reports.html
"""

from collections.abc import Iterator
from datetime import datetime, timezone
from functools import partial
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from moto.backup.models import ReportPlan

from ..account import Account, existing_accounts
from ..aws.facts import LISTED_DAYS
from ..aws.job_kinds import JobKind
from ..events import JobView
from ..frame.transactions import deliver_later, isolated
from ..listing.conditions import Condition
from ..neighbours.buckets import has_bucket, write
from ..neighbours.organizations import accounts_in, organization_path, visible_accounts
from ..timestamps import DAY
from .files import FILES
from .report_rows import (
    MILLISECOND,
    TEMPLATES,
    Period,
    Reported,
    bounds,
    day_up_to,
    row,
    with_paths,
)
from .state import TIME_OF_DAY, ReportJob

# What stands for all that the account may see.
EVERY_ACCOUNT, EVERY_REGION = "ROOT", "*"
# Stands in keys where a plan has no prefix. The guide has it behind a prefix too: keys that were recorded, of
# 2022 and later, have either.
_NO_PREFIX = "Backup"
_NOT_JUDGED = "Report job failed. Frameworks are not evaluated here."


class _File(NamedTuple):
    key: str
    text: str


def write_due_reports(account: Account, now: float) -> None:
    """Write the reports of the days that are over; of several accounts when all have come so far."""
    for plan, moment in account.report_plans.due(now):
        # Reports of days whose jobs cannot be listed any more are not written late.
        if moment >= now - LISTED_DAYS * DAY:
            midnight = moment - TIME_OF_DAY
            with isolated(f"the report of {plan.report_plan_name}"):
                report(account, plan, day_up_to(midnight), moment, is_daily=True)


def report(
    account: Account, plan: ReportPlan, period: Period, moment: float, *, is_daily: bool = False
) -> ReportJob:
    """Write what a plan says of a period, and keep the job that did so."""
    channel: Any = plan.report_delivery_channel
    bucket = channel["S3BucketName"]
    template = plan.report_setting["ReportTemplate"]
    failure = None
    if template not in TEMPLATES:
        failure = _NOT_JUDGED
    elif not has_bucket(account.id, account.region, bucket):
        failure = (
            f"Report job failed. The S3 bucket {bucket} does not exist in account {account.id}."
        )
    files = [] if failure else list(_files(account, plan, period, is_daily=is_daily))
    for file in files:
        write_it = partial(write, account.id, account.region, bucket, file.key, file.text)
        deliver_later(f"{bucket}/{file.key}", moment, write_it)
    job = ReportJob(
        plan.report_plan_name,
        plan.report_plan_arn,
        template,
        moment,
        "FAILED" if failure else "COMPLETED",
        failure,
        bucket,
        tuple(file.key for file in files),
    )
    account.report_plans.add_job(job)
    return job


def _files(
    account: Account, plan: ReportPlan, period: Period, *, is_daily: bool
) -> Iterator[_File]:
    channel: Any = plan.report_delivery_channel
    template = TEMPLATES[plan.report_setting["ReportTemplate"]]
    reported = [
        each
        for other in _accounts(account, plan)
        for job in _jobs(other, template.kind, period)
        if (each := Reported(template.kind, job, other.id, other.region, period)).is_within
    ]
    path = _path(account, plan, period)
    in_csv = template.in_csv
    if is_of_several_accounts(plan.report_setting):
        in_csv = with_paths(in_csv, partial(organization_path, account.organization))
    for form in dict.fromkeys(channel.get("Formats") or ["CSV"]):
        columns = in_csv if form == "CSV" else template.columns
        rows = [row(each, columns) for each in reported]
        texts = FILES[form](list(columns), rows)
        for number, text in enumerate(texts, 1):
            part = f"_{number}" if is_daily or len(texts) > 1 else ""
            yield _File(f"{path}{part}.{form.lower()}", text)


def _jobs(account: Account, kind: JobKind, period: Period) -> Iterator[JobView]:
    """The jobs that ended since the period began, and those that have not ended, the newest first."""
    unfinished = [state for state in kind.states if state not in kind.final_states]
    asked = [
        Condition("CompletionDate", "after", period.start - MILLISECOND),
        *(Condition(kind.state, "equal", state) for state in unfinished),
    ]
    store, place = account.jobs.of(kind), itemgetter(0)
    found = merge(*(store.newest_first([one]) for one in asked), key=place, reverse=True)
    # A loaded one may have both.
    for _, same in groupby(found, place):
        yield next(same)[1]


def _path(account: Account, plan: ReportPlan, period: Period) -> str:
    channel: Any = plan.report_delivery_channel
    setting, name = plan.report_setting, plan.report_plan_name
    account_id = "crossaccount" if is_of_several_accounts(setting) else account.id
    region = "crossregion" if is_of_several_regions(setting) else account.region
    day = datetime.fromtimestamp(period.end, timezone.utc).strftime("%Y/%m/%d")
    file = "_".join((setting["ReportTemplate"], name, *bounds(period)))
    prefix = (channel.get("S3KeyPrefix") or "").strip("/") or _NO_PREFIX
    path = "/".join((prefix, account_id, region, day, name, file))
    bucket = channel["S3BucketName"]
    before = sum(job.has_file_at(bucket, path) for job in account.report_plans.jobs)
    # Of the second in which another report began, which AWS never has.
    return f"{path}-{before + 1}" if before else path


def is_of_several_accounts(setting: Any) -> bool:
    return bool(setting.get("Accounts") or setting.get("OrganizationUnits"))


def is_of_several_regions(setting: Any) -> bool:
    return bool(setting.get("Regions"))


def _accounts(account: Account, plan: ReportPlan) -> list[Account]:
    """The accounts and regions that a plan's reports are of, as far as the account may see them."""
    setting = plan.report_setting
    regions = setting.get("Regions") or [account.region]
    wanted = {account.id}
    if is_of_several_accounts(setting):
        visible = visible_accounts(account.id, account.region, "*")
        organization = account.organization
        wanted = {*setting.get("Accounts", ())} & visible.keys()
        if EVERY_ACCOUNT in setting.get("Accounts", ()):
            wanted = {*visible}
        for unit in setting.get("OrganizationUnits", ()) if organization else ():
            wanted |= accounts_in(organization, unit) & visible.keys()
    return [
        other
        for other in existing_accounts()
        if other.id in wanted and (EVERY_REGION in regions or other.region in regions)
    ]
