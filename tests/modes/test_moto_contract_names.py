"""The messages of the contract with moto say which code of ours relies on what: that code is there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import moto_backup_summaries

PACKAGE = Path(moto_backup_summaries.__file__).parent
CONTRACT = sorted(Path(__file__).parent.glob("test_moto_contract_*.py"))
# `module.function`, `Class.method`, `folder.module.function`, `folder/file.py`.
NAME = re.compile(r"[\w/]+\.py\b|\b[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")


def messages() -> Iterator[str]:
    """The texts of messages of assertions, and of tables of such messages."""
    for path in (Path(__file__).with_name("test_moto_contract.py"), *CONTRACT):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assert) and node.msg is not None:
                for part in ast.walk(node.msg):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield part.value


def defined() -> set[tuple[str, str]]:
    """What each module and class of the package defines: its name, and the name in it."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            owner = node.name if isinstance(node, ast.ClassDef) else path.stem
            if isinstance(node, (ast.Module, ast.ClassDef)):
                found.update((owner, name) for name in names_in(node.body))
        found.add((path.parent.name, path.stem))
    return found


def names_in(body: list[ast.stmt]) -> Iterator[str]:
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            for name in ast.walk(node):
                if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store):
                    yield name.id


def test_what_relies_on_moto_is_there() -> None:
    files = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py")}
    known = defined()
    missing = set()
    for text in messages():
        for name in NAME.findall(text):
            *_, owner, last = ["", *name.split(".")]
            is_file = last == "py" and any(f"/{file}".endswith(f"/{name}") for file in files)
            if not is_file and (owner, last) not in known:
                missing.add(name)
    assert missing == set()
