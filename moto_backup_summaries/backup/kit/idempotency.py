"""Requests that are sent again with their IdempotencyToken are answered as at first."""

from collections.abc import Callable, Mapping
from typing import Any

from .. import timestamps
from ..aws.errors import InvalidParameterValueException
from ..members import Members
from .state import State, StateDict

TOKENS_LAST_SECONDS = 3600


class Tokens(State):
    """The answers of a family's operations, by operation and IdempotencyToken."""

    def __init__(self) -> None:
        self._answers: StateDict[tuple[str, str], tuple[float, Mapping[str, Any], Members]] = (
            StateDict()
        )

    def once(
        self, operation: str, request: Mapping[str, Any], answer: Callable[[], Members]
    ) -> Members:
        """The answer of the same request with the same IdempotencyToken within the hour, else a new one.

        Raises InvalidParameterValueException for the token of another request.
        """
        token = request.get("IdempotencyToken")
        if not token:
            return answer()
        moment, first, members = self._answers.get((operation, token), (timestamps.FIRST, {}, {}))
        now = timestamps.now()
        if now < moment + TOKENS_LAST_SECONDS:
            if request != first:
                accepted = "one that came with no other request within an hour"
                raise InvalidParameterValueException.of("IdempotencyToken", token, accepted)
            return members
        members = answer()
        self._answers[operation, token] = (now, request, members)
        return members
