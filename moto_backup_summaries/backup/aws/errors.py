"""The errors of AWS Backup: classes by the names of botocore's model, HTTP statuses, texts."""

from collections.abc import Iterable
from functools import cache
from typing import cast

from botocore.model import OperationModel
from moto.core.exceptions import ServiceException

from . import service_model
from .spelling import did_you_mean, near_names

_LONGEST_SHOWN = 200
# What any operation of AWS may answer, and what botocore's model gives no status for.
# https://docs.aws.amazon.com/aws-backup/latest/devguide/CommonErrors.html
COMMON_STATUSES = {
    "AccessDeniedException": 403,
    "DependencyFailureException": 500,
    "ExpiredTokenException": 403,
    "InternalFailure": 500,
    "ServiceUnavailable": 503,
    "ServiceUnavailableException": 500,
    "ThrottlingException": 400,
    "UnrecognizedClientException": 403,
    "ValidationException": 400,
}
# What is answered before it is known which operation is meant, or that there is one.
_OTHER_STATUSES = {
    "InvalidSignatureException": 403,
    "MissingAuthenticationTokenException": 403,
    "UnknownOperationException": 404,
    "NotImplementedException": 501,
}
# What stands for an error that an operation does not declare: the first of these that it does.
_STAND_INS = (
    "InvalidParameterValueException",
    "InvalidRequestException",
    "ResourceNotFoundException",
)


class BackupException(ServiceException):
    """An error of AWS Backup.

    members: what its shape has beside the message; those that are empty are left out.
    is_recorded: whether the message is AWS's own, as it was seen.
    """

    is_recorded = False

    def __init__(self, message: str, **members: str | None) -> None:
        super().__init__(message)
        self.members = {name: value for name, value in members.items() if value}

    @classmethod
    def of(cls, name: str, value: object, accepted: str) -> "BackupException":
        """The error that refuses a value of a parameter."""
        return cls(refusal(name, value, accepted))


def __getattr__(name: str) -> type[BackupException]:
    """The class of an error by its name: `from .errors import InvalidRequestException`."""
    if not name.endswith("Exception"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _error_class(name)


@cache
def _error_class(code: str) -> type[BackupException]:
    return cast(type[BackupException], type(code, (BackupException,), {"code": code}))


def declared_by(model: OperationModel) -> list[str]:
    return [shape.name for shape in model.error_shapes]


@cache
def _declared_by_any() -> dict[str, None]:
    """The codes that operations declare, in the order in which they do."""
    models = map(service_model.operation, service_model.operation_names())
    return {code: None for model in models for code in declared_by(model)}


def declared_code(code: str, model: OperationModel) -> str:
    """An error's code, or the one that stands for it in an operation that does not declare it."""
    declared = declared_by(model)
    if code in declared or code not in _declared_by_any():
        return code
    return next(
        (stand_in for stand_in in _STAND_INS if stand_in in declared), "ValidationException"
    )


@cache
def error_statuses() -> dict[str, int]:
    """The HTTP status of each error that AWS Backup may answer, by its code."""
    return {**dict.fromkeys(_declared_by_any(), 400), **COMMON_STATUSES}


def status_of(code: str) -> int:
    """The HTTP status of an error."""
    return _OTHER_STATUSES.get(code) or error_statuses().get(code, 400)


def refusal(name: str, value: object, accepted: str) -> str:
    """The one text of refusals, for callers of AWS and of Python: what, what came, what may come."""
    return f"Invalid value for {name}: got {shown(value)}, accepts {accepted}"


def shown(value: object) -> str:
    """A value as Python writes it, cut where it is long."""
    if isinstance(value, str):
        return repr(value if len(value) <= _LONGEST_SHOWN else value[:_LONGEST_SHOWN] + "…")
    text = repr(value)
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"


def unknown(name: str, value: object, names: Iterable[str], accepted: str | None = None) -> str:
    """The refusal of what is none of some names, with those that are near.

    accepted: what to say instead of all the names.
    """
    names = list(names)
    text = refusal(name, value, accepted or "one of " + ", ".join(names))
    return text + did_you_mean(near_names(str(value), names))
