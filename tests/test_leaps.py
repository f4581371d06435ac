"""A leap of the clock: what happened meanwhile happens in its order, in all accounts and regions."""

import csv
import io
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import FAR, arn, copy, create_plan, start, vault_arn, volume
from listeners import BACKUP_EVENTS, Queue, put_rule
from organizations import Organization, assumed
from support import REGION, ROLE, client_of, transition

from moto_backup_summaries import job_events, set_job_outcome

NOW = datetime(2026, 3, 10, 12, tzinfo=timezone.utc)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
ALL = {"SelectionName": "all", "IamRoleArn": ROLE, "Resources": ["*"]}


def plan(client: Any, schedule: str = "cron(0 5 ? * * *)", name: str = "plan", **rule: Any) -> str:
    """A plan over all that there is."""
    rules = [
        {"RuleName": "r", "TargetBackupVaultName": "vault", "ScheduleExpression": schedule, **rule}
    ]
    plan_id = create_plan(client, BackupPlanName=name, Rules=rules)
    client.create_backup_selection(BackupPlanId=plan_id, BackupSelection=ALL)
    return plan_id


def in_region(region: str) -> Any:
    """A client, with a vault and a volume."""
    client = client_of(region_name=region)
    client.create_backup_vault(BackupVaultName="vault")
    client_of("ec2", region).create_volume(AvailabilityZone=f"{region}a", Size=1)
    return client


@pytest.fixture
def home(clock: Any) -> Any:
    return in_region(REGION)


@pytest.fixture
def far(clock: Any) -> Any:
    return in_region(FAR)


def queue_of(*regions: str) -> Queue:
    """A queue that gets all events of these regions."""
    queue = Queue(client_of("sqs"))
    for region in regions:
        put_rule(client_of("events", region), BACKUP_EVENTS, queue.arn)
    return queue


def times(events: list[Any]) -> list[str]:
    return [event["time"] for event in events]


def reported(client: Any) -> list[dict[str, str]]:
    """The rows of the latest report."""
    job, *_ = client.list_report_jobs()["ReportJobs"]
    (key,) = job["ReportDestination"]["S3Keys"]
    text = client_of("s3").get_object(Bucket="reports", Key=key)["Body"].read().decode()
    return list(csv.DictReader(io.StringIO(text)))


def report_on(client: Any, **setting: Any) -> None:
    client_of("s3").create_bucket(Bucket="reports")
    client.create_report_plan(
        ReportPlanName="daily",
        ReportDeliveryChannel={"S3BucketName": "reports"},
        ReportSetting={"ReportTemplate": "BACKUP_JOB_REPORT", **setting},
    )


def test_a_report_has_the_runs_of_other_regions_that_the_same_leap_passed(
    home: Any, far: Any, clock: Any
) -> None:
    report_on(home, Regions=["*"])
    for client in (home, far):
        plan(client, "cron(0 20 ? * * *)")
    clock.move_to(NOW + 13 * HOUR)
    assert {row["Region"] for row in reported(home)} == {REGION, FAR}


def make(region_name: str = REGION, service: str = "backup", **keys: Any) -> Any:
    return client_of(service, region_name, **keys)


def test_so_has_one_of_an_organization(clock: Any) -> None:
    organization = Organization(make)
    report_on(organization.management, Accounts=["ROOT"])
    for account_id in (organization.first, organization.second):
        ec2 = assumed(make, account_id, service="ec2")
        ec2.create_volume(AvailabilityZone=f"{REGION}a", Size=1)
        plan(organization.of[account_id], TargetBackupVaultName="nightly")
    clock.shift(2 * DAY)
    rows = reported(organization.management)
    planned = {row["Account ID"] for row in rows if row["Backup Plan ARN"]}
    assert planned == {organization.first, organization.second}


def test_events_of_several_plans_come_in_the_order_of_their_moments(
    home: Any, far: Any, clock: Any
) -> None:
    plan(home)
    plan(home, "cron(0 4,6 ? * * *)", name="other")
    plan(far, "cron(30 4 ? * * *)")
    queue = queue_of(REGION, FAR)
    clock.shift(3 * DAY)
    home.list_backup_vaults()
    events = queue.events()
    assert len(events) == 3 * 4 * 5
    assert times(events) == sorted(times(events))


