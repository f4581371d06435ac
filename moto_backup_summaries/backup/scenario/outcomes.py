"""Outcomes: how a test lets jobs end that start from now on."""

from dataclasses import dataclass
from typing import Any

from .. import timestamps
from ..aws import service_model, wildcards
from ..aws.endings import Ending, reason
from ..aws.errors import unknown
from ..aws.job_kinds import KIND_NAMED, JobKind
from ..aws.message_categories import documented_categories, upper_case_form
from ..aws.numbers import is_integer
from ..aws.spelling import near_names
from ..members import Members
from . import outcome_resources
from .rule import Rule, require, require_one_of, require_text

# The states of a job that has made its backup, copy, resource or result.
_SUCCESSFUL_STATES = ("COMPLETED", "COMPLETED_WITH_ISSUES", "PARTIAL")


@dataclass(kw_only=True, eq=False)
class Outcome(Rule):
    """An ending of the jobs of a kind that start from now on.

    duration: how long a job runs, in seconds, as a timedelta or as an ISO 8601 duration.
    resource_arn: with `*` for any characters.
    """

    plural = "outcomes"
    function = "set_job_outcome"
    first_parameter = "kind"
    unused_reason = "no such job started"
    kind: str
    state: str
    status_message: str | None = None
    message_category: str | None = None
    resource_arn: str | None = None
    resource_type: str | None = None
    backup_size_in_bytes: int | None = None
    duration: Any = None
    scan_result_status: str | None = None
    index_status_message: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        require_one_of("kind", self.kind, KIND_NAMED)
        kind = KIND_NAMED[self.kind]
        require_one_of("state", self.state, sorted(kind.final_states))
        for name in (
            *("status_message", "message_category", "resource_arn", "resource_type"),
            "index_status_message",
        ):
            require_text(name, getattr(self, name))
        self._require_members_for(kind)
        outcome_resources.check(kind, self.resource_arn, self.resource_type, self.region)
        size = self.backup_size_in_bytes
        is_size = size is None or (is_integer(size) and size >= 0)
        require("backup_size_in_bytes", size, is_size, "a number of bytes from 0")
        if self.duration is not None:
            self.duration = timestamps.duration("duration", self.duration)

    def _require_members_for(self, kind: JobKind) -> None:
        category, status = self.message_category, self.scan_result_status
        require(
            "message_category",
            category,
            category is None or kind.has_message_category,
            "nothing: jobs of this kind have no MessageCategory",
        )
        categories, accepted = documented_categories(), "a category of AWS Backup"
        # A category that is similar to none of these may be a new one of AWS.
        if (
            category is not None
            and upper_case_form(category) not in categories
            and near_names(category, categories)
        ):
            raise ValueError(unknown("message_category", category, categories, accepted))
        require(
            "index_status_message",
            self.index_status_message,
            self.index_status_message is None or kind.name == "backup",
            "nothing: only what backup jobs leave has an index",
        )
        if status is not None:
            statuses = service_model.enum("ListScanJobs", "ByScanResultStatus")
            is_scan = kind.name == "scan"
            require("scan_result_status", status, is_scan, "nothing: only scan jobs have a result")
            require_one_of("scan_result_status", status, statuses)

    def matches(self, kind: JobKind, resource_arn: str, resource_type: str) -> bool:
        return (
            self.kind == kind.name
            and self.resource_type in (None, resource_type)
            and wildcards.matches(self.resource_arn, resource_arn)
        )

    def ending(self, kind: JobKind, default: Ending) -> Ending:
        """The ending of a job instead of a default; an outcome of success does not undo a default failure."""
        members: Members = {}
        if self.state in _SUCCESSFUL_STATES:
            if default.state not in _SUCCESSFUL_STATES:
                return default
            members |= default.members
        if self.status_message is not None:
            members |= reason(kind, self.status_message)
        if self.message_category is not None:
            members["MessageCategory"] = upper_case_form(self.message_category)
        if self.scan_result_status is not None:
            members["ScanResult"] = {"ScanResultStatus": self.scan_result_status}
        if self.index_status_message is not None:
            members["IndexStatusMessage"] = self.index_status_message
        if self.backup_size_in_bytes is not None:
            members["BackupSizeInBytes"] = self.backup_size_in_bytes
        return Ending(self.state, members)
