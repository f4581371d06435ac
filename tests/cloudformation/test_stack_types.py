"""Each property and each attribute of CloudFormation's schemas, as cfn-lint ships them, in a stack."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import pytest
from cfnlint.schema import PROVIDER_SCHEMA_MANAGER
from cloudformation.deploying import Stack
from cloudformation.full_templates import CHANGES, EXAMPLES, REPLACEMENTS, Example
from support import REGION

from moto_backup_summaries.backup.cloudformation.stack_types import TYPES
from moto_backup_summaries.backup.timestamps import iso

ACCESS_POINT = "AWS::Backup::BackupAccessPoint"
# As the AWS CDK 2.276 has it; cfn-lint has no schema of it yet.
OF_ACCESS_POINTS: dict[str, Any] = {
    "properties": {
        name: {"type": "string"}
        for name in (
            *("AccessPointInTime", "AccessPointPolicy", "Name", "RecoveryPointArn", "Tags"),
            *("Arn", "Status", "CreationTime", "BackupVaultArn", "BackupVaultName"),
            *("ResourceArn", "ResourceType", "AccessPointMetadata"),
        )
    },
    "required": ["RecoveryPointArn"],
    "createOnlyProperties": [
        f"/properties/{name}"
        for name in ("AccessPointInTime", "AccessPointPolicy", "Name", "RecoveryPointArn")
    ],
    "readOnlyProperties": [
        f"/properties/{name}"
        for name in (
            *("Arn", "Status", "CreationTime", "BackupVaultArn", "BackupVaultName", "ResourceArn"),
            *("ResourceType", "AccessPointMetadata/AccessPointInTime"),
            *("AccessPointMetadata/S3AccessPointArn", "AccessPointMetadata/S3AccessPointAlias"),
        )
    ],
    "tagging": {"tagProperty": "/properties/Tags"},
}
# What CloudFormation's pages have beside the schemas.
MORE_ATTRIBUTES = {
    "AWS::Backup::BackupVault": {"BackupVaultName"},
    "AWS::Backup::BackupSelection": {"BackupPlanId"},
}


def schemas() -> dict[str, Any]:
    names = PROVIDER_SCHEMA_MANAGER.get_resource_types(REGION)
    found = {
        name: PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, name).schema
        for name in names
        if name.startswith("AWS::Backup::")
    }
    return {ACCESS_POINT: OF_ACCESS_POINTS, **found}


SCHEMAS = schemas()


def _named(schema: Mapping[str, Any], member: str) -> set[str]:
    """The properties that a member of a schema lists by their paths."""
    paths = (path.removeprefix("/properties/") for path in schema.get(member, ()))
    return {path.replace("/", ".") for path in paths}


def attributes(schema: Mapping[str, Any]) -> set[str]:
    return _named(schema, "readOnlyProperties")


def writable(schema: Mapping[str, Any]) -> set[str]:
    told = {name.split(".")[0] for name in attributes(schema)}
    return schema["properties"].keys() - told


def paths(schema: Mapping[str, Any], part: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """The paths of a property's inner ones; `*` is any item of a list."""
    if "$ref" in part:
        part = schema["definitions"][part["$ref"].removeprefix("#/definitions/")]
    yield path
    if "items" in part:
        for inner in paths(schema, part["items"], f"{path}/*"):
            if inner != f"{path}/*":
                yield inner
    for name, inner_part in part.get("properties", {}).items():
        yield from paths(schema, inner_part, f"{path}/{name}")


def all_paths(resource_type: str) -> list[str]:
    schema = SCHEMAS[resource_type]
    return [
        path
        for name in sorted(writable(schema))
        for path in paths(schema, schema["properties"][name], name)
    ]


def values(document: Any, path: str) -> list[Any]:
    """What a document has at a path, of each item of the lists on the way."""
    found = [document]
    for name in path.split("/"):
        if name == "*":
            found = [item for items in found for item in items]
        else:
            found = [value[name] for value in found if name in (value or {})]
    return found


