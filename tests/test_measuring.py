"""Branches that are measured by events are those that coverage's own tracer sees."""

import runpy
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from coverage import Coverage
from hypothesis import given
from hypothesis import strategies as st
from measuring import CAN_TELL_OF_BRANCHES, tell_of_branches

PATH = str(Path(__file__).with_name("each_branch.py"))
FUNCTIONS = [
    *("conditions", "loops", "endless", "exceptions", "contexts", "matches", "comprehensions"),
    "generators",
]
VALUES = [None, 0, 1, 2, 3, 5, "", "1", "12", "long", "longer", (), [], [0], [0, 2, 7], {"key": 1}]

pytestmark = pytest.mark.skipif(not CAN_TELL_OF_BRANCHES, reason="Python tells of no branches")


def run_and_measure(calls: list[tuple[str, Any]], *, by_events: bool) -> Any:
    """The lines that did not run, and at each branch its ways and how many of them were gone."""
    coverage = Coverage(branch=True, data_file=None, config_file=False, include=[PATH])
    coverage.start()
    try:
        if by_events:
            tell_of_branches()
        functions = runpy.run_path(PATH)
        for name, value in calls:
            with suppress(AssertionError, KeyError, TypeError):
                functions[name](value)
    finally:
        coverage.stop()
    return coverage.analysis2(PATH)[3], coverage.branch_stats(PATH)


@given(st.lists(st.tuples(st.sampled_from(FUNCTIONS), st.sampled_from(VALUES)), max_size=30))
def test_branches_by_events_are_those_of_the_tracer(calls: list[tuple[str, Any]]) -> None:
    assert run_and_measure(calls, by_events=True) == run_and_measure(calls, by_events=False)


@pytest.mark.no_cover
def test_nothing_measures_a_test_that_is_not_covered() -> None:
    assert Coverage.current() is None


@pytest.mark.no_cover
def test_a_branch_that_was_never_gone_is_missing() -> None:
    lines, branches = run_and_measure([("endless", 9)], by_events=True)
    source = Path(PATH).read_text(encoding="utf-8").splitlines()
    never = [number for number, line in enumerate(source, 1) if "value += 1" in line]
    assert never[0] in lines
    assert branches[source.index("            if value > 3:") + 1] == (2, 1)
