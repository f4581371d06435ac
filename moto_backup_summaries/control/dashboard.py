"""AWS Backup in moto's dashboard: moto alone shows no jobs, and all vaults as empty."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from moto.core.common_types import TYPE_RESPONSE
from moto.moto_api._internal.urls import response_instance

from ..backup.account import Account, existing_accounts
from ..backup.aws.job_kinds import KINDS, JobKind
from ..backup.frame.incoming import AnyRequest
from ..backup.frame.transactions import exclusive
from ..backup.jobs.operations import as_listed
from ..backup.moto_resources import plans_of, report_plans_of, vaults_of
from ..backup.wiring import advance_everything

# How many jobs of each kind and account: a million would be too long a page, and take a gigabyte.
NEWEST_SHOWN = 1000
_REST = "/moto-api/static/backup/jobs?"


@exclusive
def respond_to_model_data(request: AnyRequest, full_url: str, headers: Any) -> TYPE_RESPONSE:
    """The models of all services of moto, with jobs of AWS Backup and the number of recovery points."""
    advance_everything()
    status, model_headers, text = response_instance.model_data(request, full_url, headers)
    document = json.loads(text)
    models = document.setdefault("backup", {})
    models["Vault"] = list(_shown(vaults_of))
    models["Plan"] = list(_shown(plans_of))
    models["ReportPlan"] = list(_shown(report_plans_of))
    models["JobsNotShown"] = []
    for kind in KINDS:
        models[f"{kind.title}Job"] = _jobs_of(kind, models["JobsNotShown"])
    return status, model_headers, json.dumps(document)


def _shown(models_of: Callable[[Account], Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The attributes of moto's objects of all accounts that JSON can hold, as moto shows its own."""
    for account in existing_accounts():
        for model in models_of(account).values():
            attributes = model.__dict__.items()
            yield {name: value for name, value in attributes if not isinstance(value, datetime)}


def _jobs_of(kind: JobKind, not_shown: list[Any]) -> list[Any]:
    """The newest jobs of each account and region; how many more there are, and where."""
    jobs: list[Any] = []
    for account in existing_accounts():
        store = account.jobs.store(kind)
        jobs += as_listed(kind, (job for _, job in islice(store.newest_first(), NEWEST_SHOWN)))
        if len(store) > NEWEST_SHOWN:
            at = _REST + urlencode({"account_id": account.id, "region": account.region})
            rest = len(store) - NEWEST_SHOWN
            not_shown.append({"model": f"{kind.title}Job", "number": rest, "at": at})
    return jobs
