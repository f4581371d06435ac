"""What keeping many jobs and recovery points costs, with a bound and a verdict for each figure.

    python benchmarks/store.py [JOBS] [--beside FOLDER]

FOLDER has another build of the package: a worktree, or what pip has installed elsewhere. Each build runs in a
process of its own. All are measured in turns, in processor time, so that a busy machine slows both sides of a
ratio alike. Figures are medians of the rounds, and ratios of two are medians of the rounds' own.
"Growth" is the cost among JOBS (1,000,000) over that among 1,000, right before.
"""

import argparse
import gc
import json
import os
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/backup"
VAULT: Any = {"BackupVaultName": "nightly"}
EMPTY, FEW, MANY = "us-east-2", "us-east-1", "eu-west-1"
FEW_JOBS, JOBS_OF_A_RESOURCE = 1_000, 50
ROUNDS, ALONE_ROUNDS, CALLS, PAGE = 11, 3, 10, 100
ROWS_LOADED, ROWS_WEIGHED, ACCOUNTS, VOLUMES = 100_000, 30_000, 1_000, 1_000
Call = Callable[[], Any]


def resource(region: str, number: int) -> str:
    return f"arn:aws:ec2:{region}:{ACCOUNT}:volume/vol-{number:017x}"


def rows(region: str, number: int) -> Iterator[dict[str, Any]]:
    """Jobs of 16 members over 28 days, the newest first as AWS lists them; each seventh failed."""
    now = datetime.now(timezone.utc).replace(microsecond=0)
    for i in range(number):
        created = now - timedelta(milliseconds=i * 28 * 86_400_000 // number)
        yield {
            "BackupJobId": f"{i:08x}-0000-4000-8000-000000000000",
            "AccountId": ACCOUNT,
            "BackupVaultName": "nightly",
            "BackupVaultArn": f"arn:aws:backup:{region}:{ACCOUNT}:backup-vault:nightly",
            "ResourceArn": resource(region, i % max(1, number // JOBS_OF_A_RESOURCE)),
            "RecoveryPointArn": f"arn:aws:ec2:{region}::snapshot/snap-{i:017x}",
            "ResourceType": "EBS",
            "State": "FAILED" if i % 7 == 0 else "COMPLETED",
            "CreationDate": created,
            "CompletionDate": created + timedelta(minutes=5),
            "StartBy": created + timedelta(hours=8),
            "BackupSizeInBytes": i * 1000,
            "PercentDone": "100.0",
            "IamRoleArn": ROLE,
            "IsParent": False,
            "CreatedBy": {"BackupPlanId": "plan", "BackupRuleId": "rule"},
        }


def documents(region: str, number: int) -> dict[str, Any]:
    return {"BackupJobs": list(rows(region, number))}


def processor_seconds(call: Call, calls: int = CALLS) -> float:
    begun = time.process_time()
    for _ in range(calls):
        call()
    return (time.process_time() - begun) / calls


class Work:
    """One build's side: each name of `measures` is a figure, which is taken as often as it is asked for."""

    def __init__(self, jobs: int) -> None:
        import boto3

        from moto_backup_summaries import load_jobs

        self.clients: dict[str, Any] = {}
        for region, number in ((EMPTY, 0), (FEW, FEW_JOBS), (MANY, jobs)):
            client = self.clients[region] = boto3.client("backup", region_name=region)
            client.create_backup_vault(**VAULT)
            if number:
                load_jobs(documents(region, number))
        self.numbers = count()

    def lists(self, region: str) -> dict[str, Call]:
        client, of = self.clients[region], {"ResourceArn": resource(region, 7)}
        now = datetime.now(timezone.utc)

        def jobs(**filters: Any) -> Call:
            return lambda: client.list_backup_jobs(MaxResults=PAGE, **filters)

        def points(**filters: Any) -> Call:
            return lambda: client.list_recovery_points_by_backup_vault(
                **VAULT, MaxResults=PAGE, **filters
            )

        return {
            "summary FOURTEEN_DAYS": lambda: client.list_backup_job_summaries(
                AggregationPeriod="FOURTEEN_DAYS", State="ANY"
            ),
            "page of jobs": jobs(),
            "… by State": jobs(ByState="COMPLETED"),
            "… by a State that none has": jobs(ByState="RUNNING"),
            "… by ResourceArn": jobs(ByResourceArn=of["ResourceArn"]),
            "… by ResourceType": jobs(ByResourceType="EBS"),
            "… by message category": jobs(ByMessageCategory="SUCCESS"),
            "… created before": jobs(ByCreatedBefore=now - timedelta(days=9)),
            "… completed after, none": jobs(ByCompleteAfter=now + timedelta(days=1)),
            "… completed before 20 days ago": jobs(ByCompleteBefore=now - timedelta(days=20)),
            "page of a vault's recovery points": points(),
            "… by type": points(ByResourceType="EBS"),
            "… by resource": points(ByResourceArn=of["ResourceArn"]),
            "a resource's recovery points": lambda: client.list_recovery_points_by_resource(
                **of, MaxResults=PAGE
            ),
            "protected resources": lambda: client.list_protected_resources(MaxResults=10),
            "describe a vault": lambda: client.describe_backup_vault(**VAULT),
        }

    def start(self, region: str) -> None:
        self.clients[region].start_backup_job(
            **VAULT, ResourceArn=resource(region, next(self.numbers)), IamRoleArn=ROLE
        )

    def measures(self) -> dict[str, Callable[[], float]]:
        found: dict[str, Callable[[], float]] = {}
        few, many = self.lists(FEW), self.lists(MANY)
        for name in few:
            found[f"{name} {FEW}"] = partial(processor_seconds, few[name])
            found[f"{name} {MANY}"] = partial(processor_seconds, many[name])
        for region in (EMPTY, MANY):
            found[f"start {region}"] = partial(processor_seconds, partial(self.start, region))
        return found


def plan_of(schedule: str, **rule: Any) -> Any:
    """A client with a plan that backs up everything to a vault."""
    import boto3

    client: Any = boto3.client("backup", region_name=FEW)
    client.create_backup_vault(**VAULT)
    rules = [
        {
            "RuleName": "r",
            "TargetBackupVaultName": "nightly",
            "ScheduleExpression": schedule,
            **rule,
        }
    ]
    plan = client.create_backup_plan(BackupPlan={"BackupPlanName": "p", "Rules": rules})
    selection = {"SelectionName": "s", "IamRoleArn": ROLE, "Resources": ["*"]}
    client.create_backup_selection(BackupPlanId=plan["BackupPlanId"], BackupSelection=selection)
    return client


def load() -> list[float]:
    """Rows of 16 members, loaded into an account that has none."""
    from moto import mock_aws

    from moto_backup_summaries import load_jobs

    document, taken = documents(FEW, ROWS_LOADED), []
    for _ in range(ALONE_ROUNDS):
        with mock_aws():
            load_jobs({"BackupJobs": [{}]})
            taken.append(processor_seconds(lambda: load_jobs(document), 1))
    return [statistics.median(taken)]


def accounts() -> list[float]:
    """The sum over the accounts of an organization."""
    import boto3
    from moto import mock_aws

    from moto_backup_summaries import load_jobs

    with mock_aws():
        organizations = boto3.client("organizations", region_name=FEW)
        organizations.create_organization()
        client = boto3.client("backup", region_name=FEW)
        for number in range(ACCOUNTS):
            made = organizations.create_account(
                AccountName=f"a{number}", Email=f"a{number}@example.com"
            )
            account_id = made["CreateAccountStatus"]["AccountId"]
            load_jobs({"BackupJobs": [{}]}, account_id=account_id, region_name=FEW)

        def summed() -> Any:
            return client.list_backup_job_summaries(AccountId="AGGREGATE_ALL")

        summed()
        return [statistics.median(processor_seconds(summed) for _ in range(ROUNDS))]


def expiry() -> list[float]:
    """60 days of many volumes, which are kept 7 days, and the next 60 days."""
    import boto3
    import time_machine
    from moto import mock_aws

    from moto_backup_summaries import register

    register()
    start = datetime(2026, 3, 1, tzinfo=timezone.utc)
    with time_machine.travel(start, tick=False) as clock, mock_aws():
        ec2 = boto3.client("ec2", region_name=FEW)
        for _ in range(VOLUMES):
            ec2.create_volume(AvailabilityZone=f"{FEW}a", Size=1)
        client = plan_of("cron(0 5 * * ? *)", Lifecycle={"DeleteAfterDays": 7})
        taken = []
        for _ in range(2):
            clock.shift(timedelta(days=60))
            begun = time.process_time()
            kept = client.describe_backup_vault(**VAULT)["NumberOfRecoveryPoints"]
            taken.append(time.process_time() - begun)
            assert kept == 7 * VOLUMES, kept
    return taken


def leap() -> list[float]:
    """Ten years of a rule that runs each hour, with one volume."""
    import boto3
    import time_machine
    from moto import mock_aws

    from moto_backup_summaries import register

    register()
    start = datetime(2026, 3, 1, tzinfo=timezone.utc)
    with mock_aws(), time_machine.travel(start, tick=False) as clock:
        boto3.client("ec2", region_name=FEW).create_volume(AvailabilityZone=f"{FEW}a", Size=1)
        client = plan_of("rate(1 hour)")
        clock.shift(timedelta(days=3652))
        begun = time.process_time()
        client.list_backup_job_summaries()
        return [time.process_time() - begun]


def memory() -> list[float]:
    """What is kept of loaded rows over their compact JSON: loaded, asked for, and asked for by all."""
    import boto3
    from moto import mock_aws

    from moto_backup_summaries import load_jobs

    text = json.dumps(
        documents(FEW, ROWS_WEIGHED), default=datetime.isoformat, separators=(",", ":")
    )
    weights = []
    with mock_aws():
        client: Any = boto3.client("backup", region_name=FEW)
        client.create_backup_vault(**VAULT)
        client.list_backup_jobs()
        gc.collect()
        tracemalloc.start()
        load_jobs(json.loads(text))

        def weigh() -> None:
            gc.collect()
            weights.append(tracemalloc.get_traced_memory()[0] / len(text))

        weigh()
        (job,) = client.list_backup_jobs(MaxResults=1, ByState="COMPLETED")["BackupJobs"]
        client.describe_backup_job(BackupJobId=job["BackupJobId"])
        client.describe_recovery_point(**VAULT, RecoveryPointArn=job["RecoveryPointArn"])
        weigh()
        client.list_backup_jobs(ByState="RUNNING")
        client.list_backup_jobs(ByResourceArn=job["ResourceArn"])
        client.list_recovery_points_by_resource(ResourceArn=job["ResourceArn"])
        weigh()
    return weights


ALONE: Mapping[str, Callable[[], list[float]]] = {
    "load": load,
    "accounts": accounts,
    "expiry": expiry,
    "leap": leap,
    "memory": memory,
}


def work(jobs: int) -> None:
    """Answer each name of a figure on a line with the figure, in a process that has one build."""
    from moto import mock_aws

    with mock_aws():
        measures = Work(jobs).measures()
        print(json.dumps(list(measures)), flush=True)
        for line in sys.stdin:
            print(measures[line.strip()](), flush=True)


class Build:
    """A build of the package, in a process of its own."""

    def __init__(self, folder: Path, jobs: int) -> None:
        self._environment = {**os.environ, "PYTHONPATH": str(folder)}
        self._process = subprocess.Popen(
            self._command("--work", str(jobs)),
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.names: list[str] = []
        self.taken: dict[str, list[float]] = {}

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, __file__, *arguments]

    def wait(self) -> None:
        assert self._process.stdout is not None
        self.names = json.loads(self._process.stdout.readline())
        self.taken = {name: [] for name in self.names}

    def measure(self, name: str) -> float:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{name}\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())

    def alone(self, name: str) -> list[float]:
        done = subprocess.run(
            self._command("--alone", name),
            env=self._environment,
            stdout=subprocess.PIPE,
            check=True,
        )
        figures: list[float] = json.loads(done.stdout)
        return figures

    def close(self) -> None:
        self._process.communicate()

    def median(self, name: str) -> float:
        return statistics.median(self.taken[name])

    def growth(self, name: str) -> float:
        """The cost among many jobs over that among few."""
        return ratio(self.taken[f"{name} {MANY}"], self.taken[f"{name} {FEW}"])


def ratio(some: Sequence[float], others: Sequence[float]) -> float:
    """The median of the rounds' ratios."""
    return statistics.median(mine / other for mine, other in zip(some, others, strict=True))


def report(what: str, seen: str, bound: str, *, is_within: bool | None) -> None:
    verdict = {None: "", True: "within", False: "BEYOND"}[is_within]
    print(f"{what:78}{seen:>14}{bound:>12}  {verdict}", flush=True)


def growth(own: Build, other: Build | None, jobs: int) -> None:
    report(f"growth, {jobs:,} / {FEW_JOBS:,} jobs", "", "", is_within=None)
    names = [name.removesuffix(f" {FEW}") for name in own.names if name.endswith(f" {FEW}")]
    for name in names:
        grown, many, beside = own.growth(name), f"{name} {MANY}", ""
        if other is not None:
            times = ratio(own.taken[many], other.taken[many])
            beside = f", {times:.2f} x the other's, whose growth is {other.growth(name):.2f}"
        what = f"{name} ({own.median(many) * 1000:.2f} ms{beside})"
        report(what, f"{grown:.2f} x", "1.1 x", is_within=grown <= 1.1)


def starts(own: Build, other: Build | None, jobs: int) -> None:
    for region, what in ((EMPTY, "an empty region"), (MANY, f"{jobs:,} jobs")):
        name = f"start {region}"
        if other is not None:
            times = ratio(own.taken[name], other.taken[name])
            report(
                f"StartBackupJob in {what} ({own.median(name) * 1000:.2f} ms) / the other's",
                *(f"{times:.2f} x", "1.1 x"),
                is_within=times <= 1.1,
            )


def alone(builds: Sequence[Build], name: str) -> list[list[float]]:
    """What each build takes in processes by itself, in turns: the median of each stage."""
    taken: list[list[list[float]]] = [[] for _ in builds]
    for _ in range(ALONE_ROUNDS):
        for build, figures in zip(builds, taken, strict=True):
            figures.append(build.alone(name))
    return [[statistics.median(stage) for stage in zip(*figures, strict=True)] for figures in taken]


def rates(builds: Sequence[Build]) -> None:
    (own,), *others = alone(builds, "load")
    speed = ROWS_LOADED / own
    report("load of rows of 16 members", f"{speed:,.0f} /s", "80,000 /s", is_within=speed >= 80_000)
    for (other,) in others:
        report("… / the other's", f"{other / own:.2f} x", "0.5 x", is_within=other / own >= 0.5)
    (own,), *others = alone(builds, "accounts")
    report(f"sum over {ACCOUNTS:,} accounts", f"{own * 1000:.2f} ms", "", is_within=None)
    for (other,) in others:
        report("… / the other's", f"{own / other:.2f} x", "1.0 x", is_within=own <= other)


def absolute(builds: Sequence[Build]) -> None:
    """What has a bound of its own."""
    stages = {
        "memory": ["loaded", "asked by id, vault and ARN", "and by State and resource"],
        "expiry": [f"60 days of {VOLUMES:,} volumes kept 7 days", "the next 60 days"],
        "leap": ["ten years of rate(1 hour), one volume"],
    }
    bounds = {"memory": 1.3, "expiry": 1.0, "leap": 1.0}
    for name, named in stages.items():
        unit, prefix = ("x", "memory / compact JSON, ") if name == "memory" else ("s", "")
        own, *others = alone(builds, name)
        for stage, seen in enumerate(own):
            beside = "".join(f" (the other's {other[stage]:.2f})" for other in others)
            report(
                f"{prefix}{named[stage]}{beside}",
                *(f"{seen:.2f} {unit}", f"{bounds[name]} {unit}"),
                is_within=seen <= bounds[name],
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("jobs", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--beside", type=Path)
    parser.add_argument("--work", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--alone", choices=ALONE, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work is not None:
        work(asked.work)
        return
    if asked.alone is not None:
        print(json.dumps(ALONE[asked.alone]()))
        return
    own = Build(Path(__file__).parents[1], asked.jobs)
    other = None if asked.beside is None else Build(asked.beside, asked.jobs)
    builds = [own] if other is None else [own, other]
    for build in builds:
        build.wait()
    for number in range(ROUNDS + 1):
        for name in own.names:
            for build in builds if number % 2 else reversed(builds):
                taken = build.measure(name)
                # The first round makes the indexes.
                build.taken[name] += [taken] if number else []
    growth(own, other, asked.jobs)
    starts(own, other, asked.jobs)
    for build in builds:
        build.close()
    rates(builds)
    absolute(builds)


if __name__ == "__main__":
    main()
