"""What --load takes is told apart by what is in the file."""

import json
from pathlib import Path
from typing import Any

import pytest
from support import ACCOUNT, REGION

from moto_backup_summaries.backup.loading.compression import BLOCK
from moto_backup_summaries.backup.loading.load_file import load_file

HEADER = {"BackupAccount": {"Version": 1, "Region": REGION}}


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ({"BackupJobs": [{}]}, "1 job"),
        ({"BackupJobs": [{}, {}]}, "2 jobs"),
        ({**HEADER, "BackupJobs": [{}], "BackupVaults": []}, f"1 BackupJobs of account {ACCOUNT}"),
        ({**HEADER, "BackupVaults": []}, f"nothing of account {ACCOUNT}"),
    ],
)
def test_jobs_and_accounts_are_told_apart(
    mocked_backup: Any, tmp_path: Path, document: Any, told: str
) -> None:
    path = tmp_path / "file"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert load_file(str(path), shift_to_now=False).number == told
    listed = mocked_backup.list_backup_jobs()["BackupJobs"]
    assert len(listed) == len(document.get("BackupJobs", ()))


@pytest.mark.parametrize("behind", [1, 8, 15])
def test_what_says_so_may_begin_in_one_block_and_end_in_another(
    tmp_path: Path, behind: int
) -> None:
    path = tmp_path / "file"
    document = json.dumps({**HEADER, "BackupVaults": []})
    path.write_text(document.rjust(BLOCK - behind + len(document)), encoding="utf-8")
    assert load_file(str(path), shift_to_now=False).number == f"nothing of account {ACCOUNT}"
