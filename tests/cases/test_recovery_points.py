"""Recovery points as AWS answered them. Above each test stands where that was recorded, and when."""

import re
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import arn, backed_up, copied, points, refused, vault_arn, volume
from support import ACCOUNT, REGION, client_of
from truth.calls import FILE_SYSTEM, disk, point_of

from cases.records import UUID, part

NOW = datetime(2026, 3, 1, 5, 6, 7, tzinfo=timezone.utc)
POINT = f"arn:aws:backup:{REGION}:{ACCOUNT}:recovery-point"
TIMESTREAM = arn("timestream", "database/metrics/table/hourly")
DSQL = arn("dsql", "cluster/foo0bar1baz2quux3quuux4abcd")


# turbot/steampipe-plugin-aws issue 2031, 2023-12, and pull request 2145, 2024-03;
# LibreMFG/bsmobm, its README; infrahouse/infrahouse-toolkit issue 232, 2026-05.
def test_a_file_systems_point_has_a_lower_case_uuid(vault: Any) -> None:
    assert re.fullmatch(f"{POINT}:{UUID}", backed_up(vault, ResourceArn=FILE_SYSTEM))


# nationalarchives/terraform-aws-immutable-aws-backup, 2025-07.
def test_a_buckets_point_tells_its_moment(nightly: Any) -> None:
    made = backed_up(nightly, ResourceArn="arn:aws:s3:::website-logs")
    assert re.fullmatch(f"{POINT}:website-logs-20260301050607-[0-9a-f]{{8}}", made)


# boto/boto3 issue 2260, 2020-01.
def test_a_volumes_point_names_no_account(vault: Any) -> None:
    assert re.fullmatch(f"arn:aws:ec2:{REGION}::snapshot/snap-[0-9a-f]{{17}}", backed_up(vault))


# Notes on a restore drill in a public repository, 2026-07.
@pytest.mark.parametrize(("of", "kind"), [("db", "snapshot"), ("cluster", "cluster-snapshot")])
def test_copies_of_databases_are_named_by_the_copy_job(vault: Any, of: str, kind: str) -> None:
    vault.create_backup_vault(BackupVaultName="copies")
    point = backed_up(vault, ResourceArn=arn("rds", f"{of}:orders"))
    assert re.fullmatch(f"arn:aws:rds:{REGION}:{ACCOUNT}:{kind}:awsbackup:job-{UUID}", point)
    copy = copied(vault, point, DestinationBackupVaultArn=vault_arn("copies"))
    made = f"arn:aws:rds:{REGION}:{ACCOUNT}:{kind}:awsbackup:copyjob-{UUID}"
    assert re.fullmatch(made, copy["DestinationRecoveryPointArn"])


# cloud-custodian/cloud-custodian test_timestream_consecutive_backup_count_filter, recorded 2024-05.
def test_a_table_of_timestream_is_named_with_its_database(vault: Any) -> None:
    backed_up(vault, ResourceArn=TIMESTREAM)
    (row,) = vault.list_recovery_points_by_resource(ResourceArn=TIMESTREAM)["RecoveryPoints"]
    assert row["ResourceName"] == "database/metrics/table/hourly"


# cloud-custodian/cloud-custodian test_timestream_consecutive_backup_count_filter, recorded 2024-05.
def test_a_resources_points_have_these_members(vault: Any) -> None:
    backed_up(vault, ResourceArn=TIMESTREAM)
    (row,) = vault.list_recovery_points_by_resource(ResourceArn=TIMESTREAM)["RecoveryPoints"]
    recorded = {
        "BackupSizeBytes": 0,
        "BackupVaultName": "nightly",
        "IsParent": False,
        "Status": "COMPLETED",
        "VaultType": "BACKUP_VAULT",
    }
    assert part(row, recorded) == recorded
    assert {"CreationDate", "EncryptionKeyArn", "RecoveryPointArn", "ResourceName"} <= set(row)


# cloud-custodian/cloud-custodian test_dynamodb_consecutive_backup_count_filter, recorded 2022-12.
def test_a_tables_own_backups_are_among_its_points(vault: Any) -> None:
    dynamodb = client_of("dynamodb")
    table = dynamodb.create_table(
        TableName="orders",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )["TableDescription"]["TableArn"]
    made = dynamodb.create_backup(TableName="orders", BackupName="own")["BackupDetails"]

    def listed(**asked: Any) -> list[str]:
        answer = vault.list_recovery_points_by_resource(ResourceArn=table, **asked)
        return [row["RecoveryPointArn"] for row in answer["RecoveryPoints"]]

    assert listed() == [made["BackupArn"]]
    assert listed(ManagedByAWSBackupOnly=True) == []


