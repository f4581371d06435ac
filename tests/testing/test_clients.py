"""Clients that tests share, each of which is a test's own to that test."""

from threading import Event, Thread
from typing import Any
from unittest.mock import patch

import pytest
from botocore.client import BaseClient
from support import ONCE

from moto_backup_summaries import AwsMock, AwsServer
from moto_backup_summaries.testing.clients import SharedClients
from moto_backup_summaries.testing.lifetime import Lifetime


@pytest.fixture
def aws() -> AwsMock:
    return AwsMock()


def heard(client: Any) -> list[str]:
    """Fills with the operations that a client is about to call."""
    names: list[str] = []
    client.meta.events.register("before-call.backup", lambda model, **_: names.append(model.name))
    return names


@pytest.mark.parametrize("register", ["register", "register_first", "register_last"])
def test_a_handler_is_heard_and_gone_in_the_next_test(aws: AwsMock, register: str) -> None:
    names: list[str] = []
    first = aws.begin()
    events = first.clients("backup").meta.events
    for _ in range(2):
        getattr(events, register)("before-call.backup", lambda model, **_: names.append(model.name))
    first.clients("backup").list_backup_vaults()
    assert names == ["ListBackupVaults"] * 2
    first.end()
    second = aws.begin()
    second.clients("backup").list_backup_vaults()
    second.end()
    assert len(names) == 2


def test_a_handler_that_a_test_takes_away_is_back_in_the_next(aws: AwsMock) -> None:
    names: list[str] = []

    def hear(model: Any, **_: Any) -> None:
        names.append(model.name)

    aws.shared_clients.get("backup", "us-east-1").meta.events.register("before-call.backup", hear)
    first = aws.begin()
    first.clients("backup").meta.events.unregister("before-call.backup", hear)
    first.clients("backup").list_backup_vaults()
    first.end()
    assert names == []
    second = aws.begin()
    second.clients("backup").list_backup_vaults()
    second.end()
    assert names == ["ListBackupVaults"]


def test_who_replaces_the_calls_of_all_clients_is_asked(aws: AwsMock) -> None:
    fresh = aws.begin()
    with patch.object(BaseClient, "_make_api_call", lambda self, name, parameters: name):
        assert fresh.clients("backup").list_backup_vaults() == "ListBackupVaults"
    fresh.end()


def test_a_client_with_options_is_made_for_its_test(aws: AwsMock) -> None:
    fresh = aws.begin()
    first = fresh.clients("backup", config=ONCE)
    assert first is not fresh.clients("backup", config=ONCE)
    assert first.meta.config.retries["total_max_attempts"] == 1
    assert first.list_backup_vaults()["BackupVaultList"] == []
    fresh.end()


@pytest.mark.parametrize("name", ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_BACKUP"])
def test_a_server_that_the_environment_names_is_not_asked(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "http://127.0.0.1:9")
    begun = AwsMock().begin()
    assert begun.clients("backup").list_backup_vaults()["BackupVaultList"] == []
    begun.end()


def test_a_proxy_that_the_environment_names_is_not_asked(
    monkeypatch: pytest.MonkeyPatch, aws_server: AwsServer
) -> None:
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "")
    client = SharedClients(aws_server.url).new("backup", "us-east-1", config=ONCE)
    assert client.meta.config.retries["total_max_attempts"] == 1
    # What other tests have left on the server is there.
    assert client.list_backup_vaults()["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_what_a_client_makes_of_itself_works(aws: AwsMock) -> None:
    fresh = aws.begin()
    client = fresh.clients("backup")
    pages = client.get_paginator("list_backup_vaults").paginate()
    assert [page["BackupVaultList"] for page in pages] == [[]]
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.get_backup_plan(BackupPlanId="absent")
    fresh.end()


def test_a_thread_that_goes_on_after_its_test_is_refused(aws: AwsMock) -> None:
    first = aws.begin()
    client, is_over, raised = first.clients("backup"), Event(), []

    def go_on() -> None:
        client.create_backup_vault(BackupVaultName="first")
        is_over.wait()
        with pytest.raises(
            RuntimeError, match=r"^this client belongs to a test that has ended"
        ) as error:
            client.create_backup_vault(BackupVaultName="second")
        raised.append(error.value)

    thread = Thread(target=go_on)
    thread.start()
    first.end()
    second = aws.begin()
    is_over.set()
    thread.join()
    assert second.clients("backup").list_backup_vaults()["BackupVaultList"] == []
    assert len(raised) == 1
    second.end()


def test_the_end_waits_for_calls_that_have_begun() -> None:
    lifetime, has_begun, may_end, order = Lifetime(), Event(), Event(), []

    def call() -> None:
        with lifetime.call():
            has_begun.set()
            may_end.wait()
            order.append("call")

    caller = Thread(target=call)
    caller.start()
    has_begun.wait()
    ending = Thread(target=lambda: (lifetime.end(), order.append("end")))
    ending.start()
    may_end.set()
    caller.join()
    ending.join()
    assert order == ["call", "end"]


def test_the_end_does_not_wait_for_ever() -> None:
    lifetime = Lifetime()
    with lifetime.call():
        lifetime.end(patience=0)
        with pytest.raises(RuntimeError, match="has ended"), lifetime.call():
            pass
