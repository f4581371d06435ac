"""The dashboard: AWS's jobs dashboard on the jobs that are in moto now.

https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-jobs-dashboard.html
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from ..backup.aws.job_kinds import KINDS
from ..backup.aws.message_categories import SUCCESS
from ..backup.timestamps import DAY, iso
from . import plots
from .counts import MOST_OF_VAULT, Count, counts, creation_since, days_shown, is_shown
from .filters import DAYS, PROBLEMS, WITH_ISSUES, Filters, vault_label

# How many rows the parts have that begin with the most.
_MOST_ROWS = 10


class Number(NamedTuple):
    """A number, and the address of the list of just those jobs; none where there are none."""

    value: int
    address: str | None

    @classmethod
    def counting(cls, rows: Iterable[Count], address: str) -> "Number":
        value = sum(row.number for row in rows)
        return cls(value, address if value else None)


class Dashboard:
    """The numbers of some days.

    all_counts: before they were filtered.
    """

    def __init__(self, filters: Filters) -> None:
        self.filters = filters._replace(health=None, last=None, skip=0)
        counted = counts(self.filters)
        self.is_counted = counted is not None
        self.all_counts = counted or []
        self._counts = [row for row in self.all_counts if is_shown(row, self.filters)]
        self._days = [day.start for day in days_shown(self.filters)]

    def context(self) -> dict[str, Any]:
        """What the template shows."""
        filters = self.filters
        return {
            "filters": filters,
            "kinds": [(kind.name, filters.address("", kind=kind, **_NO_CHOICE)) for kind in KINDS],
            "days_choices": DAYS,
            "vault_label": vault_label(filters.kind),
            "is_counted": self.is_counted,
            "most_of_vault": MOST_OF_VAULT,
            "types": sorted({row.type for row in self.all_counts} | {*filters.types}),
            "categories": sorted(
                {row.category for row in self.all_counts if row.category} | {*filters.categories}
            ),
            "days": [iso(day * DAY)[:10] for day in self._days],
            "overview": self._overview(),
            "health": self._health(),
            "states": self._states(),
            "problems": self._problems(),
            "width": plots.WIDTH,
            "height": plots.HEIGHT,
        }

    def _rows(self, day: int | None, is_counted: Callable[[Count], bool]) -> list[Count]:
        return [row for row in self._counts if day in (None, row.day) and is_counted(row)]

    def _number(
        self, is_counted: Callable[[Count], bool], day: int | None = None, **changes: Any
    ) -> Number:
        """How many jobs of a day, or of all days, are counted; changes: of the filters, for their list."""
        first = self._days[0] if day is None else day
        end = (self._days[-1] if day is None else day) + 1
        states = changes.get("states", ())
        return Number.counting(
            self._rows(day, is_counted),
            self.filters.address(
                "jobs",
                **changes,
                days=DAYS[0],
                after=creation_since(self.filters, states, first),
                before=float(end * DAY),
            ),
        )

    def _overview(self) -> list[tuple[str, Number]]:
        kind = self.filters.kind
        success = (SUCCESS,) if kind.has_message_category else ()
        numbers = [
            (
                "Completed",
                self._number(
                    lambda row: row.state == "COMPLETED" and not row.has_issues,
                    states=("COMPLETED",),
                    categories=success,
                ),
            ),
            (
                "Completed with issues",
                self._number(lambda row: row.has_issues, health=WITH_ISSUES),
            ),
        ]
        for state in ("EXPIRED", "FAILED"):
            numbers.append((state.capitalize(), self._state(state)))
        return numbers

    def _state(self, state: str, day: int | None = None) -> Number:
        return self._number(lambda row: row.state == state, day, states=(state,))

    def _health(self) -> dict[str, Any]:
        """Of each day, how many jobs were successful, how many were not, and their percents of all."""
        kind_states = self.filters.states or self.filters.kind.states
        done = tuple(s for s in ("COMPLETED", "COMPLETED_WITH_ISSUES") if s in kind_states)
        failed = tuple(s for s in ("FAILED", "EXPIRED") if s in kind_states)
        rows = []
        for day in self._days:
            successful = self._number(lambda row: row.state in done, day, states=done)
            unsuccessful = self._number(lambda row: row.state in failed, day, states=failed)
            total = sum(row.number for row in self._rows(day, lambda row: True))
            percents = [
                round(100 * number.value / total, 1) if total else None
                for number in (successful, unsuccessful)
            ]
            rows.append((iso(day * DAY)[:10], successful, unsuccessful, percents))
        lines = [plots.line([percents[index] for *_, percents in rows]) for index in (0, 1)]
        return {"rows": rows, "lines": lines}

    def _states(self) -> dict[str, Any]:
        """Of each day, how many jobs are in each state that there is; as bars too."""
        names = [
            state
            for state in self.filters.kind.states
            if any(row.state == state for row in self._counts)
        ]
        rows = [
            (iso(day * DAY)[:10], [self._state(name, day) for name in names]) for day in self._days
        ]
        values = [[number.value for number in numbers] for _, numbers in rows]
        return {
            "names": names,
            "rows": rows,
            "totals": [self._state(name) for name in names],
            "bars": plots.bars(values),
            "highest": max(map(sum, values)),
        }

    def _problems(self) -> list[tuple[str, str, list[tuple[str, Number]]]]:
        """The accounts, the types and the reasons with the most jobs that failed, expired or had issues."""
        parts = [
            ("Accounts", "Account", self._most("account_id", lambda value: {"account_id": value})),
            ("Resource types", "Type", self._most("type", lambda value: {"types": (value,)})),
        ]
        if self.filters.kind.has_message_category:
            reasons = self._most("category", lambda value: {"categories": (value,)})
            parts.append(("Reasons", "Category", reasons))
        return parts

    def _most(
        self, name: str, changes: Callable[[str], dict[str, Any]]
    ) -> list[tuple[str, Number]]:
        """The values with the most problems, each with its number."""
        numbers: Counter[str] = Counter()
        for row in self._rows(None, lambda row: row.is_problem):
            numbers[getattr(row, name)] += row.number
        first = sorted(numbers.items(), key=lambda item: (-item[1], item[0]))[:_MOST_ROWS]
        return [(value, self._problem(name, value, changes(value))) for value, _ in first]

    def _problem(self, name: str, value: str, changes: dict[str, Any]) -> Number:
        return self._number(
            lambda row: row.is_problem and getattr(row, name) == value, health=PROBLEMS, **changes
        )


# The filters whose values are of one kind of job only.
_NO_CHOICE: dict[str, Any] = {"states": (), "types": (), "categories": (), "vault": None}
