"""The access policies of one account and region, and what they refuse."""

from ..aws.access_policies import Caller, Effect, decision
from ..aws.errors import BackupException
from ..aws.policy_grammar import Policy
from ..aws.recorded_errors import POLICY_DENIES
from ..kit.state import FamilyState, StateDict
from ..neighbours.callers import session_of_backup


class AccessPolicies(FamilyState):
    """By the names of the vaults that have one."""

    def __init__(self, region: str) -> None:
        self._region = region
        self._by_vault: StateDict[str, Policy] = StateDict()

    @property
    def is_empty(self) -> bool:
        return not self._by_vault

    def get(self, vault_name: str) -> Policy | None:
        return self._by_vault.get(vault_name)

    def put(self, vault_name: str, policy: Policy) -> None:
        self._by_vault[vault_name] = policy

    def remove(self, vault_name: str) -> None:
        self._by_vault.pop(vault_name, None)

    def decision(
        self, vault_name: str, caller: Caller, operation: str, resource: str
    ) -> Effect | None:
        """What the vault's policy says of a call; None where it says nothing, or there is none."""
        policy = self._by_vault.get(vault_name)
        return policy and decision(policy.statements, caller, operation, resource)

    def denial(
        self, vault_name: str, caller: Caller, operation: str, resource: str
    ) -> BackupException | None:
        """AWS's refusal of a call that the vault's policy denies."""
        if self.decision(vault_name, caller, operation, resource) != "Deny":
            return None
        return POLICY_DENIES.error(caller=caller.arn, operation=operation, resource=resource)

    def denial_of_role(
        self, vault_name: str, role_arn: str, operation: str, resource: str
    ) -> str | None:
        """Why the role of a job that a plan started may not do something, or None where it may."""
        if vault_name not in self._by_vault:
            return None
        caller = session_of_backup(role_arn, self._region)
        denial = self.denial(vault_name, caller, operation, resource)
        return None if denial is None else str(denial.message)
