"""Which events match the pattern of an EventBridge rule: each filter of AWS's table."""

from typing import Any

import pytest

from moto_backup_summaries.backup.aws.event_patterns import matches, may_match

EVENT = {
    "source": "aws.backup",
    "detail-type": "Backup Job State Change",
    "resources": ["arn:aws:ec2:us-east-1::snapshot/snap-1", "arn:aws:s3:::bucket"],
    "empty": [],
    "detail": {
        "state": "COMPLETED",
        "percentDone": 100,
        "share": 0.5,
        "isIndexingContinuous": True,
        "backupSizeInBytes": "36048",
        "statusMessage": "",
        "path": "a*b\\c",
        "long": "a" * 200,
        "lines": "one\ntwo\nthree",
        "gone": None,
        "destinationRecoveryPointArn": {},
        "address": "10.0.0.7",
        "createdBy": {"backupPlanId": "plan", "backupPlanVersion": "1"},
        "parts": [
            {"name": "one", "aged": True},
            {"name": "two", "size": 2, "tags": [{"key": "a"}, {"value": 1}]},
        ],
        "nested": [[{"name": "deep"}], 7],
    },
}


def of(name: str, *wanted: Any) -> dict[str, Any]:
    """A pattern of one member of the detail."""
    return {"detail": {name: list(wanted)}}


def parts(**wanted: Any) -> dict[str, Any]:
    """A pattern of the objects in an array of the detail."""
    return {"detail": {"parts": wanted}}


