"""Events of one job come in the order of its states, whoever of many asks at the same time."""

import sys
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from calls import start
from listeners import BACKUP_EVENTS, Queue, put_rule
from moto import mock_aws
from support import client_of, transition

JOBS = 40
WAY = ["CREATED", "PENDING", "RUNNING", "COMPLETED"]


@pytest.fixture
def interleaved() -> Iterator[None]:
    """Threads take turns as often as can be."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("interleaved")
def test_a_queue_gets_the_states_of_each_job_in_order_while_others_poll() -> None:
    with mock_aws(), transition("manual", times=1):
        backup, queue = client_of(), Queue(client_of("sqs"))
        backup.create_backup_vault(BackupVaultName="nightly")
        put_rule(client_of("events"), BACKUP_EVENTS, queue.arn)
        ids = [start(backup)["BackupJobId"] for _ in range(JOBS)]

        def poll(_: int) -> None:
            for job_id in ids:
                backup.describe_backup_job(BackupJobId=job_id)

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(poll, range(4)))
        came: dict[str, list[str]] = defaultdict(list)
        for event in queue.events():
            if event["detail-type"] == "Backup Job State Change":
                came[event["detail"]["backupJobId"]].append(event["detail"]["state"])
        assert {tuple(states) for states in came.values()} == {tuple(WAY)}
        assert came.keys() == set(ids)
