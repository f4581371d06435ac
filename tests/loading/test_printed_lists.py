"""Long files as the AWS CLI prints them, which are read some rows at a time, load as they would at once."""

import gzip
import json
import os
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from calls import FAR
from loading.files import said, written

from moto_backup_summaries import BackupSummariesWarning, load_jobs
from moto_backup_summaries.backup.loading.load_file import load_file

# Some blocks long, and with a text that looks like the end of a row.
NUMBER = 1_500
ROWS: list[dict[str, Any]] = [
    {
        "BackupJobId": f"job-{number}",
        "State": "FAILED",
        "StatusMessage": "\n        },\n        {",
        "CreatedBy": {"BackupPlanId": "plän", "BackupRuleId": f"rule-{number}"},
    }
    for number in range(NUMBER)
]


def printed(rows: list[Any], indent: int = 4, **others: Any) -> str:
    return json.dumps({"BackupJobs": rows, **others}, indent=indent, ensure_ascii=False)


def changed(number: int, **members: Any) -> list[Any]:
    """The rows with one that has other members."""
    rows: list[Any] = [*ROWS]
    rows[number] = {**rows[number], **members}
    return rows


def jobs(client: Any) -> dict[str, Any]:
    pages = client.get_paginator("list_backup_jobs").paginate()
    return {job["BackupJobId"]: job for page in pages for job in page["BackupJobs"]}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "jobs.json"


@pytest.mark.parametrize(
    "content",
    [
        printed(ROWS),
        printed(ROWS, indent=1, NextToken="token"),
        printed(ROWS).replace("\n", "\r\n"),
        gzip.compress(printed(ROWS).encode()),
        printed(ROWS[:900]) + "\n" + printed(ROWS[900:]),
        printed([*ROWS[:-1], {**ROWS[-1], "StatusMessage": "x" * 200_000}]),
        "{" + json.dumps(ROWS)[1:-1].join(['"BackupJobs": [', "]}"]),
    ],
    ids=["indented", "with others", "of Windows", "packed", "two", "a long row", "in one line"],
)
def test_all_rows_are_loaded(mocked_backup: Any, path: Path, content: str | bytes) -> None:
    assert load_jobs(written(path, content)) == NUMBER
    loaded = jobs(mocked_backup)
    assert [loaded[row["BackupJobId"]]["CreatedBy"] for row in ROWS] == [
        row["CreatedBy"] for row in ROWS
    ]


def test_what_looks_like_two_rows_within_a_row_is_not_cut(mocked_backup: Any, path: Path) -> None:
    rule = '"rule-700"\n            }'
    odd = f'{rule},\n"Odd": [\n        {{\n        }},\n        {{}}], "StatusMessage": "{"x" * 200_000}"'
    written(path, printed(ROWS).replace(rule, odd))
    with pytest.warns(BackupSummariesWarning, match=r": BackupJobs\[700\].Odd of "):
        assert load_jobs(path) == NUMBER


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (
            changed(1_200, State="DONE"),
            "Invalid value for BackupJobs[1200].State of {}: got 'DONE', accepts one of CREATED, PENDING, "
            "RUNNING, ABORTING, ABORTED, COMPLETED, FAILED, EXPIRED, PARTIAL",
        ),
        (
            changed(1_199, CreationDate="yesterday"),
            "Invalid value for BackupJobs[1199].CreationDate of {}: got 'yesterday', accepts a date, an ISO "
            "8601 string or seconds since 1970",
        ),
        (
            changed(1_400, BackupJobId="job-3"),
            "Invalid value for BackupJobs[1400].BackupJobId of {}: got 'job-3', accepts an id that "
            "BackupJobs[3] of {} does not have",
        ),
        (
            changed(1_300, Stat="FAILED"),
            "Unknown member BackupJobs[1300].Stat of {}; did you mean State?",
        ),
        (
            changed(1_250, CreatedBy={"BackupPlanID": "plan"}),
            "Unknown member BackupJobs[1250].CreatedBy.BackupPlanID of {}; did you mean BackupPlanId?",
        ),
        (
            [*ROWS[:1_100], 5, *ROWS[1_100:]],
            "Invalid value for BackupJobs[1100] of {}: got 5, accepts an object",
        ),
    ],
    ids=["state", "date", "id", "member", "inner member", "no row"],
)
@pytest.mark.parametrize("strict", [True, False])
def test_a_bad_row_is_told_by_its_number(
    mocked_backup: Any, path: Path, rows: list[Any], reason: str, strict: bool
) -> None:
    written(path, printed(rows))
    told = reason.replace("{}", repr(str(path)))
    if strict:
        assert said(path) == told
        assert jobs(mocked_backup) == {}
    else:
        number, refused = load_jobs(path, strict=False)
        assert [row.reason for row in refused] == [told]
        assert refused[0].row in rows
        assert number == len(rows) - 1


