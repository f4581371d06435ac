"""Plans make jobs: when the clock passes a rule's time."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import requests
from calls import FAR, bucket, jobs, refused, vault_arn
from support import ROLE, client_of, transition

from moto_backup_summaries import register, set_job_outcome, unregister

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
HALF_HOURS = "rate(30 minutes)"
DAY = timedelta(days=1)


@pytest.fixture
def backup(clock: Any) -> Any:
    client = client_of()
    client.create_backup_vault(BackupVaultName="vault")
    return client


def stack_of(resource_type: str) -> None:
    client_of("cloudformation").create_stack(
        StackName="s", TemplateBody=f'{{"Resources": {{"R": {{"Type": "{resource_type}"}}}}}}'
    )


def plan(client: Any, name: str = "plan", **rule: Any) -> str:
    rule = {"RuleName": "r", "TargetBackupVaultName": "vault", **rule}
    document = {"BackupPlanName": name, "Rules": [rule]}
    plan_id = client.create_backup_plan(BackupPlan=document)["BackupPlanId"]
    select(client, plan_id)
    return str(plan_id)


def select(client: Any, plan_id: str, name: str = "all", role: str = ROLE) -> None:
    document = {"SelectionName": name, "IamRoleArn": role, "Resources": ["*"]}
    client.create_backup_selection(BackupPlanId=plan_id, BackupSelection=document)


def numbers(client: Any) -> dict[str, int]:
    vaults = client.list_backup_vaults()["BackupVaultList"]
    return {vault["BackupVaultName"]: vault["NumberOfRecoveryPoints"] for vault in vaults}


def test_a_plan_that_is_made_when_the_clock_went_back_runs_from_then(
    clock: Any, backup: Any
) -> None:
    bucket()
    earlier = plan(backup, ScheduleExpression="cron(0 5 ? * * *)")
    clock.shift(timedelta(hours=12))
    assert len(jobs(backup)) == 1
    clock.move_to(NOW)
    later = plan(backup, "later", ScheduleExpression="cron(0 6 ? * * *)")
    clock.move_to(NOW + timedelta(hours=12))
    made = [(job["CreatedBy"]["BackupPlanId"], job["CreationDate"].hour) for job in jobs(backup)]
    assert made == [(later, 6), (earlier, 5)]


def test_each_night_makes_a_job_with_all_that_the_plan_says(clock: Any, backup: Any) -> None:
    arn = bucket()
    plan_id = plan(
        backup,
        ScheduleExpression="cron(30 5 ? * * *)",
        ScheduleExpressionTimezone="Europe/Berlin",
        StartWindowMinutes=60,
    )
    select(backup, plan_id, "again", ROLE + "2")
    clock.shift(timedelta(days=2))
    newest, oldest = jobs(backup)
    assert oldest["CreationDate"] == NOW + timedelta(hours=4, minutes=30)
    assert newest["CreationDate"] == newest["CompletionDate"] == oldest["CreationDate"] + DAY
    assert newest["StartBy"] == newest["CreationDate"] + timedelta(hours=1)
    assert (newest["ResourceArn"], newest["ResourceType"]) == (arn, "S3")
    assert (newest["IamRoleArn"], newest["State"]) == (ROLE, "COMPLETED")
    described = backup.get_backup_plan(BackupPlanId=plan_id)
    made_by = newest["CreatedBy"]
    assert made_by["BackupPlanArn"] == described["BackupPlanArn"]
    assert made_by["BackupPlanVersion"] == described["VersionId"]
    assert made_by["BackupRuleId"] == described["BackupPlan"]["Rules"][0]["RuleId"]
    assert described["LastExecutionDate"] == newest["CreationDate"]
    assert numbers(backup) == {"vault": 2}
    points = backup.list_recovery_points_by_resource(ResourceArn=arn)["RecoveryPoints"]
    assert {p["RecoveryPointArn"] for p in points} == {j["RecoveryPointArn"] for j in jobs(backup)}


def test_going_back_in_time_makes_nothing(clock: Any, backup: Any) -> None:
    bucket()
    plan(backup)
    clock.shift(3 * DAY)
    before = jobs(backup)
    clock.move_to(NOW)
    jobs(backup)
    clock.move_to(NOW + 3 * DAY)
    assert jobs(backup) == before
    assert len(before) == 3


def test_each_run_follows_the_version_in_force(clock: Any, backup: Any) -> None:
    bucket()
    plan_id = plan(backup)
    clock.shift(2 * DAY)
    document = {
        "BackupPlanName": "plan",
        "Rules": [
            {
                "RuleName": "r",
                "TargetBackupVaultName": "vault",
                "ScheduleExpression": "cron(0 7 ? * * *)",
            }
        ],
    }
    version = backup.update_backup_plan(BackupPlanId=plan_id, BackupPlan=document)["VersionId"]
    clock.shift(2 * DAY)
    hours = [
        (job["CreationDate"].hour, job["CreatedBy"]["BackupPlanVersion"]) for job in jobs(backup)
    ]
    assert [hour for hour, _ in hours] == [7, 7, 5, 5]
    assert [made_by == version for _, made_by in hours] == [True, True, False, False]
    (selection,) = backup.list_backup_selections(BackupPlanId=plan_id)["BackupSelectionsList"]
    backup.delete_backup_selection(BackupPlanId=plan_id, SelectionId=selection["SelectionId"])
    backup.delete_backup_plan(BackupPlanId=plan_id)
    clock.shift(2 * DAY)
    assert len(jobs(backup)) == 4


def test_outcomes_apply_as_to_any_job(clock: Any, backup: Any) -> None:
    bucket()
    plan(backup)
    set_job_outcome("backup", state="FAILED", status_message="Access Denied", times=1)
    with set_job_outcome("backup", state="COMPLETED", duration=600, resource_type="EBS"):
        clock.shift(2 * DAY)
        assert [job["State"] for job in jobs(backup)] == ["COMPLETED", "FAILED"]
    rows = backup.list_backup_job_summaries(MessageCategory="ANY", AggregationPeriod="SEVEN_DAYS")
    shown = [row["MessageCategory"] for row in rows["BackupJobSummaries"]]
    assert shown == ["ACCESS_DENIED", "SUCCESS"]


def test_jobs_take_their_time_and_expire(clock: Any, backup: Any) -> None:
    bucket()
    plan(backup, StartWindowMinutes=60)
    with transition("time", seconds=1200):
        clock.move_to(NOW + timedelta(hours=5, minutes=30))
        assert [job["State"] for job in jobs(backup)] == ["PENDING"]
        clock.shift(timedelta(hours=1))
        (job,) = jobs(backup)
        assert job["CompletionDate"] - job["CreationDate"] == timedelta(hours=1)
    with transition("manual", times=9):
        clock.shift(DAY)
        assert [job["State"] for job in jobs(backup)] == ["EXPIRED", "COMPLETED"]


def test_a_missing_vault_fails_the_jobs(clock: Any, backup: Any) -> None:
    bucket()
    plan(backup, TargetBackupVaultName="none")
    clock.shift(DAY)
    (job,) = jobs(backup)
    assert (job["State"], job["MessageCategory"]) == ("FAILED", "RESOURCE_NOT_FOUND")
    assert job["StatusMessage"] == (
        f"Backup job failed because backup vault {vault_arn('none')} does not exist."
    )


def test_copy_actions_follow_a_completed_job(clock: Any, backup: Any) -> None:
    far = client_of(region_name=FAR)
    far.create_backup_vault(BackupVaultName="far")
    bucket()
    missing = vault_arn("none", FAR)
    actions = [
        {"DestinationBackupVaultArn": vault_arn("far", FAR), "Lifecycle": {"DeleteAfterDays": 3}},
        {"DestinationBackupVaultArn": missing},
    ]
    plan(backup, CopyActions=actions, RecoveryPointTags={"from": "plan"})
    set_job_outcome("backup", state="FAILED", times=1)
    clock.shift(2 * DAY)
    failed, copied = sorted(
        backup.list_copy_jobs()["CopyJobs"], key=lambda job: str(job["State"]), reverse=True
    )
    assert (failed["State"], failed["DestinationBackupVaultArn"]) == ("FAILED", missing)
    (done, _) = jobs(backup)
    assert copied["CreatedByBackupJobId"] == done["BackupJobId"]
    assert copied["CreatedBy"] == done["CreatedBy"]
    assert copied["CreationDate"] == done["CompletionDate"]
    assert backup.list_tags(ResourceArn=done["RecoveryPointArn"])["Tags"] == {"from": "plan"}
    assert numbers(far) == {"far": 1}
    clock.shift(2 * DAY)
    assert numbers(far) == {"far": 3}
    clock.shift(timedelta(days=30))
    # A night's copy is three days old at the third night after it.
    assert numbers(far) == {"far": 3}


@pytest.mark.parametrize("looked_at", [False, True])
def test_lifecycles_move_and_delete_recovery_points(
    clock: Any, backup: Any, looked_at: bool
) -> None:
    client_of("efs").create_file_system(CreationToken="token")
    plan(backup, Lifecycle={"MoveToColdStorageAfterDays": 2, "DeleteAfterDays": 92})
    clock.shift(DAY)
    if looked_at:
        backup.list_recovery_points_by_backup_vault(BackupVaultName="vault")
    clock.shift(3 * DAY)
    points = backup.list_recovery_points_by_backup_vault(BackupVaultName="vault")["RecoveryPoints"]
    classes = []
    for point in points:
        named = {"BackupVaultName": "vault", "RecoveryPointArn": point["RecoveryPointArn"]}
        classes.append(backup.describe_recovery_point(**named)["StorageClass"])
    assert classes == ["WARM", "WARM", "COLD", "COLD"]
    arn = points[-1]["RecoveryPointArn"]
    backup.update_recovery_point_lifecycle(
        BackupVaultName="vault", RecoveryPointArn=arn, Lifecycle={"DeleteAfterDays": 100}
    )
    clock.shift(90 * DAY)
    left = backup.list_recovery_points_by_backup_vault(BackupVaultName="vault")["RecoveryPoints"]
    assert arn in {point["RecoveryPointArn"] for point in left}
    # The first would be 93 days old; those of days 2 and 3 are gone.
    assert numbers(backup) == {"vault": len(left)} == {"vault": 93}
    clock.shift(10 * DAY)
    left = backup.list_recovery_points_by_backup_vault(BackupVaultName="vault")["RecoveryPoints"]
    assert arn not in {point["RecoveryPointArn"] for point in left}


def test_an_on_demand_job_has_a_lifecycle_too(clock: Any, backup: Any) -> None:
    backup.start_backup_job(
        BackupVaultName="vault",
        ResourceArn=bucket(),
        IamRoleArn=ROLE,
        Lifecycle={"DeleteAfterDays": 1},
        RecoveryPointTags={"k": "vault"},
    )
    (job,) = jobs(backup)
    clock.shift(DAY)
    assert numbers(backup) == {"vault": 0}
    code, _ = refused(backup, "list_tags", ResourceArn=job["RecoveryPointArn"])
    assert code == "ResourceNotFoundException"


def test_a_year_keeps_only_jobs_that_can_be_listed(clock: Any, backup: Any) -> None:
    bucket()
    plan(backup, ScheduleExpression="cron(0 * ? * * *)", Lifecycle={"DeleteAfterDays": 1})
    backup.create_backup_vault(BackupVaultName="locked")
    backup.put_backup_vault_lock_configuration(BackupVaultName="locked", MinRetentionDays=1)
    plan(backup, "locked", TargetBackupVaultName="locked", Lifecycle={"DeleteAfterDays": 1})
    clock.shift(365 * DAY)
    rows = backup.list_backup_job_summaries(AggregationPeriod="SEVEN_DAYS")["BackupJobSummaries"]
    assert [row["Count"] for row in rows] == [6 * 25 + 1]
    assert numbers(backup) == {"vault": 24, "locked": 1}
    pages = backup.get_paginator("list_backup_jobs").paginate()
    listed = {job["BackupJobId"] for page in pages for job in page["BackupJobs"]}
    assert len(listed) == 30 * 25 + 1
    # All that is stored, of whatever age: what goes to a locked vault is stored one by one.
    stored = requests.get("http://motoapi.amazonaws.com/moto-api/static/backup/jobs", timeout=30)
    assert {job["BackupJobId"] for job in stored.json()["BackupJobs"]} == listed


def test_recovery_points_that_nobody_looked_at_are_deleted_too(clock: Any, backup: Any) -> None:
    bucket()
    plan(backup, Lifecycle={"DeleteAfterDays": 2})
    clock.shift(5 * DAY)
    assert numbers(backup) == {"vault": 2}


def test_any_number_of_plans_may_run_at_one_time(clock: Any, backup: Any) -> None:
    bucket()
    for number in range(500):
        plan(backup, f"plan{number}")
    clock.shift(DAY)
    assert len(jobs(backup)) == 500


def test_a_run_without_resources_is_no_execution(clock: Any, backup: Any) -> None:
    plan_id = plan(backup)
    clock.shift(DAY)
    assert jobs(backup) == []
    assert "LastExecutionDate" not in backup.get_backup_plan(BackupPlanId=plan_id)
    bucket()
    clock.shift(DAY)
    assert len(jobs(backup)) == 1
    assert "LastExecutionDate" in backup.get_backup_plan(BackupPlanId=plan_id)


def test_a_schedule_that_is_over_makes_nothing(clock: Any, backup: Any) -> None:
    bucket()
    plan(backup, ScheduleExpression="cron(0 5 1 1 ? 2020)")
    clock.shift(400 * DAY)
    assert jobs(backup) == []


def test_jobs_that_nobody_lets_go_on_are_kept(clock: Any, backup: Any) -> None:
    bucket()
    plan(backup)
    with transition("manual", times=9):
        clock.shift(40 * DAY)
        assert [job["State"] for job in jobs(backup)] == ["EXPIRED"] * 30


def test_a_stack_without_parts_is_a_job_alone(clock: Any, backup: Any) -> None:
    stack_of("AWS::SQS::Queue")
    plan(backup)
    clock.shift(DAY)
    (job,) = jobs(backup)
    assert (job["ResourceType"], job["IsParent"]) == ("CloudFormation", True)


def test_stacks_are_backed_up_with_their_parts(clock: Any, backup: Any) -> None:
    stack_of("AWS::S3::Bucket")
    plan(backup)
    clock.shift(DAY)
    made = jobs(backup)
    assert sorted(job["ResourceType"] for job in made) == ["CloudFormation", "S3", "S3"]
    (parent,) = [job for job in made if job["IsParent"]]
    (child,) = [job for job in made if job.get("ParentJobId")]
    assert child["ParentJobId"] == parent["BackupJobId"]
    # A year later too, when their jobs are not listed any more.
    clock.shift(60 * DAY)
    assert len(backup.list_backup_jobs(MaxResults=1000)["BackupJobs"]) == 3 * 30


def test_runs_that_are_stored_together_have_their_tags_each(clock: Any, backup: Any) -> None:
    bucket("tagged")
    tags = {"TagSet": [{"Key": "team", "Value": "db"}, {"Key": "env", "Value": "prod"}]}
    client_of("s3").put_bucket_tagging(Bucket="tagged", Tagging=tags)
    bucket("plain")
    plan(backup, RecoveryPointTags={"env": "test"})
    clock.shift(2 * DAY)
    by_name: dict[str, list[str]] = {}
    for job in jobs(backup):
        by_name.setdefault(job["ResourceName"], []).append(job["RecoveryPointArn"])

    def tags_of(arn: str) -> dict[str, str]:
        return dict(backup.list_tags(ResourceArn=arn)["Tags"])

    assert {tags_of(arn)["env"] for arn in [*by_name["tagged"], *by_name["plain"]]} == {"test"}
    newer, older = by_name["tagged"]
    backup.tag_resource(ResourceArn=newer, Tags={"team": "web", "late": "yes"})
    backup.untag_resource(ResourceArn=newer, TagKeyList=["env", "none"])
    assert tags_of(newer) == {"team": "web", "late": "yes"}
    assert tags_of(older) == {"team": "db", "env": "test"}
    assert tags_of(by_name["plain"][0]) == {"env": "test"}


def test_a_rule_that_runs_no_more_keeps_no_other_from_running(clock: Any, backup: Any) -> None:
    bucket()
    short = {"RuleName": "short", "Lifecycle": {"DeleteAfterDays": 7}}
    once = {"RuleName": "once", "ScheduleExpression": "cron(0 5 1 3 ? 2026)"}
    document = {
        "BackupPlanName": "plan",
        "Rules": [{"TargetBackupVaultName": "vault", **rule} for rule in (short, once)],
    }
    select(backup, backup.create_backup_plan(BackupPlan=document)["BackupPlanId"])
    for _ in range(3):
        clock.shift(DAY)
        jobs(backup)
    made = [(job["CreationDate"].day, job["CreatedBy"]["BackupRuleName"]) for job in jobs(backup)]
    assert made == [(3, "short"), (2, "short"), (1, "once")]


def test_a_run_before_a_plans_time_keeps_no_other_from_running(clock: Any, backup: Any) -> None:
    # The plan is made at midnight, so that its rule of midnight runs a day later.
    bucket()
    rules = [
        {"RuleName": "long", "ScheduleExpression": "cron(0 0 * * ? *)"},
        {
            "RuleName": "short",
            "ScheduleExpression": "cron(0 5 * * ? *)",
            "Lifecycle": {"DeleteAfterDays": 7},
        },
    ]
    document = {
        "BackupPlanName": "plan",
        "Rules": [{"TargetBackupVaultName": "vault", **rule} for rule in rules],
    }
    select(backup, backup.create_backup_plan(BackupPlan=document)["BackupPlanId"])
    clock.shift(2 * DAY)
    made = [(job["CreationDate"].day, job["CreatedBy"]["BackupRuleName"]) for job in jobs(backup)]
    assert made == [(3, "long"), (2, "long"), (1, "short")]


def test_the_last_execution_is_that_of_whichever_rule(clock: Any, backup: Any) -> None:
    bucket()
    rules = [
        {"RuleName": f"at-{hour}", "ScheduleExpression": f"cron(0 {hour} * * ? *)"}
        for hour in (7, 5)
    ]
    document = {
        "BackupPlanName": "plan",
        "Rules": [{"TargetBackupVaultName": "vault", **rule} for rule in rules],
    }
    plan_id = backup.create_backup_plan(BackupPlan=document)["BackupPlanId"]
    select(backup, plan_id)
    for _ in range(2):
        clock.shift(DAY)
        last = backup.get_backup_plan(BackupPlanId=plan_id)["LastExecutionDate"]
        assert last == jobs(backup)[0]["CreationDate"]
        assert last.hour == 7


def test_a_rule_that_aws_refuses_makes_what_can_be_listed(clock: Any, backup: Any) -> None:
    """Moto takes a rule of each minute, which in ten years runs five million times."""
    bucket()
    rule = {"RuleName": "r", "TargetBackupVaultName": "vault", "ScheduleExpression": HALF_HOURS}
    document = {"BackupPlanName": "p", "Rules": [rule]}
    unregister()
    try:
        plan_id = backup.create_backup_plan(BackupPlan=document)["BackupPlanId"]
    finally:
        register()
    select(backup, plan_id)
    clock.shift(60 * DAY)
    assert numbers(backup) == {"vault": 30 * 48 + 1}
