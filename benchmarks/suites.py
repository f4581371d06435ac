"""What a test costs in processor time, by how a suite is written; and a suite that changes its fixture only.

    python benchmarks/suites.py [TESTS OF THE SUITE]

Ways are measured in turns, in one process; a server's time is added to that of its tests.
"""

import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import boto3
from moto import mock_aws

from moto_backup_summaries import AwsBackup, AwsMock, AwsServer
from moto_backup_summaries.testing.in_process import MockedAwsBackup

ROUNDS = 7
TESTS_OF_A_ROUND = 10
REGION = "us-east-1"
KEPT_SESSION: Any = {"core": {"reset_boto3_session": False}}


def ten_calls(client: Any) -> None:
    """What a test does that makes a vault and looks around."""
    client.create_backup_vault(BackupVaultName="nightly")
    assert client.describe_backup_vault(BackupVaultName="nightly")["NumberOfRecoveryPoints"] == 0
    assert len(client.list_backup_vaults()["BackupVaultList"]) == 1
    for _ in range(2):
        assert client.list_backup_jobs()["BackupJobs"] == []
        assert client.list_backup_job_summaries()["BackupJobSummaries"] == []
    assert client.list_backup_plans()["BackupPlansList"] == []
    assert client.list_protected_resources()["Results"] == []
    assert client.describe_region_settings()["ResourceTypeOptInPreference"]["EBS"]


def own_client() -> Any:
    return boto3.client("backup", region_name=REGION)


def as_readmes_show() -> None:
    with mock_aws():
        ten_calls(own_client())


def with_kept_session() -> None:
    with mock_aws(config=KEPT_SESSION):
        ten_calls(own_client())


def with_shared_client(client: Any) -> Callable[[], None]:
    def test() -> None:
        with mock_aws():
            ten_calls(client)

    return test


def with_aws_backup(aws_mock: AwsMock, client_of: Callable[[AwsBackup], Any]) -> Callable[[], None]:
    def test() -> None:
        aws = aws_mock.begin()
        ten_calls(client_of(MockedAwsBackup(aws)))
        aws.end()

    return test


def with_server(server: AwsServer) -> Callable[[], None]:
    def test() -> None:
        aws_backup = server.begin()
        ten_calls(aws_backup.client)
        aws_backup.end()

    return test


def seconds_of(process_id: int | None) -> float:
    """The processor time that a process has taken."""
    fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def milliseconds(test: Callable[[], None], server_id: int | None) -> tuple[float, float]:
    """Of each of some tests: in this process, and in that of the server."""
    begun, begun_there = time.process_time(), seconds_of(server_id)
    for _ in range(TESTS_OF_A_ROUND):
        test()
    here, there = time.process_time() - begun, seconds_of(server_id) - begun_there
    return here / TESTS_OF_A_ROUND * 1000, there / TESTS_OF_A_ROUND * 1000


def ways() -> None:
    """The table of ways, in turns."""
    with mock_aws():
        shared = own_client()
    with AwsServer() as server:
        tests: dict[str, Callable[[], None]] = {
            "mock_aws and boto3.client in each test": as_readmes_show,
            "the same, with reset_boto3_session off": with_kept_session,
            "mock_aws in each test, one client": with_shared_client(shared),
            "aws_backup, boto3.client in each test": with_aws_backup(
                AwsMock(), lambda _: own_client()
            ),
            "aws_backup": with_aws_backup(AwsMock(), lambda aws: aws.client),
            "aws_backup, resets=[]": with_aws_backup(AwsMock(resets=[]), lambda aws: aws.client),
            "aws_backup_server, of tests and server": with_server(server),
        }
        for test in tests.values():
            test()
        taken: dict[str, list[float]] = {name: [] for name in tests}
        of_tests: list[float] = []
        for _ in range(ROUNDS):
            for name, test in tests.items():
                own, served = milliseconds(test, server.process_id)
                taken[name].append(own + served)
            of_tests.append(own)
        taken["aws_backup_server, of tests alone"] = of_tests
    first = statistics.median(next(iter(taken.values())))
    for name, rounds in taken.items():
        median = statistics.median(rounds)
        print(f"{name:44}{median:8.1f} ms{first / median:7.1f} x", flush=True)


PLAIN_TESTS = """
import pytest

@pytest.fixture
def number():
    return 1

@pytest.mark.parametrize("n", range(1000))
def test_plain(n, number):
    assert n + number
"""


def suites_that_use_none() -> None:
    """What the fixtures cost a suite of 1,000 tests that uses none: beside the plugin that had none."""
    with TemporaryDirectory() as folder:
        Path(folder, "without_fixtures.py").write_text("import moto_backup_summaries\n")
        Path(folder, "test_plain.py").write_text(PLAIN_TESTS)
        without = ["-p", "no:moto_backup_summaries", "-p", "without_fixtures"]
        for name, arguments in {"collecting": ["--collect-only"], "running": []}.items():
            rounds = [
                (
                    seconds_of_pytest(folder, arguments),
                    seconds_of_pytest(folder, [*arguments, *without]),
                )
                for _ in range(ROUNDS)
            ]
            ratio = statistics.median(with_fixtures / plain for with_fixtures, plain in rounds)
            print(f"{name} 1,000 tests that use none, with / without{ratio:13.2f} x", flush=True)


def seconds_of_pytest(folder: str, arguments: list[str]) -> float:
    begun = os.times()
    ran = run_pytest(folder, *arguments)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    ended = os.times()
    return ended.children_user + ended.children_system - begun.children_user - begun.children_system


