"""moto's own vaults and plans: taken over, given back, and shown to who looks into moto's backend."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from calls import PLAN, backed_up, create_plan, vault_arn
from moto import mock_aws
from moto.backup.models import Plan, ReportPlan, Vault, backup_backends
from support import ACCOUNT, REGION, client_of

from moto_backup_summaries import register, unregister

NIGHTLY = {"BackupVaultName": "nightly"}
REPORT = {
    "ReportPlanName": "daily",
    "ReportPlanDescription": "all jobs",
    "ReportDeliveryChannel": {"S3BucketName": "reports", "Formats": ["CSV"]},
    "ReportSetting": {"ReportTemplate": "BACKUP_JOB_REPORT"},
}


def backend() -> Any:
    return backup_backends[ACCOUNT][REGION]


@pytest.fixture(autouse=True)
def _registered_again() -> Iterator[None]:
    yield
    register()


class TestWhoLooksIntoMotosBackend:
    def test_finds_motos_vaults_by_name(self, vault: Any) -> None:
        vault.put_backup_vault_lock_configuration(**NIGHTLY, MinRetentionDays=3)
        backed_up(vault)
        found = backend().vaults["nightly"]
        assert isinstance(found, Vault)
        assert found.to_list_dict().keys() >= {"BackupVaultArn", "EncryptionKeyArn", "Locked"}
        lock = found.locked, found.min_retention_days, found.max_retention_days
        assert (lock, found.num_of_recovery_points) == ((True, 3, None), 1)

    def test_finds_motos_plans_by_id(self, vault: Any) -> None:
        kept, deleted = create_plan(vault), create_plan(vault, BackupPlanName="deleted")
        vault.delete_backup_plan(BackupPlanId=deleted)
        found = backend().plans
        assert list(found) == [kept, deleted]
        assert isinstance(found[kept], Plan)
        assert [plan.deletion_date is None for plan in found.values()] == [True, False]
        assert found[kept].to_get_dict()["BackupPlan"]["BackupPlanName"] == "plan"

    def test_finds_motos_report_plans_by_name(self, vault: Any) -> None:
        vault.create_report_plan(**REPORT)
        found = backend().report_plans["daily"]
        assert isinstance(found, ReportPlan)
        assert isinstance(found.creation_time, datetime)
        assert found.report_setting == REPORT["ReportSetting"]

    def test_finds_tags_by_arn(self, vault: Any) -> None:
        vault.tag_resource(ResourceArn=vault_arn("nightly"), Tags={"team": "db"})
        assert backend().list_tags(vault_arn("nightly")) == {"team": "db"}

    def test_is_refused_to_change_them(self, vault: Any) -> None:
        with pytest.raises(TypeError):
            backend().create_backup_vault("other", {}, "", "")
        assert len(vault.list_backup_vaults()["BackupVaultList"]) == 1

    @mock_aws
    def test_finds_nothing_else(self) -> None:
        with pytest.raises(AttributeError, match="frameworks"):
            backend().frameworks  # noqa: B018


def test_motos_tagging_api_tags_them(vault: Any) -> None:
    point = backed_up(
        vault, ResourceArn=f"arn:aws:elasticfilesystem:{REGION}:{ACCOUNT}:file-system/fs-1"
    )
    for resource in (vault_arn("nightly"), point):
        backend().tag_resource(resource, {"team": "db", "stage": "test"})
        backend().untag_resource(resource, ["stage"])
        assert vault.list_tags(ResourceArn=resource)["Tags"] == {"team": "db"}
    backend().tag_resource(vault_arn("absent"), {"team": "db"})


class TestWhatMotoHasWhenThePackageIsRegistered:
    @pytest.fixture
    def client(self) -> Iterator[Any]:
        unregister()
        with mock_aws():
            yield client_of()

    def test_has_vaults_with_locks_and_tags(self, client: Any) -> None:
        client.create_backup_vault(**NIGHTLY, BackupVaultTags={"team": "db"}, CreatorRequestId="a")
        client.put_backup_vault_lock_configuration(**NIGHTLY, MaxRetentionDays=9)
        register()
        vault = client.describe_backup_vault(**NIGHTLY)
        assert (vault["Locked"], vault["MaxRetentionDays"]) == (True, 9)
        assert vault["CreatorRequestId"] == "a"
        assert vault["EncryptionKeyArn"].startswith(f"arn:aws:kms:{REGION}:{ACCOUNT}:key/")
        assert client.list_tags(ResourceArn=vault["BackupVaultArn"])["Tags"] == {"team": "db"}

    def test_has_plans(self, client: Any) -> None:
        ids = [
            client.create_backup_plan(BackupPlan={**PLAN, "BackupPlanName": name})["BackupPlanId"]
            for name in ("kept", "deleted")
        ]
        client.delete_backup_plan(BackupPlanId=ids[1])
        version = client.get_backup_plan(BackupPlanId=ids[0])["VersionId"]
        register()
        plan = client.get_backup_plan(BackupPlanId=ids[0], MaxScheduledRunsPreview=1)
        assert (plan["VersionId"], len(plan["ScheduledRunsPreview"])) == (version, 1)
        listed = client.list_backup_plans(IncludeDeleted=True)["BackupPlansList"]
        assert [row["BackupPlanId"] for row in listed] == ids
        assert ["DeletionDate" in row for row in listed] == [False, True]
        client.update_backup_plan(BackupPlanId=ids[0], BackupPlan=PLAN)
        versions = client.list_backup_plan_versions(BackupPlanId=ids[0])["BackupPlanVersionsList"]
        assert [row["VersionId"] for row in versions][1:] == [version]

    def test_has_plans_whose_schedules_nobody_can_read(self, client: Any) -> None:
        rule = {**PLAN["Rules"][0], "ScheduleExpression": "whenever"}
        plan = {**PLAN, "Rules": [rule]}
        plan_id = client.create_backup_plan(BackupPlan=plan)["BackupPlanId"]
        register()
        preview = client.get_backup_plan(BackupPlanId=plan_id, MaxScheduledRunsPreview=1)
        assert preview["ScheduledRunsPreview"] == []

    def test_has_report_plans(self, client: Any) -> None:
        made = client.create_report_plan(**REPORT)
        register()
        (plan,) = client.list_report_plans()["ReportPlans"]
        assert plan["ReportPlanArn"] == made["ReportPlanArn"]
        assert plan["ReportPlanDescription"] == "all jobs"
        assert plan["CreationTime"].tzinfo is not None


def test_what_there_is_when_it_is_unregistered_is_motos(vault: Any) -> None:
    vault.put_backup_vault_lock_configuration(**NIGHTLY, MinRetentionDays=3)
    vault.tag_resource(ResourceArn=vault_arn("nightly"), Tags={"team": "db"})
    plan_id = create_plan(vault)
    vault.create_report_plan(**REPORT)
    before = [
        vault.describe_backup_vault(**NIGHTLY)["MinRetentionDays"],
        vault.list_tags(ResourceArn=vault_arn("nightly"))["Tags"],
        vault.get_backup_plan(BackupPlanId=plan_id)["BackupPlan"],
        vault.describe_report_plan(ReportPlanName="daily")["ReportPlan"]["ReportSetting"],
    ]
    unregister()
    assert before == [
        vault.describe_backup_vault(**NIGHTLY)["MinRetentionDays"],
        vault.list_tags(ResourceArn=vault_arn("nightly"))["Tags"],
        vault.get_backup_plan(BackupPlanId=plan_id)["BackupPlan"],
        vault.describe_report_plan(ReportPlanName="daily")["ReportPlan"]["ReportSetting"],
    ]
