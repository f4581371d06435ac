"""Pictures of what is stored, for lists and events: changing them is impossible."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import floor
from typing import Any, NamedTuple, Protocol

from .aws.job_kinds import JobKind
from .aws.lifecycles import days_of
from .aws.schedules import MINUTE
from .members import Members, copy_of, inner_member


@dataclass(frozen=True)
class JobView:
    """A picture of a job as it was: changing it is impossible. Moments are seconds since 1970.

    expected: when it is expected to be done, if a test has said so.
    """

    __slots__ = ("_members", "expected", "kind")
    kind: JobKind
    _members: Members
    expected: float | None

    @property
    def id(self) -> str:
        return str(self._members[self.kind.id_member])

    @property
    def created(self) -> float:
        return float(self._members["CreationDate"])

    @property
    def state(self) -> str:
        return str(self._members[self.kind.state])

    @property
    def is_final(self) -> bool:
        return self.state in self.kind.final_states

    @property
    def members(self) -> Members:
        """Its members as the wire has them, in dictionaries of the caller's own."""
        members: Members = copy_of(self._members)
        return members

    def member(self, path: str) -> Any:
        """A member, or one of a structure in it: `CreatedBy.BackupPlanId`."""
        value = self._members.get(path)
        if value is None and "." in path:
            value = inner_member(self._members, path)
        return copy_of(value) if isinstance(value, (dict, list)) else value

    def without_content(self) -> "JobView":
        """The same, without what its backup has of a resource, which takes space."""
        if self._members.get("Content") is None:
            return self
        return JobView(self.kind, {**self._members, "Content": None}, self.expected)

    def members_at(self, now: float) -> Members:
        """Its members, to be read only.

        While it runs for as long as it was said to, PercentDone is the part that is over.
        """
        form, members = self.kind.percent_done, self._members
        if self.expected is None or self.state != "RUNNING" or not form:
            return members
        passed = max(0.0, now - self.created)
        # A parent waits for its children, perhaps for longer than it was expected to take.
        part = passed / max(passed, self.expected - self.created) if passed else 0.0
        # Only what is done is at 100.
        return {**members, "PercentDone": form.format(min(99.9, floor(1000 * part) / 10))}


def minutes_of(job: JobView) -> int:
    """The whole minutes that a job has taken that has ended."""
    return int((job.member("CompletionDate") - job.created) // MINUTE)


class VaultView(Protocol):
    """A vault, for those whose jobs put something into it."""

    name: str
    arn: str
    vault_type: str
    encryption_key_arn: str
    is_locked: bool
    min_retention_days: int | None
    max_retention_days: int | None


class BackupIndex(NamedTuple):
    """The index of a recovery point. Moments are seconds since 1970.

    role_arn: of who made it. created: when it was asked for. completed: since when it is ACTIVE.
    deleted: since when it is DELETING. message: why it has FAILED.
    """

    status: str
    role_arn: str | None
    created: float
    completed: float | None = None
    deleted: float | None = None
    message: str | None = None


class AccessedPoint(NamedTuple):
    """The recovery point that an access point is to, by where it is kept; it need not be there."""

    arn: str
    vault_name: str
    vault_arn: str
    resource_arn: str
    resource_type: str


class PointTraits(NamedTuple):
    """What controls of frameworks judge of a recovery point, and find it by: many share theirs.

    days: after which it is deleted; None for never. tags: in the order of their keys.
    """

    type_name: str
    is_encrypted: bool
    days: int | None
    tags: tuple[tuple[str, str], ...]

    @classmethod
    def of(
        cls,
        type_name: str,
        is_encrypted: bool | None,
        lifecycle: Mapping[str, Any] | None,
        tags: Mapping[str, str] | None,
    ) -> "PointTraits":
        """The traits by members of the recovery point, or of its job; what says no other is encrypted."""
        days, pairs = days_of(lifecycle, "DeleteAfterDays"), sorted((tags or {}).items())
        return cls(type_name, is_encrypted is not False, days, tuple(pairs))


class PointView(Protocol):
    """A recovery point, for those who copy, restore or scan it."""

    @property
    def arn(self) -> str: ...

    @property
    def vault_name(self) -> str: ...

    @property
    def vault_arn(self) -> str: ...

    @property
    def vault_type(self) -> str: ...

    @property
    def resource_arn(self) -> str: ...

    @property
    def job(self) -> JobView: ...

    @property
    def is_composite(self) -> bool: ...

    @property
    def is_continuous(self) -> bool: ...

    @property
    def is_expired(self) -> bool: ...

    @property
    def can_be_held(self) -> bool: ...

    @property
    def first_status(self) -> str: ...

    @property
    def lifecycle(self) -> Mapping[str, Any] | None: ...

    @property
    def traits(self) -> PointTraits: ...

    @property
    def ends(self) -> float | None: ...

    @property
    def cold_from(self) -> float | None: ...

    @property
    def created(self) -> float: ...

    @property
    def backup_index(self) -> BackupIndex | None: ...

    def restorable_since(self, moment: float) -> float: ...

    def is_cold_at(self, moment: float) -> bool: ...

    @property
    def tags(self) -> Mapping[str, str]: ...

    def member(self, path: str) -> Any: ...

    def members(self) -> dict[str, Any]: ...


class JobRows(Protocol):
    """A store of jobs, each a row with a number."""

    @property
    def kind(self) -> JobKind: ...

    def view(self, number: int) -> JobView: ...

    def values(self, path: str, numbers: Sequence[int]) -> Sequence[Any]:
        """Each row's value of a member, or None where it is missing until the job is viewed."""
        ...

    def creations(self, numbers: Sequence[int]) -> Sequence[float]:
        """The moment of each row's creation."""
        ...

    def original(self, number: int) -> JobView:
        """The job as it was stored, whatever it has become."""
        ...

    def original_values(self, path: str, numbers: range) -> Sequence[Any]: ...

    def drop_content(self, number: int) -> None:
        """Forget what the backup of a row has of its resource, which nobody restores any more."""
        ...


class JobBatch:
    """Jobs of one kind, account and region that were stored together, as they were then."""

    def __init__(self, store: JobRows, numbers: range) -> None:
        self.kind = store.kind
        self.store = store
        self.numbers = numbers

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[JobView]:
        """The jobs in the order of their ends, or of their creation where they have not ended."""
        moments = self.values("CompletionDate", "CreationDate")
        ends = [created if ended is None else ended for ended, created in moments]
        for row in sorted(range(len(self)), key=ends.__getitem__):
            yield self.store.original(self.numbers[row])

    def values(self, *members: str) -> list[tuple[Any, ...]]:
        """Each job's values of these members, in the order in which they were stored."""
        columns = (self.store.original_values(member, self.numbers) for member in members)
        return [*zip(*columns, strict=True)]

    def counts(self, *members: str) -> Counter[tuple[Any, ...]]:
        """How many jobs have each combination of values."""
        columns = (self.store.original_values(member, self.numbers) for member in members)
        return Counter(zip(*columns, strict=True))
