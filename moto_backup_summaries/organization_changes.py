"""What is changed in moto's Organizations, for registration.py: AWS Backup's administrators and policies."""

from collections.abc import Callable
from typing import Any

from .replacing import Change, Method, Replaced, wrapping


def _support_administrators(models: Any) -> None:
    """Let accounts become delegated administrators of AWS Backup, which moto alone refuses."""
    from .hosts import PRINCIPAL

    supported = models.FakeDelegatedAdministrator.SUPPORTED_SERVICES
    if PRINCIPAL not in supported:
        supported.append(PRINCIPAL)
    for replaced in _REPLACED:
        replaced.apply(models)


def _refuse_administrators(models: Any) -> None:
    from .hosts import PRINCIPAL

    supported = models.FakeDelegatedAdministrator.SUPPORTED_SERVICES
    if PRINCIPAL in supported:
        supported.remove(PRINCIPAL)
    for replaced in _REPLACED:
        replaced.undo(models)


def _make_policy(original: Method, self: Any, organization: Any, **kwargs: Any) -> None:
    """Make a policy, also of the type that moto knows by name only: as one of tags, but for its ARN."""
    from .backup.neighbours.backup_policies import ARN_FORMAT, BACKUP_POLICY, check_content

    if kwargs.get("Type") != BACKUP_POLICY:
        original(self, organization, **kwargs)
        return
    check_content(kwargs["Content"])
    original(self, organization, **{**kwargs, "Type": "TAG_POLICY"})
    self.type, self._arn_format = BACKUP_POLICY, ARN_FORMAT


def _update_policy(original: Method, self: Any, **kwargs: Any) -> Any:
    from .backup.neighbours.backup_policies import BACKUP_POLICY, check_content

    if "Content" in kwargs and self.get_policy_by_id(kwargs["PolicyId"]).type == BACKUP_POLICY:
        check_content(kwargs["Content"])
    return _changing_plans(original, self, **kwargs)


def _attach_policy(original: Method, self: Any, **kwargs: Any) -> Any:
    from .backup.neighbours.backup_policies import BACKUP_POLICY, check_enabled

    if self.get_policy_by_id(kwargs["PolicyId"]).type == BACKUP_POLICY:
        check_enabled(self)
    return _changing_plans(original, self, **kwargs)


def _changing_plans(original: Method, self: Any, **kwargs: Any) -> Any:
    """Let an operation change the organization, and the plans that backup policies make."""
    from .backup.neighbours.backup_policies import has_backup_policies

    answer = original(self, **kwargs)
    if has_backup_policies(self):
        from .backup.plans.policy_plans import apply_backup_policies

        apply_backup_policies(self)
    return answer


def _describe_effective_policy(original: Callable[[Any], Any] | None, self: Any) -> Any:
    from .backup.neighbours.backup_policies import BACKUP_POLICY, described

    if self._get_param("PolicyType") == BACKUP_POLICY:
        return described(self.current_account, self.region, self._get_param("TargetId"))
    if original is None:
        raise NotImplementedError("moto has effective policies of no type")
    return original(self)


_REPLACED = (
    Replaced("FakePolicy", {"__init__": wrapping(_make_policy)}),
    Replaced(
        "OrganizationsBackend",
        {
            "update_policy": wrapping(_update_policy),
            "attach_policy": wrapping(_attach_policy),
            **dict.fromkeys(
                (
                    "create_account",
                    "detach_policy",
                    "disable_policy_type",
                    "enable_policy_type",
                    "move_account",
                    "remove_account_from_organization",
                ),
                wrapping(_changing_plans),
            ),
        },
    ),
)
_RESPONSES = Replaced(
    "OrganizationsResponse", {"describe_effective_policy": wrapping(_describe_effective_policy)}
)
ORGANIZATION_CHANGES = {
    "moto.organizations.models": Change(_support_administrators, _refuse_administrators),
    "moto.organizations.responses": Change(_RESPONSES.apply, _RESPONSES.undo),
}
