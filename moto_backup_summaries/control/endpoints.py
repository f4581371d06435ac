"""Jobs, outcomes, faults and the clock over HTTP, for tests in any language."""

import dataclasses
import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timezone
from typing import Any, Literal, NamedTuple, TypeVar, cast
from urllib.parse import ParseResult, parse_qs, urlparse

from moto.core.common_types import TYPE_RESPONSE
from moto.core.exceptions import ServiceException

from ..backup import timestamps
from ..backup.account import current_scenario, existing_accounts, scenario_to_change
from ..backup.aws.errors import refusal, unknown
from ..backup.aws.job_kinds import KINDS
from ..backup.aws.regions import ACCOUNT_AND_REGION, account_and_region_of
from ..backup.aws.requests import json_object
from ..backup.frame.incoming import AnyRequest, body_of, came_through_a_socket
from ..backup.frame.transactions import exclusive
from ..backup.jobs.operations import as_listed
from ..backup.loading.event_archives import is_event
from ..backup.loading.load_jobs import read_jobs
from ..backup.loading.sources import S3
from ..backup.scenario.rule import Rule, SetAt
from ..backup.scenario.scenario import RULE_TYPES
from . import event_log
from .accounts import ARGUMENTS as ACCOUNT_ARGUMENTS
from .accounts import post_account
from .clock import clock
from .event_log import Body
from .resetting import Reset, before_any_change
from .rules import activate

_LOG = logging.getLogger(__name__)
AnyRule = TypeVar("AnyRule", bound=Rule)
# The endpoints with a POST.
Changeable = Literal["clock", "outcomes", "faults"]
# The longest document to load: some three million jobs as the AWS CLI prints them.
MOST_BYTES_TO_LOAD = 2 << 30
# The members beside those of a document to load.
_ARGUMENTS = (*ACCOUNT_AND_REGION, "shift_to_now", "send_events", "strict", "source")
_RULES = ", ".join(rule_type.plural for rule_type in RULE_TYPES)
_UNDER_MOCK = f"one of jobs, {_RULES}, events under @mock_aws: "
# What only a server's process has, and what a test does where there is none.
_OF_SERVERS = {
    "clock": _UNDER_MOCK
    + "there freezegun or time-machine moves the clock, as in `with time_machine.travel(…):`",
    "reset": _UNDER_MOCK + "there the end of the mock resets moto",
}
_CLOCK = ('{"time": "2026-03-01T00:00:00Z"} or {"advance": "P14D"}', ("time", "advance"))


class Endpoint(NamedTuple):
    """The functions of an endpoint for GET, POST and DELETE; they get the query or the body.

    query: the names that the query may have. One without `post` has only GET, without `get` only POST.
    post_file: for a POST whose body is a file; it gets that and the query.
    """

    get: Callable[[Body], Body] | None
    post: Callable[[Body], Body] | None = None
    delete: Callable[[Body], None] | None = None
    query: Sequence[str] = ACCOUNT_AND_REGION
    post_file: Callable[[bytes, Body], Body] | None = None


def respond(request: AnyRequest, full_url: str, headers: Mapping[str, str]) -> TYPE_RESPONSE:
    """The answer of an endpoint: for invalid input HTTP 400, and JSON that says where and why."""
    try:
        return _answer(request, urlparse(full_url))
    except ValueError as error:
        return _json(400, {"error": str(error)})
    except ServiceException as error:
        return _json(400, {"error": error.message})
    except Exception:
        _LOG.exception("%s %s failed", request.method, full_url)
        return _json(500, {"error": "moto_backup_summaries failed: see the log of moto"})


def _answer(request: AnyRequest, url: ParseResult) -> TYPE_RESPONSE:
    name = url.path.rstrip("/").partition("/static/backup/")[2]
    endpoint = _endpoint(name, request)
    if request.method == "POST" and endpoint.post is not None:
        body = body_of(request)
        # Who sends nothing says nothing more than the endpoint's name, which is enough for a reset.
        document = json_object(body or b"{}", MOST_BYTES_TO_LOAD, of_any_encoding=True)
        return _json(201, endpoint.post(document))
    if request.method == "POST" and endpoint.post_file is not None:
        query = _query(url.query, endpoint.query)
        return _json(201, endpoint.post_file(body_of(request), query))
    if request.method == "GET" and endpoint.get is not None:
        return _json(200, endpoint.get(_query(url.query, endpoint.query)))
    if request.method == "DELETE" and endpoint.delete is not None:
        endpoint.delete(_query(url.query, endpoint.query))
        return _json(200, {"status": "ok"})
    post = endpoint.post or endpoint.post_file
    functions = (("GET", endpoint.get), ("POST", post), ("DELETE", endpoint.delete))
    *methods, last = (method for method, function in functions if function is not None)
    accepted = f"{', '.join(methods)} and {last}" if methods else last
    raise ValueError(refusal("the method", request.method, accepted))


