"""Resources of AWS Backup in a stack: made, changed and deleted as CloudFormation does it.

Each of these is one transaction: what is refused half-way has changed nothing.
"""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, NamedTuple

from moto.cloudformation.models import cloudformation_backends
from moto.cloudformation.parsing import generate_resource_name
from moto.core.exceptions import ServiceException

from .. import timestamps
from ..account import Account, account_at
from ..frame.errors import InjectedFault
from ..frame.operations import call
from ..frame.transactions import exclusive
from ..members import Members
from .failures import CloudFormationError, failing
from .properties import check_properties, check_taken, parameters, part_parameters, tags_of
from .stack_type import StackType
from .stack_types import TYPES
from .template_values import with_references

_KEPT = ("Retain", "RetainExceptOnCreate")


class Owner(NamedTuple):
    """The stack of a resource, and what the template calls it."""

    account_id: str
    region: str
    stack_id: str
    logical_id: str

    def account(self) -> Account:
        """The account, with all that is due by now."""
        account = account_at(self.account_id, self.region)
        account.advance_everything()
        return account

    def new_name(self, kind: StackType) -> str:
        """A name for what has none in the template, and was made before."""
        return kind.spell(generate_resource_name(kind.type, self._stack_name, self.logical_id))

    @property
    def _stack_name(self) -> str:
        return self.stack_id.split("/")[1]

    def stack_tags(self) -> Mapping[str, str]:
        """The tags of the stack, which all of its resources get."""
        stack = cloudformation_backends[self.account_id][self.region].stacks.get(self.stack_id)
        return stack.tags if stack is not None else {}

    def system_tags(self) -> Mapping[str, str]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html"""
        return {
            "aws:cloudformation:stack-name": self._stack_name,
            "aws:cloudformation:stack-id": self.stack_id,
            "aws:cloudformation:logical-id": self.logical_id,
        }


class StackResource:
    """A resource that a stack has made, as moto's CloudFormation keeps it.

    definition: what the template says of it, with all functions resolved.
    properties: those of the definition, with a name that was made up.
    answer: of the operation that made it.
    tags: those of the template and of the stack, without CloudFormation's own.
    """

    def __init__(
        self,
        kind: StackType,
        owner: Owner,
        definition: Mapping[str, Any],
        properties: Mapping[str, Any],
        answer: Members,
    ) -> None:
        known = {**properties, **answer}
        self.kind = kind
        self.owner = owner
        self.definition = definition
        self.properties = properties
        self.answer = answer
        self.identity = {name: str(known[name]) for name in kind.identity}
        self.tags = tags_of(kind, properties, owner.stack_tags())
        self.attributes: Mapping[str, Any] = {}
        self.physical_resource_id = kind.reference.format_map(known)
        self.logical_resource_id = owner.logical_id
        self.cf_resource_type = kind.type

    def is_created(self) -> bool:
        return True

    def get_cfn_attribute(self, name: str) -> Any:
        """What Fn::GetAtt gives. What the type lacks was refused with the template."""
        return self.attributes[name]

    @property
    def stays_except_on_create(self) -> bool:
        return bool(self.definition.get("DeletionPolicy") == "RetainExceptOnCreate")

    def stays(self, policy: str) -> bool:
        """Whether its definition has a policy, such as DeletionPolicy, by which it is not deleted."""
        return self.definition.get(policy) in _KEPT

    def _has_tags_of_stack(self) -> bool:
        """Whether the tags of the stack are still those that it got."""
        return self.tags == tags_of(self.kind, self.properties, self.owner.stack_tags())

    def delete(self, *_: str) -> None:
        """Delete it; what is gone already is no error. Raises ResourceFailed."""
        with failing(
            "DELETE", self.logical_resource_id, self.physical_resource_id, self.definition
        ):
            self._delete()

    def changed(self, definition: Mapping[str, Any]) -> "StackResource":
        """What becomes of it by a definition: itself, or another object, whose id may be another too.

        Raises ResourceFailed; then nothing has changed.
        """
        owner = self.owner
        with failing("UPDATE", self.logical_resource_id, self.physical_resource_id, definition):
            definition = with_references(definition, owner.account_id, owner.region)
            if definition == self.definition and self._has_tags_of_stack():
                return self
            return self._changed(definition)

    @exclusive
    def _changed(self, definition: Mapping[str, Any]) -> "StackResource":
        kind = self.kind
        properties = {**self._made_up_name(), **definition["Properties"]}
        check_properties(kind, properties)
        names = {*self.properties, *properties}
        changes = {name for name in names if self.properties.get(name) != properties.get(name)}
        if not changes.isdisjoint(kind.replaced_by):
            return self._replaced(definition, properties)
        account = self.owner.account()
        if kind.update is not None and changes.difference(kind.parts, (kind.tags,)):
            values = {**properties, **self.identity}
            call(account, kind.update, parameters(kind.update, values, kind.structure))
        resource = StackResource(kind, self.owner, definition, properties, self.answer)
        for name, part in kind.parts.items():
            if name in changes:
                if part.is_final and name in self.properties:
                    raise CloudFormationError(f"{name} cannot be changed once it is set.")
                resource.set_part(account, name)
        resource.read(account)
        resource.tag(account, self.tags)
        return resource

    def _replaced(
        self, definition: Mapping[str, Any], properties: Mapping[str, Any]
    ) -> "StackResource":
        name = self.kind.name
        if self.kind.deletes_first:
            self._delete()
        elif name is not None and name not in definition["Properties"]:
            properties = {**properties, name: self.owner.new_name(self.kind)}
        elif name is not None and properties[name] == self.properties[name]:
            # cloudtools/stacker#96 (2015-09)
            raise CloudFormationError(
                "CloudFormation cannot update a stack when a custom-named resource requires replacing. "
                f"Rename {properties[name]} and update the stack again."
            )
        return _create(self.kind, self.owner, definition, properties)

    def _made_up_name(self) -> Mapping[str, str]:
        name = self.kind.name
        is_made_up = name is not None and name not in self.definition["Properties"]
        return {name: self.properties[name]} if name is not None and is_made_up else {}

    @exclusive
    def _delete(self) -> None:
        account, kind = self.owner.account(), self.kind
        try:
            status = call(account, kind.read, self.identity).get("Status")
        except InjectedFault:
            raise
        except ServiceException:
            return
        if status not in kind.ended:
            call(account, kind.delete, {**self.identity, **kind.deletion})

    def set_part(self, account: Account, name: str) -> None:
        """Put what the template says of a property that has operations of its own, or delete it."""
        part = self.kind.parts[name]
        if name in self.properties:
            value, path = self.properties[name], f"#/{name}"
            members = part_parameters(part.put, part.member, value, path)
            call(account, part.put, {**members, **self.identity})
        else:
            call(account, part.delete, self.identity)

    def tag(self, account: Account, present: Mapping[str, str]) -> None:
        """Give it its tags. present: those that it has already."""
        if self.kind.arn is None:
            return
        arn = self.attributes[self.kind.arn]
        new = {key: value for key, value in self.tags.items() if present.get(key) != value}
        gone = [key for key in present if key not in self.tags]
        if new:
            call(account, "TagResource", {"ResourceArn": arn, "Tags": new})
        if gone:
            call(account, "UntagResource", {"ResourceArn": arn, "TagKeyList": gone})
        # No operation sets these.
        for family in account.tagged_families:
            family.tag(arn, self.owner.system_tags())

    def read(self, account: Account) -> None:
        """Note what Fn::GetAtt gives."""
        answer = call(account, self.kind.read, self.identity)
        self.attributes = {
            name: _attribute(answer, path) if path else self.physical_resource_id
            for name, path in self.kind.attributes.items()
        }


def _attribute(answer: Members, path: tuple[str, ...]) -> str | None:
    """A value of an answer as text; None for what is not known yet."""
    value: Any = answer
    for name in path:
        value = value.get(name)
    return timestamps.iso(value) if isinstance(value, float) else value


@exclusive
def _create(
    kind: StackType, owner: Owner, definition: Mapping[str, Any], properties: Mapping[str, Any]
) -> StackResource:
    account = owner.account()
    tags = tags_of(kind, properties, owner.stack_tags())
    values = {**properties, kind.tags: tags} if kind.tags is not None and tags else properties
    request = parameters(kind.create, values, kind.structure)
    check_taken(kind, properties, request)
    answer = call(account, kind.create, request)
    resource = StackResource(kind, owner, definition, properties, answer)
    for name in kind.parts:
        if name in properties:
            resource.set_part(account, name)
    resource.read(account)
    resource.tag(account, tags)
    return resource


class ResourceClass:
    """What moto's CloudFormation takes for the class of the resources of a type."""

    def __init__(self, kind: StackType) -> None:
        self._kind = kind

    def has_cfn_attr(self, attr: str) -> bool:
        return attr in self._kind.attributes

    def create_from_cloudformation_json(
        self,
        resource_name: str,
        cloudformation_json: Mapping[str, Any],
        account_id: str,
        region_name: str,
        **names: str,
    ) -> StackResource:
        """Make a resource. Raises ResourceFailed; then nothing has changed.

        resource_name: its name, or one that moto has made up.
        """
        owner = Owner(account_id, region_name, names["StackId"], names["LogicalId"])
        kind = self._kind
        with failing("CREATE", owner.logical_id, "", cloudformation_json):
            definition = with_references(cloudformation_json, account_id, region_name)
            properties = definition["Properties"]
            check_properties(kind, properties)
            if kind.name is not None and kind.name not in properties:
                properties = {kind.name: kind.spell(resource_name), **properties}
            return _create(kind, owner, definition, properties)

    def update_from_cloudformation_json(self, original_resource: Any, **_: Any) -> Any:
        """Leave it as it is: updates.py changes what a stack has of AWS Backup, after all else.

        original_resource: None for what a condition leaves out.
        """
        return SimpleNamespace() if original_resource is None else original_resource


_CLASSES = {name: ResourceClass(kind) for name, kind in TYPES.items()}


def resource_class(resource_type: str) -> ResourceClass | None:
    return _CLASSES.get(resource_type)


def name_property(resource_type: str) -> str | None:
    """The property that names a resource of a type, if it can have one."""
    return TYPES[resource_type].name if resource_type in TYPES else None
