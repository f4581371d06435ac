"""Rules of EventBridge and the queues that they fill."""

import json
from collections.abc import Iterator
from typing import Any

BACKUP_EVENTS = {"source": ["aws.backup"]}


class Queue:
    """A queue of moto's SQS, and what it has got."""

    def __init__(self, sqs: Any, name: str = "heard", **attributes: str) -> None:
        self._sqs = sqs
        self.url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        told = sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=["QueueArn"])
        self.arn = told["Attributes"]["QueueArn"]

    def messages(self) -> list[Any]:
        """All that came since, the oldest first."""
        return list(self._messages())

    def _messages(self) -> Iterator[Any]:
        asked = {"AttributeNames": ["All"], "MessageAttributeNames": ["All"]}
        while found := self._sqs.receive_message(
            QueueUrl=self.url, MaxNumberOfMessages=10, **asked
        ).get("Messages"):
            for message in found:
                yield message
                self._sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])

    def texts(self) -> list[str]:
        return [message["Body"] for message in self.messages()]

    def events(self) -> list[Any]:
        return [json.loads(text) for text in self.texts()]


def put_rule(
    events: Any,
    pattern: Any,
    *targets: str | dict[str, Any],
    name: str = "rule",
    bus: str = "default",
    **parameters: Any,
) -> str:
    """Make a rule with targets, each an ARN or what PutTargets takes; the rule's ARN."""
    arn = events.put_rule(
        Name=name, EventPattern=json.dumps(pattern), EventBusName=bus, **parameters
    )["RuleArn"]
    entries = [{"Arn": target} if isinstance(target, str) else target for target in targets]
    numbered = [{"Id": str(number), **entry} for number, entry in enumerate(entries)]
    if numbered:
        events.put_targets(Rule=name, EventBusName=bus, Targets=numbered)
    return str(arn)


def states(events: list[Any]) -> list[str]:
    """What each event says became of what it is about."""
    return [next(e["detail"][k] for k in ("state", "status") if k in e["detail"]) for e in events]


def kinds(events: list[Any]) -> list[str]:
    """The first words of each detail-type, with the state: `Backup Job COMPLETED`."""
    names = [event["detail-type"].removesuffix(" State Change") for event in events]
    return [f"{name} {state}" for name, state in zip(names, states(events), strict=True)]
