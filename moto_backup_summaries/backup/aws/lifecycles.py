"""When a recovery point moves to cold storage, and when it is deleted."""

from collections.abc import Mapping
from typing import Any

from ..timestamps import DAY, LAST

# Days that stand for never.
NEVER = -1
_MOMENTS = {"MoveToColdStorageAfterDays": "MoveToColdStorageAt", "DeleteAfterDays": "DeleteAt"}


def days_of(lifecycle: Mapping[str, Any] | None, name: str) -> int | None:
    """The days that a lifecycle has under this name; None where it never comes to that."""
    days = (lifecycle or {}).get(name)
    return None if days == NEVER else days


def calculated(lifecycle: Mapping[str, Any] | None, created: float) -> dict[str, float] | None:
    """The moments that a lifecycle's days come to, in seconds since 1970."""
    found = {
        moment: min(created + days * DAY, LAST)
        for name, moment in _MOMENTS.items()
        if (days := days_of(lifecycle, name)) is not None
    }
    return found or None
