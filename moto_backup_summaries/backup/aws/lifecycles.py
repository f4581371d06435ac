"""When a recovery point moves to cold storage, and when it is deleted."""

from collections.abc import Mapping
from typing import Any

from ..timestamps import DAY, LAST

# Days that stand for never.
NEVER = -1
_MOMENTS = {"MoveToColdStorageAfterDays": "MoveToColdStorageAt", "DeleteAfterDays": "DeleteAt"}


def calculated(lifecycle: Mapping[str, Any] | None, created: float) -> dict[str, float] | None:
    """The moments that a lifecycle's days come to, in seconds since 1970."""
    found = {
        moment: min(created + lifecycle[days] * DAY, LAST)
        for days, moment in _MOMENTS.items()
        if lifecycle and lifecycle.get(days) not in (None, NEVER)
    }
    return found or None


def days_kept(lifecycle: Mapping[str, Any] | None) -> int | None:
    """For how many days from its creation a recovery point is kept, or None where it stays."""
    days: int | None = (lifecycle or {}).get("DeleteAfterDays")
    return None if days == NEVER else days
