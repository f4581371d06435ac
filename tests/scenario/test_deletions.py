"""What a test lets AWS Backup be unable to delete, and how that is seen."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import FAR, backed_up, points, refused, volume
from support import ACCOUNT, REGION, client_of

from moto_backup_summaries import job_events, load_jobs, set_deletion_outcome

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
DAY = timedelta(days=1)
NIGHTLY = {"BackupVaultName": "nightly"}
WEEK = {"DeleteAfterDays": 7}
POINT_CHANGED = "Recovery Point State Change"


def statuses(client: Any, vault: str = "nightly") -> dict[str, str]:
    return {point["ResourceName"]: point["Status"] for point in points(client, vault)}


def delete(client: Any, arn: str) -> None:
    client.delete_recovery_point(**NIGHTLY, RecoveryPointArn=arn)


def test_what_a_lifecycle_cannot_delete_is_expired_in_all_that_shows_it(
    nightly: Any, clock: Any
) -> None:
    arn = backed_up(nightly, Lifecycle=WEEK)
    rule = set_deletion_outcome("EXPIRED", status_message="Access denied")
    clock.shift(8 * DAY)
    expected = {"Status": "EXPIRED", "StatusMessage": "Access denied"}
    described = nightly.describe_recovery_point(**NIGHTLY, RecoveryPointArn=arn)
    (of_resource,) = nightly.list_recovery_points_by_resource(ResourceArn=volume())[
        "RecoveryPoints"
    ]
    for shown in (described, *points(nightly), of_resource):
        assert expected.items() <= shown.items()
    assert nightly.describe_backup_vault(**NIGHTLY)["NumberOfRecoveryPoints"] == 1
    (resource,) = nightly.list_protected_resources()["Results"]
    assert resource["LastRecoveryPointArn"] == arn
    assert rule.times_used == 1


def test_an_event_tells_when_its_days_were_over(nightly: Any, clock: Any) -> None:
    arn = backed_up(nightly, Lifecycle=WEEK)
    set_deletion_outcome("EXPIRED")
    clock.shift(8 * DAY)
    points(nightly)
    (event,) = job_events(detail_type=POINT_CHANGED, state="EXPIRED")
    assert event["time"] == "2026-03-08T00:00:00Z"
    assert (event["resources"], event["detail"]["status"]) == ([arn], "EXPIRED")
    assert "deletedBy" not in event["detail"]


def test_delete_recovery_point_deletes_what_is_expired(nightly: Any, clock: Any) -> None:
    arn = backed_up(nightly, Lifecycle=WEEK)
    rule = set_deletion_outcome("EXPIRED")
    clock.shift(30 * DAY)
    assert statuses(nightly) == {"vol-1": "EXPIRED"}
    delete(nightly, arn)
    assert points(nightly) == []
    (event,) = job_events(detail_type=POINT_CHANGED, state="DELETED")
    assert event["detail"]["deletedBy"] == "MANUAL_DELETE"
    assert rule.times_used == 1


def test_a_call_that_deletes_nothing_fails_no_more_than_that_of_aws(
    nightly: Any, clock: Any
) -> None:
    arn = backed_up(nightly, Lifecycle=WEEK)
    with set_deletion_outcome("EXPIRED"):
        delete(nightly, arn)
    (point,) = points(nightly)
    unable = "AWS Backup was unable to delete the recovery point."
    assert (point["Status"], point["StatusMessage"]) == ("EXPIRED", unable)
    clock.shift(30 * DAY)
    assert statuses(nightly) == {"vol-1": "EXPIRED"}


def test_a_new_lifecycle_deletes_what_is_expired(nightly: Any, clock: Any) -> None:
    arn = backed_up(nightly, Lifecycle=WEEK)
    set_deletion_outcome("EXPIRED")
    clock.shift(8 * DAY)
    nightly.update_recovery_point_lifecycle(
        **NIGHTLY, RecoveryPointArn=arn, Lifecycle={"DeleteAfterDays": 9}
    )
    assert statuses(nightly) == {"vol-1": "EXPIRED"}
    clock.shift(DAY)
    assert points(nightly) == []


@pytest.mark.parametrize(
    "which",
    [
        {"resource_arn": "*:volume/vol-1"},
        {"resource_type": "EBS"},
        {"backup_vault_name": "nightly", "resource_arn": volume()},
        {"account_id": ACCOUNT, "region_name": REGION, "resource_type": "EBS"},
        {"times": 1},
    ],
)
def test_a_rule_says_which(nightly: Any, clock: Any, which: dict[str, Any]) -> None:
    nightly.create_backup_vault(BackupVaultName="weekly")
    backed_up(nightly, Lifecycle=WEEK)
    clock.shift(timedelta(seconds=1))
    file_system = f"arn:aws:elasticfilesystem:{REGION}:{ACCOUNT}:file-system/fs-1"
    backed_up(nightly, Lifecycle=WEEK, ResourceArn=file_system)
    backed_up(nightly, Lifecycle=WEEK, ResourceArn=file_system, BackupVaultName="weekly")
    far = client_of("backup", FAR)
    far.create_backup_vault(**NIGHTLY)
    set_deletion_outcome("EXPIRED", **which)
    clock.shift(8 * DAY)
    assert (statuses(nightly), statuses(nightly, "weekly")) == ({"vol-1": "EXPIRED"}, {})


def test_the_latest_rule_wins(nightly: Any, clock: Any) -> None:
    backed_up(nightly, Lifecycle=WEEK)
    with set_deletion_outcome("EXPIRED") as earlier:
        later = set_deletion_outcome("DELETED")
        clock.shift(8 * DAY)
        assert (points(nightly), earlier.times_used, later.times_used) == ([], 0, 1)


def test_each_of_many_has_its_own_end(nightly: Any, clock: Any) -> None:
    """Also of those whose days are over together, of which the rule is about some."""
    for name in ("vol-1", "vol-2", "vol-3"):
        backed_up(nightly, ResourceArn=volume(name), Lifecycle=WEEK)
    set_deletion_outcome("EXPIRED", resource_arn="*/vol-2")
    clock.shift(8 * DAY)
    assert statuses(nightly) == {"vol-2": "EXPIRED"}
    assert len(job_events(detail_type=POINT_CHANGED, state="DELETED")) == 2


def test_a_legal_hold_leaves_out_what_is_expired(nightly: Any, clock: Any) -> None:
    arn = backed_up(nightly, Lifecycle=WEEK)
    with set_deletion_outcome("EXPIRED"):
        clock.shift(8 * DAY)
        points(nightly)
    hold = nightly.create_legal_hold(
        Title="audit", Description="d", RecoveryPointSelection={"VaultNames": ["nightly"]}
    )
    held = nightly.list_recovery_points_by_legal_hold(LegalHoldId=hold["LegalHoldId"])
    assert held["RecoveryPoints"] == []
    delete(nightly, arn)
    assert points(nightly) == []


def test_what_a_guard_keeps_does_not_use_a_rule(nightly: Any, clock: Any) -> None:
    nightly.put_backup_vault_lock_configuration(**NIGHTLY, MinRetentionDays=7)
    arn = backed_up(nightly, Lifecycle=WEEK)
    with set_deletion_outcome("EXPIRED") as rule:
        code, _ = refused(nightly, "delete_recovery_point", **NIGHTLY, RecoveryPointArn=arn)
        assert (code, rule.times_used) == ("InvalidRequestException", 0)
        clock.shift(8 * DAY)
        assert statuses(nightly) == {"vol-1": "EXPIRED"}


def test_a_vault_with_what_is_expired_is_not_deleted(nightly: Any, clock: Any) -> None:
    backed_up(nightly, Lifecycle=WEEK)
    with set_deletion_outcome("EXPIRED"):
        clock.shift(8 * DAY)
        points(nightly)
    assert refused(nightly, "delete_backup_vault", **NIGHTLY)[0] == "InvalidRequestException"


def test_what_was_loaded_is_as_what_was_made(nightly: Any) -> None:
    load_jobs({"BackupJobs": [{"BackupVaultName": "nightly", "ResourceArn": volume("vol-9")}]})
    (loaded,) = points(nightly)
    set_deletion_outcome("EXPIRED", times=1)
    delete(nightly, loaded["RecoveryPointArn"])
    assert statuses(nightly) == {"vol-9": "EXPIRED"}
    delete(nightly, loaded["RecoveryPointArn"])
    assert points(nightly) == []


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({"status": "expired"}, "status"),
        ({"status": "DELETED", "status_message": "no"}, "status_message"),
        ({"status": "EXPIRED", "status_message": 5}, "status_message"),
        ({"status": "EXPIRED", "resource_arn": "vol-1"}, "resource_arn"),
        ({"status": "EXPIRED", "resource_type": "EBSS"}, "resource_type"),
        ({"status": "EXPIRED", "backup_vault_name": 5}, "backup_vault_name"),
        ({"status": "EXPIRED", "times": 0}, "times"),
        ({"status": "EXPIRED", "region_name": "moon-1"}, "region_name"),
    ],
)
def test_what_is_not_accepted_is_refused(
    mocked_backup: Any, parameters: dict[str, Any], named: str
) -> None:
    with pytest.raises(ValueError, match=f"^Invalid value for {named}: got "):
        set_deletion_outcome(**parameters)
