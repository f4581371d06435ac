"""The clock of a server's process, which no test in another process can freeze.

Under `@mock_aws`, freezegun and time-machine move the clock themselves.
"""

from datetime import datetime, timedelta, timezone
from typing import Any

from ..backup import timestamps
from ..backup.aws.errors import refusal

# The years of schedules.
FIRST_TIME, END_OF_TIME = 0.0, datetime(2200, 1, 1, tzinfo=timezone.utc).timestamp()


def moment_of(time: Any) -> float:
    """The seconds since 1970 of a time that a clock can be set to; raises ValueError for any other."""
    try:
        moment = timestamps.seconds(time)
    except ValueError:
        raise ValueError(timestamps.refused("time", time)) from None
    if not FIRST_TIME <= moment < END_OF_TIME:
        raise ValueError(refusal("time", time, "a time from 1970 to 2199"))
    return moment


def seconds_to_advance(duration: Any) -> float:
    """The seconds of a duration by which the clock can be moved; raises ValueError for any other."""
    try:
        seconds = timestamps.duration("advance", duration)
    except ValueError as error:
        raise ValueError(f"{error}; to go back, give the time itself") from None
    now = datetime.now(timezone.utc)
    if now.timestamp() + seconds >= END_OF_TIME:
        raise ValueError(refusal("advance", duration, f"what ends before 2200, from {now}"))
    return seconds


class Clock:
    """Moto's clock in this process: the real one, or one that was set and keeps running.

    Once set, it is never removed, only moved: other threads may be reading it.
    """

    def __init__(self) -> None:
        self._traveller: Any = None

    def set(self, time: Any) -> None:
        """Set the clock to a datetime, an ISO 8601 string or seconds since 1970."""
        moment = moment_of(time)
        import time_machine

        # A number, not a datetime, which would give its time zone to the process.
        if self._traveller in time_machine.traveller_stack:
            self._traveller.move_to(moment, tick=True)
        else:
            self._traveller = time_machine.travel(moment, tick=True).start()

    def advance(self, duration: Any) -> None:
        """Move the clock forward by seconds or an ISO 8601 duration such as P14D."""
        self.set(datetime.now(timezone.utc) + timedelta(seconds=seconds_to_advance(duration)))

    def set_back(self) -> None:
        """Set the clock to the real time."""
        if self._traveller is not None:
            import time_machine

            # A test may have ended all journeys of its process.
            if self._traveller in time_machine.traveller_stack:
                self._traveller.move_to(time_machine.escape_hatch.time.time(), tick=True)


# A process has one clock.
clock = Clock()
