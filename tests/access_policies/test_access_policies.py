"""Access policies of vaults are kept as they were put, and refused where they are none."""

import json
import logging
from typing import Any

import pytest
from access_policies.asking import allow, denied
from access_policies.examples import deny, document, put
from calls import FAR, refused, vault_arn
from support import ACCOUNT, ONCE, REGION, MakeClient, client_of

from moto_backup_summaries import fail_operation

NIGHTLY = {"BackupVaultName": "nightly"}
INVALID = "InvalidParameterValueException"
OTHER = "111122223333"
ALL = deny("DeleteRecoveryPoint")
RESTRICTIONS = (
    "The specified policy cannot be added to the vault due to cross-account sharing restrictions. "
    "Amend the policy or the vault's settings, then retry request"
)


def policy_of(client: Any, name: str = "nightly") -> str:
    return str(client.get_backup_vault_access_policy(BackupVaultName=name)["Policy"])


def test_a_policy_is_answered_with_the_vault_as_the_text_that_was_put(backup: Any) -> None:
    text = ' {"Statement":\n' + json.dumps(deny("DeleteRecoveryPoint", Sid="ä")) + "}\n"
    answer = backup.put_backup_vault_access_policy(**NIGHTLY, Policy=text)
    assert set(answer) == {"ResponseMetadata"}
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    answer = backup.get_backup_vault_access_policy(**NIGHTLY)
    del answer["ResponseMetadata"]
    assert answer == {**NIGHTLY, "BackupVaultArn": vault_arn("nightly"), "Policy": text}


def test_a_policy_replaces_the_one_before(backup: Any) -> None:
    put(backup, deny("DeleteRecoveryPoint"))
    put(backup, deny("DeleteBackupVault"))
    assert policy_of(backup) == document(deny("DeleteBackupVault"))


def test_a_vault_has_a_policy_of_its_own_in_each_region(
    backup: Any, make_client: MakeClient
) -> None:
    there = make_client(FAR)
    there.create_backup_vault(**NIGHTLY)
    backup.create_backup_vault(BackupVaultName="second")
    put(backup, ALL)
    for client, name in ((backup, "second"), (there, "nightly")):
        code, _ = refused(client, "get_backup_vault_access_policy", BackupVaultName=name)
        assert code == "ResourceNotFoundException"


def test_a_deleted_policy_is_not_found(backup: Any) -> None:
    put(backup, ALL)
    answer = backup.delete_backup_vault_access_policy(**NIGHTLY)
    assert set(answer) == {"ResponseMetadata"}
    assert refused(backup, "get_backup_vault_access_policy", **NIGHTLY) == (
        "ResourceNotFoundException",
        f"Backup Vault {vault_arn('nightly')} has no associated POLICY",
    )


def test_a_policy_that_is_not_there_can_be_deleted(backup: Any) -> None:
    backup.delete_backup_vault_access_policy(**NIGHTLY)


def test_a_policy_is_gone_with_its_vault(backup: Any) -> None:
    put(backup, ALL)
    backup.delete_backup_vault(**NIGHTLY)
    backup.create_backup_vault(**NIGHTLY)
    code, _ = refused(backup, "get_backup_vault_access_policy", **NIGHTLY)
    assert code == "ResourceNotFoundException"


def test_a_change_of_a_lock_leaves_the_policy(backup: Any) -> None:
    put(backup, ALL)
    backup.put_backup_vault_lock_configuration(**NIGHTLY, MinRetentionDays=1)
    assert policy_of(backup) == document(ALL)


@pytest.mark.parametrize("operation", ["get", "put", "delete"])
def test_an_absent_vault_has_no_policy(backup: Any, operation: str) -> None:
    policy = {"Policy": document(ALL)} if operation == "put" else {}
    name = f"{operation}_backup_vault_access_policy"
    assert refused(backup, name, BackupVaultName="none", **policy) == (
        "ResourceNotFoundException",
        f"A Backup vault with ARN {vault_arn('none')} does not exist.",
    )


