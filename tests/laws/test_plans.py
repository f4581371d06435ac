"""Plans make the jobs that a model of them makes."""

from datetime import datetime, timedelta, timezone

from calls import bucket
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from moto import mock_aws
from support import ROLE, client_of, examples, frozen_at

START = datetime(2026, 3, 1, tzinfo=timezone.utc)


class Plans(RuleBasedStateMachine):
    """Plans, selections and a clock, against a model that walks hour by hour."""

    def __init__(self) -> None:
        super().__init__()
        self.travel = frozen_at(START)
        self.clock = self.travel.start()
        self.mock = mock_aws()
        self.mock.start()
        self.client = client_of()
        self.client.create_backup_vault(BackupVaultName="vault")
        bucket()
        self.now = START
        # Of each plan the hour of its runs, and the moment up to which its version has made them.
        self.hours: dict[str, int] = {}
        self.seen: dict[str, datetime] = {}
        self.selections: dict[str, str] = {}
        self.expected: list[tuple[str, datetime]] = []

    def teardown(self) -> None:
        self.mock.stop()
        self.travel.stop()

    @rule(hour=st.integers(0, 23))
    def create(self, hour: int) -> None:
        name = f"plan{len(self.hours)}-{len(self.expected)}-{hour}"
        expression = f"cron(0 {hour} ? * * *)"
        rules = [
            {"RuleName": "r", "TargetBackupVaultName": "vault", "ScheduleExpression": expression}
        ]
        document = {"BackupPlanName": name, "Rules": rules}
        try:
            made = self.client.create_backup_plan(BackupPlan=document)
        except self.client.exceptions.AlreadyExistsException:
            return
        self.hours[made["BackupPlanId"]] = hour
        self.seen[made["BackupPlanId"]] = self.now

    @rule(data=st.data(), hour=st.integers(0, 23))
    def update(self, data: st.DataObject, hour: int) -> None:
        if self.hours:
            plan_id = data.draw(st.sampled_from(list(self.hours)))
            expression = f"cron(0 {hour} ? * * *)"
            rules = [
                {
                    "RuleName": "r",
                    "TargetBackupVaultName": "vault",
                    "ScheduleExpression": expression,
                }
            ]
            document = {"BackupPlanName": plan_id, "Rules": rules}
            self.client.update_backup_plan(BackupPlanId=plan_id, BackupPlan=document)
            self.hours[plan_id] = hour
            # Also where the clock went back: a version runs since it was made.
            self.seen[plan_id] = self.now

    @rule(data=st.data())
    def select_or_not(self, data: st.DataObject) -> None:
        if self.hours:
            plan_id = data.draw(st.sampled_from(list(self.hours)))
            if plan_id in self.selections:
                selection = self.selections.pop(plan_id)
                self.client.delete_backup_selection(BackupPlanId=plan_id, SelectionId=selection)
            else:
                document = {"SelectionName": "s", "IamRoleArn": ROLE, "Resources": ["*"]}
                made = self.client.create_backup_selection(
                    BackupPlanId=plan_id, BackupSelection=document
                )
                self.selections[plan_id] = made["SelectionId"]

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        without = [plan_id for plan_id in self.hours if plan_id not in self.selections]
        if without:
            plan_id = data.draw(st.sampled_from(without))
            self.client.delete_backup_plan(BackupPlanId=plan_id)
            del self.hours[plan_id], self.seen[plan_id]

    # Steps of half hours, up to three days: some look at two runs, most at none.
    @rule(steps=st.integers(-20, 144), look=st.booleans())
    def move(self, steps: int, look: bool) -> None:
        self.now += timedelta(minutes=30) * steps
        self.clock.move_to(self.now)
        if look or steps < 0:
            self.client.list_backup_vaults()
        for plan_id, hour in self.hours.items():
            while self.seen[plan_id] < self.now:
                self.seen[plan_id] += timedelta(minutes=30)
                seen = self.seen[plan_id]
                if plan_id in self.selections and (seen.hour, seen.minute) == (hour, 0):
                    self.expected.append((plan_id, seen))

    @rule()
    def compare(self) -> None:
        listed = self.client.list_backup_jobs()["BackupJobs"]
        found = [(job["CreatedBy"]["BackupPlanId"], job["CreationDate"]) for job in listed]
        since = self.now - timedelta(days=30)
        assert sorted(found) == sorted(run for run in self.expected if run[1] >= since)


TestPlans = Plans.TestCase
TestPlans.settings = examples(0.2, stateful_step_count=25)
