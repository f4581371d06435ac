"""The four kinds of job, in AWS's names."""

from typing import Any

import pytest

from moto_backup_summaries.backup.aws.job_kinds import (
    ALL_KINDS,
    BACKUP,
    COPY,
    KIND_NAMED,
    KINDS,
    RESTORE,
    SCAN,
    JobKind,
)
from moto_backup_summaries.backup.aws.service_model import knows


def named(each: Any) -> str | None:
    return each.name if isinstance(each, JobKind) else None


BY_KIND = pytest.mark.parametrize("kind", ALL_KINDS, ids=named)
ROLE = "arn:aws:iam::123456789012:role/service-role/AWSBackupDefaultServiceRole"


def test_there_are_four() -> None:
    assert ALL_KINDS == (BACKUP, COPY, RESTORE, SCAN)


def test_those_that_botocore_has_are_known_by_their_names() -> None:
    assert {kind.name: kind for kind in KINDS} == KIND_NAMED
    assert [kind for kind in ALL_KINDS if knows(kind.list_operation)] == [*KINDS]


@pytest.mark.parametrize(
    ("kind", "way", "ends"),
    [
        (
            BACKUP,
            ("CREATED", "PENDING", "RUNNING", "COMPLETED"),
            {"COMPLETED", "FAILED", "EXPIRED", "ABORTED", "PARTIAL"},
        ),
        (COPY, ("CREATED", "RUNNING", "COMPLETED"), {"COMPLETED", "FAILED", "ABORTED", "PARTIAL"}),
        (RESTORE, ("PENDING", "RUNNING", "COMPLETED"), {"COMPLETED", "FAILED", "ABORTED"}),
        (
            SCAN,
            ("CREATED", "RUNNING", "COMPLETED"),
            {"COMPLETED", "COMPLETED_WITH_ISSUES", "FAILED", "CANCELED"},
        ),
    ],
    ids=named,
)
def test_each_has_its_states(kind: JobKind, way: tuple[str, ...], ends: set[str]) -> None:
    assert kind.lifecycle == way
    assert kind.final_states == ends
    for end in ends - {"EXPIRED"}:
        assert kind.path_to(end) == (*way[:-1], end)


def test_what_expires_never_began() -> None:
    assert BACKUP.path_to("EXPIRED") == ("CREATED", "EXPIRED")


@pytest.mark.parametrize(
    ("kind", "states"),
    [
        (
            BACKUP,
            "CREATED PENDING RUNNING ABORTING ABORTED COMPLETED FAILED EXPIRED PARTIAL",
        ),
        (
            COPY,
            "CREATED RUNNING COMPLETED FAILED PARTIAL ABORTING ABORTED COMPLETING FAILING",
        ),
        (RESTORE, "PENDING RUNNING COMPLETED ABORTED FAILED CREATED"),
        (SCAN, "CANCELED COMPLETED COMPLETED_WITH_ISSUES CREATED FAILED RUNNING"),
    ],
    ids=named,
)
def test_its_states_are_those_of_lists_and_summaries_together(kind: JobKind, states: str) -> None:
    assert sorted(kind.states) == sorted(states.split())


MESSAGES = ("State", "ResourceType", "MessageCategory")


@pytest.mark.parametrize(
    ("kind", "dimensions"),
    [
        (BACKUP, dict(zip(MESSAGES, MESSAGES, strict=True))),
        (COPY, dict(zip(MESSAGES, MESSAGES, strict=True))),
        (RESTORE, {"State": "Status", "ResourceType": "ResourceType"}),
        (
            SCAN,
            {
                "State": "State",
                "ResourceType": "ResourceType",
                "MalwareScanner": "MalwareScanner",
                "ScanResultStatus": "ScanResult.ScanResultStatus",
            },
        ),
    ],
    ids=named,
)
def test_its_summaries_have_dimensions_in_order(kind: JobKind, dimensions: dict[str, str]) -> None:
    assert list(kind.dimensions.items()) == list(dimensions.items())
    assert kind.has_message_category is ("MessageCategory" in dimensions)


