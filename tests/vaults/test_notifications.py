"""Which events of a vault a topic hears of."""

import logging
from typing import Any

import pytest
from calls import arn, refused, vault_arn
from support import ACCOUNT, REGION

TOPIC = arn("sns", "ops")
EVENTS = ["BACKUP_JOB_COMPLETED", "COPY_JOB_FAILED"]
WANTED = f"accepts the ARN of a standard topic of account {ACCOUNT}"


def put(client: Any, **parameters: Any) -> Any:
    defaults = {"BackupVaultName": "nightly", "SNSTopicArn": TOPIC, "BackupVaultEvents": EVENTS}
    return client.put_backup_vault_notifications(**{**defaults, **parameters})


def get(client: Any, vault: str = "nightly") -> Any:
    told = client.get_backup_vault_notifications(BackupVaultName=vault)
    told.pop("ResponseMetadata")
    return told


def test_what_is_put_is_told_and_replaces_what_was_before(backup: Any) -> None:
    put(backup, BackupVaultEvents=["RECOVERY_POINT_MODIFIED"])
    put(backup)
    assert get(backup) == {
        "BackupVaultName": "nightly",
        "BackupVaultArn": arn("backup", "backup-vault:nightly"),
        "SNSTopicArn": TOPIC,
        "BackupVaultEvents": EVENTS,
    }


def test_a_vault_without_notifications_has_none_to_tell(backup: Any) -> None:
    said = "Failed reading notifications from database for Backup vault nightly"
    none = ("ResourceNotFoundException", said)
    assert refused(backup, "get_backup_vault_notifications", BackupVaultName="nightly") == none
    put(backup)
    for _ in range(2):
        backup.delete_backup_vault_notifications(BackupVaultName="nightly")
    assert refused(backup, "get_backup_vault_notifications", BackupVaultName="nightly") == none


def test_a_vault_that_is_made_again_has_no_notifications(backup: Any) -> None:
    put(backup)
    backup.delete_backup_vault(BackupVaultName="nightly")
    backup.create_backup_vault(BackupVaultName="nightly")
    code, _ = refused(backup, "get_backup_vault_notifications", BackupVaultName="nightly")
    assert code == "ResourceNotFoundException"


@pytest.mark.parametrize("operation", ["get", "delete"])
def test_a_vault_that_is_not_there_is_not_found(backup: Any, operation: str) -> None:
    asked = refused(backup, f"{operation}_backup_vault_notifications", BackupVaultName="absent")
    absent = vault_arn("absent")
    said = f"A Backup vault with ARN {absent} does not exist."
    assert asked == ("ResourceNotFoundException", said)


@pytest.mark.parametrize(
    ("topic", "why"),
    [
        ("ops", "no ARN"),
        (arn("sqs", "ops"), "a queue"),
        (f"arn:aws:sns:{REGION}:111122223333:ops", "another account's"),
        (arn("sns", "ops.fifo"), "a FIFO topic"),
    ],
)
def test_only_a_standard_topic_of_the_account_hears(backup: Any, topic: str, why: str) -> None:
    code, message = refused(
        backup,
        "put_backup_vault_notifications",
        BackupVaultName="nightly",
        SNSTopicArn=topic,
        BackupVaultEvents=EVENTS,
    )
    assert code == "InvalidParameterValueException", why
    assert message == f"Invalid value for SNSTopicArn: got {topic!r}, {WANTED}"


def test_an_event_that_is_none_is_refused_with_those_that_are(backup: Any) -> None:
    code, message = refused(
        backup,
        "put_backup_vault_notifications",
        BackupVaultName="nightly",
        SNSTopicArn=TOPIC,
        BackupVaultEvents=["BACKUP_JOB_DONE"],
    )
    assert code == "InvalidParameterValueException"
    # The deprecated ones, which are taken, are not among them.
    assert message.startswith(
        "Please select from the following list of notifications BACKUP_JOB_STARTED, "
        "BACKUP_JOB_COMPLETED, RESTORE_JOB_STARTED, RESTORE_JOB_COMPLETED, COPY_JOB_STARTED, "
        "COPY_JOB_SUCCESSFUL, COPY_JOB_FAILED, RECOVERY_POINT_MODIFIED, "
    )


def test_no_event_at_all_is_refused(backup: Any) -> None:
    assert refused(
        backup,
        "put_backup_vault_notifications",
        BackupVaultName="nightly",
        SNSTopicArn=TOPIC,
        BackupVaultEvents=[],
    ) == (
        "InvalidParameterValueException",
        "Invalid value for BackupVaultEvents: got [], accepts at least one event",
    )


def test_a_deprecated_event_is_taken_with_a_warning_in_the_log(
    vault: Any, caplog: pytest.LogCaptureFixture
) -> None:
    events = ["BACKUP_JOB_FAILED", "BACKUP_JOB_COMPLETED"]
    with caplog.at_level(logging.WARNING):
        put(vault, BackupVaultEvents=events)
    assert caplog.messages == [
        "AWS Backup has deprecated BACKUP_JOB_FAILED, and sends nothing for it"
    ]
    assert get(vault)["BackupVaultEvents"] == events
