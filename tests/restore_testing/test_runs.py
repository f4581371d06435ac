"""Runs of restore testing plans: which recovery points they restore, when, and how."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import (
    FAR,
    TABLE,
    backed_up,
    bucket,
    copy,
    create_plan,
    jobs,
    rows,
    total,
    vault_arn,
    volume,
)
from listeners import BACKUP_EVENTS, Queue, put_rule
from restore_testing.examples import OF_DRILL, PLAN, create, plan_of, select, update
from support import ACCOUNT, REGION, ROLE, client_of, transition
from vaults.examples import create_gapped

from moto_backup_summaries import (
    BackupSummariesWarning,
    load_account,
    load_jobs,
    set_job_outcome,
)
from moto_backup_summaries.backup.account import account_at

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SIX = NOW + 6 * HOUR
POINTS: Any = PLAN["RecoveryPointSelection"]
TAGGED = {"Key": "aws:ResourceTag/env", "Value": "prod"}


def restored(client: Any, **filters: Any) -> list[str]:
    """The recovery points that were restored, the last first."""
    return [job["RecoveryPointArn"] for job in jobs(client, "restore", **filters)]


def drill(client: Any, *, selection: Any = None, **points: Any) -> str:
    """Make a plan that restores volumes at six each day; its ARN."""
    arn = create(client, RecoveryPointSelection={**POINTS, **points})["RestoreTestingPlanArn"]
    select(client, **(selection or {}))
    return str(arn)


def test_a_run_restores_the_latest_recovery_point_of_each_resource(
    nightly: Any, clock: Any
) -> None:
    backed_up(nightly)
    clock.shift(HOUR)
    latest = [backed_up(nightly), backed_up(nightly, ResourceArn=volume("vol-2"))]
    backed_up(nightly, ResourceArn=TABLE)
    arn = drill(nightly)
    clock.shift(DAY)
    found = jobs(nightly, "restore")
    assert sorted(job["RecoveryPointArn"] for job in found) == sorted(latest)
    for job in found:
        assert (job["Status"], job["CreationDate"], job["IamRoleArn"]) == ("COMPLETED", SIX, ROLE)
        assert job["CreatedBy"] == {"RestoreTestingPlanArn": arn}
        assert job["ResourceType"] == "EBS"
        metadata = nightly.get_restore_job_metadata(RestoreJobId=job["RestoreJobId"])["Metadata"]
        assert metadata.keys() == {"availabilityZone", "encrypted"}
    assert plan_of(nightly)["LastExecutionTime"] == SIX
    assert (
        nightly.list_restore_testing_plans()["RestoreTestingPlans"][0]["LastExecutionTime"] == SIX
    )


def test_its_jobs_are_found_by_the_plan(nightly: Any, clock: Any) -> None:
    point = backed_up(nightly)
    arn = drill(nightly)
    clock.shift(DAY)
    assert restored(nightly, ByRestoreTestingPlanArn=arn) == [point]
    assert restored(nightly, ByRestoreTestingPlanArn=f"{arn}0") == []
    of_volume = nightly.list_restore_jobs_by_protected_resource(ResourceArn=volume())
    assert [job["CreatedBy"]["RestoreTestingPlanArn"] for job in of_volume["RestoreJobs"]] == [arn]


def test_summaries_count_them(nightly: Any, clock: Any) -> None:
    backed_up(nightly)
    drill(nightly)
    clock.shift(3 * DAY)
    assert total(rows(nightly, "restore", State="COMPLETED", ResourceType="EBS")) == 3


def test_its_events_name_the_plan(nightly: Any, clock: Any) -> None:
    queue = Queue(client_of("sqs"))
    put_rule(client_of("events"), BACKUP_EVENTS, queue.arn)
    backed_up(nightly)
    arn = drill(nightly)
    clock.shift(DAY)
    nightly.list_restore_jobs()
    kind = "Restore Job State Change"
    details = [event["detail"] for event in queue.events() if event["detail-type"] == kind]
    assert [it.get("status", it.get("state")) for it in details] == [
        *("CREATED", "PENDING", "RUNNING", "COMPLETED")
    ]
    assert [it.get("restoreTestingPlanArn") for it in details] == [None, arn, arn, arn]
    assert details[-1]["createdResourceArn"].startswith("arn:aws:ec2:")


def test_a_random_one_may_be_any_within_the_window(nightly: Any, clock: Any) -> None:
    old = backed_up(nightly)
    clock.shift(2 * DAY)
    recent = {backed_up(nightly), backed_up(nightly)}
    drill(nightly, Algorithm="RANDOM_WITHIN_WINDOW", SelectionWindowDays=40)
    clock.shift(30 * DAY)
    assert {*restored(nightly)} == {old, *recent}


@pytest.mark.parametrize("algorithm", ["LATEST_WITHIN_WINDOW", "RANDOM_WITHIN_WINDOW"])
def test_a_resource_without_an_eligible_one_is_left_out(
    nightly: Any, clock: Any, algorithm: str
) -> None:
    backed_up(nightly)
    drill(nightly, Algorithm=algorithm, ExcludeVaults=["*"])
    clock.shift(DAY)
    assert restored(nightly) == []


def test_the_window_ends_where_the_run_begins(nightly: Any, clock: Any) -> None:
    clock.move_to(NOW + 5 * HOUR)
    too_old = backed_up(nightly)
    clock.move_to(SIX)
    just_in_time = backed_up(nightly, ResourceArn=volume("vol-2"))
    drill(nightly, SelectionWindowDays=1)
    clock.shift(DAY)
    assert restored(nightly) == [just_in_time]
    assert too_old != just_in_time


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"IncludeVaults": [vault_arn("weekly")]}, {"weekly"}),
        ({"IncludeVaults": ["arn:aws:backup:*:*:backup-vault:w*"]}, {"weekly"}),
        ({"ExcludeVaults": [vault_arn("weekly")]}, {"nightly"}),
        ({"ExcludeVaults": ["arn:aws:backup:*:*:backup-vault:*ly"]}, set()),
    ],
)
def test_vaults_are_included_and_excluded(
    nightly: Any, clock: Any, names: Any, expected: set[str]
) -> None:
    nightly.create_backup_vault(BackupVaultName="weekly")
    by_vault = {
        name: backed_up(nightly, BackupVaultName=name, ResourceArn=volume(f"vol-{name}"))
        for name in ("nightly", "weekly")
    }
    drill(nightly, **names)
    clock.shift(DAY)
    assert {*restored(nightly)} == {by_vault[name] for name in expected}


def test_resources_are_taken_by_their_arns(nightly: Any, clock: Any) -> None:
    point = backed_up(nightly)
    backed_up(nightly, ResourceArn=volume("vol-2"))
    arns = [volume(), volume(), volume("vol-3")]
    drill(nightly, selection={"ProtectedResourceArns": arns})
    clock.shift(DAY)
    assert restored(nightly) == [point]


def test_tags_of_the_latest_recovery_point_decide(nightly: Any, clock: Any) -> None:
    nightly.create_backup_vault(BackupVaultName="weekly")
    tagged, other = {"RecoveryPointTags": {"env": "prod"}}, {"RecoveryPointTags": {"env": "test"}}
    backed_up(nightly, **tagged)
    backed_up(nightly, ResourceArn=volume("vol-2"), **other)
    clock.shift(HOUR)
    was_tagged = backed_up(nightly, **other)
    is_tagged = backed_up(nightly, ResourceArn=volume("vol-2"), **tagged)
    bare = backed_up(nightly, ResourceArn=volume("vol-3"))
    create(nightly)
    select(nightly, "with_tag", ProtectedResourceConditions={"StringEquals": [TAGGED]})
    clock.shift(DAY)
    assert restored(nightly) == [is_tagged]
    nightly.delete_restore_testing_selection(**OF_DRILL, RestoreTestingSelectionName="with_tag")
    select(nightly, "without", ProtectedResourceConditions={"StringNotEquals": [TAGGED]})
    clock.shift(DAY)
    assert sorted(restored(nightly)[:2]) == sorted([was_tagged, bare])
    assert len(restored(nightly)) == 3


@pytest.mark.parametrize(
    ("status", "types", "number"),
    [
        ("AVAILABLE", ["SNAPSHOT", "CONTINUOUS"], 1),
        ("AVAILABLE", ["SNAPSHOT"], 0),
        ("STOPPED", ["CONTINUOUS"], 0),
        ("COMPLETED", ["SNAPSHOT"], 0),
    ],
)
def test_a_continuous_backup_that_goes_on_may_have_begun_before_the_window(
    nightly: Any, clock: Any, status: str, types: list[str], number: int
) -> None:
    name = "files-1" if status == "COMPLETED" else "continuous:files-1"
    point = {
        "RecoveryPointArn": f"arn:aws:backup:{REGION}:{ACCOUNT}:recovery-point:{name}",
        "BackupVaultName": "nightly",
        "ResourceArn": "arn:aws:s3:::files",
        "ResourceType": "S3",
        "CreationDate": NOW - 100 * DAY,
        "Status": status,
        "Lifecycle": {"DeleteAfterDays": 35},
    }
    header = {"Version": 1, "Region": REGION, "AccountId": ACCOUNT}
    load_account({"BackupAccount": header, "RecoveryPoints": [point]})
    drill(nightly, selection={"ProtectedResourceType": "S3"}, RecoveryPointTypes=types)
    clock.shift(DAY)
    assert len(restored(nightly)) == number


def test_snapshots_and_continuous_backups_are_told_apart(nightly: Any, clock: Any) -> None:
    rule = {
        "RuleName": "r",
        "TargetBackupVaultName": "nightly",
        "EnableContinuousBackup": True,
        "Lifecycle": {"DeleteAfterDays": 35},
    }
    plan = create_plan(nightly, Rules=[rule])
    selection = {"SelectionName": "all", "IamRoleArn": ROLE, "Resources": [bucket()]}
    nightly.create_backup_selection(BackupPlanId=plan, BackupSelection=selection)
    clock.move_to(NOW + 5.5 * HOUR)
    (continuous,) = nightly.list_recovery_points_by_backup_vault(BackupVaultName="nightly")[
        "RecoveryPoints"
    ]
    snapshot = backed_up(nightly, ResourceArn=bucket("other"))
    for kind in ("SNAPSHOT", "CONTINUOUS"):
        create(nightly, kind, RecoveryPointSelection={**POINTS, "RecoveryPointTypes": [kind]})
        select(nightly, "buckets", kind, ProtectedResourceType="S3")
    clock.move_to(SIX)
    assert sorted(restored(nightly)) == sorted([continuous["RecoveryPointArn"], snapshot])


def test_a_temporary_recovery_point_is_not_restored(nightly: Any, clock: Any) -> None:
    """One on its way behind an air gap is DELETE_AFTER_COPY, and would be gone."""
    create_gapped(nightly, BackupVaultName="gapped")
    with transition("time", "copy", seconds=86_400):
        backed_up(nightly, LogicallyAirGappedBackupVaultArn=vault_arn("gapped"))
        drill(nightly)
        clock.move_to(SIX)
        assert restored(nightly) == []


def test_a_recovery_point_that_is_gone_is_not_restored(nightly: Any, clock: Any) -> None:
    kept = backed_up(nightly)
    clock.shift(HOUR)
    backed_up(nightly, Lifecycle={"DeleteAfterDays": 1})
    drill(nightly)
    clock.shift(3 * DAY)
    assert restored(nightly)[:2] == [kept, kept]


def test_one_of_the_future_is_not_restored(nightly: Any, clock: Any) -> None:
    future = {"ResourceType": "EBS", "CreationDate": NOW + 9 * DAY}
    with pytest.warns(BackupSummariesWarning, match="in the future"):
        load_jobs({"BackupJobs": [future]})
    drill(nightly)
    clock.shift(DAY)
    assert restored(nightly) == []


def test_a_partial_or_copied_one_is_as_any_other(nightly: Any, clock: Any) -> None:
    far = client_of(region_name=FAR)
    far.create_backup_vault(BackupVaultName="far")
    copy(nightly, backed_up(nightly))
    drill(far)
    clock.shift(DAY)
    (job,) = jobs(far, "restore")
    assert job["SourceResourceArn"] == volume()
    assert job["CreatedResourceArn"].startswith(f"arn:aws:ec2:{FAR}:")


class TestTheClock:
    def test_each_time_of_the_schedule_runs_once_however_far_it_leaps(
        self, nightly: Any, clock: Any
    ) -> None:
        backed_up(nightly)
        drill(nightly, SelectionWindowDays=365)
        clock.move_to(SIX)
        assert len(restored(nightly)) == 1
        assert len(restored(nightly)) == 1
        clock.shift(13.5 * DAY)
        created = [job["CreationDate"] for job in jobs(nightly, "restore")]
        assert created == [SIX + days * DAY for days in range(13, -1, -1)]
        assert plan_of(nightly)["LastExecutionTime"] == SIX + 13 * DAY

    def test_a_run_sees_what_there_was_at_its_moment(self, nightly: Any, clock: Any) -> None:
        """Backups of a plan that keeps them for a week, ninety days ago: they are gone now."""
        client_of("ec2").create_volume(AvailabilityZone="us-east-1a", Size=1)
        rule = {
            "RuleName": "r",
            "TargetBackupVaultName": "nightly",
            "Lifecycle": {"DeleteAfterDays": 7},
        }
        plan = create_plan(nightly, Rules=[rule])
        selection = {"SelectionName": "all", "IamRoleArn": ROLE, "Resources": ["*"]}
        nightly.create_backup_selection(BackupPlanId=plan, BackupSelection=selection)
        drill(nightly)
        clock.shift(90 * DAY)
        found = jobs(nightly, "restore")
        assert len(found) == 90
        assert {job["CreationDate"] - job["RecoveryPointCreationDate"] for job in found} == {HOUR}

    def test_an_update_begins_with_the_next_time(self, nightly: Any, clock: Any) -> None:
        backed_up(nightly)
        drill(nightly)
        clock.move_to(NOW + 3 * HOUR)
        update(
            nightly, ScheduleExpression="cron(0 2 ? * * *)", ScheduleExpressionTimezone="Asia/Tokyo"
        )
        clock.move_to(NOW + DAY)
        assert [job["CreationDate"] for job in jobs(nightly, "restore")] == [NOW + 17 * HOUR]

    def test_a_schedule_may_be_over(self, nightly: Any, clock: Any) -> None:
        backed_up(nightly)
        create(nightly, ScheduleExpression="cron(0 6 ? * * 2026)")
        select(nightly)
        clock.move_to(datetime(2026, 12, 31, tzinfo=timezone.utc))
        nightly.list_restore_jobs()
        clock.shift(400 * DAY)
        newest, *_ = jobs(nightly, "restore")
        assert newest["CreationDate"] <= datetime(2026, 12, 31, 6, tzinfo=timezone.utc)

    def test_without_selections_and_without_plans_nothing_runs(
        self, nightly: Any, clock: Any
    ) -> None:
        backed_up(nightly)
        create(nightly)
        clock.shift(DAY)
        nightly.list_restore_jobs()
        assert "LastExecutionTime" not in plan_of(nightly)
        select(nightly)
        nightly.delete_restore_testing_selection(**OF_DRILL, RestoreTestingSelectionName="disks")
        clock.shift(DAY)
        assert restored(nightly) == []
        nightly.delete_restore_testing_plan(**OF_DRILL)
        clock.shift(DAY)
        assert restored(nightly) == []

    def test_jobs_forgotten_are_forgotten_by_restore_testing(
        self, nightly: Any, clock: Any
    ) -> None:
        backed_up(nightly)
        drill(nightly, selection={"ValidationWindowHours": 2})
        clock.move_to(SIX)
        nightly.list_restore_jobs()
        account_at(ACCOUNT, REGION).forget_jobs()
        clock.shift(3 * HOUR)
        assert jobs(nightly, "restore") == []


class TestTheStartWindow:
    MESSAGE = (
        "Restore job was unable to start within the specified start window. "
        "Try increasing your start window."
    )

    @pytest.mark.parametrize(
        ("hours", "ending"), [(1, ("FAILED", MESSAGE)), (3, ("COMPLETED", None))]
    )
    def test_a_job_that_waits_for_longer_fails(
        self, nightly: Any, clock: Any, hours: int, ending: Any
    ) -> None:
        backed_up(nightly)
        drill(nightly)
        update(nightly, StartWindowHours=hours)
        with transition("time", "restore", seconds=2 * 3600):
            clock.shift(DAY)
            (job,) = jobs(nightly, "restore")
        assert (job["Status"], job.get("StatusMessage")) == ending
        end = SIX + (HOUR if hours == 1 else 4 * HOUR)
        assert job["CompletionDate"] == end
        assert ("DeletionStatus" in job) == (hours == 3)

    def test_what_somebody_restores_has_none(self, nightly: Any, clock: Any) -> None:
        point = backed_up(nightly)
        with transition("time", "restore", seconds=200 * 3600):
            nightly.start_restore_job(
                RecoveryPointArn=point, Metadata={"encrypted": "true"}, IamRoleArn=ROLE
            )
            clock.shift(8 * DAY)
            assert [job["Status"] for job in jobs(nightly, "restore")] == ["PENDING"]


def test_a_restore_may_fail(nightly: Any, clock: Any) -> None:
    backed_up(nightly)
    drill(nightly, selection={"ValidationWindowHours": 1})
    set_job_outcome("restore", state="FAILED", status_message="Access denied to KMS key.")
    clock.shift(DAY)
    (job,) = jobs(nightly, "restore")
    assert (job["Status"], job["StatusMessage"]) == ("FAILED", "Access denied to KMS key.")
    assert not {"ValidationStatus", "DeletionStatus"} & job.keys()


def test_one_with_metadata_that_aws_would_refuse_fails(nightly: Any, clock: Any) -> None:
    file_system = "arn:aws:elasticfilesystem:us-east-1:123456789012:file-system/fs-1"
    backed_up(nightly, ResourceArn=file_system)
    overrides = {"volumetype": "gp3"}
    create(nightly)
    select(nightly, ProtectedResourceType="EFS", RestoreMetadataOverrides=overrides)
    clock.shift(DAY)
    (job,) = jobs(nightly, "restore")
    assert (job["Status"], job["StatusMessage"]) == ("FAILED", "Restore metadata is invalid.")


def test_overrides_are_in_its_metadata(nightly: Any, clock: Any) -> None:
    backed_up(nightly)
    drill(nightly, selection={"RestoreMetadataOverrides": {"AVAILABILITYZONE": "us-east-1f"}})
    clock.shift(DAY)
    (job,) = jobs(nightly, "restore")
    metadata = nightly.get_restore_job_metadata(RestoreJobId=job["RestoreJobId"])["Metadata"]
    assert metadata == {"availabilityZone": "us-east-1f", "encrypted": "true"}


@pytest.mark.parametrize("is_named", [True, False])
def test_backup_plans_leave_out_what_a_test_has_made(
    nightly: Any, clock: Any, is_named: bool
) -> None:
    """The guide: those with the tag awsbackup-restore-test or a name that begins so."""
    ec2 = client_of("ec2")
    kept = ec2.create_volume(AvailabilityZone="us-east-1a", Size=1)["VolumeId"]
    if is_named:
        bucket("awsbackup-restore-test-1")
    else:
        tag = {"Key": "awsbackup-restore-test", "Value": "x"}
        specification = {"ResourceType": "volume", "Tags": [tag]}
        ec2.create_volume(AvailabilityZone="us-east-1a", Size=1, TagSpecifications=[specification])
    plan = create_plan(nightly, Rules=[{"RuleName": "r", "TargetBackupVaultName": "nightly"}])
    selection = {"SelectionName": "all", "IamRoleArn": ROLE, "Resources": ["*"]}
    nightly.create_backup_selection(BackupPlanId=plan, BackupSelection=selection)
    clock.shift(DAY)
    assert [job["ResourceArn"] for job in jobs(nightly)] == [volume(kept)]
