"""load_jobs(): production's file of another season."""

import json
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from support import client_of, frozen_at, served

from moto_backup_summaries import BackupSummariesWarning, load_jobs

NOW = datetime(2026, 11, 20, 12, tzinfo=timezone.utc)
SEPTEMBER = datetime(2026, 9, 10, 3, tzinfo=timezone.utc)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def test_jobs_that_no_summary_counts_any_more_are_told(mocked_backup: Any) -> None:
    rows = [{"CreationDate": SEPTEMBER - number * DAY} for number in range(3)]
    told = r"newest was created 2026-09-10T03:00:00\+00:00, 71 days ago .* shift_to_now moves"
    with frozen_at(NOW), pytest.warns(BackupSummariesWarning, match=told) as warned:
        assert load_jobs({"BackupJobs": rows, "CopyJobs": rows}) == 6
    assert len(warned) == 1


def test_rows_of_summaries_are_old_when_no_summary_has_them(mocked_backup: Any) -> None:
    row = {"StartTime": NOW - 20 * DAY, "EndTime": NOW - 19 * DAY}
    with frozen_at(NOW), pytest.warns(BackupSummariesWarning, match="20 days ago"):
        load_jobs({"BackupJobSummaries": [row]})


@pytest.mark.parametrize("other", [{"CreationDate": NOW - 29 * DAY}, {}])
def test_one_that_is_shown_is_enough(mocked_backup: Any, other: dict[str, Any]) -> None:
    with frozen_at(NOW):
        assert load_jobs({"BackupJobs": [{"CreationDate": SEPTEMBER}], "CopyJobs": [other]}) == 2


def test_all_dates_move_alike_and_the_newest_is_now(mocked_backup: Any) -> None:
    row = {
        "CreationDate": SEPTEMBER,
        "CompletionDate": SEPTEMBER + HOUR,
        "StartBy": SEPTEMBER + 8 * HOUR,
    }
    before = {"CreationDate": SEPTEMBER - 2 * DAY, "StartBy": None}
    copy = {"CreationDate": SEPTEMBER - HOUR, "CompletionDate": SEPTEMBER}
    with frozen_at(NOW):
        load_jobs({"BackupJobs": [row, before], "CopyJobs": [copy]}, shift_to_now=True)
        newest, oldest = mocked_backup.list_backup_jobs()["BackupJobs"]
        (copied,) = mocked_backup.list_copy_jobs()["CopyJobs"]
        assert mocked_backup.list_backup_job_summaries()["BackupJobSummaries"]
    assert newest["CompletionDate"] == NOW
    assert newest["CreationDate"] == NOW - HOUR
    assert newest["StartBy"] == NOW + 7 * HOUR
    assert oldest["CreationDate"] == NOW - HOUR - 2 * DAY
    assert (copied["CreationDate"], copied["CompletionDate"]) == (NOW - 2 * HOUR, NOW - HOUR)


def test_a_file_of_the_future_moves_back(mocked_backup: Any) -> None:
    with frozen_at(SEPTEMBER):
        load_jobs({"BackupJobs": [{"CreationDate": NOW}]}, shift_to_now=True)
        (job,) = mocked_backup.list_backup_jobs()["BackupJobs"]
        assert job["CreationDate"] == SEPTEMBER


def test_what_has_no_dates_stays_where_it_is(mocked_backup: Any) -> None:
    with frozen_at(NOW):
        load_jobs({"BackupJobs": [{}], "CopyJobSummaries": [{}]}, shift_to_now=True)
        (job,) = mocked_backup.list_backup_jobs()["BackupJobs"]
        assert job["CreationDate"] == NOW


def counted(client: Any, **asked: str) -> list[tuple[Any, int]]:
    rows = client.list_backup_job_summaries(**asked)["BackupJobSummaries"]
    return [(row["StartTime"], row["Count"]) for row in rows]


