"""What moto's Resource Groups Tagging API finds, tags and untags of AWS Backup, by each type with tags."""

from types import SimpleNamespace
from typing import Any

import pytest
from calls import PLAN, backed_up
from cloudformation.deploying import Stack
from cloudformation.full_templates import EXAMPLES
from moto.resourcegroupstaggingapi.models import ResourceGroupsTaggingAPIBackend
from support import ACCOUNT, REGION, client_of

from moto_backup_summaries import register, tagging_changes, unregister
from moto_backup_summaries.backup import tagging_api

TAGGED = {
    "a vault": "backup-vault",
    "an air-gapped vault": "backup-vault",
    "a plan": "backup-plan",
    "a framework": "framework",
    "a report plan": "report-plan",
    "a legal hold": "legal-hold",
    "a restore testing plan": "restore-testing-plan",
    "a tiering configuration": "tiering-configuration",
    "an access point": "accesspoint",
}
UNTAGGABLE = {"a selection", "a restore testing selection"}


def api() -> Any:
    return client_of("resourcegroupstaggingapi")


def found(**filters: Any) -> dict[str, dict[str, str]]:
    mappings = api().get_resources(**filters)["ResourceTagMappingList"]
    return {m["ResourceARN"]: {t["Key"]: t["Value"] for t in m["Tags"]} for m in mappings}


def arn_of_stack(name: str, client: Any) -> tuple[Stack, str]:
    """A stack with an example, and the ARN of what it has made."""
    example = EXAMPLES[name]
    properties = {**example.properties, **example.needs(client)}
    stack = Stack().create({"Made": {"Type": example.resource_type, "Properties": properties}})
    stack.assert_made()
    (arn,) = found(TagFilters=[{"Key": "team", "Values": ["storage", "web"]}])
    return stack, arn


def test_each_type_of_resource_has_tags_or_cannot() -> None:
    assert {EXAMPLES[name].type for name in (*TAGGED, *UNTAGGABLE)} == {
        e.type for e in EXAMPLES.values()
    }


@pytest.mark.parametrize("name", TAGGED)
class TestAResource:
    def test_is_found_by_tag_and_type(self, vault: Any, name: str) -> None:
        _, arn = arn_of_stack(name, vault)
        kind = f"backup:{TAGGED[name]}"
        team = [{"Key": "team"}]
        assert found(ResourceTypeFilters=["backup"], TagFilters=team).keys() == {arn}
        assert found(ResourceTypeFilters=[kind], TagFilters=team).keys() == {arn}
        assert found(ResourceTypeFilters=[kind], TagFilters=[{"Key": "other"}]) == {}
        assert found(ResourceTypeFilters=["backup:recovery-point"], TagFilters=team) == {}

    def test_is_found_by_its_stack(self, vault: Any, name: str) -> None:
        _, arn = arn_of_stack(name, vault)
        of_stack = [{"Key": "aws:cloudformation:stack-name", "Values": ["backups"]}]
        assert found(TagFilters=of_stack).keys() == {arn}

    def test_is_tagged_and_untagged(self, vault: Any, name: str) -> None:
        _, arn = arn_of_stack(name, vault)
        tagged = api().tag_resources(ResourceARNList=[arn], Tags={"cost": "7"})
        untagged = api().untag_resources(ResourceARNList=[arn], TagKeys=["team"])
        assert tagged["FailedResourcesMap"] == untagged["FailedResourcesMap"] == {}
        told = vault.list_tags(ResourceArn=arn)["Tags"]
        assert {key: told[key] for key in told if not key.startswith("aws:")} == {"cost": "7"}
        assert "cost" in api().get_tag_keys()["TagKeys"]
        assert api().get_tag_values(Key="cost")["TagValues"] == ["7"]

    def test_is_found_no_more_when_it_is_gone(self, vault: Any, name: str) -> None:
        stack, arn = arn_of_stack(name, vault)
        stack.delete()
        if name != "a legal hold":  # Of which AWS Backup keeps a record.
            assert arn not in found()


def test_recovery_points_are_tagged_too(vault: Any) -> None:
    files = "arn:aws:s3:::files"
    arn = backed_up(vault, ResourceArn=files, RecoveryPointTags={"team": "storage"})
    assert found(ResourceTypeFilters=["backup:recovery-point"]) == {arn: {"team": "storage"}}
    api().tag_resources(ResourceARNList=[arn], Tags={"team": "web"})
    assert vault.list_tags(ResourceArn=arn)["Tags"] == {"team": "web"}


