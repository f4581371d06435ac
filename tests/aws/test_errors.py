"""Bad input: each error with its code, HTTP status and message."""

import json
from typing import Any

import pytest
from calls import refused, volume
from moto import mock_aws
from support import ROLE, client_of, raw

INVALID = "InvalidParameterValueException"
MISSING = "MissingParameterValueException"
SUMMARY_OPERATIONS = [
    f"list_{kind}_job_summaries" for kind in ("backup", "copy", "restore", "scan")
]
LIST_OPERATIONS = [f"list_{kind}_jobs" for kind in ("backup", "copy", "restore", "scan")]


@pytest.mark.parametrize("operation", SUMMARY_OPERATIONS)
@pytest.mark.parametrize(
    ("name", "value", "accepted"),
    [
        ("State", "DONE", "one of CREATED, "),
        ("State", "", "one of CREATED, "),
        ("AggregationPeriod", "ONE_WEEK", "one of ONE_DAY, SEVEN_DAYS, FOURTEEN_DAYS"),
        ("AccountId", "12345678901", "12 digits, ANY, AGGREGATE_ALL"),
        ("AccountId", "everyone", "12 digits, ANY, AGGREGATE_ALL"),
        ("AccountId", "", "12 digits, ANY, AGGREGATE_ALL"),
        ("ResourceType", "", "1 to 50 letters"),
        ("ResourceType", "x" * 51, "1 to 50 letters"),
        ("ResourceType", "E/B", "1 to 50 letters"),
        ("MaxResults", 501, "an integer from 1 to 500"),
        ("NextToken", "made up", "the NextToken of an earlier page"),
        ("NextToken", "", "the NextToken of an earlier page"),
        ("NextToken", "AAAA", "the NextToken of an earlier page"),
        ("NextToken", "ü", "the NextToken of an earlier page"),
    ],
)
def test_a_summary_names_what_it_got_and_accepts(
    mocked_backup: Any, operation: str, name: str, value: Any, accepted: str
) -> None:
    code, message = refused(mocked_backup, operation, **{name: value})
    assert code == INVALID
    assert message.startswith(f"Invalid value for {name}: got {str(value)!r}, accepts ")
    assert accepted in message


def test_an_empty_message_category_is_malformed(mocked_backup: Any) -> None:
    code, message = refused(mocked_backup, "list_backup_job_summaries", MessageCategory="")
    assert code == INVALID
    assert "MessageCategory" in message


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "many", "", "٣"])
def test_max_results_is_an_integer_in_range(fresh_server: str, value: str) -> None:
    from urllib.parse import quote

    url = f"{fresh_server}/audit/backup-job-summaries?MaxResults={quote(value)}"
    status, answer = raw(url)
    assert status == 400
    message = answer["Message" if "Message" in answer else "message"]
    assert "MaxResults" in message
    assert "1 to 500" in message


@pytest.mark.parametrize("operation", LIST_OPERATIONS)
@pytest.mark.parametrize(
    ("name", "value", "accepted"),
    [
        ("MaxResults", 1001, "an integer from 1 to 1000"),
        ("NextToken", "made up", "the NextToken of an earlier page"),
        ("ByAccountId", "me", "12 digits, *"),
    ],
)
def test_a_list_names_what_it_got_and_accepts(
    mocked_backup: Any, operation: str, name: str, value: Any, accepted: str
) -> None:
    code, message = refused(mocked_backup, operation, **{name: value})
    assert code == INVALID
    assert message.startswith(f"Invalid value for {name}: got {str(value)!r}, accepts ")
    assert accepted in message


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("state=DONE", "ByState"),
        ("createdBefore=yesterday", "ByCreatedBefore"),
        ("completeAfter=", "ByCompleteAfter"),
        ("createdAfter=1e300", "ByCreatedAfter"),
        ("resourceArn=", "ByResourceArn"),
        ("resourceType=a/b", "ByResourceType"),
    ],
)
def test_a_malformed_filter_is_refused(fresh_server: str, query: str, name: str) -> None:
    status, answer = raw(f"{fresh_server}/backup-jobs/?{query}")
    assert status == 400
    assert answer["__type"].endswith(INVALID)
    assert name in json.dumps(answer)


@pytest.mark.parametrize(
    ("changed", "code", "mentioned"),
    [
        ({"IamRoleArn": "", "BackupVaultName": "none"}, MISSING, "IamRoleArn"),
        (
            {"BackupVaultName": "none", "ResourceArn": "nothing"},
            "ResourceNotFoundException",
            "none",
        ),
        ({"ResourceArn": "nothing", "IamRoleArn": "role"}, INVALID, "nothing"),
        ({"ResourceArn": volume(region="eu-west-1")}, INVALID, "us-east-1"),
        ({"ResourceArn": "arn:aws:sns:us-east-1:1:topic", "IamRoleArn": "r"}, INVALID, "EBS"),
        ({"ResourceArn": "arn:aws:ec2:us-east-1:1:volume/"}, INVALID, "ResourceArn"),
        ({"IamRoleArn": "role", "StartWindowMinutes": 1}, INVALID, "IamRoleArn"),
        ({"StartWindowMinutes": 59, "Lifecycle": {"DeleteAfterDays": 0}}, INVALID, "StartWindow"),
        ({"StartWindowMinutes": 52_560_001}, INVALID, "52560000"),
        ({"CompleteWindowMinutes": 52_560_001}, INVALID, "CompleteWindowMinutes"),
        ({"Lifecycle": {"DeleteAfterDays": 36_501}}, INVALID, "36500"),
        (
            {"Lifecycle": {"MoveToColdStorageAfterDays": 1, "DeleteAfterDays": 90}},
            INVALID,
            "90 days apart",
        ),
    ],
)
def test_a_refused_start_leaves_nothing_behind(
    backup: Any, changed: dict[str, Any], code: str, mentioned: str
) -> None:
    parameters = {"BackupVaultName": "nightly", "ResourceArn": volume(), "IamRoleArn": ROLE}
    found, message = refused(backup, "start_backup_job", **{**parameters, **changed})
    assert found == code
    assert mentioned in message
    assert backup.list_backup_jobs()["BackupJobs"] == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("{", "SerializationException"),
        ("[]", "SerializationException"),
        ('{"BackupVaultName": 1}', INVALID),
        ('{"BackupVaultName": "nightly", "StartWindowMinutes": "60"}', INVALID),
        ('{"StartWindowMinutes": true}', INVALID),
        ('{"Lifecycle": {"DeleteAfterDays": "1"}}', INVALID),
        ("{}", MISSING),
        ('{"BackupVaultName": null}', MISSING),
    ],
)
def test_a_malformed_body_is_a_client_error(fresh_server: str, body: str, code: str) -> None:
    status, answer = raw(f"{fresh_server}/backup-jobs", "PUT", body)
    assert status == 400
    assert answer["__type"].endswith(code)


def test_a_region_that_moto_lacks_is_refused() -> None:
    with mock_aws():
        client = client_of(region_name="moon-1")
        code, message = refused(client, "list_backup_vaults")
    assert (code, message) == (
        INVALID,
        "Invalid value for region: got 'moon-1', accepts a region that moto has AWS Backup in",
    )
