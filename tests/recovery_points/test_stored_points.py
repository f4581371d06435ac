"""Recovery points of jobs that came together, which are objects only when somebody asks for one."""

import sys
from datetime import datetime, timedelta, timezone
from types import FrameType
from typing import Any

import pytest
from calls import RULE, SELECTION, bucket, points, refused, start, volume
from support import client_of

from moto_backup_summaries import load_jobs
from moto_backup_summaries.backup.jobs.missing_members import missing_members

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
DAY = timedelta(days=1)


@pytest.fixture
def backup(clock: Any) -> Any:
    client = client_of()
    client.create_backup_vault(BackupVaultName="vault")
    return client


def load(*rows: dict[str, Any]) -> None:
    load_jobs({"BackupJobs": [{"BackupVaultName": "vault", **row} for row in rows]})


def arns(client: Any) -> list[str]:
    return [point["RecoveryPointArn"] for point in points(client, "vault")]


def number(client: Any) -> int:
    return int(client.describe_backup_vault(BackupVaultName="vault")["NumberOfRecoveryPoints"])


def nightly(client: Any, days: int) -> None:
    """Let a plan keep what it makes of a bucket for so many days."""
    bucket()
    rule = {**RULE, "Lifecycle": {"DeleteAfterDays": days}}
    plan = client.create_backup_plan(BackupPlan={"BackupPlanName": "p", "Rules": [rule]})
    client.create_backup_selection(BackupPlanId=plan["BackupPlanId"], BackupSelection=SELECTION)


@pytest.mark.parametrize("looked", [True, False])
@pytest.mark.parametrize("resource", ["volume/vol-1", "instance/i-1"])
def test_an_arn_that_was_made_up_and_comes_again_is_one_recovery_point(
    backup: Any, resource: str, *, looked: bool
) -> None:
    load({"ResourceArn": f"arn:aws:ec2:us-east-1:123456789012:{resource}"}, {})
    (*_, job) = backup.list_backup_jobs()["BackupJobs"]
    if looked:
        assert len(arns(backup)) == 2
    load({"RecoveryPointArn": job["RecoveryPointArn"]}, {"RecoveryPointArn": "arn:aws:ec2:::other"})
    assert number(backup) == len(set(arns(backup))) == len(arns(backup)) == 3


def test_an_arn_that_comes_twice_in_one_moment_is_the_first_of_the_document(backup: Any) -> None:
    same = {"RecoveryPointArn": "arn:aws:ec2:::same"}
    load({**same, "ResourceArn": volume("vol-1")}, {**same, "ResourceArn": volume("vol-2")})
    assert number(backup) == 1
    (point,) = points(backup, "vault")
    assert point["ResourceArn"] == volume("vol-1")
    (resource,) = backup.list_protected_resources()["Results"]
    assert resource["ResourceArn"] == volume("vol-1")


def test_recovery_points_of_one_moment_are_listed_as_the_document_has_them(backup: Any) -> None:
    load(*({"RecoveryPointArn": f"arn:aws:ec2:::{name}"} for name in "bca"))
    start(backup, BackupVaultName="vault")
    started, *loaded = arns(backup)
    assert started.startswith("arn:aws:ec2:us-east-1::snapshot/")
    assert loaded == [f"arn:aws:ec2:::{name}" for name in "bca"]


def test_pages_leave_none_out_of_those_of_one_moment_that_came_by_turns(backup: Any) -> None:
    for _ in range(3):
        load({})
        start(backup, BackupVaultName="vault")
    pages = backup.get_paginator("list_recovery_points_by_backup_vault").paginate(
        BackupVaultName="vault", PaginationConfig={"PageSize": 1}
    )
    in_pages = [point["RecoveryPointArn"] for page in pages for point in page["RecoveryPoints"]]
    assert len(in_pages) == 6
    assert in_pages == arns(backup)


def test_a_job_on_its_way_names_a_recovery_point_that_is_not_there(backup: Any) -> None:
    load({"State": "RUNNING"}, {"BackupVaultName": "other"})
    for job in backup.list_backup_jobs()["BackupJobs"]:
        named = {"BackupVaultName": "vault", "RecoveryPointArn": job["RecoveryPointArn"]}
        code, _ = refused(backup, "describe_recovery_point", **named)
        assert code == "ResourceNotFoundException"


def test_one_that_was_deleted_is_not_found_again(backup: Any) -> None:
    load({}, {})
    first, second = arns(backup)
    named = {"BackupVaultName": "vault", "RecoveryPointArn": first}
    backup.delete_recovery_point(**named)
    assert arns(backup) == [second]
    assert refused(backup, "delete_recovery_point", **named)[0] == "ResourceNotFoundException"
    assert number(backup) == 1


def test_a_day_that_is_listed_again_has_what_came_to_it(backup: Any) -> None:
    load({"RecoveryPointArn": "arn:aws:ec2:::loaded"})
    assert points(backup, "vault", ByResourceType="S3") == []
    start(backup, BackupVaultName="vault", ResourceArn="arn:aws:s3:::photos")
    load({"RecoveryPointArn": "arn:aws:ec2:::later", "ResourceArn": "arn:aws:s3:::photos"})
    later, started = points(backup, "vault", ByResourceType="S3")
    assert later["RecoveryPointArn"] == "arn:aws:ec2:::later"
    assert [point["ResourceArn"] for point in (later, started)] == ["arn:aws:s3:::photos"] * 2


