"""An account that is captured into a file, and loaded elsewhere, tells what it told."""

import json
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from access_policies.examples import deny, document, put
from calls import FAR, vault_arn
from capture.account_state import differences, state_of
from moto import mock_aws
from support import ACCOUNT, REGION, client_of, frozen_at
from vaults.examples import create_gapped

from moto_backup_summaries import load_account
from moto_backup_summaries.capture.command import main

NOW = datetime(2026, 3, 4, 12, tzinfo=timezone.utc)
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/k"
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:backups"
Story = Callable[[Any], Any]


def elsewhere(story: Story, path: Path, *options: str) -> None:
    """Let a story happen, capture the account into a file, load it into another moto, and compare."""
    with frozen_at(NOW):
        with mock_aws():
            client = client_of()
            story(client)
            before = state_of(client)
            main(["-o", str(path), *options])
        with mock_aws():
            load_account(path)
            assert list(differences(before, state_of(client_of()))) == []


def vaults(client: Any) -> None:
    tags = {"team": "blue"}
    client.create_backup_vault(BackupVaultName="zoo", BackupVaultTags=tags, CreatorRequestId="one")
    client.create_backup_vault(BackupVaultName="ark", EncryptionKeyArn=KEY)
    client.put_backup_vault_lock_configuration(
        BackupVaultName="ark", MinRetentionDays=3, MaxRetentionDays=9, ChangeableForDays=5
    )
    create_gapped(client)
    put(client, deny("DeleteBackupVault"), BackupVaultName="zoo")
    client.put_backup_vault_notifications(
        BackupVaultName="zoo", SNSTopicArn=TOPIC, BackupVaultEvents=["BACKUP_JOB_COMPLETED"]
    )


STORIES: dict[str, Story] = {"vaults": vaults}


@pytest.mark.parametrize("name", STORIES)
def test_what_was_captured_is_told_elsewhere(name: str, tmp_path: Path) -> None:
    elsewhere(STORIES[name], tmp_path / "account.json.gz")


VAULT = {
    "BackupVaultName": "nightly",
    "BackupVaultArn": vault_arn("nightly"),
    "CreationDate": "2026-01-01T00:00:00Z",
}


def part(region: str = REGION, **sections: Any) -> dict[str, Any]:
    return {"BackupAccount": {"Version": 1, "Region": region}, **sections}


def test_a_lock_is_as_it_was(mocked_backup: Any) -> None:
    """Since its LockDate nobody takes it away."""
    locked = {**VAULT, "Locked": True, "MinRetentionDays": 2, "LockDate": "2026-02-01T00:00:00Z"}
    with frozen_at(NOW):
        load_account(part(BackupVaults=[locked]))
        with pytest.raises(mocked_backup.exceptions.InvalidRequestException, match="immutable"):
            mocked_backup.delete_backup_vault_lock_configuration(BackupVaultName="nightly")


def test_an_account_moves_to_another_with_all_that_it_names(mocked_backup: Any) -> None:
    source = vault_arn("nightly", FAR, "999999999999")
    role = "arn:aws:iam::999999999999:role/backup"
    job = {
        "State": "FAILED",
        "BackupVaultArn": source,
        "AccountId": "999999999999",
        "IamRoleArn": role,
    }
    owner = "arn:aws:iam::999999999999:root"
    policy = document(deny("DeleteBackupVault", Principal={"AWS": owner}))
    vaults = [{**VAULT, "BackupVaultArn": source, "Policy": policy}]
    moved = part(FAR, BackupVaults=vaults, BackupJobs=[job])
    assert load_account(moved, account_id=ACCOUNT, region_name=REGION) == {
        "BackupVaults": 1,
        "BackupJobs": 1,
    }
    (vault,) = mocked_backup.list_backup_vaults()["BackupVaultList"]
    (listed,) = mocked_backup.list_backup_jobs()["BackupJobs"]
    assert vault["BackupVaultArn"] == listed["BackupVaultArn"] == vault_arn("nightly")
    assert listed["IamRoleArn"] == f"arn:aws:iam::{ACCOUNT}:role/backup"
    told = mocked_backup.get_backup_vault_access_policy(BackupVaultName="nightly")["Policy"]
    assert "999999999999" not in told


def test_dates_are_moved_by_those_of_the_jobs(mocked_backup: Any) -> None:
    job = {"State": "FAILED", "CreationDate": "2026-01-11T00:00:00Z"}
    with frozen_at(NOW):
        load_account(part(BackupVaults=[VAULT], BackupJobs=[job]), shift_to_now=True)
        (vault,) = mocked_backup.list_backup_vaults()["BackupVaultList"]
        (listed,) = mocked_backup.list_backup_jobs()["BackupJobs"]
    assert (listed["CreationDate"] - vault["CreationDate"]).days == 10
    assert listed["CreationDate"].date() == NOW.date()


