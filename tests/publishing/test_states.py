"""The events of jobs on their way: each state once, in order, knowing nothing of what came later."""

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import (
    SELECTION,
    backed_up,
    bucket,
    copy,
    create_plan,
    described,
    points,
    restore,
    scan,
    start,
    volume,
)
from listeners import Queue, put_rule
from support import ROLE, client_of, transition

from moto_backup_summaries import job_events, set_job_outcome

NOW = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)
WAYS = {
    "backup": ["CREATED", "PENDING", "RUNNING", "COMPLETED"],
    "copy": ["CREATED", "RUNNING", "COMPLETED"],
    "restore": ["CREATED", "PENDING", "RUNNING", "COMPLETED"],
    "scan": ["CREATED", "RUNNING", "COMPLETED"],
}


def states(events: list[dict[str, Any]]) -> list[str]:
    return [event["detail"].get("state") or event["detail"]["status"] for event in events]


def start_one(client: Any, kind: str, point: str = "") -> dict[str, str]:
    """Start a job of a kind, of a recovery point if it needs one; by what it is described."""
    if kind == "backup":
        return {"BackupJobId": start(client)["BackupJobId"]}
    point = point or backed_up(client)
    if kind == "restore":
        return {"RestoreJobId": restore(client, point)}
    if kind == "scan":
        return {"ScanJobId": scan(client, point)["ScanJobId"]}
    client_of(region_name="eu-west-1").create_backup_vault(BackupVaultName="far")
    return {"CopyJobId": copy(client, point)["CopyJobId"]}


@pytest.mark.parametrize("kind", WAYS)
@pytest.mark.parametrize("progression", ["immediate", "manual", "time"])
def test_each_state_is_told_once_and_never_differently(
    clock: Any, nightly: Any, kind: str, progression: str
) -> None:
    size = {"backup_size_in_bytes": 7}
    set_job_outcome(kind, state="COMPLETED", status_message="Now it is known", **size)
    told: list[dict[str, Any]] = []
    steps = {"manual": {"times": 1}, "time": {"seconds": 60}}.get(progression, {})
    with transition(progression, kind, **steps):
        asked = start_one(nightly, kind)
        for _ in range(10):
            # Moto counts looks where a transition is manual.
            getattr(nightly, f"describe_{kind}_job")(**asked)
            events = job_events(kind=kind)
            assert events[: len(told)] == told
            told = events
            clock.shift(timedelta(seconds=30))
    assert states(told) == WAYS[kind]
    *earlier, last = told
    assert [event["id"] for event in earlier if "Now it is known" in str(event)] == []
    assert [event["id"] for event in earlier if "completionDate" in event["detail"]] == []
    assert last["detail"]["completionDate"]


def test_a_backup_names_its_recovery_point_at_its_end_only(nightly: Any) -> None:
    job = described(nightly)
    assert [event["resources"] for event in job_events()] == [[], [], [], [job["RecoveryPointArn"]]]


def test_other_jobs_always_name_the_recovery_point_that_they_use(nightly: Any) -> None:
    point = backed_up(nightly)
    for kind in ("copy", "restore", "scan"):
        start_one(nightly, kind, point)
        named = [event["resources"] for event in job_events(kind=kind)]
        assert named == [[point]] * len(WAYS[kind])


def test_an_event_happens_when_its_state_is_entered(clock: Any, nightly: Any) -> None:
    with transition("time", seconds=90):
        start(nightly)
        clock.shift(timedelta(minutes=10))
        times = [event["time"] for event in job_events()]
    assert times == [f"2026-03-20T12:{time}Z" for time in ("00:00", "01:30", "03:00", "04:30")]


def test_a_job_of_a_duration_is_expected_at_its_end(clock: Any, nightly: Any) -> None:
    set_job_outcome("backup", state="COMPLETED", duration=timedelta(hours=2))
    start(nightly)
    (running,) = job_events(state="RUNNING")
    assert running["detail"]["expectedCompletionDate"] == "Mar 20, 2026 2:00:00 PM"
    clock.shift(timedelta(hours=3))
    assert states(job_events()) == WAYS["backup"]
    assert job_events(state="RUNNING") == [running]