MATCHED = {
    "nothing named": {},
    "a value": {"source": ["aws.backup"]},
    "one of several values": of("state", "FAILED", "COMPLETED"),
    "all members": {"source": ["aws.backup"], "detail": {"state": ["COMPLETED"]}},
    "a number": of("percentDone", 100),
    "a truth": of("isIndexingContinuous", True),
    "null": of("gone", None),
    "an empty text": of("statusMessage", ""),
    "one item of an array": {"resources": ["arn:aws:s3:::bucket"]},
    "a nested member": {"detail": {"createdBy": {"backupPlanId": ["plan"]}}},
    "an object in an array": {"detail": {"parts": {"name": ["two"]}}},
    "what is there": of("state", {"exists": True}),
    "null is there": of("gone", {"exists": True}),
    "what is not there": of("startBy", {"exists": False}),
    "what is not there in what is not there": {"detail": {"x": {"y": [{"exists": False}]}}},
    "an object is no leaf": of("createdBy", {"exists": False}),
    "an empty object is no leaf": of("destinationRecoveryPointArn", {"exists": False}),
    "an empty array has no leaf": {"empty": [{"exists": False}]},
    "a value or nothing": of("startBy", "today", {"exists": False}),
    "a prefix": of("state", {"prefix": "COMP"}),
    "a prefix in any case": of("state", {"prefix": {"equals-ignore-case": "comp"}}),
    "a prefix of an item": {"resources": [{"prefix": "arn:aws:s3"}]},
    "a suffix": of("state", {"suffix": "TED"}),
    "a suffix in any case": of("state", {"suffix": {"equals-ignore-case": "ted"}}),
    "any case": of("state", {"equals-ignore-case": "Completed"}),
    "a wildcard": of("state", {"wildcard": "C*P*D"}),
    "a star and a backslash": of("path", {"wildcard": "a\\*b\\\\c"}),
    "anything but a text": of("state", {"anything-but": "FAILED"}),
    "anything but texts": of("state", {"anything-but": ["FAILED", "ABORTED"]}),
    "anything but a number": of("percentDone", {"anything-but": 99}),
    "anything but a prefix": of("state", {"anything-but": {"prefix": "F"}}),
    "anything but prefixes": of("state", {"anything-but": {"prefix": ["F", "A"]}}),
    "anything but a suffix": of("state", {"anything-but": {"suffix": "LED"}}),
    "anything but a wildcard": of("state", {"anything-but": {"wildcard": "F*"}}),
    "anything but wildcards": of("state", {"anything-but": {"wildcard": ["F*", "A*"]}}),
    "anything but a text in any case": of(
        "state", {"anything-but": {"equals-ignore-case": "failed"}}
    ),
    "anything but one of the items": {"resources": [{"anything-but": "arn:aws:s3:::bucket"}]},
    "anything but, of null": of("gone", {"anything-but": "here"}),
    **{
        f"anything but a {name}, of {kind}": of(member, {"anything-but": {name: "F"}})
        for name in ("prefix", "suffix", "wildcard", "equals-ignore-case")
        for kind, member in {
            "a number": "percentDone",
            "a truth": "isIndexingContinuous",
            "null": "gone",
        }.items()
    },
    "anything but a number, of a truth": of("isIndexingContinuous", {"anything-but": 1}),
    "anything but a number, of a text": of("backupSizeInBytes", {"anything-but": 36048}),
    "a range": of("percentDone", {"numeric": [">", 99, "<=", 100]}),
    "a least number": of("share", {"numeric": [">=", 0.5]}),
    "an equal number": of("percentDone", {"numeric": ["=", 1e2]}),
    "a number below": of("percentDone", {"numeric": ["<", 101]}),
    "a network": of("address", {"cidr": "10.0.0.0/24"}),
    "the network of an address": of("address", {"cidr": "10.0.0.200/24"}),
    "two members of one object in an array": parts(name=["two"], size=[2]),
    "what another object in an array lacks": parts(name=["one"], size=[{"exists": False}]),
    "what no object in an array has": parts(gone=[{"exists": False}]),
    "an object in an array in an array": {"detail": {"nested": {"name": ["deep"]}}},
    "a value beside an array in an array": of("nested", 7),
    "two values of one array": {
        "$or": [
            {"resources": ["arn:aws:s3:::bucket"], "source": ["aws.backup"]},
            {"resources": [{"prefix": "arn:aws:rds"}]},
        ]
    },
    "a path of names with dots": {"detail.createdBy": {"backupPlanId": ["plan"]}},
    "one of several members, in two ways": {
        "$or": [{"source": ["aws.backup"]}, {"source": ["aws.ec2"]}],
        "detail": {"$or": [{"state": ["FAILED"]}, {"percentDone": [100]}]},
    },
    "a wildcard over lines": of("lines", {"wildcard": "one*three"}),
    "a line in a wildcard": of("lines", {"wildcard": "one\ntwo*"}),
    "one of two patterns": {
        "source": ["aws.backup"],
        "$or": [{"detail": {"state": ["FAILED"]}}, {"detail": {"percentDone": [100]}}],
    },
    "one of two members": {
        "detail": {"$or": [{"state": ["COMPLETED"]}, {"status": ["COMPLETED"]}]}
    },
}
NOT_MATCHED = {
    "another value": of("state", "FAILED"),
    "a value in another case": of("state", "completed"),
    "a part of a value": of("state", "COMPLETE"),
    "one member of two": {"source": ["aws.backup"], "detail": {"state": ["FAILED"]}},
    "a number that is written as a text": of("backupSizeInBytes", 36048),
    "a text that is written as a number": of("percentDone", "100"),
    "a number that is written otherwise": of("percentDone", 100.0),
    "1 for true": of("isIndexingContinuous", 1),
    "null for an empty text": of("statusMessage", None),
    "an empty text for null": of("gone", ""),
    "null for what is not there": of("startBy", None),
    "a value in place of an object": {"detail": {"state": {"name": ["COMPLETED"]}}},
    "an object in place of a value": {"source": [{"exists": False}]},
    "what is there": of("startBy", {"exists": True}),
    "an empty array": {"empty": [{"exists": True}]},
    "an empty object": of("destinationRecoveryPointArn", {"exists": True}),
    "another prefix": of("state", {"prefix": "F"}),
    "a prefix of what is not there": of("startBy", {"prefix": ""}),
    "a prefix of a number": of("percentDone", {"prefix": "1"}),
    "another suffix": of("state", {"suffix": "LED"}),
    "another text in any case": of("state", {"equals-ignore-case": "failed"}),
    "another wildcard": of("state", {"wildcard": "C*L"}),
    # Which regular expressions would try in more ways than can be counted.
    "a wildcard of many stars": of("long", {"wildcard": "*a" * 30 + "*b"}),
    "a star that is none": of("state", {"wildcard": "C\\*D"}),
    "anything but this": of("state", {"anything-but": "COMPLETED"}),
    "anything but these": of("state", {"anything-but": ["FAILED", "COMPLETED"]}),
    "anything but this number": of("percentDone", {"anything-but": [100]}),
    "anything but this prefix": of("state", {"anything-but": {"prefix": "COMP"}}),
    "anything but one of these prefixes": of("state", {"anything-but": {"prefix": ["F", "C"]}}),
    "anything but this suffix": of("state", {"anything-but": {"suffix": "TED"}}),
    "anything but this wildcard": of("state", {"anything-but": {"wildcard": "C*"}}),
    "anything but this in any case": of(
        "state", {"anything-but": {"equals-ignore-case": ["completed"]}}
    ),
    "anything but, of what is not there": of("startBy", {"anything-but": "today"}),
    "anything but, of an empty array": {"empty": [{"anything-but": "today"}]},
    "anything but this number, written otherwise": of("percentDone", {"anything-but": 100.0}),
    "members of two objects in an array": parts(name=["one"], size=[2]),
    "what one object in an array has": parts(size=[{"exists": False}]),
    # By the engine's order of paths, aged is looked for before any object is chosen.
    "what an object lacks that is chosen later": parts(aged=[{"exists": False}], size=[2]),
    "members of two objects in an array in an object": parts(tags={"key": ["a"], "value": [1]}),
    "a number above the range": of("percentDone", {"numeric": [">", 0, "<", 100]}),
    "a range of a text": of("backupSizeInBytes", {"numeric": [">", 0]}),
    "a range of a truth": of("isIndexingContinuous", {"numeric": [">=", 0]}),
    "another network": of("address", {"cidr": "10.0.1.0/24"}),
    "a network of no address": of("state", {"cidr": "10.0.0.0/24"}),
    "a network of a number": of("percentDone", {"cidr": "0.0.0.0/0"}),
    "none of two patterns": {"$or": [of("state", "FAILED"), of("percentDone", 0)]},
    "one of two patterns, without the rest": {
        "source": ["aws.ec2"],
        "$or": [of("state", "COMPLETED"), of("percentDone", 0)],
    },
}


