"""What a model says of values, and where AWS takes more: each with its first refused neighbour.

The shapes are written as botocore's model writes them, so that they stay what they are here.
"""

from typing import Any

import pytest
from botocore.model import Shape, ShapeResolver

from moto_backup_summaries.backup.aws.constraints import is_in_range
from moto_backup_summaries.backup.aws.gate import (
    Constraints,
    constraints_of,
    missing_members,
)

STRING = {"type": "string"}
DIGITS = {"type": "string", "pattern": "^[0-9]{12}$"}
ANY_TEXT = "at most 1048576 characters"
ACCOUNT = "123456789012"
ACCOUNT_WORDS = "an account id of 12 digits"
NAME_WORDS = "1 to 50 letters, digits, hyphens, underscores and dots"
SELECTION_WORDS = NAME_WORDS.replace(" and dots", ", dots and colons")
PLAN_WORDS = NAME_WORDS.replace("50", "200")
TYPE_WORDS = "1 to 50 letters, digits, hyphens, underscores, dots and spaces"


def shape(name: str, **model: Any) -> Shape:
    others = {"Text": STRING, "Number": {"type": "integer"}}
    return ShapeResolver({name: model, **others}).get_shape_by_name(name)


def check(found: Shape, value: Any, name: str = "Member", operation: str = "Operation") -> None:
    constraints_of(operation).check(found, value, name, f"In.{name}")


def refused(found: Shape, value: Any, name: str = "Member", operation: str = "Operation") -> str:
    """What is accepted, in words; that the value is named is asserted here."""
    shown = value if isinstance(value, int) or len(value) <= 200 else value[:200] + "…"
    with pytest.raises(ValueError, match=r"^Invalid value") as caught:
        check(found, value, name, operation)
    before, _, accepted = str(caught.value).partition(", accepts ")
    assert before == f"Invalid value for In.{name}: got {shown!r}"
    return accepted


def test_an_operation_has_its_constraints() -> None:
    assert isinstance(constraints_of("ListBackupJobs"), Constraints)


def test_a_refusal_names_where_the_value_is_and_what_it_was() -> None:
    with pytest.raises(ValueError, match="Invalid") as caught:
        check(shape("Days", type="integer", min=1, max=3), 4, "Days")
    assert str(caught.value) == ("Invalid value for In.Days: got 4, accepts an integer from 1 to 3")


class TestText:
    @pytest.mark.parametrize(
        "value", ["", "plain", "über", "\ud7ff", "\ue000", "\x01\n", "\U0001f600", "x" * (1 << 20)]
    )
    def test_is_anything_of_any_language(self, value: str) -> None:
        check(shape("Text2", **STRING), value)

    def test_is_not_endless(self) -> None:
        assert refused(shape("Text2", **STRING), "x" * ((1 << 20) + 1)) == ANY_TEXT

    @pytest.mark.parametrize("value", ["\0", "a\0b", "\ud800", "a\udfff", "\udc00b"])
    @pytest.mark.parametrize("model", [STRING, {"type": "string", "enum": ["A"]}])
    def test_has_no_characters_that_no_text_has(self, model: Any, value: str) -> None:
        assert refused(shape("Text2", **model), value) == "text without NUL and lone surrogates"

    @pytest.mark.parametrize(
        ("model", "accepted", "not_accepted", "words"),
        [
            ({"min": 2, "max": 3}, ["ab", "abc"], ["a", "abcd"], "2 to 3 characters"),
            ({"max": 3}, ["", "abc"], ["abcd"], "0 to 3 characters"),
            ({"min": 1}, ["a", "a" * 1_000], [""], "1 to 1048576 characters"),
            ({"min": 0, "max": 1}, ["", "a"], ["ab"], "0 to 1 characters"),
            (
                {"enum": ["A", "B"]},
                ["A", "B"],
                ["", "a", "C", "AB"],
                "one of A, B",
            ),
            (
                {"pattern": "^[a-z]{2}$"},
                ["ab"],
                ["", "a", "abc", "ab\n", "xab", "AB"],
                "text that matches ^[a-z]{2}$",
            ),
            # Not anchored, it is of the whole text all the same; \w and \d are of ASCII, a dot of all.
            ({"pattern": r"\w"}, ["a", "_"], ["é", "ab"], r"text that matches \w"),
            ({"pattern": r"\d"}, ["7"], ["٣"], r"text that matches \d"),
            ({"pattern": "a.b"}, ["a-b", "a\nb"], ["ab"], "text that matches a.b"),
            (
                {"pattern": "[a-z]*", "min": 2, "max": 3},
                ["ab", "abc"],
                ["a", "abcd", "AB"],
                "text that matches [a-z]*",
            ),
        ],
    )
    def test_is_what_its_shape_says(
        self, model: Any, accepted: list[str], not_accepted: list[str], words: str
    ) -> None:
        found = shape("Text2", type="string", **model)
        for value in accepted:
            check(found, value)
        assert [refused(found, value) for value in not_accepted] == [words] * len(not_accepted)
        assert constraints_of("Operation").accepted_text(found, "Member") == words

    def test_of_any_kind_needs_no_words(self) -> None:
        found = shape("Text2", **STRING)
        assert constraints_of("Operation").accepted_text(found, "Member") == ""


