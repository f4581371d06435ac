"""Which errors an operation may answer: those that its model declares, and those that any operation may."""

from functools import cache

from botocore.model import OperationModel

from . import service_model

# What stands for an error that an operation does not declare: the first of these that it does.
_OF_REQUESTS = (
    "InvalidParameterValueException",
    "InvalidRequestException",
    "ResourceNotFoundException",
)
# Any operation may answer it.
# https://docs.aws.amazon.com/aws-backup/latest/devguide/CommonErrors.html
_OF_ANY = "ValidationException"


def declared_by(model: OperationModel) -> list[str]:
    return [shape.name for shape in model.error_shapes]


@cache
def _declared_by_any() -> frozenset[str]:
    return frozenset(
        code
        for name in service_model.operation_names()
        for code in declared_by(service_model.operation(name))
    )


def declared_code(code: str, model: OperationModel) -> str:
    """An error's code, or the one that stands for it in an operation that does not declare it."""
    declared = declared_by(model)
    if code in declared or code not in _declared_by_any():
        return code
    return next((other for other in _OF_REQUESTS if other in declared), _OF_ANY)
