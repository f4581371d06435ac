"""Settings and report plans as AWS answered them.

Above each test stands where that was recorded, and when.
"""

import re
from typing import Any

import pytest
from calls import described, refused
from support import ACCOUNT, REGION
from truth.calls import disk

from cases.records import UUID, part


# hashicorp/terraform-provider-aws issue 21801, 2021-11.
def test_a_type_that_a_region_does_not_know_is_refused(mocked_backup: Any) -> None:
    asked = {"ResourceTypeOptInPreference": {"Bogus": True}}
    code, _ = refused(mocked_backup, "update_region_settings", **asked)
    assert code == "InvalidParameterValueException"


# turbot/steampipe-plugin-aws pull request 1839, 2023-07.
def test_a_report_plan_has_a_uuid_behind_its_name(mocked_backup: Any) -> None:
    made = mocked_backup.create_report_plan(
        ReportPlanName="daily_report",
        ReportSetting={"ReportTemplate": "BACKUP_JOB_REPORT"},
        ReportDeliveryChannel={"S3BucketName": "attic", "Formats": ["CSV", "JSON"]},
    )
    told = mocked_backup.describe_report_plan(ReportPlanName="daily_report")["ReportPlan"]
    plan_arn = f"arn:aws:backup:{REGION}:{ACCOUNT}:report-plan:daily_report-{UUID}"
    assert re.fullmatch(plan_arn, told["ReportPlanArn"])
    assert told["ReportPlanArn"] == made["ReportPlanArn"]
    assert told["DeploymentStatus"] == "COMPLETED"
    assert "S3KeyPrefix" not in told["ReportDeliveryChannel"]


# boto/boto3 issue 3758, 2023-06.
def test_the_refusal_of_a_type_says_where_to_look(mocked_backup: Any) -> None:
    asked = {"ResourceTypeOptInPreference": {"Bogus": True}}
    _, message = refused(mocked_backup, "update_region_settings", **asked)
    assert message.startswith(
        "Element present in resource type opt in preference has invalid values. Please use "
        "describeRegionSettings API to know the supported resource types"
    )


# boto/boto3 issue 3758, 2023-06.
def test_types_are_told_in_the_order_of_their_names(mocked_backup: Any) -> None:
    told = mocked_backup.describe_region_settings()
    for preferences in ("ResourceTypeOptInPreference", "ResourceTypeManagementPreference"):
        assert [*told[preferences]] == sorted(told[preferences])
    recorded = ["Aurora", "CloudFormation", "DocumentDB", "DynamoDB", "EBS", "EC2", "EFS", "FSx"]
    recorded += ["Neptune", "RDS", "Redshift", "S3", "SAP HANA on Amazon EC2", "Storage Gateway"]
    assert {*recorded} <= {*told["ResourceTypeOptInPreference"]}


# hashicorp/terraform-provider-aws, its acceptance tests of region settings, 2022.
def test_what_is_set_is_told_and_the_rest_stays(mocked_backup: Any) -> None:
    types = ("Aurora", "DocumentDB", "DynamoDB", "EBS", "EC2", "EFS", "FSx", "Neptune", "RDS")
    opted = {**dict.fromkeys(types, True), "Storage Gateway": True, "VirtualMachine": False}
    managed = {"DynamoDB": True, "EFS": True}
    mocked_backup.update_region_settings(
        ResourceTypeOptInPreference=opted, ResourceTypeManagementPreference=managed
    )
    mocked_backup.update_region_settings(ResourceTypeOptInPreference={"Aurora": False})
    told = mocked_backup.describe_region_settings()
    assert part(told["ResourceTypeOptInPreference"], opted) == {**opted, "Aurora": False}
    assert told["ResourceTypeManagementPreference"] == managed


# cloudquery/cq-provider-aws issue 817, 2022-05.
def test_an_account_of_no_organization_has_no_global_settings(mocked_backup: Any) -> None:
    code, message = refused(mocked_backup, "describe_global_settings")
    assert code == "InvalidRequestException"
    assert message == "Your account is not a member of an organization."


RESTORES = {"ReportTemplate": "RESTORE_JOB_REPORT"}
CHANGES: dict[str, Any] = {
    "ReportPlanDescription": "updated description",
    "ReportDeliveryChannel": {"S3BucketName": "attic", "Formats": ["CSV", "JSON"]},
    "ReportSetting": {**RESTORES, "Accounts": [ACCOUNT], "Regions": [REGION]},
}


# hashicorp/terraform-provider-aws, its acceptance tests of report plans, 2023. Accounts and Regions are
# absent until they are set.
@pytest.mark.parametrize("name", CHANGES)
def test_a_report_plan_is_changed_in_one_member(mocked_backup: Any, name: str) -> None:
    mocked_backup.create_report_plan(
        ReportPlanName="restores",
        ReportPlanDescription="original description",
        ReportDeliveryChannel={"S3BucketName": "attic", "Formats": ["CSV"]},
        ReportSetting=RESTORES,
    )

    def told() -> dict[str, Any]:
        answer = mocked_backup.describe_report_plan(ReportPlanName="restores")
        return dict(answer["ReportPlan"])

    before = told()
    assert before["ReportSetting"] == RESTORES
    assert {"CreationTime", "DeploymentStatus", "ReportPlanArn"} <= set(before)
    mocked_backup.update_report_plan(ReportPlanName="restores", **{name: CHANGES[name]})
    assert told() == {**before, name: CHANGES[name]}


# turbot/steampipe-plugin-aws pull request 704, 2021-10: a row of each list.
def test_a_protected_resource_tells_its_last_backup(vault: Any) -> None:
    job = described(vault, ResourceArn=disk())
    recorded = {
        "LastBackupTime": job["CreationDate"],
        "ResourceArn": job["ResourceArn"],
        "ResourceType": "EBS",
    }
    (row,) = vault.list_protected_resources()["Results"]
    told = vault.describe_protected_resource(ResourceArn=job["ResourceArn"])
    assert part(row, recorded) == part(told, recorded) == recorded
