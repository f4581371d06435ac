"""Topics of moto's SNS."""

import json
import logging
from collections.abc import Mapping
from typing import Any

from ..aws.arns import Arn
from ..aws.event_patterns import JsonObject, matches
from ..aws.identifiers import new_id
from ..aws.pattern_grammar import InvalidPatternError, check_pattern
from .backends import existing_backend

TOPICS = "sns.models.sns_backends"
_LOG = logging.getLogger(__name__)


def publish(topic_arn: str, subject: str, message: str, attributes: Mapping[str, str]) -> None:
    """Publish to a topic, with attributes of type String. The log names a topic that does not exist."""
    arn = Arn.of(topic_arn)
    backend = existing_backend(TOPICS, arn.account_id, arn.region)
    topic = None if backend is None else backend.topics.get(topic_arn)
    if topic is None:
        _LOG.warning("The topic %s does not exist: %s", topic_arn, message)
        return
    publish_to(topic, message, subject, attributes)


def publish_to(
    topic: Any,
    message: str,
    subject: str | None = None,
    attributes: Mapping[str, str] | None = None,
) -> None:
    """Publish to a topic of moto, whose own `publish` stops at the first subscriber that fails."""
    message_id = new_id()
    values = attributes or {}
    typed = {name: {"Type": "String", "Value": value} for name, value in values.items()} or None
    # moto's endpoint for tests shows these.
    topic.sent_notifications.append((message_id, message, subject, typed, None))
    for subscription in list(topic.sns_backend.subscriptions.values()):
        if subscription.topic is topic and _passes_policy(subscription, message, values):
            try:
                type(subscription).publish(
                    _Unfiltered(subscription),
                    message,
                    message_id,
                    subject=subject,
                    message_attributes=typed,
                )
            except Exception:
                _LOG.exception("%s of %s got no message", subscription.endpoint, topic.arn)


class _Unfiltered:
    """A subscription of moto without its filter policy, which has been applied already."""

    _filter_policy_matcher = None

    def __init__(self, subscription: Any) -> None:
        self._subscription = subscription

    def __getattr__(self, name: str) -> Any:
        return getattr(self._subscription, name)


def _passes_policy(subscription: Any, message: str, attributes: Mapping[str, str]) -> bool:
    """Whether a message passes a subscription's filter policy, if it has one.

    Policies are patterns as EventBridge has them. moto's own matching raises for a filter of a number and for
    an `$or`, and does not take an absent member of an object for absent.
    https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
    """
    matcher = subscription._filter_policy_matcher
    if matcher is None or not matcher.filter_policy:
        return True
    try:
        check_pattern(matcher.filter_policy)
    except InvalidPatternError as error:
        _LOG.warning(
            "%s of %s gets no message, for AWS refuses its filter policy: %s",
            subscription.endpoint,
            subscription.topic.arn,
            error,
        )
        return False
    filters_body = matcher.filter_policy_scope == "MessageBody"
    filtered = _json_object(message) if filters_body else attributes
    return filtered is not None and matches(matcher.filter_policy, filtered)


def _json_object(message: str) -> JsonObject | None:
    """The JSON object in a message; None for another text, which passes no policy on its body."""
    try:
        document = json.loads(message)
    except ValueError:
        return None
    return document if isinstance(document, dict) else None
