"""What a test says to AWS Backup, in process and on a server alike."""

import json
import math
from collections import deque
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from calls import start
from frameworks.examples import NAME, create, described
from support import ONCE

from moto_backup_summaries import AwsBackup, BackupSummariesWarning


@pytest.fixture
def backup(either: AwsBackup) -> AwsBackup:
    """The same with a vault `nightly`."""
    either.client.create_backup_vault(BackupVaultName="nightly")
    return either


def states(backup: AwsBackup) -> list[str]:
    return [job["State"] for job in backup.client.list_backup_jobs()["BackupJobs"]]


def test_jobs_are_loaded(either: AwsBackup) -> None:
    rows = [{"State": "FAILED", "StatusMessage": "Access denied"}, {}]
    assert either.load({"BackupJobs": rows}, region_name="us-east-1") == 2
    assert sorted(states(either)) == ["COMPLETED", "FAILED"]


def test_jobs_are_loaded_from_a_file(either: AwsBackup, tmp_path: Path) -> None:
    path = tmp_path / "jobs.json"
    path.write_text(json.dumps({"BackupJobs": [{"CreationDate": "2020-01-01"}]}))
    assert either.load(path, shift_to_now=True) == 1
    assert either.load(str(path), shift_to_now="exactly") == 1
    assert sum(row["Count"] for row in either.summaries()) == 2


def test_an_account_is_loaded(either: AwsBackup, tmp_path: Path) -> None:
    arn = "arn:aws:backup:us-east-1:999999999999:backup-vault:ark"
    vault = {"BackupVaultName": "ark", "BackupVaultArn": arn, "CreationDate": datetime(2026, 1, 1)}
    jobs = [{"State": "FAILED", "CreationDate": "2026-01-01"}]
    either.at("2026-01-03")
    header = {"Version": 1, "Region": "us-east-1"}
    document = {"BackupAccount": header, "BackupVaults": [vault], "BackupJobs": jobs}
    loaded = either.load_account(document, account_id="123456789012", shift_to_now=True)
    assert loaded == {"BackupVaults": 1, "BackupJobs": 1}
    (shown,) = either.client.list_backup_vaults()["BackupVaultList"]
    assert shown["BackupVaultArn"] == arn.replace("999999999999", "123456789012")
    assert sum(row["Count"] for row in either.summaries()) == 1
    taken = r"^Invalid value for BackupVaults.0..BackupVaultName.*: got 'ark'"
    with pytest.raises(ValueError, match=taken):
        either.load_account(document, account_id="123456789012")


def test_an_account_is_loaded_from_a_bucket(either: AwsBackup) -> None:
    header = {"Version": 1, "Region": "us-east-1", "AccountId": "123456789012"}
    s3 = either.clients("s3")
    s3.create_bucket(Bucket="audit")
    body = json.dumps({"BackupAccount": header, "BackupJobs": [{}]}).encode()
    s3.put_object(Bucket="audit", Key="account.json", Body=body)
    assert either.load_account("s3://audit/account.json") == {"BackupJobs": 1}


def test_dates_without_time_zone_are_utc(either: AwsBackup) -> None:
    moments = [
        datetime(2026, 3, 1, 12),
        datetime(2026, 3, 1, 12, tzinfo=timezone.utc),
        date(2026, 3, 1),
    ]
    either.at("2026-03-02")
    either.load({"BackupJobs": [{"CreationDate": moment} for moment in moments]})
    jobs = either.client.list_backup_jobs()["BackupJobs"]
    assert sorted(job["CreationDate"].astimezone(timezone.utc).hour for job in jobs) == [0, 12, 12]


def test_what_is_no_document_is_refused_alike(either: AwsBackup) -> None:
    with pytest.raises(ValueError, match=r"^Invalid value for BackupJobs\[0\].State: got 'DONE'"):
        either.load({"BackupJobs": [{"State": "DONE"}]})
    with pytest.raises(ValueError, match=r"^Invalid value for BackupJobs: got 'none'"):
        either.load({"BackupJobs": "none"}, strict=False)
    with pytest.raises(ValueError, match=r"^Invalid value for source: got 3"):
        either.load(3)  # type: ignore[arg-type]
    assert states(either) == []


