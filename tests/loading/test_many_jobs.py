"""Many jobs at once: what is kept in columns answers as jobs that are kept one by one."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timezone
from typing import Any

import pytest
from calls import start, volume
from moto import mock_aws
from moto.core import set_initial_no_auth_action_count
from organizations import assumed
from support import client_of, frozen_at

from moto_backup_summaries import load_jobs

NOW = datetime(2026, 3, 31, 12, tzinfo=timezone.utc)


def load(rows: Sequence[Mapping[str, Any]]) -> int:
    return load_jobs({"BackupJobs": rows})


def test_a_job_without_an_id_keeps_the_one_that_it_was_given(mocked_backup: Any) -> None:
    load([{"ResourceType": "EFS"} for _ in range(3)])
    load([{"ResourceType": "S3"} for _ in range(3)])
    listed = mocked_backup.list_backup_jobs()["BackupJobs"]
    assert len({job["BackupJobId"] for job in listed}) == 6
    assert len({job["RecoveryPointArn"] for job in listed}) == 6
    for job in listed:
        described = mocked_backup.describe_backup_job(BackupJobId=job["BackupJobId"])
        for name in ("ResourceType", "ResourceArn", "RecoveryPointArn", "CreationDate"):
            assert described[name] == job[name]
        mocked_backup.describe_recovery_point(
            BackupVaultName="Default", RecoveryPointArn=job["RecoveryPointArn"]
        )


def test_no_two_names_that_are_made_up_begin_or_end_alike(mocked_backup: Any) -> None:
    """Programs name things by the first or the last digits of an id."""
    load([{} for _ in range(300)])
    listed = mocked_backup.list_backup_jobs()["BackupJobs"]
    for name in ("BackupJobId", "ResourceArn", "RecoveryPointArn"):
        ends = {job[name][-9:] for job in listed}
        assert len(ends) == 300, name
    assert len({job["BackupJobId"][:8] for job in listed}) == 300


@pytest.mark.parametrize("changed", ["zzzzzzzz", "-0000001", "00000000"])
def test_an_id_that_only_looks_like_a_given_one_is_unknown(
    mocked_backup: Any, changed: str
) -> None:
    load([{}])
    (job,) = mocked_backup.list_backup_jobs()["BackupJobs"]
    other = changed + job["BackupJobId"][8:]
    with pytest.raises(mocked_backup.exceptions.ResourceNotFoundException):
        mocked_backup.describe_backup_job(BackupJobId=other)


def with_another_end(name: str) -> str:
    return name[:-1] + ("1" if name[-1] == "0" else "0")


def test_an_id_or_arn_that_begins_as_a_given_one_is_unknown(mocked_backup: Any) -> None:
    load([{"ResourceType": "EFS"}])
    (job,) = mocked_backup.list_backup_jobs()["BackupJobs"]
    with pytest.raises(mocked_backup.exceptions.ResourceNotFoundException):
        mocked_backup.describe_backup_job(BackupJobId=with_another_end(job["BackupJobId"]))
    with pytest.raises(mocked_backup.exceptions.ResourceNotFoundException):
        mocked_backup.describe_recovery_point(
            BackupVaultName="Default", RecoveryPointArn=with_another_end(job["RecoveryPointArn"])
        )


def test_some_rows_may_have_ids_and_others_none(mocked_backup: Any) -> None:
    load([{"BackupJobId": "a"}, {}, {"BackupJobId": "b"}])
    ids = [job["BackupJobId"] for job in mocked_backup.list_backup_jobs()["BackupJobs"]]
    assert [ids[0], ids[2]] == ["a", "b"]
    assert ids[1] not in ("a", "b")
    for job_id in ids:
        assert mocked_backup.describe_backup_job(BackupJobId=job_id)["BackupJobId"] == job_id


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("StatusMessage", "a\0b"),
        ("StatusMessage", "\ud800"),
        ("StatusMessage", {}),
        ("BackupSizeInBytes", "1"),
        ("IsParent", 1),
        ("CompletionDate", "soon"),
        ("CreatedBy", {"BackupPlanId": 1}),
        ("BackupOptions", {"WindowsVSS": 1}),
    ],
)
@pytest.mark.parametrize("row", [0, 999, 1_000, 2_345])
def test_a_bad_row_is_found_wherever_it_is(
    mocked_backup: Any, row: int, member: str, value: Any
) -> None:
    rows: list[dict[str, Any]] = [{} for _ in range(2_400)]
    rows[row][member] = value
    with pytest.raises(ValueError, match=rf"BackupJobs\[{row}\]\.{member}\b.*: got "):
        load(rows)
    assert mocked_backup.list_backup_jobs()["BackupJobs"] == []


class Made(Mapping[str, Any]):
    """A mapping that makes what is in it at each look."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __getitem__(self, name: str) -> Any:
        return Plan(f"plan-{self._number}") if name == "CreatedBy" else f"job-{self._number}"

    def __iter__(self) -> Iterator[str]:
        return iter(["BackupJobId", "CreatedBy"])

    def __len__(self) -> int:
        return 2


