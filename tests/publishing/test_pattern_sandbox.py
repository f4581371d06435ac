"""EventBridge's TestEventPattern answers by the rules by which events are sent."""

import json
from typing import Any

import pytest
from calls import start
from moto import mock_aws
from support import MakeClient, client_of

import moto_backup_summaries
from moto_backup_summaries import job_events

EVENT = {
    "id": "1",
    "account": "123456789012",
    "source": "aws.backup",
    "time": "2026-03-01T00:00:00Z",
    "region": "us-east-1",
    "resources": [],
    "detail-type": "Backup Job State Change",
    "detail": {"state": "FAILED", "percentDone": 99},
}


@pytest.fixture
def events(make_client: MakeClient) -> Any:
    return make_client(service="events")


def answered(events: Any, pattern: Any, event: Any = EVENT) -> Any:
    """What TestEventPattern answers of a pattern and an event, each as JSON or as a text that is none."""
    texts = [it if isinstance(it, str) else json.dumps(it) for it in (pattern, event)]
    return events.test_event_pattern(EventPattern=texts[0], Event=texts[1])["Result"]


@pytest.mark.parametrize(
    ("pattern", "is_matched"),
    [
        ({"source": ["aws.backup"]}, True),
        ({"detail": {"state": ["COMPLETED"]}}, False),
        ({"detail": {"percentDone": [{"anything-but": {"prefix": "F"}}]}}, True),
        ({"detail": {"percentDone": [{"numeric": [">", 99]}]}}, False),
    ],
)
def test_a_pattern_is_tested_with_an_event(events: Any, pattern: Any, is_matched: bool) -> None:
    assert answered(events, pattern) is is_matched


def test_a_pattern_is_tested_with_an_event_of_a_job(vault: Any) -> None:
    start(vault)
    (completed,) = job_events(state="COMPLETED", kind="backup")
    pattern = {"source": ["aws.backup"], "detail": {"state": ["FAILED", "EXPIRED"]}}
    assert answered(client_of("events"), pattern, completed) is False
    assert answered(client_of("events"), {"detail": {"state": ["COMPLETED"]}}, completed) is True


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("{", "Invalid JSON"),
        ([], "Filter is not an object"),
        ({"source": "aws.backup"}, '"source" must be an object or an array'),
        ({"source": [{"contains": "backup"}]}, "Unrecognized match type contains"),
    ],
)
def test_a_pattern_that_aws_refuses_is_refused(events: Any, pattern: Any, reason: str) -> None:
    with pytest.raises(events.exceptions.InvalidEventPatternException) as error:
        answered(events, pattern)
    message = error.value.response["Error"]["Message"]
    assert message == f"Event pattern is not valid. Reason: {reason}"


@pytest.mark.parametrize(
    "event", ["{", [], *({k: v for k, v in EVENT.items() if k != name} for name in list(EVENT)[:5])]
)
def test_what_is_no_event_is_refused(events: Any, event: Any) -> None:
    with pytest.raises(events.exceptions.ClientError) as error:
        answered(events, {"source": ["aws.backup"]}, event)
    told = error.value.response["Error"]
    assert (told["Code"], told["Message"]) == (
        "ValidationException",
        "Parameter Event is not valid.",
    )


def test_moto_answers_again_once_the_package_is_unregistered() -> None:
    with mock_aws():
        events = client_of("events")
        assert answered(events, {"source": ["aws.backup"]})
        moto_backup_summaries.unregister()
        try:
            answer = events.test_event_pattern(EventPattern="{", Event="{")
        finally:
            moto_backup_summaries.register()
    assert "Result" not in answer
