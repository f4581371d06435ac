"""`*` stands for any characters but white space."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moto_backup_summaries.backup.aws.wildcards import fits_iam, matches


def test_any_text_fits_where_there_is_no_pattern() -> None:
    assert matches(None, "")
    assert matches(None, "my disk")


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("", ""),
        ("same", "same"),
        ("same as", "same as"),
        # Alone, also for nothing.
        ("*", ""),
        ("*", "anything"),
        ("**", ""),
        ("**", "anything"),
        # At the end, at the beginning, in the middle; also for nothing.
        ("pre*", "prefix"),
        ("pre*", "pre"),
        ("*fix", "prefix"),
        ("*fix", "fix"),
        ("pre*fix", "pre-fix"),
        ("pre*fix", "prefix"),
        # What stands between two, at any place.
        ("*a*", "a"),
        ("*a*", "abc"),
        ("*b*", "abc"),
        ("*c*", "abc"),
        ("a*b*c", "abc"),
        ("a*b*c", "a-b-c"),
        ("*ab*ab*", "abab"),
        ("*a*b*c*", "1a2b3c4"),
        ("a*b*c*d", "abcbcd"),
        # White space that the pattern itself has.
        ("my disk*", "my disk-1"),
        ("*my disk", "is-my disk"),
        ("*my disk*", "is-my disk-1"),
        ("my disk*my disk*my disk", "my disk-my disk-my disk"),
        # No other character is special.
        ("a.c", "a.c"),
        ("[a]?*", "[a]?b"),
    ],
)
def test_a_text_matches(pattern: str, text: str) -> None:
    assert matches(pattern, text) is True


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("", "a"),
        ("same", "sam"),
        ("same", "same "),
        ("same", "SAME"),
        ("a.c", "abc"),
        ("pre*", "prfix"),
        ("pre*", "a-pre"),
        ("*fix", "fixed"),
        ("pre*fix", "prefixed"),
        ("pre*fix", "suffix"),
        # The beginning and the end of a pattern are not the same characters of a text.
        ("aba*aba", "aba"),
        ("aba*aba", "ababa"),
        ("*a*a", "a"),
        ("a*a*a", "aa"),
        ("*aba*aba*", "ababa"),
        # What stands between two is there, in this order.
        ("*a*", "bc"),
        ("a*b*c", "ac"),
        ("a*b*c*d", "acbd"),
        ("a*b*b*c", "abc"),
        # White space is not for the *, wherever it is.
        ("*", " "),
        ("*", "a b"),
        ("*", "a\tb"),
        ("*", "a\n"),
        ("pre*", "pre fix"),
        ("*fix", "pre fix"),
        ("pre*fix", "pre fix"),
        ("*a*", " a"),
        ("*a*", "a "),
        ("a*b*c", "a b-c"),
        ("a*b*c", "a-b c"),
        ("a*b*c*d", "a-b c-d"),
    ],
)
def test_a_text_does_not_match(pattern: str, text: str) -> None:
    assert matches(pattern, text) is False


def fits_by_recursion(pattern: str, text: str) -> bool:
    """The meaning of IAM's patterns, in the fewest words."""
    if not pattern:
        return not text
    if pattern[0] == "*":
        return fits_by_recursion(pattern[1:], text) or (
            bool(text) and fits_by_recursion(pattern, text[1:])
        )
    return bool(text) and pattern[0] in ("?", text[0]) and fits_by_recursion(pattern[1:], text[1:])


# Two letters, so that parts are found in several places; so short that recursion ends.
@given(st.text("ab*?", max_size=7), st.text("ab\n", max_size=7))
def test_a_pattern_of_iam_fits_what_its_meaning_says(pattern: str, text: str) -> None:
    assert fits_iam(pattern, text) is fits_by_recursion(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("*", "", True),
        ("?", "", False),
        ("?", "\n", True),
        ("", "", True),
        ("", "a", False),
        ("a?c", "abc", True),
        ("a?c", "abcd", False),
        ("*?", "a", True),
        ("?*?", "a", False),
        ("a*?b", "ab", False),
        ("a*?b", "acb", True),
        ("?a*b?", "xaby", True),
        ("*a?b*b", "aabab", True),
        ("*a?b*b", "aab", False),
        # What one part has used is not there for the next.
        ("*a?*a?*", "ab", False),
        ("*a?*a?*", "abac", True),
        ("a?*?a", "aaaa", True),
        ("a?*?a", "aaa", False),
        # All else stands for itself.
        (".+[a]?", ".+[a]x", True),
        (".+[a]?", "bba", False),
    ],
)
def test_what_fits_a_pattern_of_iam(pattern: str, text: str, expected: bool) -> None:
    assert fits_iam(pattern, text) is expected
