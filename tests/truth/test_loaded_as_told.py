"""What was listed, loaded again, is listed and counted as it was: member by member."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moto import mock_aws
from support import examples

from moto_backup_summaries import load_jobs, set_job_outcome
from truth.calls import (
    DAY,
    KEY,
    KINDS,
    NOW,
    ROLE,
    at,
    aws,
    backed_up,
    bucket,
    copied,
    disk,
    jobs,
    planned,
    restored,
    rows,
    scanned,
    stack,
    start,
    transition,
    vault_arn,
    volume,
)

STATES = {
    "backup": (
        *("CREATED", "PENDING", "RUNNING", "ABORTING"),
        *("COMPLETED", "FAILED", "EXPIRED", "ABORTED", "PARTIAL"),
    ),
    "copy": ("CREATED", "RUNNING", "COMPLETED", "FAILED", "PARTIAL"),
    "restore": ("PENDING", "RUNNING", "COMPLETED", "FAILED", "ABORTED"),
    "scan": ("CREATED", "RUNNING", "COMPLETED", "COMPLETED_WITH_ISSUES", "FAILED", "CANCELED"),
}
FINAL = {
    "COMPLETED",
    "FAILED",
    "EXPIRED",
    "ABORTED",
    "PARTIAL",
    "COMPLETED_WITH_ISSUES",
    "CANCELED",
}
ASKED = {
    "backup": {"State": "ANY", "ResourceType": "ANY", "MessageCategory": "ANY"},
    "copy": {"State": "ANY", "ResourceType": "ANY", "MessageCategory": "ANY"},
    "restore": {"State": "ANY", "ResourceType": "ANY"},
    "scan": {"State": "ANY", "ResourceType": "ANY", "MalwareScanner": "ANY"},
}
LIFECYCLES = st.fixed_dictionaries(
    {"DeleteAfterDays": st.sampled_from([-1, 120, 36_500])},
    optional={"MoveToColdStorageAfterDays": st.sampled_from([-1, 1, 30])},
)
MADE_BY = st.fixed_dictionaries(
    {"BackupPlanId": st.just("plan"), "BackupPlanVersion": st.just("1")},
    optional={"BackupPlanArn": st.just("arn:aws:backup:::plan"), "BackupRuleId": st.just("r")},
)
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1)
OF_ALL = {
    "ResourceType": st.sampled_from(["EBS", "S3", "RDS", "SAP HANA on Amazon EC2", "Floppy"]),
    "ResourceArn": st.sampled_from([volume(), "arn:aws:s3:::bucket"]),
    "ResourceName": TEXT,
    "StatusMessage": st.sampled_from(["Access denied", "Token expired. Try again.", "ü"]),
    "IamRoleArn": st.just(ROLE),
    "BackupSizeInBytes": st.integers(0, 2**50),
    "IsParent": st.booleans(),
    "ParentJobId": st.just("parent"),
}
MEMBERS: dict[str, dict[str, Any]] = {
    "backup": {
        **OF_ALL,
        "BackupVaultName": st.sampled_from(["one", "two"]),
        "RecoveryPointLifecycle": LIFECYCLES,
        "EncryptionKeyArn": st.just(KEY),
        "IsEncrypted": st.booleans(),
        "MessageCategory": st.sampled_from(["ACCESS_DENIED", "AccessDenied", "VSS_ERROR"]),
        "CreatedBy": MADE_BY,
        "BackupOptions": st.just({"WindowsVSS": "enabled"}),
        "BackupType": st.just("WindowsVSS"),
        "BytesTransferred": st.integers(0, 2**40),
        "StartBy": st.just(NOW),
        "InitiationDate": st.just(NOW - DAY),
    },
    "copy": {
        **OF_ALL,
        "SourceBackupVaultArn": st.just(vault_arn("source")),
        "SourceRecoveryPointArn": st.just("arn:aws:ec2:us-east-1::snapshot/snap-1"),
        "DestinationBackupVaultArn": st.sampled_from([vault_arn("one"), vault_arn("two")]),
        "DestinationRecoveryPointLifecycle": LIFECYCLES,
        "CreatedBy": MADE_BY,
        "CreatedByBackupJobId": st.just("backup"),
        "CompositeMemberIdentifier": st.just("Disk"),
        "NumberOfChildJobs": st.integers(0, 3),
    },
    "restore": {
        "SourceResourceArn": st.just(volume()),
        "CreatedResourceArn": st.just(volume("new")),
        "RecoveryPointArn": st.just("arn:aws:ec2:us-east-1::snapshot/snap-1"),
        "RecoveryPointCreationDate": st.just(NOW - 3 * DAY),
        "ExpectedCompletionTimeMinutes": st.integers(0, 60),
        "ValidationStatus": st.sampled_from(["SUCCESSFUL", "VALIDATING"]),
        "ValidationStatusMessage": TEXT,
        "DeletionStatus": st.sampled_from(["DELETING", "SUCCESSFUL"]),
        **{name: OF_ALL[name] for name in ("ResourceType", "StatusMessage", "BackupSizeInBytes")},
    },
    "scan": {
        "ResourceType": st.sampled_from(["EBS", "S3"]),
        "ScanMode": st.sampled_from(["FULL_SCAN", "INCREMENTAL_SCAN"]),
        "MalwareScanner": st.just("GUARDDUTY"),
        "ScanResult": st.sampled_from(
            [{"ScanResultStatus": status} for status in ("NO_THREATS_FOUND", "THREATS_FOUND")]
        ),
        "ScanId": st.just("scan"),
        "ContinuousScanEndTime": st.just(NOW - DAY),
        "StatusMessage": OF_ALL["StatusMessage"],
    },
}


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A kind, and a document of its jobs as its list could have shown them."""
    kind = draw(st.sampled_from(KINDS))
    state = "Status" if kind == "restore" else "State"
    listed = []
    for _ in range(draw(st.integers(0, 6))):
        job = draw(st.fixed_dictionaries({}, optional=MEMBERS[kind]))
        job[state] = draw(st.sampled_from(STATES[kind]))
        # Within the thirty days that every list shows.
        job["CreationDate"] = NOW - draw(st.integers(0, 29)) * DAY
        if job[state] in FINAL:
            job["CompletionDate"] = job["CreationDate"] + timedelta(milliseconds=1)
        listed.append(job)
    return kind, {f"{kind.capitalize()}Jobs": listed}


