"""What calls cost beside many jobs that have not ended, and beside few.

    python benchmarks/unfinished.py [JOBS]

The same calls are made first with 10 such jobs and then with many, each time in turns with a call that has
nothing to do with AWS Backup, in whose times they are told; so a busy machine slows both alike.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Any

import boto3
from moto import mock_aws
from moto.moto_api import state_manager

import moto_backup_summaries  # noqa: F401

REGION, ACCOUNT = "us-east-1", "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/backup"
FEW, ROUNDS, CALLS, PAGE = 10, 15, 10, 10
TRANSITIONS: dict[str, dict[str, Any]] = {
    "time": {"progression": "time", "seconds": 1_000_000},
    "manual": {"progression": "manual", "times": 1_000_000},
}


def start(client: Any, number: int = 1) -> str:
    resource = f"arn:aws:ec2:{REGION}:{ACCOUNT}:volume/vol-{number:017x}"
    answer = client.start_backup_job(
        BackupVaultName="nightly", ResourceArn=resource, IamRoleArn=ROLE
    )
    return str(answer["BackupJobId"])


def calls(client: Any, job_id: str) -> dict[str, Callable[[], Any]]:
    """What may be done beside them; nothing here counts as a look at many."""
    return {
        "list_backup_vaults": client.list_backup_vaults,
        "ListBackupJobSummaries": client.list_backup_job_summaries,
        "DescribeBackupJob": lambda: client.describe_backup_job(BackupJobId=job_id),
        "ListBackupJobs, a page": lambda: client.list_backup_jobs(MaxResults=PAGE),
        "… by State": lambda: client.list_backup_jobs(ByState="CREATED", MaxResults=PAGE),
        "StartBackupJob": lambda: start(client),
    }


def seconds(call: Callable[[], Any]) -> float:
    begun = time.process_time()
    for _ in range(CALLS):
        call()
    return (time.process_time() - begun) / CALLS


def measured(client: Any, job_id: str) -> dict[str, float]:
    """Each call in times of one that AWS Backup does not answer."""
    other = boto3.client("sts", region_name=REGION).get_caller_identity
    found = {}
    for name, call in calls(client, job_id).items():
        call()
        taken = [(seconds(call), seconds(other)) for _ in range(ROUNDS)]
        own, others = (statistics.median(column) for column in zip(*taken, strict=True))
        found[name] = own / others
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("jobs", type=int, nargs="?", default=100_000)
    jobs = parser.parse_args().jobs
    for name, transition in TRANSITIONS.items():
        with mock_aws():
            state_manager.set_transition("backup::backup_job", transition)
            client: Any = boto3.client("backup", region_name=REGION)
            client.create_backup_vault(BackupVaultName="nightly")
            job_id = start(client)
            for number in range(1, FEW):
                start(client, number)
            few = measured(client, job_id)
            for number in range(jobs):
                start(client, number)
            many = measured(client, job_id)
            state_manager.unset_transition("backup::backup_job")
        for call, of_few in few.items():
            print(f"{name:8}{call:26}{of_few:8.2f}{many[call] / of_few:8.2f} x", flush=True)


if __name__ == "__main__":
    main()
