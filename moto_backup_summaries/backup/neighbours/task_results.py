"""The answer of AWS Backup to a task of Step Functions.

moto passes on the datetimes that boto3 makes, which no state and no answer of Step Functions can hold.
"""

from datetime import datetime, timezone
from typing import Any


def with_dates_as_text(value: Any) -> Any:
    """The value with each date as the SDK for Java writes it, which Step Functions uses."""
    if isinstance(value, dict):
        return {name: with_dates_as_text(member) for name, member in value.items()}
    if isinstance(value, list):
        return [with_dates_as_text(item) for item in value]
    return _date_text(value) if isinstance(value, datetime) else value


def _date_text(moment: datetime) -> str:
    precision = "milliseconds" if moment.microsecond else "seconds"
    text = moment.astimezone(timezone.utc).replace(tzinfo=None).isoformat(timespec=precision)
    return f"{text}Z"