# What the needs of an example add to its properties.
NEEDED = {
    ("BackupVault", "EncryptionKeyArn"),
    ("LogicallyAirGappedBackupVault", "EncryptionKeyArn"),
    ("BackupSelection", "BackupPlanId"),
    ("ReportPlan", "ReportSetting/FrameworkArns"),
    ("BackupAccessPoint", "RecoveryPointArn"),
}
# What has a test of its own: it is never told, or needs a continuous backup.
OTHERWISE_TESTED = {
    ("BackupAccessPoint", "AccessPointPolicy"),
    ("BackupAccessPoint", "AccessPointInTime"),
}


def leaves(resource_type: str) -> list[str]:
    """The paths of properties without inner ones."""
    found = all_paths(resource_type)
    return [path for path in found if not any(other.startswith(f"{path}/") for other in found)]


def made_paths(example: Example) -> set[str]:
    given = {path for path in leaves(example.resource_type) if values(example.properties, path)}
    return given | {path for name, path in NEEDED if name == example.type}


PROPERTIES = [
    (name, path)
    for name, example in EXAMPLES.items()
    for path in sorted(made_paths(example))
    if (example.type, path) not in OTHERWISE_TESTED
]


@pytest.mark.parametrize("resource_type", SCHEMAS)
def test_each_type_is_as_its_schema_says(resource_type: str) -> None:
    """A property that a new schema adds fails this and the next test, which name it."""
    schema, kind = SCHEMAS[resource_type], TYPES[resource_type]
    assert set(kind.properties) == writable(schema)
    assert set(kind.required) == set(schema["required"])
    assert set(kind.replaced_by) == _named(schema, "createOnlyProperties")
    assert set(kind.attributes) - MORE_ATTRIBUTES.get(resource_type, set()) == attributes(schema)
    tag_property = schema["tagging"].get("tagProperty")
    assert kind.tags == (tag_property and tag_property.removeprefix("/properties/"))
    if kind.tags is not None:
        assert kind.lists_tags == (schema["properties"][kind.tags]["type"] == "array")
    is_deleted_first = schema.get("replacementStrategy") == "delete_then_create"
    assert kind.deletes_first or not is_deleted_first


def test_no_type_is_missing() -> None:
    assert TYPES.keys() == SCHEMAS.keys()


@pytest.mark.parametrize("resource_type", SCHEMAS)
def test_an_example_has_each_property(resource_type: str) -> None:
    examples = [e for e in EXAMPLES.values() if e.resource_type == resource_type]
    found = {path for example in examples for path in made_paths(example)}
    found |= {path for name, path in OTHERWISE_TESTED if resource_type.endswith(f"::{name}")}
    assert set(leaves(resource_type)) - found == set()


def deployed(example: Example, client: Any, **sections: Any) -> tuple[dict[str, Any], Stack]:
    """The properties of an example, with what it needs, and a stack of it."""
    properties = {**example.properties, **example.needs(client)}
    resources = {"Made": {"Type": example.resource_type, "Properties": properties}}
    stack = Stack().create(resources, **sections)
    stack.assert_made()
    assert stack.status == "CREATE_COMPLETE"
    return properties, stack


@pytest.mark.parametrize(("name", "path"), PROPERTIES)
def test_a_property_is_what_aws_backup_has(vault: Any, name: str, path: str) -> None:
    properties, stack = deployed(EXAMPLES[name], vault)
    seen = EXAMPLES[name].seen(vault, stack.ids()["Made"])
    assert values(seen, path) == values(properties, path)


# By what name an operation tells an attribute, where that differs.
TOLD_AS = {
    ("LegalHold", "Arn"): "LegalHoldArn",
    ("BackupAccessPoint", "Arn"): "AccessPointArn",
}
ATTRIBUTES = [
    (name, attribute)
    for name, example in EXAMPLES.items()
    for attribute in sorted(
        attributes(SCHEMAS[example.resource_type])
        | MORE_ATTRIBUTES.get(example.resource_type, set())
    )
    if attribute != "AccessPointMetadata.AccessPointInTime"
]


def as_text(value: Any) -> str:
    return iso(value.timestamp()) if isinstance(value, datetime) else str(value)


@pytest.mark.parametrize(("name", "attribute"), ATTRIBUTES)
def test_an_attribute_is_what_aws_backup_tells(vault: Any, name: str, attribute: str) -> None:
    example = EXAMPLES[name]
    outputs = {"Told": {"Value": {"Fn::GetAtt": ["Made", attribute]}}}
    _, stack = deployed(example, vault, Outputs=outputs)
    seen = example.seen(vault, stack.ids()["Made"])
    told = seen[TOLD_AS.get((example.type, attribute), attribute)]
    assert stack.outputs == {"Told": as_text(told)}


