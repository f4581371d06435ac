"""All that AWS Backup has in one account and region, family by family; and how to find others.

The only module that looks into moto's map of Backup backends.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, Protocol

from moto.backup.models import BackupBackend, backup_backends
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.utilities.utils import get_partition

from . import timestamps
from .access_points.state import AccessPoints
from .access_policies.state import AccessPolicies
from .approval_teams.state import ApprovalTeams
from .aws.arns import Arn, vault_name_of
from .aws.errors import InvalidParameterValueException
from .aws.permissions import ANY_ID
from .aws.recorded_errors import NO_ORGANIZATION, POINT_NOT_FOUND
from .aws.regions import REGION
from .backup_indexes.state import BackupIndexes
from .events import Event, JobsStored, Publish
from .frameworks.state import Frameworks
from .jobs.job_store import JobStore
from .jobs.state import Jobs
from .kit.account_rows import AccountRow
from .kit.backup_resources import BackupResources, Taggable
from .kit.guards import Guards
from .kit.pages import Query, query_of
from .kit.state import FamilyState, State, StateList
from .legal_holds.state import LegalHolds
from .neighbours.organizations import management_account, organization_of
from .plans.state import Plans
from .recovery_points.point import RecoveryPoint
from .recovery_points.state import RecoveryPoints
from .reports.state import ReportPlans
from .restore_testing.state import RestoreTestingPlans
from .scenario.scenario import Scenario
from .settings.state import Settings
from .tiering.state import TieringConfigurations
from .vaults.state import Vaults
from .views import PointView

HOME_REGION = "us-east-1"
_NOTHING: Mapping[str, Any] = MappingProxyType({})
# Where AWS Backup keeps an organization's settings, by partition.
_MAIN_REGIONS = {"aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"}
# The accounts and regions, in order, in which something may have to advance since they were asked for.
_awake: dict[tuple[str, str], None] = {}


class Families(Protocol):
    """What knows all families: wiring.py."""

    def publish(self, account: "Account", *events: Event) -> None: ...

    def advance_everything(self) -> float: ...

    def load(self, account: "Account", section: str, rows: Sequence[AccountRow]) -> None: ...


class Account(State):
    """The state of each family is one object, made here and dropped with the account.

    A family that has a state gets a line in the constructor. It is given what it needs of others, which stand
    above it; so there is no circle among them. Whatever is asked of all families asks the attributes.
    """

    def __init__(self, backend: BackupBackend, families: Families) -> None:
        self.id = backend.account_id
        self.region = backend.region_name
        self.partition = get_partition(backend.region_name)
        self.arn_prefix = f"arn:{self.partition}:backup:{self.region}:{self.id}:"
        # Reactions to events run at once. Time passes for all accounts, as jobs reach into others.
        self.publish: Publish = partial(families.publish, self)
        self.advance_everything = families.advance_everything
        # A section of an account's document may be of several families.
        self.load: Callable[[str, Sequence[AccountRow]], None] = partial(families.load, self)
        self.last_event_number = -1
        self.guards = Guards(self._undeletable)
        self.vaults = Vaults(self.id, self.region, self.guards)
        self.access_policies = AccessPolicies(self.region)
        self.legal_holds = LegalHolds(self.id, self.region, self.guards)
        self.approval_teams = ApprovalTeams()
        self.access_points = AccessPoints(self.id, self.region, self.publish, self.guards)
        self.backup_indexes = BackupIndexes()
        self.plans = Plans(self.id, self.region)
        self.frameworks = Frameworks(self.id, self.region)
        self.report_plans = ReportPlans(self.id, self.region)
        self.tiering_configurations = TieringConfigurations(self.id, self.region)
        self.restore_testing_plans = RestoreTestingPlans(self.id, self.region)
        self.settings = Settings(timestamps.now())
        self.scenario = Scenario()
        self._begin_jobs()
        _awake[self.id, self.region] = None

    def _begin_jobs(self) -> None:
        # For the world outside, in order: what happened, and what was loaded.
        self.history: list[Event] = StateList()
        self.loaded: list[JobsStored] = StateList()
        account = (self.id, self.region)
        self.jobs = Jobs(
            account, publish=self.publish, has_vault=has_vault, on_first_view=_give_arns_to_point
        )
        self.recovery_points = RecoveryPoints(self.publish, self.guards)
        states = self.__dict__.values()
        self._family_states = tuple(state for state in states if isinstance(state, FamilyState))

    def _undeletable(self, points: Sequence[PointView]) -> Mapping[int, str]:
        """Why a test lets some recovery points stay that are to be deleted, by their index."""
        return current_scenario().undeletable(points, self.id, self.region)

    def forget_jobs(self) -> None:
        """Forget jobs, what they left in vaults, and what happened here."""
        self.recovery_points.remove_left()
        self._begin_jobs()
        for state in self._family_states:
            state.forget_jobs()

    @property
    def resources(self) -> list[BackupResources[Any]]:
        """The families that keep resources: vaults, plans and the like."""
        states = self.__dict__.values()
        return [state for state in states if isinstance(state, BackupResources)]

    def arn_with_id(self, pattern: str) -> str:
        """The ARN of the resource whose name a pattern has, with an asterisk for the id; or the pattern."""
        kind, _, name = pattern.removeprefix(self.arn_prefix).removesuffix(ANY_ID).partition(":")
        named = (family.get(name) for family in self.resources if family.arn_kind == kind)
        return next((resource.arn for resource in named if resource), pattern)

    @property
    def tagged_families(self) -> tuple[Taggable, ...]:
        """Those that have something with tags."""
        return (self.recovery_points, *self.resources)

    @property
    def next_due(self) -> float:
        """When something has to advance, or NEVER where nothing does unless somebody asks for it."""
        # Of jobs the clock decides, and a transition that a test sets.
        due = self.jobs.next_due
        return min(due, min([state.first_due for state in self._family_states]))

    def query(self, operation: str, request: Mapping[str, Any]) -> Query:
        """What this page of a listing belongs to."""
        return query_of(operation, self.id, self.region, request, timestamps.now())

    def recovery_point(self, vault_name: str, arn: str) -> RecoveryPoint:
        """The recovery point of an ARN in a vault; raises ResourceNotFoundException for either."""
        self.vaults.named(vault_name)
        point = self._shown_point(vault_name, arn)
        if point is None:
            raise POINT_NOT_FOUND.error()
        return point

    def find_point(self, arn: str) -> RecoveryPoint | None:
        """The recovery point of an ARN that is here, or that a vault for restore access shows."""
        shown = (self._shown_point(name, arn) for name in self.approval_teams.accesses)
        return self.recovery_points.find(arn) or next(filter(None, shown), None)

    def keeper_of(self, vault_name: str) -> tuple["Account", str]:
        """The account and the name of the vault that has the recovery points which a vault shows.

        They are another's for a vault for restore access.
        """
        source_arn = self.approval_teams.source_of(vault_name)
        if source_arn is None:
            return self, vault_name
        return account_of(source_arn), vault_name_of(source_arn)

    def _shown_point(self, vault_name: str, arn: str) -> RecoveryPoint | None:
        keeper, source_name = self.keeper_of(vault_name)
        point = keeper.recovery_points.get(source_name, arn)
        return point and point.shown_in(self.vaults.named(vault_name))

    @property
    def organization(self) -> Any | None:
        """Moto's backend of the organization that this account is in."""
        return organization_of(self.id, self.region)

    @property
    def global_settings(self) -> Settings:
        """An organization's settings, which are those of its management account's main region."""
        organization = self.organization
        if organization is None:
            raise NO_ORGANIZATION.error()
        region = self._main_region
        return account_at(management_account(organization), region).settings

    @property
    def main_settings(self) -> Settings:
        """This account's settings in the region where AWS Backup keeps those of an organization."""
        return account_at(self.id, self._main_region).settings

    @property
    def _main_region(self) -> str:
        return _MAIN_REGIONS.get(self.partition, HOME_REGION)


