"""The errors of AWS Backup, each under the name that `client.exceptions` knows it by."""

from collections.abc import Iterable
from difflib import get_close_matches

from moto.core.exceptions import ServiceException

_LONGEST_SHOWN = 200


class BackupSummariesWarning(UserWarning):
    """What a test probably did not mean, and what to do instead."""


def refusal(name: str, value: object, accepted: str) -> str:
    """The one text of refusals, for callers of AWS and of Python: what, what came, what may come."""
    if isinstance(value, str) and len(value) > _LONGEST_SHOWN:
        value = value[:_LONGEST_SHOWN] + "…"
    return f"Invalid value for {name}: got {value!r}, accepts {accepted}"


def near_names(value: object, known: Iterable[str]) -> list[str]:
    """Those of the names that are close to a value; none where it is one of them."""
    names = {name.casefold(): name for name in known}
    if value in names.values():
        return []
    wanted = str(value).casefold()
    if wanted in names:
        return [names[wanted]]
    return [names[near] for near in get_close_matches(wanted, names)]


def unknown(name: str, value: object, known: Iterable[str], accepted: str | None = None) -> str:
    """The refusal of what is none of some names, with those that are near.

    accepted: what to say instead of all the names.
    """
    names = list(known)
    text = refusal(name, value, accepted or "one of " + ", ".join(names))
    near = near_names(value, names)
    return f"{text}; did you mean {' or '.join(near)}?" if near else text


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
