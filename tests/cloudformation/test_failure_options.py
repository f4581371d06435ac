"""What requests say of what fails: OnFailure, DisableRollback, RetainResources and DeletionMode."""

from typing import Any, ClassVar

import pytest
from botocore.exceptions import ClientError
from calls import backed_up
from cloudformation.deploying import Stack, plan, vault
from cloudformation.test_nested_stacks import statuses, templates
from cloudformation.test_refused_stacks import EXPORTED, REFUSED, TABLE, tables, topic, topics
from cloudformation.test_stacks import RESOURCES, plans, vaults

from moto_backup_summaries import fail_operation

# Fixtures are used by their names.
__all__ = ["templates"]

STAYS = [{"OnFailure": "DO_NOTHING"}, {"DisableRollback": True}]
OF_PLAN = "The following resource(s) failed to {}: [Plan]."


@pytest.fixture
def stack(mocked_backup: Any) -> Stack:
    return Stack()


class TestAStackThatCannotBeMade:
    @pytest.mark.parametrize("asked", STAYS)
    def test_stays_with_what_was_made(self, stack: Stack, mocked_backup: Any, asked: Any) -> None:
        stack.create({"Vault": vault(), "Table": TABLE, "Plan": REFUSED}, request=asked)
        assert stack.describe()["DisableRollback"] is True
        assert (stack.status, stack.ids()) == (
            *("CREATE_FAILED", {"Vault": "nightly", "Table": "orders"}),
        )
        assert (vaults(mocked_backup), tables()) == (["nightly"], ["orders"])
        assert [status for _, status in stack.events()] == [
            *("CREATE_IN_PROGRESS", "CREATE_FAILED", "CREATE_FAILED")
        ]
        assert stack.reasons("backups")[-1] == OF_PLAN.format("create")

    def test_stays_with_what_its_exports_need(self, stack: Stack, mocked_backup: Any) -> None:
        """Moto makes that first."""
        needs = {**REFUSED, "DependsOn": "Vault"}
        stack.create({"Vault": vault(), "Plan": needs}, request=STAYS[0], Outputs=EXPORTED)
        assert (stack.status, stack.outputs) == ("CREATE_FAILED", {})
        stack.update({"Vault": vault(), "Plan": plan()}, Outputs=EXPORTED)
        assert (stack.status, vaults(mocked_backup)) == ("UPDATE_COMPLETE", ["nightly"])
        assert stack.outputs == {"Vault": stack.ids()["Plan"]}

    def test_is_whole_after_an_update(self, stack: Stack, mocked_backup: Any) -> None:
        stack.create({**RESOURCES, "Plan": REFUSED}, request=STAYS[0])
        stack.update({**RESOURCES, "Topic": topic()})
        assert stack.status == "UPDATE_COMPLETE"
        assert (vaults(mocked_backup), len(plans(mocked_backup)), topics()) == (
            *(["nightly"], 1, ["told"]),
        )
        stack.delete()
        assert (vaults(mocked_backup), plans(mocked_backup), topics()) == ([], [], [])

    def test_goes_where_the_request_says_so(self, stack: Stack, mocked_backup: Any) -> None:
        asked = {"OnFailure": "DELETE"}
        made = stack.client.create_stack(
            **stack.request({"Vault": vault(), "Plan": REFUSED}, request=asked)
        )["StackId"]
        assert statuses() == []
        (gone,) = stack.client.describe_stacks(StackName=made)["Stacks"]
        assert (gone["StackStatus"], vaults(mocked_backup)) == ("DELETE_COMPLETE", [])
        assert stack.create(RESOURCES).status == "CREATE_COMPLETE"

    def test_may_not_go_either(self, stack: Stack, mocked_backup: Any) -> None:
        fail_operation("DeleteBackupVault", code="InvalidRequestException", times=1)
        stack.create({"Vault": vault(), "Plan": REFUSED}, request={"OnFailure": "DELETE"})
        assert (stack.status, vaults(mocked_backup)) == ("DELETE_FAILED", ["nightly"])
        stack.delete()
        assert vaults(mocked_backup) == []

    @pytest.mark.parametrize("asked", [{"OnFailure": "ROLLBACK"}, {"DisableRollback": False}])
    def test_is_rolled_back_otherwise(self, stack: Stack, mocked_backup: Any, asked: Any) -> None:
        stack.create({"Vault": vault(), "Plan": REFUSED}, request=asked)
        assert (stack.status, vaults(mocked_backup)) == ("ROLLBACK_COMPLETE", [])

    def test_has_one_option_of_two(self, stack: Stack, mocked_backup: Any) -> None:
        with pytest.raises(ClientError, match="either OnFailure or DisableRollback") as refused:
            stack.create(RESOURCES, request={"OnFailure": "DELETE", "DisableRollback": True})
        assert refused.value.response["Error"]["Code"] == "ValidationError"
        assert vaults(mocked_backup) == []

    def test_stays_with_its_nested_stack(
        self, stack: Stack, templates: Any, mocked_backup: Any
    ) -> None:
        nested = templates("first", {"Inner": vault("inner"), "Plan": REFUSED})
        stack.create({"Vault": vault(), "Nested": nested}, request=STAYS[0])
        assert statuses() == ["CREATE_FAILED", "CREATE_FAILED"]
        assert sorted(vaults(mocked_backup)) == ["inner", "nightly"]
        assert set(stack.ids()) == {"Vault", "Nested"}
        stack.delete()
        assert (statuses(), vaults(mocked_backup)) == ([], [])

    def test_goes_with_its_nested_stack(
        self, stack: Stack, templates: Any, mocked_backup: Any
    ) -> None:
        nested = templates("first", {"Inner": vault("inner"), "Plan": REFUSED})
        stack.create({"Nested": nested}, request={"OnFailure": "DELETE"})
        assert (statuses(), vaults(mocked_backup)) == ([], [])