def _endpoint(name: str, request: AnyRequest) -> Endpoint:
    if name not in ENDPOINTS:
        raise ValueError(unknown("the endpoint", name, ENDPOINTS))
    if name in _OF_SERVERS and not came_through_a_socket(request):
        raise ValueError(refusal("the endpoint", name, _OF_SERVERS[name]))
    return ENDPOINTS[name]


def changed_by(name: Changeable, document: Body, request: AnyRequest) -> Body:
    """What an endpoint answers to a document that a request holds in another form, as the page's do."""
    endpoint = _endpoint(name, request)
    change = cast(Callable[[Body], Body], endpoint.post)
    return change(document)


def _query(text: str, names: Sequence[str]) -> Body:
    """The query's parameters, each at most once."""
    query = parse_qs(text, keep_blank_values=True)
    _check_members("the query", query, names)
    for name, values in query.items():
        if len(values) > 1:
            raise ValueError(refusal(f"{name} of the query", values, "one value"))
    parameters = {name: values[0] for name, values in query.items()}
    filters = {name: value for name, value in parameters.items() if name not in ACCOUNT_AND_REGION}
    return {**filters, **account_and_region_of(parameters)}


def _json(status: int, document: Mapping[str, Any]) -> TYPE_RESPONSE:
    return status, {"Content-Type": "application/json"}, json.dumps(document)


@exclusive
def show_jobs(scope: Body) -> Body:
    """The jobs of an account, a region, both or all, as a document for load_jobs()."""
    documents: Body = {}
    for account in existing_accounts(**scope):
        for kind in KINDS:
            jobs = (job for _, job in account.jobs.store(kind).newest_first())
            documents.setdefault(kind.jobs_member, []).extend(as_listed(kind, jobs))
    return {name: jobs for name, jobs in documents.items() if jobs}


def _load_jobs(body: Body) -> Body:
    """Load the jobs of a body, which also has the arguments of load_jobs(); the answer has its warnings.

    source: an address in moto's S3, in the place of a document.
    """
    scope, source = account_and_region_of(body), body.get("source")
    strict = body.get("strict", True)
    document = {name: value for name, value in body.items() if name not in _ARGUMENTS}
    if is_event(body):
        # Its source is AWS Backup.
        source, document = None, {**document, "source": source}
    elif source is not None and (document or not str(source).startswith(S3)):
        beside = ", and no document beside it" if document else ""
        raise ValueError(refusal("source", source, f"an address such as {S3}BUCKET/KEY{beside}"))
    reading = read_jobs(
        document if source is None else source,
        account_id=scope.get("account_id"),
        region_name=scope.get("region"),
        shift_to_now=body.get("shift_to_now", False),
        arguments=_ARGUMENTS,
        strict=strict,
    )
    loaded_by = SetAt("/moto-api/static/backup/jobs")
    number = reading.store(loaded_by, send_events=body.get("send_events", False))
    answer: Body = {"loaded": number, "regions": reading.regions}
    if not strict:
        answer["refused"] = [refused._asdict() for refused in reading.refused]
    return {**answer, "warnings": reading.remarks} if reading.remarks else answer


@exclusive
def _forget_jobs(scope: Body) -> None:
    """Forget the jobs of an account, a region, both or all, and their recovery points."""
    for account in existing_accounts(**scope):
        account.forget_jobs()


