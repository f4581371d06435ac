"""A selection takes what the rule says."""

from fnmatch import fnmatchcase
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from resources import OPTED_IN, A, B, C, tag

from moto_backup_summaries.backup.neighbours.resources import Resource
from moto_backup_summaries.backup.plans.selections import selected

TAGS = st.dictionaries(st.sampled_from("kl"), st.sampled_from(["vault", "vw", "w"]))
PATTERNS = st.lists(st.sampled_from([A.arn, C.arn, "*", "*:volume/*"]), max_size=2)
TESTS = st.lists(
    st.builds(tag, st.sampled_from(["vault", "v*", "*w"]), st.sampled_from("kl")), max_size=2
)


@given(
    st.lists(st.builds(lambda r, t: r._replace(tags=t), st.sampled_from([A, B, C]), TAGS)),
    st.fixed_dictionaries({"Resources": PATTERNS, "NotResources": PATTERNS, "ListOfTags": TESTS}),
    st.fixed_dictionaries({}, optional={"StringEquals": TESTS, "StringNotLike": TESTS}),
)
def test_selections_are_as_the_rule_says(
    resources: list[Resource], document: dict[str, Any], conditions: dict[str, Any]
) -> None:
    def takes(resource: Resource) -> bool:
        def has(test: dict[str, str]) -> bool:
            return resource.tags.get(test["ConditionKey"]) == test["ConditionValue"]

        def like(test: dict[str, str]) -> bool:
            return fnmatchcase(resource.tags.get(test["ConditionKey"], ""), test["ConditionValue"])

        named = [fnmatchcase(resource.arn, pattern) for pattern in document["Resources"]]
        tagged = [has(test) for test in document["ListOfTags"]]
        if (named or tagged) and not any([*named, *tagged]):
            return False
        if not all(has(test) for test in conditions.get("StringEquals", [])):
            return False
        if any(like(test) for test in conditions.get("StringNotLike", [])):
            return False
        return not any(fnmatchcase(resource.arn, it) for it in document["NotResources"])

    found = selected({**document, "Conditions": conditions}, resources, OPTED_IN)
    assert found == [resource for resource in resources if takes(resource)]
