"""What the tests of the fixtures share: AWS Backup in process, and on a server, alike."""

from typing import Any

import pytest
import time_machine

from moto_backup_summaries import AwsBackup


@pytest.fixture(autouse=True)
def _no_clock_of_a_server() -> None:
    """End the journey that a server in this process was sent on, which goes on at the real time."""
    while time_machine.traveller_stack:
        time_machine.travel(0).stop()  # Whichever began last.


@pytest.fixture(params=["aws_backup", "aws_backup_server"])
def either(request: pytest.FixtureRequest) -> AwsBackup:
    """AWS Backup in process, and then on a server."""
    given: Any = request.getfixturevalue(request.param)
    return given
