"""reference/messages.rst: each mistake in it gets its message, and each text that is raised is in it."""

import ast
import contextlib
import sys
import warnings
from collections.abc import Iterator
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import boto3
import docutils.nodes
import pytest
import requests
from botocore.exceptions import ClientError
from documents import tree_of
from moto import mock_aws
from page_reader import MOCKED, Page, look, token
from page_reader import PAGE as PAGE_ADDRESS
from support import ROOT, client_of

import moto_backup_summaries
from moto_backup_summaries import AwsServer, BackupSummariesWarning
from moto_backup_summaries.capture.command import main as capture
from moto_backup_summaries.server import main as serve

PAGE = ROOT / "docs" / "reference" / "messages.rst"
PACKAGE = ROOT / "moto_backup_summaries"
# What raises for who tests, or looks at the page.
RAISING = (
    *("backup/config.py", "backup/loading/*.py", "backup/scenario/*.py", "capture/*.py"),
    *("control/*.py", "page/*.py", "server.py", "testing/*.py"),
)
# How a message begins that no entry has, and why.
NOT_SHOWN = {
    "is zstd, which this Python does not read": "tests may have a Python that reads it",
    "line": "of CSV, which Python reads in almost any form: loading/test_report_files.py",
    "this client belongs to a test that has ended": "a thread outlives its test: testing/test_lifetime.py",
    "failed:": "a server that has a fault of its own",
    "is of a capture that was interrupted": "it takes a capture that somebody ends: tests/capture",
    "has no capture that goes on": "the same",
    "is not there any more": "the same, and a vault that goes meanwhile",
    "moto_backup_server ended before it answered": "what the process printed stands below it",
}
# Modules of moto that serve, whose presence says that this process may.
SERVERS = ("moto.moto_server.werkzeug_app", "moto.moto_proxy.proxy3")
COMMANDS = {"capture": capture, "server": serve}
ERRORS = (AssertionError, OSError, RuntimeError, ValueError)


class RefusedError(Exception):
    """What an endpoint refused."""


def entries() -> Iterator[tuple[str, str]]:
    """The code of each mistake, and the message that it gets, in words with one space between them."""
    blocks = list(tree_of(PAGE).findall(docutils.nodes.literal_block))
    for code, message in zip(blocks[::2], blocks[1::2], strict=True):
        assert "python" in code["classes"], code.astext()
        assert "text" in message["classes"], message.astext()
        yield code.astext(), message.astext()


@pytest.fixture
def names(server_url: str) -> dict[str, Any]:
    """What the code of a mistake may use."""
    given = {name: getattr(moto_backup_summaries, name) for name in moto_backup_summaries.__all__}
    here = {
        method: partial(send, "http://motoapi.amazonaws.com", method)
        for method in ("delete", "get", "post", "put")
    }
    return {
        **given,
        **here,
        "boto3": boto3,
        "mock_aws": mock_aws,
        "server_post": partial(send, server_url, "post"),
        "served": AwsServer(server_url).begin(),
        "command": command,
        "page": partial(page, server_url),
        "page_form": page_form,
        "Path": Path,
    }


def send(base: str, method: str, path: str, document: Any = None) -> None:
    """A request at an endpoint, which is to be refused."""
    url = base + (path if path.startswith("/") else f"/moto-api/static/backup/{path}")
    answer = requests.request(method, url, json=document, timeout=30)
    assert answer.status_code == 400, answer.text
    raise RefusedError(answer.json()["error"])


def page(server_url: str, path: str = "", **headers: str) -> None:
    """A look at the page, which is to say what is wrong.

    A host that is not AWS's, or moto's own, is that of a server: moto 5.2.1 mocks no other.
    """
    shown = look(path, server_url if "Host" in headers else MOCKED, **headers)
    assert shown.status in (400, 403)
    raise RefusedError(shown.notice)


def page_form(
    name: str, file: str | None = None, of_type: str | None = None, **fields: str
) -> None:
    """A form of the page, with a file if there is any, which is to be refused."""
    files = None if file is None else {"document": ("jobs.json", file)}
    headers = None if of_type is None else {"Content-Type": of_type}
    data = {"token": token(), **fields}
    address = f"{MOCKED}{PAGE_ADDRESS}do/{name}"
    shown = Page(requests.post(address, data, files=files, headers=headers, timeout=30))
    assert shown.status in (400, 403)
    raise RefusedError(shown.notice)


def command(name: str, *arguments: str) -> None:
    """A command, which is to refuse what it is given."""
    shown = StringIO()
    with contextlib.suppress(SystemExit), contextlib.redirect_stderr(shown):
        COMMANDS[name]([*arguments])
    # The lines before it tell what the command takes.
    raise RefusedError(shown.getvalue().splitlines()[-1])


def told(code: str, names: dict[str, Any]) -> str:
    """What the code of a mistake gets to read."""
    run = partial(exec, compile(code, "test_of_yours.py", "exec"), names)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            if code.startswith("# No mock is active"):
                run()
            else:
                with mock_aws():
                    names["client"] = client_of()
                    run()
    except ClientError as error:
        return str(error.response["Error"]["Message"])
    except (BackupSummariesWarning, RefusedError, *ERRORS) as error:
        return str(error)
    return "nothing"


@pytest.mark.parametrize(
    ("code", "message"), list(entries()), ids=[" ".join(code.split())[:80] for code, _ in entries()]
)
def test_a_mistake_gets_this_message(
    code: str,
    message: str,
    names: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    for module in SERVERS:
        monkeypatch.delitem(sys.modules, module, raising=False)
    assert told(code, names).split() == message.split()


def raised_texts() -> Iterator[tuple[str, list[str]]]:
    """Where something is raised with a text, and the parts of the text that are written there."""
    files = [file for path in RAISING for file in PACKAGE.glob(path)]
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                parts = [part for argument in node.exc.args for part in written(argument)]
                if parts:
                    yield f"{file.relative_to(PACKAGE)}:{node.lineno}", parts


def written(node: ast.expr) -> list[str]:
    """The parts of a text that stand in the code itself, with single spaces."""
    match node:
        case ast.Constant(value=str(text)):
            return [" ".join(text.split())]
        case ast.Call(func=ast.Name(id="refusal" | "unknown"), args=[ast.Constant(value=name), *_]):
            return [f"Invalid value for {name}: got"]
        case ast.Call(func=ast.Name(id="refusal" | "unknown"), args=[name, *_]):
            inner = [name]
        case ast.JoinedStr(values=inner):
            pass
        case ast.BinOp(left=left, right=right):
            inner = [left, right]
        case _:
            inner = []
    return [part for each in inner for part in written(each)]


@pytest.mark.parametrize(("where", "parts"), list(raised_texts()))
def test_what_is_raised_is_among_them(where: str, parts: list[str]) -> None:
    is_shown = any(all(part in " ".join(text.split()) for part in parts) for _, text in entries())
    assert is_shown != any(parts[0].startswith(begin) for begin in NOT_SHOWN), parts