def test_rows_of_summaries_keep_to_their_days(mocked_backup: Any) -> None:
    first = SEPTEMBER.replace(hour=0)
    rows = [
        {"StartTime": first + number * DAY, "EndTime": first + (number + 1) * DAY, "Count": 3}
        for number in range(4)
    ]
    today = NOW.replace(hour=0)
    with frozen_at(NOW):
        load_jobs({"BackupJobSummaries": rows}, shift_to_now=True)
        assert counted(mocked_backup) == [(today - number * DAY, 3) for number in (3, 2, 1, 0)]


@pytest.mark.parametrize(
    "row",
    [
        {"StartTime": SEPTEMBER.replace(hour=0)},
        {"EndTime": SEPTEMBER.replace(hour=0) + DAY, "StartTime": SEPTEMBER - 13 * DAY},
        {"StartTime": SEPTEMBER.replace(hour=10), "EndTime": SEPTEMBER.replace(hour=11)},
    ],
)
def test_the_last_day_of_a_row_is_today(mocked_backup: Any, row: dict[str, Any]) -> None:
    with frozen_at(NOW):
        load_jobs({"BackupJobSummaries": [row]}, shift_to_now=True)
        (job,) = mocked_backup.list_backup_jobs()["BackupJobs"]
        moved = job["CreationDate"] - row["StartTime"]
        assert moved == timedelta(days=71)


def test_a_row_whose_hour_is_yet_to_come_is_of_yesterday(mocked_backup: Any) -> None:
    row = {"StartTime": SEPTEMBER.replace(hour=20), "EndTime": SEPTEMBER.replace(hour=21)}
    with frozen_at(NOW):
        load_jobs({"BackupJobSummaries": [row]}, shift_to_now=True)
        (job,) = mocked_backup.list_backup_jobs()["BackupJobs"]
        assert job["CreationDate"] == NOW.replace(hour=20) - DAY


def test_jobs_beside_rows_of_summaries_move_by_whole_days_too(mocked_backup: Any) -> None:
    row = {"StartTime": SEPTEMBER.replace(hour=0) - DAY, "Count": 1}
    job = {"CreationDate": SEPTEMBER.replace(hour=20)}
    with frozen_at(NOW):
        load_jobs({"BackupJobs": [job], "BackupJobSummaries": [row]}, shift_to_now=True)
        newest, oldest = mocked_backup.list_backup_jobs()["BackupJobs"]
        # Today at 20:00 is yet to come.
        assert newest["CreationDate"] == NOW.replace(hour=20) - DAY
        assert oldest["CreationDate"] == NOW.replace(hour=0) - 2 * DAY


@pytest.mark.parametrize("value", ["yes", 1, None])
def test_whether_to_shift_is_true_or_false(mocked_backup: Any, value: Any) -> None:
    with pytest.raises(ValueError, match=r"Invalid value for shift_to_now: got .* true or false"):
        load_jobs({"BackupJobs": [{}]}, shift_to_now=value)


@pytest.fixture
def september(tmp_path: Path) -> Path:
    path = tmp_path / "september.json"
    rows = [{"CreationDate": "2025-09-10T03:00:00Z"}, {"CreationDate": "2025-09-11T03:00:00Z"}]
    path.write_text(json.dumps({"BackupJobs": rows}), encoding="utf-8")
    return path


def test_a_server_starts_with_history_moved_to_now(september: Path) -> None:
    with served("--load", str(september), "--shift-to-now") as url:
        assert sum(number for _, number in counted(client_of(endpoint_url=url))) == 2


def test_a_server_tells_of_history_that_is_too_old(september: Path) -> None:
    program = """
import sys
import moto.server
from moto_backup_summaries.server import main
moto.server.main = lambda arguments: None
main(sys.argv[1:])
"""
    ran = subprocess.run(
        [sys.executable, "-c", program, "--load", str(september)],
        capture_output=True,
        text=True,
        check=True,
    )
    first, second = ran.stderr.splitlines()
    assert first.startswith(f" * {september}: No summary counts these jobs")
    assert second == f" * 2 jobs loaded from {september}"
