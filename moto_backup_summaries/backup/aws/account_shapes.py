"""The shapes of what the rows of an account's document say."""

from collections.abc import Mapping
from functools import cache

from botocore.model import ListShape, Shape, StructureShape

from . import service_model
from .account_sections import SECTION_NAMED, Section


@cache
def row_members(name: str, outer: str | None = None) -> Mapping[str, Shape]:
    """The shapes of all members that a section's rows may have, but for its inner lists.

    outer: the section that has it, for an inner one.
    """
    section = _inner(outer, name) if outer else SECTION_NAMED[name]
    members: dict[str, Shape] = {}
    calls = (section.listing, *section.calls)
    for call in [call for call in calls if service_model.knows(call.operation)]:
        shape = service_model.structure(service_model.operation(call.operation).output_shape)
        is_list = call is section.listing and section.items
        held = shape.members[section.items] if is_list else shape
        if isinstance(held, ListShape):
            held = held.member
        elif call.answer:
            held = shape.members[call.answer]
        members |= held.members if isinstance(held, StructureShape) else {}
    members.pop("NextToken", None)
    return members


def _inner(outer: str, name: str) -> Section:
    return next(section for section in SECTION_NAMED[outer].inner if section.name == name)
