"""Things that were stored together, as lists and indexes read them."""

from collections.abc import Mapping, Sequence
from typing import Any

from moto_backup_summaries.backup.timestamps import day_of


class Together:
    """Things that were stored together, which note the rows whose members they were asked for."""

    def __init__(self, first: int, rows: Sequence[Mapping[str, Any]]) -> None:
        self.first = first
        self.created = [row["CreationDate"] for row in rows]
        self.asked: list[list[int]] = []
        self._rows = rows

    def rows(self, day: int | None = None) -> Sequence[int]:
        return [row for row, moment in enumerate(self.created) if day in (None, day_of(moment))]

    def values(self, path: str, rows: Sequence[int]) -> Sequence[Any]:
        self.asked.append(list(rows))
        return [self._rows[row].get(path) for row in rows]
