"""Access points: created, shown, listed by what they give access to, and deleted."""

import json
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

from .. import timestamps
from ..account import Account, account_of
from ..aws import checks
from ..aws.arns import Arn
from ..aws.errors import AlreadyExistsException, InvalidParameterValueException
from ..aws.recorded_errors import POINT_NOT_FOUND
from ..frame.operations import Request, operation
from ..kit.pages import Query
from ..members import Members
from ..neighbours.buckets import has_access_point
from ..views import AccessedPoint, PointView
from .state import S3_ALIAS, S3_ARN, AccessPoint

# https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupAccessPoint.html
MOST_TAGS = 200
MOST_LISTED = 100
_ACCESSIBLE = ("AVAILABLE", "STOPPED", "COMPLETED")
_IN_TIME = "AccessPointInTime"


@operation("CreateBackupAccessPoint")
def create_backup_access_point(account: Account, request: Request) -> Members:
    """Give access to a recovery point of S3, which nobody deletes until the access point is gone.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupAccessPoint.html
    """
    checks.tags("Tags", request.get("Tags", {}), most=MOST_TAGS)
    _check_policy(request.get("AccessPointPolicy"))
    point = account.find_point(request["RecoveryPointArn"])
    if point is None:
        raise POINT_NOT_FOUND.error()
    _check_point(point)
    _check_metadata(point, request.get("AccessPointMetadata", {}))
    if has_access_point(account.id, account.region, request["Name"]):
        raise AlreadyExistsException(f"Access point {request['Name']} already exists in S3")
    vault = account.vaults.named(point.member("BackupVaultName"))
    accessed = AccessedPoint(
        point.arn,
        point.vault_name,
        point.vault_arn,
        point.resource_arn,
        point.member("ResourceType"),
    )
    keeper = account_of(point.vault_arn).access_points
    keeper.check_number(accessed)
    access_point = account.access_points.create(request, accessed, vault.arn)
    keeper.attach(access_point)
    return {"AccessPointArn": access_point.arn, "Status": "CREATING"}


def _check_policy(text: str | None) -> None:
    try:
        is_policy = text is None or isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        is_policy = False
    if not is_policy:
        raise InvalidParameterValueException.of("AccessPointPolicy", text, "a JSON object")


def _check_point(point: PointView) -> None:
    resource_type, status = point.member("ResourceType"), point.member("Status")
    if resource_type != "S3":
        raise InvalidParameterValueException.of(
            "RecoveryPointArn: its ResourceType", resource_type, "S3"
        )
    checks.one_of("RecoveryPointArn: its Status", status, _ACCESSIBLE)


def _check_metadata(point: PointView, metadata: Members) -> None:
    """Accept a moment of a continuous backup's retention, which its access point must have, and nothing else.

    The guide says that such an access point can have it; the reference, that it must.
    """
    for name in metadata:
        checks.one_of("AccessPointMetadata", name, (_IN_TIME,))
    moment = metadata.get(_IN_TIME)
    where = f"AccessPointMetadata.{_IN_TIME}"
    if not point.is_continuous:
        if moment is not None:
            accepted = "nothing: the recovery point is of no continuous backup"
            raise InvalidParameterValueException.of(where, moment, accepted)
        return
    now = timestamps.now()
    first = point.restorable_since(now)
    try:
        is_kept = isinstance(moment, str) and first <= timestamps.seconds(moment) <= now
    except ValueError:
        is_kept = False
    if not is_kept:
        accepted = f"a time from {timestamps.iso(first)} to {timestamps.iso(now)}"
        raise InvalidParameterValueException.of(where, moment, accepted)


@operation("DescribeBackupAccessPoint")
def describe_backup_access_point(account: Account, request: Request) -> Members:
    """Under a manual transition this counts as a look at it, by which it may be gone."""
    access_point = account.access_points.named(request["AccessPointArn"])
    account.access_points.look(access_point)
    return _members(account.access_points.named(access_point.arn))


@operation("DeleteBackupAccessPoint")
def delete_backup_access_point(account: Account, request: Request) -> Members:
    """Delete an access point; with the last of them its recovery point goes, if its days are over.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DeleteBackupAccessPoint.html
    """
    account.access_points.delete(account.access_points.named(request["AccessPointArn"]))
    return {}


@operation("ListBackupAccessPoints")
def list_backup_access_points(account: Account, request: Request) -> Members:
    query = account.query("ListBackupAccessPoints", request)
    return _page(query, account.access_points)


@operation("ListBackupAccessPointsByRecoveryPoint")
def list_backup_access_points_by_recovery_point(account: Account, request: Request) -> Members:
    """Those to a recovery point, of other accounts too, if it is here.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListBackupAccessPointsByRecoveryPoint.html
    """
    query = account.query("ListBackupAccessPointsByRecoveryPoint", request)
    access_points = account.access_points.of_point(query.filters["RecoveryPointArn"])
    return _page(query, access_points, attrgetter("created", "arn"))


@operation("ListBackupAccessPointsByResource")
def list_backup_access_points_by_resource(account: Account, request: Request) -> Members:
    query = account.query("ListBackupAccessPointsByResource", request)
    arn = query.filters["ResourceArn"]
    return _page(query, [each for each in account.access_points if each.point.resource_arn == arn])


def _page(
    query: Query,
    access_points: Iterable[AccessPoint],
    position: Callable[[AccessPoint], Any] = attrgetter("number"),
) -> Members:
    """A page of those that are still there once they have been looked at, as under a manual transition."""
    listed, token = query.page(query.remaining(access_points, position), MOST_LISTED)
    rows = [_members(access_point) for access_point in listed if _is_there(access_point)]
    return {"BackupAccessPoints": rows, "NextToken": token}


def _is_there(access_point: AccessPoint) -> bool:
    """Whether an access point, which may be another account's, is there after this look at it."""
    return account_of(access_point.arn).access_points.look(access_point)


def _members(access_point: AccessPoint) -> Members:
    point = access_point.point
    metadata = {**access_point.request.get("AccessPointMetadata", {})}
    if access_point.status == "AVAILABLE":
        s3_arn = Arn.of(access_point.arn)._replace(service="s3")
        metadata[S3_ARN] = ":".join(("arn", *s3_arn))
        metadata[S3_ALIAS] = access_point.alias
    return {
        "AccessPointArn": access_point.arn,
        "Name": access_point.key,
        "Status": access_point.status,
        "RecoveryPointArn": point.arn,
        "BackupVaultName": access_point.vault_name,
        "BackupVaultArn": access_point.vault_arn,
        "ResourceArn": point.resource_arn,
        "ResourceType": point.resource_type,
        "CreationTime": access_point.created,
        "AccessPointMetadata": metadata,
        **access_point.loaded_members,
    }
