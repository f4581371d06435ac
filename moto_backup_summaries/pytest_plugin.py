"""Fixtures for test suites. Under pytest nothing needs to be imported: pytest loads this package.

Whoever uses none of it pays nothing: what the fixtures need is imported by the first one that is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

import pytest

if TYPE_CHECKING:
    from .testing.aws_backup import AwsBackup
    from .testing.clients import Clients
    from .testing.mock import AwsMock, FreshAws
    from .testing.over_http import ServedAwsBackup
    from .testing.server import AwsServer

AnyAwsBackup = TypeVar("AnyAwsBackup", bound="AwsBackup")
_MARKER = (
    "backup_jobs(source, *, account_id=None, region_name=None, shift_to_now=False, send_events=False): "
    "jobs that a test begins with, as load_jobs takes them; a path may be relative to the test's file"
)
# What reads the marker.
_READERS = frozenset(("aws_backup", "aws_backup_server"))


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", _MARKER)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Give tests with the marker a fixture that reads it, and watch the tests of a session with fixtures."""
    is_used = False
    for item in items:
        names: list[str] = getattr(item, "fixturenames", [])
        if item.get_closest_marker("backup_jobs") is not None and not _reads_marker(item, names):
            names.append("aws_backup")
        is_used = is_used or "fresh_aws" in names or not _READERS.isdisjoint(names)
    if is_used:
        _watch(config)


def _watch(config: pytest.Config) -> None:
    """Watch the tests of this session from now on; a test may also ask for a fixture while it runs."""
    from .testing.watching import Watching

    if not config.pluginmanager.hasplugin(Watching.name):
        config.pluginmanager.register(Watching(), Watching.name)


def _reads_marker(item: pytest.Item, fixture_names: list[str]) -> bool:
    """Whether a test has what reads its marker: a fixture, or the base class of unittest's tests."""
    of_class: bool = getattr(getattr(item, "cls", None), "reads_backup_jobs", False)
    return of_class or not _READERS.isdisjoint(fixture_names)


@pytest.fixture(scope="session")
def aws_mock() -> AwsMock:
    """Moto's mock of this session. A suite may replace it: `return AwsMock(resets=["ec2"])`."""
    from .testing.mock import mock_of_process

    return mock_of_process()


@pytest.fixture
def fresh_aws(request: pytest.FixtureRequest, aws_mock: AwsMock) -> Iterator[FreshAws]:
    """AWS under moto's mock, which has nothing when the test begins, whatever other tests left."""
    _watch(request.config)
    aws = aws_mock.begin()
    yield aws
    aws.end(is_warned=not _has_failed(request))


@pytest.fixture
def aws_clients(fresh_aws: FreshAws) -> Clients:
    """Clients of any service under moto's mock: `aws_clients("ec2", "eu-west-1")`."""
    return fresh_aws.clients


@pytest.fixture
def aws_backup(request: pytest.FixtureRequest, fresh_aws: FreshAws) -> AwsBackup:
    """AWS Backup under moto's mock, with nothing but the jobs of the marker `backup_jobs`."""
    from .testing.in_process import MockedAwsBackup

    return _with_jobs_of_markers(MockedAwsBackup(fresh_aws), request)


@pytest.fixture(scope="session")
def aws_server() -> Iterator[AwsServer]:
    """The server of this session. A suite may replace it: `return AwsServer("http://localhost:5000")`."""
    from .testing.server import AwsServer

    with AwsServer() as server:
        yield server


@pytest.fixture
def aws_backup_server(
    request: pytest.FixtureRequest, aws_server: AwsServer
) -> Iterator[ServedAwsBackup]:
    """AWS Backup on a server, with nothing but the jobs of the marker `backup_jobs`."""
    _watch(request.config)
    aws_backup = aws_server.begin()
    yield _with_jobs_of_markers(aws_backup, request)
    aws_backup.end(is_warned=not _has_failed(request))


def _has_failed(request: pytest.FixtureRequest) -> bool:
    from .testing.watching import FAILED

    return FAILED in request.node.stash


def _with_jobs_of_markers(aws_backup: AnyAwsBackup, request: pytest.FixtureRequest) -> AnyAwsBackup:
    """AWS Backup with the jobs of a test's markers, those of its module and class first."""
    from .testing.markers import load_marked

    load_marked(aws_backup, [*request.node.iter_markers("backup_jobs")][::-1], request.path)
    return aws_backup
