"""What AWS answers and we never make: members and states that are newer, pages, denials, throttling."""

import json
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from calls import vault_arn
from capture.account_state import state_of
from moto import mock_aws
from support import ACCOUNT, REGION, ROLE, client_of

from moto_backup_summaries import load_account
from moto_backup_summaries.capture.command import main

BEGIN = f"arn:aws:backup:{REGION}:{ACCOUNT}"
VAULT = {
    "BackupVaultName": "nightly",
    "BackupVaultArn": vault_arn("nightly"),
    "VaultType": "BACKUP_VAULT",
    "VaultState": "FAILED",
    "CreationDate": 1_700_000_000.25,
    "EncryptionKeyArn": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1",
    "EncryptionKeyType": "AWS_OWNED_KMS_KEY",
    "NumberOfRecoveryPoints": 2,
    "Locked": True,
    "MinRetentionDays": 1,
    "LockDate": 1_700_000_500.0,
}
OTHER = {**VAULT, "BackupVaultName": "other", "BackupVaultArn": vault_arn("other")}
SNAPSHOT = f"arn:aws:ec2:{REGION}::snapshot/snap-1"
POINT = {
    "RecoveryPointArn": SNAPSHOT,
    "BackupVaultName": "nightly",
    "BackupVaultArn": vault_arn("nightly"),
    "ResourceArn": f"arn:aws:ec2:{REGION}:{ACCOUNT}:volume/vol-1",
    "ResourceType": "EBS",
    "Status": "EXPIRED",
    "StatusMessage": "AWS Backup cannot delete it",
    "CreationDate": 1_700_000_600.0,
    "CalculatedLifecycle": {"DeleteAt": 1_700_086_400.0},
    "Lifecycle": {"DeleteAfterDays": 1},
    "IsEncrypted": False,
    "StorageClass": "DELETED",
}
PLAN_ID = "11111111-1111-1111-1111-111111111111"
PLAN = {
    "BackupPlanId": PLAN_ID,
    "BackupPlanArn": f"{BEGIN}:backup-plan:{PLAN_ID}",
    "BackupPlanName": "daily",
    "VersionId": "v2",
    "CreationDate": 1_700_000_700.0,
}
RULE = {
    "RuleName": "r",
    "RuleId": "22222222-2222-2222-2222-222222222222",
    "TargetBackupVaultName": "nightly",
    "ScheduleExpression": "cron(0 5 ? * * *)",
    "ScheduleExpressionTimezone": "Etc/UTC",
    "StartWindowMinutes": 60,
    "CompletionWindowMinutes": 120,
}
FRAMEWORK = {
    "FrameworkName": "f",
    "FrameworkArn": f"{BEGIN}:framework:f-1",
    "FrameworkControls": [{"ControlName": "BACKUP_OF_TOMORROW"}],
    "CreationTime": 1_700_000_800.0,
    "DeploymentStatus": "FAILED",
    "FrameworkStatus": "UNAVAILABLE",
}
HOLD = {
    "Title": "t",
    "Status": "CANCELING",
    "Description": "d",
    "LegalHoldId": "hold",
    "LegalHoldArn": f"{BEGIN}:legal-hold:hold",
    "CreationDate": 1_700_000_900.0,
}
REPORT_JOB = {
    "ReportJobId": "report",
    "ReportPlanArn": f"{BEGIN}:report-plan:gone-33333333-3333-3333-3333-333333333333",
    "CreationTime": 1_700_001_000.0,
    "Status": "RUNNING",
    "ReportDestination": {"S3Keys": []},
}
ACCESS_POINT = {
    "AccessPointArn": f"{BEGIN}:accesspoint/reader",
    "Name": "reader",
    "Status": "DISASSOCIATED",
    "StatusMessage": "Its vault was deleted",
    "RecoveryPointArn": SNAPSHOT,
    "BackupVaultName": "gone",
    "BackupVaultArn": vault_arn("gone"),
    "ResourceArn": "arn:aws:s3:::files",
    "ResourceType": "S3",
    "CreationTime": 1_700_001_200.0,
    "AccessPointMetadata": {"S3AccessPointAlias": "reader-ext-s3alias"},
}
JOB = {
    "AccountId": ACCOUNT,
    "BackupJobId": "job",
    "BackupVaultName": "nightly",
    "BackupVaultArn": vault_arn("nightly"),
    "ResourceArn": POINT["ResourceArn"],
    "ResourceType": "EBS",
    "IamRoleArn": ROLE,
    "State": "ABORTING",
    "CreationDate": 1_700_001_100.0,
    "PercentDone": "7.5",
    "MessageCategory": "SUCCESS",
}
ABSENT = {"__type": "ResourceNotFoundException", "message": "none"}
DENIED = {"__type": "AccessDeniedException", "message": "User is not authorized"}
# By path, and a page's token; an error has a type.
ANSWERS: dict[str, Any] = {
    "/backup-vaults": {"BackupVaultList": [VAULT], "NextToken": "more"},
    "/backup-vaults?more": {"BackupVaultList": [OTHER]},
    "/backup-vaults/nightly": {**VAULT, "ColourOfTomorrow": "red"},
    "/backup-vaults/other": DENIED,
    "/backup-vaults/nightly/recovery-points": {"RecoveryPoints": [POINT]},
    f"/backup-vaults/nightly/recovery-points/{SNAPSHOT}": POINT,
    "/backup-vaults/other/recovery-points": {"RecoveryPoints": []},
    f"/tags/{VAULT['BackupVaultArn']}": {"Tags": {"a": "b"}, "NextToken": "more"},
    f"/tags/{VAULT['BackupVaultArn']}?more": {"Tags": {"c": "d"}},
    "/account-settings": {"ResourceTypeOptInPreference": {"EBS": False, "Tomorrow": True}},
    "/backup/plans": {"BackupPlansList": [PLAN]},
    f"/backup/plans/{PLAN_ID}/versions": {"BackupPlanVersionsList": [PLAN]},
    f"/backup/plans/{PLAN_ID}": {
        **PLAN,
        "BackupPlan": {"BackupPlanName": "daily", "Rules": [RULE]},
    },
    f"/backup/plans/{PLAN_ID}/selections": {"BackupSelectionsList": []},
    "/backup-jobs": {"BackupJobs": [JOB]},
    "/copy-jobs": {"CopyJobs": []},
    "/restore-jobs": {"RestoreJobs": []},
    "/scan/jobs": {"__type": "UnknownOperationException", "message": "no such operation"},
    "/legal-holds": {"LegalHolds": [HOLD]},
    "/legal-holds/hold": HOLD,
    "/legal-holds/hold/recovery-points": {"RecoveryPoints": []},
    "/backup-access-point": {"BackupAccessPoints": [ACCESS_POINT]},
    f"/backup-access-point/{ACCESS_POINT['AccessPointArn']}": ACCESS_POINT,
    "/audit/frameworks": {"Frameworks": [FRAMEWORK]},
    "/audit/frameworks/f": FRAMEWORK,
    "/audit/report-plans": {"ReportPlans": []},
    "/audit/report-jobs": {"ReportJobs": [REPORT_JOB]},
    "/restore-testing/plans": DENIED,
    "/tiering-configurations": {"TieringConfigurations": []},
}


