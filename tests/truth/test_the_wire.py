"""What goes over the wire: query names in either case, and refusals that every client reads."""

from typing import Any
from urllib.parse import quote

import boto3
import pytest
from support import ONCE, post

from truth.calls import KINDS, REGION, raw

REQUEST_ID = "x-amzn-requestid"
FAILED = {"State": "FAILED", "StatusMessage": "Access denied", "ResourceType": "S3"}


@pytest.fixture
def url(fresh_server: str) -> str:
    """A server with a completed job and a failed one of each kind."""
    both = [{"State": "COMPLETED", "ResourceType": "EBS"}, FAILED]
    loaded = {f"{kind.capitalize()}Jobs": both for kind in KINDS}
    loaded["RestoreJobs"] = [
        {"Status": row["State"], "ResourceType": row["ResourceType"]} for row in both
    ]
    post(f"{fresh_server}/moto-api/static/backup/jobs", loaded)
    return fresh_server


def summary(url: str, kind: str, query: str) -> list[dict[str, Any]]:
    status, _, answer = raw(f"{url}/audit/{kind}-job-summaries?{query}")
    assert status == 200
    return list(answer[f"{kind.capitalize()}JobSummaries"])


class TestASummaryInLowerCamelCase:
    @pytest.mark.parametrize("kind", KINDS)
    def test_is_the_one_of_the_guide(self, url: str, kind: str) -> None:
        query = "accountId=ANY&state=FAILED&aggregationPeriod=FOURTEEN_DAYS"
        (row,) = summary(url, kind, query)
        assert (row["State"], row["Count"]) == ("FAILED", 1)
        assert row["EndTime"] - row["StartTime"] == 14 * 86_400

    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("name", ["resourceType", "ResourceType"])
    def test_is_filtered_by_type(self, url: str, kind: str, name: str) -> None:
        (row,) = summary(url, kind, f"{name}=S3")
        assert (row["ResourceType"], row["Count"]) == ("S3", 1)

    @pytest.mark.parametrize("kind", ["backup", "copy"])
    def test_is_filtered_by_category(self, url: str, kind: str) -> None:
        (row,) = summary(url, kind, "messageCategory=AccessDenied")
        assert (row["MessageCategory"], row["Count"]) == ("ACCESS_DENIED", 1)

    def test_is_filtered_by_scanner(self, url: str) -> None:
        (row,) = summary(url, "scan", "malwareScanner=GUARDDUTY")
        assert (row["MalwareScanner"], row["Count"]) == ("GUARDDUTY", 2)

    def test_comes_in_pages(self, url: str) -> None:
        query = "resourceType=ANY&maxResults=1"
        _, _, first = raw(f"{url}/audit/backup-job-summaries?{query}")
        token = quote(first["NextToken"], safe="")
        (row,) = summary(url, "backup", f"{query}&nextToken={token}")
        assert row["ResourceType"] == "S3"

    @pytest.mark.parametrize("query", ["state=DONE", "accountId=me", "maxResults=0"])
    def test_is_refused_as_in_pascal_case(self, url: str, query: str) -> None:
        status, _, answer = raw(f"{url}/audit/backup-job-summaries?{query}")
        assert status == 400
        assert answer["__type"].endswith("InvalidParameterValueException")


class TestAListInPascalCase:
    def test_is_filtered_too(self, url: str) -> None:
        _, _, answer = raw(f"{url}/backup-jobs/?State=FAILED")
        assert [job["State"] for job in answer["BackupJobs"]] == ["FAILED"]

    def test_of_scans_is_filtered_in_lower_camel_case(self, url: str) -> None:
        _, _, answer = raw(f"{url}/scan/jobs?byState=FAILED")
        assert [job["State"] for job in answer["ScanJobs"]] == ["FAILED"]


def fault(url: str) -> str:
    rule = {"operation": "ListBackupJobs", "code": "ThrottlingException", "message": "Slow down"}
    post(f"{url}/moto-api/static/backup/faults", {"faults": [rule]})
    return f"{url}/backup-jobs/"


REFUSALS = {
    "of moto": (lambda url: raw(f"{url}/backup/plans/none"), 400, "ResourceNotFoundException"),
    "of the plugin": (
        lambda url: raw(f"{url}/backup-jobs/none"),
        400,
        "ResourceNotFoundException",
    ),
    "of a parameter": (
        lambda url: raw(f"{url}/backup-jobs/?state=DONE"),
        400,
        "InvalidParameterValueException",
    ),
    "by an injected fault": (lambda url: raw(fault(url)), 400, "ThrottlingException"),
    "of a path that does not exist": (
        lambda url: raw(f"{url}/backup-floppies"),
        404,
        "UnknownOperationException",
    ),
    "of a body that is no JSON": (
        lambda url: raw(f"{url}/backup-jobs", "PUT", b"{"),
        400,
        "SerializationException",
    ),
    "of a body that is no JSON to moto's own": (
        lambda url: raw(f"{url}/backup/plans/", "PUT", b"{"),
        400,
        "SerializationException",
    ),
    "of a body that is no object": (
        lambda url: raw(f"{url}/backup-vaults/second", "PUT", b"[]"),
        400,
        "SerializationException",
    ),
}


@pytest.mark.parametrize(("ask", "status", "code"), REFUSALS.values(), ids=REFUSALS)
class TestARefusal:
    def test_has_its_status_and_code(
        self, fresh_server: str, ask: Any, status: int, code: str
    ) -> None:
        found, _, answer = ask(fresh_server)
        assert (found, answer["__type"].rpartition("#")[2]) == (status, code)

    def test_says_why_in_message_with_a_capital(
        self, fresh_server: str, ask: Any, status: int, code: str
    ) -> None:
        _, _, answer = ask(fresh_server)
        assert answer["Message"]

    def test_has_a_request_id(self, fresh_server: str, ask: Any, status: int, code: str) -> None:
        _, headers, _ = ask(fresh_server)
        assert headers[REQUEST_ID]

    def test_names_its_error_in_a_header(
        self, fresh_server: str, ask: Any, status: int, code: str
    ) -> None:
        _, headers, _ = ask(fresh_server)
        assert headers["x-amzn-errortype"] == code

    def test_is_json(self, fresh_server: str, ask: Any, status: int, code: str) -> None:
        _, headers, _ = ask(fresh_server)
        assert "json" in headers["content-type"]


@pytest.mark.parametrize("path", ["/backup/plans/none", "/backup-jobs/none"])
def test_a_refusal_has_the_other_members_of_its_shape(fresh_server: str, path: str) -> None:
    _, _, answer = raw(fresh_server + path)
    assert answer["Code"]
    assert answer["Type"]


def test_an_injected_fault_has_a_request_id_for_an_sdk(url: str) -> None:
    fault(url)
    client = boto3.client("backup", region_name=REGION, endpoint_url=url, config=ONCE)
    with pytest.raises(client.exceptions.ClientError) as caught:
        client.list_backup_jobs()
    answer = caught.value.response
    assert answer["ResponseMetadata"]["RequestId"]
    assert answer["Error"]["Message"] == "Slow down"
