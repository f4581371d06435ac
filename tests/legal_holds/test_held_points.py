"""What a legal hold holds goes in none of five ways, until the last hold is cancelled."""

import json
from datetime import datetime, timezone
from typing import Any

from calls import (
    RULE,
    backed_up,
    bucket,
    copied,
    create_plan,
    points,
    refused,
    restore,
    vault_arn,
    volume,
)
from legal_holds.examples import SELECTION, cancel
from legal_holds.holding import (
    DAY,
    NIGHTLY,
    WEEK,
    arns,
    deletable,
    delete,
    held_message,
    hold_of,
    refused_deletion,
)
from listeners import Queue
from support import ACCOUNT, REGION, ROLE, client_of

from moto_backup_summaries import load_jobs
from moto_backup_summaries.backup.account import account_at

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)

ROW = {**NIGHTLY, "RecoveryPointArn": "arn:aws:ec2:us-east-1::snapshot/snap-same"}


def test_what_is_held_is_not_deleted_by_a_call_until_the_hold_is_cancelled(nightly: Any) -> None:
    held = backed_up(nightly)
    hold_id = hold_of(nightly, **SELECTION)
    assert refused_deletion(nightly, held) == held_message(held)
    assert arns(nightly) == {held}
    cancel(nightly, hold_id)
    delete(nightly, held)
    assert arns(nightly) == set()


def test_what_is_held_outlives_its_lifecycle_until_its_last_hold_is_cancelled(
    nightly: Any, clock: Any
) -> None:
    held = backed_up(nightly, Lifecycle=WEEK)
    first, second = hold_of(nightly, **SELECTION), hold_of(nightly, **SELECTION)
    backed_up(nightly, ResourceArn=volume("vol-2"), Lifecycle=WEEK)
    clock.shift(8 * DAY)
    assert arns(nightly) == {held}
    cancel(nightly, first)
    assert arns(nightly) == {held}
    # One that outlived its days can be held again.
    third = hold_of(nightly, **SELECTION)
    cancel(nightly, second)
    assert arns(nightly) == {held}
    clock.shift(DAY)
    assert arns(nightly) == {held}
    cancel(nightly, third)
    assert arns(nightly) == set()


def test_what_is_held_stays_where_another_comes_with_its_arn(nightly: Any) -> None:
    load_jobs({"BackupJobs": [{**ROW, "ResourceArn": volume()}]})
    hold_id = hold_of(nightly, **SELECTION)
    load_jobs({"BackupJobs": 2 * [{**ROW, "ResourceArn": volume("vol-2")}]})
    assert [point["ResourceArn"] for point in points(nightly)] == [volume()]
    cancel(nightly, hold_id)
    load_jobs({"BackupJobs": [{**ROW, "ResourceArn": volume("vol-3")}]})
    assert [point["ResourceArn"] for point in points(nightly)] == [volume("vol-3")]


def test_what_is_loaded_twice_before_a_hold_is_held_as_it_is_seen(nightly: Any) -> None:
    load_jobs({"BackupJobs": [{**ROW, "ResourceArn": volume()}]})
    load_jobs({"BackupJobs": [{**ROW, "ResourceArn": volume("vol-2")}]})
    hold_of(nightly, **SELECTION)
    load_jobs({"BackupJobs": [{**ROW, "ResourceArn": volume("vol-3")}]})
    assert [point["ResourceArn"] for point in points(nightly)] == [volume("vol-2")]


def test_what_runs_of_a_plan_stored_together_outlives_its_days(nightly: Any, clock: Any) -> None:
    rule = {**RULE, "TargetBackupVaultName": "nightly", "Lifecycle": WEEK}
    plan = create_plan(nightly, Rules=[rule])
    selection = {
        "SelectionName": "s",
        "IamRoleArn": ROLE,
        "Resources": [bucket("held"), bucket("other")],
    }
    nightly.create_backup_selection(BackupPlanId=plan, BackupSelection=selection)
    clock.shift(5 * DAY)
    hold_id = hold_of(nightly, ResourceIdentifiers=["arn:aws:s3:::held"])
    clock.shift(20 * DAY)
    kept = [point["ResourceArn"] for point in points(nightly)]
    assert (kept.count("arn:aws:s3:::held"), kept.count("arn:aws:s3:::other")) == (12, 7)
    cancel(nightly, hold_id)
    kept = [point["ResourceArn"] for point in points(nightly)]
    assert (kept.count("arn:aws:s3:::held"), kept.count("arn:aws:s3:::other")) == (7, 7)


def test_a_loaded_job_without_arn_is_held_and_stays(nightly: Any) -> None:
    load_jobs({"BackupJobs": [NIGHTLY, NIGHTLY]})
    hold_of(nightly, **SELECTION)
    assert deletable(nightly) == []
    assert len(points(nightly)) == 2


