"""Compliance reports say what a naive model says that knows how everything was made."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple

from calls import FAR, RULE, backed_up, copied, create_plan, restore, vault_arn, volume
from frameworks.examples import control, create
from hypothesis import given
from hypothesis import strategies as st
from moto import mock_aws
from support import REGION, ROLE, client_of, examples, frozen_at
from vaults.examples import create_gapped

from moto_backup_summaries import backup_settings, set_job_outcome

BEGIN = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
OTHER = "111122223333"
# Schedules with the most hours between two of their runs.
GAPS = {"cron(0 * ? * * *)": 1, "cron(0 5 ? * * *)": 24, "cron(0 5 ? * MON *)": 168}
COPIES = {"region": vault_arn("far", FAR), "account": vault_arn("far", REGION, OTHER)}
LOCK = {"MinRetentionDays": 5, "MaxRetentionDays": 50}
DAYS = st.sampled_from([None, 10, 40])


class Disk(NamedTuple):
    env: str
    is_encrypted: bool


class Plan(NamedTuple):
    env: str
    schedule: str
    days: int | None
    copies: Sequence[str]
    vault: str


class Backup(NamedTuple):
    """disk: the number of a disk. hours: how many pass behind it."""

    disk: int
    hours: int
    days: int | None
    is_behind_air_gap: bool


class Limits(NamedTuple):
    """The parameters of the controls."""

    hours: int
    days: int
    age: int
    minutes: int
    regions: str | None
    least: int | None


# Of few, so that some are alike and plans meet them.
ENVS = st.sampled_from(["prod", "test", "none"])
DISKS = st.lists(st.builds(Disk, ENVS, st.booleans()), min_size=1, max_size=3)
PLANS = st.lists(
    st.builds(
        Plan,
        ENVS,
        st.sampled_from(sorted(GAPS)),
        DAYS,
        st.lists(st.sampled_from(sorted(COPIES)), unique=True),
        st.sampled_from(["nightly", "locked"]),
    ),
    max_size=3,
)
BACKUPS = st.lists(
    st.builds(Backup, st.integers(0, 2), st.integers(0, 40), DAYS, st.booleans()), max_size=4
)
# On both sides of each limit that is drawn, and on it.
RESTORES = st.lists(st.tuples(st.integers(0, 2), st.sampled_from([9, 10, 11])), max_size=3)
LIMITS = st.builds(
    Limits,
    st.sampled_from([1, 23, 24]),
    st.sampled_from([10, 11, 40]),
    st.integers(24, 80),
    st.sampled_from([9, 10]),
    st.sampled_from([None, FAR, f"{FAR},eu-west-2"]),
    st.sampled_from([None, 5, 6]),
)


class Point(NamedTuple):
    """A recovery point, by what was made to make it; its age is in hours."""

    disk: str
    age: int
    days: int | None
    is_encrypted: bool
    is_behind_air_gap: bool = False


class World(NamedTuple):
    """What was drawn, by the ids and ARNs that it got; the minutes of the last restore of each disk."""

    disks: Mapping[str, Disk]
    plans: Mapping[str, Plan]
    points: Mapping[str, Point]
    minutes: Mapping[str, int]


def controls(limits: Limits) -> list[dict[str, Any]]:
    age = {"recoveryPointAgeUnit": "hours", "recoveryPointAgeValue": str(limits.age)}
    protected = "BACKUP_RESOURCES_PROTECTED_BY_"
    regions = {} if limits.regions is None else {"crossRegionList": limits.regions}
    least = {} if limits.least is None else {"minRetentionDays": str(limits.least)}
    return [
        control(f"{protected}BACKUP_PLAN"),
        control(
            "BACKUP_PLAN_MIN_FREQUENCY_AND_MIN_RETENTION_CHECK",
            requiredFrequencyUnit="hours",
            requiredFrequencyValue=str(limits.hours),
            requiredRetentionDays=str(limits.days),
        ),
        control("BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED"),
        control("BACKUP_RECOVERY_POINT_ENCRYPTED"),
        control(
            "BACKUP_RECOVERY_POINT_MINIMUM_RETENTION_CHECK", requiredRetentionDays=str(limits.days)
        ),
        control(f"{protected}CROSS_REGION", **regions),
        control(f"{protected}CROSS_ACCOUNT"),
        control(f"{protected}BACKUP_VAULT_LOCK", **least),
        control("BACKUP_LAST_RECOVERY_POINT_CREATED", **age),
        control("RESTORE_TIME_FOR_RESOURCES_MEET_TARGET", maxRestoreTime=str(limits.minutes)),
        control("RESOURCES_IN_LOGICALLY_AIR_GAPPED_VAULT", **age),
    ]


def expected(world: World, limits: Limits) -> list[dict[str, bool]]:
    """What each control says, in their order, by what it says it of."""

    def is_long(days: int | None) -> bool:
        return days is None or days >= limits.days

    def of_disks(name: str) -> list[Plan]:
        return [plan for plan in world.plans.values() if plan.env == world.disks[name].env]

    def is_young(name: str, *, behind_air_gap: bool) -> bool:
        return any(
            point.disk == name and point.age <= limits.age
            for point in world.points.values()
            if point.is_behind_air_gap or not behind_air_gap
        )

    def has_copy(name: str, kind: str) -> bool:
        return any(kind in plan.copies for plan in of_disks(name))

    is_locked = limits.least is None or limits.least <= LOCK["MinRetentionDays"]
    is_far = limits.regions in (None, FAR)
    return [
        {name: bool(of_disks(name)) for name in world.disks},
        {
            plan_id: GAPS[plan.schedule] <= limits.hours and is_long(plan.days)
            for plan_id, plan in world.plans.items()
        },
        {"nightly": False, "locked": False},
        {arn: point.is_encrypted for arn, point in world.points.items()},
        {arn: is_long(point.days) for arn, point in world.points.items()},
        {name: is_far and has_copy(name, "region") for name in world.disks},
        {name: has_copy(name, "account") for name in world.disks},
        {
            name: is_locked and any(plan.vault == "locked" for plan in of_disks(name))
            for name in world.disks
        },
        {name: is_young(name, behind_air_gap=False) for name in world.disks},
        {name: minutes <= limits.minutes for name, minutes in world.minutes.items()},
        {name: is_young(name, behind_air_gap=True) for name in world.disks},
    ]


class Builder:
    """Makes what was drawn, while hours pass."""

    def __init__(self, clock: Any, disks: Sequence[Disk]) -> None:
        self.clock = clock
        self.elapsed = 0
        self.client = client_of()
        for name in ("nightly", "locked"):
            self.client.create_backup_vault(BackupVaultName=name)
        self.client.put_backup_vault_lock_configuration(BackupVaultName="locked", **LOCK)
        self.gapped = create_gapped(self.client)["BackupVaultArn"]
        self.disks = {volume_of(disk): disk for disk in disks}
        self.points: dict[str, Point] = {}

    def wait(self, hours: int) -> None:
        self.clock.shift(hours * HOUR)
        self.elapsed += hours

    def disk(self, number: int) -> str:
        return list(self.disks)[number % len(self.disks)]

    def back_up(self, name: str, days: int | None = None) -> str:
        lifecycle = {} if days is None else {"Lifecycle": {"DeleteAfterDays": days}}
        arn = backed_up(self.client, ResourceArn=volume(name), **lifecycle)
        self.points[arn] = Point(name, self.elapsed, days, self.disks[name].is_encrypted)
        return arn

    def copy(self, name: str, point: str) -> None:
        days = {"Lifecycle": {"DeleteAfterDays": 10}}
        job = copied(self.client, point, DestinationBackupVaultArn=self.gapped, **days)
        if job["State"] != "COMPLETED":
            # What has a key that no copy may have stays where it is.
            return
        arn = job["DestinationRecoveryPointArn"]
        told = self.client.describe_recovery_point(BackupVaultName="gapped", RecoveryPointArn=arn)
        self.points[arn] = Point(name, self.elapsed, 10, told["IsEncrypted"], True)

    def plan(self, plan: Plan) -> str:
        rule: dict[str, Any] = {
            **RULE,
            "TargetBackupVaultName": plan.vault,
            "ScheduleExpression": plan.schedule,
            "CopyActions": [{"DestinationBackupVaultArn": COPIES[kind]} for kind in plan.copies],
        }
        if plan.days is not None:
            rule["Lifecycle"] = {"DeleteAfterDays": plan.days}
        number = len(self.client.list_backup_plans()["BackupPlansList"])
        plan_id = create_plan(self.client, BackupPlanName=f"plan{number}", Rules=[rule])
        tag = {"ConditionType": "STRINGEQUALS", "ConditionKey": "env", "ConditionValue": plan.env}
        selection = {"SelectionName": "s", "IamRoleArn": ROLE, "ListOfTags": [tag]}
        self.client.create_backup_selection(BackupPlanId=plan_id, BackupSelection=selection)
        return plan_id

    def world(
        self, plans: Sequence[Plan], backups: Sequence[Backup], restores: Sequence[tuple[int, int]]
    ) -> World:
        minutes: dict[str, int] = {}
        for number, duration in restores:
            name = self.disk(number)
            rule = set_job_outcome("restore", state="COMPLETED", duration=duration * MINUTE)
            restore(self.client, self.back_up(name))
            rule.remove()
            minutes[name] = duration
            self.wait(1)
        for backup in backups:
            name = self.disk(backup.disk)
            point = self.back_up(name, backup.days)
            if backup.is_behind_air_gap:
                self.copy(name, point)
            self.wait(backup.hours)
        points = {
            arn: point._replace(age=self.elapsed - point.age) for arn, point in self.points.items()
        }
        return World(self.disks, {self.plan(plan): plan for plan in plans}, points, minutes)

    def reports(self, limits: Limits) -> tuple[list[dict[str, bool]], list[tuple[str, int, int]]]:
        """What each control says, by the report of resources; and the counts of the report of controls."""
        named = controls(limits)
        arn = create(self.client, *named)["FrameworkArn"]
        client_of("s3", FAR).create_bucket(
            Bucket="reports", CreateBucketConfiguration={"LocationConstraint": FAR}
        )
        of_resources = self.items("RESOURCE_COMPLIANCE_REPORT", arn)
        said = [
            {
                item["resourceId"].partition("/")[2]: item["resourceComplianceStatus"]
                == "COMPLIANT"
                for item in of_resources
                if item["controlName"] == each["ControlName"]
            }
            for each in named
        ]
        assert sum(map(len, said)) == len(of_resources)
        counts = [
            (
                item["controlComplianceStatus"],
                item["numResourcesCompliant"],
                item["numResourcesNonCompliant"],
            )
            for item in self.items("CONTROL_COMPLIANCE_REPORT", arn)
        ]
        return said, counts

    def items(self, template: str, arn: str) -> list[dict[str, Any]]:
        self.client.create_report_plan(
            ReportPlanName=template,
            ReportDeliveryChannel={"S3BucketName": "reports", "Formats": ["JSON"]},
            ReportSetting={"ReportTemplate": template, "FrameworkArns": [arn]},
        )
        job_id = self.client.start_report_job(ReportPlanName=template)["ReportJobId"]
        job = self.client.describe_report_job(ReportJobId=job_id)["ReportJob"]
        (key,) = job["ReportDestination"]["S3Keys"]
        text = client_of("s3", FAR).get_object(Bucket="reports", Key=key)["Body"].read()
        found: list[dict[str, Any]] = json.loads(text)["reportItems"]
        return found


def volume_of(disk: Disk) -> str:
    tags = [{"ResourceType": "volume", "Tags": [{"Key": "env", "Value": disk.env}]}]
    made = client_of("ec2").create_volume(
        AvailabilityZone="us-east-1a", Size=1, Encrypted=disk.is_encrypted, TagSpecifications=tags
    )
    return str(made["VolumeId"])


def count(said: Mapping[str, bool]) -> tuple[str, int, int]:
    compliant = sum(said.values())
    if not said:
        return "INSUFFICIENT_DATA", 0, 0
    status = "COMPLIANT" if compliant == len(said) else "NON_COMPLIANT"
    return status, compliant, len(said) - compliant


@examples(0.5)
@given(DISKS, PLANS, BACKUPS, RESTORES, LIMITS)
def test_reports_say_what_the_model_says(
    disks: Sequence[Disk],
    plans: Sequence[Plan],
    backups: Sequence[Backup],
    restores: Sequence[tuple[int, int]],
    limits: Limits,
) -> None:
    # What a restore makes would be one more disk.
    config = {"core": {"reset_boto3_session": False}, **backup_settings(make_resources=False)}
    with mock_aws(config=config), frozen_at(BEGIN) as clock:
        builder = Builder(clock, disks)
        expectation = expected(builder.world(plans, backups, restores), limits)
        said, counts = builder.reports(limits)
        assert said == expectation
        assert counts == list(map(count, expectation))
