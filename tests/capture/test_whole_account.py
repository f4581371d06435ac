"""An account that is captured into a file, and loaded elsewhere, tells what it told."""

import json
import warnings
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import boto3
import pytest
from access_points.examples import backed_up_files
from access_points.examples import create as create_access
from access_policies.examples import deny, document, put
from botocore.exceptions import ClientError
from calls import FAR, PLAN, SELECTION, copied, create_plan, vault_arn
from capture.account_state import differences, state_of
from fuzz.test_all_or_nothing import CHANGES, Account
from moto import mock_aws
from moto.moto_api import state_manager
from organizations import assumed
from support import ACCOUNT, REGION, client_of, frozen_at
from vaults.examples import create_gapped

from moto_backup_summaries import BackupSummariesWarning, load_account, set_approval_outcome
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
            with warnings.catch_warnings(record=True) as told:
                load_account(path)
            assert [each.message for each in told if "left out" in str(each.message)] == []
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


def access_points(_: object) -> None:
    """One that S3 knows, one that it will know, and one to a copy behind an air gap."""
    client = client_of()
    client.create_backup_vault(BackupVaultName="nightly")
    point = backed_up_files(client)
    create_access(client, point, Tags={"a": "b"})
    slow = {"progression": "time", "seconds": 3600}
    state_manager.set_transition("backup::backup_access_point", slow)
    create_access(client, point, "later")
    state_manager.unset_transition("backup::backup_access_point")
    create_gapped(client)
    to_gapped = {
        "DestinationBackupVaultArn": vault_arn("gapped"),
        "Lifecycle": {"DeleteAfterDays": 9},
    }
    create_access(client, copied(client, point, **to_gapped)["DestinationRecoveryPointArn"], "far")


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
    "access points": access_points,
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


def test_an_air_gapped_vault_that_says_nothing_of_its_lock_is_locked(mocked_backup: Any) -> None:
    vault = {**VAULT, "VaultType": "LOGICALLY_AIR_GAPPED_BACKUP_VAULT"}
    load_account(part(BackupVaults=[vault], RecoveryPoints=[A_POINT]))
    assert mocked_backup.describe_backup_vault(BackupVaultName="nightly")["Locked"] is True
    with pytest.raises(ClientError, match="configured with Lock"):
        mocked_backup.delete_recovery_point(BackupVaultName="nightly", RecoveryPointArn=SNAPSHOT)


def test_a_report_plan_is_deployed_when_it_is_updated(mocked_backup: Any) -> None:
    plan = {
        "ReportPlanName": "daily",
        "ReportPlanArn": f"arn:aws:backup:{REGION}:{ACCOUNT}:report-plan:daily-1",
        "CreationTime": 5,
        "ReportSetting": {"ReportTemplate": "BACKUP_JOB_REPORT"},
        "ReportDeliveryChannel": {"S3BucketName": "reports"},
        "DeploymentStatus": "UPDATE_IN_PROGRESS",
    }
    load_account(part(ReportPlans=[plan]))
    asked = {"ReportPlanName": "daily"}
    shown = mocked_backup.describe_report_plan(**asked)["ReportPlan"]
    assert shown["DeploymentStatus"] == "UPDATE_IN_PROGRESS"
    mocked_backup.update_report_plan(**asked, ReportPlanDescription="of backups")
    shown = mocked_backup.describe_report_plan(**asked)["ReportPlan"]
    assert shown["DeploymentStatus"] == "COMPLETED"


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
    topic = {"SNSTopicArn": TOPIC, "BackupVaultEvents": ["BACKUP_JOB_COMPLETED"]}
    tags = {"owner": "999999999999", "other": "arn:aws:iam::111122223333:role/x"}
    row = {**VAULT, "BackupVaultArn": source, "Policy": policy, "Tags": tags, "MinRetentionDays": 3}
    vaults = [{**row, **topic}]
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
    told_tags = mocked_backup.list_tags(ResourceArn=vault["BackupVaultArn"])["Tags"]
    assert told_tags == {**tags, "owner": ACCOUNT}


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


A_RULE = {"RuleName": "r", "TargetBackupVaultName": "nightly"}


