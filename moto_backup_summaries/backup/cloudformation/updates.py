"""What a stack has of AWS Backup, when the stack changes and when it is deleted.

Moto removes first, then adds, then changes what the template says differently, each by itself, and tries
again what fails. CloudFormation also changes what refers to something that is another one now, makes the new
before it deletes the old, and takes everything back where something is refused. So moto's part is done
without AWS Backup's resources, but for those that are added; the others come after it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.parsing import parse_resource

from .failures import ResourceFailed
from .resources import StackResource
from .stack_types import is_ours

_NESTED = "AWS::CloudFormation::Stack"
_REFERRING = ("DependsOn", "Fn::GetAtt", "Fn::Sub", "Ref")
_NAME = re.compile(r"(?:^|\${)(\w+)")


class StackError(Exception):
    """What has failed of a stack; what it has of AWS Backup is as it was before, but for what is left.

    failures: why, for each resource. left: what could not be taken back.
    """

    def __init__(
        self, failures: list[ResourceFailed], left: list[ResourceFailed] | None = None
    ) -> None:
        super().__init__("; ".join(str(failure.message) for failure in failures))
        self.failures = failures
        self.left = left or []


def ours(resource_map: Any) -> dict[str, StackResource]:
    """What a stack has made of AWS Backup, by logical id, in the order of making."""
    made = resource_map._parsed_resources.items()
    return {name: resource for name, resource in made if isinstance(resource, StackResource)}


def has_ours(*templates: Mapping[str, Any], with_nested: bool = False) -> bool:
    """Whether templates have resources of AWS Backup, or stacks that may have some."""
    return any(
        is_ours(definition) or (with_nested and definition.get("Type") == _NESTED)
        for template in templates
        for definition in template.get("Resources", {}).values()
    )


def delete_all(resources: Iterable[StackResource]) -> list[ResourceFailed]:
    """Delete resources, the last first, and again while others go; why those that are left are."""
    remaining = [*resources][::-1]
    while True:
        failures: list[ResourceFailed] = []
        refused: list[StackResource] = []
        for resource in remaining:
            try:
                resource.delete()
            except ResourceFailed as failure:
                failures.append(failure)
                refused.append(resource)
        if len(refused) in (0, len(remaining)) or any(failure.is_fault for failure in failures):
            return failures
        remaining = refused


def delete(original: Callable[[Any], None], resource_map: Any) -> None:
    """Delete what a stack has, but for what a resource refers to that AWS Backup refuses to delete.

    Raises StackError; the stack has then what is left.
    """
    made = ours(resource_map)
    definitions = resource_map._resource_json_map
    failures = delete_all(r for r in made.values() if not r.stays("DeletionPolicy"))
    left = {failure.logical_id for failure in failures}
    for name, resource in made.items():
        if name not in left and not resource.stays("DeletionPolicy"):
            del resource_map._parsed_resources[name]
    needed = _with_references(left, definitions)
    resource_map._resource_json_map = {
        name: definition
        for name, definition in definitions.items()
        if name not in made and name not in needed
    }
    try:
        original(resource_map)
    except ResourceFailed as failure:
        failures.append(failure)
    finally:
        resource_map._resource_json_map = definitions
    if made or failures:
        # Asked for others, moto would make these again.
        resource_map._resource_json_map = {
            name: definition
            for name, definition in definitions.items()
            if name in resource_map._parsed_resources
        }
    if failures:
        raise StackError(failures)


def _with_references(names: Iterable[str], definitions: Mapping[str, Any]) -> set[str]:
    """Resources of a template, and what these refer to, however indirectly."""
    found: set[str] = set()
    ahead = [*names]
    while ahead:
        name = ahead.pop()
        if name in definitions and name not in found:
            found.add(name)
            ahead += _references(definitions[name])
    return found


def _references(value: Any) -> Iterator[str]:
    """The names that a part of a template refers to, and some that it only has where such a name may be."""
    if isinstance(value, list):
        for item in value:
            yield from _references(item)
    elif isinstance(value, Mapping):
        for function, item in value.items():
            if function in _REFERRING:
                texts = item if isinstance(item, list) else [item]
                yield from (
                    n for text in texts if isinstance(text, str) for n in _NAME.findall(text)
                )
            yield from _references(item)


def update(
    original: Callable[..., None],
    resource_map: Any,
    template: Mapping[str, Any],
    parameters: Mapping[str, Any] | None = None,
) -> None:
    """Let a stack have what a template says. Raises StackError; all is then as it was before."""
    if has_ours({"Resources": resource_map._resource_json_map}, template, with_nested=True):
        Update(original, resource_map).run(template, parameters)
    else:
        original(resource_map, template, parameters)


class Update:
    """One update of a stack: what it had before, and what has been changed so far.

    original: moto's.
    """

    def __init__(self, original: Callable[..., None], resource_map: Any) -> None:
        self._original = original
        self._map = resource_map
        self._before = ours(resource_map)
        self._template: Mapping[str, Any] = resource_map._template
        self._definitions: Mapping[str, Any] = resource_map._resource_json_map
        self._inputs = resource_map.input_parameters
        self._resolved = dict(resource_map.resolved_parameters)
        self._changed: list[tuple[StackResource, StackResource]] = []
        self._settled: set[str] = set()
        self._leaving: list[StackResource] = []
        self._is_motos_part_done = False

    def run(self, template: Mapping[str, Any], parameters: Mapping[str, Any] | None) -> None:
        self._check_types(template["Resources"])
        hidden = self._definitions_for_moto(template["Resources"])
        self._map._resource_json_map = hidden
        try:
            self._original(self._map, template, parameters)
            self._is_motos_part_done = True
            for name, definition in template["Resources"].items():
                if is_ours(definition):
                    self._settle(name)
        except ResourceFailed as failure:
            left = self._take_back(template["Resources"])
            raise StackError([failure], left) from failure
        finally:
            if self._map._resource_json_map is hidden:
                self._map._resource_json_map = self._definitions
        self._clean_up(template["Resources"])

    def _check_types(self, definitions: Mapping[str, Any]) -> None:
        changed = [
            name
            for name, definition in definitions.items()
            if name in self._definitions
            and definition["Type"] != self._definitions[name]["Type"]
            and (is_ours(definition) or is_ours(self._definitions[name]))
        ]
        if changed:
            text = "The new template modifies resource type of the following resources:"
            raise ValidationError(
                message=f"Update of resource type is not permitted. {text} [{', '.join(changed)}]"
            )

    def _definitions_for_moto(self, definitions: Mapping[str, Any]) -> Mapping[str, Any]:
        """What the stack has, as if of AWS Backup it would only be added to."""
        return {
            name: definitions[name] if is_ours(definition) else definition
            for name, definition in self._definitions.items()
            if not is_ours(definition) or name in definitions
        }

    def _settle(self, name: str) -> None:
        """Let a resource be what the template says, after those that it refers to."""
        if name in self._settled:
            return
        self._settled.add(name)
        made, definition = self._map._parsed_resources, self._map._resource_json_map[name]
        for other in _references(definition):
            if is_ours(self._map._resource_json_map.get(other)):
                self._settle(other)
        condition = definition.get("Condition")
        present = made.get(name)
        if not isinstance(present, StackResource):
            # Moto makes it when it is asked for it.
            made.pop(name, None)
            present = self._map[name]
        if condition and not self._map.lazy_condition_map[condition]:
            if made.pop(name, None) is not None:
                self._leaving.append(present)
            return
        _, resolved, _ = parse_resource(definition, self._map)
        if resolved == present.definition and present.has_tags_of_stack():
            return
        made[name] = present.changed(resolved)
        self._changed.append((present, made[name]))

    def _take_back(self, definitions: Mapping[str, Any]) -> list[ResourceFailed]:
        """Let all be as it was before; why some could not be."""
        left: list[ResourceFailed] = []
        restored = dict(self._before)
        for present, changed in reversed(self._changed):
            try:
                restored[present.logical_resource_id] = _restored(present, changed)
            except ResourceFailed as failure:
                left.append(failure)
        made = ours(self._map)
        left += delete_all(made[name] for name in made if name not in self._before)
        for name in made:
            del self._map._parsed_resources[name]
        self._map._parsed_resources.update(restored)
        if self._map._resource_json_map is definitions:
            self._take_back_others(definitions)
        return left

    def _take_back_others(self, definitions: Mapping[str, Any]) -> None:
        """Let moto do its part the other way round."""
        made = self._map._parsed_resources
        others = {name: item for name, item in self._definitions.items() if not is_ours(item)}
        for name in others.keys() - definitions.keys():
            # Moto has deleted it, and would not make it again.
            made.pop(name, None)
        present = {
            name: definition
            for name, definition in definitions.items()
            if name in made and not is_ours(definition)
        }
        if not self._is_motos_part_done:
            # What was changed comes last, so that nothing was.
            present.update({name: others[name] for name in present if name in others})
        self._map._resource_json_map = present
        self._map.input_parameters = self._inputs
        self._original(self._map, {**self._template, "Resources": others}, self._inputs)
        for name in present.keys() - others.keys():
            del made[name]
        self._map._template = self._template
        self._map._resource_json_map = self._definitions
        self._map.resolved_parameters = self._resolved

    def _clean_up(self, definitions: Mapping[str, Any]) -> None:
        """Delete what the stack has no more. What is refused stays, as in CloudFormation."""
        made = self._map._parsed_resources
        removed = self._before.keys() - definitions.keys()
        self._leaving += [made.pop(name) for name in self._before if name in removed]
        leaving = [resource for resource in self._leaving if not resource.stays("DeletionPolicy")]
        for present, changed in self._changed:
            is_replaced = present.physical_resource_id != changed.physical_resource_id
            if is_replaced and not present.stays("UpdateReplacePolicy"):
                leaving.append(present)
        self._map.not_deleted = delete_all(leaving)


def _restored(present: StackResource, changed: StackResource) -> StackResource:
    """The resource as it was before it was changed. Raises ResourceFailed."""
    is_replaced = present.physical_resource_id != changed.physical_resource_id
    if not is_replaced or present.kind.deletes_first:
        return changed.changed(present.definition)
    changed.delete()
    return present
