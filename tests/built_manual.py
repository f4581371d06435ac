"""`python tests/built_manual.py FOLDER`: whether the pages of a built manual stand by themselves.

Each link between them leads somewhere, and none lets a browser ask another host. Prints what is wrong, and
ends with exit code 1 if anything is.
"""

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

# What a browser follows only where its reader clicks.
CLICKED = ("a", "form")
# What a page says about itself.
NAMES_PAGE = ("canonical",)


class Page(HTMLParser):
    """The names of its parts, its links, and what it loads."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.parts: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.parts |= {attributes[name] for name in ("id", "name") if name in attributes}
        for name in ("href", "src", "action"):
            if name in attributes and attributes.get("rel") not in NAMES_PAGE:
                (self.links if tag in CLICKED else self.loaded).append(attributes[name])


def problems(folder: Path) -> Iterator[str]:
    pages = {path: Page(path) for path in sorted(folder.rglob("*.html"))}
    if not pages:
        yield f"{folder} has no pages"
    for path in pages:
        yield from problems_of(path, pages)
    for path in sorted(folder.rglob("*.css")):
        if re.search(r"url\([\"']?(https?:)?//", path.read_text(encoding="utf-8")):
            yield f"{path} loads from another host"


def problems_of(path: Path, pages: dict[Path, Page]) -> Iterator[str]:
    page = pages[path]
    for link in page.loaded:
        if urlsplit(link).netloc:
            yield f"{path} loads {link}"
    for link in (*page.links, *page.loaded):
        if not leads_somewhere(link, path, pages):
            yield f"{path} leads to {link}, which is not there"


def leads_somewhere(link: str, path: Path, pages: dict[Path, Page]) -> bool:
    """Whether what a link names is in this manual; of another host it is not asked."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return True
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path.resolve()
    if not target.is_file():
        return False
    found = {known.resolve(): page for known, page in pages.items()}.get(target)
    return not parts.fragment or found is None or unquote(parts.fragment) in found.parts


if __name__ == "__main__":
    found = list(problems(Path(sys.argv[1])))
    for problem in found:
        print(problem)
    sys.exit(1 if found else 0)
