"""What is odd about a document that can be loaded all the same."""

from collections.abc import Sequence
from datetime import datetime, timezone

import botocore

from ..aws.facts import AGGREGATION_PERIODS, RUNNING_DAYS
from ..config import setting
from ..timestamps import DAY, day_of
from .member_names import MOST_NAMED, MemberNames
from .problems import Problems
from .rows import Rows
from .shifts import DocumentList, last_counted_day
from .summary_rows import SummaryList

# What has no time zone is read as UTC, in which it may be yesterday.
_TOLERANT_DAYS = 1
_COUNTED_DAYS, _ = AGGREGATION_PERIODS["FOURTEEN_DAYS"]
_PERIODS = {days for days, _ in AGGREGATION_PERIODS.values()}


def left_out(names: MemberNames, function: str = "load_jobs") -> str | None:
    """Of members that nobody knows."""
    if not names.left_out:
        return None
    named = ", ".join(where() for where in names.left_out[:MOST_NAMED])
    more = len(names.left_out) - MOST_NAMED
    return f"{function} left out what botocore {botocore.__version__} does not know: {named}" + (
        f" and {more} more" if more > 0 else ""
    )


def kept_words(problems: Problems) -> str | None:
    """Of words of AWS in jobs that botocore's model does not have."""
    if not problems.kept_words:
        return None
    words = ", ".join(f"{word} ({where})" for (_, word), where in problems.kept_words.items())
    return (
        f"load_account kept what botocore {botocore.__version__} does not know: {words}. Lists and summaries "
        "show it, and no filter takes it; a job in an unknown state counts as one that has not ended"
    )


def other_events(number: int) -> str | None:
    """Of events that tell of no job by its id."""
    if not number:
        return None
    told = (
        "1 event was left out, as it tells"
        if number == 1
        else f"{number} events were left out, as they tell"
    )
    return f"{told} the state of no job: load_jobs loads jobs"


def in_future(all_rows: Sequence[Rows], now: float) -> str | None:
    """Of the first list with a job that was created or completed in the future."""
    for rows in all_rows:
        for name in ("CreationDate", "CompletionDate"):
            column = rows.columns.get(name, ())
            newest = max(filter(None, column), default=now)
            if day_of(newest) > day_of(now) + _TOLERANT_DAYS:
                where = rows.where(column.index(newest), name)
                return (
                    f"{where} is in the future: it is {_iso(newest)}, and by moto's clock it is "
                    f"{_iso(now)}. No summary counts the job yet; set the clock first, or load with "
                    "shift_to_now"
                )
    return None


def too_old(all_rows: Sequence[Rows], now: float) -> str | None:
    """Of jobs that are all too old to be counted, and for two of the lists too."""
    newest = [(max(rows.columns["CreationDate"]), _listed_days(rows)) for rows in all_rows]
    if not newest or any(now - moment <= days * DAY for moment, days in newest):
        return None
    moment, _ = max(newest)
    return (
        f"No summary counts these jobs, nor do lists of backup and scan jobs show them: the newest was "
        f"created {_iso(moment)}, {int((now - moment) // DAY)} days ago by moto's clock, and the last "
        f"{_COUNTED_DAYS} days are counted, the last {RUNNING_DAYS} listed. shift_to_now moves all dates "
        "alike, so that the newest day is the last that counts"
    )


def some_too_old(all_rows: Sequence[Rows], now: float, *, shifted: bool) -> str | None:
    """Of jobs that are too old, though not all are: for summaries, and for lists too unless shifted.

    Whoever shifts a document wants it to be counted.
    """
    first = last_counted_day(now) - _COUNTED_DAYS + 1
    listed_since = now - RUNNING_DAYS * DAY
    old = [_old(rows, first * DAY, listed_since, shifted=shifted) for rows in all_rows]
    number, total = sum(old), sum(map(len, all_rows))
    if not number:
        return None
    if shifted:
        return (
            f"{number} of {total} jobs are counted by no summary: they were created before "
            f"{_iso(first * DAY)[:10]}, with which the {_COUNTED_DAYS} days begin that are counted"
        )
    return (
        f"{number} of {total} jobs are counted by no summary and shown by no list: they were created "
        f"before {_iso(listed_since)}, {RUNNING_DAYS} days ago by moto's clock"
    )


def _old(rows: Rows, counted_since: float, listed_since: float, *, shifted: bool) -> int:
    """How many jobs are too old. One that runs still counts for as long as it is shown."""
    if not shifted and rows.kind.listed_days is None:
        return 0
    created = rows.columns["CreationDate"]
    if not shifted:
        return sum(moment < listed_since for moment in created)
    states, final = rows.columns[rows.kind.state], rows.kind.final_states
    dates = zip(created, states, strict=True)
    return sum(
        moment < (counted_since if state in final else listed_since) for moment, state in dates
    )


def yet_to_count(all_rows: Sequence[Rows], now: float) -> str | None:
    """Of jobs that are all of today, where today does not count."""
    created = [moment for rows in all_rows for moment in rows.columns["CreationDate"]]
    if not created or setting("include_today") or day_of(min(created)) < day_of(now):
        return None
    return (
        "No summary counts these jobs: they were created today, and with include_today=False summaries "
        "count up to the last midnight, as AWS's do. Give them a CreationDate of yesterday, or load them "
        "with shift_to_now"
    )


def first_day_lost(lists: Sequence[DocumentList], shift: float, now: float) -> str | None:
    """Of summaries as AWS tells them, of whole periods up to the last midnight, where today counts too."""
    if not setting("include_today"):
        return None
    today = day_of(now)
    for rows in lists:
        oldest = rows.oldest if isinstance(rows, SummaryList) else None
        if oldest is None or rows.last_counted is None:
            continue
        days, last = today - day_of(oldest + shift), day_of(rows.last_counted + shift)
        if last == today - 1 and days in _PERIODS:
            return (
                f"The rows of summaries are of {days} days that end with the last midnight, as AWS's are. "
                "Here today counts too, so that summaries of as many days leave out the first of them: "
                'shift_to_now moves them to today, mock_aws(config={"backup": {"include_today": False}}) '
                "counts as AWS does"
            )
    return None


def _listed_days(rows: Rows) -> int:
    is_summary = rows.member == rows.kind.summaries_member
    return _COUNTED_DAYS if is_summary else RUNNING_DAYS


def _iso(moment: float) -> str:
    return datetime.fromtimestamp(moment, timezone.utc).isoformat(timespec="seconds")
