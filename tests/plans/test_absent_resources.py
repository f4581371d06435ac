"""What is said of a selection that names a resource which moto does not have."""

import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from typing import Any

from calls import bucket, create_plan, jobs, volume
from moto import mock_aws
from support import ACCOUNT, REGION, ROLE, client_of, frozen_at, unmeasured

from moto_backup_summaries import BackupSummariesWarning

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
DAY = timedelta(days=1)


def select(client: Any, plan_id: str, *arns: str, name: str = "named") -> None:
    document = {"SelectionName": name, "IamRoleArn": ROLE, "Resources": [*arns]}
    client.create_backup_selection(BackupPlanId=plan_id, BackupSelection=document)


@contextmanager
def told() -> Iterator[list[str]]:
    """What is warned of when a mock ends in which the clock stands still but for its shifts."""
    found: list[str] = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with frozen_at(NOW), mock_aws():
            client_of().create_backup_vault(BackupVaultName="vault")
            yield found
            assert caught == []
    assert {it.category for it in caught} <= {BackupSummariesWarning}
    found += [str(it.message) for it in caught]


def text(arn: str, selection: str = "named", plan: str = "plan") -> str:
    return (
        f"selection {selection!r} of backup plan {plan!r} names {arn}, which moto does not have in "
        f"{REGION} of account {ACCOUNT}, so that no run makes a job of it; make it in moto before the plan "
        "runs"
    )


def pass_days(client: Any, clock: Any, number: int) -> None:
    for _ in range(number):
        clock.shift(DAY)
        jobs(client)


def test_each_is_told_once_when_the_mock_ends() -> None:
    arns = [volume("vol-1"), volume("vol-2")]
    with told() as found:
        client = client_of()
        plan_id = create_plan(client)
        select(client, plan_id, *arns)
        select(client, plan_id, arns[0], name="again")
        with frozen_at(NOW) as clock:
            pass_days(client, clock, 3)
        assert jobs(client) == []
    assert found == [text(arns[0]), text(arns[1]), text(arns[0], "again")]


def test_nothing_is_told_of_what_exists_is_a_pattern_or_was_never_due() -> None:
    with told() as found:
        client = client_of()
        select(
            client, create_plan(client), bucket(), "arn:aws:ec2:*:*:volume/*", "arn:aws:s3:::other*"
        )
        with frozen_at(NOW) as clock:
            pass_days(client, clock, 1)
            assert len(jobs(client)) == 1
            select(client, create_plan(client, BackupPlanName="later"), volume())
    assert found == []


def test_a_server_tells_it_in_its_log() -> None:
    program = """
import boto3
from time_machine import travel
from moto.server import ThreadedMotoServer
import moto_backup_summaries
server = ThreadedMotoServer(port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
client = boto3.client("backup", region_name="us-east-1", endpoint_url=f"http://{host}:{port}")
client.create_backup_vault(BackupVaultName="vault")
rules = [{"RuleName": "r", "TargetBackupVaultName": "vault"}]
plan_id = client.create_backup_plan(BackupPlan={"BackupPlanName": "plan", "Rules": rules})["BackupPlanId"]
selection = {
    "SelectionName": "named",
    "IamRoleArn": "arn:aws:iam::123456789012:role/backup",
    "Resources": ["arn:aws:ec2:us-east-1:123456789012:volume/vol-1"],
}
client.create_backup_selection(BackupPlanId=plan_id, BackupSelection=selection)
for hours in (30, 60):
    import datetime
    with travel(datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=hours), tick=True):
        assert client.list_backup_jobs()["BackupJobs"] == []
server.stop()
"""
    ran = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env=unmeasured(),
    )
    assert [line for line in ran.stderr.splitlines() if "HTTP/1.1" not in line] == [text(volume())]
