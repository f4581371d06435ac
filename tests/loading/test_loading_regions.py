"""load_jobs(): into which region and account jobs go that do not tell, and what is said where nobody asks."""

import inspect
import os
import subprocess
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import boto3
import pytest
import requests
from calls import FAR, jobs, rows, start, volume
from moto import mock_aws
from organizations import Organization
from support import ACCOUNT, REGION, client_of, post, served

from moto_backup_summaries import BackupSummariesWarning, load_jobs

ONE: dict[str, Any] = {"BackupJobs": [{}]}
OTHER_ACCOUNT = "111122223333"
LOADED_AT = "http://motoapi.amazonaws.com/moto-api/static/backup/jobs"


@pytest.fixture(autouse=True)
def _no_region(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the environment nor a profile tells a region."""
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))


def regions_of(document: dict[str, Any]) -> list[str]:
    """The regions that a document was loaded into, as the endpoint tells them."""
    answer = requests.post(LOADED_AT, json=document, timeout=30)
    assert answer.status_code == 201, answer.text
    found: list[str] = answer.json()["regions"]
    return found


@mock_aws
def test_jobs_go_where_a_client_asks_that_is_told_as_little(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert regions_of(ONE) == [REGION]
    (tmp_path / "config").write_text(
        "[default]\nregion = sa-east-1\n[profile far]\nregion = eu-west-2\n", encoding="utf-8"
    )
    assert regions_of(ONE) == ["sa-east-1"]
    monkeypatch.setenv("AWS_PROFILE", "far")
    assert regions_of(ONE) == ["eu-west-2"]
    monkeypatch.setenv("AWS_DEFAULT_REGION", FAR)
    assert regions_of(ONE) == [FAR]
    boto3.setup_default_session(region_name="eu-west-3")
    assert regions_of(ONE) == ["eu-west-3"]
    # What a row, its ARNs and the arguments tell comes first.
    there = {"BackupVaultArn": f"arn:aws:backup:eu-north-1:{ACCOUNT}:backup-vault:nightly"}
    assert regions_of({"BackupJobs": [there, {}]}) == ["eu-north-1", "eu-west-3"]
    assert regions_of({"BackupJobs": [there, {}], "region": "ca-central-1"}) == ["ca-central-1"]
    summed = {"BackupJobSummaries": [{"Region": "us-west-2"}, {}]}
    assert regions_of(summed) == ["eu-west-3", "us-west-2"]


def test_the_client_of_a_test_sees_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", FAR)
    with mock_aws():
        load_jobs(ONE)
        assert len(jobs(boto3.client("backup"))) == 1


def test_a_profile_that_is_not_there_stops_only_the_client(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "absent")
    with mock_aws():
        assert regions_of(ONE) == [REGION]


def test_the_account_is_the_one_that_moto_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTO_ACCOUNT_ID", OTHER_ACCOUNT)
    with mock_aws():
        load_jobs(ONE)
        (job,) = jobs(client_of())
        assert job["AccountId"] == OTHER_ACCOUNT


def ended(ask: Callable[[], object], document: Any = ONE, **arguments: str) -> list[Any]:
    """What is warned of when a mock ends, in which a document was loaded and something was asked."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with mock_aws():
            load_jobs(document, **arguments)
            ask()
            assert [str(it.message) for it in caught] == []
    assert {it.category for it in caught} <= {BackupSummariesWarning}
    return caught


def ask_elsewhere() -> None:
    assert jobs(client_of(region_name=FAR)) == []


class TestNobodyAsksThere:
    @pytest.mark.parametrize(
        ("ask", "asked"), [(jobs, "ListBackupJobs"), (rows, "ListBackupJobSummaries")]
    )
    def test_it_is_told_once_when_the_mock_ends(self, ask: Any, asked: str) -> None:
        (warning,) = ended(lambda: [ask(client_of(region_name=FAR)) for _ in range(2)])
        assert str(warning.message) == (
            f"1 job was loaded into {REGION} of account {ACCOUNT}, where nobody asked, while {asked} of "
            f"{FAR} of account {ACCOUNT} found none; load them with the region_name and account_id that are "
            "asked, or set AWS_DEFAULT_REGION"
        )
        line = inspect.getsourcelines(ended)[1] + 5
        assert (warning.filename, warning.lineno) == (__file__, line)

    def test_several_jobs_are_told_together(self) -> None:
        document = {"BackupJobs": [{}, {}], "CopyJobs": [{}]}
        (warning,) = ended(lambda: jobs(client_of(region_name=FAR), "restore"), document)
        assert str(warning.message).startswith("3 jobs were loaded into")

    def test_what_one_line_has_loaded_is_told_together(self) -> None:
        def ask() -> None:
            for _ in range(3):
                load_jobs(ONE)
                ask_elsewhere()

        told = ended(ask, region_name=REGION)
        assert [str(warning.message)[:23] for warning in told] == ["3 jobs were loaded into"]

    def test_a_load_that_fails_is_not_told(self) -> None:
        def ask() -> None:
            for job_id in ("a", "a"):
                with suppress(ValueError):
                    load_jobs({"BackupJobs": [{"BackupJobId": job_id}]})
            ask_elsewhere()

        (warning,) = ended(ask, region_name=REGION)
        assert str(warning.message).startswith("1 job was loaded into")

    def test_what_was_posted_is_told_with_its_endpoint(self) -> None:
        def ask() -> None:
            regions_of(ONE)
            ask_elsewhere()

        (warning,) = ended(ask, region_name=REGION)
        assert warning.filename == "/moto-api/static/backup/jobs"

    def test_jobs_of_production_s_account_are_told(self) -> None:
        row = {"AccountId": OTHER_ACCOUNT, "ResourceArn": "arn:aws:s3:::bucket"}
        (warning,) = ended(lambda: jobs(client_of()), {"BackupJobs": [row]})
        said = f"1 job was loaded into {REGION} of account {OTHER_ACCOUNT}, where nobody asked"
        assert str(warning.message).startswith(said)

    def test_nothing_is_told_of_what_was_asked(self) -> None:
        def ask() -> None:
            jobs(client_of(region_name=FAR))
            jobs(client_of())

        assert ended(ask) == []

    def test_nothing_is_told_where_nobody_asks_anything(self) -> None:
        assert ended(lambda: None) == []

    def test_nothing_is_told_where_other_jobs_are(self) -> None:
        def ask() -> None:
            client = client_of(region_name=FAR)
            client.create_backup_vault(BackupVaultName="nightly")
            start(client, ResourceArn=volume(region=FAR))
            assert jobs(client, ByState="FAILED") == []

        assert ended(ask) == []

    def test_nothing_is_told_of_jobs_that_were_taken_away(self) -> None:
        def ask() -> None:
            requests.delete(LOADED_AT, timeout=30)
            assert jobs(client_of(region_name=FAR)) == []

        assert ended(ask) == []

    def test_nothing_is_told_of_another_question(self) -> None:
        def ask() -> None:
            assert client_of(region_name=FAR).list_backup_vaults()["BackupVaultList"] == []

        assert ended(ask) == []

    def test_nothing_is_told_of_jobs_whose_place_was_given(self) -> None:
        assert ended(ask_elsewhere, region_name=REGION) == []

    def test_nothing_is_told_of_an_organization_s_accounts(self) -> None:
        def ask() -> None:
            organization = Organization(client_of)
            for account in (ACCOUNT, organization.second):
                requests.delete(LOADED_AT, params={"account_id": account}, timeout=30)
            assert jobs(organization.management) == []
            assert len(jobs(organization.management, ByAccountId="*")) == 1
            load_jobs({"BackupJobs": [{"AccountId": organization.first}]})
            assert jobs(organization.management) == []
            assert len(jobs(organization.management, ByAccountId="*")) == 2

        assert ended(ask, region_name=REGION) == []


def test_a_server_tells_it_in_its_log_and_with_what_it_loads(tmp_path: Path) -> None:
    file = tmp_path / "jobs.json"
    file.write_text('{"BackupJobs": [{}]}', encoding="utf-8")
    program = """
import logging, sys
from moto.server import ThreadedMotoServer
from moto_backup_summaries import load_jobs
import boto3
server = ThreadedMotoServer(port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
load_jobs({"BackupJobs": [{}]})
for _ in range(2):
    client = boto3.client("backup", region_name="eu-west-1", endpoint_url=f"http://{host}:{port}")
    assert client.list_backup_jobs()["BackupJobs"] == []
server.stop()
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=os.environ
    )
    told = [line for line in ran.stderr.splitlines() if "HTTP/1.1" not in line]
    assert len(told) == 1
    assert told[0].startswith(f"1 job was loaded into {REGION} of account {ACCOUNT}, where nobody")
    with served("--load", str(file), environment={**os.environ, "AWS_DEFAULT_REGION": FAR}) as url:
        assert len(jobs(client_of(endpoint_url=url, region_name=FAR))) == 1
        assert post(f"{url}/moto-api/static/backup/jobs", ONE) == {"loaded": 1, "regions": [FAR]}
