"""What CloudFormation refuses of a template before it does anything: names of nothing, and circles."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from moto.cloudformation.exceptions import ValidationError

from .stack_types import TYPES, has_backup_resources

_IN_TEXT = re.compile(r"\$\{([A-Za-z0-9]+(?:\.[A-Za-z0-9.]+)?)\}")


def check_references(template: Mapping[str, Any]) -> None:
    """Raise ValidationError, in the words of CloudFormation, if the template has resources of AWS Backup.

    Moto ends with another error, and an update with half of it done.
    """
    definitions = template.get("Resources", {})
    if not has_backup_resources(template):
        return
    known = {*definitions, *template.get("Parameters", ())}
    for block in ("Resources", "Outputs"):
        parts = template.get(block, {}).values()
        references = dict.fromkeys(reference for part in parts for reference in _references(part))
        unknown = [name for name in dict.fromkeys(map(_name_in, references)) if name not in known]
        if unknown:
            # serverless/serverless#4745 (2019-06)
            raise ValidationError(
                message=f"Template format error: Unresolved resource dependencies [{', '.join(unknown)}] "
                f"in the {block} block of the template"
            )
        for reference in references:
            _check_attribute(definitions, reference)
    _check_circles(definitions)


def _check_circles(definitions: Mapping[str, Any]) -> None:
    waiting = {name: {*referred_names(each)} for name, each in definitions.items()}
    while free := [name for name, names in waiting.items() if names.isdisjoint(waiting)]:
        for name in free:
            del waiting[name]
    if waiting:
        raise ValidationError(
            message=f"Circular dependency between resources: [{', '.join(waiting)}]"
        )


def referred_names(part: Any) -> Iterator[str]:
    """The names that a part of a template refers to, without CloudFormation's own."""
    return map(_name_in, _references(part))


def _name_in(reference: str) -> str:
    return reference.partition(".")[0]


def _check_attribute(definitions: Mapping[str, Any], reference: str) -> None:
    name, _, attribute = reference.partition(".")
    kind = TYPES.get(definitions[name]["Type"]) if name in definitions else None
    if attribute and kind is not None and attribute not in kind.attributes:
        raise ValidationError(
            message=f"Template error: resource {name} does not support attribute type {attribute} "
            "in Fn::GetAtt"
        )


def _references(value: Any) -> Iterator[str]:
    """The names that a part of a template refers to, some with an attribute, without CloudFormation's own."""
    if isinstance(value, list):
        for item in value:
            yield from _references(item)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _REFERRING.get(name, _references)(item)


def _of_reference(value: Any) -> Iterator[str]:
    if isinstance(value, str) and not value.startswith("AWS::"):
        yield value


def _of_attribute(value: Any) -> Iterator[str]:
    """Of a list of a name and an attribute, or `name.attribute`."""
    parts = value if isinstance(value, list) else [value]
    yield ".".join(part for part in parts if isinstance(part, str))
    yield from _references(parts)


def _of_text(value: Any) -> Iterator[str]:
    """Of a text with names in it, or a list of that and what some of them are."""
    text, values = value if isinstance(value, list) else (value, {})
    yield from _references(values)
    yield from (name for name in _IN_TEXT.findall(text) if name not in values)


def _of_order(value: Any) -> Iterator[str]:
    yield from [value] if isinstance(value, str) else value


_REFERRING = {
    "Ref": _of_reference,
    "Fn::GetAtt": _of_attribute,
    "Fn::Sub": _of_text,
    "DependsOn": _of_order,
}
