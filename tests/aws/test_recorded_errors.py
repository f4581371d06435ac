"""Errors in AWS's own words, each answered by an operation that was seen to answer it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from calls import PLAN, RULE, SELECTION, backed_up, create_plan, refused, vault_arn, volume
from frameworks.examples import control
from frameworks.examples import create as create_framework
from support import ACCOUNT, REGION, ROLE, raw

from moto_backup_summaries.backup.aws import recorded_errors
from moto_backup_summaries.backup.aws.recorded_errors import RecordedError

ALL = {
    name: value for name, value in vars(recorded_errors).items() if isinstance(value, RecordedError)
}
SNAPSHOT = f"arn:aws:ec2:{REGION}::snapshot/snap-1"
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:topic"
# What asks for an error: operation and parameters, once the client has what they need.
Asked = tuple[str, dict[str, Any]]


def plan(**rule: Any) -> Asked:
    return "create_backup_plan", {"BackupPlan": {**PLAN, "Rules": [{**RULE, **rule}]}}


def vault_not_empty(client: Any) -> Asked:
    backed_up(client)
    return "delete_backup_vault", {"BackupVaultName": "nightly"}


def plan_exists(client: Any) -> Asked:
    create_plan(client)
    return "create_backup_plan", {"BackupPlan": PLAN}


def plan_has_selections(client: Any) -> Asked:
    plan_id = create_plan(client)
    client.create_backup_selection(BackupPlanId=plan_id, BackupSelection=SELECTION)
    return "delete_backup_plan", {"BackupPlanId": plan_id}


def point_locked(client: Any) -> Asked:
    point = backed_up(client)
    client.put_backup_vault_lock_configuration(BackupVaultName="nightly", MinRetentionDays=1)
    return "delete_recovery_point", {"BackupVaultName": "nightly", "RecoveryPointArn": point}


def controls_exist(client: Any) -> Asked:
    create_framework(client)
    return "create_framework", {"FrameworkName": "other", "FrameworkControls": [control()]}


def frameworks_of_several(client: Any) -> Asked:
    setting = {
        "ReportTemplate": "CONTROL_COMPLIANCE_REPORT",
        "FrameworkArns": [create_framework(client)["FrameworkArn"]],
        "Accounts": ["ROOT"],
    }
    asked = {"ReportPlanName": "audit", "ReportSetting": setting}
    return "create_report_plan", {**asked, "ReportDeliveryChannel": {"S3BucketName": "reports"}}


def unknown_event(client: Any) -> Asked:
    asked = {"BackupVaultName": "nightly", "SNSTopicArn": TOPIC, "BackupVaultEvents": ["X"]}
    return "put_backup_vault_notifications", asked


def unsupported_type(client: Any) -> Asked:
    asked = {"BackupVaultName": "nightly", "ByResourceArn": SNAPSHOT}
    return "list_recovery_points_by_backup_vault", asked


def principal_invalid(client: Any) -> Asked:
    statement = {
        "Effect": "Deny",
        "Principal": {"AWS": "nobody"},
        "Action": "backup:DeleteRecoveryPoint",
        "Resource": "*",
    }
    policy = json.dumps({"Statement": statement})
    return "put_backup_vault_access_policy", {"BackupVaultName": "nightly", "Policy": policy}


CASES: dict[str, Callable[[Any], Asked]] = {
    "VAULT_NOT_FOUND": lambda client: (
        "delete_backup_vault_notifications",
        {"BackupVaultName": "none"},
    ),
    "VAULT_EXISTS": lambda client: ("create_backup_vault", {"BackupVaultName": "nightly"}),
    "VAULT_NOT_EMPTY": vault_not_empty,
    "NO_NOTIFICATIONS": lambda client: (
        "get_backup_vault_notifications",
        {"BackupVaultName": "nightly"},
    ),
    "NO_POLICY": lambda client: (
        "get_backup_vault_access_policy",
        {"BackupVaultName": "nightly"},
    ),
    "PRINCIPAL_INVALID": principal_invalid,
    "UNKNOWN_EVENT": unknown_event,
    "PLAN_EXISTS": plan_exists,
    "PLAN_NOT_READ": lambda client: ("get_backup_plan", {"BackupPlanId": "none"}),
    "PLAN_OF_SELECTION_NOT_FOUND": lambda client: (
        "get_backup_selection",
        {"BackupPlanId": "none", "SelectionId": "none"},
    ),
    "PLAN_HAS_SELECTIONS": plan_has_selections,
    "CONTROL_NAME_MISSING": lambda client: (
        "create_framework",
        {"FrameworkName": "audit", "FrameworkControls": [control("")]},
    ),
    "CONTROLS_EXIST": controls_exist,
    "FRAMEWORKS_OF_SEVERAL": frameworks_of_several,
    "LIFECYCLE_TOO_CLOSE": lambda client: plan(
        Lifecycle={"MoveToColdStorageAfterDays": 30, "DeleteAfterDays": 35}
    ),
    "LIFECYCLE_OUT_OF_RANGE": lambda client: plan(
        EnableContinuousBackup=True, Lifecycle={"DeleteAfterDays": 84}
    ),
    "LIFECYCLE_WITHOUT_COLD": lambda client: plan(
        EnableContinuousBackup=True,
        Lifecycle={"MoveToColdStorageAfterDays": 730, "DeleteAfterDays": 2555},
    ),
    "LIFECYCLE_MISSING": lambda client: plan(EnableContinuousBackup=True),
    "RUNS_TOO_CLOSE": lambda client: plan(ScheduleExpression="cron(*/5 * * * ? *)"),
    "ADVANCED_TYPE_UNKNOWN": lambda client: (
        "create_backup_plan",
        {"BackupPlan": {**PLAN, "AdvancedBackupSettings": [{"ResourceType": "EBS"}]}},
    ),
    "POINT_NOT_FOUND": lambda client: ("list_tags", {"ResourceArn": SNAPSHOT}),
    "POINT_LOCKED": point_locked,
    "TYPE_UNSUPPORTED": unsupported_type,
    "OPT_IN_UNKNOWN": lambda client: (
        "update_region_settings",
        {"ResourceTypeOptInPreference": {"Floppy": True}},
    ),
    "NO_ORGANIZATION": lambda client: ("describe_global_settings", {}),
}
# What differs from request to request.
NAMED = {
    "VAULT_NOT_FOUND": f"A Backup vault with ARN {vault_arn('none')} does not exist.",
    "UNKNOWN_EVENT": "Please select from the following list of notifications BACKUP_JOB_STARTED, ",
    "NO_NOTIFICATIONS": "Failed reading notifications from database for Backup vault nightly",
    "NO_POLICY": f"Backup Vault {vault_arn('nightly')} has no associated POLICY",
    "PRINCIPAL_INVALID": "Provided principal is not valid: nobody",
    "PLAN_OF_SELECTION_NOT_FOUND": "Cannot find Backup plan with ID none",
    "CONTROLS_EXIST": f"Controls in framework audit from account {ACCOUNT} already exist.",
    "ADVANCED_TYPE_UNKNOWN": "Invalid Resource Type : EBS",
    "TYPE_UNSUPPORTED": f"Unsupported resource type: {SNAPSHOT}",
}
# Their status is 403: see below, and tests/access_policies. And what says where a rule's error is, as each of
# these tests shows.
APART = {"VAULT_DENIED", "POLICY_DENIES", "POLICY_SHARES", "IN_RULES"}


def test_every_recorded_error_is_asked_for() -> None:
    assert CASES.keys() | APART == ALL.keys()


@pytest.mark.parametrize("name", CASES)
def test_an_error_is_told_in_the_words_of_aws(backup: Any, name: str) -> None:
    operation, asked = CASES[name](backup)
    code, message = refused(backup, operation, **asked)
    said = NAMED.get(name, ALL[name].text)
    if name.startswith("LIFECYCLE"):
        said = f"Error in some rules due to : {said}"
    assert code == ALL[name].kind.code
    assert message[: len(said)] == said
    assert message == said or name == "UNKNOWN_EVENT"


def test_an_absent_vault_is_denied_before_its_recovery_point_is_looked_for(backup: Any) -> None:
    asked = {"BackupVaultName": "none", "RecoveryPointArn": SNAPSHOT}
    with pytest.raises(backup.exceptions.ClientError) as caught:
        backup.describe_recovery_point(**asked)
    answer = caught.value.response
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 403
    assert answer["Error"] == {
        "Code": "AccessDeniedException",
        "Message": "Insufficient privileges to perform this action.",
    }


def test_the_body_has_the_number_of_aws_where_it_was_seen(fresh_server: str) -> None:
    status, answer = raw(f"{fresh_server}/tags/{SNAPSHOT.replace('/', '%2F')}")
    assert (status, answer) == (
        400,
        {
            "__type": "ResourceNotFoundException",
            "Code": "ERROR_2603",
            "Message": "Cannot find recovery point.",
            "Type": "Client",
        },
    )


def test_where_no_number_was_seen_the_body_has_the_name(fresh_server: str) -> None:
    _, answer = raw(f"{fresh_server}/backup/plans/none/")
    assert answer["Code"] == "ResourceNotFoundException"


def test_what_aws_answers_beside_its_words_is_kept(backup: Any) -> None:
    with pytest.raises(backup.exceptions.AlreadyExistsException) as caught:
        backup.create_backup_vault(BackupVaultName="nightly")
    arn = f"arn:aws:backup:{REGION}:{ACCOUNT}:backup-vault:nightly"
    assert caught.value.response["Arn"] == arn


def test_what_was_loaded_is_found_by_a_resource_of_a_type_that_is_new(vault: Any) -> None:
    from moto_backup_summaries import load_jobs

    arn = f"arn:aws:newest:{REGION}:{ACCOUNT}:thing/1"
    asked = {"BackupVaultName": "nightly", "ByResourceArn": arn}
    assert refused(vault, "list_recovery_points_by_backup_vault", **asked)[1] == (
        f"Unsupported resource type: {arn}"
    )
    load_jobs({"BackupJobs": [{"ResourceArn": arn, "BackupVaultName": "nightly"}]})
    assert len(vault.list_recovery_points_by_backup_vault(**asked)["RecoveryPoints"]) == 1


def test_a_resource_that_is_no_arn_has_no_recovery_points(backup: Any) -> None:
    backed_up(backup, ResourceArn=volume())
    asked = {"BackupVaultName": "nightly", "ByResourceArn": "vol-1"}
    assert backup.list_recovery_points_by_backup_vault(**asked)["RecoveryPoints"] == []


def test_the_vault_of_another_account_is_named_by_that(backup: Any) -> None:
    asked = {"BackupVaultName": "nightly", "BackupVaultAccountId": "111122223333"}
    said = (
        f"A Backup vault with ARN {vault_arn('nightly', account_id='111122223333')} does not exist."
    )
    assert refused(backup, "describe_backup_vault", **asked) == ("ResourceNotFoundException", said)


def test_the_vault_that_is_to_keep_a_copy_is_named_by_its_arn(backup: Any) -> None:
    for region in (REGION, "eu-west-1"):
        arn = vault_arn("none", region)
        asked = {
            "RecoveryPointArn": backed_up(backup),
            "SourceBackupVaultName": "nightly",
            "DestinationBackupVaultArn": arn,
            "IamRoleArn": ROLE,
        }
        said = f"A Backup vault with ARN {arn} does not exist."
        assert refused(backup, "start_copy_job", **asked) == ("ResourceNotFoundException", said)
