"""Tables of DynamoDB: what their backups leave, and the items that restores bring back."""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from calls import FAR, arn, backed_up, copied, leave_tables_to_dynamodb
from contents import KEYS, create_table, ended, restore_undone, restored
from moto.dynamodb.models import dynamodb_backends
from support import ACCOUNT, REGION, client_of

INTO = {"targetTableName": "drill"}
ORDERS = arn("dynamodb", "table/orders")


@pytest.fixture
def dynamodb(vault: Any) -> Any:
    return client_of("dynamodb")


def key(number: int, keys: int = 1) -> dict[str, Any]:
    return {name: {"S": f"{name}{number}"} for name in list(KEYS)[:keys]}


def put(dynamodb: Any, number: int, value: str, keys: int = 1, name: str = "orders") -> None:
    dynamodb.put_item(TableName=name, Item={**key(number, keys), "value": {"S": value}})


def update(dynamodb: Any, number: int, value: str, keys: int = 1) -> None:
    dynamodb.update_item(
        TableName="orders",
        Key=key(number, keys),
        UpdateExpression="SET #v = :v",
        ExpressionAttributeNames={"#v": "value"},
        ExpressionAttributeValues={":v": {"S": value}},
    )


def items(dynamodb: Any, name: str = "orders") -> dict[str, str]:
    """The values of all items, by their ids."""
    found = dynamodb.scan(TableName=name)["Items"]
    return {item["id"]["S"]: item["value"]["S"] for item in found}


def change_all(dynamodb: Any, keys: int) -> None:
    """Put anew, update, delete and add."""
    put(dynamodb, 1, "put anew", keys)
    update(dynamodb, 2, "updated", keys)
    update(dynamodb, 2, "updated twice", keys)
    dynamodb.delete_item(TableName="orders", Key=key(3, keys))
    put(dynamodb, 4, "new", keys)
    update(dynamodb, 5, "newer", keys)


@pytest.mark.parametrize("keys", [1, 2])
class TestItems:
    @pytest.fixture(autouse=True)
    def orders(self, dynamodb: Any, keys: int) -> None:
        create_table(dynamodb, keys=keys)
        for number in range(1, 4):
            put(dynamodb, number, "first", keys)

    def test_are_restored_as_they_were(self, vault: Any, dynamodb: Any, keys: int) -> None:
        point, before = backed_up(vault, ResourceArn=ORDERS), items(dynamodb)
        change_all(dynamodb, keys)
        assert items(dynamodb) == {
            "id1": "put anew",
            "id2": "updated twice",
            "id4": "new",
            "id5": "newer",
        }
        job = restored(vault, point, Metadata=INTO)
        assert job["CreatedResourceArn"] == arn("dynamodb", "table/drill")
        assert items(dynamodb, "drill") == before

    def test_are_those_of_each_of_several_backups(
        self, vault: Any, dynamodb: Any, keys: int
    ) -> None:
        backups = []
        for round_number in range(4):
            put(dynamodb, 1, f"round {round_number}", keys)
            update(dynamodb, 10 + round_number, "of this round", keys)
            backups.append((backed_up(vault, ResourceArn=ORDERS), items(dynamodb)))
        dynamodb.delete_item(TableName="orders", Key=key(10, keys))
        for number, (point, then) in enumerate(backups):
            restored(vault, point, Metadata={"targetTableName": f"drill{number}"})
            assert items(dynamodb, f"drill{number}") == then

    def test_are_those_of_then_after_a_transaction_that_failed(
        self, vault: Any, dynamodb: Any, keys: int
    ) -> None:
        point, before = backed_up(vault, ResourceArn=ORDERS), items(dynamodb)
        entry = {"TableName": "orders", "Item": {**key(1, keys), "value": {"S": "half"}}}
        absent = {
            "TableName": "orders",
            "Key": key(9, keys),
            "ConditionExpression": "attribute_exists(id)",
        }
        with pytest.raises(ClientError):
            dynamodb.transact_write_items(
                TransactItems=[{"Put": entry}, {"ConditionCheck": absent}]
            )
        assert items(dynamodb) == before
        change_all(dynamodb, keys)
        later, then = backed_up(vault, ResourceArn=ORDERS), items(dynamodb)
        put(dynamodb, 1, "last", keys)
        restored(vault, point, Metadata=INTO)
        restored(vault, later, Metadata={"targetTableName": "later"})
        assert (items(dynamodb, "drill"), items(dynamodb, "later")) == (before, then)

    def test_outlive_their_table(self, vault: Any, dynamodb: Any, keys: int) -> None:
        point, before = backed_up(vault, ResourceArn=ORDERS), items(dynamodb)
        dynamodb.delete_table(TableName="orders")
        restored(vault, point, Metadata={"targetTableName": "orders"})
        assert items(dynamodb) == before

    def test_of_the_restored_table_are_its_own(self, vault: Any, dynamodb: Any, keys: int) -> None:
        restored(vault, backed_up(vault, ResourceArn=ORDERS), Metadata=INTO)
        update(dynamodb, 1, "of the source", keys)
        put(dynamodb, 2, "of the drill", keys, "drill")
        assert (items(dynamodb)["id2"], items(dynamodb, "drill")["id1"]) == ("first", "first")

    def test_of_statements_and_batches_are_kept_too(
        self, vault: Any, dynamodb: Any, keys: int
    ) -> None:
        point, before = backed_up(vault, ResourceArn=ORDERS), items(dynamodb)
        dynamodb.execute_statement(Statement="UPDATE orders SET value='stated' WHERE id='id1'")
        dynamodb.batch_write_item(
            RequestItems={"orders": [{"DeleteRequest": {"Key": key(2, keys)}}]}
        )
        assert items(dynamodb) != before
        restored(vault, point, Metadata=INTO)
        assert items(dynamodb, "drill") == before

    def test_are_counted_by_what_changed(self, vault: Any, dynamodb: Any, keys: int) -> None:
        """However large a table is: of so many backups each has what changed until the next."""
        contents = []
        for number in range(1, 51):
            backed_up(vault, ResourceArn=ORDERS)
            contents.append(
                dynamodb_backends[ACCOUNT][REGION].tables["orders"].latest_backup_content()
            )
            update(dynamodb, 1, f"change {number}", keys)
            update(dynamodb, 1, f"another {number}", keys)
        assert [len(content.before) for content in contents] == [1] * 50

    def test_that_are_refused_change_nothing(self, vault: Any, dynamodb: Any, keys: int) -> None:
        point, before = backed_up(vault, ResourceArn=ORDERS), items(dynamodb)
        with pytest.raises(ClientError):
            dynamodb.update_item(TableName="orders", Key={"wrong": {"S": "key"}})
        with pytest.raises(ClientError):
            dynamodb.put_item(TableName="orders", Item={"wrong": {"S": "key"}})
        restored(vault, point, Metadata=INTO)
        assert items(dynamodb, "drill") == items(dynamodb) == before


