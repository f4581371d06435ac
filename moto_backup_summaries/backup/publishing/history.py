"""Remembers what happened in an account, for whoever asks later."""

from ..account import Account
from ..events import JobsStored, Record


def remember(account: Account, record: Record) -> None:
    """Keep a record; of jobs that the world outside does not hear of apart, where they are listed."""
    if not isinstance(record, JobsStored) or record.is_told:
        account.history.append(record)
    elif record.is_listed:
        account.loaded.append(record)
