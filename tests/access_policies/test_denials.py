"""What a policy denies is refused, to those whom it denies it, and nothing else is."""

from collections.abc import Callable
from typing import Any

import pytest
from access_points.examples import backed_up_files, create
from access_policies.asking import (
    NIGHTLY,
    ROOT,
    as_role,
    as_user,
    denied,
    make_role,
    message,
    role_arn,
    session_arn,
)
from access_policies.examples import deny, put
from botocore.exceptions import ClientError
from calls import backed_up, copy, points, refused, restore, start, vault_arn
from moto import mock_aws
from support import ACCOUNT, REGION, MakeClient, client_of, raw

from moto_backup_summaries import load_jobs

TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:topic"
BREAK_GLASS = "break-glass"


# Every operation that a policy is asked about, with a call of it for the ARN of a recovery point.
OF_VAULTS: dict[str, Callable[[Any], Any]] = {
    "DeleteBackupVault": lambda client: client.delete_backup_vault(**NIGHTLY),
    "DeleteBackupVaultAccessPolicy": lambda client: client.delete_backup_vault_access_policy(
        **NIGHTLY
    ),
    "DeleteBackupVaultNotifications": lambda client: client.delete_backup_vault_notifications(
        **NIGHTLY
    ),
    "DescribeBackupVault": lambda client: client.describe_backup_vault(**NIGHTLY),
    "GetBackupVaultAccessPolicy": lambda client: client.get_backup_vault_access_policy(**NIGHTLY),
    "GetBackupVaultNotifications": lambda client: client.get_backup_vault_notifications(**NIGHTLY),
    "ListRecoveryPointsByBackupVault": points,
    "PutBackupVaultAccessPolicy": lambda client: put(client, deny("DeleteBackupVault")),
    "PutBackupVaultLockConfiguration": (
        lambda client: client.put_backup_vault_lock_configuration(**NIGHTLY, MinRetentionDays=1)
    ),
    "PutBackupVaultNotifications": lambda client: client.put_backup_vault_notifications(
        **NIGHTLY, SNSTopicArn=TOPIC, BackupVaultEvents=["BACKUP_JOB_COMPLETED"]
    ),
    "StartBackupJob": start,
}
OF_POINTS: dict[str, Callable[[Any, str], Any]] = {
    "DeleteRecoveryPoint": lambda client, point: client.delete_recovery_point(
        **NIGHTLY, RecoveryPointArn=point
    ),
    "DescribeRecoveryPoint": lambda client, point: client.describe_recovery_point(
        **NIGHTLY, RecoveryPointArn=point
    ),
    "GetRecoveryPointRestoreMetadata": (
        lambda client, point: client.get_recovery_point_restore_metadata(
            **NIGHTLY, RecoveryPointArn=point
        )
    ),
    "StartCopyJob": lambda client, point: copy(
        client, point, DestinationBackupVaultArn=vault_arn("nightly")
    ),
    "StartRestoreJob": restore,
    "UpdateRecoveryPointLifecycle": lambda client, point: client.update_recovery_point_lifecycle(
        **NIGHTLY, RecoveryPointArn=point, Lifecycle={"DeleteAfterDays": 1}
    ),
}


def refusal_of(call: Callable[[], Any]) -> str:
    """The message of a call that is denied."""
    with pytest.raises(ClientError) as caught:
        call()
    assert caught.value.response["Error"]["Code"] == "AccessDeniedException"
    return str(caught.value.response["Error"]["Message"])


@pytest.mark.parametrize("operation", OF_VAULTS)
def test_an_operation_on_a_vault_is_denied_by_its_arn(vault: Any, operation: str) -> None:
    put(vault, deny(operation, Resource=vault_arn("nightly")))
    told = refusal_of(lambda: OF_VAULTS[operation](vault))
    assert told == message(ROOT, operation, vault_arn("nightly"))


@pytest.mark.parametrize("operation", OF_POINTS)
def test_an_operation_on_a_recovery_point_is_denied_by_the_arn_of_that(
    vault: Any, operation: str
) -> None:
    point = backed_up(vault)
    put(vault, deny(operation, Resource="arn:aws:ec2:*:*:snapshot/*"))
    assert refusal_of(lambda: OF_POINTS[operation](vault, point)) == message(ROOT, operation, point)


