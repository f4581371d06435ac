"""Botocore's model of AWS Backup: operations, their paths, parameters, enums and answers."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, cast
from urllib.parse import unquote

import botocore
from botocore.model import ListShape, OperationModel, Shape, StringShape, StructureShape
from moto.core.utils import get_service_model


@cache
def operation_names() -> tuple[str, ...]:
    return tuple(get_service_model("backup").operation_names)


def operation(name: str) -> OperationModel:
    model: OperationModel = get_service_model("backup").operation_model(name)
    return model


def knows(operation_name: str) -> bool:
    """Whether this botocore has the operation; older ones know no scan jobs."""
    return operation_name in operation_names()


# The first release of botocore that has an operation, as its own models show.
_FIRST_RELEASES = {"ListScanJobs": "1.41.0", "ListScanJobSummaries": "1.41.0"}


def too_old_for(operation_name: str, release: str = botocore.__version__) -> str:
    """The text for an operation that this botocore does not have."""
    first = _FIRST_RELEASES.get(operation_name)
    required = f"botocore>={first}" if first else "a newer botocore"
    return f"botocore {release} is too old for it: it has no {operation_name}; install {required}"


@lru_cache(maxsize=1024)
def operation_at(method: str, path: str) -> tuple[OperationModel, Mapping[str, str]] | None:
    """The operation of a request, and the values in its path.

    path: as sent, still percent-encoded, with or without a trailing slash.
    """
    for pattern, model in _routes().get((method, _first_segment(path)), ()):
        if match := pattern.fullmatch(path):
            return model, {name: unquote(value) for name, value in match.groupdict().items()}
    return None


def empty_labels(model: OperationModel, path: str) -> list[str]:
    """The parameters without a value in the path of an operation's request."""
    template = str(model.http["requestUri"]).partition("?")[0]
    parts = re.split(r"{(\w+)\+?}", template)
    pattern = "".join("(.*?)" if index % 2 else re.escape(part) for index, part in enumerate(parts))
    match = re.fullmatch(pattern, path)
    values = dict(zip(parts[1::2], match.groups(), strict=True)) if match else {}
    members = structure(model.input_shape).members
    return [
        name
        for name, shape in members.items()
        if values.get(str(shape.serialization.get("name", name))) == ""
    ]


def _first_segment(path: str) -> str:
    return path.partition("/")[2].partition("/")[0]


@cache
def _routes() -> dict[tuple[str, str], list[tuple[re.Pattern[str], OperationModel]]]:
    """Patterns by method and first segment, those with the longest fixed text first."""
    routes: dict[tuple[str, str], list[tuple[re.Pattern[str], OperationModel]]] = {}
    operations = [operation(name) for name in operation_names()]
    operations.sort(key=lambda model: len(re.sub(r"{.*?}", "", _path(model))), reverse=True)
    for model in operations:
        key = (model.http["method"], _first_segment(_path(model)))
        routes.setdefault(key, []).append((_pattern(_path(model)), model))
    return routes


def _path(model: OperationModel) -> str:
    return str(model.http["requestUri"]).partition("?")[0].removesuffix("/")


def _pattern(path: str) -> re.Pattern[str]:
    """The pattern of a path. An ARN in it may hold slashes, if a server has decoded the path."""
    parts = re.split(r"{(\w+)\+?}", path)
    for index, part in enumerate(parts):
        if index % 2:
            values = ".+" if part.lower().endswith("arn") else "[^/]+"
            parts[index] = f"(?P<{part}>{values}?)"
        else:
            parts[index] = re.escape(part)
    return re.compile("".join(parts) + "/?")


@cache
def enum(operation_name: str, member: str) -> list[str]:
    """The values that the model lists for a parameter, in its order; none of an operation that it lacks."""
    if not knows(operation_name):
        return []
    shape = structure(operation(operation_name).input_shape)
    return list(getattr(shape.members[member], "enum", []))


@cache
def enums_of_items(operation_name: str, member: str) -> dict[str, list[str]]:
    """The values that the model lists for members of the items of a list in an answer."""
    members = item_shape(operation_name, member).members
    return {
        name: list(shape.enum)
        for name, shape in members.items()
        if isinstance(shape, StringShape) and shape.enum
    }


def members_with_enums() -> Iterator[str]:
    """The members of all structures whose texts are of a list in the model."""
    model = get_service_model("backup")
    for structure_name in model.shape_names:
        for name, shape in members_of(model.shape_for(structure_name)).items():
            item = shape.member if isinstance(shape, ListShape) else shape
            if isinstance(item, StringShape) and item.enum:
                yield name


@cache
def item_shape(operation_name: str, member: str) -> StructureShape:
    """The shape of the items of a list in an operation's answer."""
    items: Any = structure(operation(operation_name).output_shape).members[member]
    return structure(items.member)


def structure(shape: Shape | None) -> StructureShape:
    """The shape, for types: a caller knows that it is a structure."""
    return cast(StructureShape, shape)


def members_of(shape: Shape | None) -> Mapping[str, Shape]:
    """The members of a shape; none where it is no structure."""
    return shape.members if isinstance(shape, StructureShape) else {}


def answered(shape: Shape, value: Any) -> Any:
    """A value without the members that its shape lacks and without absent ones, inner structures too.

    Of structures in a list of lists nothing is left out: no operation answers any.
    """
    if isinstance(shape, StructureShape):
        return {
            name: answered(nested, value[name]) if nested else value[name]
            for name, nested in _members_with_inner_shapes(shape)
            if value.get(name) is not None
        }
    if isinstance(shape, ListShape) and isinstance(shape.member, StructureShape):
        return [answered(shape.member, item) for item in value]
    return value


@cache
def _members_with_inner_shapes(shape: StructureShape) -> list[tuple[str, Shape | None]]:
    """The names of a structure's members, with the shapes of those that have members or items themselves."""
    return [
        (name, member if member.type_name in ("structure", "list") else None)
        for name, member in shape.members.items()
    ]


def answered_members(shape: StructureShape | None, members: Mapping[str, Any]) -> dict[str, Any]:
    """The members of a structure that its shape has, without absent ones; none where there is no shape."""
    answer: dict[str, Any] = answered(shape, members) if shape else {}
    return answer
