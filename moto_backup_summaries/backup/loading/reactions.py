"""Tells where loaded jobs are, once somebody has looked for jobs elsewhere in vain."""

import logging
from typing import Any

from ..account import Account, current_scenario, existing_account
from ..aws.job_kinds import KINDS, JobKind
from ..events import OperationAnswered
from ..mocking import is_mocked
from ..scenario.landings import Landing

_LOG = logging.getLogger(__name__)
# What asks for jobs: their kind, and where the answer has what was found.
_LISTS: dict[str, tuple[JobKind, str]] = {
    **{kind.list_operation: (kind, kind.jobs_member) for kind in KINDS},
    **{kind.summary_operation: (kind, kind.summaries_member) for kind in KINDS},
}


def note_answer(account: Account, answered: OperationAnswered) -> None:
    """Note of loaded jobs that somebody asked where they are, or for jobs where there are none."""
    landings = current_scenario().landings
    operation = answered.operation
    kind, member = _LISTS.get(operation, (None, ""))
    found = answered.members.get(member)
    for key, landing in list(landings.items()):
        # Whoever sees jobs of an organization's accounts may see them all.
        if landing.is_at(account.id, account.region) or (
            found and landing.region == account.region
        ):
            del landings[key]
        elif kind is not None and not found:
            _note_in_vain(landing, account, operation, kind)


def _note_in_vain(landing: Landing, account: Account, operation: str, kind: JobKind) -> None:
    """Note that a list found no jobs, and may have been meant for these."""
    if landing.missed is None and _is_missed(landing, account, kind):
        landing.missed = (operation, account.id, account.region)
        if not is_mocked():
            # No mock will end.
            _LOG.warning(landing)


def _is_missed(landing: Landing, account: Account, kind: JobKind) -> bool:
    there: Any = existing_account(landing.account_id, landing.region)
    return (
        landing.may_be_missed(account.id, account.region)
        and any(len(there.jobs.store(kind)) for kind in KINDS)
        and not len(account.jobs.store(kind))
    )
