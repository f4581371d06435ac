"""Hangs our backend into moto: one table of what is changed in which module, and what undoes it.

Nothing else changes anything inside moto. Its `backup_backends` makes its instances from its attribute
`backend`, and finds the routes in the `urls` beside that class's module, so that one class reaches every
mode of moto.
"""

import re
import sys
from functools import cache, partial
from types import ModuleType
from typing import Any

from .api_paths import add_endpoints, remove_endpoints
from .imports import ImportWatch
from .replacing import Change, Method, Replaced, around


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


def _use_our_backend(models: Any) -> None:
    from .backup.models import BackupJobsBackend

    if models.backup_backends.backend is not BackupJobsBackend:
        for backend in _use_backend(models.backup_backends, BackupJobsBackend):
            backend.hold_account()


def _use_moto_backend(models: Any) -> None:
    if models.backup_backends.backend is not models.BackupBackend:
        for backend in _use_backend(models.backup_backends, models.BackupBackend):
            backend.account.scenario.end()
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


def _find_all_hosts(index: Any) -> None:
    """Let moto find AWS Backup at each of its hosts; in moto's own list, which its modes share."""
    from .hosts import URL

    if not _motos_pattern:
        _motos_pattern.update(item for item in index.backend_url_patterns if item[0] == "backup")
        _set_pattern(index, re.compile(URL))


def _find_moto_hosts(index: Any) -> None:
    if _motos_pattern:
        _set_pattern(index, _motos_pattern.pop("backup"))


def _set_pattern(index: Any, pattern: re.Pattern[str]) -> None:
    patterns = index.backend_url_patterns
    patterns[:] = [(name, pattern if name == "backup" else known) for name, known in patterns]


def _restore_moto_api(models: Any) -> None:
    _MOTO_API.undo(models)
    _moto_settings().pop("backup", None)


def _get_config(motos: Method, self: Any) -> dict[str, Any]:
    from .backup.config import DEFAULTS

    backup = _moto_settings().get("backup", DEFAULTS)
    return {**motos(self), "backup": backup}


def _set_config(motos: Method, self: Any, config: dict[str, Any]) -> None:
    from .backup.config import check_config

    if "backup" in config:
        check_config(config["backup"])
    motos(self, config)
    if "backup" in config:
        _moto_settings()["backup"] = config["backup"]


def _reset(motos: Method, self: Any, *args: Any, **kwargs: Any) -> None:
    """Reset moto as a whole. Its own lock is inside of ours, as for every request."""
    from .backup.transactions import exclusive

    exclusive(motos)(self, *args, **kwargs)


def _stop(motos: Method, *args: Any, **kwargs: Any) -> None:
    stop = partial(motos, *args, **kwargs)
    if "moto.backup.models" not in sys.modules:
        stop()
        return
    from .control.ending import end_mock

    end_mock(stop)


def _send(motos: Method, self: Any, event_name: str, request: Any, **kwargs: Any) -> Any:
    if self.enabled and event_name.startswith(_SENT_TO_BACKUP):
        from .empty_names import warn_of_empty_names

        warn_of_empty_names(event_name, request)
    return motos(self, event_name, request, **kwargs)


def _kept(motos: Method) -> Method:
    """Moto's folders, which its server reads from the disk twice for each request to find its service."""
    folders = cache(lambda: tuple(motos()))
    return lambda: iter(folders())


def _moto_settings() -> Any:
    from moto.core.config import default_user_config

    return default_user_config


def _support_administrators(models: Any) -> None:
    """Let accounts become delegated administrators of AWS Backup, which stock moto refuses."""
    from .backup.aws.facts import PRINCIPAL

    supported = models.FakeDelegatedAdministrator.SUPPORTED_SERVICES
    if PRINCIPAL not in supported:
        supported.append(PRINCIPAL)


def _refuse_administrators(models: Any) -> None:
    from .backup.aws.facts import PRINCIPAL

    supported = models.FakeDelegatedAdministrator.SUPPORTED_SERVICES
    if PRINCIPAL in supported:
        supported.remove(PRINCIPAL)


def _tagged(self: Any) -> Any:
    from moto.backup.models import backup_backends

    backend: Any = backup_backends[self.account_id][self.region_name]
    return backend.all_as_vaults()


def _get_filtered_metrics(*args: Any) -> Any:
    from .backup.cloudwatch import get_filtered_metrics

    return get_filtered_metrics(*args)


def _get_metric_data(*args: Any, **kwargs: Any) -> Any:
    from .backup.metric_queries import get_metric_data

    return get_metric_data(*args, **kwargs)


def _get_metric_statistics(*args: Any) -> Any:
    from .backup.cloudwatch import get_metric_statistics

    return get_metric_statistics(*args)


def _test_event_pattern(motos: Method, self: Any) -> Any:
    from .backup.pattern_sandbox import answer_test

    return answer_test(self)


