"""Access keys, by moto's IAM and STS: whose they are, and whether moto checks their permissions."""

from moto import settings
from moto.core.authorization import ActionAuthenticatorMixin
from moto.core.models import DEFAULT_ACCOUNT_ID


def account_of_key(access_key: str) -> str:
    """The account of an access key; moto's default account for an unknown key.

    Moto's own search first makes the IAM of each account in each partition, and takes four times as long.
    """
    from moto.iam.models import iam_backends

    for account_id, by_partition in list(iam_backends.items()):
        for backend in list(by_partition.values()):
            if access_key in backend.access_keys:
                return account_id
    return DEFAULT_ACCOUNT_ID


def are_permissions_checked() -> bool:
    """Whether moto checks the next request; by default it checks none."""
    return ActionAuthenticatorMixin.request_count >= settings.INITIAL_NO_AUTH_ACTION_COUNT
