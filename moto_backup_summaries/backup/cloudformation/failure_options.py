"""What a request to CloudFormation says of what fails: whether that is taken back, and what is not deleted.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from moto.cloudformation.exceptions import ValidationError

ROLLBACK, DO_NOTHING, DELETE = "ROLLBACK", "DO_NOTHING", "DELETE"
_FORCED = "FORCE_DELETE_STACK"


class FailureOptions(NamedTuple):
    """The options of a request.

    on_failure: what becomes of a stack that cannot be made; one that cannot be updated stays with DO_NOTHING.
    retained: the logical ids of resources that are not deleted with their stack.
    is_forced: whether a stack goes though some of its resources cannot be deleted.
    """

    on_failure: str = ROLLBACK
    retained: frozenset[str] = frozenset()
    is_forced: bool = False

    @property
    def keeps_what_was_done(self) -> bool:
        return self.on_failure == DO_NOTHING


_options: ContextVar[FailureOptions] = ContextVar("failure_options")


def options() -> FailureOptions:
    """Those of the request that is going on."""
    return _options.get(FailureOptions())


@contextmanager
def using(chosen: FailureOptions) -> Iterator[None]:
    token = _options.set(chosen)
    try:
        yield
    finally:
        _options.reset(token)


def answer(original: Callable[[Any], Any], response: Any) -> Any:
    """Answer a request of moto's CloudFormation with its options."""
    on_failure = response._get_param("OnFailure")
    is_disabled = response._get_param("DisableRollback")
    if on_failure and is_disabled is not None:
        raise ValidationError(
            message="You can specify either OnFailure or DisableRollback, but not both."
        )
    if str(is_disabled).lower() == "true":
        on_failure = DO_NOTHING
    retained = frozenset(response._get_param("RetainResources", []))
    is_forced = response._get_param("DeletionMode") == _FORCED
    with using(FailureOptions(on_failure or ROLLBACK, retained, is_forced)):
        return original(response)


def create_change_set(original: Callable[[Any], Any], response: Any) -> Any:
    """Answer CreateChangeSet; the change set has what the request says of its execution."""
    created = original(response)
    change_set = response.cloudformation_backend.change_sets[created.result["Id"]]
    change_set.on_stack_failure = response._get_param("OnStackFailure")
    return created


def of_change_set(change_set: Any) -> FailureOptions:
    """The options with which a change set is executed."""
    on_failure = getattr(change_set, "on_stack_failure", None)
    return options()._replace(on_failure=on_failure) if on_failure else options()
