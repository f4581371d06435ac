"""The README's first command, as it stands, in a copy of the checkout with nothing installed."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from documents import chapters
from support import ROOT

INSTALL_AND_SHOW, RUN_TESTS = chapters()["Two commands"]
# What pip says where no package index answers.
CUT_OFF = "NewConnectionError|NameResolutionError|ConnectTimeoutError"


@pytest.mark.no_cover
def test_the_first_command_prints_what_the_readme_shows(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    shutil.copytree(
        ROOT, checkout, ignore=shutil.ignore_patterns(".*", "build", "dist", "*.egg-info")
    )
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").symlink_to(sys.executable)
    ours = ("AWS_", "COV_", "COVERAGE_", "PYTHON", "VIRTUAL_ENV")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    path = os.pathsep.join([str(tmp_path / "bin"), os.environ["PATH"]])
    ran = subprocess.run(
        ["bash", "-c", INSTALL_AND_SHOW.text],
        cwd=checkout,
        # What pip would compile of boto3 and moto is ten times what the command imports. It reads this as
        # the value of "compile".
        env={
            **environment,
            "AWS_DEFAULT_REGION": "eu-west-1",
            "PATH": path,
            "PIP_RETRIES": "1",
            "PIP_NO_COMPILE": "0",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode and re.search(CUT_OFF, ran.stderr):
        pytest.skip("pip reaches no package index")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.rstrip().endswith(INSTALL_AND_SHOW.printed)


def test_ci_reads_the_second_command_from_the_readme() -> None:
    program = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    (expression,) = re.findall("sed -n '.*' README.rst", program)
    ran = subprocess.run(
        ["bash", "-c", expression], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout == f"{RUN_TESTS.text}\n"
