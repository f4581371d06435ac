"""Indexes of recovery points through boto3: made with a backup or afterwards, shown, listed, deleted.

https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-search.html
"""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from backup_indexes.examples import details, listed, update
from calls import (
    FAR,
    TABLE,
    arn,
    back_up_by_rule,
    backed_up,
    bucket,
    continuous,
    copied,
    points,
    refused,
    vault_arn,
    volume,
)
from moto.moto_api import state_manager
from support import ACCOUNT, REGION, ROLE, client_of
from vaults.examples import create_gapped

from moto_backup_summaries import job_events, load_jobs, set_job_outcome
from moto_backup_summaries.backup.account import account_at

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
DAY = timedelta(days=1)
OTHER_ROLE = f"arn:aws:iam::{ACCOUNT}:role/searcher"
INDEX_EVENTS = "Recovery Point Index State Change"
MODEL = "backup::recovery_point_index"
INVALID = "InvalidParameterValueException"
REQUEST = "InvalidRequestException"
NOT_FOUND = "ResourceNotFoundException"


def shown(client: Any, point: str, **parameters: Any) -> Any:
    answer = details(client, point, **parameters)
    del answer["ResponseMetadata"]
    return answer


def states(**filters: Any) -> list[tuple[str, str]]:
    """The published events of indexes: each status with its time."""
    return [
        (event["detail"]["indexStatus"], event["time"])
        for event in job_events(detail_type=INDEX_EVENTS, **filters)
    ]


@pytest.fixture
def transition() -> Any:
    """Sets the transition of indexes: to manual or time."""

    def set_to(progression: str, **steps: int) -> None:
        state_manager.set_transition(MODEL, {"progression": progression, **steps})

    yield set_to
    state_manager.unset_transition(MODEL)


class TestOneThatIsMadeWithTheBackup:
    def test_is_shown_with_its_dates_and_its_items(self, nightly: Any) -> None:
        files = bucket("files")
        for key in ("a", "b", "c"):
            client_of("s3").put_object(Bucket="files", Key=key, Body=b"text")
        client_of("s3").delete_object(Bucket="files", Key="c")
        point = backed_up(nightly, ResourceArn=files, Index="ENABLED")
        client_of("s3").put_object(Bucket="files", Key="d", Body=b"later")
        assert shown(nightly, point) == {
            "RecoveryPointArn": point,
            "BackupVaultArn": vault_arn("nightly"),
            "SourceResourceArn": files,
            "IndexStatus": "ACTIVE",
            "IndexCreationDate": NOW,
            "IndexCompletionDate": NOW,
            "TotalItemsIndexed": 2,
        }

    def test_is_listed(self, nightly: Any) -> None:
        point = backed_up(nightly, Index="ENABLED")
        backed_up(nightly)
        assert listed(nightly) == [
            {
                "RecoveryPointArn": point,
                "BackupVaultArn": vault_arn("nightly"),
                "SourceResourceArn": volume(),
                "ResourceType": "EBS",
                "BackupCreationDate": NOW,
                "IamRoleArn": ROLE,
                "IndexStatus": "ACTIVE",
                "IndexCreationDate": NOW,
            }
        ]

    def test_by_a_rule_is_listed_too(self, nightly: Any, clock: Any) -> None:
        back_up_by_rule(nightly, clock, days=2, IndexActions=[{"ResourceTypes": ["S3"]}])
        newest, oldest = listed(nightly)
        at_five = NOW.replace(hour=5)
        assert [row["IndexCreationDate"] for row in (newest, oldest)] == [at_five + DAY, at_five]
        assert [state for state, _ in states()] == ["ACTIVE", "ACTIVE"]
        update(nightly, newest["RecoveryPointArn"], "DISABLED")
        assert listed(nightly) == [oldest]

    def test_is_gone_with_its_recovery_point(self, nightly: Any) -> None:
        point = backed_up(nightly, Index="ENABLED")
        nightly.delete_recovery_point(BackupVaultName="nightly", RecoveryPointArn=point)
        assert (listed(nightly), [state for state, _ in states()]) == ([], ["ACTIVE", "DELETED"])


