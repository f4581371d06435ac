"""load_jobs(): jobs from what `aws backup list-backup-jobs` or boto3 printed."""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import boto3
from botocore.model import MapShape, Shape, StructureShape
from moto.core.models import DEFAULT_ACCOUNT_ID

from .backup import service_model, timestamps
from .backup.job_kinds import KINDS, JobKind
from .backup.jobs import Job, Members
from .backup.models import backend_of, check_registered, existing_backend, lock
from .backup.parameters import ACCOUNT_ID, RESOURCE_TYPE, RESOURCE_TYPE_ACCEPTS, WORDS
from .backup.plausible import complete
from .backup.resource_types import Arn

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
        placed = list(_jobs(document, _Defaults(account_id, region_name)))
        _check_ids(placed)
        by_store: dict[tuple[str, str, JobKind], list[Job]] = {}
        for job, account, region, _ in placed:
            by_store.setdefault((account, region, job.kind), []).append(job)
        for (account, region, kind), of_store in by_store.items():
            backend_of(account, region).load(kind, of_store)
    return len(placed)


class _Defaults:
    """What the caller said, and the moment of the call, for rows that leave something out."""

    def __init__(self, account_id: str | None, region_name: str | None) -> None:
        self.account_id = account_id
        self.region_name = region_name
        self.now = timestamps.now()


# A job, its account and region, and the row that it came from.
_Placed = tuple[Job, str, str, str]


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


def _jobs(document: Mapping[str, Any], defaults: _Defaults) -> Iterator[_Placed]:
    readers: dict[str, tuple[JobKind, Callable[..., Iterator[_Placed]]]] = {}
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
        for index, row in enumerate(rows):
            where = f"{member}[{index}]"
            if not isinstance(row, Mapping):
                raise _bad(where, row, "an object")
            yield from read(kind, row, where, defaults)


def _listed(
    kind: JobKind, row: Mapping[str, Any], where: str, defaults: _Defaults
) -> Iterator[_Placed]:
    shape = service_model.item_shape(kind.list_operation, kind.jobs_member)
    members = _converted(shape, row, where)
    yield _job(kind, members, where, defaults)


def _summed(
    kind: JobKind, row: Mapping[str, Any], where: str, defaults: _Defaults
) -> Iterator[_Placed]:
    """Count jobs, spread evenly over the row's bucket as far as it has passed."""
    shape = service_model.item_shape(kind.summary_operation, kind.summaries_member)
    members = _converted(shape, row, where)
    for name, value in members.items():
        if value in WORDS:
            raise _bad(f"{where}.{name}", value, "one value: a sum over many cannot be undone")
    count = members.get("Count", 1)
    if count < 0:
        raise _bad(f"{where}.Count", count, "the number of jobs")
    today = timestamps.day_of(defaults.now) * timestamps.DAY
    start = members.get("StartTime", today)
    end = members.get("EndTime", start + timestamps.DAY)
    if end <= start:
        raise _bad(f"{where}.EndTime", row.get("EndTime"), "a time after StartTime")
    if start < defaults.now < end:
        end = defaults.now
    region = defaults.region_name or members.get("Region")
    for number in range(count):
        job_members: Members = {"CreationDate": round(start + (end - start) * number / count, 3)}
        for name in ("AccountId", *kind.dimensions):
            if name in members:
                _put(job_members, kind.dimensions.get(name, name), members[name])
        yield _job(kind, job_members, where, defaults, region)


def _put(members: Members, path: str, value: Any) -> None:
    name, _, inner = path.partition(".")
    members[name] = {inner: value} if inner else value


def _job(
    kind: JobKind, members: Members, where: str, defaults: _Defaults, region: str | None = None
) -> _Placed:
    """A job with all that its row left out, and where it belongs."""
    arns = [Arn.parse(members[name]) for name in kind.arns if name in members]
    account_id = defaults.account_id or members.get("AccountId")
    for arn in filter(None, arns):
        account_id = account_id or arn.account_id
        region = region or defaults.region_name or arn.region
    account_id = account_id or DEFAULT_ACCOUNT_ID
    region = region or defaults.region_name or DEFAULT_REGION
    _check_place(account_id, region, where)
    _check(kind, members, where)
    complete(kind, members, account_id, region, defaults.now)
    if members.get("CompletionDate", members["CreationDate"]) < members["CreationDate"]:
        raise _bad(f"{where}.CompletionDate", members["CompletionDate"], "a time after creation")
    return Job(kind, members), account_id, region, where


def _check(kind: JobKind, members: Members, where: str) -> None:
    state = members.get(kind.state, "COMPLETED")
    if state not in _states(kind):
        raise _bad(f"{where}.{kind.state}", state, "one of " + ", ".join(_states(kind)))
    resource_type = members.get("ResourceType")
    if resource_type is not None and not RESOURCE_TYPE.fullmatch(resource_type):
        raise _bad(f"{where}.ResourceType", resource_type, RESOURCE_TYPE_ACCEPTS)
    if kind.vault in members:
        vault = Arn.parse(members[kind.vault])
        if vault is None or not vault.resource.startswith("backup-vault:"):
            raise _bad(f"{where}.{kind.vault}", members[kind.vault], "the ARN of a vault")
        _check_place(vault.account_id, vault.region, f"{where}.{kind.vault}")


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


def _check_ids(placed: Sequence[_Placed]) -> None:
    seen = set()
    for job, account_id, region, where in placed:
        backend = existing_backend(account_id, region)
        key = (job.kind.name, account_id, region, job.id)
        if key in seen or (backend and job.id in backend.jobs[job.kind.name]):
            raise _bad(f"{where}.{job.kind.id_member}", job.id, "an id that no other job has")
        seen.add(key)


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
