"""No garbage is collected while a document is read, and afterwards it is as before."""

import gc

from moto_backup_summaries.backup.paused_collector import paused_collector


def test_a_block_within_another_does_not_start_the_collector() -> None:
    during: list[bool] = []
    with paused_collector():
        with paused_collector():
            during.append(gc.isenabled())
        during.append(gc.isenabled())
    assert (during, gc.isenabled()) == ([False, False], True)


def test_a_collector_that_the_test_has_paused_stays_so() -> None:
    gc.disable()
    try:
        with paused_collector():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
