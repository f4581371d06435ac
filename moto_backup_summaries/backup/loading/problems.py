"""What is wrong with the rows of a source."""

from typing import Any, NamedTuple

from ..aws.errors import refusal


class RefusedRow(NamedTuple):
    """A row that was not loaded.

    where: it stands, in the words of its file: `BackupJobs[3]`, `line 7 of 'report.csv'`.
    row: as it came. reason: what load_jobs() raises for it.
    """

    where: str
    row: Any
    reason: str


class Problems:
    """The first is raised, unless the good rows are loaded without the others.

    strict: whether it is raised.
    keeps_words: whether words of AWS that botocore does not know are kept, and told of.
    """

    def __init__(self, *, strict: bool = True, keeps_words: bool = False) -> None:
        self.strict = strict
        self.keeps_words = keeps_words
        # Where they are, by member and word.
        self.kept_words: dict[tuple[str, str], str] = {}
        self._refused: dict[tuple[str, int], RefusedRow] = {}

    def note(self, member: str, row: int, refused: RefusedRow) -> None:
        """Raise ValueError, or refuse a row of a list, of which the first reason counts."""
        if self.strict:
            raise ValueError(refused.reason)
        self._refused.setdefault((member, row), refused)

    def refuse_value(self, where: str, value: Any, accepted: str) -> None:
        """The same for what is no row of any list."""
        self.note("", len(self), RefusedRow(where, value, refusal(where, value, accepted)))

    def has(self, member: str, row: int) -> bool:
        return (member, row) in self._refused

    def __len__(self) -> int:
        return len(self._refused)

    @property
    def refused(self) -> list[RefusedRow]:
        """By the lists, and the order of their rows."""
        return [self._refused[key] for key in sorted(self._refused)]
