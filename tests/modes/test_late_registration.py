"""Whoever registers the package once a mock is active, and services are in use, gets all of it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
import requests
from botocore.config import Config
from calls import start
from moto import mock_aws
from organizations import PRINCIPAL, assumed, new_account
from support import REGION, client_of, new_client

from moto_backup_summaries import load_jobs, register, set_job_outcome, unregister
from moto_backup_summaries.warning import BackupSummariesWarning


@pytest.fixture
def vault() -> Iterator[Any]:
    """A client with a vault, in a mock that began without the package, and was asked without it."""
    unregister()
    try:
        with mock_aws():
            made = client_of()
            made.create_backup_vault(BackupVaultName="nightly")
            client_of("organizations").create_organization()
            client_of("events").test_event_pattern(EventPattern="{}", Event="{}")
            client_of("cloudwatch").list_metrics()
            client_of("resourcegroupstaggingapi").get_resources()
            client_of("stepfunctions").list_state_machines()
            requests.get("http://motoapi.amazonaws.com/moto-api/config", timeout=30)
            register()
            yield made
    finally:
        register()


def test_an_account_may_be_a_delegated_administrator(vault: Any) -> None:
    organizations = client_of("organizations")
    account = new_account(organizations, "a")
    organizations.register_delegated_administrator(AccountId=account, ServicePrincipal=PRINCIPAL)
    start(vault)
    seen = assumed(new_client_of, account).list_backup_job_summaries(AccountId="ANY")
    assert [row["Count"] for row in seen["BackupJobSummaries"]] == [1]


def new_client_of(region_name: str = REGION, service: str = "backup", **options: Any) -> Any:
    return new_client(service, region_name, **options)


def test_jobs_are_loaded_started_and_counted(vault: Any) -> None:
    load_jobs({"BackupJobs": [{}]})
    start(vault)
    (row,) = vault.list_backup_job_summaries()["BackupJobSummaries"]
    assert row["Count"] == 2


def test_every_host_is_answered(vault: Any) -> None:
    config = Config(use_fips_endpoint=True, retries={"total_max_attempts": 1})
    fips = boto3.client("backup", region_name=REGION, config=config)
    assert len(fips.list_backup_vaults()["BackupVaultList"]) == 1


def test_patterns_are_tested(vault: Any) -> None:
    event = dict.fromkeys(("id", "account", "source", "time", "region", "detail-type"), "x")
    answer = client_of("events").test_event_pattern(
        EventPattern='{"source": ["x"]}', Event=json.dumps(event)
    )
    assert answer["Result"] is True


def test_metrics_are_counted(vault: Any) -> None:
    start(vault)
    assert client_of("cloudwatch").list_metrics(Namespace="AWS/Backup")["Metrics"] != []


def test_resources_are_found_by_their_tags(vault: Any) -> None:
    vault.create_backup_vault(BackupVaultName="second", BackupVaultTags={"team": "db"})
    found = client_of("resourcegroupstaggingapi").get_resources(
        TagFilters=[{"Key": "team", "Values": ["db"]}]
    )
    assert len(found["ResourceTagMappingList"]) == 1


def test_settings_and_endpoints_are_there(vault: Any) -> None:
    api = "http://motoapi.amazonaws.com/moto-api"
    assert "backup" in requests.get(f"{api}/config", timeout=30).json()
    answer = requests.post(f"{api}/static/backup/jobs", json={"BackupJobs": [{}]}, timeout=30)
    assert answer.json()["loaded"] == 1


def test_the_end_of_the_mock_tells_of_rules_that_were_never_used() -> None:
    unregister()
    mock = mock_aws()
    mock.start()
    register()
    set_job_outcome("backup", state="FAILED")
    with pytest.warns(BackupSummariesWarning, match="never used"):
        mock.stop()


def test_the_package_is_imported_for_the_first_time_within_a_mock() -> None:
    program = f"""
import boto3
from moto import mock_aws

with mock_aws():
    organizations = boto3.client("organizations", region_name="{REGION}")
    organizations.create_organization()
    account = organizations.create_account(AccountName="a", Email="a@example.com")
    import moto_backup_summaries
    organizations.register_delegated_administrator(
        AccountId=account["CreateAccountStatus"]["AccountId"], ServicePrincipal="{PRINCIPAL}"
    )
    boto3.client("backup", region_name="{REGION}").list_backup_job_summaries()
"""
    subprocess.run([sys.executable, "-c", program], check=True)
