"""Jobs, outcomes, faults and the clock over HTTP, for tests in any language."""

import dataclasses
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timezone
from typing import Any
from urllib.parse import parse_qs, urlparse

from moto.core.common_types import TYPE_RESPONSE
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.moto_api._internal.responses import MotoAPIResponse

from ..backup.aws import service_model, timestamps
from ..backup.aws.job_kinds import KINDS
from ..backup.jobs.loading import load_jobs
from ..backup.models import (
    HOME_REGION,
    current_scenario,
    existing_backend,
    existing_backends,
    lock,
    new_rules,
)
from ..backup.scenario.rules import Fault, Outcome, Rule
from .clock import clock

Body = dict[str, Any]


def respond(request: Any, full_url: str, headers: Any) -> TYPE_RESPONSE:
    """GET shows what is set, POST sets more, DELETE takes it away. Bad input is HTTP 400 and JSON."""
    what = urlparse(full_url).path.rstrip("/").rsplit("/", 1)[-1]
    get, post, delete = _ENDPOINTS[what]
    # Only what came through a socket is in a process whose clock no test holds.
    is_served = "werkzeug.socket" in getattr(request, "environ", {})
    try:
        if what == "clock" and not is_served:
            raise ValueError("clock: only a server's; here freezegun and time-machine set it")
        with lock:
            if request.method == "GET":
                return _json(200, get(_query(full_url)))
            if request.method == "DELETE":
                delete(_query(full_url))
                return _json(200, {"status": "ok"})
            return _json(201, post(_body(request, headers)))
    except ValueError as error:
        return _json(400, {"error": str(error)})


def _json(status: int, document: Mapping[str, Any]) -> TYPE_RESPONSE:
    return status, {"Content-Type": "application/json"}, json.dumps(document)


def _query(full_url: str) -> Body:
    return {name: values[0] for name, values in parse_qs(urlparse(full_url).query).items()}


def _body(request: Any, headers: Any) -> Body:
    try:
        body = MotoAPIResponse()._get_body(headers, request)
    except ValueError as error:
        raise ValueError(f"the body is not JSON: {error}") from None
    if not isinstance(body, dict):
        raise ValueError("the body is no JSON object")
    return body


def _shown_jobs(where: Body) -> Body:
    """The jobs of one account and region, as documents that can be loaded."""
    backend = existing_backend(
        where.get("account_id", DEFAULT_ACCOUNT_ID), where.get("region", HOME_REGION)
    )
    found: Body = {}
    for kind in KINDS:
        jobs = [job for _, job in backend.jobs[kind.name].newest_first()] if backend else []
        if jobs:
            shape = service_model.item_shape(kind.list_operation, kind.jobs_member)
            found[kind.jobs_member] = [
                service_model.members_shown(shape, job.members) for job in jobs
            ]
    return found


def _load_jobs(document: Body) -> Body:
    account_id, region = (document.pop(name, None) for name in ("account_id", "region"))
    return {"loaded": load_jobs(document, account_id=account_id, region_name=region)}


def _forget_jobs(where: Body) -> None:
    """Take away the jobs of an account, a region, both or all, and what they left in vaults."""
    for backend in existing_backends():
        if where.get("account_id") in (None, backend.account_id) and where.get("region") in (
            None,
            backend.region_name,
        ):
            scenario = backend.scenario
            backend.forget_jobs()
            backend.start_without_jobs()
            backend.scenario = scenario


def _rules_of(body: Body, name: str, rule: type[Rule]) -> list[Any]:
    """The rules of a request, all of them or none; its account and region go for each."""
    rows = body.get(name)
    if isinstance(rows, str) or not isinstance(rows, Sequence):
        raise ValueError(f"{name}: {rows!r} is not a list")
    known = {field.name: field for field in dataclasses.fields(rule) if field.init}
    needed = {n for n, field in known.items() if field.default is dataclasses.MISSING}
    shared = {key: body[key] for key in ("account_id", "region") if key in body}
    rules = []
    for index, row in enumerate(rows):
        where = f"{name}[{index}]"
        if not isinstance(row, Mapping):
            raise ValueError(f"{where}: {row!r} is not an object")
        unknown = [key for key in row if key not in known]
        if unknown or not needed <= row.keys():
            missing = sorted(needed - row.keys())
            raise ValueError(
                f"{where}: unknown {unknown}, missing {missing}; it may have {', '.join(known)}"
            )
        try:
            rules.append(rule(**{**shared, **row}))
        except ValueError as error:
            raise ValueError(f"{where}.{error}") from None
    return rules


def _show_rules(name: str) -> Callable[[Body], Body]:
    return lambda _: {name: [rule.shown() for rule in getattr(current_scenario(), name)]}


def _add_rules(name: str, rule: type[Rule]) -> Callable[[Body], Body]:
    def add(body: Body) -> Body:
        rules = _rules_of(body, name, rule)
        getattr(new_rules(), name).extend(rules)
        return {"set": len(rules)}

    return add


def _clear_rules(name: str) -> Callable[[Body], None]:
    return lambda _: getattr(current_scenario(), name).clear()


def _show_clock(_: Body) -> Body:
    return {"time": datetime.fromtimestamp(timestamps.now(), timezone.utc).isoformat()}


def _set_clock(body: Body) -> Body:
    if len(body) != 1 or not body.keys() <= {"time", "advance"}:
        raise ValueError(f"clock: {body} is neither {{'time': …}} nor {{'advance': …}}")
    # Kept where a reset of moto finds it.
    new_rules().clock = clock
    if "time" in body:
        clock.set(body["time"])
    else:
        clock.advance(body["advance"])
    return _show_clock(body)


def _set_clock_back(_: Body) -> None:
    clock.set_back()


_ENDPOINTS: dict[
    str, tuple[Callable[[Body], Body], Callable[[Body], Body], Callable[[Body], None]]
] = {
    "clock": (_show_clock, _set_clock, _set_clock_back),
    "jobs": (_shown_jobs, _load_jobs, _forget_jobs),
    "outcomes": (
        _show_rules("outcomes"),
        _add_rules("outcomes", Outcome),
        _clear_rules("outcomes"),
    ),
    "faults": (_show_rules("faults"), _add_rules("faults", Fault), _clear_rules("faults")),
}