def _give_arns_to_point(store: JobStore, number: int, members: Mapping[str, Any]) -> None:
    """Give the recovery point that a loaded job left the ARNs that were made up for the job."""
    kind = store.kind
    if kind.leaves_recovery_point_in(members[kind.state]):
        account_of(members[kind.vault]).recovery_points.take_over(store, number, members)


class AccountHolder:
    """What moto's backends are once they are ours."""

    account: Account


def existing_accounts(
    account_id: str | None = None, region: str | None = None
) -> Iterator[Account]:
    """The accounts that were used already; asking for another would create all of its regions.

    account_id, region: which of them, or all.
    """
    check_registered()
    for of_account in list(backup_backends.values()):
        holders: list[Any] = list(of_account.values())
        for holder in holders:
            account: Account = holder.account
            if account_id in (None, account.id) and region in (None, account.region):
                yield account


def _holder(account_id: str, region: str) -> Any:
    """Moto's backend of an account and region, or None where it was not used yet.

    Moto's own search takes its lock, looks at all services, and makes what is missing.
    """
    return backup_backends.get(account_id, _NOTHING).get(region)


def due_accounts(now: float) -> list[Account]:
    """The accounts in which something has to advance by now.

    One in which nothing ever has to is left out until it is asked for again.
    """
    due: list[Account] = []
    for account_id, region in list(_awake):
        holder = _holder(account_id, region)
        moment = holder.account.next_due if holder else timestamps.NEVER
        if moment == timestamps.NEVER:
            del _awake[account_id, region]
        elif moment <= now:
            due.append(holder.account)
    return due


