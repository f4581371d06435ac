"""Values read by their shapes: with what an operation accepts, and as documents have them."""

from collections.abc import Callable
from datetime import date, datetime, timezone
from types import MappingProxyType
from typing import Any

import pytest
from botocore.model import Shape, ShapeResolver

from moto_backup_summaries.backup.aws.errors import MissingParameterValueException
from moto_backup_summaries.backup.aws.gate import Reader, constraints_of

SHAPES: dict[str, Any] = {
    "Text": {"type": "string"},
    "Number": {"type": "integer"},
    "Large": {"type": "long"},
    "Days": {"type": "integer", "min": 1, "max": 9},
    "Flag": {"type": "boolean"},
    "Moment": {"type": "timestamp"},
    "Mode": {"type": "string", "enum": ["FULL", "PART"]},
    "Name": {"type": "string", "pattern": "[a-z]+"},
    "Names": {"type": "list", "member": {"shape": "Name"}, "max": 2},
    "Tags": {"type": "map", "key": {"shape": "Name"}, "value": {"shape": "Mode"}},
    "Rule": {
        "type": "structure",
        "required": ["RuleName", "Mode"],
        "members": {
            "RuleName": {"shape": "Name"},
            "Mode": {"shape": "Mode"},
            "Days": {"shape": "Days"},
            "Since": {"shape": "Moment"},
        },
    },
    "Rules": {"type": "list", "member": {"shape": "Rule"}},
    "Plan": {
        "type": "structure",
        "members": {"Rules": {"shape": "Rules"}, "Tags": {"shape": "Tags"}},
    },
}
RULE = {"RuleName": "daily", "Mode": "FULL"}
REQUESTS, DOCUMENTS = Reader(constraints_of("Operation")), Reader()
BOTH = pytest.mark.parametrize("reader", [REQUESTS, DOCUMENTS], ids=["requests", "documents"])
A_MOMENT = "a date, an ISO 8601 string or seconds since 1970"


def shape(name: str) -> Any:
    return ShapeResolver(SHAPES).get_shape_by_name(name)


def read(reader: Reader, name: str, value: Any) -> Any:
    return reader.value(shape(name), value, "In", name)


def refused(call: Callable[..., Any], *arguments: Any) -> str:
    with pytest.raises(ValueError, match=r"^Invalid value for ") as caught:
        call(*arguments)
    return str(caught.value)


def refusal(where: str, value: Any, accepted: str) -> str:
    return f"Invalid value for {where}: got {value!r}, accepts {accepted}"


