"""The worst values, each refused by name, under `@mock_aws` and by a server."""

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from hashlib import blake2b
from typing import Any

import pytest

from .absurd import BODIES
from .answers import Answer, complaints
from .right import RESOURCES, ROLE
from .transports import InProcess, OverHttp, Transport, transport
from .wire import ACCOUNT, MODEL, Request, literal, moto_request, request_of
from .wrong import LINE_BREAK

INVALID = "InvalidParameterValueException"
START = {"BackupVaultName": "nightly", "ResourceArn": RESOURCES[0], "IamRoleArn": ROLE}
JOBS = moto_request("POST", "static/backup/jobs", {"BackupJobs": [{}, {}]})
LISTINGS = [
    "ListBackupJobs",
    "ListCopyJobs",
    "ListRestoreJobs",
    "ListScanJobs",
    "ListBackupJobSummaries",
    "ListRecoveryPointsByBackupVault",
    "ListProtectedResources",
    "ListBackupPlans",
    "ListBackupVaults",
    "ListReportPlans",
]


@pytest.fixture(scope="module", params=["mock_aws", "server"])
def asking(request: pytest.FixtureRequest) -> Iterator[InProcess | OverHttp]:
    """One moto for all of them: what is refused changes nothing."""
    with transport(over_http=request.param == "server") as found:
        found.begin_again()
        found.send(request_of("CreateBackupVault", {"BackupVaultName": "nightly"}))
        yield found


def refused(answer: Answer, code: str, message: str) -> None:
    """Fail unless the answer is this error, whose message begins so, and nothing else is wrong."""
    assert answer.missing is None, answer.log
    assert list(complaints(Request("GET", "/"), answer)) == []
    assert answer.status == 400
    assert answer.document["__type"].rpartition("#")[2] == code
    assert answer.document["Message"].startswith(message)
    assert answer.headers["x-amzn-errortype"].partition(":")[0] == code


def refused_value(answer: Answer, name: str, got: object) -> None:
    shown = got[:200] + "…" if isinstance(got, str) and len(got) > 200 else got
    refused(answer, INVALID, f"Invalid value for {name}: got {shown!r}, accepts ")


def listing(operation: str, **texts: str) -> Request:
    """A listing whose query has these texts under the wire's names of its parameters."""
    needed = {"BackupVaultName": "nightly"} if operation.endswith("ByBackupVault") else {}
    return request_of(operation, {**needed, **texts})


# Header injection


def test_a_line_break_in_a_path_makes_no_header(asking: Transport) -> None:
    answer = asking.send(request_of("CreateBackupVault", {"BackupVaultName": LINE_BREAK}))
    refused_value(answer, "BackupVaultName", LINE_BREAK)
    assert "x-injected" not in answer.headers


@pytest.mark.parametrize("name", ["State", "AccountId", "NextToken", "ResourceType"])
def test_a_line_break_in_a_query_makes_no_header(asking: Transport, name: str) -> None:
    answer = asking.send(request_of("ListBackupJobSummaries", {name: LINE_BREAK}))
    refused_value(answer, name, LINE_BREAK)
    assert "x-injected" not in answer.headers


def test_a_line_break_in_an_id_finds_no_job(asking: Transport) -> None:
    answer = asking.send(request_of("DescribeBackupJob", {"BackupJobId": LINE_BREAK}))
    refused(answer, "ResourceNotFoundException", "")
    assert "x-injected" not in answer.headers


# Forged tokens


def token_of(asking: Transport, operation: str) -> str:
    """The token of a first page, which there is because there are two jobs."""
    asking.send(JOBS)
    token: str = asking.send(request_of(operation, {"MaxResults": 1})).document["NextToken"]
    return token


