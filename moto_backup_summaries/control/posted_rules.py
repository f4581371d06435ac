"""The documents that are posted to the endpoints."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from ..backup.aws.errors import refusal
from ..backup.scenario.rule import Rule

Body = dict[str, Any]
AnyRule = TypeVar("AnyRule", bound=Rule)


def rules_of(body: Body, name: str, rule: type[AnyRule]) -> list[AnyRule]:
    """The rules of a request, all of them or none; its account and region go for each."""
    rows = body.get(name)
    if isinstance(rows, str) or not isinstance(rows, Sequence):
        raise ValueError(refusal(name, rows, "a list"))
    shared: Body = {key: body[key] for key in ("account_id", "region") if key in body}
    return [_rule(rule, shared, row, f"{name}[{index}]") for index, row in enumerate(rows)]


def _rule(rule: type[AnyRule], shared: Body, row: Any, where: str) -> AnyRule:
    if not isinstance(row, Mapping):
        raise ValueError(refusal(where, row, "an object"))
    known = {field.name: field for field in dataclasses.fields(rule) if field.init}
    needed = {n for n, field in known.items() if field.default is dataclasses.MISSING}
    unknown = [key for key in row if key not in known]
    if unknown or not needed <= row.keys():
        missing = sorted(needed - row.keys())
        raise ValueError(
            f"{where}: unknown {unknown}, missing {missing}; it may have {', '.join(known)}"
        )
    try:
        return rule(**{**shared, **row})
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from None