def told(kind: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The jobs of a kind by their ids, and the rows of their summary."""
    client = aws("backup")
    id_member = f"{kind.capitalize()}JobId"
    return {job[id_member]: job for job in jobs(client, kind)}, rows(client, kind, **ASKED[kind])


@examples()
@given(documents())
def test_what_was_listed_is_told_as_it_was(drawn: tuple[str, dict[str, Any]]) -> None:
    kind, document = drawn
    with at(NOW):
        with mock_aws():
            load_jobs(document)
            before = told(kind)
            listed = getattr(aws("backup"), f"list_{kind}_jobs")()
        with mock_aws():
            load_jobs(listed)
            assert told(kind) == before


@examples(0.6)
@given(documents())
def test_what_is_loaded_is_told_as_it_was_given(drawn: tuple[str, dict[str, Any]]) -> None:
    kind, document = drawn
    member, id_member = f"{kind.capitalize()}Jobs", f"{kind.capitalize()}JobId"
    for number, job in enumerate(document[member]):
        job[id_member] = str(number)
    with at(NOW), mock_aws():
        load_jobs(document)
        found, _ = told(kind)
        for job in document[member]:
            expected = {name: value for name, value in job.items() if name != "MessageCategory"}
            shown = found[job[id_member]]
            assert {name: shown.get(name) for name in expected} == expected


def make_all_sorts(clock: Any) -> None:
    """Jobs of every kind, ended, running and by a plan."""
    client = aws("backup")
    client.create_backup_vault(BackupVaultName="nightly")
    bucket()
    resource = disk(size=2, Name="data")
    planned(client, {"Lifecycle": {"DeleteAfterDays": 35}})
    clock.shift(DAY)
    point = backed_up(client, resource)["RecoveryPointArn"]
    backed_up(client, stack())
    copied(client, point, vault_arn("nightly"))
    restored(client, point)
    scanned(client, point)
    set_job_outcome("backup", state="FAILED", status_message="Access denied", times=1)
    start(client)
    set_job_outcome("backup", state="COMPLETED", duration="PT1H", times=1)
    start(client)
    with transition("backup", progression="manual", times=9):
        client.stop_backup_job(BackupJobId=start(client)["BackupJobId"])


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_started_is_told_as_it_was(kind: str) -> None:
    with at(NOW) as clock:
        with mock_aws():
            make_all_sorts(clock)
            before = told(kind)
            listed = getattr(aws("backup"), f"list_{kind}_jobs")()
        assert before[0]
        with mock_aws():
            load_jobs(listed)
            assert told(kind) == before
