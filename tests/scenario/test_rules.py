"""Rules as what a test holds in its hand: how often they were used, how they end, and what is told then."""

import inspect
import re
import unittest
from collections.abc import Callable
from typing import Any

import pytest
import requests
from botocore.exceptions import ClientError
from calls import described, start
from moto import mock_aws
from support import client_of

from moto_backup_summaries import (
    BackupSummariesWarning,
    Rule,
    clear_rules,
    fail_operation,
    set_job_outcome,
)

API = "http://motoapi.amazonaws.com/moto-api"
STRICT: Any = {"backup": {"assert_all_rules_used": True}}
IT = "never used; correct it, or take it away with remove() or clear_rules():"
THEM = "never used; correct them, or take them away with remove() or clear_rules():"
CODE = "InvalidRequestException"


def vault() -> Any:
    client = client_of()
    client.create_backup_vault(BackupVaultName="nightly")
    return client


def here() -> str:
    """The caller's file and line."""
    frame = inspect.stack()[1]
    return f"{frame.filename}:{frame.lineno}"


class TestOneRule:
    def test_it_tells_how_often_it_was_used(self, vault: Any) -> None:
        rule = set_job_outcome("backup", state="FAILED", times=2)
        used = []
        for _ in range(3):
            used.append(rule.times_used)
            start(vault)
        assert [*used, rule.times_used] == [0, 1, 2, 2]

    def test_a_request_that_fails_has_not_used_it(self, vault: Any) -> None:
        rule = set_job_outcome("backup", state="FAILED", times=1)
        for name in ("nowhere", "nightly"):
            try:
                start(vault, BackupVaultName=name)
            except vault.exceptions.ResourceNotFoundException:
                assert (rule.times_used, rule.times) == (0, 1)
        assert (rule.times_used, rule.times) == (1, 0)

    def test_it_ends_when_it_is_removed(self, vault: Any) -> None:
        rule = set_job_outcome("backup", state="FAILED")
        rule.remove()
        rule.remove()
        assert (described(vault)["State"], rule.times_used) == ("COMPLETED", 0)

    def test_of_two_that_are_alike_the_one_that_is_meant_is_removed(self, vault: Any) -> None:
        first, second = (set_job_outcome("backup", state="FAILED", times=1) for _ in range(2))
        first.remove()
        assert [described(vault)["State"] for _ in range(2)] == ["FAILED", "COMPLETED"]
        assert (first.times_used, second.times_used) == (0, 1)

    def test_it_ends_with_its_block(self, vault: Any) -> None:
        refused = pytest.raises(vault.exceptions.InvalidRequestException)
        with fail_operation("ListBackupJobs", code=CODE, times=None) as rule, refused:
            vault.list_backup_jobs()
        assert vault.list_backup_jobs()["BackupJobs"] == []
        assert isinstance(rule, Rule)
        assert rule.times_used == 1

    def test_it_can_be_asserted_alone(self, vault: Any) -> None:
        rule, place = set_job_outcome("backup", state="FAILED", times=1), here()
        text = (
            f"1 rule was {IT}\n- set_job_outcome('backup', times=1, state='FAILED'), "
            f"set at {place}: no such job started"
        )
        with pytest.raises(AssertionError, match=f"^{re.escape(text)}$"):
            rule.assert_used()
        start(vault)
        rule.assert_used()

    def test_it_can_be_removed_when_the_mock_is_over(self) -> None:
        with mock_aws():
            rule = set_job_outcome("backup", state="FAILED")
            start(vault())
        rule.remove()
        assert rule.times_used == 1


def test_all_are_cleared_at_once(vault: Any) -> None:
    set_job_outcome("backup", state="FAILED")
    fail_operation("ListBackupJobs", code=CODE)
    clear_rules()
    assert described(vault)["State"] == "COMPLETED"
    assert len(vault.list_backup_jobs()["BackupJobs"]) == 1


