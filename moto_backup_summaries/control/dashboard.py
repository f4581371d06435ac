"""What moto's dashboard shows of AWS Backup: moto alone knows of no job, and of empty vaults only."""

import json
from collections.abc import Iterable
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from moto.core.common_types import TYPE_RESPONSE
from moto.moto_api._internal.urls import response_instance

from ..backup.account import existing_accounts
from ..backup.aws.job_kinds import KINDS, JobKind
from ..backup.incoming import AnyRequest
from ..backup.jobs.listing import as_listed
from ..backup.transactions import exclusive
from ..backup.wiring import advance_everything

# Of each kind, the newest of each account: a million jobs would be no page, and take a gigabyte.
NEWEST_SHOWN = 1000
_REST = "/moto-api/static/backup/jobs?"


@exclusive
def respond_to_model_data(request: AnyRequest, full_url: str, headers: Any) -> TYPE_RESPONSE:
    """All that moto's services have, with the jobs of AWS Backup and the number of recovery points."""
    advance_everything()
    status, kept, text = response_instance.model_data(request, full_url, headers)
    document = json.loads(text)
    models = document.setdefault("backup", {})
    models["Vault"] = _vaults(models.get("Vault", ()))
    models["JobsNotShown"] = []
    for kind in KINDS:
        models[f"{kind.title}Job"] = _jobs_of(kind, models["JobsNotShown"])
    return status, kept, json.dumps(document)


def _vaults(tracked: Iterable[dict[str, Any]]) -> list[Any]:
    """The vaults that there are, of all that were ever made."""
    numbers = {
        vault.backup_vault_arn: account.recovery_points.number_in(vault.backup_vault_name)
        for account in existing_accounts()
        for vault in account.vaults
    }
    latest = {vault["backup_vault_arn"]: vault for vault in tracked}
    return [{**latest[arn], "num_of_recovery_points": number} for arn, number in numbers.items()]


def _jobs_of(kind: JobKind, not_shown: list[Any]) -> list[Any]:
    """The newest jobs of each account and region; how many more there are, and where."""
    found = []
    for account in existing_accounts():
        store = account.jobs.of(kind)
        found += as_listed(kind, (job for _, job in islice(store.newest_first(), NEWEST_SHOWN)))
        if len(store) > NEWEST_SHOWN:
            at = _REST + urlencode({"account_id": account.id, "region": account.region})
            rest = len(store) - NEWEST_SHOWN
            not_shown.append({"model": f"{kind.title}Job", "number": rest, "at": at})
    return found
