"""load_jobs(): jobs from what the AWS CLI or boto3 printed."""

import json
import re
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from calls import points, refused, volume
from moto import mock_aws
from support import ACCOUNT, REGION, client_of, frozen_at

from moto_backup_summaries import BackupSummariesWarning, load_jobs

NOW = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)
PRODUCTION = {
    "BackupJobs": [
        {
            "AccountId": "111122223333",
            "BackupJobId": "C2B1A0F0-0000-4000-8000-000000000001",
            "BackupVaultName": "prod",
            "BackupVaultArn": "arn:aws:backup:eu-central-1:111122223333:backup-vault:prod",
            "RecoveryPointArn": "arn:aws:ec2:eu-central-1::snapshot/snap-0123456789abcdef0",
            "ResourceArn": "arn:aws:ec2:eu-central-1:111122223333:volume/vol-0a",
            "CreationDate": "2026-03-18T05:00:00.123000+01:00",
            "CompletionDate": 1773810000.5,
            "State": "COMPLETED",
            "PercentDone": "100.0",
            "BackupSizeInBytes": 8589934592,
            "CreatedBy": {"BackupPlanId": "plan", "BackupRuleId": "rule", "Later": "member"},
            "ResourceType": "EBS",
            "IsParent": False,
            "SomethingNew": {"that": ["AWS", "added"]},
            "MessageCategory": "Success",
            "StatusMessage": None,
        }
    ],
    "NextToken": "more",
    "ResponseMetadata": {"HTTPStatusCode": 200},
}


@pytest.mark.parametrize("as_source", [lambda path: path, str], ids=["Path", "str"])
def test_real_output_loads_unchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_source: Any
) -> None:
    path = tmp_path / "jobs.json"
    path.write_text(json.dumps(PRODUCTION), encoding="utf-8")
    monkeypatch.setenv("MOTO_ACCOUNT_ID", "111122223333")
    with frozen_at(NOW), mock_aws():
        with pytest.warns(BackupSummariesWarning, match="SomethingNew"):
            assert load_jobs(as_source(path)) == 1
        client = client_of(region_name="eu-central-1")
        (job,) = client.list_backup_jobs()["BackupJobs"]
        assert job["CreatedBy"] == {"BackupPlanId": "plan", "BackupRuleId": "rule"}
        assert job["CreationDate"] == datetime(2026, 3, 18, 4, 0, 0, 123000, timezone.utc)
        assert job["BackupSizeInBytes"] == 8589934592
        (row,) = client.list_backup_job_summaries(MessageCategory="ANY")["BackupJobSummaries"]
        assert (row["MessageCategory"], row["AccountId"]) == ("SUCCESS", "111122223333")
        assert client.describe_backup_vault(BackupVaultName="prod")["NumberOfRecoveryPoints"] == 1


@pytest.mark.parametrize(
    "moment", [NOW, NOW.isoformat(), NOW.timestamp(), str(int(NOW.timestamp())), date(2026, 3, 20)]
)
def test_dates_come_in_every_form(moment: Any) -> None:
    with frozen_at(NOW), mock_aws():
        load_jobs({"BackupJobs": [{"CreationDate": moment}]})
        (job,) = client_of().list_backup_jobs()["BackupJobs"]
        assert job["CreationDate"].date() == date(2026, 3, 20)


def test_what_is_left_out_gets_a_plausible_value(mocked_backup: Any) -> None:
    load_jobs({"BackupJobs": [{}]})
    (job,) = mocked_backup.list_backup_jobs()["BackupJobs"]
    assert (job["State"], job["ResourceType"], job["MessageCategory"]) == (
        "COMPLETED",
        "EBS",
        "SUCCESS",
    )
    assert job["CreationDate"] == job["CompletionDate"]
    assert job["ResourceArn"].startswith(f"arn:aws:ec2:{REGION}:{ACCOUNT}:volume/vol-")
    assert job["BackupVaultName"] == "Default"


def test_the_arn_and_the_message_tell_type_and_category(mocked_backup: Any) -> None:
    table = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/t"
    row = {"ResourceArn": table, "State": "FAILED", "StatusMessage": "Access denied"}
    load_jobs({"BackupJobs": [row]})
    (job,) = mocked_backup.list_backup_jobs()["BackupJobs"]
    assert (job["ResourceType"], job["MessageCategory"]) == ("DynamoDB", "ACCESS_DENIED")
    assert "RecoveryPointArn" not in job


