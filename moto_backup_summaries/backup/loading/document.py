"""What may be given to load_jobs(): a document, or the path of the file that it is in."""

import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, Literal

from ..aws import service_model
from ..aws.errors import shown
from ..aws.job_kinds import ALL_KINDS, JobKind
from ..config import setting
from ..timestamps import DAY, day_of
from .member_names import MemberNames, members_of_answers
from .rows import JobList, wrong
from .summary_rows import SummaryList

# Whether a document is moved to now: by whole days, not at all, or so that its newest date is just now.
Shift = bool | Literal["exactly"]
EXACTLY: Final = "exactly"
Source = Mapping[str, Any] | str | os.PathLike[str]
DocumentList = JobList | SummaryList

_ACCEPTED = 'a document such as {"BackupJobs": [{"State": "FAILED"}]}, or the path of its JSON file'
_FROM_AWS = "`aws backup list-backup-jobs --output json` prints one"


def document_of(source: Source) -> Mapping[str, Any]:
    """The document itself, or what is in a file.

    Raises ValueError for what is no document, and OSError for a file that cannot be read.
    """
    if isinstance(source, Mapping):
        return source
    if not isinstance(source, (str, os.PathLike)):
        raise ValueError(f"{wrong('source', source, _ACCEPTED)}{_hint_for(source)}")
    if isinstance(source, str) and source.lstrip()[:1] in ("{", "["):
        text = f"source is JSON text, {shown(source)}, and not the path of a file"
        raise ValueError(f"{text}; load_jobs(json.loads(text)) loads it")
    name = shown(os.fspath(source))
    try:
        with not_nested_too_deeply(name):
            document = json.loads(_content_of(source))
    except json.JSONDecodeError as error:
        raise ValueError(f"{name} is not JSON: {error}; {_FROM_AWS}") from None
    if not isinstance(document, dict):
        text = f"{name} does not contain a JSON object but {shown(document)}"
        raise ValueError(f"{text}; load_jobs accepts {_ACCEPTED}{_hint_for(document)}")
    return document


@contextmanager
def not_nested_too_deeply(what: str) -> Iterator[None]:
    """Raise ValueError for lists and objects within each other that Python does not follow to their end."""
    try:
        yield
    except RecursionError:
        text = f"{what} is nested too deeply; load_jobs accepts {_ACCEPTED}"
        raise ValueError(text) from None


def _content_of(path: str | os.PathLike[str]) -> bytes:
    """Of any encoding that JSON may have: PowerShell writes UTF-16."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        text = f"Cannot read {shown(os.fspath(path))}: {error.strerror}"
        raise OSError(error.errno, f"{text}; load_jobs accepts {_ACCEPTED}") from None


def _hint_for(source: object) -> str:
    is_list = isinstance(source, Sequence) and not isinstance(source, (str, bytes, bytearray))
    return '; a list of jobs goes into {"BackupJobs": […]}, or the like' if is_list else ""


def lists_of(
    document: Mapping[str, Any], names: MemberNames, arguments: Collection[str] = ()
) -> Iterator[DocumentList]:
    """The lists of a document; raises ValueError for the first that is wrong.

    arguments: what else may be beside them.
    """
    lists = {
        member: kind for kind in ALL_KINDS for member in (kind.jobs_member, kind.summaries_member)
    }
    if hint := _how_to_wrap(document):
        raise ValueError(f"this is one job, as {hint}")
    accepted = {*lists, *members_of_answers(), *arguments}
    names.check(document, accepted, lambda name: str(name))
    if not lists.keys() & document.keys():
        has = f"it has {shown(list(document))}" if document else "it is empty"
        raise ValueError(f"the document has none of {', '.join(lists)}; {has}; {_FROM_AWS}")
    for member, kind in lists.items():
        rows = _rows_of(document, member)
        if rows:
            yield _read(kind, member, rows, names)


def _how_to_wrap(document: Mapping[str, Any]) -> str | None:
    """What tells a document that is the answer of DescribeBackupJob, or the like; how it is loaded."""
    for kind in ALL_KINDS:
        inner = f"{kind.title}Job"
        job = f'answer["{inner}"]' if isinstance(document.get(inner), Mapping) else "job"
        if job != "job" or kind.id_member in document:
            how = f'load_jobs({{"{kind.jobs_member}": [{job}]}})'
            return f"Describe{inner} tells it; a document has lists of jobs: {how}"
    return None


def _rows_of(document: Mapping[str, Any], member: str) -> Sequence[Mapping[str, Any]]:
    rows = document.get(member, [])
    if isinstance(rows, (str, Mapping)) or not isinstance(rows, Sequence):
        raise wrong(member, rows, "a list")
    if not all(issubclass(row_type, Mapping) for row_type in set(map(type, rows))):
        index = next(i for i, row in enumerate(rows) if not isinstance(row, Mapping))
        raise wrong(f"{member}[{index}]", rows[index], "an object")
    return rows


def _read(
    kind: JobKind, member: str, rows: Sequence[Mapping[str, Any]], names: MemberNames
) -> DocumentList:
    is_summary = member == kind.summaries_member
    operation = kind.summary_operation if is_summary else kind.list_operation
    if not service_model.knows(operation):
        raise ValueError(f"{member}: {service_model.too_old_for(operation)}")
    return (SummaryList if is_summary else JobList)(kind, rows, names)


def shift_seconds(lists: Sequence[DocumentList], now: float, shift: Shift) -> float:
    """How many seconds later all dates of a document are when it is shifted to now."""
    if not shift:
        return 0.0
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
