"""The four kinds of job: all that differs between them is in these tables."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import repeat
from operator import floordiv
from typing import Any, TypeAlias

from ..timestamps import DAY
from . import service_model
from .facts import LISTED_DAYS

DEFAULT_ROLE = "arn:aws:iam::123456789012:role/service-role/AWSBackupDefaultServiceRole"

# Values of a filter of summaries: a row for each value of the dimension, or one row for their sum.
ANY = "ANY"
AGGREGATE_ALL = "AGGREGATE_ALL"
WORDS = (ANY, AGGREGATE_ALL)
STOPPED_MESSAGE = "Backup job was stopped by user."
# States of a backup or copy job that leave a recovery point.
LEAVE_RECOVERY_POINTS = ("COMPLETED", "PARTIAL")
# A job's value in each dimension of its kind's summaries.
Combination: TypeAlias = tuple[str | None, ...]
# So many jobs are counted at a time, between which other threads have their turn.
_AT_A_TIME = 20_000

CREATED_BEFORE_AFTER = {
    "ByCreatedBefore": ("CreationDate", "before"),
    "ByCreatedAfter": ("CreationDate", "after"),
}
COMPLETE_BEFORE_AFTER = {
    "ByCompleteBefore": ("CompletionDate", "before"),
    "ByCompleteAfter": ("CompletionDate", "after"),
}
COMMON = {
    "ByResourceType": ("ResourceType", "equal"),
    **COMPLETE_BEFORE_AFTER,
}


@dataclass(frozen=True, eq=False)
class JobKind:
    """One kind of job, in AWS's names.

    name: backup, copy, restore or scan.
    lifecycle: the states of a job that succeeds, in order.
    final_states: the states that a job does not leave.
    dimensions: of the summaries, in order, each with the member of a job that it counts by.
    filters: parameters of the list operations, each with a job's member and a comparison.
    state, resource: the members with the state and with the ARN of the resource.
    listed_days: how many days the list operation looks back, or None for all of them.
    arns: members that have the region of a job, the most reliable first.
    vault, recovery_point: the members with the ARNs of these.
    states_with_recovery_point: the states in which a job has the ARN of the recovery point that it
        makes; None for a kind that uses one.
    default_status_messages: the StatusMessage of each state without success, for jobs that are given
        none; AWS's own where one is known.
    late: the last state and the StatusMessage of a job that did not start in its window.
    expected_date, expected_minutes: the members with the expected end of a running job.
    defaults: values of members that the model demands of every job.
    percent_done: the format of PercentDone, or None for a kind without it.
    """

    name: str
    lifecycle: tuple[str, ...]
    final_states: frozenset[str]
    dimensions: Mapping[str, str]
    filters: Mapping[str, tuple[str, str]]
    arns: tuple[str, ...]
    state: str = "State"
    resource: str = "ResourceArn"
    listed_days: int | None = None
    vault: str = "BackupVaultArn"
    recovery_point: str = "RecoveryPointArn"
    states_with_recovery_point: frozenset[str] | None = None
    default_status_messages: Mapping[str, str] = field(default_factory=dict)
    late: tuple[str, str] = ("", "")
    expected_date: str | None = None
    expected_minutes: str | None = None
    defaults: Mapping[str, Any] = field(default_factory=dict)
    percent_done: str | None = None

    @cached_property
    def has_message_category(self) -> bool:
        return "MessageCategory" in self.dimensions

    @cached_property
    def title(self) -> str:
        return self.name.capitalize()

    @cached_property
    def leaves_recovery_point(self) -> bool:
        """Whether a COMPLETED job makes its recovery point, rather than uses it."""
        return self.states_with_recovery_point is not None

    def leaves_recovery_point_in(self, state: str) -> bool:
        """Whether a job that has ended in a state has left its recovery point in a vault."""
        return state in LEAVE_RECOVERY_POINTS and self.leaves_recovery_point

    @cached_property
    def transition(self) -> str:
        """The name of these jobs in moto's state manager."""
        return f"backup::{self.name}_job"

    @cached_property
    def states(self) -> list[str]:
        """All states, by the filters of the list and of the summaries."""
        listed = service_model.enum(self.list_operation, f"By{self.state}")
        summed = service_model.enum(self.summary_operation, "State")
        return [state for state in dict.fromkeys([*listed, *summed]) if state not in WORDS]

    @cached_property
    def waiting_states(self) -> frozenset[str]:
        """The states in which a job has not begun to run."""
        return frozenset(self.lifecycle[:-2])

    def path_to(self, state: str) -> tuple[str, ...]:
        """The states of a job that ends in this one. A job that expires has never begun to run."""
        earlier = self.lifecycle[:1] if state == "EXPIRED" else self.lifecycle[:-1]
        return (*earlier, state)

    def combination(self, members: Mapping[str, Any]) -> Combination:
        """A job's value in each dimension of the summaries."""
        values: list[str | None] = []
        for path in self.dimensions.values():
            name, _, inner = path.partition(".")
            value = members.get(name)
            values.append((value or {}).get(inner) if inner else value)
        return tuple(values)

    def counts_by_day(
        self, columns: Mapping[str, Sequence[Any]]
    ) -> Mapping[int, Counter[Combination]]:
        """How many jobs of each day, in days since 1970, have each combination of values in the dimensions.

        columns: for each member that jobs have, each job's value or None; CreationDate is one.
        """
        created = columns["CreationDate"]
        counts: defaultdict[int, Counter[Combination]] = defaultdict(Counter)
        for start in range(0, len(created), _AT_A_TIME):
            rows = slice(start, start + _AT_A_TIME)
            days = map(floordiv, created[rows], repeat(DAY))
            values = [_inner_values(columns, path, rows) for path in self.dimensions.values()]
            for (day, *combination), number in Counter(zip(days, *values, strict=False)).items():
                counts[int(day)][tuple(combination)] += number
        return counts

    def name_in_arns(self, job_id: str) -> str:
        """The name of a job in the ARNs of some recovery points that it makes."""
        return f"{'copyjob' if self.name == 'copy' else 'job'}-{job_id}"

    @cached_property
    def id_member(self) -> str:
        return f"{self.title}JobId"

    @cached_property
    def default_dimensions(self) -> frozenset[str]:
        """The members with a default by which jobs are counted."""
        return frozenset(self.defaults) & frozenset(self.dimensions)

    @cached_property
    def jobs_member(self) -> str:
        """The name of the list in answers of the list operation and in documents for load_jobs."""
        return f"{self.title}Jobs"

    @cached_property
    def summaries_member(self) -> str:
        return f"{self.title}JobSummaries"

    @cached_property
    def list_operation(self) -> str:
        return f"List{self.title}Jobs"

    @cached_property
    def summary_operation(self) -> str:
        return f"List{self.title}JobSummaries"


