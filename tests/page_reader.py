"""Reads the page as a browser without JavaScript does: by its HTML alone."""

import json
from html.parser import HTMLParser
from typing import Any, NamedTuple
from urllib.parse import urljoin

import requests

MOCKED = "http://motoapi.amazonaws.com"
PAGE = "/moto-api/backup/"
# All elements that the page has: any other is the markup of somebody else.
ELEMENTS = {
    *("html", "head", "meta", "title", "link", "body", "a", "header", "nav", "strong", "main"),
    *("h1", "h2", "h3", "p", "time", "form", "input", "label", "select", "option", "button"),
    *("section", "dl", "div", "dt", "dd", "svg", "polyline", "g", "rect", "span", "table"),
    *("thead", "tbody", "tfoot", "tr", "th", "td", "ul", "ol", "li", "script", "datalist"),
}
# Elements that have no end.
_VOID = ("meta", "link", "input", "br")


class Link(NamedTuple):
    """A link's text and its whole address."""

    text: str
    address: str

    @property
    def is_number(self) -> bool:
        return self.text.isdecimal()


class Page(HTMLParser):
    """What is on a page: its text, its links, and its tables by their names, each a list of rows.

    elements: the names of all elements, so that a test sees which markup there is.
    """

    def __init__(self, answer: requests.Response) -> None:
        super().__init__()
        self.status = answer.status_code
        self.headers = answer.headers
        self.source = answer.text
        self.elements: list[tuple[str, dict[str, Any]]] = []
        self.links: list[Link] = []
        self.tables: dict[str, list[list[str]]] = {}
        self.texts: list[str] = []
        self.open: list[str] = []
        self.address = answer.url
        self._text: list[str] = []
        self._rows: list[list[str]] = []
        self._href = ""
        self._name: str | None = None
        self._is_notice = False
        # What was done, or what is wrong.
        self.notice = ""
        # The numbers of the overview.
        self.numbers_by_name: dict[str, int] = {}
        self.feed(answer.text)
        assert self.open == [], "what is opened is closed"

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        if tag in _VOID:
            return
        self.open.append(tag)
        if attributes.get("role") == "region":
            self._rows = self.tables.setdefault(
                str(attributes["aria-label"]).removesuffix(" (table)"), []
            )
        if tag == "tr":
            self._rows.append([])
        if tag == "a":
            self._href = str(attributes["href"])
        self._is_notice = attributes.get("class") in ("notice", "alert") and tag == "p"
        if tag in ("a", "td", "th", "dd", "p"):
            self._text = []
        self._name = attributes.get("data-number", self._name)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, tag
        text = " ".join("".join(self._text).split())
        if self._is_notice:
            self.notice, self._is_notice = text, False
        if tag == "a":
            self.links.append(Link(text, urljoin(self.address, self._href)))
        if tag in ("td", "th"):
            self._rows[-1].append(text)
        if tag == "dd" and self._name is not None:
            self.numbers_by_name[self._name], self._name = int(text), None

    def link(self, text: str) -> str:
        """The address of the one link with a text."""
        (address,) = {link.address for link in self.links if link.text == text}
        return address

    @property
    def numbers(self) -> list[Link]:
        """The numbers that lead to the jobs they count."""
        return [link for link in self.links if link.is_number]


def look(path: str = "", server: str = MOCKED, **headers: str) -> Page:
    """A page by its path below the page, or by its whole address."""
    address = path if path.startswith("http") else f"{server}{PAGE}{path}"
    answer = requests.get(address, headers=headers, timeout=60)
    return Page(answer)


def token(server: str = MOCKED) -> str:
    """What all forms of the page hold."""
    fields = [it for name, it in look("do", server).elements if name == "input"]
    (found,) = {it["value"] for it in fields if it.get("name") == "token"}
    return str(found)


def listed(address: str) -> list[list[str]]:
    """The rows of a list of jobs, page after page."""
    rows: list[list[str]] = []
    while True:
        page = look(address)
        assert page.status == 200, page.text
        rows += page.tables.get("Jobs", [])[1:]
        older = [link.address for link in page.links if link.text == "Older"]
        if not older:
            return rows
        (address,) = older


def load(document: Any, server: str = MOCKED, **arguments: Any) -> None:
    """Load jobs without the warnings of those that no summary counts."""
    body = json.dumps({**document, **arguments}, default=str)
    answer = requests.post(f"{server}/moto-api/static/backup/jobs", body, timeout=60)
    assert answer.status_code == 201, answer.text
