"""Vaults for restore access: a recovery account reads and restores what stands behind an air gap."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import requests
from access_points.examples import create as create_access_point
from access_points.examples import delete as delete_access_point
from access_policies.asking import denied
from access_policies.examples import deny, put
from approval_teams.examples import (
    FILES,
    RECOVERY,
    RESCUE,
    SOURCE,
    WALLED,
    accessed,
    create_walled,
    disassociate,
    granted,
    make,
    request_access,
    revoke,
    walled_point,
)
from calls import RULE, backed_up, bucket, copied, create_plan, points, refused, restore, vault_arn
from moto.moto_api import state_manager
from organizations import assumed
from support import ACCOUNT, REGION, ROLE, MakeClient
from vaults.examples import create_gapped

from moto_backup_summaries import job_events, set_approval_outcome
from moto_backup_summaries.backup.account import account_at

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
HOUR = timedelta(hours=1)


def described(client: Any, name: str = "rescue") -> Any:
    return client.describe_backup_vault(BackupVaultName=name)


def arns(client: Any, name: str = "rescue") -> list[str]:
    return [point["RecoveryPointArn"] for point in points(client, name)]


def rescue_arn(account_id: str = RECOVERY) -> str:
    return vault_arn("rescue", account_id=account_id)


def test_the_runbook_of_a_recovery(nightly: Any, recovery: Any, clock: Any) -> None:
    point = walled_point(nightly)
    set_approval_outcome("APPROVED", duration="PT1H", times=1)
    asked = request_access(recovery, **RESCUE, RequesterComment="they have our keys")
    assert (asked["RestoreAccessBackupVaultArn"], asked["VaultState"]) == (rescue_arn(), "CREATING")
    assert (asked["RestoreAccessBackupVaultName"], asked["CreationDate"]) == ("rescue", NOW)
    assert (described(recovery)["VaultState"], arns(recovery)) == ("CREATING", [])
    clock.shift(HOUR)
    assert (described(recovery)["VaultState"], arns(recovery)) == ("AVAILABLE", [point])
    job = recovery.describe_restore_job(RestoreJobId=restore(recovery, point))
    assert (job["Status"], job["BackupVaultArn"]) == ("COMPLETED", rescue_arn())
    deletion = {**RESCUE, "RecoveryPointArn": point}
    assert refused(recovery, "delete_recovery_point", **deletion) == (
        "InvalidRequestException",
        "Backup vault rescue is for restore access: its recovery points can only be read and restored",
    )
    revoke(nightly, rescue_arn())
    assert recovery.list_backup_vaults()["BackupVaultList"] == []
    code, _ = refused(recovery, "describe_backup_vault", **RESCUE)
    assert code == "ResourceNotFoundException"
    assert arns(nightly, "walled") == [point]


def test_its_own_policy_says_who_restores_through_it(nightly: Any, recovery: Any) -> None:
    point = walled_point(nightly)
    accessed(recovery, **RESCUE)
    put(recovery, deny("StartRestoreJob", "DescribeRecoveryPoint"), **RESCUE)
    restored = {"RecoveryPointArn": point, "Metadata": {"a": "b"}, "IamRoleArn": ROLE}
    assert denied(recovery, "start_restore_job", **restored)
    assert denied(recovery, "describe_recovery_point", **RESCUE, RecoveryPointArn=point)
    assert (
        nightly.describe_recovery_point(**WALLED, RecoveryPointArn=point)["Status"] == "COMPLETED"
    )
    revoke(nightly, rescue_arn())
    accessed(recovery, **RESCUE)
    code, _ = refused(recovery, "get_backup_vault_access_policy", **RESCUE)
    assert code == "ResourceNotFoundException"


def test_the_vault_is_described_and_listed(nightly: Any, recovery: Any) -> None:
    walled_point(nightly)
    request_access(recovery, **RESCUE, BackupVaultTags={"case": "7"}, CreatorRequestId="mine")
    shown = described(recovery)
    del shown["ResponseMetadata"]
    assert shown.pop("EncryptionKeyType") == "AWS_OWNED_KMS_KEY"
    session = shown.pop("MpaSessionArn")
    assert re.fullmatch(
        f"arn:aws:mpa:{REGION}:{ACCOUNT}:session/guardians/[0-9a-f-]{{36}}", session
    )
    assert shown == {
        "BackupVaultName": "rescue",
        "BackupVaultArn": rescue_arn(),
        "VaultType": "RESTORE_ACCESS_BACKUP_VAULT",
        "VaultState": "AVAILABLE",
        "CreationDate": NOW,
        "CreatorRequestId": "mine",
        "NumberOfRecoveryPoints": 1,
        "Locked": False,
        "SourceBackupVaultArn": SOURCE,
    }
    by_type = {"ByVaultType": "RESTORE_ACCESS_BACKUP_VAULT"}
    (listed,) = recovery.list_backup_vaults(**by_type)["BackupVaultList"]
    assert (listed["BackupVaultName"], listed["VaultState"]) == ("rescue", "AVAILABLE")
    assert recovery.list_tags(ResourceArn=rescue_arn())["Tags"] == {"case": "7"}
    assert granted(nightly)["RestoreAccessBackupVaults"] == [
        {
            "RestoreAccessBackupVaultArn": rescue_arn(),
            "CreationDate": NOW,
            "ApprovalDate": NOW,
            "VaultState": "AVAILABLE",
        }
    ]


def test_it_works_within_one_account(nightly: Any) -> None:
    create_walled(nightly)
    point = walled_point(nightly)
    arn = accessed(nightly, **RESCUE)
    assert arn == rescue_arn(ACCOUNT)
    assert arns(nightly) == arns(nightly, "walled") == [point]
    (listed,) = granted(nightly)["RestoreAccessBackupVaults"]
    assert listed["RestoreAccessBackupVaultArn"] == arn


def test_a_vault_that_nobody_names_is_named_by_its_source(nightly: Any, recovery: Any) -> None:
    first, second = request_access(recovery), request_access(recovery)
    names = [answer["RestoreAccessBackupVaultName"] for answer in (first, second)]
    assert all(re.fullmatch("walled-[0-9a-f]{8}", name) for name in names)
    assert len(set(names)) == 2
    long = "w" * 50
    create_walled(nightly, long)
    asked = request_access(recovery, SourceBackupVaultArn=vault_arn(long))
    assert re.fullmatch("w{41}-[0-9a-f]{8}", asked["RestoreAccessBackupVaultName"])


def test_a_repeated_request_is_answered_with_the_first_vault(nightly: Any, recovery: Any) -> None:
    first = request_access(recovery, CreatorRequestId="t")
    again = request_access(recovery, CreatorRequestId="t")
    assert again["RestoreAccessBackupVaultArn"] == first["RestoreAccessBackupVaultArn"]
    assert len(recovery.list_backup_vaults()["BackupVaultList"]) == 1


def test_a_name_that_is_taken_is_refused(nightly: Any, recovery: Any) -> None:
    recovery.create_backup_vault(**RESCUE, CreatorRequestId="theirs")
    with pytest.raises(recovery.exceptions.AlreadyExistsException) as caught:
        request_access(recovery, **RESCUE)
    response = caught.value.response
    assert (response["Arn"], response["CreatorRequestId"]) == (rescue_arn(), "theirs")
    assert granted(nightly)["RestoreAccessBackupVaults"] == []


REQUESTS: dict[str, tuple[str, str, str]] = {
    "no ARN": ("walled", "InvalidParameterValueException", "SourceBackupVaultArn"),
    "another region": (
        vault_arn("walled", "eu-west-1"),
        "InvalidParameterValueException",
        "accepts a vault in us-east-1, where it is asked for",
    ),
    "an absent vault": (vault_arn("absent"), "ResourceNotFoundException", "does not exist."),
    "an unused account": (
        vault_arn("walled", account_id="999999999999"),
        "ResourceNotFoundException",
        "does not exist.",
    ),
    "a plain vault": (
        vault_arn("nightly"),
        "InvalidRequestException",
        "Backup vault nightly has no approval team",
    ),
    "a vault without a team": (
        vault_arn("gapped"),
        "InvalidRequestException",
        "Backup vault gapped has no approval team",
    ),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_what_gives_no_access_is_refused(nightly: Any, recovery: Any, name: str) -> None:
    create_gapped(nightly)
    source_arn, code, text = REQUESTS[name]
    request = {**RESCUE, "SourceBackupVaultArn": source_arn}
    refusal = refused(recovery, "create_restore_access_backup_vault", **request)
    assert (refusal[0], text in refusal[1]) == (code, True)
    assert recovery.list_backup_vaults()["BackupVaultList"] == []


def test_a_legal_hold_is_of_the_source_and_not_of_the_access(nightly: Any, recovery: Any) -> None:
    point = walled_point(nightly)
    request_access(recovery, **RESCUE)
    hold = {"Title": "case", "Description": "of the rescue"}
    code, message = refused(
        recovery, "create_legal_hold", **hold, RecoveryPointSelection={"VaultNames": ["rescue"]}
    )
    assert code == "InvalidParameterValueException"
    assert message == (
        "Invalid value for RecoveryPointSelection.VaultNames: got 'rescue', "
        "accepts names of vaults that exist, and are not for restore access"
    )
    assert recovery.list_legal_holds()["LegalHolds"] == []
    made = nightly.create_legal_hold(**hold, RecoveryPointSelection={"VaultNames": ["walled"]})
    held = nightly.list_recovery_points_by_legal_hold(LegalHoldId=made["LegalHoldId"])
    assert [it["RecoveryPointArn"] for it in held["RecoveryPoints"]] == [point]


def test_bad_tags_are_refused(recovery: Any) -> None:
    request = {"SourceBackupVaultArn": SOURCE, "BackupVaultTags": {"aws:a": "b"}}
    code, _ = refused(recovery, "create_restore_access_backup_vault", **request)
    assert code == "InvalidParameterValueException"


def test_a_vault_of_restore_access_counts_among_three_hundred(recovery: Any) -> None:
    for number in range(299):
        recovery.create_backup_vault(BackupVaultName=f"vault{number}")
    request_access(recovery, **RESCUE)
    request = {"SourceBackupVaultArn": SOURCE}
    code, _ = refused(recovery, "create_restore_access_backup_vault", **request)
    assert code == "LimitExceededException"


def test_a_team_may_refuse_access(nightly: Any, recovery: Any) -> None:
    walled_point(nightly)
    with set_approval_outcome("FAILED", operation="CreateRestoreAccessBackupVault"):
        request_access(recovery, **RESCUE)
    assert (described(recovery)["VaultState"], arns(recovery)) == ("FAILED", [])
    (listed,) = granted(nightly)["RestoreAccessBackupVaults"]
    assert listed["VaultState"] == "FAILED"
    assert "ApprovalDate" not in listed
    revocation = {**WALLED, "RestoreAccessBackupVaultArn": rescue_arn()}
    assert refused(nightly, "revoke_restore_access_backup_vault", **revocation) == (
        "InvalidRequestException",
        f"Restore access backup vault {rescue_arn()} is FAILED",
    )
    recovery.delete_backup_vault(**RESCUE)
    assert granted(nightly)["RestoreAccessBackupVaults"] == []


def test_access_that_nobody_approves_fails_after_a_day(
    nightly: Any, recovery: Any, clock: Any
) -> None:
    with set_approval_outcome("PENDING", account_id=RECOVERY):
        request_access(recovery, **RESCUE)
    clock.shift(24 * HOUR - timedelta(seconds=1))
    assert described(recovery)["VaultState"] == "CREATING"
    clock.shift(timedelta(seconds=1))
    assert described(recovery)["VaultState"] == "FAILED"


def test_a_vault_that_is_deleted_before_its_team_decides_stays_away(
    nightly: Any, recovery: Any, clock: Any
) -> None:
    set_approval_outcome("APPROVED", duration=60)
    request_access(recovery, **RESCUE)
    other = accessed(recovery)
    recovery.delete_backup_vault(**RESCUE)
    clock.shift(HOUR)
    (left,) = recovery.list_backup_vaults()["BackupVaultList"]
    assert (left["BackupVaultArn"], left["VaultState"]) == (other, "AVAILABLE")
    (listed,) = granted(nightly)["RestoreAccessBackupVaults"]
    assert listed["RestoreAccessBackupVaultArn"] == other


def test_recovery_points_are_read_as_the_vault_s_own(nightly: Any, recovery: Any) -> None:
    point = walled_point(nightly)
    volume = walled_point(
        nightly, "arn:aws:elasticfilesystem:us-east-1:123456789012:file-system/fs-1"
    )
    request_access(recovery, **RESCUE)
    assert set(arns(recovery)) == {point, volume}
    by_resource = {"BackupVaultName": "rescue", "ByResourceArn": FILES}
    (listed,) = recovery.list_recovery_points_by_backup_vault(**by_resource)["RecoveryPoints"]
    shown = recovery.describe_recovery_point(**RESCUE, RecoveryPointArn=point)
    for members in (listed, shown):
        assert members["RecoveryPointArn"] == point
        assert (members["BackupVaultName"], members["BackupVaultArn"]) == ("rescue", rescue_arn())
        assert members["VaultType"] == "RESTORE_ACCESS_BACKUP_VAULT"
    own = nightly.describe_recovery_point(**WALLED, RecoveryPointArn=point)
    assert own["BackupVaultName"] == "walled"
    # The key of AWS's that an air-gapped vault has is told by neither.
    assert "EncryptionKeyArn" not in {**own, **shown}
    metadata = recovery.get_recovery_point_restore_metadata(**RESCUE, RecoveryPointArn=point)
    assert metadata["BackupVaultArn"] == rescue_arn()
    missing = {**RESCUE, "RecoveryPointArn": "arn:aws:backup:us-east-1::recovery-point:none"}
    code, _ = refused(recovery, "describe_recovery_point", **missing)
    assert code == "ResourceNotFoundException"
    code, _ = refused(
        recovery,
        "start_restore_job",
        RecoveryPointArn=missing["RecoveryPointArn"],
        Metadata={"a": "b"},
    )
    assert code == "ResourceNotFoundException"


def test_resources_of_the_vault_are_listed(nightly: Any, recovery: Any) -> None:
    walled_point(nightly)
    request_access(recovery, **RESCUE)
    answer = recovery.list_protected_resources_by_backup_vault(**RESCUE)
    (listed,) = answer["Results"]
    assert (listed["ResourceArn"], listed["LastBackupVaultArn"]) == (FILES, rescue_arn())


Change = Callable[[str], tuple[str, dict[str, Any]]]
CHANGES: dict[str, Change] = {
    "deletion": lambda point: ("delete_recovery_point", {"RecoveryPointArn": point}),
    "disassociation": lambda point: ("disassociate_recovery_point", {"RecoveryPointArn": point}),
    "separation": lambda point: (
        "disassociate_recovery_point_from_parent",
        {"RecoveryPointArn": point},
    ),
    "lifecycle": lambda point: (
        "update_recovery_point_lifecycle",
        {"RecoveryPointArn": point, "Lifecycle": {"DeleteAfterDays": 30}},
    ),
    "lock": lambda _: ("put_backup_vault_lock_configuration", {"MinRetentionDays": 1}),
    "unlocking": lambda _: ("delete_backup_vault_lock_configuration", {}),
    "scan": lambda point: (
        "start_scan_job",
        {
            "RecoveryPointArn": point,
            "IamRoleArn": ROLE,
            "ScannerRoleArn": ROLE,
            "MalwareScanner": "GUARDDUTY",
            "ScanMode": "FULL_SCAN",
        },
    ),
    "copy": lambda point: (
        "start_copy_job",
        {
            "RecoveryPointArn": point,
            "DestinationBackupVaultArn": vault_arn("other", account_id=RECOVERY),
            "IamRoleArn": ROLE,
        },
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_nothing_is_changed_through_the_vault(nightly: Any, recovery: Any, name: str) -> None:
    point = walled_point(nightly)
    request_access(recovery, **RESCUE)
    operation, parameters = CHANGES[name](point)
    vault = "SourceBackupVaultName" if name == "copy" else "BackupVaultName"
    code, message = refused(recovery, operation, **{vault: "rescue"}, **parameters)
    assert code == "InvalidRequestException"
    assert message.startswith("Backup vault rescue is for restore access")
    assert arns(recovery) == arns(nightly, "walled") == [point]


def test_no_job_puts_anything_into_the_vault(nightly: Any, clock: Any) -> None:
    create_walled(nightly)
    accessed(nightly, **RESCUE)
    backup = {**RESCUE, "ResourceArn": FILES, "IamRoleArn": ROLE}
    code, _ = refused(nightly, "start_backup_job", **backup)
    assert code == "InvalidParameterValueException"
    point = backed_up(nightly, ResourceArn=FILES)
    job = copied(nightly, point, DestinationBackupVaultArn=rescue_arn(ACCOUNT))
    assert (job["State"], job["StatusMessage"]) == (
        "FAILED",
        f"Copy job failed because backup vault {rescue_arn(ACCOUNT)} is a RESTORE_ACCESS_BACKUP_VAULT.",
    )
    rule = {**RULE, "TargetBackupVaultName": "rescue"}
    plan = create_plan(nightly, Rules=[rule])
    selection = {"SelectionName": "s", "IamRoleArn": ROLE, "Resources": [bucket("files")]}
    nightly.create_backup_selection(BackupPlanId=plan, BackupSelection=selection)
    clock.shift(24 * HOUR)
    (failed,) = nightly.list_backup_jobs(ByState="FAILED")["BackupJobs"]
    assert failed["StatusMessage"] == (
        f"Backup job failed because backup vault {rescue_arn(ACCOUNT)} is a RESTORE_ACCESS_BACKUP_VAULT."
    )
    assert arns(nightly) == []


def test_revoking_waits_for_the_team(nightly: Any, recovery: Any, clock: Any) -> None:
    request_access(recovery, **RESCUE)
    set_approval_outcome("APPROVED", operation="RevokeRestoreAccessBackupVault", duration=HOUR)
    revoke(nightly, rescue_arn())
    (listed,) = granted(nightly)["RestoreAccessBackupVaults"]
    revocation = listed["LatestRevokeRequest"]
    assert re.fullmatch("arn:aws:mpa:.*:session/guardians/.*", revocation.pop("MpaSessionArn"))
    assert revocation == {
        "Status": "PENDING",
        "InitiationDate": NOW,
        "ExpiryDate": NOW + 24 * HOUR,
    }
    again = {**WALLED, "RestoreAccessBackupVaultArn": rescue_arn()}
    assert refused(nightly, "revoke_restore_access_backup_vault", **again) == (
        "InvalidRequestException",
        f"The approval team has not decided about {rescue_arn()}",
    )
    assert described(recovery)["VaultState"] == "AVAILABLE"
    clock.shift(3 * HOUR)
    assert granted(nightly)["RestoreAccessBackupVaults"] == []
    assert recovery.list_backup_vaults()["BackupVaultList"] == []
    deleted = job_events(detail_type="Backup Vault State Change", state="DELETED")
    assert [(event["account"], event["time"]) for event in deleted] == [
        (RECOVERY, "2026-03-01T01:00:00Z")
    ]


def test_a_team_may_refuse_to_revoke(nightly: Any, recovery: Any) -> None:
    request_access(recovery, **RESCUE)
    with set_approval_outcome("FAILED"):
        answer = nightly.revoke_restore_access_backup_vault(
            **WALLED, RestoreAccessBackupVaultArn=rescue_arn(), RequesterComment="it is over"
        )
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    (listed,) = granted(nightly)["RestoreAccessBackupVaults"]
    revocation = listed["LatestRevokeRequest"]
    assert revocation["Status"] == "FAILED"
    assert revocation["StatusMessage"] == "The approval team rejected the request."
    assert described(recovery)["VaultState"] == "AVAILABLE"
    revoke(nightly, rescue_arn())
    assert granted(nightly)["RestoreAccessBackupVaults"] == []


def test_without_its_team_access_is_not_revoked(nightly: Any, recovery: Any) -> None:
    request_access(recovery, **RESCUE)
    disassociate(nightly)
    request = {**WALLED, "RestoreAccessBackupVaultArn": rescue_arn()}
    assert refused(nightly, "revoke_restore_access_backup_vault", **request) == (
        "InvalidRequestException",
        "Backup vault walled has no approval team",
    )


def test_what_is_no_access_to_the_vault_is_not_found(nightly: Any, recovery: Any) -> None:
    request_access(recovery, **RESCUE)
    create_walled(nightly, "second")
    request = {"BackupVaultName": "second", "RestoreAccessBackupVaultArn": rescue_arn()}
    assert refused(nightly, "revoke_restore_access_backup_vault", **request) == (
        "ResourceNotFoundException",
        f"Restore access backup vault {rescue_arn()} not found",
    )
    absent = {"BackupVaultName": "absent"}
    code, _ = refused(nightly, "list_restore_access_backup_vaults", **absent)
    assert code == "ResourceNotFoundException"
    second = nightly.list_restore_access_backup_vaults(BackupVaultName="second")
    assert second["RestoreAccessBackupVaults"] == []


@pytest.mark.parametrize("slash", ["", "/"])
def test_pages_are_asked_for_in_small_letters(nightly: Any, recovery: Any, slash: str) -> None:
    expected = [accessed(recovery), accessed(recovery)]
    path = f"logically-air-gapped-backup-vaults/walled/restore-access-backup-vaults{slash}"
    url = f"https://backup.{REGION}.amazonaws.com/{path}"
    first = requests.get(f"{url}?maxResults=1", timeout=30).json()
    paging = {"maxResults": "1000", "nextToken": first["NextToken"]}
    rest = requests.get(url, params=paging, timeout=30).json()
    listed = first["RestoreAccessBackupVaults"] + rest["RestoreAccessBackupVaults"]
    assert [each["RestoreAccessBackupVaultArn"] for each in listed] == expected
    answer = requests.get(f"{url}?maxResults=1001", timeout=30)
    assert answer.headers["x-amzn-ErrorType"] == "InvalidParameterValueException"


def test_a_server_gives_another_account_access(backup: Any, make_client: MakeClient) -> None:
    create_walled(backup)
    point = walled_point(backup)
    client = assumed(make_client, RECOVERY)
    arn = accessed(client, **RESCUE, BackupVaultTags={"a": "b"})
    assert (described(client)["VaultState"], arns(client)) == ("AVAILABLE", [point])
    revoke(backup, arn)
    assert client.list_backup_vaults()["BackupVaultList"] == []


def test_a_vault_that_shows_recovery_points_is_not_deleted(nightly: Any, recovery: Any) -> None:
    walled_point(nightly)
    request_access(recovery, **RESCUE)
    code, message = refused(recovery, "delete_backup_vault", **RESCUE)
    assert code == "InvalidRequestException"
    assert message == "Backup vault cannot be deleted because it contains recovery points."


def test_access_goes_with_its_source(nightly: Any, recovery: Any) -> None:
    request_access(recovery, **RESCUE)
    nightly.delete_backup_vault(**WALLED)
    assert recovery.list_backup_vaults()["BackupVaultList"] == []


def test_a_vault_that_is_deleted_is_not_revoked_later(
    nightly: Any, recovery: Any, clock: Any
) -> None:
    request_access(recovery, **RESCUE)
    set_approval_outcome("APPROVED", duration=60)
    revoke(nightly, rescue_arn())
    recovery.delete_backup_vault(**RESCUE)
    recovery.create_backup_vault(**RESCUE)
    clock.shift(HOUR)
    assert described(recovery)["VaultType"] == "BACKUP_VAULT"


def test_the_owner_of_a_recovery_point_sees_access_points_of_others(
    nightly: Any, recovery: Any, clock: Any
) -> None:
    point = walled_point(nightly)
    request_access(recovery, **RESCUE)
    arn = create_access_point(recovery, point)
    shown = recovery.describe_backup_access_point(AccessPointArn=arn)
    assert (shown["BackupVaultName"], shown["BackupVaultArn"]) == ("rescue", rescue_arn())
    by_point = {"RecoveryPointArn": point}
    for client in (nightly, recovery):
        answer = client.list_backup_access_points_by_recovery_point(**by_point)
        assert [each["AccessPointArn"] for each in answer["BackupAccessPoints"]] == [arn]
    assert nightly.list_backup_access_points()["BackupAccessPoints"] == []
    clock.shift(11 * 24 * HOUR)
    assert arns(nightly, "walled") == [point]
    delete_access_point(recovery, arn)
    assert arns(nightly, "walled") == []


def test_an_access_point_is_disassociated_when_access_is_revoked(
    nightly: Any, recovery: Any, clock: Any
) -> None:
    topic = assumed(make, RECOVERY, service="sns").create_topic(Name="ops")["TopicArn"]
    point = walled_point(nightly)
    request_access(recovery, **RESCUE)
    arn = create_access_point(recovery, point)
    recovery.put_backup_vault_notifications(
        **RESCUE, SNSTopicArn=topic, BackupVaultEvents=["ACCESS_POINT_DISASSOCIATED"]
    )
    recovery.create_backup_vault(BackupVaultName="nightly")
    own = create_access_point(recovery, backed_up(recovery, ResourceArn=FILES), "own")
    revoke(nightly, rescue_arn())
    shown = recovery.describe_backup_access_point(AccessPointArn=arn)
    assert (shown["Status"], shown["AccessPointMetadata"]) == ("DISASSOCIATED", {})
    assert recovery.describe_backup_access_point(AccessPointArn=own)["Status"] == "AVAILABLE"
    assert [text for _, text, *_ in sent_to(topic)] == [
        f"An AWS Backup access point was disassociated. Access point ARN: {arn}. "
        f"Recovery point ARN: {point}"
    ]
    clock.shift(11 * 24 * HOUR)
    assert arns(nightly, "walled") == []
    delete_access_point(recovery, arn)
    (left,) = recovery.list_backup_access_points()["BackupAccessPoints"]
    assert left["AccessPointArn"] == own


def sent_to(topic: str) -> list[Any]:
    """What moto's topic has sent."""
    from moto.sns.models import sns_backends

    return list(sns_backends[RECOVERY][REGION].topics[topic].sent_notifications)


