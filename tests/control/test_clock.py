"""The clock of a server's process."""

from datetime import datetime, timezone

from support import frozen_at

from moto_backup_summaries.control.clock import Clock

NOW = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)


def test_a_clock_that_was_never_set_moves_nothing_when_it_is_set_back() -> None:
    with frozen_at(NOW):
        Clock().set_back()
        assert datetime.now(timezone.utc) == NOW