class TestAValue:
    @BOTH
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("Text", ""),
            ("Text", "text"),
            ("Mode", "PART"),
            ("Name", "abc"),
            ("Number", 0),
            ("Large", 1 << 40),
            ("Days", 9),
            ("Flag", True),
            ("Flag", False),
            ("Names", []),
            ("Names", ["a", "b"]),
            ("Tags", {}),
            ("Tags", {"a": "FULL"}),
            ("Rule", {**RULE, "Days": 3, "Since": 5.0}),
            ("Plan", {"Rules": [RULE], "Tags": {"a": "PART"}}),
        ],
    )
    def test_that_is_right_stays_as_it_is(self, reader: Reader, name: str, value: Any) -> None:
        found = read(reader, name, value)
        assert (found, type(found)) == (value, type(value))

    @BOTH
    @pytest.mark.parametrize(
        ("name", "value", "expected"),
        [
            ("Moment", 5, 5.0),
            ("Moment", "5.25", 5.25),
            ("Moment", "1970-01-02", 86_400.0),
            ("Moment", date(1970, 1, 3), 172_800.0),
            ("Moment", datetime(1970, 1, 1, 1, tzinfo=timezone.utc), 3_600.0),
            ("Names", ("a", "b"), ["a", "b"]),
            ("Tags", MappingProxyType({"a": "FULL"}), {"a": "FULL"}),
            ("Rule", MappingProxyType(RULE), RULE),
        ],
    )
    def test_is_written_as_the_wire_has_it(
        self, reader: Reader, name: str, value: Any, expected: Any
    ) -> None:
        found = read(reader, name, value)
        assert (found, type(found)) == (expected, type(expected))

    @BOTH
    @pytest.mark.parametrize(
        ("name", "value", "accepted"),
        [
            ("Text", 1, "a string"),
            ("Text", b"text", "a string"),
            ("Text", ["text"], "a string"),
            ("Mode", None, "a string"),
            ("Flag", 1, "true or false"),
            ("Flag", "true", "true or false"),
            ("Rule", [], "an object"),
            ("Rule", "{}", "an object"),
            ("Tags", [("a", "b")], "an object"),
            ("Names", "ab", "a list"),
            ("Names", {"a": "b"}, "a list"),
            ("Names", None, "a list"),
            ("Moment", "soon", A_MOMENT),
            ("Moment", True, A_MOMENT),
            ("Moment", None, A_MOMENT),
            ("Moment", 10**18, A_MOMENT),
        ],
    )
    def test_of_another_type_is_refused(
        self, reader: Reader, name: str, value: Any, accepted: str
    ) -> None:
        assert refused(read, reader, name, value) == refusal("In", value, accepted)

    @pytest.mark.parametrize("value", ["1", 1.0, True, None, []])
    def test_that_is_no_integer_is_told_the_bounds_of_the_operation(self, value: Any) -> None:
        for name, bounds in {
            "Days": "1 to 9",
            "Number": "-2147483648 to 2147483647",
            "Large": "-9223372036854775808 to 9223372036854775807",
        }.items():
            assert refused(read, DOCUMENTS, name, value) == refusal("In", value, "an integer")
            assert refused(read, REQUESTS, name, value) == (
                refusal("In", value, f"an integer from {bounds}")
            )

    def test_of_a_request_is_as_small_as_can_be(self) -> None:
        assert read(REQUESTS, "Number", -(1 << 31)) == -(1 << 31)

    def test_has_the_bounds_of_its_name(self) -> None:
        reader = Reader(constraints_of("ListBackupJobSummaries"))
        accepted = "an integer from 1 to 500"
        for value in ("1", 501):
            found = refused(reader.value, shape("Number"), value, "MaxResults", "MaxResults")
            assert found == refusal("MaxResults", value, accepted)
        assert reader.value(shape("Number"), 501, "Other", "Other") == 501

    @pytest.mark.parametrize(
        ("name", "value", "accepted"),
        [
            ("Text", "x" * ((1 << 20) + 1), "at most 1048576 characters"),
            ("Name", "A", "text that matches [a-z]+"),
            ("Days", 0, "an integer from 1 to 9"),
            ("Days", 10, "an integer from 1 to 9"),
        ],
    )
    def test_has_its_bounds_in_requests_only(self, name: str, value: Any, accepted: str) -> None:
        shown = value[:200] + "…" if name == "Text" else value
        assert refused(read, REQUESTS, name, value) == refusal("In", shown, accepted)
        assert read(DOCUMENTS, name, value) == value

    @BOTH
    @pytest.mark.parametrize("name", ["Text", "Name", "Mode"])
    @pytest.mark.parametrize("value", ["\0", "\ud800"])
    def test_that_is_no_text_is_refused(self, reader: Reader, name: str, value: str) -> None:
        assert refused(read, reader, name, value) == (
            refusal("In", value, "text without NUL and lone surrogates")
        )

    @BOTH
    def test_is_one_of_its_enum(self, reader: Reader) -> None:
        assert refused(read, reader, "Mode", "HALF") == refusal("In", "HALF", "one of FULL, PART")

    @pytest.mark.parametrize(
        ("name", "value", "limit"),
        [
            ("Number", 1 << 31, 2_147_483_648),
            ("Large", 1 << 63, 9_223_372_036_854_775_808),
        ],
    )
    def test_of_a_document_is_no_larger_than_can_be_told(
        self, name: str, value: int, limit: int
    ) -> None:
        assert refused(read, DOCUMENTS, name, value) == (
            refusal("In", value, f"an integer below {limit}")
        )

    @pytest.mark.parametrize(("name", "least"), [("BackupSizeInBytes", 0), ("DeleteAfterDays", -1)])
    def test_of_a_document_is_negative_only_where_that_stands_for_never(
        self, name: str, least: int
    ) -> None:
        number = shape("Number")
        assert DOCUMENTS.value(number, least, "In", name) == least
        found = refused(DOCUMENTS.value, number, least - 1, "In", name)
        assert found == refusal("In", least - 1, f"an integer of at least {least}")


