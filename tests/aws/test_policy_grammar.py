"""Which policies are read, what they are read as, and where others are refused."""

import json
from typing import Any

import pytest
from failures import counting
from hypothesis import example, given
from hypothesis import strategies as st

from moto_backup_summaries.backup.aws.access_policies import (
    OPERATORS,
    Caller,
    Condition,
    Names,
    decision,
)
from moto_backup_summaries.backup.aws.errors import BackupException, InvalidParameterValueException
from moto_backup_summaries.backup.aws.policy_grammar import LONGEST_POLICY, read_policy

A = "111111111111"
ROLE = f"arn:aws:iam::{A}:role/ops"
VAULT = f"arn:aws:backup:us-east-1:{A}:backup-vault:nightly"
CALLER = Caller(f"arn:aws:sts::{A}:assumed-role/ops/s", ROLE, "AROA1:s", A)
STATEMENT = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "backup:DeleteRecoveryPoint",
    "Resource": "*",
}
INVALID = "InvalidParameterValueException"


def policy(members: Any = None, **of_statement: Any) -> str:
    """A policy of one statement with these members; those that are None it lacks."""
    stated = {**STATEMENT, **of_statement}
    stated = {name: value for name, value in stated.items() if value is not None}
    return json.dumps({"Version": "2012-10-17", "Statement": [stated], **(members or {})})


def refused(text: str) -> str:
    with pytest.raises(BackupException) as caught:
        read_policy(text)
    assert caught.value.code == INVALID
    return str(caught.value.message)


def test_a_statement_is_read_as_it_stands() -> None:
    text = policy(
        Sid="a",
        Effect="Allow",
        Principal={"AWS": [ROLE, f"arn:aws:iam::{A}:root", "*"], "Service": "backup.amazonaws.com"},
        Action=["backup:StartCopyJob", "Backup:startbackupjob"],
        Resource=["arn:aws:ec2:*", VAULT],
        Condition={
            "StringNotLike": {"AWS:UserId": ["a", "b"]},
            "ArnEquals": {"aws:PrincipalArn": ROLE},
        },
    )
    read = read_policy(text)
    assert (read.text, read.remarks) == (text, [])
    (statement,) = read.statements
    assert statement.effect == "Allow"
    assert statement.principals == Names([ROLE, A, "*"])
    assert statement.actions == Names(frozenset({"backup:startcopyjob", "backup:startbackupjob"}))
    assert statement.resources == Names(["arn:aws:ec2:*", VAULT])
    assert statement.conditions == [
        Condition("aws:userid", OPERATORS["StringNotLike"], ["a", "b"]),
        Condition("aws:principalarn", OPERATORS["ArnEquals"], [ROLE]),
    ]


def test_what_a_statement_leaves_out_is_read_so() -> None:
    (statement,) = read_policy(
        policy(
            Principal=None,
            NotPrincipal={"AWS": A},
            Action=None,
            NotAction=["backup:StartCopyJob"],
            Resource=None,
            NotResource=VAULT,
        )
    ).statements
    assert statement.principals == Names([A], are_excepted=True)
    assert statement.actions == Names(frozenset({"backup:startcopyjob"}), are_excepted=True)
    assert statement.resources == Names([VAULT], are_excepted=True)
    assert statement.conditions == []


def test_a_policy_has_one_statement_or_several() -> None:
    assert len(read_policy(json.dumps({"Statement": STATEMENT})).statements) == 1
    assert len(read_policy(json.dumps({"Statement": [STATEMENT] * 3, "Id": "i"})).statements) == 3


@pytest.mark.parametrize("version", ["2012-10-17", "2008-10-17"])
def test_a_policy_may_have_a_version(version: str) -> None:
    assert read_policy(policy({"Version": version})).statements


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("StringEquals", Condition("aws:userid", OPERATORS["StringEquals"], ["x"])),
        (
            "StringEqualsIfExists",
            Condition("aws:userid", OPERATORS["StringEquals"], ["x"], accepts_absent=True),
        ),
        (
            "ForAnyValue:StringLike",
            Condition("aws:userid", OPERATORS["StringLike"], ["x"], "ForAnyValue"),
        ),
        (
            "ForAllValues:ArnNotLikeIfExists",
            Condition("aws:userid", OPERATORS["ArnNotLike"], ["x"], "ForAllValues", True),
        ),
    ],
)
def test_an_operator_is_read_with_what_stands_around_it(operator: str, expected: Condition) -> None:
    read = read_policy(policy(Condition={operator: {"aws:userid": "x"}}))
    assert read.statements[0].conditions == [expected]


