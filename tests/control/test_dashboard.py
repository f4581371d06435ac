"""What moto's dashboard shows of AWS Backup."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import requests
from calls import TABLE, create_plan, start, volume
from moto import mock_aws
from support import REGION, ROLE, client_of, frozen_at, post

from moto_backup_summaries import load_jobs, register, unregister
from moto_backup_summaries.control.moto_endpoints import NEWEST_SHOWN

MOTO_API = "http://motoapi.amazonaws.com/moto-api"
NOW = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)


@pytest.fixture(params=["mock_aws", "server"])
def shown(request: pytest.FixtureRequest) -> Any:
    """A client with a vault, and the URL of moto's own API."""
    if request.param == "server":
        url = request.getfixturevalue("fresh_server")
        client = client_of(endpoint_url=url)
        url = f"{url}/moto-api"
    else:
        client, url = request.getfixturevalue("mocked_backup"), MOTO_API
    client.create_backup_vault(BackupVaultName="nightly")
    return client, url


def models(url: str = MOTO_API) -> Any:
    answer = requests.get(f"{url}/data.json", timeout=30)
    assert answer.status_code == 200
    return answer.json()["backup"]


def test_jobs_are_shown_and_vaults_tell_their_recovery_points(shown: Any) -> None:
    client, url = shown
    for name in ("empty", "gone"):
        client.create_backup_vault(BackupVaultName=name)
    client.delete_backup_vault(BackupVaultName="gone")
    job_id = start(client)["BackupJobId"]
    start(client, ResourceArn=TABLE)
    found = models(url)
    vaults = [(it["backup_vault_name"], it["num_of_recovery_points"]) for it in found["Vault"]]
    assert vaults == [("nightly", 2), ("empty", 0)]
    assert {job["BackupJobId"] for job in found["BackupJob"]} > {job_id}
    assert {job["State"] for job in found["BackupJob"]} == {"COMPLETED"}
    assert [found[f"{kind}Job"] for kind in ("Copy", "Restore", "Scan")] == [[], [], []]
    assert found["JobsNotShown"] == []


def test_of_many_jobs_the_newest_are_shown_and_where_the_rest_is(shown: Any) -> None:
    _, url = shown
    now = datetime.now(timezone.utc)
    moments = [(now - timedelta(minutes=n)).isoformat() for n in range(NEWEST_SHOWN + 2)]
    document = {"BackupJobs": [{"BackupJobId": m, "CreationDate": m} for m in moments]}
    post(f"{url}/static/backup/jobs", document) if url != MOTO_API else load_jobs(document)
    found = models(url)
    assert [job["BackupJobId"] for job in found["BackupJob"]] == moments[:NEWEST_SHOWN]
    (rest,) = found["JobsNotShown"]
    at = f"/moto-api/static/backup/jobs?account_id=123456789012&region={REGION}"
    assert rest == {"model": "BackupJob", "number": 2, "at": at}
    all_jobs = requests.get(url.removesuffix("/moto-api") + at, timeout=30).json()
    assert len(all_jobs["BackupJobs"]) == NEWEST_SHOWN + 2


def test_it_shows_what_time_has_brought() -> None:
    with frozen_at(NOW) as clock, mock_aws():
        client = client_of()
        client.create_backup_vault(BackupVaultName="vault")
        client_of("ec2").create_volume(AvailabilityZone="us-east-1a", Size=1)
        plan_id = create_plan(client)
        selection = {"SelectionName": "s", "IamRoleArn": ROLE, "Resources": [volume("*")]}
        client.create_backup_selection(BackupPlanId=plan_id, BackupSelection=selection)
        clock.shift(timedelta(days=2))
        assert len(models()["BackupJob"]) == 2


def test_unregistered_it_is_motos_own(mocked_backup: Any) -> None:
    mocked_backup.create_backup_vault(BackupVaultName="nightly")
    unregister()
    try:
        found = models()
    finally:
        register()
    assert "BackupJob" not in found
    assert {vault["num_of_recovery_points"] for vault in found["Vault"]} == {0}


def test_without_backup_there_is_nothing_to_show() -> None:
    with mock_aws():
        assert models()["Vault"] == []


def test_motos_own_dashboard_leads_to_our_page(fresh_server: str) -> None:
    shown = requests.get(f"{fresh_server}/moto-api/", timeout=30).text
    menu, _, _ = shown.partition("</nav>")
    assert '<a class="nav-link" href="/moto-api/backup/">AWS Backup</a>' in menu
    assert "Moto objects" in menu