class TestAStackThatCannotBeUpdated:
    ASKED: ClassVar[dict[str, Any]] = {"DisableRollback": True}

    def test_stays_as_far_as_it_has_come(self, stack: Stack, mocked_backup: Any) -> None:
        stack.create({"Vault": vault(), "Plan": plan(), "Old": vault("old")})
        changed = {
            "Vault": vault(BackupVaultTags={"team": "a"}),
            "Topic": topic(),
            "Plan": REFUSED,
            "New": vault("new"),
        }
        stack.update(changed, request=self.ASKED)
        assert stack.status == "UPDATE_FAILED"
        assert stack.reasons("backups")[-1] == OF_PLAN.format("update")
        assert sorted(vaults(mocked_backup)) == ["new", "nightly", "old"]
        assert (len(plans(mocked_backup)), topics()) == (1, ["told"])
        assert set(stack.ids()) == {"Vault", "Topic", "Plan", "New", "Old"}
        stack.update({**changed, "Plan": plan(RuleName="other")})
        assert stack.status == "UPDATE_COMPLETE"
        assert sorted(vaults(mocked_backup)) == ["new", "nightly"]
        arn = mocked_backup.describe_backup_vault(BackupVaultName="nightly")["BackupVaultArn"]
        assert mocked_backup.list_tags(ResourceArn=arn)["Tags"]["team"] == "a"
        stack.delete()
        assert (vaults(mocked_backup), plans(mocked_backup), topics()) == ([], [], [])

    def test_goes_on_where_something_new_was_refused(
        self, stack: Stack, mocked_backup: Any
    ) -> None:
        """Of what is new, others are made first; what they change comes after it."""
        stack.create({"Topic": topic(), "Other": topic("other"), "Vault": vault()})
        renamed = {"Topic": topic("renamed"), "Vault": vault()}
        stack.update({**renamed, "Plan": REFUSED}, request=self.ASKED)
        assert (stack.status, topics()) == ("UPDATE_FAILED", ["told"])
        assert set(stack.ids()) == {"Topic", "Vault"}
        stack.update({**renamed, "Plan": plan()})
        assert (stack.status, topics()) == ("UPDATE_COMPLETE", ["renamed"])
        assert len(plans(mocked_backup)) == 1

    @pytest.mark.parametrize("is_deleted", [False, True])
    def test_deletes_later_what_it_has_replaced(
        self, stack: Stack, mocked_backup: Any, is_deleted: bool
    ) -> None:
        stack.create({"Vault": vault(), "Plan": plan()})
        stack.update({"Vault": vault("other"), "Plan": REFUSED}, request=self.ASKED)
        assert sorted(vaults(mocked_backup)) == ["nightly", "other"]
        assert stack.ids()["Vault"] == "other"
        if is_deleted:
            stack.delete()
            assert vaults(mocked_backup) == []
        else:
            stack.update({"Vault": vault("other"), "Plan": plan(RuleName="other")})
            assert vaults(mocked_backup) == ["other"]
            stack.delete()
            assert vaults(mocked_backup) == []

    def test_stays_with_a_new_nested_stack(
        self, stack: Stack, templates: Any, mocked_backup: Any
    ) -> None:
        nested = templates("first", {"Inner": vault("inner"), "Plan": REFUSED})
        stack.create({"Vault": vault()})
        stack.update({"Vault": vault(), "Nested": nested}, request=self.ASKED)
        assert statuses() == ["UPDATE_FAILED", "CREATE_FAILED"]
        assert set(stack.ids()) == {"Vault", "Nested"}
        stack.delete()
        assert (statuses(), vaults(mocked_backup)) == ([], [])

    def test_keeps_all_where_a_nested_stack_cannot_go(
        self, stack: Stack, templates: Any, mocked_backup: Any
    ) -> None:
        nested = templates("first", {"Inner": vault("nightly")})
        stack.create({"Nested": nested, "Topic": topic()})
        backed_up(mocked_backup)
        stack.update({"Topic": topic("other")}, request=self.ASKED)
        assert (stack.status, topics()) == ("UPDATE_FAILED", ["told"])
        assert set(stack.ids()) == {"Nested", "Topic"}


