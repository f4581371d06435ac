"""What CloudFormation's events say of a resource that AWS Backup has refused."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from moto.core.exceptions import ServiceException

from ..aws.errors import status_of
from ..frame.errors import InjectedFault

# What CloudFormation calls the errors of a service.
# https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html
_HANDLER_CODES = {
    "AccessDeniedException": "AccessDenied",
    "AlreadyExistsException": "AlreadyExists",
    "ConflictException": "ResourceConflict",
    "InvalidParameterValueException": "InvalidRequest",
    "InvalidRequestException": "InvalidRequest",
    "LimitExceededException": "ServiceLimitExceeded",
    "MissingParameterValueException": "InvalidRequest",
    "ResourceNotFoundException": "NotFound",
    "ThrottlingException": "Throttling",
}


class CloudFormationError(Exception):
    """What CloudFormation refuses without asking AWS Backup, in its words."""


class PropertiesError(Exception):
    """Properties that a type cannot have, in CloudFormation's words behind the resource's name."""


class ResourceFailed(ServiceException):
    """A resource that could not be made, changed or deleted.

    action: CREATE, UPDATE or DELETE. message: why, as the events of a stack have it.
    is_fault: whether a test has asked for it. kept: the stack that could not be made, if it stays.
    """

    code = "ValidationError"

    def __init__(
        self, action: str, logical_id: str, physical_id: str, definition: Mapping[str, Any]
    ) -> None:
        super().__init__()
        self.action = action
        self.logical_id = logical_id
        self.physical_id = physical_id
        self.definition = definition
        self.is_fault = False
        self.kept: Any = None


@contextmanager
def failing(
    action: str, logical_id: str, physical_id: str, definition: Mapping[str, Any]
) -> Iterator[None]:
    """Let whatever refuses a resource inside be a ResourceFailed."""
    failure = ResourceFailed(action, logical_id, physical_id, definition)
    try:
        yield
    except CloudFormationError as error:
        failure.message = str(error)
        raise failure from None
    except PropertiesError as error:
        # As org-formation/aws-resource-providers#105 (2022-08) shows it, with a line for each.
        resource = f"Properties validation failed for resource {logical_id}"
        failure.message = f"{resource} with message:\n{error}"
        raise failure from None
    except ServiceException as error:
        failure.message = _handler_message(error)
        failure.is_fault = isinstance(error, InjectedFault)
        raise failure from error


def _handler_message(error: ServiceException) -> str:
    """As aws-cloudformation/cloudformation-coverage-roadmap#1188 (2022-05) shows one of AWS Backup."""
    code = _HANDLER_CODES.get(error.code, "GeneralServiceException")
    status = status_of(error.code)
    return (
        f'Resource handler returned message: "{error.message} (Service: Backup, Status Code: {status}, '
        f'Request ID: {uuid4()}, Extended Request ID: null)" '
        f"(RequestToken: {uuid4()}, HandlerErrorCode: {code})"
    )
