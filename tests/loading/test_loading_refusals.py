"""Rows that load_jobs() refuses since no operation could name what they tell of, or since it cannot be."""

import json
from pathlib import Path
from typing import Any

import pytest
import requests
from calls import arn, points, refused, vault_arn

from moto_backup_summaries import load_jobs

NAMES = "2 to 50 letters, digits, hyphens and underscores"
PARENT = "the id of another job, which is not below it"
NO_NAMES = ("v", " ", "v" * 51, "a/b", "ü" * 3)
VAULTS = [
    ("Backup", "BackupVaultArn"),
    ("Copy", "SourceBackupVaultArn"),
    ("Copy", "DestinationBackupVaultArn"),
    ("Restore", "BackupVaultArn"),
    ("Scan", "BackupVaultArn"),
]
DEEP = 100_000


def refusal(document: Any) -> str:
    """What is said of a document, of which nothing is loaded."""
    with pytest.raises(ValueError) as error:  # noqa: PT011 - what it says is asserted
        load_jobs(document)
    return str(error.value)


@pytest.mark.parametrize("name", NO_NAMES)
def test_a_vault_has_a_name_that_operations_can_give(mocked_backup: Any, name: str) -> None:
    for kind in ("Backup", "Scan"):
        rows = {f"{kind}Jobs": [{}, {"BackupVaultName": name}]}
        assert refusal(rows) == (
            f"Invalid value for {kind}Jobs[1].BackupVaultName: got {name!r}, accepts {NAMES}"
        )
    assert mocked_backup.list_backup_vaults()["BackupVaultList"] == []


@pytest.mark.parametrize(("kind", "member"), VAULTS)
@pytest.mark.parametrize("name", ["", *NO_NAMES])
def test_so_has_the_vault_of_an_arn(mocked_backup: Any, kind: str, member: str, name: str) -> None:
    told = vault_arn(name)
    assert refusal({f"{kind}Jobs": [{member: told}]}).startswith(
        f"Invalid value for {kind}Jobs[0].{member}: got {told!r}, accepts the ARN of a vault"
    )


def test_a_vault_s_name_is_that_of_its_arn(mocked_backup: Any) -> None:
    both = {"BackupVaultName": "nightly", "BackupVaultArn": vault_arn("nightly")}
    row = {**both, "BackupVaultArn": vault_arn("weekly")}
    assert refusal({"BackupJobs": [both, {}, row]}) == (
        "Invalid value for BackupJobs[2].BackupVaultName: got 'nightly', "
        "accepts the name in its BackupVaultArn: weekly"
    )


def test_the_vault_of_efs_s_own_backups_is_named_as_aws_names_it(backup: Any) -> None:
    """Its name is outside of what CreateBackupVault takes."""
    name = "aws/efs/automatic-backup-vault"
    job = {"BackupVaultName": name, "ResourceArn": arn("elasticfilesystem", "file-system/fs-1")}
    server = backup.meta.endpoint_url
    api = server if "127.0.0.1" in server else "http://motoapi.amazonaws.com"
    requests.post(
        f"{api}/moto-api/static/backup/jobs", json={"BackupJobs": [job]}, timeout=30
    ).raise_for_status()
    listed = {vault["BackupVaultName"] for vault in backup.list_backup_vaults()["BackupVaultList"]}
    assert listed == {name, "nightly"}
    (point,) = points(backup, name)
    where = {"BackupVaultName": name, "RecoveryPointArn": point["RecoveryPointArn"]}
    told = backup.describe_recovery_point(**where)
    assert (told["BackupVaultName"], told["BackupVaultArn"]) == (name, vault_arn(name))
    backup.delete_recovery_point(**where)
    assert backup.describe_backup_vault(BackupVaultName=name)["NumberOfRecoveryPoints"] == 0
    code, _ = refused(backup, "create_backup_vault", BackupVaultName=name)
    assert code == "InvalidParameterValueException"


def test_no_job_is_its_own_parent(mocked_backup: Any) -> None:
    row = {"BackupJobId": "a", "ParentJobId": "a"}
    assert refusal({"BackupJobs": [{}, row]}) == (
        f"Invalid value for BackupJobs[1].ParentJobId: got 'a', accepts {PARENT}"
    )


def test_no_job_is_above_itself(mocked_backup: Any) -> None:
    rows = [
        {"RestoreJobId": child, "ParentJobId": parent}
        for child, parent in (("a", "b"), ("b", "c"), ("c", "b"))
    ]
    assert refusal({"RestoreJobs": rows}) == (
        f"Invalid value for RestoreJobs[1].ParentJobId: got 'c', accepts {PARENT}"
    )
    load_jobs({"RestoreJobs": rows[:2]})
    assert refusal({"RestoreJobs": rows[2:]}) == (
        f"Invalid value for RestoreJobs[0].ParentJobId: got 'b', accepts {PARENT}"
    )
    load_jobs({"RestoreJobs": [{"RestoreJobId": "c", "ParentJobId": "d"}]})
    assert len(mocked_backup.list_restore_jobs()["RestoreJobs"]) == 3


@pytest.mark.parametrize(
    "text",
    ["[" * DEEP + "]" * DEEP, '{"BackupJobs": ' + '[{"x": ' * DEEP + "1" + "}]" * DEEP + "}"],
)
def test_a_file_that_is_nested_too_deeply_is_named(
    mocked_backup: Any, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "jobs.json"
    path.write_text(text, encoding="utf-8")
    assert refusal(path).startswith(f"{str(path)!r} is nested too deeply")


def deep(levels: int) -> Any:
    """A value in so many lists and objects."""
    value: Any = {}
    for _ in range(levels):
        value = {"x": [value]}
    return value


@pytest.mark.parametrize("member", ["CreatedBy", "BackupOptions", "State", "CreationDate"])
def test_so_is_a_document(mocked_backup: Any, member: str) -> None:
    value: Any = {}
    for _ in range(DEEP):
        value = {"x": [value]}
    assert refusal({"BackupJobs": [{member: value}]}).startswith("the document is nested too deep")


def test_so_is_what_is_posted(mocked_backup: Any) -> None:
    url = "http://motoapi.amazonaws.com/moto-api/static/backup/jobs"
    body = json.dumps({"BackupJobs": []}).replace("[]", "[" * DEEP + "]" * DEEP)
    answer = requests.post(url, data=body, timeout=30)
    assert answer.status_code == 400
    assert "not JSON" in answer.json()["error"]
