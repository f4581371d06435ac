"""Puts events on the buses of moto's EventBridge, whose rules send them to their targets."""

import logging
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NamedTuple

from .. import timestamps
from ..account import Account
from ..aws.arns import Arn
from ..aws.event_patterns import JsonObject, matches, may_match
from ..aws.facts import EVENT_SOURCE
from ..aws.pattern_grammar import InvalidPatternError, check_pattern
from ..aws.target_inputs import compact, input_of
from ..frame.transactions import deliver_later
from ..neighbours.backends import EVENTS, existing_backend
from .published_event import EventKind, PublishedEvent
from .targets import SERVICES, Delivery, Service, UndeliverableError, send_to

_OFF = "DISABLED"
# The members of a detail that have its state, by detail-type.
_STATES = ("state", "status", "indexStatus")
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
        """The enabled rules with a pattern, without those that moto made for its archives."""
        rules: list[Any] = [rule for rule in list(self.bus.rules.values()) if rule.state != _OFF]
        archive_rules = [archive.rule for archive in self.archives] if rules else []
        return [
            rule for rule in rules if rule.event_pattern.get_pattern() and rule not in archive_rules
        ]


def bus_of(account: Account) -> Bus | None:
    """The default bus of an account, if it has rules or archives."""
    backend = existing_backend(EVENTS, account.id, account.region)
    bus = None if backend is None else Bus(backend, backend.event_buses["default"])
    return bus if bus and (bus.rules or bus.archives) else None


def put_events(
    account: Account,
    bus: Bus,
    events: Callable[[], Iterable[PublishedEvent]],
    kinds: Callable[[], set[EventKind]] | None = None,
) -> None:
    """Put events on a bus of an account, in their order.

    events: makes them. kinds: gives the kinds of many events, of which those are built that a rule may match.
    """
    matching: set[EventKind] | None = None
    if kinds is not None:
        listeners = [*bus.rules, *bus.archives]
        matching = {kind for kind in kinds() if _may_match(account, listeners, kind)}
    for event in () if matching == set() else events():
        if matching is None or (event.detail_type, event.state) in matching:
            deliver_later(event.about, event.moment, partial(put_event, bus, event.build()))


def _may_match(account: Account, listeners: list[Any], kind: EventKind) -> bool:
    """Whether one of these rules and archives may match an event of which only this is known."""
    detail_type, state = kind
    known_part: JsonObject = {
        "source": EVENT_SOURCE,
        "account": account.id,
        "region": account.region,
        "detail-type": detail_type,
        "detail": dict.fromkeys(_STATES, state),
    }
    return any(
        passes(listener, lambda pattern: may_match(pattern, known_part)) for listener in listeners
    )


def put_event(bus: Bus, event: JsonObject, came_by_bus: bool = False) -> None:
    """Put an event into the archives of a bus, and send it to the targets of its rules, where it matches.

    came_by_bus: whether another bus has sent it.
    """

    def is_match(pattern: JsonObject) -> bool:
        return matches(pattern, event)

    for archive in bus.archives:
        if passes(archive, is_match):
            # moto replays events of its own form, with numbers as times.
            archive.events.append({**event, "time": timestamps.seconds(event["time"])})
    for rule in bus.rules:
        if passes(rule, is_match):
            for target in list(rule.targets):
                _send(rule, target, event, came_by_bus)


def passes(rule: Any, test: Callable[[JsonObject], bool]) -> bool:
    """Whether the pattern of a rule or an archive passes a test; an archive may have none.

    moto accepts patterns that AWS refuses, and lets everything pass a filter that it does not know. A rule
    with such a pattern gets none of our events, and the log says why.
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
    """Send an event to a target of a rule, or to its dead-letter queue where the target cannot receive it."""
    try:
        text = input_of(target, event, rule_arn=rule.arn, rule_name=rule.name)
        arn = Arn.of(target["Arn"])
        kind = arn.service
        if kind == "events":
            kind = f"events/{arn.resource.partition('/')[0]}"
        if kind not in _SERVICES:
            raise UndeliverableError("UNKNOWN", f"Events are not sent to {kind}")
        if kind == _BUS and came_by_bus:
            # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-bus-to-bus.html
            border = "ACCOUNT" if arn.region == rule.region_name else "REGION"
            code = f"THIRD_{border}_HOP_DETECTED"
            raise UndeliverableError(code, "The event has come from another bus")
        send_to(_SERVICES[kind], Delivery(arn, target, event, text))
    except UndeliverableError as error:
        _send_to_dead_letters(rule, target, event, error)
    except Exception as error:
        # The text of moto's errors is a page of XML, their message is plain.
        undeliverable = UndeliverableError(
            "ERROR_FROM_TARGET", str(getattr(error, "message", error))
        )
        _send_to_dead_letters(rule, target, event, undeliverable)


def _send_to_dead_letters(
    rule: Any, target: JsonObject, event: JsonObject, error: UndeliverableError
) -> None:
    """https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html"""
    queue = target.get("DeadLetterConfig", {}).get("Arn")
    if queue is None:
        _LOG.warning("%s could not be told of an event by %s: %s", target["Arn"], rule.arn, error)
        return
    texts = {
        "RULE_ARN": rule.arn,
        "TARGET_ARN": target["Arn"],
        "ERROR_CODE": error.code,
        "ERROR_MESSAGE": error.message,
        "RETRY_ATTEMPTS": "0",
    }
    attributes = {name: {"DataType": "String", "StringValue": text} for name, text in texts.items()}
    try:
        letter = Delivery(Arn.of(queue), {"MessageAttributes": attributes}, event, compact(event))
        send_to(SERVICES["sqs"], letter)
    except Exception:
        _LOG.warning("The dead-letter queue %s of %s got nothing", queue, rule.arn, exc_info=True)


def _to_bus(backend: Any, bus: Any, delivery: Delivery) -> None:
    put_event(Bus(backend, bus), delivery.event, came_by_bus=True)


_BUS = "events/event-bus"
# Buses are targets too.
_SERVICES = {
    **SERVICES,
    _BUS: Service(
        (EVENTS,), lambda backend, delivery: backend.event_buses.get(delivery.path[0]), _to_bus
    ),
}
