"""Importing the package registers it with moto, and it can be undone."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import botocore
import moto.backends
import pytest
from calls import start
from moto import mock_aws
from moto.backup.models import BackupBackend, backup_backends
from moto.core.models import MockAWS
from moto.moto_api._internal.models import MotoAPIBackend
from moto.server import DomainDispatcherApplication, ThreadedMotoServer, create_backend_app
from organizations import PRINCIPAL
from support import ACCOUNT, REGION, checked
from werkzeug.test import Client

import moto_backup_summaries
from moto_backup_summaries import load_jobs, register, set_job_outcome, unregister


@pytest.fixture(autouse=True)
def _registered_again() -> Iterator[None]:
    yield
    register()


def client() -> Any:
    return boto3.client("backup", region_name=REGION)


def count(by: Any) -> int:
    return sum(row["Count"] for row in by.list_backup_job_summaries()["BackupJobSummaries"])


@mock_aws
def test_the_decorator_answers() -> None:
    assert count(client()) == 0


@mock_aws
class TestADecoratedClass:
    def test_answers(self) -> None:
        assert count(client()) == 0


def test_a_client_made_before_the_mock_answers() -> None:
    made_before = client()
    with mock_aws():
        load_jobs({"BackupJobs": [{}]})
        assert count(made_before) == 1


def test_a_threaded_server_answers() -> None:
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        served = boto3.client("backup", region_name=REGION, endpoint_url=f"http://{host}:{port}")
        served.create_backup_vault(BackupVaultName="nightly")
        start(served)
        assert count(served) == 1
    finally:
        server.stop()


def test_nothing_leaks_into_the_next_mock() -> None:
    with mock_aws():
        load_jobs({"BackupJobs": [{}]})
    with mock_aws():
        assert count(client()) == 0


def test_a_server_reads_motos_folders_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    listed = os.listdir
    monkeypatch.setattr(os, "listdir", lambda path: read.append(path) or listed(path))
    server = Client(DomainDispatcherApplication(create_backend_app))
    for _ in range(3):
        assert server.get("/moto-api/data.json").status_code == 200
    assert read.count(os.path.dirname(moto.__file__)) <= 1
    unregister()
    folders = moto.backends.list_of_moto_modules()
    register()
    kept = moto.backends.list_of_moto_modules()
    assert next(iter(folders)) == next(kept)
    assert list(folders) == list(kept)
    assert read.count(os.path.dirname(moto.__file__)) > 1


def test_registering_twice_is_registering_once() -> None:
    get_config = MotoAPIBackend.get_config
    register()
    assert MotoAPIBackend.get_config is get_config
    unregister()
    unregister()
    assert backup_backends.backend is BackupBackend
    assert MotoAPIBackend.get_config.__module__.startswith("moto.")
    assert MockAWS.stop.__module__.startswith("moto.")


def test_unregistering_gives_moto_back_and_keeps_its_vaults() -> None:
    with mock_aws():
        client().create_backup_vault(BackupVaultName="nightly")
        start(client())
        unregister()
        (vault,) = client().list_backup_vaults()["BackupVaultList"]
        assert (vault["BackupVaultName"], vault["NumberOfRecoveryPoints"]) == ("nightly", 0)
        with pytest.raises(Exception) as error:  # noqa: PT011 - moto's own, by its version
            client().list_backup_job_summaries()
        assert "list_backup_job_summaries" in str(error.value) or "404" in str(error.value)
        with pytest.raises(RuntimeError, match="unregistered"):
            load_jobs({"BackupJobs": [{}]})
        with pytest.raises(RuntimeError, match="unregistered"):
            set_job_outcome("backup", state="FAILED")
        register()
        assert count(client()) == 0
        client().delete_backup_vault(BackupVaultName="nightly")


def test_settings_of_others_stay_as_they_are() -> None:
    backend = MotoAPIBackend(region_name="global", account_id=ACCOUNT)
    before = backend.get_config()
    assert before["backup"] == {
        "include_today": True,
        "moto_compatible": True,
        "cross_account_copies_need_policy": True,
        "make_resources": True,
        "assert_all_rules_used": False,
    }
    backend.set_config({"batch": {"use_docker": True}})
    assert backend.get_config() == before


def scenario() -> list[Any]:
    """What moto answers about what it had before, without ids and dates."""
    backup = checked(client())
    backup.create_backup_vault(BackupVaultName="vault", BackupVaultTags={"a": "b"})
    arn = backup.describe_backup_vault(BackupVaultName="vault")["BackupVaultArn"]
    rule = {"RuleName": "r", "TargetBackupVaultName": "vault"}
    plan_id = backup.create_backup_plan(BackupPlan={"BackupPlanName": "p", "Rules": [rule]})[
        "BackupPlanId"
    ]
    plan = backup.get_backup_plan(BackupPlanId=plan_id)["BackupPlan"]
    plan["Rules"][0].pop("RuleId")
    backup.put_backup_vault_lock_configuration(BackupVaultName="vault", MinRetentionDays=3)
    locked = backup.describe_backup_vault(BackupVaultName="vault")["MinRetentionDays"]
    backup.delete_backup_vault_lock_configuration(BackupVaultName="vault")
    backup.tag_resource(ResourceArn=arn, Tags={"c": "d"})
    backup.untag_resource(ResourceArn=arn, TagKeyList=["a"])
    backup.create_report_plan(
        ReportPlanName="rp",
        ReportDeliveryChannel={"S3BucketName": "b"},
        ReportSetting={"ReportTemplate": "BACKUP_JOB_REPORT"},
    )
    report = backup.describe_report_plan(ReportPlanName="rp")["ReportPlan"]["ReportSetting"]
    seen = [
        plan,
        locked,
        backup.list_tags(ResourceArn=arn)["Tags"],
        report,
        len(backup.list_report_plans()["ReportPlans"]),
        len(backup.list_backup_plans()["BackupPlansList"]),
    ]
    backup.delete_report_plan(ReportPlanName="rp")
    backup.delete_backup_plan(BackupPlanId=plan_id)
    backup.delete_backup_vault(BackupVaultName="vault")
    return [*seen, backup.list_backup_plans()["BackupPlansList"], backup.list_backup_vaults()]


def test_what_moto_answered_before_it_answers_the_same_after() -> None:
    with mock_aws():
        ours = scenario()
    unregister()
    with mock_aws():
        stock = scenario()
    assert ours[:-1] == stock[:-1]
    assert ours[-1]["BackupVaultList"] == stock[-1]["BackupVaultList"] == []


@pytest.mark.parametrize(
    "imports",
    [
        "import moto_backup_summaries; from moto import mock_aws",
        "from moto import mock_aws; import moto.backup; import moto_backup_summaries",
        "from moto import mock_aws; import moto_backup_summaries.backup.jobs",
        "from moto_backup_summaries import load_jobs; from moto import mock_aws",
    ],
)
def test_imports_come_in_any_order(imports: str) -> None:
    program = f"""{imports}