def test_the_lifecycle_of_what_is_held_may_change(nightly: Any, clock: Any) -> None:
    held = backed_up(nightly)
    hold_id = hold_of(nightly, **SELECTION)
    nightly.update_recovery_point_lifecycle(**NIGHTLY, RecoveryPointArn=held, Lifecycle=WEEK)
    clock.shift(8 * DAY)
    assert arns(nightly) == {held}
    cancel(nightly, hold_id)
    assert arns(nightly) == set()


def test_a_vault_with_what_is_held_cannot_be_deleted(nightly: Any) -> None:
    backed_up(nightly)
    hold_of(nightly, **SELECTION)
    code, message = refused(nightly, "delete_backup_vault", **NIGHTLY)
    assert code == "InvalidRequestException"
    assert message == "Backup vault cannot be deleted because it contains recovery points."


def test_what_is_held_is_copied_and_restored(nightly: Any) -> None:
    held = backed_up(nightly)
    hold_of(nightly, **SELECTION)
    copy = copied(nightly, held, DestinationBackupVaultArn=vault_arn("nightly"))
    assert copy["State"] == "COMPLETED"
    job = nightly.describe_restore_job(RestoreJobId=restore(nightly, held))
    assert job["Status"] == "COMPLETED"


def test_a_hold_holds_nothing_of_jobs_that_are_forgotten(nightly: Any) -> None:
    load_jobs({"BackupJobs": [{**ROW, "ResourceArn": volume()}]})
    hold = {"LegalHoldId": hold_of(nightly, **SELECTION)}
    account_at(ACCOUNT, REGION).forget_jobs()
    load_jobs({"BackupJobs": [{**ROW, "ResourceArn": volume()}]})
    assert nightly.list_recovery_points_by_legal_hold(**hold)["RecoveryPoints"] == []
    delete(nightly, ROW["RecoveryPointArn"])
    assert nightly.get_legal_hold(**hold)["Status"] == "ACTIVE"


def test_what_is_held_is_not_disassociated(nightly: Any) -> None:
    held = backed_up(nightly)
    hold_of(nightly, **SELECTION)
    refusal = refused(nightly, "disassociate_recovery_point", **NIGHTLY, RecoveryPointArn=held)
    assert refusal == held_message(held)


def test_the_deletion_that_waited_is_an_event_once_the_hold_is_cancelled(
    nightly: Any, clock: Any
) -> None:
    held = backed_up(nightly, Lifecycle=WEEK)
    queue = listened_to()
    hold_id = hold_of(nightly, **SELECTION)
    clock.shift(8 * DAY)
    assert arns(nightly) == {held}
    assert events_of(queue) == []
    cancel(nightly, hold_id)
    clock.shift(DAY)
    assert arns(nightly) == set()
    (event,) = events_of(queue)
    assert event["resources"] == [held]
    assert event["time"] == "2026-03-09T00:00:00Z"


def test_the_deletion_that_waited_is_notified_of_once_the_hold_is_cancelled(
    nightly: Any, clock: Any
) -> None:
    held = backed_up(nightly, Lifecycle=WEEK)
    queue, topic = Queue(client_of("sqs")), client_of("sns").create_topic(Name="t")["TopicArn"]
    client_of("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue.arn)
    nightly.put_backup_vault_notifications(
        **NIGHTLY, SNSTopicArn=topic, BackupVaultEvents=["RECOVERY_POINT_MODIFIED"]
    )
    hold_id = hold_of(nightly, **SELECTION)
    clock.shift(8 * DAY)
    assert (arns(nightly), queue.texts()) == ({held}, [])
    cancel(nightly, hold_id)
    assert arns(nightly) == set()
    (text,) = queue.texts()
    attributes = json.loads(text)["MessageAttributes"]
    assert attributes["EventType"]["Value"] == "RECOVERY_POINT"
    assert attributes["State"]["Value"] == "DELETED"


def listened_to() -> str:
    """The URL of a queue that hears of deleted recovery points."""
    queue = client_of("sqs").create_queue(QueueName="q")["QueueUrl"]
    arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:q"
    pattern = {"source": ["aws.backup"], "detail": {"status": ["DELETED"]}}
    client_of("events").put_rule(Name="r", EventPattern=json.dumps(pattern))
    client_of("events").put_targets(Rule="r", Targets=[{"Id": "q", "Arn": arn}])
    return str(queue)


def events_of(queue: str) -> list[Any]:
    received = client_of("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10)
    return [json.loads(message["Body"]) for message in received.get("Messages", ())]
