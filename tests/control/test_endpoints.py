"""What the endpoints answer to requests that no test means to send."""

import gzip
import json
import socket
from typing import Any
from urllib.parse import urlparse

import botocore
import pytest
import requests
from calls import start
from failures import failing_at
from support import AUTHORIZATION

from moto_backup_summaries import job_events

MOTO = "http://motoapi.amazonaws.com/moto-api"
ACCOUNT = f"{MOTO}/static/backup/account"
JOBS = f"{MOTO}/static/backup/jobs"
OTHER = "111122223333"
PLACES: list[dict[str, str]] = [
    {},
    {"region": "eu-west-1"},
    {"account_id": OTHER},
    {"account_id": OTHER, "region": "eu-west-1"},
]
TAKES_A_DOCUMENT = [JOBS, f"{MOTO}/config", f"{MOTO}/state-manager/set-transition"]


def refused(answer: requests.Response) -> str:
    """The error of an answer that is one."""
    document: dict[str, Any] = answer.json()
    assert (answer.status_code, list(document)) == (400, ["error"])
    return str(document["error"])


def test_a_single_event_is_a_document(mocked_backup: Any) -> None:
    mocked_backup.create_backup_vault(BackupVaultName="nightly")
    start(mocked_backup)
    event = job_events(state="COMPLETED", kind="backup")[0]
    requests.delete(JOBS, timeout=30)
    answer = requests.post(JOBS, json=event, timeout=30)
    assert answer.json() == {"loaded": 1, "regions": ["us-east-1"]}


@pytest.mark.usefixtures("mocked_backup")
class TestARequest:
    def test_for_a_document_with_a_source_beside_it_is_refused(self) -> None:
        said = refused(
            requests.post(JOBS, json={"BackupJobs": [], "source": "s3://b/k"}, timeout=30)
        )
        assert said == (
            "Invalid value for source: got 's3://b/k', accepts an address such as s3://BUCKET/KEY, "
            "and no document beside it"
        )

    def test_of_another_method_is_refused(self) -> None:
        said = refused(requests.put(JOBS, json={}, timeout=30))
        assert said == "Invalid value for the method: got 'PUT', accepts GET, POST and DELETE"

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32-be"])
    def test_may_be_a_file_of_powershell(self, mocked_backup: Any, encoding: str) -> None:
        text = json.dumps({"BackupJobs": [{"StatusMessage": "für"}]}, ensure_ascii=False)
        answer = requests.post(JOBS, data=text.encode(encoding), timeout=30)
        assert answer.json() == {"loaded": 1, "regions": ["us-east-1"]}
        (job,) = mocked_backup.list_backup_jobs()["BackupJobs"]
        assert job["StatusMessage"] == "für"

    @pytest.mark.parametrize("url", TAKES_A_DOCUMENT)
    def test_whose_body_is_no_gzip_is_refused(self, url: str) -> None:
        headers = {"Content-Encoding": "gzip"}
        said = refused(requests.post(url, data=b"{}", headers=headers, timeout=30))
        assert "gzip" in said

    @pytest.mark.parametrize("url", TAKES_A_DOCUMENT)
    def test_whose_body_is_no_object_is_refused(self, url: str) -> None:
        said = refused(requests.post(url, data=b"[]", timeout=30))
        assert said == "The request's body does not contain a JSON object"

    def test_for_settings_that_are_no_object_is_refused(self) -> None:
        said = refused(requests.post(f"{MOTO}/config", json={"backup": 5}, timeout=30))
        assert said.startswith("Invalid value for backup: got 5, accepts an object with ")

    def test_that_fails_says_where_to_look(self) -> None:
        with failing_at(5) as failed:
            answer = requests.get(f"{MOTO}/static/backup/outcomes", timeout=30)
        assert failed
        said = {"error": "moto_backup_summaries failed: see the log of moto"}
        assert (answer.status_code, answer.json()) == (500, said)
        again = requests.get(f"{MOTO}/static/backup/outcomes", timeout=30)
        assert again.json() == {"outcomes": []}


