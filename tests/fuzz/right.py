"""Right requests: parameters that botocore's model allows, of things that exist where possible."""

import json
from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from .wire import ACCOUNT, MODEL, REGION, Request, moto_request, request_of, signed

OTHER_ACCOUNT = "111122223333"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/backup"
JOB_IDS = ["job-1", "job-2", "job-3"]
VAULTS = ["nightly", "weekly", "yearly"]
VAULT_ARNS = [f"arn:aws:backup:{REGION}:{ACCOUNT}:backup-vault:{name}" for name in VAULTS]
RESOURCES = [
    # Many an a, for patterns that try each of them.
    f"arn:aws:ec2:{REGION}:{ACCOUNT}:volume/vol-{'a' * 44}",
    f"arn:aws:ec2:{REGION}:{ACCOUNT}:instance/i-1",
    f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/orders",
    f"arn:aws:elasticfilesystem:{REGION}:{ACCOUNT}:file-system/fs-1",
    f"arn:aws:rds:{REGION}:{ACCOUNT}:cluster:main",
    "arn:aws:s3:::photos",
    f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/web/1",
]
TYPES = [
    "EBS",
    "EC2",
    "DynamoDB",
    "EFS",
    "Aurora",
    "S3",
    "CloudFormation",
    "SAP HANA on Amazon EC2",
]
DATES = [1767225600, 1772323200.5, "2026-01-01", "2026-03-01T00:00:00Z", "2026-03-01T00:00:00"]
PLAN = {"BackupPlanName": "p", "Rules": [{"RuleName": "r", "TargetBackupVaultName": "nightly"}]}
TRUST = json.dumps({"Version": "2012-10-17", "Statement": []})

# What strings hold, by the last words of their members' names.
STRINGS: dict[str, list[str]] = {
    "VaultName": VAULTS,
    "VaultArn": VAULT_ARNS,
    "ResourceArn": RESOURCES,
    "Resources": [*RESOURCES, "*", "arn:aws:ec2:*:*:volume/*", "arn:aws:s3:::*"],
    "RoleArn": [ROLE],
    "RecoveryPointArn": [f"arn:aws:ec2:{REGION}::snapshot/snap-1"],
    "ResourceType": TYPES,
    "ResourceTypes": TYPES,
    "AccountId": [ACCOUNT, OTHER_ACCOUNT],
    "MessageCategory": ["SUCCESS", "AccessDenied", "ANY", "AGGREGATE_ALL"],
    "ScheduleExpression": ["cron(0 5 * * ? *)", "rate(1 day)", "cron(0/60 0 1 * ? *)"],
    "Timezone": ["Etc/UTC", "Europe/Berlin"],
    "ConditionKey": ["aws:ResourceTag/env"],
    "BackupPlanTemplateJson": [json.dumps(PLAN)],
    "Policy": [TRUST],
    "BackupVaultEvents": ["BACKUP_JOB_COMPLETED"],
    "ReportTemplate": ["BACKUP_JOB_REPORT"],
    "Formats": ["CSV", "JSON"],
    "ReportPlanName": ["report"],
    "GlobalSettings key": ["isCrossAccountBackupEnabled"],
    "GlobalSettings value": ["true", "false"],
    "BackupOptions key": ["WindowsVSS"],
    "BackupOptions value": ["enabled"],
    "Preference key": TYPES,
    "Token": ["token-1", "token-2", "token-3"],
    "JobId": JOB_IDS,
}
NUMBERS: dict[str, tuple[int, int]] = {
    "MaxResults": (1, 3),
    "StartWindowMinutes": (60, 600),
    "WindowMinutes": (60, 10000),
    "DeleteAfterDays": (100, 36500),
    "MoveToColdStorageAfterDays": (1, 9),
    "ChangeableForDays": (3, 100),
    "MinRetentionDays": (1, 5),
    "MaxRetentionDays": (50, 100),
}


class Known:
    """What answers told of what exists: ids and tokens by the names of their members."""

    def __init__(self) -> None:
        self._values: dict[str, list[str]] = {}

    def learn(self, operation: str | None, body: Any) -> None:
        if not isinstance(body, dict):
            return
        for name, value in body.items():
            if isinstance(value, str) and name.endswith(("Id", "Arn", "Token")):
                self._keep(f"{operation} {name}" if name == "NextToken" else name, value)
            elif isinstance(value, list) and value:
                self.learn(operation, value[0])
            elif isinstance(value, dict):
                self.learn(operation, value)

    def _keep(self, name: str, value: str) -> None:
        values = self._values.setdefault(name, [])
        values.append(value)
        del values[:-9]

    def values(self, name: str) -> list[str]:
        return self._values.get(name, [])


