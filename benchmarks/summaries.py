"""What the plugin costs, as ratios measured in one process under @mock_aws.

    python benchmarks/summaries.py

Each figure is the median of interleaved rounds, so that a busy machine slows both sides alike.
"""

import gc
import json
import socket
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import boto3
import time_machine
from botocore.parsers import create_parser
from moto import mock_aws

from moto_backup_summaries import backup_settings, load_jobs, register, unregister

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
    # AWS tells milliseconds.
    now = datetime.now(timezone.utc).replace(microsecond=0)
    types = ("EBS", "EC2", "RDS", "DynamoDB", "S3")
    return {
        "BackupJobs": [
            {
                "CreationDate": now - timedelta(milliseconds=i * 28 * 86_400_000 // number),
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
    """A FOURTEEN_DAYS summary of so many jobs, in times of a list of one vault."""
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
        # Both look through the IAM of all of them for the request's key.
        own, vaults = compared(client.list_backup_job_summaries, client.list_backup_vaults)
        report(f"  the account's own, beside {accounts:,} others", f"{own * 1000:.2f} ms")
        report("  / list_backup_vaults there", f"{own / vaults:.2f} x")


def lists(number: int) -> tuple[float, float]:
    """Loading and listing so many jobs: the seconds of the first and of the last page of 100."""
    with mock_aws():
        client = boto3.client("backup", region_name=REGION)
        loaded = jobs(number)
        gc.collect()
        report(
            f"load_jobs, {number:,} rows of 3 members",
            f"{number / seconds(lambda: load_jobs(loaded), 1):,.0f} /s",
        )
        oldest = min(row["CreationDate"] for row in loaded["BackupJobs"])
        until = oldest + timedelta(seconds=101 * 28 * 86_400 / number)

        def last() -> Any:
            return client.list_backup_jobs(MaxResults=100, ByCreatedBefore=until)

        def rare() -> Any:
            return client.list_backup_jobs(MaxResults=100, ByState="RUNNING")

        building = seconds(rare, 1)
        first_page, last_page = compared(lambda: client.list_backup_jobs(MaxResults=100), last)
        found, _ = compared(rare, rare)
        report(f"a filtered page of {number:,} jobs", f"{found * 1000:.2f} ms")
        report("  the first time, which makes the index", f"{building * 1000:.0f} ms")
        return first_page, last_page


def real_rows(number: int) -> None:
    """Rows as AWS gives them, with 16 members; tracemalloc counts what is kept beside them."""
    rows = [
        {
            **row,
            "BackupJobId": f"{i:08x}-0000-4000-8000-000000000000",
            "AccountId": "123456789012",
            "BackupVaultName": "nightly",
            "BackupVaultArn": f"arn:aws:backup:{REGION}:123456789012:backup-vault:nightly",
            "ResourceArn": f"arn:aws:ec2:{REGION}:123456789012:volume/vol-{i % 3000:017x}",
            "RecoveryPointArn": f"arn:aws:ec2:{REGION}::snapshot/snap-{i:017x}",
            "CompletionDate": row["CreationDate"] + timedelta(minutes=5),
            "StartBy": row["CreationDate"] + timedelta(hours=8),
            "BackupSizeInBytes": i * 1000,
            "PercentDone": "100.0",
            "IamRoleArn": "arn:aws:iam::123456789012:role/backup",
            "IsParent": False,
            "MessageCategory": "SUCCESS",
            "CreatedBy": {"BackupPlanId": "plan", "BackupRuleId": "rule"},
        }
        for i, row in enumerate(jobs(number)["BackupJobs"])
    ]
    with TemporaryDirectory() as folder:
        printed = Path(folder, "jobs.json")
        printed.write_text(json.dumps({"BackupJobs": rows}, default=datetime.isoformat, indent=4))
        sources = {
            "as boto3 gives them": {"BackupJobs": rows},
            "as the AWS CLI prints them": json.loads(printed.read_bytes()),
            "from a file as it prints it": printed,
        }
        report(f"load_jobs, {number:,} rows of 16 members", "")
        for what, source in sources.items():
            with mock_aws():
                taken = seconds(lambda source=source: load_jobs(source), 1)
            report(f"  {what}", f"{number / taken:,.0f} /s")
        taken = seconds(lambda: json.loads(printed.read_bytes()), 1)
        report("  json.loads alone of that file", f"{number / taken:,.0f} /s")
    with mock_aws():
        tracemalloc.start()
        load_jobs({"BackupJobs": rows})
        gc.collect()
        kept = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
    report("  memory, beside the strings of the document", f"{kept / number:.0f} bytes")


def many_rows() -> None:
    """A ONE_DAY summary of 500 rows, against botocore's parsing of its answer alone."""
    now = datetime.now(timezone.utc)
    rows = [
        {"State": state, "ResourceType": f"T{i}", "CreationDate": now - timedelta(days=day)}
        for day in range(14)
        for state in ("COMPLETED", "FAILED", "EXPIRED", "ABORTED")
        for i in range(10)
    ]
    with mock_aws():
        client = boto3.client("backup", region_name=REGION)
        load_jobs({"BackupJobs": rows})
        everything = {"State": "ANY", "ResourceType": "ANY", "MessageCategory": "ANY"}
        bodies = []
        client.meta.events.register(
            "before-parse", lambda response_dict, **_: bodies.append(response_dict)
        )
        client.list_backup_job_summaries(**everything)
        model = client.meta.service_model.operation_model("ListBackupJobSummaries")
        parser = create_parser("rest-json")
        asked, parsed = compared(
            lambda: client.list_backup_job_summaries(**everything),
            lambda: parser.parse(bodies[0], model.output_shape),
        )
        report("ONE_DAY over all values, 500 rows / botocore's parsing", f"{asked / parsed:.2f} x")


def entering() -> None:
    def enter() -> None:
        with mock_aws():
            pass

    enter()
    taken = []
    for _ in range(ROUNDS):
        register()
        with_plugin = seconds(enter)
        unregister()
        taken.append((with_plugin, seconds(enter)))
    register()
    ratio = statistics.median(a for a, _ in taken) / statistics.median(b for _, b in taken)
    report("mock_aws entering and leaving, with the plugin / without", f"{ratio:.2f} x")


def requests_a_second(module: str, call: str, **arguments: str) -> float:
    """What a server of its own answers to eight clients in some seconds."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", module, "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    keys = {"aws_access_key_id": "a", "aws_secret_access_key": "b", "region_name": REGION}
    url = f"http://127.0.0.1:{port}"
    try:
        clients = [boto3.client("backup", endpoint_url=url, **keys) for _ in range(8)]
        for _ in range(100):
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", port)).close()
                break
            time.sleep(0.1)
        clients[0].create_backup_vault(BackupVaultName="nightly")

        def ask(client: Any) -> None:
            for _ in range(60):
                getattr(client, call)(**arguments)

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(ask, clients))
            begun = time.perf_counter()
            list(pool.map(ask, clients))
            return 8 * 60 / (time.perf_counter() - begun)
    finally:
        server.terminate()
        server.wait()


def readiness(*command: str) -> float:
    """How long a server takes until it says where it runs."""
    begun = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", *command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stderr is not None
    try:
        while "Running on" not in server.stderr.readline():
            assert server.poll() is None
        return time.perf_counter() - begun
    finally:
        server.terminate()
        server.wait()
        server.stderr.close()


def starting() -> None:
    taken = [
        (readiness("moto_backup_summaries", "-p", "0"), readiness("moto.server", "-p", "0"))
        for _ in range(9)
    ]
    ours, stock = (statistics.median(column) for column in zip(*taken, strict=True))
    report("moto_backup_server ready to answer / moto_server", f"{ours / stock:.2f} x")


def servers() -> None:
    ratios = []
    for _ in range(5):
        ours = requests_a_second(
            "moto_backup_summaries", "list_backup_job_summaries", AggregationPeriod="FOURTEEN_DAYS"
        )
        stock = requests_a_second("moto.server", "list_backup_vaults")
        ratios.append(ours / stock)
    report(
        "summaries that the server answers / vaults that moto_server does, a second",
        f"{statistics.median(ratios):.2f} x",
    )


def plans(resources: int, *, make_resources: bool) -> None:
    """A fortnight of a daily rule.

    make_resources: whether backups leave snapshots in moto's EC2.
    """
    start = datetime(2026, 3, 1, tzinfo=timezone.utc)
    config = backup_settings(make_resources=make_resources)
    with time_machine.travel(start, tick=False) as clock, mock_aws(config=config):
        client = boto3.client("backup", region_name=REGION)
        ec2 = boto3.client("ec2", region_name=REGION)
        for _ in range(resources):
            ec2.create_volume(AvailabilityZone=f"{REGION}a", Size=1)
        client.create_backup_vault(BackupVaultName="nightly")
        rules = [{"RuleName": "r", "TargetBackupVaultName": "nightly"}]
        plan = client.create_backup_plan(BackupPlan={"BackupPlanName": "p", "Rules": rules})
        role = "arn:aws:iam::123456789012:role/backup"
        client.create_backup_selection(
            BackupPlanId=plan["BackupPlanId"],
            BackupSelection={"SelectionName": "s", "IamRoleArn": role, "Resources": ["*"]},
        )
        clock.shift(timedelta(days=14))
        gc.collect()
        made = seconds(fortnight(client), 1)
    snapshots = "with" if make_resources else "without"
    report(f"a fortnight of {resources:,} volumes, {snapshots} snapshots", f"{made:.2f} s")


def leap() -> None:
    """What ten years of a rule cost that runs each minute, which moto alone takes, with one resource."""
    start = datetime(2026, 3, 1, tzinfo=timezone.utc)
    with mock_aws(), time_machine.travel(start, tick=False) as clock:
        client = boto3.client("backup", region_name=REGION)
        boto3.client("s3", region_name=REGION).create_bucket(Bucket="photos")
        client.create_backup_vault(BackupVaultName="nightly")
        unregister()
        rule = {
            "RuleName": "r",
            "TargetBackupVaultName": "nightly",
            "ScheduleExpression": "rate(1 minute)",
        }
        plan = {"BackupPlanName": "p", "Rules": [rule]}
        plan_id = client.create_backup_plan(BackupPlan=plan)["BackupPlanId"]
        register()
        role = "arn:aws:iam::123456789012:role/r"
        client.create_backup_selection(
            BackupPlanId=plan_id,
            BackupSelection={"SelectionName": "s", "IamRoleArn": role, "Resources": ["*"]},
        )
        clock.shift(timedelta(days=3652))
        taken = time_machine.escape_hatch.time.time()
        client.list_backup_job_summaries()
        taken = time_machine.escape_hatch.time.time() - taken
    report("a leap of ten years over rate(1 minute), one resource", f"{taken:.2f} s")


def importing() -> None:
    def cost(program: str) -> float:
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", program], check=True)
        return time.perf_counter() - begun

    taken = [(cost("import moto_backup_summaries"), cost("pass")) for _ in range(9)]
    own = statistics.median(a - b for a, b in taken)
    report("import moto_backup_summaries, nothing else", f"{own * 1000:.1f} ms")


def main() -> None:
    organization(1_000)
    leap()
    few, many = against_vaults(100), against_vaults(1_000_000)
    report("the summary of 1,000,000 jobs / of 100", f"{many / few:.2f} x")
    pages, of_many = lists(1_000), lists(1_000_000)
    report("first page of 100 out of 1,000,000 / out of 1,000", f"{of_many[0] / pages[0]:.2f} x")
    report("last page of 100 out of 1,000,000 / out of 1,000", f"{of_many[1] / pages[1]:.2f} x")
    real_rows(200_000)
    many_rows()
    entering()
    servers()
    starting()
    plans(1_000, make_resources=False)
    plans(1_000, make_resources=True)
    importing()


if __name__ == "__main__":
    main()
