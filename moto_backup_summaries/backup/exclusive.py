"""The one lock: jobs move, are listed and leave recovery points in other accounts and regions under it."""

from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
_lock = RLock()


def exclusive(function: Callable[P, T]) -> Callable[P, T]:
    """Let whatever comes in from outside run alone."""

    @wraps(function)
    def run_alone(*args: P.args, **kwargs: P.kwargs) -> T:
        with _lock:
            return function(*args, **kwargs)

    return run_alone
