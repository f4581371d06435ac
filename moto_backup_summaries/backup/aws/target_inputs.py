"""The input of a target of an EventBridge rule: the event, a part of it, a constant, or a filled template.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from .event_patterns import JsonObject

_VARIABLE = re.compile(r"<([\w.-]+)>")
# A JSON string of a template, or a variable outside of one.
_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|<[\w.-]+>', re.DOTALL)
_PATH = re.compile(r"\$(?:\.(?:[\w/-]+|\*)|\[(?:\d+|\*)\])*")
_STEP = re.compile(r"[\w/*-]+")
_ABSENT = object()


def compact(value: Any) -> str:
    """JSON as EventBridge sends it."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def input_of(target: JsonObject, event: JsonObject, *, rule_arn: str, rule_name: str) -> str:
    """The text that a target receives when an event matches its rule."""
    if "Input" in target:
        return str(target["Input"])
    if "InputPath" in target:
        return compact(value_at(target["InputPath"], event))
    transformer = target.get("InputTransformer")
    if transformer is None:
        return compact(event)
    paths = transformer.get("InputPathsMap") or {}
    values = {
        "aws.events.rule-arn": rule_arn,
        "aws.events.rule-name": rule_name,
        "aws.events.event.ingestion-time": event["time"],
        "aws.events.event.json": event,
        "aws.events.event": {name: event[name] for name in event if name != "detail"},
        **{name: value_at(path, event, _ABSENT) for name, path in paths.items()},
    }
    return _filled(transformer["InputTemplate"], values)


def value_at(path: str, event: JsonObject, absent: Any = None) -> Any:
    """The value of an event at a JSON path; a list of values where the path has a wildcard."""
    values = list(_values_at(event, _STEP.findall(path))) if _PATH.fullmatch(path) else []
    if "*" in path:
        return values
    return values[0] if values else absent


def _values_at(value: Any, steps: list[str]) -> Iterator[Any]:
    if not steps:
        yield value
        return
    for item in _items(value, steps[0]):
        yield from _values_at(item, steps[1:])


def _items(value: Any, step: str) -> list[Any]:
    if isinstance(value, Mapping):
        return list(value.values()) if step == "*" else [value[step]] if step in value else []
    if isinstance(value, list):
        items: list[Any] = value
        return items if step == "*" else items[int(step) :][:1] if step.isdecimal() else []
    return []


def _filled(template: str, values: JsonObject) -> str:
    """A template, filled with its variables: as JSON if the result is JSON, else as a text."""

    def fill_piece(piece: re.Match[str]) -> str:
        text = piece[0]
        if text.startswith('"'):
            return _with_texts(text, values)
        value = values.get(text[1:-1], text)
        return "" if value is _ABSENT else compact(value)

    try:
        return compact(json.loads(_PIECE.sub(fill_piece, template)))
    except ValueError:
        return _with_texts(template, values)


def _with_texts(template: str, values: JsonObject) -> str:
    """Fill in values without escapes, as EventBridge does; an absent one leaves no trace."""

    def text_of(variable: re.Match[str]) -> str:
        value = values.get(variable[1], variable[0])
        if value is _ABSENT:
            return ""
        return value if isinstance(value, str) else compact(value)

    return _VARIABLE.sub(text_of, template)