def test_a_policy_must_be_there(backup: Any) -> None:
    assert refused(backup, "put_backup_vault_access_policy", **NIGHTLY) == (
        "MissingParameterValueException",
        "Missing required parameter: Policy",
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "deny all",
            "Invalid value for Policy: got 'deny all', accepts a policy in JSON: Expecting value: line 1 "
            "column 1 (char 0)",
        ),
        (
            '{"Version": "2012-10-17"}',
            "Invalid value for Policy.Statement: got None, accepts a statement, or a list of at least one",
        ),
        (
            document({**ALL, "Effect": "Refuse"}),
            "Invalid value for Policy.Statement[0].Effect: got 'Refuse', accepts one of Allow, Deny",
        ),
        (
            document(deny("*")),
            "Invalid value for Policy.Statement[0].Action: got 'backup:*', accepts actions without "
            "wildcards, such as backup:DeleteRecoveryPoint",
        ),
        (
            document({**ALL, "Principal": {"AWS": "role/backup"}}),
            "Provided principal is not valid: role/backup",
        ),
        (
            "x" * 100_000,
            "Invalid value for Policy: got '100000 characters', accepts at most 20480 characters",
        ),
    ],
)
def test_what_is_no_policy_is_refused_and_changes_nothing(
    backup: Any, text: str, message: str
) -> None:
    put(backup, ALL)
    asked = {**NIGHTLY, "Policy": text}
    assert refused(backup, "put_backup_vault_access_policy", **asked) == (INVALID, message)
    assert policy_of(backup) == document(ALL)


def test_a_policy_may_be_long_and_deep_without_harm(backup: Any) -> None:
    for text in ("[" * 20_000, '{"a":' * 4_000, "{" * 20_480):
        asked = {**NIGHTLY, "Policy": text}
        assert refused(backup, "put_backup_vault_access_policy", **asked)[0] == INVALID


