"""What a policy decides, statement by statement; and laws that hold for any policy."""

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moto_backup_summaries.backup.aws.access_policies import (
    KEYS,
    OF_POINTS,
    OF_VAULTS,
    OPERATORS,
    Caller,
    Condition,
    Names,
    Statement,
    action_of,
    allows_others,
    decision,
    principal_of,
)

A, B = "111111111111", "222222222222"
ROLE = f"arn:aws:iam::{A}:role/path/ops"
SESSION = Caller(f"arn:aws:sts::{A}:assumed-role/ops/s", ROLE, "AROA1:s", A, "o-1", "o-1/r-1/ou-1/")
USER = Caller(f"arn:aws:iam::{A}:user/ann", f"arn:aws:iam::{A}:user/ann", "AIDA1", A)
ROOT = Caller(f"arn:aws:iam::{A}:root", f"arn:aws:iam::{A}:root", A, A)
NOBODY = Caller(f"arn:aws:sts::{A}:assumed-role/x/s", f"arn:aws:iam::{A}:role/x", None, A)
VAULT = f"arn:aws:backup:us-east-1:{A}:backup-vault:nightly"
POINT = "arn:aws:ec2:us-east-1::snapshot/snap-1"
DELETE = frozenset({"backup:deletebackupvault"})


def statement(**members: Any) -> Statement:
    defaults = {
        "effect": "Deny",
        "principals": Names(["*"]),
        "actions": Names(DELETE),
        "resources": Names(["*"]),
    }
    return Statement(**{**defaults, **members})


def applies(
    caller: Caller = SESSION,
    operation: str = "DeleteBackupVault",
    resource: str = VAULT,
    **members: Any,
) -> bool:
    return statement(**members).applies(caller, action_of(operation), resource)


def test_an_action_is_in_lower_case() -> None:
    assert action_of("StartBackupJob") == "backup:startbackupjob"


def test_a_root_stands_for_its_account() -> None:
    assert principal_of(f"arn:aws:iam::{A}:root") == A
    assert principal_of(ROLE) == ROLE
    assert principal_of(B) == B


def test_what_policies_are_asked_about() -> None:
    assert len(OF_VAULTS) == 11
    assert len(OF_POINTS) == 7
    assert OF_VAULTS.isdisjoint(OF_POINTS)


def test_a_caller_is_its_account_its_role_and_itself() -> None:
    assert SESSION.names == {A, ROLE, SESSION.arn}
    assert USER.names == {A, USER.arn}
    assert ROOT.names == {A}
    ids = [caller.unique_id for caller in (SESSION, USER, ROOT, NOBODY)]
    assert ids == ["AROA1", "AIDA1", A, ""]


class TestPrincipals:
    @pytest.mark.parametrize(
        ("names", "expected"),
        [
            (["*"], {SESSION, USER, ROOT, NOBODY}),
            ([A], {SESSION, USER, ROOT, NOBODY}),
            ([B], set()),
            ([B, A], {SESSION, USER, ROOT, NOBODY}),
            ([ROLE], {SESSION}),
            ([SESSION.arn], {SESSION}),
            (["AROA1"], {SESSION}),
            (["AIDA1", ROLE], {SESSION, USER}),
            (["AROA1:s"], set()),
            ([], set()),
        ],
    )
    def test_are_those_that_are_named(self, names: list[str], expected: set[Caller]) -> None:
        callers = (SESSION, USER, ROOT, NOBODY)
        assert {each for each in callers if applies(each, principals=Names(names))} == expected

    @pytest.mark.parametrize(
        ("names", "expected"),
        [
            ([A], {SESSION, USER, NOBODY}),
            ([A, USER.arn], {SESSION, NOBODY}),
            ([USER.arn], {SESSION, USER, ROOT, NOBODY}),
            ([A, ROLE], {SESSION, USER, NOBODY}),
            ([A, ROLE, SESSION.arn], {USER, NOBODY}),
            (["*"], set()),
            ([], {SESSION, USER, ROOT, NOBODY}),
        ],
    )
    def test_are_all_that_is_not_excepted_as_a_whole(
        self, names: list[str], expected: set[Caller]
    ) -> None:
        excepted = Names(names, are_excepted=True)
        callers = (SESSION, USER, ROOT, NOBODY)
        assert {each for each in callers if applies(each, principals=excepted)} == expected


