"""AWS's SDK for JavaScript drives the server: other paths, other dates, other paginators."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from support import skip_without_npm_registry

SOURCES = Path(__file__).parent / "javascript"
NPM = shutil.which("npm")
pytestmark = pytest.mark.skipif(NPM is None, reason="npm, which brings the SDK, is not installed")


@pytest.fixture(scope="module")
def sdk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the scripts and AWS's SDK."""
    folder = tmp_path_factory.mktemp("javascript") / "scripts"
    shutil.copytree(SOURCES, folder, ignore=shutil.ignore_patterns("node_modules"))
    install = [str(NPM), "install", "--no-audit", "--no-fund", "--loglevel=error"]
    ran = subprocess.run(install, cwd=folder, capture_output=True, text=True, check=False)
    skip_without_npm_registry(ran)
    assert ran.returncode == 0, ran.stderr
    return folder


def test_the_sdk_for_javascript_sees_all_four_kinds(sdk: Path, fresh_server: str) -> None:
    run = subprocess.run(
        ["node", "chain.mjs", fresh_server], cwd=sdk, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    seen = json.loads(run.stdout)
    assert seen == {
        "states": ["COMPLETED", "COMPLETED", "COMPLETED", "COMPLETED", "COMPLETED", 201],
        "created": True,
        "tags": {"team": "db"},
        "jobs": 3,
        "backup": [[["DynamoDB", 1]], [["EBS", 1]], [["S3", 1]]],
        "copy": [[["EBS", 1]]],
        "restore": [[["EBS", 1]]],
        "scan": [[["EBS", 1]]],
        "failures": [
            "ResourceNotFoundException",
            "InvalidParameterValueException",
            "ResourceNotFoundException",
        ],
    }


def test_an_event_is_heard_over_http_in_javascript(sdk: Path, fresh_server: str) -> None:
    run = subprocess.run(
        ["node", "alarm.mjs", fresh_server], cwd=sdk, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == [{"told": "COMPLETED", "asked": "COMPLETED", "size": "0"}]