class TestMoreIsAccepted:
    @pytest.mark.parametrize(
        ("operation", "name", "model", "also", "words"),
        [
            *(
                (f"List{kind}JobSummaries", "AccountId", DIGITS, ["ANY", "AGGREGATE_ALL"], None)
                for kind in ("Backup", "Copy", "Restore", "Scan")
            ),
            *(
                (f"List{kind}Jobs", "ByAccountId", DIGITS, ["*"], None)
                for kind in ("Backup", "Copy", "Restore", "Scan")
            ),
            (
                "ListScanJobSummaries",
                "MalwareScanner",
                {"type": "string", "enum": ["GUARDDUTY"]},
                ["ANY", "AGGREGATE_ALL"],
                "one of GUARDDUTY, ANY, AGGREGATE_ALL",
            ),
            (
                "CreateBackupSelection",
                "ConditionType",
                {"type": "string", "enum": ["STRINGEQUALS"]},
                ["StringEquals"],
                "one of STRINGEQUALS, StringEquals",
            ),
        ],
    )
    def test_by_some_operations_than_by_others(
        self, operation: str, name: str, model: Any, also: list[str], words: str | None
    ) -> None:
        found = shape("Shape", **model)
        for value in also:
            check(found, value, name, operation)
            refused(found, value, name, "Operation")
        accepted = words or ", ".join(["an account id of 12 digits", *also])
        assert refused(found, "else", name, operation) == accepted
        assert constraints_of(operation).accepted_text(found, name) == accepted

    def test_but_it_is_told_once(self) -> None:
        found = shape("Shape", type="string", enum=["GUARDDUTY", "ANY"])
        assert refused(found, "else", "MalwareScanner", "ListScanJobSummaries") == (
            "one of GUARDDUTY, ANY, AGGREGATE_ALL"
        )

    def test_but_no_text_that_is_none(self) -> None:
        assert refused(shape("Shape", **DIGITS), "\0", "ByAccountId", "ListBackupJobs") == (
            "text without NUL and lone surrogates"
        )


class TestWords:
    @pytest.mark.parametrize(
        ("name", "model", "value", "words"),
        [
            ("AccountId", DIGITS, "me", ACCOUNT_WORDS),
            ("ByAccountId", STRING, "me", ACCOUNT_WORDS),
            ("BackupVaultAccountId", STRING, "me", ACCOUNT_WORDS),
            ("ByAccountId", STRING, "٣" * 12, ACCOUNT_WORDS),
            ("ResourceType", STRING, "", TYPE_WORDS),
            ("ResourceType", STRING, "a/b", TYPE_WORDS),
            ("ResourceType", STRING, "x" * 51, TYPE_WORDS),
            ("BackupPlanName", STRING, "two words", PLAN_WORDS),
            ("BackupPlanName", STRING, "x" * 201, PLAN_WORDS),
            ("CreatorRequestId", STRING, "two words", NAME_WORDS),
            ("CreatorRequestId", STRING, "x" * 51, NAME_WORDS),
            ("BackupRuleName", {"type": "string", "pattern": "[a-z]+"}, "A", NAME_WORDS),
            ("BackupSelectionName", STRING, "two words", SELECTION_WORDS),
            (
                "BackupVaultName",
                {"type": "string", "pattern": "[a-z]+"},
                "A",
                "2 to 50 letters, digits, hyphens and underscores",
            ),
            ("NextToken", {"type": "string", "max": 3}, "long", "the NextToken of an earlier page"),
        ],
    )
    @pytest.mark.parametrize("of", ["the member", "its shape"])
    def test_say_what_a_pattern_means(
        self, name: str, model: Any, value: str, words: str, of: str
    ) -> None:
        if of == "the member":
            assert refused(shape("Shape", **model), value, name) == words
        else:
            assert refused(shape(name, **model), value) == words

    def test_are_of_the_member_rather_than_of_its_shape(self) -> None:
        found = shape("BackupVaultName", type="string", pattern="[a-z]+")
        assert refused(found, "A", "BackupRuleName") == NAME_WORDS
        # So is the pattern, which the model has too narrow for the types with spaces.
        found = shape("BackupPlanName", type="string", pattern="[a-z]+")
        check(found, "SAP HANA on Amazon EC2", "ResourceType")
        assert refused(found, "SAP HANA on Amazon EC2") == PLAN_WORDS

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("ByAccountId", ACCOUNT),
            ("ResourceType", "SAP HANA on Amazon EC2"),
            ("ResourceType", "x" * 50),
            ("ResourceType", "a-b_c.D 9"),
            ("BackupPlanName", "a-b_c.D9"),
            ("BackupPlanName", "x" * 50),
        ],
    )
    def test_are_kept(self, name: str, value: str) -> None:
        check(shape("Shape", type="string"), value, name)
        # A pattern of ours goes before the model's.
        check(shape(name, type="string", pattern="never"), value)


