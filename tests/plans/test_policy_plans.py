"""The plans that backup policies of Organizations make in accounts.

https://docs.aws.amazon.com/aws-backup/latest/devguide/manage-cross-account.html
"""

import logging
import re
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import FAR, jobs, refused, tags_of
from plans.policies import Organization, assign, by_tag, client_in, plan, plans_of, policy, rule
from support import ACCOUNT, REGION, client_of

from moto_backup_summaries import job_events

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
DAY = timedelta(days=1)
OF_A_POLICY = "orgs/[0-9a-f]{8}-[0-9a-f]{4}-3[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
INVALID = "InvalidParameterValueException"


@pytest.fixture
def organization(clock: Any) -> Organization:
    return Organization()


def shown(client: Any, **parameters: Any) -> Any:
    """The one plan of an account, described."""
    (listed,) = plans_of(client)
    return client.get_backup_plan(BackupPlanId=listed["BackupPlanId"], **parameters)


def selections_of(client: Any, plan_id: str) -> list[Any]:
    listed = client.list_backup_selections(BackupPlanId=plan_id)["BackupSelectionsList"]
    return [
        client.get_backup_selection(BackupPlanId=plan_id, SelectionId=each["SelectionId"])[
            "BackupSelection"
        ]
        for each in listed
    ]


def tagged_disk(account: str, region: str = REGION, **tags: str) -> str:
    """Make a volume in an account; its id."""
    specification = {
        "ResourceType": "volume",
        "Tags": [{"Key": key, "Value": value} for key, value in tags.items()],
    }
    made = client_in(account, "ec2", region).create_volume(
        AvailabilityZone=f"{region}a", Size=1, TagSpecifications=[specification]
    )
    return made["VolumeId"]


