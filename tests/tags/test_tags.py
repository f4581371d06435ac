"""Tags: what is accepted, and who finds them elsewhere in moto."""

from collections.abc import Iterator
from typing import Any

import pytest
from calls import PLAN, backed_up, refused, vault_arn
from moto.backup.models import backup_backends
from moto.resourcegroupstaggingapi.models import ResourceGroupsTaggingAPIBackend
from support import ACCOUNT, REGION, client_of

from moto_backup_summaries import register, unregister

INVALID = "InvalidParameterValueException"
NIGHTLY = vault_arn("nightly")


@pytest.mark.parametrize(
    ("tags", "said"),
    [
        ({"": "x"}, "keys of 1 to 128 characters"),
        ({"k" * 129: "x"}, "keys of 1 to 128 characters"),
        ({"AWS:mine": "x"}, "do not begin with aws:"),
        ({"k": "x" * 257}, "Tags.k"),
    ],
    ids=["no key", "long key", "a key of AWS", "long value"],
)
def test_a_tag_that_aws_does_not_take_is_refused(
    vault: Any, tags: dict[str, str], said: str
) -> None:
    code, message = refused(vault, "tag_resource", ResourceArn=NIGHTLY, Tags=tags)
    assert code == INVALID
    assert said in message


@pytest.mark.parametrize(
    ("operation", "request_of"),
    [
        ("create_backup_vault", lambda tags: {"BackupVaultName": "v2", "BackupVaultTags": tags}),
        ("create_backup_plan", lambda tags: {"BackupPlan": PLAN, "BackupPlanTags": tags}),
        (
            "create_report_plan",
            lambda tags: {
                "ReportPlanName": "r",
                "ReportDeliveryChannel": {"S3BucketName": "b"},
                "ReportSetting": {"ReportTemplate": "BACKUP_JOB_REPORT"},
                "ReportPlanTags": tags,
            },
        ),
    ],
)
def test_nothing_is_made_with_such_tags(vault: Any, operation: str, request_of: Any) -> None:
    code, _ = refused(vault, operation, **request_of({"aws:mine": "x"}))
    assert code == INVALID
    assert len(vault.list_backup_vaults()["BackupVaultList"]) == 1
    assert vault.list_backup_plans()["BackupPlansList"] == []
    assert vault.list_report_plans()["ReportPlans"] == []


class TestTheTaggingApi:
    @pytest.fixture
    def tagged(self, vault: Any) -> dict[str, str]:
        """A vault, a plan and recovery points with tags, each with its kind."""
        vault.tag_resource(ResourceArn=NIGHTLY, Tags={"a": "b"})
        plan = vault.create_backup_plan(BackupPlan=PLAN, BackupPlanTags={"a": "b"})
        efs = f"arn:aws:elasticfilesystem:{REGION}:{ACCOUNT}:file-system/fs-1"
        point = backed_up(vault, ResourceArn=efs, RecoveryPointTags={"a": "b"})
        snapshot = backed_up(vault, RecoveryPointTags={"a": "b"})
        return {
            NIGHTLY: "backup:backup-vault",
            plan["BackupPlanArn"]: "backup:backup-plan",
            point: "backup:recovery-point",
            snapshot: "ec2:snapshot",
        }

    def test_finds_all_that_has_tags(self, tagged: dict[str, str]) -> None:
        api = client_of("resourcegroupstaggingapi")
        found = api.get_resources(TagFilters=[{"Key": "a"}])["ResourceTagMappingList"]
        assert {one["ResourceARN"] for one in found} == tagged.keys()

    def test_is_told_what_they_are(self, tagged: dict[str, str]) -> None:
        backend: Any = backup_backends[ACCOUNT][REGION]
        found = {thing.arn: thing.resource_type for thing in backend.iter_tagged_resources()}
        assert found == tagged

    def test_finds_them_in_older_versions_of_moto(self, tagged: dict[str, str]) -> None:
        backend: Any = ResourceGroupsTaggingAPIBackend(REGION, ACCOUNT).backup_backend
        arns = [found.backup_vault_arn for found in backend.vaults.values()]
        assert set(arns) == tagged.keys()
        tags = [backend.tagger.list_tags_for_resource(arn)["Tags"] for arn in arns]
        assert tags == [[{"Key": "a", "Value": "b"}]] * len(arns)

    @pytest.fixture
    def _registered_again(self) -> Iterator[None]:
        yield
        register()

    @pytest.mark.usefixtures("_registered_again")
    def test_has_no_vaults_without_the_plugin_where_moto_has_none(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        unregister()
        # What moto has is there again before the package is registered again.
        with monkeypatch.context() as patched:
            patched.delattr(ResourceGroupsTaggingAPIBackend, "backup_backend", raising=False)
            register()
            assert "backup_backend" in ResourceGroupsTaggingAPIBackend.__dict__
            unregister()
            assert "backup_backend" not in ResourceGroupsTaggingAPIBackend.__dict__

    @pytest.mark.usefixtures("_registered_again")
    def test_is_moto_s_again_without_the_plugin(self) -> None:
        register()
        ours = ResourceGroupsTaggingAPIBackend.__dict__["backup_backend"]
        unregister()
        unregister()
        assert ResourceGroupsTaggingAPIBackend.__dict__.get("backup_backend") is not ours
