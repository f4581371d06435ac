"""What is changed in moto's CloudFormation, for registration.py; a stack imports what it needs."""

from functools import partial
from typing import Any

from .replacing import Change, Method, Replaced, wrapping

_OURS = "AWS::Backup::"


def _resource_class(original: Method, resource_type: str) -> Any:
    if resource_type.startswith(_OURS):
        from .backup.cloudformation.resources import resource_class

        return resource_class(resource_type) or original(resource_type)
    return original(resource_type)


def _name_property(original: Method, resource_type: str) -> Any:
    if resource_type.startswith(_OURS):
        from .backup.cloudformation.resources import name_property

        return name_property(resource_type)
    return original(resource_type)


def _update_resources(*args: Any) -> None:
    from .backup.cloudformation.updates import update

    update(*args)


def _load_parameters(original: Method, self: Any) -> None:
    from .backup.cloudformation.template_references import check_references
    from .backup.cloudformation.template_values import complete_parameters

    check_references(self._template)
    original(self)
    complete_parameters(self)


def _delete_resources(*args: Any) -> None:
    from .backup.cloudformation.deletions import delete

    delete(*args)


def _create(*args: Any, **kwargs: Any) -> Any:
    from .backup.cloudformation.stacks import create_resources

    return create_resources(*args, **kwargs)


def _update(*args: Any, **kwargs: Any) -> None:
    from .backup.cloudformation.stacks import update

    update(*args, **kwargs)


def _delete(*args: Any, **kwargs: Any) -> None:
    from .backup.cloudformation.stacks import delete

    delete(*args, **kwargs)


def _create_stack(*args: Any, **kwargs: Any) -> Any:
    from .backup.cloudformation.stacks import create_stack

    return create_stack(*args, **kwargs)


def _delete_stack(*args: Any, **kwargs: Any) -> None:
    from .backup.cloudformation.stacks import delete_stack

    delete_stack(*args, **kwargs)


def _execute_change_set(*args: Any, **kwargs: Any) -> None:
    from .backup.cloudformation.stacks import execute_change_set

    execute_change_set(*args, **kwargs)


def _create_nested(original: Any, cls: type, *args: Any, **kwargs: Any) -> Any:
    from .backup.cloudformation.stacks import create_nested

    return create_nested(partial(original.__func__, cls), *args, **kwargs)


def _update_nested(original: Any, cls: type, *args: Any, **kwargs: Any) -> Any:
    from .backup.cloudformation.stacks import update_nested

    return update_nested(partial(original.__func__, cls), *args, **kwargs)


def _delete_nested(original: Any, cls: type, *args: Any) -> None:
    from .backup.cloudformation.stacks import delete_nested

    delete_nested(partial(original.__func__, cls), *args)


def _of_class(answer: Method) -> Method:
    """Makes a class method, which gets moto's own first."""
    return lambda original: classmethod(partial(answer, original))


_TYPES = Replaced(
    None,
    {
        "resource_class_from_type": wrapping(_resource_class),
        "resource_name_property_from_type": wrapping(_name_property),
    },
)
_RESOURCES = Replaced(
    "ResourceMap",
    {
        "update": wrapping(_update_resources),
        "delete": wrapping(_delete_resources),
        "load_parameters": wrapping(_load_parameters),
    },
)
_STACKS = Replaced(
    "Stack",
    {
        "create_resources": wrapping(_create),
        "update": wrapping(_update),
        "delete": wrapping(_delete),
        "create_from_cloudformation_json": _of_class(_create_nested),
        "update_from_cloudformation_json": _of_class(_update_nested),
        "delete_from_cloudformation_json": _of_class(_delete_nested),
    },
)
_BACKENDS = Replaced(
    "CloudFormationBackend",
    {
        "create_stack": wrapping(_create_stack),
        "delete_stack": wrapping(_delete_stack),
        "execute_change_set": wrapping(_execute_change_set),
    },
)


# The parameters that moto leaves out.
_OPTIONS = ("OnFailure", "DisableRollback", "RetainResources", "DeletionMode")


def _with_options(original: Method, self: Any) -> Any:
    if all(self._get_param(name) is None for name in _OPTIONS):
        return original(self)
    from .backup.cloudformation.failure_options import answer

    return answer(original, self)


def _create_change_set(original: Method, self: Any) -> Any:
    from .backup.cloudformation import failure_options, stack_requests

    if self._get_param("OnStackFailure") is not None:
        original = partial(failure_options.create_change_set, original)
    return stack_requests.create_change_set(original, self)


def _update_stack(original: Method, self: Any) -> Any:
    from .backup.cloudformation.stack_requests import update_stack

    return update_stack(partial(_with_options, original), self)


def _describe_change_set(original: Method, self: Any) -> Any:
    from .backup.cloudformation.stack_requests import answer_change_set

    return answer_change_set(original, self)


def _answer_execution(original: Method, self: Any) -> Any:
    return _describe_change_set(partial(_with_options, original), self)


def _delete_change_set(original: Method, self: Any) -> Any:
    from .backup.cloudformation.stack_requests import delete_change_set

    return delete_change_set(original, self)


def _list_change_sets(original: Method, self: Any) -> Any:
    from .backup.cloudformation.stack_requests import list_change_sets

    return list_change_sets(original, self)


def _template_at(original: Method, url: str, account_id: str, partition: str) -> str:
    from .backup.cloudformation.stack_requests import template_at

    return template_at(original, url, account_id, partition)


_RESPONSES = Replaced(
    "CloudFormationResponse",
    {
        "create_stack": wrapping(_with_options),
        "update_stack": wrapping(_update_stack),
        "delete_stack": wrapping(_with_options),
        "create_change_set": wrapping(_create_change_set),
        "describe_change_set": wrapping(_describe_change_set),
        "execute_change_set": wrapping(_answer_execution),
        "delete_change_set": wrapping(_delete_change_set),
        "list_change_sets": wrapping(_list_change_sets),
    },
)
# Both modules import it by its name.
_TEMPLATES = {"get_stack_from_s3_url": wrapping(_template_at)}


def _together(*replaced: Replaced) -> Change:
    def apply(module: Any) -> None:
        for part in replaced:
            part.apply(module)

    def undo(module: Any) -> None:
        for part in replaced:
            part.undo(module)

    return Change(apply, undo)


STACK_CHANGES = {
    "moto.cloudformation.models": _together(_STACKS, _BACKENDS, Replaced(None, _TEMPLATES)),
    "moto.cloudformation.parsing": _together(_TYPES, _RESOURCES),
    "moto.cloudformation.responses": _together(_RESPONSES, Replaced(None, _TEMPLATES)),
}