def plan_with(**members: Any) -> dict[str, Any]:
    """A plan with a rule of these members; None takes one away."""
    rule = {name: value for name, value in {**A_RULE, **members}.items() if value is not None}
    document = {"BackupPlanName": "p", "Rules": [rule]}
    version = {"VersionId": "v", "CreationDate": 5, "BackupPlan": document}
    arn = f"arn:aws:backup:{REGION}:{ACCOUNT}:backup-plan:p"
    return {"BackupPlanId": "p", "BackupPlanArn": arn, "CreationDate": 5, "Versions": [version]}


A_PLAN = plan_with()
SNAPSHOT = f"arn:aws:ec2:{REGION}::snapshot/snap-1"
A_POINT = {
    "RecoveryPointArn": SNAPSHOT,
    "BackupVaultName": "nightly",
    "ResourceArn": "arn:aws:tomorrow:::thing",
    "CreationDate": "2026-01-01T00:00:00Z",
    "Status": "COMPLETED",
}
A_TEST = {
    "RestoreTestingPlanName": "t",
    "RestoreTestingPlanArn": f"arn:aws:backup:{REGION}:{ACCOUNT}:restore-testing-plan:t-1",
    "CreationTime": 5,
    "RecoveryPointSelection": {
        "Algorithm": "LATEST_WITHIN_WINDOW",
        "RecoveryPointTypes": ["SNAPSHOT"],
        "IncludeVaults": ["*"],
    },
    "ScheduleExpression": "cron(0 5 ? * * *)",
}


def test_what_a_restore_testing_plan_leaves_out_is_as_aws_has_it(mocked_backup: Any) -> None:
    point = {**A_POINT, "ResourceArn": "arn:aws:s3:::files", "ResourceType": "S3"}
    selection = {
        "RestoreTestingSelectionName": "files",
        "CreationTime": 5,
        "IamRoleArn": f"arn:aws:iam::{ACCOUNT}:role/restore",
        "ProtectedResourceType": "S3",
    }
    with frozen_at(datetime(2026, 1, 4, tzinfo=timezone.utc)) as clock:
        plan = {**A_TEST, "Selections": [selection]}
        load_account(part(RecoveryPoints=[point], RestoreTestingPlans=[plan]))
        asked = {"RestoreTestingPlanName": "t"}
        shown = mocked_backup.get_restore_testing_plan(**asked)["RestoreTestingPlan"]
        assert shown["RecoveryPointSelection"] == {
            **A_TEST["RecoveryPointSelection"],
            "ExcludeVaults": [],
            "SelectionWindowDays": 30,
        }
        asked["RestoreTestingSelectionName"] = "files"
        mocked_backup.update_restore_testing_selection(
            **asked, RestoreTestingSelection={"ValidationWindowHours": 4}
        )
        shown = mocked_backup.get_restore_testing_selection(**asked)["RestoreTestingSelection"]
        assert shown["ProtectedResourceConditions"] == {"StringEquals": [], "StringNotEquals": []}
        clock.shift(timedelta(hours=6))
        (job,) = mocked_backup.list_restore_jobs()["RestoreJobs"]
        assert (job["RecoveryPointArn"], job["ValidationStatus"]) == (SNAPSHOT, "VALIDATING")


A_HOLD = {
    "LegalHoldId": "h",
    "LegalHoldArn": f"arn:aws:backup:{REGION}:{ACCOUNT}:legal-hold:h",
    "CreationDate": 5,
    "Title": "case",
    "Description": "of a vault",
    "RecoveryPoints": [{"BackupVaultName": "nightly", "RecoveryPointArn": SNAPSHOT}],
}


def test_a_hold_that_was_being_made_is_cancelled_like_any_other(mocked_backup: Any) -> None:
    load_account(part(RecoveryPoints=[A_POINT], LegalHolds=[{**A_HOLD, "Status": "CREATING"}]))
    assert mocked_backup.get_legal_hold(LegalHoldId="h")["Status"] == "CREATING"
    with pytest.raises(ClientError, match="it has active legal holds"):
        mocked_backup.delete_recovery_point(BackupVaultName="nightly", RecoveryPointArn=SNAPSHOT)
    mocked_backup.cancel_legal_hold(LegalHoldId="h", CancelDescription="settled")
    assert mocked_backup.get_legal_hold(LegalHoldId="h")["Status"] == "CANCELED"


