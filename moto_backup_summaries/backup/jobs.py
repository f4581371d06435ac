"""The four kinds of job, described once, and a job of any of them.

What differs between kinds is in `KINDS`; storing, listing, loading, paging and summing read it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from moto.moto_api import state_manager
from moto.moto_api._internal.managed_state_model import ManagedState

from .message_categories import SUCCESS, category_of

Members = dict[str, Any]

CREATED_BEFORE_AFTER = {
    "ByCreatedBefore": ("CreationDate", "before"),
    "ByCreatedAfter": ("CreationDate", "after"),
}
COMPLETE_BEFORE_AFTER = {
    "ByCompleteBefore": ("CompletionDate", "before"),
    "ByCompleteAfter": ("CompletionDate", "after"),
}
COMMON = {
    "ByAccountId": ("AccountId", "equal"),
    "ByResourceType": ("ResourceType", "equal"),
    **COMPLETE_BEFORE_AFTER,
}


@dataclass(frozen=True, eq=False)
class JobKind:
    """One kind of job, in AWS's names.

    name: backup, copy, restore or scan.
    lifecycle: the states on the way; the last is how a job ends when nothing goes wrong.
    final_states: the states that a job does not leave.
    dimensions: of the summaries, in order, each with the path of its value in a job.
    filters: parameters of the list operation, each with a job's member and a comparison.
    listed_days: how far back the list operation looks, or None for all the way.
    arns: members that tell a job's region, the surest first.
    recovery_point: the members with the vault and the ARN of what a COMPLETED job leaves.
    percent_done: how PercentDone is written, or None where the kind has none.
    """

    name: str
    lifecycle: tuple[str, ...]
    final_states: frozenset[str]
    dimensions: Mapping[str, tuple[str, ...]]
    filters: Mapping[str, tuple[str, str]]
    arns: tuple[str, ...]
    state: str = "State"
    listed_days: int | None = None
    recovery_point: tuple[str, str] | None = None
    percent_done: str | None = None
    has_message_category: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "has_message_category", "MessageCategory" in self.dimensions)

    @property
    def title(self) -> str:
        return self.name.capitalize()

    @property
    def transition(self) -> str:
        """Under which name moto's state manager keeps the transition of these jobs."""
        return f"backup::{self.name}_job"

    @property
    def id_member(self) -> str:
        return f"{self.title}JobId"

    @property
    def jobs_member(self) -> str:
        """The list in the answer of the list operation, and in documents to load."""
        return f"{self.title}Jobs"

    @property
    def summaries_member(self) -> str:
        return f"{self.title}JobSummaries"

    @property
    def list_operation(self) -> str:
        return f"List{self.title}Jobs"

    @property
    def summary_operation(self) -> str:
        return f"List{self.title}JobSummaries"


BACKUP = JobKind(
    name="backup",
    lifecycle=("CREATED", "PENDING", "RUNNING", "COMPLETED"),
    final_states=frozenset({"COMPLETED", "FAILED", "EXPIRED", "ABORTED", "PARTIAL"}),
    dimensions={
        "State": ("State",),
        "ResourceType": ("ResourceType",),
        "MessageCategory": ("MessageCategory",),
    },
    filters={
        **COMMON,
        **CREATED_BEFORE_AFTER,
        "ByResourceArn": ("ResourceArn", "equal"),
        "ByState": ("State", "equal"),
        "ByBackupVaultName": ("BackupVaultName", "equal"),
        "ByParentJobId": ("ParentJobId", "equal"),
        "ByMessageCategory": ("MessageCategory", "category"),
    },
    arns=("BackupVaultArn", "ResourceArn", "RecoveryPointArn"),
    listed_days=30,
    recovery_point=("BackupVaultArn", "RecoveryPointArn"),
    percent_done="{:.1f}",
)
COPY = JobKind(
    name="copy",
    lifecycle=("CREATED", "RUNNING", "COMPLETED"),
    final_states=frozenset({"COMPLETED", "FAILED", "ABORTED", "PARTIAL"}),
    dimensions=BACKUP.dimensions,
    filters={
        **COMMON,
        **CREATED_BEFORE_AFTER,
        "ByResourceArn": ("ResourceArn", "equal"),
        "ByState": ("State", "equal"),
        "ByDestinationVaultArn": ("DestinationBackupVaultArn", "equal"),
        "BySourceRecoveryPointArn": ("SourceRecoveryPointArn", "equal"),
        "ByParentJobId": ("ParentJobId", "equal"),
        "ByMessageCategory": ("MessageCategory", "category"),
    },
    arns=("SourceBackupVaultArn", "ResourceArn", "SourceRecoveryPointArn"),
    recovery_point=("DestinationBackupVaultArn", "DestinationRecoveryPointArn"),
)
RESTORE = JobKind(
    name="restore",
    lifecycle=("PENDING", "RUNNING", "COMPLETED"),
    final_states=frozenset({"COMPLETED", "FAILED", "ABORTED"}),
    dimensions={"State": ("Status",), "ResourceType": ("ResourceType",)},
    filters={
        **COMMON,
        **CREATED_BEFORE_AFTER,
        "ByStatus": ("Status", "equal"),
        "ByRestoreTestingPlanArn": ("RestoreTestingPlanArn", "equal"),
        "ByParentJobId": ("ParentJobId", "equal"),
    },
    arns=("BackupVaultArn", "RecoveryPointArn", "SourceResourceArn", "CreatedResourceArn"),
    state="Status",
    percent_done="{:.2f}%",
)
SCAN = JobKind(
    name="scan",
    lifecycle=("CREATED", "RUNNING", "COMPLETED"),
    final_states=frozenset({"COMPLETED", "COMPLETED_WITH_ISSUES", "FAILED", "CANCELED"}),
    dimensions={
        "State": ("State",),
        "ResourceType": ("ResourceType",),
        "MalwareScanner": ("MalwareScanner",),
        "ScanResultStatus": ("ScanResult", "ScanResultStatus"),
    },
    filters={
        **COMMON,
        "ByResourceArn": ("ResourceArn", "equal"),
        "ByState": ("State", "equal"),
        "ByBackupVaultName": ("BackupVaultName", "equal"),
        "ByMalwareScanner": ("MalwareScanner", "equal"),
        "ByRecoveryPointArn": ("RecoveryPointArn", "equal"),
        "ByScanResultStatus": ("ScanResultStatus", "equal"),
    },
    arns=("BackupVaultArn", "ResourceArn", "RecoveryPointArn"),
    listed_days=30,
)
KINDS = (BACKUP, COPY, RESTORE, SCAN)


