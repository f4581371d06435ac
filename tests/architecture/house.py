"""Reads the package as a house: who imports whom, and on which floor each module stands.

Run as a script it prints the numbers: `python tests/architecture/house.py [FOLDER OF A PACKAGE]`.
"""

import ast
import io
import sys
import tokenize
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).parents[2] / "moto_backup_summaries"

# The room around all operations, what stacks make by them, and what the world outside hears.
AROUND = ("cloudformation", "frame", "publishing")
# Folders of backup/ that answer operations or react to events. None imports another.
FAMILIES = tuple(
    sorted(
        {
            path.parent.name
            for name in ("operations", "reactions")
            for path in PACKAGE.glob(f"backup/*/{name}.py")
        }.difference(AROUND)
    )
)
# The folders of backup/ that all families may import.
SHARED = ("aws", "kit", "neighbours", "scenario")
# What a family keeps for an account, and what it does in operations and reactions to events. The first
# is what account.py reaches by imports, however far; all else in a family is the second.
STATE, OPERATIONS = "the families' state", "the families' operations"
# The lowest first. A module imports its own floor and those below.
FLOORS: dict[str, tuple[str, ...]] = {
    "about AWS, and time": (
        "header_fields",
        "hosts",
        "replacing",
        "warning",
        "words",
        "backup.aws.*",
        "backup.kit.state",
        "backup.frame.transactions",
        "backup.thread_switches",
        "backup.paused_collector",
        "backup.mocking",
        "backup.members",
        "backup.timestamps",
    ),
    "what families share": (
        "backup.config",
        "backup.events",
        "backup.views",
        *(f"backup.{folder}.*" for folder in SHARED if folder != "aws"),
    ),
    STATE: (),
    "the account": ("backup.account",),
    "the registry of operations": ("backup.frame.errors", "backup.frame.operations"),
    OPERATIONS: (),
    "the world outside": ("backup.publishing.*",),
    "the wiring": ("backup.wiring",),
    "moto's border": (
        "backup.cloudformation.*",
        "backup.cloudwatch",
        "backup.frame.direct",
        "backup.frame.incoming",
        "backup.frame.models",
        "backup.moto_resources",
        "backup.pattern_sandbox",
        "backup.frame.responses",
        "backup.frame.urls",
        "backup.tagging_api",
    ),
    "the ways in": (
        "__main__",
        "api_paths",
        "backed_up",
        "capture.*",
        "control.*",
        "organization_changes",
        "page.*",
        "pytest_plugin",
        "connections",
        "idle_connections",
        "registration",
        "server",
        "stack_changes",
        "tagging_changes",
        "testing.*",
        "empty_names",
        "unsigned",
    ),
}


