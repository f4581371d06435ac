"""Overlapping rules of a plan: where the start windows of two overlap, only one runs.

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

    A run is dropped where its start window overlaps that of another rule with a longer retention. Two rules
    with the same retention both run.

    created: since when the rules, each with its schedule, are in force.
    """
    retentions = [_retention(rule) for rule in rules]
    windows = [MINUTE * rule["StartWindowMinutes"] for rule in rules]
    # A run may depend on earlier and later ones, and these on others. No run is earlier than the plan.
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
    """The runs after `since`, up to and including `last`."""
    run = schedule.next_after(since)
    return array("d") if run is None or run > last else schedule.until(run, last)


def drop_overlapping(
    moments: Sequence[float], starts: Sequence[float], before: float, behind: float
) -> "array[float]":
    """Drop the moments that are less than `before` seconds before a start or less than `behind` after one.

    Moments and starts are in order. Starts close to each other are skipped at once, so that this takes as
    long as there are gaps between them.
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
