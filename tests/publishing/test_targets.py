"""Each kind of target gets what AWS sends to it."""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
import responses
from calls import FAR, start
from listeners import Queue, put_rule, states
from moto import mock_aws, settings
from organizations import assumed
from support import ACCOUNT, REGION, ROLE, client_of

COMPLETED = {"detail-type": ["Backup Job State Change"], "detail": {"state": ["COMPLETED"]}}
OTHER = "111122223333"


@pytest.fixture
def events(vault: Any) -> Any:
    return client_of("events")


def sole(items: list[Any]) -> Any:
    (item,) = items
    return item


def shown(event: Any) -> tuple[str, str]:
    return event["source"], event["detail"]["state"]


def test_a_topic_publishes_the_event(vault: Any, events: Any) -> None:
    sns = client_of("sns")
    queue = Queue(client_of("sqs"))
    topic = sns.create_topic(Name="alarm")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue.arn)
    put_rule(events, COMPLETED, topic)
    start(vault)
    (envelope,) = queue.events()
    assert envelope["TopicArn"] == topic
    assert "Subject" not in envelope
    assert shown(json.loads(envelope["Message"])) == ("aws.backup", "COMPLETED")


def test_a_topic_tells_its_own_subscribers_only(vault: Any, events: Any) -> None:
    sns, sqs = client_of("sns"), client_of("sqs")
    heard = {}
    for name in ("alarm", "other"):
        topic, queue = sns.create_topic(Name=name)["TopicArn"], Queue(sqs, name)
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue.arn)
        heard[topic] = queue
    put_rule(events, COMPLETED, next(iter(heard)))
    start(vault)
    assert [len(queue.messages()) for queue in heard.values()] == [1, 0]


def test_a_topic_of_another_account_and_region_is_reached(vault: Any, events: Any) -> None:
    def make(service: str = "backup", **options: Any) -> Any:
        return client_of(service, **options)

    sns, sqs = (assumed(make, OTHER, FAR, service) for service in ("sns", "sqs"))
    queue = Queue(sqs)
    topic = sns.create_topic(Name="alarm")["TopicArn"]
    sns.subscribe(
        TopicArn=topic,
        Protocol="sqs",
        Endpoint=queue.arn,
        Attributes={"RawMessageDelivery": "true"},
    )
    put_rule(events, COMPLETED, topic)
    start(vault)
    assert [event["account"] for event in queue.events()] == [ACCOUNT]


def test_a_subscriber_who_fails_does_not_hide_an_event_from_others(
    vault: Any, events: Any, caplog: pytest.LogCaptureFixture
) -> None:
    sns = client_of("sns")
    queue = Queue(client_of("sqs"))
    topic = sns.create_topic(Name="alarm")["TopicArn"]
    absent = queue.arn.replace("heard", "absent")
    for endpoint in (absent, queue.arn):
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=endpoint)
    put_rule(events, COMPLETED, topic)
    start(vault)
    assert len(queue.events()) == 1
    assert sole(caplog.messages) == f"{absent} of {topic} got no message"


def subscribed(topic: str, name: str, policy: Any) -> Queue:
    """A queue that wants those events of a topic which pass a policy."""
    queue = Queue(client_of("sqs"), name)
    attributes = {"FilterPolicyScope": "MessageBody", "FilterPolicy": json.dumps(policy)}
    client_of("sns").subscribe(
        TopicArn=topic, Protocol="sqs", Endpoint=queue.arn, Attributes=attributes
    )
    return queue


# The policies that moto's own filter answers with an error, or otherwise than AWS.
PASSED = {
    "a state": {"detail": {"state": ["COMPLETED"]}},
    "one of two": {"$or": [{"source": ["aws.ec2"]}, {"detail": {"percentDone": [100]}}]},
    "one of two members": {"detail": {"$or": [{"state": ["FAILED"]}, {"percentDone": [100]}]}},
    "any case": {"detail": {"state": [{"equals-ignore-case": "Completed"}]}},
    "anything but a suffix": {"detail": {"percentDone": [{"anything-but": {"suffix": "9"}}]}},
    "what is not there": {"detail": {"createdBy": {"backupPlanId": [{"exists": False}]}}},
}
NOT_PASSED = {
    "another state": {"detail": {"state": ["FAILED"]}},
    "none of two": {"$or": [{"source": ["aws.ec2"]}, {"detail": {"percentDone": [0]}}]},
    "a suffix of a number": {"detail": {"percentDone": [{"suffix": "0"}]}},
    "any case of a number": {"detail": {"percentDone": [{"equals-ignore-case": "100"}]}},
    "a range of a text": {"detail": {"bytesTransferred": [{"numeric": [">=", 0]}]}},
}


