"""Whatever tests do and leave behind, the next one begins with nothing."""

from threading import Event, Thread
from typing import Any

import boto3
import pytest
import time_machine
from calls import start
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from moto import mock_aws
from moto.core.config import default_user_config
from moto.core.models import MockAWS, botocore_stubber
from moto.moto_api import state_manager
from support import examples

from moto_backup_summaries import AwsMock, job_progression, unregister
from moto_backup_summaries.control.resetting import KeptByMoto
from moto_backup_summaries.testing.in_process import MockedAwsBackup

REGIONS = st.sampled_from(["us-east-1", "eu-west-1"])
# One for all examples, as one is for all tests of a session.
AWS_MOCK = AwsMock()


class OneAfterTheOther(RuleBasedStateMachine):
    """Tests one after the other, of which each sees that it begins with nothing, and then does anything."""

    def __init__(self) -> None:
        super().__init__()
        self.threads: list[tuple[Thread, Event]] = []
        self.kept = KeptByMoto()
        self.settings = str(default_user_config)
        self.begin()

    def begin(self) -> None:
        self.aws = AWS_MOCK.begin()
        self.backup = MockedAwsBackup(self.aws)
        client: Any = self.backup.client
        for region in ("us-east-1", "eu-west-1"):
            other = self.backup.clients("backup", region)
            assert other.list_backup_vaults()["BackupVaultList"] == []
            assert other.list_backup_jobs()["BackupJobs"] == []
            assert other.list_backup_plans()["BackupPlansList"] == []
            assert self.backup.clients("ec2", region).describe_volumes()["Volumes"] == []
        assert self.backup.events() == []
        assert str(default_user_config) == self.settings
        assert time_machine.traveller_stack == []
        client.create_backup_vault(BackupVaultName="nightly")
        job = client.describe_backup_job(BackupJobId=start(client)["BackupJobId"])
        assert job["State"] == "COMPLETED"
        assert client.describe_region_settings()["ResourceTypeOptInPreference"]["EBS"]

    @rule()
    def another_test_begins(self) -> None:
        self.aws.end(is_warned=False)
        # A test in which a client of its own stays in the middle of nothing.
        assert not botocore_stubber.enabled
        self.begin()

    @rule()
    def a_test_with_a_mock_of_its_own(self) -> None:
        self.aws.end(is_warned=False)
        with mock_aws():
            client: Any = boto3.client("backup", region_name="us-east-1")
            assert client.list_backup_vaults()["BackupVaultList"] == []
            client.create_backup_vault(BackupVaultName="nightly")
            start(client)
        self.begin()

    @rule(region=REGIONS)
    def make_things(self, region: str) -> None:
        client: Any = self.backup.clients("backup", region)
        client.update_region_settings(ResourceTypeOptInPreference={"EBS": True})
        for vault in client.list_backup_vaults()["BackupVaultList"]:
            start(client, BackupVaultName=vault["BackupVaultName"])
        rule_ = {"RuleName": "hourly", "TargetBackupVaultName": "nightly"}
        schedule = {**rule_, "ScheduleExpression": "rate(1 hour)"}
        plan = {"BackupPlanName": f"plan-{len(client.list_backup_plans()['BackupPlansList'])}"}
        client.create_backup_plan(BackupPlan={**plan, "Rules": [schedule]})
        ec2 = self.backup.clients("ec2", region)
        ec2.create_volume(AvailabilityZone=f"{region}a", Size=1)

    @rule(region=REGIONS)
    def load(self, region: str) -> None:
        rows = [{"State": state} for state in ("RUNNING", "CREATED", "FAILED")]
        self.backup.load({"BackupJobs": rows}, region_name=region, send_events=True)

    @rule()
    def leave_rules(self) -> None:
        self.backup.outcome("backup", state="FAILED", duration="P1D")
        self.backup.fail("ListBackupJobs", code="AccessDeniedException", account_id="111122223333")
        job_progression("manual", times=3)

    @rule()
    def leave_faults_that_are_half_used(self) -> None:
        fault = self.backup.fail("ListBackupPlanVersions", code="InvalidRequestException", times=9)
        client = self.backup.client
        with pytest.raises(client.exceptions.InvalidRequestException):
            client.list_backup_plan_versions(BackupPlanId="absent")
        fault.assert_used(calls=1, requests=1)

    @rule(name=st.sampled_from(["backup::backup_job", "backup::backup_vault", "dax::cluster"]))
    def leave_transitions(self, name: str) -> None:
        state_manager.set_transition(name, {"progression": "manual", "times": 2})

    @rule()
    def leave_settings(self) -> None:
        settings: Any = default_user_config
        settings["backup"] = {"include_today": False}
        settings["core"]["passthrough"] = {"services": ["ec2"], "urls": []}
        self.another_test_begins()

    @rule(value=st.booleans())
    def change_settings_of_aws(self, value: bool) -> None:
        self.backup.client.update_region_settings(ResourceTypeOptInPreference={"EBS": value})

    @rule(days=st.integers(1, 30))
    def move_the_clock(self, days: int) -> None:
        self.backup.advance(f"P{days}D")

    @rule()
    def set_the_clock(self) -> None:
        self.backup.at("2026-03-01")

    @rule()
    def leave_a_journey_in_time(self) -> None:
        time_machine.travel(1_900_000_000, tick=False).start()

    @rule()
    def leave_mocks(self) -> None:
        mock_aws().start()
        mock_aws(config={"core": {"mock_credentials": False}}).start()

    @rule()
    def nest_a_mock(self) -> None:
        with mock_aws():
            self.backup.client.list_backup_vaults()

    @precondition(lambda self: MockAWS._nested_count == 1)
    @rule()
    def end_the_mock(self) -> None:
        """As a test that is at odds with itself does."""
        botocore_stubber.enabled = False
        self.another_test_begins()

    @rule()
    def leave_it_unregistered(self) -> None:
        unregister()
        self.another_test_begins()

    @rule()
    def leave_handlers(self) -> None:
        def refuse(**_: Any) -> None:
            raise ZeroDivisionError

        self.backup.client.meta.events.register("before-call.backup", refuse)
        self.another_test_begins()

    @rule()
    def leave_a_thread(self) -> None:
        client: Any = self.backup.client
        is_over = Event()

        def go_on() -> None:
            while not is_over.is_set():
                try:
                    client.create_backup_vault(BackupVaultName="of-a-thread")
                except RuntimeError:
                    return
                except client.exceptions.AlreadyExistsException:
                    pass

        thread = Thread(target=go_on)
        thread.start()
        self.threads.append((thread, is_over))
        self.another_test_begins()

    def teardown(self) -> None:
        self.aws.end(is_warned=False)
        for thread, is_over in self.threads:
            is_over.set()
            thread.join()
        self.kept.put_back()


TestIsolation = OneAfterTheOther.TestCase
TestIsolation.settings = examples(0.3, stateful_step_count=15)
