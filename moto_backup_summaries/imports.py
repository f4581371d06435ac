"""Calls a function once somebody else has imported a module."""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

Reaction = Callable[[ModuleType], None]


class ImportWatch:
    """Finds modules as Python does, and calls the reaction of a module after it has been executed.

    It has no base class: importing Python's base class of finders costs ten times as much as this.
    """

    def __init__(self, reactions: Mapping[str, Reaction]) -> None:
        self._reactions = reactions

    def start(self) -> None:
        if self not in sys.meta_path:
            sys.meta_path.insert(0, self)

    def stop(self) -> None:
        if self in sys.meta_path:
            sys.meta_path.remove(self)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in self._reactions:
            return None
        finders = [finder for finder in sys.meta_path if finder is not self]
        specs = (finder.find_spec(fullname, path, target) for finder in finders)
        spec = next((spec for spec in specs if spec is not None), None)
        if spec is not None and spec.loader is not None:
            loader: Any = _ReactingLoader(spec.loader, self._reactions[fullname])
            spec.loader = loader
        return spec


class _ReactingLoader:
    """Loads a module as its own loader does, and then calls the reaction."""

    def __init__(self, loader: Any, reaction: Reaction) -> None:
        self._loader = loader
        self._reaction = reaction

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        module: ModuleType | None = self._loader.create_module(spec)
        return module

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        self._reaction(module)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)
