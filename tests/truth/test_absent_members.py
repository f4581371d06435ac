"""Every member of every answer: filled somewhere, or absent for a reason that is written down."""

from typing import Any

import boto3
import pytest
from botocore import xform_name
from moto import mock_aws

from truth.absent_members import ABSENT
from truth.calls import NOW, REGION, at
from truth.every_answer import ask_everything
from truth.seen_members import Asked, paths_of

MODEL = (
    boto3.Session(region_name=REGION)
    .client("backup", aws_access_key_id="testing", aws_secret_access_key="testing")
    .meta.service_model
)


@pytest.fixture(scope="module")
def asked() -> Asked:
    with pytest.MonkeyPatch.context() as environment:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            environment.setenv(name, "testing")
        with at(NOW) as clock, mock_aws():
            found = Asked()
            ask_everything(clock, found)
    return found


def members(operation: str) -> set[str]:
    """All that the installed botocore knows of an answer."""
    return set(paths_of(MODEL.operation_model(operation).output_shape))


def answered() -> list[str]:
    """The operations that are answered, as far as they have an answer to compare."""
    with at(NOW), mock_aws():
        client = boto3.client(
            "backup",
            region_name=REGION,
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
        )
        return [name for name in MODEL.operation_names if _is_answered(client, name)]


def _is_answered(client: Any, name: str) -> bool:
    shape = MODEL.operation_model(name).input_shape
    try:
        getattr(client, xform_name(name))(**(_any(shape) if shape else {}))
    except client.exceptions.ClientError as error:
        return error.response["ResponseMetadata"]["HTTPStatusCode"] != 501
    return True


def _any(shape: Any) -> Any:
    """A value that botocore sends for a parameter."""
    if shape.type_name == "structure":
        return {name: _any(shape.members[name]) for name in shape.required_members}
    values = {"list": [], "map": {}, "integer": 1, "long": 1, "boolean": True, "timestamp": NOW}
    return values.get(shape.type_name, "none")


def test_each_member_is_filled_or_absent_for_a_reason(asked: Asked) -> None:
    missing = {
        operation: sorted(members(operation) - seen - ABSENT.get(operation, {}).keys())
        for operation, seen in asked.seen.items()
    }
    assert {operation: names for operation, names in missing.items() if names} == {}


def test_what_is_absent_for_a_reason_is_absent(asked: Asked) -> None:
    filled = {
        operation: sorted(reasons.keys() & asked.seen[operation])
        for operation, reasons in ABSENT.items()
    }
    assert {operation: names for operation, names in filled.items() if names} == {}


def test_every_reason_is_of_a_member_that_botocore_knows() -> None:
    # An older botocore knows fewer operations and members than the table.
    known = {name: members(name) for name in ABSENT if name in MODEL.operation_names}
    unknown = {name: set(ABSENT[name]) - known[name] for name in known}
    assert {name: found for name, found in unknown.items() if found} == {}


def test_every_operation_that_is_answered_was_asked(asked: Asked) -> None:
    assert sorted(set(answered()) - asked.seen.keys()) == []


def test_nothing_that_was_asked_was_refused(asked: Asked) -> None:
    assert asked.refused == {}