import boto3
with mock_aws():
    client = boto3.client("backup", region_name="us-east-1")
    assert client.list_backup_job_summaries()["BackupJobSummaries"] == []
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_importing_the_package_imports_nothing_of_moto() -> None:
    program = """
import sys, moto_backup_summaries
heavy = {name.partition(".")[0] for name in sys.modules} & {"moto", "boto3", "botocore"}
assert not heavy, heavy
moto_backup_summaries.unregister()
moto_backup_summaries.register()
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_mock_without_backup_imports_nothing_of_it() -> None:
    program = """
import sys, boto3, moto_backup_summaries
from moto import mock_aws
with mock_aws():
    boto3.client("sts", region_name="us-east-1").get_caller_identity()
    ec2 = boto3.client("ec2", region_name="us-east-1")
    volume = ec2.create_volume(AvailabilityZone="us-east-1a", Size=1)["VolumeId"]
    ec2.delete_snapshot(SnapshotId=ec2.create_snapshot(VolumeId=volume)["SnapshotId"])
    ec2.deregister_image(ImageId=ec2.register_image(Name="own")["ImageId"])
    dynamodb = boto3.client("dynamodb", region_name="us-east-1")
    key = {"AttributeName": "id", "AttributeType": "S"}
    dynamodb.create_table(
        TableName="orders",
        AttributeDefinitions=[key],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    dynamodb.put_item(TableName="orders", Item={"id": {"S": "1"}})
    change = {"n": {"Value": {"N": "1"}, "Action": "PUT"}}
    dynamodb.update_item(TableName="orders", Key={"id": {"S": "1"}}, AttributeUpdates=change)
    dynamodb.delete_item(TableName="orders", Key={"id": {"S": "1"}})
    backup = dynamodb.create_backup(TableName="orders", BackupName="own")["BackupDetails"]
    dynamodb.delete_backup(BackupArn=backup["BackupArn"])
    rds = boto3.client("rds", region_name="us-east-1")
    rds.create_db_instance(
        DBInstanceIdentifier="own", DBInstanceClass="db.t3.micro", Engine="postgres"
    )
    rds.create_db_snapshot(DBSnapshotIdentifier="own", DBInstanceIdentifier="own")
    rds.delete_db_snapshot(DBSnapshotIdentifier="own")
    boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="own")
