"""Backup policies of Organizations: created, attached, and what they are together for an account.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_backup.html
"""

import json
from functools import partial
from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto.organizations.responses import OrganizationsResponse
from plans.policies import Organization, assign, client_in, policy
from support import ACCOUNT, REGION, client_of

from moto_backup_summaries import register, unregister


@pytest.fixture
def organization(mocked_backup: Any) -> Organization:
    return Organization()


def code_of(call: Any) -> str:
    with pytest.raises(ClientError) as caught:
        call()
    return str(caught.value.response["Error"]["Code"])


def test_a_policy_is_shown_as_it_was_created(organization: Organization) -> None:
    content = json.dumps(policy())
    created = organization.create(content)
    summary = created["PolicySummary"]
    shown = organization.client.describe_policy(PolicyId=summary["Id"])["Policy"]
    assert shown == created
    organization_id = organization.client.describe_organization()["Organization"]["Id"]
    assert summary == {
        "Id": summary["Id"],
        "Arn": (
            f"arn:aws:organizations::{ACCOUNT}:policy/{organization_id}"
            f"/backup_policy/{summary['Id']}"
        ),
        "Name": "policy",
        "Description": "backups",
        "Type": "BACKUP_POLICY",
        "AwsManaged": False,
    }
    assert shown["Content"] == content
    listed = organization.client.list_policies(Filter="BACKUP_POLICY")["Policies"]
    assert listed == [summary]


def test_a_policy_is_renamed_with_its_content_as_it_was(organization: Organization) -> None:
    policy_id = organization.create(policy())["PolicySummary"]["Id"]
    organization.client.update_policy(PolicyId=policy_id, Name="other")
    shown = organization.client.describe_policy(PolicyId=policy_id)["Policy"]
    assert shown["PolicySummary"]["Name"] == "other"
    assert shown["Content"] == json.dumps(policy())


def test_other_policies_are_as_before(organization: Organization) -> None:
    made = organization.client.create_policy(
        Name="tags", Description="d", Type="TAG_POLICY", Content="{}"
    )
    assert "/tag_policy/" in made["Policy"]["PolicySummary"]["Arn"]
    policy_id = made["Policy"]["PolicySummary"]["Id"]
    organization.client.update_policy(PolicyId=policy_id, Content="[]")
    shown = organization.client.describe_policy(PolicyId=policy_id)["Policy"]
    assert shown["Content"] == "[]"
    assert organization.client.list_policies(Filter="BACKUP_POLICY")["Policies"] == []


@pytest.mark.parametrize(
    "content", ["{", "[]", "{}", '{"plan": {}}', '{"plans": {"a": {}, "a": {}}}', "[" * 100_000]
)
def test_what_is_no_policy_is_refused(organization: Organization, content: str) -> None:
    malformed = "MalformedPolicyDocumentException"
    assert code_of(lambda: organization.create(content)) == malformed
    policy_id = organization.create(policy())["PolicySummary"]["Id"]
    update = organization.client.update_policy
    assert code_of(lambda: update(PolicyId=policy_id, Content=content)) == malformed
    shown = organization.client.describe_policy(PolicyId=policy_id)["Policy"]
    assert shown["Content"] == json.dumps(policy())


def test_a_policy_is_attached_once_the_type_is_enabled(mocked_backup: Any) -> None:
    organization = Organization()
    enabled = {"RootId": organization.root, "PolicyType": "BACKUP_POLICY"}
    policy_id = organization.attach(policy(), organization.root)
    assert organization.effective(ACCOUNT)
    organization.client.disable_policy_type(**enabled)
    asked = {"PolicyId": policy_id, "TargetId": organization.outer}
    attach = organization.client.attach_policy
    assert code_of(lambda: attach(**asked)) == "PolicyTypeNotEnabledException"
    missing = "EffectivePolicyNotFoundException"
    assert code_of(lambda: organization.effective(ACCOUNT)) == missing
    organization.client.enable_policy_type(**enabled)
    attach(**asked)
    assert organization.effective(ACCOUNT)


