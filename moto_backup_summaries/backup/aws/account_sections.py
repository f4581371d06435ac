"""What the document of an account has: a section for each kind, and the calls that tell its rows.

A row is one item of a list operation, with the members of what is asked of it beside its own: a vault has the
members of ListBackupVaults and DescribeBackupVault, and Policy, SNSTopicArn, BackupVaultEvents and Tags of
three other operations. moto_backup_capture makes these calls; load_account() reads the rows by their shapes.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from . import service_model
from .facts import AIR_GAPPED_VAULT, RESTORE_ACCESS_VAULT
from .job_kinds import ALL_KINDS, RESTORE

# The member that says of an object that it is a part of an account's document; and its own members.
HEADER = "BackupAccount"
VERSION = 1
VERSION_MEMBER, ACCOUNT_ID, REGION = HEADER_MEMBERS = ("Version", "AccountId", "Region")

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Call(NamedTuple):
    """An operation that tells more of a row.

    request: members of the row by the parameters that they are.
    answer: the member of the answer that has what is told, where the answer itself has not.
    asked_if, not_if: a member that a row must have, or must not, and its value, or None for any.
    """

    operation: str
    request: Mapping[str, str]
    answer: str | None = None
    asked_if: tuple[str, str | None] | None = None
    not_if: tuple[str, str | None] | None = None

    def is_asked(self, row: Mapping[str, Any]) -> bool:
        return (self.asked_if is None or _has(row, *self.asked_if)) and not (
            self.not_if and _has(row, *self.not_if)
        )

    def request_of(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters of the call about a row."""
        return {name: row[member] for name, member in self.request.items()}


def _has(row: Mapping[str, Any], name: str, value: str | None) -> bool:
    return row.get(name) is not None and value in (None, row[name])


class Section(NamedTuple):
    """The rows of one kind.

    name: in the document. what: the word of `--what`.
    listing: the operation that lists the rows. items: the member of its answer, or "" where the answer is the
        only row.
    required: what a row must have.
    calls: what is asked of each row. inner: lists that each row has, with their names; the requests of their
        listings have members of the row, as those of a call.
    of_each: the section that has a row for each listing of this one.
    """

    name: str
    what: str
    listing: Call
    items: str
    required: Sequence[str] = ()
    parameters: Mapping[str, Any] = _NOTHING
    calls: Sequence[Call] = ()
    inner: Sequence["Section"] = ()
    of_each: str | None = None

    @property
    def is_known(self) -> bool:
        """Whether this botocore has its operation."""
        return service_model.knows(self.listing.operation)

    def operations(self) -> Iterator[str]:
        yield self.listing.operation
        for call in self.calls:
            yield call.operation
        for section in self.inner:
            yield from section.operations()


def _listing(operation: str, **request: str) -> Call:
    return Call(operation, request)


def _tags(arn_member: str) -> Call:
    return Call("ListTags", {"ResourceArn": arn_member}, not_if=_IS_DELETED)


def _asked(operation: str, *names: str, answer: str | None = None) -> Call:
    """A call whose parameters are members of the row of the same names."""
    return Call(operation, {name: name for name in names}, answer)


# Of a plan that is deleted only its versions can be asked for.
_IS_DELETED = ("DeletionDate", None)
_POINT = ("BackupVaultName", "RecoveryPointArn")
# What lists of jobs do not tell.
_OF_JOBS = {RESTORE: (_asked("GetRestoreJobMetadata", "RestoreJobId"),)}