class TestAChangeSet:
    @staticmethod
    def execute(stack: Stack, kind: str, resources: Any, asked: Any, **execution: Any) -> None:
        request = stack.request(resources, request=asked)
        change_set = stack.client.create_change_set(
            ChangeSetName="changes", ChangeSetType=kind, **request
        )["Id"]
        stack.client.execute_change_set(ChangeSetName=change_set, StackName=stack.name, **execution)

    @pytest.mark.parametrize(
        ("asked", "execution", "expected"),
        [
            ({}, {}, ["ROLLBACK_COMPLETE"]),
            ({"OnStackFailure": "ROLLBACK"}, {}, ["ROLLBACK_COMPLETE"]),
            ({"OnStackFailure": "DO_NOTHING"}, {}, ["CREATE_FAILED"]),
            ({}, {"DisableRollback": True}, ["CREATE_FAILED"]),
            ({"OnStackFailure": "DELETE"}, {}, []),
        ],
    )
    def test_of_a_new_stack_does_what_it_says(
        self, stack: Stack, mocked_backup: Any, asked: Any, execution: Any, expected: list[str]
    ) -> None:
        self.execute(stack, "CREATE", {"Vault": vault(), "Plan": REFUSED}, asked, **execution)
        assert statuses() == expected
        assert vaults(mocked_backup) == (["nightly"] if expected == ["CREATE_FAILED"] else [])

    def test_of_a_stack_keeps_what_was_done(self, stack: Stack, mocked_backup: Any) -> None:
        stack.create({"Plan": plan()})
        changed = {"Vault": vault(), "Plan": REFUSED}
        self.execute(stack, "UPDATE", changed, {"OnStackFailure": "DO_NOTHING"})
        assert (stack.status, vaults(mocked_backup)) == ("UPDATE_FAILED", ["nightly"])


class TestAStackThatCannotBeDeleted:
    @pytest.fixture
    def failed(self, stack: Stack, mocked_backup: Any) -> Stack:
        stack.create({**RESOURCES, "Topic": topic()})
        backed_up(mocked_backup)
        stack.delete()
        assert stack.status == "DELETE_FAILED"
        return stack

    def test_goes_without_what_is_retained(self, failed: Stack, mocked_backup: Any) -> None:
        failed.client.delete_stack(StackName=failed.name, RetainResources=["Vault"])
        assert (statuses(), vaults(mocked_backup)) == ([], ["nightly"])

    def test_goes_by_force(self, failed: Stack, mocked_backup: Any) -> None:
        failed.client.delete_stack(StackName=failed.name, DeletionMode="FORCE_DELETE_STACK")
        assert (statuses(), vaults(mocked_backup)) == ([], ["nightly"])

    def test_retains_others_too(self, stack: Stack, mocked_backup: Any) -> None:
        """The topic is not deleted while the vault refers to it."""
        notified = {"SNSTopicArn": {"Ref": "Topic"}, "BackupVaultEvents": ["BACKUP_JOB_STARTED"]}
        stack.create({"Topic": topic(), "Vault": vault(Notifications=notified)})
        backed_up(mocked_backup)
        stack.delete()
        assert (stack.status, topics()) == ("DELETE_FAILED", ["told"])
        retained = ["Vault", "Topic"]
        stack.client.delete_stack(StackName=stack.name, RetainResources=retained)
        assert (statuses(), vaults(mocked_backup), topics()) == ([], ["nightly"], ["told"])

    def test_has_what_is_retained(self, failed: Stack, mocked_backup: Any) -> None:
        with pytest.raises(ClientError, match="stack backups has no Other"):
            failed.client.delete_stack(StackName=failed.name, RetainResources=["Other"])
        assert failed.status == "DELETE_FAILED"

    @pytest.mark.parametrize("is_named", [False, True])
    def test_has_tried_before(self, stack: Stack, mocked_backup: Any, is_named: bool) -> None:
        stack.create(RESOURCES)
        name = stack.name if is_named else stack.describe()["StackId"]
        with pytest.raises(ClientError, match="backups is CREATE_COMPLETE"):
            stack.client.delete_stack(StackName=name, RetainResources=["Vault"])
        assert vaults(mocked_backup) == ["nightly"]

    def test_is_motos_own_without_aws_backup(self, stack: Stack) -> None:
        stack.create({"Topic": topic()})
        stack.client.delete_stack(StackName=stack.name, RetainResources=["Topic"])
        assert statuses() == []
        stack.client.delete_stack(StackName="absent", RetainResources=["Topic"])
