"""Recovery points whose days are over already when nothing keeps them any more: they go with that request."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from access_points.examples import create as create_access_point
from access_points.examples import delete as delete_access_point
from calls import backed_up
from legal_holds.examples import cancel
from legal_holds.holding import hold_of
from listeners import BACKUP_EVENTS, Queue, put_rule, states
from support import client_of

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
DAY = timedelta(days=1)
NIGHTLY = {"BackupVaultName": "nightly"}


def _held(client: Any, point: str) -> Callable[[], Any]:
    hold_id = hold_of(client, VaultNames=["nightly"])
    return lambda: cancel(client, hold_id)


def _accessed(client: Any, point: str) -> Callable[[], Any]:
    arn = create_access_point(client, point)
    return lambda: delete_access_point(client, arn)


def _of_many_days(client: Any, point: str) -> Callable[[], Any]:
    client.update_recovery_point_lifecycle(
        **NIGHTLY, RecoveryPointArn=point, Lifecycle={"DeleteAfterDays": 100}
    )
    return lambda: client.update_recovery_point_lifecycle(
        **NIGHTLY, RecoveryPointArn=point, Lifecycle={"DeleteAfterDays": 1}
    )


@pytest.mark.parametrize("keep", [_held, _accessed, _of_many_days])
def test_what_is_overdue_goes_and_is_told_without_another_request(
    nightly: Any, clock: Any, keep: Callable[[Any, str], Callable[[], Any]]
) -> None:
    point = backed_up(nightly, ResourceArn="arn:aws:s3:::files", Lifecycle={"DeleteAfterDays": 7})
    let_go = keep(nightly, point)
    clock.shift(8 * DAY)
    assert nightly.describe_backup_vault(**NIGHTLY)["NumberOfRecoveryPoints"] == 1
    queue = Queue(client_of("sqs"))
    put_rule(client_of("events"), BACKUP_EVENTS, queue.arn)
    let_go()
    (event,) = events = queue.events()
    assert (states(events), event["resources"]) == (["DELETED"], [point])
    assert event["time"] == "2026-03-09T00:00:00Z"
    assert nightly.describe_backup_vault(**NIGHTLY)["NumberOfRecoveryPoints"] == 0
