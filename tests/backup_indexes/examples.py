"""Of indexes of recovery points, for the tests that all families share."""

from operator import itemgetter
from typing import Any

from calls import backed_up, points, volume
from family_examples import Listing
from support import ROLE

# What no other example has: with an index, and without.
INDEXED, PLAIN = volume("vol-indexed"), volume("vol-plain")


def update(client: Any, point: str, index: str = "ENABLED", **parameters: Any) -> Any:
    """Enable or disable the index of a recovery point in `nightly`; the answer."""
    defaults = {"BackupVaultName": "nightly", "IamRoleArn": ROLE}
    return client.update_recovery_point_index_settings(
        RecoveryPointArn=point, Index=index, **{**defaults, **parameters}
    )


def details(client: Any, point: str, vault: str = "nightly") -> Any:
    return client.get_recovery_point_index_details(BackupVaultName=vault, RecoveryPointArn=point)


def listed(client: Any, **filters: Any) -> list[Any]:
    return client.list_indexed_recovery_points(**filters)["IndexedRecoveryPoints"]


def _point(client: Any, resource: str) -> str:
    (point,) = points(client, ByResourceArn=resource)
    return point["RecoveryPointArn"]


def _disable(client: Any, point: str) -> None:
    update(client, point, "DISABLED")


def _of_all(client: Any) -> Listing:
    return Listing(
        client.list_indexed_recovery_points,
        "IndexedRecoveryPoints",
        itemgetter("RecoveryPointArn"),
        lambda: backed_up(client, Index="ENABLED"),
        lambda point: _disable(client, point),
    )


def _show(client: Any) -> None:
    point = backed_up(client)
    update(client, point)
    client.list_indexed_recovery_points(MaxResults=1)
    details(client, point)


PREPARATIONS = {
    "an index": lambda client: backed_up(client, ResourceArn=INDEXED, Index="ENABLED"),
    "no index": lambda client: backed_up(client, ResourceArn=PLAIN),
}
CHANGES = {
    "UpdateRecoveryPointIndexSettings": lambda client: update(client, _point(client, PLAIN)),
    "UpdateRecoveryPointIndexSettings back": lambda client: _disable(
        client, _point(client, INDEXED)
    ),
}
LISTINGS = {"ListIndexedRecoveryPoints": _of_all}
ANSWERS = {"indexes": _show}
_PLAIN = "AWS explains only an index that failed, and here none does"
_AT_ONCE = "an index is gone at once, unless a test sets a transition"
ABSENT = {
    "GetRecoveryPointIndexDetails": {
        "IndexStatusMessage": _PLAIN,
        "IndexDeletionDate": _AT_ONCE,
    },
    "ListIndexedRecoveryPoints": {"IndexedRecoveryPoints[].IndexStatusMessage": _PLAIN},
}
