"""Reads what other threads change meanwhile: of moto's services, only AWS Backup answers one at a time."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")


def values_of(mapping: Mapping[Any, Any]) -> list[Any]:
    """What a mapping of moto has now."""
    return settled(lambda: list(mapping.values()))


def settled(look: Callable[[], T]) -> T:
    """What a look at moto's state finds; it is taken again if what it walks over changes under it."""
    while True:
        try:
            return look()
        except RuntimeError as error:
            # So Python says it of dictionaries of each kind, and of sets.
            if "during iteration" not in str(error):
                raise
