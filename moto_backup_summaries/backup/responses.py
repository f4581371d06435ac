"""Answers AWS Backup's requests: by the operations that are registered here, else by moto's handlers."""

import json
from typing import Any
from urllib.parse import urlparse

from botocore.model import OperationModel
from moto.backup.responses import BackupResponse
from moto.core.common_types import TYPE_RESPONSE
from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult
from moto.core.utils import camelcase_to_underscores
from moto.utilities.aws_headers import gen_amzn_requestid_long
from werkzeug.exceptions import HTTPException

from .account import account_at, current_scenario
from .aws import service_model
from .aws.requests import parameters
from .exclusive import exclusive
from .operations import OPERATIONS, Members
from .wiring import advance_everything

_NOT_IMPLEMENTED = " is implemented neither by moto nor by moto_backup_summaries"
_MOTO_HANDLERS = frozenset(name for name in dir(BackupResponse) if not name.startswith("_"))


class BackupJobsResponse(BackupResponse):
    """Moto's handlers of AWS Backup, and the frame around them and around our operations.

    An operation is found by botocore's model, once for each request.
    """

    operation: OperationModel | None = None

    def setup_class(self, *args: Any, **kwargs: Any) -> None:
        super().setup_class(*args, **kwargs)
        # moto's handlers count the slashes of a path, and SDKs differ in the last one.
        self.path = self.path.rstrip("/")
        found = service_model.operation_at(self.method, self.raw_path)
        self.operation, self.labels = found or (None, {})

    def _get_action(self) -> str:
        return self.operation.name if self.operation else ""

    @exclusive
    def call_action(self) -> TYPE_RESPONSE:
        if self.operation is None:
            what = f"{self.method} {self.raw_path}"
            return self._error(404, "UnknownOperationException", what + _NOT_IMPLEMENTED)
        advance_everything()
        name = self.operation.name
        fault = current_scenario().fault(name, self.current_account, self.region)
        if fault is not None:
            return self._error(fault.status, fault.code, fault.message or f"Injected {fault.code}")
        if name in OPERATIONS:
            return self._answer(self.operation)
        if camelcase_to_underscores(name) not in _MOTO_HANDLERS:
            return self._error(501, "NotImplementedException", name + _NOT_IMPLEMENTED)
        return super().call_action()

    def _answer(self, model: OperationModel) -> TYPE_RESPONSE:
        """The answer of one of our operations.

        As moto calls a method, without looking for it among all of the class's.
        """
        headers = self.response_headers
        try:
            self._authenticate_and_authorize_normal_action("*")
            status, body = self._answered(model)
        except ServiceException as error:
            status, of_error, text = self.serialized(ActionResult(error))
            headers.update(of_error)
            body = text
        except HTTPException as error:
            return self._transform_response(headers, (error.description, {"status": error.code}))
        else:
            headers["Content-Type"] = "application/json"
        gen_amzn_requestid_long(headers)
        return status, headers, body

    def _answered(self, model: OperationModel) -> tuple[int, Any]:
        account = account_at(self.current_account, self.region)
        request = parameters(model, self.labels, urlparse(self.uri).query, self.body)
        members: Members = OPERATIONS[model.name](account, request)
        shown = service_model.shown(model.output_shape, members) if model.output_shape else {}
        return model.http.get("responseCode", 200), json.dumps(shown)

    def _error(self, status: int, code: str, message: str) -> TYPE_RESPONSE:
        headers = {**self.response_headers, "Content-Type": "application/json"}
        headers["x-amzn-ErrorType"] = code
        return status, headers, json.dumps({"__type": code, "message": message})
