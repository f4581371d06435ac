"""How registration.py changes modules of moto and undoes it."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

Method = Callable[..., Any]


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