class TestTheEffectivePolicy:
    def test_has_what_the_root_the_unit_and_the_account_have(
        self, organization: Organization
    ) -> None:
        organization.attach(policy(), organization.root, "of the root")
        more = {"plans": {"Org_Plan": {"regions": {"@@append": ["eu-west-1"]}}}}
        organization.attach(more, organization.unit, "of the unit")
        fewer = {"plans": {"org_plan": {"regions": {"@@remove": [REGION]}}}}
        organization.attach(fewer, organization.inner, "of the account")
        regions = {
            account: organization.effective(account)["plans"]["Org_Plan"]["regions"]
            for account in (ACCOUNT, organization.outer, organization.inner)
        }
        assert regions == {
            ACCOUNT: [REGION],
            organization.outer: [REGION],
            organization.inner: ["eu-west-1"],
        }

    def test_is_told_without_operators(self, organization: Organization) -> None:
        organization.attach(policy(backup_plan_tags={"A": {"tag_key": assign("A")}}), ACCOUNT)
        assert organization.effective(ACCOUNT) == {
            "plans": {
                "Org_Plan": {
                    "regions": [REGION],
                    "rules": {
                        "daily": {
                            "schedule_expression": "cron(0 5 ? * * *)",
                            "target_backup_vault_name": "nightly",
                        }
                    },
                    "selections": {
                        "tags": {
                            "stages": {
                                "iam_role_arn": "arn:aws:iam::$account:role/backup",
                                "tag_key": "stage",
                                "tag_value": ["prod"],
                            }
                        }
                    },
                    "backup_plan_tags": {"a": {"tag_key": "A"}},
                }
            }
        }

    def test_is_that_of_the_caller_unless_another_is_named(
        self, organization: Organization
    ) -> None:
        organization.attach(policy(), organization.inner)
        asked = {"PolicyType": "BACKUP_POLICY"}
        member = client_in(organization.inner, "organizations")
        told = member.describe_effective_policy(**asked)["EffectivePolicy"]
        assert (told["TargetId"], told["PolicyType"]) == (organization.inner, "BACKUP_POLICY")
        call = organization.client.describe_effective_policy
        assert code_of(lambda: call(**asked)) == "EffectivePolicyNotFoundException"

    @pytest.mark.parametrize(
        ("target", "code"),
        [("999999999999", "TargetNotFoundException"), ("r-abcd", "InvalidInputException")],
    )
    def test_is_that_of_an_account(
        self, organization: Organization, target: str, code: str
    ) -> None:
        assert code_of(lambda: organization.effective(target)) == code

    def test_needs_an_organization(self, mocked_backup: Any) -> None:
        call = client_of("organizations").describe_effective_policy
        code = code_of(lambda: call(PolicyType="BACKUP_POLICY"))
        assert code == "AWSOrganizationsNotInUseException"

    def test_of_another_type_is_as_moto_has_it(
        self, organization: Organization, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ask = partial(organization.client.describe_effective_policy, PolicyType="TAG_POLICY")
        with pytest.raises(NotImplementedError):
            ask()
        unregister()
        try:
            answer = '{"EffectivePolicy": {"TargetId": "of moto"}}'
            name = "describe_effective_policy"
            monkeypatch.setattr(OrganizationsResponse, name, lambda self: answer, raising=False)
        finally:
            register()
        assert ask()["EffectivePolicy"] == {"TargetId": "of moto"}
        # Ours goes before the one that the test has set is taken away.
        unregister()
        monkeypatch.undo()
        register()


def test_without_the_package_moto_is_as_before(organization: Organization) -> None:
    unregister()
    try:
        with pytest.raises(NotImplementedError):
            organization.create(policy())
        with pytest.raises(NotImplementedError):
            organization.effective(ACCOUNT)
    finally:
        register()
    organization.attach(policy(), organization.root)
    assert organization.effective(ACCOUNT)
