"""messages.rst: each mistake in it gets the message that stands below it."""

import sys
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import boto3
import docutils.nodes
import pytest
import requests
from botocore.exceptions import ClientError
from documents import tree_of
from moto import mock_aws
from support import ROOT, client_of

import moto_backup_summaries
from moto_backup_summaries import BackupSummariesWarning

# Modules of moto that serve, whose presence says that this process may.
SERVERS = ("moto.moto_server.werkzeug_app", "moto.moto_proxy.proxy3")
Send = Callable[..., None]


class RefusedError(Exception):
    """What an endpoint refused."""


def entries() -> Iterator[tuple[str, str]]:
    """The code of each mistake, and the message that it gets, in words with one space between them."""
    blocks = list(tree_of(ROOT / "tests" / "messages.rst").findall(docutils.nodes.literal_block))
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
    }


def send(base: str, method: str, path: str, document: Any = None) -> None:
    """A request at an endpoint, which is to be refused."""
    url = base + (path if path.startswith("/") else f"/moto-api/static/backup/{path}")
    answer = requests.request(method, url, json=document, timeout=30)
    assert answer.status_code == 400, answer.text
    raise RefusedError(answer.json()["error"])


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
    except (AssertionError, BackupSummariesWarning, OSError, RefusedError, ValueError) as error:
        return str(error)
    return "nothing"


@pytest.mark.parametrize(("code", "message"), list(entries()))
def test_a_mistake_gets_this_message(
    code: str, message: str, names: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in SERVERS:
        monkeypatch.delitem(sys.modules, module, raising=False)
    assert told(code, names).split() == message.split()


def test_there_are_many_of_them() -> None:
    assert len(list(entries())) > 85
