"""Events of AWS Backup reach the targets of EventBridge's rules, and those only who want them."""

import sys
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import FAR, SELECTION, bucket, copied, create_plan, restore, scan, start, volume
from listeners import BACKUP_EVENTS, Queue, kinds, put_rule, states
from moto import mock_aws
from organizations import assumed
from support import ACCOUNT, REGION, MakeClient, client_of, frozen_at, transition

from moto_backup_summaries import load_jobs

OTHER = "111122223333"


@pytest.fixture
def events(make_client: MakeClient) -> Any:
    return make_client(service="events")


@pytest.fixture
def queue(make_client: MakeClient) -> Queue:
    return Queue(make_client(service="sqs"))


def test_a_queue_gets_the_events_of_a_job_in_their_order(
    backup: Any, events: Any, queue: Queue
) -> None:
    put_rule(events, BACKUP_EVENTS, queue.arn)
    job_id = start(backup)["BackupJobId"]
    heard = queue.events()
    of_job = [event for event in heard if event["detail-type"] == "Backup Job State Change"]
    assert states(of_job) == ["CREATED", "PENDING", "RUNNING", "COMPLETED"]
    assert {event["detail"]["backupJobId"] for event in of_job} == {job_id}


def test_an_event_has_the_envelope_of_all_events(backup: Any, events: Any, queue: Queue) -> None:
    put_rule(events, {"detail": {"state": ["COMPLETED"]}}, queue.arn)
    start(backup)
    (event,) = queue.events()
    assert list(event) == [
        *("version", "id", "detail-type", "source", "account", "time", "region", "resources"),
        "detail",
    ]
    assert (event["source"], event["account"], event["region"]) == ("aws.backup", ACCOUNT, REGION)
    assert event["time"].endswith("Z")


@pytest.mark.parametrize("state", ["ENABLED", "DISABLED"])
def test_only_an_enabled_rule_sends(backup: Any, events: Any, queue: Queue, state: str) -> None:
    put_rule(events, {"detail": {"state": ["COMPLETED"]}}, queue.arn, State=state)
    start(backup)
    assert len(queue.events()) == (state == "ENABLED")


def test_a_rule_with_a_schedule_alone_gets_no_event(backup: Any, events: Any, queue: Queue) -> None:
    events.put_rule(Name="hourly", ScheduleExpression="rate(1 hour)")
    events.put_targets(Rule="hourly", Targets=[{"Id": "1", "Arn": queue.arn}])
    start(backup)
    assert queue.events() == []


def test_a_rule_of_another_bus_gets_no_event(backup: Any, events: Any, queue: Queue) -> None:
    events.create_event_bus(Name="ours")
    put_rule(events, BACKUP_EVENTS, queue.arn, bus="ours")
    start(backup)
    assert queue.events() == []


def test_a_rule_of_another_region_gets_no_event(
    backup: Any, make_client: MakeClient, queue: Queue
) -> None:
    put_rule(make_client(FAR, service="events"), BACKUP_EVENTS, queue.arn)
    start(backup)
    assert queue.events() == []


def test_all_rules_that_match_send_to_all_their_targets(
    backup: Any, events: Any, make_client: MakeClient
) -> None:
    sqs = make_client(service="sqs")
    queues = [Queue(sqs, name) for name in ("a", "b", "c")]
    pattern = {"detail": {"state": ["COMPLETED"]}}
    put_rule(events, pattern, queues[0].arn, queues[1].arn, name="first")
    put_rule(events, pattern, queues[2].arn, name="second")
    put_rule(events, {"source": ["aws.ec2"]}, queues[2].arn, name="third")
    start(backup)
    assert [states(queue.events()) for queue in queues] == [["COMPLETED"]] * 3


def test_each_kind_of_job_and_what_else_happens_is_told(
    backup: Any, far: Any, events: Any, queue: Queue
) -> None:
    put_rule(
        events,
        {
            **BACKUP_EVENTS,
            "detail": {
                "$or": [{"state": ["COMPLETED", "CREATED", "MODIFIED"]}, {"status": ["COMPLETED"]}]
            },
        },
        queue.arn,
    )
    job_id = start(backup)["BackupJobId"]
    point = backup.describe_backup_job(BackupJobId=job_id)["RecoveryPointArn"]
    copied(backup, point)
    restore(backup, point)
    scan(backup, point)
    backup.create_backup_vault(BackupVaultName="more")
    backup.update_region_settings(ResourceTypeOptInPreference={"EBS": True})
    assert kinds(queue.events()) == [
        *("Backup Job CREATED", "Backup Job COMPLETED", "Recovery Point COMPLETED"),
        *("Copy Job CREATED", "Copy Job COMPLETED"),
        *("Restore Job CREATED", "Restore Job COMPLETED"),
        *("Scan Job CREATED", "Scan Job COMPLETED"),
        *("Backup Vault CREATED", "Region Setting MODIFIED"),
    ]


