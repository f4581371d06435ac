"""The filters of lists as conditions, each of which compares one member."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import eq, gt, lt
from typing import Any, NamedTuple

from ..aws.message_categories import comparable, word_of_all

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "equal": eq,
    "category": eq,
    "before": lt,
    "after": gt,
}
# Moments are in buckets by the hour: shorter ones are more lists to merge, longer ones have more rows that do
# not meet a condition.
_HOUR = 3_600
_HOUR_COMPARISONS: dict[str, Callable[[int, int], bool]] = {
    "before": lambda hour, expected: hour <= expected,
    "after": lambda hour, expected: hour >= expected,
}


class Condition(NamedTuple):
    """The value of a filter, the member that is compared with it, and how.

    An index has rows with equal members in one bucket, or those of one hour where members are moments.
    """

    member: str
    comparison: str
    expected: Any

    def holds(self, value: Any) -> bool:
        if value is None:
            return False
        if self.comparison == "category":
            value = comparable(value)
        return _COMPARISONS[self.comparison](value, self.expected)

    def buckets_of(self, values: Sequence[Any]) -> Sequence[Any]:
        """The bucket of each of these values."""
        if self.comparison == "equal":
            return values
        bucket = comparable if self.comparison == "category" else _hour_of
        return [None if value is None else bucket(value) for value in values]

    @property
    def kind(self) -> str:
        """What an index does with values; moments are in its hours, whatever they are compared by."""
        return "hour" if self.comparison in _HOUR_COMPARISONS else self.comparison

    @property
    def border(self) -> int | None:
        """The bucket with rows on both sides of the expected moment; all rows of the others are on one."""
        return _hour_of(self.expected) if self.comparison in _HOUR_COMPARISONS else None

    def buckets(self, names: Iterable[Any]) -> list[Any]:
        """The buckets that can have rows which meet the condition. names: of all buckets."""
        may_hold = _HOUR_COMPARISONS.get(self.comparison)
        if may_hold is None:
            return [self.expected]
        hour = _hour_of(self.expected)
        return [name for name in names if isinstance(name, int) and may_hold(name, hour)]


def _hour_of(moment: float) -> int:
    return int(moment // _HOUR)


def conditions_of(
    comparisons: Mapping[str, tuple[str, str]], filters: Mapping[str, Any]
) -> list[Condition]:
    """The conditions of a list's filters.

    comparisons: for each filter that compares a member, the member, and how.
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
