"""All documents can be read as reStructuredText, and tell of what stands beside them."""

from pathlib import Path

import pytest
from documents import PAGES, README, tree_of
from docutils import nodes
from support import ROOT

FOLDERS = (".", "benchmarks", "findings", "tests", "tests/cases", "tests/fuzz")
DOCUMENTS = [*sorted(file for folder in FOLDERS for file in (ROOT / folder).glob("*.rst")), *PAGES]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_table_and_no_list_is_broken(document: Path) -> None:
    assert tree_of(document).astext()


def test_what_each_benchmark_gave_is_told() -> None:
    told = (ROOT / "benchmarks/README.rst").read_text(encoding="utf-8")
    programs = {file.name for file in (ROOT / "benchmarks").glob("*.py")}
    assert {name for name in programs if f"benchmarks/{name}" in told} == programs


def test_the_readme_is_short_and_leads_to_files() -> None:
    """GitHub and the sdist resolve its relative links."""
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 150
    links = [node["refuri"] for node in tree_of(README).findall(nodes.reference)]
    links += [node["uri"] for node in tree_of(README).findall(nodes.image)]
    relative = [link for link in links if "://" not in link]
    assert len(relative) > 5
    assert [link for link in relative if not (ROOT / link).is_file()] == []
