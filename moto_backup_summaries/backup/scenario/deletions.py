"""Deletion outcomes: which recovery points a test lets AWS Backup be unable to delete."""

from dataclasses import dataclass
from typing import Final

from ..aws import wildcards
from ..views import PointView
from . import outcome_resources
from .rule import Rule, require, require_one_of, require_text

EXPIRED: Final = "EXPIRED"
DELETION_STATUSES: Final = ("DELETED", EXPIRED)
_UNABLE = "AWS Backup was unable to delete the recovery point."


@dataclass(kw_only=True, eq=False)
class DeletionOutcome(Rule):
    """What comes of recovery points that are deleted from now on.

    resource_arn: with `*` for any characters.
    """

    plural = "deletions"
    function = "set_deletion_outcome"
    first_parameter = "status"
    unused_reason = "no such recovery point was to be deleted"
    status: str
    status_message: str | None = None
    resource_arn: str | None = None
    resource_type: str | None = None
    backup_vault_name: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        require_one_of("status", self.status, DELETION_STATUSES)
        for name in ("status_message", "resource_arn", "resource_type", "backup_vault_name"):
            require_text(name, getattr(self, name))
        accepted = "nothing: nobody sees what is DELETED"
        message = self.status_message
        require("status_message", message, message is None or self.status == EXPIRED, accepted)
        outcome_resources.check(None, self.resource_arn, self.resource_type, self.region)

    def matches(self, point: PointView) -> bool:
        return (
            self.backup_vault_name in (None, point.vault_name)
            and self.resource_type in (None, point.job.member("ResourceType"))
            and wildcards.matches(self.resource_arn, point.resource_arn)
        )

    @property
    def message(self) -> str:
        """The StatusMessage of what stays."""
        return self.status_message or _UNABLE
