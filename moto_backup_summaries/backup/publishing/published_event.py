"""An event of AWS Backup as EventBridge receives it.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID, uuid5

from ..account import Account
from ..aws.facts import EVENT_SOURCE
from ..members import Members
from ..timestamps import iso, iso_second
from ..views import JobView

# The detail-type and the state of an event.
EventKind: TypeAlias = tuple[str, str]
# An event's resources and its detail.
Content: TypeAlias = tuple[Sequence[str], Members]
# The namespace of the ids of events: an event has the same id however often it is built.
_IDS = UUID("c7a8d1a6-9c1e-5f0b-8d53-1f6f0a3f7c11")


class PublishedEvent(NamedTuple):
    """An event for EventBridge, whose content is built only for whoever receives it.

    about: the id of its job, also for the recovery point that the job made, or an ARN.
    subject: differs between events of one type, state and moment.
    state: the value of the detail's state, status or indexStatus.
    moment: in seconds since 1970.
    job: its job, or the job that made its recovery point.
    """

    account: Account
    detail_type: str
    about: str
    subject: str
    state: str
    moment: float
    content: Callable[[], Content]
    job: JobView | None = None

    def build(self) -> dict[str, Any]:
        """The whole event, in AWS's order."""
        account = self.account
        identity = (account.id, account.region, self.detail_type, self.subject, self.state)
        resources, detail = self.content()
        return {
            "version": "0",
            "id": str(uuid5(_IDS, " ".join((*identity, iso(self.moment))))),
            "detail-type": self.detail_type,
            "source": EVENT_SOURCE,
            "account": account.id,
            "time": iso_second(self.moment),
            "region": account.region,
            "resources": list(resources),
            "detail": detail,
        }