def test_access_points_to_what_others_keep_outlive_the_jobs_that_are_forgotten(
    nightly: Any, recovery: Any
) -> None:
    point = walled_point(nightly)
    request_access(recovery, **RESCUE)
    arn = create_access_point(recovery, point)
    account_at(RECOVERY, REGION).forget_jobs()
    (left,) = recovery.list_backup_access_points()["BackupAccessPoints"]
    assert left["AccessPointArn"] == arn
    account_at(ACCOUNT, REGION).forget_jobs()
    by_point = nightly.list_backup_access_points_by_recovery_point(RecoveryPointArn=point)
    assert by_point["BackupAccessPoints"] == []
    delete_access_point(recovery, arn)
    assert recovery.list_backup_access_points()["BackupAccessPoints"] == []


def test_it_is_disassociating_by_a_transition_of_moto(
    nightly: Any, recovery: Any, clock: Any
) -> None:
    point = walled_point(nightly)
    request_access(recovery, **RESCUE)
    arn = create_access_point(recovery, point)
    model = "backup::backup_access_point"
    state_manager.set_transition(model, {"progression": "time", "seconds": 60})
    try:
        revoke(nightly, rescue_arn())
        statuses = []
        for _ in range(2):
            shown = recovery.describe_backup_access_point(AccessPointArn=arn)
            statuses.append(shown["Status"])
            clock.shift(timedelta(minutes=1))
        assert statuses == ["DISASSOCIATING", "DISASSOCIATED"]
    finally:
        state_manager.unset_transition(model)


