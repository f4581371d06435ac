"""How registration.py changes modules of moto once they are imported, and undoes it."""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, NamedTuple

Method = Callable[..., Any]
Reaction = Callable[[ModuleType], None]


class Change(NamedTuple):
    """How to change a module of moto once it is imported, and how to undo it; each may be repeated."""

    apply: Callable[[Any], None]
    undo: Callable[[Any], None]


class Replaced:
    """Attributes of a class of moto, or functions of a module, which ours replace while registered.

    make: makes each of ours from the original, by name. The original is None where the class has none.
    """

    def __init__(self, class_name: str | None, make: Mapping[str, Callable[[Any], Any]]) -> None:
        self._class_name = class_name
        self._make = make
        self._originals: dict[str, Any] = {}  # Empty while not applied.

    def apply(self, module: Any) -> None:
        if not self._originals:
            owner = self._owner(module)
            for name, make in self._make.items():
                self._originals[name] = owner.__dict__.get(name)
                setattr(owner, name, make(self._originals[name]))

    def undo(self, module: Any) -> None:
        owner = self._owner(module)
        for name in list(self._originals):
            original = self._originals.pop(name)
            if original is None:
                delattr(owner, name)
            else:
                setattr(owner, name, original)

    def _owner(self, module: Any) -> Any:
        return module if self._class_name is None else getattr(module, self._class_name)


def wrapping(answer: Method) -> Callable[[Any], Any]:
    """Makes a method that calls a function, which gets moto's own method first."""
    return lambda original: lambda self, *args, **kwargs: answer(original, self, *args, **kwargs)


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
