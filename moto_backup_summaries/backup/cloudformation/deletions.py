"""What a stack has of AWS Backup, when it is deleted.

CloudFormation deletes what nothing refers to first; what AWS Backup refuses to delete stays, with what that
refers to.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .failure_options import options
from .failures import ResourceFailed
from .resources import StackResource
from .template_references import referred_names


class StackError(Exception):
    """What has failed of a stack; what it has of AWS Backup is as it was before, but for what is left.

    failures: why, for each resource. left: what could not be taken back.
    is_kept: whether what was done stays instead, as the request says.
    """

    def __init__(
        self,
        failures: list[ResourceFailed],
        left: list[ResourceFailed] | None = None,
        *,
        is_kept: bool = False,
    ) -> None:
        super().__init__("; ".join(str(failure.message) for failure in failures))
        self.failures = failures
        self.left = left or []
        self.is_kept = is_kept


def backup_resources(resource_map: Any) -> dict[str, StackResource]:
    """What a stack has made of AWS Backup, by logical id, in the order of making."""
    resources = resource_map._parsed_resources.items()
    return {name: resource for name, resource in resources if isinstance(resource, StackResource)}


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
    resources = backup_resources(resource_map)
    definitions = resource_map._resource_json_map
    retained = options().retained
    leaving = {
        name: resource
        for name, resource in resources.items()
        if name not in retained and not resource.stays("DeletionPolicy")
    }
    failures = delete_all([*leaving.values(), *replaced_before(resource_map)])
    not_deleted = {failure.logical_id for failure in failures}
    for name in leaving.keys() - not_deleted:
        del resource_map._parsed_resources[name]
    needed = _with_references(not_deleted, definitions)
    resource_map._resource_json_map = {
        name: definition
        for name, definition in definitions.items()
        if name not in resources and name not in needed and name not in retained
    }
    try:
        original(resource_map)
    except ResourceFailed as failure:
        failures.append(failure)
    finally:
        resource_map._resource_json_map = definitions
    if resources or failures:
        forget_absent(resource_map)
    if failures and not options().is_forced:
        raise StackError(failures)


def forget_absent(resource_map: Any) -> None:
    """Let a stack define what it has, and nothing else: asked for others, moto would make them."""
    resource_map._resource_json_map = {
        name: definition
        for name, definition in resource_map._resource_json_map.items()
        if name in resource_map._parsed_resources
    }


def replaced_before(resource_map: Any) -> list[StackResource]:
    """What earlier updates have replaced that failed afterwards, and were kept."""
    replaced: list[StackResource] = resource_map.__dict__.setdefault("replaced_before", [])
    return replaced


def _with_references(names: Iterable[str], definitions: Mapping[str, Any]) -> set[str]:
    """Resources of a template, and what these refer to, however indirectly."""
    reached: set[str] = set()
    ahead = [*names]
    while ahead:
        name = ahead.pop()
        if name in definitions and name not in reached:
            reached.add(name)
            ahead += referred_names(definitions[name])
    return reached
