"""Writes reports of jobs and of compliance into buckets of moto's S3: each day, and when StartReportJob asks.

https://docs.aws.amazon.com/aws-backup/latest/devguide/working-with-audit-reports.html
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timezone
from functools import partial
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from ..account import Account, existing_accounts
from ..aws.facts import LISTED_DAYS, lock_state
from ..aws.job_kinds import RESTORE, JobKind
from ..frame.transactions import deliver_later, isolated
from ..kit.conditions import Condition
from ..members import Members
from ..neighbours.buckets import has_bucket, write
from ..neighbours.organizations import accounts_in, organization_path, visible_accounts
from ..timestamps import DAY
from ..views import JobView
from .compliance import COMPLIANCE_TEMPLATES, audited_frameworks, compliance_rows
from .files import FILES, ReportRow
from .report_rows import (
    MILLISECOND,
    TEMPLATES,
    Period,
    Reported,
    bounds,
    day_until,
    report_row,
    with_paths,
)
from .state import TIME_OF_DAY, ReportJob, ReportPlan

# Stand for all accounts and regions that the account may see.
EVERY_ACCOUNT, EVERY_REGION = "ROOT", "*"
# The prefix of keys where a plan has none. The guide writes it behind a plan's prefix too; recorded keys, of
# 2022 and later, have one of the two.
_DEFAULT_PREFIX = "Backup"


class _File(NamedTuple):
    key: str
    text: str


class _Table(NamedTuple):
    """What a report says."""

    columns: Sequence[str]
    rows: Iterable[ReportRow]


def write_due_reports(account: Account, now: float) -> None:
    """Write the reports of the days that are over."""
    for plan, moment in account.report_plans.pop_due(now):
        # Reports of days whose jobs cannot be listed any more are not written late.
        if moment >= now - LISTED_DAYS * DAY:
            midnight = moment - TIME_OF_DAY
            with isolated(f"the report of {plan.name}"):
                write_report(account, plan, day_until(midnight), moment, is_daily=True)


def write_report(
    account: Account, plan: ReportPlan, period: Period, moment: float, *, is_daily: bool = False
) -> ReportJob:
    """Write the report of a plan about a period, and keep the report job."""
    bucket = plan.channel["S3BucketName"]
    template = plan.setting["ReportTemplate"]
    failure = _failure(account, plan)
    files = [] if failure else list(_files(account, plan, period, moment, is_daily=is_daily))
    for file in files:
        write_file = partial(write, account.id, account.region, bucket, file.key, file.text)
        deliver_later(f"{bucket}/{file.key}", moment, write_file)
    job = ReportJob(
        len(account.report_plans.jobs),
        plan.name,
        plan.arn,
        template,
        moment,
        "FAILED" if failure else "COMPLETED",
        failure,
        bucket,
        tuple(file.key for file in files),
        moment,
    )
    account.report_plans.jobs[job.id] = job
    plan.last_attempt = moment
    if not failure:
        plan.last_success = moment
    return job


def _failure(account: Account, plan: ReportPlan) -> str | None:
    """Why a plan's report cannot be written, if so."""
    setting, bucket = plan.setting, plan.channel["S3BucketName"]
    reason = None
    if setting["ReportTemplate"] in COMPLIANCE_TEMPLATES and not is_of_several(setting):
        arns = setting.get("FrameworkArns", ())
        missing = [arn for arn in arns if account.frameworks.with_arn(arn) is None]
        if not arns:
            reason = f"The report plan {plan.name} names no frameworks."
        elif missing:
            reason = f"The framework {missing[0]} does not exist."
    if reason is None and not has_bucket(account.id, account.region, bucket):
        reason = f"The S3 bucket {bucket} does not exist in account {account.id}."
    return reason and f"Report job failed. {reason}"


def _files(
    account: Account, plan: ReportPlan, period: Period, moment: float, *, is_daily: bool
) -> Iterator[_File]:
    is_of_jobs = plan.setting["ReportTemplate"] in TEMPLATES
    table_of = (
        _table_of_jobs(account, plan, period)
        if is_of_jobs
        else _table_of_compliance(account, plan, moment)
    )
    path = _new_path(account, plan, period)
    for form in dict.fromkeys(plan.channel.get("Formats") or ["CSV"]):
        texts = FILES[form](*table_of(form))
        for number, text in enumerate(texts, 1):
            part = f"_{number}" if is_daily or len(texts) > 1 else ""
            yield _File(f"{path}{part}.{form.lower()}", text)


