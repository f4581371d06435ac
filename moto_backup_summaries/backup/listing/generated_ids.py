"""Ids of what the rows of a batch have each, made out of the row when somebody asks."""

import re
from functools import lru_cache
from uuid import UUID

# Steps through all numbers of 96 bits in an order that looks random, and through all digits at their end too.
_STEP = 0x7F4A7C15F39CC0605CEDC835
# The same of 32 bits, and back.
_FIRST_STEP = 0x9E3779B1
_BACK = pow(_FIRST_STEP, -1, 1 << 32)


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


@lru_cache(maxsize=16)
def first_digits(name: str) -> list[int]:
    """What may be the first 8 digits of the id that a name or an ARN was made out of."""
    return [int(found, 16) for found in re.findall(r"(?<![0-9a-f])[0-9a-f]{8}", name.lower())]
