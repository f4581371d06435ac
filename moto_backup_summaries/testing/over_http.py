"""AWS Backup on a server, for what runs in other processes: the same object as in process, over HTTP."""

import json
import warnings
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timezone
from functools import cache
from http import HTTPStatus
from inspect import signature
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import OpenerDirector, ProxyHandler, Request, build_opener

from ..backup.loading.account_document import parts_of
from ..backup.loading.document import document_of
from ..backup.loading.load_account import load_account
from ..backup.loading.load_jobs import LoadedJobs, check_arguments, load_jobs, read_jobs
from ..backup.loading.problems import Problems, RefusedRow
from ..backup.loading.sources import S3, Pieces, Source, pieces_of
from ..backup.scenario.rule import PARAMETERS, Rule, SetAt, calling_line, unused_text
from ..backup.scenario.scenario import RULE_TYPES
from ..control.clock import moment_of, seconds_to_advance
from ..control.event_log import EventFilter, job_events
from ..warning import BackupSummariesWarning
from .aws_backup import AwsBackup
from .clients import Clients

Members = Mapping[str, Any]


@cache
def _opener() -> OpenerDirector:
    """Opens addresses without a proxy of the environment; made once, since it reads all certificates."""
    return build_opener(ProxyHandler({}))


class Controls:
    """The endpoints of a server for tests, at /moto-api/static/backup/."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")

    def send(
        self, method: str, name: str, body: Members | None = None, query: Members | None = None
    ) -> Any:
        """The JSON of an answer; raises ValueError for what the server refuses."""
        content = None if body is None else json.dumps(body, default=_as_json).encode()
        return self.send_file(method, name, content, query)

    def send_file(
        self, method: str, name: str, content: bytes | None, query: Members | None = None
    ) -> Any:
        """The same for a body that is a file."""
        request = Request(
            f"{self._url}/moto-api/static/backup/{name}?{urlencode(query or {})}",
            content,
            {"Content-Type": "application/json"},
            method=method,
        )
        try:
            with _opener().open(request) as answer:
                return json.load(answer)
        except HTTPError as error:
            text = error.read().decode()
            if error.code != HTTPStatus.BAD_REQUEST:
                raise RuntimeError(f"{self._url} failed: {text}") from None
            raise ValueError(json.loads(text)["error"]) from None


class ServedRule:
    """A rule that a test has set on a server. A `with` block removes it at its end.

    rule: the same rule in this process, which refuses what is invalid, and says what it would say there.
    """

    def __init__(self, controls: Controls, rule: Rule) -> None:
        self._controls = controls
        self._endpoint = rule.plural
        self._rule = rule
        body = {rule.plural: [rule.members()]}
        (self._id,) = controls.send("POST", self._endpoint, body)["ids"]
        rule.set_at = calling_line()
        self.is_removed = False

    @property
    def times_used(self) -> int:
        """How often it has applied."""
        return self.read().times_used

    @property
    def calls_used(self) -> int:
        """How many calls a fault has failed."""
        number: int = self._used()["calls_used"]
        return number

    @property
    def requests_used(self) -> int:
        """How many requests of these calls."""
        number: int = self._used()["requests_used"]
        return number

    def read(self) -> Rule:
        """The rule, as often used as on the server."""
        for name, number in self._used().items():
            setattr(self._rule, name, number)
        return self._rule

    def assert_used(self, **expected: int | None) -> None:
        """Raise AssertionError where the rule in process would."""
        self.read().assert_used(**expected)

    def remove(self) -> None:
        """End the rule. Removing it again does nothing."""
        self._controls.send("DELETE", self._endpoint, query={"id": self._id})
        self.is_removed = True

    def __enter__(self) -> "ServedRule":
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()

    def _used(self) -> dict[str, int]:
        """The numbers by which it was used, and how often it still applies."""
        answer = self._controls.send("GET", self._endpoint, query={"id": self._id})
        (document,) = answer[self._endpoint]
        return {name: value for name, value in document.items() if name in _NUMBERS}


_NUMBERS = ("times", "times_used", "calls_used", "requests_used")


class ServedAwsBackup(AwsBackup):
    """AWS Backup on a server, with nothing but what this test makes.

    url: of the server, for programs in other processes. It answers any SDK of AWS.
    """

    def __init__(self, url: str, clients: Clients) -> None:
        super().__init__(clients)
        self.url = url
        self._controls = Controls(url)
        self._rules: list[ServedRule] = []

    def advance(self, duration: Any) -> None:
        self._controls.send("POST", "clock", {"advance": seconds_to_advance(duration)})

    def at(self, time: Any) -> None:
        self._controls.send("POST", "clock", {"time": moment_of(time)})

    def reset(self, resets: Any = "all") -> None:
        """Let the server's moto have nothing: services of moto as `Reset` has them, settings, transitions."""
        self._controls.send("POST", "reset", {"resets": resets})

    def end(self, *, is_warned: bool = True) -> None:
        """End the test: its clients are of no use any more.

        is_warned: whether there are warnings of rules that were never used.
        """
        self.clients.close()
        if is_warned:
            self._warn_of_unused_rules()

    def _warn_of_unused_rules(self) -> None:
        rules = [rule.read() for rule in self._rules if not rule.is_removed]
        unused = [rule for rule in rules if not rule.times_used]
        if unused:
            _warn(unused_text(unused), unused[0].set_at)

    def _call(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        arguments = signature(function).bind(*args, **kwargs).arguments
        calls: dict[Callable[..., Any], Callable[[dict[str, Any]], Any]] = {
            load_account: self._load_account,
            load_jobs: self._load,
            job_events: self._events,
        }
        rule_type = _RULE_TYPES.get(function.__name__)
        if rule_type is not None:
            return self._set(rule_type, arguments)
        return calls[function](arguments)

    def _load(self, arguments: dict[str, Any]) -> int | LoadedJobs:
        source = arguments.pop("source")
        check_arguments(**{key: arguments[key] for key in arguments if key != "send_events"})
        problems = Problems(strict=arguments.get("strict", True))
        if isinstance(source, str) and source.startswith(S3):
            answer = self._controls.send("POST", "jobs", {"source": source, **arguments})
        else:
            answer = self._send_jobs(source, arguments, problems)
        self._warn(answer)
        number: int = answer["loaded"]
        if problems.strict:
            return number
        refused = [RefusedRow(**row) for row in answer["refused"]]
        return LoadedJobs(number, [*problems.refused, *refused])

    def _send_jobs(self, source: Source, arguments: dict[str, Any], problems: Problems) -> Any:
        # A pipe can be read once only.
        pieces = Pieces([*pieces_of(source)])
        try:
            document = document_of(pieces, problems)
            return self._controls.send("POST", "jobs", {**document, **arguments})
        except ValueError:
            if problems.strict:
                # Raises what it would in process, which knows the lines of files.
                account_id, region_name = map(arguments.get, ("account_id", "region_name"))
                read_jobs(pieces, account_id=account_id, region_name=region_name)
            raise

    def _load_account(self, arguments: dict[str, Any]) -> Mapping[str, int]:
        source = arguments.pop("source")
        # In the address each is text.
        check_arguments(**arguments)
        query = {name: str(value) for name, value in arguments.items() if value is not None}
        if "shift_to_now" in query:
            query["shift_to_now"] = query["shift_to_now"].lower()
        content = None
        if isinstance(source, str) and source.startswith(S3):
            query["source"] = source
        else:
            parts = (json.dumps(part.value, default=_as_json) for part in parts_of(source))
            content = "\n".join(parts).encode()
        answer = self._controls.send_file("POST", "account", content, query)
        self._warn(answer)
        numbers: Mapping[str, int] = answer["loaded"]
        return numbers

    def _set(self, rule_type: type[Rule], arguments: dict[str, Any]) -> ServedRule:
        members = {_MEMBERS.get(name, name): value for name, value in arguments.items()}
        served = ServedRule(self._controls, rule_type(**members))
        self._rules.append(served)
        return served

    def _events(self, arguments: dict[str, Any]) -> list[dict[str, Any]]:
        query = {name: value for name, value in arguments.items() if value is not None}
        # In the address each is text.
        EventFilter(**{_MEMBERS.get(name, name): value for name, value in query.items()})
        answer = self._controls.send("GET", "events", query=query)
        self._warn(answer)
        events: list[dict[str, Any]] = answer["events"]
        return events

    def _warn(self, answer: Members) -> None:
        for text in answer.get("warnings", ()):
            _warn(text, calling_line())


# By the name of the function that sets one.
_RULE_TYPES = {rule_type.function: rule_type for rule_type in RULE_TYPES}
# The names of rules' members that parameters have other names for.
_MEMBERS = {parameter: member for member, parameter in PARAMETERS.items()}


def _warn(text: str, where: SetAt) -> None:
    warnings.warn_explicit(text, BackupSummariesWarning, *where)


def _as_json(value: object) -> object:
    """A date, mapping or sequence as JSON has it; a date without time zone is UTC, as in load_jobs."""
    if isinstance(value, datetime):
        return value.isoformat() if value.tzinfo else value.replace(tzinfo=timezone.utc).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        return list(value)
    raise ValueError(f"{value!r} cannot be sent to a server: JSON has no such value")