class TestTheEndOfAMock:
    def test_it_warns_of_what_was_never_used_where_that_was_set(self) -> None:
        mock = mock_aws()
        mock.start()
        client = vault()
        set_job_outcome("backup", state="ABORTED", times=2)
        start(client)
        _, first = fail_operation("ListBackupJobs", code=CODE), here()
        _, second = set_job_outcome("copy", state="FAILED", region_name="eu-west-1"), here()
        with pytest.warns(BackupSummariesWarning) as caught:
            mock.stop()
        (warning,) = caught
        assert str(warning.message) == (
            f"2 rules were {THEM}\n"
            f"- fail_operation('ListBackupJobs', times=1, code='{CODE}'), set at {first}: "
            "no such call came\n"
            f"- set_job_outcome('copy', region_name='eu-west-1', state='FAILED'), set at {second}: "
            "no such job started"
        )
        assert f"{warning.filename}:{warning.lineno}" == first

    def test_a_rule_that_was_posted_is_told_with_its_endpoint(self) -> None:
        rule = {"operation": "ListBackupJobs", "code": CODE}
        said = "set at /moto-api/static/backup/faults: no such call came"
        with pytest.warns(BackupSummariesWarning, match=said), mock_aws():
            requests.post(f"{API}/static/backup/faults", json={"faults": [rule]}, timeout=30)

    @pytest.mark.parametrize(
        "end",
        [
            clear_rules,
            lambda: requests.post(f"{API}/reset", timeout=30),
            lambda: requests.delete(f"{API}/static/backup/outcomes", timeout=30),
        ],
    )
    def test_rules_that_were_taken_away_are_not_told(self, end: Callable[[], Any]) -> None:
        with mock_aws(config=STRICT):
            set_job_outcome("backup", state="FAILED")
            end()

    def test_an_inner_mock_ends_nothing(self) -> None:
        with mock_aws():
            client = vault()
            rule = set_job_outcome("backup", state="FAILED")
            with mock_aws():
                pass
            start(client)
        assert rule.times_used == 1

    def test_a_test_that_fails_has_its_own_error_to_tell(self) -> None:
        @mock_aws(config=STRICT)
        def test() -> None:
            set_job_outcome("backup", state="FAILED")
            raise KeyError

        with pytest.raises(KeyError):
            test()

    def test_it_is_clean_when_the_warning_is_an_error(self) -> None:
        @mock_aws
        def test() -> None:
            vault()
            client_of("s3").create_bucket(Bucket="left")
            set_job_outcome("backup", state="FAILED")

        for _ in range(2):
            with pytest.raises(BackupSummariesWarning, match="1 rule was never used"):
                test()
        with mock_aws():
            assert client_of("s3").list_buckets()["Buckets"] == []
            assert client_of().list_backup_vaults()["BackupVaultList"] == []

    def test_whoever_asks_gets_an_error(self) -> None:
        told = pytest.raises(AssertionError, match=r"1 rule was never used[^$]*'ListBackupJobs'")
        with told, mock_aws(config=STRICT):
            fail_operation("ListBackupJobs", code=CODE)
        with mock_aws():
            assert client_of().list_backup_jobs()["BackupJobs"] == []

    def test_the_setting_can_be_posted(self) -> None:
        @mock_aws
        def test() -> None:
            set_job_outcome("backup", state="FAILED")
            requests.post(f"{API}/config", json=STRICT, timeout=30)

        with pytest.raises(AssertionError, match="1 rule was never used"):
            test()

    def test_settings_that_are_wrong_are_told_by_what_sets_a_rule(self) -> None:
        wrong: Any = {"backup": {"assert_all_rule_used": True}}
        with mock_aws(config=wrong):
            with pytest.raises(
                ValueError, match=r"config=…\).* did you mean assert_all_rules_used"
            ):
                set_job_outcome("backup", state="FAILED")
            # No rule is there that nobody used; and whoever asks AWS Backup for a setting is told as well.
            with pytest.raises(ClientError, match="did you mean assert_all_rules_used"):
                described(vault())

    def test_settings_that_are_wrong_by_then_assert_nothing(self) -> None:
        wrong: Any = {"backup": 5}
        mock, inner = mock_aws(), mock_aws(config=wrong)
        mock.start()
        set_job_outcome("backup", state="FAILED")
        inner.start()
        inner.stop()
        with pytest.warns(BackupSummariesWarning, match="1 rule was never used"):
            mock.stop()

    def test_a_decorated_class_with_set_up_keeps_its_rules_for_its_test(self) -> None:
        @mock_aws
        class Test(unittest.TestCase):
            def setUp(self) -> None:
                self.rule = set_job_outcome("backup", state="FAILED")

            def test_it_is_used(self) -> None:
                assert described(vault())["State"] == "FAILED"

            def test_it_is_not_used(self) -> None:
                assert self.rule.times_used == 0

        result = unittest.TestResult()
        unittest.defaultTestLoader.loadTestsFromTestCase(Test).run(result)
        assert (result.testsRun, result.failures, result.errors) == (2, [], [])
