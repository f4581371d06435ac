"""What a test has said ends with the mock, or with a reset of moto."""

import pytest

from moto_backup_summaries.backup.scenario.scenario import Scenario


class HandsOfAClock:
    """A clock that was set, and how often it went back."""

    def __init__(self) -> None:
        self.times_set_back = 0

    def set_back(self) -> None:
        self.times_set_back += 1


def test_a_clock_that_was_set_goes_back_at_the_end() -> None:
    scenario, clock = Scenario(), HandsOfAClock()
    scenario.clock = clock
    scenario.end()
    assert clock.times_set_back == 1


def test_where_no_mock_ends_what_a_selection_names_in_vain_is_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    scenario = Scenario()
    for _ in range(2):
        scenario.note_absent("selection", "arn:aws:s3:::absent", "absent is not there")
    assert [record.message for record in caplog.records] == ["absent is not there"]
