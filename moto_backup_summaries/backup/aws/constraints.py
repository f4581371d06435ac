"""What botocore's model demands of values beside their type, and where AWS is known to accept more."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from botocore.model import Shape

from .errors import refusal
from .facts import DEPRECATED_EVENTS
from .recorded_errors import UNKNOWN_EVENT

ACCOUNT_ID = re.compile("[0-9]{12}", re.ASCII)
# Patterns that the model lacks, or has too narrow: the names of three resource types contain spaces.
PATTERNS = {
    "ResourceType": r"[a-zA-Z0-9\-_. ]{1,50}",
    # The model says these in words only. Of plans it says 50 in one place, 200 over the API in another.
    "BackupPlanName": r"[a-zA-Z0-9\-_.]{1,200}",
    "CreatorRequestId": r"[a-zA-Z0-9\-_.]{1,50}",
    # One of the four lists gives none.
    "ByAccountId": ACCOUNT_ID.pattern,
}
# What is accepted, in words, by the name of the parameter or of its shape.
WORDS_FOR = {
    "NextToken": "the NextToken of an earlier page",
    "ByAccountId": "an account id of 12 digits",
    "AccountId": "an account id of 12 digits",
    "BackupVaultName": "2 to 50 letters, digits, hyphens and underscores",
    "BackupPlanName": "1 to 200 letters, digits, hyphens, underscores and dots",
    "CreatorRequestId": "1 to 50 letters, digits, hyphens, underscores and dots",
    "BackupRuleName": "1 to 50 letters, digits, hyphens, underscores and dots",
    "BackupSelectionName": "1 to 50 letters, digits, hyphens, underscores and dots",
    "ResourceType": "1 to 50 letters, digits, hyphens, underscores, dots and spaces",
}
# Values of a parameter that its shape's pattern or enum lacks.
_ALL = ("ANY", "AGGREGATE_ALL")
ALSO_ACCEPTED = {
    **{(f"List{kind}JobSummaries", "AccountId"): _ALL for kind in ("Backup", "Copy", "Restore")},
    **{("ListScanJobSummaries", name): _ALL for name in ("AccountId", "MalwareScanner")},
    **{
        (f"List{kind}Jobs", "ByAccountId"): ("*",) for kind in ("Backup", "Copy", "Restore", "Scan")
    },
    # AWS's guide writes it in both ways.
    ("CreateBackupSelection", "ConditionType"): ("StringEquals",),
}
# Bounds of a parameter that the model does not give, least and most.
BOUNDS = {
    (f"List{kind}JobSummaries", "MaxResults"): (1, 500)
    for kind in ("Backup", "Copy", "Restore", "Scan")
}
# Integers and longs are from minus this to, exclusive, this.
SIZES = {"integer": 1 << 31, "long": 1 << 63}
_SURROGATE = re.compile("[\ud800-\udfff]")
_LONGEST_TEXT = 1 << 20
_ANY_LENGTH = (0, _LONGEST_TEXT)
_ANY_TEXT = f"at most {_LONGEST_TEXT} characters"


_VAULT_NAME = re.compile("[a-zA-Z0-9_-]{2,50}", re.ASCII)
# A name that AWS gives itself, outside of the pattern, by the shape of the name.
# https://docs.aws.amazon.com/efs/latest/ug/automatic-backups.html
OF_EFS = "aws/efs/automatic-backup-vault"
_NAMED_BY_AWS = {"BackupVaultName": OF_EFS}


def is_vault_name(text: str) -> bool:
    """Whether operations accept this name of a vault."""
    return text == OF_EFS or _VAULT_NAME.fullmatch(text) is not None


class Constraints:
    """The constraints on the parameters of one operation."""

    def __init__(self, operation: str) -> None:
        self._operation = operation

    def check(self, shape: Shape, value: Any, name: str, where: str) -> None:
        """Raise ValueError for a value, of the shape's type, that AWS does not accept.

        name: of the member. where: its path in the request.
        """
        if shape.type_name == "string":
            self._check_text(shape, value, name, where)
        elif shape.type_name in SIZES:
            self._check_number(shape, value, name, where)
        elif shape.type_name in ("list", "map"):
            least, most = shape.metadata.get("min", 0), shape.metadata.get("max")
            if len(value) < least or (most is not None and len(value) > most):
                accepted = f"{least} to {most} items"
                raise ValueError(refusal(where, f"{len(value)} items", accepted))

    def accepted_text(self, shape: Shape, name: str) -> str:
        """What the shape's enum, pattern or bounds accept, in words; empty where it has none."""
        also = ALSO_ACCEPTED.get((self._operation, name), ())
        if enum := shape.metadata.get("enum"):
            return "one of " + ", ".join(dict.fromkeys([*enum, *also]))
        words = WORDS_FOR.get(name) or WORDS_FOR.get(shape.name)
        # Each pattern of ours has words.
        pattern = shape.metadata.get("pattern")
        if words or pattern:
            return ", ".join((words or f"text that matches {pattern}", *also))
        least, most = lengths = _lengths_of(shape)
        return "" if lengths == _ANY_LENGTH else f"{least} to {most} characters"

    def _check_text(self, shape: Shape, value: str, name: str, where: str) -> None:
        if is_no_text(value):
            check_text(value, where)
        rule = _text_rule(self._operation, shape, name)
        is_accepted = (
            (not rule.enum or value in rule.enum)
            and rule.least <= len(value) <= rule.most
            and (rule.pattern is None or rule.pattern.fullmatch(value))
        )
        if not is_accepted and value not in rule.also:
            raise ValueError(self._refusal_of_text(shape, value, name, where))

    def _refusal_of_text(self, shape: Shape, value: str, name: str, where: str) -> str:
        if shape.name == "BackupVaultEvent":
            names = (event for event in shape.metadata["enum"] if event not in DEPRECATED_EVENTS)
            return UNKNOWN_EVENT.text.format(accepted=", ".join(names))
        return refusal(where, value, self.accepted_text(shape, name) or _ANY_TEXT)

    def accepted_number(self, shape: Shape, name: str) -> str:
        """The range of an integer, in words; empty for other shapes."""
        if shape.type_name not in SIZES:
            return ""
        least, most = self._range(shape, name)
        return f"an integer from {least} to {most}"

    def _check_number(self, shape: Shape, value: int, name: str, where: str) -> None:
        least, most = self._range(shape, name)
        if not least <= value <= most:
            raise ValueError(refusal(where, value, self.accepted_number(shape, name)))

    def _range(self, shape: Shape, name: str) -> tuple[int, int]:
        size = SIZES[shape.type_name]
        own = (shape.metadata.get("min", -size), shape.metadata.get("max", size - 1))
        return BOUNDS.get((self._operation, name), own)


