"""Calls of the tests of legal holds, and what they expect."""

from datetime import timedelta
from typing import Any

from calls import points, refused
from legal_holds.examples import create

DAY = timedelta(days=1)
WEEK = {"DeleteAfterDays": 7}
NIGHTLY = {"BackupVaultName": "nightly"}


def hold_of(client: Any, **selection: Any) -> str:
    """Create a legal hold of a selection; its id."""
    return str(create(client, RecoveryPointSelection=selection)["LegalHoldId"])


def delete(client: Any, arn: str) -> None:
    client.delete_recovery_point(**NIGHTLY, RecoveryPointArn=arn)


def deletable(client: Any) -> list[str]:
    """The resources of those recovery points that can be deleted, by deleting them."""
    deleted = []
    for point in points(client):
        try:
            delete(client, point["RecoveryPointArn"])
        except client.exceptions.InvalidRequestException:
            continue
        deleted.append(point["ResourceArn"].rpartition("/")[2])
    return sorted(deleted)


def refused_deletion(client: Any, arn: str) -> tuple[str, str]:
    return refused(client, "delete_recovery_point", **NIGHTLY, RecoveryPointArn=arn)


def arns(client: Any, vault: str = "nightly") -> set[str]:
    return {point["RecoveryPointArn"] for point in points(client, vault)}


def held_message(arn: str) -> tuple[str, str]:
    """Code and message of a refusal by a legal hold."""
    return (
        "InvalidRequestException",
        f"Recovery point {arn} cannot be deleted or disassociated: it has active legal holds",
    )
