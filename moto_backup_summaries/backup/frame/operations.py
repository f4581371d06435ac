"""How an operation of AWS Backup is done, whoever asks: a client over HTTP, or `call` inside of moto.

Time comes first: what is due by now happens. Then, in this order:

    fault       a test has said that this call fails
    gate        the parameters are read, and checked by botocore's model
    authorize   whoever may refuse the call is asked: moto's IAM, and what families have registered
    operation   a function of a family does it, as a whole or not at all
    answer      the members that the model knows of what it gave
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

from botocore.model import OperationModel

from ..account import Account, current_scenario
from ..aws import service_model
from ..aws.errors import NotImplementedException
from ..aws.gate import checked_members
from ..aws.permissions import ANY_ID, resource_of
from ..events import OperationAnswered
from ..members import Members
from ..scenario.faults import Fault
from .errors import InjectedFault
from .transactions import Kept, exclusive, is_nested

# A request's parameters, keyed by their names in AWS's model.
Request: TypeAlias = Mapping[str, Any]
# An answer's members, keyed so too, with times in seconds since 1970; the answer leaves out those that
# its shape lacks.
Operation: TypeAlias = Callable[[Account, Request], Members]


class AskedCall(NamedTuple):
    """A call that has passed the gate, for whoever may refuse it.

    resource: the ARN of what IAM is asked about, or `*`.
    access_key: gives the caller's, which takes moto a while; None where AWS does it by itself.
    """

    account: Account
    operation: str
    request: Request
    resource: str
    access_key: Callable[[], str] | None


# What may refuse a call by raising an error of AWS.
Authorizer: TypeAlias = Callable[[AskedCall], None]

NOT_IMPLEMENTED = " is implemented neither by moto nor by moto_backup_summaries"
OPERATIONS: dict[str, Operation] = {}
AUTHORIZERS: list[Authorizer] = []


def operation(name: str) -> Callable[[Operation], Operation]:
    """Let a function answer an operation of AWS Backup."""

    def register(function: Operation) -> Operation:
        OPERATIONS[name] = function
        return function

    return register


def authorizer(function: Authorizer) -> Authorizer:
    """Let a function refuse calls."""
    AUTHORIZERS.append(function)
    return function


@exclusive
def call(
    account: Account, operation_name: str, members: Mapping[str, Any], *, meets_faults: bool = True
) -> Members:
    """Do an operation without HTTP, for what AWS does by itself; gives the members of its answer.

    Members of the request and of the answer are keyed by AWS's names. Moments of the answer are seconds since
    1970; the request may have datetimes too. IAM is not asked, only what a family has registered.
    meets_faults: whether it may be one of the calls that a test lets fail.
    Raises what a client would be answered, as a ServiceException of moto; then nothing has changed. Raises
    botocore's OperationNotFoundError for an operation that AWS does not have.
    """
    model = service_model.operation(operation_name)
    if not is_nested():
        account.advance_everything()
    if meets_faults:
        raise_fault(model.name, account.id, account.region)
    if model.name not in OPERATIONS:
        raise NotImplementedException(f"{model.name}{NOT_IMPLEMENTED}")
    given = answer(account, model, checked_members(model, members))
    return service_model.answered_members(model.output_shape, given)


def raise_fault(
    operation_name: str, account_id: str, region: str, call_id: str | None = None
) -> None:
    """Raise the error with which a test lets such a call fail, if any, and count that use of its rule.

    call_id: what the caller's SDK sends with each attempt of a call, if it does.
    """
    scenario = current_scenario()
    if scenario.active(Fault) or scenario.failed_calls:
        with Kept():
            fault = scenario.fault(operation_name, account_id, region, call_id)
        if fault is not None:
            raise InjectedFault(fault.code, fault.message or f"Injected {fault.code}")


def answer(
    account: Account,
    model: OperationModel,
    request: Request,
    check_permission: Callable[[str], None] | None = None,
    access_key: Callable[[], str] | None = None,
) -> Members:
    """Do one of our operations, for a request that has passed the gate; what it gives, to be read only.

    The answer has those members that the operation's shape has.

    check_permission: raises what refuses the caller the use of a resource, by its ARN or `*`.
    access_key: gives the caller's; None where AWS does it by itself.
    """
    resource = resource_of(model.name, request, account.arn_prefix)
    if resource.endswith(ANY_ID):
        resource = account.arn_with_id(resource)
    if check_permission is not None:
        check_permission(resource)
    asked = AskedCall(account, model.name, request, resource, access_key)
    for refuse in AUTHORIZERS:
        refuse(asked)
    members = OPERATIONS[model.name](account, request)
    if current_scenario().unseen_loads:
        account.publish(OperationAnswered(model.name, members))
    return members
