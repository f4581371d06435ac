"""The server as users run it: its command, the AWS CLI, and requests that no SDK sends."""

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from socket import create_server
from typing import Any
from urllib.request import Request, urlopen

import boto3
import moto
import pytest
from calls import start, volume
from listeners import Queue, put_rule
from python_forks import PythonForks
from support import REGION, ROLE, checked, client_of, post, raw, unmeasured

from moto_backup_summaries import __version__, load_jobs
from moto_backup_summaries.server import main, proxy


@pytest.fixture
def aws(python_forks: PythonForks) -> Callable[..., Any]:
    """Runs the AWS CLI; what it prints, as JSON."""
    places = [str(Path(sys.executable).parent), os.environ["PATH"]]
    program = shutil.which("aws", path=os.pathsep.join(places))
    assert program is not None

    def run(*arguments: str) -> Any:
        command = [python_forks.command, program, *arguments]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout)

    return run


def test_the_aws_cli_starts_lists_and_counts(
    fresh_server: str, mocked_backup: Any, aws: Callable[..., Any]
) -> None:
    client = boto3.client("backup", region_name=REGION, endpoint_url=fresh_server)
    # Made from here, since the mock of this test would answer in the server's place.
    raw(f"{fresh_server}/backup-vaults/nightly", "PUT", "{}")
    backup = ("--endpoint-url", fresh_server, "backup")
    names = ("--backup-vault-name", "nightly", "--iam-role-arn", ROLE, "--resource-arn", volume())
    aws(*backup, "start-backup-job", *names)
    answer = aws(*backup, "list-backup-job-summaries", "--state", "ANY")
    assert [(row["State"], row["Count"]) for row in answer["BackupJobSummaries"]] == [
        ("COMPLETED", 1)
    ]
    listed = aws(*backup, "list-backup-jobs")
    assert load_jobs(listed) == 1
    (job,) = mocked_backup.list_backup_jobs()["BackupJobs"]
    assert job["BackupJobId"] == listed["BackupJobs"][0]["BackupJobId"]
    assert client.meta.endpoint_url == fresh_server


def test_the_aws_cli_receives_an_event_from_a_queue(
    fresh_server: str, aws: Callable[..., Any]
) -> None:
    queue = Queue(client_of("sqs", endpoint_url=fresh_server))
    events = client_of("events", endpoint_url=fresh_server)
    put_rule(events, {"detail-type": ["Backup Vault State Change"]}, queue.arn)
    server = ("--endpoint-url", fresh_server)
    aws(*server, "backup", "create-backup-vault", "--backup-vault-name", "nightly")
    (message,) = aws(*server, "sqs", "receive-message", "--queue-url", queue.url)["Messages"]
    event = json.loads(message["Body"])
    assert event["detail"] == {"backupVaultName": "nightly", "state": "CREATED"}


def test_the_aws_cli_reads_a_report_from_s3(
    fresh_server: str, tmp_path: Path, aws: Callable[..., Any]
) -> None:
    client_of("s3", endpoint_url=fresh_server).create_bucket(Bucket="audit")
    client = client_of(endpoint_url=fresh_server)
    client.create_backup_vault(BackupVaultName="nightly")
    job = start(client)["BackupJobId"]
    server = ("--endpoint-url", fresh_server)
    channel, setting = "S3BucketName=audit,Formats=CSV", "ReportTemplate=BACKUP_JOB_REPORT"
    plan = ("--report-plan-name", "daily", "--report-setting", setting)
    aws(*server, "backup", "create-report-plan", *plan, "--report-delivery-channel", channel)
    report = client.start_report_job(ReportPlanName="daily")["ReportJobId"]
    told = client.describe_report_job(ReportJobId=report)["ReportJob"]
    (key,) = told["ReportDestination"]["S3Keys"]
    path = tmp_path / "report.csv"
    aws(*server, "s3api", "get-object", "--bucket", "audit", "--key", key, str(path))
    (row,) = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    assert (row["Backup Job ID"], row["Job Status"]) == (job, "COMPLETED")


@pytest.mark.parametrize("command", ["moto_backup_server", "moto_backup_proxy"])
def test_a_command_is_installed_and_tells_moto_s_flags_and_its_own(command: str) -> None:
    told = asked(command, "--help")
    assert f"usage: {command} " in told
    # argparse of Python 3.13 writes the name of a value once.
    flags = {word.strip("[],") for word in told.split() if word.startswith(("-", "[-"))}
    assert flags >= {"--help", "--host", "--port", "--load", "--time", "--version", "--wait"}
    if command == "moto_backup_server":
        assert flags >= {"--ssl", "--ssl-cert", "--ssl-key", "--reload"}


