"""What fails in the middle leaves also that as it was which no list tells at once."""

import itertools
import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import requests
from botocore.exceptions import ClientError
from calls import FAR, points, start, volume
from failures import InjectedError, failing_at
from moto.moto_api import state_manager
from support import ONCE, REGION, client_of

from moto_backup_summaries import (
    clear_rules,
    fail_operation,
    job_progression,
    load_jobs,
    set_job_outcome,
)

NOW = datetime(2026, 3, 10, 12, tzinfo=timezone.utc)
API = "http://motoapi.amazonaws.com/moto-api/static/backup"


def fail_everywhere(change: Callable[[], object], look: Callable[[], Any]) -> None:
    """Let a change fail in each of its places: then there is all of it or nothing, and at first nothing."""
    before = look()
    for nth in itertools.count(1):
        with failing_at(nth) as failed, suppress(ClientError, InjectedError, ConnectionError):
            change()
        if not failed or look() != before:
            break
    changed = look()
    assert nth > 3
    assert changed != before
    change()
    assert look() == changed, f"half of it where {failed} failed"


def ask(method: str, path: str) -> Any:
    answer = requests.request(method, f"{API}/{path}", timeout=30)
    return answer.json()


def test_a_job_that_could_not_be_stopped_ends_as_a_test_has_said(nightly: Any, clock: Any) -> None:
    client = client_of(config=ONCE)
    for nth in itertools.count(1):
        set_job_outcome("backup", state="COMPLETED", status_message="told", duration=60, times=1)
        job = {"BackupJobId": start(nightly, ResourceArn=volume(f"vol-{nth}"))["BackupJobId"]}
        with failing_at(nth) as failed, suppress(ClientError, InjectedError):
            client.stop_backup_job(**job)
        if not failed:
            break
        clock.shift(timedelta(minutes=2))
        told = nightly.describe_backup_job(**job)
        assert (told["State"], told["StatusMessage"]) == ("COMPLETED", "told"), failed
    assert nth > 50


def rules() -> Any:
    transitions = [
        state_manager.get_transition(f"backup::{kind}_job") for kind in ("backup", "copy")
    ]
    return json.dumps([ask("GET", "outcomes"), ask("GET", "faults"), transitions], default=str)


@pytest.mark.usefixtures("mocked_backup")
def test_rules_that_could_not_be_cleared_are_all_in_force() -> None:
    set_job_outcome("backup", state="FAILED")
    fail_operation("ListBackupJobs", code="ThrottlingException")
    job_progression("manual", kind="backup", times=2)
    job_progression("time", seconds=3)
    fail_everywhere(clear_rules, rules)


@pytest.mark.usefixtures("mocked_backup")
def test_a_progression_that_could_not_be_set_or_removed_changes_nothing() -> None:
    job_progression("manual", times=2)
    fail_everywhere(lambda: job_progression("time", seconds=3), rules)
    rule = job_progression("manual", kind="copy", times=9)
    fail_everywhere(rule.remove, rules)


def test_jobs_that_could_not_be_forgotten_are_all_there(vault: Any) -> None:
    far = client_of(region_name=FAR)
    for region in (REGION, FAR):
        load_jobs({"BackupJobs": [{"BackupVaultName": "nightly"}]}, region_name=region)

    def look() -> Any:
        return [
            (client.list_backup_jobs()["BackupJobs"], points(client), client.list_backup_vaults())
            for client in (vault, far)
        ]

    def counts() -> list[int]:
        return [len(of_region[0]) for of_region in look()]

    fail_everywhere(lambda: ask("DELETE", "jobs"), counts)


def test_a_report_that_was_asked_for_twice_is_written_once_though_jobs_were_forgotten(
    vault: Any,
) -> None:
    vault.create_report_plan(
        ReportPlanName="daily",
        ReportDeliveryChannel={"S3BucketName": "absent"},
        ReportSetting={"ReportTemplate": "BACKUP_JOB_REPORT"},
    )
    asked = {"ReportPlanName": "daily", "IdempotencyToken": "once"}
    first = vault.start_report_job(**asked)["ReportJobId"]
    job = start(vault, IdempotencyToken="once")["BackupJobId"]
    ask("DELETE", "jobs")
    assert vault.start_report_job(**asked)["ReportJobId"] == first
    assert start(vault, IdempotencyToken="once")["BackupJobId"] != job
