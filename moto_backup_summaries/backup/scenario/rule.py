"""What every rule of a test has: whom it is for, and how often it still applies."""

import difflib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from ..aws.errors import refusal
from ..transactions import assign


@dataclass
class Rule:
    """times: how often it still applies, or None for always. account_id, region: where, or anywhere."""

    times: int | None = None
    account_id: str | None = None
    region: str | None = None

    def __post_init__(self) -> None:
        times = self.times
        is_right = times is None or (isinstance(times, int) and times > 0)
        require("times", times, is_right, "1 or more")
        for name in ("account_id", "region"):
            require_text(name, getattr(self, name))

    def is_for(self, account_id: str, region: str) -> bool:
        return self.account_id in (None, account_id) and self.region in (None, region)

    def apply_once(self) -> bool:
        """Use the rule up by one; False when that was the last time."""
        if self.times is not None:
            assign(self, times=self.times - 1)
        return self.times != 0

    def shown(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value is not None}


def require(name: str, value: object, is_right: object, accepted: str) -> None:
    """Raise ValueError for a parameter that is not right."""
    if not is_right:
        raise ValueError(refusal(name, value, accepted))


def require_text(name: str, value: object) -> None:
    require(name, value, value is None or isinstance(value, str), "a string")


def require_known(name: str, value: object, known: Iterable[str]) -> None:
    """Raise ValueError, with the names that are near, for one that is not known."""
    names = list(known)
    if value not in names:
        near = difflib.get_close_matches(str(value), names, cutoff=0.5)
        hint = f"one of {', '.join(names)}" if not near else f"did you mean {' or '.join(near)}?"
        raise ValueError(f"Unknown {name} {value!r}: {hint}")