class Module(NamedTuple):
    """A file of the package. `name` is dotted and starts below the package."""

    name: str
    path: Path
    source: str
    tree: ast.Module

    @property
    def is_package(self) -> bool:
        return self.path.name == "__init__.py"

    @property
    def lines(self) -> int:
        return len(self.source.splitlines())

    def comments(self) -> Iterator[tuple[int, str]]:
        for token in tokenize.generate_tokens(io.StringIO(self.source).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string


class House:
    """All modules of a package, and the imports between them; those of an __init__ do not count.

    Imports in functions and under TYPE_CHECKING count as any other.
    """

    def __init__(self, package: Path = PACKAGE) -> None:
        self.package = package
        paths = sorted(package.rglob("*.py"))
        self.files = {name: _module(name, path) for path in paths for name in [self._name(path)]}
        self.modules = {n: module for n, module in self.files.items() if not module.is_package}
        self.imports = {
            name: {found for found in self._imported(module) if found in self.modules} - {name}
            for name, module in self.modules.items()
        }

    def _name(self, path: Path) -> str:
        parts = path.relative_to(self.package).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def _imported(self, module: Module) -> Iterator[str]:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Import):
                names = [alias.name.split(".") for alias in node.names]
                yield from (".".join(n[1:]) for n in names if n[0] == self.package.name)
            elif isinstance(node, ast.ImportFrom):
                base = self._base(module, node)
                if base is not None:
                    # `from .jobs import store` imports a module, `from .store import Store` too.
                    yield base
                    yield from (f"{base}.{alias.name}".lstrip(".") for alias in node.names)

    def _base(self, module: Module, node: ast.ImportFrom) -> str | None:
        """What an import imports from, dotted and below the package; None where that is another's."""
        said = node.module.split(".") if node.module else []
        if node.level == 0:
            return ".".join(said[1:]) if said[0] == self.package.name else None
        here = module.name.split(".") if module.name else []
        kept = len(here) - node.level + module.is_package
        return ".".join(here[:kept] + said)

    @cached_property
    def reached(self) -> dict[str, set[str]]:
        """What each module imports, itself or through others."""
        return {name: self._reached_from(name) for name in self.modules}

    def _reached_from(self, name: str) -> set[str]:
        found: set[str] = set()
        ahead = [*self.imports[name]]
        while ahead:
            following = ahead.pop()
            if following not in found:
                found.add(following)
                ahead += self.imports[following]
        return found

    @cached_property
    def circles(self) -> list[list[str]]:
        """Groups of modules that import each other, however indirectly."""
        groups = {
            frozenset(other for other in reached if name in self.reached[other])
            for name, reached in self.reached.items()
            if name in reached
        }
        return sorted(map(sorted, groups))

    @cached_property
    def longest_chain(self) -> list[str]:
        """The longest way down by imports; a circle counts as one of its modules."""
        chains: dict[str, list[str]] = {}
        # Whoever reaches less stands lower.
        for name in sorted(self.modules, key=lambda name: len({name, *self.reached[name]})):
            circle = {name, *(o for o in self.reached[name] if name in self.reached[o])}
            below = sorted(set().union(*(self.imports[member] for member in circle)) - circle)
            chains[name] = [name, *max((chains[other] for other in below), key=len, default=[])]
        return max(chains.values(), key=len)

    @cached_property
    def floors(self) -> dict[str, str]:
        """The floor of each module that has one."""
        found: dict[str, str] = {}
        for name in self.modules:
            if family_of(name) is not None:
                kept = name in self.reached.get("backup.account", ())
                found[name] = STATE if kept else OPERATIONS
            for floor, patterns in FLOORS.items():
                if any(fnmatchcase(name, pattern) for pattern in patterns):
                    found.setdefault(name, floor)
        return found

    @cached_property
    def upward(self) -> list[str]:
        """Imports that run up."""
        height = {floor: number for number, floor in enumerate(FLOORS)}
        return [
            f"{name} ({self.floors[name]}) imports {other} ({self.floors[other]})"
            for name in sorted(self.floors)
            for other in sorted(self.imports[name])
            if other in self.floors and height[self.floors[name]] < height[self.floors[other]]
        ]

    def type_ignores(self) -> list[str]:
        return [
            f"{module.path.relative_to(self.package)}:{line}"
            for module in self.files.values()
            for line, comment in module.comments()
            if comment.startswith("# type: ignore")
        ]


def family_of(name: str) -> str | None:
    """The family whose room a module is in."""
    first, _, rest = name.partition(".")
    folder = rest.partition(".")[0]
    return folder if first == "backup" and folder in FAMILIES else None


def _module(name: str, path: Path) -> Module:
    source = path.read_text(encoding="utf-8")
    return Module(name, path, source, ast.parse(source))


def main(house: House) -> None:
    longest = max(house.files.values(), key=lambda module: module.lines)
    folders = {module.path.parent for module in house.files.values()}
    print(f"modules (rooms)   {len(house.modules)} in {len(folders)} folders")
    print(f"floors            {len(house.longest_chain)}: {' > '.join(house.longest_chain)}")
    print(f"circles           {len(house.circles)} {house.circles or ''}")
    print(f"longest file      {longest.lines} lines, {longest.path.relative_to(house.package)}")
    print(f"upward imports    {len(house.upward)}")
    print(f"type: ignores     {len(house.type_ignores())}")


if __name__ == "__main__":
    main(House(*map(Path, sys.argv[1:2])))
