"""The header of a request, read many times on its way."""

from collections.abc import Iterable
from typing import Any


class HeaderFields(dict[str, str]):
    """Fields of a header, each once, found by a name in any case; listed as WSGI writes them."""

    def __init__(self, fields: Iterable[tuple[str, str]]) -> None:
        super().__init__((name.title(), value) for name, value in fields)

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.title())

    def __contains__(self, name: object) -> bool:
        return super().__contains__(str(name).title())

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(name.title(), default)
