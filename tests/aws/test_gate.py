"""The gate: what is read of a request, and what is refused before any operation sees it."""

import gzip
import json
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest
from moto.core.exceptions import ServiceException

from moto_backup_summaries.backup.aws.gate import parameters
from moto_backup_summaries.backup.aws.requests import MOST_BYTES
from moto_backup_summaries.backup.aws.service_model import operation
from moto_backup_summaries.backup.frame.incoming import body_of


def refusal(name: str, body: bytes) -> str:
    with pytest.raises(ServiceException) as caught:
        parameters(operation(name), {}, "", body)
    return f"{caught.value.code}: {caught.value.message}"


def test_a_list_has_its_bounds() -> None:
    scope = {"ComplianceResourceIds": []}
    controls = [{"ControlName": "c", "ControlScope": scope}]
    body = json.dumps({"FrameworkName": "f", "FrameworkControls": controls}).encode()
    assert refusal("CreateFramework", body) == (
        "InvalidParameterValueException: Invalid value for "
        "FrameworkControls[0].ControlScope.ComplianceResourceIds: got '0 items', "
        "accepts 1 to 100 items"
    )


def test_a_body_is_not_longer_than_any_operation_needs() -> None:
    assert refusal("StartBackupJob", b" " * (MOST_BYTES + 1)) == (
        f"SerializationException: The request's body is longer than {MOST_BYTES} bytes"
    )


def prepared(body: Any, **headers: str) -> Any:
    return AWSPreparedRequest("PUT", "http://x/", headers, body, stream_output=False)


@pytest.mark.parametrize("body", ["{}", b"{}"])
def test_a_body_comes_as_text_or_bytes(body: Any) -> None:
    assert body_of(prepared(body)) == b"{}"


def test_a_request_without_a_body_has_an_empty_one() -> None:
    assert body_of(prepared(None)) == b""


def test_a_packed_body_is_unpacked_once() -> None:
    request = prepared(gzip.compress(b"{}"), **{"Content-Encoding": "gzip"})
    assert body_of(request) == b"{}"
    assert "Content-Encoding" not in request.headers
