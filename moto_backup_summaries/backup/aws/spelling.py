"""Which known name somebody meant who wrote one that is not known."""

from collections.abc import Iterable
from functools import lru_cache

# Of a name that long two letters may be wrong, of a shorter one a letter too many, too few or swapped.
_LONG = 8
_SHORTEST = 3
# Of up to so many letters, another one makes another word: EKS is not EBS.
_ACRONYM = 4


def near_names(text: str, known: Iterable[str]) -> list[str]:
    """The known names that are this one but for case, signs between words and a letter or two."""
    plain = {name: _plain(name) for name in known}
    wanted = _plain(text)
    same = [name for name in plain if plain[name] == wanted]
    return same or [name for name in plain if _is_near(wanted, plain[name])]


def did_you_mean(near: Iterable[str]) -> str:
    """The end of a refusal; nothing where no name is near."""
    names = " or ".join(near)
    return names and f"; did you mean {names}?"


@lru_cache(maxsize=1024)
def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _is_near(text: str, name: str) -> bool:
    shorter = min(len(text), len(name))
    most = 2 if shorter >= _LONG else 1
    if shorter < _SHORTEST or abs(len(text) - len(name)) > most:
        return False
    # One wrong letter takes one out of the letters that they have, and puts another in.
    if len(set(text) ^ set(name)) > 2 * most:
        return False
    return _distance(text, name, 2 if shorter <= _ACRONYM else 1) <= most


def _distance(text: str, name: str, other_letter: int) -> int:
    """How many letters are too many, too few, swapped or, each for so many, others."""
    before: list[int] = []
    row = list(range(len(name) + 1))
    for i, letter in enumerate(text, 1):
        further, before, row = before, row, [i]
        for j, wanted in enumerate(name, 1):
            least = min(
                before[j] + 1,
                row[j - 1] + 1,
                before[j - 1] + (0 if letter == wanted else other_letter),
            )
            if i > 1 and j > 1 and (letter, text[i - 2]) == (name[j - 2], wanted):
                least = min(least, further[j - 2] + 1)
            row.append(least)
    return row[-1]