@pytest.mark.parametrize(
    ("policy", "is_passed"),
    [*((policy, True) for policy in PASSED.values()), *((it, False) for it in NOT_PASSED.values())],
    ids=[*PASSED, *NOT_PASSED],
)
def test_a_filter_policy_reads_the_event_as_aws_does(
    vault: Any, events: Any, caplog: pytest.LogCaptureFixture, policy: Any, is_passed: bool
) -> None:
    topic = client_of("sns").create_topic(Name="alarm")["TopicArn"]
    queue = subscribed(topic, "heard", policy)
    put_rule(events, COMPLETED, topic)
    start(vault)
    assert len(queue.events()) == is_passed
    assert caplog.messages == []


def test_a_filter_policy_that_aws_refuses_lets_nothing_through_and_the_log_says_why(
    vault: Any, events: Any, caplog: pytest.LogCaptureFixture
) -> None:
    topic = client_of("sns").create_topic(Name="alarm")["TopicArn"]
    bad = subscribed(topic, "bad", {"detail": {"state": [{"anything-but": {"exists": True}}]}})
    good = subscribed(topic, "good", {"detail": {"state": ["COMPLETED"]}})
    put_rule(events, COMPLETED, topic)
    start(vault)
    assert (len(bad.events()), len(good.events())) == (0, 1)
    assert sole(caplog.messages) == (
        f"{bad.arn} of {topic} gets no message, for AWS refuses its filter policy: "
        "Unsupported anything-but pattern: exists"
    )


def test_a_fifo_queue_gets_a_group(vault: Any, events: Any) -> None:
    queue = Queue(
        client_of("sqs"), "heard.fifo", FifoQueue="true", ContentBasedDeduplication="true"
    )
    put_rule(events, COMPLETED, {"Arn": queue.arn, "SqsParameters": {"MessageGroupId": "jobs"}})
    start(vault)
    assert [message["Attributes"]["MessageGroupId"] for message in queue.messages()] == ["jobs"]


