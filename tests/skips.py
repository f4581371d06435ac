"""Which tests may skip where CI is set, and a failure of the run for each other that does.

A test that skips because a command or a registry is missing is right on a stranger's machine; in CI it hides
a fault.
"""

import re

import pytest

# How the reason of a skip begins that CI accepts, and why.
ACCEPTED: dict[str, str] = {
    "botocore makes no such client": "a partition has no such endpoints",
    "mypy is not installed": "`tox run -e types`, which CI runs too, checks the same",
    "pyright is not installed": "the same",
    "aiobotocore is not installed": "`tox run -e aio`, which CI runs too, has it",
    "aiomoto is not installed": "the same",
    "pytest-randomly is not installed": "`tox run -e plain`, which CI runs too, has it",
    r"botocore \S+ is too old": "the newest botocore, of which CI runs all tests, is not",
}


class SkipsOfCI:
    """A plugin of pytest: a run in which a test skips for a reason that is not accepted fails."""

    def __init__(self) -> None:
        self._refused: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and isinstance(report.longrepr, tuple):
            reason = report.longrepr[2].removeprefix("Skipped: ")
            if not any(re.match(accepted, reason) for accepted in ACCEPTED):
                self._refused[report.nodeid] = reason

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self._refused:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for test, reason in self._refused.items():
            terminalreporter.write_line(f"CI accepts no such skip: {test}: {reason}", red=True)
