"""What an access policy of a vault decides about a call, once aws/policy_grammar.py has read it.

A statement applies where its principals, actions, resources and conditions all do, and a Deny that applies
beats every Allow. It takes time that grows with the length of the policy.

https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from collections.abc import Callable, Container, Iterable, Sequence
from operator import eq
from typing import Literal, NamedTuple, TypeAlias

from .constraints import ACCOUNT_ID
from .wildcards import fits_iam

Effect: TypeAlias = Literal["Allow", "Deny"]

# What a vault's policy is asked about: operations on the vault, each with its ARN, and operations on a
# recovery point in it, each with that one's ARN. No other operation is asked about.
OF_VAULTS = frozenset(
    {
        "DeleteBackupVault",
        "DeleteBackupVaultAccessPolicy",
        "DeleteBackupVaultNotifications",
        "DescribeBackupVault",
        "GetBackupVaultAccessPolicy",
        "GetBackupVaultNotifications",
        "ListRecoveryPointsByBackupVault",
        "PutBackupVaultAccessPolicy",
        "PutBackupVaultLockConfiguration",
        "PutBackupVaultNotifications",
        "StartBackupJob",
    }
)
OF_POINTS = frozenset(
    {
        "CreateBackupAccessPoint",
        "DeleteRecoveryPoint",
        "DescribeRecoveryPoint",
        "GetRecoveryPointRestoreMetadata",
        # The guide does not list it, and AWS's own policy of the vault of EFS denies it.
        "StartCopyJob",
        "StartRestoreJob",
        "UpdateRecoveryPointLifecycle",
    }
)
# No operation, but what a copy from another account needs an Allow of.
COPY_INTO = "CopyIntoBackupVault"
EVERYBODY = "*"
_PARTS_OF_ARN = 6


def action_of(operation: str) -> str:
    """The action by which policies name an operation; they do so in any case."""
    return f"backup:{operation}".lower()


def principal_of(name: str) -> str:
    """What a principal stands for: the root of an account for all of the account, as its id does."""
    return name.split(":")[4] if name.endswith(":root") else name


class Caller(NamedTuple):
    """Whose call it is.

    arn: of a user, of the session of a role, or of the root of an account.
    principal_arn: the same, but for a session that of its role.
    user_id: as aws:userid has it: for a session the id of its role and its name; None where there is none.
    organization_id, organization_path: of the account, None without an organization.
    """

    arn: str
    principal_arn: str
    user_id: str | None
    account_id: str
    organization_id: str | None = None
    organization_path: str | None = None

    @property
    def names(self) -> frozenset[str]:
        """The principals that it is: its account, its role, itself."""
        arns = (self.principal_arn, self.arn)
        return frozenset((self.account_id, *map(principal_of, arns)))

    @property
    def unique_id(self) -> str:
        """The id of its user or role; empty where there is none."""
        return (self.user_id or "").partition(":")[0]


# The keys of conditions that are understood, in lower case since their case does not matter, each with the
# attribute of a caller that has its value.
KEYS = {
    "aws:principalaccount": "account_id",
    "aws:principalarn": "principal_arn",
    "aws:principalorgid": "organization_id",
    "aws:principalorgpaths": "organization_path",
    "aws:userid": "user_id",
}


def _fits_arn(pattern: str, arn: str) -> bool:
    """Whether each part of an ARN fits that of a pattern."""
    patterns, parts = (text.split(":", _PARTS_OF_ARN - 1) for text in (pattern, arn))
    is_arn = len(patterns) == len(parts) == _PARTS_OF_ARN
    return is_arn and all(map(fits_iam, patterns, parts))


def _equals_in_any_case(pattern: str, text: str) -> bool:
    return pattern.lower() == text.lower()


class Operator(NamedTuple):
    """How a pattern is compared with a value, and whether the opposite is meant."""

    matches: Callable[[str, str], bool]
    is_negated: bool = False


# The operators that are understood.
OPERATORS = {
    "StringEquals": Operator(eq),
    "StringNotEquals": Operator(eq, is_negated=True),
    "StringEqualsIgnoreCase": Operator(_equals_in_any_case),
    "StringNotEqualsIgnoreCase": Operator(_equals_in_any_case, is_negated=True),
    "StringLike": Operator(fits_iam),
    "StringNotLike": Operator(fits_iam, is_negated=True),
    "ArnEquals": Operator(_fits_arn),
    "ArnNotEquals": Operator(_fits_arn, is_negated=True),
    "ArnLike": Operator(_fits_arn),
    "ArnNotLike": Operator(_fits_arn, is_negated=True),
}


class Condition(NamedTuple):
    """A key and the values that an operator compares with it.

    quantifier: ForAnyValue or ForAllValues, of a key with several values, or empty.
    accepts_absent: whether a caller without the key meets it, whatever the operator: IfExists.
    """

    key: str
    operator: Operator
    values: Sequence[str]
    quantifier: str = ""
    accepts_absent: bool = False

    def is_met_by(self, caller: Caller) -> bool:
        value, (matches, is_negated) = getattr(caller, KEYS[self.key]), self.operator
        if value is None:
            is_met = {"": is_negated, "ForAnyValue": False, "ForAllValues": True}
            return self.accepts_absent or is_met[self.quantifier]
        return any(matches(pattern, value) for pattern in self.values) != is_negated


class Names(NamedTuple):
    """What a statement names, or, where it says Not, everything else."""

    values: Iterable[str]
    are_excepted: bool = False


class Statement(NamedTuple):
    """A statement of a policy. Its actions are in lower case.

    conditions: None where one of them is not understood: then the statement never applies.
    """

    effect: Effect
    principals: Names
    actions: Names
    resources: Names
    conditions: Sequence[Condition] | None = ()

    def applies(self, caller: Caller, action: str, resource: str) -> bool:
        return (
            self.conditions is not None
            and (action in self.actions.values) != self.actions.are_excepted
            and self._is_of(caller)
            and any(fits_iam(pattern, resource) for pattern in self.resources.values)
            != self.resources.are_excepted
            and all(condition.is_met_by(caller) for condition in self.conditions)
        )

    def _is_of(self, caller: Caller) -> bool:
        """Whether the caller is one of the principals; or, with NotPrincipal, is anything that it leaves out.

        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
        """
        names = frozenset(self.principals.values)
        if EVERYBODY in names:
            return not self.principals.are_excepted
        if self.principals.are_excepted:
            return not caller.names <= names
        return not names.isdisjoint({*caller.names, caller.unique_id})


def decision(
    statements: Iterable[Statement], caller: Caller, operation: str, resource: str
) -> Effect | None:
    """What a policy says of an operation on the resource of an ARN; None where it says nothing."""
    action = action_of(operation)
    effects = {each.effect for each in statements if each.applies(caller, action, resource)}
    if "Deny" in effects:
        return "Deny"
    return "Allow" if effects else None


def denies_everybody(
    statements: Iterable[Statement], operations: Iterable[str], excepted: Container[str]
) -> bool:
    """Whether one statement denies operations on everything to everybody but some principals.

    excepted: these, by ARN, and as aws:userid has them.
    """
    actions = {*map(action_of, operations)}
    return any(
        each.effect == "Deny"
        and _is_everything(each.principals)
        and _is_everything(each.resources)
        and (
            actions.isdisjoint(each.actions.values)
            if each.actions.are_excepted
            else actions <= {*each.actions.values}
        )
        and each.conditions is not None
        and all(_excepts(condition, excepted) for condition in each.conditions)
        for each in statements
    )


def _is_everything(names: Names) -> bool:
    return "*" in names.values and not names.are_excepted


def _excepts(condition: Condition, excepted: Container[str]) -> bool:
    """Whether a condition only leaves out principals that are among some."""
    return (
        KEYS[condition.key] in ("principal_arn", "user_id")
        and condition.operator.is_negated
        and all(value in excepted for value in condition.values)
    )


def allows_others(
    statements: Iterable[Statement], account_id: str, *, is_everybody_other: bool
) -> bool:
    """Whether principals outside of an account are allowed what AWS Backup does not share: all but copies.

    is_everybody_other: whether everybody counts as one of them.
    """
    copies = {action_of(COPY_INTO)}
    return any(
        is_everybody_other if name == EVERYBODY else _account_of(name) not in (account_id, None)
        for each in statements
        if each.effect == "Allow"
        and (each.actions.are_excepted or copies != set(each.actions.values))
        for name in each.principals.values
    )


def _account_of(principal: str) -> str | None:
    """The account that a principal is of; None for the id of a user or a role, which does not tell."""
    return next(filter(ACCOUNT_ID.fullmatch, principal.split(":")), None)
