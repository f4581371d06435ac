"""What the plugin costs, as ratios measured in one process under @mock_aws.

    python benchmarks/summaries.py

Each figure is the median of interleaved rounds, so that a busy machine slows both sides alike.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import boto3
from moto import mock_aws

from moto_backup_summaries import load_jobs

ROUNDS = 15
CALLS = 20
REGION = "us-east-1"


def seconds(call: Callable[[], Any], calls: int = CALLS) -> float:
    begun = time.perf_counter()
    for _ in range(calls):
        call()
    return (time.perf_counter() - begun) / calls


def compared(first: Callable[[], Any], second: Callable[[], Any]) -> tuple[float, float]:
    """The medians of both calls, taken in turns."""
    first(), second()
    taken = [(seconds(first), seconds(second)) for _ in range(ROUNDS)]
    return statistics.median(a for a, _ in taken), statistics.median(b for _, b in taken)


def jobs(number: int) -> dict[str, Any]:
    """Finished jobs of five types over 28 days, some of them failed."""
    now = datetime.now(timezone.utc)
    types = ("EBS", "EC2", "RDS", "DynamoDB", "S3")
    return {
        "BackupJobs": [
            {
                "CreationDate": now - timedelta(seconds=i * 28 * 86_400 / number),
                "ResourceType": types[i % 5],
                "State": "FAILED" if i % 7 == 0 else "COMPLETED",
            }
            for i in range(number)
        ]
    }


def fortnight(client: Any) -> Callable[[], Any]:
    return lambda: client.list_backup_job_summaries(AggregationPeriod="FOURTEEN_DAYS")


def report(what: str, value: str) -> None:
    print(f"{what:74}{value:>10}", flush=True)


def against_vaults(number: int) -> float:
    """A FOURTEEN_DAYS summary of so many jobs, in times of moto's list of one vault."""
    with mock_aws():
        client = boto3.client("backup", region_name=REGION)
        client.create_backup_vault(BackupVaultName="Default")
        loaded = jobs(number)
        taken = seconds(lambda: load_jobs(loaded), 1)
        summary, vaults = compared(fortnight(client), client.list_backup_vaults)
        report(
            f"FOURTEEN_DAYS summary of {number:,} jobs / list_backup_vaults",
            f"{summary / vaults:.2f} x",
        )
        report(f"  the summary itself, {number:,} jobs", f"{summary * 1000:.2f} ms")
        report(f"load_jobs, {number:,} jobs", f"{number / taken:,.0f} /s")
        return summary / vaults


def start_against_create_vault() -> None:
    with mock_aws():
        client = boto3.client("backup", region_name=REGION)
        client.create_backup_vault(BackupVaultName="nightly")
        numbers = iter(range(10**9))

        def start() -> None:
            client.start_backup_job(
                BackupVaultName="nightly",
                ResourceArn=f"arn:aws:ec2:{REGION}:123456789012:volume/vol-{next(numbers)}",
                IamRoleArn="arn:aws:iam::123456789012:role/backup",
            )

        def create() -> None:
            client.create_backup_vault(BackupVaultName=f"vault-{next(numbers)}")

        started, created = compared(start, create)
        report("StartBackupJob / create_backup_vault", f"{started / created:.2f} x")


def organization(accounts: int) -> None:
    """The sum over many accounts, one job type each, against that over one account."""
    with mock_aws():
        organizations = boto3.client("organizations", region_name=REGION)
        organizations.create_organization()
        client = boto3.client("backup", region_name=REGION)
        for number in range(accounts):
            status = organizations.create_account(
                AccountName=f"a{number}", Email=f"a{number}@example.com"
            )
            account_id = status["CreateAccountStatus"]["AccountId"]
            load_jobs({"BackupJobs": [{}]}, account_id=account_id, region_name=REGION)
        every, own = compared(
            lambda: client.list_backup_job_summaries(AccountId="AGGREGATE_ALL"),
            client.list_backup_job_summaries,
        )
        report(f"the sum over {accounts:,} accounts", f"{every * 1000:.2f} ms")
        report(f"  / the account's own, beside {accounts:,} others", f"{every / own:.2f} x")


def importing() -> None:
    def cost(program: str) -> float:
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", program], check=True)
        return time.perf_counter() - begun

    taken = [(cost("import moto_backup_summaries"), cost("pass")) for _ in range(9)]
    own = statistics.median(a - b for a, b in taken)
    report("import moto_backup_summaries, nothing else", f"{own * 1000:.1f} ms")


def main() -> None:
    few, many = against_vaults(100), against_vaults(100_000)
    report("the summary of 100,000 jobs / of 100", f"{many / few:.2f} x")
    start_against_create_vault()
    organization(1000)
    importing()


if __name__ == "__main__":
    main()
