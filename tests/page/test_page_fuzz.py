"""Whatever anybody sends to the page: no failure, no traceback, and no markup of theirs."""

from typing import Any

import requests
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st
from moto import mock_aws
from page_reader import ELEMENTS, MOCKED, PAGE, Page, load, look
from support import ACCOUNT, REGION

from moto_backup_summaries.page.filters import NAMES
from moto_backup_summaries.page.views import VIEWS

MARKUP = "\"'><img src=x onerror=alert(1)></title><script>alert(2)</script>"
# Values that are right somewhere, so that some requests come through, and such as nobody expects.
VALUES = st.sampled_from(
    [
        *(
            "backup",
            "copy",
            "restore",
            "scan",
            "7",
            "14",
            ACCOUNT,
            REGION,
            "FAILED",
            "EBS",
            "SUCCESS",
        ),
        *("problems", "with-issues", "Default", "2026-03-01T00:00:00Z", "0", "999999999", "P1D"),
        *(
            MARKUP,
            "",
            " ",
            "\0",
            "\ud7ff",
            "%",
            "-1",
            "1e999",
            "nan",
            "9999-12-31T23:59:59Z",
            "x" * 5000,
        ),
    ]
) | st.text(max_size=20)
NAME = st.sampled_from(
    [
        *NAMES,
        *("id", "name", "arn", "next", "notice", "seal", "token", "times", "state", "resource"),
    ]
) | st.text(max_size=5)
FIELDS = st.lists(st.tuples(NAME, VALUES), max_size=6)
PATH = st.sampled_from(
    [*VIEWS, *VIEWS, "document", "account", "changes", "style.css", MARKUP, "../..", "do/x"]
)
FORM = st.sampled_from(["load", "clock", "outcome", "fault", "remove-rules", "backup", "x"])
# Most requests have none that the page refuses them for.
HEADERS = st.sampled_from([True, False, False, False]).flatmap(
    lambda some: st.dictionaries(
        st.sampled_from(["Cookie", "Origin", "Sec-Fetch-Site", "Sec-Fetch-Mode", "Content-Type"]),
        st.sampled_from(
            ["a=b; =;;", "null", "cross-site", "none", "multipart/form-data; boundary="]
        )
        | st.text("abc<>&\"';=/:", max_size=20),
        max_size=3 if some else 0,
    )
)
# A mock is as good as new for every example, and making one takes longer than the request.
FUZZED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def judge(answer: requests.Response) -> None:
    event(f"HTTP {answer.status_code}")
    assert answer.status_code < 500, answer.text
    assert "Traceback" not in answer.text
    if answer.headers["Content-Type"].startswith("text/html") and answer.text:
        page = Page(answer)
        assert {name for name, _ in page.elements} <= ELEMENTS
        scripts = [attributes for name, attributes in page.elements if name == "script"]
        assert [it["src"] for it in scripts] == [f"{PAGE}page.js"]
        assert not any(name.startswith("on") for _, it in page.elements for name in it)


@FUZZED
@example(path="", fields=[("kind", MARKUP)], headers={})
@example(path="jobs", fields=[], headers={})
@given(path=PATH, fields=FIELDS, headers=HEADERS)
def test_whatever_is_asked(path: str, fields: Any, headers: dict[str, str]) -> None:
    with mock_aws():
        load({"BackupJobs": [{"State": "FAILED", "StatusMessage": MARKUP}, {}]})
        address = f"{MOCKED}{PAGE}{requests.utils.quote(path)}"
        judge(requests.get(address, fields, headers=headers, timeout=60, allow_redirects=False))


@FUZZED
@example(form="outcome", fields=[("kind", MARKUP), ("state", "FAILED")], headers={})
@given(form=FORM, fields=FIELDS, headers=HEADERS)
def test_whatever_is_sent(form: str, fields: Any, headers: dict[str, str]) -> None:
    with mock_aws():
        inputs = [it for name, it in look("do").elements if name == "input"]
        token = next(it["value"] for it in inputs if it.get("name") == "token")
        data = [("token", token), *fields]
        address = f"{MOCKED}{PAGE}do/{form}"
        judge(requests.post(address, data, headers=headers, timeout=60))


@FUZZED
@given(
    content=st.binary(max_size=50)
    | st.sampled_from(
        [b'{"BackupJobs": 1}', b"[]", b"{}", b"\xff\xfe", b"\x1f\x8b", b"Backup Job ID\n\0"]
    )
)
def test_whatever_file_is_loaded(content: bytes) -> None:
    with mock_aws():
        inputs = [it for name, it in look("do").elements if name == "input"]
        token = next(it["value"] for it in inputs if it.get("name") == "token")
        files = {"document": ("jobs.json", content)}
        judge(requests.post(f"{MOCKED}{PAGE}do/load", {"token": token}, files=files, timeout=60))
