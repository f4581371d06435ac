"""A plan's document: checked alike when it is created and when it is updated."""

from typing import Any

import pytest

from truth.calls import DAY, MALFORMED, aws, bucket, document, jobs, planned, refusal, vault_arn

BAD = {
    "no rules": {"BackupPlanName": "plan", "Rules": []},
    "eleven rules": document(*[{}] * 11),
    "twin rule names": document({"RuleName": "twin"}, {"RuleName": "twin"}),
    "a plan's name with a space": document(name="my plan"),
    "a plan's name of 201 characters": document(name="p" * 201),
    "an empty plan's name": document(name=""),
    "a rule's name with a slash": document({"RuleName": "a/b"}),
    "a rule's name of 51 characters": document({"RuleName": "r" * 51}),
    "a start window of 1 minute": document({"StartWindowMinutes": 1}),
    "a start window of 10 minutes": document({"StartWindowMinutes": 10}),
    "a start window of 59 minutes": document({"StartWindowMinutes": 59}),
    "a start window of a hundred years": document({"StartWindowMinutes": 52_560_001}),
    "a completion before the start": document(
        {"StartWindowMinutes": 120, "CompletionWindowMinutes": 60}
    ),
    "five minutes by cron": document({"ScheduleExpression": "cron(0/5 * * * ? *)"}),
    "half an hour by cron": document({"ScheduleExpression": "cron(0,30 * * * ? *)"}),
    "five minutes by rate": document({"ScheduleExpression": "rate(5 minutes)"}),
    "36 days of continuous backup": document(
        {"EnableContinuousBackup": True, "Lifecycle": {"DeleteAfterDays": 36}}
    ),
    "an index of databases": document({"IndexActions": [{"ResourceTypes": ["RDS"]}]}),
    "two indexes": document(
        {"IndexActions": [{"ResourceTypes": ["EBS"]}, {"ResourceTypes": ["S3"]}]}
    ),
    "an index of two types": document({"IndexActions": [{"ResourceTypes": ["EBS", "S3"]}]}),
    "an air-gapped vault": document(
        {"TargetLogicallyAirGappedBackupVaultArn": vault_arn("gapped", "eu-west-1")}
    ),
    "a setting of a type that has none": document(AdvancedBackupSettings=[{"ResourceType": "RDS"}]),
    "a scanner that is no role": document(
        ScanSettings=[{"MalwareScanner": "GUARDDUTY", "ScannerRoleArn": "scanner"}]
    ),
    "an option that AWS does not know": document(
        AdvancedBackupSettings=[{"ResourceType": "EC2", "BackupOptions": {"LinuxVSS": "enabled"}}]
    ),
    "a value that AWS does not know": document(
        AdvancedBackupSettings=[{"ResourceType": "EC2", "BackupOptions": {"WindowsVSS": "yes"}}]
    ),
}
GOOD = {
    "ten rules": document(*[{}] * 10),
    "a name of 200 characters": document(name="p" * 200),
    "a name of all that is allowed": document({"RuleName": "a-Z_0.9"}, name="a-Z_0.9"),
    "a start window of an hour": document({"StartWindowMinutes": 60}),
    "a schedule of an hour": document({"ScheduleExpression": "cron(0 * * * ? *)"}),
    "35 days of continuous backup": document(
        {"EnableContinuousBackup": True, "Lifecycle": {"DeleteAfterDays": 35}}
    ),
    "an index of volumes": document({"IndexActions": [{"ResourceTypes": ["EBS"]}]}),
    "options of Windows and S3": document(
        AdvancedBackupSettings=[
            {"ResourceType": "EC2", "BackupOptions": {"WindowsVSS": "enabled"}},
            {"ResourceType": "S3", "BackupOptions": {"BackupACLs": "disabled"}},
        ]
    ),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
class TestABadDocument:
    def test_is_no_plan(self, client: Any, bad: dict[str, Any]) -> None:
        assert refusal(client, "create_backup_plan", BackupPlan=bad) in MALFORMED
        assert client.list_backup_plans()["BackupPlansList"] == []

    def test_is_no_new_version(self, client: Any, bad: dict[str, Any]) -> None:
        plan_id = client.create_backup_plan(BackupPlan=document())["BackupPlanId"]
        asked = {"BackupPlanId": plan_id, "BackupPlan": bad}
        assert refusal(client, "update_backup_plan", **asked) in MALFORMED
        versions = client.list_backup_plan_versions(BackupPlanId=plan_id)
        assert len(versions["BackupPlanVersionsList"]) == 1


@pytest.mark.parametrize("good", GOOD.values(), ids=GOOD)
class TestAGoodDocument:
    def test_is_a_plan(self, client: Any, good: dict[str, Any]) -> None:
        made = client.create_backup_plan(BackupPlan=good)
        kept = client.get_backup_plan(BackupPlanId=made["BackupPlanId"])["BackupPlan"]
        assert len(kept["Rules"]) == len(good["Rules"])

    def test_is_a_new_version(self, client: Any, good: dict[str, Any]) -> None:
        plan_id = client.create_backup_plan(BackupPlan=document())["BackupPlanId"]
        version = client.update_backup_plan(BackupPlanId=plan_id, BackupPlan=good)["VersionId"]
        assert client.get_backup_plan(BackupPlanId=plan_id)["VersionId"] == version


class TestAdvancedSettings:
    SETTINGS = (
        {"ResourceType": "EC2", "BackupOptions": {"WindowsVSS": "enabled"}},
        {"ResourceType": "S3", "BackupOptions": {"BackupACLs": "disabled"}},
    )

    def test_become_the_options_of_the_jobs_of_their_type(self, clock: Any, client: Any) -> None:
        ec2 = aws("ec2")
        image = ec2.describe_images()["Images"][0]["ImageId"]
        ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1)
        bucket()
        planned(client, AdvancedBackupSettings=list(self.SETTINGS))
        clock.shift(DAY)
        types = {job["ResourceType"]: job.get("BackupType") for job in jobs(client)}
        assert types == {"EC2": "WindowsVSS", "S3": None, "EBS": None}
        options = {job["ResourceType"]: job.get("BackupOptions") for job in jobs(client)}
        assert options["EC2"] == {"WindowsVSS": "enabled"}
        assert options["S3"] == {"BackupACLs": "disabled"}
        assert not options["EBS"]
