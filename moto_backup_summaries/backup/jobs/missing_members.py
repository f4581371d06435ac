"""Members that a loaded job is given when it is first shown: what it must have and came without.

What jobs are counted and filtered by is filled in for all of them when they are loaded.
"""

from hashlib import blake2b
from uuid import UUID

from ..aws.identifiers import NewPoint, new_id, new_recovery_point_arn, new_resource_arn
from ..aws.job_kinds import JobKind
from ..aws.resource_types import BACKUP_POINT, BY_NAME, resource_name
from ..members import Members


def missing_members(kind: JobKind, stored: Members, account_id: str, region: str) -> Members:
    """Values for all that a job lacks of what it must have. Its resource's ARN follows from its id."""
    members: Members = {"AccountId": account_id, **stored}
    id_of_point = new_id()
    if kind.id_member not in members:
        # Some ARNs show the id of the job. One that came with the job may have letters that no ARN has.
        members[kind.id_member] = id_of_point = new_id()
    if kind.resource not in members:
        members[kind.resource] = new_resource_arn(
            members["ResourceType"],
            "loaded",
            region=region,
            account_id=account_id,
            uuid=_derived_id(members[kind.id_member], "resource"),
        )
    members.setdefault("ResourceName", resource_name(members[kind.resource]))
    if kind.percent_done:
        done = 100.0 if members[kind.state] == "COMPLETED" else 0.0
        members.setdefault("PercentDone", kind.percent_done.format(done))
    states = kind.states_with_recovery_point
    has_point = states is None or members[kind.state] in states
    if has_point and kind.recovery_point not in members:
        point = NewPoint(
            members[kind.resource],
            region,
            account_id,
            members["CreationDate"],
            new_id(),
            kind.name_in_arns(id_of_point),
        )
        members[kind.recovery_point] = new_recovery_point_arn(_point_form(members), point)
    for name, default in kind.defaults.items():
        # Of a structure the model demands members too.
        value = members.get(name, default)
        members[name] = {**default, **value} if isinstance(default, dict) else value
    return {name: value for name, value in members.items() if stored.get(name) != value}


def _point_form(members: Members) -> str:
    """The form of the ARN of the recovery point that a job with these members made."""
    resource_type = BY_NAME.get(members["ResourceType"])
    if resource_type is None:
        return BACKUP_POINT
    return resource_type.point_form(
        is_continuous=bool(members.get("EnableContinuousBackup")),
        is_managed=members.get("IsManaged", True),
    )


def _derived_id(job_id: str, purpose: str) -> str:
    digest = blake2b(f"{purpose} of {job_id}".encode(), digest_size=16).digest()
    return str(UUID(bytes=digest, version=4))
