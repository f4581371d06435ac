"""ARNs of another partition: programs that write `arn:aws:` do not work in China and GovCloud."""

from collections.abc import Iterator
from typing import Any

import pytest
from calls import FAR, RULE, create_plan, described, refused, vault_arn, volume
from moto import mock_aws
from restore_testing.examples import PLAN as DRILL
from support import ACCOUNT, REGION, ROLE, client_of

CHINA = "cn-north-1"


def _in_china(arn: str) -> str:
    return arn.replace("arn:aws:", "arn:aws-cn:").replace(REGION, CHINA)


class TestArnsOfAnotherPartition:
    @pytest.fixture
    def china(self) -> Iterator[Any]:
        with mock_aws():
            client = client_of(region_name=CHINA)
            client.create_backup_vault(BackupVaultName="nightly")
            yield client

    @pytest.fixture
    def point(self, china: Any) -> str:
        own = {"ResourceArn": _in_china(volume()), "IamRoleArn": _in_china(ROLE)}
        return str(described(china, **own)["RecoveryPointArn"])

    @pytest.mark.parametrize("name", ["ResourceArn", "IamRoleArn"])
    def test_start_no_backup(self, china: Any, name: str) -> None:
        own = {"ResourceArn": _in_china(volume()), "IamRoleArn": _in_china(ROLE)}
        asked = {**own, "BackupVaultName": "nightly"}
        asked[name] = asked[name].replace("arn:aws-cn:", "arn:aws:")
        accepted = "accepts an ARN of the partition aws-cn"
        assert refused(china, "start_backup_job", **asked) == (
            "InvalidParameterValueException",
            f"Invalid value for {name}: got '{asked[name]}', {accepted}",
        )
        assert china.list_backup_jobs()["BackupJobs"] == []

    def test_are_those_of_buckets_too(self, china: Any) -> None:
        asked = {"BackupVaultName": "nightly", "IamRoleArn": _in_china(ROLE)}
        code, _ = refused(china, "start_backup_job", **asked, ResourceArn="arn:aws:s3:::files")
        assert code == "InvalidParameterValueException"
        started = china.start_backup_job(**asked, ResourceArn="arn:aws-cn:s3:::files")
        assert started["BackupJobId"]

    @pytest.mark.parametrize(
        "vault",
        [vault_arn("nightly"), vault_arn("nightly", CHINA), _in_china(vault_arn("nightly", FAR))],
    )
    def test_are_no_destination_of_copies(self, china: Any, point: str, vault: str) -> None:
        client_of().create_backup_vault(BackupVaultName="nightly")
        client_of(region_name=FAR).create_backup_vault(BackupVaultName="nightly")
        asked = {"RecoveryPointArn": point, "SourceBackupVaultName": "nightly"}
        asked |= {"DestinationBackupVaultArn": vault, "IamRoleArn": _in_china(ROLE)}
        code, message = refused(china, "start_copy_job", **asked)
        assert (code, "DestinationBackupVaultArn" in message) == (
            "InvalidParameterValueException",
            True,
        )
        rule = {**RULE, "CopyActions": [{"DestinationBackupVaultArn": vault}]}
        plan = {"BackupPlanName": "p", "Rules": [rule]}
        assert refused(china, "create_backup_plan", BackupPlan=plan)[0] == code

    def test_are_refused_wherever_a_role_a_key_or_a_topic_is_named(
        self, china: Any, point: str
    ) -> None:
        in_vault = {"BackupVaultName": "nightly"}
        plan_id = create_plan(china, Rules=[{**RULE}])
        china.create_restore_testing_plan(RestoreTestingPlan=DRILL)
        tested = {"ProtectedResourceType": "EBS", "ProtectedResourceArns": ["*"]}
        tested |= {"RestoreTestingSelectionName": "disks", "IamRoleArn": _in_china(ROLE)}
        of_drill = {"RestoreTestingPlanName": "drill"}
        china.create_restore_testing_selection(**of_drill, RestoreTestingSelection=tested)
        scan = {**in_vault, "RecoveryPointArn": point, "MalwareScanner": "GUARDDUTY"}
        scan |= {"ScanMode": "FULL_SCAN", "IamRoleArn": _in_china(ROLE)}
        key = f"arn:aws:kms:{CHINA}:{ACCOUNT}:key/0f68c3d2"
        calls: dict[str, dict[str, Any]] = {
            "start_restore_job": {
                "RecoveryPointArn": point,
                "Metadata": {"availabilityZone": f"{CHINA}a"},
                "IamRoleArn": ROLE,
            },
            "start_scan_job": {**scan, "ScannerRoleArn": ROLE},
            "create_backup_selection": {
                "BackupPlanId": plan_id,
                "BackupSelection": {
                    "SelectionName": "s",
                    "IamRoleArn": ROLE,
                    "Resources": ["*"],
                },
            },
            "update_recovery_point_index_settings": {
                **in_vault,
                "RecoveryPointArn": point,
                "Index": "ENABLED",
                "IamRoleArn": ROLE,
            },
            "create_restore_testing_selection": {
                **of_drill,
                "RestoreTestingSelection": {
                    **tested,
                    "RestoreTestingSelectionName": "other",
                    "IamRoleArn": ROLE,
                },
            },
            "update_restore_testing_selection": {
                **of_drill,
                "RestoreTestingSelectionName": "disks",
                "RestoreTestingSelection": {"IamRoleArn": ROLE},
            },
            "create_backup_vault": {"BackupVaultName": "second", "EncryptionKeyArn": key},
            "put_backup_vault_notifications": {
                **in_vault,
                "SNSTopicArn": f"arn:aws:sns:{CHINA}:{ACCOUNT}:topic",
                "BackupVaultEvents": ["BACKUP_JOB_STARTED"],
            },
        }
        for operation, asked in calls.items():
            code, message = refused(china, operation, **asked)
            assert code == "InvalidParameterValueException", operation
            assert message.endswith("accepts an ARN of the partition aws-cn"), operation

    def test_are_refused_wherever_resources_vaults_or_teams_are_selected(self, china: Any) -> None:
        plan_id = create_plan(china, Rules=[{**RULE}])
        china.create_restore_testing_plan(RestoreTestingPlan=DRILL)
        own, days = {"IamRoleArn": _in_china(ROLE)}, {"MinRetentionDays": 7, "MaxRetentionDays": 9}
        china.create_logically_air_gapped_backup_vault(BackupVaultName="gapped", **days)
        points: Any = DRILL["RecoveryPointSelection"]
        of_vaults = [_in_china(vault_arn("nightly")), vault_arn("nightly")]
        tested = {"ProtectedResourceType": "EBS", "RestoreTestingSelectionName": "disks", **own}
        tiered = {"ResourceType": "S3", "TieringDownSettingsInDays": 60}
        scanned = {"ScanSettings": [{"MalwareScanner": "GUARDDUTY", "ScannerRoleArn": ROLE}]}
        of_drill = {"RestoreTestingPlanName": "drill"}
        calls: list[tuple[str, dict[str, Any]]] = [
            *(
                (
                    "create_backup_selection",
                    {
                        "BackupPlanId": plan_id,
                        "BackupSelection": {"SelectionName": "s", **own, name: [pattern]},
                    },
                )
                for name in ("Resources", "NotResources")
                for pattern in (volume(), "arn:aws:ec2:*:*:volume/*", "arn:aws:ec2:*")
            ),
            (
                "create_backup_plan",
                {"BackupPlan": {"BackupPlanName": "p", "Rules": [RULE], **scanned}},
            ),
            *(
                (
                    operation,
                    {
                        **more,
                        "RestoreTestingPlan": {
                            **plan,
                            "RecoveryPointSelection": {
                                **points,
                                name: of_vaults,
                            },
                        },
                    },
                )
                for name in ("IncludeVaults", "ExcludeVaults")
                for operation, more, plan in (
                    (
                        "create_restore_testing_plan",
                        {},
                        {**DRILL, "RestoreTestingPlanName": "second"},
                    ),
                    ("update_restore_testing_plan", of_drill, {}),
                )
            ),
            (
                "create_restore_testing_selection",
                {
                    **of_drill,
                    "RestoreTestingSelection": {**tested, "ProtectedResourceArns": [volume()]},
                },
            ),
            (
                "create_legal_hold",
                {
                    "Title": "hold",
                    "Description": "of one volume",
                    "RecoveryPointSelection": {"ResourceIdentifiers": [volume()]},
                },
            ),
            (
                "create_tiering_configuration",
                {
                    "TieringConfiguration": {
                        "TieringConfigurationName": "tiers",
                        "BackupVaultName": "*",
                        "ResourceSelection": [{**tiered, "Resources": ["arn:aws:s3:::files"]}],
                    }
                },
            ),
            (
                "associate_backup_vault_mpa_approval_team",
                {
                    "BackupVaultName": "gapped",
                    "MpaApprovalTeamArn": f"arn:aws:mpa:{CHINA}:{ACCOUNT}:approval-team/keepers",
                },
            ),
        ]
        for operation, asked in calls:
            code, message = refused(china, operation, **asked)
            assert code == "InvalidParameterValueException", operation
            assert message.endswith("accepts an ARN of the partition aws-cn"), operation

    def test_are_no_patterns_that_leave_the_partition_open(self, china: Any) -> None:
        plan_id = create_plan(china, Rules=[{**RULE}])
        patterns = ["arn:*:ec2:*:*:volume/*", "arn:aws*:ec2:*:*:volume/*", "arn:aws-cn:rds:*", "*"]
        selection = {"SelectionName": "s", "IamRoleArn": _in_china(ROLE), "Resources": patterns}
        made = china.create_backup_selection(BackupPlanId=plan_id, BackupSelection=selection)
        shown = china.get_backup_selection(BackupPlanId=plan_id, SelectionId=made["SelectionId"])
        assert shown["BackupSelection"]["Resources"] == patterns
