"""JSON is read alike with msgspec and without."""

import json
import sys
from collections.abc import Callable, Iterator
from math import inf
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from moto_backup_summaries.backup.loading.json_decoding import decoded, quick_decoder, value_at
from moto_backup_summaries.backup.loading.json_texts import values_of

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda values: st.lists(values) | st.dictionaries(st.text(), values),
    max_leaves=10,
)
# With and without line breaks, escapes and blanks behind it.
WRITTEN = st.builds(
    lambda value, indent, ascii_only, behind: (
        json.dumps(value, indent=indent, ensure_ascii=ascii_only) + behind
    ),
    VALUES,
    st.sampled_from([None, 1]),
    st.booleans(),
    st.sampled_from(["", " ", "\n", "\r\n"]),
)
# Mostly no JSON, or nearly.
PIECES = st.text('0123456789.eE+-[]{}":, \n\\u\ttrufalsn\ufeff\ud800')
TEXTS = WRITTEN | st.lists(WRITTEN).map("".join) | PIECES


@pytest.fixture(params=["with msgspec", "without it"])
def decoder(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if request.param == "without it":
        monkeypatch.setitem(sys.modules, "msgspec.json", None)
    quick_decoder.cache_clear()
    yield
    quick_decoder.cache_clear()


def told(read: Any, *arguments: Any) -> str:
    """What came of a call. -0.0, NaN and 1 are not 0, nothing and 1.0."""
    try:
        return repr(read(*arguments))
    except json.JSONDecodeError as error:
        return str(error)


@given(TEXTS)
@example("1e400")
@example("12345678901234567890123")
@example('{"twice": 1, "twice": 2}')
@example('"\\ud800"')
def test_a_text_is_what_python_reads_in_it(text: str) -> None:
    assert told(decoded, text) == told(json.loads, text)


@given(TEXTS)
def test_a_value_is_found_with_its_end(text: str) -> None:
    """Blanks behind it may belong to it or not."""

    def found(value_at: Callable[[str, int], tuple[Any, int]]) -> tuple[Any, str]:
        value, end = value_at(text, 0)
        return value, text[end:].lstrip(" \t\r")

    assert told(found, value_at) == told(found, json.JSONDecoder().raw_decode)


@pytest.mark.usefixtures("decoder")
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"number": 1.50}', {"number": 1.5}),
        ("[\n1]\n", [1]),
        ("1e400", inf),
        ('"\\ud800"', "\ud800"),
    ],
)
def test_a_text_has_its_value(text: str, value: Any) -> None:
    assert decoded(text) == value


@pytest.mark.usefixtures("decoder")
@pytest.mark.parametrize("text", ["", "{", "[1,]", "nul", "1 2"])
def test_what_is_no_json_is_refused_in_the_words_of_python(text: str) -> None:
    with pytest.raises(json.JSONDecodeError, match=r"line 1 column"):
        decoded(text)


@pytest.mark.usefixtures("decoder")
def test_values_follow_each_other() -> None:
    text = '[1]\n{"two":\n2} 3'
    assert value_at(text, 0) == ([1], 3)
    assert value_at(text, 4) == ({"two": 2}, text.index("}") + 1)
    assert value_at(text, len(text) - 1) == (3, len(text))
    with pytest.raises(json.JSONDecodeError):
        value_at(text, 3)


@pytest.mark.parametrize("text", ["{}" * 9, "{} {}" * 9, "[1]\n" + "[2]" * 9])
def test_a_line_of_several_values_is_tried_once(text: str) -> None:
    """Else each of them costs as much as all that follow it."""
    decoder, tried = quick_decoder(), []

    def note(_: object, event: str, called: object) -> None:
        if event == "c_call" and called is decoder:
            tried.append(called)

    sys.setprofile(note)
    try:
        values = [*values_of(text, "jobs.json")]
    finally:
        sys.setprofile(None)
    assert len(values) > len(tried) == len(text.splitlines())
