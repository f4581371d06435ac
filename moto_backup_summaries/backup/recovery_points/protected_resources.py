"""The resources that have recovery points, each with its latest one."""

from ..account import Account
from ..aws.errors import ResourceNotFoundException
from ..frame.operations import Request, operation
from ..members import Members


@operation("DescribeProtectedResource")
def describe_protected_resource(account: Account, request: Request) -> Members:
    resource_arn = request["ResourceArn"]
    point = account.recovery_points.latest(resource_arn)
    if point is None:
        raise ResourceNotFoundException(f"Resource {resource_arn} has no recovery points")
    return {**point.as_resource(), **account.recovery_points.uses.of_resource(resource_arn)}


@operation("ListProtectedResources")
def list_protected_resources(account: Account, request: Request) -> Members:
    return _listed(account, "ListProtectedResources", request)


@operation("ListProtectedResourcesByBackupVault")
def list_protected_resources_by_backup_vault(account: Account, request: Request) -> Members:
    account.vaults.requested(request)
    return _listed(account, "ListProtectedResourcesByBackupVault", request)


def _listed(account: Account, name: str, request: Request) -> Members:
    query = account.query(name, request)
    vault_name = query.filters.get("BackupVaultName")
    latest = account.recovery_points.resources(vault_name, query.after)
    return query.answer("Results", latest, lambda point: point.as_resource())
