"""Whatever has happened to an account: captured and loaded elsewhere it tells what it told."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from botocore.exceptions import ClientError
from capture.test_whole_account import elsewhere
from fuzz.test_all_or_nothing import CHANGES, Account
from hypothesis import given, settings
from hypothesis import strategies as st

# A change of each family, and time, which lets plans run, locks begin and recovery points end. Most stories
# are short: what one change leaves is what the next may hide.
STEPS = st.sampled_from(sorted(CHANGES)) | st.integers(1, 10).map(lambda days: timedelta(days))


@pytest.mark.filterwarnings("ignore::moto_backup_summaries.BackupSummariesWarning")
@settings(max_examples=max(2, settings().max_examples // 10))
@given(steps=st.lists(STEPS, max_size=8))
def test_a_captured_account_tells_elsewhere_what_it_told(steps: list[Any]) -> None:
    def story(clock: Any) -> None:
        on = Account(clock)
        for step in steps:
            if isinstance(step, timedelta):
                clock.shift(step)
            else:
                with suppress(ClientError):
                    CHANGES[step](on)

    with TemporaryDirectory() as folder:
        elsewhere(story, Path(folder) / "account.json.gz")
