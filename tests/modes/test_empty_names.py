"""A name that is empty leaves the path, so that boto3 asks for another operation: a warning says so."""

import warnings
from typing import Any

import boto3
import pytest
from moto import mock_aws
from support import REGION, client_of

from moto_backup_summaries import BackupSummariesWarning, register, unregister


@pytest.fixture
def client() -> Any:
    """One whose answers are not compared: they are another operation's."""
    return boto3.client("backup", region_name=REGION)


@pytest.mark.parametrize(
    ("operation", "asked", "said"),
    [
        ("describe_backup_job", {"BackupJobId": ""}, "/backup-jobs/, which is ListBackupJobs"),
        (
            "describe_backup_vault",
            {"BackupVaultName": ""},
            "/backup-vaults/, which is ListBackupVaults",
        ),
        ("describe_copy_job", {"CopyJobId": ""}, "/copy-jobs/, which is ListCopyJobs"),
        ("describe_restore_job", {"RestoreJobId": ""}, "/restore-jobs/, which is ListRestoreJobs"),
        (
            "describe_report_job",
            {"ReportJobId": ""},
            "/audit/report-jobs/, which is ListReportJobs",
        ),
    ],
)
@mock_aws
def test_a_list_answers_in_its_place(
    client: Any, operation: str, asked: dict[str, str], said: str
) -> None:
    (name,) = asked
    called = "".join(word.capitalize() for word in operation.split("_"))
    with pytest.warns(BackupSummariesWarning) as warned:
        answer = getattr(client, operation)(**asked)
    assert [str(one.message) for one in warned] == [
        f"{called} was called with an empty {name}, so that boto3 asks for {said}. So does it at AWS."
    ]
    assert warned[0].filename == __file__
    assert answer.keys() == {"ResponseMetadata"}


@mock_aws
def test_where_no_operation_is_left_the_error_says_so_too(client: Any) -> None:
    said = "which is no operation"
    with (
        pytest.warns(BackupSummariesWarning, match=said),
        pytest.raises(client.exceptions.ClientError) as caught,
    ):
        client.delete_backup_vault(BackupVaultName="")
    assert caught.value.response["Error"]["Code"] == "UnknownOperationException"


@mock_aws
def test_the_empty_one_of_two_names_is_told(client: Any) -> None:
    client.create_backup_vault(BackupVaultName="nightly")
    said = "DescribeRecoveryPoint was called with an empty RecoveryPointArn, "
    with pytest.warns(BackupSummariesWarning, match=said):
        client.describe_recovery_point(BackupVaultName="nightly", RecoveryPointArn="")


@pytest.mark.parametrize("path", ["elsewhere", "else//where"])
@mock_aws
def test_another_path_is_no_matter_of_names(path: str) -> None:
    url = f"https://backup.{REGION}.amazonaws.com/{path}"
    elsewhere = boto3.client("backup", region_name=REGION, endpoint_url=url)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(elsewhere.exceptions.ClientError) as caught:
            elsewhere.describe_backup_vault(BackupVaultName="nightly")
    assert caught.value.response["Error"]["Code"] == "UnknownOperationException"


@mock_aws
def test_what_asks_for_itself_is_not_warned_of() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        backup = client_of()
        backup.create_backup_vault(BackupVaultName="nightly")
        backup.list_backup_vaults()
        backup.describe_backup_vault(BackupVaultName="nightly")
        backup.list_backup_jobs(ByResourceArn="arn:aws:ec2:::x/y")
        client_of("s3").list_buckets()


@mock_aws
def test_nobody_is_warned_once_we_are_unregistered(client: Any) -> None:
    unregister()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            client.describe_backup_vault(BackupVaultName="")
    finally:
        register()


def test_nobody_is_warned_without_a_mock(client: Any) -> None:
    """What goes to AWS is none of ours."""
    from botocore.awsrequest import AWSResponse

    class Nothing:
        def stream(self, **_: Any) -> Any:
            yield b"{}"

    def answer(request: Any, **_: Any) -> AWSResponse:
        return AWSResponse(request.url, 200, {}, Nothing())

    client.meta.events.register_first("before-send.backup", answer)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        client.describe_backup_job(BackupJobId="")
