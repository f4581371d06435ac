"""Puts our backend into moto: `_CHANGES` lists what is changed in which module, and how to undo it.

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
from .backed_up import BACKED_UP
from .organization_changes import ORGANIZATION_CHANGES
from .replacing import Change, ImportWatch, Method, Replaced, wrapping
from .stack_changes import STACK_CHANGES
from .tagging_changes import TAGGING_CHANGES


def register() -> None:
    """Let moto answer AWS Backup's job operations; a second call changes nothing.

    A module of moto that is not imported yet is changed once it is, so that nobody pays for modules that
    they never use. Vaults and plans that moto has already stay.
    """
    for name, change in _CHANGES.items():
        if name in sys.modules:
            change.apply(sys.modules[name])
    _watch.start()


def unregister() -> None:
    """Undo all changes of moto. Its vaults and plans stay, jobs are lost."""
    _watch.stop()
    for name, change in _CHANGES.items():
        if name in sys.modules:
            change.undo(sys.modules[name])


def _use_our_backend(models: Any) -> None:
    from .backup.frame.models import BackupJobsBackend

    if models.backup_backends.backend is not BackupJobsBackend:
        for backend in _use_backend(models.backup_backends, BackupJobsBackend):
            backend.hold_account()


def _use_moto_backend(models: Any) -> None:
    from .backup.moto_resources import given_back

    if models.backup_backends.backend is not models.BackupBackend:
        for backend in _use_backend(models.backup_backends, models.BackupBackend):
            backend.account.scenario.end()
            backend.__dict__.update(given_back(backend.account))
            del backend.account


def _use_backend(backends: Any, backend_class: type) -> list[Any]:
    """Let moto make backends of a class, and convert those of another class, which are returned."""
    backends.backend = backend_class
    for account_backends in backends.values():
        account_backends.backend = backend_class
    existing = (backend for _, _, backend in backends.iter_backends())
    converted = [backend for backend in existing if type(backend) is not backend_class]
    for backend in converted:
        backend.__class__ = backend_class
    return converted


def _find_all_hosts(index: Any) -> None:
    """Let moto find AWS Backup at all of its hosts, by moto's list of patterns, which its modes share."""
    from .hosts import URL

    if not _original_pattern:
        _original_pattern.update(item for item in index.backend_url_patterns if item[0] == "backup")
        _set_pattern(index, re.compile(URL))


def _find_moto_hosts(index: Any) -> None:
    if _original_pattern:
        _set_pattern(index, _original_pattern.pop("backup"))


def _set_pattern(index: Any, pattern: re.Pattern[str]) -> None:
    patterns = index.backend_url_patterns
    patterns[:] = [
        (name, pattern if name == "backup" else moto_pattern) for name, moto_pattern in patterns
    ]


def _restore_moto_api(models: Any) -> None:
    _MOTO_API.undo(models)
    _moto_settings().pop("backup", None)


def _get_config(original: Method, self: Any) -> dict[str, Any]:
    from .backup.config import DEFAULTS

    backup = _moto_settings().get("backup", DEFAULTS)
    return {**original(self), "backup": backup}


def _set_config(original: Method, self: Any, config: dict[str, Any]) -> None:
    from .backup.config import check_config

    if "backup" in config:
        check_config(config["backup"])
    original(self, config)
    if "backup" in config:
        _moto_settings()["backup"] = config["backup"]


def _reset(original: Method, self: Any, *args: Any, **kwargs: Any) -> None:
    """Reset moto under our lock, which is outside of moto's as for every request."""
    from .backup.frame.transactions import exclusive

    exclusive(original)(self, *args, **kwargs)


def _stop(original: Method, *args: Any, **kwargs: Any) -> None:
    stop = partial(original, *args, **kwargs)
    if "moto.backup.models" not in sys.modules:
        stop()
        return
    from .control.ending import end_mock

    end_mock(stop)


def _send(original: Method, self: Any, event_name: str, request: Any, **kwargs: Any) -> Any:
    """Answer a request for AWS Backup that botocore is about to send, or let moto look for who does."""
    if not (self.enabled and event_name.startswith(_SENT_TO_BACKUP)):
        return original(self, event_name, request, **kwargs)
    if _MAY_HAVE_EMPTY_NAME.search(request.url):
        from .empty_names import warn_of_empty_names

        warn_of_empty_names(event_name, request)
    from .backup.frame.direct import answer_to_botocore

    answer = answer_to_botocore(request)
    return original(self, event_name, request, **kwargs) if answer is None else answer


def _cached_modules(original: Method) -> Method:
    """Cache moto's list of its modules, which its server reads from the disk twice for each request."""
    modules = cache(lambda: tuple(original()))
    return lambda: iter(modules())


def _moto_settings() -> Any:
    from moto.core.config import default_user_config

    return default_user_config


def _get_filtered_metrics(*args: Any) -> Any:
    from .backup.cloudwatch import get_filtered_metrics

    return get_filtered_metrics(*args)


def _get_metric_data(*args: Any, **kwargs: Any) -> Any:
    from .backup.cloudwatch import get_metric_data

    return get_metric_data(*args, **kwargs)


