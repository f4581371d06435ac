"""What becomes of a stack whose resources of AWS Backup are refused: its states, and what its events say.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
"""

import json
from collections.abc import Callable, Sequence
from typing import Any

from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import Event, cloudformation_backends
from moto.cloudformation.parsing import OutputMap
from moto.cloudformation.utils import get_stack_from_s3_url
from moto.utilities.utils import get_partition

from .deletions import StackError, backup_resources, forget_absent
from .exports import follow_exports
from .failure_options import DELETE, FailureOptions, of_change_set, options, using
from .failures import ResourceFailed
from .stack_requests import template_at
from .stack_types import has_backup_resources

# The states in which the reason of a stack's event names what has failed.
_FAILED = (
    *("ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_IN_PROGRESS", "DELETE_FAILED"),
    *("CREATE_FAILED", "UPDATE_FAILED"),
)
_ROLLED_BACK = " Rollback requested by user."
_DELETED = " Delete requested by user."
# Of a stack inside another one that could not be made, changed or deleted:
# aws-samples/aws-service-catalog-terraform-reference-architecture#8 (2019-07), where only its parent says
# who asked for the rollback; aws-amplify/amplify-hosting#2487 (2022-01); aws-ia/taskcat#414 (2019-11).
_NESTED = {
    "CREATE": "was not successfully created: ",
    "UPDATE": (
        "was not successfully updated. Currently in UPDATE_ROLLBACK_IN_PROGRESS with reason: "
    ),
    "DELETE": "was not successfully deleted: ",
}


def create_stack(
    original: Callable[..., Any], backend: Any, name: str, *args: Any, **kwargs: Any
) -> Any:
    """Make a stack; of one with exports moto makes the resources before it creates them."""
    try:
        return original(backend, name, *args, **kwargs)
    except ResourceFailed as failure:
        stack = next(stack for stack in backend.stacks.values() if stack.name == name)
        stack._add_stack_event("CREATE_IN_PROGRESS", resource_status_reason="User Initiated")
        _roll_back_creation(stack, failure)
        return stack


def create_resources(original: Callable[[Any], None], stack: Any) -> None:
    try:
        original(stack)
    except ResourceFailed as failure:
        _roll_back_creation(stack, failure)


def _roll_back_creation(stack: Any, failure: ResourceFailed) -> None:
    """Delete what was made of a stack, which stays without resources, or do what the request says."""
    _add_failure_events(stack, [failure])
    if options().keeps_what_was_done:
        _keep_creation(stack, failure)
        return
    is_deleted = options().on_failure == DELETE
    reason = f"{_reason([failure])}{_DELETED if is_deleted else _ROLLED_BACK}"
    begun = "DELETE_IN_PROGRESS" if is_deleted else "ROLLBACK_IN_PROGRESS"
    stack._add_stack_event(begun, resource_status_reason=reason)
    for resource in backup_resources(stack.resource_map).values():
        if resource.stays_except_on_create:
            resource.definition = {**resource.definition, "DeletionPolicy": "Delete"}
    status = "DELETE_COMPLETE" if is_deleted else "ROLLBACK_COMPLETE"
    try:
        stack.resource_map.delete()
    except StackError as failed:
        status = "DELETE_FAILED" if is_deleted else "ROLLBACK_FAILED"
        _add_failure_events(stack, failed.failures)
    else:
        stack.resource_map._resource_json_map = {}
    _end_without_outputs(stack, status)
    if status == "DELETE_COMPLETE":
        _put_among_deleted(stack)


def _put_among_deleted(stack: Any) -> None:
    backend = cloudformation_backends[stack.account_id][stack.region_name]
    backend.deleted_stacks[stack.stack_id] = backend.stacks.pop(stack.stack_id)


def _keep_creation(stack: Any, failure: ResourceFailed) -> None:
    """Let a stack have what was made of it; an update makes the rest."""
    resource_map = stack.resource_map
    if failure.kept is not None:
        resource_map._parsed_resources[failure.logical_id] = failure.kept
    forget_absent(resource_map)
    stack.disable_rollback = True
    _end_without_outputs(stack, "CREATE_FAILED", _reason([failure]))


