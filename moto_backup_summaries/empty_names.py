"""Warns of empty names, which are missing from a path, so that boto3 requests another operation.

`describe_backup_job(BackupJobId="")` is GET /backup-jobs/, which AWS answers as ListBackupJobs; boto3 drops
the members that it does not expect, so that the answer is empty.
"""

import inspect
import warnings
from types import FrameType
from typing import Any, cast
from urllib.parse import urlsplit

from .backup.aws import service_model
from .warning import BackupSummariesWarning

# The packages between a test and a request.
_LIBRARIES = frozenset({"boto3", "botocore", "moto", __name__.partition(".")[0]})


def warn_of_empty_names(event_name: str, request: Any) -> None:
    """Warn the caller of an operation whose request is that of another, since a name in its path is empty.

    event_name: of botocore, such as before-send.backup.DescribeBackupJob.
    """
    called = event_name.rpartition(".")[2]
    path = urlsplit(request.url).path
    match = service_model.operation_at(request.method, path)
    answering = match[0].name if match else None
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
        file, line = frame.f_code.co_filename, frame.f_lineno
        warnings.warn_explicit(text, BackupSummariesWarning, file, line)


def _caller() -> FrameType:
    frame = cast(FrameType, inspect.currentframe())
    while frame.f_globals.get("__name__", "").partition(".")[0] in _LIBRARIES:
        frame = cast(FrameType, frame.f_back)
    return frame
