"""Answers in JSON, whose items may have been written before."""

import json
from typing import Any

import pytest

from moto_backup_summaries.backup.aws import service_model
from moto_backup_summaries.backup.aws.answers import answer_json
from moto_backup_summaries.backup.members import LastingMembers

SHAPE = service_model.structure(service_model.operation("ListBackupJobs").output_shape)
JOB = {"BackupJobId": "a", "State": "COMPLETED", "MessageCategory": None, "path": "hidden"}
SHOWN = {"BackupJobId": "a", "State": "COMPLETED"}


@pytest.mark.parametrize(
    "jobs",
    [[], [JOB], [LastingMembers(JOB)], [JOB, LastingMembers(JOB)], [LastingMembers(JOB)] * 2],
)
@pytest.mark.parametrize("token", [None, 'with " quotes'])
def test_an_answer_is_written_alike_whatever_of_it_lasts(jobs: list[Any], token: Any) -> None:
    expected = {"BackupJobs": [SHOWN] * len(jobs), "NextToken": token}
    text = answer_json(SHAPE, {"BackupJobs": jobs, "NextToken": token, "Other": 1})
    assert json.loads(text) == {name: it for name, it in expected.items() if it is not None}


def test_what_lasts_is_written_once() -> None:
    job = LastingMembers(JOB)
    first = answer_json(SHAPE, {"BackupJobs": [job]})
    assert job.texts == {"BackupJob": json.dumps(SHOWN)}
    assert answer_json(SHAPE, {"BackupJobs": [job]}) == first


def test_an_operation_without_members_of_its_answer_has_no_shape() -> None:
    assert answer_json(None, {}) == "{}"
