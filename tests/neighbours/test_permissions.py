"""moto's IAM, once it checks, lets a caller do with AWS Backup what its policies say."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from urllib.request import Request, urlopen

import pytest
from botocore import UNSIGNED
from botocore.config import Config
from calls import PLAN, backed_up, create_plan, start, vault_arn
from moto.core.authorization import enable_iam_authentication
from support import ACCOUNT, REGION, MakeClient

POINTS = f"arn:aws:ec2:{REGION}::snapshot/*"
# Makes a client of a user that has a policy of these statements, and lets IAM check from then on.
AsUser = Callable[..., Any]


def allow(actions: str | list[str], resources: str | list[str] = "*", **more: Any) -> Any:
    return {"Effect": "Allow", "Action": actions, "Resource": resources, **more}


@pytest.fixture
def as_user(make_client: MakeClient) -> Iterator[AsUser]:
    with ExitStack() as stack:

        def make(*statements: Any, **options: Any) -> Any:
            iam = make_client(service="iam")
            iam.create_user(UserName="ann")
            policy = {"Version": "2012-10-17", "Statement": list(statements)}
            iam.put_user_policy(UserName="ann", PolicyName="p", PolicyDocument=json.dumps(policy))
            key = iam.create_access_key(UserName="ann")["AccessKey"]
            keys = {
                "aws_access_key_id": key["AccessKeyId"],
                "aws_secret_access_key": key["SecretAccessKey"],
            }
            made = make_client(**{**keys, **options})
            url = made.meta.endpoint_url
            if "127.0.0.1" in url:
                set_checked_from(url, "0")
                stack.callback(set_checked_from, url, "inf")
            else:
                stack.enter_context(enable_iam_authentication())
            return made

        yield make


def set_checked_from(url: str, count: str) -> None:
    """Let a server check permissions after so many requests."""
    headers = {"Content-Type": "text/plain"}
    reset = Request(f"{url}/moto-api/reset-auth", count.encode(), headers, method="POST")
    urlopen(reset).close()


def refused(client: Any, operation: str, **parameters: Any) -> tuple[str, str]:
    """Code and message of a refusal, whose status is 403 and which is JSON."""
    with pytest.raises(client.exceptions.ClientError) as caught:
        getattr(client, operation)(**parameters)
    metadata = caught.value.response["ResponseMetadata"]
    assert metadata["HTTPStatusCode"] == 403
    assert metadata["HTTPHeaders"]["content-type"] == "application/json"
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def test_reads_and_changes_are_permitted_each_by_its_action(backup: Any, as_user: AsUser) -> None:
    user = as_user(allow(["backup:List*", "backup:CreateBackupVault"]))
    user.create_backup_vault(BackupVaultName="second")
    names = [
        it["BackupVaultName"] for it in user.list_backup_vaults(MaxResults=5)["BackupVaultList"]
    ]
    assert names == ["nightly", "second"]
    assert user.list_backup_job_summaries(State="ANY", MaxResults=3)["BackupJobSummaries"] == []
    assert user.list_tags(ResourceArn=vault_arn("nightly"))["Tags"] == {}
    assert refused(user, "delete_backup_vault", BackupVaultName="second") == (
        "AccessDeniedException",
        f"User: arn:aws:iam::{ACCOUNT}:user/ann is not authorized to perform: "
        f"backup:DeleteBackupVault on resource: {vault_arn('second')}",
    )


def test_a_signature_is_checked_that_comes_in_headers_of_lower_case(
    backup: Any, as_user: AsUser
) -> None:
    """As AWS's SDK for JavaScript writes them."""
    user = as_user(allow("backup:ListBackupVaults"))

    def in_lower_case(request: Any, **_: object) -> None:
        request.headers = {name.lower(): text for name, text in request.headers.items()}

    user.meta.events.register_first("before-send.backup", in_lower_case)
    names = [it["BackupVaultName"] for it in user.list_backup_vaults()["BackupVaultList"]]
    assert names == ["nightly"]


def test_what_has_no_resource_is_refused_without_one(backup: Any, as_user: AsUser) -> None:
    user = as_user(allow("backup:ListBackupJobs", vault_arn("nightly")))
    assert refused(user, "list_backup_jobs") == (
        "AccessDeniedException",
        f"User: arn:aws:iam::{ACCOUNT}:user/ann is not authorized to perform: "
        "backup:ListBackupJobs",
    )