@pytest.mark.parametrize("source", [{"BackupJobs": []}, [{"CopyJobs": []}], {"Records": []}])
def test_a_document_without_jobs_is_loaded(either: AwsBackup, source: Any) -> None:
    assert either.load(source) == 0


def test_mappings_and_sequences_of_any_type_are_loaded(either: AwsBackup) -> None:
    row = MappingProxyType({"State": "FAILED", "CreatedBy": MappingProxyType({})})
    assert either.load(MappingProxyType({"BackupJobs": deque([row])})) == 1
    assert states(either) == ["FAILED"]


def test_a_mistake_in_a_file_is_told_with_its_line(either: AwsBackup, tmp_path: Path) -> None:
    path = tmp_path / "jobs.json"
    path.write_text('{"BackupJobId": "a"}\n{"BackupJobId": "b", "State": "DONE"}\n')
    with pytest.raises(ValueError, match=r"State in line 2 of '.*jobs.json': got 'DONE'"):
        either.load(path)
    assert states(either) == []


def test_what_is_in_moto_already_is_refused_alike(either: AwsBackup) -> None:
    either.load({"BackupJobs": [{"BackupJobId": "a"}]})
    with pytest.raises(ValueError, match="accepts an id that no job in moto has"):
        either.load({"BackupJobs": [{"BackupJobId": "a"}]})


def test_the_good_items_of_a_list_are_loaded_without_the_others(either: AwsBackup) -> None:
    items = [{"BackupJobId": "a"}, {"Vendor": 1}, {"BackupJobId": "b", "State": "DONE"}]
    loaded = either.load(items, strict=False)
    assert loaded.number == 1
    assert [row for _, row, _ in loaded.refused] == items[1:]


def test_what_is_odd_about_jobs_is_a_warning_at_the_line_of_the_test(either: AwsBackup) -> None:
    with pytest.warns(BackupSummariesWarning, match="Vendor") as warned:
        either.load({"BackupJobs": [{"Vendor": "x"}]})
    assert [warning.filename for warning in warned] == [__file__]


def test_an_outcome_counts_its_uses_and_ends(backup: AwsBackup) -> None:
    failed = backup.outcome("backup", state="FAILED", status_message="Access denied", times=2)
    with pytest.raises(
        AssertionError, match=r"(?s)^1 rule was never used; .*test_aws_backup.py:\d+"
    ):
        failed.assert_used()
    start(backup.client)
    failed.assert_used()
    assert failed.times_used == 1
    failed.remove()
    failed.remove()
    start(backup.client)
    assert sorted(states(backup)) == ["COMPLETED", "FAILED"]


def test_an_outcome_ends_with_its_block(backup: AwsBackup) -> None:
    with backup.outcome("backup", state="FAILED", resource_arn="arn:aws:ec2:*") as failed:
        start(backup.client)
    start(backup.client)
    assert (failed.times_used, sorted(states(backup))) == (1, ["COMPLETED", "FAILED"])


def test_an_outcome_takes_a_duration(backup: AwsBackup) -> None:
    backup.at("2026-03-01T00:00:00Z")
    with backup.outcome("backup", state="COMPLETED", duration=timedelta(hours=2)):
        start(backup.client)
        assert states(backup) == ["RUNNING"]
        backup.advance(timedelta(hours=3))
        assert states(backup) == ["COMPLETED"]


def test_an_approval_team_decides(either: AwsBackup) -> None:
    client: Any = either.client
    vault = client.create_logically_air_gapped_backup_vault(
        BackupVaultName="walled", MinRetentionDays=7, MaxRetentionDays=30
    )
    team = "arn:aws:mpa:us-east-1:123456789012:approval-team/guardians"
    client.associate_backup_vault_mpa_approval_team(
        BackupVaultName="walled", MpaApprovalTeamArn=team
    )
    with either.approval("FAILED") as refused:
        source = vault["BackupVaultArn"]
        made = client.create_restore_access_backup_vault(SourceBackupVaultArn=source)
    refused.assert_used()
    name = made["RestoreAccessBackupVaultName"]
    assert client.describe_backup_vault(BackupVaultName=name)["VaultState"] == "FAILED"


