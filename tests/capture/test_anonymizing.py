"""An anonymized account has nothing of whose it is, and counts the same."""

import json
import re
from datetime import datetime, timedelta, timezone
from string import ascii_lowercase
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moto import mock_aws
from support import ACCOUNT, client_of, examples

from moto_backup_summaries import load_jobs
from moto_backup_summaries.backup.aws.arns import Arn
from moto_backup_summaries.backup.aws.job_kinds import KINDS
from moto_backup_summaries.backup.aws.message_categories import known_texts
from moto_backup_summaries.backup.loading.job_columns import in_columns
from moto_backup_summaries.capture.anonymizing import Anonymizer

ID = "5f8e2d8c-0c4d-4c0e-9d8a-0123456789ab"
OWNER = "999988887777"
VAULT = f"arn:aws:backup:eu-west-1:{OWNER}:backup-vault:payroll-vault"
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "PayrollOnly",
            "Effect": "Allow",
            "Principal": {"AWS": [OWNER, f"arn:aws:iam::{OWNER}:role/service-role/PayrollRole"]},
            "Action": "backup:CopyIntoBackupVault",
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:ResourceTag/CostCenter": "tango77"}},
        }
    ],
}
JOB: dict[str, Any] = {
    "BackupJobId": ID,
    "AccountId": OWNER,
    "BackupVaultName": "payroll-vault",
    "BackupVaultArn": VAULT,
    "ResourceArn": f"arn:aws:ec2:eu-west-1:{OWNER}:volume/vol-0123456789abcdef0",
    "RecoveryPointArn": "arn:aws:ec2:eu-west-1::snapshot/snap-0fedcba9876543210",
    "ResourceType": "EBS",
    "ResourceName": "ledger of Kiribati",
    "State": "FAILED",
    "MessageCategory": "ACCESS_DENIED",
    "StatusMessage": "Access denied: role PayrollRole of 999988887777 (vol-0123456789abcdef0).",
    "IamRoleArn": f"arn:aws:iam::{OWNER}:role/service-role/AWSBackupDefaultServiceRole",
    "CreationDate": datetime(2026, 3, 1, tzinfo=timezone.utc),
    "BackupSizeInBytes": 4711,
    "PercentDone": "12.5",
    "BackupType": "ContinuousBackup",
    "IsParent": False,
    "CreatedBy": {"BackupPlanName": "payroll-plan", "BackupRuleCron": "cron(0 5 ? * * *)"},
}
PART: dict[str, Any] = {
    "BackupAccount": {"Version": 1, "AccountId": OWNER, "Region": "eu-west-1"},
    "BackupVaults": [
        {
            "BackupVaultName": "payroll-vault",
            "BackupVaultArn": VAULT,
            "EncryptionKeyArn": f"arn:aws:kms:eu-west-1:{OWNER}:key/{ID}",
            "Policy": json.dumps(POLICY),
            "BackupVaultEvents": ["BACKUP_JOB_FAILED"],
            "SNSTopicArn": f"arn:aws:sns:eu-west-1:{OWNER}:payroll-topic",
            "Tags": {
                "CostCenter": "tango77",
                "Status": "enabled",
                "aws:cloudformation:x": "Kwajalein",
            },
            "Description": '{"not": "JSON of Majuro"',
        },
        {"BackupVaultName": "Default"},
        {"BackupVaultName": "aws/efs/automatic-backup-vault"},
    ],
    "BackupJobs": [JOB],
    "RecoveryPoints": [
        {
            "RecoveryPointArn": f"arn:aws:dynamodb:eu-west-1:{OWNER}:table/Salaries/backup/0154-c8b6kdk3",
            "ResourceArn": "arn:aws:s3:::table/volume",
            "RestoreMetadata": {"encrypted": "true", "volumeSize": "8", "kmsKeyId": "PayrollKey"},
        },
        {
            "RecoveryPointArn": f"arn:aws:rds:eu-west-1:{OWNER}:snapshot:awsbackup:job-{ID}",
            "ResourceArn": f"arn:aws:rds:eu-west-1:{OWNER}:db:Kiritimati",
        },
    ],
    "BackupAccessPoints": [
        {
            "Name": "payroll-reader",
            "AccessPointArn": f"arn:aws:backup:eu-west-1:{OWNER}:accesspoint/payroll-reader",
            "AccessPointMetadata": {
                "S3AccessPointArn": f"arn:aws:s3:eu-west-1:{OWNER}:accesspoint/payroll-reader",
                "AccessPointInTime": "2026-03-01T00:00:00Z",
            },
        }
    ],
    "RegionSettings": {"ResourceTypeOptInPreference": {"SAP HANA on Amazon EC2": True}},
}
# What of the above is nobody's own.
SECRETS = (
    *("payroll-vault", "PayrollOnly", "PayrollRole", "CostCenter", "tango77", "ledger", "Kiribati"),
    *(
        "payroll-plan",
        "payroll-topic",
        "payroll-reader",
        "Kwajalein",
        "Majuro",
        "Salaries",
        "PayrollKey",
        "Kiritimati",
    ),
    *(
        OWNER,
        ID,
        "0123456789abcdef0",
        "0fedcba9876543210",
        "0154-c8b6kdk3",
        "s3:::table",
        '/volume"',
    ),
)


