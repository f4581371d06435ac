"""moto_backup_proxy as users run it: its client knows nothing of it, but for two variables."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import moto
import pytest
import requests
from page_reader import look
from support import CREDENTIALS, post

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="openssl, which moto's proxy calls, is not installed"
)
# The manual's proxy serves another region, so that no two tests make one certificate at once.
CLIENT = """
import boto3
client = boto3.client("backup", region_name="eu-west-1")
client.create_backup_vault(BackupVaultName="nightly")
client.start_backup_job(
    BackupVaultName="nightly",
    ResourceArn="arn:aws:ec2:eu-west-1:123456789012:volume/vol-1",
    IamRoleArn="arn:aws:iam::123456789012:role/backup",
)
for row in client.list_backup_job_summaries(State="ANY")["BackupJobSummaries"]:
    print(row["StartTime"].date(), row["Region"], row["State"], row["Count"])
try:
    client.describe_framework(FrameworkName="absent")
except client.exceptions.ClientError as error:
    print(error.response["Error"]["Code"])
"""


class Proxy(NamedTuple):
    """A proxy in a process of its own, whose log is read up to where it tells its address."""

    url: str
    process: subprocess.Popen[str]


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[str]:
    """The URL of a proxy that has a job of its own."""
    with started(tmp_path) as running:
        yield running.url


@contextmanager
def started(tmp_path: Path, *flags: str) -> Iterator[Proxy]:
    document = {
        "BackupJobs": [
            {"BackupVaultArn": "arn:aws:backup:eu-west-1:123456789012:backup-vault:vault"}
        ]
    }
    (tmp_path / "jobs.json").write_text(json.dumps(document), encoding="utf-8")
    program = "from moto_backup_summaries.server import proxy; proxy()"
    arguments = ["-p", "0", "--load", "jobs.json", "--time", "2026-03-01T12:00:00Z", *flags]
    with (tmp_path / "errors").open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", program, *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    assert process.stdout is not None
    try:
        lines = iter(process.stdout.readline, "")
        ports = (re.search(r"Serving HTTP Proxy on 127\.0\.0\.1:(\d+)", line) for line in lines)
        port = next((found[1] for found in ports if found), None)
        assert port is not None, (tmp_path / "errors").read_text()
        yield Proxy(f"http://localhost:{port}", process)
    finally:
        process.terminate()
        process.wait(timeout=30)
        process.stdout.close()


def test_the_proxy_answers_for_aws(proxy: str) -> None:
    rule = {"kind": "backup", "state": "EXPIRED"}
    assert post(f"{proxy}/moto-api/static/backup/outcomes", {"outcomes": [rule]})["set"] == 1
    # Where --help says; importing it from there would configure logging.
    authority = Path(moto.__file__).parent / "moto_proxy" / "ca.crt"
    variables = {"HTTPS_PROXY": proxy, "AWS_CA_BUNDLE": str(authority), "NO_PROXY": ""}
    ran = subprocess.run(
        [sys.executable, "-c", CLIENT],
        env={**os.environ, **CREDENTIALS, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines() == [
        "2026-03-01 eu-west-1 COMPLETED 1",
        "2026-03-01 eu-west-1 EXPIRED 1",
        "ResourceNotFoundException",
    ]


def test_the_proxy_has_the_page(proxy: str) -> None:
    page = look(server=proxy)
    assert (page.status, page.numbers_by_name["Completed"]) == (200, 1)
    assert look("do", proxy).status == 200


def test_the_clock_of_the_proxy_moves_and_the_proxy_is_reset(proxy: str) -> None:
    moved = post(f"{proxy}/moto-api/static/backup/clock", {"time": "2026-03-02T00:00:00Z"})
    assert moved["time"] == "2026-03-02T00:00:00+00:00"
    page = look(server=proxy)
    assert page.numbers_by_name["Completed"] == 1
    assert "2026-03-02" in page.text
    post(f"{proxy}/moto-api/static/backup/reset", {})
    assert look(server=proxy).numbers_by_name["Completed"] == 0


def test_a_setting_that_needs_the_end_of_a_mock_is_refused_by_the_proxy(proxy: str) -> None:
    config = {"backup": {"assert_all_rules_used": True}}
    answer = requests.post(f"{proxy}/moto-api/config", json=config, timeout=60)
    assert answer.status_code == 400
    assert "accepts false on a server" in answer.text


@pytest.mark.parametrize(("flags", "is_logged"), [((), False), (("--verbose",), True)])
def test_the_proxy_logs_requests_for_whoever_asks(
    tmp_path: Path, flags: tuple[str, ...], is_logged: bool
) -> None:
    with started(tmp_path, *flags) as running:
        post(f"{running.url}/moto-api/static/backup/outcomes", {"outcomes": []})
        running.process.terminate()
        told, _ = running.process.communicate(timeout=30)
    assert ("/moto-api/static/backup/outcomes" in told) == is_logged
