"""What every rule of a test has: whom it is for, how often it still applies, and how often it did."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, fields
from inspect import currentframe
from pathlib import Path
from types import FrameType
from typing import Any, ClassVar, NamedTuple, cast

import moto

from ..aws.constraints import check_text
from ..aws.errors import refusal, unknown
from ..aws.numbers import is_integer
from ..aws.regions import check_account_id, check_region
from ..transactions import append, assign, exclusive, remove

# What Python calls a member.
_NAMED = {"region": "region_name"}
# How the names of files begin that no test is in.
_NOT_TESTS = (f"{Path(__file__).parents[2]}{os.sep}", f"{Path(moto.__file__).parent}{os.sep}")


class SetAt(NamedTuple):
    """The file and line of a test that set a rule, or the endpoint that took it."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


def called_from() -> SetAt:
    """The line of a test that called into this package or moto, however deep in it this is asked."""
    frame = cast(FrameType, currentframe())
    while frame.f_code.co_filename.startswith(_NOT_TESTS):
        frame = cast(FrameType, frame.f_back)
    return SetAt(frame.f_code.co_filename, frame.f_lineno)


@dataclass(eq=False)
class Rule:
    """What a test said will happen. `with` it, it is removed at the end of the block.

    times: how often it still applies, or None for always. times_used: how often it did.
    account_id, region: where, or anywhere.
    function, first: what sets such a rule, and its first parameter. missed: why a rule is not used.
    """

    function: ClassVar[str]
    first: ClassVar[str]
    missed: ClassVar[str]
    times: int | None = None
    account_id: str | None = None
    region: str | None = None

    def __post_init__(self) -> None:
        self.times_used = 0
        self.set_at = SetAt("")
        self._among: list[Any] = []
        is_right = self.times is None or (is_integer(self.times) and self.times > 0)
        require("times", self.times, is_right, "1 or more, or None for always")
        check_account_id("account_id", self.account_id)
        check_region("region_name", self.region)

    def __enter__(self) -> "Rule":
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()

    @exclusive
    def remove(self) -> None:
        """Let it apply no more. Once it is gone, this does nothing."""
        if self in self._among:
            remove(self._among, self)

    def assert_used(self) -> None:
        """Raise AssertionError if it has never been used."""
        if not self.times_used:
            raise AssertionError(unused_text([self]))

    def enter(self, among: list[Any], set_at: SetAt) -> None:
        """Be in force, as the latest of some rules."""
        assign(self, _among=among, set_at=set_at)
        append(among, self)

    def is_for(self, account_id: str, region: str) -> bool:
        return self.account_id in (None, account_id) and self.region in (None, region)

    def apply_once(self) -> None:
        """Use the rule up by one; it is gone when that was the last time."""
        assign(self, times_used=self.times_used + 1)
        if self.times is not None:
            assign(self, times=self.times - 1)
        if self.times == 0:
            self.remove()

    def shown(self) -> dict[str, Any]:
        """The rule as it can be posted, and how often it was used."""
        return {**self._given(), "times_used": self.times_used}

    def _given(self) -> dict[str, Any]:
        members = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in members.items() if value is not None}

    def __str__(self) -> str:
        """The call that set the rule."""
        given = self._given()
        arguments = [repr(given.pop(self.first))]
        arguments += [f"{_NAMED.get(name, name)}={value!r}" for name, value in given.items()]
        return f"{self.function}({', '.join(arguments)})"


def unused_text(rules: Iterable[Rule]) -> str:
    """What is said of rules that were never used."""
    lines = [f"\n- {rule}, set at {rule.set_at}: {rule.missed}" for rule in rules]
    were, them = ("1 rule was", "it") if len(lines) == 1 else (f"{len(lines)} rules were", "them")
    todo = f"correct {them}, or take {them} away with remove() or clear_rules()"
    return f"{were} never used; {todo}:{''.join(lines)}"


def require(name: str, value: object, is_right: object, accepted: str) -> None:
    """Raise ValueError for a parameter that is not right."""
    if not is_right:
        raise ValueError(refusal(name, value, accepted))


def require_text(name: str, value: object) -> None:
    require(name, value, value is None or isinstance(value, str), "a string")
    if isinstance(value, str):
        check_text(value, name)


def require_known(
    name: str, value: object, known: Iterable[str], accepted: str | None = None
) -> None:
    """Raise ValueError, with the names that are near, for one that is not known."""
    names = list(known)
    if value not in names:
        raise ValueError(unknown(name, value, names, accepted))
