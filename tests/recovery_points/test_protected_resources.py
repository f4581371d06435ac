"""Protected resources."""

from datetime import datetime, timezone
from typing import Any

import pytest
from calls import TABLE, start, volume
from support import frozen_at

from moto_backup_summaries import load_jobs

JANUARY = datetime(2026, 1, 5, tzinfo=timezone.utc)


@frozen_at(JANUARY)
def test_a_resource_is_protected_by_its_latest_recovery_point(mocked_backup: Any) -> None:
    load_jobs(
        {
            "BackupJobs": [
                {"ResourceArn": TABLE, "CreationDate": f"2026-01-0{day}"} for day in (1, 3, 2)
            ]
        }
    )
    described = mocked_backup.describe_protected_resource(ResourceArn=TABLE)
    assert described["LastBackupTime"].day == 3
    assert described["ResourceName"] == "orders"
    with pytest.raises(mocked_backup.exceptions.ResourceNotFoundException):
        mocked_backup.describe_protected_resource(ResourceArn=volume())


def test_protected_resources_are_listed_by_arn_in_pages(backup: Any) -> None:
    for name in ("vol-2", "vol-1", "vol-2", "vol-3"):
        start(backup, ResourceArn=volume(name))
    first = backup.list_protected_resources(MaxResults=2)
    second = backup.list_protected_resources(MaxResults=2, NextToken=first["NextToken"])
    found = [resource["ResourceArn"] for page in (first, second) for resource in page["Results"]]
    assert found == [volume(f"vol-{number}") for number in (1, 2, 3)]
    assert "NextToken" not in second


def test_protected_resources_of_a_vault_are_those_in_it(backup: Any) -> None:
    start(backup)
    backup.create_backup_vault(BackupVaultName="empty")
    list_them = backup.list_protected_resources_by_backup_vault
    assert len(list_them(BackupVaultName="nightly")["Results"]) == 1
    assert list_them(BackupVaultName="empty")["Results"] == []
    with pytest.raises(backup.exceptions.ResourceNotFoundException):
        list_them(BackupVaultName="none")