@pytest.mark.parametrize(
    ("value", "expected"),
    [("x", ["x"]), (True, ["true"]), (12, ["12"]), (0.5, ["0.5"]), (["x", False], ["x", "false"])],
)
def test_a_value_of_a_condition_is_text(value: Any, expected: list[str]) -> None:
    read = read_policy(policy(Condition={"StringEquals": {"aws:userid": value}}))
    assert (read.statements[0].conditions or [])[0].values == expected


@pytest.mark.parametrize(
    ("condition", "unknown"),
    [
        ({"Bool": {"aws:userid": "true"}}, "Bool of aws:userid"),
        ({"stringequals": {"aws:userid": "x"}}, "stringequals of aws:userid"),
        ({"StringEquals": {"aws:SourceIp": "x"}}, "StringEquals of aws:SourceIp"),
        ({"ForSome:StringEquals": {"aws:userid": "x"}}, "ForSome:StringEquals of aws:userid"),
        (
            {"StringLike": {"aws:PrincipalArn": ["x", "${aws:username}"]}},
            "StringLike of aws:PrincipalArn",
        ),
        (
            {"StringEquals": {"aws:userid": "AROA1:s", "aws:SourceIp": "x"}},
            "StringEquals of aws:SourceIp",
        ),
    ],
)
def test_what_is_not_understood_never_applies_and_is_said(condition: Any, unknown: str) -> None:
    read = read_policy(policy(Condition=condition))
    assert read.remarks == [f"Policy.Statement[0] never applies: {unknown} is not understood"]
    assert read.statements[0].conditions is None
    assert decision(read.statements, CALLER, "DeleteRecoveryPoint", "arn:x") is None


def test_variables_in_resources_are_not_understood() -> None:
    read = read_policy(policy(Resource=["arn:aws:ec2:*", "arn:aws:ec2:${aws:PrincipalAccount}"]))
    assert read.remarks == [
        "Policy.Statement[0] never applies: variables in arn:aws:ec2:${aws:PrincipalAccount} is not "
        "understood"
    ]
    assert read.statements[0].conditions is None


@pytest.mark.parametrize(
    ("members", "remarks"),
    [
        ({"Action": "backup:CopyIntoBackupVault", "Resource": VAULT}, []),
        ({"Action": "backup:StartBackupJob", "Resource": VAULT}, []),
        ({"Resource": [VAULT, "arn:aws:ec2:*"]}, []),
        ({"Resource": None, "NotResource": VAULT}, []),
        (
            {
                "Action": ["backup:StartCopyJob", "backup:DeleteRecoveryPoint"],
                "Resource": [VAULT, f"{VAULT}s"],
            },
            [
                "Policy.Statement[0]: backup:deleterecoverypoint, backup:startcopyjob is asked about the "
                f"ARNs of recovery points, which {VAULT}, {VAULT}s does not match"
            ],
        ),
        (
            {"Action": ["backup:ListTags", "s3:GetObject", "backup:StartBackupJob"]},
            [
                "Policy.Statement[0]: AWS Backup does not ask policies of vaults about backup:listtags, "
                "s3:getobject"
            ],
        ),
        (
            {
                "Action": None,
                "NotAction": ["backup:ListTags", "backup:StartCopyJob"],
                "Resource": VAULT,
            },
            [],
        ),
    ],
)
def test_what_does_nothing_is_said(members: Any, remarks: list[str]) -> None:
    assert read_policy(policy(**members)).remarks == remarks


