"""The calls of Terraform's provider, in its order, for each of its resources and data sources of AWS Backup.

What it asks, which answers it keeps and which errors it takes for "not there" is as
hashicorp/terraform-provider-aws has it in internal/service/backup (2024 to 2026), in a file named like the
resource (vault_policy.go) or data source (vault_data_source.go): create, read, a second plan without a
difference, update, import by its id, destroy, and a destruction of what is gone already.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pytest
from calls import backed_up, vault_arn, volume
from frameworks.examples import control
from organizations import Organization
from support import ACCOUNT, REGION, ROLE, MakeClient

ABSENT = ("ResourceNotFoundException",)
# What a vault that is not there is answered, by the setting.
ABSENT_VAULT = ("ResourceNotFoundException", "AccessDeniedException")
POLICY: dict[str, Any] = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Deny", "Principal": "*", "Action": "backup:StartCopyJob", "Resource": "*"}
    ],
}
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:told"
RULE = {
    "RuleName": "daily",
    "TargetBackupVaultName": "nightly",
    "ScheduleExpression": "cron(0 12 * * ? *)",
    # The provider's own defaults.
    "CompletionWindowMinutes": 180,
    "StartWindowMinutes": 60,
    "EnableContinuousBackup": False,
    "ScheduleExpressionTimezone": "Etc/UTC",
    "Lifecycle": {"DeleteAfterDays": 14},
}
CHOSEN = {
    "SelectionName": "tagged",
    "IamRoleArn": ROLE,
    "Conditions": {},
    "ListOfTags": [{"ConditionType": "STRINGEQUALS", "ConditionKey": "a", "ConditionValue": "b"}],
    "NotResources": [],
    "Resources": [],
}


class Resource(NamedTuple):
    """A resource of the provider.

    Without an `update` a change replaces it, as it does vault_notifications.go and selection.go.
    create: gives the id that Terraform keeps. read: what it keeps of the answers. configured: what of that is
    in its configuration. update: makes it `changed`. gone: the errors by which it is not there.
    gone_again: those that a destruction of what is gone may have; None where there is none.
    """

    create: Callable[[Any], str]
    read: Callable[[Any, str], Mapping[str, Any]]
    destroy: Callable[[Any, str], object]
    configured: Mapping[str, Any]
    update: Callable[[Any, str], object] | None = None
    changed: Mapping[str, Any] = {}
    gone: tuple[str, ...] = ABSENT
    gone_again: tuple[str, ...] | None = ABSENT


def _tags(client: Any, arn: str) -> dict[str, str]:
    return dict(client.list_tags(ResourceArn=arn)["Tags"])


def _retag(client: Any, arn: str) -> None:
    """Untag what is gone, and then tag what is new (tags_gen.go).

    The provider does so before it updates anything else (internal/provider, tags_interceptor.go).
    """
    client.untag_resource(ResourceArn=arn, TagKeyList=["team"])
    client.tag_resource(ResourceArn=arn, Tags={"cost": "7"})


def _described_vault(client: Any, name: str) -> Any:
    """A vault that is no logically air-gapped one; those are not there for `aws_backup_vault` (vault.go)."""
    shown = client.describe_backup_vault(BackupVaultName=name)
    assert shown["VaultType"] == "BACKUP_VAULT"
    return shown


def _read_vault(client: Any, name: str) -> dict[str, Any]:
    shown = _described_vault(client, name)
    return {
        "name": shown["BackupVaultName"],
        "key": shown["EncryptionKeyArn"],
        "points": shown["NumberOfRecoveryPoints"],
        "tags": _tags(client, shown["BackupVaultArn"]),
    }


def _read_gapped(client: Any, name: str) -> dict[str, Any]:
    shown = client.describe_backup_vault(BackupVaultName=name)
    return {
        "name": shown["BackupVaultName"],
        "least": shown["MinRetentionDays"],
        "most": shown["MaxRetentionDays"],
        "tags": _tags(client, shown["BackupVaultArn"]),
    }


def _vault(client: Any) -> str:
    tags = {"team": "a"}
    client.create_backup_vault(BackupVaultName="weekly", BackupVaultTags=tags)
    return "weekly"


def _gapped(client: Any) -> str:
    made = client.create_logically_air_gapped_backup_vault(
        BackupVaultName="gapped",
        MinRetentionDays=7,
        MaxRetentionDays=8,
        BackupVaultTags={"team": "a"},
    )
    # It waits until the vault was seen available twice.
    shown = [client.describe_backup_vault(BackupVaultName="gapped") for _ in range(2)]
    assert [vault["VaultState"] for vault in shown] == ["AVAILABLE", "AVAILABLE"]
    return str(made["BackupVaultName"])


def _of_vault(operation: str, **parameters: Any) -> Callable[[Any], str]:
    """Creates what belongs to the vault `nightly`, by a put."""

    def create(client: Any) -> str:
        getattr(client, operation)(BackupVaultName="nightly", **parameters)
        return "nightly"

    return create


def _by_vault(operation: str) -> Callable[[Any, str], Any]:
    return lambda client, name: getattr(client, operation)(BackupVaultName=name)


def _read_policy(client: Any, name: str) -> dict[str, Any]:
    shown = client.get_backup_vault_access_policy(BackupVaultName=name)
    own = {"vault": shown["BackupVaultName"], "arn": shown["BackupVaultArn"]}
    return {**own, "policy": json.loads(shown["Policy"])}


def _read_notifications(client: Any, name: str) -> dict[str, Any]:
    told = client.get_backup_vault_notifications(BackupVaultName=name)
    own = {"vault": told["BackupVaultName"], "arn": told["BackupVaultArn"]}
    return {**own, "topic": told["SNSTopicArn"], "events": set(told["BackupVaultEvents"])}


def _plan(client: Any) -> str:
    document = {"BackupPlanName": "plan", "Rules": [RULE]}
    made = client.create_backup_plan(BackupPlan=document, BackupPlanTags={"team": "a"})
    return str(made["BackupPlanId"])


def _read_plan(client: Any, plan_id: str) -> dict[str, Any]:
    shown = client.get_backup_plan(BackupPlanId=plan_id)
    rules = [
        {name: value for name, value in rule.items() if name != "RuleId"}
        for rule in shown["BackupPlan"]["Rules"]
    ]
    name, arn = shown["BackupPlan"]["BackupPlanName"], shown["BackupPlanArn"]
    settings = shown.get("AdvancedBackupSettings", [])
    return {"name": name, "rules": rules, "settings": settings, "tags": _tags(client, arn)}


def _update_plan(client: Any, plan_id: str) -> None:
    document = {"BackupPlanName": "plan", "Rules": [{**RULE, "StartWindowMinutes": 120}]}
    _retag(client, client.get_backup_plan(BackupPlanId=plan_id)["BackupPlanArn"])
    client.update_backup_plan(BackupPlanId=plan_id, BackupPlan=document)


def _selection(client: Any) -> str:
    plan_id = _plan(client)
    made = client.create_backup_selection(BackupPlanId=plan_id, BackupSelection=CHOSEN)
    return f"{plan_id}|{made['SelectionId']}"


def _parts(selection: str) -> dict[str, str]:
    plan_id, _, selection_id = selection.partition("|")
    return {"BackupPlanId": plan_id, "SelectionId": selection_id}


def _read_selection(client: Any, selection: str) -> dict[str, Any]:
    shown = client.get_backup_selection(**_parts(selection))["BackupSelection"]
    return {name: shown.get(name) or [] for name in (*CHOSEN, "Resources") if name != "Conditions"}


def _framework(client: Any) -> str:
    client.create_framework(
        FrameworkName="audit",
        FrameworkDescription="first",
        FrameworkControls=[control()],
        FrameworkTags={"team": "a"},
        IdempotencyToken="terraform-1",
    )
    assert client.describe_framework(FrameworkName="audit")["DeploymentStatus"] == "COMPLETED"
    return "audit"


def _read_framework(client: Any, name: str) -> dict[str, Any]:
    shown = client.describe_framework(FrameworkName=name)
    controls = [each["ControlName"] for each in shown["FrameworkControls"]]
    return {
        "description": shown["FrameworkDescription"],
        "controls": controls,
        "created": shown["CreationTime"],
        "status": shown["FrameworkStatus"],
        "deployment": shown["DeploymentStatus"],
        "tags": _tags(client, shown["FrameworkArn"]),
    }


def _update_framework(client: Any, name: str) -> None:
    _retag(client, client.describe_framework(FrameworkName=name)["FrameworkArn"])
    client.update_framework(
        FrameworkName=name,
        FrameworkDescription="second",
        FrameworkControls=[control()],
        IdempotencyToken="terraform-2",
    )


CHANNEL = {"S3BucketName": "reports", "Formats": ["CSV", "JSON"]}
SETTING = {"ReportTemplate": "RESTORE_JOB_REPORT"}


def _report_plan(client: Any) -> str:
    client.create_report_plan(
        ReportPlanName="morning",
        ReportPlanDescription="first",
        ReportDeliveryChannel=CHANNEL,
        ReportSetting=SETTING,
        ReportPlanTags={"team": "a"},
        IdempotencyToken="terraform-1",
    )
    return "morning"


def _read_report_plan(client: Any, name: str) -> dict[str, Any]:
    shown = client.describe_report_plan(ReportPlanName=name)["ReportPlan"]
    # It waits for this after a creation and after an update.
    assert shown["DeploymentStatus"] == "COMPLETED"
    return {
        "description": shown["ReportPlanDescription"],
        "channel": shown["ReportDeliveryChannel"],
        "setting": shown["ReportSetting"],
        "created": shown["CreationTime"],
        "tags": _tags(client, shown["ReportPlanArn"]),
    }


def _update_report_plan(client: Any, name: str) -> None:
    """What has not changed goes too, the description even where there is none."""
    shown = client.describe_report_plan(ReportPlanName=name)["ReportPlan"]
    _retag(client, shown["ReportPlanArn"])
    client.update_report_plan(
        ReportPlanName=name,
        ReportPlanDescription="second",
        ReportDeliveryChannel=CHANNEL,
        ReportSetting=SETTING,
        IdempotencyToken="terraform-2",
    )


RECOVERED = {
    "Algorithm": "LATEST_WITHIN_WINDOW",
    "IncludeVaults": ["*"],
    "RecoveryPointTypes": ["CONTINUOUS"],
}


def _testing_plan(client: Any) -> str:
    plan = {
        "RestoreTestingPlanName": "drill",
        "ScheduleExpression": "cron(0 12 ? * * *)",
        "RecoveryPointSelection": RECOVERED,
    }
    client.create_restore_testing_plan(
        RestoreTestingPlan=plan, CreatorRequestId="terraform-1", Tags={"team": "a"}
    )
    return "drill"


def _shown_testing_plan(client: Any, name: str) -> Any:
    return client.get_restore_testing_plan(RestoreTestingPlanName=name)["RestoreTestingPlan"]


def _read_testing_plan(client: Any, name: str) -> dict[str, Any]:
    """With the defaults of what its configuration leaves out: no unknown may stay."""
    shown = _shown_testing_plan(client, name)
    chosen = shown["RecoveryPointSelection"]
    return {
        "schedule": shown["ScheduleExpression"],
        "zone": shown["ScheduleExpressionTimezone"],
        "window": shown["StartWindowHours"],
        "chosen": {key: chosen[key] for key in RECOVERED},
        "days": chosen["SelectionWindowDays"],
        "excluded": chosen.get("ExcludeVaults", []),
        "tags": _tags(client, shown["RestoreTestingPlanArn"]),
    }


def _update_testing_plan(client: Any, name: str) -> None:
    """All that was read goes back with the change, and is not read again before the next plan."""
    shown = _shown_testing_plan(client, name)
    _retag(client, shown["RestoreTestingPlanArn"])
    kept = ("RecoveryPointSelection", "ScheduleExpressionTimezone", "StartWindowHours")
    client.update_restore_testing_plan(
        RestoreTestingPlanName=name,
        RestoreTestingPlan={
            **{member: shown[member] for member in kept},
            "ScheduleExpression": "cron(0 1 ? * * *)",
        },
    )


def _testing_selection(client: Any) -> str:
    _testing_plan(client)
    chosen = {
        "RestoreTestingSelectionName": "disks",
        "ProtectedResourceType": "EC2",
        "IamRoleArn": ROLE,
        "ProtectedResourceArns": ["*"],
    }
    client.create_restore_testing_selection(
        RestoreTestingPlanName="drill",
        RestoreTestingSelection=chosen,
        CreatorRequestId="terraform-1",
    )
    return "disks:drill"


def _names(selection: str) -> dict[str, str]:
    name, _, plan_name = selection.partition(":")
    return {"RestoreTestingSelectionName": name, "RestoreTestingPlanName": plan_name}


def _read_testing_selection(client: Any, selection: str) -> dict[str, Any]:
    shown = client.get_restore_testing_selection(**_names(selection))["RestoreTestingSelection"]
    hours = shown.get("ValidationWindowHours")
    return {"arns": shown["ProtectedResourceArns"], "role": shown["IamRoleArn"], "hours": hours}


def _update_testing_selection(client: Any, selection: str) -> None:
    change = {"IamRoleArn": ROLE, "ProtectedResourceArns": ["*"], "ValidationWindowHours": 10}
    client.update_restore_testing_selection(**_names(selection), RestoreTestingSelection=change)


TIERS = [{"Resources": ["*"], "ResourceType": "S3", "TieringDownSettingsInDays": 60}]


def _tiering(client: Any) -> str:
    document = {
        "TieringConfigurationName": "cheaper",
        "BackupVaultName": "nightly",
        "ResourceSelection": TIERS,
    }
    client.create_tiering_configuration(
        TieringConfiguration=document,
        TieringConfigurationTags={"team": "a"},
        CreatorRequestId="terraform-1",
    )
    return "cheaper"


def _shown_tiering(client: Any, name: str) -> Any:
    shown = client.get_tiering_configuration(TieringConfigurationName=name)
    return shown["TieringConfiguration"]


def _read_tiering(client: Any, name: str) -> dict[str, Any]:
    shown = _shown_tiering(client, name)
    return {
        "vault": shown["BackupVaultName"],
        "tiers": shown["ResourceSelection"],
        "created": shown["CreationTime"],
        "updated": shown.get("LastUpdatedTime"),
        "tags": _tags(client, shown["TieringConfigurationArn"]),
    }


def _update_tiering(client: Any, name: str) -> None:
    _retag(client, _shown_tiering(client, name)["TieringConfigurationArn"])
    document = {"BackupVaultName": "*", "ResourceSelection": TIERS}
    client.update_tiering_configuration(
        TieringConfigurationName=name, TieringConfiguration=document
    )


TEAM, COST = {"team": "a"}, {"cost": "7"}
REPORTED: Mapping[str, Any] = {"channel": CHANNEL, "setting": SETTING}
RESOURCES = {
    "aws_backup_vault": Resource(
        _vault,
        _read_vault,
        _by_vault("delete_backup_vault"),
        {"name": "weekly", "tags": TEAM, "points": 0},
        lambda client, name: _retag(client, vault_arn(name)),
        {"name": "weekly", "tags": COST, "points": 0},
        ABSENT_VAULT,
        ABSENT_VAULT,
    ),
    "aws_backup_logically_air_gapped_vault": Resource(
        _gapped,
        _read_gapped,
        _by_vault("delete_backup_vault"),
        {"name": "gapped", "tags": TEAM, "least": 7, "most": 8},
        lambda client, name: _retag(client, vault_arn(name)),
        {"name": "gapped", "tags": COST, "least": 7, "most": 8},
        ABSENT_VAULT,
        ABSENT_VAULT,
    ),
    "aws_backup_vault_policy": Resource(
        _of_vault("put_backup_vault_access_policy", Policy=json.dumps(POLICY)),
        _read_policy,
        _by_vault("delete_backup_vault_access_policy"),
        {"policy": POLICY},
        lambda client, name: _of_vault(
            "put_backup_vault_access_policy", Policy=json.dumps({**POLICY, "Id": "other"})
        )(client),
        {"policy": {**POLICY, "Id": "other"}},
        ABSENT_VAULT,
        None,
    ),
    "aws_backup_vault_notifications": Resource(
        _of_vault(
            "put_backup_vault_notifications",
            SNSTopicArn=TOPIC,
            BackupVaultEvents=["BACKUP_JOB_STARTED", "RESTORE_JOB_COMPLETED"],
        ),
        _read_notifications,
        _by_vault("delete_backup_vault_notifications"),
        {"topic": TOPIC, "events": {"BACKUP_JOB_STARTED", "RESTORE_JOB_COMPLETED"}},
        gone=ABSENT_VAULT,
        gone_again=None,
    ),
    "aws_backup_plan": Resource(
        _plan,
        _read_plan,
        lambda client, plan_id: client.delete_backup_plan(BackupPlanId=plan_id),
        {"name": "plan", "rules": [RULE], "settings": [], "tags": TEAM},
        _update_plan,
        {
            "name": "plan",
            "rules": [{**RULE, "StartWindowMinutes": 120}],
            "settings": [],
            "tags": COST,
        },
    ),
    "aws_backup_selection": Resource(
        _selection,
        _read_selection,
        lambda client, selection: client.delete_backup_selection(**_parts(selection)),
        {name: value for name, value in CHOSEN.items() if name != "Conditions"},
        gone=("ResourceNotFoundException", "InvalidParameterValueException"),
        gone_again=("InvalidParameterValueException",),
    ),
    "aws_backup_framework": Resource(
        _framework,
        _read_framework,
        lambda client, name: client.delete_framework(FrameworkName=name),
        {"description": "first", "controls": [control()["ControlName"]], "tags": TEAM},
        _update_framework,
        {"description": "second", "controls": [control()["ControlName"]], "tags": COST},
    ),
    "aws_backup_report_plan": Resource(
        _report_plan,
        _read_report_plan,
        lambda client, name: client.delete_report_plan(ReportPlanName=name),
        {"description": "first", **REPORTED, "tags": TEAM},
        _update_report_plan,
        {"description": "second", **REPORTED, "tags": COST},
    ),
    "aws_backup_restore_testing_plan": Resource(
        _testing_plan,
        _read_testing_plan,
        lambda client, name: client.delete_restore_testing_plan(RestoreTestingPlanName=name),
        {"schedule": "cron(0 12 ? * * *)", "chosen": RECOVERED, "tags": TEAM},
        _update_testing_plan,
        {"schedule": "cron(0 1 ? * * *)", "chosen": RECOVERED, "tags": COST},
        # The model declares no ResourceNotFoundException of its deletion.
        gone_again=None,
    ),
    "aws_backup_restore_testing_selection": Resource(
        _testing_selection,
        _read_testing_selection,
        lambda client, selection: client.delete_restore_testing_selection(**_names(selection)),
        {"arns": ["*"], "role": ROLE},
        _update_testing_selection,
        {"arns": ["*"], "role": ROLE, "hours": 10},
    ),
    "aws_backup_tiering_configuration": Resource(
        _tiering,
        _read_tiering,
        lambda client, name: client.delete_tiering_configuration(TieringConfigurationName=name),
        {"vault": "nightly", "tiers": TIERS, "tags": TEAM},
        _update_tiering,
        {"vault": "*", "tiers": TIERS, "tags": COST},
    ),
}


def _code(client: Any, call: Callable[[], object]) -> str | None:
    try:
        call()
    except client.exceptions.ClientError as error:
        return str(error.response["Error"]["Code"])
    return None


@pytest.mark.parametrize("name", RESOURCES)
def test_a_resource_is_made_read_changed_and_destroyed(backup: Any, name: str) -> None:
    resource = RESOURCES[name]
    key = resource.create(backup)
    first = resource.read(backup, key)
    assert {**first, **resource.configured} == first
    # The second plan finds no difference; an import has the id only, and reads the same.
    assert resource.read(backup, key) == first
    if resource.update is not None:
        resource.update(backup, key)
        second = resource.read(backup, key)
        assert {**second, **resource.changed} == second
    resource.destroy(backup, key)
    assert _code(backup, lambda: resource.read(backup, key)) in resource.gone
    assert _code(backup, lambda: resource.destroy(backup, key)) in (resource.gone_again or (None,))


def test_a_lock_is_made_and_destroyed(backup: Any) -> None:
    """Terraform reads it by the vault, which is there without it too."""
    backup.put_backup_vault_lock_configuration(
        BackupVaultName="nightly", ChangeableForDays=3, MinRetentionDays=7, MaxRetentionDays=1200
    )
    read = _described_vault(backup, "nightly")
    assert (read["MinRetentionDays"], read["MaxRetentionDays"]) == (7, 1200)
    for _ in range(2):
        backup.delete_backup_vault_lock_configuration(BackupVaultName="nightly")
    assert not {"MinRetentionDays", "MaxRetentionDays"} & _described_vault(backup, "nightly").keys()


def test_a_logically_air_gapped_vault_is_not_taken_for_a_vault(backup: Any) -> None:
    """vault.go: what has another type is not there."""
    shown = backup.describe_backup_vault(BackupVaultName=_gapped(backup))
    assert shown["VaultType"] == "LOGICALLY_AIR_GAPPED_BACKUP_VAULT"


def test_a_vault_is_destroyed_with_its_recovery_points_by_force(backup: Any) -> None:
    """vault.go, force_destroy: it deletes one after another, and waits until each is not there any more."""
    for number in range(3):
        backed_up(backup, ResourceArn=volume(f"vol-{number}"))
    pages = backup.get_paginator("list_recovery_points_by_backup_vault")
    listed = pages.paginate(BackupVaultName="nightly", PaginationConfig={"PageSize": 2})
    for page in listed:
        for point in page["RecoveryPoints"]:
            names = {"BackupVaultName": "nightly", "RecoveryPointArn": point["RecoveryPointArn"]}
            backup.delete_recovery_point(**names)
            with pytest.raises(backup.exceptions.ResourceNotFoundException):
                backup.describe_recovery_point(**names)
    backup.delete_backup_vault(BackupVaultName="nightly")


def test_a_policy_is_put_again_while_its_principal_is_not_there_yet(backup: Any) -> None:
    """vault_policy.go repeats by the text of the refusal."""
    statement = {**POLICY["Statement"][0], "Principal": {"AWS": "AROAEXAMPLE"}}
    document = json.dumps({**POLICY, "Statement": [statement]})
    with pytest.raises(backup.exceptions.InvalidParameterValueException) as error:
        backup.put_backup_vault_access_policy(BackupVaultName="nightly", Policy=document)
    assert "Provided principal is not valid" in str(error.value)


def test_settings_of_a_region_are_changed_and_stay(backup: Any) -> None:
    """The management is left as it is at first, and sent as it was read later. A destruction asks nothing."""
    members = ("ResourceTypeOptInPreference", "ResourceTypeManagementPreference")
    opted_in, managed = members
    shown = backup.describe_region_settings()
    opted = {**shown[opted_in], "EBS": False}
    backup.update_region_settings(ResourceTypeOptInPreference=opted)
    first = backup.describe_region_settings()
    assert (first[opted_in], first[managed]) == (opted, shown[managed])
    changed = {opted_in: {**opted, "EBS": True}, managed: first[managed]}
    backup.update_region_settings(**changed)
    second = backup.describe_region_settings()
    assert {member: second[member] for member in members} == changed


def test_settings_of_an_organization_are_changed_and_stay(
    organization: Organization, make_client: MakeClient
) -> None:
    """All that are described have to be configured, or every plan would find a difference.

    hashicorp/terraform-provider-aws#43514. A destruction asks nothing.
    """
    client = make_client()
    others = {"isMpaEnabled": "false", "isDelegatedAdministratorEnabled": "false"}
    for enabled in ("true", "false"):
        configured = {"isCrossAccountBackupEnabled": enabled, **others}
        client.update_global_settings(GlobalSettings=configured)
        assert client.describe_global_settings()["GlobalSettings"] == configured


def test_a_plan_with_selections_is_destroyed_after_them(backup: Any) -> None:
    """The provider repeats the deletion of a plan by the text of its refusal."""
    plan_id, _, selection_id = _selection(backup).partition("|")
    with pytest.raises(backup.exceptions.InvalidRequestException) as error:
        backup.delete_backup_plan(BackupPlanId=plan_id)
    expected = "Related backup plan selections must be deleted prior to backup"
    assert expected in str(error.value)
    backup.delete_backup_selection(BackupPlanId=plan_id, SelectionId=selection_id)
    backup.delete_backup_plan(BackupPlanId=plan_id)


def _plan_source(client: Any, plan_id: str) -> dict[str, Any]:
    shown = client.get_backup_plan(BackupPlanId=plan_id)
    return {
        **_read_plan(client, plan_id),
        "id": shown["BackupPlanId"],
        "version": shown["VersionId"],
    }


def _selection_source(client: Any, selection: str) -> dict[str, Any]:
    shown = client.get_backup_selection(**_parts(selection))["BackupSelection"]
    return {name: shown.get(name, []) for name in ("IamRoleArn", "SelectionName", "Resources")}


@pytest.mark.parametrize(
    ("source", "read", "configured"),
    [
        ("aws_backup_vault", _read_vault, {"name", "tags"}),
        ("aws_backup_plan", _plan_source, {"name", "rules", "tags"}),
        ("aws_backup_selection", _selection_source, {"IamRoleArn", "SelectionName", "Resources"}),
        ("aws_backup_framework", _read_framework, {"description", "controls", "tags"}),
        ("aws_backup_report_plan", _read_report_plan, {"description", *REPORTED, "tags"}),
    ],
)
def test_a_data_source_reads_what_its_resource_made(
    backup: Any, source: str, read: Callable[[Any, str], Mapping[str, Any]], configured: set[str]
) -> None:
    """Of what is not there it is an error; no answer is taken for that."""
    resource = RESOURCES[source]
    key = resource.create(backup)
    seen = read(backup, key)
    assert {name: seen[name] for name in configured} == {
        name: resource.configured[name] for name in configured
    }
    assert read(backup, key) == seen
