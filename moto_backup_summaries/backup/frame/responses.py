"""Answers AWS Backup's requests: by the operations that are registered here, else by moto's handlers."""

import json
import logging
import os
from typing import Any
from urllib.parse import urlparse

from botocore.model import OperationModel
from moto.backup.responses import BackupResponse
from moto.core.common_types import TYPE_RESPONSE
from moto.core.utils import camelcase_to_underscores
from werkzeug.exceptions import HTTPException

from ..account import Account, account_at, current_scenario
from ..aws import service_model
from ..aws.constraints import ACCOUNT_ID
from ..aws.errors import (
    InvalidParameterValueException,
    MissingAuthenticationTokenException,
    NotImplementedException,
    UnknownOperationException,
)
from ..aws.permissions import ANY_RESOURCE, resource_of
from ..aws.requests import parameters
from ..jobs.whereabouts import note_answer
from ..neighbours.keys import account_of_key, are_permissions_checked
from ..wiring import advance_everything
from .errors import answer_of, error_answer, headers_of, refused_by_iam
from .incoming import body_of
from .operations import OPERATIONS
from .transactions import exclusive

_LOG = logging.getLogger(__name__)
_NOT_IMPLEMENTED = " is implemented neither by moto nor by moto_backup_summaries"
_MOTO_HANDLERS = frozenset(name for name in dir(BackupResponse) if not name.startswith("_"))


class BackupJobsResponse(BackupResponse):
    """The frame around every operation, and moto's handlers for those that we do not answer.

    An operation is found by botocore's model, once for each request.
    """

    operation: OperationModel | None = None
    sent_body = b""

    @classmethod
    def dispatch(cls, request: Any, full_url: str, headers: Any) -> TYPE_RESPONSE:
        """The answer of a request; whatever is raised becomes an error of AWS's shape."""
        response = cls()
        try:
            # Read before anything is locked: nobody else waits for a body that does not come.
            response.sent_body = body_of(request)
            return response.dispatch_alone(request, full_url, headers)
        except Exception as error:
            answer = answer_of(error, response.operation)
            if answer is None:
                _LOG.exception("%s failed", response.operation and response.operation.name)
                answer = error_answer("InternalFailure", "AWS Backup failed: see the log of moto")
            return answer

    @exclusive
    def dispatch_alone(self, request: Any, full_url: str, headers: Any) -> TYPE_RESPONSE:
        """Moto's way, on which it also makes the account where it is new."""
        return self._dispatch(request, full_url, headers)

    def setup_class(
        self,
        request: Any,
        full_url: Any = None,
        headers: Any = None,
        use_raw_body: bool | None = True,
    ) -> None:
        super().setup_class(request, full_url, headers, use_raw_body)
        # As it was signed: moto's IAM takes a query, or headers, for the body of a request that has none, and
        # moto's older servers decode the path.
        self.data = {}
        self.uri = urlparse(self.uri)._replace(path=self.raw_path).geturl()
        # moto's handlers count the slashes of a path, and SDKs differ in the last one.
        self.path = self.path.rstrip("/")
        found = service_model.operation_at(self.method, self.raw_path)
        self.operation, self.labels = found or (None, {})
        account_id = request.headers.get("x-moto-account-id")
        if account_id is not None and not ACCOUNT_ID.fullmatch(account_id):
            accepted = "an account id of 12 digits"
            raise InvalidParameterValueException.of("x-moto-account-id", account_id, accepted)

    def get_current_account(self) -> str:
        if "MOTO_ACCOUNT_ID" in os.environ or "x-moto-account-id" in self.headers:
            return super().get_current_account()
        return account_of_key(self.get_access_key())

    def _get_action(self) -> str:
        return self.operation.name if self.operation else ""

    def call_action(self) -> TYPE_RESPONSE:
        if self.operation is None:
            raise UnknownOperationException(f"{self.method} {self.raw_path}{_NOT_IMPLEMENTED}")
        advance_everything()
        name = self.operation.name
        fault = current_scenario().fault(name, self.current_account, self.region)
        if fault is not None:
            return error_answer(fault.code, fault.message or f"Injected {fault.code}", fault.status)
        is_motos = name not in OPERATIONS
        if is_motos and camelcase_to_underscores(name) not in _MOTO_HANDLERS:
            raise NotImplementedException(name + _NOT_IMPLEMENTED)
        query = urlparse(self.uri).query
        request = parameters(self.operation, self.labels, query, self.sent_body)
        if is_motos:
            return super().call_action()
        account = account_at(self.current_account, self.region)
        resource = resource_of(name, request, account.arn_prefix)
        self._authenticate_and_authorize_normal_action(resource)
        return self._answer(self.operation, account, request)

    def _authenticate_and_authorize_normal_action(self, resource: str = ANY_RESOURCE) -> None:
        """Ask moto's IAM whether the caller may do this to a resource; by default it lets everybody."""
        if are_permissions_checked() and "Authorization" not in self.headers:
            raise MissingAuthenticationTokenException("Missing Authentication Token")
        try:
            super()._authenticate_and_authorize_normal_action(resource)
        except HTTPException as error:
            raise refused_by_iam(error, resource) from None

    def _answer(
        self, model: OperationModel, account: Account, request: dict[str, Any]
    ) -> TYPE_RESPONSE:
        members = OPERATIONS[model.name](account, request)
        note_answer(account, model.name, members)
        shown = service_model.answered(model.output_shape, members) if model.output_shape else {}
        status = model.http.get("responseCode", 200)
        return status, {**self.response_headers, **headers_of()}, json.dumps(shown)
