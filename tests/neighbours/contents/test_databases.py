"""Databases and clusters of RDS: the snapshots that backups leave, and what restores make."""

import json
from typing import Any, NamedTuple

import pytest
from botocore.exceptions import ClientError
from calls import FAR, arn, backed_up, copied, described
from contents import TAGS, delete_point, ended, restore_undone, restored
from support import REGION, client_of

INVALID = ("FAILED", "Restore metadata is invalid.")


class Kind(NamedTuple):
    """A kind of resource, for the names of RDS's operations and members."""

    word: str
    name: str
    arn: str
    snapshot: str

    def create(self, rds: Any, **more: Any) -> None:
        parameters: dict[str, Any] = {f"{self.word}Identifier": "orders", "Tags": TAGS}
        if self.word == "DBInstance":
            parameters |= {"DBInstanceClass": "db.t3.micro", "AllocatedStorage": 20}
            parameters |= {"Engine": "postgres", "CopyTagsToSnapshot": False}
        else:
            parameters |= {"Engine": "aurora-mysql", "MasterUsername": "root"}
            parameters |= {"MasterUserPassword": "hunter21"}
        parameters = {**parameters, **more}
        present = {name: value for name, value in parameters.items() if value is not None}
        getattr(rds, f"create_{self.name}")(**present)

    def all(self, rds: Any) -> dict[str, Any]:
        found = getattr(rds, f"describe_{self.name}s")()[f"{self.word}s"]
        return {row[f"{self.word}Identifier"]: row for row in found}

    def snapshots(self, rds: Any) -> list[Any]:
        kind = self.snapshot.removeprefix("DB").replace("Snapshot", "").lower()
        operation = f"describe_db_{kind}_snapshots".replace("__", "_")
        found = getattr(rds, operation)(SnapshotType="awsbackup")[f"{self.snapshot}s"]
        return [*found]

    def delete_snapshot(self, rds: Any, identifier: str) -> None:
        operation = "delete_db_cluster_snapshot" if "Cluster" in self.word else "delete_db_snapshot"
        getattr(rds, operation)(**{f"{self.snapshot}Identifier": identifier})

    def into(self, name: str = "drill") -> dict[str, str]:
        return {f"{self.word}Identifier": name}


DATABASE = Kind("DBInstance", "db_instance", arn("rds", "db:orders"), "DBSnapshot")
CLUSTER = Kind("DBCluster", "db_cluster", arn("rds", "cluster:orders"), "DBClusterSnapshot")
both = pytest.mark.parametrize("kind", [DATABASE, CLUSTER], ids=["db", "cluster"])


@pytest.fixture
def rds(vault: Any) -> Any:
    return client_of("rds")


@both
class TestWhatABackupLeaves:
    def test_is_a_snapshot_of_the_arn_of_the_recovery_point(
        self, vault: Any, rds: Any, kind: Kind
    ) -> None:
        kind.create(rds)
        job = described(vault, ResourceArn=kind.arn)
        (snapshot,) = kind.snapshots(rds)
        assert snapshot[f"{kind.snapshot}Arn"] == job["RecoveryPointArn"]
        assert snapshot[f"{kind.snapshot}Identifier"] == f"awsbackup:job-{job['BackupJobId']}"
        assert snapshot[f"{kind.word}Identifier"] == "orders"
        source = {"Key": "aws:backup:source-resource", "Value": kind.arn}
        assert snapshot["TagList"] == [*TAGS, source]
        listed = vault.list_recovery_points_by_resource(ResourceArn=kind.arn)["RecoveryPoints"]
        assert [row["RecoveryPointArn"] for row in listed] == [job["RecoveryPointArn"]]

    def test_goes_with_its_recovery_point_and_not_by_rds(
        self, vault: Any, rds: Any, kind: Kind
    ) -> None:
        kind.create(rds)
        point = backed_up(vault, ResourceArn=kind.arn)
        with pytest.raises(ClientError, match=r"Only manual snapshots may be deleted."):
            kind.delete_snapshot(rds, point.split(":", 6)[6])
        assert len(kind.snapshots(rds)) == 1
        delete_point(vault, point)
        assert kind.snapshots(rds) == []

    def test_is_beside_snapshots_that_rds_deletes(self, rds: Any, kind: Kind) -> None:
        kind.create(rds)
        operation = "create_db_cluster_snapshot" if "Cluster" in kind.word else "create_db_snapshot"
        named = {f"{kind.snapshot}Identifier": "own", f"{kind.word}Identifier": "orders"}
        getattr(rds, operation)(**named)
        kind.delete_snapshot(rds, "own")
        with pytest.raises(ClientError, match="own"):
            kind.delete_snapshot(rds, "own")

    def test_of_a_copy_is_in_the_other_region(self, vault: Any, rds: Any, kind: Kind) -> None:
        kind.create(rds)
        far = client_of("backup", FAR)
        far.create_backup_vault(BackupVaultName="far")
        job = copied(vault, backed_up(vault, ResourceArn=kind.arn))
        far_rds = client_of("rds", FAR)
        (snapshot,) = kind.snapshots(far_rds)
        assert snapshot[f"{kind.snapshot}Arn"] == job["DestinationRecoveryPointArn"]
        done = restored(far, job["DestinationRecoveryPointArn"], Metadata=kind.into())
        assert done["Status"] == "COMPLETED"
        assert set(kind.all(far_rds)) == {"drill"}
        delete_point(far, job["DestinationRecoveryPointArn"], "far")
        assert (kind.snapshots(far_rds), len(kind.snapshots(rds))) == ([], 1)


