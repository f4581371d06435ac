"""The targets of EventBridge rules in moto, and how each receives an event."""

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

# How long EventBridge waits for an API destination, in seconds.
_TIMEOUT = 5


class UndeliverableError(Exception):
    """A target cannot receive an event; `code` is EventBridge's code for the reason."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


class Delivery(NamedTuple):
    """An event on its way to a target.

    parameters: of the target, as in PutTargets. text: the input of the target.
    """

    arn: Arn
    parameters: JsonObject
    event: JsonObject
    text: str

    @property
    def path(self) -> list[str]:
        """The name of the target and the parts after it, such as a version."""
        return self.arn.resource.replace("/", ":").split(":")[1:]

    def json(self) -> Any:
        """The text as JSON; raises UndeliverableError for any other."""
        try:
            return json.loads(self.text)
        except ValueError as error:
            raise UndeliverableError("INVALID_JSON", f"Not JSON: {error}") from None


class Service(NamedTuple):
    """A service of moto whose resources are targets.

    backends: names of its backends; two where moto can run a resource or simulate it.
    find: gives the target in a backend, or None. send: gives an event to the target.
    """

    backends: tuple[str, ...]
    find: Callable[[Any, Delivery], Any]
    send: Callable[[Any, Any, Delivery], object]


def send_to(service: Service, delivery: Delivery) -> None:
    """Give an event to a target; raises UndeliverableError for a target that does not exist."""
    for backends in service.backends:
        backend = existing_backend(backends, delivery.arn.account_id, delivery.arn.region)
        target = None if backend is None else service.find(backend, delivery)
        if target is not None:
            service.send(backend, target, delivery)
            return
    raise UndeliverableError("NO_RESOURCE", "The target does not exist")


def _to_queue(backend: Any, queue: Any, delivery: Delivery) -> None:
    group = delivery.parameters.get("SqsParameters", {}).get("MessageGroupId")
    attributes = delivery.parameters.get("MessageAttributes")
    backend.send_message(queue.name, delivery.text, message_attributes=attributes, group_id=group)


def _find_function(backend: Any, delivery: Delivery) -> Any:
    functions = {function.function_name: function for function in settled(backend.list_functions)}
    return functions.get(delivery.path[0])


def _to_function(backend: Any, function: Any, delivery: Delivery) -> None:
    """Without docker, moto only writes into the function's log that it cannot run it."""
    delivery.json()
    backend.invoke(
        function_name=function.function_name,
        qualifier=":".join(delivery.path[1:]) or None,
        body=delivery.text,
        headers={"x-amz-invocation-type": "Event"},
        response_headers={},
    )


def _find_machine(backend: Any, delivery: Delivery) -> Any:
    return next(
        (machine for machine in backend.state_machines if machine.name == delivery.path[0]), None
    )


def _to_machine(backend: Any, machine: Any, delivery: Delivery) -> None:
    delivery.json()
    backend.start_execution(machine.arn, new_id(), delivery.text)


def _to_log_group(backend: Any, group: Any, delivery: Delivery) -> None:
    """Each event gets a log stream of its own. A template has the parts of a log event."""
    log_event = {"timestamp": unix_time_millis(), "message": delivery.text}
    if "InputTransformer" in delivery.parameters:
        log_event = _log_event(delivery.json())
    stream = new_id()
    backend.create_log_stream(group.name, stream)
    backend.put_log_events(group.name, stream, [log_event])


def _log_event(parts: Any) -> dict[str, Any]:
    if not isinstance(parts, dict) or parts.keys() != {"timestamp", "message"}:
        raise UndeliverableError("INVALID_PARAMETER", "A log event has a timestamp and a message")
    moment = round(1000 * timestamps.seconds(parts["timestamp"]))
    return {"timestamp": moment, "message": str(parts["message"])}


def _to_stream(backend: Any, stream: Any, delivery: Delivery) -> None:
    """The partition key is the event's id, unless the target has a path to another."""
    path = delivery.parameters.get("KinesisParameters", {}).get("PartitionKeyPath", "$.id")
    key = str(value_at(path, delivery.event))
    backend.put_record(stream.arn, stream.stream_name, key, None, b64encode(delivery.text.encode()))


def _to_delivery_stream(backend: Any, stream: Any, delivery: Delivery) -> None:
    backend.put_record(stream.delivery_stream_name, {"Data": delivery.text.encode()})


def _to_destination(backend: Any, destination: Any, delivery: Delivery) -> None:
    """Sends only where a setting of moto allows requests over HTTP."""
    if not settings.events_invoke_http():
        return
    parameters = delivery.parameters.get("HttpParameters", {})
    url = destination.invocation_endpoint
    for value in parameters.get("PathParameterValues", []):
        url = url.replace("*", value, 1)
    answer = requests.request(
        destination.http_method,
        url,
        params=parameters.get("QueryStringParameters"),
        headers={"Content-Type": "application/json", **parameters.get("HeaderParameters", {})},
        data=delivery.text.encode(),
        timeout=_TIMEOUT,
    )
    answer.raise_for_status()


# By the service of the ARN, and for EventBridge itself by the kind of resource.
SERVICES = {
    "sqs": Service(
        ("sqs.models.sqs_backends",),
        lambda backend, delivery: backend.queues.get(delivery.arn.resource),
        _to_queue,
    ),
    "sns": Service(
        (TOPICS,),
        lambda backend, delivery: backend.topics.get(delivery.parameters["Arn"]),
        lambda backend, topic, delivery: publish_to(topic, delivery.text),
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
        lambda backend, delivery: backend.groups.get(delivery.arn.resource.split(":")[1]),
        _to_log_group,
    ),
    "kinesis": Service(
        ("kinesis.models.kinesis_backends",),
        lambda backend, delivery: backend.streams.get(delivery.path[0]),
        _to_stream,
    ),
    "firehose": Service(
        ("firehose.models.firehose_backends",),
        lambda backend, delivery: backend.delivery_streams.get(delivery.path[0]),
        _to_delivery_stream,
    ),
    "events/api-destination": Service(
        (EVENTS,),
        lambda backend, delivery: backend.destinations.get(delivery.path[0]),
        _to_destination,
    ),
}
