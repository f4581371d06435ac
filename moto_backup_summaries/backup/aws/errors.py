"""The errors of AWS Backup, each under the name that `client.exceptions` knows it by."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from moto.core.exceptions import ServiceException

from .spelling import did_you_mean, near_names

_LONGEST_SHOWN = 200


def refusal(name: str, value: object, accepted: str) -> str:
    """The one text of refusals, for callers of AWS and of Python: what, what came, what may come."""
    return f"Invalid value for {name}: got {shown(value)}, accepts {accepted}"


def shown(value: object) -> str:
    """A value as Python writes it, cut where it is long."""
    if isinstance(value, str):
        return repr(value if len(value) <= _LONGEST_SHOWN else value[:_LONGEST_SHOWN] + "…")
    text = repr(value)
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"


def unknown(name: str, value: object, known: Iterable[str], accepted: str | None = None) -> str:
    """The refusal of what is none of some names, with those that are near.

    accepted: what to say instead of all the names.
    """
    names = list(known)
    text = refusal(name, value, accepted or "one of " + ", ".join(names))
    return text + did_you_mean(near_names(str(value), names))


class BackupException(ServiceException):
    """An error of AWS Backup.

    members: what its shape has beside the message.
    is_recorded: whether the message is AWS's own, as it was seen.
    """

    members: Mapping[str, str] = MappingProxyType({})
    is_recorded = False


class UnknownOperationException(BackupException):
    code = "UnknownOperationException"


class NotImplementedException(BackupException):
    code = "NotImplementedException"


class InvalidParameterValueException(BackupException):
    code = "InvalidParameterValueException"

    @classmethod
    def of(cls, name: str, value: object, accepted: str) -> "InvalidParameterValueException":
        return cls(refusal(name, value, accepted))


class AccessDeniedException(BackupException):
    code = "AccessDeniedException"


class AlreadyExistsException(BackupException):
    """What is asked for is there. It tells its ARN and the token of the request that made it."""

    code = "AlreadyExistsException"

    def __init__(self, message: str, arn: str | None, creator_request_id: str | None) -> None:
        super().__init__(message)
        told = {"Arn": arn, "CreatorRequestId": creator_request_id}
        self.members = {name: value for name, value in told.items() if value}


class InvalidRequestException(BackupException):
    code = "InvalidRequestException"


class LimitExceededException(BackupException):
    code = "LimitExceededException"


class MissingAuthenticationTokenException(ServiceException):
    code = "MissingAuthenticationTokenException"


class MissingParameterValueException(BackupException):
    code = "MissingParameterValueException"


class ResourceNotFoundException(BackupException):
    code = "ResourceNotFoundException"


class SerializationException(BackupException):
    code = "SerializationException"