def code() -> bytes:
    """A zip file with a function."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("main.py", "def handler(event, context): return event")
    return packed.getvalue()


def create_function() -> str:
    client_of("iam").create_role(RoleName="runs", AssumeRolePolicyDocument="{}")
    answer = client_of("lambda").create_function(
        FunctionName="handler",
        Runtime="python3.13",
        Role=f"arn:aws:iam::{ACCOUNT}:role/runs",
        Handler="main.handler",
        Code={"ZipFile": code()},
        Publish=True,
    )
    return str(answer["FunctionArn"])


def test_a_function_that_moto_cannot_run_has_that_in_its_log(
    vault: Any, events: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", "tcp://127.0.0.1:1")
    # In a container moto asks for its own address by a pipe that it does not close.
    monkeypatch.setattr(settings, "is_docker", lambda: False)
    put_rule(events, COMPLETED, create_function().removesuffix(":1"))
    start(vault)
    logged = client_of("logs").filter_log_events(logGroupName="/aws/lambda/handler")["events"]
    assert sole(logged)["message"].startswith("error running docker: ")


@pytest.fixture
def without_docker() -> Iterator[None]:
    with mock_aws(config={"lambda": {"use_docker": False}}):
        yield


@pytest.mark.parametrize("qualifier", ["", ":1"])
@pytest.mark.usefixtures("without_docker")
def test_a_function_that_moto_only_pretends_to_run_is_invoked(
    monkeypatch: pytest.MonkeyPatch, qualifier: str
) -> None:
    client = client_of()
    client.create_backup_vault(BackupVaultName="nightly")
    name = create_function().removesuffix(":1")
    queue = Queue(client_of("sqs"))
    put_rule(
        client_of("events"),
        COMPLETED,
        {"Arn": name + qualifier, "DeadLetterConfig": {"Arn": queue.arn}},
    )
    from moto.awslambda_simple.models import LambdaSimpleBackend

    invoked: list[Any] = []
    monkeypatch.setattr(LambdaSimpleBackend, "invoke", lambda self, **told: invoked.append(told))
    start(client)
    told = sole(invoked)
    assert (told["function_name"], told["qualifier"]) == ("handler", qualifier[1:] or None)
    assert told["headers"] == {"x-amz-invocation-type": "Event"}
    assert shown(json.loads(told["body"])) == ("aws.backup", "COMPLETED")
    assert queue.messages() == []


def test_a_state_machine_is_started(vault: Any, events: Any) -> None:
    machines = client_of("stepfunctions")
    definition = {"StartAt": "a", "States": {"a": {"Type": "Pass", "End": True}}}
    machine = machines.create_state_machine(
        name="workflow", definition=json.dumps(definition), roleArn=ROLE
    )["stateMachineArn"]
    put_rule(events, COMPLETED, {"Arn": machine, "RoleArn": ROLE})
    start(vault)
    execution = sole(machines.list_executions(stateMachineArn=machine)["executions"])
    told = machines.describe_execution(executionArn=execution["executionArn"])
    assert shown(json.loads(told["input"])) == ("aws.backup", "COMPLETED")


def create_log_group() -> str:
    name = "/aws/events/backup"
    client_of("logs").create_log_group(logGroupName=name)
    return f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{name}"


def logged() -> list[Any]:
    return list(client_of("logs").filter_log_events(logGroupName="/aws/events/backup")["events"])


@pytest.mark.parametrize("ending", ["", ":*"])
def test_a_log_group_has_the_event_in_a_stream_of_its_own(
    vault: Any, events: Any, ending: str
) -> None:
    put_rule(
        events,
        {**COMPLETED, "detail": {"state": ["CREATED", "COMPLETED"]}},
        create_log_group() + ending,
    )
    start(vault)
    found = logged()
    assert states([json.loads(event["message"]) for event in found]) == ["CREATED", "COMPLETED"]
    assert len({event["logStreamName"] for event in found}) == 2


TEMPLATES = {
    '{"timestamp": <time>, "message": "job <id>"}': None,
    '{"timestamp": <time>, "text": "job <id>"}': "INVALID_PARAMETER",
    '{"timestamp": "soon", "message": "job <id>"}': "ERROR_FROM_TARGET",
    '[<time>, "job <id>"]': "INVALID_PARAMETER",
    "job <id>": "INVALID_JSON",
}


@pytest.mark.parametrize(("template", "error"), TEMPLATES.items(), ids=TEMPLATES)
def test_a_template_gives_the_parts_of_a_log_event(
    vault: Any, events: Any, template: str, error: str | None
) -> None:
    letters = Queue(client_of("sqs"))
    transformer = {
        "InputPathsMap": {"time": "$.time", "id": "$.detail.backupJobId"},
        "InputTemplate": template,
    }
    target = {"Arn": create_log_group(), "InputTransformer": transformer}
    put_rule(events, COMPLETED, {**target, "DeadLetterConfig": {"Arn": letters.arn}})
    job_id = start(vault)["BackupJobId"]
    codes = [m["MessageAttributes"]["ERROR_CODE"]["StringValue"] for m in letters.messages()]
    assert codes == ([error] if error else [])
    assert [event["message"] for event in logged()] == ([] if error else [f"job {job_id}"])


@pytest.mark.parametrize("path", ["$.detail.backupJobId", None])
def test_a_stream_gets_a_record_with_its_partition_key(
    vault: Any, events: Any, path: str | None
) -> None:
    kinesis = client_of("kinesis")
    kinesis.create_stream(StreamName="stream", ShardCount=1)
    arn = f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/stream"
    parameters = {"KinesisParameters": {"PartitionKeyPath": path}} if path else {}
    put_rule(events, COMPLETED, {"Arn": arn, **parameters})
    start(vault)
    shard = kinesis.get_shard_iterator(
        StreamName="stream", ShardId="shardId-000000000000", ShardIteratorType="TRIM_HORIZON"
    )
    record = sole(kinesis.get_records(ShardIterator=shard["ShardIterator"])["Records"])
    event = json.loads(record["Data"])
    assert shown(event) == ("aws.backup", "COMPLETED")
    assert record["PartitionKey"] == (event["detail"]["backupJobId"] if path else event["id"])


def test_a_delivery_stream_writes_the_event(vault: Any, events: Any) -> None:
    s3 = client_of("s3")
    s3.create_bucket(Bucket="bucket")
    arn = client_of("firehose").create_delivery_stream(
        DeliveryStreamName="stream",
        ExtendedS3DestinationConfiguration={"RoleARN": ROLE, "BucketARN": "arn:aws:s3:::bucket"},
    )["DeliveryStreamARN"]
    put_rule(events, COMPLETED, {"Arn": arn, "RoleArn": ROLE})
    start(vault)
    key = sole(s3.list_objects_v2(Bucket="bucket")["Contents"])["Key"]
    body = s3.get_object(Bucket="bucket", Key=key)["Body"].read()
    assert shown(json.loads(body)) == ("aws.backup", "COMPLETED")


def create_destination(events: Any) -> str:
    connection = events.create_connection(
        Name="chat",
        AuthorizationType="API_KEY",
        AuthParameters={"ApiKeyAuthParameters": {"ApiKeyName": "key", "ApiKeyValue": "value"}},
    )
    answer = events.create_api_destination(
        Name="chat",
        ConnectionArn=connection["ConnectionArn"],
        InvocationEndpoint="http://chat.example.com/*/post",
        HttpMethod="POST",
    )
    return str(answer["ApiDestinationArn"])


@pytest.mark.parametrize("status", [200, 500])
def test_an_api_destination_is_called_where_moto_may_leave_the_process(
    vault: Any, events: Any, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setenv("MOTO_EVENTS_INVOKE_HTTP", "true")
    letters = Queue(client_of("sqs"))
    parameters = {
        "PathParameterValues": ["room"],
        "QueryStringParameters": {"q": "1"},
        "HeaderParameters": {"X-Team": "db"},
    }
    put_rule(
        events,
        COMPLETED,
        {
            "Arn": create_destination(events),
            "HttpParameters": parameters,
            "DeadLetterConfig": {"Arn": letters.arn},
        },
    )
    with responses.RequestsMock() as mocked:
        mocked.post("http://chat.example.com/room/post", status=status)
        start(vault)
        request = sole(list(mocked.calls)).request
    assert request.url == "http://chat.example.com/room/post?q=1"
    assert (request.headers["X-Team"], request.headers["Content-Type"]) == (
        "db",
        "application/json",
    )
    assert shown(json.loads(request.body)) == ("aws.backup", "COMPLETED")
    assert len(letters.messages()) == (status == 500)


def test_an_api_destination_is_not_called_otherwise(vault: Any, events: Any) -> None:
    letters = Queue(client_of("sqs"))
    target = {"Arn": create_destination(events), "DeadLetterConfig": {"Arn": letters.arn}}
    put_rule(events, COMPLETED, target)
    start(vault)
    assert letters.messages() == []


def test_a_target_gets_a_constant_a_part_or_a_template(vault: Any, events: Any) -> None:
    queue = Queue(client_of("sqs"))
    transformer = {
        "InputPathsMap": {"job": "$.detail.backupJobId"},
        "InputTemplate": '"<aws.events.rule-name>: <job>"',
    }
    put_rule(
        events,
        COMPLETED,
        {"Arn": queue.arn, "Input": '{"all": 1}'},
        {"Arn": queue.arn, "InputPath": "$.detail.state"},
        {"Arn": queue.arn, "InputTransformer": transformer},
        name="done",
    )
    job_id = start(vault)["BackupJobId"]
    assert queue.texts() == ['{"all": 1}', '"COMPLETED"', f'"done: {job_id}"']
