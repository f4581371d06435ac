"""What a target of an EventBridge rule gets, by AWS's examples."""

from typing import Any

import pytest

from moto_backup_summaries.backup.aws.target_inputs import input_of, value_at

# The event of https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html,
# with a few members more.
EVENT = {
    "id": "7bf73129",
    "detail-type": "EC2 Instance State-change Notification",
    "time": "2015-11-11T21:29:54Z",
    "resources": ["arn:1", "arn:2"],
    "detail": {
        "instance-id": "i-0123456789",
        "state": "RUNNING",
        "size": 9,
        "quoted": 'so "called"',
        "tags": {"a": "1", "b": "2"},
    },
}
PATHS = {
    "timestamp": "$.time",
    "instance": "$.detail.instance-id",
    "state": "$.detail.state",
    "size": "$.detail.size",
    "quoted": "$.detail.quoted",
    "tags": "$.detail.tags",
    "absent": "$.detail.absent",
}
RULE = "arn:aws:events:us-east-2:123456789012:rule/example"

# AWS's examples first.
FILLED = {
    '"instance <instance> is in <state>"': '"instance i-0123456789 is in RUNNING"',
    r'"instance \"<instance>\" is in <state>"': r'"instance \"i-0123456789\" is in RUNNING"',
    '{\n "instance" : <instance>,\n "state": <state>\n}': (
        '{"instance":"i-0123456789","state":"RUNNING"}'
    ),
    r'{"instance" : <instance>, "state": "<state>", "status": "instance \"<instance>\""}': (
        r'{"instance":"i-0123456789","state":"RUNNING","status":"instance \"i-0123456789\""}'
    ),
    '{"instance" : <instance>, "state": [9, <state>, true], "Transformed" : "Yes"}': (
        '{"instance":"i-0123456789","state":[9,"RUNNING",true],"Transformed":"Yes"}'
    ),
    '{"arn": <aws.events.rule-arn>, "name": "<aws.events.rule-name>"}': (
        f'{{"arn":"{RULE}","name":"example"}}'
    ),
    '"<aws.events.rule-name> triggered"': '"example triggered"',
    "<instance> is in state <state>": "i-0123456789 is in state RUNNING",
    '"first <instance>"\n"then <state>"': '"first i-0123456789"\n"then RUNNING"',
    '{"at": <aws.events.event.ingestion-time>}': '{"at":"2015-11-11T21:29:54Z"}',
    '{"size": <size>, "text": "<size>"}': '{"size":9,"text":"9"}',
    '{"tags": <tags>}': '{"tags":{"a":"1","b":"2"}}',
    '"<tags>"': '"{"a":"1","b":"2"}"',
    '{"escaped": <quoted>}': r'{"escaped":"so \"called\""}',
    '{"not escaped": "<quoted>"}': '{"not escaped": "so "called""}',
    '{"state": "<state><absent>"}': '{"state":"RUNNING"}',
    '{"state": <state>, "none": <absent>}': '{"state": RUNNING, "none": }',
    '"<unknown>"': '"<unknown>"',
    "<state>": '"RUNNING"',
}


def got(**target: Any) -> str:
    return input_of(target, EVENT, rule_arn=RULE, rule_name="example")


@pytest.mark.parametrize(("template", "text"), FILLED.items(), ids=FILLED)
def test_a_template_is_filled(template: str, text: str) -> None:
    assert got(InputTransformer={"InputTemplate": template, "InputPathsMap": PATHS}) == text


def test_a_template_may_have_all_of_the_event() -> None:
    template = '{"all": <aws.events.event.json>, "without detail": <aws.events.event>}'
    rest = '"id":"7bf73129","detail-type":"EC2 Instance State-change Notification",'
    rest += '"time":"2015-11-11T21:29:54Z","resources":["arn:1","arn:2"]'
    detail = '"detail":{"instance-id":"i-0123456789","state":"RUNNING","size":9,'
    detail += r'"quoted":"so \"called\"","tags":{"a":"1","b":"2"}}'
    text = got(InputTransformer={"InputTemplate": template})
    assert text == f'{{"all":{{{rest},{detail}}},"without detail":{{{rest}}}}}'


def test_without_more_a_target_gets_the_event() -> None:
    assert got().startswith('{"id":"7bf73129","detail-type":"EC2 Instance')


def test_a_constant_is_sent_as_it_is() -> None:
    assert got(Input='{"a":  1}') == '{"a":  1}'


def test_a_part_of_the_event_is_sent() -> None:
    assert got(InputPath="$.detail.tags") == '{"a":"1","b":"2"}'


def test_texts_of_all_languages_are_sent_as_they_are() -> None:
    event = {"time": "", "detail": "Größe"}
    sent = input_of({"InputPath": "$.detail"}, event, rule_arn="", rule_name="")
    assert sent == '"Größe"'


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("$.id", "7bf73129"),
        ("$.detail-type", "EC2 Instance State-change Notification"),
        ("$.resources[1]", "arn:2"),
        ("$.resources[2]", None),
        ("$.resources[*]", ["arn:1", "arn:2"]),
        ("$.resources.state", None),
        ("$.detail.tags.*", ["1", "2"]),
        ("$.detail.absent.*", []),
        ("$.detail.state.more", None),
        ("$.detail[0]", None),
        ("detail.state", None),
        ("$", EVENT),
    ],
)
def test_a_path_finds(path: str, value: Any) -> None:
    assert value_at(path, EVENT) == value
