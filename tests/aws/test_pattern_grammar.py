"""Which event patterns EventBridge refuses, in the words of its engine, and that it takes all others."""

from typing import Any

import pytest
from aws.test_event_patterns import MATCHED, NOT_MATCHED, of

from moto_backup_summaries.backup.aws.pattern_grammar import InvalidPatternError, check_pattern

BUT_LIST = "Inside anything but list, start|null|boolean is not supported."
BUT_CASE = (
    "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported."
)
BUT_MIXED = (
    "Inside anything but list, either all values are number or string, mixed type is not supported"
)
BUT_VALUE = "Value of anything-but must be an array or single string/number value."
END = "prefix/suffix match pattern must be a string"
ONE_KEY = "Only one key allowed in match expression"
TOO_MANY = "Too many elements in numeric expression"
LARGE = "Value must be between -5.0E9 and 5.0E9, inclusive"
# What a filter of one member is refused for.
FILTERS: list[tuple[Any, str]] = [
    ([], "Match value must be String, number, true, false, or null"),
    ({}, "Match expression name not found"),
    ({"contains": "x"}, "Unrecognized match type contains"),
    ({"prefix": "x", "suffix": "y"}, ONE_KEY),
    ({"prefix": 5}, "prefix match pattern must be a string"),
    ({"prefix": ["x"]}, "prefix match pattern must be a string"),
    ({"prefix": {}}, "Prefix expression name not found"),
    ({"prefix": {"suffix": "x"}}, "Unsupported prefix pattern: suffix"),
    ({"prefix": {"equals-ignore-case": 1}}, "equals-ignore-case match pattern must be a string"),
    ({"prefix": {"equals-ignore-case": "x", "suffix": "y"}}, ONE_KEY),
    ({"suffix": ["x"]}, "suffix match pattern must be a string"),
    ({"suffix": {}}, "Suffix expression name not found"),
    ({"suffix": {"prefix": "x"}}, "Unsupported suffix pattern: prefix"),
    ({"equals-ignore-case": ["x"]}, "equals-ignore-case match pattern must be a string"),
    ({"exists": "yes"}, "exists match pattern must be either true or false."),
    ({"cidr": 10}, "prefix match pattern must be a string"),
    ({"cidr": "10.0.0.1"}, "Malformed CIDR, one '/' required"),
    ({"cidr": "10.0.0.1/99"}, "Malformed CIDR, 10.0.0.1/99"),
    ({"wildcard": ["x*"]}, "wildcard match pattern must be a string"),
    ({"wildcard": "a**"}, "Consecutive wildcard characters at pos 2"),
    ({"wildcard": "a\\b"}, "Invalid escape character at pos 2"),
    ({"numeric": 5}, "Value of numeric must be an array."),
    ({"numeric": []}, "Invalid member in numeric match: None"),
    ({"numeric": [5]}, "Invalid member in numeric match: 5"),
    ({"numeric": ["?", 5]}, "Unrecognized numeric range operator: ?"),
    ({"numeric": ["=", "5"]}, "Value of equals must be numeric"),
    ({"numeric": [">"]}, "Value of > must be numeric"),
    ({"numeric": [">", True]}, "Value of > must be numeric"),
    ({"numeric": [">", 5_000_000_001]}, LARGE),
    ({"numeric": ["=", 5, "<", 6]}, TOO_MANY),
    ({"numeric": [">", 5, 6]}, "Bad value in numeric range: 6"),
    ({"numeric": [">", 5, "=", 6]}, "Bad numeric range operator: ="),
    ({"numeric": [">", 5, "<"]}, "Value of < must be numeric"),
    ({"numeric": [">", 5, "<", 5e10]}, LARGE),
    ({"numeric": [">", 5, "<", 6, "<"]}, "Too many terms in numeric range expression"),
    ({"numeric": [">", 5, "<=", 5]}, "Bottom must be less than top"),
    ({"numeric": [">", 5], "exists": True}, TOO_MANY),
    ({"anything-but": None}, BUT_VALUE),
    ({"anything-but": True}, BUT_VALUE),
    ({"anything-but": [None]}, BUT_LIST),
    ({"anything-but": []}, BUT_MIXED),
    ({"anything-but": ["x", 5]}, BUT_MIXED),
    ({"anything-but": {}}, "Anything-But expression name not found"),
    ({"anything-but": {"numeric": [">", 5]}}, "Unsupported anything-but pattern: numeric"),
    ({"anything-but": {"prefix": 5}}, END),
    ({"anything-but": {"suffix": ["x", 5]}}, END),
    ({"anything-but": {"prefix": ""}}, "Null prefix/suffix not allowed"),
    ({"anything-but": {"suffix": ["x", ""]}}, "Null prefix/suffix not allowed"),
    ({"anything-but": {"equals-ignore-case": 5}}, BUT_CASE),
    ({"anything-but": {"wildcard": 5}}, "wildcard match pattern must be a string"),
    ({"anything-but": {"wildcard": "a**"}}, "Consecutive wildcard characters at pos 2"),
    ({"anything-but": {"prefix": "x", "suffix": "y"}}, TOO_MANY),
    ({"anything-but": "x", "prefix": "y"}, TOO_MANY),
]
PATTERNS: list[tuple[Any, str]] = [
    ([], "Filter is not an object"),
    ({}, "Empty objects are not allowed"),
    ({"detail": {}}, "Empty objects are not allowed"),
    ({"source": []}, "Empty arrays are not allowed"),
    ({"source": "aws.backup"}, '"source" must be an object or an array'),
    ({"$or": {"source": ["x"]}}, "It must be an Array followed with $or."),
    ({"$or": [1, 2]}, "Only JSON object is allowed in array of $or relationship."),
    ({"$or": [{"source": ["x"]}]}, "There must have at least 2 Objects in $or relationship."),
    (
        {"$or": [{"source": ["x"]}, {"prefix": ["x"]}]},
        "prefix is Ruler reserved fieldName which cannot be used inside $or.",
    ),
    (
        {"$or": [{"source": ["x"]}, {"detail": {"state": "x"}}]},
        '"state" must be an object or an array',
    ),
]


TAKEN = [
    of("state", {"numeric": [">=", -5e9, "<=", 5e9]}),
    of("state", {"anything-but": {"wildcard": ""}}),
    of("state", {"prefix": ""}),
    of("state", {"exists": False}, "x", 1, None, True),
]


def refusal(pattern: Any) -> str:
    with pytest.raises(InvalidPatternError) as caught:
        check_pattern(pattern)
    return str(caught.value)


@pytest.mark.parametrize(("filter_", "reason"), FILTERS, ids=str)
def test_a_filter_is_refused(filter_: Any, reason: str) -> None:
    assert refusal(of("state", filter_)) == reason


@pytest.mark.parametrize(("pattern", "reason"), PATTERNS, ids=str)
def test_a_pattern_is_refused(pattern: Any, reason: str) -> None:
    assert refusal(pattern) == reason


@pytest.mark.parametrize("pattern", [*TAKEN, *MATCHED.values(), *NOT_MATCHED.values()], ids=str)
def test_every_other_pattern_is_taken(pattern: dict[str, Any]) -> None:
    if pattern:
        check_pattern(pattern)
