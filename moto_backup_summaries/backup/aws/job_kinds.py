"""The four kinds of job, described once; storing, listing, loading, paging and summing read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from . import service_model

DEFAULT_ROLE = "arn:aws:iam::123456789012:role/service-role/AWSBackupDefaultServiceRole"

# What stands for all values of a dimension: a row for each of them, or one sum.
ANY = "ANY"
AGGREGATE_ALL = "AGGREGATE_ALL"
WORDS = (ANY, AGGREGATE_ALL)
STOPPED_MESSAGE = "Backup job was stopped by user."
# States of a backup or copy job that leave a recovery point.
LEAVE_RECOVERY_POINTS = ("COMPLETED", "PARTIAL")

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
    lifecycle: the states on the way; the last is how a job ends when nothing goes wrong.
    final_states: the states that a job does not leave.
    dimensions: of the summaries, in order, each with a job's member.
    filters: parameters of the list operations, each with a job's member and a comparison.
    state, resource: the members with the state and the ARN of the resource.
    listed_days: how far back the list operation looks, or None for all the way.
    arns: members that tell a job's region, the surest first.
    vault, recovery_point: the members with the ARNs of these.
    names_point: the states in which a job that makes a recovery point names it, or None where the kind
        uses one.
    unexplained: the StatusMessage of each state without success, where nobody said why; AWS's if it has one.
    expected_date, expected_minutes: the members that tell when a running job will be done.
    defaults: members that the model demands of every job, for those that leave them out.
    percent_done: how PercentDone is written, or None where the kind has none.
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
    names_point: frozenset[str] | None = None
    unexplained: Mapping[str, str] = field(default_factory=dict)
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

    @property
    def leaves_recovery_point(self) -> bool:
        """Whether a COMPLETED job makes its recovery point, rather than uses it."""
        return self.names_point is not None

    @cached_property
    def transition(self) -> str:
        """Under which name moto's state manager keeps the transition of these jobs."""
        return f"backup::{self.name}_job"

    @cached_property
    def states(self) -> list[str]:
        """The states of the list and of the summaries, without the words that stand for all."""
        listed = service_model.enum(self.list_operation, f"By{self.state}")
        summed = service_model.enum(self.summary_operation, "State")
        return [state for state in dict.fromkeys([*listed, *summed]) if state not in WORDS]

    @cached_property
    def waits(self) -> frozenset[str]:
        """The states in which a job has not begun."""
        return frozenset(self.lifecycle[:-2])

    def path_to(self, state: str) -> tuple[str, ...]:
        """The states that a job goes through to this last one; what expires never began."""
        on_the_way = self.lifecycle[:1] if state == "EXPIRED" else self.lifecycle[:-1]
        return (*on_the_way, state)

    def name_in_arns(self, job_id: str) -> str:
        """What some ARNs of recovery points have of the job that made them."""
        return f"{'copyjob' if self.name == 'copy' else 'job'}-{job_id}"

    @cached_property
    def id_member(self) -> str:
        return f"{self.title}JobId"

    @cached_property
    def counted_defaults(self) -> frozenset[str]:
        """Members among the defaults that jobs are counted by."""
        return frozenset(self.defaults) & frozenset(self.dimensions)

    @cached_property
    def made_up(self) -> frozenset[str]:
        """Members that a job is given, one by one, when it is loaded without them."""
        own = (self.id_member, self.resource, self.recovery_point)
        made_up = (*own, "ResourceName", "PercentDone", "AccountId", "CreationDate", *self.defaults)
        return frozenset(made_up) - self.counted_defaults

    @cached_property
    def jobs_member(self) -> str:
        """The list in the answer of the list operation, and in documents to load."""
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
    listed_days=30,
    names_point=frozenset({"RUNNING", *LEAVE_RECOVERY_POINTS}),
    unexplained={
        "FAILED": "Backup job failed.",
        "EXPIRED": "Backup job expired before completion.",
        "ABORTED": STOPPED_MESSAGE,
        "PARTIAL": "Backup job completed for a part of its resource only.",
    },
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
    names_point=frozenset(LEAVE_RECOVERY_POINTS),
    unexplained={
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
    unexplained={"FAILED": "Restore job failed.", "ABORTED": "Restore job was aborted."},
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
    listed_days=30,
    unexplained={"FAILED": "Scan job failed."},
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
# Those that this botocore has: no client of an older one knows the others, and there are none of them.
KINDS = tuple(kind for kind in ALL_KINDS if service_model.knows(kind.list_operation))
KIND_NAMED = {kind.name: kind for kind in KINDS}
