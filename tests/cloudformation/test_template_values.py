"""Values of templates that moto leaves: partitions, lists of parameters, and dynamic references."""

import json
from typing import Any

import pytest
from cloudformation.deploying import Stack, topic_arn, vault
from support import REGION, client_of

NAMES = {"Type": "CommaDelimitedList", "Default": "BACKUP_JOB_COMPLETED, COPY_JOB_FAILED"}
NOTIFYING = vault(
    Notifications={"SNSTopicArn": topic_arn(), "BackupVaultEvents": {"Ref": "Events"}}
)


def told(client: Any) -> Any:
    answer = client.get_backup_vault_notifications(BackupVaultName="nightly")
    return answer["BackupVaultEvents"]


def parameters(stack: Stack) -> dict[str, str]:
    listed = stack.describe()["Parameters"]
    return {each["ParameterKey"]: each["ParameterValue"] for each in listed}


def tagged(value: str) -> dict[str, Any]:
    return {"Vault": vault(BackupVaultTags={"of": value})}


def tag(client: Any) -> Any:
    arn = client.describe_backup_vault(BackupVaultName="nightly")["BackupVaultArn"]
    return client.list_tags(ResourceArn=arn)["Tags"]["of"]


@pytest.fixture
def ssm(mocked_backup: Any) -> Any:
    client: Any = client_of("ssm", REGION)
    client.put_parameter(Name="/team", Value="blue", Type="String")
    return client


@pytest.fixture
def secret(mocked_backup: Any) -> str:
    """The ARN of a secret that is named `secret`."""
    client: Any = client_of("secretsmanager", REGION)
    text = json.dumps({"team": "green", "floor": 5})
    return str(client.create_secret(Name="secret", SecretString=text)["ARN"])


@pytest.mark.parametrize(
    ("region", "values"),
    [
        ("eu-west-1", "aws amazonaws.com"),
        ("cn-north-1", "aws-cn amazonaws.com.cn"),
        ("us-gov-west-1", "aws-us-gov amazonaws.com"),
    ],
)
def test_the_partition_is_that_of_the_region(mocked_backup: Any, region: str, values: str) -> None:
    made = vault(BackupVaultTags={"of": {"Fn::Sub": "${AWS::Partition} ${AWS::URLSuffix}"}})
    stack = Stack(client=client_of("cloudformation", region)).create({"Vault": made})
    stack.assert_made()
    assert tag(client_of("backup", region)) == values


def test_a_parameter_is_a_list_by_default_too(mocked_backup: Any) -> None:
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "told"}}
    stack = Stack().create({"Vault": NOTIFYING, "Topic": topic}, Parameters={"Events": NAMES})
    assert told(mocked_backup) == ["BACKUP_JOB_COMPLETED", "COPY_JOB_FAILED"]
    assert parameters(stack) == {"Events": "BACKUP_JOB_COMPLETED, COPY_JOB_FAILED"}


def test_the_items_of_a_list_that_is_given_are_trimmed(mocked_backup: Any) -> None:
    stack = Stack().create({"Vault": NOTIFYING}, Parameters={"Events": NAMES})
    given = "BACKUP_JOB_STARTED , COPY_JOB_STARTED"
    stack.update({"Vault": NOTIFYING}, Parameters={"Events": NAMES}, inputs={"Events": given})
    assert told(mocked_backup) == ["BACKUP_JOB_STARTED", "COPY_JOB_STARTED"]
    assert parameters(stack) == {"Events": given}


def test_stacks_without_ours_are_as_moto_makes_them(mocked_backup: Any) -> None:
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Ref": "Name"}}}
    name = {"Type": "CommaDelimitedList", "Default": "one"}
    assert Stack().create({"Queue": queue}, Parameters={"Name": name}).status == "CREATE_COMPLETE"


def test_a_parameter_of_ssm_is_read(mocked_backup: Any, ssm: Any) -> None:
    Stack().create(tagged("is-{{resolve:ssm:/team}}-{{resolve:ssm:/team:1}}")).assert_made()
    assert tag(mocked_backup) == "is-blue-blue"


def test_a_parameter_of_ssm_is_read_again_by_an_update_and_a_version_stays(
    mocked_backup: Any, ssm: Any
) -> None:
    stack = Stack().create(tagged("{{resolve:ssm:/team}}"))
    ssm.put_parameter(Name="/team", Value="red", Type="String", Overwrite=True)
    stack.update({**tagged("{{resolve:ssm:/team}}"), "Other": vault("other")})
    assert tag(mocked_backup) == "red"
    stack.update(tagged("{{resolve:ssm:/team:1}}"))
    assert tag(mocked_backup) == "blue"


@pytest.mark.parametrize(
    ("behind", "value"),
    [
        ("", '{"team": "green", "floor": 5}'),
        (":SecretString", '{"team": "green", "floor": 5}'),
        (":SecretString:team", "green"),
        (":SecretString:floor:AWSCURRENT", "5"),
        (":SecretString:team::", "green"),
    ],
)
def test_a_secret_or_a_value_in_it_is_read(
    mocked_backup: Any, secret: str, behind: str, value: str
) -> None:
    for name in ("secret", secret):
        stack = Stack().create(tagged(f"{{{{resolve:secretsmanager:{name}{behind}}}}}"))
        assert tag(mocked_backup) == value
        stack.delete()


@pytest.mark.parametrize(
    "reference",
    [
        "ssm:/absent",
        "ssm:/team:7",
        "secretsmanager:absent",
        "secretsmanager:secret:SecretString:absent",
        "secretsmanager:secret:SecretBinary",
    ],
)
def test_what_refers_to_nothing_fails_its_resource(
    mocked_backup: Any, ssm: Any, secret: str, reference: str
) -> None:
    text = f"{{{{resolve:{reference}}}}}"
    stack = Stack().create(tagged(text))
    assert stack.status == "ROLLBACK_COMPLETE"
    assert stack.reasons("Vault") == [f"{text} refers to nothing in moto."]


def test_without_any_parameter_a_reference_fails_its_resource(mocked_backup: Any) -> None:
    text = "{{resolve:ssm:/absent}}"
    assert Stack().create(tagged(text)).reasons("Vault") == [f"{text} refers to nothing in moto."]


def test_a_secure_reference_is_refused(mocked_backup: Any, ssm: Any) -> None:
    stack = Stack().create(tagged("{{resolve:ssm:/team}}"))
    stack.update(tagged("{{resolve:ssm-secure:/team}}"))
    assert (stack.status, tag(mocked_backup)) == ("UPDATE_ROLLBACK_COMPLETE", "blue")
    assert stack.reasons("Vault") == [
        "{{resolve:ssm-secure:/team}} cannot be here: AWS Backup has no property for ssm-secure."
    ]


def test_a_function_that_moto_leaves_is_refused(mocked_backup: Any) -> None:
    stack = Stack().create({"Vault": vault(BackupVaultTags={"of": {"Fn::Length": ["a"]}})})
    assert stack.reasons("Vault") == ["moto has not evaluated Fn::Length."]


def test_a_name_that_yaml_takes_for_a_number_is_text(mocked_backup: Any) -> None:
    template = """
        Resources:
          Vault:
            Type: AWS::Backup::BackupVault
            Properties: {BackupVaultName: nightly, BackupVaultTags: {7: seven, of: us}}
    """
    client: Any = client_of("cloudformation", REGION)
    client.create_stack(StackName="backups", TemplateBody=template)
    assert tag(mocked_backup) == "us"
