"""Topics of moto's SNS."""

import logging
import sys
from collections.abc import Mapping
from typing import Any

from ..aws.arns import Arn

_LOG = logging.getLogger(__name__)


def publish(topic_arn: str, subject: str, message: str, attributes: Mapping[str, str]) -> None:
    """Publish to a topic, with attributes of type String. One that is not there is told in the log."""
    backend = _backend_of(Arn.of(topic_arn))
    if backend is None or topic_arn not in backend.topics:
        _LOG.warning("The topic %s does not exist: %s", topic_arn, message)
        return
    typed = {name: {"Type": "String", "Value": value} for name, value in attributes.items()}
    backend.publish(message, topic_arn, subject=subject, message_attributes=typed)


def _backend_of(topic: Arn) -> Any | None:
    backends: Any = getattr(sys.modules.get("moto.sns.models"), "sns_backends", {})
    # Asking a mapping of moto's for what it lacks would make it.
    return (backends.get(topic.account_id) or {}).get(topic.region)
