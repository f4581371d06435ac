"""Under pytest nothing needs to be imported, and who does not use moto does not pay."""

import cProfile
import pstats
from pathlib import Path

import pytest

import moto_backup_summaries

PACKAGE = Path(moto_backup_summaries.__file__).parent


def test_the_mock_answers_without_an_import(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import boto3
        from moto import mock_aws

        @mock_aws
        def test_summaries():
            client = boto3.client("backup", region_name="us-east-1")
            assert client.list_backup_job_summaries()["BackupJobSummaries"] == []
        """
    )
    pytester.runpytest_subprocess().assert_outcomes(passed=1)


def test_a_suite_without_moto_does_not_import_it(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_nothing_heavy_is_imported():
            assert "moto_backup_summaries" in sys.modules
            roots = {name.partition(".")[0] for name in sys.modules}
            assert not roots & {"moto", "boto3", "botocore"}
            ours = [name for name in sys.modules if name.startswith("moto_backup_summaries")]
            # What changes moto once that is imported, and no folder of the package.
            folders = [name for name in ours if hasattr(sys.modules[name], "__path__")]
            assert folders == ["moto_backup_summaries"]
        """
    )
    pytester.runpytest_subprocess().assert_outcomes(passed=1)


def test_a_suite_without_the_fixtures_calls_nothing_of_ours_for_a_test(
    pytester: pytest.Pytester,
) -> None:
    few, many = (calls_of_package(pytester, tests) for tests in (10, 60))
    assert many == few


def calls_of_package(pytester: pytest.Pytester, tests: int) -> int:
    """How often functions of the package are called by a run of tests that use none of it."""
    pytester.makepyfile(
        f"""
        import pytest

        @pytest.fixture
        def number():
            yield 1

        @pytest.mark.parametrize("n", range({tests}))
        def test_plain(n, number):
            assert n + number
        """
    )
    with cProfile.Profile() as profile:
        pytester.inline_run("-p", "no:cov").assertoutcome(passed=tests)
    calls = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    ours = [numbers[1] for (file, *_), numbers in calls.items() if PACKAGE in Path(file).parents]
    assert ours
    return sum(ours)