def test_a_job_that_is_stopped_is_aborting_and_then_aborted(clock: Any, nightly: Any) -> None:
    with transition("manual", times=3):
        job_id = start(nightly)["BackupJobId"]
        nightly.stop_backup_job(BackupJobId=job_id)
        for _ in range(4):
            nightly.describe_backup_job(BackupJobId=job_id)
        found = job_events(job_id=job_id)
    assert states(found) == ["CREATED", "ABORTING", "ABORTED"]
    aborting, aborted = (event["detail"] for event in found[1:])
    assert "statusMessage" not in aborting
    assert aborted["statusMessage"] == '"Backup job was stopped by user."'


def test_a_job_that_does_not_begin_expires(clock: Any, nightly: Any) -> None:
    with transition("manual", times=99):
        start(nightly, StartWindowMinutes=60)
        clock.shift(timedelta(hours=2))
        (expired,) = job_events(state="EXPIRED")
    assert expired["detail"]["completionDate"] == expired["detail"]["startBy"]
    assert expired["time"] == "2026-03-20T13:00:00Z"


def test_a_part_that_fails_leaves_its_stack_partial(nightly: Any) -> None:
    template = '{"Resources": {"B": {"Type": "AWS::S3::Bucket"}, "T": {"Type": "AWS::S3::Bucket"}}}'
    cloudformation = client_of("cloudformation")
    arn = cloudformation.create_stack(StackName="s", TemplateBody=template)["StackId"]
    set_job_outcome("backup", state="FAILED", resource_type="S3", times=1)
    start(nightly, ResourceArn=arn)
    found = job_events(resource_arn=arn)
    assert states(found) == ["CREATED", "PENDING", "RUNNING", "PARTIAL"]
    assert found[-1]["detail"]["backupSizeInBytes"] == "0"
    (point,) = job_events(detail_type="Recovery Point State Change", state="PARTIAL")
    assert point["resources"] == found[-1]["resources"]


