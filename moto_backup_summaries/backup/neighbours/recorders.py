"""What the recorders of moto's AWS Config record."""

from collections.abc import Callable
from typing import Any

from .backends import existing_backend, values_of

_BACKENDS = "config.models.config_backends"


def recorded_types(account_id: str, region: str) -> Callable[[Any], bool] | None:
    """Tells whether a type of resource is recorded; None where there is no recorder."""
    backend = existing_backend(_BACKENDS, account_id, region)
    recorders = values_of(backend.recorders) if backend is not None else []
    if not recorders:
        return None
    groups = [recorder.recording_group for recorder in recorders if recorder.status.recording]
    return lambda name: any(_has(group, name) for group in groups)


def _has(group: Any, name: str) -> bool:
    """Whether a group has a type, by what it includes or excludes.

    https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingGroup.html
    """
    excluded = (group.exclusion_by_resource_types or {}).get("resourceTypes") or ()
    if excluded:
        return name not in excluded
    return bool(group.all_supported) or name in (group.resource_types or ())