def test_a_state_is_told_when_it_is_entered(vault: Any) -> None:
    queue = Queue(client_of("sqs"))
    put_rule(client_of("events"), {"detail-type": ["Backup Job State Change"]}, queue.arn)
    with transition("manual", times=1):
        job_id = start(vault)["BackupJobId"]
        heard = [states(queue.events())]
        for _ in range(3):
            vault.describe_backup_job(BackupJobId=job_id)
            heard.append(states(queue.events()))
    assert heard == [["CREATED"], ["PENDING"], ["RUNNING"], ["COMPLETED"]]


def test_a_queue_of_another_account_and_region_is_reached(
    backup: Any, events: Any, make_client: MakeClient
) -> None:
    queue = Queue(assumed(make_client, OTHER, FAR, "sqs"))
    put_rule(events, {"detail": {"state": ["COMPLETED"]}}, queue.arn)
    start(backup)
    (event,) = queue.events()
    assert queue.arn == f"arn:aws:sqs:{FAR}:{OTHER}:heard"
    assert (event["account"], event["region"]) == (ACCOUNT, REGION)


def test_a_call_that_fails_tells_nothing(backup: Any, events: Any, queue: Queue) -> None:
    put_rule(events, BACKUP_EVENTS, queue.arn)
    with pytest.raises(backup.exceptions.ResourceNotFoundException):
        start(backup, BackupVaultName="absent")
    assert queue.events() == []


REFUSED = {
    "Only JSON object is allowed in array of $or relationship.": {"$or": [1]},
    "prefix match pattern must be a string": {"source": [{"prefix": 5}]},
    "Value of > must be numeric": {"detail": {"percentDone": [{"numeric": [">"]}]}},
    "Unrecognized match type contains": {"detail": {"state": [{"contains": "COMP"}]}},
}


@pytest.mark.parametrize(("reason", "pattern"), REFUSED.items())
def test_a_rule_that_aws_refuses_hears_nothing_and_the_log_says_why(
    vault: Any, caplog: pytest.LogCaptureFixture, reason: str, pattern: Any
) -> None:
    events, queue = client_of("events"), Queue(client_of("sqs"))
    rule = put_rule(events, pattern, queue.arn, name="bad")
    put_rule(events, {"detail": {"state": ["COMPLETED"]}}, queue.arn, name="good")
    start(vault)
    assert states(queue.events()) == ["COMPLETED"]
    message = f"{rule} gets no event, for AWS refuses its pattern: {reason}"
    assert {record.getMessage() for record in caplog.records} == {message}


def test_anything_but_a_text_hears_of_a_number(backup: Any, events: Any, queue: Queue) -> None:
    put_rule(events, {"detail": {"percentDone": [{"anything-but": {"prefix": "F"}}]}}, queue.arn)
    start(backup)
    assert states(queue.events()) == ["PENDING", "RUNNING", "COMPLETED"]


def test_nobody_who_listens_means_no_backend_of_eventbridge(vault: Any) -> None:
    start(vault)
    models: Any = sys.modules.get("moto.events.models")
    assert models is None or dict(models.events_backends.get(ACCOUNT, {})) == {}


def test_events_of_volumes_of_one_type_are_told_alone(
    backup: Any, events: Any, queue: Queue
) -> None:
    pattern = {"detail": {"state": ["COMPLETED"], "resourceArn": [{"suffix": "vol-2"}]}}
    put_rule(events, pattern, queue.arn)
    for name in ("vol-1", "vol-2"):
        start(backup, ResourceArn=volume(name))
    assert [event["detail"]["resourceArn"] for event in queue.events()] == [volume("vol-2")]


@pytest.mark.parametrize("pattern", ["wanted", "not wanted"])
def test_runs_that_a_plan_made_together_are_told_one_by_one(pattern: str) -> None:
    with frozen_at(datetime(2026, 3, 1, tzinfo=timezone.utc)) as clock, mock_aws():
        client, queue = client_of(), Queue(client_of("sqs"))
        client.create_backup_vault(BackupVaultName="vault")
        bucket()
        plan_id = create_plan(client)
        client.create_backup_selection(BackupPlanId=plan_id, BackupSelection=SELECTION)
        state = "COMPLETED" if pattern == "wanted" else "FAILED"
        put_rule(
            client_of("events"),
            {"detail-type": ["Backup Job State Change"], "detail": {"state": [state]}},
            queue.arn,
        )
        clock.shift(timedelta(days=20))
        jobs = client.list_backup_jobs()["BackupJobs"]
        heard = queue.events()
    assert len(jobs) == 20
    ids = [event["detail"]["backupJobId"] for event in heard]
    assert ids == ([job["BackupJobId"] for job in reversed(jobs)] if pattern == "wanted" else [])
    assert len({event["time"] for event in heard}) == len(heard)


def test_loaded_jobs_are_told_to_nobody(vault: Any) -> None:
    queue = Queue(client_of("sqs"))
    put_rule(client_of("events"), BACKUP_EVENTS, queue.arn)
    load_jobs({"BackupJobs": [{}]})
    assert queue.messages() == []
