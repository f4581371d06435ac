"""load_jobs(): jobs from what `aws backup list-backup-jobs` or boto3 printed."""

import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import boto3
from botocore.model import MapShape, Shape, StructureShape
from moto.core.models import DEFAULT_ACCOUNT_ID

from ..aws import service_model, timestamps
from ..aws.job_kinds import KINDS, JobKind
from ..aws.resource_types import Arn
from ..listing.parameters import ACCOUNT_ID, RESOURCE_TYPE, RESOURCE_TYPE_ACCEPTS, WORDS
from ..models import backend_of, check_registered, existing_backend, lock
from .columns import Batch
from .defaults import fill, parsed
from .job import Members

Source = Mapping[str, Any] | str | os.PathLike[str]
DEFAULT_REGION = "us-east-1"


def load_jobs(
    source: Source, *, account_id: str | None = None, region_name: str | None = None
) -> int:
    """Put jobs into moto as they are in a document; the number of jobs that were loaded.

    source: a mapping, or the path of a JSON file, in the shape that boto3 and the AWS CLI give:
        `{"BackupJobs": […]}` as ListBackupJobs answers it, `{"BackupJobSummaries": […]}` as
        ListBackupJobSummaries does (Count jobs for each row, spread over its days), and the same for
        copy, restore and scan jobs. Times are datetimes, ISO 8601 strings or seconds since 1970.
        Members that AWS Backup does not have are ignored.
    account_id, region_name: where the jobs are. Else a row's AccountId and ARNs say so, else it is
        moto's default account and us-east-1.

    What a row leaves out gets a plausible value: State COMPLETED, CreationDate now, a new id,
    ResourceType by the ARN or EBS, MessageCategory by the StatusMessage. Loaded jobs stay in the state
    that they were loaded in. A COMPLETED one leaves its recovery point, in a vault made if missing.

    Raises ValueError for a bad row, naming the row, the member, what it is and what it may be; then
    nothing of the document is loaded.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupJob.html
    """
    check_registered()
    document = _document(source)
    with lock:
        batches = list(_batches(document, _Defaults(account_id, region_name)))
        for batch in batches:
            backend_of(batch.account_id, batch.region).load(batch)
    return sum(map(len, batches))


class _Defaults:
    """What the caller said, and the moment of the call, for rows that leave something out."""

    def __init__(self, account_id: str | None, region_name: str | None) -> None:
        self.account_id = account_id
        self.region_name = region_name
        self.now = timestamps.now()


class _Rows:
    """What one list of a document says of jobs: a column for each member, with None where it is missing.

    origins: for each job, the number of the row that it comes from.
    """

    def __init__(
        self, kind: JobKind, member: str, columns: dict[str, list[Any]], origins: Sequence[int]
    ) -> None:
        self.kind = kind
        self.member = member
        self.columns = columns
        self.origins = origins

    def column(self, name: str) -> list[Any]:
        return self.columns.get(name) or [None] * len(self.origins)

    def where(self, index: int, name: str = "") -> str:
        return f"{self.member}[{self.origins[index]}]" + (name and f".{name}")

    def refuse(self, name: str, is_right: Callable[[Any], object], accepted: str) -> None:
        """Raise ValueError for the first job with this member where it is not right."""
        column = self.columns.get(name, [])
        wrong = {value for value in set(column) if value is not None and not is_right(value)}
        if wrong:
            index = next(index for index, value in enumerate(column) if value in wrong)
            raise _bad(self.where(index, name), column[index], accepted)

    def at(self, indexes: Sequence[int]) -> "_Rows":
        columns = {name: [column[i] for i in indexes] for name, column in self.columns.items()}
        return _Rows(self.kind, self.member, columns, [self.origins[i] for i in indexes])


def _document(source: Source) -> Mapping[str, Any]:
    if isinstance(source, Mapping):
        return source
    with open(source, encoding="utf-8") as file:
        try:
            document = json.load(file)
        except ValueError as error:
            raise ValueError(f"{os.fspath(source)} is not JSON: {error}") from None
    if not isinstance(document, dict):
        raise ValueError(f"{os.fspath(source)} holds no JSON object")
    return document


def _batches(document: Mapping[str, Any], defaults: _Defaults) -> Iterator[Batch]:
    readers: dict[str, tuple[JobKind, Callable[..., _Rows]]] = {}
    for kind in KINDS:
        if service_model.knows(kind.list_operation):
            readers[kind.jobs_member] = (kind, _listed)
            readers[kind.summaries_member] = (kind, _summed)
    if not readers.keys() & document.keys():
        raise ValueError(f"the document has none of {', '.join(readers)}; it has {list(document)}")
    for member, (kind, read) in readers.items():
        rows = document.get(member, [])
        if isinstance(rows, (str, Mapping)) or not isinstance(rows, Sequence):
            raise _bad(member, rows, "a list")
        if not all(issubclass(row_type, Mapping) for row_type in set(map(type, rows))):
            index = next(i for i, row in enumerate(rows) if not isinstance(row, Mapping))
            raise _bad(f"{member}[{index}]", rows[index], "an object")
        yield from _by_place(read(kind, member, rows, defaults), defaults)


