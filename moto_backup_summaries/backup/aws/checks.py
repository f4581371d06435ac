"""Which roles, vaults, windows, lifecycles and tags AWS Backup accepts, for all operations alike."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from moto.utilities.utils import get_partition

from .arns import Arn
from .errors import (
    InvalidParameterValueException,
    LimitExceededException,
    refusal,
)
from .lifecycles import NEVER_DAYS
from .recorded_errors import LIFECYCLE_OUT_OF_RANGE, LIFECYCLE_TOO_CLOSE
from .wildcards import matches

MOST_MINUTES = 52_560_000
LEAST_START_WINDOW = 60
MOST_DAYS = 36_500
# The fewest days that a recovery point stays in cold storage.
DAYS_IN_COLD_STORAGE = 90
MOST_TAGS = 50
LONGEST_TAG_KEY, LONGEST_TAG_VALUE = 128, 256
# https://docs.aws.amazon.com/aws-backup/latest/devguide/API_AdvancedBackupSetting.html
BACKUP_OPTIONS = {"EC2": ("WindowsVSS",), "S3": ("BackupACLs", "BackupObjectTags")}
# What a refusal says that a role is.
ROLE_ARN = "the ARN of a role: arn:PARTITION:iam::ACCOUNT:role/NAME"
_ROLE = re.compile(r"arn:aws[a-z-]*:iam::[0-9]{12}:role/.+")
_KEY = re.compile(r"arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+")


def vault_arn(name: str, text: str) -> Arn:
    """Accept the ARN of a vault, and give its parts."""
    arn = Arn.parse(text)
    if (
        arn is None
        or arn.service != "backup"
        or arn.partition != get_partition(arn.region)
        or not arn.resource.startswith("backup-vault:")
    ):
        raise InvalidParameterValueException.of(
            name, text, "the ARN of a vault: arn:PARTITION:backup:REGION:ACCOUNT:backup-vault:NAME"
        )
    return arn


def own_vault_arn(name: str, text: str, account_id: str, region: str) -> None:
    """Accept the ARN of a vault of this account and region."""
    arn = vault_arn(name, text)
    if (arn.account_id, arn.region) != (account_id, region):
        accepted = f"the ARN of a vault of account {account_id} in {region}"
        raise InvalidParameterValueException.of(name, text, accepted)


def own_partition(partition: str, parameters: Mapping[str, Any], *names: str) -> None:
    """Accept ARNs of the caller's partition only: aws-cn in China, aws-us-gov in GovCloud.

    names: of the parameters that are ARNs, patterns of ARNs or lists of either, as far as there are any.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
    """
    for name in names:
        value = parameters.get(name) or ()
        for text in (value,) if isinstance(value, str) else value:
            # A pattern may end behind the service.
            kind, _, rest = text.partition(":")
            if kind == "arn" and not matches(rest.partition(":")[0], partition):
                accepted = f"an ARN of the partition {partition}"
                raise InvalidParameterValueException.of(name, text, accepted)


def one_of(name: str, value: str, accepted: Iterable[str]) -> None:
    if value not in accepted:
        raise InvalidParameterValueException.of(name, value, "one of " + ", ".join(accepted))


def lifecycle(value: Mapping[str, Any] | None, name: str = "Lifecycle") -> None:
    """Accept days, of which -1 stands for never; AWS alone sets DeleteAfterEvent.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html
    """
    days: Mapping[str, Any] = value or {}
    event = days.get("DeleteAfterEvent")
    if event is not None:
        raise InvalidParameterValueException.of(
            f"{name}.DeleteAfterEvent", event, "nothing: it is told, never given"
        )
    delete, move = days.get("DeleteAfterDays"), days.get("MoveToColdStorageAfterDays")
    if not _is_in_range_or_never(delete, 1):
        raise LIFECYCLE_OUT_OF_RANGE.error()
    if not _is_in_range_or_never(move, 0):
        accepted = f"an integer from 0 to {MOST_DAYS}, or {NEVER_DAYS} for never"
        raise InvalidParameterValueException.of(
            f"{name}.MoveToColdStorageAfterDays", move, accepted
        )
    if delete in (None, NEVER_DAYS) or move in (None, NEVER_DAYS):
        return
    if delete < move + DAYS_IN_COLD_STORAGE:
        raise LIFECYCLE_TOO_CLOSE.error()


def _is_in_range_or_never(days: int | None, least: int) -> bool:
    return days in (None, NEVER_DAYS) or least <= days <= MOST_DAYS


def backup_options(name: str, options: Mapping[str, str], resource_type: str) -> None:
    """Accept the options of a resource type, enabled or disabled."""
    accepted_options = BACKUP_OPTIONS.get(resource_type, ())
    for option, value in options.items():
        if option not in accepted_options:
            names = ", ".join(accepted_options)
            accepted = f"one of {names}" if names else f"nothing for {resource_type}"
            raise InvalidParameterValueException.of(name, option, accepted)
        one_of(f"{name}.{option}", value, ("enabled", "disabled"))


def tags(
    name: str,
    new_tags: Mapping[str, str],
    present: Mapping[str, str] | None = None,
    most: int = MOST_TAGS,
) -> None:
    """Accept new tags of a resource, beside those that are present; at most so many together.

    https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
    """
    for key, value in new_tags.items():
        if not 0 < len(key) <= LONGEST_TAG_KEY or key.lower().startswith("aws:"):
            accepted = f"keys of 1 to {LONGEST_TAG_KEY} characters that do not begin with aws:"
            raise InvalidParameterValueException.of(name, key, accepted)
        if len(value) > LONGEST_TAG_VALUE:
            accepted = f"at most {LONGEST_TAG_VALUE} characters"
            raise InvalidParameterValueException.of(f"{name}.{key}", value, accepted)
    number = len({**(present or {}), **new_tags})
    if number > most:
        raise LimitExceededException(refusal(name, f"{number} tags", f"at most {most}"))


def in_range(name: str, value: int | None, least: int, most: int) -> None:
    if value is not None and not least <= value <= most:
        raise InvalidParameterValueException.of(name, value, f"an integer from {least} to {most}")


def is_role_arn(text: str) -> bool:
    return _ROLE.fullmatch(text) is not None


def _role(name: str, arn: str) -> None:
    if not is_role_arn(arn):
        raise InvalidParameterValueException.of(name, arn, ROLE_ARN)


def _key(name: str, arn: str) -> None:
    if not _KEY.fullmatch(arn):
        accepted = "the ARN of a key of KMS: arn:PARTITION:kms:REGION:ACCOUNT:key/ID"
        raise InvalidParameterValueException.of(name, arn, accepted)


_SHARED: Mapping[str, Callable[[str, Any], None]] = {
    "IamRoleArn": _role,
    "ScannerRoleArn": _role,
    "EncryptionKeyArn": _key,
    "StartWindowMinutes": partial(in_range, least=LEAST_START_WINDOW, most=MOST_MINUTES),
    # The second window of a job, and of a plan's rule.
    "CompleteWindowMinutes": partial(in_range, least=1, most=MOST_MINUTES),
    "CompletionWindowMinutes": partial(in_range, least=1, most=MOST_MINUTES),
    "Lifecycle": lambda name, value: lifecycle(value, name),
    **dict.fromkeys(
        (
            "BackupPlanTags",
            "BackupVaultTags",
            "RecoveryPointTags",
            "ReportPlanTags",
            "TieringConfigurationTags",
        ),
        tags,
    ),
}


def shared_parameters(parameters: Mapping[str, Any]) -> None:
    """Accept the parameters that several operations have: roles, keys, windows, a lifecycle, new tags.

    parameters: of an operation, or of a structure in them, such as a rule of a plan.
    """
    for name, check in _SHARED.items():
        if parameters.get(name) is not None:
            check(name, parameters[name])
