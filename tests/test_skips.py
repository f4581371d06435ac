"""In CI a test that skips for a reason that nobody accepted is a failure."""

import pytest
from skips import ACCEPTED, SkipsOfCI

SUITE = """
import pytest

def test_a_command_is_called() -> None:
    pytest.skip("npm is not installed")
"""


def test_a_skip_that_ci_does_not_accept_fails_the_run(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(SUITE)
    ran = pytester.runpytest_inprocess(plugins=[SkipsOfCI()])
    assert ran.ret == pytest.ExitCode.TESTS_FAILED
    ran.stdout.fnmatch_lines(["CI accepts no such skip: *test_a_command*: npm is not installed"])


def test_a_skip_that_ci_accepts_is_none(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ACCEPTED, "npm is not", "a test of this rule")
    pytester.makepyfile(SUITE)
    assert pytester.runpytest_inprocess(plugins=[SkipsOfCI()]).ret == pytest.ExitCode.OK
