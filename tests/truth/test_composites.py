"""Recovery points of stacks: parents, their children, and what cannot be done to them."""

from typing import Any

import pytest

from moto_backup_summaries import set_job_outcome
from truth.calls import (
    FAR,
    REFUSED,
    ROLE,
    backed_up,
    copied,
    jobs,
    number_in,
    point_of,
    points,
    refusal,
    stack,
    vault_arn,
)

INVALID_REQUEST = "InvalidRequestException"


@pytest.fixture
def parent(client: Any) -> str:
    """The recovery point of a stack, which has two children."""
    point: str = backed_up(client, stack())["RecoveryPointArn"]
    return point


def children(client: Any, parent: str, vault: str = "nightly") -> list[dict[str, Any]]:
    return points(client, vault, ByParentRecoveryPointArn=parent)


def delete(client: Any, point: str) -> None:
    client.delete_recovery_point(BackupVaultName="nightly", RecoveryPointArn=point)


def test_a_parent_with_children_is_not_deleted(client: Any, parent: str) -> None:
    asked = {"BackupVaultName": "nightly", "RecoveryPointArn": parent}
    assert refusal(client, "delete_recovery_point", **asked) == INVALID_REQUEST
    assert number_in(client) == 3


def test_a_child_alone_is_deleted(client: Any, parent: str) -> None:
    first, second = children(client, parent)
    delete(client, first["RecoveryPointArn"])
    assert {p["RecoveryPointArn"] for p in points(client)} == {parent, second["RecoveryPointArn"]}


def test_a_parent_goes_with_its_last_child(client: Any, parent: str) -> None:
    for child in children(client, parent):
        delete(client, child["RecoveryPointArn"])
    assert points(client) == []
    assert number_in(client) == 0


def test_a_parent_is_not_restored_itself(client: Any, parent: str) -> None:
    asked = {"RecoveryPointArn": parent, "Metadata": {"a": "b"}, "IamRoleArn": ROLE}
    assert refusal(client, "start_restore_job", **asked) in REFUSED
    assert jobs(client, "restore") == []


def test_a_child_has_the_logical_id_of_its_resource(client: Any, parent: str) -> None:
    found = {
        point_of(client, child["RecoveryPointArn"])["CompositeMemberIdentifier"]: child[
            "ResourceType"
        ]
        for child in children(client, parent)
    }
    assert found == {"Disk": "EBS", "Attic": "S3"}


def test_a_list_shows_the_logical_id_too(client: Any, parent: str) -> None:
    listed = {child["CompositeMemberIdentifier"] for child in children(client, parent)}
    assert listed == {"Disk", "Attic"}


def test_a_parent_has_no_logical_id(client: Any, parent: str) -> None:
    assert "CompositeMemberIdentifier" not in point_of(client, parent)


def test_copies_of_children_keep_their_logical_ids(client: Any, far: Any, parent: str) -> None:
    job = copied(client, parent, vault_arn("far", FAR))
    found = jobs(client, "copy", ByParentJobId=job["CopyJobId"])
    assert {child["CompositeMemberIdentifier"] for child in found} == {"Disk", "Attic"}
    made = children(far, job["DestinationRecoveryPointArn"], "far")
    assert {child["CompositeMemberIdentifier"] for child in made} == {"Disk", "Attic"}


def test_a_copy_whose_child_failed_is_partial(client: Any, far: Any, parent: str) -> None:
    set_job_outcome("copy", state="FAILED", resource_type="EBS")
    job = copied(client, parent, vault_arn("far", FAR))
    assert job["State"] == "PARTIAL"
    made = {point["RecoveryPointArn"] for point in points(far, "far")}
    assert job["DestinationRecoveryPointArn"] in made
    assert len(made) == 2


class TestDisassociation:
    @pytest.fixture
    def asked(self, client: Any) -> dict[str, str]:
        point = backed_up(client)["RecoveryPointArn"]
        return {"BackupVaultName": "nightly", "RecoveryPointArn": point}

    def test_is_not_for_snapshots(self, client: Any, asked: dict[str, str]) -> None:
        assert refusal(client, "disassociate_recovery_point", **asked) == INVALID_REQUEST

    def test_that_is_refused_leaves_the_point(self, client: Any, asked: dict[str, str]) -> None:
        refusal(client, "disassociate_recovery_point", **asked)
        assert client.describe_recovery_point(**asked)["Status"] == "COMPLETED"

    def test_of_an_unknown_point_is_not_found(self, client: Any) -> None:
        asked = {"BackupVaultName": "nightly", "RecoveryPointArn": vault_arn("none")}
        code = refusal(client, "disassociate_recovery_point", **asked)
        assert code == "ResourceNotFoundException"
