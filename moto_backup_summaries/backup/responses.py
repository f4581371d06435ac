"""Answers AWS Backup's requests: moto's own operations by moto's handlers, those of jobs by these."""

import json
from typing import Any
from urllib.parse import urlparse

from botocore.model import OperationModel
from moto.backup.responses import BackupResponse
from moto.core.common_types import TYPE_RESPONSE
from moto.core.responses import ActionContext, ActionResult
from moto.core.utils import camelcase_to_underscores

from . import service_model
from .jobs import BACKUP, JobKind, Members
from .models import BackupJobsBackend, advance_jobs, backend_of, lock
from .resource_types import RESOURCE_TYPES


class Answer(ActionResult):
    """A result that is keyed as the wire has it; members that the operation's shape lacks are left out."""

    def __init__(self, members: Members) -> None:
        super().__init__(members)
        self.members = members

    def execute_result(self, context: ActionContext) -> TYPE_RESPONSE:
        shape = context.operation_model.output_shape
        body = service_model.members_shown(shape, self.members) if shape else {}
        status = context.operation_model.http.get("responseCode", 200)
        return status, {"Content-Type": "application/json"}, json.dumps(body)


class BackupJobsResponse(BackupResponse):
    """Moto's handlers of AWS Backup, and handlers of jobs beside them.

    An operation is found by botocore's model, once for each request. `members` are its parameters by
    their names in that model.
    """

    operation: OperationModel | None = None

    @property
    def jobs_backend(self) -> BackupJobsBackend:
        return backend_of(self.current_account, self.region)

    @property
    def members(self) -> Members:
        assert self.operation is not None
        query = urlparse(self.uri).query
        return service_model.parameters(self.operation, self.uri_match, query, self.body)

    def setup_class(self, *args: Any, **kwargs: Any) -> None:
        super().setup_class(*args, **kwargs)
        # moto's handlers count the slashes of a path, and SDKs differ in the last one.
        self.path = self.path.rstrip("/")
        found = service_model.operation_at(self.method, self.raw_path)
        self.operation, self.uri_match = found or (None, {})

    def _get_action(self) -> str:
        return self.operation.name if self.operation else ""

    def call_action(self) -> TYPE_RESPONSE:
        if self.operation is None:
            return self._refusal(404, "UnknownOperationException", f"{self.method} {self.raw_path}")
        if not hasattr(self, camelcase_to_underscores(self.operation.name)):
            return self._refusal(501, "NotImplementedException", self.operation.name)
        with lock:
            advance_jobs()
            return super().call_action()

    def _refusal(self, status: int, code: str, what: str) -> TYPE_RESPONSE:
        message = f"{what} is implemented neither by moto nor by moto_backup_summaries"
        headers = {**self.response_headers, "Content-Type": "application/json"}
        headers["x-amzn-ErrorType"] = code
        return status, headers, json.dumps({"__type": code, "message": message})

    # Tags: moto takes ARNs apart at their slashes.

    def list_tags(self) -> ActionResult:  # type: ignore[override]
        tags = self.jobs_backend.list_tags(self.members["ResourceArn"])
        return Answer({"Tags": tags})

    def tag_resource(self) -> ActionResult:  # type: ignore[override]
        members = self.members
        self.jobs_backend.tag_resource(members["ResourceArn"], members["Tags"])
        return Answer({})

    def untag_resource(self) -> ActionResult:  # type: ignore[override]
        members = self.members
        self.jobs_backend.untag_resource(members["ResourceArn"], members["TagKeyList"])
        return Answer({})

    # Backup jobs

    def start_backup_job(self) -> ActionResult:
        return Answer(self.jobs_backend.start_backup_job(self.members))

    def describe_backup_job(self) -> ActionResult:
        return Answer(self.jobs_backend.describe_job(BACKUP, self.members["BackupJobId"]))

    def stop_backup_job(self) -> ActionResult:
        self.jobs_backend.stop_backup_job(self.members["BackupJobId"])
        return Answer({})

    def list_backup_jobs(self) -> ActionResult:
        return self._jobs(BACKUP)

    def list_backup_job_summaries(self) -> ActionResult:
        return self._summaries(BACKUP)

    def get_supported_resource_types(self) -> ActionResult:
        return Answer({"ResourceTypes": [resource_type.name for resource_type in RESOURCE_TYPES]})

    def _jobs(self, kind: JobKind) -> ActionResult:
        jobs, token = self.jobs_backend.list_jobs(kind, self.members)
        item = service_model.item_shape(kind.list_operation, kind.jobs_member)
        shown = [service_model.members_shown(item, job) for job in jobs]
        return Answer({kind.jobs_member: shown, "NextToken": token})

    def _summaries(self, kind: JobKind) -> ActionResult:
        rows, period, token = self.jobs_backend.list_job_summaries(kind, self.members)
        return Answer(
            {kind.summaries_member: rows, "AggregationPeriod": period, "NextToken": token}
        )
