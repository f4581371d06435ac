"""Programs that tidy up what others made, call by call; what locks and legal holds keep, they leave.

Above each test stands where the program is, and from when.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from botocore.exceptions import ClientError
from calls import RULE, SELECTION, backed_up, create_plan, points, refused, start, tags_of, volume
from legal_holds.examples import cancel, create
from moto import mock_aws
from support import client_of, frozen_at

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
DAY = timedelta(days=1)
WEEK = {"DeleteAfterDays": 7}
Removal = tuple[str, Callable[[], Any]]


@pytest.fixture
def account(nightly: Any) -> Any:
    """A plan with a selection, and three vaults: one is open, one is locked for good, one held."""
    for name in ("locked", "held"):
        nightly.create_backup_vault(BackupVaultName=name)
    plan_id = create_plan(nightly, Rules=[{**RULE, "TargetBackupVaultName": "nightly"}])
    nightly.create_backup_selection(BackupPlanId=plan_id, BackupSelection=SELECTION)
    for name in ("nightly", "locked", "held"):
        for number in range(2):
            resource = volume(f"vol-{number}")
            start(nightly, BackupVaultName=name, ResourceArn=resource, Lifecycle=WEEK)
    nightly.put_backup_vault_lock_configuration(
        BackupVaultName="locked", MinRetentionDays=1, ChangeableForDays=3
    )
    create(nightly, RecoveryPointSelection={"VaultNames": ["held"]})
    return nightly


class TestTheTidierOfAccounts:
    """ekristen/aws-nuke, its resources of AWS Backup, 2025.

    It lists all there is, tries to remove each, and then again those that failed, for as long as any goes.
    """

    def removals(self, client: Any) -> Iterator[Removal]:
        """What it finds, in the order of its names, and what removes it."""
        for plan in client.list_backup_plans(IncludeDeleted=False, MaxResults=100)[
            "BackupPlansList"
        ]:
            plan_id = plan["BackupPlanId"]
            yield plan_id, lambda plan_id=plan_id: client.delete_backup_plan(BackupPlanId=plan_id)
        vaults = client.list_backup_vaults(MaxResults=100)["BackupVaultList"]
        for vault in vaults:
            name = vault["BackupVaultName"]
            for point in points(client, name):
                point_arn = point["RecoveryPointArn"]
                # Of snapshots it does without.
                with suppress(client.exceptions.ResourceNotFoundException):
                    client.list_tags(ResourceArn=point_arn)
                named = {"BackupVaultName": name, "RecoveryPointArn": point_arn}
                yield point_arn, lambda named=named: client.delete_recovery_point(**named)
        for plan in client.list_backup_plans(IncludeDeleted=False, MaxResults=100)[
            "BackupPlansList"
        ]:
            plan_id = plan["BackupPlanId"]
            listed = client.list_backup_selections(BackupPlanId=plan_id)["BackupSelectionsList"]
            for selection in listed:
                named = {"BackupPlanId": plan_id, "SelectionId": selection["SelectionId"]}
                yield (
                    selection["SelectionId"],
                    lambda named=named: client.delete_backup_selection(**named),
                )
        for vault in vaults:
            name = vault["BackupVaultName"]
            yield name, lambda name=name: client.delete_backup_vault(BackupVaultName=name)

    def run(self, client: Any) -> list[str]:
        """What is left, and why it is."""
        left = list(self.removals(client))
        while True:
            failed, messages = [], []
            for name, remove in left:
                try:
                    remove()
                except client.exceptions.InvalidRequestException as error:
                    failed.append((name, remove))
                    messages.append(error.response["Error"]["Message"])
            if len(failed) == len(left):
                return messages
            left = failed

    def test_leaves_what_is_locked_or_held_and_all_else_goes(self, account: Any) -> None:
        left = self.run(account)
        assert [message.rpartition("(")[2] for message in left if "Lock" in message] == [
            "Backup vault configured with Lock)"
        ] * 2
        assert len([message for message in left if "active legal holds" in message]) == 2
        assert len([message for message in left if "contains recovery points" in message]) == 2
        assert len(left) == 6
        vaults = account.list_backup_vaults()["BackupVaultList"]
        assert {vault["BackupVaultName"] for vault in vaults} == {"locked", "held"}
        assert account.list_backup_plans()["BackupPlansList"] == []

    def test_removes_the_rest_once_days_are_over_and_the_hold_is_cancelled(
        self, account: Any, clock: Any
    ) -> None:
        self.run(account)
        clock.shift(8 * DAY)
        (hold,) = account.list_legal_holds()["LegalHolds"]
        cancel(account, hold["LegalHoldId"])
        assert self.run(account) == []
        assert account.list_backup_vaults()["BackupVaultList"] == []


class TestANightlyFunction:
    """Functions that delete what is older than some days.

    marktheskies/aws-help-scripts, 2020, deletes the first page and ends at the first refusal. Others go on,
    through all pages, and count.
    """

    def older_than(self, client: Any, vault: str, moment: datetime) -> list[str]:
        pages = client.get_paginator("list_recovery_points_by_backup_vault").paginate(
            BackupVaultName=vault, ByCreatedBefore=moment, PaginationConfig={"PageSize": 1}
        )
        return [point["RecoveryPointArn"] for page in pages for point in page["RecoveryPoints"]]

    @pytest.mark.parametrize(
        ("vault", "message"), [("locked", "configured with Lock"), ("held", "active legal holds")]
    )
    def test_ends_at_the_first_refusal(
        self, account: Any, clock: Any, vault: str, message: str
    ) -> None:
        clock.shift(DAY)
        first, _ = self.older_than(account, vault, NOW + DAY)
        with pytest.raises(ClientError, match=message):
            account.delete_recovery_point(BackupVaultName=vault, RecoveryPointArn=first)
        assert len(points(account, vault)) == 2

    def test_counts_what_it_could_not_delete_and_deletes_the_rest(
        self, account: Any, clock: Any
    ) -> None:
        clock.shift(DAY)
        new = backed_up(account, BackupVaultName="held", ResourceArn=volume("vol-new"))
        clock.shift(DAY)
        kept = 0
        for vault in ("nightly", "locked", "held"):
            for arn in self.older_than(account, vault, NOW + 2 * DAY):
                try:
                    account.delete_recovery_point(BackupVaultName=vault, RecoveryPointArn=arn)
                except account.exceptions.InvalidRequestException:
                    kept += 1
        assert kept == 4
        left = {vault: len(points(account, vault)) for vault in ("nightly", "locked", "held")}
        assert left == {"nightly": 0, "locked": 2, "held": 2}
        assert new not in self.older_than(account, "held", NOW + 2 * DAY)

    # affinitywaterltd/terraform-aws-lambda, daily_aws_backup_expired_deletion, 2020: deletes what AWS Backup
    # could not delete itself and calls EXPIRED. What a hold keeps is not.
    def test_leaves_what_outlived_its_days_by_a_hold(self, account: Any, clock: Any) -> None:
        clock.shift(8 * DAY)
        assert [point["Status"] for point in points(account, "held")] == ["COMPLETED"] * 2
        assert points(account, "locked") == []

    # Functions of stacks that empty a vault before the stack deletes it, in several public repositories.
    def test_empties_a_vault_so_that_it_can_be_deleted(self, account: Any) -> None:
        for point in points(account):
            account.delete_recovery_point(
                BackupVaultName="nightly", RecoveryPointArn=point["RecoveryPointArn"]
            )
        assert (
            account.describe_backup_vault(BackupVaultName="nightly")["NumberOfRecoveryPoints"] == 0
        )
        account.delete_backup_vault(BackupVaultName="nightly")


class TestTheCustodian:
    """cloud-custodian 0.9.53, which was run against a server: vaults by lock and key, plans, tags."""

    def test_finds_vaults_by_their_lock_and_tags_them(self, account: Any) -> None:
        listed = account.list_backup_vaults()["BackupVaultList"]
        unlocked = [vault["BackupVaultArn"] for vault in listed if vault["Locked"] is False]
        for arn in unlocked:
            account.tag_resource(ResourceArn=arn, Tags={"locked": "no"})
        assert [tags_of(vault["BackupVaultArn"]) for vault in listed] == [
            {"locked": "no"} if vault["BackupVaultArn"] in unlocked else {} for vault in listed
        ]
        assert len(unlocked) == 2

    def test_takes_the_rules_of_each_plan_from_its_document(self, account: Any) -> None:
        (plan,) = account.list_backup_plans()["BackupPlansList"]
        told = account.get_backup_plan(BackupPlanId=plan["BackupPlanId"])
        targets = [rule["TargetBackupVaultName"] for rule in told["BackupPlan"]["Rules"]]
        assert targets == ["nightly"]
        assert account.list_tags(ResourceArn=told["BackupPlanArn"])["Tags"] == {}


class TestAPlaybook:
    """Ansible's amazon.aws 11.4, which was run against a server: vaults, plans, selections, tags.

    Without ``moto_compatible``: an absent vault is one to which access is denied.
    """

    @pytest.fixture
    def client(self) -> Iterator[Any]:
        config: Any = {"backup": {"moto_compatible": False}}
        with frozen_at(NOW), mock_aws(config=config):
            yield client_of()

    def vault(self, client: Any, name: str, tags: dict[str, str]) -> bool:
        """Make a vault, or give it these tags and no other; whether anything was changed."""
        named = {"BackupVaultName": name}
        told = None
        with suppress(ClientError):
            told = client.describe_backup_vault(**named)
        if told is None:
            client.create_backup_vault(**named, BackupVaultTags=tags)
            told = client.describe_backup_vault(**named)
            assert client.list_tags(ResourceArn=told["BackupVaultArn"])["Tags"] == tags
            return True
        present = client.list_tags(ResourceArn=told["BackupVaultArn"])["Tags"]
        removed = [key for key in present if key not in tags]
        added = {key: value for key, value in tags.items() if present.get(key) != value}
        if removed:
            client.untag_resource(ResourceArn=told["BackupVaultArn"], TagKeyList=removed)
        if added:
            client.tag_resource(ResourceArn=told["BackupVaultArn"], Tags=added)
        return bool(removed or added)

    def test_makes_a_vault_once_and_sets_its_tags(self, client: Any) -> None:
        code = "AccessDeniedException"
        with pytest.raises(ClientError) as caught:
            client.describe_backup_vault(BackupVaultName="nightly")
        assert caught.value.response["Error"]["Code"] == code
        changed = [
            self.vault(client, "nightly", tags)
            for tags in ({"team": "a"}, {"team": "a"}, {"team": "b", "env": "x"}, {"env": "x"})
        ]
        assert changed == [True, False, True, True]

    def test_removes_a_plan_after_its_selections_and_a_vault_after_its_points(
        self, client: Any
    ) -> None:
        self.vault(client, "nightly", {})
        start(client)
        plan_id = create_plan(client, Rules=[{**RULE, "TargetBackupVaultName": "nightly"}])
        plan = {"BackupPlanId": plan_id}
        selection = client.create_backup_selection(**plan, BackupSelection=SELECTION)
        assert refused(client, "delete_backup_plan", **plan) == (
            "InvalidRequestException",
            "Related backup plan selections must be deleted prior to backup plan deletion",
        )
        (listed,) = client.list_backup_selections(**plan)["BackupSelectionsList"]
        assert listed["SelectionName"] == SELECTION["SelectionName"]
        client.delete_backup_selection(**plan, SelectionId=selection["SelectionId"])
        assert client.list_backup_selections(**plan)["BackupSelectionsList"] == []
        client.delete_backup_plan(**plan)
        assert client.list_backup_plans()["BackupPlansList"] == []
        assert refused(client, "delete_backup_vault", BackupVaultName="nightly") == (
            "InvalidRequestException",
            "Backup vault cannot be deleted because it contains recovery points.",
        )
