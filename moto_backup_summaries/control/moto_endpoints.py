"""Moto's own endpoints with the part of AWS Backup: settings, transitions, and the models of its dashboard.

Settings and transitions that are invalid for AWS Backup are refused at once. Moto's dashboard alone would
show no jobs, and all vaults as empty.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from moto.core.common_types import TYPE_RESPONSE
from moto.core.exceptions import ServiceException
from moto.moto_api import state_manager
from moto.moto_api._internal.models import moto_api_backend
from moto.moto_api._internal.urls import response_instance

from ..backup.account import Account, existing_accounts
from ..backup.aws.errors import refusal, unknown
from ..backup.aws.job_kinds import KINDS, JobKind
from ..backup.aws.requests import json_object
from ..backup.config import check_config_of_server
from ..backup.frame.incoming import AnyRequest, body_of, came_through_a_socket
from ..backup.frame.transactions import exclusive
from ..backup.jobs.operations import as_listed
from ..backup.kit.states import MODELS, check_transition
from ..backup.moto_resources import plans_of, report_plans_of, vaults_of
from ..backup.wiring import advance_everything
from .resetting import before_any_change

_JSON = {"Content-Type": "application/json"}
# How many jobs of each kind and account: a million would be too long a page, and take a gigabyte.
NEWEST_SHOWN = 1000
_MENU = '<ul class="navbar-nav">'
_LINK = '<li class="nav-item"><a class="nav-link" href="/moto-api/backup/">AWS Backup</a></li>'
_REST = "/moto-api/static/backup/jobs?"


def respond_to_config(request: AnyRequest, full_url: str, headers: Any) -> TYPE_RESPONSE:
    """Moto's settings, with those of AWS Backup."""
    if request.method != "POST":
        answer: TYPE_RESPONSE = response_instance.config(request, full_url, headers)
        return answer
    before_any_change()
    try:
        config = _document(request)
        if came_through_a_socket(request):
            check_config_of_server(config.get("backup"))
        moto_api_backend.set_config(config)
    except ValueError as error:
        return _refused(error)
    return 201, _JSON, json.dumps(moto_api_backend.get_config())


def respond_to_set_transition(request: AnyRequest, full_url: str, headers: Any) -> TYPE_RESPONSE:
    """Moto's transitions, with those of AWS Backup's jobs and vaults."""
    before_any_change()
    try:
        document = _document(request)
        name, transition = document.get("model_name"), document.get("transition")
        if not isinstance(name, str) or not isinstance(transition, dict):
            accepted = '{"model_name": "…", "transition": {…}}'
            raise ValueError(refusal("the transition", document, accepted))
        if name.lower().startswith("backup::"):
            names = [*(kind.transition for kind in KINDS), *MODELS]
            if name not in names:
                raise ValueError(unknown("model_name", name, names))
            check_transition(transition)
        state_manager.set_transition(name, transition)
    except ValueError as error:
        return _refused(error)
    return 201, {}, ""


def _document(request: AnyRequest) -> dict[str, Any]:
    try:
        return json_object(body_of(request))
    except ServiceException as error:
        raise ValueError(error.message) from None


def _refused(error: ValueError) -> TYPE_RESPONSE:
    return 400, _JSON, json.dumps({"error": str(error)})


def respond_to_dashboard(request: AnyRequest, full_url: str, headers: Any) -> str:
    """Moto's dashboard, with a link to our page in its menu."""
    return response_instance.dashboard(request, full_url, headers).replace(_MENU, _MENU + _LINK, 1)


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
