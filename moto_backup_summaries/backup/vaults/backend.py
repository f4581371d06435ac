"""VaultsBackend: moto's vaults, and the recovery points in them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from moto.backup.models import BackupBackend, Vault, backup_backends

from ..aws import checks, timestamps
from ..aws.errors import InvalidRequestException, ResourceNotFoundException
from ..aws.resource_types import Arn
from ..jobs.columns import Batch
from ..jobs.job import Job, Members
from ..listing import parameters
from ..listing.conditions import conditions_of
from ..listing.paging import Query, query_of
from ..recovery_points.store import RecoveryPoint, RecoveryPointStore, StoredPoints

Parameters = Mapping[str, Any]
Page = tuple[list[Members], str | None]

ITEMS_PER_PAGE = 1000
# Parameters that say whose recovery points are listed, and do not filter them.
_NO_FILTERS = ("BackupVaultName", "BackupVaultAccountId", "ResourceArn", "ManagedByAWSBackupOnly")


class VaultsBackend(BackupBackend):
    """Moto's backend, whose vaults hold recovery points.

    Parameters of its methods are keyed by their names in AWS's model. Answers are keyed so too,
    with times in seconds since 1970.
    """

    recovery_points: RecoveryPointStore

    def vault(self, name: str) -> Vault:
        vault = self.vaults.get(name)
        if vault is None:
            raise ResourceNotFoundException(f"Backup vault {name} not found")
        return vault

    def recovery_point(self, request: Parameters) -> RecoveryPoint:
        """The recovery point that a request names, in the vault that it names."""
        vault = self.vault(request["BackupVaultName"])
        arn = request["RecoveryPointArn"]
        point = self.recovery_points.get(vault.backup_vault_name, arn)
        if point is None:
            raise ResourceNotFoundException(
                f"Cannot find recovery point {arn} in backup vault {vault.backup_vault_name}"
            )
        return point

    def keep_recovery_point(self, job: Job) -> None:
        """Put what a job leaves, if anything, into its vault, which is made when missing.

        The vault may be of another region or account.
        """
        if not job.kind.leaves_recovery_point or job.state not in LEAVE_RECOVERY_POINTS:
            return
        vault_arn = job.members[job.kind.vault]
        arn = job.members[job.kind.recovery_point]
        place = Arn.parse(vault_arn)
        assert place is not None
        backend = _backend_with_vault(place)
        backend.recovery_points.add(RecoveryPoint(arn, place.name, vault_arn, job))
        if job.members.get("RecoveryPointTags"):
            backend.tag_resource(arn, job.members["RecoveryPointTags"])

    def keep_recovery_points(self, batch: Batch, ends: float | None = None) -> None:
        """The same for all jobs of a batch.

        ends: when the recovery points are deleted, if that is known.
        """
        if not batch.kind.leaves_recovery_point:
            return
        rows_of: defaultdict[str, list[int]] = defaultdict(list)
        states, vault_arns = batch.given(batch.kind.state), batch.given(batch.kind.vault)
        for row, (state, vault_arn) in enumerate(zip(states, vault_arns, strict=True)):
            if state in LEAVE_RECOVERY_POINTS:
                rows_of[vault_arn].append(row)
        for vault_arn, rows in rows_of.items():
            place = Arn.parse(vault_arn)
            assert place is not None
            points = StoredPoints(batch, rows, place.name, vault_arn)
            _backend_with_vault(place).recovery_points.add_stored(points, ends)

    def list_backup_vaults(self) -> list[Vault]:
        return [self._counted(vault) for vault in super().list_backup_vaults()]

    def describe_backup_vault(self, backup_vault_name: str) -> Vault:
        return self._counted(super().describe_backup_vault(backup_vault_name))

    def delete_backup_vault(self, backup_vault_name: str) -> None:
        number = self.recovery_points.number_in(backup_vault_name)
        if number:
            raise InvalidRequestException(
                f"Backup vault {backup_vault_name} cannot be deleted: it has {number} recovery points"
            )
        super().delete_backup_vault(backup_vault_name)

    def update_recovery_point_lifecycle(self, request: Parameters) -> Members:
        point = self.recovery_point(request)
        checks.lifecycle(request.get("Lifecycle"))
        self._refuse_if_locked(point.vault_name)
        point.change(Lifecycle=request.get("Lifecycle"))
        self.recovery_points.expect_end(point)
        return point.members()

    def delete_recovery_point(self, request: Parameters) -> None:
        point = self.recovery_point(request)
        self._refuse_if_locked(point.vault_name)
        self.recovery_points.remove(point)
        self.tagger.delete_all_tags_for_resource(point.arn)

    def list_recovery_points_by_backup_vault(self, request: Parameters) -> Page:
        name = self.vault(request["BackupVaultName"]).backup_vault_name
        return self._recovery_points("ListRecoveryPointsByBackupVault", request, name)

    def list_recovery_points_by_resource(self, request: Parameters) -> Page:
        return self._recovery_points("ListRecoveryPointsByResource", request, None)

    def _recovery_points(self, operation: str, request: Parameters, vault_name: str | None) -> Page:
        query = self.query(operation, request)
        resource_arn = query.filters.get("ResourceArn")
        filters = {name: value for name, value in query.filters.items() if name not in _NO_FILTERS}
        conditions = conditions_of(operation, _FILTERS, filters)
        listed = self.recovery_points.newest_first(vault_name, query.after)
        found = (
            (place, point.members())
            for place, point in listed
            if resource_arn in (None, point.resource_arn)
            and all(condition.holds(point.member(condition.member)) for condition in conditions)
        )
        return query.page(found, parameters.max_results(request, ITEMS_PER_PAGE))

    def describe_protected_resource(self, resource_arn: str) -> Members:
        point = self.recovery_points.resources().get(resource_arn)
        if point is None:
            raise ResourceNotFoundException(f"Resource {resource_arn} has no recovery points")
        return point.as_resource()

    def list_protected_resources(self, operation: str, request: Parameters) -> Page:
        """Resources with recovery points, of one vault where the operation names one."""
        query = self.query(operation, request)
        name = query.filters.get("BackupVaultName")
        if name is not None:
            self.vault(name)
        found: Iterable[tuple[str, Members]] = (
            (arn, point.as_resource())
            for arn, point in self.recovery_points.resources(name).items()
            if query.after is None or arn > query.after
        )
        return query.page(found, parameters.max_results(request, ITEMS_PER_PAGE))

    def query(self, operation: str, request: Parameters) -> Query:
        """What this page of a listing belongs to."""
        now = timestamps.now()
        return query_of(operation, self.account_id, self.region_name, request, now)

    def _refuse_if_locked(self, vault_name: str) -> None:
        if self.vault(vault_name).locked:
            raise InvalidRequestException(
                f"Backup vault {vault_name} is locked: its recovery points cannot be changed or deleted"
            )

    def _counted(self, vault: Vault) -> Vault:
        """A vault with the number of its recovery points, which moto renders by either name."""
        number = self.recovery_points.number_in(vault.backup_vault_name)
        vault.num_of_recovery_points = number
        if self.recovery_points.has_seen(vault.backup_vault_name):
            vault.number_of_recovery_points = number  # type: ignore[attr-defined]
        return vault


def _backend_with_vault(place: Arn) -> VaultsBackend:
    """The backend of a vault's ARN, in which the vault is made when missing."""
    backend = backup_backends[place.account_id][place.region]
    if place.name not in backend.vaults:
        backend.create_backup_vault(place.name, {}, "", "")
    assert isinstance(backend, VaultsBackend)
    return backend


# The states of jobs that leave recovery points.
LEAVE_RECOVERY_POINTS = ("COMPLETED", "PARTIAL")
# Filters of recovery points, each with a member and a comparison.
_FILTERS = {
    "ByResourceArn": ("ResourceArn", "equal"),
    "ByResourceType": ("ResourceType", "equal"),
    "ByBackupPlanId": ("CreatedBy.BackupPlanId", "equal"),
    "ByCreatedBefore": ("CreationDate", "before"),
    "ByCreatedAfter": ("CreationDate", "after"),
    "ByParentRecoveryPointArn": ("ParentRecoveryPointArn", "equal"),
}
