"""Warns of names that are empty, and so missing from a path: boto3 then asks for another operation.

`describe_backup_job(BackupJobId="")` is GET /backup-jobs/, which AWS answers as ListBackupJobs; boto3 leaves
out what it does not look for, so that the answer has nothing in it.
"""

import inspect
import warnings
from types import FrameType
from typing import Any, cast
from urllib.parse import urlsplit

from .backup.aws import service_model
from .warning import BackupSummariesWarning

# Whose code stands between a test and a request.
_BETWEEN = frozenset({"boto3", "botocore", "moto", __name__.partition(".")[0]})


def warn_of_empty_names(event_name: str, request: Any) -> None:
    """Warn who called an operation whose request is another's, since a name in its path is empty.

    event_name: botocore's, such as before-send.backup.DescribeBackupJob.
    """
    called = event_name.rpartition(".")[2]
    path = urlsplit(request.url).path
    found = service_model.operation_at(request.method, path)
    answering = found[0].name if found else None
    if answering == called:
        return
    empty = service_model.empty_labels(service_model.operation(called), path)
    if empty:
        is_it = f"which is {answering}" if answering else "which is no operation"
        text = (
            f"{called} was called with an empty {' and '.join(empty)}, so that boto3 asks for "
            f"{path}, {is_it}. So does it at AWS."
        )
        frame = _caller()
        place = frame.f_code.co_filename, frame.f_lineno
        warnings.warn_explicit(text, BackupSummariesWarning, *place)


def _caller() -> FrameType:
    frame = cast(FrameType, inspect.currentframe())
    while frame.f_globals.get("__name__", "").partition(".")[0] in _BETWEEN:
        frame = cast(FrameType, frame.f_back)
    return frame
