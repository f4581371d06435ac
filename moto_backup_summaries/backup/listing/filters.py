"""What the filters and MaxResults of list operations accept, and the error for everything else."""

import re
from collections.abc import Mapping
from typing import Any

from .. import timestamps
from ..aws import service_model
from ..aws.errors import InvalidParameterValueException
from ..aws.job_kinds import WORDS
from ..aws.message_categories import upper_case_form

# Wider than botocore's pattern: the names of three real types contain spaces.
RESOURCE_TYPE = re.compile(r"[a-zA-Z0-9\-_. ]{1,50}")
RESOURCE_TYPE_ACCEPTS = "1 to 50 letters, digits, hyphens, underscores, dots and spaces"
ACCOUNT_ID = re.compile(r"[0-9]{12}")


def max_results(parameters: Mapping[str, Any], most: int) -> int:
    """MaxResults, or as many as a page holds when omitted."""
    text = str(parameters.get("MaxResults", most))
    if not re.fullmatch(r"[0-9]{1,9}", text) or not 1 <= int(text) <= most:
        raise InvalidParameterValueException.of("MaxResults", text, f"an integer from 1 to {most}")
    return int(text)


def check_summary_filters(operation: str, filters: Mapping[str, str]) -> None:
    """Raise InvalidParameterValueException for a filter of a summary that is malformed."""
    for name, value in filters.items():
        if name == "AccountId":
            _require_account(name, value, WORDS)
        else:
            words = WORDS if name == "MalwareScanner" else ()
            _require(operation, name, value, words)


def list_filter(operation: str, name: str, value: str) -> Any:
    """What a filter of a job list compares with; raises InvalidParameterValueException."""
    if name == "ByAccountId":
        _require_account(name, value, ("*",))
    elif name.endswith(("Before", "After")):
        return _moment(name, value)
    elif not (name == "ByMessageCategory" and value == "*"):
        _require(operation, name, value)
    return upper_case_form(value) if name == "ByMessageCategory" else value


def _require(operation: str, name: str, value: str, words: tuple[str, ...] = ()) -> None:
    accepted = service_model.enum(operation, name)
    if accepted:
        values = [*accepted, *words]
        if value not in values:
            raise InvalidParameterValueException.of(name, value, "one of " + ", ".join(values))
    elif name.endswith("ResourceType"):
        if not RESOURCE_TYPE.fullmatch(value):
            raise InvalidParameterValueException.of(name, value, RESOURCE_TYPE_ACCEPTS)
    elif not value:
        raise InvalidParameterValueException.of(name, value, "a value that is not empty")


def _require_account(name: str, value: str, words: tuple[str, ...]) -> None:
    if not ACCOUNT_ID.fullmatch(value) and value not in words:
        accepted = ", ".join(("an account id of 12 digits", *words))
        raise InvalidParameterValueException.of(name, value, accepted)


def _moment(name: str, value: str) -> float:
    try:
        return timestamps.seconds(value)
    except ValueError:
        raise InvalidParameterValueException.of(name, value, timestamps.ACCEPTED) from None