def update(
    original: Callable[..., None], stack: Any, template: str, *args: Any, **kwargs: Any
) -> None:
    """Update a stack, with its resources of AWS Backup, which also get its new tags."""
    before, number = (stack.template, stack.tags), len(stack.events)
    stack.tags = stack.tags if kwargs.get("tags") is None else kwargs["tags"]
    stack.resource_map.not_deleted = []
    try:
        original(stack, template, *args, **kwargs)
    except (StackError, ValidationError) as failed:
        if isinstance(failed, StackError) and failed.is_kept:
            _keep_update(stack, failed)
            return
        stack.template, stack.tags = before
        stack._parse_template()
        if isinstance(failed, ValidationError):
            del stack.events[number:]  # It is refused before anything is done.
            raise
        _roll_back_update(stack, failed)
    else:
        # Before the event by which the update is complete.
        stack.events[-1:-1] = [_event(stack, failure) for failure in stack.resource_map.not_deleted]
        follow_exports(stack)


def _keep_update(stack: Any, failed: StackError) -> None:
    """Let a stack be as far as its update has come, with the outputs of before."""
    _add_failure_events(stack, failed.failures)
    stack.disable_rollback = True
    stack.status = "UPDATE_FAILED"
    stack._add_stack_event(stack.status, resource_status_reason=_reason(failed.failures))


def _roll_back_update(stack: Any, failed: StackError) -> None:
    _add_failure_events(stack, failed.failures)
    reason = _reason(failed.failures)
    stack._add_stack_event("UPDATE_ROLLBACK_IN_PROGRESS", resource_status_reason=reason)
    _add_failure_events(stack, failed.left)
    stack.output_map = stack._create_output_map()
    stack.status = f"UPDATE_ROLLBACK_{'FAILED' if failed.left else 'COMPLETE'}"
    stack._add_stack_event(stack.status)


def delete(original: Callable[..., None], stack: Any, *args: Any) -> None:
    had_backup_resources = bool(backup_resources(stack.resource_map))
    try:
        original(stack, *args)
    except StackError as failed:
        _add_failure_events(stack, failed.failures)
        _end_without_outputs(stack, "DELETE_FAILED", _reason(failed.failures))
    else:
        if had_backup_resources:
            _forget_outputs(stack)


def delete_stack(original: Callable[..., None], backend: Any, name_or_stack_id: str) -> None:
    """Delete a stack; moto takes it for deleted whatever comes of it."""
    if options().retained or options().is_forced:
        _check_may_leave(backend, name_or_stack_id)
    original(backend, name_or_stack_id)
    stack = backend.deleted_stacks.get(name_or_stack_id)
    if stack is not None and stack.status == "DELETE_FAILED":
        backend.stacks[stack.stack_id] = backend.deleted_stacks.pop(stack.stack_id)


def _check_may_leave(backend: Any, name_or_stack_id: str) -> None:
    """Raise a ValidationError unless the deletion of a stack has failed, and it has what is retained."""
    found = [each for each in backend.stacks.values() if each.name == name_or_stack_id]
    stack = backend.stacks.get(name_or_stack_id) or (found[0] if found else None)
    if stack is None or not has_backup_resources(stack.template_dict):
        return
    if stack.status != "DELETE_FAILED":
        rule = "RetainResources and FORCE_DELETE_STACK are for stacks that are DELETE_FAILED"
        raise ValidationError(message=f"{rule}; {stack.name} is {stack.status}")
    unknown = options().retained - stack.resource_map._resource_json_map.keys()
    if unknown:
        names = ", ".join(sorted(unknown))
        raise ValidationError(message=f"RetainResources: stack {stack.name} has no {names}")


def execute_change_set(
    original: Callable[..., None], backend: Any, change_set_name: str, *args: Any, **kwargs: Any
) -> None:
    """Execute a change set; the outputs of a stack with resources of AWS Backup are those of its template."""
    change_set = backend.describe_change_set(change_set_name)
    stack = change_set.stack
    stack.resource_map.not_deleted = []
    with using(of_change_set(change_set)):
        try:
            original(backend, change_set_name, *args, **kwargs)
        except StackError as failed:
            change_set.execution_status = "EXECUTE_FAILED"
            _fail_change_set(change_set, failed)
            return
    stack.events[-1:-1] = [_event(stack, failure) for failure in stack.resource_map.not_deleted]
    if has_backup_resources(change_set.template_dict):
        stack._parse_template()
        stack.output_map = stack._create_output_map()
        follow_exports(stack)