class TestOneThatIsMadeAfterwards:
    def test_is_pending_and_then_active(self, nightly: Any, clock: Any) -> None:
        point = backed_up(nightly)
        clock.shift(DAY)
        answer = update(nightly, point, IamRoleArn=OTHER_ROLE)
        del answer["ResponseMetadata"]
        assert answer == {
            "BackupVaultName": "nightly",
            "RecoveryPointArn": point,
            "IndexStatus": "PENDING",
            "Index": "ENABLED",
        }
        (row,) = listed(nightly)
        assert (row["IndexStatus"], row["IamRoleArn"]) == ("ACTIVE", OTHER_ROLE)
        assert (row["BackupCreationDate"], row["IndexCreationDate"]) == (NOW, NOW + DAY)
        assert shown(nightly, point)["IndexCompletionDate"] == NOW + DAY
        assert shown(nightly, point)["TotalItemsIndexed"] == 0
        assert [each["IndexStatus"] for each in points(nightly)] == ["ACTIVE"]

    def test_is_an_event(self, nightly: Any, clock: Any) -> None:
        point = backed_up(nightly)
        clock.shift(DAY)
        update(nightly, point, IamRoleArn=OTHER_ROLE)
        (event,) = job_events(detail_type=INDEX_EVENTS)
        assert event["detail"] == {
            "recoveryPointArn": point,
            "accountId": ACCOUNT,
            "indexStatus": "ACTIVE",
            "iamRoleArn": OTHER_ROLE,
            "resourceType": "EBS",
            "backupVaultArn": vault_arn("nightly"),
            "indexCreationTime": "2026-03-02T00:00:00Z",
            "indexCompletionTime": "2026-03-02T00:00:00Z",
            "isIndexingContinuous": False,
            "sourceResourceArn": volume(),
            "backupCreationTime": "2026-03-01T00:00:00Z",
            "indexStatusMessage": (
                "An AWS Backup recovery point index was successfully completed. "
                f"Indexed recovery point arn : {point}"
            ),
        }

    def test_is_not_made_twice(self, nightly: Any, clock: Any) -> None:
        point = backed_up(nightly, Index="ENABLED")
        clock.shift(DAY)
        assert update(nightly, point, IamRoleArn=OTHER_ROLE)["IndexStatus"] == "ACTIVE"
        (row,) = listed(nightly)
        assert (row["IamRoleArn"], row["IndexCreationDate"]) == (ROLE, NOW)

    def test_of_a_continuous_backup_is_one(self, nightly: Any, clock: Any) -> None:
        update(nightly, continuous(nightly, clock))
        assert [row["IndexStatus"] for row in listed(nightly)] == ["ACTIVE"]


class TestOneThatIsDisabled:
    def test_is_deleting_and_then_gone(self, nightly: Any) -> None:
        point = backed_up(nightly, Index="ENABLED")
        answer = update(nightly, point, "DISABLED")
        assert (answer["Index"], answer["IndexStatus"]) == ("DISABLED", "DELETING")
        assert listed(nightly) == []
        assert "IndexStatus" not in points(nightly)[0]
        asked = {"BackupVaultName": "nightly", "RecoveryPointArn": point}
        code, message = refused(nightly, "get_recovery_point_index_details", **asked)
        assert (code, message) == (NOT_FOUND, f"Recovery point {point} has no index")

    def test_is_an_event(self, nightly: Any, clock: Any) -> None:
        point = backed_up(nightly, Index="ENABLED")
        clock.shift(DAY)
        update(nightly, point, "DISABLED")
        _, event = job_events(detail_type=INDEX_EVENTS)
        detail = event["detail"]
        assert (detail["indexStatus"], detail["indexDeletionTime"]) == (
            "DELETED",
            "2026-03-02T00:00:00Z",
        )
        # It is gone once: not again with its recovery point.
        nightly.delete_recovery_point(BackupVaultName="nightly", RecoveryPointArn=point)
        assert [state for state, _ in states()] == ["ACTIVE", "DELETED"]

    def test_can_be_made_again(self, nightly: Any) -> None:
        point = backed_up(nightly, Index="ENABLED")
        update(nightly, point, "DISABLED")
        update(nightly, point)
        assert [row["IndexStatus"] for row in listed(nightly)] == ["ACTIVE"]
        events = job_events(detail_type=INDEX_EVENTS)
        assert len({event["id"] for event in events}) == len(events) == 3

    def test_may_have_been_none(self, nightly: Any) -> None:
        point = backed_up(nightly)
        answer = update(nightly, point, "DISABLED")
        assert (answer["Index"], "IndexStatus" in answer, states()) == ("DISABLED", False, [])


