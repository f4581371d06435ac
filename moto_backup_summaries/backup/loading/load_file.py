"""What `--load` takes: jobs, or an account, told apart by what is in the file."""

from collections.abc import Sequence
from typing import NamedTuple

from ..aws.account_sections import HEADER
from ..scenario.rule import SetAt
from .load_account import read_account
from .load_jobs import read_jobs
from .shifts import Shift
from .sources import Piece, Pieces, pieces_of


class LoadedFile(NamedTuple):
    """What was loaded, in words, what is odd about it, and the regions that have it."""

    number: str
    remarks: Sequence[str]
    regions: Sequence[str]


def load_file(path: str, shift_to_now: Shift) -> LoadedFile:
    """Load a file for load_jobs(), or one for load_account(); raises ValueError or OSError as these do."""
    pieces = Pieces(list(pieces_of(path)))
    if has_account(pieces):
        return load_account_of(pieces, shift_to_now, SetAt(path))
    reading = read_jobs(pieces, shift_to_now=shift_to_now)
    number = reading.store(SetAt(path))
    words = "1 job" if number == 1 else f"{number} jobs"
    return LoadedFile(words, reading.remarks, reading.regions)


def has_account(pieces: Pieces) -> bool:
    """Whether files are of accounts, and not of jobs alone."""
    return any(_has(piece, f'"{HEADER}"'.encode()) for piece in pieces.pieces)


def _has(piece: Piece, text: bytes) -> bool:
    end = b""
    for block in piece.blocks():
        # The text may begin in one block and end in another.
        end = end[-len(text) :] + block
        if text in end:
            return True
    return False


def load_account_of(pieces: Pieces, shift_to_now: Shift, loaded_by: SetAt) -> LoadedFile:
    """Load the accounts of files; raises ValueError as load_account() does."""
    account = read_account(pieces, shift_to_now=shift_to_now)
    numbers = account.store(loaded_by)
    words = ", ".join(f"{number} {name}" for name, number in numbers.items()) or "nothing"
    ids = " and ".join(account.account_ids)
    return LoadedFile(f"{words} of account {ids}", account.remarks, account.regions)
