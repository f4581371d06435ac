"""Which recovery points a run of a restore testing plan restores: one of each resource that it tests.

https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from moto.moto_api._internal import mock_random

from ..account import Account
from ..aws.arns import Arn
from ..aws.inferring import PointToTest, inferred_metadata
from ..aws.wildcards import matches
from ..kit.conditions import Condition
from ..neighbours.zones import zones_of
from ..timestamps import DAY
from ..views import PointView
from .documents import ALL, ARNS, conditions_of

# Those of a recovery point that can be restored.
_RESTORABLE = ("COMPLETED", "AVAILABLE", "STOPPED")
_OF_RESOURCE = "aws:ResourceTag/"


def chosen_points(
    account: Account, points: Mapping[str, Any], selection: Mapping[str, Any], moment: float
) -> Iterator[PointView]:
    """The recovery points that a run restores of a selection, at a moment.

    points: the RecoveryPointSelection of the plan. A resource without any that is eligible is left out.
    """
    first = moment - points["SelectionWindowDays"] * DAY
    for arn in _selected_resources(account, selection):
        conditions = [
            Condition("ResourceArn", "equal", arn),
            Condition("ResourceType", "equal", selection["ProtectedResourceType"]),
            Condition("CreationDate", "after", math.nextafter(first, -math.inf)),
        ]
        eligible = (
            point
            for _, point in account.recovery_points.newest_first(None, conditions)
            if _is_eligible(point, points, moment)
        )
        if points["Algorithm"] == "LATEST_WITHIN_WINDOW":
            yield from (point for point in [next(eligible, None)] if point is not None)
        elif candidates := list(eligible):
            yield mock_random.choice(candidates)


def _selected_resources(account: Account, selection: Mapping[str, Any]) -> Iterator[str]:
    """The ARNs of the resources of a selection that have recovery points.

    What the latest one was tagged with decides, in whichever vault it is.
    """
    arns = selection[ARNS]
    if arns not in ([], [ALL]):
        yield from dict.fromkeys(arns)
        return
    conditions = [*conditions_of(selection)]
    for arn, latest in account.recovery_points.resources():
        if latest.job.member("ResourceType") != selection["ProtectedResourceType"]:
            continue
        tags = latest.tags if conditions else {}
        if all(_holds(test, tag, tags) for test, tag in conditions):
            yield arn


def _holds(test: str, tag: Mapping[str, str], tags: Mapping[str, str]) -> bool:
    is_equal = tags.get(tag["Key"].removeprefix(_OF_RESOURCE)) == tag["Value"]
    return is_equal if test == "StringEquals" else not is_equal


def _is_eligible(point: PointView, points: Mapping[str, Any], moment: float) -> bool:
    """Whether a run may restore a recovery point; a temporary one on its way behind an air gap it may not."""
    kind = "CONTINUOUS" if point.is_continuous else "SNAPSHOT"
    vault_arn = point.vault_arn
    if (
        point.created > moment
        or kind not in points["RecoveryPointTypes"]
        or not any(matches(pattern, vault_arn) for pattern in points["IncludeVaults"])
        or any(matches(pattern, vault_arn) for pattern in points["ExcludeVaults"])
    ):
        return False
    members = point.members()
    is_temporary = "DeleteAfterEvent" in (members.get("Lifecycle") or {})
    return members["Status"] in _RESTORABLE and not is_temporary


def metadata_of(account: Account, point: PointView) -> dict[str, str]:
    """What AWS Backup infers to restore a recovery point with."""
    zones = list(zones_of(account.id, account.region))
    mock_random.shuffle(zones)
    told = PointToTest(
        point.job.member("ResourceType"),
        Arn.of(point.resource_arn),
        zones,
        point.job.member("RestoreMetadata") or {},
        point.job.member("BackupSizeInBytes") or 0,
        point.job.member("BackupOptions") or {},
    )
    return inferred_metadata(told)
