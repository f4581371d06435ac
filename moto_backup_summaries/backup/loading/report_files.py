"""Reports of jobs, as AWS Backup writes them into S3: each row read as the job that it tells of.

https://docs.aws.amazon.com/aws-backup/latest/devguide/job-reports.html
"""

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from io import StringIO
from typing import Any, NamedTuple

from ..aws import service_model
from ..aws.job_kinds import COPY, KINDS, JobKind
from .member_names import REGION, MemberNames, members_of_jobs
from .problems import Problems

ITEMS = "reportItems"
Item = Mapping[str, Any]
# What says of which period a report is; a later one knows more of a job.
_PERIOD_END = ("reportTimePeriodEnd", "reportTimePeriod")
# What a report says beside the members of its job.
_NO_MEMBERS = frozenset({"reportTimePeriodStart", *_PERIOD_END, "pathToRoot", "jobRunTime"})
_LONGEST_HEAD = 10_000
# What reports of all kinds have, and jobs of some.
_OF_SOME_KINDS = ("backupOptions", "isEncrypted")
_PLAN = {
    "backupPlanArn": "CreatedBy.BackupPlanArn",
    "backupPlanName": "CreatedBy.BackupPlanName",
    "backupRuleId": "CreatedBy.BackupRuleId",
    "backupRuleName": "CreatedBy.BackupRuleName",
    "backupRuleSchedule": "CreatedBy.BackupRuleCron",
    "backupRuleTimezone": "CreatedBy.BackupRuleTimezone",
    "startWindowEnd": "StartBy",
}
_VAULT = {
    "vaultType": "VaultType",
    "vaultLockStatus": "VaultLockState",
    "encryptionKeyArn": "EncryptionKeyArn",
}
_LIFECYCLE = {
    "deleteAfterDays": "DeleteAfterDays",
    "moveToColdAfterDays": "MoveToColdStorageAfterDays",
    "enableArchive": "OptInToArchiveForSupportedResources",
}


@cache
def paths_of(kind: JobKind) -> Mapping[str, str]:
    """The member of a job, or of a structure in it, that each column of a report has."""
    prefix = "Destination" if kind is COPY else ""
    shape = service_model.item_shape(kind.list_operation, kind.jobs_member)
    paths = {name[0].lower() + name[1:]: name for name in shape.members}
    lifecycle = f"{prefix}RecoveryPointLifecycle"
    return {
        **paths,
        **_PLAN,
        **{column: f"{prefix}{name}" for column, name in _VAULT.items()},
        **{column: f"{lifecycle}.{name}" for column, name in _LIFECYCLE.items()},
        "jobStatus": kind.state,
        "isParentJob": "IsParent",
        "region": REGION,
        "scanResultStatus": "ScanResult.ScanResultStatus",
    }


def kind_of(columns: Sequence[str] | Item) -> JobKind | None:
    """The kind of job that a report is about, by the column with the job's id."""
    ids = {kind.id_member[0].lower() + kind.id_member[1:]: kind for kind in KINDS}
    return next((ids[column] for column in columns if column in ids), None)


def job_of(kind: JobKind, item: Item) -> dict[str, Any]:
    """What a row says of its job, by the names of the list operation; empty values are left out.

    Names that no report has stay as they are, for the reader to tell of them.
    """
    job: dict[str, Any] = {}
    paths, accepted = paths_of(kind), members_of_jobs(kind)
    shapes = service_model.item_shape(kind.list_operation, kind.jobs_member).members
    for column, value in item.items():
        outer, _, inner = paths.get(column, column).partition(".")
        # Reports of restores have the plan of the backup, which their jobs do not tell of.
        is_member = outer in accepted and (
            not inner or inner in service_model.members_of(shapes.get(outer))
        )
        is_told = is_member or column not in _by_heading().values()
        if not is_told or value in (None, "", {}):
            continue
        if inner:
            job.setdefault(outer, {})[inner] = value
        else:
            job[outer] = value
    return job


def period_end(item: Item) -> str:
    """When the period of a report ended, as far as a row tells."""
    return next((str(item[name])[-20:] for name in _PERIOD_END if item.get(name)), "")


def is_csv(text: str) -> bool:
    """Whether the first line has the columns of a report."""
    columns = _columns_of(text[:_LONGEST_HEAD].partition("\n")[0])
    return kind_of(columns) is not None and "jobStatus" in columns


class ReportTable(NamedTuple):
    """A report in CSV.

    items: its rows, by the names that reports in JSON have. lines: in which each ends.
    heads: what the report calls the members of its jobs.
    """

    kind: JobKind
    items: Sequence[Item]
    lines: list[int]
    heads: Mapping[str, str]


def table_of(text: str, name: str, names: MemberNames, problems: Problems) -> ReportTable:
    """The rows of a report in CSV, without those with too many or too few cells."""
    rows = csv.reader(StringIO(text, newline=""))
    heads = next(rows)
    columns = _columns_of(text.partition("\n")[0])
    kind = kind_of(columns)
    assert kind is not None  # is_csv() has said so.
    accepted = {*paths_of(kind), *_by_heading().values()}
    names.check(columns, accepted, lambda column: f"{heads[columns.index(column)]} of {name}")
    readers = [_reader(kind, column) if column in accepted else None for column in columns]
    table = ReportTable(
        kind,
        [],
        [],
        {paths_of(kind).get(it, it): head for it, head in zip(columns, heads, strict=True)},
    )
    items: list[Item] = []
    for cells in _rows_of(rows, name):
        if not cells:
            continue
        if len(cells) != len(columns):
            where = f"line {rows.line_num} of {name}"
            accepted_cells = f"{len(columns)} cells, one for each column"
            problems.refuse_value(where, cells, accepted_cells)
            continue
        read_cells = zip(columns, readers, cells, strict=True)
        items.append({column: read(cell) for column, read, cell in read_cells if read and cell})
        table.lines.append(rows.line_num)
    return table._replace(items=items)


def _rows_of(rows: Any, name: str) -> Iterator[list[str]]:
    try:
        yield from rows
    except csv.Error as error:
        raise ValueError(f"line {rows.line_num} of {name} is not CSV: {error}") from None


def _columns_of(line: str) -> list[str]:
    """The names of the columns as reports in JSON have them: Backup Size in Bytes is `backupSizeInBytes`."""
    heads = next(csv.reader([line.rstrip("\r")]), [])
    return [_by_heading().get(_plain(head), head) for head in heads]


@cache
def _by_heading() -> Mapping[str, str]:
    names = [
        *_NO_MEMBERS,
        *_OF_SOME_KINDS,
        *(column for kind in KINDS for column in paths_of(kind)),
    ]
    return {name.lower(): name for name in names}


def _plain(head: str) -> str:
    # Some tables over reports name a type in brackets behind the heading.
    return head.partition("[")[0].replace(" ", "").replace('"', "").lower()


def _reader(kind: JobKind, column: str) -> Callable[[str], Any]:
    """What reads the cells of a column: numbers, booleans and structures are written as JSON has them."""
    outer, _, inner = paths_of(kind).get(column, column).partition(".")
    shape = service_model.item_shape(kind.list_operation, kind.jobs_member).members.get(outer)
    if inner and shape is not None:
        shape = service_model.structure(shape).members.get(inner)
    is_text = shape is None or shape.type_name in ("string", "timestamp")
    return str if is_text else _json_or_text


def _json_or_text(cell: str) -> Any:
    """The value of a cell, or its text for the reader to refuse."""
    try:
        return json.loads(cell.lower() if cell in ("True", "False") else cell)
    except json.JSONDecodeError:
        return cell