OTHERS = "one of Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition"
A_VALUE = "a value, or a list of values"
TEXTS = "text, or a list of texts"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "",
            "Invalid value for Policy: got '', accepts a policy in JSON: Expecting value: line 1 column 1 "
            "(char 0)",
        ),
        (
            '{"Id": "a", "Id": "b"}',
            """Invalid value for Policy: got '{"Id": "a", "Id": "b"}', accepts a policy in JSON: """
            "Id is there twice",
        ),
        ("[]", "Invalid value for Policy: got [], accepts an object with Version, Id, Statement"),
        (
            "null",
            "Invalid value for Policy: got None, accepts an object with Version, Id, Statement",
        ),
        (
            policy({"Statements": []}),
            "Invalid value for Policy: got 'Statements', accepts one of Version, Id, Statement; did you mean "
            "Statement?",
        ),
        (
            policy({"Version": "2012-10-18"}),
            "Invalid value for Policy.Version: got '2012-10-18', accepts one of 2012-10-17, 2008-10-17",
        ),
        (policy({"Id": 1}), "Invalid value for Policy.Id: got 1, accepts text"),
        (
            policy({"Statement": []}),
            "Invalid value for Policy.Statement: got [], accepts a statement, or a list of at least one",
        ),
        (
            policy({"Statement": "x"}),
            "Invalid value for Policy.Statement: got 'x', accepts a statement, or a list of at least one",
        ),
        (
            policy({"Statement": [STATEMENT, 1]}),
            "Invalid value for Policy.Statement[1]: got 1, accepts an object with "
            + OTHERS.removeprefix("one of "),
        ),
        (
            policy({"Statement": {**STATEMENT, "Foo": 1}}),
            f"Invalid value for Policy.Statement: got 'Foo', accepts {OTHERS}",
        ),
        (policy(Sid=["s"]), "Invalid value for Policy.Statement[0].Sid: got ['s'], accepts text"),
        (
            policy(Effect=None),
            "Invalid value for Policy.Statement[0].Effect: got None, accepts one of Allow, Deny",
        ),
        (
            policy(Effect="deny"),
            "Invalid value for Policy.Statement[0].Effect: got 'deny', accepts one of Allow, Deny",
        ),
        (
            policy(Effect=["Deny"]),
            "Invalid value for Policy.Statement[0].Effect: got ['Deny'], accepts one of Allow, Deny",
        ),
        (
            policy(Effect="Allow", Principal=None, NotPrincipal="*"),
            "Invalid value for Policy.Statement[0].NotPrincipal: got '*', accepts nothing where the "
            "Effect is Allow",
        ),
        (
            policy(Principal="all"),
            "Invalid value for Policy.Statement[0].Principal: got 'all', accepts a principal: \"*\", or an "
            "object with AWS",
        ),
        (
            policy(Principal={}),
            'Invalid value for Policy.Statement[0].Principal: got {}, accepts a principal: "*", or an object '
            "with AWS",
        ),
        (
            policy(Principal=["*"]),
            "Invalid value for Policy.Statement[0].Principal: got ['*'], accepts a principal: \"*\", or an "
            "object with AWS",
        ),
        (
            policy(Principal={"Aws": "*"}),
            "Invalid value for Policy.Statement[0].Principal: got 'Aws', accepts one of AWS, Service, "
            "Federated; did you mean AWS?",
        ),
        (
            policy(Principal={"AWS": []}),
            f"Invalid value for Policy.Statement[0].Principal.AWS: got [], accepts {TEXTS}",
        ),
        (
            policy(Principal=None, NotPrincipal={"AWS": [1]}),
            f"Invalid value for Policy.Statement[0].NotPrincipal.AWS: got [1], accepts {TEXTS}",
        ),
        (
            policy(Principal={"Service": {}}),
            f"Invalid value for Policy.Statement[0].Principal.Service: got {{}}, accepts {TEXTS}",
        ),
        (
            policy(Action=[]),
            f"Invalid value for Policy.Statement[0].Action: got [], accepts {TEXTS}",
        ),
        (
            policy(Action=None, NotAction=3),
            f"Invalid value for Policy.Statement[0].NotAction: got 3, accepts {TEXTS}",
        ),
        *(
            (
                policy(Action=["backup:StartBackupJob", action]),
                f"Invalid value for Policy.Statement[0].Action: got {action!r}, accepts actions without "
                "wildcards, such as backup:DeleteRecoveryPoint",
            )
            for action in (
                "*",
                "backup:*",
                "backup:Delete*",
                "backup:Delete?",
                "Delete",
                "a:b:c",
                "",
            )
        ),
        *(
            (
                policy(Resource=[VAULT, resource]),
                f"Invalid value for Policy.Statement[0].Resource: got {resource!r}, accepts * or ARNs, which "
                "may have * and ?",
            )
            for resource in ("nightly", "", "**", "*:snapshot/*")
        ),
        (
            policy(Condition=[]),
            "Invalid value for Policy.Statement[0].Condition: got [], accepts an object with operators",
        ),
        (
            policy(Condition={"StringEquals": "x"}),
            "Invalid value for Policy.Statement[0].Condition.StringEquals: got 'x', accepts an object with "
            "keys",
        ),
        *(
            (
                policy(Condition={"StringEquals": {"aws:userid": value}}),
                "Invalid value for Policy.Statement[0].Condition.StringEquals.aws:userid: got "
                f"{value!r}, accepts {A_VALUE}",
            )
            for value in ([], {}, None, ["x", None], [["x"]])
        ),
    ],
)
def test_what_is_no_policy_is_refused_with_its_place(text: str, message: str) -> None:
    assert refused(text) == message


