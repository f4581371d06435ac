"""EventBridge's buses in moto: which rules listen, and who gets an event that is put on a bus."""

import logging
from collections.abc import Callable
from typing import Any, NamedTuple

from .. import timestamps
from ..aws.arns import Arn
from ..aws.event_patterns import JsonObject, matches
from ..aws.pattern_grammar import InvalidPatternError, check_pattern
from ..aws.target_inputs import compact, input_of
from ..neighbours.backends import EVENTS, existing_backend
from .targets import SERVICES, Delivery, Service, UndeliverableError, send_to

_OFF = "DISABLED"
_LOG = logging.getLogger(__name__)


class Bus(NamedTuple):
    """A bus of moto, with the backend that it is in."""

    backend: Any
    bus: Any

    @property
    def archives(self) -> list[Any]:
        archives: list[Any] = list(self.backend.archives.values())
        return [archive for archive in archives if archive.event_bus_name == self.bus.name]

    @property
    def rules(self) -> list[Any]:
        """The enabled rules that have a pattern, but those that moto made for its archives."""
        rules: list[Any] = [rule for rule in list(self.bus.rules.values()) if rule.state != _OFF]
        of_archives = [archive.rule for archive in self.archives] if rules else []
        return [
            rule for rule in rules if rule.event_pattern.get_pattern() and rule not in of_archives
        ]


def default_bus(account_id: str, region: str) -> Bus | None:
    """The bus on which AWS Backup puts its events, if anybody has used moto's EventBridge there."""
    backend = existing_backend(EVENTS, account_id, region)
    return None if backend is None else Bus(backend, backend.event_buses["default"])


def put_event(bus: Bus, event: JsonObject, came_by_bus: bool = False) -> None:
    """Give an event to the archives of a bus, and to the targets of each rule that it matches."""

    def is_matched(pattern: JsonObject) -> bool:
        return matches(pattern, event)

    for archive in bus.archives:
        if passes(archive, is_matched):
            # moto replays what has the form of its own events.
            archive.events.append({**event, "time": timestamps.seconds(event["time"])})
    for rule in bus.rules:
        if passes(rule, is_matched):
            for target in list(rule.targets):
                _send(rule, target, event, came_by_bus)


def passes(rule: Any, test: Callable[[JsonObject], bool]) -> bool:
    """Whether the pattern of a rule or an archive passes a test; an archive may have none.

    moto takes patterns that AWS refuses, and lets everything through a filter that it does not know. Such a
    rule gets none of our events, and the log says why.
    """
    pattern = rule.event_pattern.get_pattern()
    try:
        if pattern:
            check_pattern(pattern)
    except InvalidPatternError as error:
        _LOG.warning("%s gets no event, for AWS refuses its pattern: %s", rule.arn, error)
        return False
    return test(pattern)


def _send(rule: Any, target: JsonObject, event: JsonObject, came_by_bus: bool) -> None:
    """Send an event to a target of a rule; if that cannot be, to its dead-letter queue."""
    try:
        text = input_of(target, event, rule_arn=rule.arn, rule_name=rule.name)
        sent = Delivery(Arn.of(target["Arn"]), target, event, text)
        kind = _kind_of(sent.arn)
        if kind not in _SERVICES:
            raise UndeliverableError("UNKNOWN", f"Events are not sent to {kind}")
        if kind == _BUS and came_by_bus:
            raise _second_hop(rule, sent.arn)
        send_to(_SERVICES[kind], sent)
    except UndeliverableError as error:
        _give_up(rule, target, event, error)
    except Exception as error:
        _give_up(rule, target, event, UndeliverableError("ERROR_FROM_TARGET", _said_by(error)))


def _said_by(error: Exception) -> str:
    """The message of an error. Those of moto are pages of XML when they are shown."""
    return str(getattr(error, "message", error))


def _kind_of(arn: Arn) -> str:
    return f"events/{arn.resource.partition('/')[0]}" if arn.service == "events" else arn.service


def _second_hop(rule: Any, arn: Arn) -> UndeliverableError:
    """An event that came from one bus goes to no third.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-bus-to-bus.html
    """
    what = "ACCOUNT" if arn.region == rule.region_name else "REGION"
    return UndeliverableError(f"THIRD_{what}_HOP_DETECTED", "The event has come from another bus")


def _give_up(rule: Any, target: JsonObject, event: JsonObject, error: UndeliverableError) -> None:
    """https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html"""
    queue = target.get("DeadLetterConfig", {}).get("Arn")
    if queue is None:
        _LOG.warning("%s could not be told of an event by %s: %s", target["Arn"], rule.arn, error)
        return
    told = {
        "RULE_ARN": rule.arn,
        "TARGET_ARN": target["Arn"],
        "ERROR_CODE": error.code,
        "ERROR_MESSAGE": error.message,
        "RETRY_ATTEMPTS": "0",
    }
    attributes = {name: {"DataType": "String", "StringValue": told[name]} for name in told}
    try:
        letter = Delivery(Arn.of(queue), {"MessageAttributes": attributes}, event, compact(event))
        send_to(SERVICES["sqs"], letter)
    except Exception:
        _LOG.warning("The dead-letter queue %s of %s got nothing", queue, rule.arn, exc_info=True)


def _on(backend: Any, bus: Any, sent: Delivery) -> None:
    put_event(Bus(backend, bus), sent.event, came_by_bus=True)


_BUS = "events/event-bus"
_SERVICES = {
    **SERVICES,
    _BUS: Service((EVENTS,), lambda backend, sent: backend.event_buses.get(sent.path[0]), _on),
}
