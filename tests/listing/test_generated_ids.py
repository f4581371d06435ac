"""Ids that rows of a batch are given: found again, and told apart at either end."""

import re
from collections import Counter
from datetime import datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from calls import arn, bucket, create_plan, jobs, points
from moto.moto_api._internal import mock_random
from support import ROLE, client_of

from moto_backup_summaries import load_jobs
from moto_backup_summaries.backup.aws.identifiers import new_id
from moto_backup_summaries.backup.jobs.columns import Batch
from moto_backup_summaries.backup.listing.generated_ids import (
    GeneratedIds,
    PlaceIndex,
    Places,
    first_digits,
)

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)


@pytest.fixture
def ids() -> list[str]:
    mock_random.seed(7)
    generated = GeneratedIds(new_id())
    return [generated[row] for row in range(10_000)]


def test_each_is_a_random_uuid(ids: list[str]) -> None:
    assert {UUID(it).version for it in ids} == {4}
    assert {str(UUID(it)) for it in ids} == {*ids}


@pytest.mark.parametrize("part", [slice(8), slice(-8, None), slice(-9, None), slice(24, 32)])
def test_no_two_have_the_same_first_digits_or_the_same_last(ids: list[str], part: slice) -> None:
    assert len({it[part] for it in ids}) == len(ids)


def test_every_digit_but_two_is_any(ids: list[str]) -> None:
    for place in range(36):
        seen = Counter(it[place] for it in ids)
        assert len(seen) == {8: 1, 13: 1, 14: 1, 18: 1, 19: 4, 23: 1}.get(place, 16)


def test_its_first_digits_tell_its_row() -> None:
    generated = GeneratedIds("0a1b2c3d-4e5f-4a6b-8c7d-9e8f7a6b5c4d")
    for row in (0, 1, 9_999, 999_999):
        (digits, *_) = first_digits(generated[row])
        assert generated.row_of(digits) == row


def test_snapshots_of_loaded_jobs_have_tails_of_their_own(mocked_backup: Any) -> None:
    load_jobs({"BackupJobs": [{}] * 500})
    tails = {point["RecoveryPointArn"][-8:] for point in points(mocked_backup, "Default")}
    assert len(tails) == 500
    assert len({job["BackupJobId"][-8:] for job in jobs(mocked_backup, "backup")}) == 500


def test_a_plan_s_jobs_and_points_have_tails_of_their_own(clock: Any, nightly: Any) -> None:
    for size in range(20):
        client_of("ec2").create_volume(AvailabilityZone="us-east-1a", Size=1 + size)
    bucket()
    plan = create_plan(nightly, Rules=[{"RuleName": "r", "TargetBackupVaultName": "nightly"}])
    selection = {"SelectionName": "s", "IamRoleArn": ROLE, "Resources": ["*"]}
    nightly.create_backup_selection(BackupPlanId=plan, BackupSelection=selection)
    clock.shift(timedelta(days=1))
    found = jobs(nightly, "backup")
    assert len({job["BackupJobId"][-9:] for job in found}) == 21
    assert len({job["RecoveryPointArn"][-9:] for job in found}) == 21
    for job in found:
        assert nightly.describe_backup_job(BackupJobId=job["BackupJobId"])["State"] == "COMPLETED"
        arn = job["RecoveryPointArn"]
        nightly.describe_recovery_point(BackupVaultName="nightly", RecoveryPointArn=arn)
    (of_bucket,) = [job["RecoveryPointArn"] for job in found if job["ResourceType"] == "S3"]
    assert re.fullmatch(r".*:recovery-point:.*-20260301050000-[0-9a-f]{8}", of_bucket)


class Asked:
    """How often batches were asked whether they have generated something."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times = 0
        for name in ("row_of", "row_of_point"):
            monkeypatch.setattr(Batch, name, self._noted(getattr(Batch, name)))

    def _noted(self, ask: Any) -> Any:
        def noted(batch: Batch, text: str) -> int | None:
            self.times += 1
            found: int | None = ask(batch, text)
            return found

        return noted


def test_only_those_that_may_have_generated_an_id_are_asked(
    mocked_backup: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    mock_random.seed(7)
    for _ in range(200):
        load_jobs({"BackupJobs": [{}]})
    found, of_points = jobs(mocked_backup, "backup"), points(mocked_backup, "Default")
    asked = Asked(monkeypatch)
    for job in found:
        mocked_backup.describe_backup_job(BackupJobId=job["BackupJobId"])
    for point in of_points:
        mocked_backup.describe_recovery_point(
            BackupVaultName="Default", RecoveryPointArn=point["RecoveryPointArn"]
        )
    # Some are neighbours by chance.
    assert 400 <= asked.times < 500


def test_what_comes_with_ids_asks_none_of_those_before(
    mocked_backup: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    mock_random.seed(7)
    for _ in range(200):
        load_jobs({"BackupJobs": [{}]})
    asked = Asked(monkeypatch)
    rows = [
        {"BackupJobId": new_id(), "RecoveryPointArn": arn("backup", f"recovery-point:{new_id()}")}
        for _ in range(50)
    ]
    load_jobs({"BackupJobs": rows})
    assert len(points(mocked_backup, "Default")) == 250
    assert asked.times < 50


def test_a_batch_as_large_as_many_spans_finds_all_of_its_own(mocked_backup: Any) -> None:
    load_jobs({"BackupJobs": [{}] * 3})
    load_jobs({"BackupJobs": [{}] * 9_000})
    newest = jobs(mocked_backup, "backup")
    oldest = mocked_backup.list_recovery_points_by_backup_vault(BackupVaultName="Default")
    for job in newest[::100]:
        mocked_backup.describe_backup_job(BackupJobId=job["BackupJobId"])
    for point in oldest["RecoveryPoints"][::100]:
        mocked_backup.describe_recovery_point(
            BackupVaultName="Default", RecoveryPointArn=point["RecoveryPointArn"]
        )


@pytest.mark.parametrize(
    ("start", "size"), [(0, 1), (4_095, 2), (5, 9_000), ((1 << 32) - 2, 5_000)]
)
def test_an_index_names_whoever_has_a_place(start: int, size: int) -> None:
    index = PlaceIndex[str]()
    index.add("one", Places(start, size))
    index.add("other", Places(1 << 31, 1))
    last = (start + size - 1) % (1 << 32)
    for place in {start, last, (start + size // 2) % (1 << 32)}:
        assert "one" in index.owners(place)
    assert "other" in index.owners(1 << 31)
    assert "other" not in index.owners(0)
