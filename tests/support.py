"""What the tests share: accounts, clients whose answers are checked, and servers."""

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import boto3
import pytest
import time_machine
from botocore.config import Config
from botocore.model import ListShape, MapShape, Shape, StructureShape
from hypothesis import settings
from moto.moto_api import state_manager

from moto_backup_summaries.testing.server import start, stop

ROOT = Path(__file__).parents[1]
ACCOUNT = "123456789012"
REGION = "us-east-1"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/backup"
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_EC2_METADATA_DISABLED": "true",
}
AUTHORIZATION = (
    f"AWS4-HMAC-SHA256 Credential=testing/20260101/{REGION}/backup/aws4_request, "
    "SignedHeaders=host, Signature=none"
)
# The config of a client that tries once what an SDK would try again, after it has waited.
ONCE = Config(retries={"total_max_attempts": 1})

# What the fixture make_client gives: make_client(region_name=…, service=…).
MakeClient = Callable[..., Any]


@cache
def _session() -> Any:
    """One session for all clients: each new one reads botocore's JSON again, which takes 0.2 s."""
    return boto3.session.Session(
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
    )


def new_client(service: str = "backup", region_name: str = REGION, **options: Any) -> Any:
    """A client of a service; where it is AWS Backup, one whose every answer is checked."""
    made = _session().client(service, region_name=region_name, **options)
    return checked(made) if service == "backup" else made


@cache
def client_of(service: str = "backup", region_name: str = REGION, **options: Any) -> Any:
    """The one client of a service, a region and a server; for a test that does not change it."""
    return new_client(service, region_name, **options)


def checked(made: Any) -> Any:
    """The client, whose every answer is compared with botocore's output shapes."""

    def compare(operation_model: Any, response_dict: dict[str, Any], **_: Any) -> None:
        shape = operation_model.output_shape
        if response_dict["status_code"] < 300 and shape is not None:
            check(shape, json.loads(response_dict["body"] or b"{}"), operation_model.name)

    made.meta.events.register("before-parse.backup", compare)
    return made


def check(shape: Shape, value: Any, where: str) -> None:
    """Fail unless a JSON value is just what botocore's model says it is."""
    types = {
        "string": str,
        "integer": int,
        "long": int,
        "boolean": bool,
        "timestamp": (int, float),
        "structure": dict,
        "map": dict,
        "list": list,
    }
    assert isinstance(value, types[shape.type_name]), f"{where}: {value!r} is no {shape.type_name}"
    enum = list(getattr(shape, "enum", []))
    # The model forgets that rows are shown with the literal; AWS's guide does not.
    accepted = [*enum, "AGGREGATE_ALL"] if where.endswith("MalwareScanner") else enum
    assert not enum or value in accepted, f"{where}: {value!r} not in enum"
    if isinstance(shape, StructureShape):
        assert value.keys() <= shape.members.keys(), (
            f"{where}: {value.keys() - shape.members.keys()}"
        )
        assert value.keys() >= set(shape.required_members), f"{where}: {value} lacks members"
        for name, member in value.items():
            check(shape.members[name], member, f"{where}.{name}")
    elif isinstance(shape, ListShape):
        for item in value:
            check(shape.member, item, f"{where}[]")
    elif isinstance(shape, MapShape):
        for name, item in value.items():
            check(shape.key, name, f"{where} key")
            check(shape.value, item, f"{where}.{name}")


@contextmanager
def transition(progression: str, kind: str = "backup", **steps: int) -> Iterator[None]:
    """Within it, jobs of a kind take their steps so: `transition("manual", times=2)`."""
    model = f"backup::{kind}_job"
    state_manager.set_transition(model, {"progression": progression, **steps})
    try:
        yield
    finally:
        state_manager.unset_transition(model)


def frozen_at(moment: datetime) -> time_machine.travel:
    """Within it, that is the time; the clock that it gives shifts and moves."""
    return time_machine.travel(moment, tick=False)


def runs(rule: Any, since: datetime, count: int) -> list[datetime]:
    """The first runs of a schedule after a moment, at most `count`, in its time zone."""
    found: list[datetime] = []
    moment: float | None = since.timestamp()
    while len(found) < count and (moment := rule.next_after(moment)) is not None:
        found.append(datetime.fromtimestamp(moment, since.tzinfo))
    return found


def examples(share: float = 1, **more: Any) -> settings:
    """Hypothesis' settings for a share of the profile's examples: fewer of slow ones."""
    return settings(max_examples=max(1, round(settings.default.max_examples * share)), **more)


def unmeasured() -> dict[str, str]:
    """The environment of a process whose coverage is not measured, which is faster."""
    return {name: text for name, text in os.environ.items() if not name.startswith("COVERAGE_")}


def skip_without_npm_registry(ran: subprocess.CompletedProcess[str]) -> None:
    """Skip a test whose command failed because npm reaches no registry."""
    codes = "ECONNREFUSED|ECONNRESET|EAI_AGAIN|ENETUNREACH|ENOTFOUND|ETIMEDOUT"
    if ran.returncode and re.search(f"npm (error|ERR!) code ({codes})", ran.stderr):
        pytest.skip("npm reaches no registry")


@contextmanager
def served(*arguments: str, environment: dict[str, str] | None = None) -> Iterator[str]:
    """The URL of a moto_backup_server in a process of its own."""
    process, url = start(
        arguments, {**CREDENTIALS, **(environment or {**unmeasured(), **CREDENTIALS})}
    )
    try:
        yield url
    finally:
        stop(process)


def post(url: str, document: Any = None) -> Any:
    """Post a JSON document; the JSON of the answer."""
    body = b"" if document is None else json.dumps(document).encode()
    request = Request(url, data=body, method="POST", headers={"Content-Type": "application/json"})
    with urlopen(request) as answer:
        return json.loads(answer.read() or b"null")


def raw(url: str, method: str = "GET", body: str | None = None) -> tuple[int, Any]:
    """Status and JSON of a request as no SDK would send it."""
    request = Request(url, method=method, data=body.encode() if body else None)
    request.add_header("Authorization", AUTHORIZATION)
    request.add_header("Content-Type", "application/json")
    try:
        with urlopen(request) as answer:
            return answer.status, json.loads(answer.read() or b"null")
    except HTTPError as error:
        return error.code, json.loads(error.read())
