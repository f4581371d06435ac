"""What the endpoints answer to requests that no test means to send."""

from typing import Any

import pytest
import requests

MOTO = "http://motoapi.amazonaws.com/moto-api"
JOBS = f"{MOTO}/static/backup/jobs"
TAKES_A_DOCUMENT = [JOBS, f"{MOTO}/config", f"{MOTO}/state-manager/set-transition"]


def refused(answer: requests.Response) -> str:
    """The error of an answer that is one."""
    document: dict[str, Any] = answer.json()
    assert (answer.status_code, list(document)) == (400, ["error"])
    return str(document["error"])


@pytest.mark.usefixtures("mocked_backup")
class TestARequest:
    def test_of_another_method_is_refused(self) -> None:
        said = refused(requests.put(JOBS, json={}, timeout=30))
        assert said == "Invalid value for the method: got 'PUT', accepts GET, POST and DELETE"

    @pytest.mark.parametrize("url", TAKES_A_DOCUMENT)
    def test_whose_body_is_no_gzip_is_refused(self, url: str) -> None:
        headers = {"Content-Encoding": "gzip"}
        said = refused(requests.post(url, data=b"{}", headers=headers, timeout=30))
        assert "gzip" in said

    @pytest.mark.parametrize("url", TAKES_A_DOCUMENT)
    def test_whose_body_is_no_object_is_refused(self, url: str) -> None:
        said = refused(requests.post(url, data=b"[]", timeout=30))
        assert said == "The request's body does not contain a JSON object"

    def test_for_settings_that_are_no_object_is_refused(self) -> None:
        said = refused(requests.post(f"{MOTO}/config", json={"backup": 5}, timeout=30))
        assert said.startswith("Invalid value for backup: got 5, accepts an object with ")
