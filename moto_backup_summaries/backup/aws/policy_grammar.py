"""Which access policies a vault accepts, and what they say: JSON in, statements out.

AWS Backup does not tell its grammar; this is IAM's for policies of resources, without wildcards in actions.
What aws/access_policies.py does not understand is no refusal, but a remark: it never applies.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from .access_policies import (
    COPY_INTO,
    EVERYBODY,
    KEYS,
    OF_POINTS,
    OF_VAULTS,
    OPERATORS,
    Condition,
    Names,
    Statement,
    action_of,
    principal_of,
)
from .errors import InvalidParameterValueException, unknown
from .recorded_errors import PRINCIPAL_INVALID

# AWS does not tell its own; so long are the policies of a bucket.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
LONGEST_POLICY = 20_480
_VERSIONS = ("2012-10-17", "2008-10-17")
_OF_POLICY = ("Version", "Id", "Statement")
_OF_STATEMENT = (
    "Sid",
    "Effect",
    *("Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource"),
    "Condition",
)
_ACTION = re.compile("[A-Za-z0-9-]+:[A-Za-z0-9]+")
_PRINCIPAL = re.compile(
    "[0-9]{12}"
    "|arn:aws[a-z-]*:iam::[0-9]{12}:(?:root|(?:role|user)/[^*?]+)"
    "|arn:aws[a-z-]*:sts::[0-9]{12}:(?:assumed-role/[^/*?]+|federated-user)/[^/*?]+"
    # What IAM shows where a user or a role is gone.
    "|A(?:IDA|ROA)[A-Z0-9]{12,124}"
)
# Principals that no caller is.
_OTHER_PRINCIPALS = ("Service", "Federated")
_QUANTIFIERS = ("", "ForAnyValue", "ForAllValues")
_ASKED = frozenset(map(action_of, (*OF_VAULTS, *OF_POINTS, COPY_INTO)))
_ASKED_OF_POINTS = frozenset(map(action_of, OF_POINTS))


class Policy(NamedTuple):
    """A policy as it was put, and what it says.

    remarks: what in it does nothing, though whoever wrote it may believe so.
    """

    text: str
    statements: Sequence[Statement]
    remarks: Sequence[str]


def read_policy(text: str) -> Policy:
    """What a policy says; raises InvalidParameterValueException for what is none, with its place."""
    if len(text) > LONGEST_POLICY:
        accepted = f"at most {LONGEST_POLICY} characters"
        raise InvalidParameterValueException.of("Policy", f"{len(text)} characters", accepted)
    try:
        document = json.loads(text, object_pairs_hook=_members)
    except (ValueError, RecursionError) as error:
        raise _refusal("Policy", text, f"a policy in JSON: {error}") from None
    _check_members("Policy", document, _OF_POLICY)
    _one_of("Policy.Version", document.get("Version", _VERSIONS[0]), _VERSIONS)
    _text("Policy.Id", document.get("Id", ""))
    stated = document.get("Statement")
    if isinstance(stated, list) and stated:
        statements = [(f"Policy.Statement[{i}]", each) for i, each in enumerate(stated)]
    elif isinstance(stated, dict):
        statements = [("Policy.Statement", stated)]
    else:
        raise _refusal("Policy.Statement", stated, "a statement, or a list of at least one")
    remarks: list[str] = []
    read = [_statement(where, each, remarks) for where, each in statements]
    return Policy(text, read, remarks)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The members of an object of JSON; IAM refuses one that is there twice."""
    members: dict[str, Any] = {}
    for name, value in pairs:
        if name in members:
            raise ValueError(f"{name} is there twice")
        members[name] = value
    return members


def _refusal(where: str, value: object, accepted: str) -> Exception:
    return InvalidParameterValueException.of(where, value, accepted)


def _check_members(where: str, document: Any, names: Sequence[str]) -> None:
    if not isinstance(document, dict):
        raise _refusal(where, document, "an object with " + ", ".join(names))
    for name in document:
        if name not in names:
            raise InvalidParameterValueException(unknown(where, name, names))


def _one_of(where: str, value: Any, accepted: Sequence[str]) -> None:
    if value not in accepted:
        raise _refusal(where, value, "one of " + ", ".join(accepted))


def _text(where: str, value: Any) -> None:
    if not isinstance(value, str):
        raise _refusal(where, value, "text")


