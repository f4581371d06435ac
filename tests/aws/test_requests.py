"""A request's parameters: where they are, how they are written, and what is refused.

The operations are written as botocore's model writes them, so that they stay what they are here.
"""

import gzip
import json
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from botocore.model import ServiceModel
from moto.core.exceptions import ServiceException

from moto_backup_summaries.backup.aws.gate import parameters
from moto_backup_summaries.backup.aws.requests import MOST_BYTES, decompressed, json_object
from moto_backup_summaries.backup.aws.service_model import operation

IN_PATH = {"shape": "Text", "location": "uri", "locationName": "thingName"}
NOTE = {"shape": "Text", "location": "querystring", "locationName": "note"}
MODEL = ServiceModel(
    {
        "metadata": {"protocol": "rest-json", "serviceId": "Things"},
        "operations": {
            "PutThing": {"name": "PutThing", "input": {"shape": "Put"}},
            "GetThing": {"name": "GetThing", "input": {"shape": "Get"}},
            "Ping": {"name": "Ping"},
        },
        "shapes": {
            "Put": {
                "type": "structure",
                "required": ["ThingName", "Owner", "Parts"],
                "members": {
                    "ThingName": IN_PATH,
                    "Mode": {"shape": "Mode", "location": "querystring"},
                    "Days": {"shape": "Days", "location": "querystring", "locationName": "Days"},
                    "Flag": {"shape": "Flag", "location": "querystring", "locationName": "flag"},
                    "Note": NOTE,
                    "ByAccountId": {"shape": "Text", "location": "querystring"},
                    "ResourceType": {"shape": "Text"},
                    "Owner": {"shape": "Text"},
                    "Parts": {"shape": "Parts", "locationName": "allParts"},
                    "Size": {"shape": "Days"},
                    "Bold": {"shape": "Flag"},
                },
            },
            "Get": {
                "type": "structure",
                "required": ["ThingName"],
                "members": {"ThingName": IN_PATH, "Note": NOTE},
            },
            "Text": {"type": "string"},
            "Mode": {"type": "string", "enum": ["FULL", "PART"]},
            "Days": {"type": "integer", "min": 1, "max": 9},
            "Flag": {"type": "boolean"},
            "Parts": {"type": "list", "member": {"shape": "Text"}},
        },
    },
    "things",
)
PATH = {"thingName": "thing"}
BODY = {"Owner": "me", "allParts": ["a"]}
REQUIRED = {"ThingName": "thing", "Owner": "me", "Parts": ["a"]}
INVALID, MISSING = "InvalidParameterValueException", "MissingParameterValueException"
MALFORMED = "SerializationException"


def put(query: str = "", body: Any = BODY, path: Any = PATH) -> dict[str, Any]:
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return parameters(MODEL.operation_model("PutThing"), path, query, sent)


def refused(call: Callable[..., Any], *arguments: Any) -> tuple[str, str]:
    with pytest.raises(ServiceException) as caught:
        call(*arguments)
    return caught.value.code, caught.value.message


def invalid(name: str, value: Any, accepted: str) -> tuple[str, str]:
    return INVALID, f"Invalid value for {name}: got {value!r}, accepts {accepted}"


def test_parameters_have_the_names_of_the_model_wherever_they_are() -> None:
    body = {**BODY, "Size": 3, "Bold": False}
    found = put("Mode=PART&Days=9&flag=true&note=hello%20there", body)
    assert found == {
        **REQUIRED,
        "Mode": "PART",
        "Days": 9,
        "Flag": True,
        "Note": "hello there",
        "Size": 3,
        "Bold": False,
    }


def test_what_is_not_sent_is_not_there() -> None:
    assert put() == REQUIRED


def test_an_operation_without_parameters_reads_none() -> None:
    assert parameters(MODEL.operation_model("Ping"), {"a": "b"}, "note=x", b"no JSON") == {}


def test_what_is_in_the_path_is_refused_by_the_name_of_the_parameter() -> None:
    expected = invalid("ThingName", "a\0", "text without NUL and lone surrogates")
    assert refused(put, "", BODY, {"thingName": "a\0"}) == expected


def test_an_operation_accepts_what_it_alone_accepts() -> None:
    rows, jobs = operation("ListBackupJobSummaries"), operation("ListBackupJobs")
    assert parameters(rows, {}, "AccountId=ANY", b"") == {"AccountId": "ANY"}
    assert parameters(jobs, {}, "accountId=*", b"") == {"ByAccountId": "*"}
    assert refused(parameters, rows, {}, "AccountId=*", b"")[0] == INVALID
    assert refused(parameters, jobs, {}, "accountId=ANY", b"")[0] == INVALID


