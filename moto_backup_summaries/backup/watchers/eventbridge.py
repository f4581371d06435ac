"""Tells EventBridge what happened, where a rule or an archive may want to know."""

from functools import partial

from ..account import Account
from ..aws.event_patterns import JsonObject, may_match
from ..events import JobsStored, Record
from ..transactions import deliver_later
from .buses import Bus, default_bus, put_event
from .happened import happened, kinds_of

# Where an event may have its state, by its detail-type.
_STATES = ("state", "status", "indexStatus")


def tell_eventbridge(account: Account, record: Record) -> None:
    """Build the events that somebody may want, and deliver them later, in their order."""
    bus = default_bus(account.id, account.region)
    if bus is None or (isinstance(record, JobsStored) and not record.is_told):
        return
    wanted = {kind for kind in kinds_of(record) if _is_wanted(account, bus, kind)}
    if not wanted:
        return
    for event in happened(account, record):
        if (event.detail_type, event.state) in wanted:
            deliver_later(partial(put_event, bus, event.build()))


def _is_wanted(account: Account, bus: Bus, kind: tuple[str, str]) -> bool:
    detail_type, state = kind
    known: JsonObject = {
        "version": "0",
        "source": "aws.backup",
        "account": account.id,
        "region": account.region,
        "detail-type": detail_type,
        "detail": dict.fromkeys(_STATES, state),
    }
    return bus.wants(lambda pattern: may_match(pattern, known))
