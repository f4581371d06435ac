"""Failures in the middle of what the package does, wherever a test wants one."""

import itertools
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from inspect import CO_GENERATOR
from pathlib import Path
from types import FrameType
from typing import Any

import moto_backup_summaries

# What is imported at the first request, which may be one in the middle of which something fails.
import moto_backup_summaries.backup.frame.urls
import moto_backup_summaries.control.endpoints

PACKAGE = str(Path(moto_backup_summaries.__file__).parent)
TESTS = str(Path(__file__).parent)


class InjectedError(Exception):
    pass


@contextmanager
def failing_at(nth: int) -> Iterator[list[str]]:
    """Let the nth function of the package that is called inside raise; tells its name."""
    calls = itertools.count(1)
    failed: list[str] = []

    def count(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and not failed and _may_fail(frame) and next(calls) == nth:
            failed.append(frame.f_code.co_qualname if sys.version_info > (3, 11) else "a call")
            raise InjectedError

    sys.setprofile(count)
    try:
        yield failed
    finally:
        sys.setprofile(None)


@contextmanager
def counting() -> Iterator[list[int]]:
    """How many functions of the package, which may fail, are called inside."""
    calls = [0]

    def count(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and _may_fail(frame):
            calls[0] += 1

    sys.setprofile(count)
    try:
        yield calls
    finally:
        sys.setprofile(None)


# What moto's routing runs, what a generator is made of, and modules, which whoever needs them first imports.
_SPARED_CODE = ("dispatch", "respond", "urls", "<genexpr>", "<module>")


def _may_fail(frame: FrameType | None) -> bool:
    """What undoes is not let fail: it is what is tested. Nor what answers an error, what stands between moto
    and this package, what tells of what has happened already, and what warns of a request before it is sent.

    An error of what time brings is logged, and the request goes on: that is another test's.
    """
    if frame is None or not frame.f_code.co_filename.startswith(PACKAGE):
        return False
    spared = (
        "frame/transactions.py",
        "kit/state.py",
        "frame/errors.py",
        "registration.py",
        "replacing.py",
        "imports.py",
    )
    code = frame.f_code
    if code.co_filename.endswith(spared) or code.co_name in _SPARED_CODE:
        return False
    # What is raised where a generator is closed goes nowhere: it fails when it is begun only.
    if code.co_flags & CO_GENERATOR and frame.f_lineno != code.co_firstlineno:
        return False
    return _may_fail_in(frame)


def _may_fail_in(frame: FrameType | None) -> bool:
    """Whether what is called from here may fail, by who has called it."""
    is_in_answer = False
    # What has called a test is as deep again, and none of ours.
    while frame is not None and not frame.f_code.co_filename.startswith(TESTS):
        name = frame.f_code.co_name
        is_in_answer = is_in_answer or name == "respond"
        # Who may answer is asked before anything is answered.
        is_before = name == "answer_to_botocore" and not is_in_answer
        if is_before or name in ("advance_everything", "deliver", "warn_of_empty_names"):
            return False
        frame = frame.f_back
    return True