def _listed(
    kind: JobKind, member: str, rows: Sequence[Mapping[str, Any]], defaults: _Defaults
) -> _Rows:
    shape = service_model.item_shape(kind.list_operation, kind.jobs_member)
    names = set().union(*rows)
    columns = {
        name: _column(of_member, [row.get(name) for row in rows], member, name)
        for name, of_member in shape.members.items()
        if name in names
    }
    return _Rows(kind, member, columns, range(len(rows)))


def _summed(
    kind: JobKind, member: str, rows: Sequence[Mapping[str, Any]], defaults: _Defaults
) -> _Rows:
    """Count jobs for each row, spread evenly over its bucket as far as it has passed."""
    shape = service_model.item_shape(kind.summary_operation, kind.summaries_member)
    told: list[Members] = []
    origins: list[int] = []
    created: list[float] = []
    for index, row in enumerate(rows):
        where = f"{member}[{index}]"
        members = _converted(shape, row, where)
        for name, value in members.items():
            if value in WORDS:
                raise _bad(f"{where}.{name}", value, "one value: a sum over many cannot be undone")
        moments = _spread(members, row, where, defaults.now)
        told.append(_members_of(kind, members))
        origins += [index] * len(moments)
        created += moments
    columns: dict[str, list[Any]] = {"CreationDate": created}
    for name in dict.fromkeys(name for members in told for name in members):
        columns[name] = [told[origin].get(name) for origin in origins]
    return _Rows(kind, member, columns, origins)


def _spread(members: Members, row: Mapping[str, Any], where: str, now: float) -> list[float]:
    count = members.get("Count", 1)
    if count < 0:
        raise _bad(f"{where}.Count", count, "the number of jobs")
    start = members.get("StartTime", timestamps.day_of(now) * timestamps.DAY)
    end = members.get("EndTime", start + timestamps.DAY)
    if end <= start:
        raise _bad(f"{where}.EndTime", row.get("EndTime"), "a time after StartTime")
    if start < now < end:
        end = now
    return [round(start + (end - start) * number / count, 3) for number in range(count)]


def _members_of(kind: JobKind, row: Members) -> Members:
    """What the row of a summary says of each of its jobs."""
    members: Members = {}
    for name, path in {"Region": "Region", "AccountId": "AccountId", **kind.dimensions}.items():
        if name in row:
            outer, _, inner = path.partition(".")
            members[outer] = {inner: row[name]} if inner else row[name]
    return members


def _by_place(rows: _Rows, defaults: _Defaults) -> Iterator[Batch]:
    """The jobs of these rows, with all that they leave out, by account and region."""
    _check(rows, defaults)
    indexes: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for index, place in enumerate(_places(rows, defaults)):
        indexes[place].append(index)
    for (account_id, region), of_place in indexes.items():
        _check_place(account_id, region, rows.where(of_place[0]))
        there = rows if len(indexes) == 1 else rows.at(of_place)
        _check_ids(there, account_id, region)
        for name in ("AccountId", "Region"):
            there.columns.pop(name, None)
        fill(rows.kind, there.columns, len(of_place), account_id, region, defaults.now)
        yield Batch(rows.kind, account_id, region, there.columns)


def _places(rows: _Rows, defaults: _Defaults) -> Iterator[tuple[str, str]]:
    accounts = [defaults.account_id or account_id for account_id in rows.column("AccountId")]
    regions = [defaults.region_name or region for region in rows.column("Region")]
    for name in rows.kind.arns:
        if all(accounts) and all(regions):
            break
        arns = [text and parsed(text) for text in rows.column(name)]
        accounts = [it or (arn and arn.account_id) for it, arn in zip(accounts, arns, strict=True)]
        regions = [it or (arn and arn.region) for it, arn in zip(regions, arns, strict=True)]
    for account_id, region in zip(accounts, regions, strict=True):
        yield account_id or DEFAULT_ACCOUNT_ID, region or DEFAULT_REGION


def _check(rows: _Rows, defaults: _Defaults) -> None:
    kind = rows.kind
    states = _states(kind)
    rows.refuse(kind.state, states.__contains__, "one of " + ", ".join(states))
    rows.refuse("ResourceType", RESOURCE_TYPE.fullmatch, RESOURCE_TYPE_ACCEPTS)
    rows.refuse(kind.vault, _is_vault, "the ARN of a vault in a region that moto has AWS Backup in")
    dates = zip(rows.column("CompletionDate"), rows.column("CreationDate"), strict=True)
    for index, (completed, created) in enumerate(dates):
        if completed is not None and completed < (defaults.now if created is None else created):
            raise _bad(rows.where(index, "CompletionDate"), completed, "a time after creation")


