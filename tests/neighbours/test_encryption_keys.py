"""The key of `alias/aws/backup`, which moto's KMS has since a vault needed it.

https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html
"""

import json
import subprocess
import sys
from contextlib import suppress
from typing import Any

import pytest
from botocore.config import Config
from calls import FAR, refused
from failures import counting, failing_at
from moto import mock_aws
from support import ACCOUNT, REGION, MakeClient, client_of, new_client

from moto_backup_summaries import load_jobs, register, unregister
from moto_backup_summaries.backup.aws.identifiers import backup_key_arn

ALIAS = "alias/aws/backup"
OWN = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/11111111-2222-4333-8444-555555555555"


def described(kms: Any, key: str = ALIAS) -> dict[str, Any]:
    found: dict[str, Any] = kms.describe_key(KeyId=key)["KeyMetadata"]
    return found


def key_of(client: Any, vault: str = "nightly") -> str:
    return str(client.describe_backup_vault(BackupVaultName=vault)["EncryptionKeyArn"])


def test_a_vault_s_key_is_described_by_its_arn_its_id_and_its_alias(
    make_client: MakeClient, backup: Any
) -> None:
    kms, arn = make_client(service="kms"), key_of(backup)
    by_arn = described(kms, arn)
    of_alias = f"arn:aws:kms:{REGION}:{ACCOUNT}:{ALIAS}"
    for name in (arn.rpartition("/")[2], ALIAS, of_alias):
        assert described(kms, name) == by_arn
    assert (by_arn["Arn"], by_arn["KeyManager"], by_arn["KeyState"]) == (arn, "AWS", "Enabled")
    description = "Default key that protects my Backup data when no other key is defined"
    assert by_arn["Description"] == description


def test_its_alias_leads_to_it(make_client: MakeClient, backup: Any) -> None:
    """As cloud-custodian looks for the alias of a vault's key."""
    kms, arn = make_client(service="kms"), key_of(backup)
    (alias,) = kms.list_aliases(KeyId=arn.rpartition("/")[2])["Aliases"]
    assert (alias["AliasName"], alias["TargetKeyId"]) == (ALIAS, arn.rpartition("/")[2])
    assert [key["KeyArn"] for key in kms.list_keys()["Keys"]] == [arn]


def test_it_has_the_policy_of_a_key_of_aws_backup(make_client: MakeClient, backup: Any) -> None:
    kms, key = make_client(service="kms"), key_of(backup)
    policy = json.loads(kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"])
    assert policy["Id"] == "auto-backup-1"
    through_backup, metadata = policy["Statement"]
    assert through_backup["Condition"]["StringEquals"] == {
        "kms:CallerAccount": ACCOUNT,
        "kms:ViaService": f"backup.{REGION}.amazonaws.com",
    }
    assert metadata["Principal"] == {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    assert kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"] is True


def test_what_it_encrypts_it_decrypts(backup: Any, make_client: MakeClient) -> None:
    kms = make_client(service="kms")
    sealed = kms.encrypt(KeyId=ALIAS, Plaintext=b"hello")["CiphertextBlob"]
    assert kms.decrypt(CiphertextBlob=sealed)["Plaintext"] == b"hello"


def test_there_is_one_for_each_account_and_region(vault: Any) -> None:
    first = described(client_of("kms"))
    vault.create_backup_vault(BackupVaultName="second")
    assert described(client_of("kms")) == first
    far = client_of(region_name=FAR)
    far.create_backup_vault(BackupVaultName="far")
    assert described(client_of("kms", FAR))["Arn"] == key_of(far, "far") != first["Arn"]


def test_a_vault_with_a_key_of_its_own_needs_none(mocked_backup: Any) -> None:
    mocked_backup.create_backup_vault(BackupVaultName="own", EncryptionKeyArn=OWN)
    assert client_of("kms").list_keys()["Keys"] == []


def test_a_region_without_a_vault_has_none(mocked_backup: Any) -> None:
    mocked_backup.list_backup_vaults()
    with pytest.raises(client_of("kms").exceptions.NotFoundException):
        described(client_of("kms"))


def test_a_vault_that_loaded_jobs_need_has_it_too(mocked_backup: Any) -> None:
    load_jobs({"BackupJobs": [{}]})
    assert described(client_of("kms"))["Arn"] == key_of(mocked_backup, "Default")


def test_a_vault_that_could_not_be_made_needs_none(mocked_backup: Any) -> None:
    asked = {"BackupVaultName": "nightly", "BackupVaultTags": {"aws:mine": "no"}}
    refused(mocked_backup, "create_backup_vault", **asked)
    assert client_of("kms").list_keys()["Keys"] == []


def test_a_vault_that_fails_in_the_middle_leaves_none() -> None:
    with mock_aws(), counting() as calls:
        client_of().create_backup_vault(BackupVaultName="nightly")
    left = []
    for nth in range(calls[0] - 12, calls[0] + 1):
        with mock_aws():
            once = new_client(config=Config(retries={"max_attempts": 0}))
            with failing_at(nth), suppress(once.exceptions.ClientError):
                once.create_backup_vault(BackupVaultName="nightly")
            vaults, keys = once.list_backup_vaults(), client_of("kms").list_keys()
            left.append((len(vaults["BackupVaultList"]), len(keys["Keys"])))
    # At the very end, once the vault is made, there is nothing left to take back.
    assert (0, 0) in left
    assert {*left} <= {(0, 0), (1, 1)}


def test_an_alias_that_somebody_took_stays_theirs(mocked_backup: Any) -> None:
    """Moto lets tests make it, as some did while nobody else made it."""
    kms = client_of("kms")
    theirs = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName=ALIAS, TargetKeyId=theirs)
    mocked_backup.create_backup_vault(BackupVaultName="nightly")
    assert described(kms)["KeyId"] == theirs
    assert described(kms, key_of(mocked_backup))["KeyManager"] == "AWS"


def test_a_new_mock_has_none() -> None:
    for _ in range(2):
        with mock_aws():
            assert client_of("kms").list_keys()["Keys"] == []
            client_of().create_backup_vault(BackupVaultName="nightly")
            assert len(client_of("kms").list_keys()["Keys"]) == 1


def test_a_vault_of_moto_alone_gets_it_when_the_package_is_registered() -> None:
    unregister()
    try:
        with mock_aws():
            client_of().create_backup_vault(BackupVaultName="nightly")
            assert client_of("kms").list_keys()["Keys"] == []
            register()
            assert described(client_of("kms"))["Arn"] == key_of(client_of())
            unregister()
            assert described(client_of("kms"))["Arn"] == backup_key_arn(REGION, ACCOUNT)
            register()
            assert len(client_of("kms").list_keys()["Keys"]) == 1
    finally:
        register()


def test_nobody_loads_kms_who_makes_no_vault() -> None:
    program = """
import sys, boto3, moto_backup_summaries
from moto import mock_aws
with mock_aws():
    client = boto3.client("backup", region_name="us-east-1")
    client.list_backup_vaults()
    assert "moto.kms.models" not in sys.modules
    client.create_backup_vault(BackupVaultName="nightly")
    assert "moto.kms.models" in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True)
