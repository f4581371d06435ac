"""All documents can be read as reStructuredText, and tell of what stands beside them."""

from pathlib import Path

import pytest
from documents import PAGES, tree_of
from docutils import nodes
from support import ROOT

from moto_backup_summaries.backup.config import MOTO_ANSWERS

FOLDERS = (".", "benchmarks", "findings", "tests", "tests/cases", "tests/fuzz")
DOCUMENTS = [*sorted(file for folder in FOLDERS for file in (ROOT / folder).glob("*.rst")), *PAGES]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_table_and_no_list_is_broken(document: Path) -> None:
    assert tree_of(document).astext()


def test_what_each_benchmark_gave_is_told() -> None:
    told = (ROOT / "benchmarks/README.rst").read_text(encoding="utf-8")
    programs = {file.name for file in (ROOT / "benchmarks").glob("*.py")}
    assert {name for name in programs if f"benchmarks/{name}" in told} == programs


def test_what_is_kept_for_the_sake_of_motos_tests_is_told() -> None:
    rows = [
        tuple(" ".join(entry.astext().split()) for entry in row.findall(nodes.entry))
        for row in tree_of(ROOT / "README.rst").findall(nodes.row)
    ]
    kept = [
        (answer.operations, answer.request, answer.aws_answer, answer.moto_answer)
        for answer in MOTO_ANSWERS
    ]
    first = rows.index(("Operations", "Asked for", "AWS answers", "With moto_compatible"))
    assert rows[first + 1 : first + 1 + len(kept)] == kept
