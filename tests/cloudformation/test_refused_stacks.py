"""What AWS Backup refuses of a template, and that a stack then has nothing of it."""

import re
from typing import Any, ClassVar

import pytest
from calls import vault_arn
from cloudformation.deploying import RULE, Stack, plan, selection, vault
from cloudformation.test_stacks import RESOURCES, plans, vaults
from frameworks.examples import control
from listeners import Queue
from support import MakeClient, client_of

from moto_backup_summaries import fail_operation

ID = "[0-9a-f-]{36}"
REFUSED = plan(ScheduleExpression="cron(1)")
EXPORTED = {"Vault": {"Value": {"Ref": "Plan"}, "Export": {"Name": "plan"}}}
TABLE = {
    "Type": "AWS::DynamoDB::Table",
    "Properties": {
        "TableName": "orders",
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "BillingMode": "PAY_PER_REQUEST",
    },
}


def topic(name: Any = "told", **properties: Any) -> dict[str, Any]:
    return {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": name, **properties}}


def tables() -> list[str]:
    return list(client_of("dynamodb").list_tables()["TableNames"])


def topics() -> list[str]:
    listed = client_of("sns").list_topics()["Topics"]
    return sorted(item["TopicArn"].split(":")[-1] for item in listed)


def test_a_refused_stack_is_rolled_back(make_client: MakeClient) -> None:
    stack, client = Stack(client=make_client(service="cloudformation")), make_client()
    stack.create({**RESOURCES, "Plan": REFUSED})
    assert (stack.status, stack.ids()) == ("ROLLBACK_COMPLETE", {})
    assert (vaults(client), plans(client)) == ([], [])
    assert stack.events() == [
        ("backups", "CREATE_IN_PROGRESS"),
        ("Plan", "CREATE_FAILED"),
        ("backups", "ROLLBACK_IN_PROGRESS"),
        ("backups", "ROLLBACK_COMPLETE"),
    ]
    (reason,) = stack.reasons("Plan")
    assert re.fullmatch(
        r'Resource handler returned message: "Invalid cron\(\): .* \(Service: Backup, '
        rf"Status Code: 400, Request ID: {ID}, Extended Request ID: null\)\" "
        rf"\(RequestToken: {ID}, HandlerErrorCode: InvalidRequest\)",
        reason,
    )
    assert stack.reasons("backups")[1:] == [
        "The following resource(s) failed to create: [Plan]. Rollback requested by user."
    ]


def test_a_waiter_tells_of_a_refused_stack(mocked_backup: Any) -> None:
    stack = Stack().create({"Plan": REFUSED})
    with pytest.raises(Exception, match="ROLLBACK_COMPLETE"):
        stack.client.get_waiter("stack_create_complete").wait(StackName=stack.name)


def test_what_others_made_of_a_refused_stack_goes_too(mocked_backup: Any) -> None:
    stack = Stack().create({"Table": TABLE, "Plan": REFUSED})
    assert (stack.status, tables()) == ("ROLLBACK_COMPLETE", [])


def test_a_refused_stack_with_exports_is_rolled_back(mocked_backup: Any) -> None:
    stack = Stack().create({**RESOURCES, "Plan": REFUSED}, Outputs=EXPORTED)
    assert (stack.status, stack.outputs, vaults(mocked_backup)) == ("ROLLBACK_COMPLETE", {}, [])
    assert stack.events()[:2] == [("backups", "CREATE_IN_PROGRESS"), ("Plan", "CREATE_FAILED")]
    assert stack.client.list_exports()["Exports"] == []


def test_a_refused_stack_can_only_be_deleted(mocked_backup: Any) -> None:
    stack = Stack().create({"Plan": REFUSED})
    with pytest.raises(stack.client.exceptions.ClientError, match="ROLLBACK_COMPLETE"):
        stack.update({"Plan": plan()})
    stack.delete()
    assert Stack().create({"Plan": plan()}).status == "CREATE_COMPLETE"


def test_a_rollback_that_is_refused_has_failed(mocked_backup: Any) -> None:
    fail_operation("DeleteBackupVault", code="InvalidRequestException", message="Not now.", times=1)
    stack = Stack().create({"Vault": vault(), "Plan": REFUSED})
    assert (stack.status, stack.ids()) == ("ROLLBACK_FAILED", {"Vault": "nightly"})
    assert "Not now." in stack.reasons("Vault")[0]
    stack.delete()
    assert vaults(mocked_backup) == []


@pytest.mark.parametrize(
    ("policy", "left"),
    [("Retain", ["nightly"]), ("RetainExceptOnCreate", []), ("Delete", [])],
)
def test_a_rollback_keeps_what_is_retained(
    mocked_backup: Any, policy: str, left: list[str]
) -> None:
    Stack().create({"Vault": {**vault(), "DeletionPolicy": policy}, "Plan": REFUSED})
    assert vaults(mocked_backup) == left


def test_a_vault_is_made_whole_or_not_at_all(mocked_backup: Any) -> None:
    lock = {"MinRetentionDays": 7, "ChangeableForDays": 1}
    tags = {"team": "a"}
    stack = Stack().create({"Vault": vault(LockConfiguration=lock, BackupVaultTags=tags)})
    assert (stack.status, vaults(mocked_backup)) == ("ROLLBACK_COMPLETE", [])
    assert "ChangeableForDays" in stack.reasons("Vault")[0]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("AccessDeniedException", "AccessDenied"),
        ("AlreadyExistsException", "AlreadyExists"),
        ("ConflictException", "ResourceConflict"),
        ("InvalidParameterValueException", "InvalidRequest"),
        ("InvalidRequestException", "InvalidRequest"),
        ("LimitExceededException", "ServiceLimitExceeded"),
        ("MissingParameterValueException", "InvalidRequest"),
        ("ResourceNotFoundException", "NotFound"),
        ("ServiceUnavailableException", "GeneralServiceException"),
        ("ThrottlingException", "Throttling"),
    ],
)
def test_each_error_has_cloudformations_name(mocked_backup: Any, code: str, name: str) -> None:
    fail_operation("CreateBackupVault", code=code, message="Why.")
    (reason,) = Stack().create({"Vault": vault()}).reasons("Vault")
    assert reason.startswith('Resource handler returned message: "Why. (Service: Backup,')
    assert reason.endswith(f"HandlerErrorCode: {name})")


