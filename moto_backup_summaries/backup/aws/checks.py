"""What AWS Backup accepts of roles, vaults, windows and lifecycles, wherever they are given."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from .arns import Arn
from .errors import InvalidParameterValueException, MissingParameterValueException

MOST_MINUTES = 52_560_000
LEAST_START_WINDOW = 60
MOST_DAYS = 36_500
# Days that what went to cold storage stays there at least.
DAYS_IN_COLD_STORAGE = 90
_ROLE = re.compile(r"arn:aws[a-z-]*:iam::[0-9]{12}:role/.+")


def required(parameters: Mapping[str, Any], names: Iterable[str]) -> None:
    missing = [name for name in names if parameters.get(name) in (None, "")]
    if missing:
        raise MissingParameterValueException(f"Missing required parameter: {', '.join(missing)}")


def vault(name: str, text: str) -> Arn:
    """The parts of a vault's ARN."""
    arn = Arn.parse(text)
    if arn is None or arn.service != "backup" or not arn.resource.startswith("backup-vault:"):
        raise InvalidParameterValueException.of(
            name, text, "the ARN of a vault: arn:PARTITION:backup:REGION:ACCOUNT:backup-vault:NAME"
        )
    return arn


def role(name: str, parameters: Mapping[str, Any]) -> None:
    value = parameters.get(name)
    if value is not None and not _ROLE.fullmatch(value):
        raise InvalidParameterValueException.of(
            name, value, "the ARN of a role: arn:PARTITION:iam::ACCOUNT:role/NAME"
        )


def one_of(name: str, value: str, accepted: Iterable[str]) -> None:
    if value not in accepted:
        raise InvalidParameterValueException.of(name, value, "one of " + ", ".join(accepted))


def windows(parameters: Mapping[str, Any]) -> None:
    for name, least in (("StartWindowMinutes", LEAST_START_WINDOW), ("CompleteWindowMinutes", 1)):
        in_range(name, parameters.get(name), least, MOST_MINUTES)


def lifecycle(value: Mapping[str, Any] | None) -> None:
    """DeleteAfterDays from 1 to 36,500, and late enough after MoveToColdStorageAfterDays."""
    days = value or {}
    delete, move = days.get("DeleteAfterDays"), days.get("MoveToColdStorageAfterDays")
    in_range("Lifecycle.DeleteAfterDays", delete, 1, MOST_DAYS)
    in_range("Lifecycle.MoveToColdStorageAfterDays", move, 0, MOST_DAYS)
    if delete is not None and move is not None and delete < move + DAYS_IN_COLD_STORAGE:
        raise InvalidParameterValueException.of(
            "Lifecycle.DeleteAfterDays",
            delete,
            f"at least {DAYS_IN_COLD_STORAGE} days after MoveToColdStorageAfterDays, {move}",
        )


def in_range(name: str, value: int | None, least: int, most: int) -> None:
    if value is not None and not least <= value <= most:
        raise InvalidParameterValueException.of(name, value, f"an integer from {least} to {most}")
