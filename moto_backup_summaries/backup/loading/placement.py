"""Into which account and region each loaded job is put."""

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from moto.core.models import DEFAULT_ACCOUNT_ID

from ..account import HOME_REGION
from ..aws.arns import parsed
from ..aws.constraints import ACCOUNT_ID, WORDS_FOR
from ..aws.regions import REGION, is_region, region_of_clients
from .relocation import JobPlace
from .rows import Rows, wrong


def places_told(rows: Rows) -> list[JobPlace]:
    """The account and region of each job, as far as it tells them."""
    accounts, regions = rows.column("AccountId"), rows.column("Region")
    for name in rows.kind.arns:
        if all(accounts) and all(regions):
            break
        column = rows.column(name)
        arns = [(text, parsed(text)) for text in set(column) if text]
        of_accounts = {text: arn.account_id for text, arn in arns if arn}
        of_regions = {text: arn.region for text, arn in arns if arn}
        accounts = _known_or_told(accounts, column, of_accounts)
        regions = _known_or_told(regions, column, of_regions)
    # One tuple for each place: as many as there are jobs would keep the collector of garbage busy.
    places = {place: place for place in set(zip(accounts, regions, strict=True))}
    if len(places) == 1:
        return [*places] * len(rows)
    return [places[place] for place in zip(accounts, regions, strict=True)]


def _known_or_told(
    known: list[Any], arns: Sequence[str | None], told: Mapping[str | None, str]
) -> list[Any]:
    """What is known of each job, else what its ARN tells."""
    if all(known):
        return known
    return [it or told.get(arn) for it, arn in zip(known, arns, strict=True)]


def by_place(
    rows: Rows, made_in: Sequence[JobPlace], wanted: JobPlace
) -> Iterator[tuple[tuple[str, str], Rows]]:
    """The rows by the account and region that their jobs are put into: as wanted, else as they tell, else
    where a client asks that is told as little.
    """
    account_id, region = wanted
    places = {
        own: (account_id or own[0] or _home_account(), region or own[1] or _home_region())
        for own in set(made_in)
    }
    if len(set(places.values())) == 1:
        yield places[made_in[0]], rows
        return
    indexes: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for index, own in enumerate(made_in):
        indexes[places[own]].append(index)
    for place, of_place in indexes.items():
        yield place, rows.at(of_place)


def _home_account() -> str:
    """The account whose moto takes a client's keys for, where they are nobody's."""
    return os.environ.get("MOTO_ACCOUNT_ID", DEFAULT_ACCOUNT_ID)


def _home_region() -> str:
    return region_of_clients() or HOME_REGION


def check_place(place: tuple[str, str], where: str) -> None:
    account_id, region = place
    if not ACCOUNT_ID.fullmatch(account_id):
        raise wrong(f"{where}.AccountId", account_id, WORDS_FOR["AccountId"])
    if not is_region(region):
        raise wrong(f"{where}: region", region, REGION)
