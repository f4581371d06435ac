"""Which resource a caller needs permission for, by AWS's table of actions and resource types.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbackup.html
"""

from collections.abc import Mapping
from typing import Any

# Of what has no resource in that table; only policies for all resources permit it.
ANY_RESOURCE = "*"
# Operations that have none, though their requests name one.
_WITHOUT_RESOURCE = ("ExportBackupPlanTemplate",)
_OF_TAGS = ("ListTags", "TagResource", "UntagResource")
# Members of a request that are the ARN of the resource, and those that name it, with what its ARN has before
# the name; the first that is there counts.
_ARNS = ("RecoveryPointArn", "AccessPointArn")
_NAMED_BY = {
    "BackupVaultName": "backup-vault:",
    "BackupPlanId": "backup-plan:",
    "FrameworkName": "framework:",
    "LegalHoldId": "legal-hold:",
    "ReportPlanName": "report-plan:",
    "RestoreTestingPlanName": "restore-testing-plan:",
    "TieringConfigurationName": "tiering-configuration:",
}
# Names that stand before an id in the ARN.
_BEFORE_ID = (
    "FrameworkName",
    "ReportPlanName",
    "RestoreTestingPlanName",
    "TieringConfigurationName",
)
# In place of an id that is not known.
ANY_ID = "-*"


def resource_of(operation: str, request: Mapping[str, Any], arn_prefix: str) -> str:
    """The ARN of the resource of a request, or `*`. What has no id yet is all of its kind, or of its name.

    arn_prefix: of the caller's account and region, such as "arn:aws:backup:us-east-1:123456789012:".
    """
    if operation in _OF_TAGS:
        return str(request["ResourceArn"])
    if operation == "CreateBackupPlan":
        return f"{arn_prefix}backup-plan:*"
    for member in _ARNS:
        if member in request:
            return str(request[member])
    for member, kind in _NAMED_BY.items():
        if member in request and operation not in _WITHOUT_RESOURCE:
            return f"{arn_prefix}{kind}{request[member]}{ANY_ID if member in _BEFORE_ID else ''}"
    return ANY_RESOURCE
