"""The report plans of one account and region, which moto keeps."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from moto.backup.models import BackupBackend, ReportPlan

from ..aws.errors import AlreadyExistsException, ResourceNotFoundException
from ..aws.identifiers import new_id
from ..frame.transactions import append, assign, drop, keep, keep_tags, put
from ..kit.idempotency import Tokens
from ..listing.order import Order
from ..timestamps import DAY, NEVER, now

# When the report of the day before is written, in seconds from midnight UTC.
# https://docs.aws.amazon.com/aws-backup/latest/devguide/working-with-audit-reports.html
TIME_OF_DAY = 3600


@dataclass(frozen=True)
class ReportJob:
    """A report that was to be written. Moments are seconds since 1970."""

    plan_name: str
    plan_arn: str
    template: str
    created: float
    status: str
    message: str | None
    bucket: str
    keys: tuple[str, ...]
    id: str = field(default_factory=new_id)

    def has_file_at(self, bucket: str, path: str) -> bool:
        """Whether it wrote a file whose key is this path, but for a number and an ending."""
        return self.bucket == bucket and any(
            key.startswith((f"{path}.", f"{path}_", f"{path}-")) for key in self.keys
        )


class ReportPlans:
    """Moto's report plans, with what they were made by, when they run next, and what was written."""

    def __init__(self, moto: BackupBackend) -> None:
        self._moto = moto
        # What each was made by.
        self._requests: dict[str, Mapping[str, Any]] = {}
        self._order = Order()
        self._next_runs: dict[str, float] = {}
        self.jobs: list[ReportJob] = []
        self.tokens = Tokens()
        for plan in self:
            self._next_runs[plan.report_plan_name] = next_run(now())

    def __iter__(self) -> Iterator[ReportPlan]:
        return iter(self._moto.list_report_plans())

    def numbered(self) -> Iterator[tuple[int, ReportPlan]]:
        """The report plans in the order of their making, which moto keeps, each with its number."""
        return ((self._order.number(plan.report_plan_name), plan) for plan in self)

    def named(self, name: str) -> ReportPlan:
        plan = self._moto.report_plans.get(name)
        if plan is None:
            raise ResourceNotFoundException(f"Report plan {name} not found")
        return plan

    def has_arn(self, arn: str) -> bool:
        return any(plan.report_plan_arn == arn for plan in self)

    def create(self, request: Mapping[str, Any]) -> ReportPlan:
        """The report plan that a request asks for; the same one for a request that is repeated."""
        name, token = request["ReportPlanName"], request.get("IdempotencyToken")
        plan = self._moto.report_plans.get(name)
        if plan is None:
            keep(self._moto.report_plans)
            plan = self._moto.create_report_plan(
                name,
                request.get("ReportPlanDescription"),
                request["ReportDeliveryChannel"],
                request["ReportSetting"],
            )
            # AWS tells apart those that had one name one after the other.
            plan.report_plan_arn += f"-{new_id()}"
            keep_tags(self._moto.tagger, plan.report_plan_arn)
            self._moto.tag_resource(plan.report_plan_arn, request.get("ReportPlanTags", {}))
            put(self._requests, name, request)
            put(self._next_runs, name, next_run(now()))
        elif token is None or self._requests.get(name) != request:
            made_by = self._requests.get(name, {}).get("IdempotencyToken")
            raise AlreadyExistsException(
                f"Report plan {name} already exists",
                Arn=plan.report_plan_arn,
                CreatorRequestId=made_by,
            )
        return plan

    def update(self, plan: ReportPlan, **changed: Any) -> None:
        """Change what is not None: report_plan_description, report_delivery_channel, report_setting."""
        assign(plan, **{name: value for name, value in changed.items() if value is not None})

    @property
    def next_due(self) -> float:
        """When the next report is written, or NEVER."""
        return min(self._next_runs.values(), default=NEVER)

    def due(self, moment: float) -> Iterator[tuple[ReportPlan, float]]:
        """The runs that are due by now, plan by plan, in order."""
        for name, run in list(self._next_runs.items()):
            following = run
            while following <= moment:
                yield self.named(name), following
                following += DAY
            # No change of a request: what time brings is not undone.
            self._next_runs[name] = following

    def add_job(self, job: ReportJob) -> None:
        append(self.jobs, job)

    def job(self, job_id: str) -> ReportJob:
        for job in self.jobs:
            if job.id == job_id:
                return job
        raise ResourceNotFoundException(f"Report job {job_id} not found")

    def last_run(self, plan: ReportPlan, status: str | None = None) -> float | None:
        """When a report of a plan was written last, or was tried to be."""
        found = (
            job.created
            for job in reversed(self.jobs)
            if job.plan_arn == plan.report_plan_arn and status in (None, job.status)
        )
        return next(found, None)

    def delete(self, plan: ReportPlan) -> None:
        """Delete a report plan, with its tags."""
        keep(self._moto.report_plans)
        keep_tags(self._moto.tagger, plan.report_plan_arn)
        self._moto.delete_report_plan(plan.report_plan_name)
        drop(self._requests, plan.report_plan_name)
        self._order.forget(plan.report_plan_name)
        drop(self._next_runs, plan.report_plan_name)
        self._moto.tagger.delete_all_tags_for_resource(plan.report_plan_arn)


def next_run(moment: float) -> float:
    """The first moment behind this one at which reports are written."""
    return float((moment - TIME_OF_DAY) // DAY * DAY + DAY + TIME_OF_DAY)
