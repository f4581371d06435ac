"""How backup jobs go from state to state, and how they are stopped."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import time_machine
from calls import arn, described, start
from freezegun import freeze_time
from moto import mock_aws
from moto.moto_api import state_manager
from support import client_of, post, transition

from moto_backup_summaries import load_jobs

TRANSITION = "backup::backup_job"
NOW = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)


@pytest.fixture
def manual() -> Iterator[None]:
    """Jobs take a step at each second look."""
    with transition("manual", times=2):
        yield


@pytest.fixture
def timed() -> Iterator[None]:
    """Jobs take a step each minute."""
    with transition("time", seconds=60):
        yield


class TestProgress:
    @pytest.mark.usefixtures("manual")
    def test_manual_counts_looks(self, vault: Any) -> None:
        job_id = start(vault)["BackupJobId"]
        seen = [vault.describe_backup_job(BackupJobId=job_id)["State"] for _ in range(6)]
        assert seen == ["CREATED", "PENDING", "PENDING", "RUNNING", "RUNNING", "COMPLETED"]

    @pytest.mark.usefixtures("timed")
    def test_time_takes_as_many_steps_as_have_passed(self) -> None:
        with freeze_time(NOW) as clock, mock_aws():
            client = client_of()
            client.create_backup_vault(BackupVaultName="nightly")
            job_id = start(client)["BackupJobId"]
            clock.tick(120)
            assert client.describe_backup_job(BackupJobId=job_id)["State"] == "RUNNING"
            clock.tick(3600)
            job = client.describe_backup_job(BackupJobId=job_id)
            assert job["State"] == "COMPLETED"
            assert job["CompletionDate"] == NOW + timedelta(seconds=180)

    @pytest.mark.usefixtures("manual")
    def test_a_job_still_created_at_start_by_expires(self) -> None:
        with time_machine.travel(NOW, tick=False) as clock, mock_aws():
            client = client_of()
            client.create_backup_vault(BackupVaultName="nightly")
            job_id = start(client, StartWindowMinutes=60)["BackupJobId"]
            clock.shift(timedelta(minutes=59))
            assert client.list_backup_jobs()["BackupJobs"][0]["State"] == "CREATED"
            clock.shift(timedelta(minutes=2))
            job = client.describe_backup_job(BackupJobId=job_id)
            assert (job["State"], job["MessageCategory"]) == ("EXPIRED", "JOB_EXPIRED")
            assert job["CompletionDate"] == NOW + timedelta(minutes=60)

    @pytest.mark.parametrize(
        ("minutes", "state"), [(2, "ABORTED"), (3, "COMPLETED"), (4, "COMPLETED")]
    )
    @pytest.mark.usefixtures("timed")
    def test_a_job_that_is_done_at_the_end_of_its_window_has_completed(
        self, minutes: int, state: str
    ) -> None:
        with time_machine.travel(NOW, tick=False) as clock, mock_aws():
            client = client_of()
            client.create_backup_vault(BackupVaultName="nightly")
            job_id = start(client, CompleteWindowMinutes=minutes)["BackupJobId"]
            clock.shift(timedelta(hours=1))
            job = client.describe_backup_job(BackupJobId=job_id)
            ended = NOW + timedelta(minutes=min(minutes, 3))
            assert (job["State"], job["CompletionDate"]) == (state, ended)

    @pytest.mark.usefixtures("manual")
    def test_of_two_windows_the_earlier_ends_a_job(self) -> None:
        with time_machine.travel(NOW, tick=False) as clock, mock_aws():
            client = client_of()
            client.create_backup_vault(BackupVaultName="nightly")
            start(client, StartWindowMinutes=60, CompleteWindowMinutes=30)
            start(client, StartWindowMinutes=60, CompleteWindowMinutes=90)
            clock.shift(timedelta(hours=2))
            found = client.list_backup_jobs()["BackupJobs"]
            assert [job["State"] for job in found] == ["EXPIRED", "ABORTED"]

    def test_a_server_is_told_the_transition_over_http(self, fresh_server: str) -> None:
        url = f"{fresh_server}/moto-api/state-manager"
        transition = {"progression": "manual", "times": 1}
        post(f"{url}/set-transition", {"model_name": TRANSITION, "transition": transition})
        try:
            client = client_of(endpoint_url=fresh_server)
            client.create_backup_vault(BackupVaultName="nightly")
            assert described(client)["State"] == "PENDING"
        finally:
            post(f"{url}/unset-transition", {"model_name": TRANSITION})


class TestStopping:
    @pytest.mark.usefixtures("manual")
    def test_a_job_aborts(self, vault: Any) -> None:
        job_id = start(vault)["BackupJobId"]
        vault.stop_backup_job(BackupJobId=job_id)
        seen = [vault.describe_backup_job(BackupJobId=job_id)["State"] for _ in range(2)]
        assert seen == ["ABORTING", "ABORTED"]
        (kept,) = vault.list_backup_vaults()["BackupVaultList"]
        assert kept["NumberOfRecoveryPoints"] == 0

    @pytest.mark.usefixtures("manual")
    def test_one_that_aborts_already_is_refused(self, vault: Any) -> None:
        job_id = start(vault)["BackupJobId"]
        vault.stop_backup_job(BackupJobId=job_id)
        with pytest.raises(vault.exceptions.InvalidRequestException, match="ABORTING"):
            vault.stop_backup_job(BackupJobId=job_id)

    def test_a_loaded_job_aborts_too(self, vault: Any) -> None:
        load_jobs({"BackupJobs": [{"BackupJobId": "loaded", "State": "RUNNING"}]})
        (listed,) = vault.list_backup_jobs()["BackupJobs"]
        vault.stop_backup_job(BackupJobId="loaded")
        (relisted,) = vault.list_backup_jobs()["BackupJobs"]
        assert (listed["State"], relisted["State"]) == ("RUNNING", "ABORTED")
        (row,) = vault.list_backup_job_summaries(State="ANY")["BackupJobSummaries"]
        assert (row["State"], row["Count"]) == ("ABORTED", 1)

    def test_a_finished_one_is_refused(self, backup: Any) -> None:
        job_id = start(backup)["BackupJobId"]
        with pytest.raises(backup.exceptions.InvalidRequestException, match="COMPLETED"):
            backup.stop_backup_job(BackupJobId=job_id)

    def test_an_unknown_one_is_not_found(self, backup: Any) -> None:
        with pytest.raises(backup.exceptions.ResourceNotFoundException, match="nope"):
            backup.stop_backup_job(BackupJobId="nope")

    @pytest.mark.usefixtures("manual")
    def test_some_types_cannot_be_stopped(self, vault: Any) -> None:
        job_id = start(vault, ResourceArn=arn("rds", "db:d"))["BackupJobId"]
        with pytest.raises(vault.exceptions.InvalidRequestException, match="RDS"):
            vault.stop_backup_job(BackupJobId=job_id)


@pytest.mark.parametrize(
    "wrong", [{"progression": "time"}, {"progression": "manual"}, {"progression": "slow"}, None]
)
def test_a_transition_that_cannot_be_followed_is_immediate(vault: Any, wrong: Any) -> None:
    """Moto takes anything from Python."""
    try:
        state_manager.set_transition("backup::backup_job", wrong)
        start(vault)
        assert [job["State"] for job in vault.list_backup_jobs()["BackupJobs"]] == ["COMPLETED"]
    finally:
        state_manager.unset_transition("backup::backup_job")