@pytest.mark.parametrize("status", ["CANCELING", "CANCELED"])
def test_a_hold_without_the_date_of_its_cancelling_holds_nothing(
    mocked_backup: Any, status: str
) -> None:
    load_account(part(RecoveryPoints=[A_POINT], LegalHolds=[{**A_HOLD, "Status": status}]))
    with pytest.raises(ClientError, match=f"Legal hold h is {status}"):
        mocked_backup.cancel_legal_hold(LegalHoldId="h", CancelDescription="settled")
    mocked_backup.delete_recovery_point(BackupVaultName="nightly", RecoveryPointArn=SNAPSHOT)
    assert mocked_backup.get_legal_hold(LegalHoldId="h")["Status"] == status


@pytest.mark.parametrize(
    ("status", "number"), [("COMPLETED", 1), ("PARTIAL", 1), ("DELETING", 0), ("EXPIRED", 0)]
)
def test_a_hold_takes_nothing_that_should_be_gone(
    mocked_backup: Any, status: str, number: int
) -> None:
    load_account(part(RecoveryPoints=[{**A_POINT, "Status": status}]))
    hold = mocked_backup.create_legal_hold(
        Title="case", Description="of a vault", RecoveryPointSelection={"VaultNames": ["nightly"]}
    )
    listed = mocked_backup.list_recovery_points_by_legal_hold(LegalHoldId=hold["LegalHoldId"])
    assert len(listed["RecoveryPoints"]) == number


def test_patterns_of_arns_move_with_what_they_stand_for() -> None:
    """Those of any account or region too."""
    patterns = ["arn:aws:ec2:us-east-1:*:volume/*", "arn:aws:rds:*:*:db:*", "arn:*:efs:*:*:*", "*"]
    patterns.append("arn:aws:s3:*")
    other = f"arn:aws:ec2:{FAR}:*:volume/*"
    selection = {"SelectionName": "s", "IamRoleArn": f"arn:aws:iam::{ACCOUNT}:role/backup"}
    selections = [
        {
            "SelectionId": "s",
            "CreationDate": 5,
            "BackupSelection": {**selection, "Resources": [*patterns, other]},
        }
    ]
    plan = {**plan_with(ScheduleExpression="cron(0 5 ? * * *)"), "Selections": selections}
    with mock_aws():
        load_account(part(BackupPlans=[plan]), region_name="cn-north-1")
        told = client_of("backup", "cn-north-1").get_backup_selection(
            BackupPlanId="p", SelectionId="s"
        )
        assert told["BackupSelection"]["Resources"] == [
            "arn:aws-cn:ec2:cn-north-1:*:volume/*",
            "arn:aws-cn:rds:*:*:db:*",
            "arn:*:efs:*:*:*",
            "*",
            "arn:aws-cn:s3:*",
            other,
        ]


def test_a_plan_of_an_organization_is_still_one(mocked_backup: Any) -> None:
    """Its dates are moved with those of the jobs, and nobody in the account changes it."""
    plan = {**plan_with(ScheduleExpression="cron(0 5 ? * * *)"), "BackupPlanId": "orgs/p"}
    job = {"State": "FAILED", "CreationDate": 6}
    with frozen_at(NOW):
        load_account(part(BackupPlans=[plan], BackupJobs=[job]), shift_to_now="exactly")
        told = mocked_backup.get_backup_plan(BackupPlanId="orgs/p", MaxScheduledRunsPreview=1)
        assert told["CreationDate"] == NOW - timedelta(seconds=1)
        assert told["ScheduledRunsPreview"][0]["ExecutionTime"] > NOW
        with pytest.raises(ClientError, match="managed by a backup policy"):
            mocked_backup.update_backup_plan(BackupPlanId="orgs/p", BackupPlan=PLAN)