@pytest.mark.parametrize(
    ("values", "are_excepted", "expected"),
    [
        (DELETE, False, True),
        (frozenset({"backup:startbackupjob"}), False, False),
        (DELETE, True, False),
        (frozenset({"backup:startbackupjob"}), True, True),
    ],
)
def test_an_action_is_named_or_excepted(values: Any, are_excepted: bool, expected: bool) -> None:
    assert applies(actions=Names(values, are_excepted)) is expected


@pytest.mark.parametrize(
    ("values", "resource", "expected"),
    [
        (["*"], VAULT, True),
        ([VAULT], VAULT, True),
        ([VAULT], POINT, False),
        (["arn:aws:ec2:*::snapshot/*"], POINT, True),
        (["arn:aws:ec2:*::snapshot/snap-?"], POINT, True),
        (["arn:aws:ec2:*::snapshot/snap-??"], POINT, False),
        (["arn:aws:rds:*", "arn:aws:ec2:*"], POINT, True),
        (["arn:aws:rds:*", "arn:aws:backup:*"], POINT, False),
    ],
)
def test_a_resource_fits_a_pattern(values: list[str], resource: str, expected: bool) -> None:
    assert applies(resource=resource, resources=Names(values)) is expected
    assert applies(resource=resource, resources=Names(values, are_excepted=True)) is not expected


# For each operator what makes it true, and what false, of the role's ARN; None where the key is absent.
CASES = {
    "StringEquals": ([ROLE], [ROLE.upper(), f"{ROLE}*", "arn:aws:iam::*", ""]),
    "StringEqualsIgnoreCase": ([ROLE, ROLE.upper(), ROLE.title()], [f"{ROLE}s", "*"]),
    "StringLike": (
        [ROLE, "*", "arn:*ops", "arn:aws:iam::???????11111:role/path/ops"],
        ["OPS", "*role"],
    ),
    "ArnEquals": (
        [ROLE, "arn:aws:iam::*:role/*", "arn:*:iam:*:*:role/*ops", "*:*:*:*:*:*"],
        ["*", "arn:aws:iam"],
    ),
    "ArnLike": (
        [ROLE, f"arn:aws:iam::{A}:role/*/o?s"],
        [f"arn:*:{A}:role/path/ops", "arn:aws:iam::*", f"{ROLE}:", "a:b"],
    ),
}


def test_the_last_part_of_an_arn_may_have_colons() -> None:
    arn = f"arn:aws:iam::{A}:role/x:y"
    caller = SESSION._replace(principal_arn=arn)
    for pattern, expected in ((arn, True), (f"arn:aws:iam::{A}:role/*", True), (f"{arn}:", False)):
        condition = Condition("aws:principalarn", OPERATORS["ArnLike"], [pattern])
        assert condition.is_met_by(caller) is expected


def opposite(operator: str) -> str:
    return next(
        name for name in OPERATORS if "Not" in name and name.replace("Not", "", 1) == operator
    )


@pytest.mark.parametrize("operator", CASES)
def test_an_operator_compares_and_its_opposite_refuses(operator: str) -> None:
    fitting, others = CASES[operator]
    negated = opposite(operator)
    for values, expected in [
        *((value, True) for value in fitting),
        *((value, False) for value in others),
    ]:
        condition = Condition("aws:principalarn", OPERATORS[operator], [values])
        assert condition.is_met_by(SESSION) is expected, values
        assert condition._replace(operator=OPERATORS[negated]).is_met_by(SESSION) is not expected
    assert OPERATORS[operator].is_negated is False
    assert OPERATORS[negated].is_negated is True


