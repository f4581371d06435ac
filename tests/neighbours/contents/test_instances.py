"""Instances of EC2: the images that backups leave, and the instances that restores run."""

import json
from contextlib import suppress
from typing import Any

import pytest
from botocore.exceptions import ClientError
from calls import FAR, arn, copied, described, points, start
from contents import TAGS, delete_point, ended, restore_undone, restored
from moto.ec2.models import ec2_backends
from support import ACCOUNT, REGION, client_of

from moto_backup_summaries.backup.frame.transactions import Transaction
from moto_backup_summaries.backup.neighbours.contents.deleting import delete_restored

INTO = {"InstanceType": "t3.large"}
IMAGE = "ami-12c6146b"


@pytest.fixture
def ec2(vault: Any) -> Any:
    return client_of("ec2")


def run(ec2: Any, **parameters: Any) -> str:
    """Run an instance with a second volume; its ARN."""
    defaults = {
        "ImageId": IMAGE,
        "InstanceType": "t3.micro",
        "KeyName": "key",
        "TagSpecifications": [{"ResourceType": "instance", "Tags": TAGS}],
        "BlockDeviceMappings": [
            {"DeviceName": "/dev/sda1", "Ebs": {"VolumeSize": 9}},
            {"DeviceName": "/dev/sdb", "Ebs": {"VolumeSize": 33, "VolumeType": "gp3"}},
        ],
    }
    made = ec2.run_instances(MinCount=1, MaxCount=1, **{**defaults, **parameters})["Instances"]
    return arn("ec2", f"instance/{made[0]['InstanceId']}")


def images(ec2: Any) -> list[Any]:
    """The images that are the account's own."""
    client_of("backup", ec2.meta.region_name).list_backup_vaults()
    return [*ec2.describe_images(Owners=["self"])["Images"]]


def running(ec2: Any) -> dict[str, Any]:
    state = {"Name": "instance-state-name", "Values": ["running"]}
    found = ec2.describe_instances(Filters=[state])["Reservations"]
    return {row["InstanceId"]: row for each in found for row in each["Instances"]}


def sizes(ec2: Any, instance: Any) -> dict[str, int]:
    """The sizes of an instance's volumes, by device."""
    ids = {row["DeviceName"]: row["Ebs"]["VolumeId"] for row in instance["BlockDeviceMappings"]}
    volumes = ec2.describe_volumes(VolumeIds=[*ids.values()])["Volumes"]
    by_id = {row["VolumeId"]: row["Size"] for row in volumes}
    return {name: by_id[volume] for name, volume in ids.items()}


def named(job: dict[str, Any]) -> str:
    return str(job["CreatedResourceArn"].rpartition("/")[2])


class TestWhatABackupLeaves:
    def test_is_an_image_of_the_arn_of_the_recovery_point(self, vault: Any, ec2: Any) -> None:
        instance = run(ec2)
        job = described(vault, ResourceArn=instance)
        (image,) = images(ec2)
        assert job["RecoveryPointArn"] == f"arn:aws:ec2:{REGION}::image/{image['ImageId']}"
        instance_id = instance.rpartition("/")[2]
        assert image["Name"] == f"AwsBackup_{instance_id}_{job['BackupJobId']}"
        assert (image["OwnerId"], image["State"]) == (ACCOUNT, "available")
        source = {"Key": "aws:backup:source-resource", "Value": instance}
        assert image["Tags"] == [*TAGS, source]

    def test_goes_with_its_recovery_point_and_not_by_ec2(self, vault: Any, ec2: Any) -> None:
        own = ec2.register_image(Name="own")["ImageId"]
        point = described(vault, ResourceArn=run(ec2))["RecoveryPointArn"]
        image = point.rpartition("/")[2]
        with pytest.raises(ClientError, match="This image is managed by AWS Backup") as refused:
            ec2.deregister_image(ImageId=image)
        assert refused.value.response["Error"]["Code"] == "AuthFailure"
        ec2.deregister_image(ImageId=own)
        assert [row["ImageId"] for row in images(ec2)] == [image]
        (disk,) = images(ec2)[0]["BlockDeviceMappings"]
        delete_point(vault, point)
        assert images(ec2) == []
        with pytest.raises(ClientError, match="NotFound"):
            ec2.describe_snapshots(SnapshotIds=[disk["Ebs"]["SnapshotId"]])

    def test_may_be_gone_before_its_recovery_point(self, vault: Any, ec2: Any) -> None:
        point = described(vault, ResourceArn=run(ec2))["RecoveryPointArn"]
        ec2_backends[ACCOUNT][REGION].reset()
        delete_point(vault, point)
        assert points(vault) == []

    def test_of_a_copy_is_in_the_other_region(self, vault: Any, ec2: Any) -> None:
        far, far_ec2 = client_of("backup", FAR), client_of("ec2", FAR)
        far.create_backup_vault(BackupVaultName="far")
        job = copied(vault, described(vault, ResourceArn=run(ec2))["RecoveryPointArn"])
        (image,) = images(far_ec2)
        point = job["DestinationRecoveryPointArn"]
        assert point == f"arn:aws:ec2:{FAR}::image/{image['ImageId']}"
        done = restored(far, point, Metadata=INTO)
        made = running(far_ec2)[named(done)]
        assert made["Placement"]["AvailabilityZone"].startswith(FAR)
        delete_point(far, point, "far")
        assert (images(far_ec2), len(images(ec2))) == ([], 1)