def parameters(operation: str, random: Random, known: Known) -> dict[str, Any]:
    """Parameters that the model of the operation allows."""
    shape = MODEL.operation_model(operation).input_shape
    if shape is None:
        return {}
    found = _structure(shape, random, known, 0)
    found.pop("NextToken", None)
    tokens = known.values(f"{operation} NextToken")
    if tokens and random.random() < 0.3:
        needed = {name: found[name] for name in shape.required_members}
        return {**needed, "NextToken": random.choice(tokens)}
    return found


def _structure(shape: StructureShape, random: Random, known: Known, depth: int) -> dict[str, Any]:
    rare = 0.35 / (depth + 1)
    return {
        name: value_of(member, name, random, known, depth + 1)
        for name, member in shape.members.items()
        if name in shape.required_members or random.random() < rare
    }


def value_of(shape: Shape, name: str, random: Random, known: Known, depth: int = 0) -> Any:
    """A value that the shape allows, for a member of this name."""
    if isinstance(shape, StructureShape):
        return _structure(shape, random, known, depth)
    if isinstance(shape, ListShape):
        number = random.choice((1, 1, 2))
        return [value_of(shape.member, name, random, known, depth) for _ in range(number)]
    if isinstance(shape, MapShape):
        key = value_of(shape.key, f"{name} key", random, known)
        return {key: value_of(shape.value, f"{name} value", random, known)}
    if shape.type_name == "boolean":
        return random.random() < 0.5
    if shape.type_name == "timestamp":
        return random.choice(DATES)
    if shape.type_name in ("integer", "long"):
        return random.randint(*_by_ending(NUMBERS, name, _bounds(shape)))
    return random.choice(_strings(shape, name, known))


def _strings(shape: Shape, name: str, known: Known) -> list[str]:
    return (
        list(getattr(shape, "enum", []))
        or known.values(name)
        or known.values(f"Backup{name}")
        or _by_ending(STRINGS, name, ["name_1", "name_2"])
    )


def _bounds(shape: Shape) -> tuple[int, int]:
    least = int(shape.metadata.get("min", 1))
    return least, min(int(shape.metadata.get("max", least + 99)), least + 99)


def _by_ending(table: Mapping[str, Any], name: str, default: Any) -> Any:
    return next((table[ending] for ending in table if name.endswith(ending)), default)


def beginning(account: str) -> list[Request]:
    """What every round begins with in an account, so that there is something to ask about."""
    rule = {
        "RuleName": "r",
        "TargetBackupVaultName": "nightly",
        "ScheduleExpression": "cron(0 * * * ? *)",
        "Lifecycle": {"DeleteAfterDays": 7},
    }
    plan = {"BackupPlanName": "p", "Rules": [rule]}
    report = {
        "ReportPlanName": "report",
        "ReportDeliveryChannel": {"S3BucketName": "photos", "Formats": ["CSV"]},
        "ReportSetting": {"ReportTemplate": "BACKUP_JOB_REPORT"},
    }
    starts = [
        {"BackupVaultName": "nightly", "ResourceArn": arn, "IamRoleArn": ROLE} for arn in RESOURCES
    ]
    requests = [
        Request("PUT", f"/photos-{account}", signed("s3"), service="s3"),
        *(request_of("CreateBackupVault", {"BackupVaultName": name}) for name in VAULTS),
        request_of("CreateBackupPlan", {"BackupPlan": plan}),
        request_of("CreateReportPlan", report),
        moto_request("POST", "static/backup/jobs", {**_jobs(), "account_id": account}),
        *(request_of("StartBackupJob", start) for start in starts[:5]),
    ]
    return [of_account(request, account) for request in requests]


def _jobs() -> dict[str, Any]:
    return {
        "BackupJobs": [{"BackupJobId": job_id, "ResourceArn": RESOURCES[0]} for job_id in JOB_IDS],
        "CopyJobs": [{"CopyJobId": JOB_IDS[0]}],
        "RestoreJobs": [{"RestoreJobId": JOB_IDS[0]}],
        "ScanJobs": [{"ScanJobId": JOB_IDS[0]}],
    }


def selection_of(known: Known, account: str) -> Request:
    """A selection for the plan that the beginning made, so that it has runs."""
    selection = {"SelectionName": "s", "IamRoleArn": ROLE, "Resources": ["*"]}
    plan_id = known.values("BackupPlanId")[-1]
    parameters = {"BackupPlanId": plan_id, "BackupSelection": selection}
    return of_account(request_of("CreateBackupSelection", parameters), account)


def of_account(request: Request, account: str) -> Request:
    return replace(request, headers={**request.headers, "x-moto-account-id": account})
