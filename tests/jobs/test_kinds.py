"""All four kinds of job."""

from typing import Any

import pytest
from calls import copy, restore, rows, scan, start, total, volume


def test_a_chain_of_all_four_kinds_is_counted_once_each(backup: Any, far: Any) -> None:
    start(backup)
    in_vault = backup.list_recovery_points_by_backup_vault(BackupVaultName="nightly")
    of_volume = backup.list_recovery_points_by_resource(ResourceArn=volume())
    (point,) = in_vault["RecoveryPoints"]
    assert [found["RecoveryPointArn"] for found in of_volume["RecoveryPoints"]] == [
        point["RecoveryPointArn"]
    ]
    copy(backup, point["RecoveryPointArn"])
    (copy_of_it,) = far.list_recovery_points_by_backup_vault(BackupVaultName="far")[
        "RecoveryPoints"
    ]
    restore(far, copy_of_it["RecoveryPointArn"])
    scan(far, copy_of_it["RecoveryPointArn"], BackupVaultName="far")
    where = {"backup": backup, "copy": backup, "restore": far, "scan": far}
    assert {kind: total(rows(client, kind)) for kind, client in where.items()} == dict.fromkeys(
        where, 1
    )
    assert far.describe_backup_vault(BackupVaultName="far")["NumberOfRecoveryPoints"] == 1


@pytest.mark.parametrize("kind", ["backup", "copy", "restore", "scan"])
def test_an_unknown_job_is_not_found(backup: Any, kind: str) -> None:
    with pytest.raises(backup.exceptions.ResourceNotFoundException, match="nope"):
        getattr(backup, f"describe_{kind}_job")(**{f"{kind.capitalize()}JobId": "nope"})
