"""Threads switch more often while a document is read, and as before after the last one."""

import sys

from moto_backup_summaries.backup.thread_switches import frequent_thread_switches


def test_the_last_of_two_blocks_sets_the_interval_back() -> None:
    usual = sys.getswitchinterval()
    with frequent_thread_switches():
        with frequent_thread_switches():
            short = sys.getswitchinterval()
        assert sys.getswitchinterval() == short < usual
    assert sys.getswitchinterval() == usual
