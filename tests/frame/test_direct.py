"""What a mock is told of all requests counts for those too that come to us without moto's search."""

import gzip
import json
from collections.abc import Iterator, Mapping
from io import BufferedIOBase, BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import boto3
import pytest
from botocore.awsrequest import AWSPreparedRequest
from botocore.exceptions import ClientError
from moto import mock_aws
from moto.core.exceptions import ServiceNotWhitelisted
from moto.moto_api import recorder
from support import AUTHORIZATION, ONCE, REGION

from moto_backup_summaries.backup.frame import direct
from moto_backup_summaries.backup.frame.incoming import body_of
from moto_backup_summaries.header_fields import HeaderFields


@pytest.fixture
def recording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "recorded"
    monkeypatch.setattr(recorder, "_location", str(path))
    recorder.start_recording()
    yield path
    recorder.stop_recording()


class Asked(NamedTuple):
    """A request for the vaults, as a server receives it."""

    target: str = "/backup-vaults/"
    method: str = "GET"
    host: str = "localhost:5000"
    authorization: str = AUTHORIZATION
    more: Mapping[str, str] = {}

    def answer(self, stream: BufferedIOBase | None = None) -> direct.Answer | None:
        headers = {"Host": self.host, "Authorization": self.authorization, **self.more}
        return direct.answer_to_server(
            self.method, self.target, HeaderFields(headers.items()), stream or BytesIO()
        )


def test_a_request_is_recorded(mocked_backup: Any, recording: Path) -> None:
    mocked_backup.create_backup_vault(BackupVaultName="nightly")
    (line,) = recording.read_text().splitlines()
    assert json.loads(line)["method"] == "PUT"


def test_a_request_of_a_server_goes_where_it_is_recorded(fresh_aws: Any, recording: Path) -> None:
    assert Asked().answer() is None


def test_a_service_that_is_not_on_the_list_is_refused() -> None:
    with mock_aws(config={"core": {"service_whitelist": ["s3"]}}):
        client = boto3.client("backup", region_name=REGION, config=ONCE)
        with pytest.raises(ServiceNotWhitelisted):
            client.list_backup_vaults()


@pytest.mark.parametrize("passed", [{"services": ["backup"]}, {"urls": [r"http://backup\..*"]}])
def test_what_is_to_pass_through_leaves(passed: dict[str, list[str]]) -> None:
    """To a proxy that is none, so that nothing leaves this machine."""
    nowhere = ONCE.merge(type(ONCE)(proxies={"http": "http://127.0.0.1:1"}))
    with mock_aws(config={"core": {"passthrough": passed}}):
        client = boto3.client("backup", region_name=REGION, config=nowhere, use_ssl=False)
        with pytest.raises(Exception, match="proxy"):
            client.list_backup_vaults()


@pytest.mark.parametrize(
    "asked",
    [
        Asked("/backup-vaults"),
        Asked("/backup-vaults/?maxResults=1"),
        Asked(host="[::1]:5000"),
        Asked("/tags/arn%3Aaws%3Abackup%3Aus-east-1%3A123456789012%3Abackup-vault%3An"),
    ],
)
def test_a_server_is_answered(fresh_aws: Any, asked: Asked) -> None:
    answer = asked.answer()
    assert answer is not None
    assert {"Content-Length": str(len(answer.body))}.items() <= dict(answer.headers).items()


@pytest.mark.parametrize(
    "asked",
    [
        Asked("/moto-api/data.json"),
        Asked("/audit/frameworks/none/at/all"),
        Asked("http://localhost/backup-vaults/"),
        Asked("/backup-vaults/#"),
        Asked("/backup-vaults/%2F"),
        Asked(host="local_host"),
        Asked(more={"Origin": "http://localhost"}),
        Asked(authorization=AUTHORIZATION.replace("us-east-1", "s3")),
        Asked(authorization=AUTHORIZATION.replace("/backup/", "/s3/")),
        Asked(authorization=""),
        Asked(method="HEAD"),
    ],
)
def test_whatever_moto_may_take_otherwise_goes_moto_s_way(asked: Asked) -> None:
    assert asked.answer() is None


def test_pages_of_other_origins_are_told_nothing_where_moto_says_so(
    fresh_aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def allowed() -> Any:
        answer = Asked().answer()
        assert answer is not None
        return dict(answer.headers).get("Access-Control-Allow-Origin")

    assert allowed() == "*"
    monkeypatch.setattr(direct, "DISABLE_GLOBAL_CORS", True)
    assert allowed() is None


class Broken(BufferedIOBase):
    """A connection that breaks."""

    def read(self, *_: object) -> bytes:
        raise ConnectionResetError("Connection reset by peer")


@pytest.mark.parametrize(
    ("stream", "told"),
    [(BytesIO(b"{}"), "it ends after 2 of 3 bytes"), (Broken(), "Connection reset by peer")],
)
def test_half_a_body_is_refused(fresh_aws: Any, stream: BufferedIOBase, told: str) -> None:
    answer = Asked("/backup-vaults/nightly", "PUT", more={"Content-Length": "3"}).answer(stream)
    assert answer is not None
    assert (answer.status, json.loads(answer.body)["Message"]) == (
        400,
        f"The request's body cannot be read: {told}",
    )
    listed = Asked().answer()
    assert listed is not None
    assert json.loads(listed.body) == {"BackupVaultList": []}


def test_a_packed_body_is_unpacked(fresh_aws: Any) -> None:
    packed = gzip.compress(b"{}")
    more = {"Content-Length": str(len(packed)), "Content-Encoding": "gzip"}
    answer = Asked("/backup-vaults/nightly", "PUT", more=more).answer(BytesIO(packed))
    assert answer is not None
    assert answer.status == 200


def test_a_client_of_another_address_is_not_answered_here(fresh_aws: Any) -> None:
    elsewhere = boto3.client(
        "backup", region_name=REGION, endpoint_url="http://127.0.0.1:1", config=ONCE
    )
    with pytest.raises(Exception, match="Could not connect") as error:
        elsewhere.list_backup_vaults()
    assert not isinstance(error.value, ClientError)


def test_a_header_of_bytes_tells_how_a_body_is_packed() -> None:
    """Botocore's headers may be bytes, as urllib3 takes them."""
    packed = gzip.compress(b"{}")
    request: Any = AWSPreparedRequest(
        "PUT", "https://localhost/", {"Content-Encoding": b"gzip"}, packed, stream_output=False
    )
    assert body_of(request) == b"{}"
