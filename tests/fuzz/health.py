"""One plain call of every family, with its right answer: whether moto is still well."""

import itertools
from collections.abc import Callable
from typing import Any

from .answers import Answer
from .right import ROLE, of_account
from .transports import Transport
from .wire import Request, moto_request, request_of

ACCOUNT = "999988887777"
VAULT = "healthy"
VAULT_ARN = f"arn:aws:backup:us-east-1:{ACCOUNT}:backup-vault:{VAULT}"
RESOURCE = f"arn:aws:ec2:us-east-1:{ACCOUNT}:volume/vol-1"
KINDS = {
    "Backup": ("BackupJobs", "BackupJobId"),
    "Copy": ("CopyJobs", "CopyJobId"),
    "Restore": ("RestoreJobs", "RestoreJobId"),
    "Scan": ("ScanJobs", "ScanJobId"),
}
_numbers = itertools.count(1)


class SickError(Exception):
    """A plain call that did not get its right answer."""


class Patient:
    """Asks for an account that nobody else uses, and raises SickError where an answer is not right."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def ask(self, operation: str, **parameters: Any) -> Any:
        request = request_of(operation, parameters)
        return self._checked(operation, of_account(request, ACCOUNT))

    def tell(self, method: str, path: str, document: Any = None, query: str = "") -> Any:
        return self._checked(f"{method} {path}", moto_request(method, path, document, query=query))

    def _checked(self, what: str, request: Request) -> Any:
        answer: Answer = self._transport.send(request)
        if answer.missing or answer.status >= 300:
            told = answer.missing or f"status {answer.status} {answer.body[:300]!r}"
            raise SickError(f"{what}: {told}\n{answer.log}")
        return answer.document


def expect(what: str, found: Any, right: Any) -> None:
    if found != right:
        raise SickError(f"{what}: {found!r} is not {right!r}")


def check_health(transport: Transport) -> None:
    """Raise SickError unless every family of operations answers as it ought to."""
    patient = Patient(transport)
    _forget_rules(patient)
    for family in FAMILIES:
        try:
            family(patient)
        except (LookupError, TypeError, AttributeError) as error:
            raise SickError(f"{family.__name__}: an answer lacks something: {error!r}") from error


def _forget_rules(patient: Patient) -> None:
    """Take away what requests may rightly have put in: rules, settings, transitions."""
    for what in ("faults", "outcomes"):
        patient.tell("DELETE", f"static/backup/{what}")
    patient.tell("DELETE", "static/backup/jobs", query=f"?account_id={ACCOUNT}")
    patient.tell("POST", "config", {"backup": {"include_today": True}})
    for kind in KINDS:
        name = f"backup::{kind.lower()}_job"
        patient.tell("POST", "state-manager/unset-transition", {"model_name": name})


def _vaults(patient: Patient) -> None:
    if VAULT not in _names(patient.ask("ListBackupVaults"), "BackupVaultList", "BackupVaultName"):
        patient.ask("CreateBackupVault", BackupVaultName=VAULT)
    vault = patient.ask("DescribeBackupVault", BackupVaultName=VAULT)
    expect("the vault's ARN", vault["BackupVaultArn"], VAULT_ARN)
    expect("its recovery points", vault.get("NumberOfRecoveryPoints", 0), 0)


def _jobs(patient: Patient) -> None:
    number = next(_numbers)
    document: dict[str, Any] = {
        jobs: [{id_member: f"well-{kind}-{number}"}] for kind, (jobs, id_member) in KINDS.items()
    }
    loaded = patient.tell("POST", "static/backup/jobs", {**document, "account_id": ACCOUNT})
    expect("what is loaded", loaded["loaded"], 4)
    for kind, (jobs, id_member) in KINDS.items():
        (job,) = document[jobs]
        ids = _names(patient.ask(f"List{kind}Jobs"), jobs, id_member)
        expect(f"the {kind} jobs", ids, [job[id_member]])
        described = patient.ask(f"Describe{kind}Job", **job)
        expect(f"the {kind} job", described.get("CopyJob", described)[id_member], job[id_member])
        rows = patient.ask(f"List{kind}JobSummaries")[f"{kind}JobSummaries"]
        expect(f"the count of {kind} jobs", [row["Count"] for row in rows], [1])


def _started_job(patient: Patient) -> None:
    names = {"BackupVaultName": VAULT, "ResourceArn": RESOURCE, "IamRoleArn": ROLE}
    job_id = patient.ask("StartBackupJob", **names)["BackupJobId"]
    job = patient.ask("DescribeBackupJob", BackupJobId=job_id)
    expect("the started job", (job["State"], job["ResourceArn"]), ("COMPLETED", RESOURCE))
    points = patient.ask("ListRecoveryPointsByBackupVault", BackupVaultName=VAULT)
    arns = _names(points, "RecoveryPoints", "RecoveryPointArn")
    expect("its recovery point", arns, [job["RecoveryPointArn"]])
    resources = patient.ask("ListProtectedResourcesByBackupVault", BackupVaultName=VAULT)
    expect("its resource", _names(resources, "Results", "ResourceArn"), [RESOURCE])


def _plans(patient: Patient) -> None:
    rule = {"RuleName": "daily", "TargetBackupVaultName": VAULT}
    plan = {"BackupPlanName": f"plan-{next(_numbers)}", "Rules": [rule]}
    plan_id = patient.ask("CreateBackupPlan", BackupPlan=plan)["BackupPlanId"]
    found = patient.ask("GetBackupPlan", BackupPlanId=plan_id)["BackupPlan"]
    expect("the plan", found["BackupPlanName"], plan["BackupPlanName"])
    selections = patient.ask("ListBackupSelections", BackupPlanId=plan_id)
    expect("its selections", selections["BackupSelectionsList"], [])
    patient.ask("DeleteBackupPlan", BackupPlanId=plan_id)


def _report_plans(patient: Patient) -> None:
    name = {"ReportPlanName": f"report_{next(_numbers)}"}
    channel = {"S3BucketName": "photos", "Formats": ["CSV"]}
    setting = {"ReportTemplate": "BACKUP_JOB_REPORT"}
    patient.ask("CreateReportPlan", **name, ReportDeliveryChannel=channel, ReportSetting=setting)
    plan = patient.ask("DescribeReportPlan", **name)["ReportPlan"]
    expect("the report plan", plan["ReportPlanName"], name["ReportPlanName"])
    patient.ask("DeleteReportPlan", **name)
    expect("those left", patient.ask("ListReportPlans")["ReportPlans"], [])


def _settings(patient: Patient) -> None:
    opted_in = patient.ask("DescribeRegionSettings")["ResourceTypeOptInPreference"]
    expect("the opt-in of EBS", opted_in["EBS"], True)
    types = patient.ask("GetSupportedResourceTypes")["ResourceTypes"]
    expect("whether EBS is supported", "EBS" in types, True)


def _tags(patient: Patient) -> None:
    patient.ask("TagResource", ResourceArn=VAULT_ARN, Tags={"env": "test"})
    expect("the tags", patient.ask("ListTags", ResourceArn=VAULT_ARN)["Tags"], {"env": "test"})
    patient.ask("UntagResource", ResourceArn=VAULT_ARN, TagKeyList=["env"])


def _names(answer: Any, list_member: str, member: str) -> list[Any]:
    return [item[member] for item in answer[list_member]]


FAMILIES: list[Callable[[Patient], None]] = [
    _vaults,
    _jobs,
    _started_job,
    _plans,
    _report_plans,
    _settings,
    _tags,
]
