"""What a family's folder of tests adds to tests that all families share, in an `examples.py` of its own.

PREPARATIONS: functions of a client, by any names, that make in an account with a vault `nightly` what CHANGES
    change, and stand in no other change's way.
CHANGES: for fuzz/test_all_or_nothing.py. A function of a client for each operation that changes something;
    its name may have more behind the operation's.
LISTINGS: for kit/test_changing_lists.py. A function of a client for each operation with a NextToken, which
    gives a Listing.
ANSWERS: for truth/every_answer.py. Functions of a client, by any names, which show all members.
ABSENT: for truth/absent_members.py. By operation, why a member of its answer is never there.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple


def added(table: str) -> dict[str, Any]:
    """The rows that the families' examples add to a table."""
    files = sorted(Path(__file__).parent.glob("*/examples.py"))
    modules = (import_module(f"{file.parent.name}.examples") for file in files)
    return {name: row for module in modules for name, row in getattr(module, table, {}).items()}


class Listing(NamedTuple):
    """A list of six items, or of fewer, where there can be no more than two others beside them.

    list: the call. member: where the answer has the items, `name` what they are known by.
    make: makes one more. delete: of a name, where an operation deletes such an item.
    """

    list: Callable[..., Any]
    member: str
    name: Callable[[Any], str]
    make: Callable[[], object]
    delete: Callable[[str], object] | None = None
    number: int = 6

    def pages(self) -> Iterator[list[str]]:
        """The names of all, two a page."""
        page: dict[str, str] = {}
        while True:
            answer = self.list(MaxResults=2, **page)
            yield [self.name(item) for item in answer[self.member]]
            if "NextToken" not in answer:
                return
            page = {"NextToken": answer["NextToken"]}

    def names(self) -> list[str]:
        return [self.name(item) for item in self.list()[self.member]]
