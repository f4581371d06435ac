"""load_jobs(): production's file of another season."""

import json
import re
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from moto import mock_aws
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


def test_of_jobs_that_are_listed_none_is_too_old(mocked_backup: Any) -> None:
    # Copy jobs are listed for as long as there are any.
    document = {
        "BackupJobs": [{"CreationDate": NOW - 29 * DAY}],
        "CopyJobs": [{"CreationDate": SEPTEMBER}, {}],
    }
    with frozen_at(NOW):
        assert load_jobs(document) == 3


@pytest.mark.parametrize("kind", ["Backup", "Scan"])
def test_some_jobs_that_nothing_shows_any_more_are_told_with_their_number(
    mocked_backup: Any, kind: str
) -> None:
    rows = [{"CreationDate": NOW - number * 4 * DAY} for number in range(10)]
    told = (
        "2 of 10 jobs are counted by no summary and shown by no list: they were created before "
        "2026-10-21T12:00:00+00:00"
    )
    with frozen_at(NOW), pytest.warns(BackupSummariesWarning, match=re.escape(told)):
        load_jobs({f"{kind}Jobs": rows})


def test_all_dates_move_alike_and_the_newest_is_now_where_that_is_asked_for(
    mocked_backup: Any,
) -> None:
    row = {
        "CreationDate": SEPTEMBER,
        "CompletionDate": SEPTEMBER + HOUR,
        "StartBy": SEPTEMBER + 8 * HOUR,
    }
    before = {"CreationDate": SEPTEMBER - 2 * DAY, "StartBy": None}
    copy = {"CreationDate": SEPTEMBER - HOUR, "CompletionDate": SEPTEMBER}
    with frozen_at(NOW):
        load_jobs({"BackupJobs": [row, before], "CopyJobs": [copy]}, shift_to_now="exactly")
        newest, oldest = mocked_backup.list_backup_jobs()["BackupJobs"]
        (copied,) = mocked_backup.list_copy_jobs()["CopyJobs"]
        assert mocked_backup.list_backup_job_summaries()["BackupJobSummaries"]
    assert newest["CompletionDate"] == NOW
    assert newest["CreationDate"] == NOW - HOUR
    assert newest["StartBy"] == NOW + 7 * HOUR
    assert oldest["CreationDate"] == NOW - HOUR - 2 * DAY
    assert (copied["CreationDate"], copied["CompletionDate"]) == (NOW - 2 * HOUR, NOW - HOUR)


@pytest.mark.parametrize("shift", [True, "exactly"])
def test_a_file_of_the_future_moves_back(mocked_backup: Any, shift: Any) -> None:
    with frozen_at(SEPTEMBER):
        load_jobs({"BackupJobs": [{"CreationDate": NOW}]}, shift_to_now=shift)
        (job,) = mocked_backup.list_backup_jobs()["BackupJobs"]
        kept = SEPTEMBER if shift == "exactly" else SEPTEMBER.replace(hour=12)
        assert job["CreationDate"] == kept


def nights(number: int = 14) -> list[dict[str, Any]]:
    """Eight jobs at two o'clock of each night, which take until a quarter past."""
    return [
        {
            "CreationDate": SEPTEMBER.replace(hour=2) - night * DAY,
            "CompletionDate": SEPTEMBER.replace(hour=2, minute=15) - night * DAY,
        }
        for night in range(number)
        for _ in range(8)
    ]


@pytest.mark.parametrize("include_today", [True, False])
@pytest.mark.parametrize("hour", [0, 1, 2, 12, 23])
def test_a_fortnight_counts_as_much_at_any_hour(hour: int, include_today: bool) -> None:
    settings: Any = {"backup": {"include_today": include_today}}
    last = NOW.replace(hour=0) - (0 if include_today else 1) * DAY
    with frozen_at(NOW.replace(hour=hour)), mock_aws(config=settings):
        load_jobs({"BackupJobs": nights()}, shift_to_now=True)
        assert counted(client_of()) == [(last - night * DAY, 8) for night in range(13, -1, -1)]
        newest, *_ = client_of().list_backup_jobs()["BackupJobs"]
    assert newest["CreationDate"] == last.replace(hour=2)
    assert newest["CompletionDate"] == last.replace(hour=2, minute=15)


def test_a_job_that_ended_past_midnight_counts_on_the_day_on_which_it_began(
    mocked_backup: Any,
) -> None:
    row = {"CreationDate": SEPTEMBER.replace(hour=23), "CompletionDate": SEPTEMBER + DAY}
    with frozen_at(NOW):
        load_jobs({"BackupJobs": [row]}, shift_to_now=True)
        assert counted(mocked_backup) == [(NOW.replace(hour=0), 1)]


