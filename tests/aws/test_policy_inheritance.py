"""How policies of several levels become one, by the examples of AWS's guide.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_inheritance_mgmt.html
"""

from typing import Any

from moto_backup_summaries.backup.aws.policy_inheritance import effective_policy

CONTROLS = "@@operators_allowed_for_child_policies"


def tags(name: str = "costcenter", **settings: Any) -> dict[str, Any]:
    return {"tags": {name: settings}}


POLICY_A = tags(
    tag_key={"@@assign": "CostCenter"}, tag_value={"@@assign": ["Development", "Support"]}
)
POLICY_C = tags(
    tag_key={"@@assign": "CostCenter"},
    tag_value={"@@append": ["Marketing"]},
    enforced_for={"@@append": ["redshift:*", "dynamodb:table"]},
)


def test_a_child_overwrites_what_its_parent_has() -> None:
    child = tags(
        tag_key={"@@assign": "CostCenter"},
        tag_value={"@@assign": ["Sandbox"]},
        enforced_for={"@@assign": ["redshift:*", "dynamodb:table"]},
    )
    assert effective_policy([[POLICY_A], [child]]) == tags(
        tag_key="CostCenter", tag_value=["Sandbox"], enforced_for=["redshift:*", "dynamodb:table"]
    )


def test_a_child_appends_to_what_its_parent_has() -> None:
    assert effective_policy([[POLICY_A], [POLICY_C]]) == tags(
        tag_key="CostCenter",
        tag_value=["Development", "Support", "Marketing"],
        enforced_for=["redshift:*", "dynamodb:table"],
    )


def test_a_child_removes_what_its_parents_have() -> None:
    account = tags(
        tag_value={"@@remove": ["Development", "Marketing"]},
        enforced_for={"@@remove": ["redshift:*", "dynamodb:table"]},
    )
    assert effective_policy([[POLICY_A], [POLICY_C], [account]]) == tags(
        tag_key="CostCenter", tag_value=["Support"]
    )


def test_a_parent_restricts_its_children() -> None:
    parent = tags(
        "project",
        tag_key={CONTROLS: ["@@none"], "@@assign": "Project"},
        tag_value={CONTROLS: ["@@append"], "@@assign": ["Maintenance", "Escalations"]},
    )
    child = tags(
        "project",
        tag_key={"@@assign": "PROJECT"},
        tag_value={"@@append": ["Escalations - research"]},
    )
    merged = tags(
        "project",
        tag_key="Project",
        tag_value=["Maintenance", "Escalations", "Escalations - research"],
    )
    assert effective_policy([[parent], [child]]) == merged
    # No child gives back what was taken.
    giving = tags("project", tag_key={CONTROLS: ["@@all"], "@@assign": "PROJECT"})
    assert effective_policy([[parent], [giving], [child]]) == merged


def test_operators_that_several_policies_of_one_place_allow_are_those_of_all() -> None:
    first = tags("project", tag_value={CONTROLS: ["@@append"], "@@assign": ["Maintenance"]})
    second = tags("project", tag_value={CONTROLS: ["@@append", "@@remove"]})
    child = tags("project", tag_value={"@@append": ["More"], "@@remove": ["Maintenance"]})
    assert effective_policy([[first, second], [child]]) == tags(
        "project", tag_value=["Maintenance", "More"]
    )


def test_of_two_in_one_place_the_first_one_counts() -> None:
    first = tags(
        "project", tag_key={"@@assign": "PROJECT"}, tag_value={"@@append": ["Maintenance"]}
    )
    second = tags("project", tag_key={"@@assign": "project"})
    merged = tags("project", tag_key="PROJECT", tag_value=["Maintenance"])
    assert effective_policy([[first, second]]) == merged


def test_what_a_parent_allows_holds_for_its_children_only() -> None:
    locked = tags("project", tag_value={CONTROLS: ["@@none"], "@@assign": ["Maintenance"]})
    beside = tags("project", tag_value={"@@append": ["More"]})
    assert effective_policy([[locked, beside]]) == tags(
        "project", tag_value=["Maintenance", "More"]
    )


def test_nothing_is_added_to_what_is_locked() -> None:
    locked = {"plans": {CONTROLS: ["@@none"], "One": {"regions": {"@@assign": ["us-east-1"]}}}}
    child = {
        "plans": {
            "Two": {"regions": {"@@assign": ["us-east-1"]}},
            "One": {"regions": {"@@append": ["eu-west-1"]}},
        }
    }
    assert effective_policy([[locked], [child]]) == {
        "plans": {"One": {"regions": ["us-east-1", "eu-west-1"]}}
    }


def test_identifiers_are_told_in_lower_case_and_names_of_plans_as_they_are() -> None:
    first = {
        "plans": {"PII_Plan": {"rules": {"Hourly": {"lifecycle": {}, "a": {"@@assign": "1"}}}}}
    }
    second = {"plans": {"pii_plan": {"rules": {"HOURLY": {"a": {"@@assign": "2"}}}}}}
    assert effective_policy([[first], [second]]) == {
        "plans": {"PII_Plan": {"rules": {"hourly": {"a": "2"}}}}
    }


def test_a_value_is_appended_to_as_if_it_were_a_list() -> None:
    first = tags(tag_value={"@@assign": "one"})
    second = tags(tag_value={"@@append": "two"})
    assert effective_policy([[first], [second], []]) == tags(tag_value=["one", "two"])


def test_what_is_no_setting_is_left_out() -> None:
    assert effective_policy([[{"plans": {"p": "text"}}]]) is None
    assert effective_policy([]) is None