class JobProgress(ManagedState):
    """Where a job stands on its way, by the transition that moto's state manager has for its kind.

    Unlike a plain ManagedState it reads moto's clock, and one look takes as many steps as the
    elapsed time holds, each at its own moment.
    """

    def __init__(self, kind: JobKind, path: Sequence[str], since: float) -> None:
        super().__init__(kind.transition, list(pairwise(path)))
        self._since = since

    def step(self, now: float) -> tuple[str, float] | None:
        """The next state that is reached by now and the moment it was reached; None when none is."""
        transition = state_manager.get_transition(self.model_name)
        progression = transition["progression"]
        following = self._get_next_status(self._status)
        if following is None or following == self._status:
            return None
        if progression == "time":
            reached = self._since + transition["seconds"]
        elif progression == "immediate" or self._tick >= transition["times"]:
            reached = now
        else:
            return None
        if reached > now:
            return None
        self._status, self._since, self._tick = following, reached, 0
        return following, reached


class Job:
    """A job of any kind: its members as the wire has them, and its progress while it is on its way.

    Moments are seconds since 1970. A loaded job has no progress: it stays as it was loaded.
    """

    __slots__ = ("kind", "members", "progress")

    def __init__(self, kind: JobKind, members: Members, progress: JobProgress | None = None):
        self.kind = kind
        self.members = members
        self.progress = progress

    @property
    def id(self) -> str:
        return str(self.members[self.kind.id_member])

    @property
    def created(self) -> float:
        return float(self.members["CreationDate"])

    @property
    def state(self) -> str:
        return str(self.members[self.kind.state])

    @property
    def is_final(self) -> bool:
        return self.state in self.kind.final_states

    @property
    def combination(self) -> tuple[str | None, ...]:
        """The job's value in each dimension of its kind's summaries."""
        return tuple(self._at(path) for path in self.kind.dimensions.values())

    def _at(self, path: tuple[str, ...]) -> str | None:
        value: Any = self.members
        for name in path:
            value = value.get(name) if value else None
        return value if value is None else str(value)

    def member(self, name: str) -> Any:
        """A member by name, also one that its list's filters reach into a structure for."""
        if name == "ScanResultStatus":
            return self._at(self.kind.dimensions[name])
        if name == "RestoreTestingPlanArn":
            return self._at(("CreatedBy", name))
        return self.members.get(name)

    def enter(self, state: str, moment: float) -> None:
        """Take on a state; a final one completes the job at that moment."""
        self.members[self.kind.state] = state
        if self.is_final:
            self.progress = None
            self.members["CompletionDate"] = max(moment, self.created)
        if self.kind.percent_done:
            done = 100.0 if state == "COMPLETED" else 0.0
            self.members["PercentDone"] = self.kind.percent_done.format(done)

    def advance(self, now: float) -> bool:
        """Take every step that is due; True if there was one."""
        moved = False
        while self.progress is not None:
            expires = self.members.get("StartBy") if self.state == "CREATED" else None
            step = self.progress.step(now)
            if expires is not None and expires <= (step[1] if step else now):
                self.fail("EXPIRED", "Backup job expired before completion", expires)
            elif step:
                self.enter(*step)
            else:
                break
            moved = True
        return moved

    def fail(self, state: str, status_message: str, moment: float) -> None:
        """End in a state with a message, which decides the MessageCategory."""
        self.members["StatusMessage"] = status_message
        if self.kind.has_message_category:
            self.members["MessageCategory"] = category_of(status_message)
        self.enter(state, moment)

    def redirect(self, path: Sequence[str], now: float) -> None:
        """Take on the first of these states, and go the others' way from there."""
        self.enter(path[0], now)
        self.progress = JobProgress(self.kind, path, now)


def new_job(kind: JobKind, members: Members, now: float) -> Job:
    """A job that starts now: in its first state, and on its way from there."""
    job = Job(kind, {"CreationDate": now, **members})
    job.redirect(kind.lifecycle, now)
    if kind.has_message_category:
        job.members["MessageCategory"] = SUCCESS
    return job
