"""The fixtures and the marker, in suites of their own."""

import subprocess
import sys
from importlib.util import find_spec
from typing import Any

import pytest
from support import unmeasured


@pytest.fixture
def run(pytester: pytest.Pytester) -> Any:
    """Runs a suite in this process; the rest of its arguments are pytest's."""

    def run_suite(suite: str, *arguments: str, **others: str) -> pytest.RunResult:
        pytester.makepyfile(test_suite=suite, **others)
        return pytester.runpytest_inprocess("-p", "no:cov", "-p", "no:randomly", *arguments)

    return run_suite


def test_each_test_begins_with_nothing(run: Any) -> None:
    suite = """
import pytest

@pytest.mark.parametrize("number", range(3))
def test_a_vault(number, aws_backup, aws_clients):
    assert aws_clients("backup") is aws_backup.client
    assert aws_backup.client.list_backup_vaults()["BackupVaultList"] == []
    aws_backup.client.create_backup_vault(BackupVaultName="nightly")
    assert aws_clients("ec2").describe_volumes()["Volumes"] == []
    aws_clients("ec2").create_volume(AvailabilityZone="us-east-1a", Size=1)

def test_clients_of_the_code_under_test(aws_backup):
    import boto3
    client = boto3.client("backup", region_name="us-east-1")
    assert client.list_backup_vaults()["BackupVaultList"] == []
"""
    run(suite).assert_outcomes(passed=4)


def test_the_marker_loads_jobs_of_a_file_beside_the_test(
    run: Any, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    suite = """
import boto3, pytest
pytestmark = pytest.mark.backup_jobs({"BackupJobs": [{"State": "FAILED"}]})

def count(client):
    return len(client.list_backup_jobs()["BackupJobs"])

@pytest.mark.backup_jobs("jobs.json", shift_to_now=True)
@pytest.mark.parametrize("number", range(2))
def test_with_a_fixture(aws_backup, number):
    assert count(aws_backup.client) == 3

@pytest.mark.backup_jobs(source="j*.json", shift_to_now=True)
def test_a_pattern_beside_the_test(aws_backup):
    assert count(aws_backup.client) == 3

@pytest.mark.backup_jobs("elsewhere/more.json")
def test_relative_to_the_current_folder(aws_backup):
    assert count(aws_backup.client) == 2

@pytest.mark.parametrize("number", range(2))
def test_with_the_marker_alone(number):
    assert count(boto3.client("backup", region_name="us-east-1")) == 1

class TestMarked:
    pytestmark = pytest.mark.backup_jobs({"BackupJobs": [{}]})

    def test_in_a_class(self, aws_backup_server):
        assert count(aws_backup_server.client) == 2
"""
    folder = pytester.mkdir("tests")
    (folder / "test_marked.py").write_text(suite)
    date = '"CreationDate": "2020-01-01"'
    (folder / "jobs.json").write_text(f'{{"BackupJobs": [{{{date}}}, {{{date}}}]}}')
    pytester.mkdir("elsewhere").joinpath("more.json").write_text('{"BackupJobs": [{}]}')
    result = pytester.runpytest_inprocess(
        "--strict-markers", "-W", "error", "-p", "no:randomly", "tests"
    )
    result.assert_outcomes(passed=7)


def test_a_mistake_in_the_marker_names_it(run: Any) -> None:
    suite = """
import pytest

@pytest.mark.backup_jobs({"BackupJobs": [{"State": "DONE"}]})
def test_it(aws_backup):
    pass
"""
    result = run(suite)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["E*ValueError: Invalid value for BackupJobs[[]0].State: got 'DONE'*"]
    )


def test_the_marker_is_explained(run: Any) -> None:
    run("", "--markers").stdout.fnmatch_lines(
        ["@pytest.mark.backup_jobs(source, *, account_id=None*"]
    )


@pytest.mark.parametrize("fixture", ["aws_backup", "aws_backup_server"])
def test_a_rule_that_was_not_used_is_a_warning_unless_the_test_failed(
    run: Any, fixture: str
) -> None:
    suite = f"""
def test_passes({fixture}):
    {fixture}.outcome("backup", state="FAILED")
    {fixture}.outcome("backup", state="EXPIRED").remove()

def test_fails({fixture}):
    {fixture}.fail("ListBackupJobs", code="ThrottlingException")
    assert 1 == 2
"""
    result = run(suite, "-W", "default")
    result.assert_outcomes(passed=1, failed=1, warnings=1)
    result.stdout.fnmatch_lines(
        ["*test_suite.py:2: BackupSummariesWarning: 1 rule was never used; *"]
    )


