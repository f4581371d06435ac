"""The paths of moto's own API that we answer, to be put into its table of paths."""

from typing import Any

_ENDPOINTS = r"{0}/moto-api/static/backup/(?P<path>[\s\S]*)$"
_CONFIG = "{0}/moto-api/config"
_MODEL_DATA = "{0}/moto-api/data.json"
_SET_TRANSITION = "{0}/moto-api/state-manager/set-transition"


def add_endpoints(urls: Any) -> None:
    """Let moto answer under /moto-api/static/backup/ too."""
    urls.url_paths[_ENDPOINTS] = _respond
    urls.url_paths[_CONFIG] = _config
    urls.url_paths[_SET_TRANSITION] = _set_transition
    urls.url_paths[_MODEL_DATA] = _model_data


def remove_endpoints(urls: Any) -> None:
    urls.url_paths.pop(_ENDPOINTS, None)
    urls.url_paths[_CONFIG] = urls.response_instance.config
    urls.url_paths[_SET_TRANSITION] = urls.response_instance.set_transition
    urls.url_paths[_MODEL_DATA] = urls.response_instance.model_data


def _respond(request: Any, full_url: str, headers: Any) -> Any:
    from .control.endpoints import respond

    return respond(request, full_url, headers)


def _config(request: Any, full_url: str, headers: Any) -> Any:
    from .control.moto_endpoints import respond_to_config

    return respond_to_config(request, full_url, headers)


def _set_transition(request: Any, full_url: str, headers: Any) -> Any:
    from .control.moto_endpoints import respond_to_set_transition

    return respond_to_set_transition(request, full_url, headers)


def _model_data(request: Any, full_url: str, headers: Any) -> Any:
    from .control.moto_endpoints import respond_to_model_data

    return respond_to_model_data(request, full_url, headers)
