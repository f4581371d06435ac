"""Remembers what happened in an account, for whoever asks later."""

from ..account import Account
from ..events import JobsStored, Record
from ..frame.transactions import append


def remember(account: Account, record: Record) -> None:
    """Keep a record; of jobs that the world outside does not hear of apart, where they are listed."""
    if not isinstance(record, JobsStored) or record.is_told:
        append(account.history, record)
    elif record.is_listed:
        append(account.loaded, record)