def test_a_failure_whose_category_is_told_gets_no_message(mocked_backup: Any) -> None:
    rows = [{"State": "FAILED", "MessageCategory": "AccessDenied"}, {"State": "FAILED"}]
    load_jobs({"BackupJobs": rows})
    first, second = mocked_backup.list_backup_jobs()["BackupJobs"]
    assert (first["MessageCategory"], "StatusMessage" in first) == ("ACCESS_DENIED", False)
    assert second["StatusMessage"] == "Backup job failed."


@pytest.mark.parametrize(
    ("row", "arguments", "place"),
    [
        ({}, {}, (ACCOUNT, REGION)),
        ({"AccountId": "222233334444"}, {}, ("222233334444", REGION)),
        (
            {"ResourceArn": "arn:aws:ec2:eu-west-1:333344445555:volume/v"},
            {},
            ("333344445555", "eu-west-1"),
        ),
        ({"ResourceArn": "arn:aws:s3:::bucket"}, {}, (ACCOUNT, REGION)),
        (
            {"AccountId": "222233334444", "ResourceArn": volume()},
            {"account_id": "444455556666", "region_name": "sa-east-1"},
            ("444455556666", "sa-east-1"),
        ),
    ],
)
def test_arguments_then_members_then_moto_say_where_a_job_is(
    row: dict[str, Any],
    arguments: dict[str, str],
    place: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with mock_aws():
        load_jobs({"BackupJobs": [row]}, **arguments)
        monkeypatch.setenv("MOTO_ACCOUNT_ID", place[0])
        (job,) = client_of(region_name=place[1]).list_backup_jobs()["BackupJobs"]
        assert job["AccountId"] == place[0]


def test_states_of_the_summaries_only_can_be_loaded_and_asked_for(mocked_backup: Any) -> None:
    load_jobs({"CopyJobs": [{"State": "FAILING"}, {"State": "COMPLETING"}]})
    rows = mocked_backup.list_copy_job_summaries(State="FAILING")["CopyJobSummaries"]
    assert [row["Count"] for row in rows] == [1]


@pytest.mark.parametrize("period", ["ONE_DAY", "SEVEN_DAYS", "FOURTEEN_DAYS"])
@pytest.mark.parametrize("kind", ["Backup", "Copy", "Restore", "Scan"])
def test_summaries_give_the_same_rows_again(kind: str, period: str) -> None:
    states = {"Restore": "Status"}
    asked = {"State": "ANY", "ResourceType": "ANY", "AggregationPeriod": period}
    if kind in ("Backup", "Copy"):
        asked["MessageCategory"] = "ANY"
    scanned = {}
    if kind == "Scan":
        scanned["ScanResult"] = {"ScanResultStatus": "THREATS_FOUND"}
        asked |= {"MalwareScanner": "ANY", "ScanResultStatus": "THREATS_FOUND"}
    jobs = [
        {
            states.get(kind, "State"): "FAILED" if day % 3 else "COMPLETED",
            "ResourceType": "S3" if day % 2 else "EBS",
            "CreationDate": NOW - timedelta(days=day // 2),
            **scanned,
        }
        for day in range(40)
    ]
    summaries = f"{kind}JobSummaries"

    def rows() -> Any:
        return getattr(client_of(), f"list_{kind.lower()}_job_summaries")(**asked)[summaries]

    with frozen_at(NOW):
        with mock_aws():
            load_jobs({f"{kind}Jobs": jobs})
            before = rows()
        with mock_aws():
            assert load_jobs({summaries: before}) == sum(row["Count"] for row in before)
            assert rows() == before


def told_by_aws(days: int, *, each_day: bool) -> list[dict[str, Any]]:
    """Rows of a summary as AWS tells them: of so many days up to the last midnight, with a job a day."""
    midnight = NOW.replace(hour=0, minute=0)
    if not each_day:
        return [{"Count": days, "StartTime": midnight - timedelta(days=days), "EndTime": midnight}]
    starts = [midnight - timedelta(days=day) for day in range(days, 0, -1)]
    return [{"StartTime": start, "EndTime": start + timedelta(days=1)} for start in starts]


PRODUCTIONS = {
    "ONE_DAY": told_by_aws(14, each_day=True),
    "SEVEN_DAYS": told_by_aws(7, each_day=False),
    "FOURTEEN_DAYS": told_by_aws(14, each_day=False),
}


@pytest.mark.parametrize("period", PRODUCTIONS)
class TestTheRowsOfProduction:
    def count(self, period: str, *, include_today: bool, shift: bool) -> int:
        settings: Any = {"backup": {"include_today": include_today}}
        with frozen_at(NOW), mock_aws(config=settings):
            load_jobs({"BackupJobSummaries": PRODUCTIONS[period]}, shift_to_now=shift)
            rows = client_of().list_backup_job_summaries(AggregationPeriod=period)
        return sum(row["Count"] for row in rows["BackupJobSummaries"])

    @pytest.mark.parametrize("include_today", [True, False])
    def test_are_the_same_rows_when_they_are_moved(self, period: str, include_today: bool) -> None:
        days = 7 if period == "SEVEN_DAYS" else 14
        assert self.count(period, include_today=include_today, shift=True) == days

    def test_are_the_same_rows_where_today_does_not_count(self, period: str) -> None:
        days = 7 if period == "SEVEN_DAYS" else 14
        assert self.count(period, include_today=False, shift=False) == days

    def test_lose_a_day_where_today_counts_and_say_so(self, period: str) -> None:
        days = 7 if period == "SEVEN_DAYS" else 14
        said = f"of {days} days that end with the last midnight.* shift_to_now"
        with pytest.warns(BackupSummariesWarning, match=said):
            assert self.count(period, include_today=True, shift=False) == days - 1


def test_settings_that_are_wrong_are_told_before_anything_is_loaded() -> None:
    settings: Any = {"backup": {"include_toda": False}}
    with mock_aws(config=settings), pytest.raises(ValueError, match="did you mean include_today"):
        load_jobs({"BackupJobs": [{}]})


def test_a_row_of_a_summary_may_leave_its_days_out(mocked_backup: Any) -> None:
    assert load_jobs({"BackupJobSummaries": [{"Count": 3, "Region": REGION}, {}]}) == 4
    (row,) = mocked_backup.list_backup_job_summaries()["BackupJobSummaries"]
    assert row["Count"] == 4


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"Jobs": []}, ["none of BackupJobs", "['Jobs']"]),
        ({"BackupJobs": {}}, ["BackupJobs: got {}", "a list"]),
        ({"BackupJobs": "x"}, ["BackupJobs: got 'x'", "a list"]),
        ({"BackupJobs": [{}, 3]}, ["BackupJobs[1]: got 3", "an object"]),
        ({"BackupJobs": [{}, {"State": "DONE"}]}, ["BackupJobs[1].State: got 'DONE'", "COMPLETED"]),
        ({"BackupJobs": [{"State": "ANY"}]}, ["BackupJobs[0].State: got 'ANY'"]),
        ({"RestoreJobs": [{"Status": "PARTIAL"}]}, ["RestoreJobs[0].Status: got 'PARTIAL'"]),
        ({"BackupJobs": [{"State": 1}]}, ["BackupJobs[0].State: got 1", "a string"]),
        ({"BackupJobs": [{"IsParent": "no"}]}, ["IsParent: got 'no'", "true or false"]),
        ({"BackupJobs": [{"BackupSizeInBytes": True}]}, ["BackupSizeInBytes: got True", "integer"]),
        ({"BackupJobs": [{"CreatedBy": []}]}, ["CreatedBy: got []", "an object"]),
        ({"BackupJobs": [{"CreatedBy": {"BackupPlanId": 1}}]}, ["CreatedBy.BackupPlanId: got 1"]),
        ({"BackupJobs": [{"CreationDate": "soon"}]}, ["CreationDate: got 'soon'", "ISO 8601"]),
        ({"BackupJobs": [{"CreationDate": True}]}, ["CreationDate: got True", "ISO 8601"]),
        ({"BackupJobs": [{"CreationDate": []}]}, ["CreationDate: got []", "ISO 8601"]),
        ({"BackupJobs": [{"ResourceType": "a/b"}]}, ["ResourceType: got 'a/b'", "1 to 50"]),
        ({"BackupJobs": [{"AccountId": "me"}]}, ["AccountId: got 'me'", "12 digits"]),
        (
            {"BackupJobs": [{"ResourceArn": "arn:aws:ec2:moon-1:123456789012:volume/v"}]},
            ["'moon-1'", "region"],
        ),
        ({"BackupJobs": [{"BackupVaultArn": "vault"}]}, ["BackupVaultArn: got 'vault'", "a vault"]),
        (
            {"BackupJobs": [{"CreationDate": NOW, "CompletionDate": "2026-01-01"}]},
            ["CompletionDate", "after creation"],
        ),
        ({"BackupJobs": [{"BackupJobId": "a"}, {"BackupJobId": "a"}]}, ["BackupJobs[1]", "'a'"]),
        (
            {"BackupJobSummaries": [{"State": "AGGREGATE_ALL"}]},
            ["State: got 'AGGREGATE_ALL'", "sum"],
        ),
        ({"BackupJobSummaries": [{"AccountId": "ANY"}]}, ["AccountId: got 'ANY'"]),
        ({"BackupJobSummaries": [{"Count": -1}]}, ["Count: got -1"]),
        (
            {"BackupJobSummaries": [{"StartTime": NOW, "EndTime": NOW}]},
            ["EndTime", "after StartTime"],
        ),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_loaded(
    mocked_backup: Any, document: dict[str, Any], said: list[str]
) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 - what it says is asserted below
        load_jobs({"CopyJobs": [{}], **document} if "Jobs" not in document else document)
    text = str(error.value)
    for part in said:
        assert part in text
    assert mocked_backup.list_copy_jobs()["CopyJobs"] == []
    assert mocked_backup.list_backup_jobs()["BackupJobs"] == []
    assert mocked_backup.list_backup_vaults()["BackupVaultList"] == []


