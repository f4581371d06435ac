"""Tells where loaded jobs are, once somebody has looked for jobs elsewhere in vain."""

import logging
from typing import Any

from ..account import Account, current_scenario, existing_account
from ..aws.job_kinds import KINDS, JobKind
from ..events import OperationAnswered
from ..mocking import is_mocked
from ..scenario.unseen_loads import UnseenLoad

_LOG = logging.getLogger(__name__)
# What asks for jobs: their kind, and where the answer has what was listed.
_LISTS: dict[str, tuple[JobKind, str]] = {
    **{kind.list_operation: (kind, kind.jobs_member) for kind in KINDS},
    **{kind.summary_operation: (kind, kind.summaries_member) for kind in KINDS},
}


def note_answer(account: Account, answered: OperationAnswered) -> None:
    """Note of loaded jobs that somebody asked where they are, or for jobs where there are none."""
    unseen_loads = current_scenario().unseen_loads
    operation = answered.operation
    kind, member = _LISTS.get(operation, (None, ""))
    listed = answered.members.get(member)
    for key, load in list(unseen_loads.items()):
        # Whoever sees jobs of an organization's accounts may see them all.
        if load.is_in(account.id, account.region) or (listed and load.region == account.region):
            del unseen_loads[key]
        elif kind is not None and not listed:
            _note_in_vain(load, account, operation, kind)


def _note_in_vain(load: UnseenLoad, account: Account, operation: str, kind: JobKind) -> None:
    """Note that a list listed no jobs, and may have been meant for these."""
    if load.missed_by is None and _is_missed(load, account, kind):
        load.missed_by = (operation, account.id, account.region)
        if not is_mocked():
            # No mock will end.
            _LOG.warning(load)


def _is_missed(load: UnseenLoad, account: Account, kind: JobKind) -> bool:
    there: Any = existing_account(load.account_id, load.region)
    return (
        load.may_be_meant(account.id, account.region)
        and any(len(there.jobs.store(kind)) for kind in KINDS)
        and not len(account.jobs.store(kind))
    )
