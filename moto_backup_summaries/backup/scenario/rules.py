"""What a test says will happen: how jobs end, and which calls fail."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any, Protocol

from botocore import xform_name
from isodate import ISO8601Error, parse_duration

from ..aws import service_model
from ..aws.job_kinds import KINDS
from ..aws.message_categories import upper_case_form
from ..jobs.job import EXPIRY_MESSAGE, Ending, Job, Members, reason

Fields = Mapping[str, Any]

# HTTP statuses that are not 400: botocore's model leaves them out, AWS's reference has them. Some
# of these errors any operation of AWS may answer, and the model lists none of those.
OTHER_STATUSES = {
    "AccessDeniedException": 403,
    "DependencyFailureException": 500,
    "ExpiredTokenException": 403,
    "InternalFailure": 500,
    "ServiceUnavailable": 503,
    "ServiceUnavailableException": 500,
    "ThrottlingException": 400,
    "UnrecognizedClientException": 403,
    "ValidationException": 400,
}
_BY_NAME = {kind.name: kind for kind in KINDS}


@dataclass
class Rule:
    """What every rule has: whom it is for, and how often it still applies (None: always)."""

    times: int | None = None
    account_id: str | None = None
    region: str | None = None

    def __post_init__(self) -> None:
        if self.times is not None:
            _check("times", self.times, isinstance(self.times, int) and self.times > 0, "1 or more")
        for name in ("account_id", "region"):
            value = getattr(self, name)
            _check(name, value, value is None or isinstance(value, str), "a string")

    def is_for(self, account_id: str, region: str) -> bool:
        return self.account_id in (None, account_id) and self.region in (None, region)

    def apply_once(self) -> bool:
        """Use the rule up by one; False when that was the last time."""
        if self.times is not None:
            self.times -= 1
        return self.times != 0

    def shown(self) -> Members:
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(kw_only=True)
class Outcome(Rule):
    """How jobs end that start from now on.

    duration: seconds, a timedelta or an ISO 8601 duration; the job then runs that long.
    resource_arn: with `*` for any characters.
    """

    kind: str
    state: str
    status_message: str | None = None
    message_category: str | None = None
    resource_arn: str | None = None
    resource_type: str | None = None
    backup_size_in_bytes: int | None = None
    duration: Any = None
    scan_result_status: str | None = None
    _seconds: float | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        kind = _BY_NAME.get(self.kind)
        _check("kind", self.kind, kind, "one of " + ", ".join(_BY_NAME))
        assert kind is not None
        states = sorted(kind.final_states)
        _check("state", self.state, self.state in states, "one of " + ", ".join(states))
        for name in ("status_message", "message_category", "resource_arn", "resource_type"):
            value = getattr(self, name)
            _check(name, value, value is None or isinstance(value, str), "a string")
        _check(
            "message_category",
            self.message_category,
            self.message_category is None or kind.has_message_category,
            f"for {kind.name} jobs, which have none",
        )
        size = self.backup_size_in_bytes
        _check(
            "backup_size_in_bytes",
            size,
            size is None or (isinstance(size, int) and size >= 0),
            "a number of bytes",
        )
        if self.scan_result_status is not None:
            known = service_model.enum("ListScanJobs", "ByScanResultStatus")
            is_known = self.scan_result_status in known and kind.name == "scan"
            accepted = "for scan jobs one of " + ", ".join(known)
            _check("scan_result_status", self.scan_result_status, is_known, accepted)
        self._seconds = None if self.duration is None else seconds_of("duration", self.duration)
        self.duration = self._seconds

    def shown(self) -> Members:
        return {name: value for name, value in super().shown().items() if name != "_seconds"}

    def matches(self, job: Job) -> bool:
        arn = str(job.members[job.kind.resource])
        return (
            self.kind == job.kind.name
            and self.resource_type in (None, job.members["ResourceType"])
            and (
                self.resource_arn is None or wildcard(self.resource_arn).fullmatch(arn) is not None
            )
        )

    def decide(self, job: Job) -> None:
        """Make a job that has not begun to move end this way."""
        message = self.status_message
        if message is None and self.state == "EXPIRED":
            message = EXPIRY_MESSAGE
        members = dict(job.ending.members) if job.ending and self.state in _WHOLE else {}
        if message is not None:
            members |= reason(job.kind, message)
        if self.message_category is not None:
            members["MessageCategory"] = upper_case_form(self.message_category)
        if self.scan_result_status is not None:
            members["ScanResult"] = {"ScanResultStatus": self.scan_result_status}
        if self.backup_size_in_bytes is not None:
            members["BackupSizeInBytes"] = self.backup_size_in_bytes
        job.conclude(Ending(self.state, members), self._seconds)


# States that leave what the job was started for.
_WHOLE = ("COMPLETED", "COMPLETED_WITH_ISSUES", "PARTIAL")


@dataclass(kw_only=True)
class Fault(Rule):
    """An error that calls of an operation answer. The operation is named as AWS or boto3 do."""

    operation: str
    code: str
    message: str | None = None
    times: int | None = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        names = {xform_name(name): name for name in service_model.operation_names()}
        named = names.get(str(self.operation), self.operation)
        _check_near("operation", named, service_model.operation_names())
        self.operation = named
        _check_near("code", self.code, error_statuses())
        _check("message", self.message, isinstance(self.message, (str, type(None))), "a string")

    @property
    def status(self) -> int:
        """The HTTP status that the service model gives the error."""
        return error_statuses()[self.code]


class SetClock(Protocol):
    """A clock that a test has set, and that goes back when the test's state does."""

    def set_back(self) -> None: ...


