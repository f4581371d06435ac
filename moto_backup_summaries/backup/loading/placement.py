"""Into which account and region each loaded job is put, and its ARNs there."""

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.utilities.utils import get_partition

from ..account import HOME_REGION
from ..aws.arns import Arn, parsed
from ..aws.constraints import ACCOUNT_ID, WORDS_FOR
from ..aws.errors import refusal
from ..aws.regions import REGION, is_region, region_of_clients
from .defaults import Columns
from .problems import Problems
from .rows import Rows

# An account's id and a region.
AccountKey = tuple[str, str]
# The same as far as a row, or an argument, states them.
StatedKey = tuple[str | None, str | None]


def stated_keys(rows: Rows) -> list[StatedKey]:
    """The account and region of each job, by its members AccountId and Region, else by its ARNs."""
    account_ids, regions = rows.column("AccountId"), rows.column("Region")
    for name in rows.kind.arns:
        if all(account_ids) and all(regions):
            break
        column = rows.columns.get(name)
        if column is None:
            continue
        arns = [(text, parsed(text)) for text in set(column) if text]
        account_ids = _filled(
            account_ids, column, {text: arn.account_id for text, arn in arns if arn}
        )
        regions = _filled(regions, column, {text: arn.region for text, arn in arns if arn})
    # One tuple for each account: as many as there are jobs would keep the collector of garbage busy.
    keys = {key: key for key in set(zip(account_ids, regions, strict=True))}
    if len(keys) == 1:
        return [*keys] * len(rows)
    return [keys[key] for key in zip(account_ids, regions, strict=True)]


def _filled(
    values: list[Any], arns: Sequence[str | None], values_of_arns: Mapping[str | None, str]
) -> list[Any]:
    """Each job's value, or where it has none that of its ARN."""
    if all(values):
        return values
    return [value or values_of_arns.get(arn) for value, arn in zip(values, arns, strict=True)]


def default_account() -> str:
    """The account of a client that is told as little."""
    return os.environ.get("MOTO_ACCOUNT_ID", DEFAULT_ACCOUNT_ID)


def by_account(
    rows: Rows, stated: Sequence[StatedKey], named_account: StatedKey
) -> Iterator[tuple[AccountKey, Rows]]:
    """The rows by the account and region that their jobs are put into.

    The test says it, else the row, else it is where a client asks that is told as little.
    """
    account_id, region = named_account
    if not stated:
        return
    keys = {
        key: (
            account_id or key[0] or default_account(),
            region or key[1] or region_of_clients() or HOME_REGION,
        )
        for key in set(stated)
    }
    if len(set(keys.values())) == 1:
        yield keys[stated[0]], rows
        return
    indexes: defaultdict[AccountKey, list[int]] = defaultdict(list)
    for index, key in enumerate(stated):
        indexes[keys[key]].append(index)
    for account_key, rows_of_account in indexes.items():
        yield account_key, rows.selected(rows_of_account)


def check_account(key: AccountKey, rows: Rows, problems: Problems) -> None:
    """Refuse rows of an account or region that moto does not have."""
    account_id, region = key
    for index in range(len(rows)) if not ACCOUNT_ID.fullmatch(account_id) else ():
        rows.refuse(problems, index, "AccountId", account_id, WORDS_FOR["AccountId"])
    for index in range(len(rows)) if not is_region(region) else ():
        reason = refusal(f"{rows.where(index)}: region", region, REGION)
        rows.source.refuse(problems, rows.origins[index], reason)


def move_arns(columns: Columns, stated: Sequence[StatedKey], to: StatedKey) -> None:
    """Move, in place, all ARNs of a job's own account and region to these; None keeps what was.

    What is of another account, as the vault of a copy across accounts may be, stays there.
    stated: each job's own account and region.
    """
    for name, column in columns.items():
        pairs = list(zip(column, stated, strict=True))
        if name.endswith("Arn"):
            moved_arns = {pair: _moved(*pair, to) for pair in set(pairs)}
            columns[name] = [moved_arns[pair] for pair in pairs]
        elif any(isinstance(value, dict) for value in column):
            # Jobs of a plan share their structures, which stay one.
            moved: dict[tuple[int, StatedKey], Any] = {}
            for structure, key in pairs:
                if (id(structure), key) not in moved:
                    moved[id(structure), key] = structure and {
                        member: _moved(value, key, to) if member.endswith("Arn") else value
                        for member, value in structure.items()
                    }
            columns[name] = [moved[id(structure), key] for structure, key in pairs]


def _moved(text: str | None, own: StatedKey, to: StatedKey) -> str | None:
    arn = Arn.parse(text) if text else None
    return text if arn is None else ":".join(("arn", *moved_arn(arn, own, to)))


def moved_arn(arn: Arn, own: StatedKey, to: StatedKey) -> Arn:
    """An ARN of an account and region, or a pattern of any, as it is in these; None keeps what was."""
    (own_account, own_region), (account_id, region) = own, to
    if arn.account_id not in ("", "*", own_account):
        return arn
    if account_id and arn.account_id == own_account:
        arn = arn._replace(account_id=account_id)
    if region and arn.region in ("", "*", own_region):
        moved_to = region if arn.region == own_region else arn.region
        partition = arn.partition if "*" in arn.partition else get_partition(region)
        arn = arn._replace(region=moved_to, partition=partition)
    return arn
