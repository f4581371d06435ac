"""Threads take turns more often while any document is read, and as usual after the last."""

import sys

from moto_backup_summaries.backup.giving_way import giving_way


def test_the_last_of_two_that_give_way_sets_the_turns_back() -> None:
    usual = sys.getswitchinterval()
    with giving_way():
        with giving_way():
            short = sys.getswitchinterval()
        assert sys.getswitchinterval() == short < usual
    assert sys.getswitchinterval() == usual
