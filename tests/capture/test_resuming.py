"""A capture that is interrupted goes on where it was; nothing half-written has the output's name."""

import gzip
import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import botocore.handlers
import pytest
from calls import start

from moto_backup_summaries import fail_operation, load_jobs
from moto_backup_summaries.capture.command import main

WHAT = ["--what", "vaults,backup,copy"]


def parts(path: Path) -> list[Any]:
    content = path.read_bytes()
    text = gzip.decompress(content) if path.suffix == ".gz" else content
    return [json.loads(line) for line in text.decode().splitlines()]


def interrupted(path: Path, *options: str) -> str:
    """What is said of a capture in which copy jobs cannot be listed."""
    with (
        fail_operation("ListCopyJobs", code="InvalidParameterValueException", times=1),
        pytest.raises(SystemExit) as ended,
    ):
        main(["-o", str(path), *WHAT, *options])
    return str(ended.value)


@pytest.mark.parametrize("name", ["account.json", "account.json.gz"])
def test_the_same_command_goes_on(vault: Any, tmp_path: Path, name: str) -> None:
    start(vault)
    whole, path = tmp_path / f"whole-{name}", tmp_path / name
    main(["-o", str(whole), *WHAT])
    part = tmp_path / f"{name}.part"
    said = interrupted(path)
    assert said.endswith(f"; {part} has what was read, and the same command goes on from there")
    assert not path.exists()
    with part.open("a", encoding="utf-8") as file:
        file.write('{"CopyJobs": [{"CopyJobId')
    # Vaults have been read, so that this one comes too late.
    vault.create_backup_vault(BackupVaultName="late")
    main(["-o", str(path), *WHAT])
    assert parts(path) == parts(whole)
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted((whole.name, name))


def test_an_anonymized_capture_goes_on_with_its_key(vault: Any, tmp_path: Path) -> None:
    job_id = start(vault)["BackupJobId"]
    path = tmp_path / "account.json"
    interrupted(path, "--anonymize")
    vault.start_backup_job(
        BackupVaultName="nightly",
        ResourceArn="arn:aws:ec2:us-east-1:123456789012:volume/vol-0123456789abcdef0",
        IamRoleArn="arn:aws:iam::123456789012:role/backup",
    )
    key = json.loads((tmp_path / "account.json.part").read_text(encoding="utf-8").splitlines()[0])[
        "Key"
    ]
    main(["-o", str(path), *WHAT, "--anonymize"])
    written = path.read_text(encoding="utf-8")
    assert [text for text in ("nightly", "123456789012", job_id, key) if text in written] == []
    told: dict[str, Any] = {}
    for part in parts(path):
        told |= part
    (vault_name,) = told["BackupJobs"]["Columns"]["BackupVaultName"]
    assert vault_name == told["BackupVaults"][0]["BackupVaultName"]


