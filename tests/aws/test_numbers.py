"""Truths are no numbers."""

from typing import Any

import pytest

from moto_backup_summaries.backup.aws.numbers import is_integer, is_number


@pytest.mark.parametrize(
    ("value", "kinds"),
    [
        (0, (True, True)),
        (-7, (True, True)),
        (1.5, (False, True)),
        (True, (False, False)),
        (False, (False, False)),
        ("1", (False, False)),
        (None, (False, False)),
    ],
)
def test_what_is_an_integer_and_what_a_number(value: Any, kinds: tuple[bool, bool]) -> None:
    assert (is_integer(value), is_number(value)) == kinds
