"""load_jobs(strict=False): the good rows are loaded, and the others come back with their reasons."""

from pathlib import Path
from typing import Any

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from loading.files import written
from moto import mock_aws
from support import client_of, examples

from moto_backup_summaries import AwsBackup, load_jobs

STATES = "CREATED, PENDING, RUNNING, ABORTING, ABORTED, COMPLETED, FAILED, EXPIRED, PARTIAL"
# One row for each way to be wrong, each wrong by itself.
WRONG: tuple[dict[str, Any], ...] = (
    {"State": "DONE"},
    {"State": 5},
    {"Stat": "FAILED"},
    {"CreationDate": "yesterday"},
    {"CompletionDate": 1.0, "CreationDate": 2.0},
    {"BackupVaultName": "a/b"},
    {
        "BackupVaultName": "a",
        "BackupVaultArn": "arn:aws:backup:us-east-1:123456789012:backup-vault:b",
    },
    {"ResourceArn": "volume"},
    {"ResourceType": "EBSS"},
    {"BackupSizeInBytes": "large"},
    {"CreatedBy": {"BackupPlanArm": ""}},
    {"CreatedBy": {"BackupPlanArn": 5}},
    {"AccountId": "1"},
    {"BackupJobId": "twice"},
    {"BackupJobId": "a", "ParentJobId": "a"},
)


def test_good_rows_are_loaded_and_bad_ones_come_back(mocked_backup: Any) -> None:
    rows = [{"BackupJobId": "twice"}, *WRONG, {"State": "FAILED"}]
    number, refused = load_jobs({"BackupJobs": rows}, strict=False)
    assert number == 2
    assert [row.row for row in refused] == list(WRONG)
    assert [row.where for row in refused] == [f"BackupJobs[{at}]" for at in range(1, 16)]
    assert refused[0].reason == (
        f"Invalid value for BackupJobs[1].State: got 'DONE', accepts one of {STATES}"
    )
    assert len(mocked_backup.list_backup_jobs()["BackupJobs"]) == 2


@pytest.mark.parametrize("row", WRONG)
def test_each_is_refused_as_a_strict_load_refuses_it(mocked_backup: Any, row: Any) -> None:
    rows = {"BackupJobs": [{"BackupJobId": "twice"}, row]}
    with pytest.raises(ValueError) as error:  # noqa: PT011 - it is compared
        load_jobs(rows)
    _, (refused,) = load_jobs(rows, strict=False)
    assert refused.reason == str(error.value)


def test_rows_of_summaries_are_refused_alike(mocked_backup: Any) -> None:
    wrong: list[dict[str, Any]] = [
        {"Count": -1},
        {"State": "ANY"},
        {"StartTime": 5, "EndTime": 4},
        {"Count": "many"},
        {"State": "DONE", "Count": 2},
        {"Stat": ""},
    ]
    number, refused = load_jobs({"BackupJobSummaries": [{"Count": 3}, *wrong]}, strict=False)
    assert (number, [row.row for row in refused]) == (3, wrong)


def test_what_is_no_row_is_refused_too(mocked_backup: Any, tmp_path: Path) -> None:
    source = [{"BackupJobs": [3, {}]}, {}, {"reportItems": [{}]}, {"events": [{"message": "5"}]}]
    number, refused = load_jobs(source, strict=False)
    assert (number, [row.where for row in refused]) == (
        1,
        ["source[0].BackupJobs[0]", "source[1]", "source[2].reportItems[0]", "events[0]"],
    )


def test_a_row_of_too_few_cells_is_refused(mocked_backup: Any, tmp_path: Path) -> None:
    path = written(tmp_path / "a", "Backup Job ID,Job Status\na\nb,FAILED\n")
    number, (refused,) = load_jobs(path, strict=False)
    assert (number, refused.where, refused.row) == (1, f"line 2 of {str(path)!r}", ["a"])
    assert load_jobs({"BackupJobs": [{"State": "DONE"}]}, strict=False).number == 0


def test_an_id_that_moto_has_is_refused(mocked_backup: Any) -> None:
    load_jobs({"BackupJobs": [{"BackupJobId": "a"}]})
    rows = {"BackupJobs": [{"BackupJobId": "a"}, {"BackupJobId": "b"}]}
    number, (refused,) = load_jobs(rows, strict=False)
    assert (number, refused.where) == (1, "BackupJobs[0]")
    assert load_jobs({"BackupJobs": [{"BackupJobId": "a"}]}, strict=False).number == 0


def test_strict_is_a_boolean(mocked_backup: Any) -> None:
    with pytest.raises(
        ValueError, match="Invalid value for strict: got 'no', accepts true or false"
    ):
        load_jobs({"BackupJobs": []}, strict="no")  # type: ignore[call-overload]


def test_a_server_answers_the_refused_rows(aws_backup_server: Any) -> None:
    served: AwsBackup = aws_backup_server
    rows = {"BackupJobs": [{}, {"State": "DONE"}]}
    number, (refused,) = served.load(rows, strict=False)
    assert (number, refused.where, refused.row) == (1, "BackupJobs[1]", {"State": "DONE"})


def test_a_server_loads_from_its_own_s3(aws_backup_server: Any) -> None:
    s3 = aws_backup_server.clients("s3")
    s3.create_bucket(Bucket="reports")
    s3.put_object(Bucket="reports", Key="a", Body=b'{"BackupJobs": [{}]}')
    assert aws_backup_server.load("s3://reports/a") == 1
    answer = requests.post(
        f"{aws_backup_server.url}/moto-api/static/backup/jobs",
        json={"source": "/etc/hosts"},
        timeout=30,
    )
    assert answer.json()["error"] == (
        "Invalid value for source: got '/etc/hosts', accepts an address such as s3://BUCKET/KEY"
    )


@given(
    st.lists(st.sampled_from([*WRONG, {}, {"State": "FAILED"}, {"BackupJobId": "b"}]), max_size=12)
)
@examples(0.3)
def test_what_is_left_loads_by_itself(rows: list[dict[str, Any]]) -> None:
    """Lists of twelve have every pair of mistakes; without what was refused a strict load takes the rest."""
    with mock_aws():
        number, refused = load_jobs({"BackupJobs": rows}, strict=False)
        assert number + len(refused) == len(rows)
        listed = len(client_of().list_backup_jobs()["BackupJobs"])
    bad = {int(row.where.removeprefix("BackupJobs[")[:-1]) for row in refused}
    with mock_aws():
        good = [row for index, row in enumerate(rows) if index not in bad]
        assert load_jobs({"BackupJobs": good}) == number
        assert len(client_of().list_backup_jobs()["BackupJobs"]) == listed
