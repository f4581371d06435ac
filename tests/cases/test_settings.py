"""Settings and report plans as AWS answered them.

Above each test stands where that was recorded, and when.
"""

import re
from typing import Any

from calls import refused
from support import ACCOUNT, REGION

from cases.records import UUID


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
