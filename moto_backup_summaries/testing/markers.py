"""Jobs that a test begins with, by the marker `backup_jobs`."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

from .aws_backup import AwsBackup


class Marker(Protocol):
    """A mark of pytest's."""

    @property
    def args(self) -> tuple[Any, ...]: ...

    @property
    def kwargs(self) -> Any: ...


def load_marked(
    aws_backup: AwsBackup, markers: Iterable[Marker], test_file: str | os.PathLike[str]
) -> None:
    """Load the jobs of markers; their paths are relative to the test's file, or to the current folder."""
    for marker in markers:
        source, *others = marker.args
        aws_backup.load(_path_beside(source, Path(test_file)), *others, **marker.kwargs)


def _path_beside(source: Any, test_file: Path) -> Any:
    if isinstance(source, (str, os.PathLike)):
        path = test_file.parent / source
        return path if path.exists() else source
    return source