class Scenario:
    """The rules that a test has set; the latest one that matches wins."""

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []
        self.faults: list[Fault] = []
        self.clock: SetClock | None = None

    def decide(self, job: Job, account_id: str, region: str) -> None:
        """Let the latest outcome that matches a new job decide how it ends."""
        for rule in reversed(self.outcomes):
            if rule.is_for(account_id, region) and rule.matches(job):
                rule.decide(job)
                if not rule.apply_once():
                    self.outcomes.remove(rule)
                return

    def fault(self, operation: str, account_id: str, region: str) -> Fault | None:
        """The error that this call is to answer, if any."""
        for rule in reversed(self.faults):
            if rule.operation == operation and rule.is_for(account_id, region):
                if not rule.apply_once():
                    self.faults.remove(rule)
                return rule
        return None


@cache
def wildcard(pattern: str) -> re.Pattern[str]:
    """A pattern in which `*` stands for any characters."""
    return re.compile(".*".join(map(re.escape, pattern.split("*"))), re.DOTALL)


@cache
def error_statuses() -> dict[str, int]:
    """The HTTP status of each error that AWS Backup may answer, by its code."""
    shapes = {
        shape.name: shape
        for name in service_model.operation_names()
        for shape in service_model.operation(name).error_shapes
    }
    return {**dict.fromkeys(shapes, 400), **OTHER_STATUSES}


def seconds_of(name: str, value: Any) -> float:
    """The seconds of a number, a timedelta or an ISO 8601 duration of days, hours, …"""
    accepted = "seconds, a timedelta or an ISO 8601 duration such as P14D"
    if isinstance(value, str):
        try:
            value = parse_duration(value)
        except ISO8601Error:
            raise ValueError(f"{name}: {value!r} is not {accepted}") from None
    if isinstance(value, timedelta):
        value = value.total_seconds()
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    _check(name, value, is_number and 0 <= value < float("inf"), accepted)
    return float(value)


def _check(name: str, value: object, is_right: object, accepted: str) -> None:
    if not is_right:
        raise ValueError(f"{name}: {value!r} is not {accepted}")


def _check_near(name: str, value: str, accepted: Iterable[str]) -> None:
    known = list(accepted)
    if value not in known:
        near = difflib.get_close_matches(str(value), known, cutoff=0.5) or known
        raise ValueError(f"{name}: {value!r} is unknown; near are {', '.join(near)}")
