"""Restore tests do what a model of them does: each runs once, results are final, all is gone at its end."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from calls import backed_up, restore, volume
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from moto import mock_aws
from restore_testing.examples import PLAN, create, select
from support import client_of, examples, frozen_at

START = datetime(2026, 3, 1, tzinfo=timezone.utc)
HOUR = timedelta(hours=1)
POINTS: Any = PLAN["RecoveryPointSelection"]
# Until when a plan that is deleted has run.
STOPPED = datetime(9000, 1, 1, tzinfo=timezone.utc)
FINAL = ("SUCCESSFUL", "FAILED", "TIMED_OUT")
# A run of each hour of the day, so that several plans often run at one moment.
HOURS = st.integers(0, 23)
# Windows that are over before the next run, and ones in which several runs wait.
WINDOWS = st.sampled_from([0, 1, 30])


@dataclass
class Plan:
    """seen: up to when its runs are in the model."""

    hour: int
    window: int
    seen: datetime


@dataclass
class Job:
    """What is known of a restore job of a test. ends: when its result can be put no longer."""

    created: datetime
    point: str
    ends: datetime
    result: str | None = None


class RestoreTests(RuleBasedStateMachine):
    """Plans of a selection each, restores on demand and a clock, against a model that walks hour by hour."""

    def __init__(self) -> None:
        super().__init__()
        self.travel = frozen_at(START)
        self.clock = self.travel.start()
        self.mock = mock_aws()
        self.mock.start()
        self.client = client_of()
        self.client.create_backup_vault(BackupVaultName="nightly")
        made = client_of("ec2").create_volume(AvailabilityZone="us-east-1a", Size=1)
        self.source = made["VolumeId"]
        # Volumes that are nobody's but the user's: no test deletes one.
        self.own = {self.source}
        self.now = START
        self.points: list[tuple[datetime, str]] = []
        self.plans: dict[str, Plan] = {}
        self.jobs: dict[tuple[str, datetime], Job] = {}
        self.on_demand = 0

    def teardown(self) -> None:
        self.mock.stop()
        self.travel.stop()

    @rule()
    def back_up(self) -> None:
        self.points.append((self.now, backed_up(self.client, ResourceArn=volume(self.source))))

    @rule(hour=HOURS, window=WINDOWS, days=st.sampled_from([1, 30]))
    def create(self, hour: int, window: int, days: int) -> None:
        name = f"plan{len(self.plans)}_{days}"
        points = {**POINTS, "SelectionWindowDays": days}
        schedule = f"cron(0 {hour} ? * * *)"
        create(self.client, name, ScheduleExpression=schedule, RecoveryPointSelection=points)
        select(self.client, plan=name, ValidationWindowHours=window)
        self.plans[name] = Plan(hour, window, self.now)

    @precondition(lambda self: self.plans)
    @rule(data=st.data())
    def stop(self, data: st.DataObject) -> None:
        """A plan without its selection runs no more; what it has restored goes on."""
        name = data.draw(st.sampled_from(sorted(self.plans)))
        if self.plans[name].seen < STOPPED:
            named = {"RestoreTestingPlanName": name}
            self.client.delete_restore_testing_selection(
                **named, RestoreTestingSelectionName="disks"
            )
            self.client.delete_restore_testing_plan(**named)
            self.plans[name].seen = STOPPED

    @precondition(lambda self: self.points)
    @rule()
    def restore(self) -> None:
        metadata = {"availabilityZone": "us-east-1a"}
        job_id = restore(self.client, self.points[-1][1], Metadata=metadata)
        job = self.client.describe_restore_job(RestoreJobId=job_id)
        self.own.add(job["CreatedResourceArn"].rpartition("/")[2])
        self.on_demand += 1

    @rule(hours=st.integers(1, 60))
    def wait(self, hours: int) -> None:
        self.clock.shift(hours * HOUR)
        self.now += hours * HOUR
        for name, plan in self.plans.items():
            while plan.seen + HOUR <= self.now:
                plan.seen += HOUR
                if plan.seen.hour == plan.hour:
                    self._run(name, plan)
        for job in self.jobs.values():
            if job.result == "VALIDATING" and job.created < job.ends <= self.now:
                job.result = "TIMED_OUT"

    def _run(self, name: str, plan: Plan) -> None:
        days = int(name.rpartition("_")[2])
        first = plan.seen - timedelta(days=days)
        eligible = [point for made, point in self.points if first <= made <= plan.seen]
        if eligible:
            result = "VALIDATING" if plan.window else None
            ends = plan.seen + plan.window * HOUR
            self.jobs[name, plan.seen] = Job(plan.seen, eligible[-1], ends, result)

    @precondition(lambda self: self.jobs)
    @rule(data=st.data(), result=st.sampled_from([*FINAL, "VALIDATING"]))
    def validate(self, data: st.DataObject, result: str) -> None:
        """A result is put, or refused where there is a final one."""
        key = data.draw(st.sampled_from(sorted(self.jobs)))
        job = self.jobs[key]
        job_id = self.listed()[key]["RestoreJobId"]
        try:
            self.client.put_restore_validation_result(RestoreJobId=job_id, ValidationStatus=result)
        except self.client.exceptions.InvalidRequestException:
            assert job.result in FINAL
        else:
            assert job.result not in FINAL
            job.result = result

    def listed(self) -> dict[tuple[str, datetime], Any]:
        """The jobs of tests, by plan and moment; fails where a run has two."""
        jobs = [
            job
            for page in self.client.get_paginator("list_restore_jobs").paginate()
            for job in page["RestoreJobs"]
        ]
        tests = [job for job in jobs if "CreatedBy" in job]
        assert len(jobs) - len(tests) == self.on_demand
        by_run = {}
        for job in tests:
            name = job["CreatedBy"]["RestoreTestingPlanArn"].split(":")[6].partition("-")[0]
            by_run[name, job["CreationDate"]] = job
        assert len(by_run) == len(tests)
        return by_run

    @invariant()
    def the_jobs_are_those_of_the_model(self) -> None:
        listed = self.listed()
        assert listed.keys() == self.jobs.keys()
        for key, job in self.jobs.items():
            assert listed[key]["RecoveryPointArn"] == job.point
            assert listed[key].get("ValidationStatus") == job.result

    @invariant()
    def what_is_there_was_restored_on_demand_or_waits_for_its_result(self) -> None:
        volumes = client_of("ec2").describe_volumes()["Volumes"]
        waiting = sum(
            job.result == "VALIDATING" and job.ends > job.created for job in self.jobs.values()
        )
        # A result that is put without a window changes nothing of what is gone.
        assert len(volumes) == 1 + self.on_demand + waiting
        assert self.own <= {volume["VolumeId"] for volume in volumes}
        deleted = [job for job in self.listed().values() if "DeletionStatus" in job]
        assert len(deleted) == len(self.jobs) - waiting


TestRestoreTests = RestoreTests.TestCase
TestRestoreTests.settings = examples(0.3, stateful_step_count=15)
