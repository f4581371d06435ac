"""Vaults as AWS answered them. Above each test stands where that was recorded, and when."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import backed_up, refused
from support import ACCOUNT, REGION, client_of
from truth.calls import FILE_SYSTEM, raw

from cases.records import members, part
from moto_backup_summaries import load_jobs

NOW = datetime(2026, 3, 24, 17, 11, tzinfo=timezone.utc)


def topic() -> str:
    return str(client_of("sns").create_topic(Name="heard")["TopicArn"])


# A guide of OpenShift in a public repository, 2025-12.
def test_a_new_vault_is_told_by_its_name_arn_and_date(mocked_backup: Any) -> None:
    told = mocked_backup.create_backup_vault(BackupVaultName="new")
    assert members(told) == {"BackupVaultArn", "BackupVaultName", "CreationDate"}


# delstack issue 370, 2024-08; gruntwork-io/cloud-nuke issue 730, 2024-06; aws/aws-cdk issue 33711, 2025-03.
def test_a_vault_with_recovery_points_is_not_deleted(vault: Any) -> None:
    backed_up(vault)
    code, message = refused(vault, "delete_backup_vault", BackupVaultName="nightly")
    assert code == "InvalidRequestException"
    assert "cannot be deleted because it contains recovery points" in message


# alchemy-run/alchemy, 2026, as its tests with the real service found it.
def test_a_vault_that_is_not_there_is_denied_to_who_deletes_it(mocked_backup: Any) -> None:
    with pytest.raises(mocked_backup.exceptions.ClientError) as caught:
        mocked_backup.delete_backup_vault(BackupVaultName="none")
    answer = caught.value.response
    assert answer["Error"]["Code"] == "AccessDeniedException"
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 403


class TestTheVaultOfEfsSOwnBackups:
    @pytest.fixture
    def own(self, mocked_backup: Any) -> str:
        """The vault, which jobs need that were loaded."""
        name = "aws/efs/automatic-backup-vault"
        load_jobs({"BackupJobs": [{"BackupVaultName": name, "ResourceArn": FILE_SYSTEM}]})
        return name

    # A script in a public repository, 2024: what list-backup-vaults printed.
    def test_has_a_token_of_its_own(self, mocked_backup: Any, own: str) -> None:
        (row,) = mocked_backup.list_backup_vaults()["BackupVaultList"]
        recorded = {
            "BackupVaultName": own,
            "BackupVaultArn": f"arn:aws:backup:{REGION}:{ACCOUNT}:backup-vault:{own}",
            "CreatorRequestId": f"aws/efs/automatic-backup-{ACCOUNT}-{REGION}",
            "NumberOfRecoveryPoints": 1,
            "Locked": False,
        }
        assert part(row, recorded) == recorded
        assert row["EncryptionKeyArn"].startswith(f"arn:aws:kms:{REGION}:{ACCOUNT}:key/")

    # alchemy-run/alchemy, 2026.
    def test_cannot_be_deleted_though_it_is_empty(self, mocked_backup: Any, own: str) -> None:
        asked = {"BackupVaultName": own}
        (row,) = mocked_backup.list_recovery_points_by_backup_vault(**asked)["RecoveryPoints"]
        mocked_backup.delete_recovery_point(**asked, RecoveryPointArn=row["RecoveryPointArn"])
        with pytest.raises(mocked_backup.exceptions.ClientError) as caught:
            mocked_backup.delete_backup_vault(**asked)
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


# pulumi/pulumi-aws issue 2571, 2023-06; aquasecurity/cloudsploit, a fixture of 2022;
# cloudquery/cloudquery pull request 8164, which compares this text.
def test_a_vault_that_notifies_nobody_says_so(vault: Any) -> None:
    code, message = refused(vault, "get_backup_vault_notifications", BackupVaultName="nightly")
    assert code == "ResourceNotFoundException"
    assert message.startswith("Failed reading notifications from database")


# pulumi/pulumi-aws issue 2571, 2023-06; aquasecurity/cloudsploit, a fixture of 2022.
def test_notifications_are_told_with_the_vault(vault: Any) -> None:
    asked = {"BackupVaultName": "nightly", "SNSTopicArn": topic()}
    events = ["BACKUP_JOB_FAILED", "BACKUP_JOB_COMPLETED"]
    vault.put_backup_vault_notifications(**asked, BackupVaultEvents=events)
    told = vault.get_backup_vault_notifications(BackupVaultName="nightly")
    assert members(told) == {
        "BackupVaultArn",
        "BackupVaultEvents",
        "BackupVaultName",
        "SNSTopicArn",
    }
    assert {name: told[name] for name in asked} == asked
    assert sorted(told["BackupVaultEvents"]) == sorted(events)


# hashicorp/terraform-provider-aws issue 43157, 2025.
def test_an_interrupted_continuous_backup_can_be_notified_of(vault: Any) -> None:
    events = ["CONTINUOUS_BACKUP_INTERRUPTED"]
    vault.put_backup_vault_notifications(
        BackupVaultName="nightly", SNSTopicArn=topic(), BackupVaultEvents=events
    )
    told = vault.get_backup_vault_notifications(BackupVaultName="nightly")
    assert told["BackupVaultEvents"] == events


LOCKS: dict[str, dict[str, int]] = {
    # ministryofjustice/modernisation-platform issue 7265, 2024-06.
    "for just a month": {"MinRetentionDays": 30, "MaxRetentionDays": 30, "ChangeableForDays": 3},
    # lgallard/terraform-aws-backup issue 366.
    "for up to a century": {"MinRetentionDays": 1, "MaxRetentionDays": 36_500},
}


@pytest.mark.parametrize("lock", LOCKS.values(), ids=LOCKS)
def test_a_lock_that_was_taken_is_told(vault: Any, lock: dict[str, int]) -> None:
    vault.put_backup_vault_lock_configuration(BackupVaultName="nightly", **lock)
    told = vault.describe_backup_vault(BackupVaultName="nightly")
    assert told["Locked"] is True
    assert told["MaxRetentionDays"] == lock["MaxRetentionDays"]
    assert ("LockDate" in told) == ("ChangeableForDays" in lock)


# cloud-custodian/cloud-custodian test_backup_vault_cross_account, recorded 2020-05: the vault of the
# console has a token, the one that a program made without one has none.
def test_a_vault_is_listed_with_its_token_if_it_has_one(fresh_server: str) -> None:
    for name, body in (("Default", b'{"CreatorRequestId": "Default"}'), ("policies", b"{}")):
        raw(f"{fresh_server}/backup-vaults/{name}", "PUT", body)
    _, _, told = raw(f"{fresh_server}/backup-vaults/")
    console, program = told["BackupVaultList"]
    assert [console["BackupVaultName"], program["BackupVaultName"]] == ["Default", "policies"]
    assert console["CreatorRequestId"] == "Default"
    assert "CreatorRequestId" not in program
    assert console["EncryptionKeyArn"] == program["EncryptionKeyArn"]
    assert [console["NumberOfRecoveryPoints"], program["NumberOfRecoveryPoints"]] == [0, 0]


# cloud-custodian/cloud-custodian test_backup_vault_kms_filter, recorded 2020-03; a script in a public
# repository, 2024-02, for the member Locked.
def test_a_vault_without_a_lock_has_no_days(vault: Any) -> None:
    told = vault.describe_backup_vault(BackupVaultName="nightly")
    recorded = {
        "BackupVaultArn",
        "BackupVaultName",
        "CreationDate",
        "CreatorRequestId",
        "EncryptionKeyArn",
        "NumberOfRecoveryPoints",
    }
    assert recorded <= members(told)
    assert told["Locked"] is False
    assert not {"LockDate", "MaxRetentionDays", "MinRetentionDays"} & members(told)


# A manual of a collector in a public repository, 2026-03.
def test_a_lock_begins_so_many_days_after_it_was_set(clock: Any, nightly: Any) -> None:
    lock = {"MinRetentionDays": 7, "MaxRetentionDays": 2555}
    nightly.put_backup_vault_lock_configuration(
        BackupVaultName="nightly", ChangeableForDays=3, **lock
    )
    told = nightly.describe_backup_vault(BackupVaultName="nightly")
    recorded = {**lock, "Locked": True, "VaultType": "BACKUP_VAULT"}
    assert part(told, recorded) == recorded
    assert told["LockDate"] == NOW + timedelta(days=3)


# cloud-custodian/cloud-custodian test_backup_vault_tag_untag, recorded 2020.
def test_a_vault_without_tags_any_more_has_an_empty_map(mocked_backup: Any) -> None:
    tags = {"target-tag": "target-value"}
    arn = mocked_backup.create_backup_vault(BackupVaultName="new", BackupVaultTags=tags)[
        "BackupVaultArn"
    ]
    assert mocked_backup.list_tags(ResourceArn=arn)["Tags"] == tags
    mocked_backup.untag_resource(ResourceArn=arn, TagKeyList=["target-tag"])
    assert mocked_backup.list_tags(ResourceArn=arn)["Tags"] == {}


# boto/boto3 issue 4544, 2025-05 and 2025-06, of ListBackupVaults; a manual of a collector in a
# public repository, 2026-03, of DescribeBackupVault.
def test_a_plain_vault_has_a_type_and_no_state(vault: Any) -> None:
    (row,) = vault.list_backup_vaults()["BackupVaultList"]
    for told in (row, vault.describe_backup_vault(BackupVaultName="nightly")):
        assert told["VaultType"] == "BACKUP_VAULT"
        assert not {"LockDate", "VaultState"} & members(told)
