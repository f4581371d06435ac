"""Report plans, which moto answers, as AWS answers them."""

import re
from typing import Any

import pytest
from frameworks.examples import create as create_framework
from moto import mock_aws

from truth.calls import ACCOUNT, AS_AWS, MALFORMED, REGION, aws, refusal

CHANNEL = {"S3BucketName": "bucket"}
BACKUP_JOBS = {"ReportTemplate": "BACKUP_JOB_REPORT"}
COMPLIANCE = ("RESOURCE_COMPLIANCE_REPORT", "CONTROL_COMPLIANCE_REPORT")
UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


def request(name: str = "report", **more: Any) -> dict[str, Any]:
    defaults = {"ReportDeliveryChannel": CHANNEL, "ReportSetting": BACKUP_JOBS}
    return {"ReportPlanName": name, **defaults, **more}


def create(client: Any, name: str = "report", **more: Any) -> dict[str, Any]:
    answer: dict[str, Any] = client.create_report_plan(**request(name, **more))
    return answer


def plan(client: Any, name: str = "report") -> dict[str, Any]:
    found: dict[str, Any] = client.describe_report_plan(ReportPlanName=name)["ReportPlan"]
    return found


def names(client: Any) -> list[str]:
    return sorted(one["ReportPlanName"] for one in client.list_report_plans()["ReportPlans"])


def test_a_second_of_the_name_is_refused(client: Any) -> None:
    create(client, ReportPlanDescription="first", IdempotencyToken="1")
    asked = request(ReportPlanDescription="second", IdempotencyToken="2")
    assert refusal(client, "create_report_plan", **asked) == "AlreadyExistsException"
    assert plan(client)["ReportPlanDescription"] == "first"


def test_a_request_that_is_repeated_makes_nothing(client: Any) -> None:
    first = create(client, IdempotencyToken="once")
    again = create(client, IdempotencyToken="once")
    members = ("ReportPlanName", "ReportPlanArn", "CreationTime")
    assert [again[name] for name in members] == [first[name] for name in members]
    assert names(client) == ["report"]


def test_tags_are_kept(client: Any) -> None:
    arn = create(client, ReportPlanTags={"a": "b"})["ReportPlanArn"]
    assert client.list_tags(ResourceArn=arn)["Tags"] == {"a": "b"}


def test_the_arn_ends_in_a_uuid(client: Any) -> None:
    arn = create(client)["ReportPlanArn"]
    pattern = f"arn:aws:backup:{REGION}:{ACCOUNT}:report-plan:report-{UUID}"
    assert re.fullmatch(pattern, arn)
    assert plan(client)["ReportPlanArn"] == arn


@pytest.mark.parametrize(
    "bad",
    [
        {"ReportPlanName": "1report"},
        {"ReportPlanName": "my-report"},
        {"ReportPlanName": "my report"},
        {"ReportPlanName": "r" * 257},
        {"ReportSetting": {"ReportTemplate": "FLOPPY_REPORT"}},
        {"ReportDeliveryChannel": {**CHANNEL, "Formats": ["PDF"]}},
    ],
    ids=str,
)
def test_a_bad_one_is_refused(client: Any, bad: dict[str, Any]) -> None:
    assert refusal(client, "create_report_plan", **{**request(), **bad}) in MALFORMED
    assert names(client) == []


@pytest.mark.parametrize(
    "template", ["BACKUP_JOB_REPORT", "COPY_JOB_REPORT", "RESTORE_JOB_REPORT", "SCAN_JOB_REPORT"]
)
def test_jobs_are_reported_without_frameworks(client: Any, template: str) -> None:
    create(client, ReportSetting={"ReportTemplate": template})
    assert plan(client)["ReportSetting"]["ReportTemplate"] == template


