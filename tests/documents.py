"""What the README and the manual let their reader run, and what they say that is printed.

`python tests/documents.py FOLDER` writes their Python there, for mypy and pyright.
"""

import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import docutils.core
import docutils.nodes
from docutils.parsers.rst import Directive, directives, roles
from docutils.parsers.rst.directives.body import CodeBlock

ROOT = Path(__file__).parents[1]
README = ROOT / "README.rst"
PAGES = sorted((ROOT / "docs").rglob("*.rst"))
# Calls that fail, which test_messages.py runs in its own way.
MISTAKES = ROOT / "docs/reference/messages.rst"
# What the languages of blocks are that nobody runs: what is printed, and data.
DATA = ("text", "json", "yaml", "ini", "toml")
# What Sphinx has beside docutils. Whose content is prose, and whose is not.
PROSE = ("only", "seealso")
NO_PROSE = (
    *("autoclass", "autodata", "autoexception", "autofunction", "automodule"),
    *("currentmodule", "data", "glossary", "highlight", "literalinclude", "toctree"),
)
ROLES = (
    *("attr", "class", "data", "doc", "exc", "external", "file", "func", "meth", "mod", "obj"),
    *("option", "ref", "term"),
)


class Block(NamedTuple):
    """Lines of shell or of Python. `printed` is what stands below them, if anything does.

    With a `file`, they are what is in it, in any language, and not run by themselves.
    """

    language: str
    text: str
    printed: str
    file: str = ""

    def lines(self) -> list[str]:
        """Each command, with the lines that continue it."""
        return [line for line in re.split(r"(?<!\\)\n", self.text) if line.strip()]


class _AnyOption(dict[str, Callable[[str], Any]]):
    """The options of a directive, whatever their names."""

    def __missing__(self, name: str) -> Callable[[str], Any]:
        return directives.unchanged


class _NoProse(Directive):
    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = _AnyOption()

    def run(self) -> list[docutils.nodes.Node]:
        return []


class _Included(_NoProse):
    """Another document, which is read by itself."""

    def run(self) -> list[docutils.nodes.Node]:
        return [docutils.nodes.paragraph(text=self.arguments[0])]


class _Prose(_NoProse):
    def run(self) -> list[docutils.nodes.Node]:
        container = docutils.nodes.container()
        self.state.nested_parse(self.content, self.content_offset, container)
        return [container]


class _CodeBlock(CodeBlock):
    option_spec: ClassVar[Any] = {**CodeBlock.option_spec, "caption": directives.unchanged}

    def run(self) -> list[docutils.nodes.Node]:
        nodes: list[docutils.nodes.Node] = super().run()
        nodes[0]["file"] = self.options.get("caption", "")
        return nodes


def _text_of_role(
    name: str, rawtext: str, text: str, *_: Any, **__: Any
) -> tuple[list[docutils.nodes.Node], list[docutils.nodes.Node]]:
    return [docutils.nodes.literal(rawtext, text)], []


for _name in PROSE:
    directives.register_directive(_name, _Prose)
for _name in NO_PROSE:
    directives.register_directive(_name, _NoProse)
for _name in ROLES:
    roles.register_local_role(_name, _text_of_role)
directives.register_directive("code-block", _CodeBlock)
directives.register_directive("include", _Included)


@cache
def tree_of(document: Path) -> docutils.nodes.document:
    """What a document says; raises SystemMessage for a table, a list or a name that is broken."""
    settings = {"halt_level": 2, "report_level": 2, "syntax_highlight": "none"}
    text = document.read_text(encoding="utf-8")
    return docutils.core.publish_doctree(text, str(document), settings_overrides=settings)


def chapters() -> dict[str, list[Block]]:
    """The blocks of each chapter of the README that has some, by its title."""
    tree = tree_of(README)
    found = {node[0].astext(): list(_blocks(node)) for node in tree.findall(docutils.nodes.section)}
    return {title: blocks for title, blocks in found.items() if blocks}


def pages() -> dict[str, list[Block]]:
    """The blocks of each page of the manual that has some, by its path in docs/."""
    found = {
        str(page.relative_to(ROOT / "docs")): list(_blocks(tree_of(page)))
        for page in PAGES
        if page != MISTAKES
    }
    return {name: blocks for name, blocks in found.items() if blocks}


def _blocks(section: docutils.nodes.Element) -> Iterator[Block]:
    literals = [
        (next(iter(node["classes"][1:]), "shell"), node.astext(), node.get("file", ""))
        for node in section.findall(docutils.nodes.literal_block)
    ]
    below = [*literals, ("", "", "")][1:]
    for (language, text, file), (following, printed, file_below) in zip(
        literals, below, strict=True
    ):
        if file:
            yield Block(language, text, "", file)
        elif language not in DATA:
            shown = printed if following == "text" and not file_below else ""
            yield Block(language, text, shown)


def snippets() -> dict[str, str]:
    """The Python of the README and of the manual, each block by the name of a file.

    Blocks that are parts of a program of several files are left out.
    """
    texts = [
        block.text
        for blocks in (*chapters().values(), *pages().values())
        for block in blocks
        if block.language == "python" and not block.file
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
