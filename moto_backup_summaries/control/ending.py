"""The end of a mock, which tells of rules that were never used, and of jobs that nobody asked for."""

import sys
import warnings
from collections.abc import Callable

from ..backup.account import current_scenario
from ..backup.aws.errors import InvalidRequestException
from ..backup.config import setting
from ..backup.scenario.rule import called_from, unused_text
from ..warning import BackupSummariesWarning


def end_mock(stop: Callable[[], None]) -> None:
    """Stop a mock. If that ends its state, warn of what was hardly meant, or raise AssertionError.

    Everything is clean by then, so that whatever is raised hurts no other test. A test that fails has
    its own error to tell. Of a decorated class with setUp, moto keeps the state when a test ends.
    """
    scenario, is_asserted = current_scenario(), _is_asserted()
    stop()
    if sys.exc_info()[0] is not None or current_scenario() is scenario:
        return
    unused = scenario.unused()
    if unused and is_asserted:
        raise AssertionError(unused_text(unused))
    for text, (file, line) in scenario.to_tell(called_from()):
        warnings.warn_explicit(text, BackupSummariesWarning, file, line)


def _is_asserted() -> bool:
    try:
        return setting("assert_all_rules_used")
    except InvalidRequestException:
        return False
