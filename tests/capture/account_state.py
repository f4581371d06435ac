"""All that AWS Backup tells of an account in one region, by each operation that lists, describes or gets."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from botocore import xform_name
from botocore.exceptions import ClientError

from moto_backup_summaries.backup.aws import service_model
from moto_backup_summaries.backup.aws.job_kinds import KINDS, RESTORE

# An operation with its request, and what it answers.
State = dict[str, Any]


class _Teller:
    def __init__(self, client: Any) -> None:
        self.client = client
        self.state: State = {}

    def ask(self, operation: str, **request: Any) -> Mapping[str, Any]:
        """The members of all pages of an answer; of a refusal its code."""
        if not service_model.knows(operation):
            return {}
        whole: dict[str, Any] = {}
        pages = dict(request)
        while True:
            try:
                answer = getattr(self.client, xform_name(operation))(**pages)
            except ClientError as error:
                whole = {"refused": error.response["Error"]["Code"]}
                break
            for name, value in answer.items():
                if name in ("ResponseMetadata", "NextToken"):
                    continue
                is_more = isinstance(value, list) and name in whole
                whole[name] = [*whole[name], *value] if is_more else value
            if not answer.get("NextToken"):
                break
            pages["NextToken"] = answer["NextToken"]
        told = ", ".join(f"{name}={value}" for name, value in request.items())
        self.state[f"{operation}({told})"] = whole
        return whole

    def rows(self, operation: str, member: str, **request: Any) -> list[Any]:
        rows: list[Any] = self.ask(operation, **request).get(member, [])
        return rows

    def tags(self, arn: str) -> None:
        self.ask("ListTags", ResourceArn=arn)


def state_of(client: Any) -> State:
    """What is told of an account; a test compares that of two."""
    teller = _Teller(client)
    for part in (
        _vaults,
        _plans,
        _jobs,
        _points,
        _access_points,
        _holds,
        _frameworks,
        _reports,
        _testing,
        _tiering,
    ):
        part(teller)
    teller.ask("DescribeRegionSettings")
    teller.ask("DescribeGlobalSettings")
    return teller.state


def _vaults(teller: _Teller) -> None:
    for vault in teller.rows("ListBackupVaults", "BackupVaultList"):
        name = {"BackupVaultName": vault["BackupVaultName"]}
        for operation in (
            "DescribeBackupVault",
            "GetBackupVaultAccessPolicy",
            "GetBackupVaultNotifications",
            "ListRestoreAccessBackupVaults",
            "ListProtectedResourcesByBackupVault",
        ):
            teller.ask(operation, **name)
        teller.tags(vault["BackupVaultArn"])


def _plans(teller: _Teller) -> None:
    for plan in teller.rows("ListBackupPlans", "BackupPlansList", IncludeDeleted=True):
        plan_id = {"BackupPlanId": plan["BackupPlanId"]}
        teller.ask("GetBackupPlan", **plan_id, MaxScheduledRunsPreview=10)
        template = teller.ask("ExportBackupPlanTemplate", **plan_id)
        if "BackupPlanTemplateJson" in template:
            # An object has no order.
            text = template["BackupPlanTemplateJson"]
            teller.state[f"template of {plan['BackupPlanId']}"] = json.loads(text)
            teller.state.pop(f"ExportBackupPlanTemplate(BackupPlanId={plan['BackupPlanId']})")
        teller.tags(plan["BackupPlanArn"])
        for version in teller.rows("ListBackupPlanVersions", "BackupPlanVersionsList", **plan_id):
            teller.ask("GetBackupPlan", **plan_id, VersionId=version["VersionId"])
        for selection in teller.rows("ListBackupSelections", "BackupSelectionsList", **plan_id):
            teller.ask("GetBackupSelection", **plan_id, SelectionId=selection["SelectionId"])
    teller.rows("ListBackupPlans", "BackupPlansList")


def _jobs(teller: _Teller) -> None:
    for kind in KINDS:
        for job in teller.rows(kind.list_operation, kind.jobs_member):
            job_id = {kind.id_member: job[kind.id_member]}
            teller.ask(f"Describe{kind.title}Job", **job_id)
            if kind is RESTORE:
                teller.ask("GetRestoreJobMetadata", **job_id)
        for period in ("ONE_DAY", "FOURTEEN_DAYS"):
            teller.ask(kind.summary_operation, AggregationPeriod=period)


def _points(teller: _Teller) -> None:
    for vault in teller.rows("ListBackupVaults", "BackupVaultList"):
        name = {"BackupVaultName": vault["BackupVaultName"]}
        for point in teller.rows("ListRecoveryPointsByBackupVault", "RecoveryPoints", **name):
            point_id = {**name, "RecoveryPointArn": point["RecoveryPointArn"]}
            for operation in (
                "DescribeRecoveryPoint",
                "GetRecoveryPointRestoreMetadata",
                "GetRecoveryPointIndexDetails",
            ):
                teller.ask(operation, **point_id)
            teller.tags(point["RecoveryPointArn"])
    teller.ask("ListIndexedRecoveryPoints")
    for resource in teller.rows("ListProtectedResources", "Results"):
        arn = {"ResourceArn": resource["ResourceArn"]}
        teller.ask("DescribeProtectedResource", **arn)
        teller.ask("ListRecoveryPointsByResource", **arn)
        teller.ask("ListRestoreJobsByProtectedResource", **arn)


def _access_points(teller: _Teller) -> None:
    for access_point in teller.rows("ListBackupAccessPoints", "BackupAccessPoints"):
        teller.ask("DescribeBackupAccessPoint", AccessPointArn=access_point["AccessPointArn"])
        teller.tags(access_point["AccessPointArn"])
        point, resource = access_point["RecoveryPointArn"], access_point["ResourceArn"]
        teller.ask("ListBackupAccessPointsByRecoveryPoint", RecoveryPointArn=point)
        teller.ask("ListBackupAccessPointsByResource", ResourceArn=resource)


def _holds(teller: _Teller) -> None:
    for hold in teller.rows("ListLegalHolds", "LegalHolds"):
        hold_id = {"LegalHoldId": hold["LegalHoldId"]}
        teller.ask("GetLegalHold", **hold_id)
        teller.ask("ListRecoveryPointsByLegalHold", **hold_id)
        teller.tags(hold["LegalHoldArn"])


def _frameworks(teller: _Teller) -> None:
    for framework in teller.rows("ListFrameworks", "Frameworks"):
        teller.ask("DescribeFramework", FrameworkName=framework["FrameworkName"])
        teller.tags(framework["FrameworkArn"])


def _reports(teller: _Teller) -> None:
    for plan in teller.rows("ListReportPlans", "ReportPlans"):
        teller.ask("DescribeReportPlan", ReportPlanName=plan["ReportPlanName"])
        teller.tags(plan["ReportPlanArn"])
    for job in teller.rows("ListReportJobs", "ReportJobs"):
        teller.ask("DescribeReportJob", ReportJobId=job["ReportJobId"])


def _testing(teller: _Teller) -> None:
    for plan in teller.rows("ListRestoreTestingPlans", "RestoreTestingPlans"):
        name = {"RestoreTestingPlanName": plan["RestoreTestingPlanName"]}
        teller.ask("GetRestoreTestingPlan", **name)
        teller.tags(plan["RestoreTestingPlanArn"])
        listed = teller.rows("ListRestoreTestingSelections", "RestoreTestingSelections", **name)
        for selection in listed:
            selected = {"RestoreTestingSelectionName": selection["RestoreTestingSelectionName"]}
            teller.ask("GetRestoreTestingSelection", **name, **selected)


def _tiering(teller: _Teller) -> None:
    for each in teller.rows("ListTieringConfigurations", "TieringConfigurations"):
        name = {"TieringConfigurationName": each["TieringConfigurationName"]}
        teller.ask("GetTieringConfiguration", **name)
        teller.tags(each["TieringConfigurationArn"])


def differences(before: State, after: State) -> Iterator[tuple[str, Any, Any]]:
    """The questions that are answered otherwise, with both answers, of members that differ."""
    for question in before | after:
        one, other = before.get(question, {}), after.get(question, {})
        for name in {**one, **other}:
            if one.get(name) != other.get(name):
                yield f"{question}.{name}", one.get(name), other.get(name)
