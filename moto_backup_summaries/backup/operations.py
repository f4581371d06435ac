"""The operations that are answered here, each a function registered by its AWS name."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias, TypeVar

from .account import Account
from .listing.paging import Query
from .members import Members

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
    things: Iterable[AnyThing], name: Callable[[AnyThing], str], query: Query
) -> Iterator[tuple[str, AnyThing]]:
    """Things that are kept in the order of their making, from behind the one of the last page.

    name: what one is known by. One that is gone by the next page is as if all had been given out.
    """
    waiting = query.after is not None
    for thing in things:
        if not waiting:
            yield name(thing), thing
        elif name(thing) == query.after:
            waiting = False