class TestWhatIsInside:
    @BOTH
    @pytest.mark.parametrize(
        ("name", "value", "said"),
        [
            ("Names", ["a", 1], refusal("In[1]", 1, "a string")),
            ("Tags", {"a": "HALF"}, refusal("In.a", "HALF", "one of FULL, PART")),
            ("Tags", {1: "FULL"}, refusal("In: key", 1, "a string")),
            ("Rule", {**RULE, "Mode": "HALF"}, refusal("In.Mode", "HALF", "one of FULL, PART")),
            ("Rule", {**RULE, "Since": "soon"}, refusal("In.Since", "soon", A_MOMENT)),
            ("Plan", {"Rules": [RULE, 7]}, refusal("In.Rules[1]", 7, "an object")),
            ("Plan", {"Tags": {"a": "HALF"}}, refusal("In.Tags.a", "HALF", "one of FULL, PART")),
            (
                "Plan",
                {"Rules": [{**RULE, "Mode": "HALF"}]},
                refusal("In.Rules[0].Mode", "HALF", "one of FULL, PART"),
            ),
        ],
    )
    def test_is_named_by_its_place(self, reader: Reader, name: str, value: Any, said: str) -> None:
        assert refused(read, reader, name, value) == said

    def test_of_a_request_keeps_the_bounds_of_its_shape(self) -> None:
        words = "text that matches [a-z]+"
        assert refused(read, REQUESTS, "Names", ["a", "B"]) == refusal("In[1]", "B", words)
        assert refused(read, REQUESTS, "Tags", {"B": "FULL"}) == refusal("In: key", "B", words)
        assert refused(read, REQUESTS, "Names", ["a"] * 3) == refusal(
            "In", "3 items", "0 to 2 items"
        )

    def test_has_the_bounds_of_its_own_name(self) -> None:
        found = ShapeResolver(
            {**SHAPES, "S": {"type": "structure", "members": {"ByAccountId": {"shape": "Text"}}}}
        ).get_shape_by_name("S")
        assert refused(REQUESTS.value, found, {"ByAccountId": "me"}, "In", "Other") == (
            refusal("In.ByAccountId", "me", "an account id of 12 digits")
        )

    @BOTH
    def test_is_what_its_shape_knows_and_what_is_there(self, reader: Reader) -> None:
        value = {**RULE, "Days": None, "Since": 0, "Later": {"AWS": "added"}, "Odd": None}
        assert read(reader, "Rule", value) == {**RULE, "Since": 0.0}
        assert reader.members(shape("Rule"), value) == {**RULE, "Since": 0.0}

    @BOTH
    def test_has_no_place_but_its_name_in_a_document(self, reader: Reader) -> None:
        value = {**RULE, "Mode": "HALF"}
        assert refused(reader.members, shape("Rule"), value) == (
            refusal("Mode", "HALF", "one of FULL, PART")
        )

    @pytest.mark.parametrize(
        ("value", "names"),
        [
            ({}, "In.RuleName, In.Mode"),
            ({"RuleName": "", "Mode": None}, "In.RuleName, In.Mode"),
            ({"RuleName": "daily"}, "In.Mode"),
            ({"Mode": "FULL", "Days": 3}, "In.RuleName"),
        ],
    )
    def test_is_required_in_requests(self, value: Any, names: str) -> None:
        with pytest.raises(MissingParameterValueException) as caught:
            read(REQUESTS, "Rule", value)
        assert caught.value.message == f"Missing required parameter: {names}"

    def test_is_required_by_its_name_where_nothing_is_around_it(self) -> None:
        with pytest.raises(MissingParameterValueException) as caught:
            REQUESTS.members(shape("Rule"), {"Mode": "FULL"})
        assert caught.value.message == "Missing required parameter: RuleName"

    def test_is_wrong_before_anything_is_missing(self) -> None:
        assert refused(read, REQUESTS, "Rule", {"Days": 10}) == (
            refusal("In.Days", 10, "an integer from 1 to 9")
        )

    @pytest.mark.parametrize("value", [{}, {"Days": 3}, {"RuleName": ""}])
    def test_is_not_required_in_documents(self, value: Any) -> None:
        assert read(DOCUMENTS, "Rule", value) == value


