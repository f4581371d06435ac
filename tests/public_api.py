"""All that is public, as text: what is not in public_api.txt may change in any release.

`python tests/public_api.py > tests/public_api.txt` writes it again; a test compares the two.
"""

import ast
import inspect
import io
import re
import sys
from collections.abc import Callable, Iterator
from configparser import ConfigParser
from contextlib import redirect_stdout, suppress
from dataclasses import fields
from typing import Any

from support import ROOT

import moto_backup_summaries
from moto_backup_summaries import pytest_plugin, server, words
from moto_backup_summaries.backup import wiring  # noqa: F401 - imports what has transitions
from moto_backup_summaries.backup.aws.job_kinds import KINDS
from moto_backup_summaries.backup.config import DEFAULTS
from moto_backup_summaries.backup.kit.states import MODELS
from moto_backup_summaries.backup.scenario.scenario import RULE_TYPES
from moto_backup_summaries.capture import command
from moto_backup_summaries.control.endpoints import ENDPOINTS

# Of each class, what a test may use beside its constructor.
MEMBERS = {
    "AwsBackup": (
        *("advance", "approval", "at", "client", "clients", "deletion", "deployment", "events"),
        *("fail", "load", "outcome", "summaries"),
    ),
    "AwsBackupTests": ("aws_backup", "aws_mock"),
    "AwsMock": (),
    "AwsServer": ("process_id", "url"),
    "BackupSummariesWarning": (),
    "Rule": ("assert_used", "remove", "times_used"),
}
# Which classes a test makes itself.
MADE = ("AwsMock", "AwsServer")
RULES = {rule_type.plural: rule_type for rule_type in RULE_TYPES}
# Our flags in the help of a command of moto.
_OWN_FLAGS = "options beside moto's:"


def text() -> str:
    lines = ((title, *(f"    {line}" for line in given())) for title, given in SECTIONS.items())
    return "".join(f"{line}\n" for section in lines for line in section)


def python() -> Iterator[str]:
    for name in moto_backup_summaries.__all__:
        thing = getattr(moto_backup_summaries, name)
        if inspect.isclass(thing):
            yield f"{name}{_signature(thing)}" if name in MADE else name
            yield from (f"{name}.{member}" for member in MEMBERS[name])
        else:
            yield f"{name}{_signature(thing)}" if callable(thing) else name


def _signature(function: Callable[..., Any]) -> str:
    """Names, kinds and defaults of parameters; how types are shown differs by Python."""
    signature = inspect.signature(function)
    bare = [each.replace(annotation=each.empty) for each in signature.parameters.values()]
    return str(signature.replace(parameters=bare, return_annotation=inspect.Signature.empty))


def types() -> list[str]:
    tree = ast.parse(inspect.getsource(words))
    return sorted(ast.unparse(node.target) for node in tree.body if isinstance(node, ast.AnnAssign))


def fixtures() -> Iterator[str]:
    for node in ast.walk(ast.parse(inspect.getsource(pytest_plugin))):
        if isinstance(node, ast.FunctionDef) and any(map(_makes_fixture, node.decorator_list)):
            yield node.name


def _makes_fixture(decorator: ast.expr) -> bool:
    return ast.unparse(decorator).startswith("pytest.fixture")


def markers() -> list[str]:
    lines: list[str] = []

    class Config:
        def addinivalue_line(self, name: str, line: str) -> None:
            lines.append(line.partition(": ")[0])

    pytest_plugin.pytest_configure(Config())  # type: ignore[arg-type]
    return lines


def commands() -> Iterator[str]:
    setup = ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    scripts = setup["options.entry_points"]["console_scripts"].split("\n")
    for name in sorted(line.partition(" = ")[0] for line in scripts if line):
        yield f"{name} {' '.join(sorted(flags_of(name)))}"


def flags_of(name: str) -> set[str]:
    """The flags of a command; of one of moto's, those that moto does not have."""
    main = {
        "moto_backup_capture": command.main,
        "moto_backup_proxy": server.proxy,
        "moto_backup_server": server.main,
    }[name]
    arguments = [*sys.argv]
    with redirect_stdout(io.StringIO()) as shown, suppress(SystemExit):
        main(["--help"])
    # A command of moto reads these, so that ours writes them.
    sys.argv[:] = arguments
    help_text = shown.getvalue()
    return set(re.findall(r"(?<!\S)--[a-z-]+", help_text.rpartition(_OWN_FLAGS)[2]))


def endpoints() -> Iterator[str]:
    for name, endpoint in sorted(ENDPOINTS.items()):
        yield f"{name} {' '.join(methods_of(name))} ?{'&'.join(sorted(endpoint.query))}"
        if name in RULES:
            members = sorted(field.name for field in fields(RULES[name]))
            yield f"{name}[] {' '.join(members)}"


def methods_of(name: str) -> list[str]:
    endpoint = ENDPOINTS[name]
    post = endpoint.post or endpoint.post_file
    functions = {"GET": endpoint.get, "POST": post, "DELETE": endpoint.delete}
    return [method for method, function in functions.items() if function is not None]


def settings() -> list[str]:
    return [f"{name} {str(value).lower()}" for name, value in DEFAULTS.items()]


def transitions() -> list[str]:
    return sorted([*MODELS, *(kind.transition for kind in KINDS)])


SECTIONS: dict[str, Callable[[], Any]] = {
    "Python": python,
    "Types in moto_backup_summaries.words": types,
    "Fixtures": fixtures,
    "Markers": markers,
    "Commands": commands,
    "Endpoints under /moto-api/static/backup/": endpoints,
    "Settings": settings,
    "Transitions": transitions,
}


if __name__ == "__main__":
    print(text(), end="")