class TestRecoveryPoints:
    def told(self) -> list[dict[str, Any]]:
        return job_events(detail_type="Recovery Point State Change")

    def test_one_that_is_deleted_tells_by_whom(self, clock: Any, nightly: Any) -> None:
        point = backed_up(nightly, Lifecycle={"DeleteAfterDays": 9})
        clock.shift(timedelta(days=1))
        nightly.delete_recovery_point(BackupVaultName="nightly", RecoveryPointArn=point)
        made, deleted = self.told()
        detail = {**made["detail"], "status": "DELETED", "deletedBy": "MANUAL_DELETE"}
        assert deleted["detail"] == {**detail, "initiationDate": "2026-03-20T12:00:00Z"}
        assert deleted["time"] == "2026-03-21T12:00:00Z"

    def test_one_whose_days_are_over_is_deleted_by_nobody(self, clock: Any, nightly: Any) -> None:
        backed_up(nightly, Lifecycle={"DeleteAfterDays": 9})
        clock.shift(timedelta(days=20))
        _, deleted = self.told()
        assert deleted["time"] == "2026-03-29T12:00:00Z"
        assert deleted["detail"]["status"] == "DELETED"
        assert "deletedBy" not in deleted["detail"]

    def test_one_whose_days_are_over_once_they_are_fewer_is_deleted_then(
        self, clock: Any, nightly: Any
    ) -> None:
        point = {"BackupVaultName": "nightly", "RecoveryPointArn": backed_up(nightly)}
        clock.shift(timedelta(days=5))
        nightly.update_recovery_point_lifecycle(**point, Lifecycle={"DeleteAfterDays": 2})
        clock.shift(timedelta(days=5))
        assert self.told()[-1]["time"] == "2026-03-25T12:00:00Z"
        assert states(self.told()) == ["COMPLETED", "DELETED"]

    @pytest.mark.parametrize("described", [0, 1, 2])
    def test_those_of_runs_of_a_plan_are_deleted_one_by_one(
        self, clock: Any, nightly: Any, described: int
    ) -> None:
        bucket()
        rule = {
            "RuleName": "r",
            "TargetBackupVaultName": "nightly",
            "ScheduleExpression": "cron(0 5 ? * * *)",
            "Lifecycle": {"DeleteAfterDays": 2},
            "IndexActions": [{"ResourceTypes": ["S3"]}],
        }
        plan_id = create_plan(nightly, Rules=[rule])
        nightly.create_backup_selection(BackupPlanId=plan_id, BackupSelection=SELECTION)
        clock.shift(timedelta(days=3))
        for point in points(nightly)[:described]:
            nightly.describe_recovery_point(
                BackupVaultName="nightly", RecoveryPointArn=point["RecoveryPointArn"]
            )
        clock.shift(timedelta(days=1))
        told = self.told()
        assert states(told) == ["COMPLETED"] * 2 + ["COMPLETED", "DELETED"] * 2
        made = [event for event in told if event["detail"]["status"] == "COMPLETED"]
        deleted = [event for event in told if event["detail"]["status"] == "DELETED"]
        assert [event["time"] for event in deleted] == [
            "2026-03-23T05:00:00Z",
            "2026-03-24T05:00:00Z",
        ]
        assert [event["resources"] for event in deleted] == [
            event["resources"] for event in made[:2]
        ]
        indexes = job_events(detail_type="Recovery Point Index State Change", state="DELETED")
        assert [event["resources"] for event in indexes] == [it["resources"] for it in deleted]

    def test_a_composite_one_goes_with_its_last_part(self, clock: Any, nightly: Any) -> None:
        template = '{"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}'
        stack = client_of("cloudformation").create_stack(StackName="s", TemplateBody=template)
        parent = backed_up(nightly, ResourceArn=stack["StackId"])
        (part,) = [it["RecoveryPointArn"] for it in points(nightly) if not it["IsParent"]]
        clock.shift(timedelta(days=1))
        nightly.delete_recovery_point(BackupVaultName="nightly", RecoveryPointArn=part)
        deleted = [event for event in self.told() if event["detail"]["status"] == "DELETED"]
        assert [event["resources"] for event in deleted] == [[part], [parent]]
        assert ["deletedBy" in event["detail"] for event in deleted] == [True, False]

    def test_a_composite_one_is_partial_without_a_part(self, clock: Any, nightly: Any) -> None:
        names = ("A", "B")
        template = {"Resources": {name: {"Type": "AWS::S3::Bucket"} for name in names}}
        cloudformation = client_of("cloudformation")
        stack = cloudformation.create_stack(StackName="s", TemplateBody=json.dumps(template))
        parent = backed_up(nightly, ResourceArn=stack["StackId"], Index="ENABLED")
        part = next(it["RecoveryPointArn"] for it in points(nightly) if not it["IsParent"])
        indexes = job_events(detail_type="Recovery Point Index State Change")
        nightly.disassociate_recovery_point_from_parent(
            BackupVaultName="nightly", RecoveryPointArn=part
        )
        (partial,) = [it for it in self.told() if it["detail"]["status"] == "PARTIAL"]
        assert partial["resources"] == [parent]
        assert job_events(detail_type="Recovery Point Index State Change") == indexes

    def test_a_lifecycle_that_changes_is_told_from_then_on(self, clock: Any, nightly: Any) -> None:
        arn = client_of("efs").create_file_system(CreationToken="t")["FileSystemArn"]
        made = backed_up(nightly, ResourceArn=arn)
        point = {"BackupVaultName": "nightly", "RecoveryPointArn": made}
        told = self.told()
        lifecycle = {"MoveToColdStorageAfterDays": 1, "DeleteAfterDays": 100}
        nightly.update_recovery_point_lifecycle(**point, Lifecycle=lifecycle)
        assert self.told() == told
        clock.shift(timedelta(days=2))
        nightly.delete_recovery_point(**point)
        assert self.told()[:-1] == told
        detail = self.told()[-1]["detail"]
        assert detail["lifecycle"] == {"moveToColdStorageAfterDays": 1, "deleteAfterDays": 100}
        assert detail["calculatedLifeCycle"] == {
            "moveToColdStorageAt": "2026-03-21T12:00:00Z",
            "deleteAt": "2026-06-28T12:00:00Z",
        }

    def test_one_that_gets_cold_was_warm_before(self, clock: Any, nightly: Any) -> None:
        lifecycle = {"MoveToColdStorageAfterDays": 1, "DeleteAfterDays": -1}
        arn = client_of("efs").create_file_system(CreationToken="t")["FileSystemArn"]
        point = backed_up(nightly, ResourceArn=arn, Lifecycle=lifecycle)
        clock.shift(timedelta(days=2))
        nightly.delete_recovery_point(BackupVaultName="nightly", RecoveryPointArn=point)
        assert [event["detail"]["storageClass"] for event in self.told()] == ["WARM", "COLD"]
        assert self.told()[0]["detail"]["lifecycle"] == {"moveToColdStorageAfterDays": 1}

    @pytest.mark.parametrize("decided", [(), ("COMPLETED",)], ids=["together", "alone"])
    def test_a_continuous_one_is_available_which_a_rule_hears(
        self, clock: Any, nightly: Any, decided: tuple[str, ...]
    ) -> None:
        queue = Queue(client_of("sqs"))
        heard = {"status": ["AVAILABLE"]}
        pattern = {"detail-type": ["Recovery Point State Change"], "detail": heard}
        put_rule(client_of("events"), pattern, queue.arn)
        for state in decided:
            set_job_outcome("backup", state=state)
        bucket()
        lifecycle = {"DeleteAfterDays": 35}
        rule = {"RuleName": "r", "TargetBackupVaultName": "nightly", "Lifecycle": lifecycle}
        plan_id = create_plan(nightly, Rules=[{**rule, "EnableContinuousBackup": True}])
        nightly.create_backup_selection(BackupPlanId=plan_id, BackupSelection=SELECTION)
        clock.shift(timedelta(days=1))
        assert [point["Status"] for point in points(nightly)] == ["AVAILABLE"]
        assert states(queue.events()) == ["AVAILABLE"]

    def test_a_continuous_one_is_stopped(self, clock: Any, nightly: Any) -> None:
        bucket()
        rule = {
            "RuleName": "r",
            "TargetBackupVaultName": "nightly",
            "ScheduleExpression": "cron(0 5 ? * * *)",
            "EnableContinuousBackup": True,
            "Lifecycle": {"DeleteAfterDays": 35},
        }
        plan_id = create_plan(nightly, Rules=[rule])
        nightly.create_backup_selection(BackupPlanId=plan_id, BackupSelection=SELECTION)
        clock.shift(timedelta(days=1))
        (point,) = points(nightly)
        nightly.disassociate_recovery_point(
            BackupVaultName="nightly", RecoveryPointArn=point["RecoveryPointArn"]
        )
        assert states(self.told()) == ["AVAILABLE", "STOPPED"]

    def test_a_copy_tells_of_itself_where_it_is_kept(self, nightly: Any) -> None:
        start_one(nightly, "copy")
        (event,) = job_events(detail_type="Recovery Point State Change", region_name="eu-west-1")
        (copied,) = job_events(kind="copy", state="COMPLETED")
        assert copied["region"] == "us-east-1"
        assert event["resources"] == [copied["detail"]["destinationRecoveryPointArn"]]
        assert event["detail"]["backupVaultName"] == "far"