def test_an_id_that_is_there_already_is_refused(mocked_backup: Any) -> None:
    load_jobs({"BackupJobs": [{"BackupJobId": "a"}]})
    with pytest.raises(ValueError, match=r"BackupJobs\[0\].BackupJobId: got 'a'"):
        load_jobs({"BackupJobs": [{"BackupJobId": "a"}]})
    assert len(mocked_backup.list_backup_jobs()["BackupJobs"]) == 1


@pytest.mark.parametrize(
    ("text", "said"), [("{", "is not JSON"), ("[]", "does not contain a JSON object")]
)
def test_a_file_that_holds_no_document_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "jobs.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=said) as error:
        load_jobs(path)
    assert str(path) in str(error.value)


def test_what_was_listed_loads_and_lists_the_same() -> None:
    with mock_aws():
        load_jobs(
            {"BackupJobs": [{"ResourceArn": volume(str(i)), "IsParent": True} for i in (1, 2)]}
        )
        listed = client_of().list_backup_jobs()
    with mock_aws():
        assert load_jobs(listed) == 2
        again = client_of().list_backup_jobs()
        key = "BackupJobId"
        assert sorted(again["BackupJobs"], key=lambda job: job[key]) == sorted(
            listed["BackupJobs"], key=lambda job: job[key]
        )


