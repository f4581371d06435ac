"""AWS Backup's own key in moto's KMS, which AWS makes when a vault first needs it.

https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html
"""

import json
from typing import Any

from moto.utilities.utils import get_partition

from ..aws.arns import Arn
from ..aws.identifiers import backup_key_arn
from ..kit.state import on_failure
from .backends import existing_backend

_ALIAS = "alias/aws/backup"
# By public files that describe keys of real accounts; so is the policy.
_DESCRIPTION = "Default key that protects my Backup data when no other key is defined"
# Moto makes an RSA pair for a symmetric key too, which nothing uses and which takes some 40 ms; this, none.
_QUICK_SPEC = "ECC_NIST_P256"


def create_backup_key(region: str, account_id: str) -> str:
    """The ARN of an account's `aws/backup` key in a region; creates the key if moto's KMS lacks it."""
    # Imported here, so that only a vault loads KMS.
    from moto.kms.models import Key, kms_backends

    arn = backup_key_arn(region, account_id)
    key_id = arn.rpartition("/")[2]
    backend = kms_backends[account_id][region]
    if key_id not in backend.keys:
        # Type checkers take moto's class for abstract.
        key_class: Any = Key
        key = key_class(
            policy=json.dumps(_policy(region, account_id)),
            key_usage="ENCRYPT_DECRYPT",
            key_spec=_QUICK_SPEC,
            description=_DESCRIPTION,
            account_id=account_id,
            region=region,
        )
        key.key_spec = "SYMMETRIC_DEFAULT"
        key.id, key.arn, key.key_manager, key.key_rotation_status = key_id, arn, "AWS", True
        has_alias = backend.alias_exists(_ALIAS)
        on_failure(backend.keys.pop, key_id, None)
        backend.keys[key_id] = key
        if not has_alias:
            backend.create_alias(key_id, _ALIAS)
    return arn


def is_of_other_service(key: str) -> bool:
    """Whether another service of AWS manages a key of moto's KMS: it has an alias such as `alias/aws/ebs`."""
    arn = Arn.parse(key)
    if arn is None:
        return False
    kms = existing_backend("kms.models.kms_backends", arn.account_id, arn.region)
    moto_key = kms.keys.get(arn.name) if kms is not None else None
    aliases = moto_key.aliases if moto_key is not None else ()
    return any(alias.startswith("alias/aws/") and alias != _ALIAS for alias in aliases)


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
