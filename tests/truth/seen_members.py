"""Which members the answers of AWS Backup have shown."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from botocore.model import ListShape, Shape, StructureShape
from support import REGION, new_client

Paths = defaultdict[str, set[str]]


def paths_of(shape: Shape | None, prefix: str = "") -> Iterator[str]:
    """The members of an output shape, and of what is in them: `BackupJobs[].CreatedBy`."""
    if isinstance(shape, ListShape):
        yield from paths_of(shape.member, prefix + "[]")
    elif isinstance(shape, StructureShape):
        for name, member in shape.members.items():
            path = f"{prefix}.{name}" if prefix else name
            yield path
            yield from paths_of(member, path)


def paths_in(value: Any, shape: Shape, prefix: str = "") -> Iterator[str]:
    """The same of what was answered; an empty list or object shows nothing of what it holds."""
    if isinstance(shape, ListShape):
        for item in value:
            yield from paths_in(item, shape.member, prefix + "[]")
    elif isinstance(shape, StructureShape):
        for name, member in value.items():
            path = f"{prefix}.{name}" if prefix else name
            yield path
            yield from paths_in(member, shape.members[name], path)


class Asked:
    """Clients whose answers are kept: which members each operation has shown.

    A call that is refused is remembered too, and does not end the others.
    """

    def __init__(self) -> None:
        self.seen: Paths = defaultdict(set)
        self.refused: dict[str, str] = {}

    def client(self, region: str = REGION) -> Any:
        made = new_client(region_name=region)
        made.meta.events.register("before-parse.backup", self._keep)
        return made

    def _keep(self, operation_model: Any, response_dict: dict[str, Any], **_: Any) -> None:
        self.seen[operation_model.name]
        if response_dict["status_code"] < 300 and operation_model.output_shape is not None:
            body = json.loads(response_dict["body"] or b"{}")
            self.seen[operation_model.name].update(paths_in(body, operation_model.output_shape))

    def attempt(self, what: Callable[[], Any]) -> Any:
        try:
            return what()
        except (
            Exception
        ) as error:  # A step that does not hold yet; the members it shows are missed.
            self.refused[str(error)] = type(error).__name__
            return {}
