"""Who reads which event: the order is that of the phases, whatever order the lines are in."""

import random
from collections.abc import Callable
from typing import Any, get_args

import pytest
from moto import mock_aws
from support import ACCOUNT, REGION

from moto_backup_summaries.backup.account import Account, account_at
from moto_backup_summaries.backup.events import Event, OperationAnswered
from moto_backup_summaries.backup.publishing.table import NOT_TOLD, TABLE
from moto_backup_summaries.backup.wiring import ADVANCES, REACTIONS, Due, Phase, Wiring


def test_every_event_is_read_by_somebody() -> None:
    told = {event for event, row in TABLE.items() if row is not NOT_TOLD}
    assert {event for event, _, _ in REACTIONS} | told == {*get_args(Event)}


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_lines_changes_nothing(seed: int) -> None:
    def wired(reactions: Any, advances: Any) -> Any:
        wiring = Wiring(reactions, advances)
        return dict(wiring._reactions), wiring._advances

    shuffle = random.Random(seed)
    reactions, advances = list(REACTIONS), list(ADVANCES)
    shuffle.shuffle(reactions)
    shuffle.shuffle(advances)
    assert wired(reactions, advances) == wired(REACTIONS, ADVANCES)


def test_a_phase_comes_behind_those_above_it() -> None:
    heard: list[str] = []

    def reaction(name: str) -> Callable[[Account, Any], None]:
        return lambda account, event: heard.append(name)

    rows = [(OperationAnswered, phase, reaction(phase.name)) for phase in reversed(Phase)]
    with mock_aws():
        Wiring(rows, ()).publish(account_at(ACCOUNT, REGION), OperationAnswered("ListTags", {}))
    assert heard == ["KEEP", "START", "END"]


def test_each_thing_that_time_brings_has_its_place() -> None:
    assert [due for due, _ in ADVANCES] == list(Due)
