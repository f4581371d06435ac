"""Answers in JSON, as AWS writes them."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from botocore.model import StructureShape

from ..members import LastingMembers
from .service_model import answered_members, structure


def answer_json(shape: StructureShape | None, members: Mapping[str, Any]) -> str:
    """The JSON of an answer, with what its shape has. Items of a list that last are written once."""
    names = _lists_of(shape) if shape else ()
    lists = {name: members[name] for name in names if _has_lasting_items(members.get(name))}
    if not lists:
        return json.dumps(answered_members(shape, members))
    others = {name: value for name, value in members.items() if name not in lists}
    text = json.dumps(answered_members(shape, others))
    for name, items in lists.items():
        list_shape: Any = structure(shape).members[name]
        texts = ", ".join([_item_json(list_shape.member, item) for item in items])
        behind = "}" if text == "{}" else f", {text[1:]}"
        text = f'{{"{name}": [{texts}]{behind}'
    return text


@cache
def _lists_of(shape: StructureShape) -> Sequence[str]:
    """The members of a structure that are lists."""
    return [name for name, member in shape.members.items() if member.type_name == "list"]


def _has_lasting_items(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, LastingMembers) for item in value)


def _item_json(shape: StructureShape, item: Mapping[str, Any]) -> str:
    if not isinstance(item, LastingMembers):
        return json.dumps(answered_members(shape, item))
    text = item.texts.get(shape.name)
    if text is None:
        text = item.texts[shape.name] = json.dumps(answered_members(shape, item))
    return text
