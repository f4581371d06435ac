"""Faults: calls that a test lets answer an error."""

from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from botocore import xform_name

from ..aws import service_model
from ..aws.errors import error_statuses
from ..kit.state import StateDict
from .rule import Rule, require_one_of, require_text

# What `times` counts. A call has an id, which every SDK sends with each of its attempts.
Counts: TypeAlias = Literal["calls", "requests"]
COUNTED: Final = ("calls", "requests")
_ACCEPTED_OPERATION = "an operation of AWS Backup, such as ListBackupJobs"


@dataclass(kw_only=True, eq=False)
class Fault(Rule):
    """An error that calls of an operation answer, which is named as by AWS or as by boto3.

    counts: whether `times` are calls, of which each fails at all attempts of its SDK, or single requests.
    calls_used, requests_used: how many calls it has failed, and how many requests of them.
    """

    plural = "faults"
    function = "fail_operation"
    first_parameter = "operation"
    unused_reason = "no such call came"
    operation: str
    code: str
    message: str | None = None
    times: int | None = 1
    counts: str = "calls"

    def __post_init__(self) -> None:
        super().__post_init__()
        names = service_model.operation_names()
        python_names = {xform_name(name): name for name in names}
        self.operation = python_names.get(str(self.operation), self.operation)
        require_one_of("operation", self.operation, names, _ACCEPTED_OPERATION)
        require_one_of("code", self.code, error_statuses())
        require_text("message", self.message)
        require_one_of("counts", self.counts, COUNTED)
        self.calls_used = self.requests_used = 0
        self._call_ids: StateDict[str, None] = StateDict()

    def note_request(self, call_id: str | None) -> None:
        """Count a request that fails. call_id: of its call, if its client sends one."""
        self.requests_used += 1
        if call_id is None or call_id not in self._call_ids:
            self.calls_used += 1
        if call_id is not None:
            self._call_ids[call_id] = None

    def assert_used(self, *, calls: int | None = None, requests: int | None = None) -> None:
        """Raise AssertionError if none failed, or not as many calls or requests as expected."""
        if calls is None and requests is None:
            super().assert_used()
        used = f"{_counted(self.requests_used, 'request')} of {_counted(self.calls_used, 'call')}"
        for expected, number, name in (
            (calls, self.calls_used, "call"),
            (requests, self.requests_used, "request"),
        ):
            if expected not in (None, number):
                raise AssertionError(
                    f"{self}, set at {self.set_at}, failed {used}, expected {_counted(expected, name)}"
                )

    def document(self) -> dict[str, Any]:
        used = {"calls_used": self.calls_used, "requests_used": self.requests_used}
        return {**super().document(), **used}

    def members(self) -> dict[str, Any]:
        members = super().members()
        return {name: value for name, value in members.items() if (name, value) != _DEFAULT_COUNTS}


_DEFAULT_COUNTS = ("counts", "calls")


def _counted(number: int | None, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"
