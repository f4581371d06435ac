"""What an SDK repeats by itself, so that a test may never see the error that it asked for."""

import runpy
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import botocore.endpoint
import pytest
from botocore.config import Config
from moto import mock_aws
from support import ROOT, new_client

from moto_backup_summaries import fail_operation

# Attempts until botocore gives up, in its modes: legacy, and standard, its default since 1.44.
ATTEMPTS = {
    "DependencyFailureException": (5, 3),
    "InternalFailure": (5, 3),
    "ServiceUnavailableException": (5, 3),
    "ThrottlingException": (5, 3),
    "LimitExceededException": (1, 3),
    "AccessDeniedException": (1, 1),
    "ConflictException": (1, 1),
    "InvalidRequestException": (1, 1),
    "ResourceNotFoundException": (1, 1),
}


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """botocore waits longer from attempt to attempt."""
    monkeypatch.setattr(botocore.endpoint, "time", SimpleNamespace(sleep=lambda seconds: None))


@pytest.fixture(params=["legacy", "standard"])
def mode(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The mode of whoever says nothing of retries."""
    monkeypatch.setenv("AWS_RETRY_MODE", request.param)
    return str(request.param)


@pytest.fixture
def backup(mode: str) -> Iterator[Any]:
    with mock_aws():
        retries: Any = {"mode": mode}
        yield new_client(config=Config(retries=retries))


@pytest.mark.parametrize(("code", "attempts"), ATTEMPTS.items(), ids=ATTEMPTS)
def test_an_error_is_met_so_often_before_it_is_raised(
    backup: Any, mode: str, code: str, attempts: tuple[int, int]
) -> None:
    fault = fail_operation("ListBackupJobs", code=code, times=None)
    with pytest.raises(backup.exceptions.ClientError) as error:
        backup.list_backup_jobs()
    assert error.value.response["Error"]["Code"] == code
    assert fault.times_used == attempts[mode == "standard"]


@pytest.mark.parametrize("code", [code for code, attempts in ATTEMPTS.items() if min(attempts) > 1])
def test_a_fault_of_two_calls_is_over_before_anybody_gives_up(backup: Any, code: str) -> None:
    fault = fail_operation("ListBackupJobs", code=code, times=2)
    answer = backup.list_backup_jobs()
    assert answer["ResponseMetadata"]["RetryAttempts"] == fault.times_used == 2


def test_a_job_that_is_started_again_after_an_error_is_one_job(backup: Any) -> None:
    backup.create_backup_vault(BackupVaultName="nightly")
    fail_operation("StartBackupJob", code="ServiceUnavailableException", times=2)
    backup.start_backup_job(
        BackupVaultName="nightly",
        ResourceArn="arn:aws:ec2:us-east-1:123456789012:volume/vol-1",
        IamRoleArn="arn:aws:iam::123456789012:role/backup",
    )
    assert len(backup.list_backup_jobs()["BackupJobs"]) == 1


def test_the_example_of_a_flaky_api_says_the_same_in_both_modes(
    mode: str, capsys: pytest.CaptureFixture[str]
) -> None:
    runpy.run_path(str(ROOT / "examples" / "flaky_api.py"), run_name="__main__")
    assert capsys.readouterr().out == "3 jobs after 2 retries\n"
