"""How the tests of recorded answers compare what was recorded with what comes."""

from collections.abc import Mapping
from typing import Any

UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def members(answer: Mapping[str, Any]) -> set[str]:
    """The names of an answer's members."""
    return set(answer) - {"ResponseMetadata"}


def part(answer: Mapping[str, Any], recorded: Mapping[str, Any]) -> dict[str, Any]:
    """The members of an answer that a record has too; those that are absent are None."""
    return {name: answer.get(name) for name in recorded}
