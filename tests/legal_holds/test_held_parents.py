"""Composite recovery points and their parts under a legal hold."""

import json
from datetime import datetime, timezone
from typing import Any

import pytest
from calls import points, refused, start
from legal_holds.examples import cancel
from legal_holds.holding import (
    DAY,
    NIGHTLY,
    WEEK,
    arns,
    delete,
    held_message,
    hold_of,
    refused_deletion,
)
from support import client_of

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)

TEMPLATE = {"Resources": {name: {"Type": "AWS::S3::Bucket"} for name in ("A", "B")}}


def backed_up_stack(client: Any, **parameters: Any) -> tuple[str, list[str]]:
    """The recovery points of a stack and of its parts."""
    stack = client_of("cloudformation").create_stack(
        StackName="app", TemplateBody=json.dumps(TEMPLATE)
    )
    start(client, ResourceArn=stack["StackId"], **parameters)
    (parent,) = points(client, ByResourceType="CloudFormation")
    arn = parent["RecoveryPointArn"]
    parts = points(client, ByParentRecoveryPointArn=arn)
    return arn, [part["RecoveryPointArn"] for part in parts]


def resource_of(client: Any, arn: str) -> str:
    point = client.describe_recovery_point(**NIGHTLY, RecoveryPointArn=arn)
    return str(point["ResourceArn"])


def test_a_parent_that_is_held_goes_after_its_last_part_when_the_hold_is_cancelled(
    nightly: Any,
) -> None:
    parent, parts = backed_up_stack(nightly)
    hold_id = hold_of(nightly, ResourceIdentifiers=[resource_of(nightly, parent)])
    for part in parts:
        delete(nightly, part)
    assert arns(nightly) == {parent}
    assert refused_deletion(nightly, parent) == held_message(parent)
    cancel(nightly, hold_id)
    assert arns(nightly) == set()


def test_a_parent_that_is_held_does_not_go_with_a_part_that_is_taken_from_it(nightly: Any) -> None:
    parent, parts = backed_up_stack(nightly)
    hold_of(nightly, ResourceIdentifiers=[resource_of(nightly, parent)])
    for part in parts:
        nightly.disassociate_recovery_point_from_parent(**NIGHTLY, RecoveryPointArn=part)
    assert arns(nightly) == {parent, *parts}


def test_a_part_that_is_held_is_not_taken_from_its_parent(nightly: Any) -> None:
    _, (held, other) = backed_up_stack(nightly)
    hold_id = hold_of(nightly, ResourceIdentifiers=[resource_of(nightly, held)])
    of_held = {**NIGHTLY, "RecoveryPointArn": held}
    operation = "disassociate_recovery_point_from_parent"
    assert refused(nightly, operation, **of_held) == held_message(held)
    nightly.disassociate_recovery_point_from_parent(**NIGHTLY, RecoveryPointArn=other)
    cancel(nightly, hold_id)
    nightly.disassociate_recovery_point_from_parent(**of_held)
    assert arns(nightly) == {held, other}


@pytest.mark.parametrize("days", [7, 30])
def test_a_parent_that_is_held_goes_after_its_parts_whatever_days_it_was_given_meanwhile(
    nightly: Any, clock: Any, days: int
) -> None:
    parent, parts = backed_up_stack(nightly, Lifecycle=WEEK)
    hold_id = hold_of(nightly, ResourceIdentifiers=[resource_of(nightly, parent)])
    for part in parts:
        delete(nightly, part)
    clock.shift(8 * DAY)
    nightly.update_recovery_point_lifecycle(
        **NIGHTLY, RecoveryPointArn=parent, Lifecycle={"DeleteAfterDays": days}
    )
    assert arns(nightly) == {parent}
    cancel(nightly, hold_id)
    assert arns(nightly) == set()


def test_a_parent_that_is_held_outlives_its_parts_that_expire(nightly: Any, clock: Any) -> None:
    parent, parts = backed_up_stack(nightly, Lifecycle=WEEK)
    assert len(parts) == 2
    hold_id = hold_of(nightly, ResourceIdentifiers=[resource_of(nightly, parent)])
    clock.shift(8 * DAY)
    assert arns(nightly) == {parent}
    cancel(nightly, hold_id)
    assert arns(nightly) == set()


def test_a_part_that_is_held_keeps_its_parent(nightly: Any, clock: Any) -> None:
    parent, (held, other) = backed_up_stack(nightly, Lifecycle=WEEK)
    hold_id = hold_of(nightly, ResourceIdentifiers=[resource_of(nightly, held)])
    clock.shift(8 * DAY)
    assert (arns(nightly), other in arns(nightly)) == ({parent, held}, False)
    cancel(nightly, hold_id)
    assert arns(nightly) == set()
