"""The backup policies of moto's Organizations: what they may be, and what they are together for an account.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_backup.html
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from moto.organizations.exceptions import (
    AWSOrganizationsNotInUseException,
    InvalidInputException,
    OrganizationsClientError,
    PolicyTypeNotEnabledException,
    TargetNotFoundException,
)

from ..aws.policy_inheritance import effective_policy
from .organizations import organization_of

BACKUP_POLICY = "BACKUP_POLICY"
ARN_FORMAT = "arn:{0}:organizations::{1}:policy/{2}/backup_policy/{3}"
_ACCOUNT_ID = re.compile("[0-9]{12}")


def check_content(text: str) -> None:
    """Raise MalformedPolicyDocumentException for what is no backup policy."""
    try:
        document = json.loads(text, object_pairs_hook=_without_repetition)
    except (ValueError, RecursionError) as error:
        raise _malformed(str(error)) from None
    if not isinstance(document, dict) or document.keys() != {"plans"}:
        raise _malformed('a backup policy is a JSON object with one member, "plans"')


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a name is repeated")
    return members


def _malformed(reason: str) -> OrganizationsClientError:
    return OrganizationsClientError(
        "MalformedPolicyDocumentException",
        "The provided policy document does not meet the requirements of the specified policy type: "
        + reason,
    )


def check_enabled(organization: Any) -> None:
    """Raise PolicyTypeNotEnabledException where backup policies are not enabled."""
    if not _is_enabled(organization):
        raise PolicyTypeNotEnabledException


def _is_enabled(organization: Any) -> bool:
    return any(
        policy_type["Type"] == BACKUP_POLICY
        for unit in organization.ou
        for policy_type in getattr(unit, "policy_types", ())
    )


def has_backup_policies(organization: Any) -> bool:
    return any(policy.type == BACKUP_POLICY for policy in organization.policies)


def effective_backup_policy(organization: Any, account_id: str) -> Mapping[str, Any] | None:
    """What the backup policies of an account, of its units and of the root say together, if anything."""
    if not _is_enabled(organization):
        return None
    return effective_policy(_levels(organization, account_id))


def _levels(organization: Any, account_id: str) -> Iterator[Sequence[Mapping[str, Any]]]:
    """The documents of backup policies at each level above an account and at itself, the root first."""
    nodes = {node.id: node for node in (*organization.ou, *organization.accounts)}
    path, node = [], nodes.get(account_id)
    while node is not None:
        path.append(node)
        node = nodes.get(node.parent_id)
    for each in reversed(path):
        policies = (policy for policy in each.attached_policies if policy.type == BACKUP_POLICY)
        yield [json.loads(policy.content) for policy in policies]


def described(caller: str, region: str, target_id: str | None) -> str:
    """The answer of DescribeEffectivePolicy about an account, by default that of the caller.

    https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeEffectivePolicy.html
    """
    organization, account_id = organization_of(caller, region), target_id or caller
    if organization is None:
        raise AWSOrganizationsNotInUseException
    if not _ACCOUNT_ID.fullmatch(account_id):
        raise InvalidInputException("You specified an invalid value.")
    if account_id not in (account.id for account in organization.accounts):
        raise TargetNotFoundException
    content = effective_backup_policy(organization, account_id)
    if content is None:
        raise OrganizationsClientError(
            "EffectivePolicyNotFoundException",
            f"Account {account_id} has no effective policy of type {BACKUP_POLICY}.",
        )
    policy = {
        "PolicyContent": json.dumps(content),
        "TargetId": account_id,
        "PolicyType": BACKUP_POLICY,
    }
    return json.dumps({"EffectivePolicy": policy})