@pytest.mark.parametrize("operation", OF_POINTS)
def test_the_arn_of_the_vault_does_nothing_beside_an_operation_on_a_recovery_point(
    vault: Any, operation: str
) -> None:
    point = backed_up(vault)
    put(vault, deny(operation, Resource=vault_arn("nightly")))
    OF_POINTS[operation](vault, point)


def test_an_access_point_is_denied_by_the_recovery_point(vault: Any) -> None:
    point = backed_up_files(vault)
    put(vault, deny("CreateBackupAccessPoint", Resource="arn:aws:backup:*:recovery-point:*"))
    told = refusal_of(lambda: create(vault, point))
    assert told == message(ROOT, "CreateBackupAccessPoint", point)


def test_the_case_of_an_action_does_not_matter(vault: Any) -> None:
    put(vault, {**deny(), "Action": "BACKUP:deletebackupVAULT"})
    assert denied(vault, "delete_backup_vault", **NIGHTLY)


def test_other_operations_do_not_ask_the_policy(vault: Any) -> None:
    job_id = start(vault)["BackupJobId"]
    # All but one.
    statement = {**deny(), "NotAction": "backup:PutBackupVaultAccessPolicy"}
    del statement["Action"]
    put(vault, statement)
    assert vault.describe_backup_job(BackupJobId=job_id)["State"] == "COMPLETED"
    assert len(vault.list_backup_vaults()["BackupVaultList"]) == 1
    assert len(vault.list_protected_resources()["Results"]) == 1
    vault.tag_resource(ResourceArn=vault_arn("nightly"), Tags={"a": "b"})
    assert vault.list_tags(ResourceArn=vault_arn("nightly"))["Tags"] == {"a": "b"}
    vault.delete_backup_vault_lock_configuration(**NIGHTLY)
    assert denied(vault, "describe_backup_vault", **NIGHTLY)
    put(vault, deny("DeleteBackupVault"))


def test_the_policy_of_another_vault_is_not_asked(vault: Any) -> None:
    vault.create_backup_vault(BackupVaultName="second")
    put(vault, deny("DeleteRecoveryPoint", "StartRestoreJob"), BackupVaultName="second")
    point = backed_up(vault)
    restore(vault, point)
    vault.delete_recovery_point(**NIGHTLY, RecoveryPointArn=point)


def test_what_is_absent_is_answered_as_without_a_policy(vault: Any) -> None:
    put(vault, deny("DeleteBackupVault"))
    restored = {
        "RecoveryPointArn": f"arn:aws:ec2:{REGION}::snapshot/snap-1",
        "Metadata": {"a": "b"},
    }
    assert refused(vault, "start_restore_job", **restored)[0] == "ResourceNotFoundException"


class TestNobodyDeletes:
    """A user's test of an organization's policy, in whose last statement one role may delete."""

    OPERATIONS = (
        "DeleteBackupVault",
        "DeleteRecoveryPoint",
        "StartCopyJob",
        "StartRestoreJob",
        "UpdateRecoveryPointLifecycle",
    )

    @pytest.fixture
    def point(self, backup: Any) -> str:
        """The recovery point that is to stay."""
        found = backed_up(backup)
        put(
            backup,
            deny(
                *self.OPERATIONS,
                Condition={"ArnNotEquals": {"aws:PrincipalArn": role_arn(BREAK_GLASS)}},
            ),
        )
        return found

    def call(self, client: Any, operation: str, point: str) -> Any:
        if operation in OF_VAULTS:
            return OF_VAULTS[operation](client)
        return OF_POINTS[operation](client, point)

    @pytest.mark.parametrize("operation", OPERATIONS)
    def test_nor_does_the_plain_client_or_a_role(
        self, backup: Any, make_client: MakeClient, point: str, operation: str
    ) -> None:
        before = points(backup)
        resource = vault_arn("nightly") if operation == "DeleteBackupVault" else point
        callers = {ROOT: backup, session_arn("ops"): as_role(make_client, "ops")}
        for caller, client in callers.items():
            told = refusal_of(lambda client=client: self.call(client, operation, point))
            assert told == message(caller, operation, resource)
        assert points(backup) == before
        for kind in ("restore", "copy"):
            assert getattr(backup, f"list_{kind}_jobs")()[f"{kind.capitalize()}Jobs"] == []

    def test_but_the_role_that_is_excepted_does(
        self, backup: Any, make_client: MakeClient, point: str
    ) -> None:
        exempt = as_role(make_client, BREAK_GLASS)
        for operation in (*self.OPERATIONS[2:], "DeleteRecoveryPoint"):
            self.call(exempt, operation, point)
        copies = [found["RecoveryPointArn"] for found in points(backup)]
        assert point not in copies
        for arn in copies:
            self.call(exempt, "DeleteRecoveryPoint", arn)
        self.call(exempt, "DeleteBackupVault", point)
        assert backup.list_backup_vaults()["BackupVaultList"] == []


