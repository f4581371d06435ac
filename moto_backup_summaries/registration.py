"""Hangs our backend into moto: one table of what is changed in which module, and what undoes it.

Nothing else changes anything inside moto. Its `backup_backends` makes its instances from its attribute
`backend`, and finds the routes in the `urls` beside that class's module, so that one class reaches every
mode of moto.
"""

import sys
from collections.abc import Callable
from functools import partial
from types import ModuleType
from typing import Any, NamedTuple

from .imports import ImportWatch


def register() -> None:
    """Let moto answer AWS Backup's job operations; doing it again changes nothing.

    Where a service of moto is not imported yet, this waits until it is, so that whoever never uses it
    does not pay for it. Vaults and plans that moto holds already stay.
    """
    for name, change in _CHANGES.items():
        if name in sys.modules:
            change.apply(sys.modules[name])
    _watch.start()


def unregister() -> None:
    """Give moto back as it was. Its vaults and plans stay, jobs are gone."""
    _watch.stop()
    for name, change in _CHANGES.items():
        if name in sys.modules:
            change.undo(sys.modules[name])


class _Change(NamedTuple):
    """What is done to a module of moto once it is imported, and what undoes it; each can be repeated."""

    apply: Callable[[Any], None]
    undo: Callable[[Any], None]


def _use_our_backend(models: Any) -> None:
    from .backup.models import BackupJobsBackend

    if models.backup_backends.backend is not BackupJobsBackend:
        for backend in _use_backend(models.backup_backends, BackupJobsBackend):
            backend.hold_account()


def _use_moto_backend(models: Any) -> None:
    if models.backup_backends.backend is not models.BackupBackend:
        for backend in _use_backend(models.backup_backends, models.BackupBackend):
            del backend.account


def _use_backend(backends: Any, backend_class: type) -> list[Any]:
    """Make and convert moto's backends to instances of this class; those that exist."""
    backends.backend = backend_class
    for of_account in backends.values():
        of_account.backend = backend_class
    existing = [backend for _, _, backend in backends.iter_backends()]
    for backend in existing:
        backend.__class__ = backend_class
    return existing


def _replace_methods(models: Any) -> None:
    """Take settings of AWS Backup at `/moto-api/config`, show them, and reset alone."""
    if "get_config" not in _originals:
        backend = models.MotoAPIBackend
        _originals.update({name: getattr(backend, name) for name in _REPLACED})
        for name, ours in _REPLACED.items():
            setattr(backend, name, ours)


def _restore_methods(models: Any) -> None:
    for name in list(_originals):
        setattr(models.MotoAPIBackend, name, _originals.pop(name))
    _moto_settings().pop("backup", None)


# What was moto's, by name, while ours is in its place.
_originals: dict[str, Callable[..., Any]] = {}


def _get_config(self: Any) -> dict[str, Any]:
    from .backup.config import DEFAULTS

    backup = _moto_settings().get("backup", DEFAULTS)
    return {**_originals["get_config"](self), "backup": backup}


def _set_config(self: Any, config: dict[str, Any]) -> None:
    from .backup.config import check_config

    if "backup" in config:
        check_config(config["backup"])
    _originals["set_config"](self, config)
    if "backup" in config:
        _moto_settings()["backup"] = config["backup"]


def _tell_of_unused_rules(models: Any) -> None:
    """Let the end of a mock tell which rules were never used."""
    if not _motos_stop:
        _motos_stop.append(models.MockAWS.stop)
        models.MockAWS.stop = _stop


def _tell_nothing(models: Any) -> None:
    while _motos_stop:
        models.MockAWS.stop = _motos_stop.pop()


# What was moto's, while ours is in its place.
_motos_stop: list[Callable[..., None]] = []


def _stop(self: Any, *args: Any, **kwargs: Any) -> None:
    stop = partial(_motos_stop[0], self, *args, **kwargs)
    if "moto.backup.models" not in sys.modules:
        return stop()
    from .control.ending import end_mock

    return end_mock(stop)


def _reset(self: Any, *args: Any, **kwargs: Any) -> None:
    """Reset moto as a whole. Its own lock is inside of ours, as for every request."""
    from .backup.transactions import exclusive

    exclusive(_originals["reset"])(self, *args, **kwargs)


_REPLACED = {"get_config": _get_config, "set_config": _set_config, "reset": _reset}


def _moto_settings() -> Any:
    from moto.core.config import default_user_config

    return default_user_config


def _support_administrators(models: Any) -> None:
    """Let accounts become delegated administrators of AWS Backup, which stock moto refuses."""
    supported = models.FakeDelegatedAdministrator.SUPPORTED_SERVICES
    if _PRINCIPAL not in supported:
        supported.append(_PRINCIPAL)


def _refuse_administrators(models: Any) -> None:
    supported = models.FakeDelegatedAdministrator.SUPPORTED_SERVICES
    if _PRINCIPAL in supported:
        supported.remove(_PRINCIPAL)


