"""What backups have of resources is kept for as long as their recovery points are: it is counted."""

import gc
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import (
    FAR,
    arn,
    backed_up,
    copied,
    create_plan,
    leave_tables_to_dynamodb,
    points,
    restore,
)
from contents import create_table, delete_point
from support import ROLE, client_of

from moto_backup_summaries.backup.neighbours.contents.content import Content

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
DAY = timedelta(days=1)
TABLE = arn("dynamodb", "table/orders")
KEPT = {"DeleteAfterDays": 1}


def contents() -> int:
    gc.collect()
    return sum(isinstance(each, Content) for each in gc.get_objects())


def write(number: int) -> None:
    item = {"id": {"S": str(number % 5)}, "n": {"N": str(number)}}
    client_of("dynamodb").put_item(TableName="orders", Item=item)


def by_calls(client: Any, clock: Any) -> None:
    """A backup a day; two are kept at once."""
    for number in range(9):
        write(number)
        backed_up(client, ResourceArn=TABLE, Lifecycle=KEPT)
        clock.shift(DAY)
        points(client)


def by_a_plan(client: Any, clock: Any) -> None:
    rule = {"RuleName": "r", "TargetBackupVaultName": "nightly", "Lifecycle": KEPT}
    plan = create_plan(client, Rules=[rule])
    selection = {"SelectionName": "s", "IamRoleArn": ROLE, "Resources": [TABLE]}
    selected = client.create_backup_selection(BackupPlanId=plan, BackupSelection=selection)
    for number in range(9):
        write(number)
        clock.shift(DAY)
        points(client)
    client.delete_backup_selection(BackupPlanId=plan, SelectionId=selected["SelectionId"])
    clock.shift(2 * DAY)
    points(client)


def by_copies_and_restores(client: Any, clock: Any) -> None:
    far = client_of("backup", FAR)
    far.create_backup_vault(BackupVaultName="far")
    for number in range(3):
        point = backed_up(client, ResourceArn=TABLE)
        copy = copied(client, point)["DestinationRecoveryPointArn"]
        restore(client, point, Metadata={"targetTableName": f"drill-{number}"})
        delete_point(client, point)
        restore(far, copy, Metadata={"targetTableName": f"drill-{number}"})
        delete_point(far, copy, "far")


def by_backups_of_dynamodb(client: Any, clock: Any) -> None:
    leave_tables_to_dynamodb(client)
    for _ in range(3):
        delete_point(client, backed_up(client, ResourceArn=TABLE))


def by_failed_jobs(client: Any, clock: Any) -> None:
    for _ in range(3):
        client.start_backup_job(BackupVaultName="nightly", ResourceArn=TABLE, IamRoleArn=ROLE)
        (point,) = points(client)
        restore(client, point["RecoveryPointArn"], Metadata={"targetTableName": "orders"})
        delete_point(client, point["RecoveryPointArn"])


WAYS = [by_calls, by_a_plan, by_copies_and_restores, by_backups_of_dynamodb, by_failed_jobs]


@pytest.mark.parametrize("way", WAYS)
def test_what_a_backup_has_goes_with_its_recovery_point(
    nightly: Any, clock: Any, way: Callable[[Any, Any], None]
) -> None:
    create_table(client_of("dynamodb"))
    before = contents()
    way(nightly, clock)
    assert points(nightly) == []
    assert contents() == before


def test_what_recovery_points_have_stays(nightly: Any, clock: Any) -> None:
    create_table(client_of("dynamodb"))
    before = contents()
    first = backed_up(nightly, ResourceArn=TABLE)
    write(1)
    backed_up(nightly, ResourceArn=TABLE)
    assert contents() == before + 2
    delete_point(nightly, first)
    assert contents() == before + 1