class TestAPlan:
    def test_is_listed_in_each_account_of_the_policy(self, organization: Organization) -> None:
        organization.attach(policy(), organization.unit)
        assert plans_of(client_in(organization.outer)) == plans_of(client_of()) == []
        (listed,) = plans_of(client_in(organization.inner))
        plan_id = listed["BackupPlanId"]
        assert re.fullmatch(OF_A_POLICY, plan_id)
        assert listed == {
            "BackupPlanArn": (
                f"arn:aws:backup:{REGION}:{organization.inner}:backup-plan:{plan_id}"
            ),
            "BackupPlanId": plan_id,
            "BackupPlanName": "Org_Plan",
            "CreationDate": NOW,
            "VersionId": listed["VersionId"],
        }

    def test_has_all_that_the_policy_says(self, organization: Organization) -> None:
        vault = "arn:aws:backup:us-west-2:$account:backup-vault:Secondary"
        lifecycle = {
            "move_to_cold_storage_after_days": assign("180"),
            "delete_after_days": assign(270),
            "opt_in_to_archive_for_supported_resources": assign("true"),
        }
        whole = rule(
            schedule_expression_timezone=assign("Europe/Berlin"),
            start_backup_window_minutes=assign("60"),
            complete_backup_window_minutes=assign("604800"),
            enable_continuous_backup=assign(False),
            lifecycle=lifecycle,
            recovery_point_tags={
                "owner": {"tag_key": assign("Owner"), "tag_value": assign("Backup")}
            },
            index_actions={"resource_types": assign(["EBS"])},
            copy_actions={
                vault: {"target_backup_vault_arn": assign(vault), "lifecycle": lifecycle}
            },
        )
        settings = {
            "rules": {"My_Rule": whole},
            "advanced_backup_settings": {"ec2": {"WindowsVSS": assign("enabled")}},
            "backup_plan_tags": {
                "stage": {"tag_key": assign("Stage"), "tag_value": assign("Beta")}
            },
        }
        organization.attach(policy(**settings), ACCOUNT)
        told = shown(client_of())
        (rule_told,) = told["BackupPlan"]["Rules"]
        del rule_told["RuleId"]
        days = {
            "MoveToColdStorageAfterDays": 180,
            "DeleteAfterDays": 270,
            "OptInToArchiveForSupportedResources": True,
        }
        destination = vault.replace("$account", ACCOUNT)
        assert rule_told == {
            "RuleName": "my_rule",
            "TargetBackupVaultName": "nightly",
            "ScheduleExpression": "cron(0 5 ? * * *)",
            "ScheduleExpressionTimezone": "Europe/Berlin",
            "StartWindowMinutes": 60,
            "CompletionWindowMinutes": 604800,
            "EnableContinuousBackup": False,
            "Lifecycle": days,
            "RecoveryPointTags": {"Owner": "Backup"},
            "IndexActions": [{"ResourceTypes": ["EBS"]}],
            "CopyActions": [{"DestinationBackupVaultArn": destination, "Lifecycle": days}],
        }
        options = [{"ResourceType": "EC2", "BackupOptions": {"WindowsVSS": "enabled"}}]
        assert told["AdvancedBackupSettings"] == options
        assert tags_of(told["BackupPlanArn"]) == {"Stage": "Beta"}

    def test_copies_to_the_vault_that_its_action_is_named_by(
        self, organization: Organization
    ) -> None:
        name = "arn:aws:backup:us-west-2:$account:backup-vault:Secondary"
        action = {name: {"lifecycle": {"to_delete_after_days": assign("7")}}}
        organization.attach(policy(rules={"daily": rule(copy_actions=action)}), ACCOUNT)
        (rule_told,) = shown(client_of())["BackupPlan"]["Rules"]
        # In lower case, as AWS warns.
        assert rule_told["CopyActions"][0]["DestinationBackupVaultArn"] == (
            f"arn:aws:backup:us-west-2:{ACCOUNT}:backup-vault:secondary"
        )

    def test_selects_by_tags_and_types(self, organization: Organization) -> None:
        role = assign("arn:aws:iam::$account:role/backup")
        condition = {
            "condition_key": assign("aws:ResourceTag/stage"),
            "condition_value": assign("prod"),
        }
        selections = {
            "tags": {"Both": by_tag("stage", "prod", "test")},
            "resources": {
                "Tables": {
                    "iam_role_arn": role,
                    "resource_types": assign(["arn:aws:dynamodb:*:*:table/*"]),
                    "not_resource_types": assign(["arn:aws:ec2:*:*:volume/*"]),
                    "conditions": {"string_equals": {"first": condition}},
                },
                "All": {"iam_role_arn": role, "resource_types": assign("*")},
            },
        }
        organization.attach(policy(selections=selections), ACCOUNT)
        (listed,) = plans_of(client_of())
        by_tags, tables, everything = selections_of(client_of(), listed["BackupPlanId"])
        assert by_tags["SelectionName"] == "both"
        assert by_tags["IamRoleArn"] == f"arn:aws:iam::{ACCOUNT}:role/backup"
        assert by_tags["ListOfTags"] == [
            {"ConditionType": "STRINGEQUALS", "ConditionKey": "stage", "ConditionValue": value}
            for value in ("prod", "test")
        ]
        assert tables["Resources"] == ["arn:aws:dynamodb:*:*:table/*"]
        assert tables["NotResources"] == ["arn:aws:ec2:*:*:volume/*"]
        assert tables["Conditions"]["StringEquals"] == [
            {"ConditionKey": "aws:ResourceTag/stage", "ConditionValue": "prod"}
        ]
        assert everything["Resources"] == ["*"]

    def test_is_made_in_each_region(self, organization: Organization) -> None:
        organization.attach(policy(regions=assign([REGION, FAR])), organization.root)
        for account in (organization.outer, organization.inner):
            ids = {
                plans_of(client_in(account, region=region))[0]["BackupPlanId"]
                for region in (REGION, FAR)
            }
            assert len(ids) == 1
        assert plans_of(client_in(organization.outer, region="eu-west-2")) == []

    def test_is_told_by_an_event(self, organization: Organization) -> None:
        policy_id = organization.attach(policy(), ACCOUNT)
        organization.update(policy_id, policy(rules={"two": rule()}))
        organization.detach(policy_id, ACCOUNT)
        events = job_events(detail_type="Backup Plan State Change")
        states = [event["detail"]["state"] for event in events]
        assert states == ["CREATED", "MODIFIED", "DELETED"]