COMPLETE = {
    "ByCompleteBefore": ("CompletionDate", "before"),
    "ByCompleteAfter": ("CompletionDate", "after"),
}
CREATED = {
    "ByCreatedBefore": ("CreationDate", "before"),
    "ByCreatedAfter": ("CreationDate", "after"),
}


def equal(**members: str) -> dict[str, tuple[str, str]]:
    return {name: (member, "equal") for name, member in members.items()}


@pytest.mark.parametrize(
    ("kind", "filters"),
    [
        (
            BACKUP,
            {
                **equal(
                    ByResourceType="ResourceType",
                    ByResourceArn="ResourceArn",
                    ByState="State",
                    ByBackupVaultName="BackupVaultName",
                    ByParentJobId="ParentJobId",
                ),
                **COMPLETE,
                **CREATED,
                "ByMessageCategory": ("MessageCategory", "category"),
            },
        ),
        (
            COPY,
            {
                **equal(
                    ByResourceType="ResourceType",
                    ByResourceArn="ResourceArn",
                    ByState="State",
                    ByDestinationVaultArn="DestinationBackupVaultArn",
                    BySourceRecoveryPointArn="SourceRecoveryPointArn",
                    ByParentJobId="ParentJobId",
                ),
                **COMPLETE,
                **CREATED,
                "ByMessageCategory": ("MessageCategory", "category"),
            },
        ),
        (
            RESTORE,
            {
                **equal(
                    ByResourceType="ResourceType",
                    ByStatus="Status",
                    ByRestoreTestingPlanArn="CreatedBy.RestoreTestingPlanArn",
                    ByParentJobId="ParentJobId",
                    ResourceArn="SourceResourceArn",
                ),
                **COMPLETE,
                **CREATED,
                "ByRecoveryPointCreationDateBefore": ("RecoveryPointCreationDate", "before"),
                "ByRecoveryPointCreationDateAfter": ("RecoveryPointCreationDate", "after"),
            },
        ),
        (
            SCAN,
            {
                **equal(
                    ByResourceType="ResourceType",
                    ByResourceArn="ResourceArn",
                    ByState="State",
                    ByBackupVaultName="BackupVaultName",
                    ByMalwareScanner="MalwareScanner",
                    ByRecoveryPointArn="RecoveryPointArn",
                    ByScanResultStatus="ScanResult.ScanResultStatus",
                ),
                **COMPLETE,
            },
        ),
    ],
    ids=named,
)
def test_its_list_compares_members(kind: JobKind, filters: dict[str, Any]) -> None:
    assert dict(kind.filters) == filters


@BY_KIND
def test_its_names_are_of_its_title(kind: JobKind) -> None:
    title = kind.name.capitalize()
    assert kind.title == title
    assert kind.transition == f"backup::{kind.name}_job"
    assert kind.id_member == f"{title}JobId"
    assert kind.jobs_member == f"{title}Jobs"
    assert kind.summaries_member == f"{title}JobSummaries"
    assert kind.list_operation == f"List{title}Jobs"
    assert kind.summary_operation == f"List{title}JobSummaries"


