"""Resources go through their states by the transitions of moto's state manager."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.error import HTTPError

import pytest
from moto.moto_api import state_manager
from support import client_of, post

NOW = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)
MODEL = "backup::backup_vault"
NIGHTLY = {"BackupVaultName": "nightly"}


@pytest.fixture(autouse=True)
def _immediate_again() -> Iterator[None]:
    yield
    state_manager.unset_transition(MODEL)


def described_state(client: Any) -> Any:
    return client.describe_backup_vault(**NIGHTLY).get("VaultState")


def listed_state(client: Any) -> Any:
    (vault,) = client.list_backup_vaults()["BackupVaultList"]
    return vault.get("VaultState")


def test_a_vault_is_there_at_once_and_tells_no_state(nightly: Any) -> None:
    assert (described_state(nightly), listed_state(nightly)) == (None, None)


def test_a_vault_is_available_after_so_many_looks(mocked_backup: Any) -> None:
    state_manager.set_transition(MODEL, {"progression": "manual", "times": 3})
    mocked_backup.create_backup_vault(**NIGHTLY)
    states = [described_state(mocked_backup), listed_state(mocked_backup)]
    states += [described_state(mocked_backup) for _ in range(2)]
    assert states == ["CREATING", "CREATING", "AVAILABLE", "AVAILABLE"]


def test_a_vault_is_available_after_so_many_seconds(clock: Any) -> None:
    state_manager.set_transition(MODEL, {"progression": "time", "seconds": 60})
    client = client_of()
    client.create_backup_vault(**NIGHTLY)
    states = []
    for seconds in (59, 1, 3600):
        clock.shift(timedelta(seconds=seconds))
        states.append(described_state(client))
    assert states == ["CREATING", "AVAILABLE", "AVAILABLE"]


def test_a_vault_that_was_there_before_goes_through_no_states(nightly: Any) -> None:
    state_manager.set_transition(MODEL, {"progression": "time", "seconds": 60})
    assert described_state(nightly) is None


def test_a_server_is_told_the_transition_over_http(fresh_server: str) -> None:
    url = f"{fresh_server}/moto-api/state-manager"
    transition = {"progression": "manual", "times": 2}
    post(f"{url}/set-transition", {"model_name": MODEL, "transition": transition})
    try:
        client = client_of(endpoint_url=fresh_server)
        client.create_backup_vault(**NIGHTLY)
        assert [described_state(client) for _ in range(2)] == ["CREATING", "AVAILABLE"]
    finally:
        post(f"{url}/unset-transition", {"model_name": MODEL})
    assert described_state(client) == "AVAILABLE"


@pytest.mark.parametrize(
    "document",
    [
        {"model_name": "backup::vault", "transition": {"progression": "immediate"}},
        {"model_name": MODEL, "transition": {"progression": "manual"}},
    ],
)
def test_a_server_refuses_what_no_vault_can_follow(fresh_server: str, document: Any) -> None:
    with pytest.raises(HTTPError) as caught:
        post(f"{fresh_server}/moto-api/state-manager/set-transition", document)
    assert caught.value.code == 400
    caught.value.close()
