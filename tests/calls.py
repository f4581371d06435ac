"""Calls of AWS Backup that many tests make: what a test does not care about has a default."""

from datetime import timedelta
from typing import Any

import pytest
from support import ACCOUNT, REGION, ROLE, client_of

FAR = "eu-west-1"
RESTORE_METADATA = {"availabilityZone": "eu-west-1a"}
RULE = {"RuleName": "nightly", "TargetBackupVaultName": "vault"}
PLAN = {"BackupPlanName": "plan", "Rules": [RULE]}
SELECTION = {"SelectionName": "all", "IamRoleArn": ROLE, "Resources": ["*"]}


def arn(service: str, resource: str) -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}"


def volume(name: str = "vol-1", region: str = REGION) -> str:
    """The ARN of a volume."""
    return f"arn:aws:ec2:{region}:{ACCOUNT}:volume/{name}"


# A table's ARN, of a kind whose backups AWS Backup leaves to its service when it is told to.
TABLE = arn("dynamodb", "table/orders")


def vault_arn(name: str, region: str = REGION, account_id: str = ACCOUNT) -> str:
    return f"arn:aws:backup:{region}:{account_id}:backup-vault:{name}"


def start(client: Any, **parameters: Any) -> Any:
    """Start a backup job of a volume into `nightly`; the answer of StartBackupJob."""
    defaults = {"BackupVaultName": "nightly", "ResourceArn": volume(), "IamRoleArn": ROLE}
    return client.start_backup_job(**{**defaults, **parameters})


def described(client: Any, **parameters: Any) -> Any:
    """Start a backup job; what DescribeBackupJob tells of it."""
    job_id = start(client, **parameters)["BackupJobId"]
    return client.describe_backup_job(BackupJobId=job_id)


def refused(client: Any, operation: str, **parameters: Any) -> tuple[str, str]:
    """Code and message of a refusal, whose status is 400."""
    with pytest.raises(client.exceptions.ClientError) as caught:
        getattr(client, operation)(**parameters)
    response = caught.value.response
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 400
    exception = getattr(client.exceptions, response["Error"]["Code"])
    assert isinstance(caught.value, exception)
    return response["Error"]["Code"], response["Error"]["Message"]


def backed_up(client: Any, **parameters: Any) -> str:
    """The recovery point of a backup job that has just completed."""
    return described(client, **parameters)["RecoveryPointArn"]


def leave_tables_to_dynamodb(client: Any) -> None:
    """Let DynamoDB keep the backups of its tables, as in accounts that began before November 2021."""
    client.update_region_settings(ResourceTypeManagementPreference={"DynamoDB": False})


def copy(client: Any, recovery_point: str, **parameters: Any) -> Any:
    defaults = {
        "RecoveryPointArn": recovery_point,
        "SourceBackupVaultName": "nightly",
        "DestinationBackupVaultArn": vault_arn("far", FAR),
        "IamRoleArn": ROLE,
    }
    return client.start_copy_job(**{**defaults, **parameters})


def copied(client: Any, recovery_point: str, **parameters: Any) -> Any:
    """The copy job, described."""
    job_id = copy(client, recovery_point, **parameters)["CopyJobId"]
    return client.describe_copy_job(CopyJobId=job_id)["CopyJob"]


def restore(client: Any, recovery_point: str, **parameters: Any) -> str:
    defaults = {
        "RecoveryPointArn": recovery_point,
        "Metadata": RESTORE_METADATA,
        "IamRoleArn": ROLE,
    }
    return client.start_restore_job(**{**defaults, **parameters})["RestoreJobId"]


def scan(client: Any, recovery_point: str, **parameters: Any) -> Any:
    defaults = {
        "BackupVaultName": "nightly",
        "RecoveryPointArn": recovery_point,
        "IamRoleArn": ROLE,
        "ScannerRoleArn": ROLE,
        "MalwareScanner": "GUARDDUTY",
        "ScanMode": "FULL_SCAN",
    }
    return client.start_scan_job(**{**defaults, **parameters})


def jobs(client: Any, kind: str = "backup", **filters: Any) -> list[Any]:
    """The first page of the jobs of a kind."""
    return getattr(client, f"list_{kind}_jobs")(**filters)[f"{kind.capitalize()}Jobs"]


def rows(client: Any, kind: str = "backup", **filters: Any) -> list[dict[str, Any]]:
    """The first page of the rows of a kind's summary."""
    answer = getattr(client, f"list_{kind}_job_summaries")(**filters)
    assert answer["AggregationPeriod"] == filters.get("AggregationPeriod", "ONE_DAY")
    return answer[f"{kind.capitalize()}JobSummaries"]


def total(found: list[dict[str, Any]]) -> int:
    return sum(row["Count"] for row in found)


def points(client: Any, vault: str = "nightly", **filters: Any) -> list[Any]:
    """The first page of the recovery points of a vault."""
    answer = client.list_recovery_points_by_backup_vault(BackupVaultName=vault, **filters)
    return answer["RecoveryPoints"]


def tags_of(arn: str, region: str = REGION) -> dict[str, str]:
    """The tags of anything, by moto's Resource Groups Tagging API."""
    tagging = client_of("resourcegroupstaggingapi", region)
    found = tagging.get_resources(ResourceARNList=[arn])["ResourceTagMappingList"]
    # moto 5.2.1 gives volumes whatever is asked for.
    return {
        tag["Key"]: tag["Value"]
        for one in found
        if one["ResourceARN"] == arn
        for tag in one["Tags"]
    }


def bucket(name: str = "bucket") -> str:
    """Make a bucket; its ARN."""
    client_of("s3").create_bucket(Bucket=name)
    return f"arn:aws:s3:::{name}"


def create_plan(client: Any, **members: Any) -> str:
    """Create a plan of one rule; its BackupPlanId."""
    return str(client.create_backup_plan(BackupPlan={**PLAN, **members})["BackupPlanId"])


def back_up_by_rule(client: Any, clock: Any, days: int = 1, **rule: Any) -> None:
    """Let a rule back a bucket up for some days, at 05:00."""
    rule = {**RULE, "TargetBackupVaultName": "nightly", **rule}
    plan = create_plan(client, Rules=[rule])
    selection = {"SelectionName": "s", "IamRoleArn": ROLE, "Resources": [bucket("files")]}
    client.create_backup_selection(BackupPlanId=plan, BackupSelection=selection)
    clock.shift(timedelta(days=days))


def continuous(client: Any, clock: Any) -> str:
    """A continuous recovery point of a bucket, which is kept for 35 days; it was made at 05:00."""
    lifecycle = {"DeleteAfterDays": 35}
    back_up_by_rule(client, clock, EnableContinuousBackup=True, Lifecycle=lifecycle)
    (point,) = points(client)
    return point["RecoveryPointArn"]
