"""The clock of a test's process, by whichever library moves it already."""

import sys
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import time_machine
from freezegun import freeze_time

from moto_backup_summaries.backup import timestamps
from moto_backup_summaries.control.clock import clock as clock_of_server
from moto_backup_summaries.testing.process_clock import ProcessClock

MARCH = datetime(2026, 3, 1, tzinfo=timezone.utc)
TRAVELS: Any = {
    "time-machine": lambda tick: time_machine.travel(MARCH, tick=tick),
    "freezegun": lambda tick: freeze_time(MARCH, tick=tick),
}


def now() -> datetime:
    return datetime.fromtimestamp(timestamps.now(), timezone.utc)


@pytest.mark.parametrize("library", TRAVELS)
def test_a_clock_that_stands_still_is_moved_and_stands_still(library: str) -> None:
    with TRAVELS[library](tick=False):
        clock = ProcessClock()
        clock.advance("P14D")
        assert now() == MARCH + timedelta(days=14)
        clock.set("2026-06-01")
        assert now() == datetime(2026, 6, 1, tzinfo=timezone.utc)
        clock.stop()
        assert now() == datetime(2026, 6, 1, tzinfo=timezone.utc)


@pytest.mark.parametrize("library", TRAVELS)
def test_a_clock_that_runs_is_moved_and_runs_on(library: str) -> None:
    with TRAVELS[library](tick=True):
        clock = ProcessClock()
        clock.advance(timedelta(days=14))
        moment = now()
        assert moment.date() == (MARCH + timedelta(days=14)).date()
        clock.set(MARCH)
        assert now().date() == MARCH.date()


def without(monkeypatch: pytest.MonkeyPatch, *libraries: str) -> None:
    """As if these were not installed."""
    for library in libraries:
        for name in [name for name in sys.modules if name.partition(".")[0] == library]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.setitem(sys.modules, library, None)


@pytest.mark.parametrize("absent", [[], ["time_machine"]])
def test_without_either_a_clock_is_started_until_the_test_ends(
    monkeypatch: pytest.MonkeyPatch, absent: list[str]
) -> None:
    without(monkeypatch, *absent)
    clock, before = ProcessClock(), now()
    clock.advance("P14D")
    assert (now() - before).days == 14
    clock.set(MARCH)
    clock.advance(60)
    assert now().date() == MARCH.date()
    clock.stop()
    assert now().date() == before.date()
    clock.stop()


def test_where_no_library_is_installed_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "time_machine", "freezegun")
    with pytest.raises(RuntimeError, match=r"^neither time-machine nor freezegun is installed"):
        ProcessClock().set(MARCH)


def test_a_clock_that_a_test_has_started_is_stopped() -> None:
    clock = ProcessClock()
    time_machine.travel(MARCH).start()
    time_machine.travel(MARCH).start()
    clock.stop()
    assert now().year > 2025
    assert time_machine.traveller_stack == []


def test_a_server_in_the_process_sets_its_clock_again_after_that() -> None:
    clock = ProcessClock()
    clock_of_server.set(MARCH)
    clock.stop()
    clock_of_server.set(MARCH)
    assert now().date() == MARCH.date()
    clock.stop()
    clock_of_server.set_back()
    assert time_machine.traveller_stack == []