def _inner_values(
    columns: Mapping[str, Sequence[Any]], path: str, rows: slice
) -> Iterable[str | None]:
    name, _, inner = path.partition(".")
    values = columns[name][rows] if name in columns else repeat(None)
    return ((value or {}).get(inner) for value in values) if inner else values


BACKUP = JobKind(
    name="backup",
    lifecycle=("CREATED", "PENDING", "RUNNING", "COMPLETED"),
    final_states=frozenset({"COMPLETED", "FAILED", "EXPIRED", "ABORTED", "PARTIAL"}),
    dimensions={
        "State": "State",
        "ResourceType": "ResourceType",
        "MessageCategory": "MessageCategory",
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
    listed_days=LISTED_DAYS,
    states_with_recovery_point=frozenset({"RUNNING", *LEAVE_RECOVERY_POINTS}),
    default_status_messages={
        "FAILED": "Backup job failed.",
        "EXPIRED": "Backup job expired before completion.",
        "ABORTED": STOPPED_MESSAGE,
        "PARTIAL": "Backup job completed for a part of its resource only.",
    },
    late=("EXPIRED", "Backup job expired before completion."),
    expected_date="ExpectedCompletionDate",
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
    vault="DestinationBackupVaultArn",
    recovery_point="DestinationRecoveryPointArn",
    states_with_recovery_point=frozenset(LEAVE_RECOVERY_POINTS),
    default_status_messages={
        "FAILED": "Copy job failed.",
        "ABORTED": "Copy job was aborted.",
        "PARTIAL": "Copy job completed for a part of its recovery point only.",
    },
)
RESTORE = JobKind(
    name="restore",
    lifecycle=("PENDING", "RUNNING", "COMPLETED"),
    final_states=frozenset({"COMPLETED", "FAILED", "ABORTED"}),
    dimensions={"State": "Status", "ResourceType": "ResourceType"},
    filters={
        **COMMON,
        **CREATED_BEFORE_AFTER,
        "ByStatus": ("Status", "equal"),
        "ByRestoreTestingPlanArn": ("CreatedBy.RestoreTestingPlanArn", "equal"),
        "ByParentJobId": ("ParentJobId", "equal"),
        # Of ListRestoreJobsByProtectedResource.
        "ResourceArn": ("SourceResourceArn", "equal"),
        "ByRecoveryPointCreationDateBefore": ("RecoveryPointCreationDate", "before"),
        "ByRecoveryPointCreationDateAfter": ("RecoveryPointCreationDate", "after"),
    },
    arns=("BackupVaultArn", "RecoveryPointArn", "SourceResourceArn", "CreatedResourceArn"),
    resource="SourceResourceArn",
    state="Status",
    default_status_messages={
        "FAILED": "Restore job failed.",
        "ABORTED": "Restore job was aborted.",
    },
    # Of a restore test; no other has a window.
    # https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html
    late=(
        "FAILED",
        "Restore job was unable to start within the specified start window. "
        "Try increasing your start window.",
    ),
    expected_minutes="ExpectedCompletionTimeMinutes",
    percent_done="{:.2f}%",
)
SCAN = JobKind(
    name="scan",
    lifecycle=("CREATED", "RUNNING", "COMPLETED"),
    final_states=frozenset({"COMPLETED", "COMPLETED_WITH_ISSUES", "FAILED", "CANCELED"}),
    dimensions={
        "State": "State",
        "ResourceType": "ResourceType",
        "MalwareScanner": "MalwareScanner",
        "ScanResultStatus": "ScanResult.ScanResultStatus",
    },
    filters={
        **COMMON,
        "ByResourceArn": ("ResourceArn", "equal"),
        "ByState": ("State", "equal"),
        "ByBackupVaultName": ("BackupVaultName", "equal"),
        "ByMalwareScanner": ("MalwareScanner", "equal"),
        "ByRecoveryPointArn": ("RecoveryPointArn", "equal"),
        "ByScanResultStatus": ("ScanResult.ScanResultStatus", "equal"),
    },
    arns=("BackupVaultArn", "ResourceArn", "RecoveryPointArn"),
    listed_days=LISTED_DAYS,
    default_status_messages={"FAILED": "Scan job failed."},
    defaults={
        # There is no plan to name for a scan on demand.
        "CreatedBy": dict.fromkeys(
            ("BackupPlanArn", "BackupPlanId", "BackupPlanVersion", "BackupRuleId"), ""
        ),
        "IamRoleArn": DEFAULT_ROLE,
        "MalwareScanner": "GUARDDUTY",
        "ScanMode": "FULL_SCAN",
        "ScannerRoleArn": DEFAULT_ROLE,
    },
)
ALL_KINDS = (BACKUP, COPY, RESTORE, SCAN)
# The kinds that this botocore has: a client of an older one knows no scan jobs, so that there are none.
KINDS = tuple(kind for kind in ALL_KINDS if service_model.knows(kind.list_operation))
KIND_NAMED = {kind.name: kind for kind in KINDS}
