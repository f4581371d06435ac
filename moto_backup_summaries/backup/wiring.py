"""Puts the families together: the only module that knows all of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import IntEnum
from typing import Any, TypeAlias

from . import timestamps
from .access_points import operations as access_point_operations
from .access_points import reactions as access_point_reactions
from .access_points.loaded_rows import load_access_points
from .access_policies import operations as access_policy_operations
from .access_policies.loaded_rows import load_policies
from .access_policies.reactions import forget_policy
from .account import Account, due_accounts
from .approval_teams import operations as approval_team_operations
from .approval_teams.decisions import decide_requests
from .approval_teams.loaded_rows import load_teams
from .approval_teams.reactions import forget_deleted_vault
from .backup_indexes import operations as backup_index_operations
from .backup_indexes import reactions as backup_index_reactions
from .events import (
    NUMBERED,
    AccessPointChanged,
    Event,
    JobEnded,
    JobsStored,
    LifecycleChanged,
    OperationAnswered,
    PointChanged,
    RestoreTestsDue,
    RestoreValidated,
    RunsDue,
    VaultDeleted,
)
from .frame.transactions import Kept, in_order_of_moments, isolated
from .frameworks import operations as framework_operations
from .frameworks.loaded_rows import load_frameworks
from .frameworks.reactions import forget_deleted_frameworks
from .jobs import backups, copies, restores, scans
from .jobs import operations as job_operations
from .jobs import reactions as job_reactions
from .kit.account_rows import AccountRow
from .legal_holds import operations as legal_hold_operations
from .legal_holds.loaded_rows import load_holds
from .legal_holds.reactions import forget_old_records
from .loading.reactions import note_answer
from .plan_templates import operations as plan_template_operations
from .plans import operations as plan_operations
from .plans.loaded_rows import load_plans
from .plans.runs import publish_due_runs
from .publishing.table import publish
from .recovery_points import operations as recovery_point_operations
from .recovery_points import reactions as recovery_point_reactions
from .recovery_points.loaded_rows import load_points
from .reports import operations as report_operations
from .reports.loaded_rows import load_report_jobs, load_report_plans
from .reports.writing import write_due_reports
from .restore_testing import operations as restore_testing_operations
from .restore_testing import reactions as restore_testing_reactions
from .restore_testing.loaded_rows import load_restore_testing_plans
from .settings import operations as settings_operations
from .settings.loaded_rows import load_global_settings, load_region_settings
from .summaries import operations as summary_operations
from .tags import operations as tag_operations
from .tiering import operations as tiering_operations
from .tiering.loaded_rows import load_tiering_configurations
from .timestamps import FIRST
from .vaults import operations as vault_operations
from .vaults.loaded_rows import load_vaults

# The modules that register operations when they are imported.
OPERATIONS_OF = (
    access_point_operations,
    access_policy_operations,
    approval_team_operations,
    backup_index_operations,
    backups,
    copies,
    framework_operations,
    job_operations,
    legal_hold_operations,
    plan_operations,
    plan_template_operations,
    recovery_point_operations,
    report_operations,
    restore_testing_operations,
    restores,
    scans,
    settings_operations,
    summary_operations,
    tag_operations,
    tiering_operations,
    vault_operations,
)


class Phase(IntEnum):
    """When reactions to an event run: all of one phase before those of the next.

    Within a phase nothing may depend on the order, which is that of the functions' names.
    """

    # Something is kept of it: the recovery point of a job.
    KEEP = 1
    # Something starts that may need what was kept: the copies of a recovery point.
    START = 2
    # Something goes that nothing needs any more: a temporary recovery point that was copied.
    END = 3


Reaction: TypeAlias = Callable[[Account, Any], None]
REACTIONS: Sequence[tuple[type[Event], Phase, Reaction]] = (
    (AccessPointChanged, Phase.KEEP, access_point_reactions.release_recovery_point),
    (JobEnded, Phase.KEEP, recovery_point_reactions.keep_recovery_point),
    (JobEnded, Phase.START, job_reactions.copy_what_was_backed_up),
    (JobEnded, Phase.END, recovery_point_reactions.end_what_was_copied),
    (JobEnded, Phase.END, restore_testing_reactions.validate_what_was_restored),
    (LifecycleChanged, Phase.END, recovery_point_reactions.end_what_is_kept_for_less),
    (JobsStored, Phase.KEEP, recovery_point_reactions.keep_stored_points),
    (OperationAnswered, Phase.KEEP, note_answer),
    (RestoreTestsDue, Phase.START, job_reactions.restore_what_is_tested),
    (RestoreValidated, Phase.END, restore_testing_reactions.delete_what_was_validated),
    (VaultDeleted, Phase.KEEP, access_point_reactions.disassociate_access_points),
    (VaultDeleted, Phase.KEEP, forget_deleted_vault),
    (VaultDeleted, Phase.KEEP, forget_policy),
    (PointChanged, Phase.KEEP, backup_index_reactions.index_new_point),
    (RunsDue, Phase.START, job_reactions.back_up_targets),
)


class Due(IntEnum):
    """What time brings, one after the other, each in all accounts before the next.

    Jobs copy to other accounts, access points end with the access to a vault and keep recovery points, these
    are of others' jobs, which restore tests restore, and reports are about all of them.
    """

    RUNS = 1
    JOBS = 2
    APPROVALS = 3
    ACCESS_POINTS = 4
    INDEXES = 5
    RECOVERY_POINTS = 6
    RESTORE_TESTS = 7
    REPORTS = 8
    LEGAL_HOLDS = 9
    FRAMEWORKS = 10


def _in_each(
    advance: Callable[[Account, float], None],
) -> Callable[[Iterable[Account], float], None]:
    """Advances each account by itself: what fails in one hurts no other."""

    def advance_all(accounts: Iterable[Account], now: float) -> None:
        for account in accounts:
            with isolated(f"advancing account {account.id} in {account.region}"):
                advance(account, now)

    return advance_all


# What advances the accounts in which something is due to a moment.
ADVANCES: Sequence[tuple[Due, Callable[[Sequence[Account], float], None]]] = (
    (Due.RUNS, _in_each(publish_due_runs)),
    (Due.JOBS, job_reactions.advance_jobs),
    (Due.APPROVALS, _in_each(decide_requests)),
    (Due.ACCESS_POINTS, _in_each(access_point_reactions.advance_access_points)),
    (Due.INDEXES, _in_each(backup_index_reactions.advance_indexes)),
    (Due.RECOVERY_POINTS, _in_each(recovery_point_reactions.expire_recovery_points)),
    (Due.RESTORE_TESTS, _in_each(restore_testing_reactions.advance_restore_tests)),
    (Due.REPORTS, _in_each(write_due_reports)),
    (Due.LEGAL_HOLDS, _in_each(forget_old_records)),
    (Due.FRAMEWORKS, _in_each(forget_deleted_frameworks)),
)


Load: TypeAlias = Callable[[Account, Sequence[AccountRow]], None]
# What loads a section of an account's document; a later phase finds what an earlier one has loaded.
LOADS: Sequence[tuple[str, Phase, Load]] = (
    ("BackupAccessPoints", Phase.KEEP, load_access_points),
    ("BackupVaults", Phase.KEEP, load_vaults),
    ("BackupVaults", Phase.START, load_policies),
    ("BackupVaults", Phase.START, load_teams),
    ("BackupPlans", Phase.KEEP, load_plans),
    ("Frameworks", Phase.KEEP, load_frameworks),
    ("GlobalSettings", Phase.KEEP, load_global_settings),
    ("LegalHolds", Phase.KEEP, load_holds),
    ("RecoveryPoints", Phase.KEEP, load_points),
    ("RegionSettings", Phase.KEEP, load_region_settings),
    ("ReportJobs", Phase.KEEP, load_report_jobs),
    ("ReportPlans", Phase.KEEP, load_report_plans),
    ("RestoreTestingPlans", Phase.KEEP, load_restore_testing_plans),
    ("TieringConfigurations", Phase.KEEP, load_tiering_configurations),
)


class Wiring:
    """Passes each event to the reactions to its type, and brings what is due, in the order of phases.

    It passes each section of an account's document to what loads it, too.
    """

    def __init__(
        self,
        reactions: Iterable[tuple[type[Event], Phase, Reaction]],
        advances: Iterable[tuple[Due, Callable[[Sequence[Account], float], None]]],
        loads: Iterable[tuple[str, Phase, Load]] = (),
    ) -> None:
        self._reactions: dict[type[Event], list[Reaction]] = defaultdict(list)
        for event, _, react in sorted(reactions, key=_phase_and_name):
            self._reactions[event].append(react)
        self._advances = [advance for _, advance in sorted(advances, key=lambda row: row[0])]

        self._loads: dict[str, list[Load]] = defaultdict(list)
        for section, _, load in sorted(loads, key=_phase_and_name):
            self._loads[section].append(load)

    def load(self, account: Account, section: str, rows: Sequence[AccountRow]) -> None:
        """Load the rows of a section into all families that have something of them."""
        for load in self._loads[section]:
            load(account, rows)

    def publish(self, account: Account, *events: Event) -> None:
        """Tell the world outside first: it hears of events before those that follow from them."""
        numbered: list[Event] = []
        for event in events:
            if isinstance(event, NUMBERED):
                account.last_event_number += 1
                numbered.append(event._replace(number=account.last_event_number))
            else:
                numbered.append(event)
        publish(account, numbered)
        for event in numbered:
            for react in self._reactions.get(type(event), ()):
                react(account, event)

    def advance_everything(self) -> float:
        """Advance every account in which something is due to the current time, and tell it; gives the time.

        What time has brought stays, whatever becomes of what comes after it.
        """
        now = timestamps.now()
        if due_accounts(now):
            with Kept(), in_order_of_moments():
                for moment in _stops_until(now):
                    for advance in self._advances:
                        # An advance leaves something in accounts in which nothing was due.
                        advance(due_accounts(moment), moment)
        return now


def _stops_until(now: float) -> Iterator[float]:
    """The moments to which all accounts are advanced, one after the other; the last is now.

    A restore test takes the recovery points that are there at its moment.
    """
    moment = float(FIRST)
    while moment < now:
        tests = [account.restore_testing_plans.next_test for account in due_accounts(now)]
        moment = min([test for test in tests if moment < test < now], default=now)
        yield moment


def _phase_and_name(row: tuple[Any, Phase, Callable[..., None]]) -> tuple[int, str]:
    _, phase, react = row
    return phase, f"{react.__module__}.{react.__qualname__}"


WIRING = Wiring(REACTIONS, ADVANCES, LOADS)
advance_everything = WIRING.advance_everything
