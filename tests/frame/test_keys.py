"""Whose access keys are: what moto's own search says, without making what it looks into."""

import boto3
import pytest
from moto import mock_aws
from moto.backup.responses import BackupResponse
from moto.iam.models import get_account_id_from, iam_backends
from organizations import OUTSIDE
from support import ACCOUNT, REGION

from moto_backup_summaries.backup.frame.responses import BackupJobsResponse, account_of_key

CHINA = "cn-north-1"


def keys(account_id: str, region: str) -> list[str]:
    """A key of a session in an account, and one of a user that the session has made."""
    session = boto3.client("sts", region_name=region).assume_role(
        RoleArn=f"arn:aws:iam::{account_id}:role/any", RoleSessionName="session"
    )["Credentials"]
    iam = boto3.client(
        "iam",
        region_name=region,
        aws_access_key_id=session["AccessKeyId"],
        aws_secret_access_key=session["SecretAccessKey"],
        aws_session_token=session["SessionToken"],
    )
    iam.create_user(UserName=region)
    of_user = iam.create_access_key(UserName=region)["AccessKey"]
    return [session["AccessKeyId"], of_user["AccessKeyId"]]


@mock_aws
@pytest.mark.parametrize("region", [REGION, CHINA])
def test_a_key_is_of_the_account_that_it_was_made_in(region: str) -> None:
    made = {account_id: keys(account_id, region) for account_id in (ACCOUNT, OUTSIDE)}
    for account_id, of_account in made.items():
        for key in of_account:
            assert account_of_key(key) == account_id == get_account_id_from(key)


@mock_aws
def test_a_key_that_nobody_was_given_is_of_no_account_and_acts_in_the_default_one() -> None:
    keys(OUTSIDE, REGION)
    assert account_of_key("testing") is None
    vault = boto3.client("backup", region_name=REGION).create_backup_vault(BackupVaultName="vault")
    assert vault["BackupVaultArn"].split(":")[4] == ACCOUNT == get_account_id_from("testing")


@mock_aws
def test_iam_tells_that_a_key_was_last_used_for_backup() -> None:
    iam = boto3.client("iam", region_name=REGION)
    iam.create_user(UserName="user")
    key = iam.create_access_key(UserName="user")["AccessKey"]
    boto3.client(
        "backup",
        region_name=REGION,
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
    ).list_backup_vaults()
    used = iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])["AccessKeyLastUsed"]
    assert (used["ServiceName"], used["Region"]) == ("backup", REGION)


SIGNED = "AWS4-HMAC-SHA256 Credential={}/20260101/us-east-1/backup/aws4_request, Signature=abc"


@pytest.mark.parametrize(
    ("headers", "querystring"),
    [
        ({}, {}),
        ({"Authorization": SIGNED.format("testing")}, {}),
        ({"Authorization": SIGNED.format("AKIAIOSFODNN7EXAMPLE")}, {}),
        ({"Authorization": "AWS AKIAIOSFODNN7EXAMPLE:abc"}, {}),
        ({"Authorization": "Bearer token"}, {"AWSAccessKeyId": ["AKIAIOSFODNN7EXAMPLE"]}),
        ({}, {"AWSAccessKeyId": ["AKIAIOSFODNN7EXAMPLE"]}),
    ],
)
def test_the_key_of_a_request_is_the_one_that_moto_finds(
    headers: dict[str, str], querystring: dict[str, list[str]]
) -> None:
    motos, ours = BackupResponse(), BackupJobsResponse()
    for response in (motos, ours):
        response.headers, response.querystring = headers, querystring
    assert ours.get_access_key() == motos.get_access_key()


@mock_aws
def test_looking_makes_nothing() -> None:
    keys(OUTSIDE, CHINA)
    before = {account_id: set(there) for account_id, there in iam_backends.items()}
    account_of_key("testing")
    assert {account_id: set(there) for account_id, there in iam_backends.items()} == before
