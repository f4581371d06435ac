"""The answer of AWS Backup as a task of Step Functions gives it to its state machine.

moto gives the objects that boto3 makes of dates, which no state and no answer of Step Functions can hold.
"""

from datetime import datetime, timezone
from typing import Any


def with_written_dates(value: Any) -> Any:
    """The value with each date as the SDK for Java writes it, by which Step Functions asks."""
    if isinstance(value, dict):
        return {name: with_written_dates(member) for name, member in value.items()}
    if isinstance(value, list):
        return [with_written_dates(item) for item in value]
    return _written(value) if isinstance(value, datetime) else value


def _written(moment: datetime) -> str:
    precision = "milliseconds" if moment.microsecond else "seconds"
    text = moment.astimezone(timezone.utc).replace(tzinfo=None).isoformat(timespec=precision)
    return f"{text}Z"
