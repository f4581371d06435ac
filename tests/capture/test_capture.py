"""moto_backup_capture: the jobs of an account in a file, from which load_jobs() has them again."""

import gzip
import json
import re
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from calls import FAR, RESTORE_METADATA, backed_up, start
from documents import tree_of
from docutils import nodes
from support import ROLE, ROOT, client_of

from moto_backup_summaries import fail_operation, load_account, load_jobs, set_job_outcome
from moto_backup_summaries.backup.aws.account_sections import SECTIONS, Call, all_operations
from moto_backup_summaries.backup.aws.job_kinds import KINDS
from moto_backup_summaries.capture.command import main
from moto_backup_summaries.capture.reading import AccountReader
from moto_backup_summaries.control.endpoints import ENDPOINTS


def told(client: Any) -> dict[str, Any]:
    """All lists of jobs and all summaries."""
    answers = {}
    for kind in KINDS:
        listed = getattr(client, f"list_{kind.name}_jobs")()
        summed = getattr(client, f"list_{kind.name}_job_summaries")(State="ANY")
        answers[kind.name] = listed[kind.jobs_member], summed[kind.summaries_member]
    return answers


def jobs_of_all_kinds(client: Any) -> None:
    point = backed_up(client)
    vault = client.describe_backup_vault(BackupVaultName="nightly")["BackupVaultArn"]
    client.start_copy_job(
        RecoveryPointArn=point,
        SourceBackupVaultName="nightly",
        DestinationBackupVaultArn=vault,
        IamRoleArn=ROLE,
    )
    client.start_restore_job(RecoveryPointArn=point, IamRoleArn=ROLE, Metadata=RESTORE_METADATA)
    load_jobs({"ScanJobs": [{}]} if len(KINDS) > 3 else {"CopyJobs": [{}]})
    with set_job_outcome("backup", state="FAILED", status_message="Access denied"):
        start(client)


def rows(path: Path) -> list[Any]:
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in content.decode().splitlines()]


