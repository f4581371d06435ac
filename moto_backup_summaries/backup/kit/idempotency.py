"""Requests that are sent again: with the token of the first they are answered as the first was.

Three things differ by what AWS documents. What starts something answers so for an hour, and refuses the token
of another request (`Tokens`). A vault, a report plan or a hold is there for as long as nobody deletes it, and
the whole request must be the same (`repeats`): with other members it is as any other, and may be refused for
its name. A plan or a selection is found by its token alone (`has_token`):
https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupPlan.html
"""

from collections.abc import Callable, Mapping
from typing import Any

from .. import timestamps
from ..aws.errors import InvalidParameterValueException
from ..members import Members
from .state import State, StateDict

TOKENS_LAST_SECONDS = 3600
_TOKEN_MEMBERS = frozenset({"CreatorRequestId", "IdempotencyToken"})


def repeats(request: Mapping[str, Any], first: Mapping[str, Any]) -> bool:
    """Whether a request is the one that made something, sent again with its token."""
    return request == first and not _TOKEN_MEMBERS.isdisjoint(request)


def has_token(request: Mapping[str, Any], token: str | None) -> bool:
    """Whether a request has the CreatorRequestId that something was made with."""
    return token is not None and request.get("CreatorRequestId") == token


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