def existing_accounts_of(account_ids: Iterable[str], region: str) -> Iterator[Account]:
    """Those of these accounts that were used in a region already."""
    check_registered()
    for account_id in account_ids:
        # Called for a thousand accounts, so that each call counts.
        holder: Any = backup_backends.get(account_id, _NOTHING).get(region)
        if holder is not None:
            yield holder.account


def existing_account(account_id: str, region: str) -> Account | None:
    """The account of a region that was used already; whoever calls is registered."""
    holder = _holder(account_id, region)
    return None if holder is None else holder.account


def has_vault(arn: str) -> bool:
    """Whether there is a vault of this ARN, in whichever account and region."""
    vault = Arn.of(arn)
    keeper = existing_account(vault.account_id, vault.region)
    return keeper is not None and keeper.vaults.has_arn(arn)


def account_at(account_id: str, region: str) -> Account:
    """The account, made where it is missing; raises InvalidParameterValueException for a region."""
    holder: Any = _holder(account_id, region)
    if holder is None:
        try:
            holder = backup_backends[account_id][region]
        except KeyError:
            raise InvalidParameterValueException.of("region", region, REGION) from None
    if not isinstance(holder, AccountHolder):
        check_registered()
    _awake[account_id, region] = None
    account: Account = holder.account
    return account


def account_of(arn: str) -> Account:
    """The account and region that an ARN names, made where they are missing."""
    parts = Arn.of(arn)
    return account_at(parts.account_id, parts.region)


def check_registered() -> None:
    """Raise RuntimeError where moto's backends are its own."""
    if not issubclass(backup_backends.backend, AccountHolder):
        raise RuntimeError("moto_backup_summaries is unregistered; call its register() first")


def current_scenario() -> Scenario:
    """What a test has said will happen; it is kept with moto's default account, for all accounts."""
    home = _holder(DEFAULT_ACCOUNT_ID, HOME_REGION)
    return home.account.scenario if home else Scenario()


def scenario_to_change() -> Scenario:
    """The scenario of all accounts, made where it is missing: what is set in it lasts."""
    return account_at(DEFAULT_ACCOUNT_ID, HOME_REGION).scenario
