"""What the tests of this directory ask of AWS, and how they read the answers."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import time_machine
from calls import start, volume
from moto.moto_api import state_manager
from support import ACCOUNT, REGION, ROLE, checked, client_of

__all__ = ["ACCOUNT", "REGION", "ROLE", "checked", "start", "volume"]

NOW = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)
DAY = timedelta(days=1)
FAR = "eu-west-1"
KINDS = ("backup", "copy", "restore", "scan")
# Where moto's own tests assert what AWS would not answer, this setting gives AWS's answer.
AS_AWS: Any = {"backup": {"moto_compatible": False}}
MALFORMED = ("InvalidParameterValueException", "MissingParameterValueException")
REFUSED = (*MALFORMED, "InvalidRequestException")
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/11111111-2222-4333-8444-555555555555"
TEMPLATE = {
    "Resources": {
        "Disk": {
            "Type": "AWS::EC2::Volume",
            "Properties": {"AvailabilityZone": f"{REGION}a", "Size": 8},
        },
        "Attic": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "attic-of-app"}},
    }
}


def at(moment: datetime) -> Any:
    """Let the clock stand still at a moment."""
    return time_machine.travel(moment, tick=False)


def aws(service: str, region: str = REGION) -> Any:
    """The client of any service; those of AWS Backup check every answer against botocore's model."""
    return client_of(service, region)


def arn(service: str, resource: str, region: str = REGION) -> str:
    return f"arn:aws:{service}:{region}:{ACCOUNT}:{resource}"


FILE_SYSTEM = arn("elasticfilesystem", "file-system/fs-1")


def refusal(client: Any, operation: str, **parameters: Any) -> str:
    """The code with which an operation is refused."""
    with pytest.raises(client.exceptions.ClientError) as caught:
        getattr(client, operation)(**parameters)
    return str(caught.value.response["Error"]["Code"])


@contextmanager
def transition(kind: str, **wanted: Any) -> Iterator[None]:
    """Let jobs of a kind go on as moto's state manager is told."""
    state_manager.set_transition(f"backup::{kind}_job", wanted)
    try:
        yield
    finally:
        state_manager.unset_transition(f"backup::{kind}_job")


# Jobs of each kind


def described(client: Any, job_id: str) -> dict[str, Any]:
    """A backup job."""
    answer: dict[str, Any] = client.describe_backup_job(BackupJobId=job_id)
    return answer


def backed_up(client: Any, resource: str | None = None, **parameters: Any) -> dict[str, Any]:
    """A backup job that has just been started, described."""
    wanted = {"ResourceArn": resource or volume(), **parameters}
    return described(client, start(client, **wanted)["BackupJobId"])


def copied(client: Any, point: str, target: str, **parameters: Any) -> dict[str, Any]:
    """A copy job that has just been started, described."""
    defaults = {"SourceBackupVaultName": "nightly", "IamRoleArn": ROLE}
    wanted = {"RecoveryPointArn": point, "DestinationBackupVaultArn": target, **defaults}
    job_id = client.start_copy_job(**{**wanted, **parameters})["CopyJobId"]
    job: dict[str, Any] = client.describe_copy_job(CopyJobId=job_id)["CopyJob"]
    return job


def restored(client: Any, point: str, **parameters: Any) -> dict[str, Any]:
    """A restore job that has just been started, described."""
    wanted = {"RecoveryPointArn": point, "Metadata": {"a": "b"}, "IamRoleArn": ROLE, **parameters}
    job_id = client.start_restore_job(**wanted)["RestoreJobId"]
    job: dict[str, Any] = client.describe_restore_job(RestoreJobId=job_id)
    return job


def scan_request(point: str, **parameters: Any) -> dict[str, Any]:
    defaults = {
        "BackupVaultName": "nightly",
        "RecoveryPointArn": point,
        "IamRoleArn": ROLE,
        "ScannerRoleArn": ROLE,
        "MalwareScanner": "GUARDDUTY",
        "ScanMode": "FULL_SCAN",
    }
    return {**defaults, **parameters}


def scanned(client: Any, point: str, **parameters: Any) -> dict[str, Any]:
    """A scan job that has just been started, described."""
    job_id = client.start_scan_job(**scan_request(point, **parameters))["ScanJobId"]
    job: dict[str, Any] = client.describe_scan_job(ScanJobId=job_id)
    return job


