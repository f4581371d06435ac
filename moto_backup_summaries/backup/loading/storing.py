"""Jobs that were read from a document, and how they are stored."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..account import account_at, existing_account, scenario_to_change
from ..aws.errors import refusal
from ..aws.job_kinds import Combination
from ..events import JobChanged, JobsStored
from ..frame.transactions import exclusive
from ..scenario.rule import SetAt
from ..scenario.unseen_loads import UnseenLoad, note_load
from ..views import JobBatch
from .checks import check_ids, check_parents
from .event_archives import JobHistory
from .placement import AccountKey, StatedKey
from .problems import Problems, RefusedRow
from .rows import Rows


@dataclass(frozen=True)
class AccountJobs:
    """Jobs of one kind, account and region, with all that they are counted by.

    columns: their members, in which moments take eight bytes each.
    counts: how many jobs of each day have each combination.
    """

    rows: Rows
    columns: Mapping[str, Sequence[Any]]
    account_id: str
    region: str
    counts: Mapping[int, Counter[Combination]]


@dataclass(frozen=True)
class Reading:
    """The jobs of a document, ready to be stored.

    remarks: what is odd about them. refused: the rows that are not among them, unless one refuses all.
    named_account: the account and region that the test has named, if it has.
    """

    remarks: Sequence[str]
    refused: Sequence[RefusedRow]
    _jobs: Sequence[AccountJobs]
    named_account: StatedKey
    _histories: Mapping[str, Mapping[int, JobHistory]]
    _shift: float

    def store(
        self, loaded_by: SetAt, *, send_events: bool = False, leaves_points: bool = True
    ) -> int:
        """Store all of the jobs as they are, or none; their number.

        loaded_by: the line that says so. leaves_points: whether completed ones leave recovery points.
        """
        if not isinstance(send_events, bool):
            raise ValueError(refusal("send_events", send_events, "true or false"))
        numbers = Counter[AccountKey]()
        for jobs in self._jobs:
            numbers[jobs.account_id, jobs.region] += len(jobs.rows)
        has_account, has_region = (argument is not None for argument in self.named_account)
        loads = [
            UnseenLoad(*key, number, loaded_by, has_account, has_region)
            for key, number in numbers.items()
        ]
        self._store(loads, send_events=send_events, leaves_points=leaves_points)
        return numbers.total()

    @property
    def numbers(self) -> Mapping[str, int]:
        """How many jobs there are of each list."""
        numbers = Counter[str]()
        for jobs in self._jobs:
            numbers[jobs.rows.kind.jobs_member] += len(jobs.rows)
        return numbers

    @property
    def regions(self) -> list[str]:
        """Where the jobs are put."""
        return sorted({jobs.region for jobs in self._jobs})

    @exclusive
    def _store(
        self, loads: Sequence[UnseenLoad], *, send_events: bool, leaves_points: bool
    ) -> None:
        problems = Problems()
        for jobs in self._jobs:
            check_against_stored(jobs.rows, (jobs.account_id, jobs.region), problems)
        for jobs in self._jobs:
            account = account_at(jobs.account_id, jobs.region)
            store = account.jobs.store(jobs.rows.kind)
            batch = store.load(jobs.columns, len(jobs.rows), jobs.counts, newest_first=True)
            account.publish(
                JobsStored(
                    batch,
                    None,
                    is_published=send_events,
                    final_state_only=True,
                    leaves_points=leaves_points,
                )
            )
            account.history.extend(self._history(jobs.rows, batch, is_sent=send_events))
        for load in loads:
            note_load(scenario_to_change().unseen_loads, load)

    def _history(self, rows: Rows, batch: JobBatch, *, is_sent: bool) -> Iterator[JobChanged]:
        """What events tell of the states of these jobs. is_sent: whether the last of each has been told."""
        histories = self._histories.get(rows.member, {})
        # The first of the document were stored last.
        numbers = reversed(batch.numbers) if histories else ()
        for origin, number in zip(rows.origins if histories else (), numbers, strict=True):
            if origin in histories:
                job, states = batch.store.view(number), histories[origin].states
                entered = [(state, moment + self._shift) for state, moment in states]
                untold = entered[:-1] if is_sent else entered
                yield JobChanged(job, untold, was_loaded=True)


def check_against_stored(rows: Rows, key: AccountKey, problems: Problems) -> None:
    """Refuse rows with an id that is taken, or with parents that cannot be."""
    account = existing_account(*key)
    stored = account.jobs.store(rows.kind) if account else None
    check_ids(rows, stored, problems)
    check_parents(rows, stored, problems)


# For rows that are refused before anything is locked.
check_against_stored_alone = exclusive(check_against_stored)
