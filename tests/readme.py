"""What the README lets its reader run, and what it says that is printed.

`python tests/readme.py FOLDER` writes its Python there, for mypy and pyright.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import docutils.core
import docutils.nodes

ROOT = Path(__file__).parents[1]


class Block(NamedTuple):
    """Lines of shell or of Python. `printed` is what stands below them, if anything does."""

    language: str
    text: str
    printed: str

    def lines(self) -> list[str]:
        """Each command, with the lines that continue it."""
        return [line for line in re.split(r"(?<!\\)\n", self.text) if line.strip()]


def tree_of(document: Path) -> docutils.nodes.document:
    """What a document says; raises SystemMessage for a table, a list or a name that is broken."""
    settings = {"halt_level": 2, "report_level": 2, "syntax_highlight": "none"}
    text = document.read_text(encoding="utf-8")
    return docutils.core.publish_doctree(text, settings_overrides=settings)


def chapters() -> dict[str, list[Block]]:
    """The blocks of each chapter that has some, by its title."""
    tree = tree_of(ROOT / "README.rst")
    found = {node[0].astext(): list(_blocks(node)) for node in tree.findall(docutils.nodes.section)}
    return {title: blocks for title, blocks in found.items() if blocks}


def _blocks(section: docutils.nodes.section) -> Iterator[Block]:
    literals = [
        (next(iter(node["classes"][1:]), "shell"), node.astext())
        for node in section.findall(docutils.nodes.literal_block)
    ]
    below = [*literals, ("", "")][1:]
    for (language, text), (following, printed) in zip(literals, below, strict=True):
        # A policy is data.
        if language not in ("text", "json"):
            yield Block(language, text, printed if following == "text" else "")


def snippets() -> dict[str, str]:
    """The Python blocks, each by the name of a file."""
    texts = [
        block.text
        for blocks in chapters().values()
        for block in blocks
        if block.language == "python"
    ]
    return {f"snippet_{number}.py": f"{text}\n" for number, text in enumerate(texts, 1)}


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("snippet_*.py"):
        old.unlink()
    for name, text in snippets().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
