"""Whatever becomes of its copies, holds and days: a temporary recovery point goes at its moment, and once."""

import math
from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple

from calls import RULE, create_plan, points, vault_arn
from hypothesis import given
from hypothesis import strategies as st
from jobs.air_gaps import TARGET, new_volume
from legal_holds.examples import cancel, create
from listeners import Queue, put_rule
from moto import mock_aws
from support import ROLE, client_of, examples, frozen_at
from vaults.examples import create_gapped

from moto_backup_summaries import set_job_outcome

# The plan runs at the next full hour, from which all hours count.
NOW = datetime(2026, 3, 1, 4, tzinfo=timezone.utc)
RUN = NOW + timedelta(hours=1)
WEEK = 7 * 24
LATEST = 10 * 24
# Few, so that some are alike: what ends at one moment ends in either order.
HOURS = st.sampled_from([0, 1, 2, 30, WEEK - 1, WEEK, WEEK + 1, LATEST])


class Copy(NamedTuple):
    state: str
    hours: int


class Hold(NamedTuple):
    """A legal hold from an hour to another."""

    since: int
    until: int


COPIES = st.builds(Copy, st.sampled_from(["COMPLETED", "FAILED"]), HOURS)
HOLDS = st.none() | st.tuples(HOURS, HOURS).map(sorted).map(lambda hours: Hold(*hours))


def end_of(automatic: Copy, others: list[Copy], hold: Hold | None) -> int:
    """The hour at which the recovery point goes, which is to be kept for a week."""
    copied = max(copy.hours for copy in (automatic, *others))
    is_replaced = automatic.state == "COMPLETED"
    end = min(WEEK, copied if is_replaced else math.inf)
    # A hold holds what was there when it was made.
    is_held = hold is not None and hold.since < end < hold.until
    return int(hold.until if hold is not None and is_held else end)


@given(automatic=COPIES, others=st.lists(COPIES, max_size=2), hold=HOLDS)
@examples()
def test_a_temporary_recovery_point_goes_at_its_moment_and_once(
    automatic: Copy, others: list[Copy], hold: Hold | None
) -> None:
    with frozen_at(NOW) as clock, mock_aws():
        client = client_of()
        queue = _prepared(client, len(others))
        # The latest outcome is the first that is used.
        for copy in reversed((automatic, *others)):
            duration = copy.hours * 3600
            set_job_outcome("copy", state=copy.state, duration=duration, times=1)
        clock.move_to(RUN)
        expected = end_of(automatic, others, hold)
        hold_id, times = None, []
        for hour in sorted({0, 1, 2, 30, WEEK - 1, WEEK, WEEK + 1, LATEST}):
            clock.move_to(RUN + timedelta(hours=hour))
            if hold is not None and hold_id is not None and hour == hold.until:
                cancel(client, hold_id)
            assert len(points(client, "vault")) == (hour < expected), hour
            # A queue keeps what it gets for four days.
            times += [event["time"] for event in queue.events()]
            if hold is not None and hour == hold.since < hold.until and hour < expected:
                selection = {"VaultNames": ["vault"]}
                hold_id = create(client, RecoveryPointSelection=selection)["LegalHoldId"]
        assert times == [f"{RUN + timedelta(hours=expected):%Y-%m-%dT%H:%M:%SZ}"]


def _prepared(client: Any, others: int) -> Queue:
    """Make a plan of a volume with so many copy actions; the queue of what is deleted in its vault."""
    for name in ("vault", "other-0", "other-1"):
        client.create_backup_vault(BackupVaultName=name)
    create_gapped(client)
    new_volume()
    actions = [
        {
            "DestinationBackupVaultArn": vault_arn(f"other-{number}"),
            "Lifecycle": {"DeleteAfterDays": 99},
        }
        for number in range(others)
    ]
    rule = {
        **RULE,
        "ScheduleExpression": "cron(0 5 1 3 ? 2026)",
        "TargetLogicallyAirGappedBackupVaultArn": TARGET,
        "Lifecycle": {"DeleteAfterDays": 7},
        "CopyActions": actions,
    }
    plan_id = create_plan(client, Rules=[rule])
    selection = {"SelectionName": "all", "IamRoleArn": ROLE, "Resources": ["*"]}
    client.create_backup_selection(BackupPlanId=plan_id, BackupSelection=selection)
    queue = Queue(client_of("sqs"))
    detail = {"status": ["DELETED"], "backupVaultName": ["vault"]}
    put_rule(client_of("events"), {"source": ["aws.backup"], "detail": detail}, queue.arn)
    return queue