def test_a_recovery_point_ends_when_its_days_are_over_but_not_before_it_was_loaded(
    mocked_backup: Any,
) -> None:
    days = {"DeleteAfterDays": 5}
    dates = ("2026-01-01T00:00:00Z", "2026-03-03T00:00:00Z")
    rows = [
        {
            **A_POINT,
            "RecoveryPointArn": f"{A_POINT['RecoveryPointArn']}{date}",
            "CreationDate": date,
            "Lifecycle": days,
        }
        for date in dates
    ]
    with frozen_at(NOW) as clock:
        load_account(part(RecoveryPoints=rows))
        for number in (2, 1):
            (vault,) = mocked_backup.list_backup_vaults()["BackupVaultList"]
            assert vault["NumberOfRecoveryPoints"] == number
            clock.shift(timedelta(days=10))
        listed = mocked_backup.list_recovery_points_by_backup_vault(BackupVaultName="nightly")
        (left,) = listed["RecoveryPoints"]
        changed = mocked_backup.update_recovery_point_lifecycle(
            BackupVaultName="nightly",
            RecoveryPointArn=left["RecoveryPointArn"],
            Lifecycle={"DeleteAfterDays": 100},
        )
    assert changed["CalculatedLifecycle"]["DeleteAt"] == left["CreationDate"] + timedelta(days=100)


def test_a_loaded_access_point_keeps_its_recovery_point_until_it_is_deleted(
    mocked_backup: Any,
) -> None:
    files = {**A_POINT, "ResourceArn": "arn:aws:s3:::files", "ResourceType": "S3"}
    arn = f"arn:aws:backup:{REGION}:{ACCOUNT}:accesspoint/reader"
    access_point = {
        "AccessPointArn": arn,
        "Name": "reader",
        "Status": "AVAILABLE",
        "RecoveryPointArn": SNAPSHOT,
        "BackupVaultName": "nightly",
        "ResourceArn": "arn:aws:s3:::files",
        "ResourceType": "S3",
        "CreationTime": 5,
    }
    load_account(part(RecoveryPoints=[files], BackupAccessPoints=[access_point]))
    of_point = {"BackupVaultName": "nightly", "RecoveryPointArn": SNAPSHOT}
    with pytest.raises(ClientError, match="it has access points, which must be deleted first"):
        mocked_backup.delete_recovery_point(**of_point)
    mocked_backup.delete_backup_access_point(AccessPointArn=arn)
    mocked_backup.delete_recovery_point(**of_point)
    left = mocked_backup.list_recovery_points_by_backup_vault(BackupVaultName="nightly")
    assert left["RecoveryPoints"] == []


def test_access_that_another_account_has_is_listed(mocked_backup: Any) -> None:
    elsewhere_arn = vault_arn("shown", account_id="999999999999")
    granted = {
        "RestoreAccessBackupVaultArn": elsewhere_arn,
        "CreationDate": 5,
        "VaultState": "AVAILABLE",
        "LatestRevokeRequest": {"MpaSessionArn": "arn:aws:mpa:::session/t/1", "Status": "FAILED"},
    }
    gapped = {**VAULT, "VaultType": "LOGICALLY_AIR_GAPPED_BACKUP_VAULT"}
    load_account(part(BackupVaults=[{**gapped, "RestoreAccessBackupVaults": [granted]}]))
    listed = mocked_backup.list_restore_access_backup_vaults(BackupVaultName="nightly")
    (shown,) = listed["RestoreAccessBackupVaults"]
    assert shown["RestoreAccessBackupVaultArn"] == elsewhere_arn
    assert shown["LatestRevokeRequest"]["Status"] == "FAILED"


