"""The types of the package's calls: AWS Backup's words, and moto's settings with ours."""

import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from typing import Any

import botocore
import pytest
import words
from calls import rows
from moto import mock_aws
from packaging.version import Version
from support import ROOT, client_of

import moto_backup_summaries
from moto_backup_summaries import backup_settings, load_jobs
from moto_backup_summaries.words import BOTOCORE


def test_the_words_are_those_of_the_newest_botocore() -> None:
    if Version(botocore.__version__) < Version(BOTOCORE):
        pytest.skip(f"botocore {botocore.__version__} is too old: the words are of {BOTOCORE}")
    kept = (ROOT / "moto_backup_summaries" / "words.py").read_text(encoding="utf-8")
    assert kept.replace(BOTOCORE, botocore.__version__) == words.text()


@pytest.mark.skipif(
    find_spec("mypy") is None, reason="mypy is not installed: `tox run -e types` has it"
)
def test_strict_mypy_refuses_what_is_no_word() -> None:
    # With the cache of the checkout: without one it reads moto and botocore anew, 12 s.
    command = [sys.executable, "-m", "mypy", "--strict"]
    ran = subprocess.run(
        [*command, "tests/strict_user.py"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout) == (0, "Success: no issues found in 1 source file\n")


@pytest.mark.skipif(
    shutil.which("pyright") is None, reason="pyright is not installed: `tox run -e types` has it"
)
def test_strict_pyright_refuses_what_is_no_word() -> None:
    command = ["pyright", "--outputjson", "--pythonpath", sys.executable, "tests/strict_user.py"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    found = json.loads(ran.stdout)
    assert [it["message"] for it in found["generalDiagnostics"]] == []


def test_settings_are_given_by_name() -> None:
    with mock_aws(config=backup_settings(include_today=False)):
        load_jobs({"BackupJobSummaries": [{"StartTime": "2026-01-01"}]}, shift_to_now=True)
        assert len(rows(client_of())) == 1
    assert backup_settings() == {
        "backup": {
            "include_today": True,
            "moto_compatible": True,
            "cross_account_copies_need_policy": True,
            "make_resources": True,
            "assert_all_rules_used": False,
        }
    }


@pytest.mark.parametrize("value", ["no", 0, None])
def test_a_setting_that_is_no_bool_is_refused(value: Any) -> None:
    said = rf"Invalid value for backup.include_today: got {value!r}, accepts true or false"
    with pytest.raises(ValueError, match=said):
        backup_settings(include_today=value)


def test_the_package_shows_its_public_names_only() -> None:
    assert dir(moto_backup_summaries) == sorted(moto_backup_summaries.__all__)
    assert {"load_jobs", "backup_settings", "job_progression", "register"} <= {
        *dir(moto_backup_summaries)
    }
