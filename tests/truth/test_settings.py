"""Settings of accounts and regions: what is taken is kept, and what is opted out is not backed up."""

from typing import Any

import pytest

from truth.calls import DAY, REFUSED, ROLE, aws, bucket, disk, jobs, planned, refusal

GLOBAL = ("isCrossAccountBackupEnabled", "isMpaEnabled", "isDelegatedAdministratorEnabled")


class TestGlobalSettings:
    @pytest.fixture
    def management(self, client: Any) -> Any:
        aws("organizations").create_organization()
        return client

    @pytest.mark.parametrize("name", GLOBAL)
    @pytest.mark.parametrize("value", ["true", "false"])
    def test_are_taken_and_told(self, management: Any, name: str, value: str) -> None:
        management.update_global_settings(GlobalSettings={name: value})
        assert management.describe_global_settings()["GlobalSettings"][name] == value

    @pytest.mark.parametrize("name", GLOBAL)
    def test_are_nothing_but_true_or_false(self, management: Any, name: str) -> None:
        asked = {"GlobalSettings": {name: "perhaps"}}
        code = refusal(management, "update_global_settings", **asked)
        assert code == "InvalidParameterValueException"

    def test_stay_when_another_is_changed(self, management: Any) -> None:
        management.update_global_settings(GlobalSettings={"isMpaEnabled": "true"})
        management.update_global_settings(GlobalSettings={"isCrossAccountBackupEnabled": "true"})
        told = management.describe_global_settings()["GlobalSettings"]
        assert (told["isMpaEnabled"], told["isCrossAccountBackupEnabled"]) == ("true", "true")


class TestIncrementalBackups:
    @pytest.mark.parametrize("wanted", [True, False])
    def test_are_opted_in_to_by_region(self, client: Any, wanted: bool) -> None:
        client.update_region_settings(ResourceTypeOptInIncremental={"DynamoDB": wanted})
        told = client.describe_region_settings()["ResourceTypeOptInIncremental"]
        assert told["DynamoDB"] is wanted

    def test_stay_as_they_are_when_something_else_is_changed(self, client: Any) -> None:
        client.update_region_settings(ResourceTypeOptInIncremental={"DynamoDB": True})
        client.update_region_settings(ResourceTypeOptInPreference={"EBS": False})
        told = client.describe_region_settings()
        assert told["ResourceTypeOptInIncremental"]["DynamoDB"] is True

    def test_of_one_region_are_not_anothers(self, client: Any, far: Any) -> None:
        client.update_region_settings(ResourceTypeOptInIncremental={"DynamoDB": True})
        told = far.describe_region_settings().get("ResourceTypeOptInIncremental", {})
        assert told.get("DynamoDB") is not True


class TestATypeThatIsOptedOut:
    @pytest.fixture
    def volumes_out(self, client: Any) -> Any:
        client.update_region_settings(ResourceTypeOptInPreference={"EBS": False})
        return client

    def backed_up_by_plan(self, clock: Any, client: Any, **select: Any) -> list[str]:
        """What a night of a plan with this selection backs up."""
        planned(client, select=select)
        clock.shift(DAY)
        return sorted(job["ResourceType"] for job in jobs(client))

    def test_is_not_backed_up_on_demand(self, volumes_out: Any) -> None:
        asked = {"BackupVaultName": "nightly", "ResourceArn": disk(), "IamRoleArn": ROLE}
        assert refusal(volumes_out, "start_backup_job", **asked) in REFUSED
        assert jobs(volumes_out) == []

    def test_is_backed_up_on_demand_once_it_is_opted_in(self, volumes_out: Any) -> None:
        volumes_out.update_region_settings(ResourceTypeOptInPreference={"EBS": True})
        asked = {"BackupVaultName": "nightly", "ResourceArn": disk(), "IamRoleArn": ROLE}
        volumes_out.start_backup_job(**asked)
        assert len(jobs(volumes_out)) == 1

    def test_is_taken_by_a_pattern_that_names_the_type(self, clock: Any, volumes_out: Any) -> None:
        disk()
        pattern = "arn:aws:ec2:*:*:volume/*"
        assert self.backed_up_by_plan(clock, volumes_out, Resources=[pattern]) == ["EBS"]

    def test_is_taken_by_its_arn(self, clock: Any, volumes_out: Any) -> None:
        assert self.backed_up_by_plan(clock, volumes_out, Resources=[disk()]) == ["EBS"]

    def test_is_not_taken_by_a_star(self, clock: Any, volumes_out: Any) -> None:
        disk()
        bucket()
        assert self.backed_up_by_plan(clock, volumes_out, Resources=["*"]) == ["S3"]

    def test_is_not_taken_by_a_tag(self, clock: Any, volumes_out: Any) -> None:
        disk(env="prod")
        tag = {"ConditionType": "STRINGEQUALS", "ConditionKey": "env", "ConditionValue": "prod"}
        assert self.backed_up_by_plan(clock, volumes_out, ListOfTags=[tag]) == []

    def test_is_not_taken_by_a_selection_of_all(self, clock: Any, volumes_out: Any) -> None:
        disk()
        bucket()
        assert self.backed_up_by_plan(clock, volumes_out, Resources=[]) == ["S3"]
