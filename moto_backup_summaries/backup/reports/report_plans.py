"""The report plans of one account and region, which moto keeps."""

from collections.abc import Iterator, Mapping
from typing import Any

from moto.backup.models import BackupBackend, ReportPlan

from ..aws.errors import AlreadyExistsException, ResourceNotFoundException
from ..aws.identifiers import new_id
from ..transactions import drop, keep, keep_tags, put


class ReportPlans:
    def __init__(self, moto: BackupBackend) -> None:
        self._moto = moto
        # What each was made by.
        self._requests: dict[str, Mapping[str, Any]] = {}

    def __iter__(self) -> Iterator[ReportPlan]:
        return iter(self._moto.list_report_plans())

    def named(self, name: str) -> ReportPlan:
        plan = self._moto.report_plans.get(name)
        if plan is None:
            raise ResourceNotFoundException(f"Report plan {name} not found")
        return plan

    def has_arn(self, arn: str) -> bool:
        return any(plan.report_plan_arn == arn for plan in self)

    def create(self, request: Mapping[str, Any]) -> ReportPlan:
        """The report plan that a request asks for; the same one for a request that is repeated."""
        name, token = request["ReportPlanName"], request.get("IdempotencyToken")
        plan = self._moto.report_plans.get(name)
        if plan is None:
            keep(self._moto.report_plans)
            plan = self._moto.create_report_plan(
                name,
                request.get("ReportPlanDescription"),
                request["ReportDeliveryChannel"],
                request["ReportSetting"],
            )
            # AWS tells apart those that had one name one after the other.
            plan.report_plan_arn += f"-{new_id()}"
            keep_tags(self._moto.tagger, plan.report_plan_arn)
            self._moto.tag_resource(plan.report_plan_arn, request.get("ReportPlanTags", {}))
            put(self._requests, name, request)
        elif token is None or self._requests.get(name) != request:
            made_by = self._requests.get(name, {}).get("IdempotencyToken")
            raise AlreadyExistsException(
                f"Report plan {name} already exists", plan.report_plan_arn, made_by
            )
        return plan

    def delete(self, plan: ReportPlan) -> None:
        """Delete a report plan, with its tags."""
        keep(self._moto.report_plans)
        keep_tags(self._moto.tagger, plan.report_plan_arn)
        self._moto.delete_report_plan(plan.report_plan_name)
        drop(self._requests, plan.report_plan_name)
        self._moto.tagger.delete_all_tags_for_resource(plan.report_plan_arn)
