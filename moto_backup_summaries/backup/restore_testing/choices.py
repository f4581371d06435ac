"""Which recovery points a run of a restore testing plan restores: one of each resource that it tests.

https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import merge
from operator import attrgetter, itemgetter, methodcaller
from typing import Any

from moto.moto_api._internal import mock_random

from ..account import Account
from ..aws.arns import Arn
from ..aws.inferring import PointToTest, inferred_metadata
from ..aws.wildcards import matches
from ..kit.conditions import Condition
from ..neighbours.zones import zones_of
from ..timestamps import DAY
from ..views import PointView, VaultView
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
    for arn in _selected_resources(account, selection):
        conditions = [
            Condition("ResourceArn", "equal", arn),
            Condition("ResourceType", "equal", selection["ProtectedResourceType"]),
        ]
        eligible = (
            point
            for point in _in_vaults(account, points, conditions)
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
    for arn, latest in _resources(account):
        if latest.job.member("ResourceType") != selection["ProtectedResourceType"]:
            continue
        tags = latest.tags if conditions else {}
        if all(_holds(test, tag, tags) for test, tag in conditions):
            yield arn


def _resources(account: Account) -> Iterable[tuple[str, PointView]]:
    """The latest recovery point of each resource, here or shown by a vault for restore access."""
    latest: dict[str, PointView] = dict(account.recovery_points.resources())
    for _, keeper, source_name in _accesses(account):
        for arn, point in keeper.recovery_points.resources(source_name):
            if arn not in latest or point.created > latest[arn].created:
                latest[arn] = point
    return latest.items()


def _accesses(account: Account) -> Iterator[tuple[VaultView, Account, str]]:
    """The vaults for restore access that show something, each with its source: whose it is, and its name."""
    for name in account.approval_teams.accesses:
        keeper, source_name = account.keeper_of(name)
        if (keeper, source_name) != (account, name):
            yield account.vaults.named(name), keeper, source_name


def _holds(test: str, tag: Mapping[str, str], tags: Mapping[str, str]) -> bool:
    is_equal = tags.get(tag["Key"].removeprefix(_OF_RESOURCE)) == tag["Value"]
    return is_equal if test == "StringEquals" else not is_equal


def _in_vaults(
    account: Account, points: Mapping[str, Any], conditions: Sequence[Condition]
) -> Iterator[PointView]:
    """The recovery points in the vaults of a plan, the newest first; those for restore access show some."""

    def is_included(vault_arn: str) -> bool:
        return any(matches(pattern, vault_arn) for pattern in points["IncludeVaults"]) and not any(
            matches(pattern, vault_arn) for pattern in points["ExcludeVaults"]
        )

    def own() -> Iterator[PointView]:
        for _, point in account.recovery_points.newest_first(None, conditions):
            if is_included(point.vault_arn):
                yield point

    lists: list[Iterator[PointView]] = [own()]
    for vault, keeper, source_name in _accesses(account):
        if is_included(vault.arn):
            found = keeper.recovery_points.newest_first(source_name, conditions)
            lists.append(map(methodcaller("shown_in", vault), map(itemgetter(1), found)))
    return merge(*lists, key=attrgetter("created"), reverse=True)


def _is_eligible(point: PointView, points: Mapping[str, Any], moment: float) -> bool:
    """Whether a run may restore a recovery point; a temporary one on its way behind an air gap it may not.

    A continuous backup that goes on keeps the moments of the window, however long ago it began.
    """
    kind = "CONTINUOUS" if point.is_continuous else "SNAPSHOT"
    is_early = point.created < moment - points["SelectionWindowDays"] * DAY
    if (
        point.created > moment
        or kind not in points["RecoveryPointTypes"]
        or (is_early and not point.is_continuous)
    ):
        return False
    members = point.members()
    status, is_temporary = members["Status"], "DeleteAfterEvent" in (members.get("Lifecycle") or {})
    return status in _RESTORABLE and not is_temporary and not (is_early and status != "AVAILABLE")


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