def test_a_recovery_point_is_expired(backup: AwsBackup) -> None:
    backup.at("2026-03-01T00:00:00Z")
    start(backup.client, Lifecycle={"DeleteAfterDays": 7})
    with backup.deletion("EXPIRED", resource_type="EBS") as kept:
        backup.advance("P8D")
        vault = {"BackupVaultName": "nightly"}
        (point,) = backup.client.list_recovery_points_by_backup_vault(**vault)["RecoveryPoints"]
    kept.assert_used()
    assert point["Status"] == "EXPIRED"


def test_a_framework_is_failed(either: AwsBackup) -> None:
    with either.deployment("FAILED", framework_name=NAME) as failed:
        create(either.client)
    failed.assert_used()
    assert described(either.client)["DeploymentStatus"] == "FAILED"


def test_what_is_invalid_in_a_rule_is_refused_alike(either: AwsBackup) -> None:
    with pytest.raises(
        ValueError, match=r"^Invalid value for state: got 'FAILD', .* did you mean FAILED"
    ):
        either.outcome("backup", state="FAILD")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="unexpected keyword argument 'status'"):
        either.outcome("backup", state="FAILED", status="x")  # type: ignore[call-arg]


def test_a_fault_says_how_many_requests_and_calls_it_failed(either: AwsBackup) -> None:
    fault = either.fail("ListBackupJobs", code="AccessDeniedException", times=2)
    client: Any = either.clients("backup", config=ONCE)
    for _ in range(2):
        with pytest.raises(client.exceptions.ClientError):
            client.list_backup_jobs()
    assert client.list_backup_jobs()["BackupJobs"] == []
    assert (fault.calls_used, fault.requests_used) == (2, 2)
    fault.assert_used(calls=2, requests=2)
    with pytest.raises(AssertionError, match=r"failed 2 requests of 2 calls, expected 1 call$"):
        fault.assert_used(calls=1)


def test_a_fault_of_all_calls_goes_on(either: AwsBackup) -> None:
    fault = either.fail("ListBackupJobs", code="AccessDeniedException", times=None)
    for _ in range(2):
        with pytest.raises(either.client.exceptions.ClientError):
            either.client.list_backup_jobs()
    fault.assert_used(calls=2)


def test_events_are_those_of_jobs(backup: AwsBackup) -> None:
    start(backup.client)
    assert [event["detail"]["state"] for event in backup.events(kind="backup")] == [
        "CREATED",
        "PENDING",
        "RUNNING",
        "COMPLETED",
    ]
    with pytest.raises(ValueError, match=r"^Invalid value for kind: got 'bakup'"):
        backup.events(kind="bakup")  # type: ignore[arg-type]


def test_events_that_loaded_jobs_did_not_send_are_a_warning(either: AwsBackup) -> None:
    either.load({"BackupJobs": [{}]})
    with pytest.warns(BackupSummariesWarning, match="send_events") as warned:
        assert either.events() == []
    assert [warning.filename for warning in warned] == [__file__]


def test_summaries_are_of_all_pages(either: AwsBackup) -> None:
    either.load({"CopyJobs": [{"ResourceType": name} for name in ("EBS", "EC2", "RDS")]})
    rows = either.summaries("copy", ResourceType="ANY", MaxResults=2)
    assert [row["ResourceType"] for row in rows] == ["EBS", "EC2", "RDS"]
    assert either.summaries("restore") == []
    with pytest.raises(ValueError, match=r"^Invalid value for kind: got 'bakup'"):
        either.summaries("bakup")  # type: ignore[arg-type]


def test_the_clock_is_set_and_moved_forward(backup: AwsBackup) -> None:
    backup.at("2026-03-01T00:00:00Z")
    start(backup.client)
    backup.advance("P14D")
    start(backup.client)
    dates = [job["CreationDate"] for job in backup.client.list_backup_jobs()["BackupJobs"]]
    assert [moment.astimezone(timezone.utc).date() for moment in dates] == [
        date(2026, 3, 15),
        date(2026, 3, 1),
    ]


@pytest.mark.parametrize(
    ("time", "text"),
    [
        (b"2026", "Invalid value for time: got b'2026', accepts a date"),
        (math.nan, "Invalid value for time: got nan, accepts a date"),
        ("soon", "Invalid value for time: got 'soon'"),
        (
            "2300-01-01",
            "Invalid value for time: got '2300-01-01', accepts a time from 1970 to 2199",
        ),
    ],
)
def test_a_time_that_no_clock_shows_is_refused(either: AwsBackup, time: Any, text: str) -> None:
    with pytest.raises(ValueError, match=rf"^{text}"):
        either.at(time)


