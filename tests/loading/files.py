"""What the tests of loading share: files, and what is said of them."""

from pathlib import Path
from typing import Any

import pytest

from moto_backup_summaries import load_jobs


def written(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def said(source: Any) -> str:
    """What is said of a source, of which nothing is loaded."""
    with pytest.raises(ValueError) as error:  # noqa: PT011 - what it says is asserted
        load_jobs(source)
    return str(error.value)
