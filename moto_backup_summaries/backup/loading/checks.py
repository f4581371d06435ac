"""What rows of jobs may have, beyond what botocore's model says of each member by itself."""

import re
from collections.abc import Sequence, Set
from typing import Protocol

from moto.utilities.utils import get_partition

from ..aws import service_model
from ..aws.arns import ANY_ARN, Arn, vault_name_of
from ..aws.checks import ROLE_ARN, is_role_arn
from ..aws.constraints import ACCOUNT_ID, PATTERNS, WORDS_FOR, is_vault_name
from ..aws.regions import REGION, is_region
from ..aws.resource_types import BY_NAME
from ..aws.spelling import near_names
from ..timestamps import iso
from .problems import Problems
from .rows import Rows


class StoredIds(Protocol):
    """The jobs that moto has already."""

    def taken_ids(self, ids: Set[str]) -> Set[str]: ...

    def parent_of(self, job_id: str) -> str | None: ...


_RESOURCE_TYPE = re.compile(PATTERNS["ResourceType"], re.ASCII)
_VAULT = f"the ARN of a vault, whose name has {WORDS_FOR['BackupVaultName']}"
_VAULT_THAT_IS_MADE = f"{_VAULT}, in {REGION}"
_ROLES = ("IamRoleArn", "ScannerRoleArn")
_NEW_ID = "an id that no job in moto has; load a document once, or leave its ids out"
_PARENT = "the id of another job, which is not below it"


def check_rows(rows: Rows, problems: Problems) -> None:
    """Refuse rows with a value that AWS Backup does not have."""
    kind = rows.kind
    _check_words(rows, problems, kind.state, kind.states)
    for name, enum in service_model.enums_of_items(kind.list_operation, kind.jobs_member).items():
        # Summaries know more states, and AWS new types.
        if name not in (kind.state, "ResourceType"):
            _check_words(rows, problems, name, enum)
    rows.require(problems, "ResourceType", _is_type, WORDS_FOR["ResourceType"], BY_NAME)
    _check_vaults(rows, problems)
    for name in rows.columns:
        # Recovery points are as many as jobs.
        if name.endswith("Arn") and "RecoveryPoint" not in name:
            is_role = name in _ROLES
            accepted = ROLE_ARN if is_role else ANY_ARN
            rows.require(problems, name, is_role_arn if is_role else _is_arn, accepted)
    dates = zip(rows.column("CompletionDate"), rows.column("CreationDate"), strict=True)
    for index, (completed, created) in enumerate(dates):
        if completed is not None and created is not None and completed < created:
            accepted = f"a time after creation, {iso(created)}"
            rows.refuse(problems, index, "CompletionDate", iso(completed), accepted)


def _is_arn(text: str) -> bool:
    """Whether it is an ARN whose partition is that of its region, if it has one."""
    arn = Arn.parse(text)
    return arn is not None and (not arn.region or arn.partition == get_partition(arn.region))


def _check_words(rows: Rows, problems: Problems, name: str, words: Sequence[str]) -> None:
    """Refuse rows with another word of a member, or note it where AWS has said it."""
    if not problems.keeps_words:
        rows.require(problems, name, words.__contains__, "one of " + ", ".join(words), words)
        return
    column = rows.columns.get(name, [])
    for word in sorted({*column}.difference(words, (None,))):
        problems.kept_words.setdefault((name, word), rows.where(column.index(word), name))


def _is_type(name: str) -> bool:
    """Whether this can be a resource type: one of the table, or one that is near to none of these."""
    return name in BY_NAME or bool(_RESOURCE_TYPE.fullmatch(name) and not near_names(name, BY_NAME))


def _check_vaults(rows: Rows, problems: Problems) -> None:
    """Refuse rows with a vault that no operation can name, or that a row names in two ways."""
    member = rows.kind.vault
    rows.require(problems, "BackupVaultName", _may_name_vault, WORDS_FOR["BackupVaultName"])
    rows.require(problems, "SourceBackupVaultArn", _is_vault, _VAULT)
    rows.require(problems, member, _is_vault_that_can_be_made, _VAULT_THAT_IS_MADE)
    names, arns = rows.columns.get("BackupVaultName"), rows.columns.get(member)
    if names is None or arns is None:
        return
    pairs = set(zip(names, arns, strict=True))
    bad = {(name, arn) for name, arn in pairs if name and arn and vault_name_of(arn) != name}
    for index, pair in enumerate(zip(names, arns, strict=True) if bad else ()):
        if pair in bad:
            accepted = f"the name in its {member}: {vault_name_of(arns[index])}"
            rows.refuse(problems, index, "BackupVaultName", names[index], accepted)


def _may_name_vault(name: str) -> bool:
    """Whether it is the name of a vault, or none, as good as left out."""
    return not name or is_vault_name(name)


def _is_vault(text: str) -> bool:
    arn = Arn.parse(text)
    return (
        arn is not None
        and arn.service == "backup"
        and arn.partition == get_partition(arn.region)
        and arn.resource == f"backup-vault:{vault_name_of(text)}"
        and is_vault_name(vault_name_of(text))
        and ACCOUNT_ID.fullmatch(arn.account_id) is not None
    )


def _is_vault_that_can_be_made(text: str) -> bool:
    return _is_vault(text) and is_region(Arn.of(text).region)


def check_ids(rows: Rows, stored: StoredIds | None, problems: Problems) -> None:
    """Refuse rows with an id that another row has, or a job in moto."""
    name = rows.kind.id_member
    column = rows.columns.get(name, [])
    different = set(column)
    different.discard(None)
    taken = stored.taken_ids(different) if stored is not None else frozenset()
    if not taken and len(different) == len(column) - column.count(None):
        return
    first: dict[str, int] = {}
    for index, job_id in enumerate(column):
        if job_id is None:
            continue
        if job_id in taken:
            rows.refuse(problems, index, name, job_id, _NEW_ID)
        elif first.setdefault(job_id, index) != index:
            accepted = f"an id that {rows.where(first[job_id])} does not have"
            rows.refuse(problems, index, name, job_id, accepted)


def check_parents(rows: Rows, stored: StoredIds | None, problems: Problems) -> None:
    """Refuse the first job of each circle of jobs that would be above itself, also by way of jobs in moto."""
    if "ParentJobId" not in rows.columns:
        return
    ids, parents = rows.column(rows.kind.id_member), rows.columns["ParentJobId"]
    parent_of: dict[str | None, str | None] = dict(zip(ids, parents, strict=True))
    checked: set[str] = set()
    for first in ids:
        ancestors: list[str] = []
        job_id: str | None = first
        while job_id is not None and job_id not in checked:
            checked.add(job_id)
            ancestors.append(job_id)
            if job_id in parent_of:
                job_id = parent_of[job_id]
            else:
                job_id = None if stored is None else stored.parent_of(job_id)
        if job_id in ancestors:
            circle = ancestors[ancestors.index(job_id) :]
            index = next(index for index, each in enumerate(ids) if each in circle)
            rows.refuse(problems, index, "ParentJobId", parents[index], _PARENT)