class TestOneThatFails:
    FAILURE = "The role may not read the snapshot."

    @pytest.fixture
    def point(self, nightly: Any) -> str:
        """A recovery point whose indexes fail, with one."""
        set_job_outcome("backup", state="COMPLETED", index_status_message=self.FAILURE, times=1)
        return backed_up(nightly, Index="ENABLED")

    def test_says_why(self, nightly: Any, point: str) -> None:
        (row,) = listed(nightly, IndexStatus="FAILED")
        for told in (row, shown(nightly, point), points(nightly)[0]):
            assert (told["IndexStatus"], told["IndexStatusMessage"]) == ("FAILED", self.FAILURE)
        assert "IndexCompletionDate" not in shown(nightly, point)

    def test_is_an_event(self, nightly: Any, point: str) -> None:
        (event,) = job_events(detail_type=INDEX_EVENTS)
        detail = event["detail"]
        assert (detail["indexStatus"], detail["indexStatusMessage"]) == ("FAILED", self.FAILURE)
        assert detail.keys().isdisjoint({"indexCompletionTime", "indexDeletionTime"})

    def test_is_made_anew_and_can_be_deleted(
        self, nightly: Any, clock: Any, point: str, transition: Any
    ) -> None:
        transition("time", seconds=60)
        clock.shift(DAY)
        update(nightly, point)
        again = shown(nightly, point)
        assert (again["IndexStatus"], again["IndexCreationDate"]) == ("PENDING", NOW + DAY)
        assert "IndexStatusMessage" not in again
        clock.shift(DAY)
        assert shown(nightly, point)["IndexStatus"] == "FAILED"
        transition("immediate")
        update(nightly, point, "DISABLED")
        assert (listed(nightly), points(nightly)[0].get("IndexStatusMessage")) == ([], None)

    def test_is_no_other_s(self, nightly: Any, point: str) -> None:
        other = backed_up(nightly, Index="ENABLED")
        assert shown(nightly, other)["IndexStatus"] == "ACTIVE"


class TestTheList:
    @pytest.fixture
    def rows(self, nightly: Any, clock: Any) -> list[str]:
        """The recovery points of a volume, a bucket and another volume, a day after the other."""
        arns = []
        for resource in (volume(), bucket("files"), volume("vol-2")):
            arns.append(backed_up(nightly, ResourceArn=resource, Index="ENABLED"))
            clock.shift(DAY)
        return arns

    def of(self, client: Any, **filters: Any) -> list[str]:
        return [row["RecoveryPointArn"] for row in listed(client, **filters)]

    def test_has_the_newest_first(self, nightly: Any, rows: list[str]) -> None:
        assert self.of(nightly) == rows[::-1]

    def test_is_filtered(self, nightly: Any, rows: list[str]) -> None:
        first, second, third = rows
        assert self.of(nightly, SourceResourceArn=volume()) == [first]
        assert self.of(nightly, ResourceType="S3") == [second]
        assert self.of(nightly, ResourceType="EBS") == [third, first]
        assert self.of(nightly, CreatedAfter=NOW, CreatedBefore=NOW + 2 * DAY) == [second]
        assert self.of(nightly, IndexStatus="ACTIVE") == rows[::-1]
        assert self.of(nightly, IndexStatus="PENDING") == []

    def test_compares_the_dates_of_recovery_points(self, nightly: Any, rows: list[str]) -> None:
        # The index of the first is the youngest.
        update(nightly, rows[0], "DISABLED")
        update(nightly, rows[0])
        assert self.of(nightly, CreatedBefore=NOW + DAY) == rows[:1]

    def test_is_of_one_region(self, nightly: Any, rows: list[str]) -> None:
        assert listed(client_of(region_name=FAR)) == []

    def test_knows_no_other_status(self, nightly: Any) -> None:
        assert refused(nightly, "list_indexed_recovery_points", IndexStatus="DELETED")[0] == INVALID