class TestAQuery:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("mode=PART", {"Mode": "PART"}),
            ("Note=x", {"Note": "x"}),
            ("days=1", {"Days": 1}),
            ("Flag=FALSE", {"Flag": False}),
            # Of both, the one of the model.
            ("Note=guide&note=model", {"Note": "model"}),
            ("note=model&Note=guide", {"Note": "model"}),
            # In no other case is it that name.
            ("NOTE=x", {}),
            ("nOTE=x", {}),
            ("DAYS=x", {}),
            ("Other=x&=y&z", {}),
            # Of the body or the path.
            ("Owner=you&Size=4&thingName=other", {}),
        ],
    )
    def test_has_names_whose_first_letter_has_either_case(
        self, query: str, expected: dict[str, Any]
    ) -> None:
        assert put(query) == {**REQUIRED, **expected}

    @pytest.mark.parametrize(
        ("written", "text"),
        [
            ("a+b", "a b"),
            ("a%2Bb", "a+b"),
            ("%C3%BC", "ü"),
            ("a%26b%3Dc", "a&b=c"),
            ("a=b", "a=b"),
            ("%2525", "%25"),
        ],
    )
    def test_is_decoded_once(self, written: str, text: str) -> None:
        assert put(f"note={written}")["Note"] == text

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("Mode=", invalid("Mode", "", "one of FULL, PART")),
            ("mode=", invalid("Mode", "", "one of FULL, PART")),
            ("note=", invalid("Note", "", "a value that is not empty")),
            ("Days=", invalid("Days", "", "an integer from 1 to 9")),
            ("flag=", invalid("Flag", "", "true or false")),
            ("Mode=HALF", invalid("Mode", "HALF", "one of FULL, PART")),
            ("Days=10", invalid("Days", "10", "an integer from 1 to 9")),
            ("Days=1&Days=2", invalid("Days", ["1", "2"], "one value")),
            ("note=&note=", invalid("Note", ["", ""], "one value")),
            # What is accepted of this name, wherever it is.
            ("byAccountId=", invalid("ByAccountId", "", "an account id of 12 digits")),
            ("byAccountId=me", invalid("ByAccountId", "me", "an account id of 12 digits")),
            # No UTF-8, and half of a pair.
            ("note=%FF", invalid("Note", "\udcff", "text without NUL and lone surrogates")),
            (
                "note=%ED%A0%80",
                invalid("Note", "\ud800", "text without NUL and lone surrogates"),
            ),
            # Of two, the first of the model.
            ("note=%FF&Mode=", invalid("Mode", "", "one of FULL, PART")),
            ("note=a%00", invalid("Note", "a\0", "text without NUL and lone surrogates")),
        ],
    )
    def test_is_refused_by_the_name_of_the_parameter(self, query: str, expected: Any) -> None:
        assert refused(put, query) == expected


class TestABody:
    @pytest.mark.parametrize(
        ("members", "expected"),
        [
            ({"Size": None, "Bold": None}, {}),
            ({"Size": "", "Bold": ""}, {}),
            ({"Bold": False}, {"Bold": False}),
            ({"allParts": []}, {"Parts": []}),
            ({"Later": {"AWS": "added"}, "Parts": ["b"]}, {}),
            # Of the path or the query, which are read there alone.
            ({"thingName": 1, "ThingName": 2, "Note": 3, "Mode": "HALF"}, {}),
        ],
    )
    def test_tells_what_is_in_it_and_neither_null_nor_empty(
        self, members: dict[str, Any], expected: dict[str, Any]
    ) -> None:
        assert put("", {**BODY, **members}) == {**REQUIRED, **expected}

    @pytest.mark.parametrize(
        ("members", "expected"),
        [
            ({"Size": 0}, invalid("Size", 0, "an integer from 1 to 9")),
            ({"Size": "3"}, invalid("Size", "3", "an integer from 1 to 9")),
            ({"Bold": "true"}, invalid("Bold", "true", "true or false")),
            ({"allParts": ["a", 1]}, invalid("Parts[1]", 1, "a string")),
            ({"Owner": ["me"]}, invalid("Owner", ["me"], "a string")),
            (
                {"ResourceType": "a/b"},
                invalid(
                    "ResourceType",
                    "a/b",
                    "1 to 50 letters, digits, hyphens, underscores, dots and spaces",
                ),
            ),
        ],
    )
    def test_is_refused_by_the_name_of_the_parameter(self, members: Any, expected: Any) -> None:
        assert refused(put, "", {**BODY, **members}) == expected

    @pytest.mark.parametrize(
        ("body", "names"),
        [
            (b"", "Owner, Parts"),
            ({}, "Owner, Parts"),
            ({"Owner": "", "allParts": None}, "Owner, Parts"),
            ({"Owner": "me", "Parts": ["a"]}, "Parts"),
            ({"allParts": []}, "Owner"),
        ],
    )
    def test_has_what_is_required(self, body: Any, names: str) -> None:
        assert refused(put, "", body) == (MISSING, f"Missing required parameter: {names}")

    def test_is_wrong_before_anything_is_missing(self) -> None:
        assert refused(put, "", {"Size": 0})[0] == INVALID
        assert refused(put, "Mode=HALF", {})[0] == INVALID

    @pytest.mark.parametrize("body", [b"", b"no JSON", b"[]", b"\xff"])
    def test_is_not_looked_at_where_no_parameter_is_in_it(self, body: bytes) -> None:
        model = MODEL.operation_model("GetThing")
        assert parameters(model, PATH, "note=x", body) == {"ThingName": "thing", "Note": "x"}


