"""All names of a shape change places, but for those that stay; no name leaves its shape."""

import re
from itertools import product
from string import ascii_lowercase

import pytest

from moto_backup_summaries.capture.renaming import Renaming

KEY = b"key"


def never(_: str) -> bool:
    return False


@pytest.mark.parametrize("kept", [set(), {"ab", "cd", "ef"}, {"ab"}])
def test_names_of_two_letters_change_places(kept: set[str]) -> None:
    names = {"".join(pair) for pair in product(ascii_lowercase, repeat=2)}
    renaming = Renaming(KEY, kept.__contains__)
    renamed = {name: renaming.renamed(name) for name in names}
    assert {*renamed.values()} == names
    assert {name for name, other in renamed.items() if name == other} == kept


@pytest.mark.parametrize(
    ("names", "shape"),
    [
        # Digits of base 16 may not become what is none, nor an id of AWS, nor the other way round.
        ([f"z{number:07}" for number in range(200)], "[g-z][0-9]{7}"),
        ([f"a{number:07}" for number in range(200)], "(?=.*[0-9])(?=.*[a-f])[0-9a-f]{8}"),
        ([f"x-{number:08}" for number in range(200)], "(?![ior]-)[a-z]-[0-9]{8}"),
        ([f"i-{number:08}" for number in range(200)], "i-[0-9]{8}"),
        (["é", "ß"], "[^\x00-\x7f]"),
        (["Дом"], "[\u0400-\u04ff]{3}"),
        (["--", "_"], "--|_"),
    ],
)
def test_each_name_keeps_its_shape(names: list[str], shape: str) -> None:
    renaming = Renaming(KEY, never)
    renamed = [renaming.renamed(name) for name in names]
    assert [other for other in renamed if not re.fullmatch(shape, other)] == []
    assert len({*renamed}) == len(names)


def test_another_key_gives_other_names() -> None:
    name = "payroll-vault"
    assert Renaming(KEY, never).renamed(name) != Renaming(b"other", never).renamed(name)