def test_filters_of_creation_hold_beside_one_of_a_resource(backup: Any) -> None:
    rows = [{"CreationDate": NOW - day * DAY, "ResourceArn": volume()} for day in range(4)]
    load(*rows)
    within = {"ByCreatedAfter": NOW - 3 * DAY, "ByCreatedBefore": NOW}
    found = points(backup, "vault", ByResourceArn=volume(), **within)
    assert [point["CreationDate"] for point in found] == [NOW - DAY, NOW - 2 * DAY]


def test_days_of_a_plans_recovery_points_end_whether_they_were_looked_at_or_not(
    clock: Any, backup: Any
) -> None:
    nightly(backup, days=3)
    clock.shift(3 * DAY)
    oldest = points(backup, "vault")[-1]
    backup.describe_recovery_point(
        BackupVaultName="vault", RecoveryPointArn=oldest["RecoveryPointArn"]
    )
    for _ in range(4):
        clock.shift(DAY)
        listed = points(backup, "vault")
        moments = [point["CreationDate"] for point in listed]
        assert moments == [moments[0] - day * DAY for day in range(3)]
        assert number(backup) == len(
            backup.list_recovery_points_by_resource(ResourceArn="arn:aws:s3:::bucket")[
                "RecoveryPoints"
            ]
        )


def test_one_whose_days_were_made_more_outlives_those_it_came_with(clock: Any, backup: Any) -> None:
    nightly(backup, days=2)
    clock.shift(2 * DAY)
    kept = arns(backup)[-1]
    named = {"BackupVaultName": "vault", "RecoveryPointArn": kept}
    backup.update_recovery_point_lifecycle(**named, Lifecycle={"DeleteAfterDays": 5})
    clock.shift(2 * DAY)
    assert len(arns(backup)) == number(backup) == 3
    assert arns(backup)[-1] == kept
    clock.shift(2 * DAY)
    assert len(arns(backup)) == number(backup) == 2
    assert kept not in arns(backup)


def test_those_of_a_resource_are_found_however_they_came(backup: Any) -> None:
    def found() -> list[str]:
        answer = backup.list_recovery_points_by_resource(ResourceArn=volume())
        return [point["RecoveryPointArn"] for point in answer["RecoveryPoints"]]

    load({"ResourceArn": volume()}, {"ResourceArn": volume("vol-2")})
    for expected in (1, 2, 3):
        assert len(found()) == expected
        assert [arn for arn in arns(backup) if arn in found()] == found()
        start(backup, BackupVaultName="vault")
    load({"ResourceArn": volume()})
    assert len(found()) == 5
    backup.delete_recovery_point(BackupVaultName="vault", RecoveryPointArn=found()[0])
    assert len(found()) == 4


def test_resources_are_made_up_where_these_are_asked_for_first(backup: Any) -> None:
    load({}, {}, {"ResourceArn": volume()})
    resources = [it["ResourceArn"] for it in backup.list_protected_resources()["Results"]]
    assert resources == sorted(point["ResourceArn"] for point in points(backup, "vault"))
    assert len(set(resources)) == 3


def test_jobs_of_two_kinds_have_the_arns_of_what_they_left(backup: Any) -> None:
    vault = backup.describe_backup_vault(BackupVaultName="vault")["BackupVaultArn"]
    load_jobs({"BackupJobs": [{"BackupVaultName": "vault"}]})
    load_jobs({"CopyJobs": [{"DestinationBackupVaultArn": vault}]})
    (copied,) = backup.list_copy_jobs()["CopyJobs"]
    (backed_up,) = backup.list_backup_jobs()["BackupJobs"]
    for arn in (copied["DestinationRecoveryPointArn"], backed_up["RecoveryPointArn"]):
        described = backup.describe_recovery_point(BackupVaultName="vault", RecoveryPointArn=arn)
        assert described["RecoveryPointArn"] == arn
    assert number(backup) == 2


def of_resource(client: Any, arn: str) -> list[Any]:
    listed: list[Any] = client.list_recovery_points_by_resource(ResourceArn=arn)["RecoveryPoints"]
    return listed


def test_the_resource_of_a_job_with_an_id_is_the_same_each_time(backup: Any) -> None:
    load({"BackupJobId": "known"})
    known = backup.describe_backup_job(BackupJobId="known")["ResourceArn"]
    elsewhere = client_of("backup", "eu-west-1")
    of_other_region = known.replace("us-east-1", "eu-west-1")
    load_jobs({"BackupJobs": [{"BackupJobId": "known"}]}, region_name="eu-west-1")
    assert len(of_resource(elsewhere, of_other_region)) == 1


def test_no_resource_is_made_up_for_who_asks_by_one_that_nobody_can_know(backup: Any) -> None:
    load(*[{}] * 5)
    made_up = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal made_up
        made_up += event == "call" and frame.f_code is missing_members.__code__

    sys.setprofile(count)
    try:
        assert of_resource(backup, volume()) == []
        assert made_up == 0
        listed = backup.list_protected_resources()["Results"]
    finally:
        sys.setprofile(None)
    assert (len(listed), made_up) == (5, 5)
    assert len(of_resource(backup, listed[0]["ResourceArn"])) == 1