def test_a_suite_has_its_own_mock_and_server(run: Any) -> None:
    conftest = """
import pytest
from moto_backup_summaries import AwsMock, AwsServer, backup_settings

@pytest.fixture(scope="session")
def aws_mock():
    return AwsMock(backup_settings(moto_compatible=False), resets=["s3"])

@pytest.fixture(scope="session")
def aws_server(aws_server):
    return AwsServer(aws_server.url, resets=iter(["s3"]))
"""
    suite = """
import pytest

@pytest.fixture(params=["aws_backup", "aws_backup_server"])
def backup(request):
    return request.getfixturevalue(request.param)

@pytest.mark.parametrize("number", range(2))
def test_what_stays_and_what_goes(backup, number):
    ec2, s3 = backup.clients("ec2"), backup.clients("s3")
    assert len(ec2.describe_volumes()["Volumes"]) == number
    ec2.create_volume(AvailabilityZone="us-east-1a", Size=1)
    assert s3.list_buckets()["Buckets"] == []
    s3.create_bucket(Bucket="reports")
    assert backup.client.list_backup_vaults()["BackupVaultList"] == []
    backup.client.create_backup_vault(BackupVaultName="nightly")

def test_settings(aws_backup):
    with pytest.raises(aws_backup.client.exceptions.ClientError, match="AccessDeniedException"):
        aws_backup.client.describe_backup_vault(BackupVaultName="absent")
"""
    run(suite, conftest=conftest).assert_outcomes(passed=5)


@pytest.mark.parametrize("name", ["AwsMock", "AwsServer"])
def test_a_service_that_moto_does_not_have_is_refused(name: str) -> None:
    import moto_backup_summaries

    make: Any = getattr(moto_backup_summaries, name)
    with pytest.raises(
        ValueError, match=r"^Invalid value for resets: got 'ec3', accepts names of services"
    ):
        make(resets=["ec3"])
    for wrong in ("ec2", 3):
        with pytest.raises(
            ValueError, match=r"^Invalid value for resets: got .*, accepts \"all\", or a list"
        ):
            make(resets=wrong)


def test_fixtures_of_a_suite_by_these_names_win(run: Any) -> None:
    suite = """
import pytest

@pytest.fixture
def aws_backup():
    return "its own"

def test_it(aws_backup):
    assert aws_backup == "its own"
"""
    run(suite).assert_outcomes(passed=1)


def test_an_asynchronous_client_is_told_of_the_server(run: Any) -> None:
    suite = """
import asyncio

async def await_bytes():
    # As aiobotocore does of what moto's mock answers.
    await b""

def test_it(aws_backup):
    asyncio.run(await_bytes())

def test_another_mistake(aws_backup):
    await_nothing = 1 + "1"
"""
    result = run(suite)
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(
        ["E *moto's mock answers no asynchronous client*aws_backup_server*"]
    )
    # Pytest's short summary repeats it where the environment says CI.
    told = [
        line for line in result.outlines if line.startswith("E ") and "asynchronous client" in line
    ]
    assert len(told) == 1


def test_a_server_has_settings_and_transitions_as_before(run: Any) -> None:
    suite = """
import json, urllib.request, pytest

def post(url, document):
    request = urllib.request.Request(url, json.dumps(document).encode(), method="POST")
    request.add_header("Content-Type", "application/json")
    urllib.request.urlopen(request).close()

@pytest.mark.parametrize("number", range(2))
def test_it(aws_backup_server, number):
    aws_backup_server.client.create_backup_vault(BackupVaultName="nightly")
    job_id = aws_backup_server.client.start_backup_job(
        BackupVaultName="nightly",
        ResourceArn="arn:aws:ec2:us-east-1:123456789012:volume/vol-1",
        IamRoleArn="arn:aws:iam::123456789012:role/backup",
    )["BackupJobId"]
    job = aws_backup_server.client.describe_backup_job(BackupJobId=job_id)
    assert job["State"] == "COMPLETED"
    assert aws_backup_server.summaries() != []
    url = aws_backup_server.url + "/moto-api/"
    post(url + "config", {"backup": {"include_today": False}})
    transition = {"progression": "manual", "times": 9}
    post(url + "state-manager/set-transition", {"model_name": "backup::backup_job", "transition": transition})
    aws_backup_server.at("2030-01-01")
"""
    run(suite).assert_outcomes(passed=2)


def test_a_server_that_runs_already_is_left_running(server_url: str) -> None:
    from moto_backup_summaries import AwsServer

    for _ in range(2):
        with AwsServer(server_url) as server:
            assert server.process_id is None
            aws_backup = server.begin()
            assert aws_backup.client.list_backup_vaults()["BackupVaultList"] == []
            aws_backup.end()


def test_a_server_that_was_started_again_answers() -> None:
    from moto_backup_summaries import AwsServer

    server = AwsServer()
    for _ in range(2):
        with server:
            aws_backup = server.begin()
            assert aws_backup.client.list_backup_vaults()["BackupVaultList"] == []
            aws_backup.end()


def test_a_server_that_is_none_of_ours_is_an_error(server_url: str) -> None:
    from moto_backup_summaries import AwsServer

    with pytest.raises(RuntimeError, match=r"/nowhere failed: "):
        AwsServer(f"{server_url}/nowhere").begin()


def test_a_server_that_does_not_start_says_why() -> None:
    from moto_backup_summaries import AwsServer

    server = AwsServer(arguments=["--load", "absent.json"])
    with pytest.raises(RuntimeError, match="has not been started"):
        server.begin()
    with pytest.raises(
        RuntimeError, match=r"ended before it answered:\n--load absent.json: .*Cannot read"
    ):
        server.__enter__()