@pytest.mark.parametrize(
    ("name", "change"), [(name, change) for name in CHANGES for change in CHANGES[name]]
)
def test_a_property_is_changed_in_its_place(vault: Any, name: str, change: str) -> None:
    example, value = EXAMPLES[name], CHANGES[name][change]
    properties, stack = deployed(example, vault)
    before = stack.ids()
    changed = {**properties, change: value}
    stack.update({"Made": {"Type": example.resource_type, "Properties": changed}})
    assert (stack.reasons("Made"), stack.ids()) == ([], before)
    seen = example.seen(vault, before["Made"])
    inner = [path for path in leaves(example.resource_type) if path.split("/")[0] == change]
    expected = {path: values(changed, path) for path in inner if values(changed, path)}
    assert {path: values(seen, path) for path in expected} == expected


def test_each_property_is_changed_or_makes_another() -> None:
    changed = {(EXAMPLES[n].resource_type, p) for n in CHANGES for p in CHANGES[n]}
    replaced = {
        (EXAMPLES[name].resource_type, prop)
        for name, cases in REPLACEMENTS.items()
        for case in cases
        for prop in case
    }
    needed = {(f"AWS::Backup::{name}", path.split("/")[0]) for name, path in NEEDED}
    # By tests of test_single_types.py.
    alone = {
        ("AWS::Backup::BackupAccessPoint", "AccessPointInTime"),
        ("AWS::Backup::LogicallyAirGappedBackupVault", "MpaApprovalTeamArn"),
        ("AWS::Backup::RestoreTestingSelection", "RestoreTestingPlanName"),
    }
    properties = {(name, prop) for name, schema in SCHEMAS.items() for prop in writable(schema)}
    assert properties == changed | replaced | needed | alone


@pytest.mark.parametrize(
    ("name", "change"), [(name, change) for name, cases in REPLACEMENTS.items() for change in cases]
)
def test_a_property_makes_another_resource(vault: Any, name: str, change: Any) -> None:
    example = EXAMPLES[name]
    properties, stack = deployed(example, vault)
    before = stack.ids()["Made"]
    changed = {**properties, **change}
    stack.update({"Made": {"Type": example.resource_type, "Properties": changed}})
    after = stack.ids()["Made"]
    assert (stack.status, stack.reasons("Made")) == ("UPDATE_COMPLETE", [])
    assert before != after
    seen = example.seen(vault, after)
    inner = [path for path in made_paths(example) if path.split("/")[0] in change]
    inner = [path for path in inner if (example.type, path) not in OTHERWISE_TESTED]
    expected = {path: values(changed, path) for path in inner if values(changed, path)}
    assert {path: values(seen, path) for path in expected} == expected
    assert is_gone(example, vault, before)


def is_gone(example: Example, client: Any, reference: str) -> bool:
    """Whether what Ref has given is there no more; of a cancelled hold AWS Backup keeps a record."""
    try:
        seen = example.seen(client, reference)
    except client.exceptions.ClientError:
        return True
    return seen.get("Status") == "CANCELED"


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_resource_goes_with_its_stack(vault: Any, name: str) -> None:
    example = EXAMPLES[name]
    _, stack = deployed(example, vault)
    reference = stack.ids()["Made"]
    stack.delete()
    assert stack.client.describe_stacks()["Stacks"] == []
    assert is_gone(example, vault, reference)


@pytest.mark.parametrize(
    ("name", "lacking"),
    [
        (name, required)
        for name, example in EXAMPLES.items()
        if "frameworks" not in name and "tags" not in name
        for required in SCHEMAS[example.resource_type]["required"]
    ],
)
def test_a_required_property_is_named(vault: Any, name: str, lacking: str) -> None:
    example = EXAMPLES[name]
    properties = {**example.properties, **example.needs(vault)}
    del properties[lacking]
    stack = Stack().create({"Made": {"Type": example.resource_type, "Properties": properties}})
    assert stack.reasons("Made") == [
        "Properties validation failed for resource Made with message:\n"
        f"#: required key [{lacking}] not found"
    ]
