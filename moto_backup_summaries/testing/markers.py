"""Jobs that a test begins with, by the marker `backup_jobs`."""

import os
from collections.abc import Iterable
from glob import escape, glob
from inspect import signature
from pathlib import Path
from typing import Any, Protocol

from ..backup.loading.load_jobs import load_jobs
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
        arguments = signature(load_jobs).bind(*marker.args, **marker.kwargs).arguments
        source = _path_beside(arguments.pop("source"), Path(test_file).parent)
        aws_backup.load(source, **arguments)


def _path_beside(source: Any, folder: Path) -> Any:
    """The path or pattern in the folder of a test, if any file is there."""
    if isinstance(source, (str, os.PathLike)):
        if (folder / source).exists():
            return folder / source
        if glob(os.fspath(source), root_dir=folder, recursive=True):
            return os.path.join(escape(str(folder)), source)
    return source
