"""What filters ask of a job: each condition compares one member."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ..aws.message_categories import comparable, word_of_all

_HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    "equal": lambda value, wanted: value == wanted,
    "before": lambda value, wanted: value is not None and value < wanted,
    "after": lambda value, wanted: value is not None and value > wanted,
    "category": lambda value, wanted: value is not None and comparable(value) == wanted,
}
# Moments are found by the span of time that they are in.
_MAY_HOLD: dict[str, Callable[[int, int], bool]] = {
    "before": lambda span, wanted: span <= wanted,
    "after": lambda span, wanted: span >= wanted,
}


# In seconds. Shorter ones are more lists to merge, longer ones have more rows that do not meet a condition.
_SPAN = 3_600


class Condition(NamedTuple):
    """A filter's value, the member that is compared with it, and how.

    Rows with equal members are found together: in one bucket for each value, or for each hour where they
    are moments.
    """

    member: str
    comparison: str
    wanted: Any

    def holds(self, value: Any) -> bool:
        return _HOLDS[self.comparison](value, self.wanted)

    def buckets_of(self, values: Sequence[Any]) -> Sequence[Any]:
        """The bucket of each of these values."""
        if self.comparison == "equal":
            return values
        name = comparable if self.comparison == "category" else _span
        return [None if value is None else name(value) for value in values]

    def buckets(self, names: Iterable[Any]) -> list[Any]:
        """Of these buckets, and of the one that it names, those for whose jobs it may hold."""
        may_hold = _MAY_HOLD.get(self.comparison)
        if may_hold is None:
            return [self.wanted]
        wanted = _span(self.wanted)
        return [name for name in names if isinstance(name, int) and may_hold(name, wanted)]


def _span(moment: float) -> int:
    return int(moment // _SPAN)


def conditions_of(
    comparisons: Mapping[str, tuple[str, str]], filters: Mapping[str, Any]
) -> list[Condition]:
    """What the filters of a list ask.

    comparisons: for each filter that compares a job's member, the member, and how.
    """
    conditions = []
    for name, value in filters.items():
        if name in comparisons:
            member, comparison = comparisons[name]
            if comparison != "category":
                conditions.append(Condition(member, comparison, value))
            elif value != "*" and word_of_all(value) is None:
                conditions.append(Condition(member, comparison, comparable(value)))
    return conditions
