"""What cfn-lint says of the templates that the package shows and the tests deploy."""

import json
from typing import Any

import pytest
from cfnlint.api import lint
from cfnlint.core import get_rules
from cloudformation.full_templates import EXAMPLES
from support import REGION, ROOT


def remarks(template: str) -> list[str]:
    rules = get_rules([], [], [])
    return [f"{match.rule.id} {match.message}" for match in lint(template, rules, [REGION])]


def test_the_example_is_clean() -> None:
    assert remarks((ROOT / "examples/stack.yaml").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", [n for n in EXAMPLES if n != "an access point"])
def test_what_the_tests_deploy_is_clean(name: str, vault: Any) -> None:
    example = EXAMPLES[name]
    properties = {**example.properties, **example.needs(vault)}
    resource = {"Type": example.resource_type, "Properties": properties}
    assert remarks(json.dumps({"Resources": {"Made": resource}})) == []