class TestARestoredTable:
    def test_has_the_configuration_of_then(self, vault: Any, dynamodb: Any) -> None:
        index = {
            "IndexName": "by_line",
            "KeySchema": [{"AttributeName": "line", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"},
        }
        names = [{"AttributeName": name, "AttributeType": "S"} for name in KEYS]
        create_table(dynamodb, AttributeDefinitions=names, GlobalSecondaryIndexes=[index])
        point = backed_up(vault, ResourceArn=ORDERS)
        source = dynamodb.describe_table(TableName="orders")["Table"]
        dynamodb.update_table(
            TableName="orders", GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "by_line"}}]
        )
        restored(vault, point, Metadata=INTO)
        made = dynamodb.describe_table(TableName="drill")["Table"]
        for name in (
            "KeySchema",
            "AttributeDefinitions",
            "GlobalSecondaryIndexes",
            "BillingModeSummary",
        ):
            assert made[name] == source[name]
        assert made["RestoreSummary"]["SourceBackupArn"] == point
        assert made["RestoreSummary"]["SourceTableArn"] == ORDERS
        assert "SSEDescription" not in made

    def test_is_encrypted_and_protected_as_its_metadata_say(
        self, vault: Any, dynamodb: Any
    ) -> None:
        create_table(dynamodb)
        point, key_arn = backed_up(vault, ResourceArn=ORDERS), "arn:aws:kms:us-east-1:1:key/k"
        into = {"encryptionType": "KMS", "deletionProtection": "true"}
        restored(vault, point, Metadata={**INTO, **into, "kmsMasterKeyArn": key_arn})
        restored(vault, point, Metadata={"targetTableName": "other", "encryptionType": "KMS"})
        made = dynamodb.describe_table(TableName="drill")["Table"]
        assert made["SSEDescription"]["KMSMasterKeyArn"] == key_arn
        assert made["DeletionProtectionEnabled"] is True
        other = dynamodb.describe_table(TableName="other")["Table"]
        assert f":{REGION}:{ACCOUNT}:key/" in other["SSEDescription"]["KMSMasterKeyArn"]
        assert other["DeletionProtectionEnabled"] is False

    def test_has_the_tags_of_the_backup_if_it_is_to(self, vault: Any, dynamodb: Any) -> None:
        create_table(dynamodb, Tags=[{"Key": "team", "Value": "data"}])
        point = backed_up(vault, ResourceArn=ORDERS)
        restored(vault, point, Metadata=INTO, CopySourceTagsToRestoredResource=True)
        restored(vault, point, Metadata={"targetTableName": "bare"})
        tags = [
            dynamodb.list_tags_of_resource(ResourceArn=arn("dynamodb", f"table/{name}"))["Tags"]
            for name in ("drill", "bare")
        ]
        assert tags == [[{"Key": "team", "Value": "data"}], []]

    @pytest.mark.parametrize("name", ["orders", "a/b", "ab", ""])
    def test_is_none_where_the_name_is_taken_or_none(
        self, vault: Any, dynamodb: Any, name: str
    ) -> None:
        create_table(dynamodb)
        point = backed_up(vault, ResourceArn=ORDERS)
        job = restored(
            vault, point, Metadata={"targetTableName": name, "encryptionType": "Default"}
        )
        messages = {"orders": "Table already exists: orders"}
        assert ended(job) == ("FAILED", messages.get(name, "Restore metadata is invalid."))
        assert dynamodb.list_tables()["TableNames"] == ["orders"]

    def test_is_undone_where_its_request_fails(self, vault: Any, dynamodb: Any) -> None:
        create_table(dynamodb)
        point = backed_up(vault, ResourceArn=ORDERS)
        restore_undone(vault, point, lambda: items(dynamodb, "drill") == {}, Metadata=INTO)
        assert dynamodb.list_tables()["TableNames"] == ["orders"]

    def test_of_a_copy_is_in_its_region(self, vault: Any, dynamodb: Any) -> None:
        create_table(dynamodb)
        put(dynamodb, 1, "then")
        far = client_of("backup", FAR)
        far.create_backup_vault(BackupVaultName="far")
        copy = copied(vault, backed_up(vault, ResourceArn=ORDERS))
        put(dynamodb, 1, "now")
        restored(far, copy["DestinationRecoveryPointArn"], Metadata=INTO)
        assert items(client_of("dynamodb", FAR), "drill") == {"id1": "then"}
        assert dynamodb.list_tables()["TableNames"] == ["orders"]


