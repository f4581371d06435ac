"""What is deleted or made between two pages of a list takes no other item with it."""

from collections.abc import Callable
from datetime import datetime, timezone
from itertools import count
from operator import itemgetter
from typing import Any

import pytest
from calls import (
    PLAN,
    SELECTION,
    arn,
    backed_up,
    copy,
    create_plan,
    points,
    restore,
    scan,
    start,
    vault_arn,
    volume,
)
from family_examples import Listing, added

import moto_backup_summaries
from moto_backup_summaries import load_jobs
from moto_backup_summaries.backup.aws import service_model
from moto_backup_summaries.backup.frame.operations import OPERATIONS

# The clock stands still, so that no moment tells two items from each other.
NOW = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)
NUMBERS = range(6)
NIGHTLY = {"BackupVaultName": "nightly"}


def listing_of_jobs(client: Any, kind: str, begin: Callable[[], object], **filters: Any) -> Listing:
    operation = "list_restore_jobs_by_protected_resource" if filters else f"list_{kind}_jobs"
    return Listing(
        lambda **page: getattr(client, operation)(**filters, **page),
        f"{kind.capitalize()}Jobs",
        itemgetter(f"{kind.capitalize()}JobId"),
        begin,
    )


def backup_jobs(client: Any) -> Listing:
    return listing_of_jobs(client, "backup", lambda: start(client))


def copy_jobs(client: Any) -> Listing:
    point, vault = backed_up(client), vault_arn("nightly")
    return listing_of_jobs(
        client, "copy", lambda: copy(client, point, DestinationBackupVaultArn=vault)
    )


def restore_jobs(client: Any) -> Listing:
    point = backed_up(client)
    return listing_of_jobs(client, "restore", lambda: restore(client, point))


def restore_jobs_of_a_resource(client: Any) -> Listing:
    point = backed_up(client)
    return listing_of_jobs(client, "restore", lambda: restore(client, point), ResourceArn=volume())


def scan_jobs(client: Any) -> Listing:
    point = backed_up(client)
    return listing_of_jobs(client, "scan", lambda: scan(client, point))


def summaries(client: Any, kind: str) -> Listing:
    """Rows of one type of resource each, of jobs that were loaded."""
    types = iter(("RDS", "EBS", "S3", "EFS", "FSx", "EC2", "Aurora", "DynamoDB"))
    title = kind.capitalize()

    def make() -> None:
        load_jobs({f"{title}Jobs": [{"ResourceType": next(types)}]})

    return Listing(
        lambda **page: getattr(client, f"list_{kind}_job_summaries")(ResourceType="ANY", **page),
        f"{title}JobSummaries",
        itemgetter("ResourceType"),
        make,
    )


def vaults(client: Any) -> Listing:
    client.delete_backup_vault(**NIGHTLY)
    numbers = count()
    return Listing(
        client.list_backup_vaults,
        "BackupVaultList",
        itemgetter("BackupVaultName"),
        lambda: client.create_backup_vault(BackupVaultName=f"name{next(numbers)}"),
        lambda name: client.delete_backup_vault(BackupVaultName=name),
    )


def plans(client: Any) -> Listing:
    numbers = count()
    return Listing(
        client.list_backup_plans,
        "BackupPlansList",
        itemgetter("BackupPlanId"),
        lambda: create_plan(client, BackupPlanName=f"name{next(numbers)}"),
        lambda name: client.delete_backup_plan(BackupPlanId=name),
    )


def plan_versions(client: Any) -> Listing:
    plan: dict[str, str] = {}

    def make() -> None:
        if plan:
            client.update_backup_plan(**plan, BackupPlan=PLAN)
        else:
            plan["BackupPlanId"] = create_plan(client)

    return Listing(
        lambda **page: client.list_backup_plan_versions(**plan, **page),
        "BackupPlanVersionsList",
        itemgetter("VersionId"),
        make,
    )


def selections(client: Any) -> Listing:
    plan = {"BackupPlanId": client.create_backup_plan(BackupPlan=PLAN)["BackupPlanId"]}
    numbers = count()

    def make() -> None:
        selection = {**SELECTION, "SelectionName": f"name{next(numbers)}"}
        client.create_backup_selection(**plan, BackupSelection=selection)

    return Listing(
        lambda **page: client.list_backup_selections(**plan, **page),
        "BackupSelectionsList",
        itemgetter("SelectionId"),
        make,
        lambda name: client.delete_backup_selection(**plan, SelectionId=name),
    )


def recovery_points(client: Any) -> Listing:
    return Listing(
        lambda **page: client.list_recovery_points_by_backup_vault(**NIGHTLY, **page),
        "RecoveryPoints",
        itemgetter("RecoveryPointArn"),
        lambda: backed_up(client),
        lambda name: client.delete_recovery_point(**NIGHTLY, RecoveryPointArn=name),
    )


def recovery_points_of_a_resource(client: Any) -> Listing:
    listing = recovery_points(client)
    return listing._replace(
        list=lambda **page: client.list_recovery_points_by_resource(ResourceArn=volume(), **page)
    )


def protected_resources(client: Any) -> Listing:
    numbers = count()

    def delete(resource: str) -> None:
        for point in points(client, ByResourceArn=resource):
            client.delete_recovery_point(**NIGHTLY, RecoveryPointArn=point["RecoveryPointArn"])

    return Listing(
        client.list_protected_resources,
        "Results",
        itemgetter("ResourceArn"),
        lambda: backed_up(client, ResourceArn=volume(f"vol-{7 * next(numbers) % 10}")),
        delete,
    )


