"""What moto has of the targets of EventBridge rules, and how each is told of an event."""

import json
from base64 import b64encode
from collections.abc import Callable
from typing import Any, NamedTuple

import requests
from moto import settings
from moto.core.utils import unix_time_millis

from .. import timestamps
from ..aws.arns import Arn
from ..aws.event_patterns import JsonObject
from ..aws.identifiers import new_id
from ..aws.target_inputs import value_at
from ..neighbours.backends import EVENTS, existing_backend, settled
from ..neighbours.topics import TOPICS, publish_to

# As long as EventBridge waits for an API destination, in seconds.
_PATIENCE = 5


class UndeliverableError(Exception):
    """What a target does not get, with EventBridge's code for why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


class Delivery(NamedTuple):
    """An event on its way to a target.

    parameters: of the target, as PutTargets names them. text: what the target gets.
    """

    arn: Arn
    parameters: JsonObject
    event: JsonObject
    text: str

    @property
    def path(self) -> list[str]:
        """The target's name and what follows it, such as a version, but not its kind."""
        return self.arn.resource.replace("/", ":").split(":")[1:]

    def json(self) -> Any:
        """What the target gets, which must be JSON."""
        try:
            return json.loads(self.text)
        except ValueError as error:
            raise UndeliverableError("INVALID_JSON", f"Not JSON: {error}") from None


class Service(NamedTuple):
    """A service of moto whose resources are targets.

    backends: where moto has them; there are two where moto can run what it has, and can pretend to.
    find: the target in one of them, or None. send: tell the target.
    """

    backends: tuple[str, ...]
    find: Callable[[Any, Delivery], Any]
    send: Callable[[Any, Any, Delivery], object]


def send_to(service: Service, sent: Delivery) -> None:
    """Tell a target of an event; raises UndeliverableError where there is none."""
    for backends in service.backends:
        backend = existing_backend(backends, sent.arn.account_id, sent.arn.region)
        target = None if backend is None else service.find(backend, sent)
        if target is not None:
            service.send(backend, target, sent)
            return
    raise UndeliverableError("NO_RESOURCE", "The target does not exist")


def _to_queue(backend: Any, queue: Any, sent: Delivery) -> None:
    group = sent.parameters.get("SqsParameters", {}).get("MessageGroupId")
    attributes = sent.parameters.get("MessageAttributes")
    backend.send_message(queue.name, sent.text, message_attributes=attributes, group_id=group)


def _find_function(backend: Any, sent: Delivery) -> Any:
    found = settled(backend.list_functions)
    functions = {function.function_name: function for function in found}
    return functions.get(sent.path[0])


def _to_function(backend: Any, function: Any, sent: Delivery) -> None:
    """Without docker moto writes into the function's log that it could not run it, and goes on."""
    sent.json()
    backend.invoke(
        function_name=function.function_name,
        qualifier=":".join(sent.path[1:]) or None,
        body=sent.text,
        headers={"x-amz-invocation-type": "Event"},
        response_headers={},
    )


def _find_machine(backend: Any, sent: Delivery) -> Any:
    return next((it for it in backend.state_machines if it.name == sent.path[0]), None)


def _to_machine(backend: Any, machine: Any, sent: Delivery) -> None:
    sent.json()
    backend.start_execution(machine.arn, new_id(), sent.text)


def _to_log_group(backend: Any, group: Any, sent: Delivery) -> None:
    """Each event has a log stream of its own. A template gives the parts of a log event."""
    logged = {"timestamp": unix_time_millis(), "message": sent.text}
    if "InputTransformer" in sent.parameters:
        logged = _log_event(sent.json())
    stream = new_id()
    backend.create_log_stream(group.name, stream)
    backend.put_log_events(group.name, stream, [logged])


def _log_event(parts: Any) -> dict[str, Any]:
    if not isinstance(parts, dict) or parts.keys() != {"timestamp", "message"}:
        raise UndeliverableError("INVALID_PARAMETER", "A log event has a timestamp and a message")
    moment = round(1000 * timestamps.seconds(parts["timestamp"]))
    return {"timestamp": moment, "message": str(parts["message"])}


def _to_stream(backend: Any, stream: Any, sent: Delivery) -> None:
    """Without a path to one, the event's id is the partition key."""
    path = sent.parameters.get("KinesisParameters", {}).get("PartitionKeyPath", "$.id")
    key = str(value_at(path, sent.event))
    backend.put_record(stream.arn, stream.stream_name, key, None, b64encode(sent.text.encode()))


def _to_delivery_stream(backend: Any, stream: Any, sent: Delivery) -> None:
    backend.put_record(stream.delivery_stream_name, {"Data": sent.text.encode()})


def _to_destination(backend: Any, destination: Any, sent: Delivery) -> None:
    """Only where moto is told to leave the process."""
    if not settings.events_invoke_http():
        return
    parameters = sent.parameters.get("HttpParameters", {})
    url = destination.invocation_endpoint
    for value in parameters.get("PathParameterValues", []):
        url = url.replace("*", value, 1)
    answer = requests.request(
        destination.http_method,
        url,
        params=parameters.get("QueryStringParameters"),
        headers={"Content-Type": "application/json", **parameters.get("HeaderParameters", {})},
        data=sent.text.encode(),
        timeout=_PATIENCE,
    )
    answer.raise_for_status()


# By the service of the ARN, and for EventBridge itself by the kind of resource.
SERVICES = {
    "sqs": Service(
        ("sqs.models.sqs_backends",),
        lambda backend, sent: backend.queues.get(sent.arn.resource),
        _to_queue,
    ),
    "sns": Service(
        (TOPICS,),
        lambda backend, sent: backend.topics.get(sent.parameters["Arn"]),
        lambda backend, topic, sent: publish_to(topic, sent.text),
    ),
    "lambda": Service(
        ("awslambda.models.lambda_backends", "awslambda_simple.models.lambda_simple_backends"),
        _find_function,
        _to_function,
    ),
    "states": Service(
        (
            "stepfunctions.models.stepfunctions_backends",
            "stepfunctions.parser.models.stepfunctions_parser_backends",
        ),
        _find_machine,
        _to_machine,
    ),
    "logs": Service(
        ("logs.models.logs_backends",),
        lambda backend, sent: backend.groups.get(sent.arn.resource.split(":")[1]),
        _to_log_group,
    ),
    "kinesis": Service(
        ("kinesis.models.kinesis_backends",),
        lambda backend, sent: backend.streams.get(sent.path[0]),
        _to_stream,
    ),
    "firehose": Service(
        ("firehose.models.firehose_backends",),
        lambda backend, sent: backend.delivery_streams.get(sent.path[0]),
        _to_delivery_stream,
    ),
    "events/api-destination": Service(
        (EVENTS,),
        lambda backend, sent: backend.destinations.get(sent.path[0]),
        _to_destination,
    ),
}
