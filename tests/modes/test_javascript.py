"""AWS's SDK for JavaScript drives the server: other paths, other dates, other paginators."""

import json
import subprocess
from pathlib import Path

import pytest
from node_packages import with_packages

SOURCES = Path(__file__).parent / "javascript"


@pytest.fixture(scope="module")
def sdk() -> Path:
    """A folder with the scripts and AWS's SDK."""
    return with_packages(SOURCES)


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
