"""A server says which header a request for AWS Backup lacks, and leaves to S3 what is S3's."""

import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from moto.moto_server.werkzeug_app import DomainDispatcherApplication
from support import AUTHORIZATION, REGION

from moto_backup_summaries import register, unregister

XML = '<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>'


def ask(
    url: str, method: str = "GET", body: str | None = None, headers: dict[str, str] | None = None
) -> tuple[int, str]:
    """Status and text of a request with no more headers than these."""
    sent = body.encode() if body is not None else None
    try:
        with urlopen(Request(url, method=method, data=sent, headers=headers or {})) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


@pytest.mark.parametrize(
    ("method", "path", "body", "operation"),
    [
        ("GET", "/audit/backup-job-summaries?State=ANY", None, "ListBackupJobSummaries"),
        ("GET", "/backup-jobs", None, "ListBackupJobs"),
        ("GET", "/audit/frameworks/", None, "ListFrameworks"),
        ("PUT", "/backup-vaults/nightly", "{}", "CreateBackupVault"),
        ("PUT", "/backup-vaults/nightly", None, "CreateBackupVault"),
        ("PUT", "/backup-jobs", ' {"BackupVaultName": "nightly"}', "StartBackupJob"),
        ("POST", "/backup-jobs/an-id", None, "StopBackupJob"),
    ],
)
def test_the_missing_header_is_named(
    fresh_server: str, method: str, path: str, body: str | None, operation: str
) -> None:
    status, text = ask(fresh_server + path, method, body)
    answer = json.loads(text)
    assert (status, answer["__type"]) == (403, "MissingAuthenticationTokenException")
    header = "Credential=x/20260101/us-east-1/backup/aws4_request"
    assert f"For {operation} of AWS Backup send" in answer["Message"]
    assert f"Authorization: AWS4-HMAC-SHA256 {header}" in answer["Message"]
    assert "NoSuchBucket" in ask(f"{fresh_server}/backup-jobs/a/b/c")[1], "nothing was made"


def test_the_header_that_it_names_is_enough(fresh_server: str) -> None:
    url = f"{fresh_server}/audit/backup-job-summaries"
    _, text = ask(url)
    name, _, value = json.loads(text)["Message"].partition("send ")[2].partition(": ")
    assert ask(url, headers={name: value})[0] == 200


@pytest.mark.parametrize(
    "authorization",
    [
        "Basic eDp5",
        "Bearer x",
        AUTHORIZATION.replace("/aws4_request", ""),
        AUTHORIZATION.replace("/backup/", "/"),
        AUTHORIZATION.replace("/backup/", "//"),
        AUTHORIZATION.replace(f"/{REGION}/", "//"),
        "AWS4-HMAC-SHA256",
    ],
)
def test_a_header_that_names_no_service_is_none(fresh_server: str, authorization: str) -> None:
    headers = {"Authorization": authorization}
    status, text = ask(f"{fresh_server}/backup-jobs", headers=headers)
    assert status == 403
    assert (
        "this request has none that names them. For ListBackupJobs" in json.loads(text)["Message"]
    )


def test_an_anonymous_client_of_s3_has_a_bucket_of_that_name(fresh_server: str) -> None:
    anonymous = Config(signature_version=UNSIGNED)
    s3 = boto3.client("s3", region_name=REGION, endpoint_url=fresh_server, config=anonymous)
    s3.create_bucket(Bucket="backup-jobs")
    document = b'{"a": "document"}'
    s3.put_object(Bucket="backup-jobs", Key="an-id", Body=document, ACL="public-read")
    listed = s3.list_objects_v2(Bucket="backup-jobs")["Contents"]
    assert [found["Key"] for found in listed] == ["an-id"]
    assert s3.get_object(Bucket="backup-jobs", Key="an-id")["Body"].read() == document
    with pytest.raises(s3.exceptions.NoSuchKey):
        s3.get_object(Bucket="backup-jobs", Key="another")


def test_a_bucket_is_made_by_xml_without_a_signature(fresh_server: str) -> None:
    assert ask(f"{fresh_server}/global-settings", "PUT", XML)[0] == 200
    assert "<Name>global-settings</Name>" in ask(f"{fresh_server}/global-settings")[1]


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ("", {"Authorization": AUTHORIZATION.replace("/backup/", "/s3/")}),
        ("", {"Authorization": "AWS x:c2lnbmF0dXJl"}),
        ("?X-Amz-Credential=x&X-Amz-Signature=x", {}),
        ("?AWSAccessKeyId=x&Signature=x&Expires=9999999999", {}),
    ],
)
def test_what_is_signed_for_s3_is_answered_by_s3(
    fresh_server: str, query: str, headers: dict[str, str]
) -> None:
    assert "NoSuchBucket" in ask(f"{fresh_server}/backup-jobs/an-id{query}", headers=headers)[1]


@pytest.mark.parametrize("region_name", [REGION, "eu-west-1"])
def test_a_signature_in_the_query_is_read_as_the_header_is(
    fresh_server: str, region_name: str
) -> None:
    """As boto3's generate_presigned_url signs, and AWS takes it."""
    client = boto3.client("backup", region_name=region_name, endpoint_url=fresh_server)
    client.create_backup_vault(BackupVaultName="nightly")
    url = client.generate_presigned_url("describe_backup_vault", {"BackupVaultName": "nightly"})
    status, text = ask(url)
    assert status == 200
    assert json.loads(text)["BackupVaultArn"].split(":")[3] == region_name


def test_a_target_of_another_service_is_left_to_it(fresh_server: str) -> None:
    headers = {"X-Amz-Target": "AWSCognitoIdentityService.GetId"}
    assert ask(f"{fresh_server}/backup-jobs", headers=headers)[0] != 403


def test_unregistering_leaves_it_to_moto() -> None:
    ours = DomainDispatcherApplication.__call__
    register()
    assert DomainDispatcherApplication.__call__ is ours
    unregister()
    try:
        assert DomainDispatcherApplication.__call__.__module__ == "moto.moto_server.werkzeug_app"
    finally:
        register()