class TestAPlanRuns:
    def test_by_the_clock_in_each_account(self, organization: Organization, clock: Any) -> None:
        organization.attach(policy(), organization.root)
        for account in (organization.outer, organization.inner):
            client_in(account).create_backup_vault(BackupVaultName="nightly")
            disk = tagged_disk(account, stage="prod")
            tagged_disk(account, stage="test")
        clock.shift(3 * DAY)
        member = client_in(organization.inner)
        made = jobs(member)
        assert [job["CreationDate"] for job in made] == [
            NOW.replace(hour=5) + days * DAY for days in (2, 1, 0)
        ]
        assert {job["ResourceArn"].rpartition("/")[2] for job in made} == {disk}
        assert {job["CreatedBy"]["BackupPlanId"] for job in made} == {
            plans_of(member)[0]["BackupPlanId"]
        }
        assert {job["IamRoleArn"] for job in made} == {
            f"arn:aws:iam::{organization.inner}:role/backup"
        }
        assert len(jobs(client_in(organization.outer))) == 3

    def test_as_the_policy_was_at_that_time(self, organization: Organization, clock: Any) -> None:
        client_of().create_backup_vault(BackupVaultName="nightly")
        tagged_disk(ACCOUNT, stage="prod")
        policy_id = organization.attach(policy(), ACCOUNT)
        clock.shift(2 * DAY)
        # Nobody has asked AWS Backup meanwhile.
        later = rule(schedule_expression=assign("cron(0 9 ? * * *)"))
        organization.update(policy_id, policy(rules={"Daily": later}))
        clock.shift(DAY)
        organization.detach(policy_id, ACCOUNT)
        clock.shift(DAY)
        hours = [job["CreationDate"] - NOW for job in jobs(client_of())]
        assert hours == [timedelta(days=2, hours=9), timedelta(days=1, hours=5), timedelta(hours=5)]


class TestAChange:
    def test_of_the_policy_makes_a_version(self, organization: Organization, clock: Any) -> None:
        policy_id = organization.attach(policy(), ACCOUNT)
        first = shown(client_of())
        clock.shift(DAY)
        organization.update(policy_id, policy())
        assert shown(client_of())["VersionId"] == first["VersionId"]
        changed = rule(start_backup_window_minutes=assign("60"))
        organization.update(policy_id, policy(rules={"Daily": changed}))
        second = shown(client_of())
        assert second["BackupPlanId"] == first["BackupPlanId"]
        assert second["VersionId"] != first["VersionId"]
        rules = [each["BackupPlan"]["Rules"][0]["RuleId"] for each in (first, second)]
        assert rules[0] == rules[1]
        versions = client_of().list_backup_plan_versions(BackupPlanId=first["BackupPlanId"])
        assert len(versions["BackupPlanVersionsList"]) == 2

    def test_of_selections_and_tags_makes_none(self, organization: Organization) -> None:
        policy_id = organization.attach(policy(), ACCOUNT)
        first = shown(client_of())
        tags = {"a": {"tag_key": assign("A"), "tag_value": assign("b")}}
        selections = {"tags": {"Other": by_tag("team")}}
        organization.update(policy_id, policy(selections=selections, backup_plan_tags=tags))
        assert shown(client_of())["VersionId"] == first["VersionId"]
        (selection,) = selections_of(client_of(), first["BackupPlanId"])
        assert selection["SelectionName"] == "other"
        assert tags_of(first["BackupPlanArn"]) == {"A": "b"}

    def test_of_the_parent_moves_plans(self, organization: Organization) -> None:
        organization.attach(policy(), organization.unit)
        organization.move(organization.outer, organization.root, organization.unit)
        organization.move(organization.inner, organization.unit, organization.root)
        assert len(plans_of(client_in(organization.outer))) == 1
        assert plans_of(client_in(organization.inner)) == []

    def test_that_detaches_deletes_plans_and_selections(self, organization: Organization) -> None:
        policy_id = organization.attach(policy(), ACCOUNT)
        (listed,) = plans_of(client_of())
        organization.detach(policy_id, ACCOUNT)
        assert plans_of(client_of()) == []
        (deleted,) = client_of().list_backup_plans(IncludeDeleted=True)["BackupPlansList"]
        assert deleted["BackupPlanId"] == listed["BackupPlanId"]
        # It is made again under its id.
        organization.client.attach_policy(PolicyId=policy_id, TargetId=ACCOUNT)
        assert shown(client_of())["BackupPlanId"] == listed["BackupPlanId"]

    def test_that_disables_the_type_deletes_plans(self, organization: Organization) -> None:
        organization.attach(policy(), organization.root)
        disabled = {"RootId": organization.root, "PolicyType": "BACKUP_POLICY"}
        organization.client.disable_policy_type(**disabled)
        assert plans_of(client_of()) == []
        organization.client.enable_policy_type(**disabled)
        assert len(plans_of(client_of())) == 1

    def test_reaches_new_accounts_and_those_that_leave(self, organization: Organization) -> None:
        organization.attach(policy(), organization.root)
        status = organization.client.create_account(AccountName="new", Email="n@example.com")
        new = status["CreateAccountStatus"]["AccountId"]
        member = client_in(new)
        assert len(plans_of(member)) == 1
        organization.client.remove_account_from_organization(AccountId=new)
        assert plans_of(member) == []

    def test_leaves_other_plans_alone(self, organization: Organization) -> None:
        own = {"BackupPlanName": "own", "Rules": [{"RuleName": "r", "TargetBackupVaultName": "v1"}]}
        client_of().create_backup_plan(BackupPlan=own)
        policy_id = organization.attach(policy(), ACCOUNT)
        assert len(plans_of(client_of())) == 2
        organization.detach(policy_id, ACCOUNT)
        assert [each["BackupPlanName"] for each in plans_of(client_of())] == ["own"]


