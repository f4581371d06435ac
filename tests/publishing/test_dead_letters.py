"""What cannot be delivered goes to the target's dead-letter queue, or is logged."""

import json
from typing import Any

import pytest
from calls import start
from listeners import Queue, put_rule, states
from support import ACCOUNT, REGION, ROLE, client_of

COMPLETED = {"detail-type": ["Backup Job State Change"], "detail": {"state": ["COMPLETED"]}}


def absent(service: str, resource: str) -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}"


WITHOUT_THESE = (
    absent("sqs", "absent"),
    absent("sns", "absent"),
    absent("lambda", "function:absent"),
    absent("states", "stateMachine:absent"),
    absent("logs", "log-group:/aws/events/absent"),
    absent("kinesis", "stream/absent"),
    absent("firehose", "deliverystream/absent"),
    absent("events", "event-bus/absent"),
    absent("events", "api-destination/absent/1"),
    "arn:aws:sqs:mars-1:999999999999:absent",
)
ABSENT = {
    **dict.fromkeys(WITHOUT_THESE, "NO_RESOURCE"),
    absent("ecs", "cluster/absent"): "UNKNOWN",
    absent("events", "rule/absent"): "UNKNOWN",
    absent("lambda", "absent"): "ERROR_FROM_TARGET",
}


@pytest.fixture
def events(vault: Any) -> Any:
    # Whatever is looked for in these is not there.
    client_of("sns").list_topics()
    client_of("lambda").list_functions()
    return client_of("events")


@pytest.fixture
def letters(vault: Any) -> Queue:
    return Queue(client_of("sqs"), "letters")


def codes(letters: Queue) -> list[str]:
    found = [message["MessageAttributes"] for message in letters.messages()]
    return [attributes["ERROR_CODE"]["StringValue"] for attributes in found]


@pytest.mark.parametrize(("arn", "code"), ABSENT.items(), ids=ABSENT)
def test_an_event_for_what_does_not_exist_is_a_dead_letter(
    vault: Any, events: Any, letters: Queue, arn: str, code: str
) -> None:
    put_rule(events, COMPLETED, {"Arn": arn, "DeadLetterConfig": {"Arn": letters.arn}})
    start(vault)
    assert codes(letters) == [code]


def test_a_dead_letter_is_the_event_and_says_why(vault: Any, events: Any, letters: Queue) -> None:
    arn = absent("sqs", "absent")
    target = {"Arn": arn, "Input": "{}", "DeadLetterConfig": {"Arn": letters.arn}}
    rule = put_rule(events, COMPLETED, target)
    start(vault)
    (letter,) = letters.messages()
    assert states([json.loads(letter["Body"])]) == ["COMPLETED"]
    told = letter["MessageAttributes"]
    assert {name: told[name]["StringValue"] for name in told} == {
        "RULE_ARN": rule,
        "TARGET_ARN": arn,
        "ERROR_CODE": "NO_RESOURCE",
        "ERROR_MESSAGE": "The target does not exist",
        "RETRY_ATTEMPTS": "0",
    }


def test_without_a_dead_letter_queue_it_is_logged(
    vault: Any, events: Any, caplog: pytest.LogCaptureFixture
) -> None:
    arn = absent("sqs", "absent")
    rule = put_rule(events, COMPLETED, arn)
    start(vault)
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        (
            "WARNING",
            f"{arn} could not be told of an event by {rule}: NO_RESOURCE: The target does not exist",
        )
    ]


def test_a_dead_letter_queue_that_does_not_exist_is_logged(
    vault: Any, events: Any, letters: Queue, caplog: pytest.LogCaptureFixture
) -> None:
    arn = absent("sqs", "absent")
    rule = put_rule(
        events,
        COMPLETED,
        {"Arn": arn, "DeadLetterConfig": {"Arn": arn}},
        {"Arn": arn, "DeadLetterConfig": {"Arn": letters.arn}},
    )
    start(vault)
    assert caplog.messages == [f"The dead-letter queue {arn} of {rule} got nothing"]
    assert codes(letters) == ["NO_RESOURCE"]


def test_a_fifo_queue_that_cannot_tell_duplicates_gets_nothing(
    vault: Any, events: Any, letters: Queue
) -> None:
    queue = Queue(client_of("sqs"), "heard.fifo", FifoQueue="true")
    target = {"Arn": queue.arn, "SqsParameters": {"MessageGroupId": "jobs"}}
    put_rule(events, COMPLETED, {**target, "DeadLetterConfig": {"Arn": letters.arn}})
    start(vault)
    (letter,) = letters.messages()
    told = {name: value["StringValue"] for name, value in letter["MessageAttributes"].items()}
    assert (told["ERROR_CODE"], told["ERROR_MESSAGE"]) == (
        "ERROR_FROM_TARGET",
        "The queue should either have ContentBasedDeduplication enabled or "
        "MessageDeduplicationId provided explicitly",
    )
    assert queue.messages() == []


def test_a_state_machine_takes_json_only(vault: Any, events: Any, letters: Queue) -> None:
    machines = client_of("stepfunctions")
    definition = {"StartAt": "a", "States": {"a": {"Type": "Pass", "End": True}}}
    machine = machines.create_state_machine(
        name="workflow", definition=json.dumps(definition), roleArn=ROLE
    )["stateMachineArn"]
    transformer = {
        "InputPathsMap": {"point": "$.resources[0]"},
        "InputTemplate": '"one"\n"two <point>"',
    }
    target = {"Arn": machine, "InputTransformer": transformer}
    put_rule(events, COMPLETED, {**target, "DeadLetterConfig": {"Arn": letters.arn}})
    start(vault)
    assert codes(letters) == ["INVALID_JSON"]
    assert machines.list_executions(stateMachineArn=machine)["executions"] == []


def test_what_can_be_delivered_is_delivered_all_the_same(
    vault: Any, events: Any, letters: Queue
) -> None:
    queue = Queue(client_of("sqs"))
    bad = {"Arn": absent("sqs", "absent"), "DeadLetterConfig": {"Arn": letters.arn}}
    put_rule(events, COMPLETED, bad, queue.arn)
    start(vault)
    assert states(queue.events()) == ["COMPLETED"]
