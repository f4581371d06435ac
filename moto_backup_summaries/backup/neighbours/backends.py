"""Finds moto's backends of other services without making any, and reads them beside other threads."""

import sys
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")
# Names of backends that several modules read.
RDS = "rds.models.rds_backends"
EVENTS = "events.models.events_backends"


def existing_backends(backends: str) -> list[Any]:
    """All backends of a service that anybody in this process has used."""
    return [
        backend
        for of_account in values_of(_by_account(backends))
        for backend in values_of(of_account)
    ]


def existing_backend(backends: str, account_id: str, region: str) -> Any | None:
    """The backend of an account and region, or None if nobody in this process has used it.

    backends: their name in moto, such as "sqs.models.sqs_backends".
    region: for a service with a backend for each partition, such as S3, the partition.
    """
    # `by_account[account_id]` would make the backends of an account without any.
    return (_by_account(backends).get(account_id) or {}).get(region)


def _by_account(backends: str) -> Mapping[str, Mapping[str, Any]]:
    module, _, name = backends.rpartition(".")
    by_account: Mapping[str, Mapping[str, Any]] = getattr(
        sys.modules.get(f"moto.{module}"), name, {}
    )
    return by_account


def values_of(mapping: Mapping[Any, Any]) -> list[Any]:
    """The values that a mapping of moto has now."""
    return settled(lambda: list(mapping.values()))


def settled(read: Callable[[], T]) -> T:
    """The result of reading moto's state; read again if it changes while it is iterated."""
    while True:
        try:
            return read()
        except RuntimeError as error:
            # Python's text for dictionaries of each kind and for sets.
            if "during iteration" not in str(error):
                raise
