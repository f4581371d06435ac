"""Under pytest nothing needs to be imported, and who does not use moto does not pay."""

import pytest


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
            assert len(ours) == 6
        """
    )
    pytester.runpytest_subprocess().assert_outcomes(passed=1)
