"""The page in a real browser: what a person sees, clicks, types and drops."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from calls import RULE, SELECTION, create_plan, volume
from page_browser import Browser, axe, browsing
from page_reader import load, look
from support import client_of, post

MARKUP = "<img src=x onerror=document.title='hacked'>"
VIEWS = ("", "jobs", "vaults", "plans", "report-plans", "rules", "do")
# Drops files at an element as dragging them there does: drop("main", "{}", "{}").
DROP = """
function drop(css, ...contents) {
  const dataTransfer = new DataTransfer();
  for (const content of contents) dataTransfer.items.add(new File([content], "jobs.json"));
  const [zone, options] = [document.querySelector(css), {bubbles: true, cancelable: true}];
  for (const type of ["dragover", "drop"])
    zone.dispatchEvent(new DragEvent(type, {dataTransfer, ...options}));
}
"""
FIELD = "[type=file]"


def jobs() -> dict[str, Any]:
    """Jobs of the last fortnight in several states, types and accounts."""
    now = datetime.now(timezone.utc)
    rows = [
        {
            "BackupJobId": f"job-{number}",
            "State": ("COMPLETED", "FAILED", "COMPLETED", "EXPIRED", "ABORTED")[number % 5],
            "ResourceType": ("EBS", "S3", "DynamoDB")[number % 3],
            "CreationDate": now - timedelta(hours=7 * number),
            "AccountId": ("123456789012", "111111111111")[number % 2],
            **({"StatusMessage": MARKUP, "ResourceName": MARKUP} if number % 5 in (1, 2) else {}),
        }
        for number in range(40)
    ]
    return {"BackupJobs": rows}


@pytest.fixture(scope="module")
def chromium(server_url: str) -> Iterator[Browser]:
    with browsing(server_url) as browser:
        yield browser


@pytest.fixture
def browser(chromium: Browser, fresh_server: str) -> Iterator[Browser]:
    """A browser at an empty server; whatever it complains of in the end is a failure."""
    load(jobs(), fresh_server)
    chromium.complaints()
    chromium.emulate("light", 1200)
    chromium.open()
    yield chromium
    assert chromium.complaints() == []
    post(f"{fresh_server}/moto-api/reset")


def drop(browser: Browser, *documents: Any, at: str = FIELD) -> None:
    browser.run(f"{DROP} drop(...arguments)", at, *map(json.dumps, documents))


def test_each_number_is_the_apis_and_its_click_lists_as_many(browser: Browser) -> None:
    client = client_of(endpoint_url=browser.server)
    counted = client.list_backup_job_summaries(State="ANY")["BackupJobSummaries"]
    browser.open("?account=123456789012&region=us-east-1")
    completed = sum(row["Count"] for row in counted if row["State"] == "COMPLETED")
    cards = {
        it.text: int(browser.one(f"[data-number='{it.text}']").text)
        for it in browser.all(".cards dt")
    }
    assert cards["Completed"] + cards["Completed with issues"] == completed > 0
    for name in ("Failed", "Expired"):
        total = sum(row["Count"] for row in counted if row["State"] == name.upper())
        assert cards[name] == total > 0
    links = [
        (it.get_attribute("href"), int(it.text))
        for it in browser.all("main a")
        if it.text.isdecimal()
    ]
    assert len(links) > 20
    for position in (0, 1, 2, 3, len(links) // 2, len(links) - 1):
        browser.open("?account=123456789012&region=us-east-1")
        address, number = links[position]
        browser.follow(browser.all(f"main a[href='{address.rpartition('/')[2]}']")[0])
        assert len(browser.all("tbody tr")) == number, address


def test_a_click_on_a_bar_lists_its_jobs(browser: Browser) -> None:
    number = int(
        browser.run("return document.querySelector('#bars title').textContent").rpartition(" ")[2]
    )
    browser.follow(browser.all("#bars rect")[0])
    browser.until(lambda: len(browser.all("tbody tr")) == number)


def test_the_text_of_a_job_is_text(browser: Browser) -> None:
    for path in ("jobs", "jobs?state=FAILED"):
        browser.open(path)
        assert MARKUP in browser.text("table")
        assert browser.all("img") == []
        assert "hacked" not in browser.driver.title
    browser.follow(browser.one("a[href*='id=job-1&'], a[href$='id=job-1']"))
    assert MARKUP in browser.text("#content")
    assert browser.all("img") == []


def test_a_file_is_dropped_and_what_is_wrong_in_another_is_told(browser: Browser) -> None:
    browser.open("do")
    drop(browser, {"BackupJobs": [{}, {"State": "FAILED"}]})
    browser.until(lambda: browser.text("#notices") == "2 jobs were loaded into us-east-1.")
    assert browser.complaints() == []
    drop(browser, {"BackupJobs": [{}, {"State": MARKUP}]})
    browser.until(lambda: "BackupJobs[1].State" in browser.text("#notices"))
    assert MARKUP.partition("=")[0] in browser.text("#notices")
    assert browser.all("img") == []
    # The one answer that is an error, as the console and the network tell.
    complaints = browser.complaints()
    assert len(complaints) == 2
    assert all("do/load" in complaint and "400" in complaint for complaint in complaints)


def test_a_file_is_dropped_before_the_page_is_whole(browser: Browser) -> None:
    """As somebody does while a machine is slow: nothing of the page waits for its script."""
    early = """
    new MutationObserver((_, observer) => {
      if (document.querySelector("[type=file]") === null) return;
      observer.disconnect();
      drop("[type=file]", '{"BackupJobs": [{}]}');
    }).observe(document, {childList: true, subtree: true});
    """
    with browser.beginning_with(DROP + early):
        browser.open("do")
        browser.until(lambda: browser.text("#notices") == "1 job was loaded into us-east-1.")


def test_a_file_is_dropped_beside_the_field(browser: Browser) -> None:
    browser.open("do")
    drop(browser, {"BackupJobs": [{}]}, at="h1")
    browser.until(lambda: browser.text("#notices") == "1 job was loaded into us-east-1.")


def test_several_files_are_dropped(browser: Browser) -> None:
    browser.open("do")
    drop(browser, {"BackupJobs": [{}]}, {"CopyJobs": [{}]})
    browser.until(lambda: browser.text("#notices") == "2 jobs were loaded into us-east-1.")


def test_what_a_server_does_not_answer_is_told_and_can_be_sent_again(
    browser: Browser,
) -> None:
    browser.open("do")
    browser.offline(True)
    try:
        browser.one("[value=PT1H]").click()
        browser.until(lambda: browser.text("#notices").startswith("It could not be sent"))
        assert browser.run("return document.querySelector('#notices').role") == "status"
        browser.until(lambda: browser.text("#connection").startswith("moto does not answer"))
    finally:
        browser.offline(False)
    assert "ERR_INTERNET_DISCONNECTED" in "".join(browser.complaints())
    browser.one("[value=PT1H]").click()
    browser.until(lambda: browser.text("#notices").startswith("moto's clock is at "))
    browser.until(lambda: browser.text("#connection") == "")


def test_a_refused_form_says_why_it_was_refused(browser: Browser) -> None:
    """As of a server that began anew behind a page that is older."""
    browser.open("do")
    browser.run("for (const it of document.querySelectorAll('[name=token]')) it.value = 'older'")
    browser.one("[value=PT1H]").click()
    browser.until(lambda: browser.text("#notices").startswith("The form is not of this page"))
    assert all("403" in complaint for complaint in browser.complaints())


def test_a_form_that_is_being_filled_in_stays_when_something_changes(browser: Browser) -> None:
    other = "222222222222"
    assert other not in browser.text("[name=account]")
    load({"BackupJobs": [{"AccountId": other}]}, browser.server)
    browser.until(lambda: other in browser.text("[name=account]"))
    browser.one("[name=state]").send_keys("FAILED")
    number = int(browser.text("[data-number=Expired]"))
    load({"BackupJobs": [{"State": "EXPIRED"}, {"AccountId": "333333333333"}]}, browser.server)
    browser.until(lambda: int(browser.text("[data-number=Expired]")) == number + 1)
    assert browser.one("[name=state]").get_attribute("value") == "FAILED"
    assert "333333333333" not in browser.text("[name=account]")


def test_a_file_is_chosen(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "jobs.json"
    path.write_text(json.dumps({"CopyJobs": [{}]}), encoding="utf-8")
    browser.open("do")
    browser.one("[type=file]").send_keys(str(path))
    browser.one("form[action$='do/load'] button").click()
    browser.until(lambda: browser.text("#notices") == "1 job was loaded into us-east-1.")


def test_a_fortnight_passes_and_fourteen_bars_stand(browser: Browser) -> None:
    post(f"{browser.server}/moto-api/reset")
    client = client_of(endpoint_url=browser.server)
    client.create_backup_vault(BackupVaultName="vault")
    client_of("ec2", endpoint_url=browser.server).create_volume(
        AvailabilityZone="us-east-1a", Size=1
    )
    plan_id = create_plan(client, Rules=[{**RULE, "ScheduleExpression": "cron(0 5 * * ? *)"}])
    selection = {**SELECTION, "Resources": [volume("*")]}
    client.create_backup_selection(BackupPlanId=plan_id, BackupSelection=selection)
    browser.open("do")
    browser.one("[value=P14D]").click()
    browser.until(lambda: browser.text("#notices").startswith("moto's clock is at "))
    now = datetime.fromisoformat(browser.text("#notices").rpartition(" ")[2].rstrip("."))
    browser.open()
    bars = browser.all("#bars .bar")
    assert len(bars) == 14
    # Today counts, whose run may not have come yet.
    assert [len(bar.find_elements("css selector", "rect")) for bar in bars][:-1] == [1] * 13
    completed = int(browser.one("[data-number=Completed]").text)
    assert completed == 13 + (now.hour >= 5)


def test_two_tabs_see_each_others_changes(browser: Browser) -> None:
    driver = browser.driver
    first = driver.current_window_handle
    before = int(browser.one("[data-number=Failed]").text)
    driver.switch_to.new_window("tab")
    second = driver.current_window_handle
    try:
        browser.open("do")
        drop(browser, {"BackupJobs": [{"State": "FAILED"}]})
        browser.until(lambda: browser.text("#notices").startswith("1 job was"))
        browser.open("rules")
        driver.switch_to.window(first)
        browser.until(lambda: int(browser.one("[data-number=Failed]").text) == before + 1)
        browser.open("do")
        for name, value in (("kind", "copy"), ("state", "FAILED")):
            browser.one(f"form[action$='outcome'] [name={name}]").send_keys(value)
        browser.one("form[action$='outcome'] button").click()
        browser.until(lambda: browser.text("#notices") == "The next copy jobs end FAILED.")
        driver.switch_to.window(second)
        browser.until(lambda: "set_job_outcome('copy'" in browser.text("#content"))
    finally:
        driver.switch_to.window(second)
        driver.close()
        driver.switch_to.window(first)


def test_the_focus_stays_where_it_is_when_something_changes(browser: Browser) -> None:
    browser.run("document.querySelector('[data-number=Expired] a').focus()")
    number = int(browser.text("[data-number=Failed]"))
    load({"BackupJobs": [{"State": "FAILED"}]}, browser.server)
    browser.until(lambda: int(browser.text("[data-number=Failed]")) == number + 1)
    assert browser.run("return document.activeElement.closest('dd').dataset.number") == "Expired"


@pytest.mark.parametrize("path", VIEWS)
def test_the_keyboard_alone_reaches_everything(browser: Browser, path: str) -> None:
    browser.open(path)
    number = browser.run(
        """
        const links = "a[href]:not([tabindex='-1']), [tabindex='0']";
        const fields = "button, input:not([type=hidden]), select";
        window.left = new Set(document.querySelectorAll(`${links}, ${fields}`));
        return window.left.size;
        """
    )
    for _ in range(number):
        browser.press("\ue004")  # Tab.
        browser.run("window.left.delete(document.activeElement)")
    left = browser.run("return [...window.left].map(it => it.outerHTML)")
    assert left == []


def test_the_keyboard_follows_a_number(browser: Browser) -> None:
    number = int(browser.text("[data-number=Failed]"))
    browser.run("document.querySelector('[data-number=Failed] a').focus()")
    browser.press("\ue007")  # Enter.
    browser.until(lambda: "jobs?" in browser.driver.current_url)
    browser.until(lambda: len(browser.all("tbody tr")) == number)


@pytest.fixture(scope="module")
def axe_core(tmp_path_factory: pytest.TempPathFactory) -> str:
    return axe(tmp_path_factory.mktemp("axe"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 360])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    browser: Browser, axe_core: str, scheme: str, width: int
) -> None:
    job = next(
        link.address for link in look("jobs", browser.server).links if "/job?" in link.address
    )
    vault = next(
        link.address for link in look("vaults", browser.server).links if "/vault?" in link.address
    )
    browser.emulate(scheme, width)
    for path in (*VIEWS, job, vault, "job"):
        browser.open(path)
        browser.run(axe_core)
        script = "axe.run().then(found => arguments[0](found.violations))"
        violations = browser.driver.execute_async_script(script)
        told = [(it["id"], [node["html"] for node in it["nodes"]]) for it in violations]
        assert told == [], path
        assert browser.run("return document.documentElement.scrollWidth") <= width, path
    # The last path has no job: HTTP 400.
    assert any("400" in complaint for complaint in browser.complaints())
