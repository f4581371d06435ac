"""Each example runs, and each snippet of the README prints what stands below it."""

import contextlib
import io
import subprocess
import sys
from pathlib import Path

import docutils.core
import docutils.nodes
import pytest
from support import ROOT

EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
EXPECTED = {
    "quickstart.py": "FAILED    EBS       ACCESS_DENIED    2",
    "fortnight.py": "time-machine\nDynamoDB   COMPLETED    16\nEBS        COMPLETED    32",
    "flaky_api.py": "3 jobs after 2 retries",
    "organization_report.py": "website   VSS_ERROR            1",
    "three_failures.py": "vol-2     FAILED    LIMIT_EXCEEDED",
}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_runs(path: Path) -> None:
    ran = subprocess.run([sys.executable, path], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert EXPECTED[path.name] in ran.stdout


def snippets() -> list[tuple[str, str]]:
    """The README's Python, each with what it says to print."""
    settings = {"halt_level": 2, "report_level": 2}
    text = (ROOT / "README.rst").read_text(encoding="utf-8")
    tree = docutils.core.publish_doctree(text, settings_overrides=settings)
    blocks = list(tree.findall(docutils.nodes.literal_block))
    found = []
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        if "python" in block["classes"]:
            prints = following is not None and "text" in following["classes"]
            found.append((block.astext(), following.astext() + "\n" if prints else ""))
    return found


@pytest.mark.parametrize(("code", "printed"), snippets())
def test_a_snippet_of_the_readme_prints_what_it_says(code: str, printed: str) -> None:
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(code, "README.rst", "exec"), {})
    assert output.getvalue() == printed


def test_the_readme_has_snippets() -> None:
    assert len(snippets()) >= 2
