"""Faults: calls that a test lets answer an error."""

from dataclasses import dataclass

from botocore import xform_name

from ..aws import service_model
from ..aws.errors import error_statuses
from .rule import Rule, require_one_of, require_text

_ACCEPTED_OPERATION = "an operation of AWS Backup, such as ListBackupJobs"


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
        require_one_of("operation", self.operation, names, _ACCEPTED_OPERATION)
        require_one_of("code", self.code, error_statuses())
        require_text("message", self.message)
