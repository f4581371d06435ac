"""What rows of jobs may tell of vaults, ids and parents, beyond what each member may be by itself."""

from typing import Protocol

from ..aws.arns import Arn, vault_name_of
from ..aws.constraints import ACCOUNT_ID, WORDS_FOR, is_vault_name
from ..aws.regions import REGION, is_region
from .rows import Rows, wrong


class StoredIds(Protocol):
    """The jobs that moto has already."""

    def __contains__(self, job_id: str) -> bool: ...

    def parent_of(self, job_id: str) -> str | None: ...


_VAULT = f"the ARN of a vault, whose name has {WORDS_FOR['BackupVaultName']}"
_VAULT_THAT_IS_MADE = f"{_VAULT}, in {REGION}"
_NEW_ID = "an id that no job in moto has; load a document once, or leave its ids out"
_PARENT = "the id of another job, which is not below it"


def check_vaults(rows: Rows) -> None:
    """Raise ValueError for a vault that no operation can name, or that a row names in two ways."""
    member = rows.kind.vault
    rows.require("BackupVaultName", _may_name_vault, WORDS_FOR["BackupVaultName"])
    rows.require("SourceBackupVaultArn", _is_vault, _VAULT)
    rows.require(member, _is_vault_that_can_be_made, _VAULT_THAT_IS_MADE)
    names, arns = rows.columns.get("BackupVaultName"), rows.columns.get(member)
    if names is None or arns is None:
        return
    pairs = list(zip(names, arns, strict=True))
    if bad := {
        (name, arn) for name, arn in set(pairs) if name and arn and vault_name_of(arn) != name
    }:
        index = next(index for index, pair in enumerate(pairs) if pair in bad)
        accepted = f"the name in its {member}: {vault_name_of(arns[index])}"
        raise wrong(rows.where(index, "BackupVaultName"), names[index], accepted)


def _may_name_vault(name: str) -> bool:
    """Whether it is the name of a vault, or none, as good as left out."""
    return not name or is_vault_name(name)


def _is_vault(text: str) -> bool:
    arn = Arn.parse(text)
    return (
        arn is not None
        and arn.service == "backup"
        and arn.resource == f"backup-vault:{vault_name_of(text)}"
        and is_vault_name(vault_name_of(text))
        and ACCOUNT_ID.fullmatch(arn.account_id) is not None
    )


def _is_vault_that_can_be_made(text: str) -> bool:
    return _is_vault(text) and is_region(Arn.of(text).region)


def check_ids(rows: Rows, known: StoredIds | None) -> None:
    """Raise ValueError for an id that another row has, or a job in moto, if there are any."""
    name = rows.kind.id_member
    first: dict[str, int] = {}
    for index, job_id in enumerate(rows.columns.get(name, [])):
        if job_id is None:
            continue
        if known is not None and job_id in known:
            raise wrong(rows.where(index, name), job_id, _NEW_ID)
        if first.setdefault(job_id, index) != index:
            accepted = f"an id that {rows.where(first[job_id])} does not have"
            raise wrong(rows.where(index, name), job_id, accepted)


def check_parents(rows: Rows, known: StoredIds | None) -> None:
    """Raise ValueError for a job that would be above itself, also by way of jobs in moto."""
    if "ParentJobId" not in rows.columns:
        return
    ids, parents = rows.column(rows.kind.id_member), rows.columns["ParentJobId"]
    parent_of: dict[str | None, str | None] = dict(zip(ids, parents, strict=True))

    def above(job_id: str) -> str | None:
        if job_id in parent_of:
            return parent_of[job_id]
        return None if known is None else known.parent_of(job_id)

    is_checked: set[str] = set()
    for first in ids:
        way: list[str] = []
        job_id: str | None = first
        while job_id is not None and job_id not in is_checked:
            is_checked.add(job_id)
            way.append(job_id)
            job_id = above(job_id)
        if job_id in way:
            circle = way[way.index(job_id) :]
            index = next(index for index, it in enumerate(ids) if it in circle)
            raise wrong(rows.where(index, "ParentJobId"), parents[index], _PARENT)
