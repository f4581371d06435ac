"""How jobs end: in which state, with which message, in which category."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from .job_kinds import JobKind
from .message_categories import category_of

EXPIRY_MESSAGE = "Backup job expired before completion"


class Ending(NamedTuple):
    """How a job ends: its last state, and the members that it gets with it."""

    state: str = "COMPLETED"
    members: Mapping[str, Any] = MappingProxyType({})


def failure(kind: JobKind, status_message: str) -> Ending:
    """FAILED, for this reason, which decides the MessageCategory."""
    return Ending("FAILED", reason(kind, status_message))


def reason(kind: JobKind, status_message: str) -> dict[str, Any]:
    """The members that tell why a job ended as it did."""
    if kind.has_message_category:
        return {"StatusMessage": status_message, "MessageCategory": category_of(status_message)}
    return {"StatusMessage": status_message}
