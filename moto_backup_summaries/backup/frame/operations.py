"""The operations that are answered here, each a function registered by its AWS name."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias, TypeVar

from ..account import Account
from ..kit.pages import Query
from ..members import Members

# A request's parameters, keyed by their names in AWS's model.
Request: TypeAlias = Mapping[str, Any]
# An answer's members, keyed so too, with times in seconds since 1970; the answer leaves out those that
# its shape lacks.
Operation: TypeAlias = Callable[[Account, Request], Members]

AnyThing = TypeVar("AnyThing")

OPERATIONS: dict[str, Operation] = {}


def operation(name: str) -> Callable[[Operation], Operation]:
    """Let a function answer an operation of AWS Backup."""

    def register(function: Operation) -> Operation:
        OPERATIONS[name] = function
        return function

    return register


ITEMS_PER_PAGE = 1000


def page_of(
    member: str,
    items: Iterable[tuple[Any, Members]],
    query: Query,
    request: Request,
    most: int = ITEMS_PER_PAGE,
) -> Members:
    """The answer with the next of these items, each with its place, under the name of their list."""
    shown, token = query.page(items, request.get("MaxResults", most))
    return {member: shown, "NextToken": token}


def in_order(
    things: Iterable[tuple[int, AnyThing]], query: Query
) -> Iterator[tuple[int, AnyThing]]:
    """Things that are numbered in the order of their making, from behind the last that was given out."""
    return ((number, thing) for number, thing in things if number > (query.after or 0))