def test_there_is_no_operator_but_these() -> None:
    assert OPERATORS.keys() == CASES.keys() | {opposite(operator) for operator in CASES}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("aws:principalaccount", A),
        ("aws:principalarn", ROLE),
        ("aws:principalorgid", "o-1"),
        ("aws:principalorgpaths", "o-1/r-1/ou-1/"),
        ("aws:userid", "AROA1:s"),
    ],
)
def test_a_key_has_the_value_of_the_caller(key: str, value: str) -> None:
    assert key in KEYS
    assert Condition(key, OPERATORS["StringEquals"], [value]).is_met_by(SESSION)


def test_one_of_the_values_is_enough_and_the_opposite_demands_that_none_is() -> None:
    for operator, expected in (("StringEquals", True), ("StringNotEquals", False)):
        condition = Condition("aws:userid", OPERATORS[operator], ["AIDA2", "AROA1:s"])
        assert condition.is_met_by(SESSION) is expected


@pytest.mark.parametrize(
    ("operator", "quantifier", "accepts_absent", "expected"),
    [
        ("StringEquals", "", False, False),
        ("StringNotEquals", "", False, True),
        ("StringEquals", "", True, True),
        ("StringEquals", "ForAnyValue", False, False),
        ("StringNotEquals", "ForAnyValue", False, False),
        ("StringNotEquals", "ForAnyValue", True, True),
        ("StringEquals", "ForAllValues", False, True),
        ("StringNotEquals", "ForAllValues", False, True),
    ],
)
def test_whether_an_absent_key_meets_a_condition(
    operator: str, quantifier: str, accepts_absent: bool, expected: bool
) -> None:
    condition = Condition(
        "aws:principalorgid", OPERATORS[operator], ["o-1"], quantifier, accepts_absent
    )
    assert condition.is_met_by(USER) is expected
    # With a value none of this matters.
    assert condition.is_met_by(SESSION) is (operator == "StringEquals")


def test_all_conditions_must_be_met() -> None:
    met = Condition("aws:userid", OPERATORS["StringLike"], ["AROA1:*"])
    not_met = Condition("aws:userid", OPERATORS["StringEquals"], ["AROA1:*"])
    assert applies(conditions=[met, met])
    assert not applies(conditions=[met, not_met])
    assert not applies(conditions=[not_met, met])
    assert not applies(conditions=None)


@pytest.mark.parametrize(
    ("effects", "expected"),
    [
        ([], None),
        (["Allow"], "Allow"),
        (["Deny"], "Deny"),
        (["Allow", "Deny"], "Deny"),
        (["Deny", "Allow"], "Deny"),
    ],
)
def test_a_deny_beats_an_allow(effects: list[str], expected: str | None) -> None:
    statements = [statement(effect=effect) for effect in effects]
    assert decision(statements, USER, "DeleteBackupVault", VAULT) == expected
    assert decision(statements, USER, "StartBackupJob", VAULT) is None


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({}, False),
        ({"principals": Names([A])}, False),
        ({"principals": Names(["*"])}, False),
        ({"principals": Names([B])}, True),
        ({"principals": Names([A, f"arn:aws:iam::{B}:role/x"])}, True),
        ({"principals": Names([f"arn:aws:iam::{A}:role/x"])}, False),
        ({"principals": Names(["AROA123456789012"])}, False),
        ({"principals": Names([B]), "effect": "Deny"}, False),
        ({"principals": Names([B]), "actions": Names({"backup:copyintobackupvault"})}, False),
        (
            {
                "principals": Names([B]),
                "actions": Names({"backup:copyintobackupvault"}, are_excepted=True),
            },
            True,
        ),
        (
            {"principals": Names([B]), "actions": Names({"backup:copyintobackupvault", *DELETE})},
            True,
        ),
    ],
)
def test_whether_others_are_allowed_more_than_copies(members: Any, expected: bool) -> None:
    statements = [
        statement(effect="Allow", principals=Names([A])),
        statement(**{"effect": "Allow", **members}),
    ]
    assert allows_others(statements, A, is_everybody_other=False) is expected


