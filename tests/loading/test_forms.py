"""The forms of what load_jobs() loads: files, folders and pages, told apart by what is in them."""

import gzip
import io
import json
import sys
from pathlib import Path
from typing import Any

import boto3
import pytest
from calls import volume
from loading.files import said, written

from moto_backup_summaries import load_jobs
from moto_backup_summaries.backup.loading.progress import Progress
from moto_backup_summaries.backup.loading.sources import file_of

STATES = "CREATED, PENDING, RUNNING, ABORTING, ABORTED, COMPLETED, FAILED, EXPIRED, PARTIAL"
ROWS = [{"BackupJobId": f"job-{number}", "State": "FAILED"} for number in range(3)]
PAGES = [{"BackupJobs": [row]} for row in ROWS]
# What `zstd` makes of FEW.
FEW = b'{"BackupJobs": [{}]}'
FRAME = bytes.fromhex("28b52ffd0458a100007b224261636b75704a6f6273223a205b7b7d5d7d8091d525")


def ids(client: Any) -> list[str]:
    return sorted(job["BackupJobId"] for job in client.list_backup_jobs()["BackupJobs"])


@pytest.mark.parametrize(
    "content",
    [
        "\n".join(map(json.dumps, PAGES)),
        "".join(json.dumps(page, indent=4) for page in PAGES),
        "\n".join(map(json.dumps, ROWS)),
        json.dumps(PAGES),
        json.dumps(ROWS),
        "\n".join(f"2026-03-01T00:00:00.123Z {json.dumps(page)}" for page in PAGES),
        "\ufeff" + json.dumps({"BackupJobs": ROWS, "ResponseMetadata": {"RetryAttempts": 0}}),
        json.dumps([{"BackupJob": row} for row in ROWS]),
    ],
    ids=["lines", "after", "jobs", "pages", "list", "log", "boto3", "described"],
)
def test_a_file_may_hold_several_documents(
    mocked_backup: Any, tmp_path: Path, content: str
) -> None:
    assert load_jobs(written(tmp_path / "any.name", content)) == 3
    assert ids(mocked_backup) == ["job-0", "job-1", "job-2"]


@pytest.mark.parametrize("source", [PAGES, ROWS, [*PAGES[:2], ROWS[2]]])
def test_so_may_a_list(mocked_backup: Any, source: Any) -> None:
    assert load_jobs(source) == 3
    assert ids(mocked_backup) == ["job-0", "job-1", "job-2"]


def test_kinds_of_job_may_be_mixed(mocked_backup: Any) -> None:
    assert load_jobs([{"CopyJobId": "a"}, {"BackupJobId": "b"}, {"RestoreJobs": [{}, {}]}]) == 4
    assert len(mocked_backup.list_restore_jobs()["RestoreJobs"]) == 2


def test_files_may_be_packed_by_gzip(mocked_backup: Any, tmp_path: Path) -> None:
    content = gzip.compress(json.dumps(PAGES[0]).encode()) + gzip.compress(
        json.dumps(PAGES[1]).encode()
    )
    assert load_jobs(written(tmp_path / "jobs.json", content)) == 2


@pytest.mark.parametrize("frames", [1, 2])
def test_files_may_be_packed_by_zstd(mocked_backup: Any, tmp_path: Path, frames: int) -> None:
    assert load_jobs(written(tmp_path / "jobs", FRAME * frames)) == frames


@pytest.mark.parametrize("damaged", [FRAME[:-3], FRAME[:-3] + b"abc", FRAME + FRAME[:-3]])
def test_damaged_zstd_is_refused(mocked_backup: Any, tmp_path: Path, damaged: bytes) -> None:
    path = written(tmp_path / "jobs", damaged)
    assert said(path).startswith(f"{str(path)!r} is zstd that is damaged: ")