@pytest.mark.parametrize("command", ["moto_backup_server", "moto_backup_proxy"])
def test_the_usage_of_a_command_has_moto_s_flags_and_its_own(command: str) -> None:
    told = asked(command, "--help")
    usage, _, rest = told.partition("\n\n")
    shown = " ".join(usage.split())
    assert shown.startswith(f"usage: {command} [-h] [-H HOST] [-p PORT] [-")
    own = "[--load FILE] [--shift-to-now [exactly]] [--time TIME] [--wait [SECONDS]] [--version]"
    assert own in shown
    assert "usage" not in rest
    assert told.endswith("\n")
    assert max(map(len, usage.splitlines())) < 80


@pytest.mark.parametrize("port", ["99999", "-1", "http"])
def test_a_port_that_is_none_is_refused(port: str, capfd: pytest.CaptureFixture[str]) -> None:
    for command in (main, proxy):
        with pytest.raises(SystemExit) as error:
            command([f"--port={port}"])
        assert error.value.code == 2
        said = (
            f"error: argument -p/--port: Invalid value for port: got {port!r}, accepts 0 to 65535\n"
        )
        assert capfd.readouterr().err.endswith(said)


def test_a_port_of_the_environment_is_refused_too(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MOTO_PORT", "99999")
    with pytest.raises(SystemExit):
        main([])
    assert "Invalid value for port: got '99999', accepts 0 to 65535" in capfd.readouterr().err


@pytest.mark.parametrize("command", ["moto_backup_server", "moto_backup_proxy"])
def test_a_command_tells_both_versions(command: str) -> None:
    versions = f"moto-backup-summaries {__version__}, moto {moto.__version__}\n"
    assert asked(command, "--version") == versions


@cache
def asked(command: str, flag: str) -> str:
    """What an installed command prints."""
    found = shutil.which(command, path=str(Path(sys.executable).parent))
    assert found is not None
    return subprocess.run([found, flag], capture_output=True, text=True, check=True).stdout


def test_a_command_waits_until_a_server_that_is_started_beside_it_answers() -> None:
    with create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    serve = [sys.executable, "-m", "moto_backup_summaries", "-p", port]
    with subprocess.Popen(serve, stderr=subprocess.DEVNULL, env=unmeasured()) as server:
        subprocess.run([*serve, "--wait"], check=True, env=unmeasured())
        loaded = post(f"http://127.0.0.1:{port}/moto-api/static/backup/jobs", {"BackupJobs": [{}]})
        server.terminate()
    assert loaded == {"loaded": 1, "regions": ["us-east-1"]}


def test_waiting_ends_at_once_where_a_server_answers() -> None:
    with create_server(("127.0.0.1", 0)) as server:
        main(["--wait", "0", "-p", str(server.getsockname()[1])])


def test_waiting_for_a_server_that_never_answers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with create_server(("127.0.0.1", 0)) as free:
        monkeypatch.setenv("MOTO_PROXY_PORT", str(free.getsockname()[1]))
    with pytest.raises(SystemExit) as error:
        proxy(["--wait", "0.1"])
    where = f"127.0.0.1:{os.environ['MOTO_PROXY_PORT']}"
    assert error.value.code == f"nothing answers at {where} after 0.1 seconds"


def logged(*flags: str, module: str = "moto_backup_summaries") -> str:
    """What a server has told by the time that it has answered a request."""
    with create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    serve = [sys.executable, "-u", "-m", module, "-p", port, *flags]
    piped: Any = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    with subprocess.Popen(serve, **piped) as server:
        main(["--wait", "60", "-p", port])
        urlopen(f"http://127.0.0.1:{port}/moto-api/data.json").close()
        server.terminate()
        told, _ = server.communicate(timeout=30)
    return str(told)


def test_a_server_tells_where_it_runs_and_no_request_so_that_no_pipe_is_filled() -> None:
    told = logged()
    assert "Running on http://127.0.0.1:" in told
    assert "GET" not in told


def test_a_server_tells_each_request_to_whoever_asks() -> None:
    told = logged("--verbose")
    assert "Running on http://127.0.0.1:" in told
    assert '"GET /moto-api/data.json HTTP/1.1" 200' in told


@pytest.mark.parametrize(
    ("extra", "command", "lacking"),
    [("server", "main", "flask"), ("proxy", "proxy", "moto.moto_proxy.proxy3")],
)
def test_a_missing_extra_is_said_clearly(extra: str, command: str, lacking: str) -> None:
    program = f"""
import sys
sys.modules["{lacking}"] = None
from moto_backup_summaries.server import {command}
{command}(["-p", "0"])
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert f"pip install 'moto-backup-summaries[{extra}]'" in ran.stderr


@pytest.mark.parametrize("path", ["/", "/no/such/path", "/backup-jobs/a/b/c"])
def test_an_unknown_path_is_named_in_json(fresh_server: str, path: str) -> None:
    status, answer = raw(fresh_server + path)
    assert (status, answer["__type"]) == (404, "UnknownOperationException")
    assert path in answer["Message"]


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("encoded", [True, False])
def test_arns_in_paths_come_encoded_or_not(fresh_server: str, slash: str, encoded: bool) -> None:
    client = boto3.client("backup", region_name=REGION, endpoint_url=fresh_server)
    client.create_backup_vault(BackupVaultName="nightly")
    start(client)
    arn = volume().replace(":", "%3A").replace("/", "%2F") if encoded else volume()
    status, answer = raw(f"{fresh_server}/resources/{arn}/recovery-points{slash}")
    assert (status, len(answer["RecoveryPoints"])) == (200, 1)
    status, answer = raw(f"{fresh_server}/resources/{arn}{slash}")
    assert (status, answer["ResourceArn"]) == (200, volume())


def test_eight_threads_lose_no_job(fresh_server: str) -> None:
    each = 15
    setup = boto3.client("backup", region_name=REGION, endpoint_url=fresh_server)
    setup.create_backup_vault(BackupVaultName="nightly")

    def work(number: int) -> list[int]:
        client = checked(
            boto3.session.Session().client("backup", region_name=REGION, endpoint_url=fresh_server)
        )
        statuses = []
        for _ in range(each):
            for answer in (
                start(client, ResourceArn=volume(f"vol-{number}")),
                client.list_backup_job_summaries(ResourceType="ANY"),
                client.list_backup_jobs(MaxResults=5),
            ):
                statuses.append(answer["ResponseMetadata"]["HTTPStatusCode"])
                assert answer["ResponseMetadata"]["RetryAttempts"] == 0
        return statuses

    with ThreadPoolExecutor(8) as pool:
        statuses = [status for found in pool.map(work, range(8)) for status in found]
    assert set(statuses) == {200}
    (row,) = setup.list_backup_job_summaries()["BackupJobSummaries"]
    assert row["Count"] == 8 * each
    vault = setup.describe_backup_vault(BackupVaultName="nightly")
    assert vault["NumberOfRecoveryPoints"] == 8 * each


def test_the_aws_cli_sees_a_fortnight_of_a_plan(fresh_server: str, aws: Callable[..., Any]) -> None:
    backup = ("--endpoint-url", fresh_server, "backup")
    clock = f"{fresh_server}/moto-api/static/backup/clock"
    post(clock, {"time": "2026-03-01T00:00:00Z"})
    client = client_of(endpoint_url=fresh_server)
    client.create_backup_vault(BackupVaultName="nightly")
    ec2 = client_of("ec2", endpoint_url=fresh_server)
    ec2.create_volume(AvailabilityZone="us-east-1a", Size=1)
    rules = [{"RuleName": "r", "TargetBackupVaultName": "nightly"}]
    plan = json.dumps({"BackupPlanName": "p", "Rules": rules})
    plan_id = aws(*backup, "create-backup-plan", "--backup-plan", plan)["BackupPlanId"]
    selection = {"SelectionName": "s", "IamRoleArn": ROLE, "Resources": ["*"]}
    client.create_backup_selection(BackupPlanId=plan_id, BackupSelection=selection)
    post(clock, {"advance": "P13DT23H"})
    period = ("--aggregation-period", "FOURTEEN_DAYS")
    (row,) = aws(*backup, "list-backup-job-summaries", *period)["BackupJobSummaries"]
    assert row["Count"] == 14
    urlopen(Request(clock, method="DELETE")).close()