class TestNoIndex:
    """Of volumes and buckets in standard vaults only, and not of what is cold."""

    def refusal(self, client: Any, point: str, vault: str = "nightly") -> tuple[str, str]:
        return refused(
            client,
            "update_recovery_point_index_settings",
            BackupVaultName=vault,
            RecoveryPointArn=point,
            IamRoleArn=ROLE,
            Index="ENABLED",
        )

    @pytest.mark.parametrize("resource", [TABLE, arn("ec2", "instance/i-1")])
    def test_of_another_type(self, nightly: Any, resource: str) -> None:
        code, message = self.refusal(nightly, backed_up(nightly, ResourceArn=resource))
        assert (code, "its ResourceType is" in message) == (REQUEST, True)

    def test_behind_an_air_gap(self, nightly: Any) -> None:
        create_gapped(nightly)
        week = {"DeleteAfterDays": 7}
        copy = copied(
            nightly,
            backed_up(nightly, ResourceArn=bucket("files"), Lifecycle=week),
            DestinationBackupVaultArn=vault_arn("gapped"),
        )
        point = copy["DestinationRecoveryPointArn"]
        code, message = self.refusal(nightly, point, "gapped")
        assert code == REQUEST
        assert message.endswith("a vault of type LOGICALLY_AIR_GAPPED_BACKUP_VAULT")

    def test_of_what_is_cold(self, nightly: Any, clock: Any) -> None:
        lifecycle = {
            "MoveToColdStorageAfterDays": 1,
            "DeleteAfterDays": 100,
            "OptInToArchiveForSupportedResources": True,
        }
        point = backed_up(nightly, Lifecycle=lifecycle)
        clock.shift(2 * DAY)
        code, message = self.refusal(nightly, point)
        assert (code, message.endswith("it is in cold storage")) == (REQUEST, True)

    def test_of_what_is_stopped(self, nightly: Any, clock: Any) -> None:
        point = continuous(nightly, clock)
        nightly.disassociate_recovery_point(BackupVaultName="nightly", RecoveryPointArn=point)
        code, message = self.refusal(nightly, point)
        assert (code, message.endswith("its Status is STOPPED")) == (REQUEST, True)

    def test_comes_with_a_copy(self, nightly: Any) -> None:
        client_of(region_name=FAR).create_backup_vault(BackupVaultName="far")
        copied(nightly, backed_up(nightly, Index="ENABLED"))
        assert listed(client_of(region_name=FAR)) == []

    def test_of_what_is_not_there(self, nightly: Any) -> None:
        point = f"arn:aws:ec2:{REGION}::snapshot/snap-absent"
        assert self.refusal(nightly, point)[0] == NOT_FOUND
        assert self.refusal(nightly, point, "absent")[0] == NOT_FOUND
        asked = {"BackupVaultName": "nightly", "RecoveryPointArn": point}
        assert refused(nightly, "get_recovery_point_index_details", **asked)[0] == NOT_FOUND


def test_a_role_is_needed(nightly: Any) -> None:
    asked = {"BackupVaultName": "nightly", "RecoveryPointArn": backed_up(nightly)}
    operation = "update_recovery_point_index_settings"
    code, message = refused(nightly, operation, **asked, Index="ENABLED")
    assert (code, message) == (
        "MissingParameterValueException",
        "Missing required parameter: IamRoleArn",
    )
    code, _ = refused(nightly, operation, **asked, Index="ENABLED", IamRoleArn="role")
    assert code == INVALID
    code, _ = refused(nightly, operation, **asked, Index="MAYBE", IamRoleArn=ROLE)
    assert (code, listed(nightly)) == (INVALID, [])


