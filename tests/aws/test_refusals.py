"""The one text of refusals, and the errors' codes."""

import pytest

from moto_backup_summaries.backup.aws import errors
from moto_backup_summaries.backup.aws.errors import (
    AlreadyExistsException,
    InvalidParameterValueException,
    refusal,
)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a", "'a'"),
        ("it's", '"it\'s"'),
        ("", "''"),
        (1, "1"),
        (None, "None"),
        (["a"], "['a']"),
        # A long text is cut.
        ("x" * 200, repr("x" * 200)),
        ("x" * 200 + "y", repr("x" * 200 + "…")),
        ("x" * 1_000, repr("x" * 200 + "…")),
        (["x"] * 40, repr(["x"] * 40)),
    ],
)
def test_a_refusal_names_what_it_got_and_what_it_accepts(value: object, shown: str) -> None:
    text = f"Invalid value for State: got {shown}, accepts one of A, B"
    assert refusal("State", value, "one of A, B") == text
    error = InvalidParameterValueException.of("State", value, "one of A, B")
    assert (error.code, error.message) == ("InvalidParameterValueException", text)


@pytest.mark.parametrize(
    "code",
    [
        "UnknownOperationException",
        "NotImplementedException",
        "InvalidParameterValueException",
        "AccessDeniedException",
        "InvalidRequestException",
        "LimitExceededException",
        "MissingParameterValueException",
        "ResourceNotFoundException",
        "SerializationException",
    ],
)
def test_an_error_has_the_code_that_clients_know_it_by(code: str) -> None:
    error = getattr(errors, code)("Why")
    assert (error.code, error.message) == (code, "Why")


@pytest.mark.parametrize(
    ("arn", "request_id", "members"),
    [
        ("arn:aws:s3:::b", "once", {"Arn": "arn:aws:s3:::b", "CreatorRequestId": "once"}),
        ("arn:aws:s3:::b", None, {"Arn": "arn:aws:s3:::b"}),
        (None, "once", {"CreatorRequestId": "once"}),
        (None, "", {}),
    ],
)
def test_what_exists_tells_its_arn_and_who_made_it_where_these_are_known(
    arn: str | None, request_id: str | None, members: dict[str, str]
) -> None:
    error = AlreadyExistsException("There is one", Arn=arn, CreatorRequestId=request_id)
    assert (error.code, error.message) == ("AlreadyExistsException", "There is one")
    assert error.members == members
