"""Members of jobs, recovery points, requests and answers: keyed by AWS's names, as the wire has them."""

from collections.abc import Mapping
from typing import Any, TypeAlias

Members: TypeAlias = dict[str, Any]
_CHANGEABLE = (dict, list)


def inner_member(members: Mapping[str, Any], path: str) -> Any:
    """A member, or one of a structure in it: `ScanResult.ScanResultStatus`."""
    name, _, inner = path.partition(".")
    value = members.get(name)
    return (value or {}).get(inner) if inner else value


def copy_of(value: Any) -> Any:
    """A member's value, whose structures and lists are nobody else's."""
    if isinstance(value, dict):
        items = value.items()
        return {
            name: copy_of(inner) if isinstance(inner, _CHANGEABLE) else inner
            for name, inner in items
        }
    return [*map(copy_of, value)] if isinstance(value, list) else value


class LastingMembers(Members):
    """Members that will not change, to be read only.

    texts: the JSON of those that a shape has, by its name, once that has been written.
    """

    __slots__ = ("texts",)

    def __init__(self, members: Members) -> None:
        super().__init__(members)
        self.texts: dict[str, str] = {}
