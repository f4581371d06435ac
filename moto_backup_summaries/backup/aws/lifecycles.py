"""When a recovery point moves to cold storage, and when it is deleted."""

from collections.abc import Mapping
from typing import Any

from ..timestamps import DAY, LAST
from .arns import Arn
from .resource_types import ResourceType

# Days that stand for never.
NEVER_DAYS = -1
# Set by AWS Backup alone.
_EVENT = "DeleteAfterEvent"
_MOMENTS = {"MoveToColdStorageAfterDays": "MoveToColdStorageAt", "DeleteAfterDays": "DeleteAt"}


def days_of(lifecycle: Mapping[str, Any] | None, name: str) -> int | None:
    """The days that a lifecycle has under a name; None for never."""
    days = (lifecycle or {}).get(name)
    return None if days == NEVER_DAYS else days


def until_copied(lifecycle: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """The lifecycle of a temporary recovery point, which goes once it is copied."""
    return {**(lifecycle or {}), _EVENT: "DELETE_AFTER_COPY"}


def is_until_copied(lifecycle: Mapping[str, Any] | None) -> bool:
    return _EVENT in (lifecycle or {})


def calculated_lifecycle(
    lifecycle: Mapping[str, Any] | None, created: float, *, gets_cold: bool = True
) -> dict[str, float] | None:
    """The CalculatedLifecycle: the moments of a lifecycle's days, in seconds since 1970.

    gets_cold: whether the recovery point can move to cold storage; AWS ignores MoveToColdStorageAfterDays
        of others.
    """
    moments = {
        moment: min(created + days * DAY, LAST)
        for name, moment in _MOMENTS.items()
        if (days := days_of(lifecycle, name)) is not None
        and (gets_cold or name == "DeleteAfterDays")
    }
    return moments or None


def gets_cold(
    resource_type: ResourceType | None, lifecycle: Mapping[str, Any] | None, point_arn: str
) -> bool:
    """Whether AWS Backup can move a recovery point to cold storage.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-feature-availability.html
    """
    cold = resource_type.cold if resource_type else ""
    if cold == "opted in":
        return bool((lifecycle or {}).get("OptInToArchiveForSupportedResources"))
    if cold == "advanced":
        arn = Arn.parse(point_arn)
        return arn is not None and arn.service == "backup"
    return cold == "always"


def lifecycle_of_copy(
    requested: Mapping[str, Any] | None, of_source: Mapping[str, Any] | None
) -> Mapping[str, Any] | None:
    """The lifecycle of a copy. Where the request has no end, or -1, the copy has that of its source.

    A copy of a temporary recovery point is not temporary.
    """
    if not requested:
        return of_source and {name: days for name, days in of_source.items() if name != _EVENT}
    days = (of_source or {}).get("DeleteAfterDays")
    if days is not None and days_of(requested, "DeleteAfterDays") is None:
        return {**requested, "DeleteAfterDays": days}
    return requested