@pytest.mark.parametrize(
    ("attribute", "values"),
    [
        ("state", ["State", "State", "Status", "State"]),
        ("resource", ["ResourceArn", "ResourceArn", "SourceResourceArn", "ResourceArn"]),
        ("listed_days", [30, None, None, 30]),
        (
            "vault",
            ["BackupVaultArn", "DestinationBackupVaultArn", "BackupVaultArn", "BackupVaultArn"],
        ),
        (
            "recovery_point",
            [
                "RecoveryPointArn",
                "DestinationRecoveryPointArn",
                "RecoveryPointArn",
                "RecoveryPointArn",
            ],
        ),
        (
            "states_with_recovery_point",
            [
                {"RUNNING", "COMPLETED", "PARTIAL"},
                {"COMPLETED", "PARTIAL"},
                None,
                None,
            ],
        ),
        ("leaves_recovery_point", [True, True, False, False]),
        ("waiting_states", [{"CREATED", "PENDING"}, {"CREATED"}, {"PENDING"}, {"CREATED"}]),
        ("expected_date", ["ExpectedCompletionDate", None, None, None]),
        ("expected_minutes", [None, None, "ExpectedCompletionTimeMinutes", None]),
        (
            "arns",
            [
                ("BackupVaultArn", "ResourceArn", "RecoveryPointArn"),
                ("SourceBackupVaultArn", "ResourceArn", "SourceRecoveryPointArn"),
                (
                    "BackupVaultArn",
                    "RecoveryPointArn",
                    "SourceResourceArn",
                    "CreatedResourceArn",
                ),
                ("BackupVaultArn", "ResourceArn", "RecoveryPointArn"),
            ],
        ),
        (
            "default_dimensions",
            [set(), set(), set(), {"MalwareScanner"}],
        ),
    ],
    ids=named,
)
def test_what_else_they_differ_in(attribute: str, values: list[Any]) -> None:
    assert [getattr(kind, attribute) for kind in ALL_KINDS] == values


@pytest.mark.parametrize(
    ("kind", "percent", "text"),
    [
        (BACKUP, 0, "0.0"),
        (BACKUP, 99.96, "100.0"),
        (BACKUP, 12.34, "12.3"),
        (RESTORE, 0, "0.00%"),
        (RESTORE, 12.345678, "12.35%"),
        (RESTORE, 100, "100.00%"),
    ],
)
def test_how_much_is_done_is_written_as_aws_writes_it(
    kind: JobKind, percent: float, text: str
) -> None:
    assert kind.percent_done is not None
    assert kind.percent_done.format(percent) == text


def test_copies_and_scans_do_not_tell_how_much_is_done() -> None:
    assert [COPY.percent_done, SCAN.percent_done] == [None, None]


MADE_UP = {"ResourceName", "PercentDone", "AccountId", "CreationDate"}


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (BACKUP, {"BackupJobId", "ResourceArn", "RecoveryPointArn"}),
        (COPY, {"CopyJobId", "ResourceArn", "DestinationRecoveryPointArn"}),
        (RESTORE, {"RestoreJobId", "SourceResourceArn", "RecoveryPointArn"}),
        (
            SCAN,
            {
                "ScanJobId",
                "ResourceArn",
                "RecoveryPointArn",
                "CreatedBy",
                "IamRoleArn",
                "ScanMode",
                "ScannerRoleArn",
            },
        ),
    ],
    ids=named,
)
def test_what_a_job_is_given_where_it_is_left_out(kind: JobKind, names: set[str]) -> None:
    assert kind.generated_members == names | MADE_UP


def test_a_scan_has_defaults_for_what_the_model_demands() -> None:
    assert SCAN.defaults == {
        "CreatedBy": {
            "BackupPlanArn": "",
            "BackupPlanId": "",
            "BackupPlanVersion": "",
            "BackupRuleId": "",
        },
        "IamRoleArn": ROLE,
        "MalwareScanner": "GUARDDUTY",
        "ScanMode": "FULL_SCAN",
        "ScannerRoleArn": ROLE,
    }
    assert [BACKUP.defaults, COPY.defaults, RESTORE.defaults] == [{}, {}, {}]


@pytest.mark.parametrize(("name", "expected"), [("backup", "job-AB-1"), ("copy", "copyjob-AB-1")])
def test_a_job_is_named_by_its_kind_in_arns(name: str, expected: str) -> None:
    (kind,) = [kind for kind in ALL_KINDS if kind.name == name]
    assert kind.name_in_arns("AB-1") == expected
