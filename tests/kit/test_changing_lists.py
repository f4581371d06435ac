"""What is deleted between two pages takes no other row with it."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from calls import PLAN, SELECTION, backed_up, create_plan, volume

import moto_backup_summaries

NAMES = [f"name{number}" for number in range(6)]


class Listing(NamedTuple):
    """A list of six things. list, delete: the calls. member: the list in the answer. name: of a thing."""

    list: Callable[..., Any]
    member: str
    name: str
    delete: Callable[[str], object]

    def deleted(self) -> Iterator[str]:
        """The names of all, two a page; each is deleted once it was listed."""
        page: dict[str, str] = {}
        while True:
            answer = self.list(MaxResults=2, **page)
            for thing in answer[self.member]:
                yield thing[self.name]
                self.delete(thing[self.name])
            if "NextToken" not in answer:
                return
            page = {"NextToken": answer["NextToken"]}


def vaults(client: Any) -> Listing:
    client.delete_backup_vault(BackupVaultName="nightly")
    for name in NAMES:
        client.create_backup_vault(BackupVaultName=name)
    return vaults_of(client)


def vaults_of(client: Any) -> Listing:
    return Listing(
        client.list_backup_vaults,
        "BackupVaultList",
        "BackupVaultName",
        lambda name: client.delete_backup_vault(BackupVaultName=name),
    )


def report_plans(client: Any) -> Listing:
    for name in NAMES:
        client.create_report_plan(
            ReportPlanName=name,
            ReportDeliveryChannel={"S3BucketName": "reports"},
            ReportSetting={"ReportTemplate": "BACKUP_JOB_REPORT"},
        )
    return Listing(
        client.list_report_plans,
        "ReportPlans",
        "ReportPlanName",
        lambda name: client.delete_report_plan(ReportPlanName=name),
    )


def plans(client: Any) -> Listing:
    for name in NAMES:
        create_plan(client, BackupPlanName=name)
    return Listing(
        client.list_backup_plans,
        "BackupPlansList",
        "BackupPlanId",
        lambda name: client.delete_backup_plan(BackupPlanId=name),
    )


def selections(client: Any) -> Listing:
    plan = {"BackupPlanId": client.create_backup_plan(BackupPlan=PLAN)["BackupPlanId"]}
    for name in NAMES:
        selection = {**SELECTION, "SelectionName": name}
        client.create_backup_selection(**plan, BackupSelection=selection)
    return Listing(
        lambda **page: client.list_backup_selections(**plan, **page),
        "BackupSelectionsList",
        "SelectionId",
        lambda name: client.delete_backup_selection(**plan, SelectionId=name),
    )


def recovery_points(client: Any) -> Listing:
    nightly = {"BackupVaultName": "nightly"}
    for _ in NAMES:
        backed_up(client)
    return Listing(
        lambda **page: client.list_recovery_points_by_backup_vault(**nightly, **page),
        "RecoveryPoints",
        "RecoveryPointArn",
        lambda name: client.delete_recovery_point(**nightly, RecoveryPointArn=name),
    )


def recovery_points_of_a_resource(client: Any) -> Listing:
    of_vault = recovery_points(client)
    arn = {"ResourceArn": volume()}
    return of_vault._replace(
        list=lambda **page: client.list_recovery_points_by_resource(**arn, **page)
    )


@pytest.mark.parametrize(
    "make",
    [vaults, report_plans, plans, selections, recovery_points, recovery_points_of_a_resource],
    ids=lambda make: make.__name__,
)
def test_each_is_listed_once_though_those_before_it_are_deleted(vault: Any, make: Any) -> None:
    listing = make(vault)
    found = list(listing.deleted())
    assert len(set(found)) == len(found) == len(NAMES)
    assert listing.list()[listing.member] == []


def test_one_that_is_made_again_comes_behind_the_others(vault: Any) -> None:
    listing = vaults(vault)
    first = listing.list(MaxResults=3)
    listing.delete(NAMES[1])
    vault.create_backup_vault(BackupVaultName=NAMES[1])
    rest = listing.list(NextToken=first["NextToken"])[listing.member]
    assert [it[listing.name] for it in rest] == [*NAMES[3:], NAMES[1]]


def test_what_moto_had_before_is_listed_once_too(vault: Any) -> None:
    moto_backup_summaries.unregister()
    try:
        for name in NAMES:
            vault.create_backup_vault(BackupVaultName=name)
    finally:
        moto_backup_summaries.register()
    listing = vaults_of(vault)
    assert list(listing.deleted()) == ["nightly", *NAMES]
