"""What all rules of a test share: for which accounts they are, and how often they apply and did."""

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
from ..frame.transactions import exclusive
from ..kit.state import State, StateList

# The Python parameters of members with another name.
PARAMETERS = {"region": "region_name"}
# Where no test is: the paths of this package and of moto.
_LIBRARIES = (f"{Path(__file__).parents[2]}{os.sep}", f"{Path(moto.__file__).parent}{os.sep}")


class SetAt(NamedTuple):
    """The file and line of a test that set a rule, or the endpoint that received it."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


def calling_line() -> SetAt:
    """The line of a test that called this package or moto, however deep in them this runs."""
    frame = cast(FrameType, currentframe())
    while frame.f_code.co_filename.startswith(_LIBRARIES):
        frame = cast(FrameType, frame.f_back)
    return SetAt(frame.f_code.co_filename, frame.f_lineno)


@dataclass(eq=False)
class Rule(State):
    """What a test has said of jobs or calls. A `with` block removes it at its end.

    times: how often it still applies, or None for always. times_used: how often it has applied.
    id: by which it is found over HTTP, from 1 on in the order in which a test has set them.
    account_id, region: where it applies, or None for anywhere.
    plural: what several such rules are called at their endpoint, and on the page.
    function, first_parameter: the function that sets such a rule, and its first parameter.
    unused_reason: why such a rule is never used.
    """

    plural: ClassVar[str]
    function: ClassVar[str]
    first_parameter: ClassVar[str]
    unused_reason: ClassVar[str]
    times: int | None = None
    account_id: str | None = None
    region: str | None = None

    def __post_init__(self) -> None:
        self.id = 0
        self.times_used = 0
        self.is_removed = False
        self.set_at = SetAt("")
        self._active_rules: list[Any] = StateList()
        is_valid = self.times is None or (is_integer(self.times) and self.times > 0)
        require("times", self.times, is_valid, "1 or more, or None for always")
        check_account_id("account_id", self.account_id)
        check_region("region_name", self.region)

    def __enter__(self) -> "Rule":
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()

    @exclusive
    def remove(self) -> None:
        """End the rule. Removing it again does nothing."""
        self.is_removed = True
        self._end()

    def _end(self) -> None:
        if self in self._active_rules:
            self._active_rules.remove(self)

    def assert_used(self) -> None:
        """Raise AssertionError if the rule has never been used."""
        if not self.times_used:
            raise AssertionError(unused_text([self]))

    def activate(self, rules: list[Any], set_at: SetAt) -> None:
        """Add the rule to active ones, as the latest."""
        self._active_rules = rules
        self.set_at = set_at
        rules.append(self)

    def applies_in(self, account_id: str, region: str) -> bool:
        return self.account_id in (None, account_id) and self.region in (None, region)

    def apply_once(self) -> None:
        """Count one use; the last one removes the rule."""
        self.times_used += 1
        if self.times is not None:
            self.times -= 1
        if self.times == 0:
            self._end()

    def document(self) -> dict[str, Any]:
        """Its members, with how often it was used."""
        return {**self.members(), "times_used": self.times_used}

    def members(self) -> dict[str, Any]:
        """The rule as a test can post it: None is left out, unless leaving it out says something else."""
        members = [(getattr(self, field.name), field) for field in fields(self)]
        return {
            field.name: value
            for value, field in members
            if value is not None or field.default is not None
        }

    def __str__(self) -> str:
        """The call that sets the rule."""
        members = self.members()
        if self.times is not None:
            members["times"] = self.times + self.times_used
        arguments = [repr(members.pop(self.first_parameter))]
        arguments += [f"{PARAMETERS.get(name, name)}={value!r}" for name, value in members.items()]
        return f"{self.function}({', '.join(arguments)})"


def unused_text(rules: Iterable[Rule]) -> str:
    """The text of a warning or error about rules that were never used."""
    lines = [f"\n- {rule}, set at {rule.set_at}: {rule.unused_reason}" for rule in rules]
    were, them = ("1 rule was", "it") if len(lines) == 1 else (f"{len(lines)} rules were", "them")
    todo = f"correct {them}, or take {them} away with remove() or clear_rules()"
    return f"{were} never used; {todo}:{''.join(lines)}"


def require(name: str, value: object, is_valid: object, accepted: str) -> None:
    """Raise ValueError for the value of a parameter unless it is valid."""
    if not is_valid:
        raise ValueError(refusal(name, value, accepted))


def require_text(name: str, value: object) -> None:
    require(name, value, value is None or isinstance(value, str), "a string")
    if isinstance(value, str):
        check_text(value, name)


def require_one_of(
    name: str, value: object, names: Iterable[str], accepted: str | None = None
) -> None:
    """Raise ValueError, with similar names, for a value that is none of the names.

    accepted: the text for all names, where they are too many.
    """
    names = list(names)
    # Whether an array of numpy is equal to a word is no truth.
    if not isinstance(value, str) or value not in names:
        raise ValueError(unknown(name, value, names, accepted))
