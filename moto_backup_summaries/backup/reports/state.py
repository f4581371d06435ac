"""The report plans of one account and region, and what was written by them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from ..aws.errors import ResourceNotFoundException
from ..aws.identifiers import new_id
from ..kit.backup_resources import BackupResource, BackupResources
from ..kit.idempotency import Tokens
from ..kit.state import StateDict
from ..members import Members
from ..timestamps import DAY, NEVER, now

# When the report of a day is written on the next, in seconds from midnight UTC.
# https://docs.aws.amazon.com/aws-backup/latest/devguide/working-with-audit-reports.html
TIME_OF_DAY = 3600


@dataclass(frozen=True)
class ReportJob:
    """The attempt to write a report. Moments are seconds since 1970.

    number: its position among all report jobs.
    """

    number: int
    plan_name: str
    plan_arn: str
    template: str | None
    created: float
    status: str
    message: str | None
    bucket: str | None
    keys: tuple[str, ...]
    completed: float | None
    id: str = field(default_factory=new_id)


class ReportPlan(BackupResource):
    """A report plan, named by its key.

    channel, setting: its ReportDeliveryChannel and its ReportSetting.
    next_run: when its next report is written.
    last_attempt, last_success: when a report was tried, and was written, last.
    """

    def __init__(
        self, arn: str, created: float, request: Mapping[str, Any], channel: Members
    ) -> None:
        super().__init__(request["ReportPlanName"], arn, created, request)
        self.name = self.key
        self.description: str | None = request.get("ReportPlanDescription")
        self.channel = channel
        self.setting: Members = request["ReportSetting"]
        self.next_run = next_run(now())
        self.last_attempt: float | None = None
        self.last_success: float | None = None


class ReportPlans(BackupResources[ReportPlan]):
    """The report plans, and the jobs that wrote reports, by their ids.

    written: how many reports were written under a bucket and path.
    """

    title = "Report plan"
    arn_kind = "report-plan"

    def __init__(self, account_id: str, region: str) -> None:
        super().__init__(account_id, region)
        self.jobs: StateDict[str, ReportJob] = StateDict()
        self.written: StateDict[tuple[str, str], int] = StateDict()
        self.tokens = Tokens()

    def create(self, request: Mapping[str, Any], channel: Members) -> ReportPlan:
        # AWS gives two of one name, one after the other, different ARNs.
        arn = self.new_arn(request["ReportPlanName"])
        plan = ReportPlan(arn, now(), request, channel)
        plan.tags = request.get("ReportPlanTags", {})
        self.add(plan)
        return plan

    def add(self, resource: ReportPlan) -> None:
        super().add(resource)
        self._set_first_due()

    def remove(self, resource: ReportPlan) -> None:
        super().remove(resource)
        self._set_first_due()

    def _set_first_due(self) -> None:
        self.first_due = min((plan.next_run for plan in self), default=NEVER)

    def pop_due(self, moment: float) -> Iterator[tuple[ReportPlan, float]]:
        """The runs of all plans that are due by a moment, the earliest first."""
        while self.first_due <= moment:
            plan = min(self, key=attrgetter("next_run"))
            run = plan.next_run
            plan.next_run = run + DAY
            self._set_first_due()
            yield plan, run

    def job(self, job_id: str) -> ReportJob:
        if job_id not in self.jobs:
            raise ResourceNotFoundException(f"Report job {job_id} not found")
        return self.jobs[job_id]


def next_run(moment: float) -> float:
    """The first moment behind this one at which reports are written."""
    return float((moment - TIME_OF_DAY) // DAY * DAY + DAY + TIME_OF_DAY)