def _ask_for_a_state(motos: Method, self: Any, env: Any, *args: Any, **kwargs: Any) -> None:
    """Let a task that calls AWS Backup give its dates to the state machine as text, as AWS does."""
    motos(self, env, *args, **kwargs)
    if self.resource.api_name == "backup":
        from .backup.neighbours.task_results import with_dates_as_text

        env.stack[-1] = with_dates_as_text(env.stack[-1])


def _named_in_errors(motos: Any) -> Any:
    """Makes what names a service in the errors of a state machine: as AWS does, where moto does not know."""
    return staticmethod(
        lambda service: "Backup" if service.lower() == "backup" else motos.__func__(service)
    )


def _explain_or_answer(
    motos: Method, self: Any, environ: dict[str, Any], start_response: Any
) -> Any:
    """Answer a request for AWS Backup that moto's server takes for S3's, or say which header it lacks."""
    answer = partial(motos, self)
    if not _TELLS_ITS_SERVICE.match(environ.get("HTTP_AUTHORIZATION", "")):
        from .unsigned import refusal_of, with_header

        return (refusal_of(environ) or answer)(with_header(environ), start_response)
    return answer(environ, start_response)


# A key, date, region, service and end, as moto reads them; version 2 of signatures is for S3.
_TELLS_ITS_SERVICE = re.compile(r"AWS |AWS4\S* [^,/]*/[^,/]*(/[^,/]+){2}/[^,/]*(,|$)")
# How botocore calls what it tells of a request before it is sent.
_SENT_TO_BACKUP = "before-send.backup."
_motos_pattern: dict[str, re.Pattern[str]] = {}  # Empty while moto has its own.
# Settings of AWS Backup at `/moto-api/config`, and a reset that runs alone.
_MOTO_API = Replaced(
    "MotoAPIBackend",
    {
        "get_config": around(_get_config),
        "set_config": around(_set_config),
        "reset": around(_reset),
    },
)
# The end of a mock, which tells which rules were never used.
_SENDING = Replaced("BotocoreStubber", {"__call__": around(_send)})
_MOCKS = Replaced("MockAWS", {"stop": around(_stop)})
_SERVER = Replaced("DomainDispatcherApplication", {"__call__": around(_explain_or_answer)})
_FOLDERS = Replaced(None, {"list_of_moto_modules": _kept})
# For older versions of moto, which find vaults only; newer ones ask our backend themselves.
_TAGGING = Replaced(
    "ResourceGroupsTaggingAPIBackend", {"backup_backend": lambda motos: property(_tagged)}
)
_METRICS = Replaced(
    "CloudWatchBackend",
    {
        "get_filtered_metrics": around(_get_filtered_metrics),
        "get_metric_data": around(_get_metric_data),
    },
)
_STATISTICS = Replaced(
    "CloudWatchResponse", {"get_metric_statistics": around(_get_metric_statistics)}
)
_EVENTS = Replaced("EventsHandler", {"test_event_pattern": around(_test_event_pattern)})
_OF_TASKS = (
    "moto.stepfunctions.parser.asl.component.state.exec.state_task.service"
    ".state_task_service_aws_sdk"
)
_TASKS = Replaced(
    "StateTaskServiceAwsSdk",
    {
        "_eval_service_task": around(_ask_for_a_state),
        "_normalise_service_error_name": _named_in_errors,
    },
)
_CHANGES = {
    "moto.backend_index": Change(_find_all_hosts, _find_moto_hosts),
    "moto.backends": Change(_FOLDERS.apply, _FOLDERS.undo),
    "moto.backup.models": Change(_use_our_backend, _use_moto_backend),
    "moto.core.botocore_stubber": Change(_SENDING.apply, _SENDING.undo),
    "moto.core.models": Change(_MOCKS.apply, _MOCKS.undo),
    "moto.moto_api._internal.models": Change(_MOTO_API.apply, _restore_moto_api),
    "moto.moto_api._internal.urls": Change(add_endpoints, remove_endpoints),
    "moto.moto_server.werkzeug_app": Change(_SERVER.apply, _SERVER.undo),
    "moto.resourcegroupstaggingapi.models": Change(_TAGGING.apply, _TAGGING.undo),
    "moto.events.responses": Change(_EVENTS.apply, _EVENTS.undo),
    "moto.cloudwatch.models": Change(_METRICS.apply, _METRICS.undo),
    "moto.cloudwatch.responses": Change(_STATISTICS.apply, _STATISTICS.undo),
    _OF_TASKS: Change(_TASKS.apply, _TASKS.undo),
    "moto.organizations.models": Change(_support_administrators, _refuse_administrators),
}


def _apply(module: ModuleType) -> None:
    _CHANGES[module.__name__].apply(module)


_watch = ImportWatch(dict.fromkeys(_CHANGES, _apply))