def jobs(client: Any, kind: str = "backup", **filters: Any) -> list[dict[str, Any]]:
    """All jobs that a list shows."""
    answer = getattr(client, f"list_{kind}_jobs")(**filters)
    return list(answer[f"{kind.capitalize()}Jobs"])


def rows(client: Any, kind: str = "backup", **filters: Any) -> list[dict[str, Any]]:
    """The rows of a summary."""
    answer = getattr(client, f"list_{kind}_job_summaries")(**filters)
    return list(answer[f"{kind.capitalize()}JobSummaries"])


def total(found: list[dict[str, Any]]) -> int:
    return sum(row["Count"] for row in found)


# Vaults and what is in them


def vault_arn(name: str, region: str = REGION) -> str:
    return arn("backup", f"backup-vault:{name}", region)


def points(client: Any, vault: str = "nightly", **filters: Any) -> list[dict[str, Any]]:
    answer = client.list_recovery_points_by_backup_vault(BackupVaultName=vault, **filters)
    return list(answer["RecoveryPoints"])


def point_of(client: Any, point: str, vault: str = "nightly") -> dict[str, Any]:
    answer: dict[str, Any] = client.describe_recovery_point(
        BackupVaultName=vault, RecoveryPointArn=point
    )
    return answer


def number_in(client: Any, vault: str = "nightly") -> int:
    return int(client.describe_backup_vault(BackupVaultName=vault)["NumberOfRecoveryPoints"])


# Resources, plans and selections


def bucket(name: str = "bucket") -> str:
    aws("s3").create_bucket(Bucket=name)
    return f"arn:aws:s3:::{name}"


def disk(size: int = 1, **tags: str) -> str:
    """The ARN of a new volume of so many GiB."""
    pairs = [{"Key": key, "Value": value} for key, value in tags.items()]
    specifications = [{"ResourceType": "volume", "Tags": pairs}] if pairs else []
    made = aws("ec2").create_volume(
        AvailabilityZone=f"{REGION}a", Size=size, TagSpecifications=specifications
    )
    return volume(made["VolumeId"])


def stack(name: str = "app") -> str:
    """The ARN of a new stack of a volume, `Disk`, and a bucket, `Attic`."""
    made = aws("cloudformation").create_stack(StackName=name, TemplateBody=json.dumps(TEMPLATE))
    return str(made["StackId"])


def document(*rules: Mapping[str, Any], name: str = "plan", **more: Any) -> dict[str, Any]:
    """A plan's document; each rule is named by its place and backs up into `nightly`."""
    defaults = [
        {"RuleName": f"rule-{place}", "TargetBackupVaultName": "nightly", **rule}
        for place, rule in enumerate(rules or ({},))
    ]
    return {"BackupPlanName": name, "Rules": defaults, **more}


def planned(client: Any, *rules: Mapping[str, Any], select: Any = None, **more: Any) -> str:
    """The id of a new plan that backs up what is selected, or all."""
    plan_id = client.create_backup_plan(BackupPlan=document(*rules, **more))["BackupPlanId"]
    selected(client, plan_id, **({"Resources": ["*"]} if select is None else select))
    return str(plan_id)


def planned_point(clock: Any, client: Any, *rules: Mapping[str, Any]) -> dict[str, Any]:
    """The one recovery point that a new plan has left after a day."""
    planned(client, *rules)
    clock.shift(DAY)
    (point,) = points(client)
    return point


def selection(name: str = "all", **what: Any) -> dict[str, Any]:
    return {"SelectionName": name, "IamRoleArn": ROLE, **what}


def selected(client: Any, plan_id: str, **what: Any) -> None:
    client.create_backup_selection(BackupPlanId=plan_id, BackupSelection=selection(**what))


# The wire

AUTHORIZATION = (
    "AWS4-HMAC-SHA256 Credential=testing/20260101/us-east-1/backup/aws4_request, "
    "SignedHeaders=host, Signature=none"
)


def raw(
    url: str, method: str = "GET", body: bytes | None = None
) -> tuple[int, Mapping[str, str], Any]:
    """Status, headers and JSON of a request as no SDK would send it."""
    request = Request(url, method=method, data=body)
    request.add_header("Authorization", AUTHORIZATION)
    request.add_header("Content-Type", "application/json")
    try:
        with urlopen(request) as answer:
            return answer.status, answer.headers, json.loads(answer.read() or b"null")
    except HTTPError as error:
        with error:
            return error.code, error.headers, json.loads(error.read())
