"""Lets moto be as before a test: its services have nothing, its transitions and settings are as they were."""

from collections.abc import Iterable
from copy import deepcopy
from functools import cache
from typing import Any, Literal, TypeAlias

from moto import backends
from moto.backend_index import backend_url_patterns
from moto.core.base_backend import BackendDict, backend_lock
from moto.core.config import default_user_config
from moto.core.model_instances import reset_model_data
from moto.moto_api import state_manager

from ..backup.aws.errors import refusal, unknown
from ..backup.frame.transactions import exclusive

# Which services of moto have nothing when a test begins: all, or these and AWS Backup.
Resets: TypeAlias = Literal["all"] | Iterable[str]
_ACCEPTED = '"all", or a list of services such as ["ec2"]'


class Reset:
    """Lets services of moto have nothing.

    resets: "all", or some by moto's names, such as ["ec2"], beside AWS Backup.

    Raises ValueError for a service that moto does not have.
    """

    def __init__(self, resets: Resets = "all") -> None:
        self._services = services_of(resets)

    @exclusive
    def __call__(self) -> None:
        if self._services == "all":
            BackendDict.reset()
        else:
            with backend_lock:
                for name in self._services:
                    _reset_service(name)
        reset_model_data()


def services_of(resets: Resets) -> Literal["all"] | list[str]:
    """All services, or some and AWS Backup; raises ValueError for one that moto does not have."""
    if resets == "all":
        return "all"
    if isinstance(resets, str) or not isinstance(resets, Iterable):
        raise ValueError(refusal("resets", resets, _ACCEPTED))
    known = sorted({name for name, _ in backend_url_patterns})
    services = list(dict.fromkeys(("backup", *resets)))
    for name in services:
        if name not in known:
            raise ValueError(unknown("resets", name, known))
    return services


def _reset_service(name: str) -> None:
    find: Any = backends.get_backend
    by_account: BackendDict[Any] = find(name)
    for by_region in by_account.values():
        by_region.reset()
    by_account.clear()


class KeptByMoto:
    """What a reset of moto leaves: transitions and settings. They can be put back as they are now."""

    def __init__(self) -> None:
        self._parts = [(part, deepcopy(part)) for part in _parts()]

    def put_back(self) -> None:
        for part, copied in self._parts:
            if part != copied:
                part.clear()
                part.update(deepcopy(copied))


def _parts() -> list[dict[str, Any]]:
    manager: Any = state_manager
    settings: Any = default_user_config
    return [manager._transitions, settings]


@cache
def before_any_change() -> KeptByMoto:
    """What a server's moto kept before the first change over HTTP, which each change asks for first."""
    return KeptByMoto()
