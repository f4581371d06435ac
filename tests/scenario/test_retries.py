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

from moto_backup_summaries import clear_rules, fail_operation

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
    met = attempts[mode == "standard"]
    assert (fault.times_used, fault.calls_used, fault.requests_used) == (1, 1, met)


@pytest.mark.parametrize("code", ATTEMPTS)
def test_a_call_that_fails_once_is_seen_to_fail_once(backup: Any, code: str) -> None:
    fault = fail_operation("ListBackupJobs", code=code)
    with pytest.raises(backup.exceptions.ClientError):
        backup.list_backup_jobs()
    assert backup.list_backup_jobs()["ResponseMetadata"]["RetryAttempts"] == 0
    fault.assert_used(calls=1)


@pytest.mark.parametrize("code", [code for code, attempts in ATTEMPTS.items() if min(attempts) > 1])
def test_a_fault_of_two_requests_is_over_before_anybody_gives_up(backup: Any, code: str) -> None:
    fault = fail_operation("ListBackupJobs", code=code, times=2, counts="requests")
    answer = backup.list_backup_jobs()
    assert answer["ResponseMetadata"]["RetryAttempts"] == fault.times_used == 2


def test_a_job_that_is_started_again_after_an_error_is_one_job(backup: Any) -> None:
    backup.create_backup_vault(BackupVaultName="nightly")
    fail_operation("StartBackupJob", code="ServiceUnavailableException", times=2, counts="requests")
    backup.start_backup_job(
        BackupVaultName="nightly",
        ResourceArn="arn:aws:ec2:us-east-1:123456789012:volume/vol-1",
        IamRoleArn="arn:aws:iam::123456789012:role/backup",
    )
    assert len(backup.list_backup_jobs()["BackupJobs"]) == 1


def test_a_fault_that_is_removed_fails_no_further_attempt(
    backup: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = fail_operation("ListBackupJobs", code="ServiceUnavailableException")
    sleep = SimpleNamespace(sleep=lambda seconds: fault.remove())
    monkeypatch.setattr(botocore.endpoint, "time", sleep)
    assert backup.list_backup_jobs()["ResponseMetadata"]["RetryAttempts"] == 1


def test_no_attempt_of_a_call_fails_once_faults_are_cleared(
    backup: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_operation("ListBackupJobs", code="ServiceUnavailableException")
    sleep = SimpleNamespace(sleep=lambda seconds: clear_rules())
    monkeypatch.setattr(botocore.endpoint, "time", sleep)
    assert backup.list_backup_jobs()["ResponseMetadata"]["RetryAttempts"] == 1


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ({"calls": 2}, "2 calls"),
        ({"requests": 1}, "1 request"),
        ({"calls": 1, "requests": 0}, "0 requests"),
        ({"calls": 0}, "0 calls"),
    ],
)
def test_a_fault_says_how_many_requests_of_how_many_calls_it_failed(
    backup: Any, mode: str, expected: dict[str, int], text: str
) -> None:
    fault = fail_operation("ListBackupJobs", code="ThrottlingException", times=1)
    with pytest.raises(backup.exceptions.ClientError):
        backup.list_backup_jobs()
    attempts = ATTEMPTS["ThrottlingException"][mode == "standard"]
    fault.assert_used(calls=1, requests=attempts)
    with pytest.raises(AssertionError) as error:
        fault.assert_used(**expected)
    assert str(error.value) == (
        f"fail_operation('ListBackupJobs', times=1, code='ThrottlingException'), set at {fault.set_at}, "
        f"failed {attempts} requests of 1 call, expected {text}"
    )


def test_a_fault_that_was_not_to_be_used_is_not(backup: Any) -> None:
    with fail_operation("ListBackupJobs", code="ThrottlingException") as fault:
        assert backup.list_backup_vaults()["BackupVaultList"] == []
    fault.assert_used(calls=0)
    with pytest.raises(AssertionError, match="never used"):
        fault.assert_used()


def test_the_example_of_a_flaky_api_says_the_same_in_both_modes(
    mode: str, capsys: pytest.CaptureFixture[str]
) -> None:
    runpy.run_path(str(ROOT / "examples" / "flaky_api.py"), run_name="__main__")
    assert capsys.readouterr().out == "3 jobs after 2 retries\n"
