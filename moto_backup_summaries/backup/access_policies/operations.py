"""Access policies of vaults: put, shown and deleted; and asked, before every call that they are about."""

import logging

from ..account import Account
from ..aws.access_policies import OF_POINTS, OF_VAULTS, allows_others
from ..aws.constraints import OF_EFS
from ..aws.errors import MissingParameterValueException
from ..aws.policy_grammar import read_policy
from ..aws.recorded_errors import NO_POLICY, POLICY_SHARES
from ..frame.operations import AskedCall, Request, authorizer, operation
from ..members import Members
from ..neighbours.callers import caller_of

_LOG = logging.getLogger(__name__)
_ASKED = OF_VAULTS | OF_POINTS
# The members of a request that name its vault.
_VAULTS = ("BackupVaultName", "SourceBackupVaultName")


@authorizer
def refuse_by_policy(call: AskedCall) -> None:
    """Raise AccessDeniedException for what a vault's policy denies; what AWS does by itself is not asked."""
    policies = call.account.access_policies
    if call.access_key is None or policies.is_empty or call.operation not in _ASKED:
        return
    vault_name = _vault_name(call)
    if vault_name is None or policies.get(vault_name) is None:
        return
    caller = caller_of(call.access_key(), call.account.id, call.account.region)
    denial = policies.denial(vault_name, caller, call.operation, call.resource)
    if denial is not None:
        raise denial


def _vault_name(call: AskedCall) -> str | None:
    """The vault that a call is about; of a recovery point without a vault in the request, where it is."""
    for member in _VAULTS:
        if member in call.request:
            return str(call.request[member])
    point = call.account.find_point(call.request["RecoveryPointArn"])
    return None if point is None else str(point.members()["BackupVaultName"])


@operation("PutBackupVaultAccessPolicy")
def put_backup_vault_access_policy(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultAccessPolicy.html"""
    vault = account.vaults.named(request["BackupVaultName"])
    text = request.get("Policy")
    if text is None:
        raise MissingParameterValueException("Missing required parameter: Policy")
    policy = read_policy(text)
    # AWS was seen to refuse an Allow for everybody in the vault of EFS, and accepts it elsewhere.
    if allows_others(policy.statements, account.id, is_everybody_other=vault.name == OF_EFS):
        raise POLICY_SHARES.error()
    for remark in policy.remarks:
        _LOG.warning("the access policy of vault %s: %s", vault.name, remark)
    account.access_policies.put(vault.name, policy)
    return {}


@operation("GetBackupVaultAccessPolicy")
def get_backup_vault_access_policy(account: Account, request: Request) -> Members:
    vault = account.vaults.named(request["BackupVaultName"])
    policy = account.access_policies.get(vault.name)
    if policy is None:
        raise NO_POLICY.error(arn=vault.arn)
    return {
        "BackupVaultName": vault.name,
        "BackupVaultArn": vault.arn,
        "Policy": policy.text,
    }


@operation("DeleteBackupVaultAccessPolicy")
def delete_backup_vault_access_policy(account: Account, request: Request) -> Members:
    """Of a vault that has none this is no error."""
    vault = account.vaults.named(request["BackupVaultName"])
    account.access_policies.remove(vault.name)
    return {}