def _json(value: Any) -> str:
    return json.dumps(value, default=datetime.isoformat)


@pytest.fixture(scope="module")
def part() -> Any:
    return Anonymizer(b"key").anonymized(PART)


def test_no_original_name_or_id_is_left(part: Any) -> None:
    written, anonymized = _json(PART), _json(part)
    assert [text for text in SECRETS if text not in written] == []
    assert [text for text in SECRETS if text in anonymized] == []


def test_the_same_names_are_replaced_alike(part: Any) -> None:
    (job,), (vault, *_) = part["BackupJobs"], part["BackupVaults"]
    assert job["BackupVaultName"] == vault["BackupVaultName"]
    assert job["BackupVaultArn"] == vault["BackupVaultArn"]
    assert Arn.of(vault["BackupVaultArn"]).resource == f"backup-vault:{vault['BackupVaultName']}"
    assert job["AccountId"] == part["BackupAccount"]["AccountId"]
    volume = job["ResourceArn"].rpartition("/")[2]
    assert f"of {job['AccountId']} ({volume})." in job["StatusMessage"]
    (statement,) = json.loads(vault["Policy"])["Statement"]
    role = statement["Principal"]["AWS"][1].rpartition("/")[2]
    assert f" {role} of " in job["StatusMessage"]
    assert job["StatusMessage"].startswith("Access denied: ")
    tag, *_ = vault["Tags"]
    assert statement["Condition"] == {
        "StringEquals": {f"aws:ResourceTag/{tag}": vault["Tags"][tag]}
    }


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("BackupJobId", "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
        ("AccountId", "[0-9]{12}"),
        ("BackupVaultName", "[a-z]{7}-[a-z]{5}"),
        ("BackupVaultArn", "arn:aws:backup:eu-west-1:[0-9]{12}:backup-vault:[a-z]{7}-[a-z]{5}"),
        ("ResourceArn", "arn:aws:ec2:eu-west-1:[0-9]{12}:volume/vol-[0-9a-f]{17}"),
        ("RecoveryPointArn", "arn:aws:ec2:eu-west-1::snapshot/snap-[0-9a-f]{17}"),
        ("ResourceName", "[a-z]{6} [a-z]{2} [A-Z][a-z]{7}"),
        ("IamRoleArn", "arn:aws:iam::[0-9]{12}:role/service-role/AWSBackupDefaultServiceRole"),
    ],
)
def test_ids_and_names_keep_their_shape(part: Any, name: str, shape: str) -> None:
    (job,) = part["BackupJobs"]
    assert re.fullmatch(shape, job[name])


def test_arns_of_recovery_points_keep_their_types(part: Any) -> None:
    first, second = part["RecoveryPoints"]
    assert re.fullmatch(
        "arn:aws:dynamodb:eu-west-1:[0-9]{12}:table/[A-Z][a-z]{7}/backup/[0-9]{4}-[a-z0-9]{8}",
        first["RecoveryPointArn"],
    )
    assert re.fullmatch(
        "arn:aws:rds:eu-west-1:[0-9]{12}:snapshot:awsbackup:job-[0-9a-f-]{36}",
        second["RecoveryPointArn"],
    )
    assert re.fullmatch("arn:aws:s3:::[a-z]{5}/[a-z]{6}", first["ResourceArn"])


def test_an_access_point_is_one_in_both_services(part: Any) -> None:
    (access_point,) = part["BackupAccessPoints"]
    resource = f"accesspoint/{access_point['Name']}"
    metadata = access_point["AccessPointMetadata"]
    arns = access_point["AccessPointArn"], metadata["S3AccessPointArn"]
    assert [Arn.of(arn).resource for arn in arns] == [resource, resource]
    assert metadata["AccessPointInTime"] == "2026-03-01T00:00:00Z"


def test_what_is_aws_s_stays(part: Any) -> None:
    (job,), (vault, *others) = part["BackupJobs"], part["BackupVaults"]
    kept = ("CreationDate", "ResourceType", "State", "MessageCategory", "BackupSizeInBytes")
    kept += ("PercentDone", "BackupType", "IsParent")
    assert {name: job[name] for name in kept} == {name: JOB[name] for name in kept}
    assert job["CreatedBy"]["BackupRuleCron"] == "cron(0 5 ? * * *)"
    assert others == PART["BackupVaults"][1:]
    assert vault["BackupVaultEvents"] == ["BACKUP_JOB_FAILED"]
    assert [*vault["Tags"]][2] == "aws:cloudformation:x"
    assert part["BackupAccount"]["Region"] == "eu-west-1"
    assert part["RegionSettings"] == PART["RegionSettings"]
    metadata = part["RecoveryPoints"][0]["RestoreMetadata"]
    assert (metadata["encrypted"], metadata["volumeSize"]) == ("true", "8")
    (statement,) = json.loads(vault["Policy"])["Statement"]
    assert (statement["Effect"], statement["Action"], statement["Resource"]) == (
        "Allow",
        "backup:CopyIntoBackupVault",
        "*",
    )