class TestABackupThatIsLeftToDynamodb:
    @pytest.fixture
    def point(self, vault: Any, dynamodb: Any) -> str:
        leave_tables_to_dynamodb(vault)
        create_table(dynamodb)
        put(dynamodb, 1, "then")
        return backed_up(vault, ResourceArn=ORDERS)

    def test_is_one_of_moto(self, dynamodb: Any, point: str) -> None:
        put(dynamodb, 2, "now")
        (listed,) = dynamodb.list_backups(TableName="orders")["BackupSummaries"]
        assert (listed["BackupArn"], listed["BackupType"]) == (point, "AWS_BACKUP")
        told = dynamodb.describe_backup(BackupArn=point)["BackupDescription"]
        assert told["SourceTableDetails"]["ItemCount"] == 1
        dynamodb.restore_table_from_backup(TargetTableName="drill", BackupArn=point)
        assert items(dynamodb, "drill") == {"id1": "then"}

    def test_goes_with_its_recovery_point_and_not_by_dynamodb(
        self, vault: Any, dynamodb: Any, point: str
    ) -> None:
        with pytest.raises(ClientError, match="AWS Backup"):
            dynamodb.delete_backup(BackupArn=point)
        assert len(dynamodb.list_backups()["BackupSummaries"]) == 1
        vault.delete_recovery_point(BackupVaultName="nightly", RecoveryPointArn=point)
        assert dynamodb.list_backups()["BackupSummaries"] == []

    def test_may_be_gone_before_its_recovery_point(
        self, vault: Any, dynamodb: Any, point: str
    ) -> None:
        dynamodb_backends[ACCOUNT][REGION].reset()
        vault.delete_recovery_point(BackupVaultName="nightly", RecoveryPointArn=point)
        listed = vault.list_recovery_points_by_backup_vault(BackupVaultName="nightly")
        assert listed["RecoveryPoints"] == []

    def test_is_listed_once_beside_those_that_dynamodb_made(
        self, vault: Any, dynamodb: Any, point: str
    ) -> None:
        own = dynamodb.create_backup(TableName="orders", BackupName="own")["BackupDetails"]
        listed = vault.list_recovery_points_by_resource(ResourceArn=ORDERS)["RecoveryPoints"]
        assert {row["RecoveryPointArn"] for row in listed} == {point, own["BackupArn"]}
        assert len(listed) == 2
        dynamodb.delete_backup(BackupArn=own["BackupArn"])
        assert len(dynamodb.list_backups()["BackupSummaries"]) == 1

    def test_is_restored_by_aws_backup_too(self, vault: Any, dynamodb: Any, point: str) -> None:
        put(dynamodb, 1, "now")
        restored(vault, point, Metadata=INTO)
        assert items(dynamodb, "drill") == {"id1": "then"}


def test_a_table_that_nobody_backs_up_keeps_nothing(vault: Any, dynamodb: Any) -> None:
    create_table(dynamodb)
    update(dynamodb, 1, "value")
    assert not hasattr(dynamodb_backends[ACCOUNT][REGION].tables["orders"], "latest_backup_content")


def test_what_nobody_holds_is_kept_for_nobody(vault: Any, dynamodb: Any) -> None:
    from moto_backup_summaries.backup.neighbours.contents.dynamodb import TableContent

    create_table(dynamodb)
    table = dynamodb_backends[ACCOUNT][REGION].tables["orders"]
    content = TableContent(table)
    del content
    update(dynamodb, 1, "value")
    assert table.latest_backup_content() is None


def test_a_table_without_backups_keeps_nothing_of_what_goes(vault: Any, dynamodb: Any) -> None:
    create_table(dynamodb)
    for number in (1, 2):
        put(dynamodb, number, "put")
    dynamodb.delete_item(TableName="orders", Key=key(1))
    point = backed_up(vault, ResourceArn=ORDERS)
    restored(vault, point, Metadata=INTO)
    assert items(dynamodb, "drill") == {"id2": "put"}