@pytest.mark.parametrize("template", COMPLIANCE)
class TestCompliance:
    def test_is_reported_by_frameworks(self, client: Any, template: str) -> None:
        arns = [create_framework(client)["FrameworkArn"]]
        setting = {"ReportTemplate": template, "FrameworkArns": arns, "NumberOfFrameworks": 1}
        create(client, ReportSetting=setting)
        assert plan(client)["ReportSetting"] == setting

    def test_is_reported_without_them_as_moto_does(self, client: Any, template: str) -> None:
        create(client, ReportSetting={"ReportTemplate": template})
        assert names(client) == ["report"]

    def test_is_not_where_aws_answers_are_wanted(self, template: str) -> None:
        with mock_aws(config=AS_AWS):
            client = aws("backup")
            asked = request(ReportSetting={"ReportTemplate": template})
            assert refusal(client, "create_report_plan", **asked) in MALFORMED

    @pytest.mark.parametrize(
        "frameworks",
        [
            {"FrameworkArns": [f"arn:aws:backup:{REGION}:{ACCOUNT}:framework:f-1"]},
            {"FrameworkArns": ["audit"]},
            {"NumberOfFrameworks": 1},
        ],
        ids=str,
    )
    def test_is_not_by_frameworks_that_do_not_exist(
        self, client: Any, template: str, frameworks: dict[str, Any]
    ) -> None:
        setting = {"ReportTemplate": template, **frameworks}
        create(client)
        asked = request("other", ReportSetting=setting)
        assert refusal(client, "create_report_plan", **asked) in MALFORMED
        changed = {"ReportPlanName": "report", "ReportSetting": setting}
        assert refusal(client, "update_report_plan", **changed) in MALFORMED

    def test_is_not_by_those_of_another_region(self, client: Any, template: str) -> None:
        arns = [create_framework(aws("backup", "eu-west-1"))["FrameworkArn"]]
        asked = request(ReportSetting={"ReportTemplate": template, "FrameworkArns": arns})
        assert refusal(client, "create_report_plan", **asked) in MALFORMED

    @pytest.mark.parametrize(
        "several",
        [{"Accounts": ["ROOT"]}, {"OrganizationUnits": ["ou-1"]}, {"Regions": ["*"]}],
        ids=str,
    )
    def test_of_several_accounts_or_regions_names_none(
        self, client: Any, template: str, several: dict[str, Any]
    ) -> None:
        setting = {"ReportTemplate": template, **several}
        create(client, ReportSetting=setting)
        assert plan(client)["ReportSetting"] == setting
        setting["FrameworkArns"] = [create_framework(client)["FrameworkArn"]]
        with pytest.raises(client.exceptions.InvalidParameterValueException) as caught:
            create(client, "other", ReportSetting=setting)
        assert caught.value.response["Error"]["Message"] == (
            "Invalid parameter: For multi-account, multi-Region reports, use Accounts, "
            "OrganizationUnits and Regions"
        )


class TestFormats:
    def test_that_are_given_are_told(self, client: Any) -> None:
        create(client, ReportDeliveryChannel={**CHANNEL, "Formats": ["CSV", "JSON"]})
        assert plan(client)["ReportDeliveryChannel"]["Formats"] == ["CSV", "JSON"]

    def test_that_are_left_out_are_left_out_as_moto_does(self, client: Any) -> None:
        create(client)
        assert plan(client)["ReportDeliveryChannel"] == CHANNEL

    def test_that_are_left_out_are_csv_where_aws_answers_are_wanted(self) -> None:
        with mock_aws(config=AS_AWS):
            client = aws("backup")
            create(client)
            assert plan(client)["ReportDeliveryChannel"]["Formats"] == ["CSV"]


def test_an_absent_one_is_not_deleted(client: Any) -> None:
    code = refusal(client, "delete_report_plan", ReportPlanName="none")
    assert code == "ResourceNotFoundException"


def test_the_list_comes_in_pages(client: Any) -> None:
    for name in ("one", "two", "three"):
        create(client, name)
    first = client.list_report_plans(MaxResults=2)
    second = client.list_report_plans(MaxResults=2, NextToken=first["NextToken"])
    found = [[one["ReportPlanName"] for one in page["ReportPlans"]] for page in (first, second)]
    assert [len(page) for page in found] == [2, 1]
    assert sorted(found[0] + found[1]) == ["one", "three", "two"]
    assert "NextToken" not in second
