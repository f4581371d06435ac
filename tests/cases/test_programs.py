"""Programs that were written for AWS Backup, step by step, with what they expect of each answer.

Above each test stands where the program is, and from when.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from calls import TABLE, arn, backed_up, start
from listeners import BACKUP_EVENTS, Queue, put_rule
from support import REGION, ROLE, client_of
from truth.calls import restored

NO_ID = "00000000-0000-0000-0000-000000000000"
NO_POINT = f"arn:aws:ec2:{REGION}::snapshot/snap-00000000000000000"


def made_volume() -> str:
    made = client_of("ec2").create_volume(AvailabilityZone=f"{REGION}b", Size=1)
    return arn("ec2", f"volume/{made['VolumeId']}")


def made_table() -> str:
    client_of("dynamodb").create_table(
        TableName="orders",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return TABLE


def made_file_system() -> str:
    return str(client_of("efs").create_file_system(CreationToken="token")["FileSystemArn"])


def into(kind: str, text: str, told: dict[str, str]) -> dict[str, str]:
    """What the lab's function adds to the restore metadata of a backup, of which the text is."""
    if kind == "DynamoDB":
        return {"targetTableName": f"{told['originalTableName']}-restore-test"}
    if kind == "EBS":
        volume_id = text.split(".")[2].split("/")[1]
        (volume,) = client_of("ec2").describe_volumes(VolumeIds=[volume_id])["Volumes"]
        return {"availabilityZone": volume["AvailabilityZone"]}
    return {
        "PerformanceMode": "generalPurpose",
        "newFileSystem": "true",
        "Encrypted": "false",
        "CreationToken": f"{told['file-system-id']}-restore-test",
    }