@pytest.mark.parametrize("duration", [-1, "a day", math.inf])
def test_a_clock_is_not_moved_back_by_a_duration(either: AwsBackup, duration: Any) -> None:
    with pytest.raises(
        ValueError, match=r"^Invalid value for advance: .*; to go back, give the time itself"
    ):
        either.advance(duration)


def test_clients_of_other_services_and_regions_are_there(either: AwsBackup) -> None:
    either.clients("ec2", "eu-west-1").create_volume(AvailabilityZone="eu-west-1a", Size=1)
    assert len(either.clients("ec2", "eu-west-1").describe_volumes()["Volumes"]) == 1
    assert either.clients("ec2").describe_volumes()["Volumes"] == []
    assert either.clients("ec2") is either.clients("ec2", "us-east-1")


def test_the_region_is_that_of_the_environment(
    either: AwsBackup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    assert either.client.meta.region_name == "eu-west-1"
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    assert either.client.meta.region_name == "us-east-1"


def test_what_json_cannot_hold_is_refused_alike(either: AwsBackup) -> None:
    text = r"^Invalid value for BackupJobs\[0\].BackupJobId: got b'a', accepts a string"
    with pytest.raises(ValueError, match=text):
        either.load({"BackupJobs": [{"BackupJobId": b"a"}]})


@pytest.mark.parametrize("moment", [math.inf, -math.inf, math.nan])
def test_a_date_that_is_no_number_is_refused_alike(either: AwsBackup, moment: float) -> None:
    text = rf"^Invalid value for BackupJobs\[1\].CreationDate: got {moment}, accepts a date"
    with pytest.raises(ValueError, match=text):
        either.load({"BackupJobs": [{"CreationDate": 1.0}, {"CreationDate": moment}]})


@pytest.mark.parametrize("loads", ["load", "load_account"])
@pytest.mark.parametrize(
    ("argument", "text"),
    [
        ({"account_id": 123456789012}, r"account_id: got 123456789012, .*did you mean '1234"),
        ({"region_name": b"us-east-1"}, "region_name: got b'us-east-1', accepts"),
        ({"shift_to_now": "True"}, "shift_to_now: got 'True', accepts true, false or 'exactly'"),
    ],
)
def test_arguments_that_are_no_text_are_refused_alike(
    either: AwsBackup, loads: str, argument: dict[str, Any], text: str
) -> None:
    document = {"BackupAccount": {"Version": 1, "Region": "us-east-1", "AccountId": "123456789012"}}
    with pytest.raises(ValueError, match=f"^Invalid value for {text}"):
        getattr(either, loads)(document if loads == "load_account" else {}, **argument)


@pytest.mark.parametrize("filters", [{"job_id": 7}, {"account_id": 123456789012}])
def test_filters_of_events_that_are_no_text_are_refused_alike(
    either: AwsBackup, filters: dict[str, Any]
) -> None:
    ((name, value),) = filters.items()
    with pytest.raises(ValueError, match=f"^Invalid value for {name}: got {value}, accepts"):
        either.events(**filters)


class _Several:
    """As an array of numpy or a column of pandas is: to compare it gives no truth, but several."""

    def __eq__(self, other: object) -> Any:
        return self

    def __bool__(self) -> bool:
        raise ValueError("the truth value is ambiguous")

    def __repr__(self) -> str:
        return "array([1, 2])"


def test_several_values_in_place_of_one_are_refused_alike(either: AwsBackup) -> None:
    several: Any = _Several()
    text = "^Invalid value for {}: got array\\(\\[1, 2\\]\\), accepts"
    with pytest.raises(ValueError, match=text.format("kind")):
        either.outcome(several, state="FAILED")
    with pytest.raises(ValueError, match=text.format("state")):
        either.events(state=several)
    with pytest.raises(ValueError, match=text.format("shift_to_now")):
        either.load({"BackupJobs": []}, shift_to_now=several)
    with pytest.raises(ValueError, match=text.format("strict")):
        either.load({"BackupJobs": []}, strict=several)
