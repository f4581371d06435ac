"""The settings of AWS Backup among moto's, given as `mock_aws(config={"backup": {...}})` or over HTTP."""

from collections.abc import Mapping
from typing import Any, cast

from moto.core.config import DefaultConfig, default_user_config

from .aws.errors import InvalidRequestException, refusal, unknown

# include_today: whether the windows of summaries end with today, or with yesterday as AWS's do.
# moto_compatible: whether what moto's own tests assert is answered, where AWS answers something else:
# moto_answers.py lists all of it.
# assert_all_rules_used: whether a mock that ends with a rule that was never used is an AssertionError.
DEFAULTS = {"include_today": True, "moto_compatible": True, "assert_all_rules_used": False}


def backup_settings(
    *,
    include_today: bool = DEFAULTS["include_today"],
    moto_compatible: bool = DEFAULTS["moto_compatible"],
    assert_all_rules_used: bool = DEFAULTS["assert_all_rules_used"],
) -> DefaultConfig:
    """Settings of AWS Backup for `mock_aws(config=backup_settings(include_today=False))`.

    include_today: whether the windows of summaries end with today, or with yesterday as AWS's do.
    moto_compatible: whether what moto's own tests assert is answered, where AWS answers something else.
    assert_all_rules_used: whether a mock that ends with a rule that was never used is an AssertionError.

    Its type is that of moto's settings, which do not know these. Raises ValueError for what is no bool.
    """
    settings = {
        "include_today": include_today,
        "moto_compatible": moto_compatible,
        "assert_all_rules_used": assert_all_rules_used,
    }
    check_config(settings)
    return cast(DefaultConfig, {"backup": settings})


def check_config(config: Any) -> None:
    """Raise ValueError for settings that AWS Backup does not have."""
    if not isinstance(config, Mapping):
        raise ValueError(refusal("backup", config, f"an object with {', '.join(DEFAULTS)}"))
    for name, value in config.items():
        if name not in DEFAULTS:
            raise ValueError(unknown("backup", name, DEFAULTS))
        if not isinstance(value, bool):
            raise ValueError(refusal(f"backup.{name}", value, "true or false"))


def check_config_of_server(config: Any) -> None:
    """Raise ValueError for what a server cannot do: no mock ends in its process."""
    if isinstance(config, Mapping) and config.get("assert_all_rules_used"):
        accepted = (
            "false on a server; GET /moto-api/static/backup/outcomes and faults show times_used"
        )
        raise ValueError(refusal("backup.assert_all_rules_used", True, accepted))


def check_settings() -> None:
    """Raise ValueError for settings of the mock that are wrong: moto takes any from Python."""
    try:
        check_config(_settings())
    except ValueError as error:
        raise ValueError(f"mock_aws(config=…): {error}") from None


def setting(name: str) -> bool:
    """A setting that is in force; raises InvalidRequestException for settings that are wrong."""
    try:
        check_settings()
    except ValueError as error:
        raise InvalidRequestException(str(error)) from None
    return bool(_settings().get(name, DEFAULTS[name]))


def _settings() -> Any:
    moto: Any = default_user_config
    return moto.get("backup", DEFAULTS)
