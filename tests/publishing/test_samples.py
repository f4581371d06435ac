"""Our events beside AWS's samples, key by key."""

from datetime import datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from dateutil.parser import isoparse
from moto import mock_aws
from publishing.samples import ACCOUNT as SAMPLES_ACCOUNT
from publishing.samples import CREATED_BY, PLAN, SAMPLES, Sample
from support import ACCOUNT, ROLE, client_of, frozen_at

from moto_backup_summaries import job_events, load_jobs

ENVELOPE = [
    "version",
    "id",
    "detail-type",
    "source",
    "account",
    "time",
    "region",
    "resources",
    "detail",
]


def loaded_event(sample: Sample) -> dict[str, Any]:
    """The event that is sent when the sample's job is loaded, a day after it was created."""
    document = {f"{sample.kind.capitalize()}Jobs": [sample.job]}
    created = isoparse(sample.job.get("CreationDate", "2020-06-30T00:00:00Z"))
    with mock_aws(), frozen_at(created + timedelta(days=1)):
        load_jobs(document, send_events=True)
        (event,) = job_events()
    return event


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda it: f"{it.kind} {it.job.get('State')}")
def test_an_event_of_a_job_is_as_the_sample(sample: Sample) -> None:
    event = loaded_event(sample)
    assert event["detail"] == sample.detail
    assert event["resources"] == sample.resources


# What a job may have by its end, beside its completion.
LATER: dict[str, dict[str, Any]] = {
    "backup": {"CreatedBy": CREATED_BY},
    "copy": {"CreatedBy": CREATED_BY},
    "restore": {"CreatedBy": {"RestoreTestingPlanArn": f"{PLAN}-tested"}},
    "scan": {"ScanResult": {"ScanResultStatus": "NO_THREATS_FOUND"}},
}
# What a state may tell of it though the sample lacks it.
ALSO_TOLD = {
    "backup": {"createdBy"},
    "copy": {"createdBy"},
    "restore": {"restoreTestingPlanArn"},
    "scan": set[str](),
}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda it: f"{it.kind} {it.job.get('State')}")
def test_a_state_tells_nothing_of_what_comes_later(sample: Sample) -> None:
    state = sample.job.get("State") or sample.job["Status"]
    also = set() if state == "CREATED" else ALSO_TOLD[sample.kind]
    if (sample.kind, state) == ("backup", "COMPLETED"):
        # "Completed with issues", which only backup jobs have.
        also = {*also, "statusMessage"}
    ended = isoparse(sample.job["CreationDate"]) + timedelta(hours=10)
    known = {"StatusMessage": "Known at the end", "CompletionDate": ended, **LATER[sample.kind]}
    told = loaded_event(sample._replace(job={**sample.job, **known}))["detail"]
    assert told.keys() == sample.detail.keys() | also


@pytest.mark.parametrize("sample", [SAMPLES[0], SAMPLES[7], SAMPLES[11], SAMPLES[16]])
def test_around_the_detail_stands_what_all_events_have(sample: Sample) -> None:
    event = loaded_event(sample)
    assert list(event) == ENVELOPE
    assert event["version"] == "0"
    assert UUID(event["id"]).version == 5
    assert event["detail-type"] == f"{sample.kind.capitalize()} Job State Change"
    assert event["source"] == "aws.backup"
    assert (event["account"], event["region"]) == (SAMPLES_ACCOUNT, "us-west-2")


@pytest.mark.parametrize(
    ("job", "time"),
    [
        ({"CompletionDate": "2020-07-15T21:41:05.921Z"}, "2020-07-15T21:41:05Z"),
        ({"State": "RUNNING"}, "2020-07-15T21:40:31Z"),
    ],
)
def test_the_time_is_the_second_of_the_end_or_else_of_the_creation(
    job: dict[str, Any], time: str
) -> None:
    job = {"CreationDate": "2020-07-15T21:40:31.207Z", **job}
    assert loaded_event(Sample("backup", job, [], {}))["time"] == time


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        ("2020-12-01T00:05:09Z", "Dec 1, 2020 12:05:09 AM"),
        ("2020-02-29T12:00:00.9Z", "Feb 29, 2020 12:00:00 PM"),
        ("2020-05-10T11:59:59Z", "May 10, 2020 11:59:59 AM"),
    ],
)
def test_one_date_is_written_as_people_do(expected: str, told: str) -> None:
    running = {"State": "RUNNING", "ExpectedCompletionDate": expected}
    event = loaded_event(Sample("backup", running, [], {}))
    assert event["detail"]["expectedCompletionDate"] == told


