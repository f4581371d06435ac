"""What we rely on in the services of moto whose answers we mend, asked of moto alone.

A message says which module has to change where moto did.
"""

import json
from typing import Any

import pytest
from moto import mock_aws
from moto.core.exceptions import (
    AccessDeniedError,
    InvalidClientTokenIdError,
    SignatureDoesNotMatchError,
)
from moto.events.models import events_backends
from moto.events.responses import EventsHandler
from moto.sns.models import sns_backends
from support import ACCOUNT, REGION, client_of

pytestmark = pytest.mark.usefixtures("stock_moto")


@mock_aws
def test_a_rule_has_its_pattern_as_an_object() -> None:
    client_of("events").put_rule(Name="r", EventPattern='{"source": ["aws.backup"]}')
    (rule,) = events_backends[ACCOUNT][REGION].event_buses["default"].rules.values()
    assert rule.event_pattern.get_pattern() == {"source": ["aws.backup"]}, "eventbridge.passes"


@mock_aws
def test_an_event_pattern_is_tested_by_a_method_without_parameters() -> None:
    answer = client_of("events").test_event_pattern(EventPattern="{", Event="{")
    assert "Result" not in answer, "moto answers now: is pattern_sandbox still needed?"
    assert callable(EventsHandler.test_event_pattern), "registration._EVENTS"


@mock_aws
@pytest.mark.parametrize("scope", ["MessageAttributes", "MessageBody"])
def test_a_subscription_keeps_its_filter_policy_in_a_matcher(scope: str) -> None:
    sns, policy = client_of("sns"), {"State": ["FAILED"]}
    topic = sns.create_topic(Name="t")["TopicArn"]
    attributes = {"FilterPolicyScope": scope, "FilterPolicy": json.dumps(policy)}
    for parameters in ({}, {"Attributes": attributes}):
        endpoint = f"https://example.com/{len(parameters)}"
        sns.subscribe(TopicArn=topic, Protocol="https", Endpoint=endpoint, **parameters)
    plain, filtered = sns_backends[ACCOUNT][REGION].subscriptions.values()
    assert plain._filter_policy_matcher is None, "topics._passes_policy"
    matcher: Any = filtered._filter_policy_matcher
    assert (matcher.filter_policy, matcher.filter_policy_scope) == (policy, scope)


def test_iam_refuses_by_these_three() -> None:
    errors = (
        AccessDeniedError("ann", "x"),
        InvalidClientTokenIdError(),
        SignatureDoesNotMatchError(),
    )
    assert [error.error_type for error in errors] == [
        *("AccessDenied", "InvalidClientTokenId", "SignatureDoesNotMatch")
    ], "frame.errors._NAMES_OF_IAM"
    assert all(error.message for error in errors), "frame.errors.refused_by_iam"
