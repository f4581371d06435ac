"""MessageCategory: what a status message is about, by the table `message_categories.tsv`.

A message has the category of the table's whole message that it is, else of the first fragment that is in it.
Both compare without case, and so do sentences that say the same: "doesn't have the required permissions" and
"does not have permission". AWS's guide has every other message as MISCELLANEOUS.

https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListBackupJobSummaries.html
"""

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from .job_kinds import WORDS

SUCCESS = "SUCCESS"
MISCELLANEOUS = "MISCELLANEOUS"
# The service model has it as an example, and no message is known of it.
INVALID_PARAMETERS = "INVALID_PARAMETERS"
# How a sentence is written, so that it is found however the services of AWS write it.
_NEAR = [
    (re.compile(pattern), plain)
    for pattern, plain in (
        ("\u2019", "'"),
        (r"\bcan(?:'t| not)\b", "cannot"),
        (r"n't\b", " not"),
        (r"\bdo not\b", "does not"),
        (r"\bmiss(?:es)?\b", "missing"),
        (
            r"\b(?:(?:the|any|sufficient|enough|required|necessary|needed|appropriate|proper) )+"
            "(?=permission)",
            "",
        ),
        (r"\bcmk\b", "key"),
        (r"\bin (?:the|an) available\b", "in available"),
        (r"\bfind the\b", "find"),
        (r"\bresource (?:was|is) not found\b", "resource not found"),
    )
]


class _Table(NamedTuple):
    """The category of each whole message, and of each fragment of one; both in plain words."""

    whole: dict[str, str]
    fragments: dict[str, str]

    @property
    def categories(self) -> set[str]:
        return {
            *(SUCCESS, MISCELLANEOUS, INVALID_PARAMETERS),
            *self.whole.values(),
            *self.fragments.values(),
        }


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
            rows.setdefault(_whole(message) if how == "exact" else _plain(message), category)
    return table


def _plain(text: str) -> str:
    """A text in lower case, with one wording for each of several that mean one thing."""
    text = text.lower()
    for pattern, plain in _NEAR:
        text = pattern.sub(plain, text)
    return text


def _whole(message: str) -> str:
    """A whole message in plain words, without its final full stop."""
    return _plain(message).removesuffix(".")


@lru_cache(maxsize=4096)
def category_of(status_message: str | None) -> str:
    """The MessageCategory of a StatusMessage; no message is SUCCESS, any other MISCELLANEOUS."""
    if not status_message:
        return SUCCESS
    table = _table()
    whole = table.whole.get(_whole(status_message))
    if whole is not None:
        return whole
    text = _plain(status_message)
    matching = (category for fragment, category in table.fragments.items() if fragment in text)
    return next(matching, MISCELLANEOUS)


def comparable(category: str) -> str:
    """ACCESSDENIED for every way in which AWS writes the category: equal for two ways of one."""
    return category.replace("_", "").upper()


def word_of_all(category: str) -> str | None:
    """ANY or AGGREGATE_ALL, however it is written; None for any category."""
    return next((word for word in WORDS if comparable(word) == comparable(category)), None)


@lru_cache(maxsize=4096)
def upper_case_form(category: str) -> str:
    """ACCESS_DENIED for every way in which AWS writes it: `AccessDenied`, `access_denied`, …

    The words of a category that no table has are told apart by its capitals and underscores.
    """
    documented = _categories_by_form().get(comparable(category))
    return documented or re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", category).upper()


def known_texts() -> list[str]:
    """All messages, and fragments of messages, that have a category, in plain words."""
    return [*_table().whole, *_table().fragments]


def documented_categories() -> list[str]:
    """The categories of AWS's table, in alphabetical order."""
    return sorted(_table().categories)


@cache
def _categories_by_form() -> dict[str, str]:
    return {comparable(name): name for name in _table().categories}
