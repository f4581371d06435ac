"""How jobs end: their last state, StatusMessage and MessageCategory."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from .job_kinds import JobKind
from .message_categories import SUCCESS, category_of

WINDOW_MESSAGE = "Backup job did not complete within its completion window."


class Ending(NamedTuple):
    """A last state, and the members that a job has in it."""

    state: str = "COMPLETED"
    members: Mapping[str, Any] = MappingProxyType({})


def failure(kind: JobKind, status_message: str) -> Ending:
    """FAILED, with a message, which decides the MessageCategory."""
    return Ending("FAILED", reason(kind, status_message))


def no_vault(kind: JobKind, vault_arn: str) -> Ending:
    """The ending of a job whose vault does not exist.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
    """
    message = f"{kind.title} job failed because backup vault {vault_arn} does not exist."
    return failure(kind, message)


def reason(kind: JobKind, status_message: str) -> dict[str, Any]:
    """The StatusMessage of a job, and its MessageCategory if it has one."""
    if kind.has_message_category:
        return {"StatusMessage": status_message, "MessageCategory": category_of(status_message)}
    return {"StatusMessage": status_message}


def default_reason(kind: JobKind, state: str, members: Mapping[str, Any]) -> dict[str, Any]:
    """The default reason of a job that ended without success and has none yet."""
    has_reason = members.get("StatusMessage") or members.get("MessageCategory", SUCCESS) != SUCCESS
    message = None if has_reason else kind.default_status_messages.get(state)
    return {} if message is None else reason(kind, message)
