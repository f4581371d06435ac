"""The clock of a test's own process, by whichever library moves it already."""

import sys
from datetime import datetime, timedelta, timezone
from typing import Any

from ..control.clock import moment_of, seconds_to_advance

_NO_LIBRARY = (
    "neither time-machine nor freezegun is installed, which move the clock of this process: "
    "pip install time-machine"
)


class ProcessClock:
    """Moto's clock in the process of a test.

    Where the test travels by time-machine or freezegun it moves their clock, which then stands still or runs
    on as they have it. Else it starts one that runs on, until `stop()`.
    """

    def __init__(self) -> None:
        self._depth = len(_travellers())
        self._freezer: Any = None

    def set(self, time: Any) -> None:
        """Set the clock to a datetime, an ISO 8601 string or seconds since 1970."""
        moment = moment_of(time)
        if _travellers():
            _travellers()[-1].move_to(moment)
        elif _freezers():
            _freezers()[-1].move_to(_date(moment))
        else:
            self._start(moment)

    def advance(self, duration: Any) -> None:
        """Move the clock forward by seconds, a timedelta or an ISO 8601 duration such as P14D."""
        delta = timedelta(seconds=seconds_to_advance(duration))
        if _travellers():
            _travellers()[-1].shift(delta)
        elif _freezers():
            _freezers()[-1].tick(delta)
        else:
            self._start((datetime.now(timezone.utc) + delta).timestamp())

    def stop(self) -> None:
        """End what was started here, and what the test itself started by time-machine and has not stopped."""
        if self._freezer is not None:
            self._freezer.stop()
            self._freezer = None
        while len(_travellers()) > self._depth:
            _time_machine().travel(0).stop()

    def _start(self, moment: float) -> None:
        try:
            # A number, not a datetime, which would give its time zone to the process.
            _time_machine().travel(moment).start()
        except ImportError:
            self._freezer = _freezegun().freeze_time(_date(moment), tick=True)
            self._freezer.start()


def _travellers() -> list[Any]:
    """Those of time-machine, the one that counts last."""
    time_machine: Any = sys.modules.get("time_machine")
    return [] if time_machine is None else time_machine.traveller_stack


def _freezers() -> list[Any]:
    """Those of freezegun, the one that counts last."""
    freezegun: Any = sys.modules.get("freezegun.api")
    return [] if freezegun is None else freezegun.freeze_factories


def _date(moment: float) -> datetime:
    return datetime.fromtimestamp(moment, timezone.utc)


def _time_machine() -> Any:
    import time_machine

    return time_machine


def _freezegun() -> Any:
    try:
        import freezegun
    except ImportError:
        raise RuntimeError(_NO_LIBRARY) from None
    return freezegun