class TestATransition:
    def test_by_time_is_followed_to_the_second(
        self, nightly: Any, clock: Any, transition: Any
    ) -> None:
        transition("time", seconds=60)
        point = backed_up(nightly)
        update(nightly, point)
        clock.shift(timedelta(seconds=59))
        assert "IndexCompletionDate" not in shown(nightly, point)
        assert [row["IndexStatus"] for row in listed(nightly, IndexStatus="PENDING")] == ["PENDING"]
        clock.shift(timedelta(hours=1))
        assert shown(nightly, point)["IndexCompletionDate"] == NOW + timedelta(seconds=60)
        update(nightly, point, "DISABLED")
        begun = NOW + timedelta(seconds=3659)
        assert shown(nightly, point)["IndexDeletionDate"] == begun
        assert update(nightly, point, "DISABLED")["IndexStatus"] == "DELETING"
        clock.shift(timedelta(hours=1))
        assert listed(nightly) == []
        assert states() == [
            ("ACTIVE", "2026-03-01T00:01:00Z"),
            ("DELETED", "2026-03-01T01:01:59Z"),
        ]

    def test_holds_for_what_is_made_with_the_backup(
        self, nightly: Any, clock: Any, transition: Any
    ) -> None:
        transition("time", seconds=60)
        point = backed_up(nightly, Index="ENABLED")
        assert (points(nightly)[0]["IndexStatus"], states()) == ("PENDING", [])
        clock.shift(timedelta(seconds=60))
        assert shown(nightly, point)["IndexStatus"] == "ACTIVE"
        assert states() == [("ACTIVE", "2026-03-01T00:01:00Z")]

    def test_holds_for_what_a_rule_makes(self, nightly: Any, clock: Any, transition: Any) -> None:
        transition("time", seconds=60)
        back_up_by_rule(nightly, clock, IndexActions=[{"ResourceTypes": ["S3"]}])
        (row,) = listed(nightly)
        completed = shown(nightly, row["RecoveryPointArn"])["IndexCompletionDate"]
        assert completed == NOW.replace(hour=5, minute=1)

    def test_manual_counts_looks_at_the_details(self, nightly: Any, transition: Any) -> None:
        transition("manual", times=2)
        point = backed_up(nightly)
        update(nightly, point)
        looks = [shown(nightly, point)["IndexStatus"] for _ in range(3)]
        assert looks == ["PENDING", "ACTIVE", "ACTIVE"]

    def test_that_is_immediate_meanwhile_ends_it(self, nightly: Any, transition: Any) -> None:
        transition("time", seconds=60)
        point = backed_up(nightly)
        update(nightly, point)
        transition("immediate")
        assert shown(nightly, point)["IndexCompletionDate"] == NOW

    def test_is_over_with_its_recovery_point(
        self, nightly: Any, clock: Any, transition: Any
    ) -> None:
        transition("time", seconds=60)
        point = backed_up(nightly, Index="ENABLED")
        nightly.delete_recovery_point(BackupVaultName="nightly", RecoveryPointArn=point)
        clock.shift(DAY)
        assert (listed(nightly), states()) == ([], [("DELETED", "2026-03-01T00:00:00Z")])

    def test_is_over_where_a_lifecycle_ends_first(
        self, nightly: Any, clock: Any, transition: Any
    ) -> None:
        transition("time", seconds=90_000)
        backed_up(nightly, Index="ENABLED", Lifecycle={"DeleteAfterDays": 1})
        clock.shift(7 * DAY)
        assert (listed(nightly), states()) == ([], [("DELETED", "2026-03-02T00:00:00Z")])

    def test_is_over_where_another_recovery_point_comes_in_its_place(
        self, nightly: Any, clock: Any, transition: Any
    ) -> None:
        transition("time", seconds=60)
        point = backed_up(nightly)
        update(nightly, point)
        job = {"RecoveryPointArn": point, "BackupVaultName": "nightly", "ResourceArn": volume()}
        load_jobs({"BackupJobs": [{**job, "CreationDate": NOW}]})
        clock.shift(DAY)
        assert (listed(nightly), states()) == ([], [])

    def test_lets_what_is_pending_be_deleted_at_once(self, nightly: Any, transition: Any) -> None:
        transition("time", seconds=60)
        point = backed_up(nightly)
        update(nightly, point)
        transition("immediate")
        with_others = update(nightly, backed_up(nightly))
        assert with_others["IndexStatus"] == "PENDING"
        update(nightly, point, "DISABLED")
        assert [row["IndexStatus"] for row in listed(nightly)] == ["ACTIVE"]

    def test_refuses_a_new_one_while_the_old_is_being_deleted(
        self, nightly: Any, transition: Any
    ) -> None:
        transition("time", seconds=60)
        point = backed_up(nightly)
        update(nightly, point)
        update(nightly, point, "DISABLED")
        asked = {"BackupVaultName": "nightly", "RecoveryPointArn": point, "Index": "ENABLED"}
        code, message = refused(
            nightly, "update_recovery_point_index_settings", **asked, IamRoleArn=ROLE
        )
        assert (code, message) == (REQUEST, f"The index of recovery point {point} is DELETING")


def test_who_forgets_jobs_forgets_indexes(nightly: Any, clock: Any, transition: Any) -> None:
    transition("time", seconds=60)
    backed_up(nightly, Index="ENABLED")
    account_at(ACCOUNT, REGION).forget_jobs()
    clock.shift(DAY)
    assert (listed(nightly), states()) == ([], [])
