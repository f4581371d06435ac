"""What the tests of the fixtures share: AWS Backup in process, and on a server, alike."""

from typing import Any

import pytest

from moto_backup_summaries import AwsBackup


@pytest.fixture(params=["aws_backup", "aws_backup_server"])
def either(request: pytest.FixtureRequest) -> AwsBackup:
    """AWS Backup in process, and then on a server."""
    given: Any = request.getfixturevalue(request.param)
    return given