@both
class TestARestore:
    def test_makes_what_was_backed_up(self, vault: Any, rds: Any, kind: Kind) -> None:
        kind.create(rds, StorageEncrypted=True)
        point = backed_up(vault, ResourceArn=kind.arn)
        source = kind.all(rds)["orders"]
        changed = {"BackupRetentionPeriod": 17, "ApplyImmediately": True}
        getattr(rds, f"modify_{kind.name}")(**kind.into("orders"), **changed)
        job = restored(vault, point, Metadata=kind.into())
        made = kind.all(rds)["drill"]
        assert job["CreatedResourceArn"] == made[f"{kind.word}Arn"]
        for name in ("Engine", "EngineVersion", "MasterUsername", "StorageEncrypted", "KmsKeyId"):
            assert made.get(name) == source.get(name)
        assert made["BackupRetentionPeriod"] == 1
        assert made["TagList"] == []

    def test_takes_what_the_recovery_point_tells(self, vault: Any, rds: Any, kind: Kind) -> None:
        kind.create(rds)
        point = backed_up(vault, ResourceArn=kind.arn)
        asked = {"BackupVaultName": "nightly", "RecoveryPointArn": point}
        told = vault.get_recovery_point_restore_metadata(**asked)["RestoreMetadata"]
        told.pop("DBSnapshotIdentifier", None)
        job = restored(vault, point, Metadata={**told, **kind.into()})
        assert ended(job) == ("COMPLETED", None)
        assert kind.all(rds)["drill"]["Engine"] == kind.all(rds)["orders"]["Engine"]

    def test_names_it_in_small_letters(self, vault: Any, rds: Any, kind: Kind) -> None:
        kind.create(rds)
        job = restored(vault, backed_up(vault, ResourceArn=kind.arn), Metadata=kind.into("Drill"))
        assert job["CreatedResourceArn"] == kind.all(rds)["drill"][f"{kind.word}Arn"]

    def test_fails_where_the_name_is_taken_or_missing(
        self, vault: Any, rds: Any, kind: Kind
    ) -> None:
        kind.create(rds)
        point = backed_up(vault, ResourceArn=kind.arn)
        state, message = ended(restored(vault, point, Metadata=kind.into("orders")))
        assert (state, "already exists" in str(message)) == ("FAILED", True)
        assert ended(restored(vault, point, Metadata={"Port": "1234"})) == INVALID
        assert ended(restored(vault, point, Metadata={**kind.into(), "Port": "x"})) == INVALID
        assert set(kind.all(rds)) == {"orders"}

    def test_has_the_tags_of_the_backup_if_it_is_to(self, vault: Any, rds: Any, kind: Kind) -> None:
        kind.create(rds)
        point = backed_up(vault, ResourceArn=kind.arn)
        restored(vault, point, Metadata=kind.into(), CopySourceTagsToRestoredResource=True)
        assert kind.all(rds)["drill"]["TagList"] == TAGS

    def test_is_undone_where_its_request_fails(self, vault: Any, rds: Any, kind: Kind) -> None:
        kind.create(rds)
        point = backed_up(vault, ResourceArn=kind.arn)
        restore_undone(vault, point, lambda: "drill" in kind.all(rds), Metadata=kind.into())
        assert set(kind.all(rds)) == {"orders"}
        restored(vault, point, Metadata=kind.into())
        assert set(kind.all(rds)) == {"orders", "drill"}


@both
class TestAPasswordThatSecretsManagerHas:
    """The restored one has a secret of its own, as moto makes them."""

    @staticmethod
    def managed(rds: Any, kind: Kind, name: str) -> str:
        return str(kind.all(rds)[name]["MasterUserSecret"]["SecretArn"])

    @pytest.fixture
    def point(self, vault: Any, rds: Any, kind: Kind) -> str:
        parameters = {"MasterUsername": "root", "ManageMasterUserPassword": True}
        kind.create(rds, **parameters, MasterUserPassword=None)
        return backed_up(vault, ResourceArn=kind.arn)

    def test_is_another_one(self, vault: Any, rds: Any, kind: Kind, point: str) -> None:
        assert ended(restored(vault, point, Metadata=kind.into())) == ("COMPLETED", None)
        assert self.managed(rds, kind, "drill") != self.managed(rds, kind, "orders")

    def test_is_none_where_the_restore_is_undone(
        self, vault: Any, rds: Any, kind: Kind, point: str
    ) -> None:
        def events() -> list[Any]:
            return [*rds.describe_events()["Events"]]

        before = events()
        restore_undone(vault, point, lambda: "drill" in kind.all(rds), Metadata=kind.into())
        (secret,) = client_of("secretsmanager").list_secrets()["SecretList"]
        assert secret["ARN"] == self.managed(rds, kind, "orders")
        assert events() == before


