"""What is about one thing is told in order, by whichever thread, and nobody waits for another."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event

import pytest

from moto_backup_summaries.backup.frame.transactions import deliver_later, exclusive

# Longer than any machine takes to go from one line to the next.
PATIENCE = 30


@exclusive
def tell(about: str, *deliveries: Callable[[], object]) -> None:
    for delivery in deliveries:
        deliver_later(about, 0, delivery)


def test_what_comes_later_is_told_later_though_another_thread_brings_it() -> None:
    told: list[str] = []
    begun, goes_on = Event(), Event()

    def slow() -> None:
        begun.set()
        assert goes_on.wait(PATIENCE)
        told.append("first")

    with ThreadPoolExecutor(1) as pool:
        slow_one = pool.submit(tell, "a", slow)
        assert begun.wait(PATIENCE)
        tell("a", partial(told.append, "second"))
        tell("b", partial(told.append, "of another"))
        assert told == ["of another"]
        goes_on.set()
        slow_one.result(PATIENCE)
    tell("a", partial(told.append, "third"))
    assert told == ["of another", "first", "second", "third"]


def test_a_delivery_that_asks_is_answered_and_what_follows_from_it_comes_behind() -> None:
    told: list[str] = []

    def ask() -> None:
        tell("a", partial(told.append, "what follows"))
        tell("b", partial(told.append, "of another"))
        told.append("asked")

    tell("a", ask, partial(told.append, "next"))
    assert told == ["of another", "asked", "next", "what follows"]


def test_an_interrupt_leaves_nothing_behind_that_others_wait_for() -> None:
    told: list[str] = []

    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tell("a", interrupt, partial(told.append, "lost"))
    tell("a", partial(told.append, "later"))
    assert told == ["later"]
