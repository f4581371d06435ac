"""Which names somebody may have meant who wrote one that does not exist."""

from collections.abc import Iterable
from functools import lru_cache

# In a name of so many letters two may be wrong; in a shorter one, one letter too many, too few or swapped.
_LONG = 8
_SHORTEST = 3
# Up to so many letters, one replaced letter makes another word: EKS is not EBS.
_ACRONYM = 4


def near_names(text: str, names: Iterable[str]) -> list[str]:
    """The names that differ from a text only in case, signs between words and a letter or two."""
    plain = {name: _plain(name) for name in names}
    plain_text = _plain(text)
    equal = [name for name in plain if plain[name] == plain_text]
    return equal or [name for name in plain if _is_near(plain_text, plain[name])]


def did_you_mean(near: Iterable[str]) -> str:
    """The end of a refusal that proposes names; empty without any."""
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
    # One replaced letter changes the set of letters by two at most.
    if len(set(text) ^ set(name)) > 2 * most:
        return False
    return _distance(text, name, 2 if shorter <= _ACRONYM else 1) <= most


def _distance(text: str, name: str, replacement_cost: int) -> int:
    """The edits from a name to a text: letters added, left out, swapped, or replaced at a cost."""
    before: list[int] = []
    row = list(range(len(name) + 1))
    for i, letter in enumerate(text, 1):
        further, before, row = before, row, [i]
        for j, expected in enumerate(name, 1):
            least = min(
                before[j] + 1,
                row[j - 1] + 1,
                before[j - 1] + (0 if letter == expected else replacement_cost),
            )
            if i > 1 and j > 1 and (letter, text[i - 2]) == (name[j - 2], expected):
                least = min(least, further[j - 2] + 1)
            row.append(least)
    return row[-1]
