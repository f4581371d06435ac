"""Whose call something is, by moto's STS and IAM.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from typing import Any

from moto.utilities.utils import get_partition

from ..aws.access_policies import Caller
from ..aws.arns import Arn
from .backends import existing_backend, values_of
from .organizations import organization_of, organization_path

_IAM = "iam.models.iam_backends"
_STS = "sts.models.sts_backends"


def caller_of(access_key: str, account_id: str, region: str) -> Caller:
    """Whose access key it is: a session's, a user's; of a key that nobody made the root's of the account."""
    partition = get_partition(region)
    sessions: Any = existing_backend(_STS, account_id, partition)
    session = sessions and sessions.get_assumed_role_from_access_key(access_key)
    if session:
        return _caller(session.arn, session.role_arn, session.user_id, region)
    users: Any = existing_backend(_IAM, account_id, partition)
    user = users and users.get_user_from_access_key_id(access_key)
    if user:
        return _caller(user.arn, user.arn, user.id, region)
    root = f"arn:{partition}:iam::{account_id}:root"
    return _caller(root, root, account_id, region)


def ids_of_role(role_arn: str) -> list[str]:
    """The id of a role, as aws:userid begins with; none of a role that moto's IAM does not have."""
    role = Arn.of(role_arn)
    roles: Any = existing_backend(_IAM, role.account_id, role.partition)
    return [each.id for each in values_of(roles.roles) if each.arn == role_arn] if roles else []


def session_of_backup(role_arn: str, region: str) -> Caller:
    """AWS Backup itself, when it assumes the role of a job."""
    role = Arn.of(role_arn)
    name, ids = role.name, ids_of_role(role_arn)
    session = f"AWSBackup-{name}"
    arn = f"arn:{role.partition}:sts::{role.account_id}:assumed-role/{name}/{session}"
    return _caller(arn, role_arn, f"{ids[0]}:{session}" if ids else None, region)


def _caller(arn: str, principal_arn: str, user_id: str | None, region: str) -> Caller:
    account_id = Arn.of(arn).account_id
    organization = organization_of(account_id, region)
    if organization is None:
        return Caller(arn, principal_arn, user_id, account_id)
    path = organization_path(organization, account_id)
    return Caller(arn, principal_arn, user_id, account_id, organization.org.id, path)
