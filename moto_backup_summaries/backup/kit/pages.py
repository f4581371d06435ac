"""Pages of a list, by MaxResults and NextToken.

A NextToken holds the position of the last item that was given out. The next page has what stands after
it, whatever was deleted or made between two pages: every item has a position that never changes, and
lists are in the order of their positions.
"""

import base64
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import islice
from operator import attrgetter
from typing import Any, TypeVar

from ..aws.errors import BackupException, InvalidParameterValueException
from ..members import Members

T = TypeVar("T")
Filters = Mapping[str, Any]
# The size of a page where the request has no MaxResults.
ITEMS_PER_PAGE = 1000
_PAGING = ("NextToken", "MaxResults")
# Tokens are signed with a key of the process, so that nobody can make one for another account.
_KEY = os.urandom(32)
_DIGEST_SIZE = 16
_EXPECTED = "the NextToken of an earlier page"


@dataclass(frozen=True)
class Query:
    """One request of a list operation; its filters and time are those of the first page.

    filters: the parameters, without those of paging.
    asked_at: when the first page was asked for, in seconds since 1970; days are reckoned from it.
    after: the position of the last item that was given out, or None on the first page.
    max_results: how many items the page may have, if the request says so.
    """

    operation: str
    account_id: str
    region: str
    filters: Filters
    asked_at: float
    after: Any = None
    max_results: int | None = None

    def remaining(
        self,
        items: Iterable[T],
        position: Callable[[T], Any] = attrgetter("number"),
        *,
        newest_first: bool = False,
    ) -> Iterator[tuple[Any, T]]:
        """The items that stand after the last page, in the order of their positions, each with its own.

        position: gives an item's, of what JSON can hold; it never changes.
        """
        for item in sorted(items, key=position, reverse=newest_first):
            stands_at = position(item)
            if self.after is None or (
                stands_at < self.after if newest_first else stands_at > self.after
            ):
                yield stands_at, item

    def page(
        self, items: Iterable[tuple[Any, T]], most: int = ITEMS_PER_PAGE
    ) -> tuple[list[T], str | None]:
        """The first of these (position, item) pairs, which stand after the last page, and the next token.

        most: how many, where the request does not say.
        """
        size = self.max_results or most
        pairs = list(islice(items, size + 1))
        token = self._token(pairs[size - 1][0]) if len(pairs) > size else None
        return [item for _, item in pairs[:size]], token

    def answer(
        self, member: str, items: Iterable[tuple[Any, T]], members_of: Callable[[T], Members]
    ) -> Members:
        """The members of a list operation: a page of these (position, item) pairs, and the next token."""
        items_of_page, token = self.page(items)
        return {member: list(map(members_of, items_of_page)), "NextToken": token}

    def _token(self, position: Any) -> str:
        fields = [
            self.operation,
            self.account_id,
            self.region,
            self.filters,
            self.asked_at,
            position,
        ]
        text = json.dumps(fields).encode()
        return base64.urlsafe_b64encode(_signature(text) + text).decode()


def query_of(
    operation: str, account_id: str, region: str, parameters: Mapping[str, Any], now: float
) -> Query:
    """The query that these parameters begin, or that their NextToken goes on with.

    Filters may be repeated beside a token or left out; raises InvalidParameterValueException where
    they contradict it, and for a token that is malformed or of another query.
    """
    filters = {name: value for name, value in parameters.items() if name not in _PAGING}
    token, max_results = parameters.get("NextToken"), parameters.get("MaxResults")
    if token is None:
        return Query(operation, account_id, region, filters, now, max_results=max_results)
    query = replace(Query(*_fields(token)), max_results=max_results)
    if (query.operation, query.account_id, query.region) != (operation, account_id, region):
        raise _invalid(token, f"a token that {operation} gave to account {account_id} in {region}")
    for name, value in filters.items():
        if query.filters.get(name) != value:
            first = query.filters.get(name, "omitted")
            raise _invalid(token, f"the same {name} as on its first page ({first}), got {value!r}")
    return query


def _fields(token: str) -> list[Any]:
    try:
        raw = base64.b64decode(token, altchars=b"-_", validate=True)
    except ValueError:
        raise _invalid(token, _EXPECTED) from None
    if raw[:_DIGEST_SIZE] != _signature(raw[_DIGEST_SIZE:]):
        raise _invalid(token, _EXPECTED)
    *first_page, after = json.loads(raw[_DIGEST_SIZE:])
    # A position of several parts is a list in JSON.
    return [*first_page, tuple(after) if isinstance(after, list) else after]


def _signature(text: bytes) -> bytes:
    return blake2b(text, digest_size=_DIGEST_SIZE, key=_KEY).digest()


def _invalid(token: str, accepted: str) -> BackupException:
    return InvalidParameterValueException.of("NextToken", token, accepted)
