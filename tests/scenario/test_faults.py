"""Calls that a test lets fail."""

from typing import Any

import pytest
from botocore.config import Config
from calls import start
from support import client_of

from moto_backup_summaries import fail_operation
from moto_backup_summaries.backup.frame.operations import OPERATIONS


class TestFaults:
    def client(self, attempts: int) -> Any:
        retries: Any = {"total_max_attempts": attempts}
        return client_of(config=Config(retries=retries))

    @pytest.mark.parametrize("operation", ["ListBackupVaults", "list_backup_vaults"])
    def test_botocore_retries_what_the_model_calls_a_server_error(
        self, vault: Any, operation: str
    ) -> None:
        fail_operation(operation, code="ServiceUnavailableException", counts="requests")
        answer = self.client(2).list_backup_vaults()
        assert answer["ResponseMetadata"]["RetryAttempts"] == 1

    @pytest.mark.parametrize(
        ("code", "status"),
        [
            ("ServiceUnavailableException", 500),
            ("InvalidRequestException", 400),
            ("AccessDeniedException", 403),
        ],
    )
    def test_an_error_has_its_status_and_message(self, vault: Any, code: str, status: int) -> None:
        fail_operation("StartBackupJob", code=code, message="As the test said")
        client = self.client(1)
        with pytest.raises(client.exceptions.ClientError, match="As the test said") as error:
            start(client)
        assert error.value.response["Error"]["Code"] == code
        assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
        assert vault.list_backup_jobs()["BackupJobs"] == []

    def test_what_nobody_implements_fails_as_told(
        self, vault: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delitem(OPERATIONS, "ListFrameworks")
        fail_operation("ListFrameworks", code="ServiceUnavailableException")
        with pytest.raises(vault.exceptions.ServiceUnavailableException, match="Injected"):
            self.client(1).list_frameworks()

    def test_other_calls_are_left_alone(self, vault: Any) -> None:
        code = "InvalidRequestException"
        fail_operation("ListBackupJobs", code=code, times=None, region_name="eu-west-1")
        other = fail_operation("ListBackupJobs", code=code, times=None, account_id="111122223333")
        assert vault.list_backup_jobs()["BackupJobs"] == []
        far = client_of(region_name="eu-west-1")
        for _ in range(3):
            with pytest.raises(far.exceptions.InvalidRequestException):
                far.list_backup_jobs()
        other.remove()

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (
                ("ListBackupJob", "InvalidRequestException"),
                "operation: got 'ListBackupJob', accepts an operation of AWS Backup, such as .*; "
                "did you mean ListBackupJobs\\?$",
            ),
            (
                ("ListBackupJobs", "ServiceUnavailabl"),
                "code: got 'Serv.*; did you mean ServiceUnavailable",
            ),
            (
                ("ListBackupJobs", "zzz"),
                "code: got 'zzz', accepts one of .*InvalidRequestException",
            ),
        ],
    )
    def test_unknown_names_are_answered_with_near_ones(
        self, vault: Any, arguments: tuple[str, str], said: str
    ) -> None:
        with pytest.raises(ValueError, match=said):
            fail_operation(arguments[0], code=arguments[1])
        assert vault.list_backup_jobs()["BackupJobs"] == []