@pytest.mark.parametrize(
    "content",
    [
        printed(ROWS)[:-40],
        printed(ROWS).replace('"rule-1200"', '"rule-1200'),
        printed(ROWS).replace('"rule-1200"', '"rule-1200" 5'),
        printed(ROWS) + "\n x",
        printed(ROWS)[:-2] + '\n    "NextToken": "a"\n}',
        printed(ROWS).encode().replace(b'"rule-1200"', b'"rule-\xff"'),
        printed(ROWS).encode().replace(b'"rule-1499"', b'"rule-\xe4\xb8"'),
    ],
    ids=["cut off", "no quote", "no comma", "more", "no comma at the end", "byte", "bytes"],
)
def test_what_is_no_json_is_told_as_of_the_whole_file(
    mocked_backup: Any, path: Path, content: str | bytes
) -> None:
    written(path, content)
    told = said(path)
    # Which is read at once where rows are kept.
    with pytest.raises(ValueError, match=" is not JSON: ") as error:
        load_jobs(path, strict=False)
    assert told == str(error.value)


def test_a_list_that_is_there_twice_is_refused(mocked_backup: Any, path: Path) -> None:
    written(path, printed(ROWS)[:-2] + ', "BackupJobs": []}')
    assert said(path) == f"{str(path)!r} has BackupJobs twice; load_jobs accepts it once"


def test_other_members_of_the_document_are_read(mocked_backup: Any, path: Path) -> None:
    content = printed(ROWS, CopyJobs=[{"State": "DONE"}])
    assert said(written(path, content)).startswith(
        f"Invalid value for CopyJobs[0].State of {str(path)!r}: got 'DONE'"
    )
    account = printed(ROWS, BackupAccount={"Version": 1, "Region": "us-east-1"})
    assert said(written(path, account)) == (
        f"the document of {str(path)!r} is of a whole account; load_account() loads it"
    )


def test_lines_are_told_of_what_comes_behind(mocked_backup: Any, path: Path) -> None:
    text = printed(ROWS)
    written(path, text + "\n\n" + printed([{"State": "DONE"}], indent=0))
    line = text.count("\n") + 3
    assert said(path).startswith(
        f"Invalid value for BackupJobs[0].State in line {line} of {str(path)!r}: got 'DONE'"
    )


def test_members_that_are_left_out_are_told_with_their_rows(mocked_backup: Any, path: Path) -> None:
    rows = changed(1_220, Weather="fair")
    rows[1_250] = {**rows[1_250], "CreatedBy": {"Weather": "fair"}}
    for number in range(9):
        rows[1_300 + number] = {**rows[1_300 + number], f"Weather{number}": None}
    written(path, printed(rows))
    with pytest.warns(BackupSummariesWarning, match="left out what botocore") as warned:
        load_jobs(path)
    places = [f"BackupJobs[1220].Weather of {str(path)!r}"]
    text = str(warned[0].message)
    assert text.partition("know: ")[2].startswith(places[0])
    assert text.endswith(" and 6 more")


def test_several_files_are_one_document(mocked_backup: Any, tmp_path: Path) -> None:
    for name, rows in (("a", ROWS[:900]), ("b", ROWS[900:])):
        written(tmp_path / "pages" / name, printed(rows))
    written(tmp_path / "pages" / "c", json.dumps({"BackupJobId": "job-5"}))
    path = str(tmp_path / "pages" / "c")
    assert said(tmp_path / "pages") == (
        f"Invalid value for BackupJobId in line 1 of {path!r}: got 'job-5', accepts an id that "
        f"BackupJobs[5] of {str(tmp_path / 'pages' / 'a')!r} does not have"
    )
    (tmp_path / "pages" / "c").unlink()
    assert load_jobs(tmp_path / "pages") == NUMBER
    assert load_jobs(tmp_path / "pages", region_name=FAR) == NUMBER


def test_a_pipe_is_read_once(mocked_backup: Any, path: Path) -> None:
    os.mkfifo(path)
    writer = Thread(target=path.write_text, args=(printed(ROWS),))
    writer.start()
    loaded = load_file(str(path), False)
    writer.join()
    assert loaded.number == f"{NUMBER} jobs"
