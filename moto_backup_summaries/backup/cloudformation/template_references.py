"""What CloudFormation refuses of a template before it does anything: names of nothing, and circles."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from moto.cloudformation.exceptions import ValidationError

from .stack_types import TYPES, is_of_backup

_IN_TEXT = re.compile(r"\$\{([A-Za-z0-9]+(?:\.[A-Za-z0-9.]+)?)\}")


def check_references(template: Mapping[str, Any]) -> None:
    """Raise ValidationError, in the words of CloudFormation, if the template has resources of AWS Backup.

    Moto ends with another error, and an update with half of it done.
    """
    definitions = template.get("Resources", {})
    if not any(map(is_of_backup, definitions.values())):
        return
    referred = {name: {*_references(each)} for name, each in definitions.items()}
    references = {name: {text.split(".")[0] for text in texts} for name, texts in referred.items()}
    known = {*definitions, *template.get("Parameters", ())}
    unknown = dict.fromkeys(n for names in references.values() for n in names if n not in known)
    if unknown:
        # serverless/serverless#4745 (2019-06)
        raise ValidationError(
            message=f"Template format error: Unresolved resource dependencies [{', '.join(unknown)}] "
            "in the Resources block of the template"
        )
    for text in sorted(text for texts in referred.values() for text in texts):
        _check_attribute(definitions, *text.partition(".")[::2])
    while free := [name for name, names in references.items() if names.isdisjoint(references)]:
        for name in free:
            del references[name]
    if references:
        raise ValidationError(
            message=f"Circular dependency between resources: [{', '.join(references)}]"
        )


def _check_attribute(definitions: Mapping[str, Any], name: str, attribute: str) -> None:
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
