"""Snippets of Python, each in a process of its own, which a process that has imported moto forks.

`python tests/snippet_forks.py` is that process. Of each line that it reads, the folder of a snippet.py, it
answers the exit status when that has ended.
"""

import os
import runpy
import subprocess
import sys
import traceback
from pathlib import Path
from types import TracebackType

from support import CREDENTIALS, unmeasured


class SnippetForks:
    """A context manager: within it, `output_of` runs snippets."""

    def __enter__(self) -> "SnippetForks":
        environment = {
            name: text for name, text in unmeasured().items() if not name.startswith("AWS_")
        }
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            env={
                **environment,
                "AWS_CONFIG_FILE": "none",
                "AWS_SHARED_CREDENTIALS_FILE": "none",
                "AWS_EC2_METADATA_DISABLED": CREDENTIALS["AWS_EC2_METADATA_DISABLED"],
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def output_of(self, text: str, folder: Path) -> str:
        """What a snippet prints in a folder; an AssertionError where it fails."""
        (folder / "snippet.py").write_text(f"{text}\n", encoding="utf-8")
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{folder}\n")
        self._process.stdin.flush()
        status = self._process.stdout.readline().strip()
        printed = (folder / "printed").read_text(encoding="utf-8")
        assert status == "0", printed + (folder / "errors").read_text(encoding="utf-8")
        return printed


def run(folder: str) -> int:
    """Its snippet in a fork, and the exit status."""
    child = os.fork()
    if not child:
        _become(folder)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _become(folder: str) -> None:
    """Be the process of a snippet, to its end."""
    os.chdir(folder)
    for number, name in ((1, "printed"), (2, "errors")):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT), number)
    status = 0
    try:
        _run_here(Path("snippet.py").read_text(encoding="utf-8"))
    except SystemExit as ended:
        status = int(ended.code or 0)
    except BaseException:
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _run_here(text: str) -> None:
    if "\ndef test_" not in text:
        runpy.run_path("snippet.py", run_name="__main__")
        return
    import pytest

    # What is imported already cannot be rewritten, which pytest tells.
    quiet = ("-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")
    sys.exit(pytest.main(["-q", *quiet, "snippet.py"]))


if __name__ == "__main__":
    import boto3
    from moto import mock_aws

    import moto_backup_summaries.backup.frame.responses  # noqa: F401

    with mock_aws():
        boto3.client("backup", region_name="us-east-1").list_backup_jobs()
    for line in sys.stdin:
        print(run(line.strip()), flush=True)
