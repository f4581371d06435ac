"""What calls through boto3 cost under `mock_aws`, each figure with its bound.

    python benchmarks/calls.py [--beside FOLDER] [--rounds 60]

The first figures are in times of what list_backup_vaults of moto alone costs, without the package. The others
leave botocore out: the same call is also answered with kept bytes, which costs what is botocore's part of it.
FOLDER has another build of the package, such as a worktree. Each build and moto alone run in a process of
their own, and are measured in turns, in processor time.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any

CALLS, JOBS, REGION = 20, 300_000, "us-east-1"
ROOT = Path(__file__).parents[1]
ROLE = "arn:aws:iam::123456789012:role/backup"
VAULTS = "list_backup_vaults"
SUMMARY, PAGE = "FOURTEEN_DAYS of 300,000 jobs", "a page of 100 jobs"
PARSING, BOTOCORE = " parsed", " answered with kept bytes"
# What is measured, and at most how many times list_backup_vaults of moto alone it may take.
OF_MOTO = {
    VAULTS: None,
    "list_backup_job_summaries": 0.85,
    "start_backup_job": 0.85,
    "describe_backup_job": 0.85,
}
Call = Callable[[], Any]


def measured(call: Call) -> float:
    begun = time.process_time()
    for _ in range(CALLS):
        call()
    return (time.process_time() - begun) / CALLS


def calls_of_moto() -> Iterator[Mapping[str, Call]]:
    """The calls of moto alone."""
    import boto3
    from moto import mock_aws

    with mock_aws():
        client: Any = boto3.client("backup", region_name=REGION)
        client.create_backup_vault(BackupVaultName="nightly")
        yield {VAULTS: client.list_backup_vaults}


def calls_of_package() -> Iterator[Mapping[str, Call]]:
    """The calls of a build of the package."""
    import boto3
    from moto import mock_aws

    import moto_backup_summaries  # noqa: F401 - it registers itself

    with mock_aws():
        client: Any = boto3.client("backup", region_name=REGION)
        client.create_backup_vault(BackupVaultName="nightly")
        start = partial(
            client.start_backup_job,
            BackupVaultName="nightly",
            ResourceArn=f"arn:aws:ec2:{REGION}:123456789012:volume/vol-1",
            IamRoleArn=ROLE,
        )
        for _ in range(100):
            job_id = start()["BackupJobId"]
        page = Asked("ListBackupJobs", "list_backup_jobs", {"MaxResults": 100})
        yield {
            VAULTS: client.list_backup_vaults,
            "list_backup_job_summaries": client.list_backup_job_summaries,
            "describe_backup_job": partial(client.describe_backup_job, BackupJobId=job_id),
            "start_backup_job": start,
            PAGE: page.call(),
            PAGE + BOTOCORE: page.with_kept_bytes(),
            PAGE + PARSING: page.parsing(),
        }


def calls_of_busy_package() -> Iterator[Mapping[str, Call]]:
    """The calls of a build of the package that has many jobs, which the collector of garbage walks too."""
    from moto import mock_aws

    from moto_backup_summaries import load_jobs

    with mock_aws():
        load_jobs(documents(), region_name=REGION)
        request = {"AggregationPeriod": "FOURTEEN_DAYS", "State": "ANY", "ResourceType": "ANY"}
        summary = Asked("ListBackupJobSummaries", "list_backup_job_summaries", request)
        yield {SUMMARY: summary.call(), SUMMARY + BOTOCORE: summary.with_kept_bytes()}


def documents() -> Any:
    now = datetime.now(timezone.utc).replace(microsecond=0)
    return {
        "BackupJobs": [
            {
                "CreationDate": now - timedelta(seconds=i * 28 * 86_400 // JOBS),
                "ResourceType": ("EBS", "EC2", "S3", "RDS", "DynamoDB")[i % 5],
                "State": "FAILED" if i % 7 == 0 else "COMPLETED",
            }
            for i in range(JOBS)
        ]
    }


class Asked:
    """A call, and what botocore got for it, before it was parsed."""

    def __init__(self, operation: str, method: str, request: Mapping[str, Any]) -> None:
        self.operation, self.method, self.request = operation, method, request
        kept: list[Any] = []
        client = self.client()
        client.meta.events.register(
            f"before-parse.backup.{operation}",
            lambda response_dict, **_: kept.append(response_dict),
        )
        self.call(client)()
        (self.kept,) = kept

    def client(self) -> Any:
        import boto3

        return boto3.client("backup", region_name=REGION)

    def call(self, client: Any = None) -> Call:
        return partial(getattr(client or self.client(), self.method), **self.request)

    def with_kept_bytes(self) -> Call:
        """The call, answered with what it was answered before."""
        from botocore.awsrequest import AWSResponse
        from moto.core.botocore_stubber import MockRawResponse
        from moto.core.models import botocore_stubber

        def answer(request: Any, **_: Any) -> Any:
            raw = MockRawResponse(self.kept["body"])
            return AWSResponse(request.url, self.kept["status_code"], self.kept["headers"], raw)

        client = self.client()
        # botocore asks all who listen, and takes the first answer.
        client.meta.events.unregister("before-send", botocore_stubber)
        client.meta.events.register(f"before-send.backup.{self.operation}", answer)
        return self.call(client)

    def parsing(self) -> Call:
        """What botocore does to parse the answer, and no more."""
        client = self.client()
        shape = client.meta.service_model.operation_model(self.operation).output_shape
        return partial(client._response_parser.parse, self.kept, shape)


class Side:
    """What measures the calls of one of SIDES, in a process of its own. folder: of a build of the package."""

    def __init__(self, name: str, folder: str | None = None) -> None:
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        environment |= {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
        if folder is not None:
            environment["PYTHONPATH"] = folder
        self.process = subprocess.Popen(
            [sys.executable, __file__, "--side", name],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def seconds(self, name: str) -> float:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(name, file=self.process.stdin, flush=True)
        return float(self.process.stdout.readline())


@contextmanager
def side(name: str, folder: str | None = None) -> Iterator[Side]:
    begun = Side(name, folder)
    try:
        yield begun
    finally:
        begun.process.terminate()
        begun.process.wait()


SIDES = {"moto": calls_of_moto, "package": calls_of_package, "busy package": calls_of_busy_package}


def answer_for(name: str) -> None:
    """Measure each call whose name comes in, in this process."""
    made = SIDES[name]()
    calls = next(made)
    for line in sys.stdin:
        print(measured(calls[line.removesuffix("\n")]), flush=True)


def report(name: str, ratios: list[float], bound: float | None) -> None:
    seen = statistics.median(ratios)
    verdict = "" if bound is None else f"{bound:6.2f}  {'met' if seen <= bound else 'NOT MET'}"
    print(f"{name:60}{seen:6.2f}{verdict}", flush=True)


def compare(package: Side, moto: Side, rounds: int) -> None:
    for name, bound in OF_MOTO.items():
        pairs = [(package.seconds(name), moto.seconds(VAULTS)) for _ in range(rounds)]
        report(f"{name} / {VAULTS} of moto alone", [own / its for own, its in pairs], bound)
    pages = [(package.seconds(PAGE), package.seconds(PAGE + PARSING)) for _ in range(rounds)]
    report(f"{PAGE} / botocore's parsing of it", [whole / part for whole, part in pages], 1.15)
    floor = [
        (package.seconds(PAGE + BOTOCORE), package.seconds(PAGE + PARSING)) for _ in range(rounds)
    ]
    report("  … if the package took no time", [whole / part for whole, part in floor], None)


def compare_busy(package: Side, beside: Side, rounds: int) -> None:
    ratio = without_botocore(package, rounds) / without_botocore(beside, rounds)
    report(f"{SUMMARY} without botocore / beside", [ratio], 0.6)


def without_botocore(build: Side, rounds: int) -> float:
    """The seconds of a summary that are not botocore's."""
    taken = [(build.seconds(SUMMARY), build.seconds(SUMMARY + BOTOCORE)) for _ in range(rounds)]
    whole, part = (statistics.median(column) for column in zip(*taken, strict=True))
    return whole - part


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--beside")
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--side", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side:
        answer_for(options.side)
        return
    with side("package", str(ROOT)) as package, side("moto") as moto:
        compare(package, moto, options.rounds)
    if options.beside:
        name = "busy package"
        with side(name, str(ROOT)) as package, side(name, options.beside) as beside:
            compare_busy(package, beside, options.rounds)


if __name__ == "__main__":
    main()