def run_pytest(folder: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments, folder],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([folder, *sys.path[1:]])},
    )


# How a suite is written by the README, and what it becomes: only the fixture differs.
AS_READMES_SHOW = """
import boto3, pytest
from moto import mock_aws

@pytest.fixture
def backup():
    with mock_aws():
        yield boto3.client("backup", region_name="us-east-1")
"""
WITH_FIXTURES = """
import pytest

@pytest.fixture
def backup(aws_backup):
    return aws_backup.client
"""
ANY_ORDER = """
import random

def pytest_collection_modifyitems(items):
    random.Random({seed}).shuffle(items)
"""
# Tests of every kind, of which each tenth fails as it should.
TESTS = """
import boto3, pytest
from moto_backup_summaries import fail_operation, job_events, job_progression, load_jobs, set_job_outcome

ROLE = "arn:aws:iam::123456789012:role/backup"

def start(client, name="vol-1"):
    arn = f"arn:aws:ec2:us-east-1:123456789012:volume/{name}"
    return client.start_backup_job(BackupVaultName="nightly", ResourceArn=arn, IamRoleArn=ROLE)["BackupJobId"]

def vault(client):
    assert client.list_backup_vaults()["BackupVaultList"] == []
    client.create_backup_vault(BackupVaultName="nightly")

def loads(client, n):
    load_jobs({"BackupJobs": [{}] * (n % 7 + 1)})
    assert len(client.list_backup_jobs()["BackupJobs"]) == n % 7 + 1

def starts(client, n):
    vault(client)
    job_id = start(client)
    assert client.describe_backup_job(BackupJobId=job_id)["State"] == "COMPLETED"
    assert len(client.list_backup_jobs()["BackupJobs"]) == 1

def fails(client, n):
    vault(client)
    set_job_outcome("backup", state="FAILED", status_message="Access denied")
    assert client.describe_backup_job(BackupJobId=start(client))["MessageCategory"] == "ACCESS_DENIED"

def refuses(client, n):
    fail_operation("ListBackupJobs", code="AccessDeniedException", times=None)
    with pytest.raises(client.exceptions.ClientError):
        client.list_backup_jobs()

def progresses(client, n):
    vault(client)
    job_progression("manual", times=1)
    job_id = start(client)
    states = [client.describe_backup_job(BackupJobId=job_id)["State"] for _ in range(3)]
    assert states == ["PENDING", "RUNNING", "COMPLETED"]

def hears(client, n):
    vault(client)
    start(client)
    assert len(job_events(kind="backup")) == 4

def plans(client, n):
    assert client.list_backup_plans()["BackupPlansList"] == []
    rule = {"RuleName": "nightly", "TargetBackupVaultName": "nightly"}
    client.create_backup_plan(BackupPlan={"BackupPlanName": "plan", "Rules": [rule]})
    assert len(client.list_backup_plans()["BackupPlansList"]) == 1

def is_beside_others(client, n):
    ec2 = boto3.client("ec2", region_name="us-east-1")
    assert ec2.describe_volumes()["Volumes"] == []
    ec2.create_volume(AvailabilityZone="us-east-1a", Size=1)

def sets(client, n):
    assert client.describe_region_settings()["ResourceTypeOptInPreference"]["EBS"]
    client.update_region_settings(ResourceTypeOptInPreference={"EBS": False})

def breaks(client, n):
    assert client.list_backup_jobs()["BackupJobs"] != []

KINDS = [loads, starts, fails, refuses, progresses, hears, plans, is_beside_others, sets, breaks]

@pytest.mark.parametrize("n", range(NUMBER))
def test_it(n, backup):
    KINDS[n % len(KINDS)](backup, n)
"""


def results(conftest: str, tests: int, *arguments: str) -> tuple[dict[str, str], float]:
    """How each test of the suite ended, and the processor time of all."""
    with TemporaryDirectory() as folder:
        Path(folder, "conftest.py").write_text(conftest)
        Path(folder, "test_suite.py").write_text(TESTS.replace("NUMBER", str(tests)))
        begun = os.times()
        ran = run_pytest(folder, "-rA", "--tb=no", "-W", "error", *arguments)
        ended = os.times()
        taken = (
            ended.children_user
            + ended.children_system
            - begun.children_user
            - begun.children_system
        )
        found = re.findall(r"^(PASSED|FAILED|ERROR) \S*::(\S+)", ran.stdout, re.MULTILINE)
        assert len(found) == tests, ran.stdout[-3000:] + ran.stderr
        return {test: result for result, test in found}, taken


def suite(tests: int) -> None:
    """A suite by the README, and under fixtures: in its own order, in others, on four workers."""
    expected, seconds = results(AS_READMES_SHOW, tests)
    number = sum(result == "PASSED" for result in expected.values())
    print(
        f"{tests} tests by the README: {number} pass, {tests - number} fail{seconds:13.1f} s",
        flush=True,
    )
    orders: dict[str, tuple[str, list[str]]] = {
        "in their order": (WITH_FIXTURES, []),
        "in another": (WITH_FIXTURES + ANY_ORDER.format(seed=1), []),
        "in a third": (WITH_FIXTURES + ANY_ORDER.format(seed=2), []),
        "on four workers": (WITH_FIXTURES, ["-n", "4"]),
    }
    for name, (conftest, arguments) in orders.items():
        found, taken = results(conftest, tests, *arguments)
        assert found == expected, {test for test in found if found[test] != expected[test]}
        print(f"  under the fixtures, {name}: the same{taken:20.1f} s", flush=True)


if __name__ == "__main__":
    ways()
    suites_that_use_none()
    suite(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
