"""What a job has that nobody told: plausible values for the members that a loaded row leaves out."""

from moto.utilities.utils import get_partition

from .job_kinds import JobKind
from .jobs import Members
from .message_categories import category_of, upper_case_form
from .resource_types import (
    BY_NAME,
    Arn,
    new_id,
    new_recovery_point_arn,
    new_resource_arn,
    resource_type_of,
)

DEFAULT_VAULT = "Default"
DEFAULT_TYPE = "EBS"


def complete(kind: JobKind, members: Members, account_id: str, region: str, now: float) -> None:
    """Give a job the members that it must have. What it has stays, in AWS's spelling."""
    members["AccountId"] = account_id
    members.setdefault(kind.id_member, new_id())
    members.setdefault(kind.state, "COMPLETED")
    members.setdefault("CreationDate", now)
    _complete_resource(kind, members, account_id, region)
    if kind.has_message_category:
        category = members.get("MessageCategory") or category_of(members.get("StatusMessage"))
        members["MessageCategory"] = upper_case_form(category)
    if members[kind.state] in kind.final_states:
        members.setdefault("CompletionDate", members["CreationDate"])
    if kind.percent_done:
        done = 100.0 if members[kind.state] == "COMPLETED" else 0.0
        members.setdefault("PercentDone", kind.percent_done.format(done))
    _complete_vault(kind, members, account_id, region)
    for name, value in kind.defaults.items():
        members.setdefault(name, value)


def _complete_resource(kind: JobKind, members: Members, account_id: str, region: str) -> None:
    arn = Arn.parse(members.get(kind.resource, ""))
    resource_type = resource_type_of(arn) if arn else None
    name = members.setdefault("ResourceType", resource_type.name if resource_type else DEFAULT_TYPE)
    if kind.resource not in members:
        members[kind.resource] = new_resource_arn(name, region=region, account_id=account_id)
    members.setdefault("ResourceName", members[kind.resource].replace(":", "/").rpartition("/")[2])


def _complete_vault(kind: JobKind, members: Members, account_id: str, region: str) -> None:
    if kind.vault not in members:
        name = members.get("BackupVaultName", DEFAULT_VAULT)
        partition = get_partition(region)
        members[kind.vault] = f"arn:{partition}:backup:{region}:{account_id}:backup-vault:{name}"
    if kind.vault == "BackupVaultArn":
        members.setdefault("BackupVaultName", members[kind.vault].rpartition(":")[2])
    has_point = members[kind.state] == "COMPLETED" or not kind.leaves_recovery_point
    if has_point and kind.recovery_point not in members:
        members[kind.recovery_point] = new_recovery_point_arn(
            BY_NAME.get(members["ResourceType"]),
            members[kind.resource],
            region=region,
            account_id=account_id,
        )