def test_an_end_without_a_beginning_moves_by_the_day_too(mocked_backup: Any) -> None:
    with frozen_at(NOW):
        load_jobs({"BackupJobs": [{"CompletionDate": SEPTEMBER}]}, shift_to_now=True)
        (job,) = mocked_backup.list_backup_jobs()["BackupJobs"]
        assert job["CreationDate"] == job["CompletionDate"] == NOW.replace(hour=3)


@pytest.mark.parametrize("kind", ["Backup", "Copy"])
def test_jobs_that_fall_out_although_they_are_moved_are_told_with_their_number(
    mocked_backup: Any, kind: str
) -> None:
    told = (
        "8 of 112 jobs are counted by no summary: they were created before 2026-11-07, with which the "
        "14 days begin that are counted"
    )
    early = NOW.replace(hour=0)
    with frozen_at(early), pytest.warns(BackupSummariesWarning, match=told):
        load_jobs({f"{kind}Jobs": nights()}, shift_to_now="exactly")
    with frozen_at(NOW), pytest.warns(BackupSummariesWarning, match="8 of 120 jobs are counted"):
        load_jobs({f"{kind}Jobs": nights(15)}, shift_to_now=True)


def test_a_job_that_is_running_still_counts_however_long_it_has(mocked_backup: Any) -> None:
    running = {"CreationDate": SEPTEMBER - 20 * DAY, "State": "RUNNING"}
    with frozen_at(NOW):
        load_jobs({"BackupJobs": [running, {"CreationDate": SEPTEMBER}]}, shift_to_now=True)
        assert [count for _, count in counted(mocked_backup)] == [1, 1]


def test_jobs_of_today_are_told_where_today_does_not_count() -> None:
    settings: Any = {"backup": {"include_today": False}}
    told = (
        "No summary counts these jobs: they were created today, and with include_today=False summaries "
        "count up to the last midnight, as AWS's do"
    )
    with frozen_at(NOW), mock_aws(config=settings):
        with pytest.warns(BackupSummariesWarning, match=told) as warned:
            load_jobs({"BackupJobs": [{}, {"CreationDate": NOW}]})
        assert len(warned) == 1
        assert counted(client_of()) == []
        # One that counts is enough.
        load_jobs({"CopyJobs": [{}, {"CreationDate": NOW - DAY}]})


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


def test_a_row_whose_hour_is_yet_to_come_is_of_today(mocked_backup: Any) -> None:
    row = {"StartTime": SEPTEMBER.replace(hour=20), "EndTime": SEPTEMBER.replace(hour=21)}
    with frozen_at(NOW):
        load_jobs({"BackupJobSummaries": [row]}, shift_to_now=True)
        (job,) = mocked_backup.list_backup_jobs()["BackupJobs"]
        assert job["CreationDate"] == NOW.replace(hour=20)


@pytest.mark.parametrize("shift", [True, "exactly"])
def test_jobs_beside_rows_of_summaries_move_by_whole_days_too(
    mocked_backup: Any, shift: Any
) -> None:
    row = {"StartTime": SEPTEMBER.replace(hour=0) - DAY, "Count": 1}
    job = {"CreationDate": SEPTEMBER.replace(hour=20)}
    with frozen_at(NOW):
        load_jobs({"BackupJobs": [job], "BackupJobSummaries": [row]}, shift_to_now=shift)
        newest, oldest = mocked_backup.list_backup_jobs()["BackupJobs"]
        # Today at 20:00 is yet to come.
        assert newest["CreationDate"] == NOW.replace(hour=20)
        assert oldest["CreationDate"] == NOW.replace(hour=0) - DAY


@pytest.mark.parametrize("value", ["yes", 1, None, ["exactly"]])
def test_whether_to_shift_is_true_or_false_or_exactly(mocked_backup: Any, value: Any) -> None:
    said = r"Invalid value for shift_to_now: got .*, accepts true, false or 'exactly'"
    with pytest.raises(ValueError, match=said):
        load_jobs({"BackupJobs": [{}]}, shift_to_now=value)


@pytest.fixture
def september(tmp_path: Path) -> Path:
    path = tmp_path / "september.json"
    rows = [{"CreationDate": "2025-09-10T03:00:00Z"}, {"CreationDate": "2025-09-11T03:00:00Z"}]
    path.write_text(json.dumps({"BackupJobs": rows}), encoding="utf-8")
    return path


@pytest.mark.parametrize("how", [(), ("exactly",)])
def test_a_server_starts_with_history_moved_to_now(september: Path, how: tuple[str, ...]) -> None:
    with served("--load", str(september), "--shift-to-now", *how) as url:
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
    assert second == f" * 2 jobs loaded from {september} into us-east-1"


def test_seconds_of_another_type_of_number_are_not_taken_for_milliseconds(
    mocked_backup: Any,
) -> None:
    with pytest.raises(ValueError, match=r": got Decimal\('1772323200'\), accepts .* since 1970$"):
        load_jobs({"BackupJobs": [{"CreationDate": Decimal(1772323200)}]})