@pytest.mark.parametrize(
    ("kind", "state", "has", "lacks"),
    [
        ("backup", "ABORTING", "percentDone", "completionDate"),
        ("backup", "PARTIAL", "backupSizeInBytes", "expectedCompletionDate"),
        ("copy", "ABORTED", "statusMessage", "createdBy"),
        ("copy", "PARTIAL", "completionDate", "createdBy"),
        ("copy", "COMPLETING", "destinationRecoveryPointArn", "completionDate"),
        ("restore", "ABORTED", "statusMessage", "createdResourceArn"),
    ],
)
def test_states_without_a_sample_are_told_in_the_closest_form(
    kind: str, state: str, has: str, lacks: str
) -> None:
    name = "Status" if kind == "restore" else "State"
    detail = loaded_event(Sample(kind, {name: state}, [], {}))["detail"]
    assert detail[name.lower()] == state
    assert has in detail
    assert lacks not in detail


def test_a_failed_job_without_a_message_tells_none() -> None:
    job = {"State": "FAILED", "MessageCategory": "FAILURE"}
    assert "statusMessage" not in loaded_event(Sample("backup", job, [], {}))["detail"]


def test_the_job_of_a_restore_test_names_its_plan() -> None:
    plan = f"arn:aws:backup:us-east-1:{ACCOUNT}:restore-testing-plan:weekly"
    job = {"Status": "COMPLETED", "CreatedBy": {"RestoreTestingPlanArn": plan}}
    assert loaded_event(Sample("restore", job, [], {}))["detail"]["restoreTestingPlanArn"] == plan


START = datetime(2020, 7, 15, 21, 38, 31, 152000, tzinfo=timezone.utc)
HERE = f"us-west-2:{ACCOUNT}"


def event_of(detail_type: str, state: str) -> dict[str, Any]:
    (event,) = job_events(detail_type=detail_type, state=state)
    return event


def test_a_vault_is_made_locked_and_deleted() -> None:
    with mock_aws(), frozen_at(START):
        client = client_of(region_name="us-west-2")
        client.create_backup_vault(BackupVaultName="sample")
        client.put_backup_vault_lock_configuration(BackupVaultName="sample", MinRetentionDays=1)
        client.delete_backup_vault_lock_configuration(BackupVaultName="sample")
        client.delete_backup_vault(BackupVaultName="sample")
        events = job_events(detail_type="Backup Vault State Change")
    named = {"backupVaultName": "sample"}
    assert [event["detail"] for event in events] == [
        {**named, "state": "CREATED"},
        {**named, "state": "MODIFIED", "isLocked": "true"},
        {**named, "state": "MODIFIED", "isLocked": "false"},
        {**named, "state": "DELETED"},
    ]
    arn = f"arn:aws:backup:{HERE}:backup-vault:sample"
    assert {tuple(event["resources"]) for event in events} == {(arn,)}
    assert len({event["id"] for event in events}) == 4


def test_what_is_done_twice_in_one_moment_has_two_ids() -> None:
    with mock_aws(), frozen_at(START):
        client = client_of(region_name="us-west-2")
        for _ in range(2):
            client.create_backup_vault(BackupVaultName="sample")
            for days in (1, 2):
                client.put_backup_vault_lock_configuration(
                    BackupVaultName="sample", MinRetentionDays=days
                )
            client.delete_backup_vault(BackupVaultName="sample")
        for is_on in (True, False, True):
            client.update_region_settings(ResourceTypeOptInPreference={"EBS": is_on})
        for kind, number in (("Backup Vault", 8), ("Region Setting", 3)):
            events, again = (job_events(detail_type=f"{kind} State Change") for _ in range(2))
            assert len({event["id"] for event in events}) == number
            assert events == again


