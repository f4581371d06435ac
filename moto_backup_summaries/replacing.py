"""How a module of moto is changed, and given back as it was. What is changed is in registration.py."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

Method = Callable[..., Any]


class Change(NamedTuple):
    """What is done to a module of moto once it is imported, and what undoes it; each can be repeated."""

    apply: Callable[[Any], None]
    undo: Callable[[Any], None]


class Replaced:
    """Attributes of a class of moto, or functions of a module, that are ours while we are registered.

    make: what makes ours of moto's, by name. moto's is None where the class has none of its own.
    """

    def __init__(self, class_name: str | None, make: Mapping[str, Callable[[Any], Any]]) -> None:
        self._class_name = class_name
        self._make = make
        self._motos: dict[str, Any] = {}  # Empty while moto has them.

    def apply(self, module: Any) -> None:
        if not self._motos:
            owner = self._owner(module)
            for name, make in self._make.items():
                self._motos[name] = owner.__dict__.get(name)
                setattr(owner, name, make(self._motos[name]))

    def undo(self, module: Any) -> None:
        owner = self._owner(module)
        for name in list(self._motos):
            original = self._motos.pop(name)
            if original is None:
                delattr(owner, name)
            else:
                setattr(owner, name, original)

    def _owner(self, module: Any) -> Any:
        return module if self._class_name is None else getattr(module, self._class_name)


def around(answer: Method) -> Callable[[Any], Any]:
    """Makes a method that answers by a function, which is given moto's own method first."""
    return lambda motos: lambda self, *args, **kwargs: answer(motos, self, *args, **kwargs)
