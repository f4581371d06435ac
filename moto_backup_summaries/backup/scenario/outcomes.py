"""How jobs end that start from now on, as a test says it."""

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
from .rule import Rule, require, require_known, require_text

# States of a job that made what it was started for.
_SUCCESSFUL_STATES = ("COMPLETED", "COMPLETED_WITH_ISSUES", "PARTIAL")


@dataclass(kw_only=True, eq=False)
class Outcome(Rule):
    """How jobs end that start from now on.

    duration: seconds, a timedelta or an ISO 8601 duration; the job then runs that long.
    resource_arn: with `*` for any characters.
    """

    function, first, missed = "set_job_outcome", "kind", "no such job started"
    kind: str
    state: str
    status_message: str | None = None
    message_category: str | None = None
    resource_arn: str | None = None
    resource_type: str | None = None
    backup_size_in_bytes: int | None = None
    duration: Any = None
    scan_result_status: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        require_known("kind", self.kind, KIND_NAMED)
        kind = KIND_NAMED[self.kind]
        require_known("state", self.state, sorted(kind.final_states))
        for name in ("status_message", "message_category", "resource_arn", "resource_type"):
            require_text(name, getattr(self, name))
        self._require_members_of(kind)
        outcome_resources.check(kind, self.resource_arn, self.resource_type, self.region)
        size = self.backup_size_in_bytes
        is_size = size is None or (is_integer(size) and size >= 0)
        require("backup_size_in_bytes", size, is_size, "a number of bytes from 0")
        if self.duration is not None:
            self.duration = timestamps.duration("duration", self.duration)

    def _require_members_of(self, kind: JobKind) -> None:
        category, status = self.message_category, self.scan_result_status
        require(
            "message_category",
            category,
            category is None or kind.has_message_category,
            "nothing: jobs of this kind have no MessageCategory",
        )
        categories, accepted = documented_categories(), "a category of AWS Backup"
        # AWS may have new ones, which are near to none of these.
        if (
            category is not None
            and upper_case_form(category) not in categories
            and near_names(category, categories)
        ):
            raise ValueError(unknown("message_category", category, categories, accepted))
        if status is not None:
            known = service_model.enum("ListScanJobs", "ByScanResultStatus")
            is_scan = kind.name == "scan"
            require("scan_result_status", status, is_scan, "nothing: only scan jobs have a result")
            require_known("scan_result_status", status, known)

    def matches(self, kind: JobKind, resource_arn: str, resource_type: str) -> bool:
        return (
            self.kind == kind.name
            and self.resource_type in (None, resource_type)
            and (self.resource_arn is None or wildcards.matches(self.resource_arn, resource_arn))
        )

    def ending(self, kind: JobKind, default: Ending) -> Ending:
        """How a job ends that would have ended by default; what AWS refuses does not succeed."""
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
        if self.backup_size_in_bytes is not None:
            members["BackupSizeInBytes"] = self.backup_size_in_bytes
        return Ending(self.state, members)
