"""GetRestoreTestingInferredMetadata: what a test would restore a recovery point with."""

from typing import Any

import pytest
from calls import TABLE, arn, backed_up, refused, volume
from support import ACCOUNT


def asked(point: str, **parameters: Any) -> dict[str, Any]:
    return {"BackupVaultName": "nightly", "RecoveryPointArn": point, **parameters}


def inferred(client: Any, resource: str) -> dict[str, str]:
    point = backed_up(client, ResourceArn=resource)
    answer = client.get_restore_testing_inferred_metadata(**asked(point))
    return dict(answer["InferredMetadata"])


def test_a_table_gets_a_new_name(backup: Any) -> None:
    metadata = inferred(backup, TABLE)
    assert metadata.pop("targetTableName").startswith("awsbackup-restore-test-")
    assert metadata == {"deletionProtection": "false", "encryptionType": "Default"}


def test_an_instance_that_moto_has_keeps_its_type(make_client: Any, backup: Any) -> None:
    ec2 = make_client(service="ec2")
    image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    (instance,) = ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1, InstanceType="t3.nano")[
        "Instances"
    ]
    metadata = inferred(backup, arn("ec2", f"instance/{instance['InstanceId']}"))
    assert metadata["instanceType"] == "t3.nano"


def test_a_volume_gets_a_zone_of_its_region(make_client: Any, backup: Any) -> None:
    zones = make_client(service="ec2").describe_availability_zones()["AvailabilityZones"]
    metadata = inferred(backup, volume())
    assert metadata["availabilityZone"] in [zone["ZoneName"] for zone in zones]


def test_the_vault_may_be_named_with_its_account(backup: Any) -> None:
    point = asked(backed_up(backup), BackupVaultAccountId=ACCOUNT)
    assert "encrypted" in backup.get_restore_testing_inferred_metadata(**point)["InferredMetadata"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"BackupVaultName": "absent"}, "ResourceNotFoundException"),
        ({"RecoveryPointArn": "arn:aws:ec2:us-east-1::snapshot/no"}, "ResourceNotFoundException"),
    ],
)
def test_what_is_absent_is_not_found(backup: Any, changed: dict[str, str], code: str) -> None:
    parameters = {**asked(backed_up(backup)), **changed}
    assert refused(backup, "get_restore_testing_inferred_metadata", **parameters)[0] == code


def test_a_type_that_is_never_tested_is_refused(backup: Any) -> None:
    point = backed_up(backup, ResourceArn=arn("timestream", "database/d/table/t"))
    code, message = refused(backup, "get_restore_testing_inferred_metadata", **asked(point))
    assert code == "InvalidParameterValueException"
    assert message.startswith(
        "Invalid value for RecoveryPointArn: its ResourceType: got 'Timestream'"
    )


@pytest.mark.parametrize(
    ("operation", "is_of_point"),
    [
        ("describe_backup_vault", False),
        ("list_recovery_points_by_backup_vault", False),
        ("list_protected_resources_by_backup_vault", False),
        ("describe_recovery_point", True),
        ("get_recovery_point_restore_metadata", True),
        ("get_restore_testing_inferred_metadata", True),
    ],
)
def test_an_account_has_twelve_digits(backup: Any, operation: str, is_of_point: bool) -> None:
    parameters = {"BackupVaultName": "nightly", "BackupVaultAccountId": "12345"}
    point = backed_up(backup)
    code, message = refused(
        backup, operation, **{**(asked(point) if is_of_point else {}), **parameters}
    )
    assert (code, message) == (
        "InvalidParameterValueException",
        "Invalid value for BackupVaultAccountId: got '12345', accepts an account id of 12 digits",
    )
