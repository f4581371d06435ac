"""The rows of an account's document, as families get them to load them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ..aws.errors import refusal
from ..members import Members


class AccountRow:
    """What a document says of one vault, plan or the like: AWS's members, with moments in seconds since 1970.

    where: tells where the row stands, or a member of it, in the words of its file.
    inner: its lists of further rows, by their names; a list that was not told is missing.
    """

    def __init__(
        self,
        members: Members,
        where: Callable[[str], str],
        inner: Mapping[str, Sequence["AccountRow"]],
    ) -> None:
        self.members = members
        self.inner = inner
        self._where = where

    def __getitem__(self, name: str) -> Any:
        return self.members[name]

    def get(self, name: str) -> Any:
        return self.members.get(name)

    def later(self, shift: float) -> "AccountRow":
        """The row with all of its moments so many seconds later; nothing else in an answer is a float."""
        inner = {name: [row.later(shift) for row in rows] for name, rows in self.inner.items()}
        return AccountRow(_later(self.members, shift), self._where, inner)

    def refusal(self, name: str, accepted: str) -> ValueError:
        """The error for a member that cannot be loaded."""
        return ValueError(refusal(self._where(name), self.get(name), accepted))

    def having(self, *names: str) -> Members:
        """Those of these members that the row has."""
        return {name: self.members[name] for name in names if name in self.members}


def _later(value: Any, shift: float) -> Any:
    if isinstance(value, float):
        return round(value + shift, 3)
    if isinstance(value, dict):
        return {name: _later(each, shift) for name, each in value.items()}
    return [_later(each, shift) for each in value] if isinstance(value, list) else value


def tags_of(row: AccountRow) -> Mapping[str, str]:
    tags: Mapping[str, str] = row.get("Tags") or {}
    return tags


def oldest_first(rows: Sequence[AccountRow], created: str = "CreationDate") -> list[AccountRow]:
    """The rows of a list that has the newest first, in the order in which they were made."""
    made = [*reversed(rows)]
    made.sort(key=lambda row: float(row[created]))
    return made


def new_rows(
    rows: Sequence[AccountRow], name: str, is_taken: Callable[[str], object], what: str
) -> Iterator[AccountRow]:
    """Each row; raises ValueError for one whose key is taken, by an earlier row too.

    name: of the member that is the key. what: has such keys, for the error.
    """
    for row in rows:
        if is_taken(row[name]):
            raise row.refusal(name, f"one that no {what} has")
        yield row