@pytest.mark.parametrize("is_revoked", [True, False])
def test_access_ends_though_the_account_that_has_it_was_not_loaded(
    mocked_backup: Any, is_revoked: bool
) -> None:
    """Where that account has a vault of the same name, it keeps it."""
    other = "999999999999"
    granted = [
        {
            "RestoreAccessBackupVaultArn": vault_arn(name, account_id=other),
            "CreationDate": 5,
            "ApprovalDate": 6,
            "VaultState": "AVAILABLE",
        }
        for name in ("shown", "kept")
    ]
    team = f"arn:aws:mpa:{REGION}:{ACCOUNT}:approval-team/keepers"
    gapped = {**VAULT, "VaultType": "LOGICALLY_AIR_GAPPED_BACKUP_VAULT", "MpaApprovalTeamArn": team}
    load_account(part(BackupVaults=[{**gapped, "RestoreAccessBackupVaults": granted}]))
    recovery = assumed(client_of, other)
    recovery.create_backup_vault(BackupVaultName="kept")
    asked = {"BackupVaultName": "nightly"}
    if is_revoked:
        for access in granted:
            arn = access["RestoreAccessBackupVaultArn"]
            mocked_backup.revoke_restore_access_backup_vault(
                **asked, RestoreAccessBackupVaultArn=arn
            )
        listed = mocked_backup.list_restore_access_backup_vaults(**asked)
        assert listed["RestoreAccessBackupVaults"] == []
    mocked_backup.delete_backup_vault(**asked)
    (vault,) = recovery.list_backup_vaults()["BackupVaultList"]
    assert vault["BackupVaultName"] == "kept"


def test_access_is_deleted_though_its_source_was_not_loaded(mocked_backup: Any) -> None:
    source = {"SourceBackupVaultArn": vault_arn("walled", account_id="999999999999")}
    access = {**VAULT, "VaultType": "RESTORE_ACCESS_BACKUP_VAULT", **source}
    load_account(part(BackupVaults=[access]))
    shown = mocked_backup.describe_backup_vault(BackupVaultName="nightly")
    assert (shown["VaultState"], shown["NumberOfRecoveryPoints"]) == ("AVAILABLE", 0)
    mocked_backup.delete_backup_vault(BackupVaultName="nightly")
    assert mocked_backup.list_backup_vaults()["BackupVaultList"] == []


@pytest.mark.filterwarnings("ignore::moto_backup_summaries.BackupSummariesWarning")
def test_what_names_no_account_goes_where_clients_ask(mocked_backup: Any) -> None:
    """What a newer command wrote is left out."""
    nowhere = {**A_POINT, "BackupVaultArn": None}
    load_account(part(SectionOfTomorrow=[], RecoveryPoints=[nowhere], LegalHolds=[], Frameworks=[]))
    (vault,) = mocked_backup.list_backup_vaults()["BackupVaultList"]
    assert vault["BackupVaultName"] == "nightly"


def test_words_that_are_newer_than_botocore_are_kept(mocked_backup: Any) -> None:
    jobs = [{"State": "ASLEEP"}, {"State": "ASLEEP"}, {"State": "FAILED"}]
    restores = [{"DeletionStatus": "SHREDDED"}]
    document = part(BackupVaults=[VAULT], BackupJobs=jobs, RestoreJobs=restores)
    said = (
        r"does not know: ASLEEP \(BackupJobs\[0\]\.State\), "
        r"SHREDDED \(RestoreJobs\[0\]\.DeletionStatus\)\. "
    )
    with pytest.warns(BackupSummariesWarning, match=said):
        load_account(document, shift_to_now=True)
    # That of the fixture compares each answer with botocore's model.
    client = boto3.client("backup", REGION)
    listed = client.list_backup_jobs()["BackupJobs"]
    assert [job["State"] for job in listed] == ["ASLEEP", "ASLEEP", "FAILED"]
    (restored,) = client.list_restore_jobs()["RestoreJobs"]
    assert restored["DeletionStatus"] == "SHREDDED"
    summed = client.list_backup_job_summaries(State="ANY")["BackupJobSummaries"]
    assert [(row["State"], row["Count"]) for row in summed] == [("ASLEEP", 2), ("FAILED", 1)]