def test_a_tag_with_a_name_of_aws_s_is_a_tag(part: Any) -> None:
    """Its value is nobody's word but the account's."""
    tags = part["BackupVaults"][0]["Tags"]
    assert "Status" not in tags
    assert "enabled" not in tags.values()


def test_each_anonymizer_has_a_key_of_its_own() -> None:
    first, second = Anonymizer(), Anonymizer()
    assert first.anonymized("payroll-vault") != second.anonymized("payroll-vault")
    assert first.anonymized("payroll-vault") == first.anonymized("payroll-vault")
    assert Anonymizer(first.key).anonymized("payroll") == first.anonymized("payroll")


@pytest.mark.parametrize("characters", ["0123456789", ascii_lowercase, "äöüß", "日本語"])
def test_the_shortest_names_are_replaced_by_as_many(characters: str) -> None:
    anonymizer = Anonymizer(b"key")
    replaced = {name: anonymizer.anonymized(name) for name in characters}
    assert len({*replaced.values()}) == len(characters)
    assert [name for name, other in replaced.items() if name == other or len(other) > 1] == []


def test_patterns_stay_patterns() -> None:
    pattern = "arn:aws:ec2:*:*:volume/*"
    assert Anonymizer(b"key").anonymized({"Resources": [pattern]}) == {"Resources": [pattern]}


# Few characters, so that many names are of one shape, and kinds of which one could become the other: digits
# of base 16, what AWS's ids begin with, and what is AWS's own.
SHORT = st.text("ab0Zä_", min_size=1, max_size=3)
IDS = st.from_regex(r"\A(vol-|i-|)[0-9a-f]{8}\Z") | st.from_regex(r"\A[a-z]{1,3}-[0-9]{8}\Z")
OF_AWS = st.sampled_from(["aws", "ROOT", "Default", "us-east-1", "*"])


@given(st.lists(SHORT | IDS | OF_AWS, unique=True), st.randoms(use_true_random=False))
def test_no_two_names_become_one_in_whatever_order_they_come(names: list[str], chance: Any) -> None:
    """As after an interruption, when those come first that came last."""
    first, again = Anonymizer(b"key"), Anonymizer(b"key")
    replaced = {name: first.anonymized(name) for name in names}
    assert len({*replaced.values()}) == len(names)
    chance.shuffle(names)
    assert {name: again.anonymized(name) for name in names} == replaced


def test_jobs_in_columns_are_anonymized_as_in_rows() -> None:
    rows = [JOB, {**JOB, "BackupJobId": "other-job"}, {**JOB, "BackupJobId": "third-job"}]
    columns = Anonymizer(b"key").anonymized({"BackupJobs": in_columns(rows)})
    again = in_columns(Anonymizer(b"key").anonymized(rows, "BackupJobs"))
    assert columns["BackupJobs"] == again


STATES = {kind.name: [*kind.states] for kind in KINDS}
NAMES = st.text("abcXYZ09-_", min_size=2, max_size=12)
# Messages of AWS beside others, and of both in one.
MESSAGES = st.none() | st.lists(
    st.sampled_from(known_texts()) | NAMES | st.just("XAccess DeniedY"), min_size=1, max_size=3
).map(" ".join)


@st.composite
def backup_jobs(draw: st.DrawFn) -> dict[str, Any]:
    """A job with what summaries count, and names that they do not."""
    service, prefix = draw(
        st.sampled_from(
            [("ec2", "volume/vol-"), ("rds", "db:"), ("dynamodb", "table/"), ("s3", "")]
        )
    )
    row = {
        "State": draw(st.sampled_from(STATES["backup"])),
        "CreationDate": datetime.now(timezone.utc) - timedelta(days=draw(st.integers(1, 9))),
        "StatusMessage": draw(MESSAGES),
        "ResourceType": draw(st.sampled_from([None, "EFS", "NewOfAWS"])),
        "ResourceArn": f"arn:aws:{service}:us-east-1:{OWNER}:{prefix}{draw(NAMES)}",
        "BackupVaultName": draw(NAMES),
    }
    return {name: value for name, value in row.items() if value is not None}


def _summaries(document: Any) -> Any:
    with mock_aws():
        load_jobs(document, account_id=ACCOUNT)
        client = client_of()
        everything = {"State": "ANY", "ResourceType": "ANY", "MessageCategory": "ANY"}
        return client.list_backup_job_summaries(**everything)["BackupJobSummaries"]


@examples(0.2)
@given(st.lists(backup_jobs(), min_size=1, max_size=8))
def test_summaries_of_an_anonymized_load_are_those_of_the_original(rows: list[Any]) -> None:
    document = {"BackupJobs": rows}
    assert _summaries(Anonymizer().anonymized(document)) == _summaries(document)
