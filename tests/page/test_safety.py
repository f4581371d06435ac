"""Whom the page answers."""

import logging
import subprocess
import sys

import pytest
import requests
from moto import mock_aws
from page_reader import MOCKED, PAGE, look
from support import unmeasured

from moto_backup_summaries.page import answers
from moto_backup_summaries.page.safety import RefusedError, check_origin


@pytest.mark.parametrize(
    "host",
    [
        *("localhost:5000", "LOCALHOST", "127.0.0.1:5000", "127.8.8.8", "[::1]:5000", "[::1]"),
        *("192.168.1.7:5000", "moto:5000", "moto.localhost", "host.docker.internal:5000"),
        *("motoapi.amazonaws.com", "backup.test.example:5000"),
    ],
)
def test_it_answers_under_its_own_names(host: str) -> None:
    check_origin("GET", host, {}, "backup.test.example")
    check_origin(
        "POST",
        host,
        {"Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"},
        "backup.test.example",
    )


@pytest.mark.parametrize(
    "host",
    ["", "evil.example:5000", "localhost.evil.example", "127.0.0.1.evil.example", "[evil.example]"],
)
def test_it_answers_under_no_foreign_name(host: str) -> None:
    with pytest.raises(RefusedError, match="not served as"):
        check_origin("GET", host, {}, "127.0.0.1")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:8080"},
        {"Origin": "http://[evil"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"},
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_it_answers_no_other_site(method: str, headers: dict[str, str]) -> None:
    with pytest.raises(RefusedError, match="no other site"):
        check_origin(method, "localhost:5000", headers, "127.0.0.1")


def test_a_link_from_elsewhere_is_followed_and_a_form_is_not() -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    check_origin("GET", "localhost:5000", headers, "127.0.0.1")
    with pytest.raises(RefusedError):
        check_origin("POST", "localhost:5000", headers, "127.0.0.1")


def test_a_refusal_is_a_page() -> None:
    with mock_aws():
        page = look(Origin="https://evil.example")
        assert (page.status, "The page answers no other site." in page.text) == (403, True)


def test_nothing_comes_from_elsewhere_or_is_kept() -> None:
    with mock_aws():
        page = look()
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "http" not in policy
        assert "unsafe" not in policy
        assert page.headers["Cache-Control"] == "no-store"
        for name, attributes in page.elements:
            assert not {"style", "onclick"} & attributes.keys(), name
            for value in (attributes.get("src"), attributes.get("href")):
                assert not (value or "").startswith(("http", "//")), name


def test_its_files_are_served_and_no_others() -> None:
    with mock_aws():
        styles = requests.get(f"{MOCKED}{PAGE}style.css", timeout=60)
        assert (styles.status_code, styles.headers["Content-Type"]) == (200, "text/css")
        icon = requests.get(f"{MOCKED}{PAGE}icon.svg", timeout=60)
        assert icon.headers["Content-Type"] == "image/svg+xml"
        assert requests.get(f"{MOCKED}{PAGE}../page/answers.py", timeout=60).status_code == 404


def test_other_methods_are_refused() -> None:
    with mock_aws():
        assert requests.delete(f"{MOCKED}{PAGE}", timeout=60).status_code == 405
        assert requests.head(f"{MOCKED}{PAGE}", timeout=60).status_code == 200


def test_what_fails_is_logged_and_says_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(answers.VIEWS, "rules", ("rules.html", lambda _: {}))
    with mock_aws(), caplog.at_level(logging.CRITICAL, answers.__name__):
        page = look("rules")
    assert (page.status, "Traceback" in page.text) == (500, False)
    assert "see the log of moto" in page.text


def test_a_server_answers_with_and_without_the_slash(fresh_server: str) -> None:
    page = look(server=fresh_server)
    assert page.status == 200
    answer = requests.get(f"{fresh_server}/moto-api/backup", timeout=60)
    assert (answer.status_code, answer.url) == (200, f"{fresh_server}{PAGE}")
    refused = requests.get(f"{fresh_server}{PAGE}", headers={"Host": "evil.example"}, timeout=60)
    assert refused.status_code == 403


def test_without_jinja2_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, answers.__name__)
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with mock_aws():
        page = look()
    assert page.status == 404
    assert "pip install 'moto-backup-summaries[server]'" in page.text


def test_who_does_not_look_at_it_does_not_import_it() -> None:
    program = (
        "import moto_backup_summaries, sys, boto3, moto\n"
        "with moto.mock_aws():\n"
        "    boto3.client('backup', region_name='us-east-1').list_backup_jobs()\n"
        "print([name for name in sys.modules if 'jinja2' in name or '_summaries.page' in name])"
    )
    command = [sys.executable, "-c", program]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, env=unmeasured())
    assert ran.stdout.strip() == "[]"
