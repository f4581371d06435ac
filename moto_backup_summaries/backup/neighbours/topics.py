"""Topics of moto's SNS."""

import logging
from collections.abc import Mapping
from typing import Any

from ..aws.arns import Arn
from ..aws.identifiers import new_id
from .backends import existing_backend

TOPICS = "sns.models.sns_backends"
_LOG = logging.getLogger(__name__)


def publish(topic_arn: str, subject: str, message: str, attributes: Mapping[str, str]) -> None:
    """Publish to a topic, with attributes of type String. One that is not there is told in the log."""
    arn = Arn.of(topic_arn)
    backend = existing_backend(TOPICS, arn.account_id, arn.region)
    topic = None if backend is None else backend.topics.get(topic_arn)
    if topic is None:
        _LOG.warning("The topic %s does not exist: %s", topic_arn, message)
        return
    typed = {name: {"Type": "String", "Value": value} for name, value in attributes.items()}
    tell_subscribers(topic, message, subject, typed)


def tell_subscribers(
    topic: Any,
    message: str,
    subject: str | None = None,
    attributes: Mapping[str, Mapping[str, str]] | None = None,
) -> None:
    """Publish to a topic of moto, whose own way ends at the first subscriber that fails."""
    message_id = new_id()
    # moto shows tests what was sent here.
    topic.sent_notifications.append((message_id, message, subject, attributes, None))
    for subscription in list(topic.sns_backend.subscriptions.values()):
        if subscription.topic is topic:
            try:
                subscription.publish(
                    message, message_id, subject=subject, message_attributes=attributes
                )
            except Exception:
                _LOG.exception("%s of %s got no message", subscription.endpoint, topic.arn)
