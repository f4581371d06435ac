"""An account that is captured into a file, and loaded elsewhere, tells what it told."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from access_policies.examples import deny, document, put
from botocore.exceptions import ClientError
from calls import FAR, PLAN, SELECTION, create_plan, vault_arn
from capture.account_state import differences, state_of
from fuzz.test_all_or_nothing import CHANGES, Account
from moto import mock_aws
from support import ACCOUNT, REGION, client_of, frozen_at
from vaults.examples import create_gapped

from moto_backup_summaries import load_account, set_approval_outcome
from moto_backup_summaries.capture.command import main

NOW = datetime(2026, 3, 4, 12, tzinfo=timezone.utc)
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/k"
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:backups"
Story = Callable[[Any], object]


def elsewhere(story: Story, path: Path) -> None:
    """Let a story happen, capture the account into a file, load it into another moto, and compare."""
    with frozen_at(NOW) as clock:
        with mock_aws():
            story(clock)
            before = state_of(client_of())
            main(["-o", str(path)])
        with mock_aws():
            if "GlobalSettings" in before["DescribeGlobalSettings()"]:
                # Only an organization has them.
                client_of("organizations").create_organization(FeatureSet="ALL")
            load_account(path)
            assert list(differences(before, state_of(client_of()))) == []


def vaults(_: object) -> None:
    client = client_of()
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


def plans(_: object) -> None:
    """Versions of one that is there, and of one that is deleted between two others."""
    client = client_of()
    first, deleted, last = (create_plan(client, BackupPlanName=name) for name in "abc")
    client.update_backup_plan(BackupPlanId=first, BackupPlan={**PLAN, "BackupPlanName": "again"})
    client.delete_backup_plan(BackupPlanId=deleted)
    client.create_backup_selection(BackupPlanId=last, BackupSelection=SELECTION)
    client.tag_resource(
        ResourceArn=client.get_backup_plan(BackupPlanId=last)["BackupPlanArn"], Tags={"a": "b"}
    )


def restore_access(_: object) -> None:
    """Vaults for restore access, and a team that has not decided about another."""
    client = client_of()
    create_gapped(client)
    team = f"arn:aws:mpa:{REGION}:{ACCOUNT}:approval-team/t"
    client.associate_backup_vault_mpa_approval_team(
        BackupVaultName="gapped", MpaApprovalTeamArn=team
    )
    source = {"SourceBackupVaultArn": vault_arn("gapped")}
    client.create_restore_access_backup_vault(**source, BackupVaultName="open")
    with set_approval_outcome(status="FAILED"):
        client.create_restore_access_backup_vault(**source, BackupVaultName="refused")
    with set_approval_outcome(status="PENDING"):
        client.create_restore_access_backup_vault(**source, BackupVaultName="asked")
        client.disassociate_backup_vault_mpa_approval_team(BackupVaultName="gapped")


def all_changes(clock: Any) -> None:
    """Whatever the tests of all families change, one after the other."""
    on = Account(clock)
    for change in CHANGES.values():
        with suppress(ClientError):
            change(on)


STORIES: dict[str, Story] = {
    "vaults": vaults,
    "plans": plans,
    "restore access": restore_access,
    "all changes": all_changes,
}


@pytest.mark.filterwarnings("ignore::moto_backup_summaries.BackupSummariesWarning")
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


def test_a_control_that_is_newer_is_reported_without_a_judgement(mocked_backup: Any) -> None:
    client_of("s3").create_bucket(Bucket="reports")
    framework = {
        "FrameworkName": "f",
        "FrameworkArn": f"arn:aws:backup:{REGION}:{ACCOUNT}:framework:f-1",
        "FrameworkControls": [{"ControlName": "BACKUP_OF_TOMORROW"}],
        "CreationTime": 5,
        "FrameworkStatus": "UNAVAILABLE",
    }
    plan = {
        "ReportPlanName": "r",
        "ReportPlanArn": f"arn:aws:backup:{REGION}:{ACCOUNT}:report-plan:r-1",
        "ReportSetting": {
            "ReportTemplate": "CONTROL_COMPLIANCE_REPORT",
            "FrameworkArns": [framework["FrameworkArn"]],
        },
        "ReportDeliveryChannel": {"S3BucketName": "reports"},
        "CreationTime": 5,
    }
    load_account(part(Frameworks=[framework], ReportPlans=[plan]))
    job_id = mocked_backup.start_report_job(ReportPlanName="r")["ReportJobId"]
    job = mocked_backup.describe_report_job(ReportJobId=job_id)["ReportJob"]
    (key,) = job["ReportDestination"]["S3Keys"]
    text = client_of("s3").get_object(Bucket="reports", Key=key)["Body"].read().decode()
    assert text.count("INSUFFICIENT_DATA") == 1
    told = mocked_backup.describe_framework(FrameworkName="f")
    assert told["FrameworkStatus"] == "UNAVAILABLE"
    mocked_backup.update_framework(FrameworkName="f", FrameworkDescription="new")
    told = mocked_backup.describe_framework(FrameworkName="f")
    assert told["FrameworkStatus"] == "ACTIVE"


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
