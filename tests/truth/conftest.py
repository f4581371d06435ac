"""Under `@mock_aws`, at a time that stands still until a test moves it: `clock.shift(DAY)`."""

from collections.abc import Iterator
from typing import Any

import pytest
from moto import mock_aws

from truth.calls import FAR, NOW, at, aws


@pytest.fixture
def clock() -> Iterator[Any]:
    with at(NOW) as traveller, mock_aws():
        yield traveller


@pytest.fixture
def client(clock: Any) -> Any:
    """A checked client of AWS Backup, with a vault `nightly`."""
    made = aws("backup")
    made.create_backup_vault(BackupVaultName="nightly")
    return made


@pytest.fixture
def far(client: Any) -> Any:
    """A client in another region, with a vault `far`."""
    made = aws("backup", FAR)
    made.create_backup_vault(BackupVaultName="far")
    return made