def _fail_change_set(change_set: Any, failed: StackError) -> None:
    stack = change_set.stack
    if failed.is_kept:
        stack.template = change_set.template
    if change_set.change_set_type == "CREATE":
        # What was made is gone by now, unless it is kept.
        _roll_back_creation(stack, failed.failures[0])
    elif failed.is_kept:
        _keep_update(stack, failed)
    else:
        _roll_back_update(stack, failed)


def _end_without_outputs(stack: Any, status: str, reason: str | None = None) -> None:
    """Put a stack into a state in which it has no outputs: it has failed, was rolled back, or is gone."""
    _forget_outputs(stack)
    stack.status = status
    stack._add_stack_event(status, resource_status_reason=reason)


def _forget_outputs(stack: Any) -> None:
    """Let a stack have no outputs; asked for one, moto would make again what it refers to."""
    stack.output_map = OutputMap(stack.resource_map, {}, stack.stack_id)


def _reason(failures: Sequence[ResourceFailed]) -> str:
    names = ", ".join(failure.logical_id for failure in failures)
    return f"The following resource(s) failed to {failures[0].action.lower()}: [{names}]."


def _add_failure_events(stack: Any, failures: Sequence[ResourceFailed]) -> None:
    for failure in failures:
        event = _event(stack, failure)
        event.sendToSns(stack.account_id, stack.region_name, stack.notification_arns)
        stack.events.append(event)


def _event(stack: Any, failure: ResourceFailed) -> Any:
    return Event(
        stack_id=stack.stack_id,
        stack_name=stack.name,
        logical_resource_id=failure.logical_id,
        physical_resource_id=failure.physical_id,
        resource_type=failure.definition["Type"],
        resource_status=f"{failure.action}_FAILED",
        resource_status_reason=failure.message,
        resource_properties=json.dumps(failure.definition.get("Properties", {}), default=str),
    )


def create_nested(
    original: Callable[..., Any],
    name: str,
    definition: Any,
    account_id: str,
    region: str,
    **names: str,
) -> Any:
    """Make a stack of another's template. Raises ResourceFailed where it is rolled back, or has failed."""
    is_kept = options().keeps_what_was_done
    # It goes with the stack that it is in, if that is deleted.
    with using(options() if is_kept else FailureOptions()):
        stack = original(name, definition, account_id, region, **names)
    if stack.status in ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED"):
        failure = _nested_failure("CREATE", stack, definition, names.get("LogicalId", name))
        if is_kept:
            stack.logical_resource_id = failure.logical_id
            failure.kept = stack
        else:
            cloudformation_backends[account_id][region].delete_stack(stack.stack_id)
        raise failure
    return stack


def update_nested(original: Callable[..., Any], **names: Any) -> Any:
    """Update a stack of another's template in its place, where it has resources of AWS Backup.

    Moto deletes it and makes another.
    """
    stack, definition, region = (
        names[name] for name in ("original_resource", "cloudformation_json", "region_name")
    )
    properties = definition["Properties"]
    partition = get_partition(region)
    template = template_at(
        get_stack_from_s3_url, properties["TemplateURL"], names["account_id"], partition
    )
    if stack is None or not has_backup_resources(
        stack.template_dict, stack.parse_template(template)
    ):
        return original(**names)
    stack.update(template, parameters=properties.get("Parameters", {}))
    if stack.status != "UPDATE_COMPLETE":
        raise _nested_failure("UPDATE", stack, definition, stack.logical_resource_id)
    return stack


def delete_nested(
    original: Callable[..., None], name: str, definition: Any, account_id: str, region: str
) -> None:
    """Delete a stack of another's template. Raises ResourceFailed where something is left of it."""
    with using(FailureOptions()):
        original(name, definition, account_id, region)
    stacks: Any = cloudformation_backends[account_id][region].stacks
    for stack in stacks.values():
        if stack.name == name and stack.status == "DELETE_FAILED":
            raise _nested_failure("DELETE", stack, definition, stack.logical_resource_id)


def _nested_failure(action: str, stack: Any, definition: Any, logical_id: str) -> ResourceFailed:
    failure = ResourceFailed(action, logical_id, stack.stack_id, definition)
    reasons = [
        event.resource_status_reason for event in stack.events if event.resource_status in _FAILED
    ]
    reason = reasons[-1].removesuffix(_ROLLED_BACK)
    failure.message = f"Embedded stack {stack.stack_id} {_NESTED[action]}{reason}"
    return failure
