"""Recovery points are found by indexes as they would be by walking all, whatever came and went before."""

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from calls import points, start, volume
from hypothesis import given
from hypothesis import strategies as st
from moto import mock_aws
from support import client_of, frozen_at

from moto_backup_summaries import load_jobs

NOW = datetime(2026, 3, 31, 12, tzinfo=timezone.utc)
VAULTS = ("nightly", "weekly")
RESOURCES = (volume("vol-1"), "arn:aws:s3:::bucket")
# Few values each, so that ARNs, moments and resources repeat, within a document and from one to another.
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "State": st.sampled_from(["COMPLETED", "PARTIAL", "FAILED", "RUNNING"]),
            "BackupVaultName": st.sampled_from(VAULTS),
            "CreationDate": st.integers(0, 5).map(lambda n: NOW - timedelta(hours=18 * n)),
        },
        optional={
            "ResourceArn": st.sampled_from(RESOURCES),
            "RecoveryPointArn": st.sampled_from("abc").map(
                "arn:aws:ec2:us-east-1::image/{}".format
            ),
        },
    ),
    max_size=8,
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("load"), ROWS),
        st.tuples(st.just("start"), st.sampled_from(VAULTS)),
        st.tuples(st.just("delete"), st.integers(0, 9)),
        # An ARN that was made up comes again with a row of another vault, or of the same.
        st.tuples(st.just("load again"), st.tuples(st.integers(0, 9), st.sampled_from(VAULTS))),
        st.tuples(st.just("look"), st.integers(1, 4)),
    ),
    max_size=8,
)


def every_point(client: Any) -> list[Any]:
    return [point for vault in VAULTS for point in points(client, vault)]


def paged(client: Any, operation: str, size: int, **parameters: Any) -> list[Any]:
    member = "Results" if "protected" in operation else "RecoveryPoints"
    pages = client.get_paginator(operation).paginate(
        **parameters, PaginationConfig={"PageSize": size}
    )
    return [item for page in pages for item in page[member]]


def take(client: Any, step: str, detail: Any) -> None:
    if step == "load":
        load_jobs({"BackupJobs": detail})
    elif step == "start":
        start(client, BackupVaultName=detail)
    elif step == "look":
        check(client, detail)
    elif found := every_point(client):
        index, *vault = (detail,) if step == "delete" else detail
        chosen = found[index % len(found)]
        named = {name: chosen[name] for name in ("BackupVaultName", "RecoveryPointArn")}
        if step == "delete":
            client.delete_recovery_point(**named)
            assert chosen["RecoveryPointArn"] not in arns(client, chosen["BackupVaultName"])
        else:
            before = arns(client, vault[0])
            load_jobs({"BackupJobs": [{**named, "BackupVaultName": vault[0]}]})
            assert arns(client, vault[0]) == before | {chosen["RecoveryPointArn"]}


def arns(client: Any, vault: str) -> set[str]:
    return {point["RecoveryPointArn"] for point in points(client, vault)}


def check(client: Any, size: int) -> None:
    """Every list, page and count tells of the same recovery points."""
    numbers = {
        vault["BackupVaultName"]: vault["NumberOfRecoveryPoints"]
        for vault in client.list_backup_vaults()["BackupVaultList"]
    }
    for vault in VAULTS:
        named = {"BackupVaultName": vault}
        listed = points(client, vault)
        assert numbers[vault] == len(listed) == len(arns(client, vault))
        in_pages = paged(client, "list_recovery_points_by_backup_vault", size, **named)
        assert in_pages == listed == newest_first(listed)
        by_type = points(client, vault, ByResourceType="S3")
        assert by_type == [point for point in listed if point["ResourceType"] == "S3"]
        check_resources(client, size, listed, "list_protected_resources_by_backup_vault", **named)
        for point in listed:
            arn = point["RecoveryPointArn"]
            described = client.describe_recovery_point(**named, RecoveryPointArn=arn)
            assert described["CreationDate"] == point["CreationDate"]
    every = every_point(client)
    check_resources(client, size, every, "list_protected_resources")
    for resource in {point["ResourceArn"] for point in every}:
        found = paged(client, "list_recovery_points_by_resource", size, ResourceArn=resource)
        assert found == newest_first(found)
        assert sorted(map(place, found)) == sorted(
            place(point) for point in every if point["ResourceArn"] == resource
        )
        told = client.describe_protected_resource(ResourceArn=resource)
        assert told["LastRecoveryPointArn"] == found[0]["RecoveryPointArn"]


def check_resources(
    client: Any, size: int, listed: Sequence[Any], operation: str, **named: Any
) -> None:
    resources = paged(client, operation, size, **named)
    newest = {point["ResourceArn"]: point["CreationDate"] for point in newest_first(listed)[::-1]}
    assert [(it["ResourceArn"], it["LastBackupTime"]) for it in resources] == sorted(newest.items())


def place(point: Any) -> tuple[Any, ...]:
    return point["CreationDate"], point["RecoveryPointArn"], point["BackupVaultName"]


def newest_first(listed: Sequence[Any]) -> list[Any]:
    return sorted(listed, key=lambda point: point["CreationDate"], reverse=True)


@given(STEPS)
def test_every_list_tells_of_the_same_recovery_points(steps: list[tuple[str, Any]]) -> None:
    with frozen_at(NOW), mock_aws():
        client = client_of()
        for vault in VAULTS:
            client.create_backup_vault(BackupVaultName=vault)
        for step, detail in steps:
            take(client, step, detail)
        check(client, 3)


@given(st.lists(ROWS, min_size=1, max_size=3), st.integers(1, 3))
def test_what_comes_and_goes_between_two_pages_moves_no_other(
    documents: list[list[dict[str, Any]]], size: int
) -> None:
    with frozen_at(NOW), mock_aws():
        client = client_of()
        client.create_backup_vault(BackupVaultName="nightly")
        for rows in documents:
            load_jobs({"BackupJobs": rows})
        expected = points(client)
        ask = client.list_recovery_points_by_backup_vault
        page = ask(BackupVaultName="nightly", MaxResults=size)
        found = page["RecoveryPoints"]
        while "NextToken" in page:
            start(client)
            gone = found[-1]["RecoveryPointArn"]
            client.delete_recovery_point(BackupVaultName="nightly", RecoveryPointArn=gone)
            token = page["NextToken"]
            page = ask(BackupVaultName="nightly", MaxResults=size, NextToken=token)
            found += page["RecoveryPoints"]
        assert found == expected
