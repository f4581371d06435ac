"""How jobs end: in which state, with which message, in which category."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from .job_kinds import JobKind
from .message_categories import SUCCESS, category_of

WINDOW_MESSAGE = "Backup job did not complete within its completion window."


class Ending(NamedTuple):
    """How a job ends: its last state, and the members that it gets with it."""

    state: str = "COMPLETED"
    members: Mapping[str, Any] = MappingProxyType({})


def failure(kind: JobKind, status_message: str) -> Ending:
    """FAILED, for this reason, which decides the MessageCategory."""
    return Ending("FAILED", reason(kind, status_message))


def no_vault(kind: JobKind, vault_arn: str) -> Ending:
    """How a job ends whose vault is not there.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
    """
    message = f"{kind.title} job failed because backup vault {vault_arn} does not exist."
    return failure(kind, message)


def reason(kind: JobKind, status_message: str) -> dict[str, Any]:
    """The members that tell why a job ended as it did."""
    if kind.has_message_category:
        return {"StatusMessage": status_message, "MessageCategory": category_of(status_message)}
    return {"StatusMessage": status_message}


def default_reason(kind: JobKind, state: str, members: Mapping[str, Any]) -> dict[str, Any]:
    """The reason of a job that ended in a state, where that is no success and nobody said why."""
    is_told = members.get("StatusMessage") or members.get("MessageCategory", SUCCESS) != SUCCESS
    message = None if is_told else kind.default_status_messages.get(state)
    return {} if message is None else reason(kind, message)