class TestARestore:
    def test_runs_the_instance_that_its_job_names(self, vault: Any, ec2: Any) -> None:
        source_arn = run(ec2)
        source = running(ec2)[source_arn.rpartition("/")[2]]
        point = described(vault, ResourceArn=source_arn)["RecoveryPointArn"]
        ec2.terminate_instances(InstanceIds=[source["InstanceId"]])
        job = restored(vault, point, Metadata={"InstanceInitiatedShutdownBehavior": "stop"})
        made = running(ec2)[named(job)]
        assert made["ImageId"] == point.rpartition("/")[2]
        for name in ("InstanceType", "KeyName", "SubnetId", "SecurityGroups", "Placement"):
            assert made.get(name) == source.get(name)
        assert sizes(ec2, made) == {"/dev/sda1": 9, "/dev/sdb": 33}
        assert made.get("Tags", []) == []

    def test_takes_what_its_metadata_say(self, vault: Any, ec2: Any) -> None:
        point = described(vault, ResourceArn=run(ec2))["RecoveryPointArn"]
        subnet = ec2.describe_subnets()["Subnets"][2]
        group = ec2.create_security_group(
            GroupName="drill", Description="of drills", VpcId=subnet["VpcId"]
        )["GroupId"]
        into = {
            **INTO,
            "SubnetId": subnet["SubnetId"],
            "SecurityGroupIds": json.dumps([group]),
            "DisableApiTermination": "true",
        }
        job = restored(vault, point, Metadata=into, CopySourceTagsToRestoredResource=True)
        made = running(ec2)[named(job)]
        assert (made["InstanceType"], made["SubnetId"]) == ("t3.large", subnet["SubnetId"])
        assert [row["GroupId"] for row in made["SecurityGroups"]] == [group]
        assert made["Tags"] == TAGS
        attribute = ec2.describe_instance_attribute(
            InstanceId=made["InstanceId"], Attribute="disableApiTermination"
        )
        assert attribute["DisableApiTermination"]["Value"] is True

    def test_takes_what_the_recovery_point_tells(self, vault: Any, ec2: Any) -> None:
        point = described(vault, ResourceArn=run(ec2))["RecoveryPointArn"]
        asked = {"BackupVaultName": "nightly", "RecoveryPointArn": point}
        told = vault.get_recovery_point_restore_metadata(**asked)["RestoreMetadata"]
        into = {**told, "IamInstanceProfileName": "UseBackedUpValue"}
        job = restored(vault, point, Metadata=into)
        assert ended(job) == ("COMPLETED", None)
        assert named(job) in running(ec2)

    @pytest.mark.parametrize(
        "metadata", [{"SubnetId": "subnet-0"}, {"SecurityGroupIds": '["sg-0"]'}]
    )
    def test_fails_with_what_ec2_refuses(
        self, vault: Any, ec2: Any, metadata: dict[str, str]
    ) -> None:
        point = described(vault, ResourceArn=run(ec2))["RecoveryPointArn"]
        state, message = ended(restored(vault, point, Metadata=metadata))
        assert state == "FAILED"
        assert "-0" in str(message)
        assert len(running(ec2)) == 1

    def test_is_undone_where_its_request_fails(self, vault: Any, ec2: Any) -> None:
        point = described(vault, ResourceArn=run(ec2))["RecoveryPointArn"]
        before, volumes = running(ec2), ec2.describe_volumes()["Volumes"]
        restore_undone(vault, point, lambda: len(running(ec2)) == 2, Metadata=INTO)
        assert running(ec2) == before
        assert len(ec2.describe_volumes()["Volumes"]) == len(volumes)

    def test_leaves_no_image_where_its_request_fails(self, vault: Any, ec2: Any) -> None:
        instance = run(ec2)
        before = ec2.describe_snapshots(OwnerIds=[ACCOUNT])["Snapshots"]
        with suppress(ZeroDivisionError), Transaction():
            start(vault, ResourceArn=instance)
            assert len(ec2.describe_images(Owners=[ACCOUNT])["Images"]) == 1
            raise ZeroDivisionError
        assert ec2.describe_images(Owners=[ACCOUNT])["Images"] == []
        assert ec2.describe_snapshots(OwnerIds=[ACCOUNT])["Snapshots"] == before

    def test_is_terminated_as_what_a_test_restored(self, vault: Any, ec2: Any) -> None:
        point = described(vault, ResourceArn=run(ec2))["RecoveryPointArn"]
        made = restored(vault, point, Metadata=INTO)["CreatedResourceArn"]
        assert delete_restored(made, ACCOUNT, REGION) is True
        assert len(running(ec2)) == 1
        assert delete_restored(made, ACCOUNT, REGION) is False
