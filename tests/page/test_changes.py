"""How a page that is open learns that something has changed."""

from datetime import datetime, timedelta, timezone
from typing import Any

import requests
from calls import RULE, SELECTION, create_plan, start, volume
from moto import mock_aws
from page_reader import MOCKED, PAGE, load, look
from support import client_of, frozen_at, transition

from moto_backup_summaries import set_job_outcome

NOW = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)


def state() -> str:
    answer = requests.get(f"{MOCKED}{PAGE}changes", timeout=60)
    assert answer.status_code == 200
    return answer.text


def differs(before: str) -> str:
    now = state()
    assert now != before
    return now


def test_it_is_another_after_each_change_and_after_nothing_else() -> None:
    with frozen_at(NOW) as clock, mock_aws():
        client, before = client_of(), state()
        client.create_backup_vault(BackupVaultName="nightly")
        before = differs(before)
        start(client)
        before = differs(before)
        load({"BackupJobs": [{}]})
        before = differs(before)
        set_job_outcome("backup", state="FAILED").apply_once()
        before = differs(before)
        client.list_backup_jobs()
        client.list_backup_jobs()
        before = state()
        client.list_backup_jobs()
        assert state() == before
        requests.post(f"{MOCKED}/moto-api/reset", timeout=60)
        before = differs(before)
        clock.shift(timedelta(hours=13))
        differs(before)


def test_what_time_brings_is_a_change() -> None:
    with frozen_at(NOW) as clock, mock_aws():
        client = client_of()
        client.create_backup_vault(BackupVaultName="vault")
        client_of("ec2").create_volume(AvailabilityZone="us-east-1a", Size=1)
        plan_id = create_plan(client, Rules=[{**RULE, "ScheduleExpression": "cron(0 14 * * ? *)"}])
        selection = {**SELECTION, "Resources": [volume("*")]}
        client.create_backup_selection(BackupPlanId=plan_id, BackupSelection=selection)
        before = state()
        clock.shift(timedelta(hours=1))
        assert state() == before
        clock.shift(timedelta(hours=1))
        differs(before)


def test_who_looks_again_and_again_changes_nothing(mocked_backup: Any) -> None:
    mocked_backup.create_backup_vault(BackupVaultName="nightly")
    start(mocked_backup)
    load({"BackupJobs": [{"State": "FAILED"}], "CopyJobs": [{}], "RestoreJobs": [{}]})
    paths = ["", "jobs", "vaults", "plans", "report-plans", "rules", "do", "?kind=copy"]
    paths += [
        link.address
        for name in ("jobs", "vaults")
        for link in look(name).links
        if "id=" in link.address or "name=" in link.address
    ]
    for path in paths:
        look(path)
        before = state()
        assert look(path).elements[0] == ("html", {"lang": "en", "data-state": before}), path
        assert state() == before, path


def test_looks_that_count_come_to_an_end(mocked_backup: Any) -> None:
    mocked_backup.create_backup_vault(BackupVaultName="nightly")
    with transition("manual", times=1):
        start(mocked_backup)
        states = []
        for _ in range(8):
            look("jobs")
            states.append(state())
        assert states[0] != states[1]
        assert states[-1] == states[-2]
