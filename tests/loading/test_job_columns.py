"""Jobs in columns, as a capture writes them, load as the same jobs in rows do."""

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from calls import FAR
from hypothesis import given
from hypothesis import strategies as st
from loading.files import said, written
from support import examples

from moto_backup_summaries import load_jobs
from moto_backup_summaries.backup.loading.job_columns import column_rows, in_columns

STATES = "CREATED, PENDING, RUNNING, ABORTING, ABORTED, COMPLETED, FAILED, EXPIRED, PARTIAL"
CREATED = datetime.now(timezone.utc).replace(microsecond=123000) - timedelta(days=1)
ROWS: list[dict[str, Any]] = [
    {
        "BackupJobId": f"job-{number}",
        "State": ("FAILED", "COMPLETED")[number % 2],
        "CreationDate": CREATED,
        "IsParent": bool(number % 2),
        "BackupSizeInBytes": number % 2,
        "CreatedBy": {"BackupPlanId": "plan"},
    }
    for number in range(6)
]


def test_they_load_as_rows_do(mocked_backup: Any, tmp_path: Path) -> None:
    pages = [{"BackupJobs": in_columns(rows)} for rows in (ROWS[:4], ROWS[4:])]
    path = written(tmp_path / "jobs", "\n".join(map(json.dumps, pages)))
    assert load_jobs(path) == 6
    jobs = sorted(
        mocked_backup.list_backup_jobs()["BackupJobs"], key=lambda job: str(job["BackupJobId"])
    )
    assert [{name: job[name] for name in ROWS[0]} for job in jobs] == ROWS
    assert said(path) == (
        f"Invalid value for BackupJobs[0].BackupJobId in line 1 of {str(path)!r}: got 'job-0', accepts "
        "an id that no job in moto has; load a document once, or leave its ids out"
    )
    assert load_jobs(pages, region_name=FAR) == 6


def test_bad_ones_are_refused_by_their_number(mocked_backup: Any) -> None:
    states = {"Values": ["FAILED", "DONE"], "Rows": [0, 1, 0]}
    page = {
        "BackupJobs": {
            "Columns": {"State": states, "CreationDate": [CREATED.timestamp(), None, "x"]}
        }
    }
    number, refused = load_jobs([{"BackupJobs": [{}]}, page], strict=False)
    assert number == 2
    assert refused == [
        (
            "source[1].BackupJobs[1]",
            {"State": "DONE"},
            f"Invalid value for source[1].BackupJobs[1].State: got 'DONE', accepts one of {STATES}",
        ),
        (
            "source[1].BackupJobs[2]",
            {"State": "FAILED", "CreationDate": "x"},
            "Invalid value for source[1].BackupJobs[2].CreationDate: got 'x', accepts a date, an ISO 8601 "
            "string or seconds since 1970",
        ),
    ]


def test_a_member_may_be_in_some_pages_only(mocked_backup: Any) -> None:
    pages = [{"BackupJobs": {"Columns": {name: ["FAILED"]}}} for name in ("StatusMessage", "State")]
    load_jobs(pages)
    jobs = mocked_backup.list_backup_jobs()["BackupJobs"]
    assert {(job["State"], job.get("StatusMessage")) for job in jobs} == {
        ("COMPLETED", "FAILED"),
        ("FAILED", "Backup job failed."),
    }


COLUMN = (
    'a list, or {"Values": [value, …], "Rows": [number of a value, …]}, or {"Values": [value], "Rows": how '
    "many}"
)


@pytest.mark.parametrize(
    ("columns", "refusal"),
    [
        (5, "for Columns of BackupJobs: got 5, accepts an object with a column for each member"),
        ({"State": "FAILED"}, f"for Columns.State of BackupJobs: got 'FAILED', accepts {COLUMN}"),
        (
            {"State": {"Values": ["FAILED"], "Rows": [1]}},
            "for Columns.State of BackupJobs: got {'Values': ['FAILED'], 'Rows': [1]}, accepts "
            + COLUMN,
        ),
        (
            {"State": {"Values": ["FAILED"], "Rows": [True]}},
            "for Columns.State of BackupJobs: got {'Values': ['FAILED'], 'Rows': [True]}, accepts "
            + COLUMN,
        ),
        *[
            (
                {"State": {"Values": values, "Rows": rows}},
                f"for Columns.State of BackupJobs: got {{'Values': {values}, 'Rows': {rows}}}, accepts "
                + COLUMN,
            )
            for values, rows in [
                (["FAILED", "FAILED"], 2),
                (["FAILED"], 0),
                (["FAILED"], True),
                (["FAILED"], 1_000_001),
                ({}, 1),
            ]
        ],
        (
            {"State": {"Values": {}, "Rows": []}},
            "for Columns.State of BackupJobs: got {'Values': {}, 'Rows': []}, accepts " + COLUMN,
        ),
        (
            {"State": ["FAILED"], "StatusMessage": {"Values": [], "Rows": []}},
            "for the lengths of Columns of BackupJobs: got {'State': 1, 'StatusMessage': 0}, accepts "
            "the same for all",
        ),
    ],
)
def test_columns_that_are_none_are_refused(mocked_backup: Any, columns: Any, refusal: str) -> None:
    assert said({"BackupJobs": {"Columns": columns}}) == f"Invalid value {refusal}"


def test_columns_are_a_sequence_of_jobs() -> None:
    rows = column_rows({"Columns": {"A": ["a", None, "c"], "B": [1, 2, 3]}}, "BackupJobs")
    assert (rows[-1], rows[1:]) == ({"A": "c", "B": 3}, [{"B": 2}, {"A": "c", "B": 3}])
    assert [*rows] == [{"A": "a", "B": 1}, {"B": 2}, {"A": "c", "B": 3}]


# Few values, so that some come again, and some that are equal to each other.
VALUES = st.sampled_from([None, "a", "b", 0, 1, True, False, {"A": "a"}])


@examples()
@given(
    st.lists(st.dictionaries(st.sampled_from("ABC"), VALUES, min_size=1), min_size=1, max_size=9)
)
def test_rows_come_back_out_of_columns(rows: list[dict[str, Any]]) -> None:
    again = column_rows(json.loads(json.dumps(in_columns(rows))), "BackupJobs")
    assert [_texts(row) for row in again] == [_texts(row) for row in rows]


def _texts(row: Any) -> set[str]:
    return {f"{name}: {value!r}" for name, value in row.items() if value is not None}


def test_what_comes_again_is_written_once() -> None:
    columns = in_columns(ROWS)["Columns"]
    assert columns["State"] == {"Values": ["FAILED", "COMPLETED"], "Rows": [0, 1] * 3}
    assert columns["CreationDate"] == {"Values": [CREATED.timestamp()], "Rows": 6}
    assert columns["BackupJobId"] == [row["BackupJobId"] for row in ROWS]
