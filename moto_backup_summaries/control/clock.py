"""The clock of a server's process, which no test in another process can freeze.

Under `@mock_aws`, freezegun and time-machine move the clock themselves.
"""

from datetime import datetime, timedelta, timezone
from typing import Any

from ..backup import timestamps
from ..backup.aws.errors import refusal

# The years of schedules.
FIRST_TIME, END_OF_TIME = 0.0, datetime(2200, 1, 1, tzinfo=timezone.utc).timestamp()


class Clock:
    """Moto's clock in this process: the real one, or one that was set and runs on."""

    def __init__(self) -> None:
        self._travel: Any = None

    def set(self, time: Any) -> None:
        """Let it be this time now: a datetime, an ISO 8601 string or seconds since 1970."""
        try:
            moment = timestamps.seconds(time)
        except ValueError:
            raise ValueError(refusal("time", time, timestamps.ACCEPTED)) from None
        if not FIRST_TIME <= moment < END_OF_TIME:
            raise ValueError(refusal("time", time, "a time from 1970 to 2199"))
        import time_machine

        destination = datetime.fromtimestamp(moment, timezone.utc)
        self.set_back()
        self._travel = time_machine.travel(destination, tick=True)
        self._travel.start()

    def advance(self, duration: Any) -> None:
        """Let so much time pass at once: seconds or an ISO 8601 duration such as P14D."""
        self.set(
            datetime.now(timezone.utc) + timedelta(seconds=timestamps.duration("advance", duration))
        )

    def set_back(self) -> None:
        """Let it be the real time."""
        travel, self._travel = self._travel, None
        if travel is not None:
            travel.stop()


# There is one clock to a process, as there is one time.
clock = Clock()
