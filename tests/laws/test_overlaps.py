"""Which runs of overlapping rules take place, against what the rule says of each moment."""

from hypothesis import given
from hypothesis import strategies as st
from support import examples

from moto_backup_summaries.backup.plans.overlaps import drop_overlapping

# Close enough together that windows often meet, contain moments, and end at one.
MOMENTS = st.lists(st.integers(0, 60), max_size=20, unique=True).map(sorted)


@examples()
@given(moments=MOMENTS, starts=MOMENTS, own=st.integers(1, 20), other=st.integers(1, 20))
def test_a_moment_stays_if_its_window_has_no_time_in_common_with_another(
    moments: list[int], starts: list[int], own: int, other: int
) -> None:
    expected = [
        moment
        for moment in moments
        if not any(
            {*range(moment, moment + own)} & {*range(start, start + other)} for start in starts
        )
    ]
    assert list(drop_overlapping(moments, starts, own, other)) == expected