def unkeyed(fields: Any) -> str:
    text = json.dumps(fields, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(blake2b(text, digest_size=8).digest() + text).decode()


@pytest.mark.parametrize("operation", LISTINGS)
@pytest.mark.parametrize("token", ["", "x", "AAAA", "====", "٣", "a\x00b", "a" * 5000, "null"])
def test_a_token_that_nobody_gave_out_is_refused(
    asking: Transport, operation: str, token: str
) -> None:
    refused_value(asking.send(listing(operation, NextToken=token)), "NextToken", token)


@pytest.mark.parametrize(
    "place", [None, [], 5, "x", [0], [None, None], ["a", "b"], {"a": 1}, [1e308, "x"]]
)
def test_who_knows_how_tokens_are_made_cannot_make_one(asking: Transport, place: Any) -> None:
    token = unkeyed(["ListBackupJobs", ACCOUNT, "us-east-1", {}, 1767225600.0, place])
    refused_value(asking.send(listing("ListBackupJobs", NextToken=token)), "NextToken", token)


def test_a_token_of_another_account_is_refused(asking: Transport) -> None:
    token = token_of(asking, "ListBackupJobs")
    request = listing("ListBackupJobs", NextToken=token)
    headers = {**request.headers, "x-moto-account-id": "111122223333"}
    refused_value(asking.send(replace(request, headers=headers)), "NextToken", token)


def test_a_token_of_another_operation_is_refused(asking: Transport) -> None:
    token = token_of(asking, "ListBackupJobs")
    refused_value(asking.send(listing("ListCopyJobs", NextToken=token)), "NextToken", token)


def test_a_token_with_any_character_changed_is_refused(asking: Transport) -> None:
    token = token_of(asking, "ListBackupJobs")
    for place in range(0, len(token.rstrip("=")) - 1, 7):
        other = "A" if token[place] != "A" else "B"
        changed = token[:place] + other + token[place + 1 :]
        answer = asking.send(listing("ListBackupJobs", NextToken=changed))
        refused_value(answer, "NextToken", changed)


# Numbers

ODD_NUMBERS = ["٣", "\uff15", "+5", " 5", "5 ", "1e3", "5.0", "0x5", "1_0", "-5", "", "9" * 5000]


@pytest.mark.parametrize("operation", LISTINGS)
@pytest.mark.parametrize("text", ODD_NUMBERS)
def test_a_number_is_ascii_digits_and_nothing_else(
    asking: Transport, operation: str, text: str
) -> None:
    answer = asking.send(listing(operation, MaxResults=text))
    refused_value(answer, "MaxResults", text)
    assert "an integer from 1 to " in answer.document["Message"]


@pytest.mark.parametrize("value", ["٦٠", "+60", " 60", "1e3", "60", True, 60.5, None, [60], {}])
@pytest.mark.parametrize("name", ["StartWindowMinutes", "CompleteWindowMinutes"])
def test_a_number_in_a_body_is_a_number(asking: Transport, name: str, value: Any) -> None:
    answer = asking.send(request_of("StartBackupJob", {**START, name: value}))
    if value is None:
        # As for AWS, null is left out.
        assert answer.status == 200
    else:
        refused_value(answer, name, value)


@pytest.mark.parametrize("text", ["9" * 5000, "1e400", "-1e400", "NaN", "Infinity"])
def test_a_number_beyond_all_numbers_is_refused(asking: Transport, text: str) -> None:
    values = {**START, "StartWindowMinutes": literal(text)}
    answer = asking.send(request_of("StartBackupJob", values))
    code = answer.document["__type"].rpartition("#")[2]
    assert code in (INVALID, "SerializationException")
    refused(answer, code, "")


@pytest.mark.parametrize("operation", ["ListBackupJobSummaries", "ListScanJobSummaries"])
@pytest.mark.parametrize("text", ["١٢٣٤٥٦٧٨٩٠١٢", "\uff11" * 12, "+12345678901", ""])
def test_an_account_is_twelve_ascii_digits(asking: Transport, operation: str, text: str) -> None:
    answer = asking.send(request_of(operation, {"AccountId": text}))
    refused_value(answer, "AccountId", text)


@pytest.mark.parametrize("text", ["", "me", "12", "1" * 13, "../../etc", "+12345678901"])
@pytest.mark.parametrize("operation", ["ListBackupJobs", "ListBackupVaults"])
def test_the_caller_s_account_is_twelve_digits(
    asking: Transport, operation: str, text: str
) -> None:
    request = listing(operation)
    headers = {**request.headers, "x-moto-account-id": text}
    refused_value(asking.send(replace(request, headers=headers)), "x-moto-account-id", text)


def test_the_caller_s_account_has_no_unicode_digits(asking: Transport) -> None:
    request = listing("ListBackupJobs")
    headers = {**request.headers, "x-moto-account-id": "١٢٣٤٥٦٧٨٩٠١٢"}
    answer = asking.send(replace(request, headers=headers))
    refused(answer, INVALID, "Invalid value for x-moto-account-id: got ")


# Keys that come twice


@pytest.mark.parametrize("operation", LISTINGS)
def test_a_key_that_comes_twice_is_refused(asking: Transport, operation: str) -> None:
    shape = MODEL.operation_model(operation).input_shape
    assert shape is not None
    key = shape.members["MaxResults"].serialization["name"]
    request = listing(operation)
    twice = replace(request, target=f"{request.target}?{key}=1&{key}=2")
    refused(asking.send(twice), INVALID, "Invalid value for MaxResults: got ")


def test_a_filter_that_comes_twice_is_refused(asking: Transport) -> None:
    for query in ("state=RUNNING&state=FAILED", "state=RUNNING&state=RUNNING"):
        request = listing("ListBackupJobs")
        answer = asking.send(replace(request, target=f"{request.target}?{query}"))
        refused(answer, INVALID, "Invalid value for ByState: got ")


# Text that is none


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb", "a\x00b"])
def test_text_that_is_none_is_refused_in_a_body(asking: Transport, text: str) -> None:
    for values in ({"ResourceArn": RESOURCES[0] + text}, {"BackupVaultName": text}):
        (name,) = values
        answer = asking.send(request_of("StartBackupJob", {**START, **values}))
        refused_value(answer, name, values[name])


def test_a_lone_surrogate_in_a_map_is_refused(asking: Transport) -> None:
    for tags in ({"env": "\ud800"}, {"\ud800": "test"}):
        values = {"BackupVaultName": "tagged", "BackupVaultTags": tags}
        answer = asking.send(request_of("CreateBackupVault", values))
        refused(answer, INVALID, "Invalid value for BackupVaultTags")


@pytest.mark.parametrize("text", ["\ud800ab", "a\x00b"])
def test_text_that_is_none_is_refused_in_a_path(asking: Transport, text: str) -> None:
    answer = asking.send(request_of("CreateBackupVault", {"BackupVaultName": text}))
    refused(answer, INVALID, "Invalid value for BackupVaultName: got ")


@pytest.mark.parametrize("text", ["\ud800", "a\x00b"])
def test_text_that_is_none_is_refused_in_a_query(asking: Transport, text: str) -> None:
    answer = asking.send(request_of("ListBackupJobs", {"ByResourceArn": text}))
    refused(answer, INVALID, "Invalid value for ByResourceArn: got ")


def test_a_lone_surrogate_is_not_loaded(asking: Transport) -> None:
    document = {"BackupJobs": [{"BackupJobId": "\ud800"}]}
    request = moto_request("POST", "static/backup/jobs", document)
    before = asking.send(listing("ListBackupJobs")).document["BackupJobs"]
    answer = asking.send(request)
    assert list(complaints(request, answer)) == []
    assert (answer.status, list(answer.document)) == (400, ["error"])
    refusal = answer.document["error"]
    assert refusal.startswith(
        "Invalid value for BackupJobs[0].BackupJobId: got '\\ud800', accepts "
    )
    assert asking.send(listing("ListBackupJobs")).document["BackupJobs"] == before


# Bodies

NO_OBJECTS = [
    about
    for about in BODIES
    if about not in ("an empty body", "a body of white space", "members twice")
    and not about.startswith(("a number of", "a number that", "an exponent", "a million"))
]


@pytest.mark.parametrize("about", NO_OBJECTS)
@pytest.mark.parametrize("operation", ["StartBackupJob", "CreateBackupVault", "TagResource"])
def test_a_body_that_is_no_object_is_refused(asking: Transport, operation: str, about: str) -> None:
    values = {"BackupVaultName": "nightly", "ResourceArn": RESOURCES[0]}
    shape = MODEL.operation_model(operation).input_shape
    assert shape is not None
    in_path = {
        name: value
        for name, value in values.items()
        if name in shape.members and shape.members[name].serialization.get("location") == "uri"
    }
    request = replace(request_of(operation, in_path), body=BODIES[about])
    refused(asking.send(request), "SerializationException", "")


@pytest.mark.parametrize("body", [b"", b"{}"])
def test_an_empty_body_lacks_what_is_required(asking: Transport, body: bytes) -> None:
    answer = asking.send(replace(request_of("StartBackupJob", {}), body=body))
    refused(answer, "MissingParameterValueException", "")
    assert "BackupVaultName" in answer.document["Message"]
