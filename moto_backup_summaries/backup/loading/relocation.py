"""ARNs of jobs that are loaded into another account or region than they were made in."""

from collections.abc import Sequence
from typing import Any

from moto.utilities.utils import get_partition

from ..aws.arns import Arn
from .defaults import Columns

# An account and a region, as far as they are known.
JobPlace = tuple[str | None, str | None]


def move_arns(columns: Columns, made_in: Sequence[JobPlace], to: JobPlace) -> None:
    """Move, in place, all that is of a job's own account and region to these; None keeps what was.

    What is of another account, as the vault of a copy across accounts may be, stays there.
    made_in: each job's own account and region.
    """
    for name, column in columns.items():
        if name.endswith("Arn"):
            pairs = list(zip(column, made_in, strict=True))
            moved = {pair: _moved(*pair, to) for pair in set(pairs)}
            columns[name] = [moved[pair] for pair in pairs]
        elif any(isinstance(value, dict) for value in column):
            columns[name] = _moved_inside(column, made_in, to)


def _moved_inside(column: Sequence[Any], made_in: Sequence[JobPlace], to: JobPlace) -> list[Any]:
    """The same for structures, of which equal ones are one: jobs of a plan share theirs."""
    moved: dict[tuple[int, JobPlace], Any] = {}
    for value, own in zip(column, made_in, strict=True):
        if (id(value), own) not in moved:
            moved[id(value), own] = value and {
                name: _moved(inner, own, to) if name.endswith("Arn") else inner
                for name, inner in value.items()
            }
    return [moved[id(value), own] for value, own in zip(column, made_in, strict=True)]


def _moved(text: str | None, own: JobPlace, to: JobPlace) -> str | None:
    (own_account, own_region), (account_id, region) = own, to
    arn = Arn.parse(text) if text else None
    if arn is None or arn.account_id not in ("", own_account):
        return text
    if account_id and arn.account_id:
        arn = arn._replace(account_id=account_id)
    if region and arn.region in ("", own_region):
        moved_to = arn.region and region
        arn = arn._replace(region=moved_to, partition=get_partition(region))
    return ":".join(("arn", *arn))
