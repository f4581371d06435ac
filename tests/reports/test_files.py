"""Reports as CSV and JSON."""

import csv
import io
import json

import pytest

from moto_backup_summaries.backup.reports.files import csv_files, header, json_files
from moto_backup_summaries.backup.reports.report_rows import TEMPLATES

ROWS = [
    {"accountId": "1", "jobStatus": 'said "no", twice\nor more', "isParentJob": False},
    {"accountId": "2", "jobStatus": None, "isParentJob": True},
]
COLUMNS = list(ROWS[0])
# Seen letter by letter in reports of AWS, and those that follow from them.
HEADERS = [
    "Report Time Period Start",
    "Report Time Period End",
    "Account ID",
    "Region",
    "Backup Job ID",
    "Job Status",
    "Status Message",
    "Resource Type",
    "Resource ARN",
    "Backup Plan ARN",
    "Backup Rule ID",
    "Creation Date",
    "Completion Date",
    "Expected Completion Date",
    "Recovery Point ARN",
    "Job Run Time",
    "Backup Size in Bytes",
    "Backup Vault Name",
    "Backup Vault ARN",
    "IAM Role ARN",
]


def test_the_headers_of_a_backup_report_are_aws_s() -> None:
    assert [header(name) for name in TEMPLATES["BACKUP_JOB_REPORT"].in_csv] == HEADERS


@pytest.mark.parametrize(
    ("name", "words"),
    [("scanId", "Scan ID"), ("iamRoleArn", "IAM Role ARN"), ("isParentJob", "Is Parent Job")],
)
def test_a_header_is_a_name_in_words(name: str, words: str) -> None:
    assert header(name) == words


def test_the_csv_module_reads_what_was_written() -> None:
    (text,) = csv_files(COLUMNS, ROWS)
    assert list(csv.DictReader(io.StringIO(text))) == [
        {"Account ID": "1", "Job Status": 'said "no", twice\nor more', "Is Parent Job": "false"},
        {"Account ID": "2", "Job Status": "", "Is Parent Job": "true"},
    ]


def test_json_leaves_out_what_nobody_knows() -> None:
    (text,) = json_files(COLUMNS, ROWS)
    assert json.loads(text) == {
        "reportItems": [ROWS[0], {"accountId": "2", "isParentJob": True}],
    }


def test_a_report_of_nothing_is_one_file() -> None:
    assert csv_files(COLUMNS, []) == ["Account ID,Job Status,Is Parent Job\n"]
    assert json_files(COLUMNS, []) == ['{"reportItems": []}']


def test_a_long_report_is_split_between_rows() -> None:
    rows = [{"accountId": str(number)} for number in range(10)]
    texts = csv_files(["accountId"], rows, most=len("Account ID\n") + 8)
    assert texts[0] == "Account ID\n0\n1\n2\n3\n"
    assert len(texts) == 3
    lines = [line for text in texts for line in text.splitlines()[1:]]
    assert lines == [str(number) for number in range(10)]
    parts = json_files(["accountId"], rows, most=40)
    assert [row for text in parts for row in json.loads(text)["reportItems"]] == rows
    assert len(parts) > 1
