"""Requests that are repeated with their IdempotencyToken are answered as at first."""

from collections.abc import Callable, Mapping
from typing import Any

from . import timestamps
from .aws.errors import InvalidParameterValueException
from .frame.transactions import put
from .members import Members

IDEMPOTENT_SECONDS = 3600


class Tokens:
    """What the requests of a family were answered, by operation and IdempotencyToken."""

    def __init__(self) -> None:
        self._answered: dict[tuple[str, str], tuple[float, Mapping[str, Any], Members]] = {}

    def once(
        self, operation: str, request: Mapping[str, Any], answer: Callable[[], Members]
    ) -> Members:
        """What the same request with the same IdempotencyToken was answered within the hour, else an answer.

        Raises InvalidParameterValueException for the token of another request.
        """
        token = request.get("IdempotencyToken")
        if not token:
            return answer()
        if (operation, token) in self._answered:
            moment, first, told = self._answered[operation, token]
            if timestamps.now() < moment + IDEMPOTENT_SECONDS:
                if first != request:
                    accepted = "one that came with no other request within an hour"
                    raise InvalidParameterValueException.of("IdempotencyToken", token, accepted)
                return told
        told = answer()
        put(self._answered, (operation, token), (timestamps.now(), request, told))
        return told
