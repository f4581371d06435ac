"""A leap of the clock brings what small steps bring, in the order of moments."""

import csv
import io
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple

from calls import FAR, create_plan, vault_arn
from hypothesis import given
from hypothesis import strategies as st
from listeners import BACKUP_EVENTS, Queue, put_rule
from moto import mock_aws
from support import REGION, ROLE, client_of, examples, frozen_at

from moto_backup_summaries import set_job_outcome

NOW = datetime(2026, 3, 10, 12, tzinfo=timezone.utc)
HOUR = timedelta(hours=1)
# Over two nights, so that reports, retentions of a day and overlapping runs come in between.
HOURS = 48
OTHER = {REGION: FAR, FAR: REGION}
# At most thrice a day, so that jobs of some hours meet others and those of many wait for their windows.
HOURS_OF_RUNS = st.sets(st.integers(0, 23), min_size=1, max_size=3)
RULES = st.fixed_dictionaries(
    {"hours": HOURS_OF_RUNS, "is_copied": st.booleans()},
    optional={"days": st.integers(1, 2)},
)
DURATIONS = st.none() | st.integers(0, 30)


class World(NamedTuple):
    """What can be seen when the clock has stood at its end."""

    events: list[tuple[str, ...]]
    reported: list[tuple[str, ...]]
    points: list[int]
    states: list[list[str]]


def seen(rules: Mapping[str, Any], durations: Mapping[str, Any], step: int) -> World:
    """What there is after so many hours, which pass in steps."""
    with mock_aws(config={"core": {"reset_boto3_session": False}}), frozen_at(NOW) as clock:
        home = client_of()
        queue = Queue(client_of("sqs"))
        for region in OTHER:
            client = client_of(region_name=region)
            client.create_backup_vault(BackupVaultName="vault")
            client_of("ec2", region).create_volume(AvailabilityZone=f"{region}a", Size=1)
            put_rule(client_of("events", region), BACKUP_EVENTS, queue.arn)
            plan(client, region, rules[region])
            if durations[region] is not None:
                hours = timedelta(hours=durations[region])
                set_job_outcome("backup", state="COMPLETED", region_name=region, duration=hours)
        client_of("s3").create_bucket(Bucket="reports")
        home.create_report_plan(
            ReportPlanName="daily",
            ReportDeliveryChannel={"S3BucketName": "reports"},
            ReportSetting={"ReportTemplate": "BACKUP_JOB_REPORT", "Regions": ["*"]},
        )
        for _ in range(0, HOURS, step):
            clock.shift(step * HOUR)
            home.list_backup_vaults()
        clients = [client_of(region_name=region) for region in OTHER]
        vaults = [client.describe_backup_vault(BackupVaultName="vault") for client in clients]
        jobs = [client.list_backup_jobs()["BackupJobs"] for client in clients]
        return World(
            [told(event) for event in queue.events()],
            reported(home),
            [vault["NumberOfRecoveryPoints"] for vault in vaults],
            [[job["State"] for job in of_region] for of_region in jobs],
        )


def plan(client: Any, region: str, rule: Mapping[str, Any]) -> None:
    hours = ",".join(map(str, sorted(rule["hours"])))
    told = {
        "RuleName": "r",
        "TargetBackupVaultName": "vault",
        "ScheduleExpression": f"cron(0 {hours} ? * * *)",
    }
    if "days" in rule:
        told["Lifecycle"] = {"DeleteAfterDays": rule["days"]}
    if rule["is_copied"]:
        destination = vault_arn("vault", OTHER[region])
        told["CopyActions"] = [{"DestinationBackupVaultArn": destination}]
    selection = {"SelectionName": "all", "IamRoleArn": ROLE, "Resources": ["*"]}
    plan_id = create_plan(client, Rules=[told])
    client.create_backup_selection(BackupPlanId=plan_id, BackupSelection=selection)


def told(event: Mapping[str, Any]) -> tuple[str, ...]:
    detail = event["detail"]
    state = detail.get("state") or detail["status"]
    return event["time"], event["region"], event["detail-type"], state


def reported(client: Any) -> list[tuple[str, ...]]:
    found = []
    for job in client.list_report_jobs()["ReportJobs"]:
        (key,) = job["ReportDestination"]["S3Keys"]
        text = client_of("s3").get_object(Bucket="reports", Key=key)["Body"].read().decode()
        for row in csv.DictReader(io.StringIO(text)):
            names = ("Region", "Job Status", "Creation Date", "Completion Date")
            found.append((key, *(row[name] for name in names)))
    return sorted(found)


@examples(0.3)
@given(
    st.fixed_dictionaries(dict.fromkeys(OTHER, RULES)),
    st.fixed_dictionaries(dict.fromkeys(OTHER, DURATIONS)),
)
def test_a_leap_brings_what_small_steps_bring(
    rules: Mapping[str, Any], durations: Mapping[str, Any]
) -> None:
    leap, steps = (seen(rules, durations, step) for step in (HOURS, 1))
    times = [event[0] for event in leap.events]
    assert times == sorted(times)
    assert sorted(leap.events) == sorted(steps.events)
    assert leap.reported == steps.reported
    assert (leap.points, leap.states) == (steps.points, steps.states)