def protected_resources_of_a_vault(client: Any) -> Listing:
    listing = protected_resources(client)
    return listing._replace(
        list=lambda **page: client.list_protected_resources_by_backup_vault(**NIGHTLY, **page)
    )


REPORT = {
    "ReportDeliveryChannel": {"S3BucketName": "reports"},
    "ReportSetting": {"ReportTemplate": "BACKUP_JOB_REPORT"},
}


def report_plans(client: Any) -> Listing:
    numbers = count()
    return Listing(
        client.list_report_plans,
        "ReportPlans",
        itemgetter("ReportPlanName"),
        lambda: client.create_report_plan(ReportPlanName=f"name{next(numbers)}", **REPORT),
        lambda name: client.delete_report_plan(ReportPlanName=name),
    )


def report_jobs(client: Any) -> Listing:
    client.create_report_plan(ReportPlanName="daily", **REPORT)
    return Listing(
        client.list_report_jobs,
        "ReportJobs",
        itemgetter("ReportJobId"),
        lambda: client.start_report_job(ReportPlanName="daily"),
    )


def tags(client: Any) -> Listing:
    resource, numbers = {"ResourceArn": arn("backup", "backup-vault:nightly")}, count()
    return Listing(
        lambda **page: client.list_tags(**resource, **page),
        "Tags",
        str,
        lambda: client.tag_resource(**resource, Tags={f"key{7 * next(numbers) % 10}": "value"}),
        lambda name: client.untag_resource(**resource, TagKeyList=[name]),
    )


LISTINGS: dict[str, Callable[[Any], Listing]] = {
    "ListBackupJobs": backup_jobs,
    "ListBackupJobSummaries": lambda client: summaries(client, "backup"),
    "ListBackupPlanVersions": plan_versions,
    "ListBackupPlans": plans,
    "ListBackupSelections": selections,
    "ListBackupVaults": vaults,
    "ListCopyJobs": copy_jobs,
    "ListCopyJobSummaries": lambda client: summaries(client, "copy"),
    "ListProtectedResources": protected_resources,
    "ListProtectedResourcesByBackupVault": protected_resources_of_a_vault,
    "ListRecoveryPointsByBackupVault": recovery_points,
    "ListRecoveryPointsByResource": recovery_points_of_a_resource,
    "ListReportJobs": report_jobs,
    "ListReportPlans": report_plans,
    "ListRestoreJobs": restore_jobs,
    "ListRestoreJobSummaries": lambda client: summaries(client, "restore"),
    "ListRestoreJobsByProtectedResource": restore_jobs_of_a_resource,
    "ListScanJobs": scan_jobs,
    "ListScanJobSummaries": lambda client: summaries(client, "scan"),
    "ListTags": tags,
    **added("LISTINGS"),
}
# What is registered, and answers page by page.
PAGED = sorted(
    name
    for name in OPERATIONS.keys() & service_model.operation_names()
    if (answer := service_model.operation(name).output_shape)
    and "NextToken" in service_model.structure(answer).members
)


def filled(client: Any, operation: str) -> Listing:
    """The list of an operation, with its items made."""
    listing = LISTINGS[operation](client)
    for _ in range(listing.number):
        listing.make()
    return listing


@pytest.mark.parametrize("operation", PAGED)
def test_each_is_listed_once_though_those_before_it_are_deleted(
    nightly: Any, operation: str
) -> None:
    listing = filled(nightly, operation)
    names = []
    for page in listing.pages():
        names += page
        for name in page if listing.delete else ():
            listing.delete(name)
    assert len(names) == len(set(names)) == listing.number
    assert listing.names() == ([] if listing.delete else names)


@pytest.mark.parametrize("operation", PAGED)
def test_each_is_listed_once_though_others_are_made(nightly: Any, operation: str) -> None:
    listing = filled(nightly, operation)
    before, pages = listing.names(), listing.pages()
    names = next(pages)
    listing.make()
    listing.make()
    for page in pages:
        names += page
    assert len(names) == len(set(names))
    assert [name for name in names if name in before] == before


@pytest.mark.parametrize(
    "operation", ["ListBackupPlans", "ListBackupSelections", "ListBackupVaults", "ListReportPlans"]
)
def test_what_is_made_between_two_pages_comes_behind_the_others(
    nightly: Any, operation: str
) -> None:
    listing = filled(nightly, operation)
    before, pages = listing.names(), listing.pages()
    names = next(pages)
    for _ in NUMBERS:
        listing.make()
    for page in pages:
        names += page
    assert (names[: len(NUMBERS)], len(names)) == (before, 2 * len(NUMBERS))


def test_one_that_is_made_again_comes_behind_the_others(nightly: Any) -> None:
    listing = filled(nightly, "ListBackupVaults")
    first = listing.list(MaxResults=3)
    nightly.delete_backup_vault(BackupVaultName="name1")
    nightly.create_backup_vault(BackupVaultName="name1")
    rest = listing.list(NextToken=first["NextToken"])[listing.member]
    assert list(map(listing.name, rest)) == ["name3", "name4", "name5", "name1"]


def test_what_moto_had_before_is_listed_once_too(vault: Any) -> None:
    moto_backup_summaries.unregister()
    try:
        for number in NUMBERS:
            vault.create_backup_vault(BackupVaultName=f"name{number}")
    finally:
        moto_backup_summaries.register()
    listing = Listing(
        vault.list_backup_vaults, "BackupVaultList", itemgetter("BackupVaultName"), lambda: None
    )
    names = []
    for page in listing.pages():
        names += page
        for name in page:
            vault.delete_backup_vault(BackupVaultName=name)
    assert names == ["nightly", *(f"name{number}" for number in NUMBERS)]