class TestJson:
    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            (b"{}", {}),
            (b' {"a": [1, 2.5, null, true, "x"]}\n', {"a": [1, 2.5, None, True, "x"]}),
            ('{"ü": "ü"}'.encode(), {"ü": "ü"}),
            (b'{"a": "\\u00fc"}', {"a": "ü"}),
        ],
    )
    def test_is_an_object(self, body: bytes, expected: Any) -> None:
        assert json_object(body) == expected

    @pytest.mark.parametrize(
        ("body", "why"),
        [
            (b"", "is not JSON: Expecting value: line 1 column 1 (char 0)"),
            (b"{", "is not JSON: Expecting property name enclosed in double quotes"),
            (b"\xff", "is not JSON: 'utf-8' codec can't decode byte 0xff in position 0"),
            ('{"ü": 1}'.encode("latin-1"), "is not JSON: 'utf-8' codec can't decode byte 0xfc"),
            (b'{"a": NaN}', "is not JSON: NaN is no number"),
            (b'{"a": -Infinity}', "is not JSON: -Infinity is no number"),
            (b'{"a": ' + b"[" * 200_000, "is not JSON: maximum recursion depth exceeded"),
            (b"[]", "does not contain a JSON object"),
            (b'"text"', "does not contain a JSON object"),
            (b"null", "does not contain a JSON object"),
        ],
    )
    def test_is_nothing_else(self, body: bytes, why: str) -> None:
        code, message = refused(json_object, body)
        said = f"The request's body {why}"
        assert (code, message[: len(said)]) == (MALFORMED, said)

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
    def test_may_have_another_encoding_where_that_is_asked_for(self, encoding: str) -> None:
        body = '{"ü": 1}'.encode(encoding)
        assert json_object(body, of_any_encoding=True) == {"ü": 1}
        code, message = refused(json_object, body)
        assert (code, message.startswith("The request's body is not JSON: ")) == (MALFORMED, True)

    def test_is_no_longer_than_it_may_be(self) -> None:
        assert json_object(b"{}   ", 5) == {}
        assert refused(json_object, b"{}    ", 5) == (
            MALFORMED,
            "The request's body is longer than 5 bytes",
        )

    def test_is_no_longer_than_ten_mebibytes(self) -> None:
        assert MOST_BYTES == 10 * 1024 * 1024
        assert json_object(b"{}".ljust(MOST_BYTES)) == {}
        assert refused(json_object, b"{}".ljust(MOST_BYTES + 1)) == (
            MALFORMED,
            "The request's body is longer than 10485760 bytes",
        )


class TestWhatIsCompressed:
    @pytest.mark.parametrize("encoding", ["", "identity", "br", "GZIP"])
    def test_in_no_way_that_is_known_stays_as_it_is(self, encoding: str) -> None:
        body = gzip.compress(b"{}")
        assert decompressed(body, encoding) == body

    def test_by_gzip_is_what_it_was(self) -> None:
        assert decompressed(gzip.compress(b'{"a": 1}'), "gzip") == b'{"a": 1}'

    def test_is_cut_where_it_is_too_long(self) -> None:
        assert len(decompressed(gzip.compress(bytes(MOST_BYTES)), "gzip")) == MOST_BYTES
        assert len(decompressed(gzip.compress(bytes(MOST_BYTES + 5)), "gzip")) == MOST_BYTES + 1

    @pytest.mark.parametrize("body", [b"{}", zlib.compress(b"{}")])
    def test_is_gzip(self, body: bytes) -> None:
        assert refused(decompressed, body, "gzip") == (
            MALFORMED,
            "The request's body is not gzip: "
            "Error -3 while decompressing data: incorrect header check",
        )
