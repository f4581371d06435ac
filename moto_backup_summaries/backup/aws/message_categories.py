"""MessageCategory: what a status message is about, by the table `message_categories.tsv`.

https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListBackupJobSummaries.html
"""

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

SUCCESS = "SUCCESS"
MISCELLANEOUS = "MISCELLANEOUS"


class _Table(NamedTuple):
    """The category of each whole message, and of each fragment; both in lower case."""

    whole: dict[str, str]
    fragments: dict[str, str]

    @property
    def categories(self) -> set[str]:
        return {*self.whole.values(), *self.fragments.values(), SUCCESS, MISCELLANEOUS}


@cache
def _table() -> _Table:
    table = _Table({}, {})
    text = (
        files(__name__.rpartition(".")[0])
        .joinpath("message_categories.tsv")
        .read_text(encoding="utf-8")
    )
    for line in text.splitlines():
        if not line.startswith("#"):
            category, how, message = line.split("\t")
            rows = table.whole if how == "exact" else table.fragments
            rows.setdefault(_compared(message) if how == "exact" else message.lower(), category)
    return table


def _compared(message: str) -> str:
    """A whole message as it is compared: without case and a final full stop."""
    return message.lower().removesuffix(".")


@lru_cache(maxsize=4096)
def category_of(status_message: str | None) -> str:
    """The MessageCategory of a StatusMessage; no message is SUCCESS, any other MISCELLANEOUS."""
    if not status_message:
        return SUCCESS
    table = _table()
    whole = table.whole.get(_compared(status_message))
    if whole is not None:
        return whole
    text = status_message.lower()
    found = (category for fragment, category in table.fragments.items() if fragment in text)
    return next(found, MISCELLANEOUS)


@lru_cache(maxsize=4096)
def upper_case_form(category: str) -> str:
    """ACCESS_DENIED for every way in which AWS writes it: `AccessDenied`, `access_denied`, …"""
    known = _known_forms().get(category.replace("_", "").upper())
    if known is None:
        known = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", category).upper()
    return known


def known_categories() -> list[str]:
    return sorted(_table().categories)


@cache
def _known_forms() -> dict[str, str]:
    return {name.replace("_", ""): name for name in _table().categories}