@pytest.mark.parametrize("name", ["jobs.json", "jobs.json.gz"])
def test_what_was_captured_loads_and_lists_the_same(
    vault: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    jobs_of_all_kinds(vault)
    moments = [datetime.now(timezone.utc) - timedelta(seconds=number) for number in range(1500)]
    load_jobs({"BackupJobs": [{"CreationDate": moment} for moment in moments]}, region_name=FAR)
    path = tmp_path / name
    far = client_of(region_name=FAR)
    before, before_far = told(vault), told(far)
    main(["-o", str(path), "--region", "us-east-1", "--region", FAR, "--what", "jobs"])
    assert capsys.readouterr().err.splitlines()[0] == (
        f" * written to {path}: 1502 BackupJobs, 1 CopyJobs, 1 RestoreJobs, 1 ScanJobs"
    )
    pages = [part["BackupJobs"]["Columns"] for part in rows(path) if "BackupJobs" in part]
    assert [len(columns["BackupJobId"]) for columns in pages] == [2, 1000, 500]
    delete = ENDPOINTS["jobs"].delete
    assert delete is not None
    delete({})
    assert load_account(path)["BackupJobs"] == 1502
    after, after_far = told(vault), told(far)
    for kind in KINDS:
        assert after[kind.name] == before[kind.name]
    # pytest would compare two thousand rows for a minute.
    assert [name for name in before_far if before_far[name] != after_far[name]] == []
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_recovery_points_alone_are_read_of_all_vaults(
    vault: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        backed_up(vault)
    with fail_operation("ListTags", code="AccessDeniedException", times=2):
        main(["-o", str(tmp_path / "points"), "--what", "points"])
    assert len(rows(tmp_path / "points")[0]["RecoveryPoints"]) == 2
    assert capsys.readouterr().err.endswith("(2 times) (us-east-1)\n")
    with (
        fail_operation("ListBackupVaults", code="AccessDeniedException"),
        pytest.raises(SystemExit),
    ):
        main(["-o", str(tmp_path / "vaults"), "--what", "vaults"])
    assert (tmp_path / "vaults").read_text(encoding="utf-8") == ""


def test_an_operation_that_botocore_lacks_is_told(vault: Any) -> None:
    reader = AccountReader(vault)
    assert list(reader.answers(Call("ListTomorrow", {}), {})) == []
    (said,) = reader.not_read
    assert "too old for it: it has no ListTomorrow" in said


def test_it_calls_nothing_but_what_only_reads(vault: Any) -> None:
    jobs_of_all_kinds(vault)
    called: list[str] = []
    vault.meta.events.register("before-call.backup", lambda model, **_: called.append(model.name))
    [*AccountReader(vault).parts(section.what for section in SECTIONS)]
    assert {*called} <= {*all_operations()}
    assert {
        name for name in all_operations() if not name.startswith(("List", "Describe", "Get"))
    } == set()


def test_what_is_denied_is_told_at_the_end(
    vault: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start(vault)
    with fail_operation("ListCopyJobs", code="AccessDeniedException", times=2):
        main(["-o", str(tmp_path / "a"), "--what", "copy,backup"])
        with pytest.raises(SystemExit) as ended:
            main(["-o", str(tmp_path / "b"), "--what", "copy"])
    said = capsys.readouterr().err.splitlines()
    assert [line.split(":")[0] for line in said] == [
        f" * written to {tmp_path / 'a'}",
        " * not read",
        f" * written to {tmp_path / 'b'}",
        " * not read",
    ]
    assert "when calling the ListCopyJobs operation" in said[1]
    assert said[1].endswith("(us-east-1)")
    assert ended.value.code == 1
    assert said[2].endswith(": nothing")


def test_what_fails_leaves_the_file_as_it_was(vault: Any, tmp_path: Path) -> None:
    path = tmp_path / "jobs.json"
    path.write_text("before", encoding="utf-8")
    with (
        fail_operation("ListBackupJobs", code="InvalidParameterValueException"),
        pytest.raises(SystemExit, match=r"moto_backup_capture: .*InvalidParameterValueException"),
    ):
        main(["-o", str(path), "--what", "backup"])
    assert [file.name for file in tmp_path.iterdir()] == ["jobs.json"]
    assert path.read_text(encoding="utf-8") == "before"
    with pytest.raises(SystemExit, match="No such file or directory"):
        main(["-o", str(tmp_path / "absent" / "jobs.json")])


def test_days_leave_out_older_jobs(mocked_backup: Any, tmp_path: Path) -> None:
    created = ["2020-01-01T00:00:00Z", None]
    load_jobs({"RestoreJobs": [{"CreationDate": moment} for moment in created]})
    path = tmp_path / "jobs.json"
    for days, number in ((["--days", "1.5"], 1), ([], 2)):
        main(["-o", str(path), "--what", "restore", *days])
        (page,) = rows(path)
        assert len(page["RestoreJobs"]["Columns"]["RestoreJobId"]) == number


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--days", "0"], "argument --days: got '0', accepts a number of days, 36525 at most"),
        (["--days", "week"], "argument --days: got 'week', accepts a number of days"),
        (
            ["--what", "copy,vault"],
            "argument --what: got 'vault', accepts some of vaults, settings",
        ),
        ([], "the following arguments are required: -o/--output"),
    ],
)
def test_wrong_arguments_are_refused(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([*(["-o", "x"] if arguments else []), *arguments])
    assert said in capsys.readouterr().err


def test_the_manual_says_why_other_operations_that_read_are_not_asked() -> None:
    """Of the newest botocore."""
    chapter = next(
        section
        for section in tree_of(ROOT / "docs/reference/account.rst").findall(nodes.section)
        if section[0].astext() == "What is not asked"
    )
    told = [row[0].astext() for body in chapter.findall(nodes.tbody) for row in body.children]
    reading = re.compile("List|Describe|Get|Export")
    names = [*filter(reading.match, client_of().meta.service_model.operation_names)]
    assert sorted([*told, *all_operations()]) == sorted(names)


def test_the_manual_has_the_policy_that_it_needs() -> None:
    """Of a botocore that knows scan jobs."""
    blocks = [
        block.astext()
        for block in tree_of(ROOT / "docs/reference/commands.rst").findall()
        if block.tagname == "literal_block"
    ]
    (policy,) = [json.loads(text) for text in blocks if text.startswith('{\n  "Version"')]
    (statement,) = policy["Statement"]
    assert statement["Effect"] == "Allow"
    assert sorted(statement["Action"]) == [f"backup:{name}" for name in all_operations()]
