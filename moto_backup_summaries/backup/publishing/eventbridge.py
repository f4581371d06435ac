"""Tells EventBridge what happened, where a rule or an archive may want to know."""

from functools import partial
from typing import Any

from ..account import Account
from ..aws.event_patterns import JsonObject, may_match
from ..aws.facts import EVENT_SOURCE
from ..events import JobsStored, Record
from ..frame.transactions import deliver_later
from .buses import default_bus, passes, put_event
from .table import happened, kinds_of

# Where an event may have its state, by its detail-type.
_STATES = ("state", "status", "indexStatus")


def tell_eventbridge(account: Account, record: Record) -> None:
    """Build the events that somebody may want, and deliver them later, in their order."""
    bus = default_bus(account.id, account.region)
    if bus is None or (isinstance(record, JobsStored) and not record.is_told):
        return
    listeners = [*bus.rules, *bus.archives]
    if not listeners:
        return
    wanted = {kind for kind in kinds_of(record) if _is_wanted(account, listeners, kind)}
    for event in happened(account, record) if wanted else ():
        if (event.detail_type, event.state) in wanted:
            tell = partial(put_event, bus, event.build())
            deliver_later(event.about, event.moment, tell)


def _is_wanted(account: Account, listeners: list[Any], kind: tuple[str, str]) -> bool:
    """Whether one of these rules and archives may want an event of which only this is known."""
    detail_type, state = kind
    known: JsonObject = {
        "source": EVENT_SOURCE,
        "account": account.id,
        "region": account.region,
        "detail-type": detail_type,
        "detail": dict.fromkeys(_STATES, state),
    }
    return any(passes(it, lambda pattern: may_match(pattern, known)) for it in listeners)
