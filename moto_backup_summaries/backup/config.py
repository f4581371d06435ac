"""The settings of AWS Backup among moto's, given as `mock_aws(config={"backup": {...}})` or over HTTP."""

from collections.abc import Mapping
from typing import Any

from moto.core.config import default_user_config

from .aws.errors import InvalidRequestException, refusal

# include_today: whether the windows of summaries end with today, or with yesterday as AWS's do.
# moto_compatible: whether what moto's own tests assert is answered, where AWS answers something else.
DEFAULTS = {"include_today": True, "moto_compatible": True}


def check_config(config: Any) -> None:
    """Raise ValueError for settings that AWS Backup does not have."""
    if not isinstance(config, Mapping):
        raise ValueError(refusal("backup", config, f"an object with {', '.join(DEFAULTS)}"))
    for name, value in config.items():
        if name not in DEFAULTS:
            raise ValueError(refusal("backup", name, f"one of {', '.join(DEFAULTS)}"))
        if not isinstance(value, bool):
            raise ValueError(refusal(f"backup.{name}", value, "true or false"))


def setting(name: str) -> bool:
    """A setting that is in force; raises InvalidRequestException for settings that are wrong."""
    moto: Any = default_user_config
    config = moto.get("backup", DEFAULTS)
    try:
        check_config(config)
    except ValueError as error:
        raise InvalidRequestException(f"mock_aws(config=…): {error}") from None
    return bool(config.get(name, DEFAULTS[name]))