class Plan(Mapping[str, str]):
    def __init__(self, plan_id: str) -> None:
        self._plan_id = plan_id

    def __getitem__(self, name: str) -> str:
        return {"BackupPlanId": self._plan_id}[name]

    def __iter__(self) -> Iterator[str]:
        return iter(["BackupPlanId"])

    def __len__(self) -> int:
        return 1


def test_rows_may_be_any_mappings_in_any_sequence(mocked_backup: Any) -> None:
    assert load(deque(map(Made, range(3_000)))) == 3_000
    for number in (0, 999, 1_000, 1_001, 2_999):
        job = mocked_backup.describe_backup_job(BackupJobId=f"job-{number}")
        assert job["CreatedBy"]["BackupPlanId"] == f"plan-{number}"


@pytest.mark.parametrize("others", [[], [{}]], ids=["alone", "beside another"])
def test_an_empty_name_of_a_vault_is_none(mocked_backup: Any, others: list[dict[str, Any]]) -> None:
    load([{"BackupJobId": "job", "BackupVaultName": ""}, *others])
    assert mocked_backup.describe_backup_job(BackupJobId="job")["BackupVaultName"] == "Default"


def test_rows_that_are_read_together_are_kept_apart(mocked_backup: Any) -> None:
    created = [NOW, None, NOW.isoformat(), NOW.timestamp(), NOW.replace(tzinfo=None)]
    rows = [
        {
            "BackupJobId": f"job-{number}",
            "CreationDate": created[number % 5],
            "StatusMessage": [None, "1", "'1'", "é"][number % 4],
            "IsParent": [False, None, True][number % 3],
            "BackupSizeInBytes": None if number % 7 else number,
            "CreatedBy": [None, {}, {"BackupPlanId": "1"}, {"BackupPlanId": "2"}][number % 4],
        }
        for number in range(1_234)
    ]
    with frozen_at(NOW):
        load(rows)
    for row in (*rows[:61], *rows[-61:]):
        job = mocked_backup.describe_backup_job(BackupJobId=row["BackupJobId"])
        expected = {**row, "CreationDate": NOW}
        told = {name: it for name, it in expected.items() if it is not None and it != {}}
        assert {name: job.get(name) for name in told} == told
        for name in row.keys() - told.keys() - {"IsParent", "BackupSizeInBytes"}:
            assert name not in job


def test_one_document_holds_jobs_of_many_places(mocked_backup: Any) -> None:
    vault = "arn:aws:backup:{}:111122223333:backup-vault:vault".format
    rows = [{"BackupVaultArn": vault(region)} for region in ("us-east-1", "eu-west-1") * 2]
    assert load(rows) == 4
    with mock_aws(), pytest.raises(ValueError, match=r"BackupJobs\[1\].State"):
        load([rows[0], {**rows[1], "State": "LOST"}])
    for region in ("us-east-1", "eu-west-1"):
        there = assumed(client_of, "111122223333", region)
        assert len(there.list_backup_jobs()["BackupJobs"]) == 2