def test_everybody_may_count_as_another() -> None:
    allowed = statement(effect="Allow", principals=Names([A, "*"]))
    assert allows_others([allowed], A, is_everybody_other=True)
    assert not allows_others([statement(principals=Names(["*"]))], A, is_everybody_other=True)


# Laws.

OPERATIONS = ("DeleteBackupVault", "DeleteRecoveryPoint", "StartCopyJob")
CALLERS = (SESSION, USER, ROOT, NOBODY)
# Few names, so that statements often apply.
NAMES = st.sampled_from(["*", A, B, ROLE, SESSION.arn, USER.arn, "AROA1"])
PATTERNS = st.sampled_from(
    ["*", VAULT, POINT, "arn:aws:ec2:*", "arn:*:backup-vault:n?ghtly", "arn:?"]
)
VALUES = st.sampled_from([A, ROLE, "AROA1:s", "AROA1:*", "o-1", "*", "arn:aws:iam::*:*/*"])
CONDITIONS = st.builds(
    Condition,
    st.sampled_from(sorted(KEYS)),
    st.sampled_from(list(OPERATORS.values())),
    st.lists(VALUES, min_size=1, max_size=2),
    st.sampled_from(["", "ForAnyValue", "ForAllValues"]),
    st.booleans(),
)
STATEMENTS = st.builds(
    Statement,
    st.sampled_from(["Allow", "Deny"]),
    st.builds(Names, st.lists(NAMES, max_size=2), st.booleans()),
    st.builds(
        Names, st.frozensets(st.sampled_from(list(map(action_of, OPERATIONS)))), st.booleans()
    ),
    st.builds(Names, st.lists(PATTERNS, min_size=1, max_size=2), st.booleans()),
    st.none() | st.lists(CONDITIONS, max_size=2),
)
# Four have 24 orders.
POLICIES = st.lists(STATEMENTS, max_size=4)
ASKED = st.tuples(
    st.sampled_from(CALLERS), st.sampled_from(OPERATIONS), st.sampled_from([VAULT, POINT])
)


@given(POLICIES, ASKED)
def test_law_a_policy_denies_if_and_only_if_one_of_its_statements_does(
    policy: list[Statement], asked: tuple[Caller, str, str]
) -> None:
    alone = {decision([each], *asked) for each in policy}
    expected = "Deny" if "Deny" in alone else "Allow" if "Allow" in alone else None
    assert decision(policy, *asked) == expected


@given(POLICIES, ASKED)
def test_law_the_order_of_statements_does_not_matter(
    policy: list[Statement], asked: tuple[Caller, str, str]
) -> None:
    assert len({decision(order, *asked) for order in permutations(policy)}) == 1


@given(STATEMENTS, ASKED)
def test_law_a_condition_more_never_makes_a_statement_apply(
    each: Statement, asked: tuple[Caller, str, str]
) -> None:
    if each.conditions:
        for dropped in range(len(each.conditions)):
            fewer = [c for number, c in enumerate(each.conditions) if number != dropped]
            if decision([each], *asked):
                assert decision([each._replace(conditions=fewer)], *asked) == each.effect


@given(STATEMENTS, ASKED)
def test_law_a_statement_or_the_one_with_not_action_applies_to_all_operations(
    each: Statement, asked: tuple[Caller, str, str]
) -> None:
    opposite_actions = each.actions._replace(are_excepted=not each.actions.are_excepted)
    for_any_action = decision([each, each._replace(actions=opposite_actions)], *asked)
    both = [decision([each], *asked), decision([each._replace(actions=opposite_actions)], *asked)]
    assert both.count(None) == (1 if for_any_action else 2)