def _rules_endpoint(rule_type: type[Rule]) -> Endpoint:
    """The endpoint of the rules of one type."""
    name = rule_type.plural

    @exclusive
    def show(query: Body) -> Body:
        has_id, scenario = "id" in query, current_scenario()
        rules = [_rule_of(query, rule_type)] if has_id else scenario.active(rule_type)
        return {name: [rule.document() for rule in rules]}

    @exclusive
    def add(body: Body) -> Body:
        rules = _posted_rules(body, name, rule_type)
        activate(rules, SetAt(f"/moto-api/static/backup/{name}"))
        return {"set": len(rules), "ids": [rule.id for rule in rules]}

    @exclusive
    def remove(query: Body) -> None:
        rules = [_rule_of(query, rule_type)] if "id" in query else _rules_of(rule_type)
        for rule in rules:
            rule.remove()

    return Endpoint(show, add, remove, query=(*ACCOUNT_AND_REGION, "id"))


def _rules_of(rule_type: type[AnyRule]) -> list[AnyRule]:
    """All rules of a type that were set, used up or not."""
    return [rule for rule in current_scenario().rules if isinstance(rule, rule_type)]


def _rule_of(query: Body, rule_type: type[AnyRule]) -> AnyRule:
    """The rule of an id; raises ValueError where there is none of this type."""
    rules = {str(rule.id): rule for rule in _rules_of(rule_type)}
    if query["id"] not in rules:
        accepted = f"one of {', '.join(rules)}" if rules else "none, since no such rule is set"
        raise ValueError(refusal("id", query["id"], accepted))
    return rules[query["id"]]


def _posted_rules(body: Body, name: str, rule: type[AnyRule]) -> list[AnyRule]:
    """The rules of a request; raises ValueError for an invalid one. Its account and region count for each."""
    _check_members("the document", body, (name, *ACCOUNT_AND_REGION))
    rows = body.get(name)
    if isinstance(rows, str) or not isinstance(rows, Sequence):
        raise ValueError(refusal(name, rows, "a list"))
    shared = account_and_region_of(body)
    return [_rule(rule, shared, row, f"{name}[{index}]") for index, row in enumerate(rows)]


def _rule(rule: type[AnyRule], shared: Body, row: Any, where: str) -> AnyRule:
    members = dataclasses.fields(rule)
    needed = [field.name for field in members if field.default is dataclasses.MISSING]
    names = (*needed, *(field.name for field in members), *ACCOUNT_AND_REGION)
    if isinstance(row, Mapping):
        _check_members(where, row, dict.fromkeys(names))
    if not isinstance(row, Mapping) or not row.keys() >= {*needed}:
        raise ValueError(refusal(where, row, f"an object with {' and '.join(needed)}"))
    own_members = {name: value for name, value in row.items() if name not in ACCOUNT_AND_REGION}
    try:
        return rule(**{**shared, **account_and_region_of(row), **own_members})
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from None


def _check_members(where: str, document: Iterable[str], accepted: Iterable[str]) -> None:
    """Raise ValueError for the first member that is not accepted."""
    names = list(accepted)
    for name in document:
        if name not in names:
            raise ValueError(unknown(where, name, names))


def _show_clock(_: Body) -> Body:
    return {"time": datetime.fromtimestamp(timestamps.now(), timezone.utc).isoformat()}


@exclusive
def _set_clock(body: Body) -> Body:
    accepted, names = _CLOCK
    _check_members("clock", body, names)
    if len(body) != 1:
        raise ValueError(refusal("clock", body, accepted))
    # A reset of moto ends the scenario, which sets its clock back.
    scenario_to_change().clock = clock
    if "time" in body:
        clock.set(body["time"])
    else:
        clock.advance(body["advance"])
    return _show_clock(body)


@exclusive
def _set_clock_back(_: Body) -> None:
    clock.set_back()


def _reset(body: Body) -> Body:
    """Let moto have nothing, with its transitions and settings as they were before the first change."""
    _check_members("the document", body, ("resets",))
    Reset(body.get("resets", "all"))()
    before_any_change().put_back()
    return {"status": "ok"}


ENDPOINTS = {
    "clock": Endpoint(_show_clock, _set_clock, _set_clock_back),
    "account": Endpoint(
        None, post_file=post_account, query=(*ACCOUNT_AND_REGION, *ACCOUNT_ARGUMENTS)
    ),
    "jobs": Endpoint(show_jobs, _load_jobs, _forget_jobs),
    **{rule_type.plural: _rules_endpoint(rule_type) for rule_type in RULE_TYPES},
    "events": Endpoint(event_log.show_events, query=event_log.QUERY),
    "reset": Endpoint(None, _reset),
}
