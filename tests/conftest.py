"""Clients for the tests: under `@mock_aws` and of a server in a process of its own, both checked."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any
from urllib.request import Request, urlopen

import boto3
import pytest
from botocore.model import ListShape, MapShape, Shape, StructureShape
from moto import mock_aws

pytest_plugins = ["pytester"]

ACCOUNT = "123456789012"
REGION = "us-east-1"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/backup"
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_EC2_METADATA_DISABLED": "true",
}


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


def checked(client: Any) -> Any:
    """The client, whose every answer is compared with botocore's output shapes."""

    def compare(operation_model: Any, response_dict: dict[str, Any], **_: Any) -> None:
        shape = operation_model.output_shape
        if response_dict["status_code"] < 300 and shape is not None:
            check(shape, json.loads(response_dict["body"] or b"{}"), operation_model.name)

    client.meta.events.register("before-parse.backup", compare)
    return client


@pytest.fixture(autouse=True)
def _credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)


@contextmanager
def served(*arguments: str) -> Iterator[str]:
    """The URL of a moto_backup_server in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "moto_backup_summaries", "-p", "0", *arguments],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **CREDENTIALS},
    )
    assert process.stderr is not None
    try:
        found = None
        while found is None:
            line = process.stderr.readline()
            assert line, "the server ended before it told its address"
            found = re.search(r"Running on (\S+)", line)
        # What is left unread must not fill the pipe.
        Thread(target=process.stderr.read, daemon=True).start()
        yield found[1]
    finally:
        process.terminate()
        process.wait(timeout=30)
        process.stderr.close()


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    with served() as url:
        yield url


def post(url: str, document: Any = None) -> Any:
    body = b"" if document is None else json.dumps(document).encode()
    request = Request(url, data=body, method="POST", headers={"Content-Type": "application/json"})
    with urlopen(request) as answer:
        return json.loads(answer.read() or b"null")


@pytest.fixture
def fresh_server(server_url: str) -> str:
    """The server's URL, with nothing in it."""
    post(f"{server_url}/moto-api/reset")
    return server_url


MakeClient = Callable[..., Any]


@pytest.fixture(params=["mock_aws", "server"])
def make_client(request: pytest.FixtureRequest) -> Iterator[MakeClient]:
    """Makes checked clients of AWS Backup, `make_client(region_name=…)`, in both modes of moto."""
    endpoint = request.getfixturevalue("fresh_server") if request.param == "server" else None

    def make(region_name: str = REGION, service: str = "backup", **options: Any) -> Any:
        client = boto3.client(service, region_name=region_name, endpoint_url=endpoint, **options)
        return checked(client) if service == "backup" else client

    if endpoint:
        yield make
    else:
        with mock_aws():
            yield make


@pytest.fixture
def backup(make_client: MakeClient) -> Any:
    """A checked client of AWS Backup, with a vault `nightly`."""
    client = make_client()
    client.create_backup_vault(BackupVaultName="nightly")
    return client


@pytest.fixture
def mocked_backup() -> Iterator[Any]:
    """A checked client under `@mock_aws` only, for what a test puts in from Python."""
    with mock_aws():
        yield checked(boto3.client("backup", region_name=REGION))


def volume(name: str = "vol-1", region: str = REGION) -> str:
    return f"arn:aws:ec2:{region}:{ACCOUNT}:volume/{name}"


def start(client: Any, **parameters: Any) -> Any:
    """Start a backup job of a volume into `nightly`; the answer of StartBackupJob."""
    defaults = {"BackupVaultName": "nightly", "ResourceArn": volume(), "IamRoleArn": ROLE}
    return client.start_backup_job(**{**defaults, **parameters})
