"""Events of EventBridge, read as the jobs whose states they tell.

https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import Any, NamedTuple

from .. import timestamps
from ..aws import service_model
from ..aws.job_kinds import BACKUP, COPY, KINDS, RESTORE, SCAN, JobKind

Event = Mapping[str, Any]
# What events are wrapped in by a queue, a topic or a log: the list, and the path to the text.
WRAPPED = {
    "events": ("message",),
    "Messages": ("Body",),
    "Records": ("body", "Sns.Message"),
}
_KINDS = {f"{kind.title} Job State Change": kind for kind in KINDS}
# A state that is entered before a kind's first: each job has an event of being CREATED.
_FIRST = "CREATED"
# Members of structures that events call otherwise.
_INNER = {"BackupPlanRuleId": "BackupRuleId"}
_NUMBERS = ("BackupSizeInBytes", "BytesTransferred")
# The member that the first of an event's resources is, with the states that tell it.
_RESOURCES = {
    BACKUP: "RecoveryPointArn",
    COPY: "SourceRecoveryPointArn",
    RESTORE: "RecoveryPointArn",
    SCAN: "RecoveryPointArn",
}


class JobHistory(NamedTuple):
    """What events say of a job.

    members: by the names of the list operation. states: each with the moment of its event, in order.
    """

    kind: JobKind
    members: dict[str, Any]
    states: Sequence[tuple[str, float]]


def time_of(event: Event) -> float:
    """When an event was sent, in seconds since 1970; raises ValueError for a time that is none."""
    return timestamps.seconds(event.get("time"))


def is_event(value: Mapping[str, Any]) -> bool:
    return isinstance(value.get("detail-type"), str) and isinstance(value.get("detail"), Mapping)


def jobs_of(events: Sequence[Event]) -> tuple[list[tuple[int, JobHistory]], int]:
    """Each job, with the number of its last event; and how many events tell of no job by its id.

    An event that came twice counts once.
    """
    numbers_of: dict[tuple[JobKind, str], list[tuple[Any, int]]] = defaultdict(list)
    seen: set[str] = set()
    beginnings: list[int] = []
    other_events = 0
    for number, event in enumerate(events):
        kind, event_id = _KINDS.get(event["detail-type"]), str(event.get("id") or "")
        if kind is None:
            other_events += 1
        elif not event_id or event_id not in seen:
            seen.add(event_id)
            job_id = event["detail"].get(_camel(kind.id_member))
            if job_id is None:
                beginnings.append(number)
            else:
                numbers_of[kind, str(job_id)].append((_order(kind, event), number))
    for number in beginnings:
        other_events += not _join(numbers_of, events, number)
    jobs = []
    for (kind, _), numbers in numbers_of.items():
        numbers.sort()
        jobs.append((numbers[-1][1], _history(kind, [events[number] for _, number in numbers])))
    return sorted(jobs, key=lambda job: job[0]), other_events


def _join(
    numbers_of: Mapping[tuple[JobKind, str], list[tuple[Any, int]]],
    events: Sequence[Event],
    number: int,
) -> bool:
    """Add the event of a copy that is CREATED, which has no id, to the job that began as it says."""
    detail = events[number]["detail"]
    for (kind, _), numbers in numbers_of.items():
        other = events[numbers[0][1]]["detail"]
        if kind is COPY and all(other.get(name) == detail.get(name) for name in _OF_BEGINNING):
            numbers.append((_order(kind, events[number]), number))
            return True
    return False


_OF_BEGINNING = ("creationDate", "sourceBackupVaultArn", "destinationBackupVaultArn")


def _order(kind: JobKind, event: Event) -> tuple[bool, float, int]:
    """Where an event stands among those of its job: a last state is behind all, whenever it came."""
    state = _state(event)
    path = [_FIRST, *kind.lifecycle]
    rank = path.index(state) if state in path else len(path)
    return state in kind.final_states, time_of(event), rank


def _state(event: Event) -> str:
    detail = event["detail"]
    return str(detail.get("status") or detail.get("state"))


def _history(kind: JobKind, events: Sequence[Event]) -> JobHistory:
    members: dict[str, Any] = {}
    for event in events:
        members |= _members(kind, event)
    state = _state(events[-1])
    # A kind that begins otherwise has no such state, but in its first event.
    members[kind.state] = state if state != _FIRST else kind.lifecycle[0]
    if state in kind.final_states:
        # The event of a backup job that is FAILED does not tell it.
        members.setdefault("CompletionDate", _end(members, time_of(events[-1])))
    states = [(_state(event), time_of(event)) for event in events]
    return JobHistory(kind, members, states)


def _end(members: Mapping[str, Any], moment: float) -> Any:
    """When a job ended whose last event is of a moment, which has whole seconds; its creation has more."""
    created = members.get("CreationDate")
    with suppress(ValueError):
        return created if timestamps.seconds(created) > moment else moment
    return moment


def _members(kind: JobKind, event: Event) -> Mapping[str, Any]:
    """What an event says of its job, by the names of the list operation."""
    detail, accepted = event["detail"], _accepted(kind)
    renamed = {name[:1].upper() + name[1:]: value for name, value in detail.items()}
    if detail.get("restoreTestingPlanArn"):
        renamed["CreatedBy"] = {"restoreTestingPlanArn": detail["restoreTestingPlanArn"]}
    resources = event.get("resources")
    if isinstance(resources, list) and resources:
        renamed.setdefault(_RESOURCES[kind], resources[0])
    renamed.setdefault("AccountId", event.get("account"))
    return {
        name: _value(kind, name, value)
        for name, value in renamed.items()
        if name in accepted and value not in (None, "", {})
    }


@cache
def _accepted(kind: JobKind) -> frozenset[str]:
    return frozenset(service_model.item_shape(kind.list_operation, kind.jobs_member).members)


def _value(kind: JobKind, name: str, value: Any) -> Any:
    """A value as the list operation has it. What is none stays, for the reader to refuse."""
    if isinstance(value, Mapping):
        capitals = {inner[:1].upper() + inner[1:]: item for inner, item in value.items()}
        return {_INNER.get(inner, inner): item for inner, item in capitals.items()}
    if name == "StatusMessage" and kind is BACKUP and isinstance(value, str):
        # The message of a backup job stands in quotes, which are part of it.
        return value.strip('"')
    with suppress(ValueError, TypeError):
        if name in _NUMBERS:
            value = int(value)
        elif name == "PercentDone" and kind.percent_done:
            value = kind.percent_done.format(float(value))
        elif name == "ExpectedCompletionDate":
            value = timestamps.seconds_of_american_date(value)
    return value


def _camel(name: str) -> str:
    return name[0].lower() + name[1:]


def wrapped_texts(document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What the items of a queue, a topic or a log hold, each with where it stands."""
    for member, paths in WRAPPED.items():
        for index, item in enumerate(document.get(member, ())):
            held = (_value_at(item, path) for path in paths)
            yield f"{member}[{index}]", next((text for text in held if text is not None), item)


def _value_at(item: Any, path: str) -> Any:
    """What a path of members leads to, or None."""
    for name in path.split("."):
        item = item.get(name) if isinstance(item, Mapping) else None
    return item
