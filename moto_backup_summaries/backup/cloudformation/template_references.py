"""What CloudFormation refuses of a template before it does anything: names of nothing, and circles."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from moto.cloudformation.exceptions import ValidationError

from .stack_types import is_of_backup

_IN_TEXT = re.compile(r"\$\{([A-Za-z0-9]+)[}.]")


def check_references(template: Mapping[str, Any]) -> None:
    """Raise ValidationError, in the words of CloudFormation, if the template has resources of AWS Backup.

    Moto ends with another error, and an update with half of it done.
    """
    definitions = template.get("Resources", {})
    if not any(map(is_of_backup, definitions.values())):
        return
    references = {name: {*_references(each)} for name, each in definitions.items()}
    known = {*definitions, *template.get("Parameters", ())}
    unknown = dict.fromkeys(n for names in references.values() for n in names if n not in known)
    if unknown:
        # serverless/serverless#4745 (2019-06)
        raise ValidationError(
            message=f"Template format error: Unresolved resource dependencies [{', '.join(unknown)}] "
            "in the Resources block of the template"
        )
    while free := [name for name, names in references.items() if names.isdisjoint(references)]:
        for name in free:
            del references[name]
    if references:
        raise ValidationError(
            message=f"Circular dependency between resources: [{', '.join(references)}]"
        )


def _references(value: Any) -> Iterator[str]:
    """The names that a part of a template refers to, without those of CloudFormation itself."""
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
    first = value[0] if isinstance(value, list) else value
    yield str(first).partition(".")[0]


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
