"""Faults: calls that a test lets answer an error."""

from dataclasses import dataclass
from functools import cache

from botocore import xform_name

from ..aws import service_model
from .rule import Rule, require_one_of, require_text

_AN_OPERATION = "an operation of AWS Backup, such as ListBackupJobs"
# HTTP statuses that are not 400: botocore's model leaves them out, AWS's reference has them. Some
# of these errors any operation of AWS may answer, and the model lists none of those.
OTHER_STATUSES = {
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


@dataclass(kw_only=True, eq=False)
class Fault(Rule):
    """An error that calls of an operation answer, which is named as by AWS or as by boto3."""

    function = "fail_operation"
    first_parameter = "operation"
    unused_reason = "no such call came"
    operation: str
    code: str
    message: str | None = None
    times: int | None = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        names = service_model.operation_names()
        python_names = {xform_name(name): name for name in names}
        self.operation = python_names.get(str(self.operation), self.operation)
        require_one_of("operation", self.operation, names, _AN_OPERATION)
        require_one_of("code", self.code, error_statuses())
        require_text("message", self.message)

    @property
    def status(self) -> int:
        """The HTTP status of the error."""
        return error_statuses()[self.code]


@cache
def error_statuses() -> dict[str, int]:
    """The HTTP status of each error that AWS Backup may answer, by its code."""
    shapes = {
        shape.name: shape
        for name in service_model.operation_names()
        for shape in service_model.operation(name).error_shapes
    }
    return {**dict.fromkeys(shapes, 400), **OTHER_STATUSES}
