"""Answers AWS Backup's requests: moto's own operations by moto's handlers, those of jobs by these."""

import json
from typing import Any
from urllib.parse import urlparse

from botocore.model import OperationModel
from moto.backup.responses import BackupResponse
from moto.core.common_types import TYPE_RESPONSE
from moto.core.exceptions import ServiceException
from moto.core.responses import ActionContext, ActionResult
from moto.core.utils import camelcase_to_underscores
from moto.utilities.aws_headers import gen_amzn_requestid_long
from werkzeug.exceptions import HTTPException

from .aws import service_model
from .aws.job_kinds import BACKUP, COPY, RESTORE, SCAN, JobKind
from .aws.resource_types import RESOURCE_TYPES
from .jobs.job import Members
from .models import BackupJobsBackend, advance_jobs, backend_of, current_scenario, lock
from .plans.backend import plan_of_template
from .vaults.backend import Page

_NOWHERE = " is implemented neither by moto nor by moto_backup_summaries"


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
        return service_model.parameters(self.operation, self.labels, query, self.body)

    def setup_class(self, *args: Any, **kwargs: Any) -> None:
        super().setup_class(*args, **kwargs)
        # moto's handlers count the slashes of a path, and SDKs differ in the last one.
        self.path = self.path.rstrip("/")
        found = service_model.operation_at(self.method, self.raw_path)
        self.operation, self.labels = found or (None, {})

    def _get_action(self) -> str:
        return self.operation.name if self.operation else ""

    def call_action(self) -> TYPE_RESPONSE:
        if self.operation is None:
            what = f"{self.method} {self.raw_path}"
            return self._error(404, "UnknownOperationException", what + _NOWHERE)
        with lock:
            advance_jobs()
            name = self.operation.name
            fault = current_scenario().fault(name, self.current_account, self.region)
            if fault is not None:
                return self._error(
                    fault.status, fault.code, fault.message or f"Injected {fault.code}"
                )
            method = camelcase_to_underscores(name)
            if method in vars(BackupJobsResponse):
                return self._answer(method)
            if not hasattr(self, method):
                return self._error(501, "NotImplementedException", name + _NOWHERE)
            return super().call_action()

    def _answer(self, method: str) -> TYPE_RESPONSE:
        """As moto calls a method, without looking for it among all of the class's."""
        headers = self.response_headers
        try:
            self._authenticate_and_authorize_normal_action("*")
            result = getattr(self, method)()
        except ServiceException as error:
            result = ActionResult(error)
        except HTTPException as error:
            return self._transform_response(headers, (error.description, {"status": error.code}))
        status, of_result, body = self.serialized(result)
        headers.update(of_result)
        gen_amzn_requestid_long(headers)
        return status, headers, body

    def _error(self, status: int, code: str, message: str) -> TYPE_RESPONSE:
        headers = {**self.response_headers, "Content-Type": "application/json"}
        headers["x-amzn-ErrorType"] = code
        return status, headers, json.dumps({"__type": code, "message": message})

    # Moto takes these paths apart in ways that differ between its versions.

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

    def describe_report_plan(self) -> ActionResult:
        plan = self.jobs_backend.describe_report_plan(self.members["ReportPlanName"])
        return ActionResult({"ReportPlan": plan})

    # Jobs of all kinds

    def start_backup_job(self) -> ActionResult:
        return self._start()

    def start_copy_job(self) -> ActionResult:
        return self._start()

    def start_restore_job(self) -> ActionResult:
        return self._start()

    def start_scan_job(self) -> ActionResult:
        return self._start()

    def describe_backup_job(self) -> ActionResult:
        return Answer(self._described(BACKUP))

    def describe_copy_job(self) -> ActionResult:
        shape = service_model.member_shape("DescribeCopyJob", "CopyJob")
        return Answer({"CopyJob": service_model.members_shown(shape, self._described(COPY))})

    def describe_restore_job(self) -> ActionResult:
        return Answer(self._described(RESTORE))

    def describe_scan_job(self) -> ActionResult:
        return Answer(self._described(SCAN))

    def list_backup_jobs(self) -> ActionResult:
        return self._jobs(BACKUP)

    def list_copy_jobs(self) -> ActionResult:
        return self._jobs(COPY)

    def list_restore_jobs(self) -> ActionResult:
        return self._jobs(RESTORE)

    def list_restore_jobs_by_protected_resource(self) -> ActionResult:
        return self._jobs(RESTORE)

    def list_scan_jobs(self) -> ActionResult:
        return self._jobs(SCAN)

    def list_backup_job_summaries(self) -> ActionResult:
        return self._summaries(BACKUP)

    def list_copy_job_summaries(self) -> ActionResult:
        return self._summaries(COPY)

    def list_restore_job_summaries(self) -> ActionResult:
        return self._summaries(RESTORE)

    def list_scan_job_summaries(self) -> ActionResult:
        return self._summaries(SCAN)

    def stop_backup_job(self) -> ActionResult:
        self.jobs_backend.stop_backup_job(self.members["BackupJobId"])
        return Answer({})

    def get_restore_job_metadata(self) -> ActionResult:
        job = self.jobs_backend.job(RESTORE, self.members["RestoreJobId"])
        return Answer({"RestoreJobId": job.id, "Metadata": job.members.get("Metadata", {})})

    def put_restore_validation_result(self) -> ActionResult:
        self.jobs_backend.put_restore_validation_result(self.members)
        return Answer({})

    # Recovery points and the resources that have some

    def describe_recovery_point(self) -> ActionResult:
        return Answer(self.jobs_backend.recovery_point(self.members).members())

    def get_recovery_point_restore_metadata(self) -> ActionResult:
        members = self.jobs_backend.recovery_point(self.members).members()
        return Answer(
            {**members, "RestoreMetadata": {"aws:backup:request-id": members["RequestId"]}}
        )

    def list_recovery_points_by_backup_vault(self) -> ActionResult:
        page = self.jobs_backend.list_recovery_points_by_backup_vault(self.members)
        return self._list("RecoveryPoints", page)

    def list_recovery_points_by_resource(self) -> ActionResult:
        page = self.jobs_backend.list_recovery_points_by_resource(self.members)
        return self._list("RecoveryPoints", page)

    def update_recovery_point_lifecycle(self) -> ActionResult:
        return Answer(self.jobs_backend.update_recovery_point_lifecycle(self.members))

    def delete_recovery_point(self) -> ActionResult:
        self.jobs_backend.delete_recovery_point(self.members)
        return Answer({})

    def disassociate_recovery_point(self) -> ActionResult:
        self.jobs_backend.delete_recovery_point(self.members)
        return Answer({})

    def list_protected_resources(self) -> ActionResult:
        return self._list(
            "Results", self.jobs_backend.list_protected_resources(self._get_action(), self.members)
        )

    def list_protected_resources_by_backup_vault(self) -> ActionResult:
        return self._list(
            "Results", self.jobs_backend.list_protected_resources(self._get_action(), self.members)
        )

    def describe_protected_resource(self) -> ActionResult:
        return Answer(self.jobs_backend.describe_protected_resource(self.members["ResourceArn"]))

    # Plans and their selections

    def update_backup_plan(self) -> ActionResult:
        return Answer(self.jobs_backend.update_backup_plan(self.members).to_dict())

    def list_backup_plan_versions(self) -> ActionResult:
        page = self.jobs_backend.list_backup_plan_versions(self.members)
        return self._list("BackupPlanVersionsList", page)

    def export_backup_plan_template(self) -> ActionResult:
        text = self.jobs_backend.export_backup_plan_template(self.members["BackupPlanId"])
        return Answer({"BackupPlanTemplateJson": text})

    def get_backup_plan_from_json(self) -> ActionResult:
        return Answer({"BackupPlan": plan_of_template(self.members["BackupPlanTemplateJson"])})

    def create_backup_selection(self) -> ActionResult:
        return Answer(self.jobs_backend.create_backup_selection(self.members))

    def get_backup_selection(self) -> ActionResult:
        return Answer(self.jobs_backend.backup_selection(self.members).members())

    def list_backup_selections(self) -> ActionResult:
        page = self.jobs_backend.list_backup_selections(self.members)
        return self._list("BackupSelectionsList", page)

    def delete_backup_selection(self) -> ActionResult:
        self.jobs_backend.delete_backup_selection(self.members)
        return Answer({})

    # Settings

    def get_supported_resource_types(self) -> ActionResult:
        return Answer({"ResourceTypes": [resource_type.name for resource_type in RESOURCE_TYPES]})

    def describe_region_settings(self) -> ActionResult:
        return Answer(self.jobs_backend.settings.of_region())

    def update_region_settings(self) -> ActionResult:
        self.jobs_backend.settings.update_region(self.members)
        return Answer({})

    def describe_global_settings(self) -> ActionResult:
        return Answer(self.jobs_backend.describe_global_settings())

    def update_global_settings(self) -> ActionResult:
        self.jobs_backend.update_global_settings(self.members)
        return Answer({})

    def _start(self) -> ActionResult:
        return Answer(self.jobs_backend.start(self._get_action(), self.members))

    def _described(self, kind: JobKind) -> Members:
        return self.jobs_backend.describe_job(kind, self.members[kind.id_member])

    def _jobs(self, kind: JobKind) -> ActionResult:
        page = self.jobs_backend.list_jobs(kind, self.members, self._get_action())
        return self._list(kind.jobs_member, page)

    def _summaries(self, kind: JobKind) -> ActionResult:
        rows, period, token = self.jobs_backend.list_job_summaries(kind, self.members)
        return Answer(
            {kind.summaries_member: rows, "AggregationPeriod": period, "NextToken": token}
        )

    def _list(self, name: str, page: Page) -> ActionResult:
        """A page of items, each with the members that the operation's list shows."""
        items, token = page
        shape = service_model.item_shape(self._get_action(), name)
        shown = [service_model.members_shown(shape, item) for item in items]
        return Answer({name: shown, "NextToken": token})
