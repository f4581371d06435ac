"""What the tests of moto itself share."""

from collections.abc import Iterator

import pytest

from moto_backup_summaries import register, unregister


@pytest.fixture
def stock_moto() -> Iterator[None]:
    """Moto as it is without this package."""
    unregister()
    yield
    register()
