"""Rules of a plan that overlap: where two would back up within a start window, one runs.

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

    A run within the start window of another rule's, which keeps its backups longer, does not. Of two that
    keep them equally long, both do.
    """
    retentions = [_retention(rule) for rule in rules]
    windows = [MINUTE * rule["StartWindowMinutes"] for rule in rules]
    # What runs at first may depend on earlier runs, and these on others; none is before the plan.
    overlapping = len(set(retentions)) > 1
    since = first - sum(windows) if overlapping else first
    found = [_between(schedule, max(created, since - 1), now) for schedule in schedules]
    for place in sorted(range(len(found)), key=retentions.__getitem__, reverse=True):
        for longer, runs in enumerate(found):
            if retentions[longer] > retentions[place]:
                found[place] = outside(found[place], runs, windows[longer])
    return found


def _retention(rule: Mapping[str, Any]) -> float:
    days = days_of(rule.get("Lifecycle"), "DeleteAfterDays")
    return float("inf") if days is None else days


def _between(schedule: Schedule, since: float, now: float) -> "array[float]":
    """The runs later than a moment, up to now."""
    run = schedule.after(since)
    return array("d") if run is None or run > now else schedule.until(run, now)


def outside(moments: Sequence[float], starts: Sequence[float], window: float) -> "array[float]":
    """Those of these moments that are in no window that opens at one of these starts, all in order.

    Windows that meet are passed over together, so that this costs their number and not that of the starts.
    """
    kept: array[float] = array("d")
    place = start = 0
    while start < len(starts):
        opens, closes = starts[start], starts[start]
        while start < len(starts) and starts[start] <= closes:
            start = bisect_right(starts, closes, start)
            closes = starts[start - 1] + window
        passed = bisect_left(moments, opens, place)
        kept.extend(moments[place:passed])
        place = bisect_left(moments, closes, passed)
    kept.extend(moments[place:])
    return kept
