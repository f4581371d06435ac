"""Members of answers and requests as text."""

from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from ..backup import timestamps
from ..backup.aws import service_model


def output_of(operation: str) -> Shape | None:
    """The shape of what an operation answers."""
    return service_model.operation(operation).output_shape


def readable(shape: Shape | None, value: Any) -> Any:
    """A value as text, with moments in ISO 8601: of a structure pairs of name and value, of a list a list."""
    if isinstance(shape, StructureShape):
        return [
            (name, readable(shape.members[name], inner))
            for name, inner in value.items()
            if inner is not None
        ]
    if isinstance(shape, ListShape):
        return [readable(shape.member, item) for item in value]
    if isinstance(shape, MapShape):
        return [(name, readable(shape.value, inner)) for name, inner in value.items()]
    return timestamps.iso(value) if _is_moment(shape) else str(value)


def _is_moment(shape: Shape | None) -> bool:
    return shape is not None and shape.type_name == "timestamp"
