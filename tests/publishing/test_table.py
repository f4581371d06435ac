"""One row for each kind of event says what the world outside hears of it."""

import sys
from typing import Any, NamedTuple, get_args

import pytest
from calls import start
from moto import mock_aws
from support import ACCOUNT, REGION

from moto_backup_summaries import job_events
from moto_backup_summaries.backup.account import account_at
from moto_backup_summaries.backup.events import Event
from moto_backup_summaries.backup.publishing.table import NOT_TOLD, TABLE, Publication

ROWS = [pytest.param(row, id=kind.__name__) for kind, row in TABLE.items()]


class Forgotten(NamedTuple):
    """A kind of event that nobody has written a row for."""


def test_each_kind_of_event_has_a_row() -> None:
    assert TABLE.keys() == {*get_args(Event)}


@pytest.mark.parametrize("row", ROWS)
def test_what_stands_for_many_changes_has_their_kinds_too(row: Publication) -> None:
    assert (row.changes is None) == (row.event_kinds is None)


def test_what_the_world_outside_does_not_hear_of_says_so() -> None:
    silent = {kind.__name__ for kind, row in TABLE.items() if row is NOT_TOLD}
    assert silent == {
        "JobEnded",
        "OperationAnswered",
        "RestoreTestsDue",
        "RestoreValidated",
        "RunsDue",
        "VaultDeleted",
    }


def test_an_event_without_a_row_fails_loudly() -> None:
    forgotten: Any = Forgotten()
    with mock_aws():
        account = account_at(ACCOUNT, REGION)
        with pytest.raises(
            TypeError, match=r"^Forgotten has no row in TABLE of publishing/table\.py$"
        ):
            account.publish(forgotten)
        assert account.history == []


def test_events_are_remembered_where_nobody_has_imported_motos_eventbridge(
    vault: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "moto.events.models", raising=False)
    start(vault)
    states = [event["detail"]["state"] for event in job_events()]
    assert states == ["CREATED", "PENDING", "RUNNING", "COMPLETED"]
