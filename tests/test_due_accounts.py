"""Accounts in which nothing advances are left alone until somebody asks for them."""

import sys
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from types import FrameType
from typing import Any

import pytest
from calls import FAR, PLAN, SELECTION, copy, start, vault_arn, volume
from failures import PACKAGE
from moto import mock_aws
from support import ACCOUNT, client_of, frozen_at, transition

from moto_backup_summaries import load_jobs
from moto_backup_summaries.backup import timestamps
from moto_backup_summaries.backup.account import account_at, due_accounts
from moto_backup_summaries.backup.aws.job_kinds import BACKUP
from moto_backup_summaries.backup.frame.models import BackupJobsBackend

START = datetime(2026, 5, 4, 12, tzinfo=timezone.utc)


@pytest.fixture
def clock() -> Iterator[Any]:
    with mock_aws(), frozen_at(START) as clock:
        yield clock


def due() -> list[str]:
    return [account.region for account in due_accounts(timestamps.now())]


def calls_of_a_request(client: Any) -> int:
    """How many functions of the package a request calls."""
    client.list_backup_vaults()
    names: list[str] = []

    def count(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(PACKAGE):
            names.append(frame.f_code.co_name)

    sys.setprofile(count)
    try:
        client.list_backup_vaults()
    finally:
        sys.setprofile(None)
    return len(names)


@pytest.mark.usefixtures("clock")
def test_those_whose_jobs_have_ended_cost_no_request_anything() -> None:
    home = client_of()
    alone = calls_of_a_request(home)
    for region in (FAR, "us-west-2", "ap-south-1"):
        load_jobs({"BackupJobs": [{}] * 3}, region_name=region)
        client_of(region_name=region).list_backup_jobs()
    assert calls_of_a_request(home) == alone


def test_one_with_a_job_on_its_way_advances_at_another_s_request(clock: Any) -> None:
    with transition("time", seconds=60):
        far = client_of(region_name=FAR)
        far.create_backup_vault(BackupVaultName="nightly")
        start(far, ResourceArn=volume(region=FAR))
        home = client_of()
        home.list_backup_vaults()
        clock.shift(timedelta(minutes=3))
        home.list_backup_vaults()
    (counts,) = account_at(ACCOUNT, FAR).jobs.store(BACKUP).counts(0, 30_000, 0)
    assert counts[1][0] == "COMPLETED"


def test_one_that_only_looks_take_on_hears_of_another_transition(clock: Any) -> None:
    with transition("manual", times=5):
        far = client_of(region_name=FAR)
        far.create_backup_vault(BackupVaultName="nightly")
        start(far, ResourceArn=volume(region=FAR))
        home = client_of()
        for _ in range(3):
            home.list_backup_vaults()
        assert due() == []
    assert due() == [FAR]


def test_one_with_a_plan_is_due_when_its_rule_is(clock: Any) -> None:
    far = client_of(region_name=FAR)
    far.create_backup_vault(BackupVaultName="vault")
    plan_id = far.create_backup_plan(BackupPlan=PLAN)["BackupPlanId"]
    far.create_backup_selection(BackupPlanId=plan_id, BackupSelection=SELECTION)
    assert due() == []
    clock.shift(timedelta(days=1))
    assert due() == [FAR]


def test_one_that_another_s_advance_wakes_advances_at_the_same_request(clock: Any) -> None:
    """A copy that ends puts a recovery point whose days are over already into another region."""
    home, far = client_of(), client_of(region_name=FAR)
    home.create_backup_vault(BackupVaultName="nightly")
    far.create_backup_vault(BackupVaultName="far")
    point = home.describe_backup_job(BackupJobId=start(home)["BackupJobId"])["RecoveryPointArn"]
    with transition("time", "copy", seconds=60):
        copy(
            home,
            point,
            DestinationBackupVaultArn=vault_arn("far", FAR),
            Lifecycle={"DeleteAfterDays": 1},
        )
        home.list_backup_vaults()
        assert due() == []
        clock.shift(timedelta(days=9))
        home.list_backup_vaults()
    assert account_at(ACCOUNT, FAR).recovery_points.number_in("far") == 0


@pytest.mark.usefixtures("clock")
def test_one_that_moto_does_not_have_is_forgotten() -> None:
    BackupJobsBackend(FAR, "999999999999")
    assert due() == []
