"""The filters of lists as conditions, each of which compares one member."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import eq, ge, gt, le, lt
from typing import Any, NamedTuple

from ..aws.message_categories import comparable, word_of_all

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "equal": eq,
    "category": eq,
    "before": lt,
    "after": gt,
}
# Moments are in buckets by the hour: shorter ones are more lists to merge, longer ones have more rows that do
# not meet a condition. The hour of an expected moment may have some of either.
_HOUR = 3_600
BY_HOURS: dict[str, Callable[[int, int], bool]] = {"before": le, "after": ge}


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
        bucket = comparable if self.comparison == "category" else hour_of
        return [None if value is None else bucket(value) for value in values]

    def buckets(self, names: Iterable[Any]) -> list[Any]:
        """The buckets that can have rows which meet the condition. names: of all buckets."""
        may_hold = BY_HOURS.get(self.comparison)
        if may_hold is None:
            return [self.expected]
        hour = hour_of(self.expected)
        return [name for name in names if isinstance(name, int) and may_hold(name, hour)]


def hour_of(moment: float) -> int:
    """The bucket of a moment."""
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
