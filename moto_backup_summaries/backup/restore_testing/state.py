"""The restore testing plans of one account and region, and their selections."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..aws.errors import (
    InvalidRequestException,
    LimitExceededException,
    ResourceNotFoundException,
)
from ..kit.backup_resources import BackupResource, BackupResources
from ..kit.state import StateDict
from ..members import Members
from ..timestamps import NEVER, now
from .documents import schedule_of

# https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html#restore-testing-quotas
MOST_PLANS = 100
MOST_SELECTIONS = 30


@dataclass(frozen=True)
class RestoreTestingSelection:
    """Which resources a plan tests, and how.

    document: complete. number: its position among the selections of its plan.
    updated: when it was updated last, or None.
    """

    plan_name: str
    document: Mapping[str, Any]
    creator_request_id: str | None
    created: float
    number: int
    updated: float | None = None

    @property
    def name(self) -> str:
        return str(self.document["RestoreTestingSelectionName"])


class RestoreTestingPlan(BackupResource):
    """A restore testing plan, named by its key.

    document: complete. updated: when it was updated last, or None.
    selections: by their names. next_run: the next time of its schedule. last_run: the last at which it ran.
    """

    def __init__(
        self, arn: str, created: float, request: Mapping[str, Any], document: Members
    ) -> None:
        super().__init__(document["RestoreTestingPlanName"], arn, created, request)
        self.name = self.key
        self.document = document
        self.updated: float | None = None
        self.selections: StateDict[str, RestoreTestingSelection] = StateDict()
        self.last_selection_number = 0
        self.next_run = NEVER
        self.last_run: float | None = None
        self.set_next_run(created)

    def set_next_run(self, moment: float) -> None:
        """Let it run next at the first time of its schedule after a moment."""
        run = schedule_of(self.document).next_after(moment)
        self.next_run = NEVER if run is None else run

    def selection(self, name: str) -> RestoreTestingSelection:
        selection = self.selections.get(name)
        if selection is None:
            raise ResourceNotFoundException(
                f"Restore testing selection {name} of plan {self.name} not found"
            )
        return selection


class RestoreTestingPlans(BackupResources[RestoreTestingPlan]):
    """The plans, and the restore jobs that their runs have started.

    windows: by the id of a job that has not ended, for how many hours its result can be validated.
    validations: by the id of one that can be validated, when that ends.
    """

    title = "Restore testing plan"
    arn_kind = "restore-testing-plan"

    def __init__(self, account_id: str, region: str) -> None:
        super().__init__(account_id, region)
        self.windows: StateDict[str, int] = StateDict()
        self.validations: StateDict[str, float] = StateDict()

    def create(self, request: Mapping[str, Any], document: Members) -> RestoreTestingPlan:
        """A new plan; raises LimitExceededException for too many."""
        if sum(1 for _ in self) >= MOST_PLANS:
            raise LimitExceededException(
                f"An account has at most {MOST_PLANS} restore testing plans"
            )
        # AWS gives two of one name, one after the other, different ARNs.
        arn = self.new_arn(document["RestoreTestingPlanName"])
        plan = RestoreTestingPlan(arn, now(), request, document)
        plan.tags = request.get("Tags", {})
        self.add(plan)
        return plan

    def update(self, plan: RestoreTestingPlan, document: Members) -> None:
        plan.document = document
        plan.updated = now()
        plan.set_next_run(plan.updated)
        self._set_first_due()

    def add(self, resource: RestoreTestingPlan) -> None:
        super().add(resource)
        self._set_first_due()

    def remove(self, resource: RestoreTestingPlan) -> None:
        super().remove(resource)
        self._set_first_due()

    def _set_first_due(self) -> None:
        runs = (plan.next_run for plan in self)
        self.first_due = min((*runs, *self.validations.values()), default=NEVER)

    @property
    def next_test(self) -> float:
        """When the first plan with selections runs, or NEVER."""
        return min((plan.next_run for plan in self if plan.selections), default=NEVER)

    def pop_due(self, moment: float) -> Iterator[tuple[RestoreTestingPlan, float]]:
        """The runs that are due by a moment, plan by plan, in order; none of a plan without selections."""
        for plan in list(self):
            while plan.next_run <= moment:
                run = plan.next_run
                plan.set_next_run(run if plan.selections else moment)
                self._set_first_due()
                if plan.selections:
                    plan.last_run = run
                    yield plan, run

    def validate(self, job_id: str, end: float) -> None:
        """Let the result of a job be validated until some moment."""
        self.validations[job_id] = end
        self._set_first_due()

    def end_validation(self, job_id: str) -> bool:
        """Whether the result of a job could be validated until now."""
        end = self.validations.pop(job_id, None)
        self._set_first_due()
        return end is not None

    def pop_ended_validations(self, moment: float) -> Iterator[str]:
        """The jobs whose results can be validated no longer, in the order of the ends of their windows."""
        ended = [(end, job_id) for job_id, end in self.validations.items() if end <= moment]
        for _, job_id in sorted(ended):
            self.end_validation(job_id)
            yield job_id

    def forget_jobs(self) -> None:
        self.windows.clear()
        self.validations.clear()
        self._set_first_due()

    def delete(self, name: str) -> None:
        """Delete a plan, if there is one of this name."""
        plan = self.get(name)
        if plan is None:
            return
        if plan.selections:
            raise InvalidRequestException(
                f"Restore testing plan {name} has selections: delete these first"
            )
        self.remove(plan)

    def add_selection(
        self, plan: RestoreTestingPlan, document: Members, creator_request_id: str | None
    ) -> RestoreTestingSelection:
        """A new selection of a plan; raises LimitExceededException for too many."""
        if len(plan.selections) >= MOST_SELECTIONS:
            raise LimitExceededException(
                f"A restore testing plan has at most {MOST_SELECTIONS} selections"
            )
        plan.last_selection_number += 1
        number = plan.last_selection_number
        selection = RestoreTestingSelection(plan.name, document, creator_request_id, now(), number)
        plan.selections[selection.name] = selection
        return selection
