"""What the tests of moto itself share."""

import os
from collections.abc import Iterator

import pytest
from support import served

from moto_backup_summaries import register, unregister


@pytest.fixture
def stock_moto() -> Iterator[None]:
    """Moto as it is without this package."""
    unregister()
    yield
    register()


@pytest.fixture(scope="session")
def server_url(server_url: str) -> Iterator[str]:
    """A measured server, if coverage is measured: what a server alone does is tested in this folder."""
    if not any(name.startswith("COVERAGE_") for name in os.environ):
        yield server_url
        return
    with served(environment=dict(os.environ)) as url:
        yield url
