"""Whatever fails while a resource is backed up, copied, restored or deleted: its service is as before."""

import itertools
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from botocore.exceptions import ClientError
from calls import FAR, backed_up, copy, jobs, restore, start
from failures import failing_at
from kinds import KINDS, Kind
from moto import mock_aws
from moto.backends import get_backend
from pictures import differences, picture_of
from restore_testing.examples import create, select
from support import ACCOUNT, ONCE, REGION, client_of, frozen_at

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
# Each which call of one of our functions is let fail. It shares no factor with what comes again and again.
STEP = int(os.environ.get("FUZZ_STEP", "89"))


class Account:
    """A client that tries once, and a resource with a recovery point and a restore test that goes on."""

    def __init__(self, kind: Kind, clock: Any) -> None:
        self.kind = kind
        self.client: Any = client_of(config=ONCE)
        self.client.create_backup_vault(BackupVaultName="nightly")
        client_of("backup", FAR).create_backup_vault(BackupVaultName="far")
        self.service = client_of(kind.service)
        # So that moto has it there.
        kind.rows(client_of(kind.service, FAR))
        self.resource = kind.create(self.service)
        self.point = backed_up(self.client, ResourceArn=self.resource)
        self.test = None
        # Redshift is no type of restore testing.
        if kind.type_name != "Redshift":
            create(self.client)
            select(self.client, ProtectedResourceType=kind.type_name, ValidationWindowHours=9)
            clock.shift(timedelta(hours=6))
            (test,) = jobs(self.client, "restore")
            self.test = test["RestoreJobId"]

    def neighbours(self) -> dict[str, Any]:
        """All that moto has of the service, in both regions, in whatever order it is listed."""
        backends = get_backend(self.kind.service)[ACCOUNT]
        seen = picture_of(dict(backends))
        return {way: part for way, part in seen.items() if not way.endswith(" in order")}


CHANGES: dict[str, Callable[[Account], object]] = {
    "a backup": lambda on: start(on.client, ResourceArn=on.resource),
    "a copy": lambda on: copy(on.client, on.point),
    "a restore": lambda on: restore(on.client, on.point, Metadata=on.kind.into(REGION)),
    "the end of a restore test": lambda on: on.client.put_restore_validation_result(
        RestoreJobId=on.test, ValidationStatus="SUCCESSFUL"
    ),
    "a deletion": lambda on: on.client.delete_recovery_point(
        BackupVaultName="nightly", RecoveryPointArn=on.point
    ),
}


@pytest.mark.parametrize("kind", KINDS, ids=[kind.type_name for kind in KINDS])
def test_what_fails_in_the_middle_leaves_nothing(kind: Kind) -> None:
    with frozen_at(NOW) as clock, mock_aws():
        on = Account(kind, clock)
        for name, change in CHANGES.items():
            if on.test is None and name == "the end of a restore test":
                continue
            before = on.neighbours()
            for nth in itertools.count(1, STEP):
                with failing_at(nth) as failed, suppress(ClientError):
                    change(on)
                if not failed:
                    break
                assert differences(before, on.neighbours()) == [], (name, failed)
            assert nth > STEP
