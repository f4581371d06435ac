"""Vaults and their locks, which moto answers, as AWS answers them."""

from typing import Any

import pytest
from moto import mock_aws

from truth.calls import (
    ACCOUNT,
    AS_AWS,
    DAY,
    KEY,
    NOW,
    REGION,
    ROLE,
    at,
    aws,
    backed_up,
    document,
    point_of,
    points,
    raw,
    refusal,
)

INVALID = "InvalidParameterValueException"
ABSENT = "ResourceNotFoundException"
DENIED = "AccessDeniedException"
STRANGER = "111122223333"


def vault(client: Any, name: str = "nightly") -> dict[str, Any]:
    answer: dict[str, Any] = client.describe_backup_vault(BackupVaultName=name)
    return answer


def names(client: Any, **asked: Any) -> list[str]:
    found = client.list_backup_vaults(**asked)["BackupVaultList"]
    return [one["BackupVaultName"] for one in found]


class TestAName:
    @pytest.mark.parametrize("name", ["v", "v" * 51, "my vault", "my.vault", "vault!"])
    def test_that_aws_does_not_allow_is_refused(self, client: Any, name: str) -> None:
        assert refusal(client, "create_backup_vault", BackupVaultName=name) == INVALID
        assert names(client) == ["nightly"]

    @pytest.mark.parametrize("name", ["v1", "v" * 50, "My_vault-2"])
    def test_that_aws_allows_is_taken(self, client: Any, name: str) -> None:
        client.create_backup_vault(BackupVaultName=name)
        assert vault(client, name)["BackupVaultName"] == name

    def test_is_decoded_as_it_comes_in_a_path(self, fresh_server: str) -> None:
        status, _, answer = raw(f"{fresh_server}/backup-vaults/my%2Dvault", "PUT", b"{}")
        assert (status, answer["BackupVaultName"]) == (200, "my-vault")