class TestALabThatRestoresWhatWasBackedUp:
    """awslabs/aws-well-architected-labs, Testing backup and restore of data, 2021.

    A function that a topic invokes. Of a database it hands back all restore metadata, with which newer
    drills fail.
    """

    @pytest.fixture
    def queue(self, vault: Any) -> Queue:
        topic = client_of("sns").create_topic(Name="lab")["TopicArn"]
        vault.put_backup_vault_notifications(
            BackupVaultName="nightly",
            SNSTopicArn=topic,
            BackupVaultEvents=["BACKUP_JOB_COMPLETED", "RESTORE_JOB_COMPLETED"],
        )
        made = Queue(client_of("sqs"))
        client_of("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=made.arn)
        return made

    def job_of(self, text: str) -> tuple[str, str]:
        """Which kind of job a message is of, and its id: both are in its last sentence."""
        last = text.split(".")[-1]
        return last.split(" ")[1], last.split(":")[1].strip()

    @pytest.mark.parametrize(
        ("make", "service"),
        [(made_volume, "ec2"), (made_table, "dynamodb"), (made_file_system, "elasticfilesystem")],
    )
    def test_finds_each_job_in_its_message_and_what_was_created_in_its_job(
        self, vault: Any, queue: Queue, make: Callable[[], str], service: str
    ) -> None:
        start(vault, ResourceArn=make())
        (told,) = map(json.loads, queue.texts())
        kind, job_id = self.job_of(told["Message"])
        assert kind == "Backup"
        job = vault.describe_backup_job(BackupJobId=job_id)
        point = job["RecoveryPointArn"]
        asked = {"BackupVaultName": job["BackupVaultName"], "RecoveryPointArn": point}
        metadata = vault.get_recovery_point_restore_metadata(**asked)["RestoreMetadata"]
        metadata.update(into(job["ResourceType"], told["Message"], metadata))
        vault.start_restore_job(
            RecoveryPointArn=point, IamRoleArn=job["IamRoleArn"], Metadata=metadata
        )
        (told,) = map(json.loads, queue.texts())
        kind, job_id = self.job_of(told["Message"])
        assert kind == "Restore"
        created = vault.describe_restore_job(RestoreJobId=job_id)["CreatedResourceArn"]
        assert created.split(":")[2] == service
        assert created.split(":")[5].split("/")[1]

    def test_finds_a_restore_that_failed_by_a_word(self, vault: Any, queue: Queue) -> None:
        point = backed_up(vault, ResourceArn=arn("ec2", "instance/i-0123456789abcdef0"))
        queue.texts()
        job = restored(vault, point, Metadata={"SecurityGroupIds": "no list"}, ResourceType="EC2")
        (told,) = map(json.loads, queue.texts())
        assert "failed" in told["Message"]
        assert self.job_of(told["Message"]) == ("Restore", job["RestoreJobId"])


# A function for tables in a public repository, which EventBridge invokes once a job is done.
def test_an_event_tells_of_which_kind_its_job_is_and_its_id(vault: Any) -> None:
    queue = Queue(client_of("sqs"))
    done = {"detail": {"$or": [{"state": ["COMPLETED"]}, {"status": ["COMPLETED"]}]}}
    types = [f"{kind} Job State Change" for kind in ("Backup", "Restore")]
    put_rule(client_of("events"), {**BACKUP_EVENTS, "detail-type": types, **done}, queue.arn)
    started = start(vault, ResourceArn=made_table())
    (event,) = queue.events()
    assert event["detail-type"].split(" ")[0] == "Backup"
    job = vault.describe_backup_job(BackupJobId=event["detail"]["backupJobId"])
    assert job["BackupJobId"] == started["BackupJobId"]
    asked = {"BackupVaultName": "nightly", "RecoveryPointArn": job["RecoveryPointArn"]}
    metadata = vault.get_recovery_point_restore_metadata(**asked)["RestoreMetadata"]
    metadata["targetTableName"] = "restored"
    restore = restored(vault, job["RecoveryPointArn"], Metadata=metadata)
    (event,) = queue.events()
    assert event["detail-type"].split(" ")[0] == "Restore"
    assert event["detail"]["restoreJobId"] == restore["RestoreJobId"]


class TestAModuleThatRestoresIntoAnAccount:
    """NHSDigital/terraform-aws-backup, its functions, 2025."""

    @pytest.mark.parametrize(
        ("kind", "resource", "metadata", "created"),
        [
            (
                "S3",
                "arn:aws:s3:::attic",
                {"DestinationBucketName": "cellar"},
                "arn:aws:s3:::cellar",
            ),
            ("DynamoDB", TABLE, {"targetTableName": "drill"}, arn("dynamodb", "table/drill")),
            (
                "RDS",
                arn("rds", "db:orders"),
                {"DBInstanceIdentifier": "drill", "DBInstanceClass": "db.t3.micro"},
                arn("rds", "db:drill"),
            ),
            (
                "Aurora",
                arn("rds", "cluster:orders"),
                {"DBClusterIdentifier": "drill", "DBSubnetGroupName": "inner"},
                arn("rds", "cluster:drill"),
            ),
        ],
    )
    def test_names_no_more_than_what_is_to_be_made(
        self, vault: Any, kind: str, resource: str, metadata: dict[str, str], created: str
    ) -> None:
        point = backed_up(vault, ResourceArn=resource)
        job = restored(vault, point, Metadata=metadata, ResourceType=kind)
        assert (job["Status"], job["CreatedResourceArn"]) == ("COMPLETED", created)
        assert job["CompletionDate"]

    def test_looks_at_a_copy_as_soon_as_it_is_started(self, vault: Any) -> None:
        target = vault.create_backup_vault(BackupVaultName="second")["BackupVaultArn"]
        point = backed_up(vault)
        job_id = vault.start_copy_job(
            RecoveryPointArn=point,
            SourceBackupVaultName="nightly",
            DestinationBackupVaultArn=target,
            IamRoleArn=ROLE,
        )["CopyJobId"]
        job = vault.describe_copy_job(CopyJobId=job_id)["CopyJob"]
        assert (job["CopyJobId"], job["SourceRecoveryPointArn"]) == (job_id, point)
        assert job["State"] in {"CREATED", "RUNNING", "COMPLETED"}


# alchemy-run/alchemy, its tests with the real service, 2026: what is asked of ids that nothing has, and the
# errors that may come. Any other is an HTTP 500 there.
MALFORMED = {"InvalidParameterValueException", "ResourceNotFoundException"}
UNUSABLE = {*MALFORMED, "InvalidRequestException", "MissingParameterValueException"}
ABSENT: dict[str, tuple[dict[str, Any], set[str]]] = {
    "describe_backup_job": ({"BackupJobId": NO_ID}, MALFORMED),
    "describe_recovery_point": (
        {"BackupVaultName": "nightly", "RecoveryPointArn": NO_POINT},
        MALFORMED,
    ),
    "get_recovery_point_restore_metadata": (
        {"BackupVaultName": "nightly", "RecoveryPointArn": NO_POINT},
        MALFORMED,
    ),
    "get_restore_job_metadata": ({"RestoreJobId": NO_ID}, MALFORMED),
    "put_restore_validation_result": (
        {"RestoreJobId": NO_ID, "ValidationStatus": "SUCCESSFUL"},
        UNUSABLE,
    ),
    "stop_backup_job": ({"BackupJobId": NO_ID}, UNUSABLE),
    "start_restore_job": (
        {"RecoveryPointArn": NO_POINT, "Metadata": {}, "IamRoleArn": ROLE},
        UNUSABLE,
    ),
}


@pytest.mark.parametrize("operation", ABSENT)
def test_what_is_not_there_is_refused_by_an_error_that_is_expected(
    vault: Any, operation: str
) -> None:
    asked, errors = ABSENT[operation]
    with pytest.raises(vault.exceptions.ClientError) as caught:
        getattr(vault, operation)(**asked)
    assert caught.value.response["Error"]["Code"] in errors


# The same.
def test_tables_are_among_the_types_that_are_supported(vault: Any) -> None:
    assert "DynamoDB" in vault.get_supported_resource_types()["ResourceTypes"]
