"""How management policies of Organizations, such as backup policies, become the effective one of an account.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_inheritance_mgmt.html
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_ASSIGN, _APPEND, _REMOVE = _OPERATORS = ("@@assign", "@@append", "@@remove")
_ALLOWED = "@@operators_allowed_for_child_policies"
_ALL, _NONE = "@@all", "@@none"
# What has identifiers in it, which are told in lower case: letters of either case are one identifier.
_IDENTIFIED = frozenset(
    {"rules", "copy_actions", "recovery_point_tags", "tags", "resources", "backup_plan_tags"}
)


class _Setting:
    """A setting of the effective policy, or what has settings in it.

    inner: by their names in lower case. allowed: the operators of policies further down.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.value: Any = None
        self.inner: dict[str, _Setting] = {}
        self.allowed = frozenset(_OPERATORS)

    def content(self) -> Any:
        """Its value, or what its inner settings have; None where there is nothing."""
        if self.value is not None:
            return None if self.value == [] else self.value
        contents = {each.name: each.content() for each in self.inner.values()}
        present = {name: content for name, content in contents.items() if content is not None}
        return present or None


class _Level:
    """The policies of one root, unit or account, in the order in which they were attached."""

    def __init__(self) -> None:
        self._assigned: list[_Setting] = []
        self._limits: list[tuple[_Setting, frozenset[str]]] = []

    def merge(self, setting: _Setting, document: Mapping[str, Any]) -> None:
        """Merge what a policy has for a setting, as far as policies further up allow that."""
        for name, value in document.items():
            if name == _ALLOWED:
                self._limits.append((setting, _operators(value)))
            elif name in _OPERATORS:
                if name in setting.allowed:
                    self._operate(setting, name, value)
            elif isinstance(value, Mapping):
                inner = setting.inner.get(name.lower())
                if inner is None and setting.allowed:
                    is_identifier = setting.name in _IDENTIFIED
                    inner = _Setting(name.lower() if is_identifier else name)
                    setting.inner[name.lower()] = inner
                if inner is not None:
                    self.merge(inner, value)

    def _operate(self, setting: _Setting, operator: str, value: Any) -> None:
        if operator == _ASSIGN:
            # Of two that were attached to one place the first one counts.
            if setting not in self._assigned:
                setting.value = value
                self._assigned.append(setting)
            return
        present, values = list_of(setting.value), list_of(value)
        if operator == _APPEND:
            setting.value = [*present, *(each for each in values if each not in present)]
        else:
            setting.value = [each for each in present if each not in values]

    def end(self) -> None:
        """Let what this level allows, and those further up do, hold for the levels further down."""
        for setting, allowed in self._limits:
            setting.allowed &= allowed


def effective_policy(levels: Iterable[Sequence[Mapping[str, Any]]]) -> Mapping[str, Any] | None:
    """The effective policy of some levels, or None where it has no settings.

    levels: from the root down to the account; the policies that are attached to each, in order.
    """
    whole = _Setting("")
    for policies in levels:
        level = _Level()
        for policy in policies:
            level.merge(whole, policy)
        level.end()
    content: Mapping[str, Any] | None = whole.content()
    return content


def _operators(value: Any) -> frozenset[str]:
    names = list_of(value)
    return frozenset(_OPERATORS if _ALL in names else (name for name in names if name != _NONE))


def list_of(value: Any) -> list[Any]:
    """The values of a setting, which may be one alone."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]
