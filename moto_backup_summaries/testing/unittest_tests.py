"""The same for tests of unittest, with pytest or without it."""

import inspect
import unittest
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from .aws_backup import AwsBackup
from .in_process import MockedAwsBackup
from .markers import Marker, load_marked
from .mock import AwsMock, FreshAws, mock_of_process

if TYPE_CHECKING:
    TestsOfUnittest = unittest.TestCase
else:
    TestsOfUnittest = object


class AwsBackupTests(TestsOfUnittest):
    """Gives each test of a `unittest.TestCase` its `self.aws_backup`, which has nothing yet.

        class TestReport(AwsBackupTests, unittest.TestCase): ...

    A `setUp` of the class calls `super().setUp()` first. With pytest, the marker `backup_jobs` counts too.

    aws_mock: the mock of these tests, such as `AwsMock(resets=["ec2"])`; by default that of the process.
    """

    # The plugin of pytest leaves the marker to this class.
    reads_backup_jobs: ClassVar[bool] = True
    aws_mock: ClassVar[AwsMock | None] = None
    _aws_backup: AwsBackup | None = None
    _has_failed = False

    @property
    def aws_backup(self) -> AwsBackup:
        """AWS Backup of this test; raises RuntimeError before setUp."""
        if self._aws_backup is None:
            raise RuntimeError(
                "setUp of AwsBackupTests has not run: AwsBackupTests stands before unittest.TestCase, and a "
                "setUp of the class calls super().setUp() first"
            )
        return self._aws_backup

    def setUp(self) -> None:
        super().setUp()
        aws = (self.aws_mock or mock_of_process()).begin()
        self.addCleanup(self._end, aws)
        self._aws_backup = MockedAwsBackup(aws)
        load_marked(self._aws_backup, self._markers(), inspect.getfile(type(self)))

    def _callTestMethod(self, method: Callable[[], None]) -> None:  # noqa: N802
        # A cleanup is not told whether its test has failed.
        base: Any = super()
        try:
            base._callTestMethod(method)
        except BaseException:
            self._has_failed = True
            raise

    def _end(self, aws: FreshAws) -> None:
        aws.end(is_warned=not self._has_failed)

    def _markers(self) -> Iterator[Marker]:
        """Those of the class and its bases, then those of the test."""
        test = getattr(self, self._testMethodName)
        for owner in (*reversed(type(self).__mro__), test):
            for mark in owner.__dict__.get("pytestmark", ()):
                if mark.name == "backup_jobs":
                    yield mark