@pytest.mark.usefixtures("mocked_backup")
def test_so_are_those_of_what_a_scan_has_found() -> None:
    found = {"ScanResult": {"ScanResultStatus": "RUST_FOUND"}}
    load_account(part(ScanJobs=[found, {**found, "ScanId": "1"}]))
    client = boto3.client("backup", REGION)
    for job in client.list_scan_jobs()["ScanJobs"]:
        assert job["ScanResult"] == {"ScanResultStatus": "RUST_FOUND"}


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
    "an ARN that gives access to no vault": (
        part(BackupVaults=[{**VAULT, "VaultType": "RESTORE_ACCESS_BACKUP_VAULT"}]),
        "Invalid value for BackupVaults[0].SourceBackupVaultArn: got None, accepts the ARN of the vault that",
    ),
    "no list of inner rows": (
        part(BackupVaults=[{**VAULT, "RestoreAccessBackupVaults": 5}]),
        "Invalid value for BackupVaults[0].RestoreAccessBackupVaults: got 5, accepts a list",
    ),
    "an inner row without its name": (
        part(BackupVaults=[{**VAULT, "RestoreAccessBackupVaults": [{"CreationDate": 5}]}]),
        "Invalid value for BackupVaults[0].RestoreAccessBackupVaults[0].RestoreAccessBackupVaultArn: "
        "got None",
    ),
    "a plan without versions": (
        part(BackupPlans=[{**A_PLAN, "Versions": []}]),
        "Invalid value for BackupPlans[0].Versions: got None, accepts the versions of the plan, at least one",
    ),
    "a plan that is there": (
        part(BackupPlans=[A_PLAN, A_PLAN]),
        "Invalid value for BackupPlans[1].BackupPlanId: got 'p', accepts one that no plan of the account has",
    ),
    "a schedule that nobody reads": (
        part(BackupPlans=[plan_with(ScheduleExpression="daily")]),
        "Invalid value for BackupPlans[0].Versions[0].BackupPlan: got {",
    ),
    "a rule without a name": (
        part(BackupPlans=[plan_with(RuleName=None)]),
        "BackupPlans[0].Versions[0].BackupPlan: Missing required parameter: ",
    ),
    "a member of a rule that is nearly right": (
        part(BackupPlans=[plan_with(RuleNames="r")]),
        "Unknown member BackupPlans[0].Versions[0].BackupPlan: RuleNames; did you mean RuleName?",
    ),
    "a recovery point that is there": (
        part(BackupVaults=[], RecoveryPoints=[A_POINT, A_POINT]),
        "Invalid value for RecoveryPoints[1].RecoveryPointArn: got 'arn:aws:ec2:us-east-1::snapshot/snap-1', "
        "accepts one that vault nightly does not have",
    ),
    "a time that nobody reads": (
        part(RestoreTestingPlans=[{**A_TEST, "ScheduleExpression": "daily"}]),
        "Invalid value for RestoreTestingPlans[0].ScheduleExpression: got 'daily', accepts a schedule (",
    ),
    "a restore testing plan that says not how it chooses": (
        part(RestoreTestingPlans=[{**A_TEST, "RecoveryPointSelection": {"IncludeVaults": ["*"]}}]),
        "Invalid value for RestoreTestingPlans[0].RecoveryPointSelection.Algorithm: got None, accepts what "
        "AWS Backup tells",
    ),
    "a negative size": (
        part(BackupVaults=[VAULT], RecoveryPoints=[{**A_POINT, "BackupSizeInBytes": -1}]),
        "Invalid value for RecoveryPoints[0].BackupSizeInBytes: got -1, accepts an integer of at least 0",
    ),
    "fewer days than never": (
        part(
            BackupVaults=[VAULT], RecoveryPoints=[{**A_POINT, "Lifecycle": {"DeleteAfterDays": -2}}]
        ),
        "Invalid value for RecoveryPoints[0].Lifecycle.DeleteAfterDays: got -2, accepts an integer of at "
        "least -1",
    ),
    "a negative size of a job": (
        part(BackupJobs=[{"State": "COMPLETED", "BackupSizeInBytes": -1}]),
        "Invalid value for BackupJobs[0].BackupSizeInBytes: got -1, accepts an integer of at least 0",
    ),
    "a job": (
        part(BackupVaults=[VAULT], BackupJobs=[{"State": "\0"}]),
        "Invalid value for BackupJobs[0].State: got '\\x00', accepts ",
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
