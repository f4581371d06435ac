"""The key of AWS Backup in moto's KMS, as AWS makes it when a vault first needs it.

https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html
"""

import json
from typing import Any

from moto.utilities.utils import get_partition

from ..aws.identifiers import backup_key
from ..transactions import put

_ALIAS = "alias/aws/backup"
# As public files have it that were written out of accounts, and its policy.
_DESCRIPTION = "Default key that protects my Backup data when no other key is defined"
# Moto makes an RSA pair for a symmetric key too, which nothing uses and which takes some 40 ms; this, none.
_QUICK_SPEC = "ECC_NIST_P256"


def made_backup_key(region: str, account_id: str) -> str:
    """The ARN of the account's `aws/backup` key of a region, which moto's KMS has from now on."""
    # Whoever makes no vault need not load KMS.
    from moto.kms.models import Key, kms_backends

    arn = backup_key(region, account_id)
    key_id = arn.rpartition("/")[2]
    backend = kms_backends[account_id][region]
    if key_id not in backend.keys:
        # Moto's own backend makes it of its class, which is abstract to those who check types.
        make: Any = Key
        key = make(
            policy=json.dumps(_policy(region, account_id)),
            key_usage="ENCRYPT_DECRYPT",
            key_spec=_QUICK_SPEC,
            description=_DESCRIPTION,
            account_id=account_id,
            region=region,
        )
        key.key_spec = "SYMMETRIC_DEFAULT"
        key.id, key.arn, key.key_manager, key.key_rotation_status = key_id, arn, "AWS", True
        is_taken = backend.alias_exists(_ALIAS)
        put(backend.keys, key_id, key)
        if not is_taken:
            backend.create_alias(key_id, _ALIAS)
    return arn


def _policy(region: str, account_id: str) -> dict[str, Any]:
    return {
        "Version": "2012-10-17",
        "Id": "auto-backup-1",
        "Statement": [
            {
                "Sid": (
                    "Allow access through Backup for all principals in the account that are "
                    "authorized to use Backup Storage"
                ),
                "Effect": "Allow",
                "Principal": {"AWS": "*"},
                "Action": ["kms:CreateGrant", "kms:Decrypt", "kms:GenerateDataKey*"],
                "Resource": "*",
                "Condition": {
                    "StringEquals": {
                        "kms:CallerAccount": account_id,
                        "kms:ViaService": f"backup.{region}.amazonaws.com",
                    }
                },
            },
            {
                "Sid": "Allow direct access to key metadata to the account",
                "Effect": "Allow",
                "Principal": {"AWS": f"arn:{get_partition(region)}:iam::{account_id}:root"},
                "Action": ["kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant"],
                "Resource": "*",
            },
        ],
    }