@pytest.mark.parametrize("element", ["Principal", "Action", "Resource"])
def test_a_statement_has_an_element_or_its_opposite(element: str) -> None:
    said = f", accepts a statement with either {element} or Not{element}"
    for text in (
        policy(**{element: None}),
        policy(**{f"Not{element}": STATEMENT[element]}),
    ):
        message = refused(text)
        assert message.startswith("Invalid value for Policy.Statement[0]: got {")
        assert message.endswith(said)


@pytest.mark.parametrize(
    "principal",
    [
        A,
        f"arn:aws:iam::{A}:root",
        f"arn:aws-us-gov:iam::{A}:root",
        f"arn:aws:iam::{A}:role/path/to/ops",
        f"arn:aws:iam::{A}:user/ann",
        f"arn:aws:sts::{A}:assumed-role/ops/session",
        f"arn:aws:sts::{A}:federated-user/ann",
        "AROA123456789012",
        "AIDAABCDEFGHIJKLMNOPQ",
    ],
)
def test_a_principal_has_one_of_the_shapes_of_iam(principal: str) -> None:
    assert read_policy(policy(Principal={"AWS": principal})).statements


@pytest.mark.parametrize(
    "principal",
    [
        "",
        "1111111111",
        "1111111111110",
        "ann",
        f"arn:aws:iam::{A}:role/*",
        f"arn:aws:iam::{A}:user/an?",
        f"arn:aws:iam::{A}:*",
        f"arn:aws:iam::{A}:role/",
        f"arn:aws:iam::{A}:group/admins",
        "arn:aws:iam::*:root",
        f"arn:aws:iam::{A}:root/x",
        f"arn:aws:sts::{A}:assumed-role/ops",
        f"arn:aws:sts::{A}:assumed-role/ops/*",
        "arn:aws:s3:::bucket",
        "AROA",
        "ABCD123456789012",
        "**",
    ],
)
def test_a_principal_of_another_shape_is_refused_in_the_words_of_aws(principal: str) -> None:
    assert refused(policy(Principal={"AWS": ["*", principal]})) == (
        f"Provided principal is not valid: {principal}"
    )


def test_principals_that_nobody_is_may_have_any_name() -> None:
    read = read_policy(policy(Principal={"Service": ["x", "y"], "Federated": "z"}))
    assert read.statements[0].principals == Names([])


def test_a_policy_is_not_too_long() -> None:
    fitting = policy({"Id": ""})
    longest = policy({"Id": "x" * (LONGEST_POLICY - len(fitting))})
    assert len(longest) == LONGEST_POLICY
    assert read_policy(longest).statements
    assert refused(longest + " ") == (
        "Invalid value for Policy: got '20481 characters', accepts at most 20480 characters"
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*STATEMENT, "AWS", "Condition", "StringEquals"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


# Deeper than Python's stack.
@example(text="[" * 20_000)
@example(text='{"Statement":' * 1_500)
@given(
    st.text(max_size=20)
    | JSON.map(json.dumps)
    | st.dictionaries(st.sampled_from(["Statement", "Version", "Id"]), JSON).map(json.dumps)
    | st.dictionaries(st.sampled_from([*STATEMENT, "Condition", "Sid"]), JSON).map(
        lambda more: policy(**more)
    )
)
def test_whatever_it_is_it_is_read_or_refused(text: str) -> None:
    try:
        statements = read_policy(text).statements
    except InvalidParameterValueException:
        statements = []
    decided = decision(statements, CALLER, "DeleteRecoveryPoint", "arn:x")
    assert decided in ("Allow", "Deny", None)


def test_it_takes_time_that_grows_with_the_length_of_the_policy() -> None:
    """Twice as many statements, or names in one, take some twice as many calls of functions."""
    pattern = "arn:" + "*a?" * 20

    def calls(statements: int, names: int) -> int:
        one = {
            **STATEMENT,
            "Principal": {
                "AWS": [f"arn:aws:iam::{A}:role/r{number}" for number in range(names)] + [A]
            },
            "Action": ["backup:DeleteRecoveryPoint"] * names,
            "Resource": [pattern] * names,
            "Condition": {"StringLike": {"aws:userid": ["*a?"] * names + ["*"]}},
        }
        text = json.dumps({"Statement": [one] * statements}, separators=(",", ":"))

        with counting() as counted:
            read = read_policy(text).statements
            decided = decision(read, CALLER, "DeleteRecoveryPoint", "arn:" + "a" * 200)
        assert decided == "Deny"
        return counted[0]

    assert calls(statements=20, names=2) < 2.1 * calls(statements=10, names=2)
    assert calls(statements=1, names=100) < 2.1 * calls(statements=1, names=50)
