"""`*` stands for any characters but white space."""

import pytest

from moto_backup_summaries.backup.aws.wildcards import matches


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