# In the order in which they are written, and loaded: what is named stands before what names it.
SECTIONS: Sequence[Section] = (
    Section(
        "BackupVaults",
        "vaults",
        _listing("ListBackupVaults"),
        "BackupVaultList",
        ("BackupVaultName", "BackupVaultArn", "CreationDate"),
        calls=(
            _asked("DescribeBackupVault", "BackupVaultName"),
            _asked("GetBackupVaultAccessPolicy", "BackupVaultName"),
            _asked("GetBackupVaultNotifications", "BackupVaultName"),
            _tags("BackupVaultArn"),
        ),
        inner=(
            Section(
                "RestoreAccessBackupVaults",
                "vaults",
                Call(
                    "ListRestoreAccessBackupVaults",
                    {"BackupVaultName": "BackupVaultName"},
                    asked_if=("VaultType", AIR_GAPPED_VAULT),
                ),
                "RestoreAccessBackupVaults",
                ("RestoreAccessBackupVaultArn", "CreationDate"),
            ),
        ),
    ),
    Section("RegionSettings", "settings", _listing("DescribeRegionSettings"), ""),
    Section("GlobalSettings", "settings", _listing("DescribeGlobalSettings"), ""),
    Section(
        "BackupPlans",
        "plans",
        _listing("ListBackupPlans"),
        "BackupPlansList",
        ("BackupPlanId", "BackupPlanArn", "CreationDate", "Versions"),
        parameters={"IncludeDeleted": True},
        calls=(_tags("BackupPlanArn"),),
        inner=(
            Section(
                "Versions",
                "plans",
                _listing("ListBackupPlanVersions", BackupPlanId="BackupPlanId"),
                "BackupPlanVersionsList",
                ("VersionId", "CreationDate", "BackupPlan"),
                calls=(_asked("GetBackupPlan", "BackupPlanId", "VersionId"),),
            ),
            Section(
                "Selections",
                "plans",
                Call(
                    "ListBackupSelections",
                    {"BackupPlanId": "BackupPlanId"},
                    not_if=_IS_DELETED,
                ),
                "BackupSelectionsList",
                ("SelectionId", "CreationDate", "BackupSelection"),
                calls=(_asked("GetBackupSelection", "BackupPlanId", "SelectionId"),),
            ),
        ),
    ),
    *(
        Section(
            kind.jobs_member,
            kind.name,
            _listing(kind.list_operation),
            kind.jobs_member,
            calls=_OF_JOBS.get(kind, ()),
        )
        for kind in ALL_KINDS
    ),
    Section(
        "RecoveryPoints",
        "points",
        Call(
            "ListRecoveryPointsByBackupVault",
            {"BackupVaultName": "BackupVaultName"},
            # Such a vault shows the recovery points of another.
            not_if=("VaultType", RESTORE_ACCESS_VAULT),
        ),
        "RecoveryPoints",
        ("RecoveryPointArn", "BackupVaultName", "ResourceArn", "CreationDate", "Status"),
        calls=(
            _asked("DescribeRecoveryPoint", *_POINT),
            _tags("RecoveryPointArn"),
            _asked("GetRecoveryPointRestoreMetadata", *_POINT),
            Call(
                "GetRecoveryPointIndexDetails",
                {name: name for name in _POINT},
                asked_if=("IndexStatus", None),
            ),
        ),
        of_each="BackupVaults",
    ),
    Section(
        "BackupAccessPoints",
        "access",
        _listing("ListBackupAccessPoints"),
        "BackupAccessPoints",
        (
            *("Name", "AccessPointArn", "Status", "CreationTime"),
            *("RecoveryPointArn", "BackupVaultName", "ResourceArn", "ResourceType"),
        ),
        calls=(_asked("DescribeBackupAccessPoint", "AccessPointArn"), _tags("AccessPointArn")),
    ),
    Section(
        "LegalHolds",
        "holds",
        _listing("ListLegalHolds"),
        "LegalHolds",
        ("LegalHoldId", "LegalHoldArn", "CreationDate", "Title", "Description"),
        calls=(_asked("GetLegalHold", "LegalHoldId"), _tags("LegalHoldArn")),
        inner=(
            Section(
                "RecoveryPoints",
                "holds",
                _listing("ListRecoveryPointsByLegalHold", LegalHoldId="LegalHoldId"),
                "RecoveryPoints",
                _POINT,
            ),
        ),
    ),
    Section(
        "Frameworks",
        "frameworks",
        _listing("ListFrameworks"),
        "Frameworks",
        ("FrameworkName", "FrameworkArn", "CreationTime", "FrameworkControls"),
        calls=(_asked("DescribeFramework", "FrameworkName"), _tags("FrameworkArn")),
    ),
    Section(
        "ReportPlans",
        "reports",
        _listing("ListReportPlans"),
        "ReportPlans",
        (
            *("ReportPlanName", "ReportPlanArn", "CreationTime"),
            *("ReportSetting", "ReportDeliveryChannel"),
        ),
        calls=(_tags("ReportPlanArn"),),
    ),
    Section(
        "ReportJobs",
        "reports",
        _listing("ListReportJobs"),
        "ReportJobs",
        ("ReportJobId", "ReportPlanArn", "CreationTime", "Status"),
    ),
    Section(
        "RestoreTestingPlans",
        "testing",
        _listing("ListRestoreTestingPlans"),
        "RestoreTestingPlans",
        (
            *("RestoreTestingPlanName", "RestoreTestingPlanArn", "CreationTime"),
            *("RecoveryPointSelection", "ScheduleExpression"),
        ),
        calls=(
            _asked("GetRestoreTestingPlan", "RestoreTestingPlanName", answer="RestoreTestingPlan"),
            _tags("RestoreTestingPlanArn"),
        ),
        inner=(
            Section(
                "Selections",
                "testing",
                _listing(
                    "ListRestoreTestingSelections",
                    RestoreTestingPlanName="RestoreTestingPlanName",
                ),
                "RestoreTestingSelections",
                (
                    *("RestoreTestingSelectionName", "CreationTime"),
                    *("IamRoleArn", "ProtectedResourceType"),
                ),
                calls=(
                    _asked(
                        "GetRestoreTestingSelection",
                        "RestoreTestingPlanName",
                        "RestoreTestingSelectionName",
                        answer="RestoreTestingSelection",
                    ),
                ),
            ),
        ),
    ),
    Section(
        "TieringConfigurations",
        "tiering",
        _listing("ListTieringConfigurations"),
        "TieringConfigurations",
        (
            *("TieringConfigurationName", "TieringConfigurationArn", "CreationTime"),
            *("BackupVaultName", "ResourceSelection"),
        ),
        calls=(
            _asked(
                "GetTieringConfiguration",
                "TieringConfigurationName",
                answer="TieringConfiguration",
            ),
            _tags("TieringConfigurationArn"),
        ),
    ),
)
SECTION_NAMED: Mapping[str, Section] = {section.name: section for section in SECTIONS}
# Those whose operations this botocore has.
KNOWN_SECTIONS: Mapping[str, Section] = {
    section.name: section for section in SECTIONS if section.is_known
}
JOB_SECTIONS = frozenset(kind.jobs_member for kind in ALL_KINDS)


def all_operations() -> list[str]:
    """All that moto_backup_capture ever asks AWS Backup, each once."""
    return sorted({name for section in SECTIONS for name in section.operations()})
