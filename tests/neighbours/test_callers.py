"""Whose access key it is, by moto's STS and IAM."""

from collections.abc import Iterator

import pytest
from access_policies.asking import make_role, role_arn
from moto import mock_aws
from organizations import new_account
from support import ACCOUNT, REGION, ROLE, client_of, new_client

from moto_backup_summaries.backup.aws.access_policies import Caller
from moto_backup_summaries.backup.neighbours.callers import caller_of, session_of_backup

ROOT = f"arn:aws:iam::{ACCOUNT}:root"


@pytest.fixture(autouse=True)
def mock() -> Iterator[None]:
    with mock_aws():
        yield


def key_of_session(role: str) -> str:
    answer = client_of("sts").assume_role(RoleArn=role, RoleSessionName="session")
    return str(answer["Credentials"]["AccessKeyId"])


def test_a_key_that_nobody_made_is_of_the_root_of_the_account() -> None:
    assert caller_of("AKIAEXAMPLE", ACCOUNT, REGION) == Caller(ROOT, ROOT, ACCOUNT, ACCOUNT)
    root = f"arn:aws-cn:iam::{ACCOUNT}:root"
    assert caller_of("AKIAEXAMPLE", ACCOUNT, "cn-north-1") == Caller(root, root, ACCOUNT, ACCOUNT)


def test_a_key_of_a_session_has_its_role_with_the_path() -> None:
    iam = client_of("iam")
    made = iam.create_role(RoleName="ops", Path="/of/", AssumeRolePolicyDocument="{}")["Role"]
    caller = caller_of(key_of_session(made["Arn"]), ACCOUNT, REGION)
    arn = f"arn:aws:sts::{ACCOUNT}:assumed-role/ops/session"
    role = f"arn:aws:iam::{ACCOUNT}:role/of/ops"
    assert caller == Caller(arn, role, f"{made['RoleId']}:session", ACCOUNT)


def test_a_key_of_a_session_is_of_the_account_of_its_role() -> None:
    key = key_of_session(role_arn("ops", "111122223333"))
    assert caller_of(key, "111122223333", REGION).principal_arn == role_arn("ops", "111122223333")
    assert caller_of(key, ACCOUNT, REGION).arn == ROOT


def test_a_key_of_a_user_is_that_user() -> None:
    iam = client_of("iam")
    user = iam.create_user(UserName="ann")["User"]
    key = iam.create_access_key(UserName="ann")["AccessKey"]["AccessKeyId"]
    assert caller_of(key, ACCOUNT, REGION) == Caller(
        user["Arn"], user["Arn"], user["UserId"], ACCOUNT
    )


def test_aws_backup_assumes_the_role_of_a_job() -> None:
    arn = f"arn:aws:sts::{ACCOUNT}:assumed-role/backup/AWSBackup-backup"
    assert session_of_backup(ROLE, REGION) == Caller(arn, ROLE, None, ACCOUNT)
    make = lambda service="backup", **more: new_client(service, **more)  # noqa: E731
    make_role(make, "other")
    assert session_of_backup(ROLE, REGION).user_id is None
    role_id = make_role(make, "backup")
    assert session_of_backup(ROLE, REGION) == Caller(
        arn, ROLE, f"{role_id}:AWSBackup-backup", ACCOUNT
    )


def test_a_caller_has_the_organization_of_its_account() -> None:
    organizations = client_of("organizations")
    organization = organizations.create_organization(FeatureSet="ALL")["Organization"]["Id"]
    root = organizations.list_roots()["Roots"][0]["Id"]
    unit = organizations.create_organizational_unit(ParentId=root, Name="o")["OrganizationalUnit"][
        "Id"
    ]
    member = new_account(organizations, "a")
    organizations.move_account(AccountId=member, SourceParentId=root, DestinationParentId=unit)
    paths = {ACCOUNT: f"{organization}/{root}/", member: f"{organization}/{root}/{unit}/"}
    for account_id, path in paths.items():
        root_of_account = f"arn:aws:iam::{account_id}:root"
        expected = Caller(
            root_of_account, root_of_account, account_id, account_id, organization, path
        )
        assert caller_of("AKIAEXAMPLE", account_id, REGION) == expected
    outside = caller_of("AKIAEXAMPLE", "999999999999", REGION)
    assert (outside.organization_id, outside.organization_path) == (None, None)