class TestTheKey:
    def test_that_nobody_gave_is_the_accounts_own(self, client: Any) -> None:
        arn = vault(client)["EncryptionKeyArn"]
        assert arn.startswith(f"arn:aws:kms:{REGION}:{ACCOUNT}:key/")

    def test_is_one_for_all_vaults_of_a_region(self, client: Any) -> None:
        client.create_backup_vault(BackupVaultName="second")
        assert vault(client, "second")["EncryptionKeyArn"] == vault(client)["EncryptionKeyArn"]

    def test_is_another_in_another_region(self, client: Any, far: Any) -> None:
        arn = vault(far, "far")["EncryptionKeyArn"]
        assert arn.startswith(f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/")

    def test_is_the_key_of_a_recovery_point(self, client: Any) -> None:
        point = point_of(client, backed_up(client)["RecoveryPointArn"])
        assert point["IsEncrypted"] is True
        assert point["EncryptionKeyArn"] == vault(client)["EncryptionKeyArn"]

    def test_that_somebody_gave_is_told(self, client: Any) -> None:
        client.create_backup_vault(BackupVaultName="own", EncryptionKeyArn=KEY)
        told = vault(client, "own")
        assert told["EncryptionKeyArn"] == KEY
        assert told["EncryptionKeyType"] == "CUSTOMER_MANAGED_KMS_KEY"

    def test_is_named_by_its_arn(self, client: Any) -> None:
        asked = {"BackupVaultName": "own", "EncryptionKeyArn": "my-key"}
        assert refusal(client, "create_backup_vault", **asked) == "InvalidParameterValueException"
        assert len(client.list_backup_vaults()["BackupVaultList"]) == 1


@pytest.mark.parametrize("how", ["described", "listed"])
def test_a_new_vault_is_told_with_what_it_is(client: Any, how: str) -> None:
    (listed,) = client.list_backup_vaults()["BackupVaultList"]
    told = vault(client) if how == "described" else listed
    assert told["NumberOfRecoveryPoints"] == 0
    assert told["VaultType"] == "BACKUP_VAULT"
    assert "VaultState" not in told


class TestAnAbsentVault:
    def test_is_not_found(self, client: Any) -> None:
        assert refusal(client, "describe_backup_vault", BackupVaultName="none") == ABSENT

    @pytest.mark.parametrize(
        "operation", ["describe_backup_vault", "put_backup_vault_lock_configuration"]
    )
    def test_is_denied_where_aws_answers_are_wanted(self, operation: str) -> None:
        with mock_aws(config=AS_AWS):
            client = aws("backup")
            with pytest.raises(client.exceptions.ClientError) as caught:
                getattr(client, operation)(BackupVaultName="none")
        answer = caught.value.response
        assert answer["Error"]["Code"] == DENIED
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == 403

    def test_is_not_deleted(self, client: Any) -> None:
        assert refusal(client, "delete_backup_vault", BackupVaultName="none") == DENIED

    def test_is_gone_once_it_is_deleted(self, client: Any) -> None:
        client.delete_backup_vault(BackupVaultName="nightly")
        assert refusal(client, "delete_backup_vault", BackupVaultName="nightly") == DENIED


class TestARequestThatIsRepeated:
    def test_is_answered_as_at_first(self, client: Any) -> None:
        asked = {"BackupVaultName": "second", "CreatorRequestId": "once"}
        first = client.create_backup_vault(**asked)
        again = client.create_backup_vault(**asked)
        members = ("BackupVaultName", "BackupVaultArn", "CreationDate")
        assert [again[name] for name in members] == [first[name] for name in members]
        assert names(client).count("second") == 1

    def test_by_another_is_refused_with_what_is_there(self, client: Any) -> None:
        client.create_backup_vault(BackupVaultName="second", CreatorRequestId="once")
        with pytest.raises(client.exceptions.AlreadyExistsException) as caught:
            client.create_backup_vault(BackupVaultName="second", CreatorRequestId="twice")
        answer = caught.value.response
        assert answer["Arn"] == vault(client, "second")["BackupVaultArn"]
        assert answer["CreatorRequestId"] == "once"


class TestAList:
    @pytest.fixture(autouse=True)
    def three(self, client: Any) -> None:
        for name in ("second", "third"):
            client.create_backup_vault(BackupVaultName=name)

    @pytest.mark.parametrize(
        ("asked", "number"),
        [
            ({"ByVaultType": "BACKUP_VAULT"}, 3),
            ({"ByVaultType": "LOGICALLY_AIR_GAPPED_BACKUP_VAULT"}, 0),
            ({"ByShared": True}, 0),
            ({"ByShared": False}, 3),
        ],
    )
    def test_shows_what_it_is_asked_for(
        self, client: Any, asked: dict[str, Any], number: int
    ) -> None:
        assert len(names(client, **asked)) == number

    def test_comes_in_pages(self, client: Any) -> None:
        paginator = client.get_paginator("list_backup_vaults")
        pages = list(paginator.paginate(PaginationConfig={"PageSize": 2}))
        found = [[one["BackupVaultName"] for one in page["BackupVaultList"]] for page in pages]
        assert [len(page) for page in found] == [2, 1]
        assert sorted(found[0] + found[1]) == ["nightly", "second", "third"]
        assert "NextToken" not in pages[-1]


@pytest.mark.parametrize(
    "operation",
    [
        "describe_backup_vault",
        "list_recovery_points_by_backup_vault",
        "list_protected_resources_by_backup_vault",
    ],
)
class TestTheVaultOfAnAccount:
    def test_is_this_ones_by_its_id(self, client: Any, operation: str) -> None:
        asked = {"BackupVaultName": "nightly", "BackupVaultAccountId": ACCOUNT}
        assert getattr(client, operation)(**asked)

    def test_is_not_this_ones_by_another_id(self, client: Any, operation: str) -> None:
        asked = {"BackupVaultName": "nightly", "BackupVaultAccountId": STRANGER}
        assert refusal(client, operation, **asked) in (ABSENT, "AccessDeniedException", INVALID)


def test_a_point_is_not_found_in_the_vault_of_another_account(client: Any) -> None:
    asked = {"BackupVaultName": "nightly", "BackupVaultAccountId": STRANGER}
    asked["RecoveryPointArn"] = backed_up(client)["RecoveryPointArn"]
    code = refusal(client, "describe_recovery_point", **asked)
    assert code in (ABSENT, "AccessDeniedException", INVALID)


@pytest.mark.parametrize("token", ["two words", "x" * 51, "é"])
def test_the_id_of_a_request_has_no_more_than_50_plain_characters(client: Any, token: str) -> None:
    selection = {"SelectionName": "s", "IamRoleArn": ROLE, "Resources": ["*"]}
    plan_id = client.create_backup_plan(BackupPlan=document())["BackupPlanId"]
    for operation, asked in {
        "create_backup_vault": {"BackupVaultName": "other"},
        "create_backup_plan": {"BackupPlan": document(name="other")},
        "create_backup_selection": {"BackupPlanId": plan_id, "BackupSelection": selection},
    }.items():
        assert refusal(client, operation, **asked, CreatorRequestId=token) == INVALID


class TestALock:
    def lock(self, client: Any, **days: int) -> None:
        client.put_backup_vault_lock_configuration(BackupVaultName="nightly", **days)

    @pytest.mark.parametrize(
        "days",
        [
            {"ChangeableForDays": 2},
            {"ChangeableForDays": 36_501},
            {"ChangeableForDays": 40_000},
            {"ChangeableForDays": 10**9},
            {"MinRetentionDays": 0},
            {"MinRetentionDays": 36_501},
            {"MinRetentionDays": 40_000},
            {"MaxRetentionDays": 0},
            {"MaxRetentionDays": 36_501},
        ],
        ids=str,
    )
    def test_out_of_its_range_is_refused(self, client: Any, days: dict[str, int]) -> None:
        asked = {"BackupVaultName": "nightly", **days}
        assert refusal(client, "put_backup_vault_lock_configuration", **asked) == INVALID
        assert not vault(client).get("Locked")

    def test_may_be_of_all_that_aws_allows(self, client: Any) -> None:
        self.lock(client, MinRetentionDays=1, MaxRetentionDays=36_500, ChangeableForDays=3)
        told = vault(client)
        assert (told["Locked"], told["LockDate"]) == (True, NOW + 3 * DAY)

    def test_without_a_date_has_none(self, client: Any) -> None:
        self.lock(client, MinRetentionDays=1)
        assert "LockDate" not in vault(client)

    def test_that_is_put_again_without_a_date_loses_it(self, client: Any) -> None:
        self.lock(client, MinRetentionDays=1, ChangeableForDays=3)
        self.lock(client, MinRetentionDays=1)
        assert "LockDate" not in vault(client)

    def test_without_a_date_can_be_taken_away_for_ever(self, clock: Any, client: Any) -> None:
        self.lock(client, MinRetentionDays=1, ChangeableForDays=3)
        self.lock(client, MinRetentionDays=1)
        clock.shift(30 * DAY)
        client.delete_backup_vault_lock_configuration(BackupVaultName="nightly")
        assert not vault(client).get("Locked")

    def test_is_told_of_the_vaults_jobs(self, client: Any) -> None:
        assert backed_up(client)["VaultLockState"] == "UNLOCKED"
        self.lock(client, MinRetentionDays=1)
        assert backed_up(client)["VaultLockState"] == "LOCKED"


def test_what_is_answered_as_aws_does_is_gone_with_the_plugin() -> None:
    from moto_backup_summaries import register, unregister

    unregister()
    try:
        with at(NOW), mock_aws():
            client = aws("backup")
            client.create_backup_vault(BackupVaultName="v")
            client.delete_backup_vault(BackupVaultName="none")
            assert names(client) == ["v"]
    finally:
        register()


def test_a_vault_comes_back_empty(client: Any) -> None:
    point = backed_up(client)["RecoveryPointArn"]
    client.delete_recovery_point(BackupVaultName="nightly", RecoveryPointArn=point)
    client.delete_backup_vault(BackupVaultName="nightly")
    client.create_backup_vault(BackupVaultName="nightly")
    assert points(client) == []
