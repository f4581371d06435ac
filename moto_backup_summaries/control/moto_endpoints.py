"""Moto's endpoints for settings and transitions, which refuse at once what is invalid for AWS Backup."""

import json
from typing import Any

from moto.core.common_types import TYPE_RESPONSE
from moto.core.exceptions import ServiceException
from moto.moto_api import state_manager
from moto.moto_api._internal.models import moto_api_backend
from moto.moto_api._internal.urls import response_instance

from ..backup.aws.errors import refusal, unknown
from ..backup.aws.job_kinds import KINDS
from ..backup.aws.requests import json_object
from ..backup.config import check_config_of_server
from ..backup.frame.incoming import AnyRequest, body_of, came_through_a_socket
from ..backup.kit.states import MODELS, check_transition

_JSON = {"Content-Type": "application/json"}


def respond_to_config(request: AnyRequest, full_url: str, headers: Any) -> TYPE_RESPONSE:
    """Moto's settings, with those of AWS Backup."""
    if request.method != "POST":
        answer: TYPE_RESPONSE = response_instance.config(request, full_url, headers)
        return answer
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