def _statement(where: str, stated: Any, remarks: list[str]) -> Statement:
    _check_members(where, stated, _OF_STATEMENT)
    _text(f"{where}.Sid", stated.get("Sid", ""))
    effect = stated.get("Effect")
    _one_of(f"{where}.Effect", effect, ("Allow", "Deny"))
    element, principals = _element(where, stated, "Principal")
    if element == "NotPrincipal" and effect == "Allow":
        # As IAM says, who would allow everybody else.
        raise _refusal(f"{where}.NotPrincipal", principals, "nothing where the Effect is Allow")
    principal_names = list(_principals(f"{where}.{element}", principals))
    actions = _named(where, stated, "Action")
    for action in actions.values:
        if not _ACTION.fullmatch(action):
            accepted = "actions without wildcards, such as backup:DeleteRecoveryPoint"
            raise _refusal(f"{where}.Action", action, accepted)
    actions = Names(frozenset(map(str.lower, actions.values)), actions.are_excepted)
    resources = _named(where, stated, "Resource")
    for resource in resources.values:
        if resource != "*" and not resource.startswith("arn:"):
            raise _refusal(f"{where}.Resource", resource, "* or ARNs, which may have * and ?")
    foreign: list[str] = []
    conditions = list(_conditions(f"{where}.Condition", stated.get("Condition", {}), foreign))
    foreign += [f"variables in {each}" for each in resources.values if "${" in each]
    for each in foreign:
        remarks.append(f"{where} never applies: {each} is not understood")
    remarks += (f"{where}: {remark}" for remark in _idle(actions, resources))
    return Statement(
        effect,
        Names(principal_names, element == "NotPrincipal"),
        actions,
        resources,
        None if foreign else conditions,
    )


def _element(where: str, stated: Mapping[str, Any], name: str) -> tuple[str, Any]:
    """Which of an element and its opposite a statement has, and what is in it."""
    present = [element for element in (name, f"Not{name}") if element in stated]
    if len(present) != 1:
        raise _refusal(where, stated, f"a statement with either {name} or Not{name}")
    return present[0], stated[present[0]]


def _named(where: str, stated: Mapping[str, Any], name: str) -> Names:
    element, value = _element(where, stated, name)
    return Names(_texts(f"{where}.{element}", value), element != name)


def _texts(where: str, value: Any) -> list[str]:
    """A text, or a list of at least one."""
    texts = value if isinstance(value, list) else [value]
    if not texts or not all(isinstance(text, str) for text in texts):
        raise _refusal(where, value, "text, or a list of texts")
    return texts


def _principals(where: str, stated: Any) -> Iterator[str]:
    if stated == EVERYBODY:
        yield EVERYBODY
        return
    if not isinstance(stated, dict) or not stated:
        raise _refusal(where, stated, 'a principal: "*", or an object with AWS')
    _check_members(where, stated, ("AWS", *_OTHER_PRINCIPALS))
    for kind, value in stated.items():
        for name in _texts(f"{where}.{kind}", value):
            if kind in _OTHER_PRINCIPALS:
                continue
            if name != EVERYBODY and not _PRINCIPAL.fullmatch(name):
                raise PRINCIPAL_INVALID.error(principal=name)
            yield principal_of(name)


def _conditions(where: str, stated: Any, foreign: list[str]) -> Iterator[Condition]:
    """The conditions that are understood; the names of others go into `foreign`."""
    if not isinstance(stated, dict):
        raise _refusal(where, stated, "an object with operators")
    for operator, compared in stated.items():
        if not isinstance(compared, dict):
            raise _refusal(f"{where}.{operator}", compared, "an object with keys")
        for key, value in compared.items():
            values = _values(f"{where}.{operator}.{key}", value)
            condition = _condition(operator, key.lower(), values)
            if condition is None:
                foreign.append(f"{operator} of {key}")
            else:
                yield condition


def _values(where: str, value: Any) -> list[str]:
    """The values of a key, as text. Numbers and truth values may stand for their texts."""
    values = value if isinstance(value, list) else [value]
    if not values or not all(isinstance(each, (str, bool, int, float)) for each in values):
        raise _refusal(where, value, "a value, or a list of values")
    return [each if isinstance(each, str) else json.dumps(each) for each in values]


def _condition(operator: str, key: str, values: Sequence[str]) -> Condition | None:
    """What an operator demands of a key, or None where either, or a variable, is not understood."""
    quantifier, _, name = operator.rpartition(":")
    compared_by = OPERATORS.get(name.removesuffix("IfExists"))
    has_variable = any("${" in value for value in values)
    if compared_by is None or key not in KEYS or has_variable or quantifier not in _QUANTIFIERS:
        return None
    return Condition(key, compared_by, values, quantifier, name.endswith("IfExists"))


def _idle(actions: Names, resources: Names) -> Iterable[str]:
    """What of a statement does nothing, since AWS Backup asks about something else."""
    if actions.are_excepted:
        return
    unasked = sorted(set(actions.values) - _ASKED)
    if unasked:
        yield f"AWS Backup does not ask policies of vaults about {', '.join(unasked)}"
    of_points = sorted(_ASKED_OF_POINTS.intersection(actions.values))
    are_of_vaults = all(":backup-vault:" in resource for resource in resources.values)
    if of_points and are_of_vaults and not resources.are_excepted:
        yield (
            f"{', '.join(of_points)} is asked about the ARNs of recovery points, which "
            f"{', '.join(resources.values)} does not match"
        )