class TestAnAccount:
    """It can look at the plans of policies, and not change them."""

    def test_neither_changes_nor_deletes_such_a_plan(self, organization: Organization) -> None:
        organization.attach(policy(), ACCOUNT)
        told = shown(client_of())
        asked = {"BackupPlanId": told["BackupPlanId"]}
        document = {
            "BackupPlanName": "o",
            "Rules": [{"RuleName": "r", "TargetBackupVaultName": "v1"}],
        }
        managed = "is managed by a backup policy of its organization"
        code, message = refused(client_of(), "update_backup_plan", **asked, BackupPlan=document)
        assert (code, message.endswith(managed)) == (INVALID, True)
        code, message = refused(client_of(), "delete_backup_plan", **asked)
        assert (code, message.endswith(managed)) == ("InvalidRequestException", True)
        assert shown(client_of())["VersionId"] == told["VersionId"]

    def test_does_not_change_what_it_selects(self, organization: Organization) -> None:
        organization.attach(policy(), ACCOUNT)
        (listed,) = plans_of(client_of())
        asked = {"BackupPlanId": listed["BackupPlanId"]}
        role = f"arn:aws:iam::{ACCOUNT}:role/backup"
        selection = {"SelectionName": "s", "IamRoleArn": role, "Resources": ["*"]}
        code, _ = refused(
            client_of(), "create_backup_selection", **asked, BackupSelection=selection
        )
        assert code == INVALID
        (present,) = client_of().list_backup_selections(**asked)["BackupSelectionsList"]
        code, _ = refused(
            client_of(), "delete_backup_selection", **asked, SelectionId=present["SelectionId"]
        )
        assert code == INVALID


@pytest.mark.parametrize(
    ("settings", "reason"),
    {
        "a schedule": ({"rules": {"d": rule(schedule_expression=assign("daily"))}}, "schedule"),
        "a number": ({"rules": {"d": rule(start_backup_window_minutes=assign("x"))}}, "ValueError"),
        "rules": ({"rules": {}}, "KeyError"),
        "a rule's name": ({"rules": {"d": rule(lifecicle=assign("x"))}}, "did you mean lifecycle?"),
        "a plan's name": ({"region": assign([REGION])}, "did you mean regions?"),
        "a vault": (
            {"rules": {"d": {"schedule_expression": assign("cron(0 5 ? * * *)")}}},
            "Vault",
        ),
        "a role": (
            {"selections": {"tags": {"s": {**by_tag(), "iam_role_arn": assign("r")}}}},
            "role",
        ),
        "a region": ({"regions": assign(["nowhere"])}, "region"),
        "an object": ({"selections": {"tags": assign("s")}}, "AttributeError"),
    }.values(),
)
def test_a_plan_that_cannot_be_made_is_in_the_log(
    organization: Organization, caplog: pytest.LogCaptureFixture, settings: Any, reason: str
) -> None:
    document = {"plans": {"Bad": plan(**settings), "Good": plan()}}
    with caplog.at_level(logging.WARNING):
        organization.attach(document, ACCOUNT)
    # Others are made.
    assert [each["BackupPlanName"] for each in plans_of(client_of())] == ["Good"]
    (record,) = caplog.records
    assert reason in record.getMessage()
    assert "is not made: " in record.getMessage()


def test_two_organizations_keep_to_their_own_plans(organization: Organization) -> None:
    organization.attach(policy(), organization.root)
    elsewhere = client_in("999999999999", "organizations")
    elsewhere.create_organization()
    (root,) = elsewhere.list_roots()["Roots"]
    elsewhere.enable_policy_type(RootId=root["Id"], PolicyType="BACKUP_POLICY")
    made = elsewhere.create_policy(
        Name="p", Description="d", Type="BACKUP_POLICY", Content='{"plans": {}}'
    )
    policy_id = made["Policy"]["PolicySummary"]["Id"]
    elsewhere.attach_policy(PolicyId=policy_id, TargetId=root["Id"])
    assert len(plans_of(client_of())) == 1
