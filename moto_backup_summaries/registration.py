"""Hangs our backend into moto. The only module that changes anything inside moto.

moto's `backup_backends` makes its instances from its attribute `backend`, and finds the routes in
the `urls` beside that class's module. So one assignment reaches every mode of moto.
"""

import sys
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec


def register() -> None:
    """Let moto answer AWS Backup's job operations; doing it again changes nothing.

    Where a service of moto is not imported yet, this waits until it is, so that whoever never uses it
    does not pay for it. Vaults and plans that moto holds already stay.
    """
    for name, (apply, _) in _CHANGES.items():
        if name in sys.modules:
            apply()
    if _watch not in sys.meta_path:
        sys.meta_path.insert(0, _watch)


def unregister() -> None:
    """Give moto back as it was. Its vaults and plans stay, jobs are gone."""
    if _watch in sys.meta_path:
        sys.meta_path.remove(_watch)
    for name, (_, undo) in _CHANGES.items():
        if name in sys.modules:
            undo()


def _replace() -> None:
    from moto.backup.models import backup_backends
    from moto.moto_api._internal.models import MotoAPIBackend

    from .backup.models import BackupJobsBackend

    if backup_backends.backend is BackupJobsBackend:
        return
    _use(BackupJobsBackend)
    for backend in _existing_backends():
        backend.start_without_jobs()
    _originals.update(get_config=MotoAPIBackend.get_config, set_config=MotoAPIBackend.set_config)
    MotoAPIBackend.get_config = _get_config  # type: ignore[method-assign]
    MotoAPIBackend.set_config = _set_config  # type: ignore[method-assign]


def _restore() -> None:
    from moto.backup.models import BackupBackend, backup_backends
    from moto.core.config import default_user_config
    from moto.moto_api._internal.models import MotoAPIBackend

    if backup_backends.backend is BackupBackend:
        return
    for backend in _existing_backends():
        backend.forget_jobs()
    _use(BackupBackend)
    for name in list(_originals):
        setattr(MotoAPIBackend, name, _originals.pop(name))
    default_user_config.pop("backup", None)  # type: ignore[typeddict-item]


def _use(backend_class: type[Any]) -> None:
    """Make and convert moto's backends to instances of this class."""
    from moto.backup.models import backup_backends

    backup_backends.backend = backend_class
    for of_account in backup_backends.values():
        of_account.backend = backend_class
    for backend in _existing_backends():
        backend.__class__ = backend_class


def _existing_backends() -> list[Any]:
    from moto.backup.models import backup_backends

    return [backend for _, _, backend in backup_backends.iter_backends()]


# What was moto's, by name, while ours is in its place.
_originals: dict[str, Callable[..., Any]] = {}


def _get_config(self: Any) -> dict[str, Any]:
    """Moto's settings, as `/moto-api/config` shows them, and those of its Backup service."""
    from moto.core.config import default_user_config

    backup = default_user_config.get("backup", {"include_today": True})
    return {**_originals["get_config"](self), "backup": backup}


def _set_config(self: Any, config: dict[str, Any]) -> None:
    from moto.core.config import default_user_config

    _originals["set_config"](self, config)
    if "backup" in config:
        default_user_config["backup"] = config["backup"]  # type: ignore[typeddict-unknown-key]


def _support_administrators() -> None:
    """Let accounts become delegated administrators of AWS Backup, which stock moto refuses."""
    supported = _administered_services()
    if _PRINCIPAL not in supported:
        supported.append(_PRINCIPAL)


def _refuse_administrators() -> None:
    supported = _administered_services()
    if _PRINCIPAL in supported:
        supported.remove(_PRINCIPAL)


def _administered_services() -> list[str]:
    from moto.organizations.models import FakeDelegatedAdministrator

    return FakeDelegatedAdministrator.SUPPORTED_SERVICES


def _add_endpoints() -> None:
    """Let moto answer under /moto-api/static/backup/ too."""
    _moto_api_paths().update(dict.fromkeys(_ENDPOINTS, _respond))


def _remove_endpoints() -> None:
    for path in _ENDPOINTS:
        _moto_api_paths().pop(path, None)


def _moto_api_paths() -> dict[str, Any]:
    from moto.moto_api._internal.urls import url_paths

    return url_paths


def _respond(request: Any, full_url: str, headers: Any) -> Any:
    from .control.endpoints import respond

    return respond(request, full_url, headers)


_ENDPOINTS = [
    "{0}/moto-api/static/backup/" + what for what in ("clock", "faults", "jobs", "outcomes")
]
_PRINCIPAL = "backup.amazonaws.com"
# Modules of moto, each with what is done once it is imported, and what undoes that.
_CHANGES: dict[str, tuple[Callable[[], None], Callable[[], None]]] = {
    "moto.backup.models": (_replace, _restore),
    "moto.organizations.models": (_support_administrators, _refuse_administrators),
    "moto.moto_api._internal.urls": (_add_endpoints, _remove_endpoints),
}


class _Watch:
    """Finds those modules as Python does, and registers once they are imported.

    A finder by what it does: importing Python's base class of finders costs ten times as much as this.
    """

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> "ModuleSpec | None":
        if fullname not in _CHANGES:
            return None
        others = [finder for finder in sys.meta_path if finder is not self]
        specs = (finder.find_spec(fullname, path, target) for finder in others)
        spec = next((spec for spec in specs if spec is not None), None)
        if spec is not None and spec.loader is not None:
            spec.loader = _RegisteringLoader(spec.loader)  # type: ignore[assignment]
        return spec


class _RegisteringLoader:
    """Loads a module as its own loader does, and registers."""

    def __init__(self, loader: Any) -> None:
        self._loader = loader

    def create_module(self, spec: "ModuleSpec") -> ModuleType | None:
        module: ModuleType | None = self._loader.create_module(spec)
        return module

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        apply, _ = _CHANGES[module.__name__]
        apply()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)


_watch = _Watch()