def test_what_cannot_be_tagged_is_told(vault: Any) -> None:
    plan = vault.create_backup_plan(BackupPlan=PLAN)["BackupPlanArn"]
    absent = f"arn:aws:backup:{REGION}:{ACCOUNT}:backup-vault:absent"
    far = plan.replace(REGION, "eu-west-1")
    failed = api().tag_resources(ResourceARNList=[plan, absent, far], Tags={"team": "web"})
    failures = failed["FailedResourcesMap"]
    assert failures.keys() == {absent, far}
    assert (failures[absent]["StatusCode"], failures[absent]["ErrorCode"]) == (
        400,
        "InvalidParameterException",
    )
    failed = api().tag_resources(ResourceARNList=[plan], Tags={"aws:team": "web"})
    assert "aws:" in failed["FailedResourcesMap"][plan]["ErrorMessage"]
    assert vault.list_tags(ResourceArn=plan)["Tags"] == {"team": "web"}
    gone = api().untag_resources(ResourceARNList=[plan, absent], TagKeys=["team"])
    assert gone["FailedResourcesMap"].keys() == {absent}
    assert vault.list_tags(ResourceArn=plan)["Tags"] == {}


def test_others_are_tagged_as_moto_does(vault: Any) -> None:
    logs = client_of("logs")
    logs.create_log_group(logGroupName="told")
    (group,) = logs.describe_log_groups()["logGroups"]
    arn = group["arn"].removesuffix(":*")
    api().tag_resources(ResourceARNList=[arn], Tags={"team": "web"})
    assert found(TagFilters=[{"Key": "team"}]) == {arn: {"team": "web"}}
    # An older moto cannot, and says so.
    untagged = api().untag_resources(ResourceARNList=[arn], TagKeys=["team"])
    assert found(TagFilters=[{"Key": "team"}]).keys() == untagged["FailedResourcesMap"].keys()


class TestAnOlderMoto:
    """What finds AWS Backup's resources where moto's API does not ask its backend."""

    def tagged(self, client: Any) -> tuple[Any, str]:
        made = client.create_backup_plan(BackupPlan=PLAN, BackupPlanTags={"team": "web"})
        return ResourceGroupsTaggingAPIBackend(REGION, ACCOUNT), made["BackupPlanArn"]

    @pytest.mark.parametrize(
        ("types", "tags", "is_found"),
        [
            (["backup:backup-plan"], [], True),
            (["backup:backup-plan"], [{"Key": "team"}], True),
            (["backup:backup-plan"], [{"Key": "team", "Values": ["web", "all"]}], True),
            (["backup:backup-plan"], [{"Key": "team", "Values": ["storage"]}], False),
            (["backup:backup-plan"], [{"Key": "cost"}], False),
            (["backup:backup-vault"], [], False),
            (["backup", "backup:backup-plan"], [], False),
            (None, None, False),
        ],
    )
    def test_finds_types(self, vault: Any, types: Any, tags: Any, is_found: bool) -> None:
        backend, arn = self.tagged(vault)
        more = tagging_api.resources_of_types(lambda *_: iter([]), backend, tags, types)
        team = [{"Key": "team", "Value": "web"}]
        assert list(more) == ([{"ResourceARN": arn, "Tags": team}] if is_found else [])

    def test_tells_keys_and_values(self, vault: Any) -> None:
        backend, _ = self.tagged(vault)
        assert list(tagging_api.tag_keys(lambda _: iter(["other"]), backend)) == ["other", "team"]
        assert list(tagging_api.tag_values(lambda *_: iter([]), backend, "team")) == ["web"]
        assert list(tagging_api.tag_values(lambda *_: iter([]), backend, "cost")) == []

    @pytest.mark.parametrize("newer", [{}, {"iter_taggable_backends": len}], ids=["old", "new"])
    def test_is_changed_and_is_itself_again(self, vault: Any, newer: Any) -> None:
        class Api:
            tag_resources = untag_resources = _get_resources_generator = len
            _get_tag_keys_generator = _get_tag_values_generator = len

        members = dict(Api.__dict__)
        models = SimpleNamespace(ResourceGroupsTaggingAPIBackend=Api, **newer)
        change = tagging_changes.TAGGING_CHANGES["moto.resourcegroupstaggingapi.models"]
        self.tagged(vault)
        unregister()
        try:
            change.apply(models)
            changed = {name for name in Api.__dict__ if Api.__dict__[name] is not members.get(name)}
            change.undo(models)
        finally:
            register()
        finding = (
            "_get_resources_generator",
            "_get_tag_keys_generator",
            "_get_tag_values_generator",
        )
        assert changed == {
            *("tag_resources", "untag_resources", "backup_backend"),
            *(() if newer else finding),
        }
        assert dict(Api.__dict__) == members

    def test_asks_for_ours(self, vault: Any) -> None:
        backend, _ = self.tagged(vault)
        for answer in (tagging_changes._tag_keys, tagging_changes._tag_values):
            parameters = ["team"] if answer is tagging_changes._tag_values else []
            assert list(answer(lambda *_: iter([]), backend, *parameters)) in (["team"], ["web"])
        assert list(tagging_changes._resources(lambda *_: iter([]), backend)) == []
