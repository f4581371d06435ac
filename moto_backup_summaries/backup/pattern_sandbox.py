"""EventBridge's TestEventPattern, which moto does not implement, with the matching of our own events.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html
"""

import json
from typing import Any

from moto.events.exceptions import InvalidEventPatternException, ValidationException

from .aws.event_patterns import JsonObject, matches
from .aws.pattern_grammar import InvalidPatternError, check_pattern

# The page demands `resources` too; EventBridge accepts an event without.
_REQUIRED = {"id", "account", "source", "time", "region", "detail-type"}


def answer_test(handler: Any) -> tuple[str, dict[str, Any]]:
    """The body and headers of the answer. Raises moto's errors with EventBridge's texts."""
    pattern = _pattern_of(handler._get_param("EventPattern"))
    result = matches(pattern, _event_of(handler._get_param("Event")))
    return json.dumps({"Result": result}), handler.response_headers


def _pattern_of(text: str | None) -> JsonObject:
    try:
        pattern: JsonObject = json.loads(text or "")
    except (ValueError, RecursionError):
        raise InvalidEventPatternException("Invalid JSON") from None
    try:
        check_pattern(pattern)
    except InvalidPatternError as error:
        raise InvalidEventPatternException(str(error)) from None
    return pattern


def _event_of(text: str | None) -> JsonObject:
    try:
        event = json.loads(text or "")
    except (ValueError, RecursionError):
        event = None
    if not isinstance(event, dict) or not event.keys() >= _REQUIRED:
        raise ValidationException("Parameter Event is not valid.")
    return event