assert "moto.core.models" in sys.modules
found = [name for name in sys.modules if name.startswith(("moto.backup.", "moto_backup_summaries."))]
own = [
    "api_paths", "replacing", "backed_up", "organization_changes", "stack_changes", "tagging_changes",
    "registration", "warning", "hosts",
]
assert found == [f"moto_backup_summaries.{name}" for name in own], found
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        moto_backup_summaries.nonsense  # noqa: B018


def test_the_watch_finds_nothing_where_moto_is_not_installed() -> None:
    from moto_backup_summaries.registration import _watch

    assert _watch.find_spec("moto.backup.models", []) is None


def test_what_else_a_loader_does_still_works() -> None:
    program = """
import moto_backup_summaries, moto.backup.models as models
assert models.__spec__.loader.is_package("moto.backup.models") is False
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_botocore_without_scan_jobs_serves_the_rest(tmp_path: Path) -> None:
    built_in = Path(botocore.__file__).parent / "data" / "backup" / "2018-11-15"
    (packed,) = built_in.glob("service-2.json*")
    read = gzip.open if packed.suffix == ".gz" else open
    with read(packed, "rt", encoding="utf-8") as file:
        model = json.load(file)
    model["operations"] = {
        name: operation for name, operation in model["operations"].items() if "Scan" not in name
    }
    folder = tmp_path / ".aws" / "models" / "backup" / "2018-11-15"
    folder.mkdir(parents=True)
    (folder / "service-2.json").write_text(json.dumps(model), encoding="utf-8")
    program = """
import boto3
from moto import mock_aws
from moto_backup_summaries import load_jobs
with mock_aws():
    client = boto3.client("backup", region_name="us-east-1")
    assert not hasattr(client, "list_scan_jobs")
    load_jobs({"BackupJobs": [{}]})
    assert len(client.list_backup_job_summaries()["BackupJobSummaries"]) == 1
    try:
        load_jobs({"ScanJobs": [{}]})
    except ValueError as error:
        assert str(error).endswith("has no ListScanJobs; install botocore>=1.41.0")
    else:
        raise AssertionError
"""
    environment = {**os.environ, "HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", program], check=True, env=environment)


def test_accounts_may_administrate_backup_only_while_registered() -> None:
    from moto.organizations.models import FakeDelegatedAdministrator

    assert FakeDelegatedAdministrator.SUPPORTED_SERVICES.count(PRINCIPAL) == 1
    register()
    assert FakeDelegatedAdministrator.SUPPORTED_SERVICES.count(PRINCIPAL) == 1
    unregister()
    unregister()
    assert PRINCIPAL not in FakeDelegatedAdministrator.SUPPORTED_SERVICES


def test_stacks_are_moto_s_again_after_unregistering() -> None:
    vault = {"Type": "AWS::Backup::BackupVault", "Properties": {"BackupVaultName": "nightly"}}
    body = json.dumps({"Resources": {"Vault": vault}})
    with mock_aws():
        stacks = boto3.client("cloudformation", region_name=REGION)
        unregister()
        with pytest.warns(UserWarning, match="not supported by moto's CloudFormation"):
            stacks.create_stack(StackName="first", TemplateBody=body)
        assert client().list_backup_vaults()["BackupVaultList"] == []
        register()
        stacks.create_stack(StackName="second", TemplateBody=body)
        (vault_of_stack,) = client().list_backup_vaults()["BackupVaultList"]
        assert vault_of_stack["BackupVaultName"] == "nightly"
