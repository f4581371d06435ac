"""AWS's templates of plans: listed, and given to CreateBackupPlan."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import bucket, create_plan, jobs, refused
from plan_templates.examples import document_of, listed
from support import ROLE

NOW = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)
DAILY = {
    "RuleName": "DailyBackups",
    "TargetBackupVaultName": "Default",
    "ScheduleExpression": "cron(0 5 ? * * *)",
    "StartWindowMinutes": 480,
    "Lifecycle": {"DeleteAfterDays": 35},
}
# Name, schedule and days of the further rules of each: moved to cold storage after, and kept for.
WEEKLY = ("WeeklyBackups", "cron(0 5 ? * SAT *)", None, 90)
FURTHER = {
    "Daily-35day-Retention": [],
    "Daily-Monthly-1yr-Retention": [("MonthlyBackups", "cron(0 5 1 * ? *)", 30, 365)],
    "Daily-Weekly-Monthly-5yr-Retention": [
        WEEKLY,
        ("MonthlyBackups", "cron(0 5 1 * ? *)", 90, 1825),
    ],
    "Daily-Weekly-Monthly-7yr-Retention": [
        WEEKLY,
        ("MonthlyBackups", "cron(0 5 1 * ? *)", 90, 2555),
    ],
}


def test_aws_has_four(mocked_backup: Any) -> None:
    names = [each["BackupPlanTemplateName"] for each in listed(mocked_backup)]
    ids = {each["BackupPlanTemplateId"] for each in listed(mocked_backup)}
    assert (names, len(ids)) == ([*FURTHER], 4)


def test_their_ids_stay(mocked_backup: Any) -> None:
    # The first is that of AWS CLI's example; nobody has published the others.
    assert [each["BackupPlanTemplateId"] for each in listed(mocked_backup)] == [
        "87c0c1ef-254d-4180-8fef-2e76a2c38aaa",
        "2f8b6f0e-7c3d-4d0a-9b55-6a1e0c9f4d21",
        "b4a1d9c7-3e58-4f62-8a0b-d27c5e91f683",
        "e03c7a52-91fd-4b8e-a6d4-58b2f17c06e9",
    ]


@pytest.mark.parametrize("name", FURTHER)
def test_its_rules_keep_what_its_name_says(mocked_backup: Any, name: str) -> None:
    document = document_of(mocked_backup, name)
    daily, *further = document["Rules"]
    assert (document["BackupPlanName"], daily) == (name, DAILY)
    told = [
        (
            rule["RuleName"],
            rule["ScheduleExpression"],
            rule["Lifecycle"].get("MoveToColdStorageAfterDays"),
            rule["Lifecycle"]["DeleteAfterDays"],
        )
        for rule in further
    ]
    assert told == FURTHER[name]


@pytest.mark.parametrize("name", FURTHER)
def test_a_plan_is_made_of_it_as_it_is(mocked_backup: Any, name: str) -> None:
    document = document_of(mocked_backup, name)
    made = mocked_backup.create_backup_plan(BackupPlan=document)
    shown = mocked_backup.get_backup_plan(BackupPlanId=made["BackupPlanId"])["BackupPlan"]
    kept = {rule["RuleName"]: rule["Lifecycle"] for rule in shown["Rules"]}
    assert kept == {rule["RuleName"]: rule["Lifecycle"] for rule in document["Rules"]}


def test_a_plan_of_a_template_runs_by_the_clock(nightly: Any, clock: Any) -> None:
    rules = document_of(nightly, "Daily-35day-Retention")["Rules"]
    rules = [{**rule, "TargetBackupVaultName": "nightly"} for rule in rules]
    plan_id = create_plan(nightly, BackupPlanName="ours", Rules=rules)
    selection = {"SelectionName": "s", "IamRoleArn": ROLE, "Resources": [bucket("files")]}
    nightly.create_backup_selection(BackupPlanId=plan_id, BackupSelection=selection)
    clock.shift(timedelta(days=2))
    made = [(job["CreationDate"], job["CreatedBy"]["BackupRuleName"]) for job in jobs(nightly)]
    at_five = NOW.replace(hour=5)
    assert made == [(at_five + timedelta(days=day), "DailyBackups") for day in (2, 1)]


def test_an_unknown_template_is_not_found(mocked_backup: Any) -> None:
    code, message = refused(
        mocked_backup, "get_backup_plan_from_template", BackupPlanTemplateId="absent"
    )
    assert (code, message) == (
        "ResourceNotFoundException",
        "Backup plan template absent not found",
    )


def test_a_page_has_at_most_a_thousand(mocked_backup: Any) -> None:
    first = mocked_backup.list_backup_plan_templates(MaxResults=3)
    rest = listed(mocked_backup, MaxResults=1000, NextToken=first["NextToken"])
    assert [*first["BackupPlanTemplatesList"], *rest] == listed(mocked_backup)
    assert refused(mocked_backup, "list_backup_plan_templates", MaxResults=1001)[0] == (
        "InvalidParameterValueException"
    )
