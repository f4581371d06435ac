"""What there is to say of a type of AWS Backup's resources in templates of CloudFormation."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

_NOTHING: Mapping[str, Any] = MappingProxyType({})


def in_words(name: str) -> str:
    """`stack-resource-SUFFIX` as a name of words, which may have 256 characters."""
    return _shortened(re.sub(r"[^a-zA-Z0-9-]", "-", name), 256).replace("-", "_")


def for_access_points(name: str) -> str:
    """`stack-resource-SUFFIX` as the name of an access point of S3, which may have 50 characters."""
    return _shortened(re.sub(r"[^a-z0-9-]", "-", name.lower()), 50)


def _shortened(name: str, most: int) -> str:
    """The name without the end of what stands before its suffix."""
    begin, _, suffix = name.rpartition("-")
    return f"{begin[: most - len(suffix) - 1]}-{suffix}"


class Part(NamedTuple):
    """A property that operations of its own set and take away.

    member: the parameter of `put` that the property is; None where its own properties are parameters.
    is_final: whether it cannot be changed any more once it is set.
    """

    put: str
    delete: str
    member: str | None = None
    is_final: bool = False


class StackType(NamedTuple):
    """How AWS Backup makes, reads, changes and deletes the resources of a type, by names of operations.

    properties: all that a template may have. required: those that it must have.
    replaced_by: the properties whose change makes another resource; without an `update` it is any.
    identity: the members that name a resource in requests, all answered or given when it is made.
    reference: what Ref gives, made of these and of the answer to `create`.
    attributes: what Fn::GetAtt gives, with the path of each in the answer to `read`; an empty one is Ref's.
    arn: the attribute that is the ARN, by which it is tagged.
    tags: the property with its tags.
    lists_tags: whether its schema has a list of Key and Value for its tags, and no map.
    name: the property with its name, which is made up where it is missing.
    structure: the parameter that holds what a template has beside each other; a map holds all for which there
        is no parameter.
    parts: the properties that have operations of their own.
    deletes_first: whether the old resource goes before the one that replaces it is made.
    deletion: what `delete` has beside the identity.
    ended: the states in which it is as good as deleted.
    spell: makes a name for the type of one that moto has made up.
    """

    type: str
    create: str
    read: str
    delete: str
    properties: tuple[str, ...]
    required: tuple[str, ...]
    identity: tuple[str, ...]
    reference: str
    attributes: Mapping[str, tuple[str, ...]]
    update: str | None = None
    replaced_by: tuple[str, ...] = ()
    arn: str | None = None
    tags: str | None = None
    lists_tags: bool = False
    name: str | None = None
    structure: str | None = None
    parts: Mapping[str, Part] = _NOTHING
    deletes_first: bool = False
    deletion: Mapping[str, Any] = _NOTHING
    ended: tuple[str, ...] = ()
    spell: Callable[[str], str] = in_words
