"""Rules that a test posts to the endpoints."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from ..backup.aws.errors import refusal, unknown
from ..backup.aws.regions import ACCOUNT_AND_REGION, account_and_region_of
from ..backup.scenario.rule import Rule

Body = dict[str, Any]
AnyRule = TypeVar("AnyRule", bound=Rule)


def rules_of(body: Body, name: str, rule: type[AnyRule]) -> list[AnyRule]:
    """The rules of a request; raises ValueError for an invalid one. Its account and region count for each."""
    check_members("the document", body, (name, *ACCOUNT_AND_REGION))
    rows = body.get(name)
    if isinstance(rows, str) or not isinstance(rows, Sequence):
        raise ValueError(refusal(name, rows, "a list"))
    shared = account_and_region_of(body)
    return [_rule(rule, shared, row, f"{name}[{index}]") for index, row in enumerate(rows)]


def _rule(rule: type[AnyRule], shared: Body, row: Any, where: str) -> AnyRule:
    members = dataclasses.fields(rule)
    needed = [field.name for field in members if field.default is dataclasses.MISSING]
    names = (*needed, *(field.name for field in members), *ACCOUNT_AND_REGION)
    if isinstance(row, Mapping):
        check_members(where, row, dict.fromkeys(names))
    if not isinstance(row, Mapping) or not row.keys() >= {*needed}:
        raise ValueError(refusal(where, row, f"an object with {' and '.join(needed)}"))
    own_members = {name: value for name, value in row.items() if name not in ACCOUNT_AND_REGION}
    try:
        return rule(**{**shared, **account_and_region_of(row), **own_members})
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from None


def check_members(where: str, document: Iterable[str], accepted: Iterable[str]) -> None:
    """Raise ValueError for the first member that is not accepted."""
    names = list(accepted)
    for name in document:
        if name not in names:
            raise ValueError(unknown(where, name, names))
