"""Whose access keys are, by moto's IAM and STS, and whether it checks what they may do."""

from moto import settings
from moto.core.authorization import ActionAuthenticatorMixin
from moto.core.models import DEFAULT_ACCOUNT_ID


def account_of(access_key: str) -> str:
    """The account that a key is of; moto's default account for one that nobody was given.

    Moto's own search makes the IAM of each account in each partition first, and takes four times as long.
    """
    from moto.iam.models import iam_backends

    for account_id, of_partitions in list(iam_backends.items()):
        for backend in list(of_partitions.values()):
            if access_key in backend.access_keys:
                return account_id
    return DEFAULT_ACCOUNT_ID


def are_permissions_checked() -> bool:
    """Whether moto checks the next request; by default it checks none."""
    return ActionAuthenticatorMixin.request_count >= settings.INITIAL_NO_AUTH_ACTION_COUNT
