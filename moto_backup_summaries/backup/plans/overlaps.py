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
    margin = sum(windows) if len(set(retentions)) > 1 else 0
    since = max(created, first - margin - 1)
    runs = [_runs_between(schedule, since, now + margin) for schedule in schedules]
    for rule in sorted(range(len(runs)), key=retentions.__getitem__, reverse=True):
        for longer in range(len(runs)):
            if retentions[longer] > retentions[rule]:
                runs[rule] = drop_overlapping(
                    runs[rule], runs[longer], windows[rule], windows[longer]
                )
    return [of_rule[: bisect_right(of_rule, now)] for of_rule in runs]


def _retention(rule: Mapping[str, Any]) -> float:
    days = days_of(rule.get("Lifecycle"), "DeleteAfterDays")
    return float("inf") if days is None else days


def _runs_between(schedule: Schedule, since: float, last: float) -> "array[float]":
    """The runs later than a moment, up to another."""
    run = schedule.next_after(since)
    return array("d") if run is None or run > last else schedule.until(run, last)


def drop_overlapping(
    moments: Sequence[float], starts: Sequence[float], before: float, behind: float
) -> "array[float]":
    """Those of these moments that are neither less than `before` in front of one of these starts, nor
    less than `behind` behind one; all are in order.

    Starts that lie close to each other are passed over at once, so that this costs the number of gaps and not
    that of the starts.
    """
    remaining: array[float] = array("d")
    position = start = 0
    while start < len(starts):
        opens, closes = starts[start] - before, starts[start] + behind
        while start < len(starts) and starts[start] - before < closes:
            start = bisect_left(starts, closes + before, start)
            closes = starts[start - 1] + behind
        end = bisect_right(moments, opens, position)
        remaining.extend(moments[position:end])
        position = bisect_left(moments, closes, end)
    remaining.extend(moments[position:])
    return remaining
