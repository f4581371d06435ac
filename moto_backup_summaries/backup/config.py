"""The settings of AWS Backup among moto's: `mock_aws(config={"backup": {...}})`, or over HTTP."""

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from moto.core.config import DefaultConfig, default_user_config

from .aws.errors import InvalidRequestException, refusal, unknown

# backup_settings() says what each of them does; MOTO_ANSWERS is all that moto_compatible changes.
DEFAULTS = {
    "include_today": True,
    "moto_compatible": True,
    "cross_account_copies_need_policy": True,
    "make_resources": True,
    "assert_all_rules_used": False,
}


def backup_settings(
    *,
    include_today: bool = DEFAULTS["include_today"],
    moto_compatible: bool = DEFAULTS["moto_compatible"],
    cross_account_copies_need_policy: bool = DEFAULTS["cross_account_copies_need_policy"],
    make_resources: bool = DEFAULTS["make_resources"],
    assert_all_rules_used: bool = DEFAULTS["assert_all_rules_used"],
) -> DefaultConfig:
    """Settings of AWS Backup for `mock_aws(config=backup_settings(include_today=False))`.

    include_today: whether the windows of summaries end with today, or with yesterday as AWS's do.
    moto_compatible: whether answers are those that moto's own tests assert, where AWS's differ.
    cross_account_copies_need_policy: whether a copy into another account fails unless the policy of its
        vault allows backup:CopyIntoBackupVault.
    make_resources: whether backups leave snapshots in moto's other services, as AWS's do, and restores make
        resources there.
    assert_all_rules_used: whether a mock that ends with an unused rule raises AssertionError.

    The type is that of moto's settings, which has no member for these. Raises ValueError for any but a bool.
    """
    settings = {
        "include_today": include_today,
        "moto_compatible": moto_compatible,
        "cross_account_copies_need_policy": cross_account_copies_need_policy,
        "make_resources": make_resources,
        "assert_all_rules_used": assert_all_rules_used,
    }
    check_config(settings)
    return cast(DefaultConfig, {"backup": settings})


def check_config(config: Any) -> None:
    """Raise ValueError for invalid settings of AWS Backup."""
    if not isinstance(config, Mapping):
        raise ValueError(refusal("backup", config, f"an object with {', '.join(DEFAULTS)}"))
    for name, value in config.items():
        if name not in DEFAULTS:
            raise ValueError(unknown("backup", name, DEFAULTS))
        if not isinstance(value, bool):
            raise ValueError(refusal(f"backup.{name}", value, "true or false"))


def check_config_of_server(config: Any) -> None:
    """Raise ValueError for assert_all_rules_used: no mock ends in the process of a server."""
    if isinstance(config, Mapping) and config.get("assert_all_rules_used"):
        accepted = (
            "false on a server; GET /moto-api/static/backup/outcomes, and of what else a test sets, shows "
            "times_used"
        )
        raise ValueError(refusal("backup.assert_all_rules_used", True, accepted))


def check_settings() -> None:
    """Raise ValueError for invalid settings of the mock, which moto accepts from Python."""
    try:
        check_config(_settings())
    except ValueError as error:
        raise ValueError(f"mock_aws(config=…): {error}") from None


def setting(name: str) -> bool:
    """The value of a setting; raises InvalidRequestException if the settings are invalid."""
    try:
        check_settings()
    except ValueError as error:
        raise InvalidRequestException(str(error)) from None
    return bool(_settings().get(name, DEFAULTS[name]))


def _settings() -> Any:
    moto_settings: Any = default_user_config
    return moto_settings.get("backup", DEFAULTS)


class MotoAnswer(NamedTuple):
    """An answer that a test of moto demands and that AWS does not give.

    With the setting `moto_compatible` we give it too, so that moto's own tests pass; without it, AWS's.

    operations, request: which requests get it. aws_answer, moto_answer: of AWS and of moto.
    test: the name of moto's test, in its tests/test_backup.
    """

    operations: str
    request: str
    aws_answer: str
    moto_answer: str
    test: str

    @property
    def is_given(self) -> bool:
        return setting("moto_compatible")


ABSENT_VAULT = MotoAnswer(
    "DescribeBackupVault",
    "an absent vault",
    "AccessDeniedException",
    "ResourceNotFoundException",
    "test_delete_backup_vault",
)
ABSENT_VAULT_OF_LOCK = MotoAnswer(
    "PutBackupVaultLockConfiguration",
    "an absent vault",
    "AccessDeniedException",
    "ResourceNotFoundException",
    "test_put_backup_vault_lock_configuration",
)
NO_FRAMEWORKS = MotoAnswer(
    "CreateReportPlan, UpdateReportPlan",
    "a compliance report of one account without FrameworkArns",
    "InvalidParameterValueException",
    "the report plan",
    "test_delete_report_plan",
)
NO_FORMATS = MotoAnswer(
    "DescribeReportPlan",
    "a channel that was given no Formats",
    "CSV",
    "no Formats",
    "test_create_report_plan",
)
MOTO_ANSWERS = (ABSENT_VAULT, ABSENT_VAULT_OF_LOCK, NO_FRAMEWORKS, NO_FORMATS)
