"""Moto's mock for one test after the other: each begins with nothing, and beginning takes next to no time."""

from functools import cache
from typing import Any
from unittest.mock import patch

import botocore.session
from moto.core.config import DefaultConfig
from moto.core.custom_responses_mock import reset_responses_mock
from moto.core.models import MockAWS, botocore_stubber, responses_mock

from ..control.ending import end_mock
from ..control.resetting import KeptByMoto, Reset, Resets
from ..registration import register
from .clients import Clients, SharedClients
from .process_clock import ProcessClock


class AwsMock:
    """Moto's mock of a test session. `aws_mock.begin()` is AWS for one test, with nothing yet.

    config: as of `mock_aws(config=…)`; `backup_settings(…)` gives the settings of AWS Backup.
    resets: which services of moto have nothing when a test begins: "all", or some by moto's names, such as
        ["ec2"], beside AWS Backup, which always has nothing. What others have may stay.

    Raises ValueError for a service that moto does not have.
    """

    def __init__(self, config: DefaultConfig | None = None, *, resets: Resets = "all") -> None:
        self._config = config
        self.reset = Reset(resets)
        self.shared_clients = SharedClients()
        self._create_loader = cache(botocore.session.create_loader)
        self._responses: list[Any] = []

    def begin(self) -> "FreshAws":
        """AWS for one test, until its `end()`."""
        return FreshAws(self)

    def mocked(self) -> Any:
        """A mock of moto's, which begins as fast as it can."""
        mock: Any = MockAWS(self._config)
        # Moto's own compiles a thousand patterns of URLs.
        mock._enable_patching = self._enable_patching
        return mock

    def reads_botocore_once(self) -> Any:
        """Lets all sessions of boto3 share what they have read of botocore's JSON, while it is started."""
        return patch.object(botocore.session, "create_loader", self._create_loader)

    def _enable_patching(self, reset: bool = True) -> None:
        if self._responses and responses_mock.registered() == self._responses:
            botocore_stubber.enabled = True
            responses_mock.start()
        else:
            reset_responses_mock(responses_mock)
            whole: Any = MockAWS()
            whole._enable_patching(reset=False)
            self._responses = responses_mock.registered()


@cache
def mock_of_process() -> AwsMock:
    """The mock of whoever asks for no other."""
    return AwsMock()


class FreshAws:
    """AWS for one test: its clients and its clock, until it ends."""

    def __init__(self, aws_mock: AwsMock) -> None:
        register()
        self._kept = KeptByMoto()
        self._aws_mock = aws_mock
        self._loader = aws_mock.reads_botocore_once()
        self._mock = aws_mock.mocked()
        self._loader.start()
        self._mock.start(reset=False)
        aws_mock.reset()
        self._depth = _mocks()._nested_count
        self.clients = Clients(aws_mock.shared_clients)
        self.clock = ProcessClock()

    def end(self, *, is_warned: bool = True) -> None:
        """Forget everything, and what the test has left: threads, mocks, clocks, transitions, settings.

        is_warned: whether there are warnings of rules that were never used, and of jobs nobody requested.
        """
        self.clock.stop()
        self.clients.close()
        register()
        try:
            if is_warned:
                end_mock(self._stop)
            else:
                self._stop()
        finally:
            self._kept.put_back()

    def _stop(self) -> None:
        _mocks()._nested_count = self._depth
        self._mock.stop(remove_data=False)
        self._loader.stop()
        self._aws_mock.reset()


def _mocks() -> Any:
    """Moto's class of mocks, which counts those that have begun."""
    return MockAWS
