"""Members of jobs, recovery points, requests and answers: keyed by AWS's names, as the wire has them."""

from collections.abc import Mapping
from typing import Any, TypeAlias

Members: TypeAlias = dict[str, Any]


def inner_member(members: Mapping[str, Any], path: str) -> Any:
    """A member, or one of a structure in it: `ScanResult.ScanResultStatus`."""
    name, _, inner = path.partition(".")
    value = members.get(name)
    return (value or {}).get(inner) if inner else value
