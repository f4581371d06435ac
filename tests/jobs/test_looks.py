"""Lists as looks: under a manual transition, jobs go on when they are shown."""

from collections.abc import Iterator
from typing import Any

import pytest
from calls import backed_up, copy, jobs, restore, rows, start, vault_arn, volume
from organizations import Organization
from support import REGION, client_of, transition

from moto_backup_summaries import load_jobs


@pytest.fixture
def manual() -> Iterator[None]:
    """Jobs take a step at each look."""
    with transition("manual", times=1):
        yield


def states(client: Any, **filters: Any) -> list[str]:
    return [job["State"] for job in jobs(client, **filters)]


@pytest.mark.usefixtures("manual")
def test_a_loop_that_polls_a_list_sees_the_job_end(vault: Any) -> None:
    start(vault)
    assert [states(vault) for _ in range(4)] == [
        ["PENDING"],
        ["RUNNING"],
        ["COMPLETED"],
        ["COMPLETED"],
    ]


@pytest.mark.usefixtures("manual")
def test_a_summary_is_no_look(vault: Any) -> None:
    start(vault)
    assert [row["State"] for _ in range(5) for row in rows(vault, State="ANY")] == ["CREATED"] * 5
    (job,) = jobs(vault)
    assert (job["State"], job["PercentDone"], "CompletionDate" in job) == ("PENDING", "0.0", False)


def test_two_looks_are_two_whoever_takes_them(vault: Any) -> None:
    with transition("manual", times=2):
        job_id = start(vault)["BackupJobId"]
        assert states(vault) == ["CREATED"]
        assert vault.describe_backup_job(BackupJobId=job_id)["State"] == "PENDING"


@pytest.mark.usefixtures("manual")
def test_each_page_looks_at_its_own_jobs(vault: Any) -> None:
    load_jobs({"BackupJobs": [{"State": "RUNNING"}]})
    for name in ("vol-1", "vol-2", "vol-3"):
        start(vault, ResourceArn=volume(name))
    first = vault.list_backup_jobs(MaxResults=2)
    assert [job["State"] for job in first["BackupJobs"]] == ["PENDING", "PENDING"]
    assert [row["Count"] for row in rows(vault, State="PENDING")] == [2]
    second = vault.list_backup_jobs(MaxResults=2, NextToken=first["NextToken"])
    assert [job["State"] for job in second["BackupJobs"]] == ["PENDING", "RUNNING"]
    assert [row["Count"] for row in rows(vault, State="PENDING")] == [3]


@pytest.mark.usefixtures("manual")
def test_jobs_that_a_filter_leaves_out_are_not_looked_at(vault: Any) -> None:
    start(vault)
    start(vault, ResourceArn=volume("vol-2"))
    assert states(vault, ByResourceArn=volume("vol-2")) == ["PENDING"]
    assert {row["State"]: row["Count"] for row in rows(vault, State="ANY")} == {
        "CREATED": 1,
        "PENDING": 1,
    }


@pytest.mark.usefixtures("manual")
def test_the_look_comes_before_the_filter_by_state(vault: Any) -> None:
    start(vault)
    assert [states(vault, ByState="COMPLETED") for _ in range(3)] == [[], [], ["COMPLETED"]]
    start(vault, ResourceArn=volume("vol-2"))
    assert states(vault, ByState="CREATED") == []


@pytest.mark.usefixtures("manual")
def test_the_look_comes_before_the_filter_by_completion(vault: Any) -> None:
    start(vault)
    found = [len(jobs(vault, ByCompleteAfter="2020-01-01")) for _ in range(3)]
    assert found == [0, 0, 1]


def test_the_children_of_a_shown_job_are_looked_at_once(vault: Any) -> None:
    client_of("s3").create_bucket(Bucket="part")
    template = '{"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}'
    stacks = client_of("cloudformation")
    stack = stacks.create_stack(StackName="s", TemplateBody=template)["StackId"]
    with transition("manual", times=1):
        start(vault, ResourceArn=stack)
        parents = [states(vault, ByResourceType="CloudFormation") for _ in range(3)]
        assert parents == [["PENDING"], ["RUNNING"], ["COMPLETED"]]
        start(vault, ResourceArn=stack)
        assert states(vault)[:2] == ["PENDING", "PENDING"]


@pytest.mark.parametrize("kind", ["copy", "restore"])
def test_every_kind_is_looked_at_by_its_list(vault: Any, kind: str) -> None:
    point = backed_up(vault)
    member = "State" if kind == "copy" else "Status"
    vault.create_backup_vault(BackupVaultName="other")
    with transition("manual", kind, times=1):
        if kind == "copy":
            copy(vault, point, DestinationBackupVaultArn=vault_arn("other"))
        else:
            restore(vault, point)
        seen = [job[member] for _ in range(3) for job in jobs(vault, kind)]
    assert seen == ["RUNNING", "COMPLETED", "COMPLETED"]


@pytest.mark.usefixtures("manual", "mocked_backup")
def test_the_jobs_of_other_accounts_are_looked_at_too() -> None:
    def make(region_name: str = REGION, service: str = "backup", **options: Any) -> Any:
        return client_of(service, region_name, **options)

    organization = Organization(make)
    assert states(organization.management, ByAccountId="*") == ["PENDING"] * 4
    assert states(organization.of[organization.second]) == ["RUNNING"] * 2
