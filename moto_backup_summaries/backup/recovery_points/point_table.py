"""The rows of recovery points, and what is asked of no other rows."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..kit.table import Table
from ..views import PointTraits
from .point import RecoveryPoint
from .point_rows import (
    ARN,
    COLD_FROM,
    LIFECYCLE,
    PARENT,
    TAGS,
    VAULT,
    changed_row,
    point_of,
    row_of,
)

# Of which `PointTraits.of` makes the traits of a row.
_TRAITS = ("ResourceType", "IsEncrypted", LIFECYCLE, TAGS)


class PointTable(Table):
    """Rows as point_rows.py says."""

    def point(self, row: int) -> RecoveryPoint:
        return point_of(self.members(row))

    def add_point(self, point: RecoveryPoint) -> float | None:
        """Add the row of a recovery point, and give when its lifecycle deletes it."""
        members = row_of(point)
        self.append(members)
        due: float | None = members["due"]
        return due

    def change_point(self, row: int, changes: Mapping[str, Any]) -> RecoveryPoint:
        """Let a row have all of these changes, and give its recovery point as it is now."""
        self.change(row, changed_row(changes))
        return self.point(row)

    def change_lifecycle(self, row: int, point: RecoveryPoint, now: float) -> float | None:
        """Let a row have the new lifecycle of its recovery point, and give when that deletes it."""
        ends = point.ends
        due = None if ends is None else max(ends, now)
        moments = {"due": due, "is_overdue": None, COLD_FROM: point.cold_from}
        self.change(row, {**changed_row(point.changes), **moments})
        return due

    def by_vault(self, rows: Sequence[int]) -> Mapping[str, list[int]]:
        in_vaults = defaultdict[str, list[int]](list)
        for row, vault_name in zip(rows, self.values(VAULT, rows), strict=True):
            in_vaults[vault_name].append(row)
        return in_vaults

    def parts(self, vault_name: str, arn: str) -> list[int]:
        """The rows of what a composite recovery point is made of."""
        return [
            row
            for row in self.find(PARENT, arn)
            if self.member(row, VAULT) == vault_name and self.member(row, ARN) != arn
        ]

    def has_parts(self, row: int) -> bool:
        # An ARN that nobody has seen is that of no parent.
        arn = self.member(row, ARN)
        return bool(arn and self.parts(self.member(row, VAULT), arn))

    def with_tags(self) -> Iterator[tuple[int, str | None, Mapping[str, str]]]:
        """Each row with tags, in their order, with its ARN and these."""
        index = self._index(
            (TAGS,), "tagged", lambda values: [bool(tags) or None for tags in values]
        )
        rows = sorted(index.numbers(True))
        return zip(rows, self.values(ARN, rows), self.values(TAGS, rows), strict=True)

    def number_in_cold_storage(self, moment: float) -> Mapping[tuple[str, str, float], int]:
        """How many rows are in cold storage at a moment, by vault, type and since when."""
        rows = self.until(COLD_FROM, moment)
        members = (self.values(name, rows) for name in (VAULT, "ResourceType", COLD_FROM))
        return Counter(zip(*members, strict=True))

    def number_by_traits(self) -> Mapping[PointTraits, int]:
        """How many rows have which traits."""
        return self.groups(_TRAITS, PointTraits.of)
