"""VaultsBackend: moto's vaults, and the recovery points in them."""

from collections.abc import Iterable, Mapping
from typing import Any

from moto.backup.models import BackupBackend, Vault, backup_backends

from . import checks, listing, parameters, timestamps
from .exceptions import InvalidRequestException, ResourceNotFoundException
from .jobs import Job, Members
from .paging import Query, query_of
from .recovery_points import RecoveryPoint, RecoveryPointStore
from .resource_types import Arn

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
        if not job.kind.leaves_recovery_point or job.state not in ("COMPLETED", "PARTIAL"):
            return
        vault_arn = job.members.get(job.kind.vault)
        arn = job.members.get(job.kind.recovery_point)
        place = Arn.parse(vault_arn or "")
        if place is None or not arn:
            return
        backend = backup_backends[place.account_id][place.region]
        if place.name not in backend.vaults:
            backend.create_backup_vault(place.name, {}, "", "")
        assert isinstance(backend, VaultsBackend)
        backend.recovery_points.add(RecoveryPoint(arn, place.name, str(vault_arn), job))
        if job.members.get("RecoveryPointTags"):
            backend.tag_resource(arn, job.members["RecoveryPointTags"])
        backend._count_recovery_points(place.name)

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
        return point.members()

    def delete_recovery_point(self, request: Parameters) -> None:
        point = self.recovery_point(request)
        self._refuse_if_locked(point.vault_name)
        self.recovery_points.remove(point)
        self.tagger.delete_all_tags_for_resource(point.arn)
        self._count_recovery_points(point.vault_name)

    def list_recovery_points_by_backup_vault(self, request: Parameters) -> Page:
        name = self.vault(request["BackupVaultName"]).backup_vault_name
        return self._recovery_points("ListRecoveryPointsByBackupVault", request, name)

    def list_recovery_points_by_resource(self, request: Parameters) -> Page:
        return self._recovery_points("ListRecoveryPointsByResource", request, None)

    def _recovery_points(self, operation: str, request: Parameters, vault_name: str | None) -> Page:
        query = self.query(operation, request)
        resource_arn = query.filters.get("ResourceArn")
        filters = {name: value for name, value in query.filters.items() if name not in _NO_FILTERS}
        passes = listing.matching(operation, _FILTERS, filters)
        listed = self.recovery_points.newest_first(vault_name, query.after)
        found = (
            (place, point.members())
            for place, point in listed
            if resource_arn in (None, point.resource_arn) and passes(point.member)
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

    def _count_recovery_points(self, vault_name: str) -> None:
        vault = self.vaults[vault_name]
        # moto renders a vault by either name, by the operation.
        number = vault.num_of_recovery_points = self.recovery_points.number_in(vault_name)
        vault.number_of_recovery_points = number  # type: ignore[attr-defined]


# Filters of recovery points, each with a member and a comparison.
_FILTERS = {
    "ByResourceArn": ("ResourceArn", "equal"),
    "ByResourceType": ("ResourceType", "equal"),
    "ByBackupPlanId": ("CreatedBy.BackupPlanId", "equal"),
    "ByCreatedBefore": ("CreationDate", "before"),
    "ByCreatedAfter": ("CreationDate", "after"),
    "ByParentRecoveryPointArn": ("ParentRecoveryPointArn", "equal"),
}