def test_ctrl_c_leaves_what_was_read(
    vault: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def press(**_: Any) -> None:
        raise KeyboardInterrupt

    handlers = [*botocore.handlers.BUILTIN_HANDLERS, ("before-call.backup.ListCopyJobs", press)]
    path = tmp_path / "account.json"
    with monkeypatch.context() as patched:
        patched.setattr(botocore.handlers, "BUILTIN_HANDLERS", handlers)
        with pytest.raises(SystemExit, match=r"^moto_backup_capture: interrupted; .*goes on"):
            main(["-o", str(path), *WHAT])
        with pytest.raises(SystemExit, match=r"^moto_backup_capture: interrupted$"):
            main(["-o", str(tmp_path / "copies"), "--what", "copy"])
    assert [file.name for file in tmp_path.iterdir()] == ["account.json.part"]
    main(["-o", str(path), *WHAT])
    assert "CopyJobs" in parts(path)[-1]


def calls_until(path: Path, operation: str, last: int | None, what: str) -> list[Any]:
    """The calls of an operation by a capture, which the last of them interrupts.

    Of each its path, and whether it asks for a next page.
    """
    calls: list[Any] = []

    def note(params: Any, **_: Any) -> None:
        calls.append((params["url_path"], "nextToken" in params["query_string"]))
        if len(calls) == last:
            raise KeyboardInterrupt

    handlers = [*botocore.handlers.BUILTIN_HANDLERS, (f"before-call.backup.{operation}", note)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(botocore.handlers, "BUILTIN_HANDLERS", handlers)
        with nullcontext() if last is None else pytest.raises(SystemExit, match="goes on from"):
            main(["-o", str(path), "--what", what])
    return calls


# Operations that list several pages, and how many jobs each of three vaults has for that.
LONG = {
    "jobs of a list": ("ListBackupJobs", "backup", 1000),
    "points of vaults": ("ListRecoveryPointsByBackupVault", "points", 2),
}


def load_long_account(number: int) -> None:
    """So many jobs with a recovery point in each of three vaults."""
    names = [name for name in ("ark", "barn", "coop") for _ in range(number)]
    load_jobs({"BackupJobs": [{"BackupVaultName": name} for name in names]})


@pytest.mark.parametrize("name", LONG)
@pytest.mark.usefixtures("mocked_backup")
def test_a_long_section_goes_on_with_its_next_page(tmp_path: Path, name: str) -> None:
    operation, what, number_of_jobs = LONG[name]
    load_long_account(number_of_jobs)
    whole, path = tmp_path / "whole", tmp_path / "account"
    calls = calls_until(whole, operation, None, what)
    for number in range(2, len(calls) + 1):
        assert calls_until(path, operation, number, what) == calls[:number]
        assert calls_until(path, operation, None, what) == calls[number - 1 :]
        assert path.read_text(encoding="utf-8") == whole.read_text(encoding="utf-8")


@pytest.mark.usefixtures("mocked_backup")
def test_what_is_no_list_is_not_read_twice(tmp_path: Path) -> None:
    path = tmp_path / "account"
    assert len(calls_until(path, "DescribeGlobalSettings", 1, "settings")) == 1
    assert calls_until(path, "DescribeRegionSettings", None, "settings") == []
    assert "RegionSettings" in parts(path)[0]


@pytest.mark.parametrize("name", LONG)
@pytest.mark.usefixtures("mocked_backup")
def test_a_section_whose_next_page_is_gone_begins_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    operation, what, number_of_jobs = LONG[name]
    load_long_account(number_of_jobs)
    whole, path = tmp_path / "whole", tmp_path / "account"
    calls_until(whole, operation, None, what)
    calls_until(path, operation, 3, what)
    part = tmp_path / "account.part"
    *lines, last = part.read_text(encoding="utf-8").splitlines()
    section, outer, token = json.loads(last)["Place"]
    place = [section, dict.fromkeys(outer, "gone"), token and "none"]
    part.write_text("\n".join([*lines, json.dumps({**json.loads(last), "Place": place}), ""]))
    capsys.readouterr()
    main(["-o", str(path), "--what", what])
    told = f" * read again from the beginning: {what} (us-east-1): "
    assert capsys.readouterr().err.splitlines()[1][: len(told)] == told
    assert path.read_text(encoding="utf-8") == whole.read_text(encoding="utf-8")


def test_what_was_denied_before_is_told_in_the_end(
    vault: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "account.json"
    with fail_operation("ListBackupJobs", code="AccessDeniedException", times=1):
        interrupted(path)
    main(["-o", str(path), *WHAT])
    *_, last = capsys.readouterr().err.splitlines()
    assert last.startswith(" * not read: ")
    assert last.endswith(
        "calling the ListBackupJobs operation: Injected AccessDeniedException (us-east-1)"
    )


def test_another_command_does_not_go_on(vault: Any, tmp_path: Path) -> None:
    path = tmp_path / "account.json"
    interrupted(path)
    with pytest.raises(
        SystemExit, match=r"of something else: .*Repeat that command to go on, or remove"
    ):
        main(["-o", str(path), "--days", "3"])
    (tmp_path / "account.json.part").write_text("[\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="part has no capture that goes on; remove it"):
        main(["-o", str(path), *WHAT])