def test_children_that_were_loaded_are_their_parents(mocked_backup: Any) -> None:
    parent = {"BackupJobId": "p", "IsParent": True, "State": "PARTIAL"}
    load_jobs({"BackupJobs": [parent, {"ParentJobId": "p"}, {"ParentJobId": "p"}]})
    job = mocked_backup.describe_backup_job(BackupJobId="p")
    assert (job["ChildJobsInState"], job["NumberOfChildJobs"]) == ({"COMPLETED": 2}, 2)


def test_a_parent_that_was_loaded_is_stopped_though_its_children_stay_on_their_way(
    mocked_backup: Any,
) -> None:
    parent = {"BackupJobId": "parent", "IsParent": True, "State": "RUNNING"}
    child = {"BackupJobId": "child", "ParentJobId": "parent", "State": "RUNNING"}
    load_jobs({"BackupJobs": [parent, child]})
    mocked_backup.stop_backup_job(BackupJobId="parent")
    told = mocked_backup.describe_backup_job(BackupJobId="parent")
    assert (told["State"], told["ChildJobsInState"]) == ("ABORTED", {"RUNNING": 1})


def test_recovery_points_of_children_are_parts_of_their_parents(vault: Any) -> None:
    whole = "arn:aws:backup:us-east-1:123456789012:recovery-point:composite:eks/blue-20260101"
    parts = [f"arn:aws:ec2:us-east-1::snapshot/snap-{number}" for number in range(2)]
    nightly = {"BackupVaultName": "nightly"}
    children = [{**nightly, "ParentJobId": "p", "RecoveryPointArn": part} for part in parts]
    cluster = {"ResourceArn": "arn:aws:eks:us-east-1:123456789012:cluster/blue", "IsParent": True}
    parent = {**nightly, **cluster, "BackupJobId": "p", "RecoveryPointArn": whole}
    other = {**nightly, "RecoveryPointArn": "arn:aws:ec2:us-east-1::snapshot/snap-other"}
    load_jobs({"BackupJobs": [*children, parent, other, {**nightly, "ParentJobId": "none"}]})
    assert (
        sorted(it["RecoveryPointArn"] for it in points(vault, ByParentRecoveryPointArn=whole))
        == parts
    )
    code, _ = refused(vault, "delete_recovery_point", **nightly, RecoveryPointArn=whole)
    assert code == "InvalidRequestException"
    for part in parts:
        vault.delete_recovery_point(**nightly, RecoveryPointArn=part)
    # With its last part the whole goes.
    assert len(points(vault)) == 2


