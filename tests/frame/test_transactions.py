"""One at a time, and all or nothing."""

import logging
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest

from moto_backup_summaries.backup.frame.transactions import (
    deliver_later,
    exclusive,
    isolated,
)
from moto_backup_summaries.backup.kit.state import StateDict, on_failure


def fail() -> None:
    raise KeyError("as it was meant to")


def test_what_an_inner_part_did_is_undone_with_the_outer() -> None:
    mapping: dict[str, int] = StateDict()
    inner = exclusive(lambda: mapping.update(a=1))

    @exclusive
    def outer() -> None:
        inner()
        fail()

    with pytest.raises(KeyError):
        outer()
    assert mapping == {}


def test_what_was_isolated_is_kept_whatever_comes_after_it() -> None:
    mapping: dict[str, int] = StateDict()

    @exclusive
    def change() -> None:
        with isolated("the first part"):
            mapping["a"] = 1
        fail()

    with pytest.raises(KeyError):
        change()
    assert mapping == {"a": 1}


def test_an_error_of_an_isolated_part_is_logged_and_hurts_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    mapping: dict[str, int] = StateDict()

    @exclusive
    def change() -> None:
        with isolated("the first part"):
            mapping["a"] = 1
            fail()
        mapping["b"] = 2

    with caplog.at_level(logging.ERROR):
        change()
    assert mapping == {"b": 2}
    assert "the first part failed" in caplog.text


def test_what_cannot_be_undone_is_logged_and_the_rest_is_undone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    undone: list[Any] = []

    @exclusive
    def change() -> None:
        on_failure(lambda: undone.append("rest"))
        on_failure(fail)
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - it says nothing
        change()
    assert undone == ["rest"]
    assert "a change could not be undone" in caplog.text


def ask_from_another_thread() -> None:
    """Raises TimeoutError where the lock is held by this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(exclusive(lambda: None)).result(timeout=5)


def test_what_is_told_others_is_told_in_order_once_the_lock_is_released() -> None:
    told: list[str] = []

    def tell(what: str) -> None:
        ask_from_another_thread()
        told.append(what)

    inner = exclusive(lambda: deliver_later("it", 0, partial(tell, "second")))

    @exclusive
    def outer() -> str:
        deliver_later("it", 0, partial(tell, "first"))
        inner()
        assert told == []
        return "answered"

    assert outer() == "answered"
    assert told == ["first", "second"]


def test_what_is_undone_is_told_nobody(caplog: pytest.LogCaptureFixture) -> None:
    told: list[str] = []

    @exclusive
    def fail_behind_a_part_that_is_kept() -> None:
        with isolated("a part"):
            deliver_later("it", 0, partial(told.append, "kept"))
        with isolated("a part that fails"):
            deliver_later("it", 0, partial(told.append, "undone with its part"))
            fail()
        deliver_later("it", 0, partial(told.append, "undone"))
        fail()

    with pytest.raises(KeyError):
        fail_behind_a_part_that_is_kept()
    assert told == ["kept"]
    assert caplog.messages == ["a part that fails failed"]


def test_a_delivery_that_fails_is_logged_and_hurts_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    told: list[str] = []

    @exclusive
    def change() -> str:
        deliver_later("it", 0, fail)
        deliver_later("it", 0, partial(told.append, "the next"))
        return "answered"

    assert change() == "answered"
    assert told == ["the next"]
    assert caplog.messages == ["a delivery failed"]
