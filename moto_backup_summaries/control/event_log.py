"""The events that AWS Backup sent to EventBridge, for a test that hands them to its handler."""

import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from ..backup.account import Account, existing_accounts
from ..backup.aws import wildcards
from ..backup.aws.job_kinds import KIND_NAMED
from ..backup.aws.regions import ACCOUNT_AND_REGION, check_account_id, check_region
from ..backup.aws.resource_types import BY_NAME
from ..backup.events import Event
from ..backup.frame.transactions import exclusive
from ..backup.mocking import warn_without_mock
from ..backup.publishing.job_events import DETAIL_TYPES
from ..backup.publishing.published_event import PublishedEvent
from ..backup.publishing.table import event_kinds, published_events, states_by_detail_type
from ..backup.scenario.outcome_resources import check_pattern
from ..backup.scenario.rule import calling_line, require_one_of, require_text
from ..backup.views import JobView
from ..backup.wiring import advance_everything
from ..warning import BackupSummariesWarning
from ..words import EventState, EventType, Kind

Body = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class EventFilter:
    """Which events are requested, by the parameters of job_events."""

    kind: str | None = None
    state: str | None = None
    job_id: str | None = None
    resource_arn: str | None = None
    resource_type: str | None = None
    detail_type: str | None = None
    account_id: str | None = None
    region: str | None = None

    def __post_init__(self) -> None:
        for name in ("job_id", "resource_arn", "resource_type"):
            require_text(name, getattr(self, name))
        if self.resource_arn is not None:
            check_pattern(self.resource_arn)
        all_states = states_by_detail_type()
        if self.kind is not None:
            require_one_of("kind", self.kind, KIND_NAMED)
        if self.detail_type is not None:
            names = self.detail_types if self.kind else all_states
            require_one_of("detail_type", self.detail_type, names)
        if self.state is not None:
            states = [state for name in self.detail_types for state in all_states[name]]
            require_one_of("state", self.state, dict.fromkeys(states))
        check_account_id("account_id", self.account_id)
        check_region("region_name", self.region)

    @property
    def detail_types(self) -> list[str]:
        """The requested detail-types; by default those of jobs."""
        if self.kind is not None:
            return [DETAIL_TYPES[KIND_NAMED[self.kind]]]
        return [*DETAIL_TYPES.values()] if self.detail_type is None else [self.detail_type]

    def published(self) -> list[PublishedEvent]:
        """The requested events of all accounts, the oldest first."""
        events = [
            event
            for account in existing_accounts(self.account_id, self.region)
            for event in self._matching(account, account.history)
        ]
        return sorted(events, key=lambda event: event.moment)

    def advice(self) -> str | None:
        """The advice where no job has sent an event, but loaded jobs would have with send_events=True."""
        accounts = list(existing_accounts(self.account_id, self.region))
        if any(
            _ANY_JOB.may_match(account, event) for account in accounts for event in account.history
        ):
            return None
        loaded = [(account, account.loaded) for account in accounts]
        if not any(True for account, events in loaded for _ in self._matching(account, events)):
            return None
        number = sum(len(event.jobs) for _, events in loaded for event in events)
        were = "1 job was" if number == 1 else f"{number} jobs were"
        return (
            f"no job has sent an event, and {were} loaded as history; load_jobs(…, send_events=True) sends "
            "an event of each"
        )

    def _matching(self, account: Account, events: Iterable[Event]) -> Iterator[PublishedEvent]:
        for event in events:
            if self.may_match(account, event):
                yield from filter(self._matches, published_events(account, event))

    def may_match(self, account: Account, event: Event) -> bool:
        """Whether an event may have given a requested one, without a look at each job."""
        return any(self._matches_kind(*kind) for kind in event_kinds(account, event))

    def _matches_kind(self, detail_type: str, state: str) -> bool:
        return detail_type in self.detail_types and self.state in (None, state)

    def _matches(self, event: PublishedEvent) -> bool:
        return self._matches_kind(event.detail_type, event.state) and self._matches_job(event.job)

    def _matches_job(self, job: JobView | None) -> bool:
        if job is None:
            return (self.job_id, self.resource_arn, self.resource_type) == (None, None, None)
        return (
            self.job_id in (None, job.id)
            and self.resource_type in (None, job.member("ResourceType"))
            and wildcards.matches(self.resource_arn, _resource(job))
        )


_ANY_JOB = EventFilter()


def _resource(job: JobView) -> str:
    return str(job.member("ResourceArn") or job.member("SourceResourceArn"))


def job_events(
    *,
    kind: Kind | None = None,
    state: EventState | None = None,
    job_id: str | None = None,
    resource_arn: str | None = None,
    resource_type: str | None = None,
    detail_type: EventType | None = None,
    account_id: str | None = None,
    region_name: str | None = None,
) -> list[dict[str, Any]]:
    """The events of jobs that AWS Backup has sent to EventBridge by now, the oldest first.

    Each is in the form that a handler receives: `handler(job_events(state="FAILED")[0], None)`. Jobs that are
    due advance first, as at any request.

    kind: backup, copy, restore or scan.
    state: the value of the detail's `state`, or of the `status` that restores have instead.
    job_id: the events of one job, also those without its id.
    resource_arn, resource_type: of the job's resource, also for events without it; `*` in the ARN stands
        for any characters.
    detail_type: selects other events than those of jobs, such as "Backup Vault State Change".
    account_id, region_name: where, or anywhere.

    Raises ValueError for an invalid value, with the accepted ones or similar names.
    Warns with BackupSummariesWarning if there are none, but loaded jobs would have sent some.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
    """
    warn_without_mock("job_events")
    event_filter = EventFilter(
        kind=kind,
        state=state,
        job_id=job_id,
        resource_arn=resource_arn,
        resource_type=resource_type,
        detail_type=detail_type,
        account_id=account_id,
        region=region_name,
    )
    events, remark = _events(event_filter)
    if remark is not None:
        warnings.warn_explicit(remark, BackupSummariesWarning, *calling_line())
    return events


@exclusive
def _events(event_filter: EventFilter) -> tuple[list[dict[str, Any]], str | None]:
    """The requested events, and a warning where there are none."""
    advance_everything()
    events = event_filter.published()
    if not events and event_filter.resource_type is not None:
        # Loaded jobs may have types that are newer than our table.
        require_one_of("resource_type", event_filter.resource_type, BY_NAME)
    return [event.build() for event in events], None if events else event_filter.advice()


# The parameters of GET: those of job_events, and both names of the region.
QUERY = tuple(dict.fromkeys((*(field.name for field in fields(EventFilter)), *ACCOUNT_AND_REGION)))


def show_events(query: Body) -> Body:
    events, remark = _events(EventFilter(**query))
    return {"events": events, **({} if remark is None else {"warnings": [remark]})}