def test_zstd_that_nothing_reads_is_refused(
    mocked_backup: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("compression.zstd", "backports.zstd"):
        monkeypatch.setitem(sys.modules, name, None)
    path = written(tmp_path / "jobs", FRAME)
    assert said(path) == (
        f"{str(path)!r} is zstd, which this Python does not read: `pip install backports.zstd`, or unpack it "
        "with `zstd -d`"
    )


@pytest.mark.parametrize(
    ("content", "begins"),
    [
        (gzip.compress(b"{}" * 100, mtime=0)[:-9], " is gzip that is damaged: "),
        (b"\x1f\x8b\x00", " is gzip that is damaged: "),
        (b"PK\x03\x04", " is no JSON or CSV; it looks like a ZIP archive: unpack it"),
        (b"PAR1", " is no JSON or CSV; it looks like Parquet: let the report have CSV or JSON"),
        (
            b"<html>",
            " is not JSON: Expecting value: line 1 column 1 (char 0); it looks like XML or HTML",
        ),
        (
            b"BackupJobs:\n- a",
            " is not JSON: Expecting value: line 1 column 1 (char 0); it looks like what ",
        ),
        (b"\xff\xff\x00a", " is not JSON: 'utf-8' codec can't decode byte 0xff"),
        (b"{}\n{", " has none of "),
        (
            b'{"BackupJobs": []}\n{',
            " is not JSON: Expecting property name enclosed in double quotes",
        ),
        (b'{"BackupJobs": []} x', " is not JSON: Expecting value: line 1 column 20"),
        (b'"text"', " does not contain a JSON object but 'text'; load_jobs accepts a document"),
        (b"[[]]", " does not contain a JSON object but []; load_jobs accepts a document"),
    ],
)
def test_what_a_file_looks_like_is_told(
    mocked_backup: Any, tmp_path: Path, content: bytes, begins: str
) -> None:
    path = written(tmp_path / "file", content)
    told = said(path).removeprefix("the document of ")
    assert told.startswith(f"{str(path)!r}{begins}")


@pytest.mark.parametrize("source", [[], [[]], [3], ["BackupJobs"]])
def test_a_list_without_objects_is_refused(mocked_backup: Any, source: Any) -> None:
    assert said(source).startswith("Invalid value for source: got ")


def test_folders_and_patterns_load_all_their_files(mocked_backup: Any, tmp_path: Path) -> None:
    for number, page in enumerate(PAGES):
        written(tmp_path / "pages" / str(number) / "page.json", json.dumps(page))
    written(tmp_path / "pages" / ".hidden" / "page.json", "no JSON")
    written(tmp_path / "pages" / ".DS_Store", b"\x00")
    assert load_jobs(tmp_path / "pages") == 3
    assert ids(mocked_backup) == ["job-0", "job-1", "job-2"]
    with pytest.raises(ValueError, match=r"got 'job-1', accepts an id that no job in moto has"):
        load_jobs(str(tmp_path / "pages" / "[1-9]" / "*.json"))


def test_a_pattern_matches_files_only(mocked_backup: Any, tmp_path: Path) -> None:
    written(tmp_path / "1" / "a.json", json.dumps(PAGES[0]))
    written(tmp_path / "2.json", json.dumps(PAGES[1]))
    assert load_jobs(str(tmp_path / "*")) == 1
    assert load_jobs(str(tmp_path / "**" / "a.json")) == 1


def test_a_file_whose_name_is_a_pattern_is_itself(mocked_backup: Any, tmp_path: Path) -> None:
    written(tmp_path / "a.json", json.dumps({"BackupJobs": [{}, {}]}))
    assert load_jobs(written(tmp_path / "[a].json", json.dumps(PAGES[0]))) == 1


def test_where_no_file_is_nothing_is_loaded(mocked_backup: Any, tmp_path: Path) -> None:
    pattern, folder = str(tmp_path / "*.json"), str(tmp_path)
    assert said(pattern).startswith(f"No file matches {pattern!r}; load_jobs accepts a document")
    assert said(folder).startswith(f"{folder!r} is a folder without files; load_jobs accepts")


@pytest.mark.parametrize(
    ("document", "place"),
    [
        (
            {"BackupJobs": [{"CreatedBy": {"BackupPlanId": 7}}]},
            "BackupJobs[0].CreatedBy.BackupPlanId",
        ),
        ({"BackupJobs": [{"BackupOptions": {"a": 1}}]}, "BackupJobs[0].BackupOptions.a"),
        ({"CopyJobSummaries": [{"Count": "x"}]}, "CopyJobSummaries[0].Count"),
    ],
)
def test_what_is_wrong_inside_of_a_row_is_told_before_its_file(
    document: Any, place: str, mocked_backup: Any, tmp_path: Path
) -> None:
    path = written(tmp_path / "jobs.json", json.dumps(document))
    assert said(path).startswith(f"Invalid value for {place} of '{path}': got ")


def test_standard_input_is_a_file(mocked_backup: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(FEW))))
    assert load_jobs("-") == 1
    monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"BackupJobs": [{"State": ""}]}'))
    )
    assert said("-").startswith("Invalid value for BackupJobs[0].State of standard input: got ''")


