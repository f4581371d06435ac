"""A recovery point with an access point is deleted in no way, until the last of these is gone."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from access_points.examples import backed_up_files, create, delete
from calls import points, refused, restore
from moto.moto_api import state_manager
from support import ACCOUNT, REGION, client_of

from moto_backup_summaries import job_events, load_jobs
from moto_backup_summaries.backup.account import account_at

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
DAY = timedelta(days=1)
WEEK = {"DeleteAfterDays": 7}
NIGHTLY = {"BackupVaultName": "nightly"}
ROW = {
    **NIGHTLY,
    "ResourceArn": "arn:aws:s3:::first",
    "RecoveryPointArn": f"arn:aws:backup:{REGION}:{ACCOUNT}:recovery-point:same",
}
MODEL = "backup::backup_access_point"


@pytest.fixture
def slowly() -> Any:
    yield lambda **transition: state_manager.set_transition(MODEL, transition)
    state_manager.unset_transition(MODEL)


def arns(client: Any) -> list[str]:
    return [point["RecoveryPointArn"] for point in points(client)]


def refused_deletion(client: Any, arn: str) -> tuple[str, str]:
    return refused(client, "delete_recovery_point", **NIGHTLY, RecoveryPointArn=arn)


def accessed_message(arn: str) -> tuple[str, str]:
    return (
        "InvalidRequestException",
        f"Recovery point {arn} cannot be deleted: it has access points, which must be deleted first",
    )


def deletions() -> list[tuple[str, str]]:
    """The recovery points that were deleted, and when, as EventBridge hears."""
    events = job_events(detail_type="Recovery Point State Change", state="DELETED")
    return [(event["resources"][0], event["time"]) for event in events]


def test_a_call_deletes_it_once_its_last_access_point_is_gone(nightly: Any) -> None:
    accessed, other = backed_up_files(nightly), backed_up_files(nightly)
    first, second = create(nightly, accessed, "one"), create(nightly, accessed, "two")
    assert refused_deletion(nightly, accessed) == accessed_message(accessed)
    nightly.delete_recovery_point(**NIGHTLY, RecoveryPointArn=other)
    delete(nightly, first)
    assert refused_deletion(nightly, accessed) == accessed_message(accessed)
    assert arns(nightly) == [accessed]
    delete(nightly, second)
    nightly.delete_recovery_point(**NIGHTLY, RecoveryPointArn=accessed)
    assert arns(nightly) == []


def test_its_lifecycle_waits_and_is_made_up_for(nightly: Any, clock: Any) -> None:
    accessed = backed_up_files(nightly, Lifecycle=WEEK)
    access_point = create(nightly, accessed)
    other = backed_up_files(nightly, Lifecycle=WEEK)
    clock.shift(9 * DAY)
    assert arns(nightly) == [accessed]
    assert deletions() == [(other, "2026-03-08T00:00:00Z")]
    delete(nightly, access_point)
    assert arns(nightly) == []
    assert deletions()[1:] == [(accessed, "2026-03-10T00:00:00Z")]


def test_its_lifecycle_may_change(nightly: Any, clock: Any) -> None:
    accessed = backed_up_files(nightly)
    access_point = create(nightly, accessed)
    nightly.update_recovery_point_lifecycle(**NIGHTLY, RecoveryPointArn=accessed, Lifecycle=WEEK)
    clock.shift(8 * DAY)
    assert arns(nightly) == [accessed]
    delete(nightly, access_point)
    assert arns(nightly) == []


def test_it_stays_where_another_comes_with_its_arn(nightly: Any) -> None:
    load_jobs({"BackupJobs": [ROW]})
    access_point = create(nightly, ROW["RecoveryPointArn"])
    load_jobs({"BackupJobs": [{**ROW, "ResourceArn": "arn:aws:s3:::second"}]})
    assert [point["ResourceArn"] for point in points(nightly)] == ["arn:aws:s3:::first"]
    delete(nightly, access_point)
    load_jobs({"BackupJobs": [{**ROW, "ResourceArn": "arn:aws:s3:::second"}]})
    assert [point["ResourceArn"] for point in points(nightly)] == ["arn:aws:s3:::second"]


def test_it_can_be_restored_and_its_vault_stays(nightly: Any) -> None:
    accessed = backed_up_files(nightly)
    create(nightly, accessed)
    job_id = restore(nightly, accessed)
    assert nightly.describe_restore_job(RestoreJobId=job_id)["RecoveryPointArn"] == accessed
    code, message = refused(nightly, "delete_backup_vault", **NIGHTLY)
    assert code == "InvalidRequestException"
    assert message == "Backup vault cannot be deleted because it contains recovery points."


def test_it_stays_while_its_access_point_is_deleted(nightly: Any, clock: Any, slowly: Any) -> None:
    slowly(progression="time", seconds=3600)
    accessed = backed_up_files(nightly)
    access_point = create(nightly, accessed)
    assert refused_deletion(nightly, accessed) == accessed_message(accessed)
    clock.shift(timedelta(hours=1))
    delete(nightly, access_point)
    assert refused_deletion(nightly, accessed) == accessed_message(accessed)
    clock.shift(timedelta(hours=1))
    nightly.delete_recovery_point(**NIGHTLY, RecoveryPointArn=accessed)
    assert arns(nightly) == []


@pytest.mark.parametrize(
    ("hours", "ended"), [(12, "2026-03-08T00:00:00Z"), (36, "2026-03-08T12:00:00Z")]
)
def test_in_a_leap_of_the_clock_it_goes_when_both_its_days_and_its_access_point_have_ended(
    nightly: Any, clock: Any, slowly: Any, hours: int, ended: str
) -> None:
    accessed = backed_up_files(nightly, Lifecycle=WEEK)
    access_point = create(nightly, accessed)
    slowly(progression="time", seconds=3600 * hours)
    clock.shift(6 * DAY)
    delete(nightly, access_point)
    clock.shift(30 * DAY)
    assert arns(nightly) == []
    assert deletions() == [(accessed, ended)]


def test_an_access_point_is_gone_with_the_jobs_that_are_forgotten(
    nightly: Any, clock: Any, slowly: Any
) -> None:
    slowly(progression="time", seconds=60)
    load_jobs({"BackupJobs": [ROW]})
    create(nightly, ROW["RecoveryPointArn"])
    account_at(ACCOUNT, REGION).forget_jobs()
    clock.shift(DAY)
    assert nightly.list_backup_access_points()["BackupAccessPoints"] == []
    load_jobs({"BackupJobs": [ROW]})
    nightly.delete_recovery_point(**NIGHTLY, RecoveryPointArn=ROW["RecoveryPointArn"])


EVENTS = ("ACCESS_POINT_AVAILABLE", "ACCESS_POINT_DELETED")


def test_the_topic_of_its_vault_hears_of_an_access_point(
    nightly: Any, clock: Any, slowly: Any
) -> None:
    topic = client_of("sns").create_topic(Name="ops")["TopicArn"]
    slowly(progression="time", seconds=3600)
    accessed = backed_up_files(nightly)
    access_point = create(nightly, accessed)
    nightly.put_backup_vault_notifications(
        **NIGHTLY, SNSTopicArn=topic, BackupVaultEvents=list(EVENTS)
    )
    clock.shift(timedelta(hours=1))
    delete(nightly, access_point)
    clock.shift(timedelta(hours=2))
    assert nightly.list_backup_access_points()["BackupAccessPoints"] == []
    heard = sent_to(topic)
    about = f"Access point ARN: {access_point}. Recovery point ARN: {accessed}"
    attributes = {
        "EventType": "ACCESS_POINT",
        "AccountId": ACCOUNT,
        "Id": access_point,
        "StartTime": "2026-03-01T00:00:00Z",
    }
    assert heard == [
        (
            f"An AWS Backup access point is available. {about}",
            {**attributes, "State": "AVAILABLE"},
        ),
        (f"An AWS Backup access point was deleted. {about}", {**attributes, "State": "DELETED"}),
    ]
    # EventBridge hears nothing of access points.
    assert {event["detail-type"] for event in job_events(resource_arn="*")} == {
        "Backup Job State Change"
    }


def sent_to(topic: str) -> list[tuple[str, dict[str, str]]]:
    """What moto's topic has sent: texts with attributes."""
    from moto.sns.models import sns_backends

    sent = sns_backends[ACCOUNT][REGION].topics[topic].sent_notifications
    return [
        (text, {name: value["Value"] for name, value in (attributes or {}).items()})
        for _, text, _, attributes, _ in sent
    ]