def callers(make: MakeClient) -> dict[str, Any]:
    """A client for each kind of caller."""
    return {
        "root": make(),
        "ann": as_user(make, "ann"),
        "ops": as_role(make, "ops"),
        "guard": as_role(make, "guard"),
    }


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        ("*", {"root", "ann", "ops", "guard"}),
        ({"AWS": "*"}, {"root", "ann", "ops", "guard"}),
        ({"AWS": ACCOUNT}, {"root", "ann", "ops", "guard"}),
        ({"AWS": ROOT}, {"root", "ann", "ops", "guard"}),
        ({"AWS": "111122223333"}, set()),
        ({"AWS": role_arn("ops")}, {"ops"}),
        ({"AWS": session_arn("ops")}, {"ops"}),
        ({"AWS": session_arn("ops").replace("/session", "/other")}, set()),
        ({"AWS": f"arn:aws:iam::{ACCOUNT}:user/ann"}, {"ann"}),
        ({"AWS": [role_arn("guard"), f"arn:aws:iam::{ACCOUNT}:user/ann"]}, {"guard", "ann"}),
        ({"Service": "backup.amazonaws.com"}, set()),
        ({"Service": "backup.amazonaws.com", "AWS": role_arn("ops")}, {"ops"}),
    ],
)
def test_who_is_denied_something(
    backup: Any, make_client: MakeClient, principal: Any, expected: Any
) -> None:
    clients = callers(make_client)
    put(backup, deny("DescribeBackupVault", Principal=principal))
    assert refused_to(clients) == expected


def refused_to(clients: dict[str, Any]) -> set[str]:
    """Those who may not describe the vault."""
    found = set()
    for name, client in clients.items():
        try:
            client.describe_backup_vault(**NIGHTLY)
        except client.exceptions.ClientError:
            found.add(name)
    return found


def test_everybody_else_is_denied_by_not_principal(backup: Any, make_client: MakeClient) -> None:
    clients = callers(make_client)
    statement = {
        name: value for name, value in deny("DescribeBackupVault").items() if name != "Principal"
    }
    excepted = [ROOT, role_arn("ops"), session_arn("ops")]
    put(backup, {**statement, "NotPrincipal": {"AWS": excepted}})
    assert refused_to(clients) == {"ann", "guard"}
    # As IAM has it, the session of a role is denied where its role alone is excepted.
    put(backup, {**statement, "NotPrincipal": {"AWS": excepted[:-1]}})
    assert refused_to(clients) == {"ann", "guard", "ops"}


def test_a_user_or_a_role_is_denied_by_its_id(backup: Any, make_client: MakeClient) -> None:
    role_id = make_role(make_client, "ops")
    clients = callers(make_client)
    user_id = make_client(service="iam").get_user(UserName="ann")["User"]["UserId"]
    put(backup, deny("DescribeBackupVault", Principal={"AWS": role_id}))
    assert refused_to(clients) == {"ops"}
    condition = {"StringEquals": {"AWS:userid": [user_id, ACCOUNT]}}
    put(backup, deny("DescribeBackupVault", Condition=condition))
    assert refused_to(clients) == {"ann", "root"}
    condition = {"StringNotLike": {"aws:userId": [f"{role_id}:*", ACCOUNT]}}
    put(backup, deny("DescribeBackupVault", Condition=condition))
    assert refused_to(clients) == {"ann", "guard"}


