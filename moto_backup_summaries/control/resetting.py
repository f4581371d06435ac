"""Lets moto be as before a test: its services have nothing, its transitions and settings are as they were."""

from collections.abc import Iterable, Iterator
from copy import copy
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
_SERVICES = "names of services as moto has them, such as ec2 or awslambda"
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
    moto_services = sorted({name for name, _ in backend_url_patterns})
    services = list(dict.fromkeys(("backup", *resets)))
    for name in services:
        if name not in moto_services:
            raise ValueError(unknown("resets", name, moto_services, _SERVICES))
    return services


def _reset_service(name: str) -> None:
    find: Any = backends.get_backend
    by_account: BackendDict[Any] = find(name)
    for by_region in by_account.values():
        by_region.reset()
    by_account.clear()


class KeptByMoto:
    """What a reset of moto leaves: transitions and settings. They can be put back as they are now.

    Each dict and list is put back in itself: a mock that was made before, as those of decorators are when
    their module is imported, holds those that are within the settings.
    """

    def __init__(self) -> None:
        manager: Any = state_manager
        parts = (manager._transitions, default_user_config)
        self._copies = [(each, copy(each)) for part in parts for each in _containers(part)]

    def put_back(self) -> None:
        for container, before in self._copies:
            if container != before:
                container.clear()
                (container.update if isinstance(container, dict) else container.extend)(before)


def _containers(value: Any) -> Iterator[Any]:
    """The dicts and lists of a value, itself among them."""
    if isinstance(value, (dict, list)):
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _containers(inner)


@cache
def before_any_change() -> KeptByMoto:
    """What a server's moto kept before the first change over HTTP, which each change asks for first."""
    return KeptByMoto()