class TestAnAllowForOthers:
    """AWS Backup shares nothing but copies into a vault, and was seen to refuse what allows more."""

    @pytest.mark.parametrize(
        "principal", [OTHER, f"arn:aws:iam::{OTHER}:root", f"arn:aws:iam::{OTHER}:role/restore"]
    )
    def test_is_refused_of_another_account(self, backup: Any, principal: str) -> None:
        asked = {
            **NIGHTLY,
            "Policy": document(
                ALL, allow({"AWS": principal}, "CopyIntoBackupVault", "StartRestoreJob")
            ),
        }
        assert denied(backup, "put_backup_vault_access_policy", **asked) == RESTRICTIONS
        code, _ = refused(backup, "get_backup_vault_access_policy", **NIGHTLY)
        assert code == "ResourceNotFoundException"

    def test_is_accepted_of_copies(self, backup: Any) -> None:
        put(backup, allow({"AWS": OTHER}, "CopyIntoBackupVault"))

    def test_is_refused_of_everybody_in_the_vault_of_efs(self, mocked_backup: Any) -> None:
        from moto_backup_summaries import load_jobs

        name = "aws/efs/automatic-backup-vault"
        load_jobs({"BackupJobs": [{"BackupVaultName": name}]})
        policy = {
            "BackupVaultName": name,
            "Policy": document(allow({"AWS": "*"}, "DeleteBackupVaultAccessPolicy")),
        }
        assert denied(mocked_backup, "put_backup_vault_access_policy", **policy) == RESTRICTIONS
        of_root = allow({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "DeleteBackupVaultAccessPolicy")
        put(mocked_backup, of_root, BackupVaultName=name)

    def test_is_accepted_of_everybody_in_other_vaults(self, backup: Any) -> None:
        put(backup, allow("*", "DescribeBackupVault"))


@pytest.mark.parametrize(
    ("statement", "remark"),
    [
        (
            deny(
                "DeleteRecoveryPoint", Condition={"Bool": {"aws:MultiFactorAuthPresent": "false"}}
            ),
            "Policy.Statement[0] never applies: Bool of aws:MultiFactorAuthPresent is not understood",
        ),
        (
            deny("DeleteRecoveryPoint", "DeleteBackupVault", Resource=vault_arn("nightly")),
            "Policy.Statement[0]: backup:deleterecoverypoint is asked about the ARNs of recovery points, "
            f"which {vault_arn('nightly')} does not match",
        ),
        (
            deny("ListBackupJobs"),
            "Policy.Statement[0]: AWS Backup does not ask policies of vaults about backup:listbackupjobs",
        ),
    ],
)
def test_what_does_nothing_is_said_once_when_it_is_put(
    vault: Any, caplog: pytest.LogCaptureFixture, statement: Any, remark: str
) -> None:
    with caplog.at_level(logging.WARNING, "moto_backup_summaries"):
        put(vault, statement)
        vault.describe_backup_vault(**NIGHTLY)
        vault.list_backup_jobs()
    assert caplog.messages == [f"the access policy of vault nightly: {remark}"]


# What programs do with policies, in their order, by their public code.


def test_terraform_reads_what_it_has_put_and_finds_it_gone(backup: Any) -> None:
    """aws_backup_vault_policy, with the policy of its acceptance tests."""
    operations = (
        "DescribeBackupVault",
        "DeleteBackupVault",
        "PutBackupVaultAccessPolicy",
        "DeleteBackupVaultAccessPolicy",
        "GetBackupVaultAccessPolicy",
        "StartBackupJob",
        "GetBackupVaultNotifications",
        "PutBackupVaultNotifications",
    )
    root = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    statement = {
        "Sid": "default",
        **allow(root, *operations),
        "Resource": vault_arn("nightly"),
    }
    text = json.dumps({"Id": "default", "Statement": [statement], "Version": "2012-10-17"})
    for policy in (text, text.replace("default", "updated")):
        backup.put_backup_vault_access_policy(**NIGHTLY, Policy=policy)
        assert policy_of(backup) == policy
    backup.delete_backup_vault_access_policy(**NIGHTLY)
    code, _ = refused(backup, "get_backup_vault_access_policy", **NIGHTLY)
    assert code == "ResourceNotFoundException"
    # Where somebody has deleted the vault before.
    backup.delete_backup_vault(**NIGHTLY)
    for operation in ("get", "delete"):
        code, _ = refused(backup, f"{operation}_backup_vault_access_policy", **NIGHTLY)
        assert code == "ResourceNotFoundException"


def test_terraform_repeats_what_names_a_role_that_iam_does_not_know_yet(vault: Any) -> None:
    """It waits for a part of AWS's message; a role need not exist here, so a test says that it is refused."""
    fail_operation(
        "PutBackupVaultAccessPolicy",
        code=INVALID,
        message="Provided principal is not valid: …",
        times=1,
    )
    client, of_role = client_of(config=ONCE), f"arn:aws:iam::{ACCOUNT}:role/new"
    statement = deny("DeleteRecoveryPoint", Principal={"AWS": of_role})
    with pytest.raises(client.exceptions.InvalidParameterValueException) as caught:
        put(client, statement)
    assert "Provided principal is not valid" in str(caught.value)
    put(client, statement)
    assert policy_of(client) == document(statement)


# What AWS's vault of EFS has.
OF_EFS = deny(
    "DeleteBackupVault",
    "DeleteBackupVaultAccessPolicy",
    "DeleteRecoveryPoint",
    "StartCopyJob",
    "StartRestoreJob",
    "UpdateRecoveryPointLifecycle",
    Principal={"AWS": "*"},
)


def test_aws_nuke_replaces_a_policy_that_denies_its_own_deletion(backup: Any) -> None:
    put(backup, OF_EFS)
    backup.create_backup_vault(BackupVaultName="open")
    for vault in backup.list_backup_vaults(MaxResults=100)["BackupVaultList"]:
        name = {"BackupVaultName": vault["BackupVaultName"]}
        try:
            backup.get_backup_vault_access_policy(**name)
        except backup.exceptions.ResourceNotFoundException:
            continue
        assert denied(backup, "delete_backup_vault_access_policy", **name) == (
            f"User: arn:aws:iam::{ACCOUNT}:root is not authorized to perform: "
            f"backup:DeleteBackupVaultAccessPolicy on resource: {vault_arn('nightly')} with an explicit "
            "deny in a resource-based policy"
        )
        of_root = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
        put(backup, allow(of_root, "DeleteBackupVaultAccessPolicy"), **name)
        backup.delete_backup_vault_access_policy(**name)
        backup.delete_backup_vault(**name)
    names = [vault["BackupVaultName"] for vault in backup.list_backup_vaults()["BackupVaultList"]]
    assert names == ["open"]


def test_custodian_finds_vaults_that_others_may_copy_into(backup: Any) -> None:
    """The cross-account filter of c7n: it passes over vaults without a policy."""
    backup.create_backup_vault(BackupVaultName="open")
    put(backup, allow({"AWS": f"arn:aws:iam::{OTHER}:root"}, "CopyIntoBackupVault"))
    found = {}
    for vault in backup.list_backup_vaults()["BackupVaultList"]:
        try:
            policy = json.loads(policy_of(backup, vault["BackupVaultName"]))
        except backup.exceptions.ResourceNotFoundException:
            continue
        found[vault["BackupVaultName"]] = policy["Statement"][0]["Principal"]["AWS"]
    assert found == {"nightly": f"arn:aws:iam::{OTHER}:root"}


def test_steampipe_compares_what_an_absent_policy_is_answered_with(backup: Any) -> None:
    _, message = refused(backup, "get_backup_vault_access_policy", **NIGHTLY)
    assert (
        message
        == f"Backup Vault arn:aws:backup:{REGION}:{ACCOUNT}:backup-vault:nightly has no associated POLICY"
    )
