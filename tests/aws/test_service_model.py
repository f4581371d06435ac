"""What botocore's model of AWS Backup says: whose a path is, and what an answer shows."""

import re
from typing import Any

import pytest
from botocore.model import Shape, ShapeResolver

from moto_backup_summaries.backup.aws.service_model import (
    answered,
    answered_members,
    enum,
    item_shape,
    knows,
    operation,
    operation_at,
    operation_names,
    structure,
)

POINT = "arn:aws:ec2:us-east-1::snapshot/snap-1"
QUOTED = "arn%3Aaws%3Aec2%3Aus-east-1%3A%3Asnapshot%2Fsnap-1"


def found(method: str, path: str) -> tuple[str, dict[str, str]] | None:
    at = operation_at(method, path)
    return (at[0].name, at[1]) if at else None


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/backup-jobs/", ("ListBackupJobs", {})),
        ("GET", "/backup-jobs", ("ListBackupJobs", {})),
        ("PUT", "/backup-jobs", ("StartBackupJob", {})),
        ("PUT", "/backup-jobs/", ("StartBackupJob", {})),
        ("GET", "/backup-jobs/7", ("DescribeBackupJob", {"backupJobId": "7"})),
        ("GET", "/backup-jobs/7/", ("DescribeBackupJob", {"backupJobId": "7"})),
        ("POST", "/backup-jobs/7", ("StopBackupJob", {"backupJobId": "7"})),
        ("GET", "/audit/backup-job-summaries", ("ListBackupJobSummaries", {})),
        # Values are decoded, once.
        ("GET", "/backup-jobs/a%20b", ("DescribeBackupJob", {"backupJobId": "a b"})),
        ("GET", "/backup-jobs/a%2Fb", ("DescribeBackupJob", {"backupJobId": "a/b"})),
        ("GET", "/backup-jobs/a%2520b", ("DescribeBackupJob", {"backupJobId": "a%20b"})),
        ("GET", "/backup-jobs/%C3%BC", ("DescribeBackupJob", {"backupJobId": "ü"})),
        # Only an ARN may hold slashes.
        ("GET", "/backup-jobs/a/b", None),
        (
            "GET",
            f"/backup-vaults/v/recovery-points/{POINT}",
            ("DescribeRecoveryPoint", {"backupVaultName": "v", "recoveryPointArn": POINT}),
        ),
        (
            "GET",
            f"/backup-vaults/v/recovery-points/{QUOTED}",
            ("DescribeRecoveryPoint", {"backupVaultName": "v", "recoveryPointArn": POINT}),
        ),
        (
            "GET",
            f"/backup-vaults/v/recovery-points/{POINT}/restore-metadata",
            (
                "GetRecoveryPointRestoreMetadata",
                {"backupVaultName": "v", "recoveryPointArn": POINT},
            ),
        ),
        (
            "GET",
            "/backup-vaults/v/recovery-points/",
            ("ListRecoveryPointsByBackupVault", {"backupVaultName": "v"}),
        ),
        (
            "GET",
            f"/resources/{POINT}/recovery-points",
            ("ListRecoveryPointsByResource", {"resourceArn": POINT}),
        ),
        ("GET", f"/resources/{POINT}", ("DescribeProtectedResource", {"resourceArn": POINT})),
        # What a path spells out goes before what it leaves open.
        ("GET", "/backup/plans/7/", ("GetBackupPlan", {"backupPlanId": "7"})),
        (
            "GET",
            "/backup/plans/7/versions/",
            ("ListBackupPlanVersions", {"backupPlanId": "7"}),
        ),
        ("GET", "/backup/template/plans", ("ListBackupPlanTemplates", {})),
        # Another method, a part of a path, more than it, another case.
        ("DELETE", "/backup-jobs/7", None),
        ("get", "/backup-jobs/", None),
        ("GET", "/", None),
        ("GET", "", None),
        ("GET", "/audit", None),
        ("GET", "/audit/backup-job-summaries/more", None),
        ("GET", "/Backup-Jobs/", None),
        ("GET", "/backup-floppies/", None),
        ("GET", "/audit/backup.job.summaries", None),
        ("GET", "/backup-jobs//", None),
    ],
)
def test_a_path_belongs_to_an_operation(method: str, path: str, expected: Any) -> None:
    assert found(method, path) == expected


