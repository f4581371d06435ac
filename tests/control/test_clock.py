"""The clock of a server's process."""

import os
import time
from datetime import datetime, timezone

from support import frozen_at

from moto_backup_summaries.control.clock import Clock, clock

NOW = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)


def test_a_clock_that_was_never_set_moves_nothing_when_it_is_set_back() -> None:
    with frozen_at(NOW):
        Clock().set_back()
        assert datetime.now(timezone.utc) == NOW


def test_a_clock_that_is_set_leaves_the_time_zone_of_the_process() -> None:
    before = os.environ.get("TZ"), time.tzname
    try:
        for day in ("2026-05-01T00:00:00Z", "2026-05-02T00:00:00+09:00"):
            clock.set(day)
            assert (os.environ.get("TZ"), time.tzname) == before
        assert datetime.now(timezone.utc).isoformat().startswith("2026-05-01T15:00:0")
    finally:
        clock.set_back()
