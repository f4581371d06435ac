"""Default values of members that a loaded row leaves out.

What jobs are counted and filtered by is filled in for all of them when they are loaded. What a job
has for itself alone is made up when it is first shown.
"""

from typing import Any

from moto.utilities.utils import get_partition

from ..aws.arns import parsed, vault_name_of
from ..aws.job_kinds import JobKind
from ..aws.message_categories import category_of, upper_case_form
from ..neighbours.resources import type_of_existing

DEFAULT_VAULT = "Default"
DEFAULT_TYPE = "EBS"
Columns = dict[str, list[Any]]


def fill(
    kind: JobKind, columns: Columns, size: int, *, account: tuple[str, str], now: float
) -> None:
    """Fill in, in place, what the jobs of these columns leave out of what they are counted by."""
    none: list[Any] = [None] * size
    columns[kind.state] = [state or "COMPLETED" for state in columns.get(kind.state, none)]
    columns["CreationDate"] = _creation_dates(columns, none, now)
    columns["CompletionDate"] = _completion_dates(kind, columns, none)
    columns["ResourceType"] = _resource_types(kind, columns, none)
    for name in kind.default_dimensions:
        columns[name] = [value or kind.defaults[name] for value in columns.get(name, none)]
    columns["StatusMessage"] = _status_messages(kind, columns, none)
    if kind.has_message_category:
        columns["MessageCategory"] = _message_categories(columns, none)
    account_id, region = account
    _fill_vaults(kind, columns, none, f"arn:{get_partition(region)}:backup:{region}:{account_id}")
    if "ParentJobId" in columns:
        columns["ParentRecoveryPointArn"] = _points_of_parents(kind, columns, none)


def _creation_dates(columns: Columns, none: list[Any], now: float) -> list[Any]:
    """Now for jobs that leave it out, or when they ended where that was before."""
    dates = columns.get("CreationDate", none)
    if None not in dates:
        return dates
    return [
        min(now, now if completed is None else completed) if created is None else created
        for created, completed in zip(dates, columns.get("CompletionDate", none), strict=True)
    ]


def _completion_dates(kind: JobKind, columns: Columns, none: list[Any]) -> list[Any]:
    dates = columns.get("CompletionDate", none)
    if all(dates):
        return dates
    created_and_states = (columns["CreationDate"], columns[kind.state])
    return [
        created if completed is None and state in kind.final_states else completed
        for completed, created, state in zip(dates, *created_and_states, strict=True)
    ]


def _resource_types(kind: JobKind, columns: Columns, none: list[Any]) -> list[Any]:
    types = columns.get("ResourceType", none)
    if None not in types:
        return types
    arns = columns.get(kind.resource, none)
    return [name or _type_name(arn) for name, arn in zip(types, arns, strict=True)]


def _type_name(resource_arn: str | None) -> str:
    arn = parsed(resource_arn or "")
    resource_type = type_of_existing(arn) if arn else None
    return resource_type.name if resource_type else DEFAULT_TYPE


def _status_messages(kind: JobKind, columns: Columns, none: list[Any]) -> list[Any]:
    """Messages, with those of the jobs that ended without success and do not say why."""
    messages, states = columns.get("StatusMessage", none), columns[kind.state]
    if kind.default_status_messages.keys().isdisjoint(states):
        return messages
    rows = zip(messages, columns.get("MessageCategory", none), states, strict=True)
    return [
        message or (None if category else kind.default_status_messages.get(state))
        for message, category, state in rows
    ]


def _message_categories(columns: Columns, none: list[Any]) -> list[Any]:
    categories = columns.get("MessageCategory", none)
    messages = columns.get("StatusMessage", none)
    return [
        upper_case_form(category or category_of(message))
        for category, message in zip(categories, messages, strict=True)
    ]


def _fill_vaults(kind: JobKind, columns: Columns, none: list[Any], arn_prefix: str) -> None:
    """Vaults' ARNs and names. Rows of one vault share a text: a million are compared and kept as one."""
    names = columns.get("BackupVaultName", none)
    arns = columns.get(kind.vault, none)
    if None in arns:
        arn_of = {name: f"{arn_prefix}:backup-vault:{name or DEFAULT_VAULT}" for name in set(names)}
        arns = [arn or arn_of[name] for arn, name in zip(arns, names, strict=True)]
    columns[kind.vault] = arns
    if kind.vault == "BackupVaultArn" and not all(names):
        name_of = {arn: vault_name_of(arn) for arn in set(arns)}
        columns["BackupVaultName"] = [
            name or name_of[arn] for name, arn in zip(names, arns, strict=True)
        ]


def _points_of_parents(kind: JobKind, columns: Columns, none: list[Any]) -> list[Any]:
    """The recovery point of each job's parent, where the rows tell both."""
    ids, arns = columns.get(kind.id_member, none), columns.get(kind.recovery_point, none)
    points = {job_id: arn for job_id, arn in zip(ids, arns, strict=True) if job_id}
    return [*map(points.get, columns["ParentJobId"])]