@pytest.mark.parametrize(
    ("properties", "refusal"),
    [
        ({"BackupVaultName": "nightly", "Name": 1}, "#: extraneous key [Name] is not permitted"),
        ({"BackupVaultTags": {}}, "#: required key [BackupVaultName] not found"),
        (
            {"BackupVaultName": "nightly", "LockConfiguration": {"Days": 7}},
            "#/LockConfiguration: extraneous key [Days] is not permitted",
        ),
        (
            {"BackupVaultName": "nightly", "BackupVaultTags": "team"},
            "#/BackupVaultTags: expected type: JSONObject, found: String",
        ),
        (
            {"BackupVaultTags": {}, "Name": 1, "Days": 7},
            "#: required key [BackupVaultName] not found\n#: extraneous key [Name] is not permitted\n"
            "#: extraneous key [Days] is not permitted",
        ),
    ],
)
def test_properties_are_those_of_the_type(
    mocked_backup: Any, properties: Any, refusal: str
) -> None:
    stack = Stack().create(
        {"Vault": {"Type": "AWS::Backup::BackupVault", "Properties": properties}}
    )
    expected = f"Properties validation failed for resource Vault with message:\n{refusal}"
    assert (stack.reasons("Vault"), vaults(mocked_backup)) == ([expected], [])


@pytest.mark.parametrize(
    ("tags", "refusal"),
    [
        (True, ": expected type: JSONArray, found: Boolean"),
        ([{"Key": "a"}, "b"], "/1: expected type: JSONObject, found: String"),
        ([{"Value": "a"}], "/0: required key [Key] not found"),
        ([{"Key": "a", "Name": "b"}], "/0: extraneous key [Name] is not permitted"),
    ],
)
def test_tags_of_a_framework_are_a_list_of_keys_and_values(
    mocked_backup: Any, tags: Any, refusal: str
) -> None:
    properties = {"FrameworkControls": [control()], "FrameworkTags": tags}
    stack = Stack().create({"Made": {"Type": "AWS::Backup::Framework", "Properties": properties}})
    assert stack.reasons("Made") == [
        f"Properties validation failed for resource Made with message:\n#/FrameworkTags{refusal}"
    ]
    assert mocked_backup.list_frameworks()["Frameworks"] == []