# cloudquery/cq-provider-aws issues 725 and 815, 2022; someengineering/fixinventory pull request 2119.
def test_tags_of_a_snapshot_are_an_error(vault: Any) -> None:
    code, _ = refused(vault, "list_tags", ResourceArn=backed_up(vault))
    assert code in ("ResourceNotFoundException", "InvalidParameterValueException")


# turbot/steampipe-plugin-aws issue 2031, 2023-12.
def test_tags_of_a_file_system_come_along(vault: Any) -> None:
    tags = [{"Key": "Name", "Value": "sample"}]
    made = client_of("efs").create_file_system(CreationToken="token", Tags=tags)
    point = backed_up(vault, ResourceArn=made["FileSystemArn"])
    assert vault.list_tags(ResourceArn=point)["Tags"] == {"Name": "sample"}


# turbot/steampipe-plugin-aws pull requests 705 and 1371, 2021 and 2022.
def test_a_backup_is_as_large_as_its_volume(vault: Any) -> None:
    backed_up(vault, ResourceArn=disk(size=1))
    (row,) = points(vault)
    assert (row["Status"], row["BackupSizeInBytes"]) == ("COMPLETED", 1_073_741_824)


# A suite of tests of the real service in a public repository.
def test_an_absent_recovery_point_is_not_found(vault: Any) -> None:
    absent = f"{POINT}:1eb3b5e7-9eb0-435a-a80b-108b488b0d45"
    asked = {"BackupVaultName": "nightly", "RecoveryPointArn": absent}
    code, message = refused(vault, "describe_recovery_point", **asked)
    assert code == "ResourceNotFoundException"
    assert message.startswith("Cannot find recovery point")


# A program for clusters of Aurora DSQL in a public repository, 2026-10.
def test_a_recovery_point_ends_so_many_days_after_it_was_made(vault: Any) -> None:
    point = backed_up(vault, ResourceArn=DSQL, Lifecycle={"DeleteAfterDays": 7})
    told = point_of(vault, point)
    assert told["CalculatedLifecycle"]["DeleteAt"] - told["CreationDate"] == timedelta(days=7)


# boto/boto3 issue 3573, 2023-02: 755 points were a first page, with the token of the next.
def test_each_page_goes_on_from_the_last(vault: Any) -> None:
    made = {backed_up(vault, ResourceArn=volume(f"vol-{number}")) for number in range(5)}
    pages = vault.get_paginator("list_recovery_points_by_backup_vault").paginate(
        BackupVaultName="nightly", PaginationConfig={"PageSize": 2}
    )
    listed = [[row["RecoveryPointArn"] for row in page["RecoveryPoints"]] for page in pages]
    assert [len(page) for page in listed] == [2, 2, 1]
    assert {point for page in listed for point in page} == made


# aws/aws-sdk-go-v2 issue 1912, 2022-11.
def test_points_of_a_snapshot_are_not_listed(vault: Any) -> None:
    snapshot = backed_up(vault)
    asked = {"BackupVaultName": "nightly", "ByResourceArn": snapshot}
    code, message = refused(vault, "list_recovery_points_by_backup_vault", **asked)
    assert code == "InvalidParameterValueException"
    assert message == f"Unsupported resource type: {snapshot}"


# boto/boto3 issue 2260, 2020-01: one a day, each a day older than the one before.
def test_points_of_a_resource_are_listed_from_the_newest(clock: Any, nightly: Any) -> None:
    for _ in range(3):
        backed_up(nightly)
        clock.shift(timedelta(days=1))
    listed = nightly.list_recovery_points_by_resource(ResourceArn=volume())["RecoveryPoints"]
    assert [row["CreationDate"] - NOW for row in listed] == [timedelta(days=n) for n in (2, 1, 0)]


# boto/boto3 issue 2260, 2020-01: snapshots that AWS Backup did not make have no vault and no key.
def test_a_volumes_own_snapshots_are_among_its_points(vault: Any) -> None:
    resource = disk(size=500)
    own = client_of("ec2").create_snapshot(VolumeId=resource.rpartition("/")[2])["SnapshotId"]
    made = backed_up(vault, ResourceArn=resource)
    listed = vault.list_recovery_points_by_resource(ResourceArn=resource)["RecoveryPoints"]
    rows = {row["RecoveryPointArn"]: row for row in listed}
    assert {*rows} == {made, f"arn:aws:ec2:{REGION}::snapshot/{own}"}
    row = rows[f"arn:aws:ec2:{REGION}::snapshot/{own}"]
    recorded = {
        "BackupSizeBytes": 500 * 1024**3,
        "BackupVaultName": None,
        "EncryptionKeyArn": None,
        "Status": "COMPLETED",
    }
    assert part(row, recorded) == recorded