@pytest.mark.parametrize("name", operation_names())
@pytest.mark.parametrize("slash", ["", "/"])
def test_every_operation_is_found_at_its_own_path(name: str, slash: str) -> None:
    http = operation(name).http
    path = http["requestUri"].partition("?")[0].rstrip("/")
    labels = re.findall(r"{(\w+)\+?}", path)
    filled = re.sub(r"{(\w+)\+?}", r"of-\1", path)
    expected = (name, {label: f"of-{label}" for label in labels})
    assert found(http["method"], filled + slash) == expected


def test_some_operations_are_known() -> None:
    assert knows("ListBackupJobSummaries") is True
    assert knows("ListFloppies") is False
    assert "StartBackupJob" in operation_names()
    assert operation("StartBackupJob").name == "StartBackupJob"


@pytest.mark.parametrize(
    ("name", "member", "values"),
    [
        ("ListBackupJobSummaries", "AggregationPeriod", ["ONE_DAY", "SEVEN_DAYS", "FOURTEEN_DAYS"]),
        ("ListRestoreJobs", "ByStatus", ["PENDING", "RUNNING", "COMPLETED", "ABORTED", "FAILED"]),
        ("ListBackupJobSummaries", "ResourceType", []),
        ("ListBackupJobSummaries", "MaxResults", []),
    ],
)
def test_a_parameter_has_an_enum_or_none(name: str, member: str, values: list[str]) -> None:
    assert enum(name, member) == values


def test_a_list_is_made_of_one_shape() -> None:
    found = item_shape("ListBackupJobs", "BackupJobs")
    assert found.name == "BackupJob"
    assert found.members["BackupJobId"].type_name == "string"


SHAPES: dict[str, Any] = {
    "Text": {"type": "string"},
    "Texts": {"type": "list", "member": {"shape": "Text"}},
    "Tags": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
    "Inner": {"type": "structure", "members": {"A": {"shape": "Text"}, "B": {"shape": "Text"}}},
    "Inners": {"type": "list", "member": {"shape": "Inner"}},
    "Outer": {
        "type": "structure",
        "members": {
            "Name": {"shape": "Text"},
            "Names": {"shape": "Texts"},
            "Tags": {"shape": "Tags"},
            "Inner": {"shape": "Inner"},
            "Inners": {"shape": "Inners"},
        },
    },
}


def shape(name: str) -> Shape:
    return ShapeResolver(SHAPES).get_shape_by_name(name)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("Text", "text", "text"),
        ("Texts", ["a"], ["a"]),
        ("Tags", {"A": "a", "C": "c"}, {"A": "a", "C": "c"}),
        ("Inner", {}, {}),
        ("Inner", {"C": "c", "B": "b", "A": None}, {"B": "b"}),
        # What is there is shown, be it empty.
        ("Inner", {"A": "", "B": 0}, {"A": "", "B": 0}),
        ("Inners", [{"A": "a", "C": "c"}, {"B": None}], [{"A": "a"}, {}]),
        ("Outer", {"Name": "n", "Names": [], "Tags": {}}, {"Name": "n", "Names": [], "Tags": {}}),
        ("Outer", {"Tags": {"C": "c"}, "Names": ["a"]}, {"Names": ["a"], "Tags": {"C": "c"}}),
        (
            "Outer",
            {"Inner": {"A": "a", "C": "c"}, "Inners": [{"B": "b", "C": "c"}], "Other": "o"},
            {"Inner": {"A": "a"}, "Inners": [{"B": "b"}]},
        ),
        ("Outer", {"Inner": None, "Inners": None}, {}),
        ("Outer", {"Inner": {}, "Inners": [{}]}, {"Inner": {}, "Inners": [{}]}),
    ],
)
def test_an_answer_shows_what_its_shape_knows(name: str, value: Any, expected: Any) -> None:
    assert answered(shape(name), value) == expected
    if name == "Outer":
        assert answered_members(structure(shape(name)), value) == expected


def test_members_come_in_the_order_of_the_shape() -> None:
    members = {"Tags": {}, "Names": [], "Name": "n"}
    assert [*answered_members(structure(shape("Outer")), members)] == ["Name", "Names", "Tags"]
