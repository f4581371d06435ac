"""load_jobs(): what it says to who gives it something else than a document."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from moto_backup_summaries import load_jobs
from moto_backup_summaries.backup.aws import service_model

DOCUMENT = {"BackupJobs": [{"State": "FAILED"}]}
ACCEPTED = 'a document such as {"BackupJobs": [{"State": "FAILED"}]}, or the path of its file'
LISTS = (
    "BackupJobs, BackupJobSummaries, CopyJobs, CopyJobSummaries, RestoreJobs, RestoreJobSummaries, "
    "ScanJobs, ScanJobSummaries"
)
FROM_AWS = "`aws backup list-backup-jobs --output json` prints one"


def refused(source: Any, error: type[Exception] = ValueError, **arguments: Any) -> str:
    with pytest.raises(error) as caught:
        load_jobs(source, **arguments)
    return str(caught.value)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (
            [{}],
            "Invalid value for source[0]: got {}, accepts a page, an event or a job with its id; a list of "
            'jobs goes into {"BackupJobs": […]}, or the like',
        ),
        (5, f"Invalid value for source: got 5, accepts {ACCEPTED}"),
        (b"{}", f"Invalid value for source: got b'{{}}', accepts {ACCEPTED}"),
        (None, f"Invalid value for source: got None, accepts {ACCEPTED}"),
        (
            ' {"BackupJobs": []}',
            "source is JSON text, ' {\"BackupJobs\": []}', and not the path of a file; "
            "load_jobs(json.loads(text)) loads it",
        ),
        ({}, f"the document has none of {LISTS}; it is empty; {FROM_AWS}"),
        (
            {"Rows": [], "Title": ""},
            f"the document has none of {LISTS}; it has ['Rows', 'Title']; {FROM_AWS}",
        ),
    ],
    ids=["list", "number", "bytes", "None", "text", "empty", "other"],
)
def test_what_is_no_document_is_told_what_to_do(mocked_backup: Any, source: Any, said: str) -> None:
    assert refused(source) == said


@pytest.mark.parametrize(
    "source",
    [
        json.dumps({"BackupJobs": [{}] * 10_000}),
        [{"State": "FAILED"}] * 10_000,
        {"BackupJobs": {str(number): {} for number in range(10_000)}},
        {"BackupJobs": [{"State": "x" * 100_000}]},
        {f"Member{number}": [] for number in range(10_000)},
    ],
    ids=["text", "list", "object", "value", "members"],
)
def test_what_is_long_is_cut(mocked_backup: Any, source: Any) -> None:
    said = refused(source)
    assert "…" in said
    assert len(said) < 700


@pytest.mark.parametrize("source", ["none.json", Path("none.json")])
def test_a_file_that_is_missing_is_named(mocked_backup: Any, source: Any) -> None:
    said = refused(source, FileNotFoundError)
    reason = "[Errno 2] Cannot read 'none.json': No such file or directory"
    assert said == f"{reason}; load_jobs accepts {ACCEPTED}"


def test_a_path_that_is_too_long_is_cut(mocked_backup: Any) -> None:
    said = refused("x" * 100_000, OSError)
    assert "x…'" in said
    assert len(said) < 400


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", f" is not JSON: Expecting value: line 1 column 1 (char 0); {FROM_AWS}"),
        (
            '{\n"a" 1}',
            f" is not JSON: Expecting ':' delimiter: line 2 column 5 (char 6); {FROM_AWS}",
        ),
        (
            "[]",
            f" does not contain a JSON object but []; load_jobs accepts {ACCEPTED}",
        ),
        ("3", f" does not contain a JSON object but 3; load_jobs accepts {ACCEPTED}"),
    ],
    ids=["empty", "broken", "list", "number"],
)
def test_a_file_without_a_document_is_named(
    mocked_backup: Any, tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "jobs.json"
    path.write_text(text, encoding="utf-8")
    assert refused(path) == f"{str(path)!r}{said}"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_may_be_of_any_encoding_of_json(
    mocked_backup: Any, tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "jobs.json"
    path.write_text(json.dumps(DOCUMENT), encoding=encoding)
    assert load_jobs(path) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            {"account_id": 123456789012},
            "account_id: got 123456789012, accepts a string of 12 digits; did you mean '123456789012'?",
        ),
        (
            {"account_id": 12345678901},
            "account_id: got 12345678901, accepts a string of 12 digits; did you mean '012345678901'?",
        ),
        ({"account_id": -1}, "account_id: got -1, accepts a string of 12 digits"),
        ({"account_id": True}, "account_id: got True, accepts a string of 12 digits"),
        ({"account_id": "me"}, "account_id: got 'me', accepts a string of 12 digits"),
        (
            {"region_name": "us-east1"},
            "region_name: got 'us-east1', accepts a region that moto has AWS Backup in, such as us-east-1; "
            "did you mean us-east-1?",
        ),
        (
            {"region_name": "moon-1"},
            "region_name: got 'moon-1', accepts a region that moto has AWS Backup in, such as us-east-1",
        ),
        (
            {"region_name": 5},
            "region_name: got 5, accepts a region that moto has AWS Backup in, such as us-east-1",
        ),
        (
            {"region_name": []},
            "region_name: got [], accepts a region that moto has AWS Backup in, such as us-east-1",
        ),
    ],
)
def test_where_to_load_is_an_account_and_a_region(
    mocked_backup: Any, arguments: dict[str, Any], said: str
) -> None:
    assert refused(DOCUMENT, **arguments) == f"Invalid value for {said}"


def test_a_document_is_loaded_once(mocked_backup: Any) -> None:
    document = {"BackupJobs": [{"BackupJobId": "a"}]}
    load_jobs(document)
    assert refused(document) == (
        "Invalid value for BackupJobs[0].BackupJobId: got 'a', accepts an id that no job in moto has; "
        "load a document once, or leave its ids out"
    )


def test_an_id_that_a_document_has_twice_is_told_with_both_rows(mocked_backup: Any) -> None:
    document = {"CopyJobs": [{}, {"CopyJobId": "a"}, {"CopyJobId": None}, {"CopyJobId": "a"}]}
    assert refused(document) == (
        "Invalid value for CopyJobs[3].CopyJobId: got 'a', accepts an id that CopyJobs[1] does not have"
    )


@pytest.mark.parametrize(
    ("operation", "wanted"),
    [
        ("ListScanJobs", "botocore>=1.41.0"),
        ("ListScanJobSummaries", "botocore>=1.41.0"),
        ("ListSomethingNew", "a newer botocore"),
    ],
)
def test_a_botocore_that_is_too_old_is_told_what_is_needed(operation: str, wanted: str) -> None:
    assert service_model.too_old_for(operation, "1.40.76") == (
        f"botocore 1.40.76 is too old for it: it has no {operation}; install {wanted}"
    )


@pytest.mark.parametrize("member", ["ScanJobs", "ScanJobSummaries"])
def test_a_document_of_jobs_that_botocore_does_not_know_is_refused(
    mocked_backup: Any, monkeypatch: pytest.MonkeyPatch, member: str
) -> None:
    names = service_model.operation_names()
    older = tuple(name for name in names if "Scan" not in name)
    monkeypatch.setattr(service_model, "operation_names", lambda: older)
    said = refused({member: [{}]})
    assert re.fullmatch(rf"{member}: botocore \S+ is too old for it: .*>=1\.41\.0", said)
    assert load_jobs({member: [], "BackupJobs": [{}]}) == 1
