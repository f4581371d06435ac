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
    "ResourceMap", {"update": wrapping(_update_resources), "delete": wrapping(_delete_resources)}
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
    if self._get_param("OnStackFailure") is None:
        return original(self)
    from .backup.cloudformation.failure_options import create_change_set

    return create_change_set(original, self)


_WITH_OPTIONS = ("create_stack", "update_stack", "delete_stack", "execute_change_set")
_RESPONSES = Replaced(
    "CloudFormationResponse",
    {
        **{name: wrapping(_with_options) for name in _WITH_OPTIONS},
        "create_change_set": wrapping(_create_change_set),
    },
)


def _all(*replaced: Replaced) -> Change:
    def apply(module: Any) -> None:
        for part in replaced:
            part.apply(module)

    def undo(module: Any) -> None:
        for part in replaced:
            part.undo(module)

    return Change(apply, undo)


STACK_CHANGES = {
    "moto.cloudformation.models": _all(_STACKS, _BACKENDS),
    "moto.cloudformation.parsing": _all(_TYPES, _RESOURCES),
    "moto.cloudformation.responses": _all(_RESPONSES),
}
