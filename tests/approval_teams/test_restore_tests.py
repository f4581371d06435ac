"""Restore tests of a recovery account: what a vault for restore access shows is tested too."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from approval_teams.examples import (
    FILES,
    RECOVERY,
    RESCUE,
    SOURCE,
    accessed,
    revoke,
    walled_point,
)
from calls import backed_up, jobs, vault_arn
from restore_testing.examples import PLAN, create, select

from moto_backup_summaries import set_approval_outcome

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RESCUE_ARN = vault_arn("rescue", account_id=RECOVERY)
POINTS: Any = PLAN["RecoveryPointSelection"]


def drill(client: Any, *, selection: Any = None, **points: Any) -> None:
    """Make a plan that restores buckets at six each day."""
    create(client, RecoveryPointSelection={**POINTS, **points})
    select(client, ProtectedResourceType="S3", **(selection or {}))


def restored(client: Any) -> list[tuple[str, str]]:
    """The recovery points that were restored, the last first, each with the ARN of its vault."""
    found = jobs(client, "restore")
    return [(job["RecoveryPointArn"], job["BackupVaultArn"]) for job in found]


@pytest.mark.parametrize("algorithm", ["LATEST_WITHIN_WINDOW", "RANDOM_WITHIN_WINDOW"])
@pytest.mark.parametrize("arns", [["*"], [FILES]])
def test_restore_what_the_vault_shows(
    nightly: Any, recovery: Any, clock: Any, algorithm: str, arns: list[str]
) -> None:
    point = walled_point(nightly)
    accessed(recovery, **RESCUE)
    drill(recovery, Algorithm=algorithm, selection={"ProtectedResourceArns": arns})
    clock.shift(DAY)
    assert restored(recovery) == [(point, RESCUE_ARN)]
    (job,) = jobs(recovery, "restore")
    assert (job["AccountId"], job["Status"]) == (RECOVERY, "COMPLETED")


def test_restore_the_latest_of_all_vaults(nightly: Any, recovery: Any, clock: Any) -> None:
    recovery.create_backup_vault(BackupVaultName="nightly")
    backed_up(recovery, ResourceArn=FILES)
    accessed(recovery, **RESCUE)
    clock.shift(HOUR)
    shown = walled_point(nightly)
    drill(recovery)
    clock.shift(6 * HOUR)
    own = backed_up(recovery, ResourceArn=FILES)
    clock.shift(DAY)
    assert restored(recovery) == [
        (own, vault_arn("nightly", account_id=RECOVERY)),
        (shown, RESCUE_ARN),
    ]


def test_select_by_the_tags_of_the_latest_of_all_vaults(
    nightly: Any, recovery: Any, clock: Any
) -> None:
    recovery.create_backup_vault(BackupVaultName="nightly")
    backed_up(recovery, ResourceArn=FILES, RecoveryPointTags={"env": "test"})
    accessed(recovery, **RESCUE)
    clock.shift(HOUR)
    shown = walled_point(nightly, RecoveryPointTags={"env": "prod"})
    tag = {"Key": "aws:ResourceTag/env", "Value": "prod"}
    drill(recovery, selection={"ProtectedResourceConditions": {"StringEquals": [tag]}})
    clock.shift(6 * HOUR)
    assert restored(recovery) == [(shown, RESCUE_ARN)]
    backed_up(recovery, ResourceArn=FILES, RecoveryPointTags={"env": "test"})
    clock.shift(DAY)
    assert restored(recovery) == [(shown, RESCUE_ARN)]


@pytest.mark.parametrize(
    ("vaults", "number"),
    [
        ({"IncludeVaults": [RESCUE_ARN]}, 1),
        ({"IncludeVaults": [SOURCE]}, 0),
        ({"IncludeVaults": ["*"], "ExcludeVaults": [RESCUE_ARN]}, 0),
        ({"IncludeVaults": ["*"], "ExcludeVaults": [SOURCE]}, 1),
    ],
)
def test_know_the_vault_by_its_own_arn(
    nightly: Any, recovery: Any, clock: Any, vaults: Any, number: int
) -> None:
    walled_point(nightly)
    accessed(recovery, **RESCUE)
    drill(recovery, **vaults)
    clock.shift(DAY)
    assert len(restored(recovery)) == number


def test_need_access_when_they_run(nightly: Any, recovery: Any, clock: Any) -> None:
    walled_point(nightly)
    set_approval_outcome("APPROVED", duration="PT12H", times=1)
    accessed(recovery, **RESCUE)
    drill(recovery)
    clock.shift(11 * HOUR)
    assert restored(recovery) == []
    clock.shift(DAY)
    assert len(restored(recovery)) == 1
    revoke(nightly, RESCUE_ARN)
    clock.shift(DAY)
    assert len(restored(recovery)) == 1