def _is_vault(text: str) -> bool:
    arn = Arn.parse(text)
    return (
        arn is not None
        and arn.resource.startswith("backup-vault:")
        and ACCOUNT_ID.fullmatch(arn.account_id) is not None
        and arn.region in _regions()
    )


@cache
def _states(kind: JobKind) -> list[str]:
    """The states of a kind of job: those of its list and of its summaries, without the words."""
    listed = service_model.enum(kind.list_operation, f"By{kind.state}")
    summed = service_model.enum(kind.summary_operation, "State")
    return [state for state in dict.fromkeys([*listed, *summed]) if state not in WORDS]


def _check_place(account_id: str, region: str, where: str) -> None:
    if not ACCOUNT_ID.fullmatch(account_id):
        raise _bad(f"{where}.AccountId", account_id, "12 digits")
    if region not in _regions():
        raise _bad(f"{where}: region", region, "a region that moto has AWS Backup in")


@cache
def _regions() -> frozenset[str]:
    session = boto3.Session()
    return frozenset(
        region
        for partition in session.get_available_partitions()
        for region in session.get_available_regions("backup", partition)
    )


def _check_ids(rows: _Rows, account_id: str, region: str) -> None:
    name = rows.kind.id_member
    given = rows.columns.get(name, [])
    backend = existing_backend(account_id, region)
    known = backend.jobs[rows.kind.name] if backend else ()
    seen = set()
    for index, job_id in enumerate(given if len(known) or _has_twins(given) else []):
        if job_id is not None and (job_id in seen or job_id in known):
            raise _bad(rows.where(index, name), job_id, "an id that no other job has")
        seen.add(job_id)


def _has_twins(values: list[Any]) -> bool:
    return len(set(values)) < len(values)


def _column(shape: Shape, values: list[Any], member: str, name: str) -> list[Any]:
    """The values of one member as the wire writes them, in an order that its errors name."""
    if set(map(type, values)) <= _PLAIN.get(shape.type_name, set()):
        return values
    known: dict[Any, Any] = {}
    try:
        if shape.type_name == "timestamp":
            return timestamps.column(values)
        return [value if value is None else _once(shape, value, known) for value in values]
    except ValueError:
        # Once more, for an error that names the row.
        return [
            value if value is None else _value(shape, value, f"{member}[{index}].{name}")
            for index, value in enumerate(values)
        ]


def _once(shape: Shape, value: Any, known: dict[Any, Any]) -> Any:
    """The value as the wire writes it. Of equal structures there is one: jobs of a plan share much."""
    if not isinstance(value, Mapping):
        return _value(shape, value, "")
    key = repr(value)
    if key not in known:
        known[key] = _value(shape, value, "")
    return known[key]


def _converted(shape: StructureShape, row: Mapping[str, Any], where: str) -> Members:
    """The members of a row that the shape has, as the wire writes them."""
    known = shape.members
    return {
        name: _value(known[name], value, f"{where}.{name}")
        for name, value in row.items()
        if value is not None and name in known
    }


_TYPES: dict[str, tuple[type | tuple[type, ...], str]] = {
    "string": (str, "a string"),
    "integer": (int, "an integer"),
    "long": (int, "an integer"),
    "boolean": (bool, "true or false"),
    "structure": (Mapping, "an object"),
    "map": (Mapping, "an object"),
    "list": ((list, tuple), "a list"),
}


# Types that need no conversion: JSON's own.
_PLAIN: dict[str, set[type]] = {
    "string": {str, type(None)},
    "integer": {int, type(None)},
    "long": {int, type(None)},
    "boolean": {bool, type(None)},
}


def _value(shape: Shape, value: Any, where: str) -> Any:
    if shape.type_name == "timestamp":
        try:
            return timestamps.seconds(value)
        except ValueError:
            raise _bad(where, value, timestamps.ACCEPTED) from None
    expected, accepted = _TYPES[shape.type_name]
    if not isinstance(value, expected) or (isinstance(value, bool) and expected is int):
        raise _bad(where, value, accepted)
    return _inside(shape, value, where)


def _inside(shape: Shape, value: Any, where: str) -> Any:
    if isinstance(shape, StructureShape):
        return _converted(shape, value, where)
    if isinstance(shape, MapShape):
        return {key: _value(shape.value, item, f"{where}.{key}") for key, item in value.items()}
    return value


def _bad(where: str, value: object, accepted: str) -> ValueError:
    return ValueError(f"{where}: {value!r} is not {accepted}")
