"""What all events of AWS Backup have around their detail.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID, uuid5

from ..account import Account
from ..aws.facts import EVENT_SOURCE
from ..events import JobView
from ..members import Members
from ..timestamps import iso
from .dates import iso_second

# An event's resources and its detail.
Content: TypeAlias = tuple[Sequence[str], Members]
# Of the ids of events: the same event has the same one, however often it is built.
_IDS = UUID("c7a8d1a6-9c1e-5f0b-8d53-1f6f0a3f7c11")


class Event(NamedTuple):
    """What happened, and what tells it when it is asked.

    about: what it is of: a job's id, also for the recovery point that the job made, or an ARN.
    subject: what tells it apart from other events of its type, state and moment.
    job: the job that it is of, or that made the recovery point that it is of.
    """

    detail_type: str
    about: str
    subject: str
    state: str
    moment: float
    content: Callable[[], Content]
    job: JobView | None = None


def built(account: Account, event: Event) -> dict[str, Any]:
    """The whole event, in AWS's order."""
    told = (account.id, account.region, event.detail_type, event.subject, event.state)
    resources, detail = event.content()
    return {
        "version": "0",
        "id": str(uuid5(_IDS, " ".join((*told, iso(event.moment))))),
        "detail-type": event.detail_type,
        "source": EVENT_SOURCE,
        "account": account.id,
        "time": iso_second(event.moment),
        "region": account.region,
        "resources": list(resources),
        "detail": detail,
    }
