"""What happens around the tests of a session that uses the fixtures."""

from collections.abc import Generator
from typing import Any

import pytest

from ..control.resetting import KeptByMoto

# Whether a test has failed, whose mock then warns of nothing.
FAILED = pytest.StashKey[bool]()
_NOT_AWAITED = (
    "moto's mock answers no asynchronous client, such as aioboto3's; a server does: take the fixture "
    "aws_backup_server, and its url as the endpoint_url of the client"
)


class Watching:
    """A plugin of pytest: no test keeps the transitions and settings of moto that another's function has set.

    Those that fixtures and modules set stay as long as these say.
    """

    name = "moto_backup_summaries_watching"

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, Any, Any]:
        kept = KeptByMoto()
        try:
            return (yield)
        finally:
            kept.put_back()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: "pytest.CallInfo[None]") -> None:
        if call.excinfo is not None:
            item.stash[FAILED] = True
            error = call.excinfo.value
            if isinstance(error, TypeError) and "await" in str(error) and "bytes" in str(error):
                # As add_note of Python 3.11 does.
                notes: list[str] = error.__dict__.setdefault("__notes__", [])
                notes.append(_NOT_AWAITED)