def test_a_property_deep_in_a_plan_is_named_with_its_place(mocked_backup: Any) -> None:
    actions = [{"DestinationBackupVaultArn": vault_arn("far"), "Lifecycle": {"Days": 1}}]
    (reason,) = Stack().create({"Plan": plan(CopyActions=actions)}).reasons("Plan")
    assert reason == (
        "Properties validation failed for resource Plan with message:\n#/BackupPlan/BackupPlanRule/0"
        "/CopyActions/0/Lifecycle: extraneous key [Days] is not permitted"
    )


class TestARefusedUpdate:
    """One that changes, adds, removes, replaces, and then asks for what is refused."""

    before: ClassVar[Any] = {
        **RESOURCES,
        "Removed": vault("removed"),
        "Topic": topic(DisplayName="before"),
        "Gone": topic("gone"),
    }
    after: ClassVar[Any] = {
        "Topic": topic(DisplayName="after"),
        "New": topic("new"),
        "Added": vault("added"),
        "Vault": vault("renamed"),
        "Plan": plan(TargetBackupVault={"Ref": "Vault"}, Lifecycle={"DeleteAfterDays": 40}),
        "Selection": selection({"Ref": "Plan"}, ListOfTags=[]),
    }
    outputs: ClassVar[Any] = {"Target": {"Value": {"Ref": "Vault"}}}

    def display_name(self) -> Any:
        arn = client_of("sns").list_topics()["Topics"]
        (told,) = [item["TopicArn"] for item in arn if item["TopicArn"].endswith(":told")]
        return client_of("sns").get_topic_attributes(TopicArn=told)["Attributes"]["DisplayName"]

    def check(self, stack: Stack, client: Any) -> None:
        """All is as before."""
        assert sorted(vaults(client)) == ["nightly", "removed"]
        assert (topics(), self.display_name()) == (["gone", "told"], "before")
        (plan_id,) = plans(client)
        (rule,) = client.get_backup_plan(BackupPlanId=plan_id)["BackupPlan"]["Rules"]
        assert (rule["TargetBackupVaultName"], rule["Lifecycle"]) == ("nightly", RULE["Lifecycle"])
        (listed,) = client.list_backup_selections(BackupPlanId=plan_id)["BackupSelectionsList"]
        ids = stack.ids()
        assert ids["Selection"] == f"{listed['SelectionId']}_{plan_id}"
        assert ids.keys() == self.before.keys()
        assert stack.outputs == {"Target": "nightly"}

    @pytest.mark.parametrize("operation", ["CreateBackupSelection", "UpdateBackupPlan"])
    def test_changes_nothing(self, mocked_backup: Any, operation: str) -> None:
        stack = Stack().create(self.before, Outputs=self.outputs)
        fail_operation(operation, code="InvalidParameterValueException", message="No.", times=1)
        stack.update(self.after, Outputs=self.outputs)
        assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
        self.check(stack, mocked_backup)
        name = {"UpdateBackupPlan": "Plan", "CreateBackupSelection": "Selection"}[operation]
        assert stack.events()[-4:] == [
            ("backups", "UPDATE_IN_PROGRESS"),
            (name, "UPDATE_FAILED"),
            ("backups", "UPDATE_ROLLBACK_IN_PROGRESS"),
            ("backups", "UPDATE_ROLLBACK_COMPLETE"),
        ]
        assert stack.reasons("backups")[-1] == (
            f"The following resource(s) failed to update: [{name}]."
        )

    def test_changes_nothing_where_something_new_is_refused(self, mocked_backup: Any) -> None:
        stack = Stack().create(self.before, Outputs=self.outputs)
        stack.update({**self.after, "Other": REFUSED}, Outputs=self.outputs)
        assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
        self.check(stack, mocked_backup)
        assert ("Other", "CREATE_FAILED") in stack.events()

    def test_may_be_followed_by_one_that_is_not(self, mocked_backup: Any) -> None:
        stack = Stack().create(self.before, Outputs=self.outputs)
        stack.update({**self.after, "Other": REFUSED}, Outputs=self.outputs)
        stack.update(self.after, Outputs=self.outputs)
        assert (stack.status, stack.outputs) == ("UPDATE_COMPLETE", {"Target": "renamed"})
        assert sorted(vaults(mocked_backup)) == ["added", "renamed"]
        assert (topics(), self.display_name()) == (["new", "told"], "after")
        stack.delete()
        assert (vaults(mocked_backup), plans(mocked_backup), topics()) == ([], [], [])

    def test_keeps_the_tags_of_the_stack(self, mocked_backup: Any) -> None:
        stack = Stack().create({"Vault": vault()}, tags={"team": "a"})
        stack.update({"Vault": vault(), "Other": REFUSED}, tags={"team": "b"})
        tags = mocked_backup.list_tags(ResourceArn=vault_arn("nightly"))["Tags"]
        assert (tags["team"], stack.describe()["Tags"]) == ("a", [{"Key": "team", "Value": "a"}])

    def test_keeps_parameters(self, mocked_backup: Any) -> None:
        parameters = {"Days": {"Type": "Number"}}
        resources = {"Plan": plan(Lifecycle={"DeleteAfterDays": {"Ref": "Days"}})}
        stack = Stack().create(resources, Parameters=parameters, inputs={"Days": "35"})
        stack.update(resources, Parameters=parameters, inputs={"Days": "0"})
        assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
        (told,) = stack.describe()["Parameters"]
        assert told["ParameterValue"] == "35"

    @pytest.mark.parametrize(
        ("operation", "name"),
        [("DeleteBackupVault", "Added"), ("DeleteBackupVaultLockConfiguration", "Vault")],
    )
    def test_whose_rollback_is_refused_has_failed(
        self, mocked_backup: Any, operation: str, name: str
    ) -> None:
        locked = vault(LockConfiguration={"MinRetentionDays": 7})
        stack = Stack().create({"Vault": vault(), "Plan": plan()})
        fail_operation(operation, code="InvalidRequestException", message="Not now.", times=1)
        stack.update({"Vault": locked, "Added": vault("added"), "Plan": REFUSED})
        assert stack.status == "UPDATE_ROLLBACK_FAILED"
        assert "Not now." in stack.reasons(name)[-1]
        assert stack.ids().keys() == {"Vault", "Plan"}


