"""The order in which named things were made, for lists that go on behind one that is gone."""

from itertools import count

from ..frame.transactions import drop


class Order:
    """Numbers by name, from 1. What nobody has asked for was made after all that somebody has."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._next = count(1)

    def number(self, name: str) -> int:
        if name not in self._numbers:
            self._numbers[name] = next(self._next)
        return self._numbers[name]

    def forget(self, name: str) -> None:
        """Let what is made under this name again be a new thing."""
        drop(self._numbers, name)