def _tell_all_tags(models: Any) -> None:
    """Let older versions of moto find all that has tags; newer ones ask our backend themselves."""
    tagging = models.ResourceGroupsTaggingAPIBackend
    if not _moto_s_property:
        _moto_s_property.append(tagging.__dict__.get("backup_backend"))
        tagging.backup_backend = property(_tagged)


def _tell_tags_of_vaults(models: Any) -> None:
    tagging = models.ResourceGroupsTaggingAPIBackend
    while _moto_s_property:
        before = list(filter(None, [_moto_s_property.pop()]))
        put_back = setattr if before else delattr
        put_back(tagging, "backup_backend", *before)


# What was moto's, or None, while ours is in its place.
_moto_s_property: list[Any] = []


def _tagged(self: Any) -> Any:
    from moto.backup.models import backup_backends

    backend: Any = backup_backends[self.account_id][self.region_name]
    return backend.all_as_vaults()


def _show_metrics(models: Any) -> None:
    """Let moto's CloudWatch have the metrics of AWS Backup."""
    for name in _OF_METRICS:
        if name not in _moto_s_metrics:
            _moto_s_metrics[name] = getattr(models.CloudWatchBackend, name)
            setattr(models.CloudWatchBackend, name, _with_metrics(name))


def _hide_metrics(models: Any) -> None:
    for name in list(_moto_s_metrics):
        setattr(models.CloudWatchBackend, name, _moto_s_metrics.pop(name))


# What was moto's, by name, while ours is in its place.
_moto_s_metrics: dict[str, Callable[..., Any]] = {}
_OF_METRICS = ("get_filtered_metrics", "get_metric_data", "get_metric_statistics")


def _with_metrics(name: str) -> Callable[..., Any]:
    def answer(self: Any, *args: Any, **kwargs: Any) -> Any:
        from .backup import cloudwatch

        return getattr(cloudwatch, name)(_moto_s_metrics[name], self, *args, **kwargs)

    return answer


def _add_endpoints(urls: Any) -> None:
    """Let moto answer under /moto-api/static/backup/ too."""
    urls.url_paths[_ENDPOINTS] = _respond
    urls.url_paths[_CONFIG] = _config
    urls.url_paths[_SET_TRANSITION] = _set_transition
    urls.url_paths[_MODEL_DATA] = _model_data


def _remove_endpoints(urls: Any) -> None:
    urls.url_paths.pop(_ENDPOINTS, None)
    urls.url_paths[_CONFIG] = urls.response_instance.config
    urls.url_paths[_SET_TRANSITION] = urls.response_instance.set_transition
    urls.url_paths[_MODEL_DATA] = urls.response_instance.model_data


def _explain_unsigned(werkzeug_app: Any) -> None:
    """Let a server say which header a request for AWS Backup lacks, where moto takes it for S3's."""
    application = werkzeug_app.DomainDispatcherApplication
    if not _moto_s_call:
        answer = application.__call__
        _moto_s_call.append(answer)

        def explain_or_answer(self: Any, environ: dict[str, Any], start_response: Any) -> Any:
            refusal = None
            if not environ.get("HTTP_AUTHORIZATION", "").startswith("AWS"):
                from .unsigned import refusal_of

                refusal = refusal_of(environ)
            return (
                refusal(environ, start_response)
                if refusal
                else answer(self, environ, start_response)
            )

        application.__call__ = explain_or_answer


def _leave_unsigned(werkzeug_app: Any) -> None:
    while _moto_s_call:
        werkzeug_app.DomainDispatcherApplication.__call__ = _moto_s_call.pop()


# What was moto's, while ours is in its place.
_moto_s_call: list[Callable[..., Any]] = []


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
    from .control.dashboard import respond_to_model_data

    return respond_to_model_data(request, full_url, headers)


_ENDPOINTS = r"{0}/moto-api/static/backup/(?P<path>[\s\S]*)$"
_CONFIG = "{0}/moto-api/config"
_MODEL_DATA = "{0}/moto-api/data.json"
_SET_TRANSITION = "{0}/moto-api/state-manager/set-transition"
_PRINCIPAL = "backup.amazonaws.com"
_CHANGES = {
    "moto.backup.models": _Change(_use_our_backend, _use_moto_backend),
    "moto.core.models": _Change(_tell_of_unused_rules, _tell_nothing),
    "moto.moto_api._internal.models": _Change(_replace_methods, _restore_methods),
    "moto.moto_api._internal.urls": _Change(_add_endpoints, _remove_endpoints),
    "moto.moto_server.werkzeug_app": _Change(_explain_unsigned, _leave_unsigned),
    "moto.resourcegroupstaggingapi.models": _Change(_tell_all_tags, _tell_tags_of_vaults),
    "moto.cloudwatch.models": _Change(_show_metrics, _hide_metrics),
    "moto.organizations.models": _Change(_support_administrators, _refuse_administrators),
}


def _apply(module: ModuleType) -> None:
    _CHANGES[module.__name__].apply(module)


_watch = ImportWatch(dict.fromkeys(_CHANGES, _apply))
