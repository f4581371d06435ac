"""A request over HTTP, from its bytes to its answer; frame/operations.py does what it asks for."""

import logging
import os
from collections.abc import Mapping
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from botocore.model import OperationModel
from moto import settings
from moto.backup.responses import BackupResponse
from moto.core.common_types import TYPE_RESPONSE
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.core.utils import camelcase_to_underscores, utcnow
from moto.iam.models import mark_account_as_visited
from werkzeug.exceptions import HTTPException
from werkzeug.http import http_date

from ..account import account_at
from ..aws import service_model
from ..aws.answers import answer_json
from ..aws.constraints import ACCOUNT_ID
from ..aws.errors import (
    InvalidParameterValueException,
    MissingAuthenticationTokenException,
    NotImplementedException,
    UnknownOperationException,
)
from ..aws.gate import parameters
from ..aws.permissions import ANY_RESOURCE
from ..aws.requests import query_texts
from ..wiring import advance_everything
from .errors import answer_headers, answer_of, error_answer, refused_by_iam
from .incoming import Incoming, incoming_of
from .operations import NOT_IMPLEMENTED, OPERATIONS, answer, raise_fault
from .transactions import Transaction

# The header in which every SDK of AWS sends the id of a call, with each of its attempts.
CALL_ID = "amz-sdk-invocation-id"
# Where a query that is signed says whose key it is.
_KEY_IN_QUERY = "AWSAccessKeyId"
_LOG = logging.getLogger(__name__)
_MOTO_HANDLERS = frozenset(name for name in dir(BackupResponse) if not name.startswith("_"))


class BackupJobsResponse(BackupResponse):
    """One request: read, lock, time, then what frame/operations.py does; moto's handlers for what we lack.

    An operation is found by botocore's model, once for each request.
    """

    operation: OperationModel | None = None

    # What moto's own reading of a request takes, where it came moto's way.
    moto_request: tuple[Any, str, Any]

    @classmethod
    def dispatch(cls, request: Any, full_url: str, headers: Any) -> TYPE_RESPONSE:
        """The answer of a request that moto has brought here."""
        response = cls()
        response.moto_request = (request, full_url, headers)
        return response.respond(incoming_of(request, full_url))

    def respond(self, request: Incoming) -> TYPE_RESPONSE:
        """The answer of a request; whatever is raised becomes an error of AWS's shape."""
        try:
            # Read before anything is locked: nobody else waits for a body that does not come.
            self.body = self.raw_body = request.read_body()
            with Transaction():
                self._set_up(request)
                return self.call_action()
        except Exception as error:
            answered = answer_of(error, self.operation)
            if answered is None:
                _LOG.exception("%s failed", self.operation and self.operation.name)
                answered = error_answer("InternalFailure", "AWS Backup failed: see the log of moto")
            return answered

    def _set_up(self, request: Incoming) -> None:
        """What moto's `setup_class` makes of a request, where that is neither a form nor a file."""
        self.headers, self.method = request.headers, request.method
        self.raw_path, self.query = request.path, request.query
        self.uri = f"{request.path}?{request.query}"
        # As it was signed: moto's IAM takes a query, or headers, for the body of a request that has none.
        self.data: dict[str, Any] = {}
        self.querystring = query_texts(request.query) if _KEY_IN_QUERY in request.query else {}
        match = service_model.operation_at(self.method, self.raw_path)
        self.operation, labels = match or (None, {})
        self.labels: Mapping[str, str] = labels
        account_id = self.headers.get("x-moto-account-id")
        if account_id is not None and not ACCOUNT_ID.fullmatch(account_id):
            accepted = "an account id of 12 digits"
            raise InvalidParameterValueException.of("x-moto-account-id", account_id, accepted)
        self.region = self.get_region_from_url(request, request.url)
        self.access_key = self.get_access_key()
        self.account_of_key = account_of_key(self.access_key)
        self.current_account = self.get_current_account()
        if self.account_of_key is not None:
            mark_account_as_visited(self.current_account, self.access_key, "backup", self.region)
        self.response_headers = {"server": "amazon.com"}
        if not request.is_served:
            self.response_headers["date"] = http_date(utcnow())

    def setup_class(
        self,
        request: Any,
        full_url: Any = None,
        headers: Any = None,
        use_raw_body: bool | None = True,
    ) -> None:
        """How moto reads a request, for a handler of its own."""
        super().setup_class(request, full_url, headers, use_raw_body)
        self.data = {}
        # moto's handlers count the slashes of a path, and SDKs differ in the last one.
        self.path = self.path.rstrip("/")

    def get_access_key(self) -> str:
        """Moto's, which searches a whole signature, once for what all of a key and a day begin with."""
        if self.querystring:
            return super().get_access_key()
        return _key_of_credential(self.headers.get("Authorization", "").partition(",")[0])

    def get_current_account(self) -> str:
        if "MOTO_ACCOUNT_ID" in os.environ or "x-moto-account-id" in self.headers:
            return super().get_current_account()
        return self.account_of_key or DEFAULT_ACCOUNT_ID

    def _get_action(self) -> str:
        return self.operation.name if self.operation else ""

    def call_action(self) -> TYPE_RESPONSE:
        """Let time pass, and the operation be done."""
        model = self.operation
        if model is None:
            raise UnknownOperationException(f"{self.method} {self.raw_path}{NOT_IMPLEMENTED}")
        advance_everything()
        raise_fault(model.name, self.current_account, self.region, self.headers.get(CALL_ID))
        is_ours = model.name in OPERATIONS
        if not is_ours and camelcase_to_underscores(model.name) not in _MOTO_HANDLERS:
            raise NotImplementedException(model.name + NOT_IMPLEMENTED)
        request = parameters(model, self.labels, self.query, self.body)
        if not is_ours:
            self.setup_class(*self.moto_request)
            return super().call_action()
        account = account_at(self.current_account, self.region)
        check_permission = self._authenticate_and_authorize_normal_action
        members = answer(account, model, request, check_permission, lambda: self.access_key)
        status = model.http.get("responseCode", 200)
        # A client may take whatever comes without content for a broken answer.
        text = "" if status == HTTPStatus.NO_CONTENT else answer_json(model.output_shape, members)
        return status, {**self.response_headers, **answer_headers()}, text

    def _authenticate_and_authorize_normal_action(self, resource: str = ANY_RESOURCE) -> None:
        """Ask moto's IAM whether the caller may do this to a resource; by default it lets everybody."""
        are_checked = self.request_count >= settings.INITIAL_NO_AUTH_ACTION_COUNT
        if are_checked and "Authorization" not in self.headers:
            raise MissingAuthenticationTokenException("Missing Authentication Token")
        try:
            super()._authenticate_and_authorize_normal_action(resource)
        except HTTPException as error:
            raise refused_by_iam(error, resource) from None


@lru_cache(maxsize=1024)
def _key_of_credential(credential: str) -> str:
    """The access key in the first part of an Authorization, as moto finds it."""
    response = BackupResponse()
    response.headers, response.querystring = {"Authorization": credential}, {}
    return response.get_access_key()


def account_of_key(access_key: str) -> str | None:
    """The account that an access key was made in; None where it was made in none.

    Moto's own search first makes the IAM of each account in each partition, and takes four times as long.
    """
    from moto.iam.models import iam_backends

    for account_id, by_partition in list(iam_backends.items()):
        for backend in list(by_partition.values()):
            if access_key in backend.access_keys:
                return account_id
    return None