def test_recovery_points_of_a_vault_are_counted_before_they_are_looked_at(
    mocked_backup: Any,
) -> None:
    load([{"RecoveryPointArn": "arn:aws:ec2:us-east-1::snapshot/snap-1"}, {}, {"State": "FAILED"}])
    load([{"RecoveryPointArn": "arn:aws:ec2:us-east-1::snapshot/snap-1"}, {}])
    (vault,) = mocked_backup.list_backup_vaults()["BackupVaultList"]
    listed = mocked_backup.list_recovery_points_by_backup_vault(BackupVaultName="Default")
    assert vault["NumberOfRecoveryPoints"] == len(listed["RecoveryPoints"]) == 3


@pytest.mark.parametrize("moment", ["2026-03-30T24:00:00", "2026-W14-2", "2026-090", "20260331T00"])
def test_rarer_forms_of_iso_dates_are_understood(mocked_backup: Any, moment: str) -> None:
    with frozen_at(NOW):
        load([{"CreationDate": moment}])
        (job,) = mocked_backup.list_backup_jobs()["BackupJobs"]
    assert job["CreationDate"] == datetime(2026, 3, 31, tzinfo=timezone.utc)


def test_a_filter_of_time_holds_within_a_day(mocked_backup: Any) -> None:
    with frozen_at(NOW):
        hours = [NOW.replace(hour=hour) for hour in (1, 5, 9)]
        load([{"CreationDate": moment} for moment in hours])
        later = mocked_backup.list_backup_jobs(ByCreatedAfter=NOW.replace(hour=4))
        between = mocked_backup.list_backup_jobs(
            ByCreatedAfter=NOW.replace(hour=4), ByCreatedBefore=NOW.replace(hour=9)
        )
    assert [job["CreationDate"].hour for job in later["BackupJobs"]] == [9, 5]
    assert [job["CreationDate"].hour for job in between["BackupJobs"]] == [5]


def test_a_loaded_scan_job_has_all_that_the_model_demands(mocked_backup: Any) -> None:
    load_jobs({"ScanJobs": [{}, {"MalwareScanner": "GUARDDUTY", "State": "FAILED"}]})
    listed = mocked_backup.list_scan_jobs()["ScanJobs"]
    assert [job["State"] for job in listed] == ["COMPLETED", "FAILED"]
    assert {job["ScanMode"] for job in listed} == {"FULL_SCAN"}


def test_a_stopped_job_is_found_by_what_it_became(mocked_backup: Any) -> None:
    load([{"BackupJobId": "a", "State": "RUNNING"}, {"State": "RUNNING"}])
    assert len(mocked_backup.list_backup_jobs(ByState="RUNNING")["BackupJobs"]) == 2
    mocked_backup.stop_backup_job(BackupJobId="a")
    (stopped,) = mocked_backup.list_backup_jobs(ByState="ABORTED")["BackupJobs"]
    assert stopped["BackupJobId"] == "a"
    assert len(mocked_backup.list_backup_jobs(ByState="RUNNING")["BackupJobs"]) == 1


def test_the_jobs_of_a_resource_are_found_however_they_came(mocked_backup: Any) -> None:
    def found() -> list[str]:
        listed = mocked_backup.list_backup_jobs(ByResourceArn=volume())["BackupJobs"]
        return [job["BackupJobId"] for job in listed]

    of_it = {"ResourceArn": volume(), "BackupVaultName": "nightly"}
    load([{**of_it, "BackupJobId": "a"}, {"ResourceArn": volume("vol-2")}])
    mocked_backup.describe_backup_job(BackupJobId="a")
    started = [start(mocked_backup)["BackupJobId"]]
    assert found() == [*started, "a"]
    started.insert(0, start(mocked_backup)["BackupJobId"])
    load([{**of_it, "BackupJobId": "b"}])
    assert found() == ["b", *started, "a"]


def test_moto_may_still_demand_permissions(mocked_backup: Any) -> None:
    @set_initial_no_auth_action_count(0)  # type: ignore[untyped-decorator, unused-ignore]
    def ask() -> None:
        mocked_backup.list_backup_job_summaries()

    with pytest.raises(mocked_backup.exceptions.ClientError) as refused:
        ask()
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
