"""Ids of what the rows of a batch have each, made out of the row when somebody asks."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

AnyOwner = TypeVar("AnyOwner")

# Steps through all numbers of 96 bits in an order that looks random, and through all digits at their end too.
_STEP = 0x7F4A7C15F39CC0605CEDC835
# The same of 32 bits, and back.
_FIRST_STEP = 0x9E3779B1
_BACK = pow(_FIRST_STEP, -1, 1 << 32)
# An index looks at so many places together.
_TOGETHER = 1 << 12


class Places(NamedTuple):
    """Places behind each other in the order in which first digits are stepped through.

    One behind the last is the first.
    """

    start: int
    size: int


class GeneratedIds:
    """An id for each row, computed from the row; `row_of` computes the row again.

    No two have the same first 8 digits, which all ARNs that are made out of them show, or the same last 8,
    by which programs name things.
    """

    def __init__(self, random: str) -> None:
        self._first, self._rest = int(random[:8], 16), UUID(random).int

    def __getitem__(self, row: int) -> str:
        first = (self._first + row * _FIRST_STEP) % (1 << 32)
        rest = (self._rest + row * _STEP) % (1 << 96)
        return str(UUID(int=first << 96 | rest, version=4))

    def row_of(self, digits: int) -> int:
        """The row of the id that begins with these digits."""
        return (digits - self._first) * _BACK % (1 << 32)

    def places(self, size: int) -> Places:
        """Where the first digits of so many rows are."""
        return Places(self._first * _BACK % (1 << 32), size)


@lru_cache(maxsize=16)
def first_digits(name: str) -> list[int]:
    """What may be the first 8 digits of the id that a name or an ARN was made out of."""
    return [int(found, 16) for found in re.findall(r"(?<![0-9a-f])[0-9a-f]{8}", name.lower())]


class PlaceIndex(Generic[AnyOwner]):
    """Who may have generated an id, among as many as there are: these are not asked one by one."""

    def __init__(self) -> None:
        self._owners: defaultdict[int, list[AnyOwner]] = defaultdict(list)

    def add(self, owner: AnyOwner, places: Places) -> None:
        first, last = places.start, places.start + places.size - 1
        for number in range(first // _TOGETHER, last // _TOGETHER + 1):
            self._owners[number % ((1 << 32) // _TOGETHER)].append(owner)

    def owners(self, place: int) -> Sequence[AnyOwner]:
        return self._owners.get(place // _TOGETHER, ())

    def owners_of(self, name: str) -> Iterator[AnyOwner]:
        """Those that may have generated what a name or an ARN was made out of."""
        for digits in first_digits(name):
            yield from self.owners(digits * _BACK % (1 << 32))
