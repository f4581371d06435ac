"""What a page shows, as its address has it: so a view can be sent to somebody."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlencode

from ..backup import timestamps
from ..backup.aws import service_model
from ..backup.aws.errors import refusal, unknown
from ..backup.aws.gate import checked_members
from ..backup.aws.job_kinds import KIND_NAMED, JobKind
from ..backup.aws.regions import check_account_id, check_region
from ..backup.members import Members

# How many days the dashboard shows; the first is what it shows if nobody says so.
DAYS = (14, 7)
# States and categories in one: those that need somebody's attention, and those that completed all the same.
PROBLEMS, WITH_ISSUES = "problems", "with-issues"
HEALTHS = (PROBLEMS, WITH_ISSUES)
_MOST_PARAMETERS = 100
_LONGEST_NUMBER = 9
# The parameters of lists that ask for the jobs of a vault, and what they are called; restores have none.
_VAULT_LABELS = {
    "ByBackupVaultName": "Vault",
    "ByDestinationVaultArn": "ARN of the destination vault",
}


class Query:
    """The parameters of an address; those without a value do not count."""

    def __init__(self, text: str, names: Sequence[str]) -> None:
        values = parse_qs(text, max_num_fields=_MOST_PARAMETERS)
        for name in values:
            if name not in names:
                raise ValueError(unknown("the query", name, names))
        self._values = values

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._values.get(name, ())))

    def one(self, name: str) -> str | None:
        values = self.all(name)
        if len(values) > 1:
            raise ValueError(refusal(f"{name} of the query", list(values), "one value"))
        return values[0] if values else None

    def one_of(self, name: str, accepted: Sequence[str]) -> str | None:
        value = self.one(name)
        if value is not None and value not in accepted:
            raise ValueError(unknown(name, value, accepted))
        return value

    def needed(self, name: str) -> str:
        value = self.one(name)
        if value is None:
            raise ValueError(refusal(f"{name} of the query", None, "a value"))
        return value

    def number(self, name: str) -> int:
        text = self.one(name) or "0"
        if not (text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER):
            raise ValueError(refusal(name, text, "a number from 0"))
        return int(text)

    def moment(self, name: str) -> float | None:
        text = self.one(name)
        try:
            return None if text is None else timestamps.seconds(text)
        except ValueError:
            raise ValueError(timestamps.refused(name, text)) from None

    def scope(self) -> tuple[str | None, str | None]:
        """The account and the region, or None for all."""
        account_id, region = self.one("account"), self.one("region")
        check_account_id("account", account_id)
        check_region("region", region)
        return account_id, region


class Filters(NamedTuple):
    """Which jobs are shown.

    days: how many days the dashboard shows.
    states, types, categories: of the jobs; empty for all. health: one of HEALTHS, or None for all.
    after, before: the first moment of their creation, and the first that is too late.
    last, skip: the moment of creation of the last job of the page before, and how many of that moment were
        on it and before it.
    """

    kind: JobKind
    days: int = DAYS[0]
    account_id: str | None = None
    region: str | None = None
    states: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    health: str | None = None
    vault: str | None = None
    after: float | None = None
    before: float | None = None
    last: float | None = None
    skip: int = 0

    def address(self, page: str, **changes: Any) -> str:
        """The address of a page with these filters, some of them changed."""
        changed = self._replace(**changes)
        parameters = {
            "kind": changed.kind.name,
            "days": None if changed.days == DAYS[0] else changed.days,
            "account": changed.account_id,
            "region": changed.region,
            "state": changed.states,
            "type": changed.types,
            "category": changed.categories,
            "health": changed.health,
            "vault": changed.vault,
            "after": timestamps.iso_if_any(changed.after),
            "before": timestamps.iso_if_any(changed.before),
            "last": timestamps.iso_if_any(changed.last),
            "skip": changed.skip or None,
        }
        return address(page, parameters)


def parameters(kind: JobKind) -> Mapping[str, Any]:
    """What the list operation of a kind may be asked for."""
    return service_model.members_of(service_model.operation(kind.list_operation).input_shape)


def vault_label(kind: JobKind) -> str | None:
    """What the vault is called by which jobs of a kind can be asked for."""
    return next((label for name, label in _VAULT_LABELS.items() if name in parameters(kind)), None)


def of_vault(filters: Filters) -> Members:
    """The request for the jobs of the chosen vault."""
    names = [name for name in _VAULT_LABELS if name in parameters(filters.kind)]
    return {} if filters.vault is None else dict.fromkeys(names, filters.vault)


def types_to_ask_for(filters: Filters) -> tuple[str, ...]:
    """The chosen types; none where ListScanJobs refuses one, which knows three of them."""
    known = getattr(parameters(filters.kind)["ByResourceType"], "enum", None)
    return filters.types if not known or {*filters.types} <= {*known} else ()


NAMES = (
    *("kind", "days", "account", "region", "state", "type", "category", "health", "vault"),
    *("after", "before", "last", "skip"),
)


def address(page: str, parameters: Mapping[str, Any]) -> str:
    """The address of a page beside this one, without the parameters that are None."""
    stated = {name: value for name, value in parameters.items() if value is not None}
    query = urlencode(stated, doseq=True)
    return f"{page}?{query}" if query else page


def filters_of(text: str) -> Filters:
    """The filters in an address.

    Raises ValueError or InvalidParameterValueException for an invalid one, whether there are jobs or not.
    """
    query = Query(text, NAMES)
    kind = KIND_NAMED[query.one_of("kind", [*KIND_NAMED]) or "backup"]
    account_id, region = query.scope()
    states = query.all("state")
    for state in states:
        if state not in kind.states:
            raise ValueError(unknown("state", state, kind.states))
    filters = Filters(
        kind=kind,
        days=int(query.one_of("days", [*map(str, DAYS)]) or DAYS[0]),
        account_id=account_id,
        region=region,
        states=states,
        types=query.all("type"),
        categories=query.all("category") if kind.has_message_category else (),
        health=query.one_of("health", HEALTHS),
        vault=query.one("vault"),
        after=query.moment("after"),
        before=query.moment("before"),
        last=query.moment("last"),
        skip=query.number("skip"),
    )
    _check_requests(filters)
    return filters


def _check_requests(filters: Filters) -> None:
    """Raise for what no list operation may be asked for."""
    operation = filters.kind.list_operation
    if filters.vault is not None and vault_label(filters.kind) is None:
        accepted = f"nothing: {operation} has no filter of vaults"
        raise ValueError(refusal("vault", filters.vault, accepted))
    requests = [of_vault(filters), *({"ByResourceType": it} for it in types_to_ask_for(filters))]
    for request in requests:
        checked_members(service_model.operation(operation), request)
