"""Every row of a document that is refused, for who mends it; load_jobs() tells the first."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..aws.job_kinds import ALL_KINDS
from .load_jobs import read_jobs

Row = Mapping[str, Any]


def refusals(document: Mapping[str, Any]) -> Iterator[str]:
    """Why each row is refused that is refused by itself, as load_jobs() would tell it alone.

    What is wrong with several rows together, such as an id that two have, is not among it.
    """
    for kind in ALL_KINDS:
        for member in (kind.jobs_member, kind.summaries_member):
            rows = document.get(member)
            if isinstance(rows, list):
                yield from _of_list(member, rows, 0)


def _of_list(member: str, rows: Sequence[Row], first: int) -> Iterator[str]:
    """The refusals of rows, the first of which has this number. Halves are read until one row is left."""
    try:
        read_jobs({member: rows})
    except ValueError as error:
        if len(rows) == 1:
            yield str(error).replace(f"{member}[0]", f"{member}[{first}]", 1)
        else:
            half = len(rows) // 2
            yield from _of_list(member, rows[:half], first)
            yield from _of_list(member, rows[half:], first + half)
