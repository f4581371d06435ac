"""The types of AWS Backup's resources in templates of CloudFormation: a row for each.

What the rows say of properties is in CloudFormation's schemas, which cfn-lint ships: a test compares them.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

SERVICE = "AWS::Backup::"
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Part(NamedTuple):
    """A property that operations of its own set and take away.

    member: the parameter of `put` that the property is; None where its own properties are parameters.
    """

    put: str
    delete: str
    member: str | None = None


class StackType(NamedTuple):
    """How AWS Backup makes, reads, changes and deletes the resources of a type, by names of operations.

    properties: all that a template may have. required: those that it must have.
    replaced_by: the properties whose change makes another resource; without an `update` it is any.
    identity: the members that name a resource in requests, all answered or given when it is made.
    reference: what Ref gives, made of these and of the answer to `create`.
    attributes: what Fn::GetAtt gives, with the path of each in the answer to `read`; an empty one is Ref's.
    arn: the attribute that is the ARN, by which it is tagged.
    tags: the property with its tags.
    name: the property with its name, which is made up where it is missing.
    structure: the parameter that holds what a template has beside each other.
    parts: the properties that have operations of their own.
    deletes_first: whether the old resource goes before the one that replaces it is made.
    deletion: what `delete` has beside the identity.
    """

    type: str
    create: str
    read: str
    delete: str
    properties: tuple[str, ...]
    required: tuple[str, ...]
    identity: tuple[str, ...]
    reference: str
    attributes: Mapping[str, tuple[str, ...]]
    update: str | None = None
    replaced_by: tuple[str, ...] = ()
    arn: str | None = None
    tags: str | None = None
    name: str | None = None
    structure: str | None = None
    parts: Mapping[str, Part] = _NOTHING
    deletes_first: bool = False
    deletion: Mapping[str, Any] = _NOTHING


_POLICY = Part("PutBackupVaultAccessPolicy", "DeleteBackupVaultAccessPolicy", member="Policy")
_NOTIFICATIONS = Part("PutBackupVaultNotifications", "DeleteBackupVaultNotifications")
_LOCK = Part("PutBackupVaultLockConfiguration", "DeleteBackupVaultLockConfiguration")
_TEAM = Part(
    "AssociateBackupVaultMpaApprovalTeam",
    "DisassociateBackupVaultMpaApprovalTeam",
    member="MpaApprovalTeamArn",
)
_ROWS = (
    StackType(
        type=SERVICE + "BackupVault",
        create="CreateBackupVault",
        read="DescribeBackupVault",
        delete="DeleteBackupVault",
        properties=(
            *("AccessPolicy", "BackupVaultName", "BackupVaultTags", "EncryptionKeyArn"),
            *("LockConfiguration", "Notifications"),
        ),
        required=("BackupVaultName",),
        replaced_by=("BackupVaultName", "EncryptionKeyArn"),
        identity=("BackupVaultName",),
        reference="{BackupVaultName}",
        attributes={
            "BackupVaultArn": ("BackupVaultArn",),
            "BackupVaultName": ("BackupVaultName",),
        },
        arn="BackupVaultArn",
        tags="BackupVaultTags",
        name="BackupVaultName",
        parts={
            "AccessPolicy": _POLICY,
            "Notifications": _NOTIFICATIONS,
            "LockConfiguration": _LOCK,
        },
    ),
    StackType(
        type=SERVICE + "BackupPlan",
        create="CreateBackupPlan",
        read="GetBackupPlan",
        update="UpdateBackupPlan",
        delete="DeleteBackupPlan",
        properties=("BackupPlan", "BackupPlanTags"),
        required=("BackupPlan",),
        identity=("BackupPlanId",),
        reference="{BackupPlanId}",
        attributes={
            "BackupPlanArn": ("BackupPlanArn",),
            "BackupPlanId": ("BackupPlanId",),
            "VersionId": ("VersionId",),
        },
        arn="BackupPlanArn",
        tags="BackupPlanTags",
    ),
    # Ref is the identifier that CloudFormation's schema names, as go-to-k/cdkd#995 saw it on AWS; the page
    # of the type calls it the id of the selection.
    StackType(
        type=SERVICE + "BackupSelection",
        create="CreateBackupSelection",
        read="GetBackupSelection",
        delete="DeleteBackupSelection",
        properties=("BackupPlanId", "BackupSelection"),
        required=("BackupPlanId", "BackupSelection"),
        replaced_by=("BackupPlanId", "BackupSelection"),
        identity=("BackupPlanId", "SelectionId"),
        reference="{SelectionId}_{BackupPlanId}",
        attributes={
            "Id": (),
            "SelectionId": ("SelectionId",),
            "BackupPlanId": ("BackupPlanId",),
        },
        # Templates change a selection and keep its name, which two of a plan cannot have.
        deletes_first=True,
    ),
)
TYPES = {row.type: row for row in _ROWS}


def is_ours(definition: Any) -> bool:
    """Whether a resource of a template is of one of these types."""
    return isinstance(definition, Mapping) and definition.get("Type") in TYPES
