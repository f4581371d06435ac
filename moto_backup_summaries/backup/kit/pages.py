"""Pages of a listing: MaxResults and NextToken."""

import base64
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from typing import Any, TypeVar

from ..aws.errors import BackupException, InvalidParameterValueException

T = TypeVar("T")
Filters = Mapping[str, Any]
_PAGING = ("NextToken", "MaxResults")
# Tokens are signed with a key of the process, so that nobody can make one for another account.
_KEY = os.urandom(32)
_DIGEST_SIZE = 16
_EXPECTED = "the NextToken of an earlier page"


@dataclass(frozen=True)
class Query:
    """A listing as its first page was asked for, which its tokens carry on.

    filters: the parameters, without those of paging.
    asked_at: when the first page was asked for, in seconds since 1970; days are reckoned from it.
    after: the place of the last item that was given out, or None on the first page.
    """

    operation: str
    account_id: str
    region: str
    filters: Filters
    asked_at: float
    after: Any = None

    def page(self, items: Iterable[tuple[Any, T]], max_results: int) -> tuple[list[T], str | None]:
        """The next items of (place, item) pairs, and the token for the page after them, if any."""
        found = list(islice(items, max_results + 1))
        shown = found[:max_results]
        more = len(found) > max_results
        return [item for _, item in shown], self._token(shown[-1][0]) if more else None

    def _token(self, place: Any) -> str:
        fields = [self.operation, self.account_id, self.region, self.filters, self.asked_at, place]
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
    token = parameters.get("NextToken")
    if token is None:
        return Query(operation, account_id, region, filters, now)
    query = Query(*_fields(token))
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
    fields: list[Any] = json.loads(raw[_DIGEST_SIZE:])
    return fields


def _signature(text: bytes) -> bytes:
    return blake2b(text, digest_size=_DIGEST_SIZE, key=_KEY).digest()


def _invalid(token: str, accepted: str) -> BackupException:
    return InvalidParameterValueException.of("NextToken", token, accepted)
