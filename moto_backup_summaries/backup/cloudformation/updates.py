"""What a stack has of AWS Backup, when the stack changes.

Moto removes first, then adds, then changes what the template says differently, each by itself, and tries
again what fails. CloudFormation also changes what refers to something that is another one now, makes the new
before it deletes the old, and takes everything back where something is refused. So moto's part is done
without AWS Backup's resources, but for those that are added; the others come after it.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.parsing import parse_resource

from .deletions import (
    StackError,
    backup_resources,
    delete_all,
    replaced_before,
)
from .failure_options import options
from .failures import ResourceFailed
from .resources import StackResource
from .stack_types import has_backup_resources, is_of_backup
from .template_references import check_references, referred_names


def update(
    original: Callable[..., None],
    resource_map: Any,
    template: Mapping[str, Any],
    parameters: Mapping[str, Any] | None = None,
) -> None:
    """Let a stack have what a template says. Raises StackError; all is then as it was before."""
    if has_backup_resources(
        {"Resources": resource_map._resource_json_map}, template, with_nested=True
    ):
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
        self._before = backup_resources(resource_map)
        self._template: Mapping[str, Any] = resource_map._template
        self._definitions: Mapping[str, Any] = resource_map._resource_json_map
        self._inputs = resource_map.input_parameters
        self._resolved = dict(resource_map.resolved_parameters)
        self._changed: list[tuple[StackResource, StackResource]] = []
        self._settled: set[str] = set()
        self._leaving: list[StackResource] = []
        self._is_motos_part_done = False

    def run(self, template: Mapping[str, Any], parameters: Mapping[str, Any] | None) -> None:
        check_references(template)
        self._check_types(template["Resources"])
        hidden = self._definitions_for_moto(template["Resources"])
        self._map._resource_json_map = hidden
        try:
            self._original(self._map, template, parameters)
            self._is_motos_part_done = True
            for name, definition in template["Resources"].items():
                if is_of_backup(definition):
                    self._settle(name)
        except ResourceFailed as failure:
            if options().keeps_what_was_done:
                self._keep(template["Resources"], failure)
                raise StackError([failure], is_kept=True) from failure
            not_undone = self._take_back(template["Resources"])
            raise StackError([failure], not_undone) from failure
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
            and (is_of_backup(definition) or is_of_backup(self._definitions[name]))
        ]
        if changed:
            text = "The new template modifies resource type of the following resources:"
            raise ValidationError(
                message=f"Update of resource type is not permitted. {text} [{', '.join(changed)}]"
            )

    def _definitions_for_moto(self, definitions: Mapping[str, Any]) -> Mapping[str, Any]:
        """What the stack has, as if of AWS Backup it would only be added to."""
        return {
            name: definitions[name] if is_of_backup(definition) else definition
            for name, definition in self._definitions.items()
            if not is_of_backup(definition) or name in definitions
        }

    def _settle(self, name: str) -> None:
        """Let a resource be what the template says, after those that it refers to."""
        if name in self._settled:
            return
        self._settled.add(name)
        resources, definition = self._map._parsed_resources, self._map._resource_json_map[name]
        for other in referred_names(definition):
            if is_of_backup(self._map._resource_json_map.get(other)):
                self._settle(other)
        condition = definition.get("Condition")
        present = resources.get(name)
        if not isinstance(present, StackResource):
            # Moto makes it when it is asked for it.
            resources.pop(name, None)
            present = self._map[name]
        if condition and not self._map.lazy_condition_map[condition]:
            if resources.pop(name, None) is not None:
                self._leaving.append(present)
            return
        _, resolved, _ = parse_resource(definition, self._map)
        changed = present.changed(resolved)
        if changed is not present:
            resources[name] = changed
            self._changed.append((present, changed))

    def _keep(self, definitions: Mapping[str, Any], failure: ResourceFailed) -> None:
        """Let all be as far as it has come; the next update does the rest."""
        if self._map._resource_json_map is not definitions:
            return
        resources = self._map._parsed_resources
        if failure.kept is not None:
            resources[failure.logical_id] = failure.kept
        changed = {changed.logical_resource_id for _, changed in self._changed}
        remaining = {}
        for name, definition in {**self._definitions, **definitions}.items():
            before = self._definitions.get(name)
            if name not in definitions and not is_of_backup(before):
                # Moto has deleted it.
                resources.pop(name, None)
            is_done = self._is_motos_part_done and not is_of_backup(definition)
            if name in resources:
                remaining[name] = (
                    definition if before is None or name in changed or is_done else before
                )
        self._map._resource_json_map = remaining
        replaced_before(self._map).extend(self._replaced())

    def _replaced(self) -> Iterator[StackResource]:
        """What was replaced by another, and does not stay."""
        for present, changed in self._changed:
            is_replaced = present.physical_resource_id != changed.physical_resource_id
            if is_replaced and not present.stays("UpdateReplacePolicy"):
                yield present

    def _take_back(self, definitions: Mapping[str, Any]) -> list[ResourceFailed]:
        """Let all be as it was before; why some could not be."""
        not_undone: list[ResourceFailed] = []
        restored = dict(self._before)
        for present, changed in reversed(self._changed):
            try:
                restored[present.logical_resource_id] = _restored(present, changed)
            except ResourceFailed as failure:
                not_undone.append(failure)
        resources = backup_resources(self._map)
        not_undone += delete_all(resources[name] for name in resources if name not in self._before)
        for name in resources:
            del self._map._parsed_resources[name]
        self._map._parsed_resources.update(restored)
        if self._map._resource_json_map is definitions:
            self._take_back_motos_part(definitions)
        return not_undone

    def _take_back_motos_part(self, definitions: Mapping[str, Any]) -> None:
        """Let moto change its own resources back to what they were before the update."""
        resources = self._map._parsed_resources
        of_moto = {name: item for name, item in self._definitions.items() if not is_of_backup(item)}
        for name in of_moto.keys() - definitions.keys():
            # Moto has deleted it, and would not make it again.
            resources.pop(name, None)
        present = {
            name: definition
            for name, definition in definitions.items()
            if name in resources and not is_of_backup(definition)
        }
        if not self._is_motos_part_done:
            # What was changed comes last, so that nothing was.
            present.update({name: of_moto[name] for name in present if name in of_moto})
        self._map._resource_json_map = present
        self._map.input_parameters = self._inputs
        self._original(self._map, {**self._template, "Resources": of_moto}, self._inputs)
        for name in present.keys() - of_moto.keys():
            del resources[name]
        self._map._template = self._template
        self._map._resource_json_map = self._definitions
        self._map.resolved_parameters = self._resolved

    def _clean_up(self, definitions: Mapping[str, Any]) -> None:
        """Delete what the stack has no more. What is refused stays, as in CloudFormation."""
        resources = self._map._parsed_resources
        removed = self._before.keys() - definitions.keys()
        self._leaving += [resources.pop(name) for name in self._before if name in removed]
        leaving = [resource for resource in self._leaving if not resource.stays("DeletionPolicy")]
        before = replaced_before(self._map)
        self._map.not_deleted = delete_all([*leaving, *self._replaced(), *before])
        before.clear()


def _restored(present: StackResource, changed: StackResource) -> StackResource:
    """The resource as it was before it was changed. Raises ResourceFailed."""
    is_replaced = present.physical_resource_id != changed.physical_resource_id
    if not is_replaced or present.kind.deletes_first:
        return changed.changed(present.definition)
    changed.delete()
    return present
