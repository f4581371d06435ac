"""A picture of all state that the package keeps, hidden state too, to compare what was with what is."""

import re
from array import array
from collections import deque
from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import Enum
from functools import partial
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

from moto.backup.models import backup_backends
from moto.moto_api import state_manager

from moto_backup_summaries.backup.aws.job_kinds import JobKind
from moto_backup_summaries.backup.kit.state import StateHeap
from moto_backup_summaries.backup.kit.table import Table

# What is compared as it is, or never changes but for what it has computed once.
_WHOLE = (str, bytes, int, float, type(None), datetime, Enum, re.Pattern)
_CODE = (FunctionType, BuiltinFunctionType, MethodType, ModuleType, type, partial, JobKind)


def picture() -> dict[str, Any]:
    """Every value that can be reached from moto's backends of AWS Backup, by the way to it."""
    things: dict[str, Any] = {
        f"{backend.account_id} {backend.region_name}": backend
        for of_account in list(backup_backends.values())
        for backend in list(of_account.values())
    }
    things["transitions"] = {
        model: state_manager.get_transition(model)
        for model in state_manager.get_registered_models()
    }
    return picture_of(things)


def picture_of(things: Mapping[str, Any]) -> dict[str, Any]:
    """Every value that can be reached from some things, by the way to it."""
    taken: dict[str, Any] = {}
    ways: dict[int, tuple[str, Any]] = {}
    for name, thing in things.items():
        _take(taken, ways, name, thing)
    return taken


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """What differs between two pictures, each with the way to it."""
    return [
        f"{way}: {before.get(way, 'absent')!r} became {after.get(way, 'absent')!r}"
        for way in {**before, **after}
        if before.get(way, "absent") != after.get(way, "absent")
    ]


def _take(taken: dict[str, Any], ways: dict[int, tuple[str, Any]], way: str, thing: Any) -> None:
    if isinstance(thing, _WHOLE):
        taken[way] = thing
    elif isinstance(thing, _CODE):
        taken[way] = "code"
    elif id(thing) in ways:
        taken[way] = f"what is at {ways[id(thing)][0]}"
    else:
        # With the thing, so that nothing else gets its id.
        ways[id(thing)] = way, thing
        parts = dict(_rows(thing) if isinstance(thing, Table) else _parts(thing))
        taken[way] = f"{type(thing).__name__} of {len(parts)}"
        if isinstance(thing, dict):
            taken[f"{way} in order"] = list(map(str, thing))
        for name, part in parts.items():
            _take(taken, ways, f"{way}{name}", part)


def _rows(table: Table) -> Iterator[tuple[str, Any]]:
    """The rows that are there. Those of what failed stay behind as rows that are gone."""
    return ((f"[{number}]", table.members(number)) for number in table)


def _parts(thing: Any) -> Iterator[tuple[str, Any]]:
    """What a thing consists of."""
    if isinstance(thing, dict):
        yield from ((f"[{key!r}]", value) for key, value in thing.items())
    elif isinstance(thing, StateHeap):
        yield from ((f"[{number}]", item) for number, item in enumerate(sorted(thing)))
    elif isinstance(thing, (list, tuple, deque, array)):
        yield from ((f"[{number}]", item) for number, item in enumerate(thing))
    elif isinstance(thing, (set, frozenset)):
        yield from ((f"[{number}]", item) for number, item in enumerate(sorted(map(repr, thing))))
    else:
        derived = getattr(thing, "derived", ())
        slots = (name for base in type(thing).__mro__ for name in getattr(base, "__slots__", ()))
        for name in (*getattr(thing, "__dict__", ()), *slots):
            if name not in derived and name != "_copied_in" and hasattr(thing, name):
                yield f".{name}", getattr(thing, name)
        if type(thing).__name__ == "count":
            yield ".next", repr(thing)
