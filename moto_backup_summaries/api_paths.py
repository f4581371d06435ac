"""The paths of moto's own API that we answer, to be put into its table of paths."""

from typing import Any

_ENDPOINTS = r"{0}/moto-api/static/backup/(?P<path>[\s\S]*)$"
_PAGE = r"{0}/moto-api/backup/(?P<path>[\s\S]*)$"
_PAGE_WITHOUT_SLASH = "{0}/moto-api/backup$"
_CONFIG = "{0}/moto-api/config"
_DASHBOARD = "{0}/moto-api/$"
_MODEL_DATA = "{0}/moto-api/data.json"
_SET_TRANSITION = "{0}/moto-api/state-manager/set-transition"


def add_endpoints(urls: Any) -> None:
    """Let moto answer under /moto-api/static/backup/ and /moto-api/backup/ too."""
    urls.url_paths[_ENDPOINTS] = _respond
    urls.url_paths[_PAGE] = _page
    urls.url_paths[_PAGE_WITHOUT_SLASH] = _page
    urls.url_paths[_CONFIG] = _config
    urls.url_paths[_SET_TRANSITION] = _set_transition
    urls.url_paths[_MODEL_DATA] = _model_data
    urls.url_paths[_DASHBOARD] = _dashboard


def remove_endpoints(urls: Any) -> None:
    urls.url_paths.pop(_ENDPOINTS, None)
    urls.url_paths.pop(_PAGE, None)
    urls.url_paths.pop(_PAGE_WITHOUT_SLASH, None)
    urls.url_paths[_CONFIG] = urls.response_instance.config
    urls.url_paths[_SET_TRANSITION] = urls.response_instance.set_transition
    urls.url_paths[_MODEL_DATA] = urls.response_instance.model_data
    urls.url_paths[_DASHBOARD] = urls.response_instance.dashboard


def _respond(request: Any, full_url: str, headers: Any) -> Any:
    from .control.endpoints import respond

    return respond(request, full_url, headers)


def _page(request: Any, full_url: str, headers: Any) -> Any:
    try:
        from .page.answers import respond
    except ImportError as error:
        text = f"{error}. The page needs more: pip install 'moto-backup-summaries[server]'"
        return 404, {"Content-Type": "text/plain"}, text
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


def _dashboard(request: Any, full_url: str, headers: Any) -> Any:
    from .control.moto_endpoints import respond_to_dashboard

    return respond_to_dashboard(request, full_url, headers)