def test_parts_of_several_regions_are_loaded_into_each(mocked_backup: Any) -> None:
    far = {**VAULT, "BackupVaultArn": vault_arn("nightly", FAR)}
    load_account([part(BackupVaults=[VAULT]), part(FAR, BackupVaults=[far])])
    for region in (REGION, FAR):
        (vault,) = client_of(region_name=region).list_backup_vaults()["BackupVaultList"]
        assert vault["BackupVaultArn"] == vault_arn("nightly", region)


MISTAKES: dict[str, tuple[Any, str]] = {
    "no part": (
        [{"BackupJobs": []}],
        "Invalid value for the document: got {'BackupJobs': []}, accepts a document of moto_backup_capture: ",
    ),
    "another version": (
        {"BackupAccount": {"Version": 2, "Region": REGION}},
        "Invalid value for BackupAccount.Version: got 2, accepts 1",
    ),
    "no region": (
        {"BackupAccount": {"Version": 1}},
        "Invalid value for BackupAccount.Region: got None, accepts ",
    ),
    "an unknown member of the header": (
        {"BackupAccount": {"Version": 1, "Region": REGION, "Days": 2}},
        "Invalid value for BackupAccount: got 'Days', accepts Version, AccountId, Region",
    ),
    "no header": (
        {"BackupAccount": []},
        "Invalid value for BackupAccount: got [], accepts an object",
    ),
    "a section that is nearly right": (
        part(BackupVault=[VAULT]),
        "Unknown member BackupVault; did you mean BackupVaults?",
    ),
    "no list": (
        part(BackupVaults={}),
        "Invalid value for BackupVaults: got {}, accepts a list",
    ),
    "no row": (
        part(BackupVaults=[VAULT, 5]),
        "Invalid value for BackupVaults[1]: got 5, accepts an object",
    ),
    "a member that is nearly right": (
        part(BackupVaults=[{**VAULT, "LockDates": 5}]),
        "Unknown member BackupVaults[0].LockDates; did you mean LockDate?",
    ),
    "a member of another type": (
        part(BackupVaults=[{**VAULT, "MinRetentionDays": "7"}]),
        "Invalid value for BackupVaults[0].MinRetentionDays: got '7', accepts an integer",
    ),
    "no name": (
        part(BackupVaults=[{**VAULT, "BackupVaultName": ""}]),
        "Invalid value for BackupVaults[0].BackupVaultName: got '', accepts what AWS Backup tells",
    ),
    "two of one name": (
        part(BackupVaults=[VAULT, VAULT]),
        "Invalid value for BackupVaults[1].BackupVaultName: got 'nightly', accepts one that no vault of the "
        "account has",
    ),
    "a name of another ARN": (
        part(BackupVaults=[{**VAULT, "BackupVaultArn": vault_arn("other")}]),
        f"Invalid value for BackupVaults[0].BackupVaultArn: got '{vault_arn('other')}', accepts "
        f"'{vault_arn('nightly')}'",
    ),
    "no policy": (
        part(BackupVaults=[{**VAULT, "Policy": "{}"}]),
        "Invalid value for BackupVaults[0].Policy: got '{}', accepts an access policy (",
    ),
    "a job": (
        part(BackupVaults=[VAULT], BackupJobs=[{"State": "DONE"}]),
        "Invalid value for BackupJobs[0].State: got 'DONE', accepts ",
    ),
    "nothing": (
        [],
        "Invalid value for source: got [], accepts a document of moto_backup_capture: ",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_and_nothing_is_loaded(
    mocked_backup: Any, name: str, tmp_path: Path
) -> None:
    source, said = MISTAKES[name]
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - its text is compared
        load_account(source)
    assert str(caught.value)[: len(said)] == said
    assert mocked_backup.list_backup_vaults()["BackupVaultList"] == []


def test_a_mistake_in_a_file_is_told_with_its_line(mocked_backup: Any, tmp_path: Path) -> None:
    path = tmp_path / "account.json"
    lines = [part(BackupVaults=[VAULT]), part(BackupJobs=[{"State": 5}])]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    said = rf"BackupJobs\[0\]\.State in line 2 of '{path}': got 5"
    with pytest.raises(ValueError, match=said):
        load_account(path)
    assert mocked_backup.list_backup_vaults()["BackupVaultList"] == []


@pytest.mark.parametrize(("argument", "value"), [("account_id", ACCOUNT), ("region_name", REGION)])
def test_what_is_of_several_goes_nowhere_else(
    mocked_backup: Any, argument: str, value: str
) -> None:
    far = {**VAULT, "BackupVaultArn": vault_arn("nightly", FAR, "999999999999")}
    several = [part(BackupVaults=[VAULT]), part(FAR, BackupVaults=[far])]
    with pytest.raises(ValueError, match="accepts nothing for a document of several: "):
        load_account(several, **{argument: value})


def test_load_jobs_says_what_loads_an_account(mocked_backup: Any) -> None:
    from moto_backup_summaries import load_jobs

    with pytest.raises(ValueError, match=r"the document is of a whole account; load_account\(\)"):
        load_jobs(part())
