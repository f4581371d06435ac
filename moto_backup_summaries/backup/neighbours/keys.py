"""Whose access keys are, by moto's IAM and STS."""

import sys
from typing import Any

from moto.core.models import DEFAULT_ACCOUNT_ID


def account_of(access_key: str) -> str:
    """The account that a key is of; moto's default account for one that nobody was given.

    Moto's own search makes the IAM of each account in each partition first, and takes four times as long.
    """
    models: Any = sys.modules.get("moto.iam.models")
    for account_id, of_partitions in list(models.iam_backends.items()) if models else ():
        for backend in list(of_partitions.values()):
            if access_key in backend.access_keys:
                return str(account_id)
    return DEFAULT_ACCOUNT_ID
