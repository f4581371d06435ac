"""The errors of AWS Backup, each under the name that `client.exceptions` knows it by."""

from moto.core.exceptions import ServiceException

_LONGEST_SHOWN = 200


def refusal(name: str, value: object, accepted: str) -> str:
    """The one text of refusals, for callers of AWS and of Python: what, what came, what may come."""
    if isinstance(value, str) and len(value) > _LONGEST_SHOWN:
        value = value[:_LONGEST_SHOWN] + "…"
    return f"Invalid value for {name}: got {value!r}, accepts {accepted}"


class UnknownOperationException(ServiceException):
    code = "UnknownOperationException"


class NotImplementedException(ServiceException):
    code = "NotImplementedException"


class InvalidParameterValueException(ServiceException):
    code = "InvalidParameterValueException"

    @classmethod
    def of(cls, name: str, value: object, accepted: str) -> "InvalidParameterValueException":
        return cls(refusal(name, value, accepted))


class AccessDeniedException(ServiceException):
    code = "AccessDeniedException"


class AlreadyExistsException(ServiceException):
    """What is asked for is there. `members`: its ARN and the token of the request that made it."""

    code = "AlreadyExistsException"

    def __init__(self, message: str, arn: str | None, creator_request_id: str | None) -> None:
        super().__init__(message)
        told = {"Arn": arn, "CreatorRequestId": creator_request_id}
        self.members = {name: value for name, value in told.items() if value}


class InvalidRequestException(ServiceException):
    code = "InvalidRequestException"


class LimitExceededException(ServiceException):
    code = "LimitExceededException"


class MissingParameterValueException(ServiceException):
    code = "MissingParameterValueException"


class ResourceNotFoundException(ServiceException):
    code = "ResourceNotFoundException"


class SerializationException(ServiceException):
    code = "SerializationException"