class _TextRule(NamedTuple):
    """What a parameter that is text accepts. also: values outside of the rest."""

    enum: Sequence[str]
    pattern: re.Pattern[str] | None
    least: int
    most: int
    also: Sequence[str]


@cache
def _text_rule(operation: str, shape: Shape, name: str) -> _TextRule:
    """The rule of a member of an operation's request; made once, since each request asks for it."""
    pattern = PATTERNS.get(name) or PATTERNS.get(shape.name) or shape.metadata.get("pattern")
    also = ALSO_ACCEPTED.get((operation, name), ())
    if shape.name in _NAMED_BY_AWS and not operation.startswith("Create"):
        also = (*also, _NAMED_BY_AWS[shape.name])
    enum = shape.metadata.get("enum", ())
    return _TextRule(enum, _compiled(pattern) if pattern else None, *_lengths_of(shape), also)


def _lengths_of(shape: Shape) -> tuple[int, int]:
    """The least and the most characters."""
    return shape.metadata.get("min", 0), shape.metadata.get("max", _LONGEST_TEXT)


def is_no_text(value: str) -> bool:
    """Whether a string has NUL or a lone surrogate."""
    return "\0" in value or not (value.isascii() or _SURROGATE.search(value) is None)


def is_in_range(shape: Shape, value: int) -> bool:
    """Whether a number fits the size of its shape."""
    size = SIZES[shape.type_name]
    return -size <= value < size


def check_text(value: str, where: str) -> None:
    """Raise ValueError for a string that no answer could hold."""
    if is_no_text(value):
        raise ValueError(refusal(where, value, "text without NUL and lone surrogates"))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII | re.DOTALL)


@cache
def constraints_of(operation: str) -> Constraints:
    return Constraints(operation)


def missing_members(shape: Any, members: Mapping[str, Any]) -> list[str]:
    """The required members that are left out, null or empty."""
    return [name for name in shape.required_members if members.get(name) in (None, "")]
