"""What a test asks for: AWS Backup with a client, and what the test says of it, in process or over HTTP."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, Literal, ParamSpec, Protocol, TypeVar, overload

from ..backup.aws.job_kinds import KIND_NAMED
from ..backup.loading.load_account import load_account
from ..backup.loading.load_jobs import LoadedJobs, load_jobs
from ..backup.loading.shifts import Shift
from ..backup.loading.sources import Source
from ..backup.scenario.rule import require_one_of
from ..control.event_log import job_events
from ..control.rules import (
    fail_operation,
    set_approval_outcome,
    set_deletion_outcome,
    set_deployment_outcome,
    set_job_outcome,
)
from ..words import Kind
from .clients import Clients

if TYPE_CHECKING:
    from mypy_boto3_backup import BackupClient

P = ParamSpec("P")
T = TypeVar("T")


class SetRule(Protocol):
    """What a test has said of jobs, or of calls. A `with` block removes it at its end."""

    @property
    def times_used(self) -> int: ...

    def assert_used(self) -> None: ...

    def remove(self) -> None: ...

    def __enter__(self) -> "SetRule": ...

    def __exit__(self, *_: object) -> None: ...


class SetFault(SetRule, Protocol):
    """What a test has said of calls: how many calls it has failed, and how many requests of them."""

    @property
    def calls_used(self) -> int: ...

    @property
    def requests_used(self) -> int: ...

    def assert_used(self, *, calls: int | None = None, requests: int | None = None) -> None: ...

    def __enter__(self) -> "SetFault": ...


def _with_parameters_of(
    function: Callable[P, object],
) -> Callable[[Callable[..., T]], Callable[Concatenate[Any, P], T]]:
    """Give a method the parameters and the documentation of a function."""

    def declare(method: Callable[..., T]) -> Callable[Concatenate[Any, P], T]:
        return wraps(function)(method)

    return declare


class AwsBackup(ABC):
    """AWS Backup for one test: `client`, and what the test says of it.

    clients: makes clients of any service, `aws_backup.clients("ec2", "eu-west-1")`.
    """

    def __init__(self, clients: Clients) -> None:
        self.clients = clients

    @property
    def client(self) -> "BackupClient":
        """A client of AWS Backup, in the region of AWS_DEFAULT_REGION or a profile, else in us-east-1."""
        client: BackupClient = self.clients("backup")
        return client

    @overload
    def load(
        self,
        source: Source,
        *,
        account_id: str | None = None,
        region_name: str | None = None,
        shift_to_now: Shift = False,
        send_events: bool = False,
        strict: Literal[True] = True,
    ) -> int: ...

    @overload
    def load(
        self,
        source: Source,
        *,
        account_id: str | None = None,
        region_name: str | None = None,
        shift_to_now: Shift = False,
        send_events: bool = False,
        strict: Literal[False],
    ) -> LoadedJobs: ...

    @wraps(load_jobs)
    def load(self, *args: Any, **kwargs: Any) -> Any:
        return self._call(load_jobs, *args, **kwargs)

    @_with_parameters_of(load_account)
    def load_account(self, *args: Any, **kwargs: Any) -> Mapping[str, int]:
        numbers: Mapping[str, int] = self._call(load_account, *args, **kwargs)
        return numbers

    @_with_parameters_of(set_job_outcome)
    def outcome(self, *args: Any, **kwargs: Any) -> SetRule:
        rule: SetRule = self._call(set_job_outcome, *args, **kwargs)
        return rule

    @_with_parameters_of(set_approval_outcome)
    def approval(self, *args: Any, **kwargs: Any) -> SetRule:
        rule: SetRule = self._call(set_approval_outcome, *args, **kwargs)
        return rule

    @_with_parameters_of(set_deletion_outcome)
    def deletion(self, *args: Any, **kwargs: Any) -> SetRule:
        rule: SetRule = self._call(set_deletion_outcome, *args, **kwargs)
        return rule

    @_with_parameters_of(set_deployment_outcome)
    def deployment(self, *args: Any, **kwargs: Any) -> SetRule:
        rule: SetRule = self._call(set_deployment_outcome, *args, **kwargs)
        return rule

    @_with_parameters_of(fail_operation)
    def fail(self, *args: Any, **kwargs: Any) -> SetFault:
        rule: SetFault = self._call(fail_operation, *args, **kwargs)
        return rule

    @_with_parameters_of(job_events)
    def events(self, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        events: list[dict[str, Any]] = self._call(job_events, *args, **kwargs)
        return events

    def summaries(self, kind: Kind = "backup", **filters: Any) -> list[dict[str, Any]]:
        """All rows that the summaries of a kind of job have, of all pages: `summaries("copy", State="ANY")`.

        filters: the parameters of ListBackupJobSummaries and the others, by AWS's names.
        """
        require_one_of("kind", kind, KIND_NAMED)
        listed = getattr(self.client, f"list_{kind}_job_summaries")
        rows: list[dict[str, Any]] = []
        page: dict[str, Any] = {"NextToken": None}
        while "NextToken" in page:
            token = page["NextToken"]
            page = listed(**filters, **({"NextToken": token} if token else {}))
            rows += page[KIND_NAMED[kind].summaries_member]
        return rows

    @abstractmethod
    def advance(self, duration: Any) -> None:
        """Move the clock forward by seconds, a timedelta or an ISO 8601 duration such as P14D.

        What is due by then happens at the next request. Raises ValueError for any other duration.
        """

    @abstractmethod
    def at(self, time: Any) -> None:
        """Set the clock to a datetime, an ISO 8601 string or seconds since 1970, until the test ends.

        Raises ValueError for any other time.
        """

    @abstractmethod
    def _call(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Do what a function of this package does, where this AWS Backup is."""