def test_topics_hear_what_was_refused(mocked_backup: Any) -> None:
    queue = Queue(client_of("sqs"))
    arn = client_of("sns").create_topic(Name="told")["TopicArn"]
    client_of("sns").subscribe(TopicArn=arn, Protocol="sqs", Endpoint=queue.arn)
    stack = Stack()
    stack.client.create_stack(
        StackName=stack.name,
        TemplateBody='{"Resources": {"Vault": {"Type": "AWS::Backup::BackupVault"}}}',
        NotificationARNs=[arn],
    )
    heard = [re.findall(r"ResourceStatus='(\w+)'", text) for text in queue.texts()]
    assert sorted(heard) == [
        ["CREATE_FAILED"],
        ["CREATE_IN_PROGRESS"],
        ["ROLLBACK_COMPLETE"],
        ["ROLLBACK_IN_PROGRESS"],
    ]


def test_what_is_refused_by_others_comes_out_as_before(mocked_backup: Any) -> None:
    """Moto leaves a stack in which another service refuses something as it is."""
    refused = {**topic("not a name"), "DependsOn": "Vault"}
    with pytest.raises(client_of("cloudformation").exceptions.ClientError):
        Stack().create({"Vault": vault("first"), "Topic": refused})
    stack = Stack("other").create({"Vault": vault(), "Old": vault("old")})
    with pytest.raises(client_of("cloudformation").exceptions.ClientError):
        stack.update({"Vault": vault("weekly"), "Topic": refused})
    assert sorted(vaults(mocked_backup)) == ["first", "nightly", "old"]