@pytest.mark.parametrize(
    "order",
    [
        ("-p", "no:randomly"),
        ("-n", "2"),
        ("-n", "2", "--dist", "worksteal"),
        pytest.param(
            ("--randomly-seed", "1"),
            marks=pytest.mark.skipif(
                find_spec("pytest_randomly") is None,
                reason="pytest-randomly is not installed: `tox run -e plain` has it",
            ),
        ),
    ],
)
def test_tests_of_all_ways_stand_beside_each_other(
    pytester: pytest.Pytester, order: tuple[str, ...]
) -> None:
    """In a process of its own, where nothing of moto has been imported."""
    pytester.makepyfile(
        """
import boto3, pytest
from moto import mock_aws
from moto.moto_api import state_manager
from moto_backup_summaries import AwsBackupTests, unregister
import unittest

def check(client):
    assert client.list_backup_vaults()["BackupVaultList"] == []
    client.create_backup_vault(BackupVaultName="nightly")
    job_id = client.start_backup_job(
        BackupVaultName="nightly",
        ResourceArn="arn:aws:ec2:us-east-1:123456789012:volume/vol-1",
        IamRoleArn="arn:aws:iam::123456789012:role/backup",
    )["BackupJobId"]
    assert client.describe_backup_job(BackupJobId=job_id)["State"] == "COMPLETED"

@pytest.mark.parametrize("number", range(4))
class TestWays:
    def test_a_fixture(self, aws_backup, number):
        check(aws_backup.client)

    @mock_aws
    def test_a_mock_of_its_own(self, number):
        check(boto3.client("backup", region_name="us-east-1"))
        state_manager.set_transition("backup::backup_job", {"progression": "manual", "times": 9})

    def test_a_server(self, aws_backup_server, number):
        check(aws_backup_server.client)

    def test_one_who_unregisters(self, aws_backup, number):
        check(aws_backup.client)
        unregister()

    def test_both(self, aws_backup, aws_backup_server, number):
        check(aws_backup.client)
        check(aws_backup_server.client)
        with mock_aws():
            assert len(aws_backup.client.list_backup_vaults()["BackupVaultList"]) == 1

class TestOfUnittest(AwsBackupTests, unittest.TestCase):
    def test_it(self):
        check(self.aws_backup.client)
"""
    )
    # Each process of it would import what it does not use.
    unused = ("-p", "no:hypothesispytest", "-p", "no:pytest_cov")
    arguments = ("-W", "error", *unused, *order)
    pytester.runpytest_subprocess(*arguments).assert_outcomes(passed=21)


def test_unittest_needs_no_pytest(tmp_path: Any) -> None:
    suite = """
import sys, unittest
from moto_backup_summaries import AwsBackupTests, AwsMock, backup_settings

class TestReport(AwsBackupTests, unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.aws_backup.load({"BackupJobs": [{}]})

    def test_it(self):
        self.assertEqual(len(self.aws_backup.summaries()), 1)
        self.assertNotIn("pytest", sys.modules)

    def test_it_again(self):
        self.assertEqual(len(self.aws_backup.summaries()), 1)
        self.aws_backup.outcome("backup", state="FAILED")

    def test_it_fails(self):
        self.aws_backup.outcome("backup", state="EXPIRED")
        self.fail("as it should")

class TestWithAMock(AwsBackupTests, unittest.TestCase):
    aws_mock = AwsMock(backup_settings(include_today=False))

    def test_it(self):
        self.aws_backup.load({"BackupJobs": [{}]}, shift_to_now=True)
        self.assertEqual(self.aws_backup.summaries("copy"), [])
"""
    (tmp_path / "test_report.py").write_text(suite)
    ran = subprocess.run(
        [sys.executable, "-m", "unittest", "test_report"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env=unmeasured(),
    )
    assert "Ran 4 tests" in ran.stderr
    assert ran.stderr.rstrip().endswith("FAILED (failures=1)"), ran.stderr
    assert ran.stderr.count("never used") == 1


def test_tests_of_unittest_have_the_marker(run: Any) -> None:
    suite = """
import unittest, pytest
from moto_backup_summaries import AwsBackupTests

@pytest.mark.backup_jobs({"BackupJobs": [{}]})
class TestReport(AwsBackupTests, unittest.TestCase):
    def test_it(self):
        self.assertEqual(len(self.aws_backup.client.list_backup_jobs()["BackupJobs"]), 1)

    @pytest.mark.backup_jobs({"BackupJobs": [{}]})
    @pytest.mark.slow
    def test_it_has_more(self):
        self.assertEqual(len(self.aws_backup.client.list_backup_jobs()["BackupJobs"]), 2)

    def test_it_fails(self):
        self.aws_backup.outcome("backup", state="FAILED")
        self.fail()
"""
    run(suite, "-W", "ignore::pytest.PytestUnknownMarkWarning").assert_outcomes(passed=2, failed=1)