def test_in_a_leap_of_the_clock_it_is_available_before_access_is_revoked(
    nightly: Any, recovery: Any, clock: Any
) -> None:
    topic = assumed(make, RECOVERY, service="sns").create_topic(Name="ops")["TopicArn"]
    point = walled_point(nightly)
    request_access(recovery, **RESCUE)
    model = "backup::backup_access_point"
    state_manager.set_transition(model, {"progression": "time", "seconds": 60})
    try:
        arn = create_access_point(recovery, point)
        recovery.put_backup_vault_notifications(
            **RESCUE, SNSTopicArn=topic, BackupVaultEvents=["ACCESS_POINT_AVAILABLE"]
        )
        set_approval_outcome("APPROVED", duration=120)
        revoke(nightly, rescue_arn())
        clock.shift(HOUR)
        shown = recovery.describe_backup_access_point(AccessPointArn=arn)
        assert (shown["Status"], len(sent_to(topic))) == ("DISASSOCIATED", 1)
    finally:
        state_manager.unset_transition(model)


def test_what_is_being_deleted_is_not_disassociated(
    nightly: Any, recovery: Any, clock: Any
) -> None:
    point = walled_point(nightly)
    request_access(recovery, **RESCUE)
    ended = create_access_point(recovery, point, "ended")
    revoke(nightly, rescue_arn())
    request_access(recovery, **RESCUE)
    deleted = create_access_point(recovery, point, "deleted")
    model = "backup::backup_access_point"
    state_manager.set_transition(model, {"progression": "time", "seconds": 60})
    try:
        delete_access_point(recovery, deleted)
        revoke(nightly, rescue_arn())
        statuses = {
            each["AccessPointArn"]: each["Status"]
            for each in recovery.list_backup_access_points()["BackupAccessPoints"]
        }
        assert statuses == {ended: "DISASSOCIATED", deleted: "DELETING"}
        clock.shift(timedelta(minutes=1))
        (left,) = recovery.list_backup_access_points()["BackupAccessPoints"]
        assert left["AccessPointArn"] == ended
    finally:
        state_manager.unset_transition(model)
