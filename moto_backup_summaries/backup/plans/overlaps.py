"""Rules of a plan that overlap: where the start windows of two have time in common, one runs.

https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from ..aws.lifecycles import days_of
from ..aws.schedules import MINUTE, Schedule


def runs_of(
    rules: Sequence[Mapping[str, Any]],
    created: float,
    schedules: Sequence[Schedule],
    first: float,
    now: float,
) -> "list[array[float]]":
    """The runs of each rule of a plan that take place, in order, from `first` or earlier up to now.

    created: since when the rules, each with its schedule, are in force.

    A run whose start window has time in common with that of another rule's, which keeps its backups
    longer, does not. Of two that keep them equally long, both do.
    """
    retentions = [_retention(rule) for rule in rules]
    windows = [MINUTE * rule["StartWindowMinutes"] for rule in rules]
    # What runs may depend on runs before and behind it, and these on others; none is before the plan.
    around = sum(windows) if len(set(retentions)) > 1 else 0
    since = max(created, first - around - 1)
    found = [_between(schedule, since, now + around) for schedule in schedules]
    for place in sorted(range(len(found)), key=retentions.__getitem__, reverse=True):
        for longer, runs in enumerate(found):
            if retentions[longer] > retentions[place]:
                found[place] = outside(found[place], runs, windows[place], windows[longer])
    return [runs[: bisect_right(runs, now)] for runs in found]


def _retention(rule: Mapping[str, Any]) -> float:
    days = days_of(rule.get("Lifecycle"), "DeleteAfterDays")
    return float("inf") if days is None else days


def _between(schedule: Schedule, since: float, last: float) -> "array[float]":
    """The runs later than a moment, up to another."""
    run = schedule.next_after(since)
    return array("d") if run is None or run > last else schedule.until(run, last)


def outside(
    moments: Sequence[float], starts: Sequence[float], before: float, behind: float
) -> "array[float]":
    """Those of these moments that are neither less than `before` in front of one of these starts, nor
    less than `behind` behind one; all are in order.

    What meets is passed over together, so that this costs the number of gaps and not that of the starts.
    """
    kept: array[float] = array("d")
    place = start = 0
    while start < len(starts):
        opens, closes = starts[start] - before, starts[start] + behind
        while start < len(starts) and starts[start] - before < closes:
            start = bisect_left(starts, closes + before, start)
            closes = starts[start - 1] + behind
        passed = bisect_right(moments, opens, place)
        kept.extend(moments[place:passed])
        place = bisect_left(moments, closes, passed)
    kept.extend(moments[place:])
    return kept
