"""What a change set tells of resources of AWS Backup: what changes, and which change replaces one."""

from collections.abc import Mapping
from typing import Any

from ..members import Members
from .stack_types import TYPES

_ATTRIBUTES = ("Metadata", "DeletionPolicy", "UpdateReplacePolicy")


def tell_details(change_set: Any) -> None:
    """Let moto's change set have what AWS tells of each change; moto has its action alone.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html
    """
    before = change_set.stack.resource_map._resource_json_map
    after = change_set.template_dict["Resources"]
    for change in change_set.changes:
        name = change.logical_resource_id
        if change.action == "Modify" and after[name]["Type"] in TYPES:
            details = _details(before[name], after[name])
            targets = [detail["Target"] for detail in details]
            is_replaced = any(target["RequiresRecreation"] == "Always" for target in targets)
            change.details = details
            change.replacement = str(is_replaced)
            change.scope = list(dict.fromkeys(target["Attribute"] for target in targets))


def _details(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Members]:
    replaced_by = TYPES[after["Type"]].replaced_by
    present, new = before.get("Properties", {}), after.get("Properties", {})
    targets: list[Members] = [
        {
            "Attribute": "Properties",
            "Name": name,
            "RequiresRecreation": "Always" if name in replaced_by else "Never",
        }
        for name in {**present, **new}
        if present.get(name) != new.get(name)
    ]
    targets += (
        {"Attribute": name, "RequiresRecreation": "Never"}
        for name in _ATTRIBUTES
        if before.get(name) != after.get(name)
    )
    return [
        {"Target": target, "Evaluation": "Static", "ChangeSource": "DirectModification"}
        for target in targets
    ]