class TestNumbers:
    @pytest.mark.parametrize(
        ("model", "least", "most"),
        [
            ({"type": "integer"}, -2_147_483_648, 2_147_483_647),
            ({"type": "long"}, -9_223_372_036_854_775_808, 9_223_372_036_854_775_807),
            ({"type": "integer", "min": 1, "max": 1000}, 1, 1000),
            ({"type": "integer", "min": 0}, 0, 2_147_483_647),
            ({"type": "long", "max": 0}, -9_223_372_036_854_775_808, 0),
        ],
    )
    def test_have_their_bounds(self, model: Any, least: int, most: int) -> None:
        found = shape("Days", **model)
        check(found, least)
        check(found, most)
        words = f"an integer from {least} to {most}"
        assert [refused(found, least - 1), refused(found, most + 1)] == [words] * 2
        assert constraints_of("Operation").accepted_number(found, "Member") == words

    @pytest.mark.parametrize("kind", ["Backup", "Copy", "Restore", "Scan"])
    def test_have_others_in_summaries(self, kind: str) -> None:
        # https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListBackupJobSummaries.html
        found, operation = shape("MaxResults", type="integer", max=1000), f"List{kind}JobSummaries"
        check(found, 1, "MaxResults", operation)
        check(found, 500, "MaxResults", operation)
        words = "an integer from 1 to 500"
        assert refused(found, 0, "MaxResults", operation) == words
        assert refused(found, 501, "MaxResults", operation) == words
        check(found, 501, "MaxResults", f"List{kind}Jobs")

    def test_alone_are_told_as_numbers(self) -> None:
        assert constraints_of("Operation").accepted_number(shape("T", **STRING), "Member") == ""

    @pytest.mark.parametrize(("kind", "bits"), [("integer", 31), ("long", 63)])
    def test_are_in_the_range_that_answers_have(self, kind: str, bits: int) -> None:
        found = shape("Days", type=kind, min=1, max=2)
        values = (-2, -1, 0, (1 << bits) - 1, 1 << bits)
        sizes = [is_in_range(found, value, "BackupSizeInBytes") for value in values]
        assert sizes == [False, False, True, True, False]
        # -1 day is never.
        days = [is_in_range(found, value, "DeleteAfterDays") for value in values]
        assert days == [False, True, True, True, False]


class TestItems:
    @pytest.mark.parametrize("kind", ["list", "map"])
    @pytest.mark.parametrize(
        ("bounds", "accepted", "not_accepted"),
        [
            ({"min": 1, "max": 3}, [1, 3], [0, 4]),
            ({"max": 2}, [0, 2], [3]),
            ({"min": 0, "max": 0}, [0], [1]),
        ],
    )
    def test_are_so_many(
        self, kind: str, bounds: dict[str, int], accepted: list[int], not_accepted: list[int]
    ) -> None:
        text = {"shape": "Text"}
        members = {"member": text} if kind == "list" else {"key": text, "value": text}
        found = shape("Items", type=kind, **bounds, **members)
        for number in accepted:
            check(found, {str(n): "" for n in range(number)})
        words = f"{bounds.get('min', 0)} to {bounds['max']} items"
        for number in not_accepted:
            items = {str(n): "" for n in range(number)}
            with pytest.raises(ValueError, match="items") as caught:
                check(found, items)
            assert str(caught.value) == (
                f"Invalid value for In.Member: got '{number} items', accepts {words}"
            )

    @pytest.mark.parametrize("number", [0, 1, 1_000])
    def test_are_any_number_otherwise(self, number: int) -> None:
        check(shape("Items", type="list", member={"shape": "Text"}), [""] * number)

    def test_are_not_counted_of_what_has_none(self) -> None:
        check(shape("S", type="structure", members={}, min=3), {})
        check(shape("B", type="boolean", min=3), True)


@pytest.mark.parametrize(
    ("members", "missing"),
    [
        ({}, ["First", "Second"]),
        ({"First": None, "Second": ""}, ["First", "Second"]),
        ({"Second": "x"}, ["First"]),
        ({"First": 0, "Second": False}, []),
        ({"First": [], "Second": {}}, []),
        ({"First": " ", "Second": "x", "Third": None}, []),
    ],
)
def test_a_member_that_is_null_or_empty_is_missing(members: Any, missing: list[str]) -> None:
    text = {"shape": "Text"}
    members_of_shape = {"First": text, "Second": text, "Third": text}
    required = ["First", "Second"]
    found = shape("S", type="structure", members=members_of_shape, required=required)
    assert missing_members(found, members) == missing