@pytest.mark.parametrize("pattern", MATCHED.values(), ids=MATCHED)
def test_an_event_is_matched_by(pattern: dict[str, Any]) -> None:
    assert matches(pattern, EVENT)


@pytest.mark.parametrize("pattern", NOT_MATCHED.values(), ids=NOT_MATCHED)
def test_an_event_is_not_matched_by(pattern: dict[str, Any]) -> None:
    assert not matches(pattern, EVENT)


KNOWN = {"source": "aws.backup", "detail": {"state": "COMPLETED", "status": "COMPLETED"}}
POSSIBLE = {
    "nothing named": {},
    "what is known": {"source": ["aws.backup"], **of("state", "COMPLETED")},
    "what is not known": {"region": ["us-east-1"], **of("resourceType", "EBS")},
    "what may be absent": of("status", {"exists": False}),
    "one of two": {"$or": [of("state", "FAILED"), of("resourceType", "EBS")]},
}
IMPOSSIBLE = {
    "another source": {"source": ["aws.ec2"]},
    "another state": of("state", "FAILED", {"prefix": "A"}),
    "one of two": {"$or": [of("state", "FAILED"), {"source": ["aws.ec2"]}]},
    "a member of a value": {"source": {"name": ["aws.backup"]}, **of("state", "FAILED")},
}


@pytest.mark.parametrize("pattern", POSSIBLE.values(), ids=POSSIBLE)
def test_an_event_of_which_little_is_known_may_be_matched_by(pattern: dict[str, Any]) -> None:
    assert may_match(pattern, KNOWN)


@pytest.mark.parametrize("pattern", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_an_event_of_which_little_is_known_cannot_be_matched_by(pattern: dict[str, Any]) -> None:
    assert not may_match(pattern, KNOWN)


@pytest.mark.parametrize("pattern", MATCHED.values(), ids=MATCHED)
def test_what_matches_was_possible_with_less_known(pattern: dict[str, Any]) -> None:
    known = {"source": EVENT["source"], "detail": {"state": "COMPLETED", "status": "COMPLETED"}}
    assert may_match(pattern, known)