def test_deletions_come_between_the_runs(home: Any, clock: Any) -> None:
    plan(home, Lifecycle={"DeleteAfterDays": 1})
    queue = queue_of(REGION)
    clock.shift(4 * DAY)
    home.list_backup_vaults()
    events = [e for e in queue.events() if e["detail-type"] == "Recovery Point State Change"]
    assert times(events) == sorted(times(events))
    assert [e["detail"]["status"] for e in events] == [
        "COMPLETED",
        *("COMPLETED", "DELETED"),
        *("COMPLETED", "DELETED"),
        *("COMPLETED", "DELETED"),
    ]


def test_jobs_that_last_end_between_those_of_others(home: Any, far: Any, clock: Any) -> None:
    queue = queue_of(REGION, FAR)
    with transition("time", seconds=1800):
        start(home, BackupVaultName="vault")
        clock.shift(timedelta(minutes=10))
        start(far, BackupVaultName="vault", ResourceArn=volume(region=FAR))
        clock.shift(DAY)
        home.list_backup_vaults()
    events = queue.events()
    assert times(events) == sorted(times(events))
    assert len({event["region"] for event in events[3:5]}) == 2


def test_an_outcome_for_one_job_is_used_by_the_first_run(home: Any, far: Any, clock: Any) -> None:
    plan(home, "cron(0 6 ? * * *)")
    plan(far, "cron(0 5 ? * * *)")
    set_job_outcome("backup", state="FAILED", times=1)
    clock.shift(DAY)
    states = [client.list_backup_jobs()["BackupJobs"][0]["State"] for client in (home, far)]
    assert states == ["COMPLETED", "FAILED"]


def test_an_outcome_for_one_copy_is_used_by_that_whose_backup_ends_first(
    home: Any, far: Any, clock: Any
) -> None:
    for client, there in ((home, FAR), (far, REGION)):
        plan(client, CopyActions=[{"DestinationBackupVaultArn": vault_arn("vault", there)}])
    for region, hours in ((REGION, 3), (FAR, 1)):
        set_job_outcome("backup", state="COMPLETED", region_name=region, duration=hours * HOUR)
    set_job_outcome("copy", state="FAILED", times=1)
    clock.shift(DAY)
    states = [client.list_copy_jobs()["CopyJobs"][0]["State"] for client in (home, far)]
    assert states == ["COMPLETED", "FAILED"]


def test_what_was_copied_before_it_got_cold_is_copied(home: Any, far: Any, clock: Any) -> None:
    client_of("efs").create_file_system(CreationToken="t")
    cold = {"MoveToColdStorageAfterDays": 1, "DeleteAfterDays": 100}
    actions = [{"DestinationBackupVaultArn": vault_arn("vault", FAR)}]
    plan(home, Lifecycle=cold, CopyActions=actions)
    clock.shift(10 * DAY)
    copies = home.list_copy_jobs(ByResourceType="EFS")["CopyJobs"]
    assert {job["State"] for job in copies} == {"COMPLETED"}
    assert len(copies) == 10


def test_a_parent_ends_no_earlier_than_its_children(home: Any, clock: Any) -> None:
    template = '{"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}'
    stack = client_of("cloudformation").create_stack(StackName="app", TemplateBody=template)
    for name, hours in (("CloudFormation", 1), ("S3", 2)):
        set_job_outcome("backup", state="COMPLETED", resource_type=name, duration=hours * HOUR)
    start(home, BackupVaultName="vault", ResourceArn=stack["StackId"])
    clock.shift(DAY)
    ends = [job["CompletionDate"] for job in home.list_backup_jobs()["BackupJobs"]]
    assert ends == [NOW + 2 * HOUR] * 2


def test_what_a_copy_leaves_in_a_region_that_was_looked_at_before_is_deleted_at_once(
    home: Any, far: Any, clock: Any
) -> None:
    point = start(home, BackupVaultName="vault", ResourceArn=arn("rds", "db:d"))
    told = home.describe_backup_job(BackupJobId=point["BackupJobId"])
    set_job_outcome("copy", state="COMPLETED", duration=HOUR)
    plan(far)
    copy(
        home,
        told["RecoveryPointArn"],
        SourceBackupVaultName="vault",
        DestinationBackupVaultArn=vault_arn("vault", FAR),
        Lifecycle={"DeleteAfterDays": 1},
    )
    clock.shift(3 * DAY)
    home.list_backup_vaults()
    events = job_events(detail_type="Recovery Point State Change", state="DELETED")
    assert [event["region"] for event in events] == [FAR]
