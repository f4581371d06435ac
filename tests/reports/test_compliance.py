"""Compliance reports: what each control says of what an account has, and what it does not say."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from access_policies.examples import put
from calls import (
    FAR,
    RULE,
    backed_up,
    bucket,
    copied,
    create_plan,
    restore,
    start,
    vault_arn,
    volume,
)
from frameworks.examples import NAME, PROTECTED, control, create, delete, update
from moto.moto_api import state_manager
from reports.reporting import Reports
from support import ACCOUNT, REGION, ROLE, client_of
from vaults.examples import create_gapped

from moto_backup_summaries import load_jobs, set_job_outcome

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
CONTROLS, RESOURCES = "CONTROL_COMPLIANCE_REPORT", "RESOURCE_COMPLIANCE_REPORT"
FREQUENCY = "BACKUP_PLAN_MIN_FREQUENCY_AND_MIN_RETENTION_CHECK"
POLICIES = "BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED"
ENCRYPTED = "BACKUP_RECOVERY_POINT_ENCRYPTED"
RETAINED = "BACKUP_RECOVERY_POINT_MINIMUM_RETENTION_CHECK"
FAR_COPIES = "BACKUP_RESOURCES_PROTECTED_BY_CROSS_REGION"
OTHER_ACCOUNTS = "BACKUP_RESOURCES_PROTECTED_BY_CROSS_ACCOUNT"
LOCKED = "BACKUP_RESOURCES_PROTECTED_BY_BACKUP_VAULT_LOCK"
RECENT = "BACKUP_LAST_RECOVERY_POINT_CREATED"
RESTORED = "RESTORE_TIME_FOR_RESOURCES_MEET_TARGET"
GAPPED = "RESOURCES_IN_LOGICALLY_AIR_GAPPED_VAULT"
NOTHING = ("INSUFFICIENT_DATA", 0, 0)
OTHER = "111122223333"
AWAY = "eu-west-2"
HERE = {"availabilityZone": "us-east-1a"}


class Audit(Reports):
    """Frameworks, and the rows of reports about them, whose bucket is in a region that is not audited."""

    def __init__(self, backup: Any, s3: Any) -> None:
        self.backup, self.s3 = backup, s3
        s3.create_bucket(Bucket="reports", CreateBucketConfiguration={"LocationConstraint": AWAY})

    def report(self, template: str, *controls: dict[str, Any]) -> list[dict[str, Any]]:
        """The items of a new report, of a framework with these controls."""
        create(self.backup, *controls)
        try:
            return self.again(template)
        finally:
            delete(self.backup)

    def again(self, template: str, name: str = NAME) -> list[dict[str, Any]]:
        arn = self.backup.describe_framework(FrameworkName=name)["FrameworkArn"]
        self.plan(template, "JSON", name="audit", FrameworkArns=[arn], NumberOfFrameworks=1)
        job = self.run("audit")
        self.backup.delete_report_plan(ReportPlanName="audit")
        assert job["Status"] == "COMPLETED", job
        return self.items(job)

    def verdicts(self, name: str, scope: Any = None, **parameters: str) -> dict[str, str]:
        """What a control says, by what it says it of."""
        items = self.report(RESOURCES, control(name, scope, **parameters))
        assert all(item["controlName"] == name for item in items)
        return {
            item["resourceId"].removeprefix(f"{item['resourceType']}/"): item[
                "resourceComplianceStatus"
            ]
            for item in items
        }

    def counts(self, name: str, scope: Any = None, **parameters: str) -> tuple[str, int, int]:
        (item,) = self.report(CONTROLS, control(name, scope, **parameters))
        return (
            item["controlComplianceStatus"],
            item["numResourcesCompliant"],
            item["numResourcesNonCompliant"],
        )


@pytest.fixture
def audit(nightly: Any) -> Audit:
    return Audit(nightly, client_of("s3", AWAY))


def disk(**tags: str) -> str:
    """Make a volume in moto; its id."""
    made = client_of("ec2").create_volume(AvailabilityZone="us-east-1a", Size=1)
    if tags:
        named = [{"Key": key, "Value": value} for key, value in tags.items()]
        client_of("ec2").create_tags(Resources=[made["VolumeId"]], Tags=named)
    return str(made["VolumeId"])


def plan(client: Any, *ids: str, **rule: Any) -> str:
    """A plan of one rule into `nightly`, which backs up these volumes; its id."""
    rules = [{**RULE, "TargetBackupVaultName": "nightly", **rule}]
    plan_id = create_plan(
        client,
        BackupPlanName=f"plan{len(client.list_backup_plans()['BackupPlansList'])}",
        Rules=rules,
    )
    if ids:
        selection = {"SelectionName": "s", "IamRoleArn": ROLE, "Resources": list(map(volume, ids))}
        client.create_backup_selection(BackupPlanId=plan_id, BackupSelection=selection)
    return plan_id


def copies_to(*vaults: str) -> dict[str, Any]:
    return {"CopyActions": [{"DestinationBackupVaultArn": arn} for arn in vaults]}


def told(*compliant: str, not_compliant: Any = ()) -> dict[str, str]:
    return {
        **dict.fromkeys(compliant, "COMPLIANT"),
        **dict.fromkeys(not_compliant, "NON_COMPLIANT"),
    }


class TestRows:
    def test_of_a_control_have_the_members_of_the_sample_of_aws(self, audit: Audit) -> None:
        protected, lonely = disk(), disk()
        plan(audit.backup, protected)
        create(
            audit.backup,
            control(PROTECTED),
            control(
                FREQUENCY,
                {"ComplianceResourceTypes": []},
                requiredFrequencyValue="1",
                requiredRetentionDays="35",
                requiredFrequencyUnit="hours",
            ),
            FrameworkDescription="A test framework",
        )
        first, second = audit.again(CONTROLS)
        shared = {
            "accountId": ACCOUNT,
            "region": REGION,
            "frameworkName": NAME,
            "frameworkDescription": "A test framework",
        }
        assert first == {
            **shared,
            "controlName": PROTECTED,
            "controlComplianceStatus": "NON_COMPLIANT",
            "lastEvaluationTime": "2026-03-01T00:00:00.000Z",
            "numResourcesCompliant": 1,
            "numResourcesNonCompliant": 1,
            "controlFrequency": "TwentyFour_Hours",
            "controlScope": "",
            "controlParameters": "",
        }
        assert second == {
            **shared,
            "controlName": FREQUENCY,
            "controlComplianceStatus": "NON_COMPLIANT",
            "lastEvaluationTime": "2026-03-01T00:00:00.000Z",
            "numResourcesCompliant": 0,
            "numResourcesNonCompliant": 1,
            "controlScope": "{ComplianceResourceTypes: [],}",
            "controlParameters": (
                '{"requiredFrequencyValue":"1","requiredRetentionDays":"35",'
                '"requiredFrequencyUnit":"hours"}'
            ),
        }
        assert lonely not in str(first)

    def test_of_resources_have_the_members_of_the_sample_of_aws(self, audit: Audit) -> None:
        volume_id = disk(Name="data")
        (item,) = audit.report(RESOURCES, control(PROTECTED))
        assert item == {
            "accountId": ACCOUNT,
            "region": REGION,
            "frameworkName": NAME,
            "frameworkDescription": "",
            "controlName": PROTECTED,
            "resourceName": "data",
            "resourceId": f"AWS::EC2::Volume/{volume_id}",
            "resourceType": "AWS::EC2::Volume",
            "resourceComplianceStatus": "NON_COMPLIANT",
            "lastEvaluationTime": "2026-03-01T00:00:00.000Z",
        }

    @pytest.mark.parametrize("template", [CONTROLS, RESOURCES])
    def test_in_csv_have_the_names_of_json_in_words(self, audit: Audit, template: str) -> None:
        disk()
        arn = create(audit.backup, control(PROTECTED))["FrameworkArn"]
        (item,) = audit.again(template)
        audit.plan(template, FrameworkArns=[arn])
        (row,) = audit.rows(audit.run())
        words = [name[0].lower() + name[1:].replace(" ", "") for name in row]
        assert [word.lower() for word in words] == [name.lower() for name in item]
        assert list(row.values()) == [str(value) for value in item.values()]

    def test_tell_a_scope_as_it_was_given(self, audit: Audit) -> None:
        scope = {
            "ComplianceResourceIds": ["vol-1"],
            "ComplianceResourceTypes": ["EBS", "EC2"],
            "Tags": {"env": "prod"},
        }
        (item,) = audit.report(CONTROLS, control(PROTECTED, scope))
        assert item["controlScope"] == (
            "{ComplianceResourceIds: [vol-1],ComplianceResourceTypes: [EBS, EC2],Tags: {env=prod}}"
        )
        assert item["controlComplianceStatus"] == "INSUFFICIENT_DATA"

    def test_come_framework_by_framework_and_control_by_control(self, audit: Audit) -> None:
        arns = [
            create(audit.backup, control(PROTECTED), control(RECENT))["FrameworkArn"],
            create(audit.backup, control(ENCRYPTED), name="other")["FrameworkArn"],
        ]
        audit.plan(CONTROLS, "JSON", FrameworkArns=arns)
        items = audit.items(audit.run())
        assert [(item["frameworkName"], item["controlName"]) for item in items] == [
            (NAME, PROTECTED),
            (NAME, RECENT),
            ("other", ENCRYPTED),
        ]


class TestProtectedByAPlan:
    def test_are_resources_that_a_selection_selects(self, audit: Audit) -> None:
        named, tagged, lonely = disk(), disk(env="prod"), disk(env="test")
        plan(audit.backup, named)
        conditions = [
            {"ConditionType": "STRINGEQUALS", "ConditionKey": "env", "ConditionValue": "prod"}
        ]
        selection = {"SelectionName": "s", "IamRoleArn": ROLE, "ListOfTags": conditions}
        plan_id = plan(audit.backup)
        made = audit.backup.create_backup_selection(BackupPlanId=plan_id, BackupSelection=selection)
        expected = told(named, tagged, not_compliant=[lonely])
        assert audit.verdicts(PROTECTED) == expected
        assert audit.counts(PROTECTED) == ("NON_COMPLIANT", 2, 1)
        audit.backup.delete_backup_selection(BackupPlanId=plan_id, SelectionId=made["SelectionId"])
        assert audit.verdicts(PROTECTED)[tagged] == "NON_COMPLIANT"

    def test_are_not_judged_where_there_are_none(self, audit: Audit) -> None:
        start(audit.backup, ResourceArn=volume("vol-unknown-to-moto"))
        assert audit.counts(PROTECTED) == NOTHING
        assert audit.verdicts(PROTECTED) == {}

    def test_are_of_the_types_that_aws_config_has_rules_for(self, audit: Audit) -> None:
        bucket("files")
        client_of("redshift").create_cluster(
            ClusterIdentifier="dwh",
            NodeType="ra3.large",
            MasterUsername="admin",
            MasterUserPassword="Secret123",
        )
        assert audit.verdicts(PROTECTED) == told(not_compliant=["files"])

    def test_are_running_instances_and_no_stopped_ones(self, audit: Audit) -> None:
        ec2 = client_of("ec2")
        image = ec2.describe_images()["Images"][0]["ImageId"]
        ran = ec2.run_instances(ImageId=image, MinCount=2, MaxCount=2)["Instances"]
        running, stopped = (instance["InstanceId"] for instance in ran)
        ec2.stop_instances(InstanceIds=[stopped])
        scope = {"ComplianceResourceTypes": ["EC2"]}
        assert audit.verdicts(PROTECTED, scope) == told(not_compliant=[running])


class TestScopes:
    @pytest.mark.parametrize("name", ["EBS", "AWS::EC2::Volume"])
    def test_name_types(self, audit: Audit, name: str) -> None:
        volume_id = disk()
        bucket("files")
        found = audit.verdicts(PROTECTED, {"ComplianceResourceTypes": [name]})
        assert found == told(not_compliant=[volume_id])

    def test_name_ids_or_arns(self, audit: Audit) -> None:
        first, _, third = disk(), disk(), disk()
        scope = {"ComplianceResourceIds": [first, volume(third)]}
        assert audit.verdicts(PROTECTED, scope) == told(not_compliant=[first, third])

    def test_name_a_tag_whose_empty_value_is_any(self, audit: Audit) -> None:
        production, test, _ = disk(env="prod"), disk(env="test"), disk()
        assert audit.verdicts(PROTECTED, {"Tags": {"env": "prod"}}) == told(
            not_compliant=[production]
        )
        assert audit.verdicts(PROTECTED, {"Tags": {"env": ""}}) == told(
            not_compliant=[production, test]
        )

    def test_of_plans_and_vaults_name_their_tags_and_ids(self, audit: Audit) -> None:
        client = audit.backup
        client.create_backup_vault(BackupVaultName="weekly", BackupVaultTags={"env": "prod"})
        for scope in ({"Tags": {"env": "prod"}}, {"ComplianceResourceIds": ["weekly"]}):
            assert audit.verdicts(POLICIES, scope) == told(not_compliant=["weekly"])
        rules = [{**RULE, "TargetBackupVaultName": "nightly"}]
        made = client.create_backup_plan(
            BackupPlan={"BackupPlanName": "p", "Rules": rules}, BackupPlanTags={"env": "prod"}
        )
        plan(client)
        assert audit.verdicts(FREQUENCY, {"Tags": {"env": "prod"}}) == told(made["BackupPlanId"])

    def test_of_recovery_points_name_their_tags_and_the_types_of_resources(
        self, audit: Audit
    ) -> None:
        tagged = backed_up(audit.backup, RecoveryPointTags={"env": "prod"})
        of_bucket = backed_up(audit.backup, ResourceArn="arn:aws:s3:::files")
        assert audit.verdicts(ENCRYPTED, {"Tags": {"env": "prod"}}) == told(tagged)
        assert audit.verdicts(ENCRYPTED, {"ComplianceResourceTypes": ["S3"]}) == told(of_bucket)
        scope = {"ComplianceResourceTypes": ["AWS::Backup::RecoveryPoint"]}
        assert audit.verdicts(ENCRYPTED, scope) == told(tagged, of_bucket)

    @pytest.mark.parametrize("name", [ENCRYPTED, RETAINED])
    def test_of_recovery_points_are_those_of_the_counts_too(self, audit: Audit, name: str) -> None:
        share = f"arn:aws:elasticfilesystem:{REGION}:{ACCOUNT}:file-system/fs-1"
        arns = [
            backed_up(audit.backup, ResourceArn=share, RecoveryPointTags=tags)
            for tags in ({"env": "prod"}, {"env": "prod"}, {"env": "dev"}, {})
        ]
        backed_up(audit.backup, ResourceArn="arn:aws:s3:::files")

        def number(**scope: Any) -> int:
            return audit.counts(name, scope)[1]

        tagged = {"env": "prod"}
        assert number() == 5
        assert number(Tags=tagged) == 2
        assert number(ComplianceResourceTypes=["S3"]) == 1
        assert number(ComplianceResourceIds=[arns[0], arns[2], arns[2]]) == 2
        assert number(ComplianceResourceIds=[arns[0], arns[2]], Tags=tagged) == 1
        assert audit.counts(name, {"ComplianceResourceIds": ["arn:aws:s3:::none"]}) == NOTHING
        audit.backup.untag_resource(ResourceArn=arns[0], TagKeyList=["env"])
        assert number(Tags=tagged) == 1
        audit.backup.delete_recovery_point(BackupVaultName="nightly", RecoveryPointArn=arns[1])
        assert audit.counts(name, {"Tags": tagged}) == NOTHING


class TestFrequencyAndRetention:
    @pytest.mark.parametrize(
        ("rule", "required", "status"),
        [
            # AWS's own default is once a day; a rule without an end keeps for ever.
            ({}, {}, "COMPLIANT"),
            ({"Lifecycle": {"DeleteAfterDays": 35}}, {}, "COMPLIANT"),
            ({"Lifecycle": {"DeleteAfterDays": -1}}, {}, "COMPLIANT"),
            ({"Lifecycle": {"DeleteAfterDays": 34}}, {}, "NON_COMPLIANT"),
            (
                {"Lifecycle": {"DeleteAfterDays": 34}},
                {"requiredRetentionDays": "34"},
                "COMPLIANT",
            ),
            ({}, {"requiredFrequencyUnit": "hours"}, "NON_COMPLIANT"),
            (
                {"ScheduleExpression": "cron(0 * ? * * *)"},
                {"requiredFrequencyUnit": "hours"},
                "COMPLIANT",
            ),
            ({"ScheduleExpression": "cron(0 5 ? * MON-FRI *)"}, {}, "NON_COMPLIANT"),
            (
                {"ScheduleExpression": "cron(0 5 ? * MON-FRI *)"},
                {"requiredFrequencyValue": "3"},
                "COMPLIANT",
            ),
            (
                {"ScheduleExpression": "cron(0 5 1 * ? *)"},
                {"requiredFrequencyValue": "31"},
                "COMPLIANT",
            ),
            (
                {"ScheduleExpression": "cron(0 5 1 * ? *)"},
                {"requiredFrequencyValue": "30"},
                "NON_COMPLIANT",
            ),
            (
                {"ScheduleExpression": "cron(0 5 1 1 ? *)"},
                {"requiredFrequencyValue": "31"},
                "NON_COMPLIANT",
            ),
            ({"ScheduleExpression": "rate(12 hours)"}, {}, "COMPLIANT"),
            # Twice a year a day of this zone has 23 or 25 hours.
            ({"ScheduleExpressionTimezone": "Europe/Berlin"}, {}, "COMPLIANT"),
        ],
        ids=str,
    )
    def test_are_those_of_a_rule(
        self, audit: Audit, rule: Mapping[str, Any], required: Mapping[str, str], status: str
    ) -> None:
        plan_id = plan(audit.backup, **rule)
        assert audit.verdicts(FREQUENCY, **required) == {plan_id: status}

    def test_are_those_of_one_rule_together(self, audit: Audit) -> None:
        seldom = {**RULE, "ScheduleExpression": "cron(0 5 1 * ? *)"}
        short = {**RULE, "RuleName": "short", "Lifecycle": {"DeleteAfterDays": 7}}
        plan_id = create_plan(audit.backup, Rules=[seldom, short])
        assert audit.verdicts(FREQUENCY) == told(not_compliant=[plan_id])
        right = {**RULE, "RuleName": "right", "Lifecycle": {"DeleteAfterDays": 40}}
        changed = {"BackupPlanName": "plan", "Rules": [seldom, short, right]}
        audit.backup.update_backup_plan(BackupPlanId=plan_id, BackupPlan=changed)
        assert audit.verdicts(FREQUENCY) == told(plan_id)
        assert audit.counts(FREQUENCY) == ("COMPLIANT", 1, 0)

    def test_are_not_judged_without_plans(self, audit: Audit) -> None:
        plan_id = plan(audit.backup)
        audit.backup.delete_backup_plan(BackupPlanId=plan_id)
        assert audit.counts(FREQUENCY) == NOTHING


ALL_THREE = [
    "backup:DeleteRecoveryPoint",
    "backup:UpdateRecoveryPointLifecycle",
    "backup:PutBackupVaultAccessPolicy",
]
DENIAL = {"Effect": "Deny", "Principal": "*", "Action": ALL_THREE, "Resource": "*"}


def excepting(test: str, key: str, *values: str) -> dict[str, Any]:
    return {**DENIAL, "Condition": {test: {key: list(values)}}}


class TestManualDeletion:
    def verdict(self, audit: Audit, *statements: dict[str, Any], **parameters: str) -> str:
        """What is said of a new vault with these statements, which nobody can change then."""
        name = f"vault{len(audit.backup.list_backup_vaults()['BackupVaultList'])}"
        audit.backup.create_backup_vault(BackupVaultName=name)
        put(audit.backup, *statements, BackupVaultName=name)
        return audit.verdicts(POLICIES, **parameters)[name]

    def test_is_prevented_by_a_policy_that_denies_it_to_everybody(self, audit: Audit) -> None:
        assert self.verdict(audit, DENIAL) == "COMPLIANT"
        assert audit.verdicts(POLICIES) == told("vault1", not_compliant=["nightly"])
        assert audit.counts(POLICIES) == ("NON_COMPLIANT", 1, 1)
        assert self.verdict(audit, {**DENIAL, "Principal": {"AWS": "*"}}) == "COMPLIANT"

    @pytest.mark.parametrize(
        "changed",
        [
            {"Effect": "Allow", "Principal": {"AWS": ROLE}},
            {"Principal": {"AWS": ROLE}},
            {"Action": ALL_THREE[:2]},
            {"Resource": "arn:aws:backup:*:*:recovery-point:*"},
            {"Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}},
            {"Condition": {"StringEquals": {"aws:PrincipalArn": ROLE}}},
            {"Condition": {"StringEquals": {"aws:SourceVpc": "vpc-1"}}},
        ],
        ids=str,
    )
    def test_is_not_prevented_by_any_other(self, audit: Audit, changed: dict[str, Any]) -> None:
        statement = {**DENIAL, **changed}
        assert self.verdict(audit, statement, principalArnList=ROLE) == "NON_COMPLIANT"

    def test_is_not_prevented_by_two_statements(self, audit: Audit) -> None:
        parts = [{**DENIAL, "Action": [action]} for action in ALL_THREE]
        assert self.verdict(audit, *parts) == "NON_COMPLIANT"

    def test_is_prevented_where_all_but_other_actions_are_denied(self, audit: Audit) -> None:
        statement = {name: value for name, value in DENIAL.items() if name != "Action"}
        other = {**statement, "NotAction": ["backup:StartBackupJob"]}
        assert self.verdict(audit, other) == "COMPLIANT"
        own = {**statement, "NotAction": ["backup:DeleteRecoveryPoint"]}
        assert self.verdict(audit, own) == "NON_COMPLIANT"

    def test_may_be_left_to_roles_that_are_listed(self, audit: Audit) -> None:
        statement = excepting("ArnNotEquals", "aws:PrincipalArn", ROLE)
        assert self.verdict(audit, statement) == "NON_COMPLIANT"
        other = f"arn:aws:iam::{ACCOUNT}:role/other"
        assert self.verdict(audit, statement, principalArnList=other) == "NON_COMPLIANT"
        assert self.verdict(audit, statement, principalArnList=f"{other}, {ROLE}") == "COMPLIANT"

    def test_may_be_left_to_roles_by_their_ids(self, audit: Audit) -> None:
        made = client_of("iam").create_role(RoleName="keeper", AssumeRolePolicyDocument="{}")[
            "Role"
        ]
        statement = excepting("StringNotLike", "aws:userid", f"{made['RoleId']}:*")
        assert self.verdict(audit, statement) == "NON_COMPLIANT"
        assert self.verdict(audit, statement, principalArnList=made["Arn"]) == "COMPLIANT"

    def test_is_judged_of_vaults_without_an_air_gap_only(self, audit: Audit) -> None:
        create_gapped(audit.backup)
        audit.backup.delete_backup_vault(BackupVaultName="nightly")
        assert audit.counts(POLICIES) == NOTHING


class TestEncryption:
    def test_is_that_of_recovery_points(self, audit: Audit) -> None:
        ec2 = client_of("ec2")
        made = {
            flag: ec2.create_volume(AvailabilityZone="us-east-1a", Size=1, Encrypted=flag)[
                "VolumeId"
            ]
            for flag in (True, False)
        }
        arns = {
            flag: backed_up(audit.backup, ResourceArn=volume(name)) for flag, name in made.items()
        }
        assert audit.verdicts(ENCRYPTED) == told(arns[True], not_compliant=[arns[False]])
        assert audit.counts(ENCRYPTED) == ("NON_COMPLIANT", 1, 1)

    def test_is_not_judged_without_recovery_points(self, audit: Audit) -> None:
        disk()
        assert audit.counts(ENCRYPTED) == NOTHING

    def test_is_that_of_loaded_ones_too(self, audit: Audit) -> None:
        rows = [
            {"State": "COMPLETED", "ResourceType": "EBS", "BackupVaultName": "nightly", **more}
            for more in ({}, {"IsEncrypted": False})
        ]
        load_jobs({"BackupJobs": rows})
        assert audit.counts(ENCRYPTED) == ("NON_COMPLIANT", 1, 1)
        assert sorted(audit.verdicts(ENCRYPTED).values()) == ["COMPLIANT", "NON_COMPLIANT"]


class TestRetention:
    def test_is_that_of_recovery_points(self, audit: Audit) -> None:
        kept = [
            backed_up(audit.backup, **lifecycle)
            for lifecycle in (
                {},
                {"Lifecycle": {"DeleteAfterDays": 35}},
                {"Lifecycle": {"DeleteAfterDays": -1}},
            )
        ]
        short = backed_up(audit.backup, Lifecycle={"DeleteAfterDays": 34})
        assert audit.verdicts(RETAINED) == told(*kept, not_compliant=[short])
        assert audit.counts(RETAINED, requiredRetentionDays="34") == ("COMPLIANT", 4, 0)
        audit.backup.update_recovery_point_lifecycle(
            BackupVaultName="nightly", RecoveryPointArn=short, Lifecycle={"DeleteAfterDays": 36}
        )
        assert audit.counts(RETAINED) == ("COMPLIANT", 4, 0)

    def test_is_that_of_loaded_ones_and_of_loaded_copies_too(self, audit: Audit) -> None:
        days = {"DeleteAfterDays": 34}
        copy: dict[str, Any] = {
            "State": "COMPLETED",
            "ResourceType": "EBS",
            "DestinationBackupVaultArn": vault_arn("nightly"),
        }
        load_jobs(
            {
                "BackupJobs": [
                    {"BackupVaultName": "nightly", "RecoveryPointLifecycle": lifecycle}
                    for lifecycle in (days, {"DeleteAfterDays": 35}, {"DeleteAfterDays": -1})
                ],
                "CopyJobs": [copy, {**copy, "DestinationRecoveryPointLifecycle": days}],
            }
        )
        assert audit.counts(RETAINED) == ("NON_COMPLIANT", 3, 2)
        kept, short = ["COMPLIANT"] * 3, ["NON_COMPLIANT"] * 2
        assert sorted(audit.verdicts(RETAINED).values()) == kept + short

    def test_is_not_judged_of_what_is_gone(self, audit: Audit, clock: Any) -> None:
        backed_up(audit.backup, Lifecycle={"DeleteAfterDays": 1})
        clock.shift(2 * DAY)
        assert audit.counts(RETAINED) == NOTHING


class TestCopies:
    FAR_VAULT = vault_arn("far", FAR)

    def test_into_other_regions_are_those_of_plans(self, audit: Audit) -> None:
        far, near, lonely = disk(), disk(), disk()
        plan(audit.backup, far, **copies_to(self.FAR_VAULT, vault_arn("weekly")))
        plan(audit.backup, near, **copies_to(vault_arn("weekly")))
        assert audit.verdicts(FAR_COPIES) == told(far, not_compliant=[near, lonely])
        assert audit.counts(FAR_COPIES) == ("NON_COMPLIANT", 1, 2)

    def test_must_be_in_all_regions_that_are_listed(self, audit: Audit) -> None:
        one, both = disk(), disk()
        plan(audit.backup, one, **copies_to(self.FAR_VAULT))
        plan(audit.backup, both, **copies_to(self.FAR_VAULT, vault_arn("far", "eu-west-2")))
        assert audit.verdicts(FAR_COPIES, crossRegionList=FAR) == told(one, both)
        found = audit.verdicts(FAR_COPIES, crossRegionList=f"{FAR}, eu-west-2")
        assert found == told(both, not_compliant=[one])

    def test_into_other_accounts_are_those_of_plans(self, audit: Audit) -> None:
        copied_away, copied_here = disk(), disk()
        plan(audit.backup, copied_away, **copies_to(vault_arn("far", REGION, OTHER)))
        plan(audit.backup, copied_here, **copies_to(self.FAR_VAULT))
        expected = told(copied_away, not_compliant=[copied_here])
        assert audit.verdicts(OTHER_ACCOUNTS) == expected
        assert audit.verdicts(OTHER_ACCOUNTS, crossAccountList=OTHER) == expected
        assert audit.counts(OTHER_ACCOUNTS, crossAccountList=f"{OTHER},444455556666") == (
            "NON_COMPLIANT",
            0,
            2,
        )

    @pytest.mark.parametrize("name", [FAR_COPIES, OTHER_ACCOUNTS])
    def test_are_not_judged_without_resources(self, audit: Audit, name: str) -> None:
        plan(audit.backup, "vol-1", **copies_to(self.FAR_VAULT, vault_arn("far", REGION, OTHER)))
        assert audit.counts(name) == NOTHING


class TestVaultLock:
    def lock(self, audit: Audit, name: str, **days: int) -> None:
        audit.backup.create_backup_vault(BackupVaultName=name)
        audit.backup.put_backup_vault_lock_configuration(BackupVaultName=name, **days)

    def test_is_that_of_the_vault_of_a_plan(self, audit: Audit) -> None:
        locked, gapped, open_one, lonely = disk(), disk(), disk(), disk()
        self.lock(audit, "locked", MinRetentionDays=7)
        arn = create_gapped(audit.backup)["BackupVaultArn"]
        plan(audit.backup, locked, TargetBackupVaultName="locked")
        plan(
            audit.backup,
            gapped,
            TargetLogicallyAirGappedBackupVaultArn=arn,
            Lifecycle={"DeleteAfterDays": 8},
        )
        plan(audit.backup, open_one)
        found = audit.verdicts(LOCKED)
        assert found == told(locked, gapped, not_compliant=[open_one, lonely])
        audit.backup.delete_backup_vault_lock_configuration(BackupVaultName="locked")
        assert audit.verdicts(LOCKED)[locked] == "NON_COMPLIANT"

    @pytest.mark.parametrize(
        ("days", "required", "status"),
        [
            ({"MinRetentionDays": 7}, {"minRetentionDays": "7"}, "COMPLIANT"),
            ({"MinRetentionDays": 6}, {"minRetentionDays": "7"}, "NON_COMPLIANT"),
            ({"MaxRetentionDays": 9}, {"minRetentionDays": "7"}, "NON_COMPLIANT"),
            ({"MaxRetentionDays": 9}, {"maxRetentionDays": "9"}, "COMPLIANT"),
            ({"MaxRetentionDays": 10}, {"maxRetentionDays": "9"}, "NON_COMPLIANT"),
            ({"MinRetentionDays": 7}, {"maxRetentionDays": "9"}, "NON_COMPLIANT"),
            (
                {"MinRetentionDays": 7, "MaxRetentionDays": 9},
                {"minRetentionDays": "1", "maxRetentionDays": "100"},
                "COMPLIANT",
            ),
        ],
        ids=str,
    )
    def test_has_days_within_those_that_are_listed(
        self, audit: Audit, days: dict[str, int], required: dict[str, str], status: str
    ) -> None:
        volume_id = disk()
        self.lock(audit, "locked", **days)
        plan(audit.backup, volume_id, TargetBackupVaultName="locked")
        assert audit.verdicts(LOCKED, **required) == {volume_id: status}

    def test_is_not_that_of_a_vault_that_does_not_exist(self, audit: Audit) -> None:
        volume_id = disk()
        plan(audit.backup, volume_id, TargetBackupVaultName="nowhere")
        assert audit.verdicts(LOCKED) == told(not_compliant=[volume_id])


class TestLastRecoveryPoint:
    def test_must_not_be_too_old(self, audit: Audit, clock: Any) -> None:
        old, new, never = disk(), disk(), disk()
        start(audit.backup, ResourceArn=volume(old))
        clock.shift(2 * HOUR)
        start(audit.backup, ResourceArn=volume(new))
        clock.shift(23 * HOUR)
        assert audit.verdicts(RECENT) == told(new, not_compliant=[old, never])
        assert audit.counts(RECENT, recoveryPointAgeValue="2") == ("NON_COMPLIANT", 2, 1)
        hours = {"recoveryPointAgeUnit": "hours", "recoveryPointAgeValue": "25"}
        assert audit.verdicts(RECENT, **hours) == told(old, new, not_compliant=[never])

    def test_must_be_there(self, audit: Audit) -> None:
        volume_id = disk()
        point = backed_up(audit.backup, ResourceArn=volume(volume_id))
        assert audit.verdicts(RECENT) == told(volume_id)
        audit.backup.delete_recovery_point(BackupVaultName="nightly", RecoveryPointArn=point)
        assert audit.verdicts(RECENT) == told(not_compliant=[volume_id])

    def test_is_not_that_of_a_backup_that_failed(self, audit: Audit) -> None:
        volume_id = disk()
        set_job_outcome("backup", state="FAILED")
        start(audit.backup, ResourceArn=volume(volume_id))
        assert audit.verdicts(RECENT) == told(not_compliant=[volume_id])

    def test_is_not_judged_of_resources_that_moto_does_not_have(self, audit: Audit) -> None:
        start(audit.backup)
        assert audit.counts(RECENT) == NOTHING


class TestAirGap:
    def test_has_a_recovery_point_that_is_not_too_old(self, audit: Audit, clock: Any) -> None:
        gapped, near = disk(), disk()
        arn = create_gapped(audit.backup)["BackupVaultArn"]
        for name in (gapped, near):
            point = backed_up(audit.backup, ResourceArn=volume(name))
            if name == gapped:
                job = copied(
                    audit.backup,
                    point,
                    DestinationBackupVaultArn=arn,
                    Lifecycle={"DeleteAfterDays": 8},
                )
                assert job["State"] == "COMPLETED", job
        assert audit.verdicts(GAPPED) == told(gapped, not_compliant=[near])
        clock.shift(2 * DAY)
        assert audit.verdicts(GAPPED) == told(not_compliant=[gapped, near])
        assert audit.counts(GAPPED, recoveryPointAgeValue="2") == ("NON_COMPLIANT", 1, 1)

    def test_is_not_judged_of_types_that_aws_config_has_no_rule_for(self, audit: Audit) -> None:
        client_of("dynamodb").create_table(
            TableName="orders",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
        )
        assert audit.counts(GAPPED) == NOTHING
        assert audit.verdicts(PROTECTED) == told(not_compliant=["orders"])


class TestRestoreTime:
    def test_is_that_of_the_latest_restore(self, audit: Audit, clock: Any) -> None:
        quick, slow, never = disk(), disk(), disk()
        minutes = {quick: 720, slow: 721}
        for name, duration in minutes.items():
            point = backed_up(audit.backup, ResourceArn=volume(name))
            rule = set_job_outcome(
                "restore", state="COMPLETED", duration=timedelta(minutes=duration)
            )
            restore(audit.backup, point, Metadata=HERE)
            rule.remove()
        clock.shift(DAY)
        assert audit.verdicts(RESTORED) == told(quick, not_compliant=[slow]), never
        assert audit.counts(RESTORED) == ("NON_COMPLIANT", 1, 1)
        assert audit.counts(RESTORED, maxRestoreTime="721") == ("COMPLIANT", 2, 0)
        point = backed_up(audit.backup, ResourceArn=volume(slow))
        restore(audit.backup, point, Metadata=HERE)
        assert audit.verdicts(RESTORED)[slow] == "COMPLIANT"

    def test_is_not_judged_of_what_was_never_restored(self, audit: Audit) -> None:
        point = backed_up(audit.backup, ResourceArn=volume(disk()))
        set_job_outcome("restore", state="FAILED")
        restore(audit.backup, point, Metadata=HERE)
        assert audit.counts(RESTORED) == NOTHING
        assert audit.verdicts(RESTORED) == {}


class TestReportsThatFail:
    def test_are_those_whose_framework_is_deleted(self, audit: Audit) -> None:
        arn = create(audit.backup)["FrameworkArn"]
        audit.plan(RESOURCES, FrameworkArns=[arn])
        delete(audit.backup)
        job = audit.run()
        message = f"Report job failed. The framework {arn} does not exist."
        assert (job["Status"], job["StatusMessage"]) == ("FAILED", message)
        assert audit.keys() == []

    def test_are_those_of_no_framework(self, audit: Audit) -> None:
        audit.plan(CONTROLS)
        job = audit.run()
        message = "Report job failed. The report plan daily names no frameworks."
        assert (job["Status"], job["StatusMessage"]) == ("FAILED", message)


def test_a_framework_that_is_not_deployed_yet_is_not_evaluated(audit: Audit) -> None:
    disk()
    state_manager.set_transition("backup::framework", {"progression": "manual", "times": 9})
    try:
        create(audit.backup, control(PROTECTED))
        (item,) = audit.again(CONTROLS)
        assert item["controlComplianceStatus"] == "INSUFFICIENT_DATA"
    finally:
        state_manager.unset_transition("backup::framework")
    assert audit.again(RESOURCES)
    state_manager.set_transition("backup::framework", {"progression": "manual", "times": 9})
    try:
        update(audit.backup, FrameworkDescription="later")
        assert audit.again(RESOURCES), "what was deployed is evaluated while it is updated"
    finally:
        state_manager.unset_transition("backup::framework")


def test_each_day_brings_a_report_of_what_there_is_by_then(audit: Audit, clock: Any) -> None:
    volume_id = disk()
    arn = create(audit.backup, control(RECENT), control(ENCRYPTED))["FrameworkArn"]
    audit.plan(RESOURCES, "JSON", FrameworkArns=[arn])
    clock.shift(12 * HOUR)
    start(audit.backup, ResourceArn=volume(volume_id))
    plan(audit.backup, volume_id)
    clock.shift(3 * DAY)
    jobs = audit.backup.list_report_jobs()["ReportJobs"][::-1]
    seen = {
        name: [
            [
                item["resourceComplianceStatus"]
                for item in audit.items(job)
                if item["controlName"] == name
            ]
            for job in jobs
        ]
        for name in (RECENT, ENCRYPTED)
    }
    # At 01:00 of each day; a backup was made at noon of the first, and at 05:00 of each that follows.
    no, yes = ["NON_COMPLIANT"], ["COMPLIANT"]
    assert seen == {RECENT: [no, yes, yes, yes], ENCRYPTED: [[], no, no * 2, no * 3]}
    evaluated = [audit.items(job)[0]["lastEvaluationTime"] for job in jobs]
    assert evaluated[:2] == ["2026-03-01T01:00:00.000Z", "2026-03-02T01:00:00.000Z"]


def test_a_report_that_a_leap_brings_does_not_see_what_came_after_it(
    audit: Audit, clock: Any
) -> None:
    planned, restored = disk(), disk()
    plan(audit.backup, planned)
    point = backed_up(audit.backup, ResourceArn=volume(restored))
    set_job_outcome("restore", state="COMPLETED", duration=2 * HOUR)
    restore(audit.backup, point, Metadata=HERE)
    controls = control(RECENT), control(RESTORED), control(ENCRYPTED)
    arn = create(audit.backup, *controls)["FrameworkArn"]
    audit.plan(RESOURCES, "JSON", FrameworkArns=[arn])
    audit.plan(CONTROLS, "JSON", name="counts", FrameworkArns=[arn])
    # The reports are of 01:00, the restore ends at 02:00, and the plan runs at 05:00.
    clock.shift(12 * HOUR)
    jobs = audit.backup.list_report_jobs(ByReportPlanName="counts")["ReportJobs"]
    (counted,) = (item for item in audit.items(jobs[0]) if item["controlName"] == ENCRYPTED)
    assert (counted["numResourcesCompliant"], counted["numResourcesNonCompliant"]) == (0, 1)
    (job,) = audit.backup.list_report_jobs(ByReportPlanName="daily")["ReportJobs"]
    seen = [
        (item["controlName"], item["resourceName"], item["resourceComplianceStatus"])
        for item in audit.items(job)
        if item["resourceName"] in (planned, restored) and item["controlName"] != ENCRYPTED
    ]
    assert sorted(seen) == sorted(
        [(RECENT, planned, "NON_COMPLIANT"), (RECENT, restored, "COMPLIANT")]
    )
    delete(audit.backup)
    assert audit.verdicts(RECENT)[planned] == "COMPLIANT"
    assert audit.verdicts(RESTORED) == told(restored)


def test_a_report_of_several_regions_is_of_all_frameworks_there(audit: Audit) -> None:
    far = client_of(region_name=FAR)
    create(audit.backup)
    create(far, control(PROTECTED), name="far")
    client_of("ec2", FAR).create_volume(AvailabilityZone=f"{FAR}a", Size=1)
    audit.plan(CONTROLS, Regions=["*"])
    rows = audit.rows(audit.run())
    assert [
        (row["Region"], row["Framework Name"], row["Num Resources Non Compliant"]) for row in rows
    ] == [
        (REGION, NAME, "0"),
        (FAR, "far", "1"),
    ]
