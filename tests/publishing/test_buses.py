"""Events go on to other buses as they are, once, and are kept in archives."""

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import FAR, start
from listeners import BACKUP_EVENTS, Queue, put_rule, states
from organizations import assumed
from support import ACCOUNT, REGION, MakeClient, client_of

COMPLETED = {"detail-type": ["Backup Job State Change"], "detail": {"state": ["COMPLETED"]}}
CENTRAL = "111122223333"


def bus_arn(name: str, account_id: str = ACCOUNT, region: str = REGION) -> str:
    return f"arn:aws:events:{region}:{account_id}:event-bus/{name}"


@pytest.mark.parametrize("name", ["default", "central"])
def test_a_bus_of_another_account_and_region_gets_the_event_as_it_is(
    backup: Any, make_client: MakeClient, name: str
) -> None:
    here, there = make_client(service="events"), assumed(make_client, CENTRAL, FAR, "events")
    direct = Queue(make_client(service="sqs"))
    queue = Queue(assumed(make_client, CENTRAL, FAR, "sqs"))
    if name != "default":
        there.create_event_bus(Name=name)
    put_rule(here, COMPLETED, direct.arn, bus_arn(name, CENTRAL, FAR))
    put_rule(there, {"account": [ACCOUNT]}, queue.arn, bus=name)
    start(backup)
    (event,) = queue.events()
    assert [event] == direct.events()
    assert (event["account"], event["region"], len(event["resources"])) == (ACCOUNT, REGION, 1)


@pytest.fixture
def events(vault: Any) -> Any:
    return client_of("events")


@pytest.fixture
def letters(vault: Any) -> Queue:
    return Queue(client_of("sqs"), "letters")


def test_a_custom_bus_of_the_same_account_applies_its_rules(vault: Any, events: Any) -> None:
    queue = Queue(client_of("sqs"))
    events.create_event_bus(Name="ours")
    put_rule(events, BACKUP_EVENTS, bus_arn("ours"))
    put_rule(events, COMPLETED, queue.arn, bus="ours")
    start(vault)
    assert states(queue.events()) == ["COMPLETED"]


THIRD = {
    bus_arn("third"): "THIRD_ACCOUNT_HOP_DETECTED",
    bus_arn("default", CENTRAL): "THIRD_ACCOUNT_HOP_DETECTED",
    bus_arn("default", region=FAR): "THIRD_REGION_HOP_DETECTED",
    bus_arn("default"): "THIRD_ACCOUNT_HOP_DETECTED",
}


@pytest.mark.parametrize(("third", "code"), THIRD.items())
def test_an_event_goes_to_no_third_bus(
    vault: Any, events: Any, letters: Queue, third: str, code: str
) -> None:
    for name in ("second", "third"):
        events.create_event_bus(Name=name)
    put_rule(events, COMPLETED, bus_arn("second"))
    target = {"Arn": third, "DeadLetterConfig": {"Arn": letters.arn}}
    put_rule(events, COMPLETED, target, bus="second", name="on")
    start(vault)
    (letter,) = letters.messages()
    assert letter["MessageAttributes"]["ERROR_CODE"]["StringValue"] == code


def create_archive(events: Any, pattern: Any, bus: str = "default") -> str:
    parameters = {} if pattern is None else {"EventPattern": json.dumps(pattern)}
    answer = events.create_archive(ArchiveName="kept", EventSourceArn=bus_arn(bus), **parameters)
    return str(answer["ArchiveArn"])


def kept(events: Any) -> int:
    return int(events.describe_archive(ArchiveName="kept")["EventCount"])


PATTERNS = {"of one state": (COMPLETED, 1), "of another source": ({"source": ["aws.ec2"]}, 0)}


@pytest.mark.parametrize(("pattern", "count"), PATTERNS.values(), ids=PATTERNS)
def test_an_archive_keeps_what_matches(vault: Any, events: Any, pattern: Any, count: int) -> None:
    create_archive(events, pattern)
    start(vault)
    assert kept(events) == count


def test_an_archive_without_a_pattern_keeps_all(vault: Any, events: Any) -> None:
    create_archive(events, None)
    vault.create_backup_vault(BackupVaultName="more")
    assert kept(events) == 1


def test_an_archive_whose_pattern_is_changed_keeps_what_matches_now(
    vault: Any, events: Any
) -> None:
    create_archive(events, {"source": ["aws.ec2"]})
    events.update_archive(ArchiveName="kept", EventPattern=json.dumps(COMPLETED))
    start(vault)
    assert kept(events) == 1


def test_an_archive_of_another_bus_keeps_what_comes_there(vault: Any, events: Any) -> None:
    events.create_event_bus(Name="ours")
    create_archive(events, COMPLETED, "ours")
    start(vault)
    assert kept(events) == 0
    put_rule(events, BACKUP_EVENTS, bus_arn("ours"))
    start(vault)
    assert kept(events) == 1


def test_an_archive_is_replayed_to_the_rules_of_its_bus(vault: Any, events: Any) -> None:
    archive = create_archive(events, COMPLETED)
    start(vault)
    queue = Queue(client_of("sqs"))
    put_rule(events, COMPLETED, queue.arn)
    now = datetime.now(timezone.utc)
    events.start_replay(
        ReplayName="again",
        EventSourceArn=archive,
        EventStartTime=now - timedelta(hours=1),
        EventEndTime=now,
        Destination={"Arn": bus_arn("default")},
    )
    (event,) = queue.events()
    assert event.pop("replay-name") == "again"
    assert states([event]) == ["COMPLETED"]
    assert event["time"].endswith("Z")
