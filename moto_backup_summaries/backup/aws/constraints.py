"""What botocore's model demands of values beside their type, and where AWS is known to accept more."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from botocore.model import Shape

from .errors import refusal

ACCOUNT_ID = re.compile("[0-9]{12}", re.ASCII)
# Patterns that the model lacks, or has too narrow: the names of three resource types contain spaces.
PATTERNS = {
    "ResourceType": r"[a-zA-Z0-9\-_. ]{1,50}",
    # The model says these in words only. Of plans it says 50 in one place, 200 over the API in another.
    "BackupPlanName": r"[a-zA-Z0-9\-_.]{1,200}",
    "CreatorRequestId": r"[a-zA-Z0-9\-_.]{1,50}",
    # CloudFormation's schema has the colon, which the model lacks.
    "BackupSelectionName": r"[a-zA-Z0-9\-_.:]{1,50}",
    "RestoreTestingPlanName": "[a-zA-Z0-9_]{1,50}",
    "RestoreTestingSelectionName": "[a-zA-Z0-9_]{1,50}",
    # Some operations give none.
    "ByAccountId": ACCOUNT_ID.pattern,
    "BackupVaultAccountId": ACCOUNT_ID.pattern,
}
# What is accepted, in words, by the name of the parameter or of its shape.
WORDS_FOR = {
    "NextToken": "the NextToken of an earlier page",
    "ByAccountId": "an account id of 12 digits",
    "BackupVaultAccountId": "an account id of 12 digits",
    "AccountId": "an account id of 12 digits",
    "BackupVaultName": "2 to 50 letters, digits, hyphens and underscores",
    "BackupPlanName": "1 to 200 letters, digits, hyphens, underscores and dots",
    "CreatorRequestId": "1 to 50 letters, digits, hyphens, underscores and dots",
    "BackupRuleName": "1 to 50 letters, digits, hyphens, underscores and dots",
    "BackupSelectionName": "1 to 50 letters, digits, hyphens, underscores, dots and colons",
    "ResourceType": "1 to 50 letters, digits, hyphens, underscores, dots and spaces",
    "RestoreTestingPlanName": "1 to 50 letters, digits and underscores",
    "RestoreTestingSelectionName": "1 to 50 letters, digits and underscores",
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
    **{
        (f"List{kind}JobSummaries", "MaxResults"): (1, 500)
        for kind in ("Backup", "Copy", "Restore", "Scan")
    },
    **{
        (f"{verb}RestoreTesting{kind}", name): bounds
        for verb in ("Create", "Update")
        for kind, name, bounds in (
            ("Plan", "StartWindowHours", (1, 168)),
            ("Plan", "SelectionWindowDays", (1, 365)),
            ("Selection", "ValidationWindowHours", (0, 168)),
        )
    },
}
# Integers and longs are from minus this to, exclusive, this.
SIZES = {"integer": 1 << 31, "long": 1 << 63}
LONGEST_TEXT = 1 << 20
_DAYS_OR_NEVER = ("DeleteAfterDays", "MoveToColdStorageAfterDays")
_SURROGATE = re.compile("[\ud800-\udfff]")


_VAULT_NAME = re.compile("[a-zA-Z0-9_-]{2,50}", re.ASCII)
# A name that AWS gives itself, outside of the pattern, by the shape of the name.
# https://docs.aws.amazon.com/efs/latest/ug/automatic-backups.html
OF_EFS = "aws/efs/automatic-backup-vault"
_NAMED_BY_AWS = {"BackupVaultName": OF_EFS}


def is_vault_name(text: str) -> bool:
    """Whether operations accept this name of a vault."""
    return text == OF_EFS or _VAULT_NAME.fullmatch(text) is not None


def is_no_text(value: str) -> bool:
    """Whether a string has NUL or a lone surrogate."""
    return "\0" in value or not (value.isascii() or _SURROGATE.search(value) is None)


def least_number(name: str) -> int:
    """The least that a number of an answer is: of days of a Lifecycle -1, which stands for never."""
    return -1 if name in _DAYS_OR_NEVER else 0


def is_in_range(shape: Shape, value: int, name: str) -> bool:
    """Whether a number of an answer can be what this member is."""
    return least_number(name) <= value < SIZES[shape.type_name]


def check_text(value: str, where: str) -> None:
    """Raise ValueError for a string that no answer could hold."""
    if is_no_text(value):
        raise ValueError(refusal(where, value, "text without NUL and lone surrogates"))


class TextRule(NamedTuple):
    """What a parameter that is text accepts. also: values outside of the rest."""

    enum: Sequence[str]
    pattern: re.Pattern[str] | None
    least: int
    most: int
    also: Sequence[str]


@cache
def text_rule(operation: str, shape: Shape, name: str) -> TextRule:
    """The rule of a member of an operation's request; made once, since each request asks for it."""
    pattern = PATTERNS.get(name) or PATTERNS.get(shape.name) or shape.metadata.get("pattern")
    also = ALSO_ACCEPTED.get((operation, name), ())
    if shape.name in _NAMED_BY_AWS and not operation.startswith("Create"):
        also = (*also, _NAMED_BY_AWS[shape.name])
    enum = shape.metadata.get("enum", ())
    return TextRule(
        enum,
        re.compile(pattern, re.ASCII | re.DOTALL) if pattern else None,
        *lengths_of(shape),
        also,
    )


def lengths_of(shape: Shape) -> tuple[int, int]:
    """The least and the most characters."""
    return shape.metadata.get("min", 0), shape.metadata.get("max", LONGEST_TEXT)
