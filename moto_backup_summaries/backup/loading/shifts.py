"""The lists of a source, and by how much their dates are moved."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

from ..aws import service_model
from ..aws.errors import refusal
from ..config import setting
from ..timestamps import DAY, day_of
from .document import LISTS
from .member_names import MemberNames
from .problems import Problems
from .rows import JobList
from .source_rows import SourceRows
from .summary_rows import SummaryList

# Whether a document is moved to now: by whole days, not at all, or so that its newest date is just now.
Shift = bool | Literal["exactly"]
EXACTLY: Final = "exactly"


class Seconds(float):
    """By how much dates are moved, where that was found out by the jobs of several accounts."""


DocumentList = JobList | SummaryList


def check_shift(shift_to_now: object) -> None:
    """Raise ValueError for what is no Shift."""
    is_exact = isinstance(shift_to_now, str) and shift_to_now == EXACTLY
    if not is_exact and not isinstance(shift_to_now, (bool, Seconds)):
        accepted = f"true, false or {EXACTLY!r}"
        raise ValueError(refusal("shift_to_now", shift_to_now, accepted))


def lists_of(
    sources: Mapping[str, SourceRows],
    read_lists: Mapping[str, JobList],
    names: MemberNames,
    problems: Problems,
) -> Iterator[DocumentList]:
    """The lists of a source; raises ValueError for one that botocore does not know.

    read_lists: those whose first rows have been read.
    """
    for member, source in sources.items():
        kind = LISTS[member]
        is_summary = member == kind.summaries_member
        operation = kind.summary_operation if is_summary else kind.list_operation
        if not service_model.knows(operation):
            raise ValueError(f"{member}: {service_model.too_old_for(operation)}")
        if member in read_lists:
            read_lists[member].read()
            yield read_lists[member]
            continue
        yield (SummaryList if is_summary else JobList)(kind, source, names, problems)


def shift_seconds(lists: Sequence[DocumentList], now: float, shift: Shift | Seconds) -> float:
    """How many seconds later all dates of a document are when it is shifted to now, or by these seconds."""
    if isinstance(shift, Seconds) or not shift:
        return float(shift)
    # Rows of summaries keep to their days, and so does what is beside them.
    job_lists = [each for each in lists if isinstance(each, JobList)]
    if shift == EXACTLY and len(job_lists) == len(lists):
        return now - max(
            (each.newest for each in job_lists if each.newest is not None), default=now
        )
    last = max((each.last_counted for each in lists if each.last_counted is not None), default=None)
    return 0.0 if last is None else float(last_counted_day(now) - day_of(last)) * DAY


def last_counted_day(now: float) -> int:
    """The last day that summaries count, in days since 1970."""
    return day_of(now) if setting("include_today") else day_of(now) - 1
