"""The judges find what they are there to find, and right requests are right."""

import json
from random import Random
from typing import Any

import pytest
from botocore.validate import ParamValidator

from .answers import Answer, complaints
from .generator import request_number
from .health import SickError, check_health
from .plugin import INJECTED
from .right import Known, parameters
from .run import absurd_and_healthy, run
from .transports import transport
from .wire import MODEL, Request, moto_request, request_of

JSON = {
    "content-type": "application/json",
    "x-amzn-errortype": "InvalidRequestException",
    "x-amzn-requestid": "1",
}
LIST = request_of("ListBackupJobs", {})


def answer(document: Any, status: int = 200) -> Answer:
    return Answer(status, JSON, json.dumps(document).encode())


def error(status: int = 400, **members: Any) -> Answer:
    type_name = "InvalidParameterValueException"
    return answer({"__type": type_name, "Message": "m", **members}, status)


@pytest.mark.parametrize(
    "right",
    [
        answer({"BackupJobs": [{"BackupJobId": "a", "CreationDate": 5.5}]}),
        error(),
        error(501, Message="ListFrameworks is not implemented"),
        error(500, Message=INJECTED),
    ],
)
def test_a_right_answer_is_accepted(right: Answer) -> None:
    assert list(complaints(LIST, right)) == []


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        (Answer(missing="KeyError is raised"), "KeyError is raised"),
        (Answer(404, JSON, b"<!doctype html>\n<html>"), "HTML with status 404"),
        (Answer(500, JSON, b"Traceback (most recent call last):"), "a traceback"),
        (error(500), "status 500"),
        (error(__type="ConflictException"), "ListBackupJobs does not declare ConflictException"),
        (error(501), "status 501"),
        (answer({"__type": "X", "message": "m"}, 400), "without Message"),
        (Answer(200, {"content-type": "text/html"}, b"{}"), "JSON sent as text/html"),
        (answer({"BackupJobs": 5}), "is no list"),
        (answer({"BackupJobs": [{"State": "DONE"}]}), "not in enum"),
        (answer({"BackupJobs": [{"CreationDate": float("nan")}]}), "NaN is no JSON"),
        (answer({"BackupJobs": [{"BackupSizeInBytes": 10**30}]}), "more than 64 bits"),
        (answer({"BackupJobs": [{"CreationDate": 10**15}]}), "botocore cannot read it"),
        (answer({"NextToken": "\ud800"}), "a lone surrogate"),
        (Answer(400, {"content-type": "application/json"}, b'{"__type": ""}'), "the header"),
    ],
)
def test_a_wrong_answer_is_found(wrong: Answer, complaint: str) -> None:
    assert complaint in " ".join(complaints(LIST, wrong))


@pytest.mark.parametrize(
    ("status", "body", "complaint"),
    [
        (400, b'{"error": "why"}', ""),
        (201, b'{"loaded": 1, "regions": ["us-east-1"]}', ""),
        (400, b"{}", 'an error without {"error": text}'),
        (404, b"nothing here", "no JSON"),
    ],
)
def test_the_plugin_s_own_answers_are_judged(status: int, body: bytes, complaint: str) -> None:
    found = " ".join(
        complaints(moto_request("POST", "static/backup/jobs", {}), Answer(status, JSON, body))
    )
    assert complaint in found
    assert bool(found) == bool(complaint)


@pytest.mark.parametrize("operation", MODEL.operation_names)
def test_right_parameters_are_what_botocore_takes(operation: str) -> None:
    shape = MODEL.operation_model(operation).input_shape
    for seed in range(20):
        if shape is None:
            continue
        values = parameters(operation, Random(seed), Known())
        report = ParamValidator().validate(values, shape)
        assert not report.has_errors(), report.generate_report()


def test_a_seed_makes_the_same_requests_again() -> None:
    requests = [[request_number(number, 5, Known()) for number in range(300)] for _ in range(2)]
    assert requests[0] == requests[1]
    operations = {request.operation for request in requests[0]}
    assert len(operations) > 60


class Broken:
    """A moto that answers nothing but `{}`."""

    command = "python -m fuzz"

    def send(self, request: Request) -> Answer:
        members = {"BackupPlanId": "p"} if request.operation == "CreateBackupPlan" else {}
        return answer(members)

    def pass_time(self, seconds: float) -> None:
        pass

    def begin_again(self) -> None:
        pass


def test_a_sick_moto_is_found() -> None:
    with pytest.raises(SickError, match="BackupVaultList"):
        check_health(Broken())
    found = run(Broken(), seed=1, requests=5, before_check=5)
    assert found.requests == 5
    (sick,) = [text for text in map(str, found.firsts.values()) if text.startswith("sick")]
    assert "python -m fuzz --seed 1 --requests 5" in sick
    assert any(it.complaint.startswith("sick") for it in absurd_and_healthy(Broken(), 1, 2))


def test_a_well_moto_is_well() -> None:
    with transport(over_http=False) as asking:
        asking.begin_again()
        for _ in range(3):
            check_health(asking)