WHOLE = "arn:aws:backup:us-east-1:123456789012:recovery-point:composite:eks/blue-20260101"
PART = "arn:aws:ec2:us-east-1::snapshot/snap-0"


@pytest.mark.parametrize("at_once", [True, False])
def test_a_part_that_another_replaced_is_a_part_no_more(vault: Any, at_once: bool) -> None:
    nightly = {"BackupVaultName": "nightly"}
    cluster = {"ResourceArn": "arn:aws:eks:us-east-1:123456789012:cluster/blue", "IsParent": True}
    rows = [
        {**nightly, **cluster, "BackupJobId": "p", "RecoveryPointArn": WHOLE},
        {**nightly, "ParentJobId": "p", "RecoveryPointArn": PART},
        {**nightly, "RecoveryPointArn": PART},
    ]
    # Of one moment the first row is the newest, as in a list.
    for some in [rows[::-1]] if at_once else [rows[:2], rows[2:]]:
        load_jobs({"BackupJobs": some})
    assert points(vault, ByParentRecoveryPointArn=WHOLE) == []
    vault.delete_recovery_point(**nightly, RecoveryPointArn=WHOLE)
    (left,) = points(vault)
    assert left["RecoveryPointArn"] == PART


def test_maps_are_kept(mocked_backup: Any) -> None:
    load_jobs({"BackupJobs": [{"BackupOptions": {"WindowsVSS": "enabled"}}]})
    (job,) = mocked_backup.list_backup_jobs()["BackupJobs"]
    assert job["BackupOptions"] == {"WindowsVSS": "enabled"}


def test_a_day_stays_in_order_whatever_comes_last(mocked_backup: Any) -> None:
    hours = (3, 1, 2)
    with frozen_at(NOW):
        for hour in hours:
            load_jobs({"BackupJobs": [{"CreationDate": NOW - timedelta(hours=hour)}]})
        first = mocked_backup.list_backup_jobs(MaxResults=1)
        jobs = mocked_backup.list_backup_jobs(NextToken=first["NextToken"])["BackupJobs"]
        assert [(NOW - job["CreationDate"]).seconds // 3600 for job in jobs] == [2, 3]


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (
            {"ScanJobs": [{"ScanResult": {"ScanResultStatus": "FINE"}}]},
            "ScanResultStatus: got 'FINE'",
        ),
        (
            {"BackupJobs": [{"RecoveryPointLifecycle": {"DeleteAfterDays": 1 << 70}}]},
            "RecoveryPointLifecycle.DeleteAfterDays: got 1180591620717411303424",
        ),
        ({"BackupJobs": [{"CreationDate": 10**15}]}, "CreationDate: got 1000000000000000"),
        # More than any float.
        ({"BackupJobs": [{"CreationDate": 10**400}]}, "CreationDate: got 1000000000000000"),
        (
            {"BackupJobSummaries": [{"Count": 10**9}]},
            "BackupJobSummaries[0].Count: got 1000000000, accepts 0 to 5000000 jobs",
        ),
        ({"BackupJobs": [{"BackupSizeInBytes": 10**30}]}, "BackupSizeInBytes: got 1000000"),
    ],
)
def test_what_cannot_be_told_again_is_not_loaded(
    mocked_backup: Any, document: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        load_jobs(document)
    assert mocked_backup.list_backup_vaults()["BackupVaultList"] == []


def test_an_empty_structure_is_as_if_it_were_left_out(mocked_backup: Any) -> None:
    load_jobs({"ScanJobs": [{"ScanResult": {}}]})
    (job,) = mocked_backup.list_scan_jobs()["ScanJobs"]
    assert "ScanResult" not in job
