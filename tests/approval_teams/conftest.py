"""What all tests of restore access begin with."""

from typing import Any

import pytest
from approval_teams.examples import RECOVERY, create_walled, make
from organizations import assumed


@pytest.fixture
def recovery(nightly: Any) -> Any:
    """A client of the recovery account; the other account has the vault `walled` with a team."""
    create_walled(nightly)
    return assumed(make, RECOVERY)
