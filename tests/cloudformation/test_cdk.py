"""Templates of the AWS CDK: those that its constructs make where npm is there, and a small one like them."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from cloudformation.deploying import Stack, plan, selection, vault
from cloudformation.test_stacks import plans, vaults
from node_packages import with_packages
from support import ACCOUNT, client_of

SOURCES = Path(__file__).parent / "cdk"
# What each of the CDK's own plans has, by the days after which its rules delete.
READY_MADE = {
    "Daily": {"Daily": 35},
    "Monthly": {"Daily": 35, "Monthly1Year": 365},
    "Weekly": {"Daily": 35, "Weekly": 90, "Monthly5Year": 1825},
    "Longest": {"Daily": 35, "Weekly": 90, "Monthly7Year": 2555},
}
BOOTSTRAP = "/cdk-bootstrap/hnb659fds/version"


@pytest.fixture
def bootstrapped(mocked_backup: Any) -> Any:
    """A client of AWS Backup in an account in which `cdk bootstrap` has run."""
    client_of("ssm").put_parameter(Name=BOOTSTRAP, Value="30", Type="String")
    return mocked_backup


@pytest.fixture(scope="module")
def template() -> dict[str, Any]:
    """What the CDK synthesizes of cdk/app.js."""
    folder = with_packages(SOURCES)
    ran = subprocess.run(
        ["node", "app.js"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    synthesized: dict[str, Any] = json.loads(ran.stdout)
    return synthesized


@pytest.mark.filterwarnings("ignore:Tried to parse AWS..SNS..TopicPolicy")
def test_what_the_cdk_synthesizes_is_deployed_as_it_is(
    template: dict[str, Any], bootstrapped: Any
) -> None:
    stack = Stack()
    stack.client.create_stack(StackName=stack.name, TemplateBody=json.dumps(template))
    stack.assert_made()
    definitions = template["Resources"].items()
    ours = {name for name, each in definitions if each["Type"].startswith("AWS::Backup::")}
    assert ours <= stack.ids().keys()
    documents = {
        document["BackupPlanName"]: document["Rules"]
        for plan_id in plans(bootstrapped)
        for document in [bootstrapped.get_backup_plan(BackupPlanId=plan_id)["BackupPlan"]]
    }
    (continuous,) = documents.pop("Continuous")
    days = {
        name: {rule["RuleName"]: rule["Lifecycle"]["DeleteAfterDays"] for rule in rules}
        for name, rules in documents.items()
    }
    assert days == READY_MADE
    assert (continuous["EnableContinuousBackup"], continuous["StartWindowMinutes"]) == (True, 60)
    (action,) = continuous["CopyActions"]
    (copies,) = set(vaults(bootstrapped)) - {"nightly", "gapped"}
    assert action["DestinationBackupVaultArn"].endswith(f":backup-vault:{copies}")
    shown = bootstrapped.describe_backup_vault(BackupVaultName="nightly")
    assert (shown["Locked"], shown["MinRetentionDays"]) == (True, 7)
    told = bootstrapped.get_backup_vault_notifications(BackupVaultName="nightly")
    assert told["BackupVaultEvents"] == ["BACKUP_JOB_COMPLETED"]
    policy = bootstrapped.get_backup_vault_access_policy(BackupVaultName="nightly")["Policy"]
    assert "backup:DeleteRecoveryPoint" in policy
    for plan_id in plans(bootstrapped):
        answer = bootstrapped.list_backup_selections(BackupPlanId=plan_id)
        (listed,) = answer["BackupSelectionsList"]
        assert listed["IamRoleArn"].startswith(f"arn:aws:iam::{ACCOUNT}:role/")
    stack.update(template["Resources"], **{n: v for n, v in template.items() if n != "Resources"})
    assert stack.status == "UPDATE_COMPLETE"
    stack.delete()
    assert (vaults(bootstrapped), plans(bootstrapped)) == ([], [])


def test_a_template_like_the_cdk_s_is_deployed(bootstrapped: Any) -> None:
    """The CDK takes a vault's name by GetAtt, a plan's id too, and names of resources from constructs."""
    kept = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
    of_vault = {"Fn::GetAtt": ["Vault23237E5B", "BackupVaultName"]}
    table = [
        "arn:",
        {"Ref": "AWS::Partition"},
        f":dynamodb:us-east-1:{ACCOUNT}:table/",
        {"Ref": "Orders"},
    ]
    orders = {
        "Type": "AWS::DynamoDB::Table",
        "Properties": {
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
            "ProvisionedThroughput": {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5},
        },
    }
    chosen = selection(
        {"Fn::GetAtt": ["DailyF2158A89", "BackupPlanId"]}, Resources=[{"Fn::Join": ["", table]}]
    )
    resources = {
        "Vault23237E5B": {**vault("BackupsVault2FBA9CBC"), **kept},
        "DailyF2158A89": plan(TargetBackupVault=of_vault),
        "DailyChosen48FF2187": chosen,
        "Orders": orders,
    }
    version = {"Type": "AWS::SSM::Parameter::Value<String>", "Default": BOOTSTRAP}
    stack = Stack().create(resources, Parameters={"BootstrapVersion": version})
    stack.assert_made()
    (plan_id,) = plans(bootstrapped)
    (listed,) = bootstrapped.list_backup_selections(BackupPlanId=plan_id)["BackupSelectionsList"]
    shown = bootstrapped.get_backup_selection(
        BackupPlanId=plan_id, SelectionId=listed["SelectionId"]
    )
    (arn,) = shown["BackupSelection"]["Resources"]
    assert arn == f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/{stack.ids()['Orders']}"
    stack.delete()
    assert vaults(bootstrapped) == ["BackupsVault2FBA9CBC"]