def test_objects_of_s3_are_files(mocked_backup: Any) -> None:
    s3 = boto3.client("s3", region_name="us-east-1")
    assert said("s3://reports/a") == "'s3://reports/a': moto's S3 has no bucket 'reports'"
    s3.create_bucket(Bucket="reports")
    assert said("s3://report/a") == "'s3://report/a': moto's S3 has no bucket 'report'"
    for number, page in enumerate(PAGES):
        s3.put_object(Bucket="reports", Key=f"Backup/{number}.json", Body=json.dumps(page))
    assert load_jobs("s3://reports/Backup/1.json") == 1
    assert load_jobs("s3://reports/Backup/0.json") == 1
    assert said("s3://reports/Backup/") == (
        "Invalid value for BackupJobs[0].BackupJobId of 's3://reports/Backup/0.json': got 'job-0', accepts "
        "an id that no job in moto has; load a document once, or leave its ids out"
    )
    assert said("s3://reports/Back") == "'s3://reports/Back': the bucket has no key 'Back'"
    assert (
        said("s3://reports/b/") == "'s3://reports/b/': the bucket has no key that begins with 'b/'"
    )
    s3.put_object(Bucket="reports", Key="x", Body=b"<")
    assert said("s3://reports").startswith("'s3://reports/x' is not JSON")


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (json.dumps({"BackupJobs": [{}, {"State": "DONE"}]}), "BackupJobs[1].State of {}"),
        (
            f'{json.dumps(PAGES[0])}\n\n{{"BackupJobs": [\n{{}}, {{"State": "DONE"}}]}}',
            "BackupJobs[1].State in line 3 of {}",
        ),
        ('{"BackupJobId": "a"}\n{"BackupJobId": "b", "State": "DONE"}', "State in line 2 of {}"),
        (
            json.dumps([PAGES[0], {"BackupJobs": [{"State": "DONE"}]}]),
            "[1].BackupJobs[0].State of {}",
        ),
        (json.dumps([{"BackupJobId": "b", "State": "DONE"}]), "[0].State of {}"),
    ],
)
def test_a_mistake_names_file_line_row_and_member(
    mocked_backup: Any, tmp_path: Path, content: str, where: str
) -> None:
    path = written(tmp_path / "jobs.json", content)
    told = f"Invalid value for {where}: got 'DONE', accepts one of {STATES}"
    assert said(path) == told.format(repr(str(path)))
    assert ids(mocked_backup) == []


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (
            [{"BackupJobId": "a"}, {}],
            "Invalid value for source[1]: got {}, accepts a page, an event or ",
        ),
        ({"BackupJobId": "a", "State": "DONE"}, "Invalid value for BackupJobs.State: got 'DONE', "),
        ([{"BackupJobId": "a", "Stat": ""}], "Unknown member source[0].Stat; did you mean State?"),
        (
            [{"BackupJobs": [{"CreatedBy": {"BackupPlanIds": 1}}]}],
            "Unknown member source[0].BackupJobs[0].Cre",
        ),
        ([{"BackupJob": []}], "Invalid value for source[0]: got {'BackupJob': []}, accepts a page"),
        ({"BackupJobs": [3]}, "Invalid value for BackupJobs[0]: got 3, accepts an object"),
        ({"BackupJobs": {}}, "Invalid value for BackupJobs: got {}, accepts a list"),
    ],
)
def test_so_does_one_of_objects(mocked_backup: Any, source: Any, told: str) -> None:
    assert said(source).startswith(told)


def test_a_file_that_a_browser_sends_is_named(mocked_backup: Any) -> None:
    assert load_jobs(file_of("sent.json", gzip.compress(FEW))) == 1
    assert said(file_of("sent.json", b"[")).startswith("'sent.json' is not JSON")


def test_pages_of_one_account_are_one_load(mocked_backup: Any) -> None:
    rows = [{"ResourceArn": volume(str(number)), "IsParent": False} for number in range(1000)]
    assert load_jobs([{"BackupJobs": rows[at : at + 100]} for at in range(0, 1000, 100)]) == 1000


def test_a_terminal_hears_of_what_takes_long(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Progress() as progress:
        progress.tell(1)
        progress._last -= 2
        progress.tell(2)
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        progress.tell(1234)
        progress.tell(2345)
        progress._last -= 2
        progress.tell(2345, "checked")
    assert capsys.readouterr().err == "\r * 1,234 rows read\r * 2,345 rows checked\n"
