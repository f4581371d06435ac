"""Approval outcomes: what a test lets approval teams decide about requests from now on."""

from dataclasses import dataclass
from typing import Any, Final

from botocore import xform_name

from .. import timestamps
from ..aws import wildcards
from .rule import Rule, require, require_one_of, require_text

STATUSES: Final = ("APPROVED", "FAILED", "PENDING")
# What an approval team is asked about.
OPERATIONS: Final = (
    "AssociateBackupVaultMpaApprovalTeam",
    "CreateRestoreAccessBackupVault",
    "DisassociateBackupVaultMpaApprovalTeam",
    "RevokeRestoreAccessBackupVault",
)
# How long a request waits for its team, in seconds.
# https://docs.aws.amazon.com/mpa/latest/userguide/team-health.html
SESSION_SECONDS: Final = timestamps.DAY


@dataclass(kw_only=True, eq=False)
class ApprovalOutcome(Rule):
    """What approval teams decide about the requests that are made from now on.

    operation: of the requests, named as by AWS or as by boto3.
    approval_team_arn: with `*` for any characters.
    duration: how long a request is PENDING, in seconds, as a timedelta or as an ISO 8601 duration.
    """

    plural = "approvals"
    function = "set_approval_outcome"
    first_parameter = "status"
    unused_reason = "no such request was made"
    status: str
    operation: str | None = None
    approval_team_arn: str | None = None
    status_message: str | None = None
    duration: Any = None

    def __post_init__(self) -> None:
        super().__post_init__()
        require_one_of("status", self.status, STATUSES)
        if self.operation is not None:
            python_names = {xform_name(name): name for name in OPERATIONS}
            self.operation = python_names.get(str(self.operation), self.operation)
            require_one_of("operation", self.operation, OPERATIONS)
        for name in ("approval_team_arn", "status_message"):
            require_text(name, getattr(self, name))
        if self.status == "PENDING":
            accepted = "nothing: nobody decides about what stays PENDING"
            for name in ("status_message", "duration"):
                require(name, getattr(self, name), getattr(self, name) is None, accepted)
        if self.duration is not None:
            seconds = timestamps.duration("duration", self.duration)
            accepted = "at most a day, for which a team is asked"
            require("duration", self.duration, seconds <= SESSION_SECONDS, accepted)
            self.duration = seconds

    def matches(self, operation: str, approval_team_arn: str) -> bool:
        return self.operation in (None, operation) and wildcards.matches(
            self.approval_team_arn, approval_team_arn
        )
