"""What an operation's model does not declare, it does not answer."""

from typing import Any

import pytest
from moto import mock_aws
from support import client_of, new_client

from moto_backup_summaries.backup.aws.errors import declared_by, declared_code
from moto_backup_summaries.backup.aws.service_model import operation, operation_names

DECLARED = {code for name in operation_names() for code in declared_by(operation(name))}


def error_of(client: Any, called: str, **parameters: Any) -> tuple[str, str]:
    with pytest.raises(client.exceptions.ClientError) as caught:
        getattr(client, called)(**parameters)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def test_an_id_that_no_report_job_has_is_not_found(mocked_backup: Any) -> None:
    code, message = error_of(mocked_backup, "describe_report_job", ReportJobId="a\0b")
    assert code == "ResourceNotFoundException"
    assert message == (
        "Invalid value for ReportJobId: got 'a\\x00b', accepts text without NUL and lone surrogates"
    )


# What declares no error of its parameters answers one that it has, or one of those that any operation may.
REFUSED = {
    "describe_report_job": ({"ReportJobId": "x"}, "ResourceNotFoundException"),
    "describe_global_settings": ({}, "InvalidRequestException"),
    "describe_region_settings": ({}, "ValidationException"),
    "get_supported_resource_types": ({}, "ValidationException"),
    "list_backup_vaults": ({}, "InvalidParameterValueException"),
}


@pytest.mark.parametrize("called", REFUSED)
@mock_aws
def test_a_region_that_is_none_is_refused_by_what_an_operation_declares(called: str) -> None:
    asked, code = REFUSED[called]
    accepted = "a region that moto has AWS Backup in"
    said = f"Invalid value for region: got 'moon-1', accepts {accepted}"
    assert error_of(client_of(region_name="moon-1"), called, **asked) == (code, said)


@pytest.mark.parametrize("called", REFUSED)
@mock_aws
def test_an_account_that_is_none_is_refused_by_what_an_operation_declares(called: str) -> None:
    client = new_client()

    def of_account(params: Any, **_: Any) -> None:
        params["headers"]["x-moto-account-id"] = "12345"

    client.meta.events.register("before-call.backup", of_account)
    asked, code = REFUSED[called]
    said = "Invalid value for x-moto-account-id: got '12345', accepts an account id of 12 digits"
    assert error_of(client, called, **asked) == (code, said)


def test_settings_that_are_wrong_are_told_by_what_an_operation_declares() -> None:
    with mock_aws(config={"backup": {"include_today": 1}}):  # type: ignore[typeddict-unknown-key]
        code, _ = error_of(client_of(), "list_backup_job_summaries")
    assert code == "InvalidParameterValueException"


@pytest.mark.parametrize("name", operation_names())
def test_each_operation_declares_what_stands_for_each_error(name: str) -> None:
    model = operation(name)
    assert {declared_code(code, model) for code in DECLARED} <= {
        *declared_by(model),
        "ValidationException",
    }
    kept = {code for code in DECLARED if declared_code(code, model) == code}
    assert kept == {*declared_by(model)}


def test_an_error_that_none_declares_stands_for_itself() -> None:
    assert declared_code("AccessDeniedException", operation("ListTags")) == "AccessDeniedException"
