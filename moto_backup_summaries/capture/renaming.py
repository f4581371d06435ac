"""Another name of the same shape for each name: no two become one, and none stays as it is.

A shape says which characters may stand at each place. The names of a shape are numbered, and a permutation
that only the key gives puts them into an order, in which each gets the name of the next. So what a name
becomes follows from the key alone, whatever was renamed before it.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import shake_256
from math import prod
from string import ascii_lowercase, ascii_uppercase, digits

# What ids begin with that AWS gives.
_ID = re.compile(
    r"((?:ami|backup|cluster|db|eni|fs|fsap|fsvol|hyp|i|job|lt|o|ou|r|sg|sgw|snap|subnet|vm|vol|vpc)-)"
    r"([0-9a-f]{8,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
)
_HEX = re.compile(r"(?=.*[0-9])(?=.*[a-f])[0-9a-f]{8,}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HEX_DIGITS = "0123456789abcdef"
_ROUNDS = 4
_BLOCK = 256
# What an id begins with, and the characters that may stand at each place behind that.
Shape = tuple[str, tuple[str, ...]]


class Renaming:
    """key: what all names are made of. is_kept: whether a name stays, so that no other may become it."""

    def __init__(self, key: bytes, is_kept: Callable[[str], bool]) -> None:
        self._key = key
        self._is_kept = is_kept
        self._names: dict[str, str] = {}
        self._orders: dict[tuple[str, ...], _Order] = {}

    def renamed(self, name: str) -> str:
        """Another name of the same shape; one without letters and digits is the only one of its own."""
        if name not in self._names:
            self._names[name] = name if self._is_kept(name) else self._next(name)
        return self._names[name]

    def _next(self, name: str) -> str:
        prefix, alphabets = shape = _shape(name)
        if alphabets not in self._orders:
            self._orders[alphabets] = _Order(alphabets, self._key)
        order = self._orders[alphabets]
        position = order.position_of(_number(name[len(prefix) :], alphabets))
        while True:
            position = (position + 1) % order.size
            other = prefix + _text(order.number_at(position), alphabets)
            if _shape(other) == shape and not self._is_kept(other):
                return other


class _Order:
    """An order of the texts that have a character of each alphabet, by their numbers.

    It is a Feistel network; a number that is too great for a text goes through it again.
    """

    def __init__(self, alphabets: Sequence[str], key: bytes) -> None:
        self.size = prod(map(len, alphabets))
        text = "".join(alphabets).encode("utf-8", "surrogatepass")
        self._key = shake_256(key + text).digest(32)
        self._bits = ((self.size - 1).bit_length() + 1) // 2
        self._bytes = (self._bits + 7) // 8
        self._mask = (1 << self._bits) - 1

    def position_of(self, number: int) -> int:
        """The position of a number in the order."""
        while True:
            left, right = number >> self._bits, number & self._mask
            for each in range(_ROUNDS):
                left, right = right, left ^ self._mixed(each, right)
            number = left << self._bits | right
            if number < self.size:
                return number

    def number_at(self, position: int) -> int:
        """The number at a position of the order."""
        while True:
            left, right = position >> self._bits, position & self._mask
            for each in reversed(range(_ROUNDS)):
                left, right = right ^ self._mixed(each, left), left
            position = left << self._bits | right
            if position < self.size:
                return position

    def _mixed(self, each: int, half: int) -> int:
        digest = shake_256(self._key + bytes([each]) + half.to_bytes(self._bytes, "big"))
        return int.from_bytes(digest.digest(self._bytes), "big") & self._mask


def _shape(name: str) -> Shape:
    match = _ID.fullmatch(name)
    prefix, rest = match.groups() if match else ("", name)
    if _HEX.fullmatch(rest):
        return prefix, tuple("-" if character == "-" else _HEX_DIGITS for character in rest)
    return prefix, tuple(map(_alike, rest))


@lru_cache(maxsize=4096)
def _alike(character: str) -> str:
    """All characters of the same kind, in one order; a character of ASCII that is no letter stays."""
    for letters in (digits, ascii_lowercase, ascii_uppercase):
        if character in letters:
            return letters
    if character.isascii():
        return character
    category, first = unicodedata.category(character), ord(character) // _BLOCK * _BLOCK
    block = map(chr, range(max(first, 128), first + _BLOCK))
    return "".join(each for each in block if unicodedata.category(each) == category)


def _number(text: str, alphabets: Sequence[str]) -> int:
    number = 0
    for character, characters in zip(text, alphabets, strict=True):
        number = number * len(characters) + characters.index(character)
    return number


def _text(number: int, alphabets: Sequence[str]) -> str:
    text: list[str] = []
    for characters in reversed(alphabets):
        number, index = divmod(number, len(characters))
        text.append(characters[index])
    return "".join(reversed(text))
