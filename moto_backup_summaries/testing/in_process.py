"""AWS Backup under moto's mock, in the process of the test."""

from collections.abc import Callable
from typing import Any

from .aws_backup import AwsBackup
from .mock import FreshAws


class MockedAwsBackup(AwsBackup):
    def __init__(self, aws: FreshAws) -> None:
        super().__init__(aws.clients)
        self._clock = aws.clock

    def advance(self, duration: Any) -> None:
        self._clock.advance(duration)

    def at(self, time: Any) -> None:
        self._clock.set(time)

    def _call(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)