@pytest.fixture
def aws() -> Iterator[str]:
    """The address of what answers as AWS did, throttles once, and knows nothing of STS."""
    throttled = []

    def answer(environ: Any, start_response: Any) -> list[bytes]:
        path = unquote(environ["PATH_INFO"]).rstrip("/")
        more = "?more" if "=more" in environ["QUERY_STRING"] else ""
        document = ANSWERS.get(path + more, ABSENT)
        if path == "/copy-jobs" and not throttled:
            throttled.append(path)
            document = {"__type": "ThrottlingException", "message": "slow down"}
        status = "400 Bad Request" if "__type" in document else "200 OK"
        start_response(status, [("Content-Type", "application/json")])
        return [json.dumps(document).encode()]

    server = make_server("127.0.0.1", 0, answer, handler_class=_Quiet)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.mark.filterwarnings("ignore::moto_backup_summaries.BackupSummariesWarning")
def test_what_aws_answers_is_told_again(
    aws: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "account.json"
    main(["-o", str(path), "--region", REGION, "--endpoint-url", aws])
    said = capsys.readouterr().err.splitlines()
    not_read = {line.split("when calling the ")[1].split()[0] for line in said[1:]}
    assert not_read - {"ListScanJobs"} == {"DescribeBackupVault", "ListRestoreTestingPlans"}
    assert "BackupAccount" in json.loads(path.read_text(encoding="utf-8").splitlines()[0])
    with mock_aws():
        load_account(path)
        told = state_of(client_of())
    for question, expected in (
        ("DescribeBackupVault(BackupVaultName=nightly)", {**VAULT, "NumberOfRecoveryPoints": 1}),
        (f"ListTags(ResourceArn={VAULT['BackupVaultArn']})", {"Tags": {"a": "b", "c": "d"}}),
        ("DescribeRegionSettings()", ANSWERS["/account-settings"]),
        ("DescribeFramework(FrameworkName=f)", FRAMEWORK),
        ("GetLegalHold(LegalHoldId=hold)", HOLD),
        (
            f"DescribeBackupAccessPoint(AccessPointArn={ACCESS_POINT['AccessPointArn']})",
            ACCESS_POINT,
        ),
        (
            "DescribeReportJob(ReportJobId=report)",
            {"ReportJob": {**REPORT_JOB, "ReportDestination": {"S3Keys": []}}},
        ),
        (
            f"GetBackupPlan(BackupPlanId={PLAN_ID}, VersionId=v2)",
            {"VersionId": "v2", "BackupPlan": {"BackupPlanName": "daily", "Rules": [RULE]}},
        ),
        (f"DescribeRecoveryPoint(BackupVaultName=nightly, RecoveryPointArn={SNAPSHOT})", POINT),
    ):
        answer = plain(told[question])
        assert {name: answer.get(name) for name in expected} == expected, question
    (job,) = told["ListBackupJobs()"]["BackupJobs"] or [None]
    assert job is None or {name: plain(job)[name] for name in JOB} == JOB
    assert [
        vault["BackupVaultName"] for vault in told["ListBackupVaults()"]["BackupVaultList"]
    ] == [
        "nightly",
        "other",
    ]


def plain(value: Any) -> Any:
    """An answer of boto3 as the wire has it."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items() if name != "ScheduledRunsPreview"}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.timestamp() if hasattr(value, "timestamp") else value