class TestAText:
    """What comes in a path or a query."""

    def read(self, name: str, *texts: str) -> Any:
        return REQUESTS.text(shape(name), [*texts], "Parameter")

    @pytest.mark.parametrize(
        ("name", "text", "expected"),
        [
            ("Text", "", ""),
            ("Text", "1", "1"),
            ("Text", "true", "true"),
            ("Number", "0", 0),
            ("Number", "-5", -5),
            ("Number", "0007", 7),
            ("Large", "9223372036854775807", (1 << 63) - 1),
            ("Days", "9", 9),
            ("Flag", "true", True),
            ("Flag", "True", True),
            ("Flag", "FALSE", False),
            ("Moment", "5.5", 5.5),
            ("Moment", "1970-01-02", 86_400.0),
            ("Mode", "FULL", "FULL"),
        ],
    )
    def test_is_read_by_its_shape(self, name: str, text: str, expected: Any) -> None:
        found = self.read(name, text)
        assert (found, type(found)) == (expected, type(expected))

    @pytest.mark.parametrize(
        ("name", "text", "accepted"),
        [
            *(
                ("Days", text, "an integer from 1 to 9")
                for text in ("", "many", "1.5", "+5", " 5", "5 ", "٣", "--5", "5\n", "true")
            ),
            # In digits, and of no size that the wire has.
            ("Days", "10", "an integer from 1 to 9"),
            ("Days", "00", "an integer from 1 to 9"),
            ("Days", "1" * 20, "an integer from 1 to 9"),
            ("Number", "2147483648", "an integer from -2147483648 to 2147483647"),
            ("Flag", "", "true or false"),
            ("Flag", "1", "true or false"),
            ("Flag", "yes", "true or false"),
            ("Moment", "", A_MOMENT),
            ("Moment", "soon", A_MOMENT),
            ("Mode", "HALF", "one of FULL, PART"),
            ("Name", "A", "text that matches [a-z]+"),
        ],
    )
    def test_is_refused_as_it_was_sent(self, name: str, text: str, accepted: str) -> None:
        assert refused(self.read, name, text) == refusal("Parameter", text, accepted)

    def test_has_the_bounds_of_its_name(self) -> None:
        reader = Reader(constraints_of("ListBackupJobSummaries"))
        for text in ("501", "many"):
            assert refused(reader.text, shape("Number"), [text], "MaxResults") == (
                refusal("MaxResults", text, "an integer from 1 to 500")
            )

    def test_is_one(self) -> None:
        assert refused(self.read, "Text", "a", "a") == (
            refusal("Parameter", ["a", "a"], "one value")
        )

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("Mode", "one of FULL, PART"),
            ("Name", "text that matches [a-z]+"),
            ("Text", "a value that is not empty"),
        ],
    )
    def test_that_is_accepted_has_words(self, name: str, words: str) -> None:
        assert REQUESTS.accepted_text(shape(name), "Parameter") == words

    def test_that_is_accepted_has_the_words_of_its_name(self) -> None:
        words = REQUESTS.accepted_text(shape("Text"), "ByAccountId")
        assert words == "an account id of 12 digits"

    def test_of_a_document_has_no_other_words(self) -> None:
        found: Shape = shape("Mode")
        assert DOCUMENTS.accepted_text(found, "Mode") == "a value that is not empty"