def test_a_policy_names_a_vault(backup: Any, as_user: AsUser) -> None:
    backup.create_backup_vault(BackupVaultName="other")
    user = as_user(allow("backup:*", vault_arn("nightly")))
    assert user.describe_backup_vault(BackupVaultName="nightly")["BackupVaultName"] == "nightly"
    start(user)
    code, message = refused(user, "describe_backup_vault", BackupVaultName="other")
    assert (code, message.rpartition(" ")[2]) == ("AccessDeniedException", vault_arn("other"))


def test_a_policy_names_recovery_points(backup: Any, as_user: AsUser) -> None:
    point = {"BackupVaultName": "nightly", "RecoveryPointArn": backed_up(backup)}
    user = as_user(allow(["backup:Describe*", "backup:GetRecovery*"], POINTS))
    assert user.describe_recovery_point(**point)["Status"] == "COMPLETED"
    assert user.get_recovery_point_restore_metadata(**point)["BackupVaultArn"]
    _, message = refused(user, "delete_recovery_point", **point)
    assert message.rpartition(" ")[2] == point["RecoveryPointArn"]


def test_a_policy_names_a_plan(backup: Any, as_user: AsUser) -> None:
    first, second = (create_plan(backup, BackupPlanName=name) for name in ("a", "b"))
    prefix = f"arn:aws:backup:{REGION}:{ACCOUNT}:backup-plan:"
    user = as_user(allow("backup:GetBackupPlan", prefix + first), allow("backup:Export*"))
    assert user.get_backup_plan(BackupPlanId=first)["BackupPlanId"] == first
    assert user.export_backup_plan_template(BackupPlanId=second)["BackupPlanTemplateJson"]
    _, message = refused(user, "get_backup_plan", BackupPlanId=second)
    assert message.rpartition(" ")[2] == prefix + second
    _, message = refused(user, "create_backup_plan", BackupPlan=PLAN)
    assert message.rpartition(" ")[2] == f"{prefix}*"


def test_a_policy_names_what_has_a_name_and_an_id(backup: Any, as_user: AsUser) -> None:
    controls = {
        "first": "BACKUP_RECOVERY_POINT_ENCRYPTED",
        "second": "BACKUP_RESOURCES_PROTECTED_BY_BACKUP_PLAN",
    }
    for name, control in controls.items():
        framework = {"FrameworkName": name, "FrameworkControls": [{"ControlName": control}]}
        backup.create_framework(**framework)
    first, second = (it["FrameworkArn"] for it in backup.list_frameworks()["Frameworks"])
    everywhere = f"arn:aws:backup:{REGION}:{ACCOUNT}:framework:new-*"
    user = as_user(allow("backup:*", [first, everywhere]))
    assert user.describe_framework(FrameworkName="first")["FrameworkArn"] == first
    _, message = refused(user, "describe_framework", FrameworkName="second")
    assert message.rpartition(" ")[2] == second
    _, message = refused(user, "delete_framework", FrameworkName="absent")
    assert message.rpartition(" ")[2] == everywhere.replace("new", "absent")


def test_a_denial_counts_more(backup: Any, as_user: AsUser) -> None:
    denied = {**allow("backup:DescribeBackupVault", vault_arn("nightly")), "Effect": "Deny"}
    user = as_user(allow("*"), denied)
    assert refused(user, "describe_backup_vault", BackupVaultName="nightly")[0] == (
        "AccessDeniedException"
    )
    assert user.list_backup_vaults()["BackupVaultList"]


WRONG = {
    "InvalidSignatureException": {"aws_secret_access_key": "wrong"},
    "UnrecognizedClientException": {"aws_access_key_id": "AKIAWRONG"},
    "MissingAuthenticationTokenException": {"config": Config(signature_version=UNSIGNED)},
}


@pytest.mark.parametrize(("code", "options"), WRONG.items(), ids=WRONG)
def test_a_caller_that_iam_does_not_know_is_refused_as_aws_does(
    backup: Any, as_user: AsUser, code: str, options: Any
) -> None:
    user = as_user(allow("*"), **options)
    assert refused(user, "list_backup_vaults")[0] == code


def test_a_policy_names_an_access_point(backup: Any, as_user: AsUser) -> None:
    point = backed_up(backup, ResourceArn="arn:aws:s3:::files")
    names = ("first", "second")
    first, second = (
        backup.create_backup_access_point(Name=name, RecoveryPointArn=point)["AccessPointArn"]
        for name in names
    )
    user = as_user(allow("backup:*", first))
    assert user.describe_backup_access_point(AccessPointArn=first)["Name"] == "first"
    _, message = refused(user, "delete_backup_access_point", AccessPointArn=second)
    assert message.rpartition(" ")[2] == second
