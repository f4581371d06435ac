"""What programs that deploy stacks, such as the CDK's, ask of moto's CloudFormation again and again."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from moto.cloudformation.exceptions import CloudFormationError
from moto.core.responses import EmptyResult
from moto.s3.exceptions import MissingBucket

from .changes import tell_details

Answer = Callable[[Any], Any]


def answer_change_set(original: Answer, response: Any) -> Any:
    """Answer for the change set of that name in the stack; moto takes one of any stack."""
    change_set_id = _change_set_id(response)
    if change_set_id is None:
        name = response._get_param("ChangeSetName")
        # The CDK waits for this code before it makes a change set of that name.
        raise CloudFormationError(
            "ChangeSetNotFoundException", f"ChangeSet [{name}] does not exist"
        )
    response.params["ChangeSetName"] = change_set_id
    return original(response)


def delete_change_set(original: Answer, response: Any) -> Any:
    """Delete the change set of that name in the stack, if it has one: AWS asks for the stack alone."""
    change_set_id = _change_set_id(response)
    if change_set_id is None:
        return EmptyResult()
    response.params["ChangeSetName"] = change_set_id
    return original(response)


def list_change_sets(original: Answer, response: Any) -> Any:
    """List the change sets of the stack; moto lists those of all."""
    answered = original(response)
    answered.result["Summaries"] = _change_sets(response)
    return answered


def _change_set_id(response: Any) -> str | None:
    name = response._get_param("ChangeSetName")
    ids = [
        each.change_set_id
        for each in _change_sets(response)
        if name in (each.change_set_id, each.change_set_name)
    ]
    return ids[-1] if ids else None


def _change_sets(response: Any) -> list[Any]:
    """The change sets of a request's stack, or all, the newest last."""
    backend, stack_name = response.cloudformation_backend, response._get_param("StackName")
    change_sets = list(backend.change_sets.values())
    if stack_name is None:
        return change_sets
    stack_name = backend.get_stack(stack_name).name
    # moto makes a stack of that name for each change set that is to create it.
    return [
        each
        for each in change_sets
        if each.stack_name == stack_name and each.stack_id in backend.stacks
    ]


def update_stack(original: Answer, response: Any) -> Any:
    """Answer UpdateStack; a parameter may keep its template's default, which moto does not find."""
    _keep_defaults(response)
    return original(response)


def create_change_set(original: Answer, response: Any) -> Any:
    """Answer CreateChangeSet, and note what changes.

    A parameter keeps what it was given, for which moto takes its value in SSM. Without a type the change set
    is of the stack that there is, for which moto would make another of that name.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html
    """
    if response._get_param("ChangeSetType") is None and _has_stack(response):
        response.params["ChangeSetType"] = "UPDATE"
    if response._get_param("ChangeSetType") == "UPDATE":
        for parameter, given in _keep_defaults(response):
            del parameter["UsePreviousValue"]
            parameter["ParameterValue"] = given
    answered = original(response)
    tell_details(response.cloudformation_backend.change_sets[answered.result["Id"]])
    return answered


def _has_stack(response: Any) -> bool:
    """Whether there is the stack of a request, and it is more than the change set that is to create it."""
    named = response._get_param("StackName")
    return any(
        named in (stack.name, stack.stack_id) and stack.status != "REVIEW_IN_PROGRESS"
        for stack in response.cloudformation_backend.stacks.values()
    )


def _keep_defaults(response: Any) -> list[tuple[dict[str, Any], Any]]:
    """The parameters of a request that keep their values, and what the stack was given for each.

    The stack has those that it had by default as if they had been given.
    """
    stack = response.cloudformation_backend.get_stack(response._get_param("StackName"))
    declared = stack.template_dict.get("Parameters", {})
    kept = []
    for parameter in response._get_param("Parameters", []):
        key = parameter["ParameterKey"]
        default = declared.get(key, {}).get("Default")
        if parameter.get("UsePreviousValue") and stack.parameters.get(key, default) is not None:
            kept.append((parameter, stack.parameters.setdefault(key, default)))
    return kept


def template_at(original: Callable[..., str], url: str, account_id: str, partition: str) -> str:
    """A template in moto's S3, whose bucket is in the path where the address is not one of AWS's.

    A server's clients give its own address, http://127.0.0.1:5000/BUCKET/KEY; moto reads that of
    localhost alone.
    """
    try:
        return original(url, account_id, partition)
    except MissingBucket:
        path = urlsplit(url).path
        if "/" not in path.lstrip("/"):
            raise
        return original(f"http://localhost{path}", account_id, partition)
