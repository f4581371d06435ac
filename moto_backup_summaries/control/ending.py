"""The end of a mock: warnings of unused rules, and of jobs that nobody requested."""

import sys
import warnings
from collections.abc import Callable

from ..backup.account import current_scenario
from ..backup.aws.errors import InvalidRequestException
from ..backup.config import setting
from ..backup.scenario.rule import calling_line, unused_text
from ..warning import BackupSummariesWarning


def end_mock(stop: Callable[[], None]) -> None:
    """Stop a mock. If that drops its state, warn of likely mistakes, or raise AssertionError.

    The mock has stopped by then, so that an error hurts no other test. A failed test keeps its own error.
    In a decorated class with setUp, moto keeps the state at the end of a test.
    """
    scenario, is_asserted = current_scenario(), _is_asserted()
    stop()
    if sys.exc_info()[0] is not None or current_scenario() is scenario:
        return
    unused = scenario.unused()
    if unused and is_asserted:
        raise AssertionError(unused_text(unused))
    for text, (file, line) in scenario.warnings(calling_line()):
        warnings.warn_explicit(text, BackupSummariesWarning, file, line)


def _is_asserted() -> bool:
    try:
        return setting("assert_all_rules_used")
    except InvalidRequestException:
        return False
