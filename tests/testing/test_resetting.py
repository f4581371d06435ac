"""The endpoint that lets a server's moto be as it was before a test."""

from typing import Any

import pytest
import requests
from moto import mock_aws
from moto.core.config import default_user_config, passthrough_service
from support import post, raw

from moto_backup_summaries.control.resetting import KeptByMoto

RESET = "/moto-api/static/backup/reset"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            {"resets": ["ec3"]},
            "Invalid value for resets: got 'ec3', accepts names of services as moto has them",
        ),
        ({"resets": 3}, 'Invalid value for resets: got 3, accepts "all", or a list of services'),
        ({"reset": "all"}, "Invalid value for the document: got 'reset', accepts one of resets"),
    ],
)
def test_what_is_invalid_is_refused(fresh_server: str, body: Any, text: str) -> None:
    answer = requests.post(fresh_server + RESET, json=body, timeout=60)
    assert answer.status_code == 400
    assert answer.json()["error"].startswith(text)


def test_all_services_are_reset_by_default(fresh_server: str) -> None:
    post(f"{fresh_server}/moto-api/static/backup/jobs", {"BackupJobs": [{}]})
    assert post(fresh_server + RESET, {}) == {"status": "ok"}
    assert raw(f"{fresh_server}/moto-api/static/backup/jobs") == (200, {})


def test_who_sends_nothing_means_all_services(fresh_server: str) -> None:
    post(f"{fresh_server}/moto-api/static/backup/jobs", {"BackupJobs": [{}]})
    assert post(fresh_server + RESET) == {"status": "ok"}
    assert raw(f"{fresh_server}/moto-api/static/backup/jobs") == (200, {})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("jobs", "the document has none of BackupJobs"),
        ("outcomes", "Invalid value for outcomes: got None, accepts a list"),
        ("clock", "Invalid value for clock: got {}, accepts"),
    ],
)
def test_where_something_is_to_be_sent_it_is_named(fresh_server: str, name: str, text: str) -> None:
    answer = requests.post(f"{fresh_server}/moto-api/static/backup/{name}", timeout=60)
    assert (answer.status_code, answer.json()["error"][: len(text)]) == (400, text)


def test_it_is_only_posted_to(fresh_server: str) -> None:
    assert raw(fresh_server + RESET) == (
        400,
        {"error": "Invalid value for the method: got 'GET', accepts POST"},
    )


def test_under_a_mock_there_is_none() -> None:
    with mock_aws():
        answer = requests.post(f"http://motoapi.amazonaws.com{RESET}", json={}, timeout=60)
    assert answer.json()["error"].endswith("there the end of the mock resets moto")


@pytest.mark.parametrize(("method", "id_"), [("GET", "7"), ("DELETE", "x")])
def test_a_rule_is_found_by_its_id(fresh_server: str, method: str, id_: str) -> None:
    url = f"{fresh_server}/moto-api/static/backup/outcomes"
    rule = {"kind": "backup", "state": "FAILED"}
    assert post(url, {"outcomes": [rule, rule]}) == {"set": 2, "ids": [1, 2]}
    assert raw(f"{url}?id=2")[1]["outcomes"] == [{**rule, "times_used": 0}]
    assert raw(f"{url}?id=2", "DELETE") == (200, {"status": "ok"})
    assert len(raw(url)[1]["outcomes"]) == 1
    assert raw(f"{url}?id={id_}", method) == (
        400,
        {"error": f"Invalid value for id: got {id_!r}, accepts one of 1, 2"},
    )


@pytest.mark.parametrize("is_replaced", [False, True])
def test_settings_within_settings_are_as_before_in_a_mock_that_was_made_before(
    is_replaced: bool,
) -> None:
    made_before, kept = mock_aws(), KeptByMoto()
    core: Any = default_user_config["core"]
    if is_replaced:
        core["passthrough"] = {"services": ["ec2"], "urls": []}
    else:
        core["passthrough"]["services"].append("ec2")
    kept.put_back()
    with made_before:
        assert not passthrough_service("ec2")