def test_a_plan_is_made_changed_and_deleted() -> None:
    document = {
        "BackupPlanName": "nightly",
        "Rules": [{"RuleName": "r", "TargetBackupVaultName": "v1"}],
    }
    with mock_aws(), frozen_at(START) as clock:
        client = client_of(region_name="us-west-2")
        made = client.create_backup_plan(BackupPlan=document)
        clock.shift(timedelta(seconds=1))
        changed = client.update_backup_plan(BackupPlanId=made["BackupPlanId"], BackupPlan=document)
        clock.shift(timedelta(milliseconds=848))
        client.delete_backup_plan(BackupPlanId=made["BackupPlanId"])
        events = job_events(detail_type="Backup Plan State Change")
    plan_id = made["BackupPlanId"]
    assert [event["detail"] for event in events] == [
        {
            "backupPlanId": plan_id,
            "versionId": made["VersionId"],
            "creationDate": "2020-07-15T21:38:31.152Z",
            "state": "CREATED",
        },
        {
            "backupPlanId": plan_id,
            "versionId": changed["VersionId"],
            "modifiedAt": "2020-07-15T21:38:32.152Z",
            "state": "MODIFIED",
        },
        {
            "backupPlanId": plan_id,
            "versionId": changed["VersionId"],
            "deletionDate": "2020-07-15T21:38:33Z",
            "state": "DELETED",
        },
    ]
    arn = f"arn:aws:backup:{HERE}:backup-plan:{plan_id}"
    assert [event["resources"] for event in events] == [[arn]] * 3


def test_the_settings_of_a_region_are_changed() -> None:
    with mock_aws(), frozen_at(START):
        client = client_of(region_name="us-west-2")
        client.update_region_settings(ResourceTypeOptInPreference={"Aurora": False})
        event = event_of("Region Setting State Change", "MODIFIED")
    preference = event["detail"]["ResourceTypeOptInPreference"]
    assert (preference["Aurora"], preference["EBS"]) == (False, True)
    assert event["resources"] == []
    assert event["detail"] == {
        "modifiedAt": "2020-07-15T21:38:31.152Z",
        "ResourceTypeOptInPreference": preference,
        "state": "MODIFIED",
    }


def planned_volume(**rule: Any) -> Any:
    """Let a plan back a volume up by this rule; a client of AWS Backup."""
    ec2 = client_of("ec2", "us-west-2")
    ec2.create_volume(AvailabilityZone="us-west-2a", Size=3, Encrypted=True)
    client = client_of(region_name="us-west-2")
    client.create_backup_vault(BackupVaultName="sample")
    rule = {"RuleName": "r", "TargetBackupVaultName": "sample", **rule}
    plan = {"BackupPlanName": "p", "Rules": [rule]}
    plan_id = client.create_backup_plan(BackupPlan=plan)["BackupPlanId"]
    client.create_backup_selection(
        BackupPlanId=plan_id,
        BackupSelection={"SelectionName": "s", "IamRoleArn": ROLE, "Resources": ["*"]},
    )
    return client


def test_a_recovery_point_of_a_plan_is_as_the_sample() -> None:
    with mock_aws(), frozen_at(START) as clock:
        client = planned_volume(
            ScheduleExpression="cron(0 5 ? * * *)", Lifecycle={"DeleteAfterDays": 100}
        )
        clock.shift(timedelta(hours=12))
        event = event_of("Recovery Point State Change", "COMPLETED")
        (job,) = client.list_backup_jobs()["BackupJobs"]
        (of_job,) = job_events(state="COMPLETED")
    assert event["resources"] == [job["RecoveryPointArn"]]
    assert event["detail"] == {
        "backupVaultName": "sample",
        "backupVaultArn": f"arn:aws:backup:{HERE}:backup-vault:sample",
        "creationDate": "2020-07-16T05:00:00Z",
        "iamRoleArn": ROLE,
        "resourceType": "EBS",
        "resourceArn": job["ResourceArn"],
        "status": "COMPLETED",
        "isEncrypted": "true",
        "storageClass": "WARM",
        "completionDate": "2020-07-16T05:00:00Z",
        "createdBy": {
            "backupPlanId": job["CreatedBy"]["BackupPlanId"],
            "backupPlanArn": job["CreatedBy"]["BackupPlanArn"],
            "backupPlanVersion": job["CreatedBy"]["BackupPlanVersion"],
            "backupPlanRuleId": job["CreatedBy"]["BackupRuleId"],
        },
        "lifecycle": {"deleteAfterDays": 100},
        "calculatedLifeCycle": {"deleteAt": "2020-10-24T05:00:00Z"},
    }
    assert of_job["detail"]["createdBy"] == event["detail"]["createdBy"]
