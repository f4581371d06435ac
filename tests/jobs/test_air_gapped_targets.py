"""Logically air-gapped vaults as primary targets of jobs and of plans' rules."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import (
    FAR,
    TABLE,
    bucket,
    jobs,
    leave_tables_to_dynamodb,
    points,
    refused,
    rows,
    start,
    vault_arn,
    volume,
)
from jobs.air_gaps import (
    GAPPED,
    MANAGED,
    SNAPSHOTS,
    TARGET,
    UNSUPPORTED,
    WEEK,
    copied_to,
    copies_of,
    into_gap,
    new_cluster,
    new_key,
    new_volume,
    resources_in,
)
from legal_holds.examples import cancel
from legal_holds.holding import hold_of
from listeners import Queue, put_rule
from support import ROLE, client_of, transition
from vaults.examples import create_gapped

from moto_backup_summaries import set_job_outcome

NOW = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
INVALID = "InvalidParameterValueException"
TEMPORARY = {**WEEK, "DeleteAfterEvent": "DELETE_AFTER_COPY"}
NOT_SUPPORTED = "LOGICALLY_AIR_GAPPED_BACKUP_VAULT_NOT_SUPPORTED"
COMPLETED = "Backup job completed successfully to the target backup vault."
TYPE = f"{COMPLETED} This resource type is not supported by logically air-gapped backup vault."
KEY = (
    f"{COMPLETED} This resource is encrypted with an AWS managed key and cannot be copied to a "
    "logically air-gapped backup vault."
)
OUT_OF_RANGE = (
    "Backup job failed because the lifecycle is outside the valid range for backup vault."
)


@pytest.fixture
def gapped(vault: Any) -> Any:
    """A client with the vaults `nightly` and `gapped`, which keeps from 7 to 30 days."""
    create_gapped(vault)
    return vault


@pytest.fixture
def still(nightly: Any) -> Any:
    """The same, by a clock that stands still."""
    create_gapped(nightly)
    return nightly


class TestWhatAwsBackupManagesFully:
    @pytest.mark.parametrize(("type_name", "resource"), MANAGED.items())
    def test_is_written_there_at_once(self, gapped: Any, type_name: str, resource: str) -> None:
        job = into_gap(gapped, resource)
        assert (job["State"], job["ResourceType"]) == ("COMPLETED", type_name)
        assert (job["BackupVaultName"], job["BackupVaultArn"]) == ("gapped", TARGET)
        assert (job["VaultType"], job["VaultLockState"]) == (GAPPED, "LOCKED")
        assert job["MessageCategory"] == "SUCCESS"
        assert resources_in(gapped, "nightly") == []
        (point,) = points(gapped, "gapped")
        assert point["RecoveryPointArn"] == job["RecoveryPointArn"]
        assert point["Lifecycle"] == WEEK
        assert jobs(gapped, "copy") == []

    @pytest.mark.parametrize(
        ("lifecycle", "state"),
        [({}, "FAILED"), ({"DeleteAfterDays": 6}, "FAILED"), (WEEK, "COMPLETED")],
    )
    def test_is_kept_for_as_long_as_the_vault_allows(
        self, gapped: Any, lifecycle: Any, state: str
    ) -> None:
        job = into_gap(gapped, MANAGED["EFS"], Lifecycle=lifecycle)
        message = OUT_OF_RANGE if state == "FAILED" else None
        assert (job["State"], job.get("StatusMessage")) == (state, message)
        assert len(resources_in(gapped, "gapped")) == (state == "COMPLETED")

    def test_has_no_index_there(self, gapped: Any) -> None:
        into_gap(gapped, MANAGED["S3"], Index="ENABLED")
        (point,) = points(gapped, "gapped")
        assert "IndexStatus" not in point


class TestASnapshot:
    @pytest.mark.parametrize(("type_name", "resource"), SNAPSHOTS.items())
    def test_goes_there_by_a_copy_and_leaves_nothing_behind(
        self, gapped: Any, type_name: str, resource: str
    ) -> None:
        job = into_gap(gapped, resource)
        assert (job["State"], job["ResourceType"]) == ("COMPLETED", type_name)
        assert (job["BackupVaultName"], job["VaultType"]) == ("nightly", "BACKUP_VAULT")
        assert job["RecoveryPointLifecycle"] == TEMPORARY
        (copy,) = copies_of(gapped, job["RecoveryPointArn"])
        assert (copy["State"], copy["DestinationBackupVaultArn"]) == ("COMPLETED", TARGET)
        assert copy["CreatedByBackupJobId"] == job["BackupJobId"]
        assert copy["DestinationRecoveryPointLifecycle"] == WEEK
        assert resources_in(gapped, "nightly") == []
        assert resources_in(gapped, "gapped") == [resource]

    def test_is_temporary_for_as_long_as_its_copy_runs(self, clock: Any, still: Any) -> None:
        with set_job_outcome("copy", state="COMPLETED", duration=3600):
            into_gap(still)
        (point,) = points(still)
        assert (point["Lifecycle"], "IndexStatus" in point) == (TEMPORARY, False)
        assert point["CalculatedLifecycle"]["DeleteAt"] == NOW + 7 * DAY
        clock.shift(HOUR)
        assert resources_in(still, "nightly") == []
        assert resources_in(still, "gapped") == [volume()]

    def test_can_be_deleted_while_its_copy_runs_which_completes(
        self, clock: Any, still: Any
    ) -> None:
        with set_job_outcome("copy", state="COMPLETED", duration=3600):
            point = into_gap(still)["RecoveryPointArn"]
        still.delete_recovery_point(BackupVaultName="nightly", RecoveryPointArn=point)
        clock.shift(HOUR)
        assert resources_in(still, "nightly") == []
        assert resources_in(still, "gapped") == [volume()]

    def test_is_told_to_be_deleted_when_the_copy_has_ended(self, clock: Any, still: Any) -> None:
        queue = Queue(client_of("sqs"))
        pattern = {"detail-type": ["Recovery Point State Change", "Copy Job State Change"]}
        put_rule(client_of("events"), pattern, queue.arn)
        with set_job_outcome("copy", state="COMPLETED", duration=3600):
            job = into_gap(still)
        clock.shift(DAY)
        still.list_backup_jobs()
        told = [
            (
                event["resources"],
                event["detail"].get("state") or event["detail"]["status"],
                event["time"],
            )
            for event in queue.events()
            if event["resources"] == [job["RecoveryPointArn"]]
        ]
        later = "2026-03-20T13:00:00Z"
        assert told[-2:] == [
            ([job["RecoveryPointArn"]], "COMPLETED", later),
            ([job["RecoveryPointArn"]], "DELETED", later),
        ]
        assert [state for _, state, _ in told].count("DELETED") == 1

    def test_keeps_its_event_when_its_days_change(self, still: Any) -> None:
        with set_job_outcome("copy", state="FAILED"):
            job = into_gap(still)
        changed = still.update_recovery_point_lifecycle(
            BackupVaultName="nightly",
            RecoveryPointArn=job["RecoveryPointArn"],
            Lifecycle={"DeleteAfterDays": 9},
        )
        assert changed["Lifecycle"] == {
            "DeleteAfterDays": 9,
            "DeleteAfterEvent": "DELETE_AFTER_COPY",
        }

    def test_has_no_index(self, still: Any) -> None:
        with set_job_outcome("copy", state="FAILED"):
            into_gap(still, Index="ENABLED")
        (point,) = points(still)
        assert "IndexStatus" not in point


class TestASnapshotWhoseCopyFailed:
    @pytest.fixture
    def left(self, still: Any) -> str:
        with set_job_outcome("copy", state="FAILED", status_message="Access denied"):
            return str(into_gap(still)["RecoveryPointArn"])

    def test_stays_for_its_retention(self, clock: Any, still: Any, left: str) -> None:
        clock.shift(7 * DAY - HOUR)
        assert resources_in(still, "nightly") == [volume()]
        clock.shift(HOUR)
        assert resources_in(still, "nightly") == resources_in(still, "gapped") == []

    def test_goes_with_a_later_copy_by_hand(self, still: Any, left: str) -> None:
        copied_to(still, TARGET, left)
        assert resources_in(still, "nightly") == []
        assert resources_in(still, "gapped") == [volume()]

    def test_does_not_go_with_a_copy_that_is_kept_for_less(self, still: Any) -> None:
        with set_job_outcome("copy", state="FAILED"):
            point = into_gap(still, Lifecycle={"DeleteAfterDays": 8})["RecoveryPointArn"]
        job = copied_to(still, TARGET, point, Lifecycle=WEEK)
        assert job["State"] == "COMPLETED"
        assert resources_in(still, "nightly") == [volume()]

    def test_goes_as_soon_as_it_is_to_be_kept_for_no_longer(self, still: Any) -> None:
        with set_job_outcome("copy", state="FAILED"):
            point = into_gap(still, Lifecycle={"DeleteAfterDays": 8})["RecoveryPointArn"]
        copied_to(still, TARGET, point, Lifecycle=WEEK)
        still.update_recovery_point_lifecycle(
            BackupVaultName="nightly", RecoveryPointArn=point, Lifecycle=WEEK
        )
        assert resources_in(still, "nightly") == []

    def test_does_not_go_with_a_copy_elsewhere(self, still: Any, left: str) -> None:
        create_gapped(still, BackupVaultName="second")
        assert copied_to(still, vault_arn("second"), left)["State"] == "COMPLETED"
        assert resources_in(still, "nightly") == [volume()]

    def test_stays_for_good_where_nothing_ends_it(self, still: Any) -> None:
        job = into_gap(still, Lifecycle={})
        (copy,) = copies_of(still, job["RecoveryPointArn"])
        assert (copy["State"], copy["DestinationRecoveryPointLifecycle"]) == ("FAILED", {})
        copied_to(still, TARGET, job["RecoveryPointArn"], Lifecycle=WEEK)
        assert resources_in(still, "nightly") == resources_in(still, "gapped") == [volume()]


class TestATemporaryPointThatIsGuarded:
    def test_stays_until_its_legal_hold_is_cancelled(self, clock: Any, still: Any) -> None:
        with set_job_outcome("copy", state="COMPLETED", duration=3600):
            into_gap(still)
        hold = hold_of(still, VaultNames=["nightly"])
        clock.shift(HOUR)
        assert resources_in(still, "nightly") == resources_in(still, "gapped") == [volume()]
        cancel(still, hold)
        assert resources_in(still, "nightly") == []

    def test_goes_out_of_a_locked_vault_though_nobody_can_delete_it(
        self, clock: Any, still: Any
    ) -> None:
        still.put_backup_vault_lock_configuration(BackupVaultName="nightly", MinRetentionDays=1)
        with set_job_outcome("copy", state="COMPLETED", duration=3600):
            point = into_gap(still)["RecoveryPointArn"]
        asked = {"BackupVaultName": "nightly", "RecoveryPointArn": point}
        code, _ = refused(still, "delete_recovery_point", **asked)
        assert code == "InvalidRequestException"
        clock.shift(HOUR)
        assert resources_in(still, "nightly") == []


class TestWhatDoesNotGoThere:
    @pytest.mark.parametrize(("type_name", "resource"), UNSUPPORTED.items())
    def test_is_backed_up_to_the_standard_vault_and_counted(
        self, gapped: Any, type_name: str, resource: str
    ) -> None:
        job = into_gap(gapped, resource)
        assert (job["State"], job["ResourceType"]) == ("COMPLETED", type_name)
        assert (job["BackupVaultName"], job["RecoveryPointLifecycle"]) == ("nightly", WEEK)
        assert (job["MessageCategory"], job["StatusMessage"]) == (NOT_SUPPORTED, TYPE)
        assert resources_in(gapped, "nightly") == [resource]
        assert (resources_in(gapped, "gapped"), jobs(gapped, "copy")) == ([], [])
        counted = rows(gapped, State="COMPLETED", MessageCategory="ANY")
        assert [(row["MessageCategory"], row["Count"]) for row in counted] == [(NOT_SUPPORTED, 1)]
        (found,) = jobs(gapped, ByMessageCategory=NOT_SUPPORTED)
        assert found["BackupJobId"] == job["BackupJobId"]

    def test_is_a_table_that_dynamodb_keeps(self, gapped: Any) -> None:
        leave_tables_to_dynamodb(gapped)
        assert into_gap(gapped, TABLE)["StatusMessage"] == TYPE

    def test_is_an_unencrypted_cluster(self, still: Any) -> None:
        assert into_gap(still, new_cluster())["StatusMessage"] == TYPE

    def test_is_what_is_under_a_key_of_aws(self, still: Any) -> None:
        job = into_gap(still, new_volume(Encrypted=True))
        assert (job["MessageCategory"], job["StatusMessage"]) == (NOT_SUPPORTED, KEY)
        assert jobs(still, "copy") == []
        own_key = new_volume(Encrypted=True, KmsKeyId=new_key())
        assert into_gap(still, own_key)["MessageCategory"] == "SUCCESS"

    def test_fails_as_ever_where_a_lock_forbids_it(self, still: Any) -> None:
        still.put_backup_vault_lock_configuration(BackupVaultName="nightly", MinRetentionDays=8)
        job = into_gap(still, UNSUPPORTED["RDS"])
        assert (job["State"], job["StatusMessage"]) == ("FAILED", OUT_OF_RANGE)


class TestContinuousBackups:
    @pytest.fixture
    def attic(self, still: Any) -> str:
        return bucket("attic")

    def continuous(self, client: Any, resource: str, name: str, *, is_gapped: bool) -> Any:
        """The job of a plan that backs a bucket up continuously."""
        target = {"TargetLogicallyAirGappedBackupVaultArn": TARGET} if is_gapped else {}
        rule = {
            "RuleName": "all",
            "TargetBackupVaultName": "nightly",
            "EnableContinuousBackup": True,
            "Lifecycle": WEEK,
            **target,
        }
        plan = client.create_backup_plan(BackupPlan={"BackupPlanName": name, "Rules": [rule]})[
            "BackupPlanId"
        ]
        selection = {"SelectionName": "one", "IamRoleArn": ROLE, "Resources": [resource]}
        client.create_backup_selection(BackupPlanId=plan, BackupSelection=selection)
        return plan

    @pytest.mark.parametrize("is_gapped", [True, False])
    def test_of_a_bucket_go_on_in_one_vault_only(
        self, clock: Any, still: Any, attic: str, is_gapped: bool
    ) -> None:
        self.continuous(still, attic, "first", is_gapped=is_gapped)
        clock.shift(DAY)
        vaults = ("gapped", "nightly") if is_gapped else ("nightly", "gapped")
        (point,) = points(still, vaults[0])
        assert (point["Status"], ":continuous:" in point["RecoveryPointArn"]) == ("AVAILABLE", True)
        self.continuous(still, attic, "second", is_gapped=not is_gapped)
        clock.shift(DAY)
        (failed,) = jobs(still, ByState="FAILED")
        assert failed["StatusMessage"] == (
            "Bucket attic already has continuous backup enabled for another vault Backup job failed."
        )
        assert points(still, vaults[1]) == []

    def test_move_there_once_the_old_one_is_stopped(
        self, clock: Any, still: Any, attic: str
    ) -> None:
        old = self.continuous(still, attic, "first", is_gapped=False)
        clock.shift(DAY)
        (point,) = points(still)
        (selection,) = still.list_backup_selections(BackupPlanId=old)["BackupSelectionsList"]
        still.delete_backup_selection(BackupPlanId=old, SelectionId=selection["SelectionId"])
        still.disassociate_recovery_point(
            BackupVaultName="nightly", RecoveryPointArn=point["RecoveryPointArn"]
        )
        self.continuous(still, attic, "second", is_gapped=True)
        clock.shift(DAY)
        assert resources_in(still, "gapped") == [attic]

    def test_of_aurora_stay_in_the_standard_vault_and_are_copied(
        self, clock: Any, still: Any
    ) -> None:
        cluster = new_cluster(StorageEncrypted=True, KmsKeyId=new_key())
        self.continuous(still, cluster, "first", is_gapped=True)
        clock.shift(DAY)
        (point,) = points(still)
        assert (point["Status"], point["Lifecycle"]) == ("AVAILABLE", WEEK)
        assert resources_in(still, "gapped") == [cluster]
        assert len(jobs(still, "copy")) == 1


class TestTheNamedVault:
    @pytest.mark.parametrize(
        ("target", "code"),
        [
            ("gapped", INVALID),
            (vault_arn("gapped", FAR), INVALID),
            (vault_arn("gapped", account_id="999999999999"), INVALID),
            (vault_arn("nightly"), INVALID),
            (vault_arn("absent"), "ResourceNotFoundException"),
        ],
    )
    def test_is_an_air_gapped_one_of_this_account_and_region(
        self, gapped: Any, target: str, code: str
    ) -> None:
        asked = {
            "BackupVaultName": "nightly",
            "ResourceArn": volume(),
            "IamRoleArn": ROLE,
            "LogicallyAirGappedBackupVaultArn": target,
        }
        assert refused(gapped, "start_backup_job", **asked)[0] == code
        assert jobs(gapped) == []

    def test_is_beside_a_standard_one(self, gapped: Any) -> None:
        asked = {"BackupVaultName": "gapped", "ResourceArn": volume(), "IamRoleArn": ROLE}
        assert refused(gapped, "start_backup_job", **asked) == (
            INVALID,
            "Invalid value for BackupVaultName: got 'gapped', accepts a vault of type BACKUP_VAULT",
        )


class TestARule:
    def plan(self, client: Any, **rule: Any) -> str:
        """Create a plan of one rule with the air-gapped vault as its target, for all resources."""
        document = {
            "RuleName": "nightly",
            "TargetBackupVaultName": "nightly",
            "TargetLogicallyAirGappedBackupVaultArn": TARGET,
            "Lifecycle": WEEK,
            **rule,
        }
        plan = {"BackupPlanName": "gap", "Rules": [document]}
        plan_id = client.create_backup_plan(BackupPlan=plan)["BackupPlanId"]
        selection = {"SelectionName": "all", "IamRoleArn": ROLE, "Resources": ["*"]}
        client.create_backup_selection(BackupPlanId=plan_id, BackupSelection=selection)
        return str(plan_id)

    def test_sends_each_type_its_way(self, clock: Any, still: Any) -> None:
        disk, attic = new_volume(), bucket("attic")
        plan_id = self.plan(still)
        clock.shift(3 * DAY)
        assert resources_in(still, "nightly") == []
        assert resources_in(still, "gapped") == sorted([disk, attic] * 3)
        copies = jobs(still, "copy")
        assert [copy["CreatedBy"]["BackupPlanId"] for copy in copies] == [plan_id] * 3
        assert len(jobs(still, ByState="COMPLETED")) == 6
        shown = still.get_backup_plan(BackupPlanId=plan_id)["BackupPlan"]["Rules"][0]
        assert shown["TargetLogicallyAirGappedBackupVaultArn"] == TARGET

    def test_leaves_what_it_would_have_left_day_by_day_after_a_leap(
        self, clock: Any, still: Any
    ) -> None:
        disk, attic = new_volume(), bucket("attic")
        self.plan(still)
        clock.shift(100 * DAY)
        assert resources_in(still, "nightly") == []
        assert resources_in(still, "gapped") == sorted([disk, attic] * 7)

    def test_needs_no_other_vault_for_what_goes_there_at_once(self, clock: Any, still: Any) -> None:
        attic = bucket("attic")
        self.plan(still, TargetBackupVaultName="absent", Lifecycle={"DeleteAfterDays": 30})
        clock.shift(100 * DAY)
        assert resources_in(still, "gapped") == [attic] * 30
        assert {job["State"] for job in jobs(still)} == {"COMPLETED"}

    def test_whose_backups_do_not_fit_fails_each_time(self, clock: Any, still: Any) -> None:
        bucket("attic")
        self.plan(still, Lifecycle={"DeleteAfterDays": 31})
        clock.shift(100 * DAY)
        assert {job["StatusMessage"] for job in jobs(still)} == {OUT_OF_RANGE}
        assert (len(jobs(still)), points(still, "gapped")) == (30, [])

    def test_copies_from_where_the_backup_is_before_that_goes(self, clock: Any, still: Any) -> None:
        new_volume()
        bucket("attic")
        still.create_backup_vault(BackupVaultName="keyed", EncryptionKeyArn=new_key())
        keyed = vault_arn("keyed")
        action = {"DestinationBackupVaultArn": keyed, "Lifecycle": {"DeleteAfterDays": 99}}
        self.plan(still, CopyActions=[action], ScheduleExpression="cron(0 13 ? * * *)")
        set_job_outcome("copy", state="COMPLETED", resource_type="EBS", duration=3600, times=1)
        with set_job_outcome(
            "copy", state="COMPLETED", resource_type="EBS", duration=7200, times=1
        ):
            clock.shift(HOUR)
            sources = {
                (
                    copy["ResourceType"],
                    copy["SourceBackupVaultArn"],
                    copy["DestinationBackupVaultArn"],
                )
                for copy in jobs(still, "copy")
            }
        assert sources == {
            ("EBS", vault_arn("nightly"), TARGET),
            ("EBS", vault_arn("nightly"), keyed),
            ("S3", TARGET, keyed),
        }
        clock.shift(HOUR)
        assert len(points(still)) == 1
        clock.shift(HOUR)
        assert points(still) == []
        assert len(points(still, "keyed")) == 2

    @pytest.mark.parametrize("target", [vault_arn("gapped", FAR), "gapped"])
    @pytest.mark.parametrize("operation", ["create_backup_plan", "update_backup_plan"])
    def test_names_a_vault_of_its_account_and_region(
        self, still: Any, operation: str, target: str
    ) -> None:
        named = {"BackupPlanId": self.plan(still)} if operation.startswith("update") else {}
        rule = {"RuleName": "r", "TargetBackupVaultName": "nightly"}
        rules = [{**rule, "TargetLogicallyAirGappedBackupVaultArn": target}]
        document = {"BackupPlanName": "other", "Rules": rules}
        assert refused(still, operation, BackupPlan=document, **named)[0] == INVALID

    def test_whose_air_gapped_vault_is_gone_fails(self, clock: Any, still: Any) -> None:
        new_volume()
        bucket("attic")
        self.plan(still)
        still.delete_backup_vault(BackupVaultName="gapped")
        clock.shift(DAY)
        (failed,) = jobs(still, ByState="FAILED")
        (copy,) = jobs(still, "copy")
        absent = f"job failed because backup vault {TARGET} does not exist."
        assert (failed["ResourceType"], failed["StatusMessage"]) == ("S3", f"Backup {absent}")
        assert (copy["State"], copy["StatusMessage"]) == ("FAILED", f"Copy {absent}")
        assert len(points(still)) == 1

    def test_fails_where_its_other_vault_is_no_standard_one(self, clock: Any, still: Any) -> None:
        new_volume()
        self.plan(still, TargetBackupVaultName="gapped")
        clock.shift(DAY)
        (job,) = jobs(still)
        assert (job["State"], job["StatusMessage"]) == (
            "FAILED",
            f"Backup job failed because backup vault {TARGET} is a {GAPPED}.",
        )


def test_all_three_ways_in_one_account(backup: Any) -> None:
    create_gapped(backup)
    resources = volume(), MANAGED["S3"], UNSUPPORTED["RDS"]
    for resource in resources:
        into_gap(backup, resource)
    assert resources_in(backup, "nightly") == [UNSUPPORTED["RDS"]]
    assert resources_in(backup, "gapped") == [volume(), MANAGED["S3"]]


def test_a_cluster_of_neptune_goes_there_by_a_copy(still: Any) -> None:
    cluster = new_cluster(Engine="neptune", StorageEncrypted=True, KmsKeyId=new_key())
    assert into_gap(still, cluster)["ResourceType"] == "Neptune"
    assert (resources_in(still, "nightly"), resources_in(still, "gapped")) == ([], [cluster])


def test_a_stack_is_not_supported_with_all_of_its_parts(still: Any) -> None:
    template = (
        '{"Resources": {"B": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "attic"}}}}'
    )
    stack = client_of("cloudformation").create_stack(StackName="s", TemplateBody=template)
    into_gap(still, stack["StackId"])
    told = {job["ResourceType"]: job["MessageCategory"] for job in jobs(still)}
    assert told == {"CloudFormation": NOT_SUPPORTED, "S3": NOT_SUPPORTED}
    assert (len(points(still)), points(still, "gapped")) == (2, [])


def test_a_topic_of_the_air_gapped_vault_hears_of_what_is_written_there(still: Any) -> None:
    sns, queue = client_of("sns"), Queue(client_of("sqs"))
    topic = sns.create_topic(Name="ops")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue.arn)
    still.put_backup_vault_notifications(
        BackupVaultName="gapped", SNSTopicArn=topic, BackupVaultEvents=["BACKUP_JOB_COMPLETED"]
    )
    into_gap(still, MANAGED["S3"])
    into_gap(still, SNAPSHOTS["EBS"])
    (text,) = queue.texts()
    assert "arn:aws:s3:::bucket" in text


def test_a_repeated_request_starts_nothing(gapped: Any) -> None:
    first, again = (
        start(
            gapped,
            LogicallyAirGappedBackupVaultArn=TARGET,
            Lifecycle=WEEK,
            IdempotencyToken="once",
        )["BackupJobId"]
        for _ in range(2)
    )
    assert first == again
    assert (len(jobs(gapped)), len(jobs(gapped, "copy"))) == (1, 1)


def test_a_job_that_is_looked_at_goes_there_step_by_step(still: Any) -> None:
    with transition("manual", "copy", times=1):
        job = into_gap(still)
        (copy,) = copies_of(still, job["RecoveryPointArn"])
        assert copy["State"] == "RUNNING"
        assert len(points(still)) == 1
        still.describe_copy_job(CopyJobId=copy["CopyJobId"])
        assert points(still) == []
    assert resources_in(still, "gapped") == [volume()]
