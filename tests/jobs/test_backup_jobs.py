"""Backup jobs, through boto3."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import boto3
import pytest
import time_machine
from freezegun import freeze_time
from moto import mock_aws
from moto.moto_api import state_manager
from support import ACCOUNT, REGION, ROLE, MakeClient, checked, post, raw, start, volume

from moto_backup_summaries import load_jobs

TRANSITION = "backup::backup_job"
NOW = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)


def arn(service: str, resource: str) -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}"


def described(client: Any, **parameters: Any) -> Any:
    job_id = start(client, **parameters)["BackupJobId"]
    return client.describe_backup_job(BackupJobId=job_id)


@pytest.fixture
def manual() -> Iterator[None]:
    """Jobs take a step at each second look."""
    state_manager.set_transition(TRANSITION, {"progression": "manual", "times": 2})
    yield
    state_manager.unset_transition(TRANSITION)


@pytest.fixture
def timed() -> Iterator[None]:
    """Jobs take a step each minute."""
    state_manager.set_transition(TRANSITION, {"progression": "time", "seconds": 60})
    yield
    state_manager.unset_transition(TRANSITION)


@pytest.fixture
def vault(mocked_backup: Any) -> Any:
    mocked_backup.create_backup_vault(BackupVaultName="nightly")
    return mocked_backup


def test_a_job_is_completed_at_once(backup: Any) -> None:
    job = described(
        backup, Lifecycle={"DeleteAfterDays": 5}, BackupOptions={"WindowsVSS": "enabled"}
    )
    assert (job["State"], job["PercentDone"]) == ("COMPLETED", "100.0")
    assert job["CompletionDate"] >= job["CreationDate"]
    assert job["StartBy"] - job["CreationDate"] == timedelta(minutes=480)
    assert job["MessageCategory"] == "SUCCESS"
    assert job["RecoveryPointLifecycle"] == {"DeleteAfterDays": 5}
    assert "CreatedBy" not in job
    assert backup.describe_backup_vault(BackupVaultName="nightly")["NumberOfRecoveryPoints"] == 1
    (listed,) = backup.list_backup_vaults()["BackupVaultList"]
    assert listed["NumberOfRecoveryPoints"] == 1


@pytest.mark.parametrize(
    ("resource", "resource_type", "point"),
    [
        (arn("ec2", "volume/v"), "EBS", f"arn:aws:ec2:{REGION}::snapshot/snap-"),
        (arn("ec2", "instance/i"), "EC2", f"arn:aws:ec2:{REGION}::image/ami-"),
        (arn("rds", "db:d"), "RDS", arn("rds", "snapshot:awsbackup:job-")),
        (arn("rds", "cluster:c"), "Aurora", arn("rds", "cluster-snapshot:awsbackup:job-")),
        (arn("dynamodb", "table/t"), "DynamoDB", arn("dynamodb", "table/t/backup/")),
        (arn("elasticfilesystem", "file-system/f"), "EFS", arn("backup", "recovery-point:")),
        (arn("fsx", "file-system/f"), "FSx", arn("fsx", "backup/backup-")),
        (arn("fsx", "volume/f/v"), "FSx", arn("fsx", "backup/backup-")),
        (
            arn("storagegateway", "gateway/g/volume/v"),
            "Storage Gateway",
            f"arn:aws:ec2:{REGION}::snapshot/snap-",
        ),
        ("arn:aws:s3:::photos", "S3", arn("backup", "recovery-point:photos-")),
        (arn("redshift", "cluster:c"), "Redshift", arn("redshift", "snapshot:c/awsbackup:job-")),
        (
            arn("redshift-serverless", "namespace/n"),
            "Redshift Serverless",
            arn("redshift-serverless", "snapshot:n/awsbackup:job-"),
        ),
        (arn("timestream", "database/d/table/t"), "Timestream", arn("backup", "recovery-point:")),
        (arn("backup-gateway", "vm/v"), "VirtualMachine", arn("backup", "recovery-point:")),
        (arn("ssm-sap", "HANA/h"), "SAP HANA on Amazon EC2", arn("backup", "recovery-point:")),
        (
            arn("eks", "cluster/c"),
            "EKS",
            arn("backup", "recovery-point:composite:eks/c-"),
        ),
        (arn("dsql", "cluster/c"), "DSQL", arn("backup", "recovery-point:")),
    ],
)
def test_an_arn_tells_the_type_and_the_recovery_point(
    vault: Any, resource: str, resource_type: str, point: str
) -> None:
    answer = start(vault, ResourceArn=resource)
    job = vault.describe_backup_job(BackupJobId=answer["BackupJobId"])
    assert job["ResourceType"] == resource_type
    assert job["RecoveryPointArn"].startswith(point)
    assert ("RecoveryPointArn" in answer) == (resource_type == "EFS")
    assert resource_type in vault.get_supported_resource_types()["ResourceTypes"]


@pytest.mark.parametrize(
    ("engine", "resource_type"),
    [("aurora-mysql", "Aurora"), ("neptune", "Neptune"), ("mysql", "RDS")],
)
def test_the_engine_of_a_cluster_decides_its_type(
    vault: Any, engine: str, resource_type: str
) -> None:
    rds = boto3.client("rds", region_name=REGION)
    more = (
        {"AllocatedStorage": 100, "StorageType": "io1", "Iops": 1000} if engine == "mysql" else {}
    )
    cluster = rds.create_db_cluster(
        DBClusterIdentifier="c",
        Engine=engine,
        MasterUsername="root",
        MasterUserPassword="correct-horse",
        **({"DBClusterInstanceClass": "db.m5d.large", **more} if more else {}),
    )["DBCluster"]
    job = described(vault, ResourceArn=cluster["DBClusterArn"])
    assert job["ResourceType"] == resource_type


def test_a_cluster_that_moto_does_not_know_is_aurora(vault: Any) -> None:
    boto3.client("rds", region_name=REGION).describe_db_clusters()
    assert described(vault, ResourceArn=arn("rds", "cluster:c"))["ResourceType"] == "Aurora"


def test_other_partitions_have_arns_of_their_own() -> None:
    with mock_aws():
        client = checked(boto3.client("backup", region_name="cn-north-1"))
        client.create_backup_vault(BackupVaultName="nightly")
        resource = f"arn:aws-cn:ec2:cn-north-1:{ACCOUNT}:volume/v"
        role = ROLE.replace("arn:aws:", "arn:aws-cn:")
        job = described(client, ResourceArn=resource, IamRoleArn=role)
        assert job["RecoveryPointArn"].startswith("arn:aws-cn:ec2:cn-north-1::snapshot/")


class TestProgress:
    @pytest.mark.usefixtures("manual")
    def test_manual_counts_looks(self, vault: Any) -> None:
        job_id = start(vault)["BackupJobId"]
        seen = [vault.describe_backup_job(BackupJobId=job_id)["State"] for _ in range(6)]
        assert seen == ["CREATED", "PENDING", "PENDING", "RUNNING", "RUNNING", "COMPLETED"]

    @pytest.mark.usefixtures("manual")
    def test_listing_is_no_look(self, vault: Any) -> None:
        start(vault)
        for _ in range(5):
            (job,) = vault.list_backup_jobs()["BackupJobs"]
            (row,) = vault.list_backup_job_summaries(State="ANY")["BackupJobSummaries"]
            assert job["State"] == row["State"] == "CREATED"
            assert (job["PercentDone"], "CompletionDate" in job) == ("0.0", False)

    @pytest.mark.usefixtures("timed")
    def test_time_takes_as_many_steps_as_have_passed(self) -> None:
        with freeze_time(NOW) as clock, mock_aws():
            client = checked(boto3.client("backup", region_name=REGION))
            client.create_backup_vault(BackupVaultName="nightly")
            job_id = start(client)["BackupJobId"]
            clock.tick(120)
            assert client.describe_backup_job(BackupJobId=job_id)["State"] == "RUNNING"
            clock.tick(3600)
            job = client.describe_backup_job(BackupJobId=job_id)
            assert job["State"] == "COMPLETED"
            assert job["CompletionDate"] == NOW + timedelta(seconds=180)

    @pytest.mark.usefixtures("manual")
    def test_a_job_still_created_at_start_by_expires(self) -> None:
        with time_machine.travel(NOW, tick=False) as clock, mock_aws():
            client = checked(boto3.client("backup", region_name=REGION))
            client.create_backup_vault(BackupVaultName="nightly")
            job_id = start(client, StartWindowMinutes=60)["BackupJobId"]
            clock.shift(timedelta(minutes=59))
            assert client.list_backup_jobs()["BackupJobs"][0]["State"] == "CREATED"
            clock.shift(timedelta(minutes=2))
            job = client.describe_backup_job(BackupJobId=job_id)
            assert (job["State"], job["MessageCategory"]) == ("EXPIRED", "JOB_EXPIRED")
            assert job["CompletionDate"] == NOW + timedelta(minutes=60)

    def test_a_server_is_told_the_transition_over_http(self, fresh_server: str) -> None:
        url = f"{fresh_server}/moto-api/state-manager"
        transition = {"progression": "manual", "times": 1}
        post(f"{url}/set-transition", {"model_name": TRANSITION, "transition": transition})
        try:
            client = boto3.client("backup", region_name=REGION, endpoint_url=fresh_server)
            client.create_backup_vault(BackupVaultName="nightly")
            assert described(client)["State"] == "PENDING"
        finally:
            post(f"{url}/unset-transition", {"model_name": TRANSITION})


class TestStopping:
    @pytest.mark.usefixtures("manual")
    def test_a_job_aborts(self, vault: Any) -> None:
        job_id = start(vault)["BackupJobId"]
        vault.stop_backup_job(BackupJobId=job_id)
        seen = [vault.describe_backup_job(BackupJobId=job_id)["State"] for _ in range(2)]
        assert seen == ["ABORTING", "ABORTED"]
        (kept,) = vault.list_backup_vaults()["BackupVaultList"]
        assert kept["NumberOfRecoveryPoints"] == 0

    @pytest.mark.usefixtures("manual")
    def test_one_that_aborts_already_is_refused(self, vault: Any) -> None:
        job_id = start(vault)["BackupJobId"]
        vault.stop_backup_job(BackupJobId=job_id)
        with pytest.raises(vault.exceptions.InvalidRequestException, match="ABORTING"):
            vault.stop_backup_job(BackupJobId=job_id)

    def test_a_loaded_job_aborts_too(self, vault: Any) -> None:
        load_jobs({"BackupJobs": [{"BackupJobId": "loaded", "State": "RUNNING"}]})
        vault.stop_backup_job(BackupJobId="loaded")
        (row,) = vault.list_backup_job_summaries(State="ANY")["BackupJobSummaries"]
        assert (row["State"], row["Count"]) == ("ABORTED", 1)

    def test_a_finished_one_is_refused(self, backup: Any) -> None:
        job_id = start(backup)["BackupJobId"]
        with pytest.raises(backup.exceptions.InvalidRequestException, match="COMPLETED"):
            backup.stop_backup_job(BackupJobId=job_id)

    def test_an_unknown_one_is_not_found(self, backup: Any) -> None:
        with pytest.raises(backup.exceptions.ResourceNotFoundException, match="nope"):
            backup.stop_backup_job(BackupJobId="nope")

    @pytest.mark.usefixtures("manual")
    def test_some_types_cannot_be_stopped(self, vault: Any) -> None:
        job_id = start(vault, ResourceArn=arn("rds", "db:d"))["BackupJobId"]
        with pytest.raises(vault.exceptions.InvalidRequestException, match="RDS"):
            vault.stop_backup_job(BackupJobId=job_id)


class TestIdempotency:
    def test_the_same_token_within_the_hour_starts_nothing(self) -> None:
        with freeze_time(NOW) as clock, mock_aws():
            client = checked(boto3.client("backup", region_name=REGION))
            client.create_backup_vault(BackupVaultName="nightly")
            first = start(client, IdempotencyToken="t")
            clock.tick(3599)
            assert start(client, IdempotencyToken="t")["BackupJobId"] == first["BackupJobId"]
            clock.tick(1)
            assert start(client, IdempotencyToken="t")["BackupJobId"] != first["BackupJobId"]
            assert len(client.list_backup_jobs()["BackupJobs"]) == 2

    def test_a_token_belongs_to_its_region(self, backup: Any, make_client: MakeClient) -> None:
        first = start(backup, IdempotencyToken="t")
        far = make_client("eu-west-1")
        far.create_backup_vault(BackupVaultName="nightly")
        second = start(far, IdempotencyToken="t", ResourceArn=volume(region="eu-west-1"))
        assert first["BackupJobId"] != second["BackupJobId"]


class TestLists:
    def test_every_filter_keeps_only_what_matches(self, mocked_backup: Any) -> None:
        wanted = {
            "BackupJobId": "wanted",
            "ResourceArn": volume("w"),
            "State": "FAILED",
            "StatusMessage": "Access denied",
            "BackupVaultName": "weekly",
            "ParentJobId": "parent",
            "CreationDate": NOW,
            "CompletionDate": NOW + timedelta(hours=1),
        }
        other = {"ResourceType": "S3", "CreationDate": NOW - timedelta(days=9)}
        later = {"ResourceType": "S3", "CreationDate": NOW + timedelta(days=3)}
        filters = {
            "ByResourceArn": volume("w"),
            "ByState": "FAILED",
            "ByBackupVaultName": "weekly",
            "ByParentJobId": "parent",
            "ByResourceType": "EBS",
            "ByMessageCategory": "AccessDenied",
        }
        with freeze_time(NOW + timedelta(days=4)):
            load_jobs({"BackupJobs": [other, wanted, later]})
            for name, value in filters.items():
                jobs = mocked_backup.list_backup_jobs(**{name: value})["BackupJobs"]
                assert [job["BackupJobId"] for job in jobs] == ["wanted"], name
            for member in ("Created", "Complete"):
                jobs = mocked_backup.list_backup_jobs(
                    **{
                        f"By{member}After": NOW - timedelta(days=1),
                        f"By{member}Before": NOW + timedelta(days=1),
                    }
                )["BackupJobs"]
                assert [job["BackupJobId"] for job in jobs] == ["wanted"], member
            assert len(mocked_backup.list_backup_jobs(ByMessageCategory="*")["BackupJobs"]) == 3
            assert len(mocked_backup.list_backup_jobs(ByAccountId=ACCOUNT)["BackupJobs"]) == 3

    def test_jobs_come_newest_first_in_pages(self, mocked_backup: Any) -> None:
        days = [5, 1, 3, 2, 4]
        with freeze_time(NOW):
            load_jobs({"BackupJobs": [{"CreationDate": NOW - timedelta(days=day)} for day in days]})
            load_jobs({"BackupJobs": [{"CreationDate": NOW - timedelta(days=3, hours=-1)}]})
            paginator = mocked_backup.get_paginator("list_backup_jobs")
            pages = list(paginator.paginate(PaginationConfig={"PageSize": 4}))
        ages = [[(NOW - job["CreationDate"]).days for job in page["BackupJobs"]] for page in pages]
        assert ages == [[1, 2, 2, 3], [4, 5]]
        assert "NextToken" not in pages[-1]

    def test_jobs_of_one_moment_are_neither_repeated_nor_lost(self, mocked_backup: Any) -> None:
        with freeze_time(NOW):
            load_jobs({"BackupJobs": [{} for _ in range(5)]})
            first = mocked_backup.list_backup_jobs(MaxResults=2)
            load_jobs({"BackupJobs": [{} for _ in range(2)]})
            second = mocked_backup.list_backup_jobs(NextToken=first["NextToken"])
        ids = [job["BackupJobId"] for page in (first, second) for job in page["BackupJobs"]]
        assert len(ids) == len(set(ids)) == 5

    def test_only_copies_and_restores_are_listed_beyond_thirty_days(
        self, mocked_backup: Any
    ) -> None:
        old = {"CreationDate": datetime.now(timezone.utc) - timedelta(days=31)}
        load_jobs({f"{kind}Jobs": [old] for kind in ("Backup", "Copy", "Restore", "Scan")})
        assert mocked_backup.list_backup_jobs()["BackupJobs"] == []
        assert mocked_backup.list_scan_jobs()["ScanJobs"] == []
        assert len(mocked_backup.list_copy_jobs()["CopyJobs"]) == 1
        assert len(mocked_backup.list_restore_jobs()["RestoreJobs"]) == 1

    @pytest.mark.parametrize("path", ["/backup-jobs", "/backup-jobs/"])
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("createdAfter=2020-01-01", 1),
            ("createdAfter=2020-01-01T00:00:00", 1),
            ("createdAfter=2020-01-01T00%3A00%3A00%2B02%3A00", 1),
            ("createdAfter=1577836800", 1),
            ("createdBefore=1577836800.5", 0),
        ],
    )
    def test_dates_come_in_every_form(
        self, fresh_server: str, path: str, query: str, expected: int
    ) -> None:
        client = boto3.client("backup", region_name=REGION, endpoint_url=fresh_server)
        client.create_backup_vault(BackupVaultName="nightly")
        start(client)
        status, answer = raw(f"{fresh_server}{path}?{query}")
        assert (status, len(answer["BackupJobs"])) == (200, expected)
        (job_id,) = [job["BackupJobId"] for job in client.list_backup_jobs()["BackupJobs"]]
        for form in (f"/backup-jobs/{job_id}", f"/backup-jobs/{job_id}/"):
            assert raw(fresh_server + form)[1]["BackupJobId"] == job_id