def _get_metric_statistics(*args: Any) -> Any:
    from .backup.cloudwatch import get_metric_statistics

    return get_metric_statistics(*args)


def _test_event_pattern(original: Method, self: Any) -> Any:
    from .backup.pattern_sandbox import answer_test

    return answer_test(self)


def _answer_task(original: Method, self: Any, env: Any, *args: Any, **kwargs: Any) -> None:
    """Give the dates in AWS Backup's answer to a task as text, as AWS does."""
    original(self, env, *args, **kwargs)
    if self.resource.api_name == "backup":
        from .backup.neighbours.task_results import with_dates_as_text

        env.stack[-1] = with_dates_as_text(env.stack[-1])


def _service_name_in_errors(original: Any) -> Any:
    """Name AWS Backup in the errors of a state machine as AWS does; moto has no name for it."""
    return staticmethod(
        lambda service: "Backup" if service.lower() == "backup" else original.__func__(service)
    )


def _explain_or_answer(
    original: Method, self: Any, environ: dict[str, Any], start_response: Any
) -> Any:
    """Answer a request for AWS Backup that moto's server takes for S3's, or say which header is missing."""
    answer = partial(original, self)
    if not _SIGNED.match(environ.get("HTTP_AUTHORIZATION", "")):
        from .unsigned import refusal_of, with_header

        return (refusal_of(environ) or answer)(with_header(environ), start_response)
    return answer(environ, start_response)


# A header that names the service: key, date, region, service and end, as moto reads them. Version 2 of
# signatures is for S3.
_SIGNED = re.compile(r"AWS |AWS4\S* [^,/]*/[^,/]*(/[^,/]+){2}/[^,/]*(,|$)")
# The URL of a request whose path has an empty name, or of a list.
_MAY_HAVE_EMPTY_NAME = re.compile(r"[^:]//|/(\?|$)")
# Botocore's name of the event before it sends a request.
_SENT_TO_BACKUP = "before-send.backup."
_original_pattern: dict[str, re.Pattern[str]] = {}  # Empty while moto has its own.
# Settings of AWS Backup at `/moto-api/config`, and a reset under our lock.
_MOTO_API = Replaced(
    "MotoAPIBackend",
    {
        "get_config": wrapping(_get_config),
        "set_config": wrapping(_set_config),
        "reset": wrapping(_reset),
    },
)
_SENDING = Replaced("BotocoreStubber", {"__call__": wrapping(_send)})
# The end of a mock, which warns of unused rules.
_MOCKS = Replaced("MockAWS", {"stop": wrapping(_stop)})
_SERVER = Replaced("DomainDispatcherApplication", {"__call__": wrapping(_explain_or_answer)})
_MODULES = Replaced(None, {"list_of_moto_modules": _cached_modules})
_METRICS = Replaced(
    "CloudWatchBackend",
    {
        "get_filtered_metrics": wrapping(_get_filtered_metrics),
        "get_metric_data": wrapping(_get_metric_data),
    },
)
_STATISTICS = Replaced(
    "CloudWatchResponse", {"get_metric_statistics": wrapping(_get_metric_statistics)}
)
_EVENTS = Replaced("EventsHandler", {"test_event_pattern": wrapping(_test_event_pattern)})
_TASK_MODULE = (
    "moto.stepfunctions.parser.asl.component.state.exec.state_task.service"
    ".state_task_service_aws_sdk"
)
_TASKS = Replaced(
    "StateTaskServiceAwsSdk",
    {
        "_eval_service_task": wrapping(_answer_task),
        "_normalise_service_error_name": _service_name_in_errors,
    },
)
_CHANGES = {
    **BACKED_UP,
    "moto.backend_index": Change(_find_all_hosts, _find_moto_hosts),
    "moto.backends": Change(_MODULES.apply, _MODULES.undo),
    "moto.backup.models": Change(_use_our_backend, _use_moto_backend),
    "moto.core.botocore_stubber": Change(_SENDING.apply, _SENDING.undo),
    "moto.core.models": Change(_MOCKS.apply, _MOCKS.undo),
    "moto.moto_api._internal.models": Change(_MOTO_API.apply, _restore_moto_api),
    "moto.moto_api._internal.urls": Change(add_endpoints, remove_endpoints),
    "moto.moto_server.werkzeug_app": Change(_SERVER.apply, _SERVER.undo),
    "moto.events.responses": Change(_EVENTS.apply, _EVENTS.undo),
    "moto.cloudwatch.models": Change(_METRICS.apply, _METRICS.undo),
    "moto.cloudwatch.responses": Change(_STATISTICS.apply, _STATISTICS.undo),
    _TASK_MODULE: Change(_TASKS.apply, _TASKS.undo),
    **ORGANIZATION_CHANGES,
    **STACK_CHANGES,
    **TAGGING_CHANGES,
}


def _apply(module: ModuleType) -> None:
    _CHANGES[module.__name__].apply(module)


_watch = ImportWatch(dict.fromkeys(_CHANGES, _apply))