def _table_of_jobs(account: Account, plan: ReportPlan, period: Period) -> Callable[[str], _Table]:
    """Gives what a report of jobs says, by its form."""
    template = TEMPLATES[plan.setting["ReportTemplate"]]
    reported = [
        reported_job
        for owner in _reported_accounts(account, plan)
        for job in _jobs(owner, template.kind, period)
        if (
            reported_job := Reported(
                template.kind,
                job,
                owner.id,
                owner.region,
                period,
                _members_of_restored_point(owner, job),
            )
        ).is_within
    ]
    in_csv = template.in_csv
    if is_of_several_accounts(plan.setting):
        in_csv = with_paths(in_csv, partial(organization_path, account.organization))

    def table(form: str) -> _Table:
        columns = in_csv if form == "CSV" else template.columns
        return _Table(
            list(columns), [report_row(reported_job, columns) for reported_job in reported]
        )

    return table


def _members_of_restored_point(account: Account, job: JobView) -> Members:
    """What is known of the recovery point that a restore job restores, and of its vault's lock."""
    point = account.find_point(job.member("RecoveryPointArn")) if job.kind is RESTORE else None
    if point is None:
        return {}
    vault = account.vaults.named(point.vault_name)
    return {**point.members(), "VaultLockState": lock_state(is_locked=vault.is_locked)}


def _table_of_compliance(
    account: Account, plan: ReportPlan, moment: float
) -> Callable[[str], _Table]:
    """Gives what a report of compliance says: of the frameworks that its plan names, or of all."""
    template = COMPLIANCE_TEMPLATES[plan.setting["ReportTemplate"]]
    arns = None if is_of_several(plan.setting) else plan.setting["FrameworkArns"]
    columns, paths = template.columns, is_of_several_accounts(plan.setting)
    rows: list[ReportRow] = []
    for owner in _reported_accounts(account, plan):
        frameworks = audited_frameworks(owner, arns)
        path = {"pathToRoot": organization_path(account.organization, owner.id)} if paths else {}
        rows += ({**path, **each} for each in compliance_rows(template, owner, frameworks, moment))
    # As reports of jobs of several accounts have it, which are in CSV.
    table = _Table(("pathToRoot", *columns) if paths else columns, rows)
    return lambda form: table


def _jobs(account: Account, kind: JobKind, period: Period) -> Iterator[JobView]:
    """The jobs that ended since the period began, and those that have not ended, the newest first."""
    unfinished = [state for state in kind.states if state not in kind.final_states]
    conditions = [
        Condition("CompletionDate", "after", period.start - MILLISECOND),
        *(Condition(kind.state, "equal", state) for state in unfinished),
    ]
    store, position = account.jobs.store(kind), itemgetter(0)
    lists = (store.newest_first([condition]) for condition in conditions)
    # A loaded job may meet two of them.
    for _, entries in groupby(merge(*lists, key=position, reverse=True), position):
        yield next(entries)[1]


def _new_path(account: Account, plan: ReportPlan, period: Period) -> str:
    setting, name = plan.setting, plan.name
    account_id = "crossaccount" if is_of_several_accounts(setting) else account.id
    region = "crossregion" if is_of_several_regions(setting) else account.region
    day = datetime.fromtimestamp(period.end, timezone.utc).strftime("%Y/%m/%d")
    file = "_".join((setting["ReportTemplate"], name, *bounds(period)))
    prefix = (plan.channel.get("S3KeyPrefix") or "").strip("/") or _DEFAULT_PREFIX
    path = "/".join((prefix, account_id, region, day, name, file))
    bucket = plan.channel["S3BucketName"]
    written = account.report_plans.written
    number = written[bucket, path] = written.get((bucket, path), 0) + 1
    # AWS never writes two reports of one second; tests that stop the clock do.
    return path if number == 1 else f"{path}-{number}"


def is_of_several(setting: Any) -> bool:
    return is_of_several_accounts(setting) or is_of_several_regions(setting)


def is_of_several_accounts(setting: Any) -> bool:
    return bool(setting.get("Accounts") or setting.get("OrganizationUnits"))


def is_of_several_regions(setting: Any) -> bool:
    return bool(setting.get("Regions"))


def _reported_accounts(account: Account, plan: ReportPlan) -> list[Account]:
    """The accounts and regions that a plan's reports are of, as far as the account may see them."""
    setting = plan.setting
    regions = setting.get("Regions") or [account.region]
    account_ids = {account.id}
    if is_of_several_accounts(setting):
        visible = visible_accounts(account.id, account.region, "*")
        organization = account.organization
        account_ids = {*setting.get("Accounts", ())} & visible.keys()
        if EVERY_ACCOUNT in setting.get("Accounts", ()):
            account_ids = {*visible}
        for unit in setting.get("OrganizationUnits", ()) if organization else ():
            account_ids |= accounts_in(organization, unit) & visible.keys()
    return [
        owner
        for owner in existing_accounts()
        if owner.id in account_ids and (EVERY_REGION in regions or owner.region in regions)
    ]
