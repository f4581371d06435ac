"""What filters ask of a job, and where its index looks for those that may meet it."""

from typing import Any

import pytest

from moto_backup_summaries.backup.kit.conditions import Condition, conditions_of

COMPARISONS = {
    "ByState": ("State", "equal"),
    "ByMessageCategory": ("MessageCategory", "category"),
    "ByCreatedBefore": ("CreationDate", "before"),
    "ByCompleteAfter": ("CompletionDate", "after"),
}


@pytest.mark.parametrize(
    ("comparison", "wanted", "value", "expected"),
    [
        ("equal", "FAILED", "FAILED", True),
        ("equal", "FAILED", "failed", False),
        ("equal", "FAILED", None, False),
        ("before", 100.5, 100.4, True),
        ("before", 100.5, 100.5, False),
        ("before", 100.5, 100.6, False),
        ("before", 100.5, None, False),
        ("before", 1, 0, True),
        ("after", 100.5, 100.6, True),
        ("after", 100.5, 100.5, False),
        ("after", 100.5, 100.4, False),
        ("after", -1, None, False),
        ("category", "ACCESSDENIED", "ACCESS_DENIED", True),
        ("category", "ACCESSDENIED", "AccessDenied", True),
        ("category", "ACCESSDENIED", "accessdenied", True),
        ("category", "ACCESSDENIED", "SUCCESS", False),
        ("category", "ACCESSDENIED", None, False),
    ],
)
def test_a_condition_holds_or_not(comparison: str, wanted: Any, value: Any, expected: bool) -> None:
    assert Condition("Member", comparison, wanted).holds(value) is expected


@pytest.mark.parametrize(
    ("comparison", "wanted", "buckets"),
    [
        ("equal", "FAILED", ["FAILED"]),
        ("category", "ACCESSDENIED", ["ACCESSDENIED"]),
        # The bucket that the moment is in has jobs on both sides of it.
        ("before", 7_200.0, [0, 1, 2]),
        ("before", 10_799.9, [0, 1, 2]),
        ("after", 7_200.0, [2, 3]),
        ("after", 10_799.9, [2, 3]),
        ("before", -1.0, []),
        ("after", 14_400.0, []),
    ],
)
def test_a_condition_names_the_buckets_whose_jobs_may_meet_it(
    comparison: str, wanted: Any, buckets: list[Any]
) -> None:
    names = [None, 0, 1, "elsewhere", 2, 3, object()]
    assert Condition("Member", comparison, wanted).buckets(names) == buckets


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, []),
        ({"ByState": "FAILED"}, [("State", "equal", "FAILED")]),
        (
            {"ByCompleteAfter": 1.5, "ByCreatedBefore": 2.5},
            [("CompletionDate", "after", 1.5), ("CreationDate", "before", 2.5)],
        ),
        # What compares no member of a job.
        ({"ByAccountId": "*"}, []),
        ({"ByAccountId": "*", "ByState": "*"}, [("State", "equal", "*")]),
        ({"ByMessageCategory": "Access_Denied"}, [("MessageCategory", "category", "ACCESSDENIED")]),
        # https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListBackupJobs.html
        ({"ByMessageCategory": "*"}, []),
        ({"ByMessageCategory": "ANY"}, []),
        ({"ByMessageCategory": "AggregateAll"}, []),
        ({"ByMessageCategory": "AGGREGATE_ALL", "ByState": "ANY"}, [("State", "equal", "ANY")]),
    ],
)
def test_filters_ask_for_conditions(filters: dict[str, Any], expected: list[Any]) -> None:
    assert conditions_of(COMPARISONS, filters) == expected