@both
def test_groups_of_a_region_are_not_those_of_another(vault: Any, rds: Any, kind: Kind) -> None:
    subnets = [row["SubnetId"] for row in client_of("ec2").describe_subnets()["Subnets"]]
    named = {"DBSubnetGroupName": "private", "DBSubnetGroupDescription": "private"}
    rds.create_db_subnet_group(**named, SubnetIds=subnets)
    groups: dict[str, Any] = {"DBSubnetGroupName": "private", "VpcSecurityGroupIds": ["sg-1"]}
    if kind is DATABASE:
        rds.create_option_group(
            OptionGroupName="own",
            EngineName="mysql",
            MajorEngineVersion="8.0",
            OptionGroupDescription="own",
        )
        groups |= {"OptionGroupName": "own", "Engine": "mysql"}
    kind.create(rds, **groups)
    far = client_of("backup", FAR)
    far.create_backup_vault(BackupVaultName="far")
    copy = copied(vault, backed_up(vault, ResourceArn=kind.arn))["DestinationRecoveryPointArn"]
    assert ended(restored(far, copy, Metadata=kind.into())) == ("COMPLETED", None)
    made = kind.all(client_of("rds", FAR))["drill"]
    assert "private" not in str(made.get("DBSubnetGroup"))
    # moto's own groups may have ids that begin so.
    assert "sg-1" not in [group["VpcSecurityGroupId"] for group in made["VpcSecurityGroups"]]
    assert "own" not in str(made.get("OptionGroupMemberships"))


def test_a_restored_cluster_is_in_no_global_one_and_in_the_zones_of_its_metadata(
    vault: Any, rds: Any
) -> None:
    rds.create_global_cluster(GlobalClusterIdentifier="world", Engine="aurora-mysql")
    CLUSTER.create(rds, GlobalClusterIdentifier="world")
    point = backed_up(vault, ResourceArn=CLUSTER.arn)
    zones = [f"{REGION}d", f"{REGION}e"]
    into = {**CLUSTER.into(), "AvailabilityZones": json.dumps(zones)}
    assert ended(restored(vault, point, Metadata=into)) == ("COMPLETED", None)
    assert CLUSTER.all(rds)["drill"]["AvailabilityZones"] == zones
    (world,) = rds.describe_global_clusters()["GlobalClusters"]
    members = [row["DBClusterArn"] for row in world["GlobalClusterMembers"]]
    assert members == [CLUSTER.arn]


class TestARestoredDatabase:
    def test_is_as_its_metadata_say(self, vault: Any, rds: Any) -> None:
        DATABASE.create(rds, MultiAZ=True, PubliclyAccessible=True)
        point = backed_up(vault, ResourceArn=DATABASE.arn)
        into = {
            "DBInstanceClass": "db.m5.large",
            "AvailabilityZone": f"{REGION}c",
            "MultiAZ": "false",
            "PubliclyAccessible": "false",
            "DeletionProtection": "true",
            "Port": "5433",
            "VpcSecurityGroupIds": '["sg-1"]',
        }
        restored(vault, point, Metadata={**DATABASE.into(), **into})
        made = DATABASE.all(rds)["drill"]
        assert (made["DBInstanceClass"], made["AvailabilityZone"]) == ("db.m5.large", f"{REGION}c")
        assert (made["MultiAZ"], made["PubliclyAccessible"]) == (False, False)
        assert made["DeletionProtection"] is True
        assert made["Endpoint"]["Port"] == 5433
        assert [group["VpcSecurityGroupId"] for group in made["VpcSecurityGroups"]] == ["sg-1"]

    def test_is_none_where_rds_refuses(self, vault: Any, rds: Any) -> None:
        DATABASE.create(rds)
        point = backed_up(vault, ResourceArn=DATABASE.arn)
        into = {**DATABASE.into(), "DBParameterGroupName": "absent"}
        state, message = ended(restored(vault, point, Metadata=into))
        assert state == "FAILED"
        assert "absent" in str(message)
        assert set(DATABASE.all(rds)) == {"orders"}
        assert len(rds.describe_db_snapshots(SnapshotType="awsbackup")["DBSnapshots"]) == 1
