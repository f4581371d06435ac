"""Report plans that are changed."""

from typing import Any

import pytest
from calls import refused
from support import ACCOUNT

CHANNEL = {"S3BucketName": "reports", "Formats": ["CSV"]}
SETTING = {"ReportTemplate": "BACKUP_JOB_REPORT"}


@pytest.fixture
def plan(backup: Any) -> Any:
    backup.create_report_plan(
        ReportPlanName="daily",
        ReportPlanDescription="of backups",
        ReportDeliveryChannel=CHANNEL,
        ReportSetting=SETTING,
    )
    return backup


def described(client: Any) -> Any:
    return client.describe_report_plan(ReportPlanName="daily")["ReportPlan"]


def test_an_update_changes_what_it_gives(plan: Any) -> None:
    before = described(plan)
    told = plan.update_report_plan(
        ReportPlanName="daily", ReportDeliveryChannel={**CHANNEL, "S3KeyPrefix": "p"}
    )
    assert told["ReportPlanArn"] == before["ReportPlanArn"]
    after = described(plan)
    assert after["ReportDeliveryChannel"] == {**CHANNEL, "S3KeyPrefix": "p"}
    assert (after["ReportSetting"], after["ReportPlanDescription"]) == (SETTING, "of backups")
    plan.update_report_plan(
        ReportPlanName="daily",
        ReportSetting={"ReportTemplate": "COPY_JOB_REPORT"},
        ReportPlanDescription="of copies",
    )
    after = described(plan)
    assert after["ReportSetting"] == {"ReportTemplate": "COPY_JOB_REPORT"}
    assert after["ReportPlanDescription"] == "of copies"


def test_an_update_of_a_plan_that_is_not_there_is_not_found(backup: Any) -> None:
    code, _ = refused(backup, "update_report_plan", ReportPlanName="daily")
    assert code == "ResourceNotFoundException"


@pytest.mark.parametrize("several", [{"Accounts": ["ROOT"]}, {"Regions": ["*"]}], ids=str)
def test_a_report_of_several_accounts_or_regions_is_in_csv_only(plan: Any, several: Any) -> None:
    wanted = (
        "InvalidParameterValueException",
        "Invalid value for ReportDeliveryChannel.Formats: got 'JSON', "
        "accepts CSV for a report of several accounts or regions",
    )
    asked = {
        "ReportDeliveryChannel": {**CHANNEL, "Formats": ["CSV", "JSON"]},
        "ReportSetting": {**SETTING, **several},
    }
    assert refused(plan, "update_report_plan", ReportPlanName="daily", **asked) == wanted
    assert refused(plan, "create_report_plan", ReportPlanName="other", **asked) == wanted
    assert described(plan)["ReportSetting"] == SETTING


@pytest.mark.parametrize(
    ("several", "message"),
    [
        (
            {"Accounts": [ACCOUNT, "12345"]},
            "Accounts: got '12345', accepts account ids of 12 digits, or ROOT for all",
        ),
        (
            {"Accounts": ["root"]},
            "Accounts: got 'root', accepts account ids of 12 digits, or ROOT for all",
        ),
        (
            {"Regions": ["eu-west-1", "mars-1"]},
            "Regions: got 'mars-1', accepts names of regions, or * for all",
        ),
    ],
    ids=str,
)
def test_accounts_and_regions_that_cannot_be_are_refused(
    plan: Any, several: Any, message: str
) -> None:
    wanted = ("InvalidParameterValueException", f"Invalid value for ReportSetting.{message}")
    asked = {"ReportDeliveryChannel": CHANNEL, "ReportSetting": {**SETTING, **several}}
    assert refused(plan, "create_report_plan", ReportPlanName="other", **asked) == wanted
    assert refused(plan, "update_report_plan", ReportPlanName="daily", **asked) == wanted
    assert described(plan)["ReportSetting"] == SETTING
