"""Chromium without a window, driven as a person would, and what it has met on the way."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from page_reader import PAGE
from support import skip_without_npm_registry

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
NPM = shutil.which("npm")


class Browser:
    """A tab at a server's page. pages are looked at by their paths below /moto-api/backup/."""

    def __init__(self, driver: Any, server: str) -> None:
        self.driver = driver
        self.server = server

    def open(self, path: str = "") -> None:
        self.run("window.isLeft = true")
        self.driver.get(path if path.startswith("http") else f"{self.server}{PAGE}{path}")
        # On a busy machine the driver comes back before the page is there.
        self.until_new()

    def follow(self, link: Any) -> None:
        """Click a link, and wait for the page that it leads to."""
        self.run("window.isLeft = true")
        link.click()
        self.until_new()

    def until_new(self) -> None:
        whole = "return !window.isLeft && document.readyState === 'complete'"
        self.until(lambda: self.run(whole))

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def all(self, css: str) -> list[Any]:
        return list(self.driver.find_elements("css selector", css))

    def one(self, css: str) -> Any:
        (found,) = self.all(css)
        return found

    def text(self, css: str) -> str:
        """The text of an element, hidden or not."""
        return str(self.run("return document.querySelector(arguments[0]).textContent", css)).strip()

    def until(self, is_so: Callable[[], object]) -> None:
        """Wait until something is so, for half a minute at most."""
        from selenium.common.exceptions import (
            NoSuchElementException,
            StaleElementReferenceException,
        )
        from selenium.webdriver.support.ui import WebDriverWait

        ignored = (NoSuchElementException, StaleElementReferenceException)
        WebDriverWait(self.driver, 30, 0.1, ignored).until(lambda _: is_so())

    def press(self, *keys: str) -> None:
        from selenium.webdriver.common.action_chains import ActionChains

        ActionChains(self.driver).send_keys(*keys).perform()

    def emulate(self, scheme: str, width: int, height: int = 900) -> None:
        """Be a screen of so many pixels, in light or dark."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    @contextmanager
    def beginning_with(self, script: str) -> Iterator[None]:
        """Within it, each page runs a script before its own."""
        command = "{}ScriptToEvaluateOnNewDocument"
        added = self.driver.execute_cdp_cmd(f"Page.{command.format('add')}", {"source": script})
        try:
            yield
        finally:
            self.driver.execute_cdp_cmd(f"Page.{command.format('remove')}", added)

    def offline(self, is_offline: bool) -> None:
        """Be without a network, as beside a server that has ended, or with one again."""
        conditions = {"offline": is_offline, "latency": 0}
        speeds = {"downloadThroughput": -1, "uploadThroughput": -1}
        self.driver.execute_cdp_cmd("Network.enable", {})
        self.driver.execute_cdp_cmd("Network.emulateNetworkConditions", {**conditions, **speeds})

    def complaints(self) -> list[str]:
        """Errors of the console, requests that failed, and requests to anywhere else."""
        found = [entry["message"] for entry in self.driver.get_log("browser")]
        for entry in self.driver.get_log("performance"):
            event = json.loads(entry["message"])["message"]
            request = event["params"].get("request", {})
            response = event["params"].get("response", {})
            if event["method"] == "Network.requestWillBeSent":
                if not request["url"].startswith(f"{self.server}{PAGE}"):
                    found.append(f"to elsewhere: {request['url']}")
            elif event["method"] == "Network.responseReceived" and response["status"] >= 400:
                found.append(f"{response['status']}: {response['url']}")
        return found


@contextmanager
def browsing(server: str) -> Iterator[Browser]:
    """A browser; skips the test where there is none."""
    if CHROMIUM is None or DRIVER is None:
        pytest.skip("chromium and chromedriver, which look at the page, are not installed")
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--hide-scrollbars",
    ):
        options.add_argument(argument)
    # Nothing of its own: it would look for updates.
    options.add_argument("--disable-background-networking")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options, webdriver.ChromeService(DRIVER))
    try:
        yield Browser(driver, server)
    finally:
        driver.quit()


def axe(folder: Path) -> str:
    """axe-core, which finds what keeps people from using a page."""
    if NPM is None:
        pytest.skip("npm, which brings axe-core, is not installed")
    command = [NPM, "install", "--no-audit", "--no-fund", "--loglevel=error", "axe-core@4"]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    skip_without_npm_registry(ran)
    assert ran.returncode == 0, ran.stderr
    return (folder / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
