#!/usr/bin/env bash
# aws-resource-validator-backup 2.6.0: its Pydantic classes for answers
#
# Behaviour: every member of an answer is required, even those that are never there together: a job that went
# well has no StatusMessage, and only the child of another has a ParentJobId. So no answer of
# DescribeBackupJob can be made into its class. Of a request's members those that may be left out are
# optional.
#
# Output:
#   DescribeBackupJobOutputTypeDef: 32 of 32 members are required
#   DescribeRecoveryPointOutputTypeDef: 29 of 29 members are required
#   StartBackupJobInputTypeDef: 3 of 11 members are required
#   a completed job: 8 validation errors for DescribeBackupJobOutputTypeDef
#   BackupOptions, BackupType, ChildJobsInState, CreatedBy, ExpectedCompletionDate, NumberOfChildJobs, ParentJobId, StatusMessage
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet aws-resource-validator==2.6.0 aws-resource-validator-backup==2.6.0 boto3==1.44.8 pydantic==2.14.4
env/bin/python -W ignore > seen <<'PYTHON'
from datetime import datetime

from aws_resource_validator.pydantic_models.backup import backup_classes
from pydantic import ValidationError

for name in ["DescribeBackupJobOutputTypeDef", "DescribeRecoveryPointOutputTypeDef", "StartBackupJobInputTypeDef"]:
    members = [member for key, member in getattr(backup_classes, name).model_fields.items() if key != "ResponseMetadata"]
    print(f"{name}: {sum(member.is_required() for member in members)} of {len(members)} members are required")
MOMENT = datetime(2026, 3, 1, 5)
ARN = "arn:aws:backup:us-east-1:123456789012:recovery-point:0b1c5b5e-5a6f-4d5c-9a0c-2f4b6d8e0a1c"
completed = {
    "AccountId": "123456789012",
    "BackupJobId": "1b2c3d4e-5a6f-4d5c-9a0c-2f4b6d8e0a1c",
    "BackupSizeInBytes": 8192,
    "BackupVaultArn": "arn:aws:backup:us-east-1:123456789012:backup-vault:nightly",
    "BackupVaultName": "nightly",
    "BytesTransferred": 0,
    "CompletionDate": MOMENT,
    "CreationDate": MOMENT,
    "EncryptionKeyArn": "arn:aws:kms:us-east-1:123456789012:key/2b2c3d4e-5a6f-4d5c-9a0c-2f4b6d8e0a1c",
    "IamRoleArn": "arn:aws:iam::123456789012:role/backup",
    "InitiationDate": MOMENT,
    "IsEncrypted": True,
    "IsParent": False,
    "MessageCategory": "SUCCESS",
    "PercentDone": "100.0",
    "RecoveryPointArn": ARN,
    "RecoveryPointLifecycle": {},
    "ResourceArn": "arn:aws:elasticfilesystem:us-east-1:123456789012:file-system/fs-1",
    "ResourceName": "fs-1",
    "ResourceType": "EFS",
    "StartBy": MOMENT,
    "State": "COMPLETED",
    "VaultLockState": "UNLOCKED",
    "VaultType": "BACKUP_VAULT",
    "ResponseMetadata": {
        "RequestId": "3b2c3d4e-5a6f-4d5c-9a0c-2f4b6d8e0a1c",
        "HTTPStatusCode": 200,
        "HTTPHeaders": {},
        "RetryAttempts": 0,
    },
}
try:
    backup_classes.DescribeBackupJobOutputTypeDef(**completed)
except ValidationError as error:
    print("a completed job:", str(error).splitlines()[0])
    print(*sorted({str(one["loc"][0]) for one in error.errors()}), sep=", ")
PYTHON
diff <(echo "$expected") seen
