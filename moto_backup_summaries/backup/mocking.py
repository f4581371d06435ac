"""Whether moto answers in this process; where it does not, what a test says goes nowhere."""

import sys
import warnings

from moto.core.models import botocore_stubber

from ..warning import BackupSummariesWarning

# Modules of moto that serve. What was put in before a server starts is there when it answers.
_SERVERS = ("moto.moto_server.werkzeug_app", "moto.moto_proxy.proxy3")


def is_mocked() -> bool:
    return bool(botocore_stubber.enabled)


def warn_without_mock(what: str) -> None:
    """Warn the caller of a public function that is of no use where no mock is active.

    A process that has moto's server or its proxy is one that may answer.
    """
    if not (is_mocked() or any(name in sys.modules for name in _SERVERS)):
        warnings.warn(
            f"{what} was called while no mock is active, and moto forgets everything when one starts. "
            "Call it within `with mock_aws():`, in a function under `@mock_aws`, or in a fixture "
            "after the mock has started; a server in another process is told at "
            "/moto-api/static/backup/",
            BackupSummariesWarning,
            stacklevel=3,
        )