def test_the_example_of_the_guide_denies_every_session(
    backup: Any, make_client: MakeClient
) -> None:
    """It compares ids with the asterisk of another operator, so that by IAM's rules no session is equal."""
    role_id = make_role(make_client, "ops")
    clients = callers(make_client)
    condition = {"StringNotEquals": {"aws:userId": [f"{role_id}:*", ACCOUNT]}}
    put(backup, deny("DescribeBackupVault", Condition=condition))
    assert refused_to(clients) == {"ann", "ops", "guard"}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"ArnNotEquals": {"aws:PrincipalArn": role_arn("ops")}}, {"root", "ann", "guard"}),
        ({"ArnNotLike": {"aws:principalarn": role_arn("*")}}, {"root", "ann"}),
        ({"ArnLike": {"aws:PrincipalArn": ["arn:aws:iam::*:user/a?n", ROOT]}}, {"root", "ann"}),
        ({"StringEquals": {"aws:PrincipalAccount": ACCOUNT}}, {"root", "ann", "ops", "guard"}),
        ({"StringNotEquals": {"aws:PrincipalAccount": ACCOUNT}}, set()),
        # There is no organization.
        ({"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}, {"root", "ann", "ops", "guard"}),
        (
            {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}},
            {"root", "ann", "ops", "guard"},
        ),
        ({"StringEquals": {"aws:PrincipalOrgID": "o-1"}}, set()),
        (
            {
                "ArnLike": {"aws:PrincipalArn": role_arn("*")},
                "StringNotLike": {"aws:PrincipalArn": "*ops"},
            },
            {"guard"},
        ),
        # What is not understood denies nobody.
        ({"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}, set()),
        ({"StringEquals": {"aws:PrincipalTag/team": "x"}}, set()),
        ({"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::${aws:PrincipalAccount}:root"}}, set()),
    ],
)
def test_who_meets_a_condition(
    backup: Any, make_client: MakeClient, condition: Any, expected: set[str]
) -> None:
    clients = callers(make_client)
    put(backup, deny("DescribeBackupVault", Condition=condition))
    assert refused_to(clients) == expected


def test_an_allow_does_not_help_against_a_deny(vault: Any) -> None:
    allowed = {**deny("DeleteBackupVault"), "Effect": "Allow"}
    for statements in ((deny("DeleteBackupVault"), allowed), (allowed, deny("DeleteBackupVault"))):
        put(vault, *statements)
        assert denied(vault, "delete_backup_vault", **NIGHTLY)
    put(vault, allowed)
    vault.delete_backup_vault(**NIGHTLY)


def test_another_account_is_refused_whatever_the_policy_says(
    backup: Any, make_client: MakeClient
) -> None:
    from organizations import OUTSIDE, assumed

    put(backup, {**deny("DescribeBackupVault"), "Effect": "Allow"})
    asked = {**NIGHTLY, "BackupVaultAccountId": ACCOUNT}
    code, _ = refused(assumed(make_client, OUTSIDE), "describe_backup_vault", **asked)
    assert code == "ResourceNotFoundException"


def test_a_denial_is_written_as_aws_writes_it(fresh_server: str) -> None:
    client = client_of(endpoint_url=fresh_server)
    client.create_backup_vault(**NIGHTLY)
    put(client, deny("DescribeBackupVault"))
    status, answer = raw(f"{fresh_server}/backup-vaults/nightly")
    said = message(ROOT, "DescribeBackupVault", vault_arn("nightly"))
    assert (status, answer) == (
        403,
        {
            "__type": "AccessDeniedException",
            "Code": "AccessDeniedException",
            "Message": said,
            "Type": "Client",
        },
    )


def test_loaded_points_are_denied_as_any(mocked_backup: Any) -> None:
    load_jobs({"BackupJobs": [{"BackupVaultName": "nightly"}, {"BackupVaultName": "other"}]})
    put(mocked_backup, deny("DeleteRecoveryPoint", "StartRestoreJob"))
    (kept,), (free,) = points(mocked_backup), points(mocked_backup, "other")
    asked = {**NIGHTLY, "RecoveryPointArn": kept["RecoveryPointArn"]}
    assert denied(mocked_backup, "delete_recovery_point", **asked)
    assert refusal_of(lambda: restore(mocked_backup, kept["RecoveryPointArn"]))
    restore(mocked_backup, free["RecoveryPointArn"], Metadata={"a": "b"})


def test_a_mock_has_no_policies_of_the_one_before() -> None:
    for _ in range(2):
        with mock_aws():
            client = client_of()
            client.create_backup_vault(**NIGHTLY)
            client.describe_backup_vault(**NIGHTLY)
            put(client, deny("DescribeBackupVault", "CreateBackupVault"))