class TestIndexes:
    def test_one_that_is_asked_for_is_active_and_goes_with_its_recovery_point(
        self, clock: Any, nightly: Any
    ) -> None:
        arn = bucket()
        point = backed_up(nightly, ResourceArn=arn, Index="ENABLED")
        clock.shift(timedelta(days=1))
        nightly.delete_recovery_point(BackupVaultName="nightly", RecoveryPointArn=point)
        active, deleted = job_events(detail_type="Recovery Point Index State Change")
        told = {
            "recoveryPointArn": point,
            "accountId": "123456789012",
            "indexStatus": "ACTIVE",
            "iamRoleArn": ROLE,
            "resourceType": "S3",
            "backupVaultArn": "arn:aws:backup:us-east-1:123456789012:backup-vault:nightly",
            "indexCreationTime": "2026-03-20T12:00:00Z",
            "isIndexingContinuous": False,
            "sourceResourceArn": arn,
            "backupCreationTime": "2026-03-20T12:00:00Z",
        }
        message = "An AWS Backup recovery point index was {}. Indexed recovery point arn : {}"
        assert active["resources"] == [point]
        assert active["detail"] == {
            **told,
            "indexStatusMessage": message.format("successfully completed", point),
            "indexCompletionTime": "2026-03-20T12:00:00Z",
        }
        assert deleted["detail"] == {
            **told,
            "indexStatus": "DELETED",
            "indexStatusMessage": message.format("deleted", point),
            "indexDeletionTime": "2026-03-21T12:00:00Z",
        }

    def test_there_is_none_that_nobody_asked_for(self, nightly: Any) -> None:
        backed_up(nightly, ResourceArn=bucket())
        backed_up(nightly, ResourceArn=volume())
        assert job_events(detail_type="Recovery Point Index State Change") == []
