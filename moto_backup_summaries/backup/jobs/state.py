"""The jobs of one account and region, of all kinds."""

from collections.abc import Callable, Mapping, Sequence
from operator import methodcaller
from typing import Any

from .. import timestamps
from ..aws.errors import ResourceNotFoundException
from ..aws.job_kinds import ALL_KINDS, RESTORE, JobKind
from ..events import Publish
from ..kit.idempotency import Tokens
from ..kit.state import FamilyState, StateDict, StateHeap
from ..members import Members
from ..views import JobView
from .job import Job
from .job_store import JobStore

_ENDED = "CompletionDate"


class Jobs(FamilyState):
    """publish, has_vault, on_first_view: as of JobStore."""

    def __init__(
        self,
        account: tuple[str, str],
        *,
        publish: Publish,
        has_vault: Callable[[str], bool],
        on_first_view: Callable[[JobStore, int, Members], None],
    ) -> None:
        self._stores: Mapping[str, JobStore] = {
            kind.name: JobStore(
                kind, account, publish=publish, has_vault=has_vault, on_first_view=on_first_view
            )
            for kind in ALL_KINDS
        }
        self.tokens = Tokens()
        # The request that started a job, by its kind and id, for who looks at the page.
        self.requests: dict[tuple[str, str], Mapping[str, Any]] = StateDict()
        # What is copied where when a backup job completes, by the job's id.
        self.copy_actions: dict[str, Sequence[Mapping[str, Any]]] = StateDict()
        # The runs of plans whose jobs have yet to start.
        self.pending_runs: StateHeap[Any] = StateHeap()
        self.run_count = 0

    def store(self, kind: JobKind) -> JobStore:
        return self._stores[kind.name]

    def begin(self, jobs: Sequence[Job]) -> None:
        """Store jobs of one kind that begin, the children before their parent."""
        self.store(jobs[0].kind).add(jobs)

    def begin_and_advance(self, jobs: Sequence[Job], now: float) -> None:
        """Store jobs of one kind that begin, and let every job go on up to a moment."""
        # It would be the first to go on, and the only one.
        goes_on_first = len(jobs) == 1 and self._next_job_due > now
        self.store(jobs[0].kind).add(jobs, now if goes_on_first else None)
        self.advance(now)

    def named(self, kind: JobKind, job_id: str) -> JobView:
        job = self.store(kind).get(job_id)
        if job is None:
            raise ResourceNotFoundException(f"{kind.title} job {job_id} not found")
        return job

    def latest_restore(
        self, member: str, arn: str, last: float = timestamps.LAST
    ) -> JobView | None:
        """The restore job that completed last by a moment, of those with an ARN in a member."""
        jobs = self.store(RESTORE).with_value(member, arn)
        restores = [job for job in jobs if job.state == "COMPLETED" and job.member(_ENDED) <= last]
        # Of those that ended together the last that was stored.
        return max(reversed(restores), key=methodcaller("member", _ENDED), default=None)

    def change(self, job: JobView, members: Mapping[str, Any]) -> None:
        """Give a job these members; None takes one away. The view stays as it is."""
        self.store(job.kind).change(job, members)

    @property
    def next_due(self) -> float:
        """When the first job goes on, or that of a run begins; NEVER where none is on its way."""
        job_due = self._next_job_due
        return min(job_due, self.pending_runs[0].moment) if self.pending_runs else job_due

    @property
    def _next_job_due(self) -> float:
        # Every request asks: of most kinds no job is on its way.
        stores = [store for store in self._stores.values() if store.first_due != timestamps.NEVER]
        return min([store.next_due for store in stores], default=timestamps.NEVER)

    def advance(self, now: float) -> None:
        """Advance every job to a moment; copies, which backups start, behind these."""
        for store in self._stores.values():
            if store.first_due != timestamps.NEVER:
                store.advance(now)