class TestAnAccount:
    def test_is_posted_as_its_file_is(self, mocked_backup: Any) -> None:
        arn = f"arn:aws:backup:us-east-1:{OTHER}:backup-vault:ark"
        row = {"BackupVaultName": "ark", "BackupVaultArn": arn, "CreationDate": 5, "Colour": "red"}
        header = {"Version": 1, "Region": "us-east-1"}
        parts = [{"BackupAccount": header, "BackupVaults": rows} for rows in ([], [row])]
        content = gzip.compress("\n".join(map(json.dumps, parts)).encode())
        query = {"account_id": "123456789012", "shift_to_now": "false"}
        answer = requests.post(ACCOUNT, params=query, data=content, timeout=30)
        assert answer.json() == {
            "loaded": {"BackupVaults": 1},
            "regions": ["us-east-1"],
            "warnings": [
                f"load_account left out what botocore {botocore.__version__} does not know: "
                "BackupVaults[0].Colour in line 2 of 'the body'"
            ],
        }
        (vault,) = mocked_backup.list_backup_vaults()["BackupVaultList"]
        assert vault["BackupVaultName"] == "ark"

    def test_may_be_in_s3(self, mocked_backup: Any) -> None:
        said = refused(requests.post(ACCOUNT, params={"source": "s3://b/k"}, timeout=30))
        assert said == "'s3://b/k': moto's S3 has no bucket 'b'"
        said = refused(
            requests.post(ACCOUNT, params={"source": "s3://b/k"}, data=b"{}", timeout=30)
        )
        assert said == (
            "Invalid value for source: got 's3://b/k', accepts an address such as s3://BUCKET/KEY, "
            "and no body"
        )

    @pytest.mark.usefixtures("mocked_backup")
    def test_is_only_posted(self) -> None:
        said = refused(requests.get(ACCOUNT, timeout=30))
        assert said == "Invalid value for the method: got 'GET', accepts POST"


@pytest.mark.usefixtures("mocked_backup")
class TestTransitions:
    @pytest.mark.parametrize(
        "name", ["backup::backup_jobs", "backup::backupjob", "Backup::backup_job"]
    )
    def test_of_a_model_that_is_misspelled_is_refused(self, name: str) -> None:
        document = {"model_name": name, "transition": {"progression": "immediate"}}
        said = refused(
            requests.post(f"{MOTO}/state-manager/set-transition", json=document, timeout=30)
        )
        assert said.startswith(
            f"Invalid value for model_name: got '{name}', accepts one of backup::"
        )
        assert said.endswith("; did you mean backup::backup_job?")

    @pytest.mark.parametrize("times", [0, -1])
    def test_of_no_look_is_refused(self, times: int) -> None:
        transition = {"progression": "manual", "times": times}
        document = {"model_name": "backup::backup_job", "transition": transition}
        said = refused(
            requests.post(f"{MOTO}/state-manager/set-transition", json=document, timeout=30)
        )
        assert said.startswith(f"Invalid value for transition: got {transition}, accepts ")


@pytest.mark.usefixtures("mocked_backup")
class TestJobs:
    def test_are_those_of_every_account_and_region_unless_one_is_asked_for(self) -> None:
        for place in PLACES:
            requests.post(JOBS, json={"BackupJobs": [{}], **place}, timeout=30)
        for query, number in (("", 4), ("?region=eu-west-1", 2), (f"?account_id={OTHER}", 2)):
            shown = requests.get(JOBS + query, timeout=30).json()
            assert len(shown["BackupJobs"]) == number
        one = f"?account_id={OTHER}&region=eu-west-1"
        (job,) = requests.get(JOBS + one, timeout=30).json()["BackupJobs"]
        assert job["BackupVaultArn"] == f"arn:aws:backup:eu-west-1:{OTHER}:backup-vault:Default"
        requests.delete(f"{JOBS}?region=eu-west-1", timeout=30)
        assert len(requests.get(JOBS, timeout=30).json()["BackupJobs"]) == 2
        requests.delete(JOBS, timeout=30)
        assert requests.get(JOBS, timeout=30).json() == {}

    def test_that_are_shown_load_where_they_were(self) -> None:
        for place in PLACES:
            requests.post(JOBS, json={"BackupJobs": [{}], **place}, timeout=30)
        shown = requests.get(JOBS, timeout=30).json()
        requests.delete(JOBS, timeout=30)
        requests.post(JOBS, json=shown, timeout=30)
        assert requests.get(JOBS, timeout=30).json() == shown


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/moto-api/static/backup/jobs", {"error"}),
        ("/moto-api/static/backup/clock", {"error"}),
        ("/moto-api/config", {"error"}),
        ("/moto-api/state-manager/set-transition", {"error"}),
        ("/backup-vaults/nightly", {"__type", "Message"}),
    ],
)
@pytest.mark.parametrize(
    ("header", "sent"),
    [("Content-Length: 99", b'{"B'), ("Transfer-Encoding: chunked", b'zz\r\n{"B')],
    ids=["short", "chunked"],
)
def test_a_body_that_ends_early_is_a_bad_request(
    fresh_server: str, path: str, answer: set[str], header: str, sent: bytes
) -> None:
    server = urlparse(fresh_server)
    method = "PUT" if "vaults" in path else "POST"
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: x\r\nAuthorization: {AUTHORIZATION}\r\n{header}\r\n\r\n"
    )
    with socket.create_connection((str(server.hostname), int(server.port or 80))) as connection:
        connection.sendall(head.encode() + sent)
        connection.shutdown(socket.SHUT_WR)
        with connection.makefile("rb") as told:
            status, _, body = told.read().partition(b"\r\n\r\n")
    assert status.startswith(b"HTTP/1.1 400 "), body
    document = json.loads(body)
    assert answer <= set(document)
    assert any("The request's body cannot be read" in text for text in document.values())
