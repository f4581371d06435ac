"""Clusters of Redshift: the snapshots that backups leave, and the clusters that restores make."""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from calls import FAR, arn, copied, described
from contents import TAGS, WAREHOUSE, delete_point, ended, restore_undone, restored
from support import ACCOUNT, REGION, client_of

from moto_backup_summaries.backup.neighbours.contents.deleting import delete_restored

SALES = arn("redshift", "cluster:sales")
INTO = {"ClusterIdentifier": "drill"}


@pytest.fixture
def redshift(vault: Any) -> Any:
    """Redshift with a cluster `sales`."""
    redshift = client_of("redshift")
    redshift.create_cluster(**WAREHOUSE, DBName="sales")
    return redshift


def clusters(redshift: Any) -> dict[str, Any]:
    return {row["ClusterIdentifier"]: row for row in redshift.describe_clusters()["Clusters"]}


def snapshots(redshift: Any) -> list[Any]:
    found = redshift.describe_cluster_snapshots()["Snapshots"]
    return [row for row in found if row["SnapshotIdentifier"].startswith("awsbackup:")]


def test_a_backup_leaves_a_snapshot_that_goes_with_it(vault: Any, redshift: Any) -> None:
    job = described(vault, ResourceArn=SALES)
    (snapshot,) = snapshots(redshift)
    assert snapshot["SnapshotIdentifier"] == f"awsbackup:job-{job['BackupJobId']}"
    assert job["RecoveryPointArn"] == arn(
        "redshift", f"snapshot:sales/{snapshot['SnapshotIdentifier']}"
    )
    assert snapshot["Tags"] == [*TAGS, {"Key": "aws:backup:source-resource", "Value": SALES}]
    with pytest.raises(ClientError, match="made by AWS Backup") as refused:
        redshift.delete_cluster_snapshot(SnapshotIdentifier=snapshot["SnapshotIdentifier"])
    assert refused.value.response["Error"]["Code"] == "InvalidClusterSnapshotState"
    redshift.create_cluster_snapshot(SnapshotIdentifier="own", ClusterIdentifier="sales")
    redshift.delete_cluster_snapshot(SnapshotIdentifier="own")
    assert len(snapshots(redshift)) == 1
    delete_point(vault, job["RecoveryPointArn"])
    assert snapshots(redshift) == []


class TestARestore:
    def test_makes_the_cluster_of_then(self, vault: Any, redshift: Any) -> None:
        point = described(vault, ResourceArn=SALES)["RecoveryPointArn"]
        source = clusters(redshift)["sales"]
        redshift.modify_cluster(ClusterIdentifier="sales", NodeType="ra3.4xlarge", NumberOfNodes=4)
        job = restored(vault, point, Metadata={"ClusterIdentifier": "Drill"})
        assert job["CreatedResourceArn"] == arn("redshift", "cluster:drill")
        made = clusters(redshift)["drill"]
        for name in ("NodeType", "NumberOfNodes", "DBName", "MasterUsername", "AvailabilityZone"):
            assert made[name] == source[name]
        assert (made["Endpoint"]["Port"], made["Tags"]) == (5555, [])

    def test_takes_what_its_metadata_say(self, vault: Any, redshift: Any) -> None:
        point = described(vault, ResourceArn=SALES)["RecoveryPointArn"]
        asked = {
            "NodeType": "ra3.xlplus",
            "NumberOfNodes": "3",
            "Port": "5556",
            "PubliclyAccessible": "true",
            "AvailabilityZone": f"{REGION}c",
        }
        restored(vault, point, Metadata={**INTO, **asked}, CopySourceTagsToRestoredResource=True)
        made = clusters(redshift)["drill"]
        assert (made["NodeType"], made["NumberOfNodes"]) == ("ra3.xlplus", 3)
        assert (made["Endpoint"]["Port"], made["AvailabilityZone"]) == (5556, f"{REGION}c")
        assert (made["PubliclyAccessible"], made["Tags"]) == (True, TAGS)

    def test_fails_where_the_name_is_taken_or_missing(self, vault: Any, redshift: Any) -> None:
        point = described(vault, ResourceArn=SALES)["RecoveryPointArn"]
        taken = restored(vault, point, Metadata={"ClusterIdentifier": "sales"})
        assert ended(taken) == ("FAILED", "Cluster already exists")
        unnamed = restored(vault, point, Metadata={"Port": "1"})
        assert ended(unnamed) == ("FAILED", "Restore metadata is invalid.")
        assert set(clusters(redshift)) == {"sales"}

    def test_is_undone_where_its_request_fails(self, vault: Any, redshift: Any) -> None:
        point = described(vault, ResourceArn=SALES)["RecoveryPointArn"]
        restore_undone(vault, point, lambda: "drill" in clusters(redshift), Metadata=INTO)
        assert set(clusters(redshift)) == {"sales"}
        restored(vault, point, Metadata=INTO)
        assert set(clusters(redshift)) == {"sales", "drill"}

    def test_of_a_copy_is_in_its_region(self, vault: Any, redshift: Any) -> None:
        far, far_redshift = client_of("backup", FAR), client_of("redshift", FAR)
        far.create_backup_vault(BackupVaultName="far")
        copy = copied(vault, described(vault, ResourceArn=SALES)["RecoveryPointArn"])
        point = copy["DestinationRecoveryPointArn"]
        restored(far, point, Metadata=INTO)
        assert clusters(far_redshift)["drill"]["AvailabilityZone"] == f"{FAR}a"
        assert len(snapshots(far_redshift)) == 1

    def test_is_deleted_as_what_a_test_restored(self, vault: Any, redshift: Any) -> None:
        point = described(vault, ResourceArn=SALES)["RecoveryPointArn"]
        made = restored(vault, point, Metadata=INTO)["CreatedResourceArn"]
        assert delete_restored(made, ACCOUNT, REGION) is True
        assert set(clusters(redshift)) == {"sales"}
