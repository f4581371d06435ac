"""Tiering configurations: created, shown, listed, updated and deleted.

https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-tiering.html
"""

from ..account import Account
from ..aws import checks
from ..aws.arns import Arn
from ..aws.errors import InvalidParameterValueException, LimitExceededException, refusal
from ..aws.resource_types import resource_type_of
from ..frame.operations import Request, operation
from ..kit.idempotency import repeats
from ..members import Members
from .state import TieringConfiguration

TIERED_TYPES = ("S3",)
# https://docs.aws.amazon.com/aws-backup/latest/devguide/API_TieringConfigurationInputForCreate.html
MOST_SELECTIONS = 5
MOST_RESOURCES = 100
_ALL = "*"


@operation("CreateTieringConfiguration")
def create_tiering_configuration(account: Account, request: Request) -> Members:
    """Make a tiering configuration; a request that is repeated with its token is answered as at first.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateTieringConfiguration.html
    """
    configuration = next(
        (each for each in account.tiering_configurations if repeats(request, each.request)), None
    )
    if configuration is None:
        checks.shared_parameters(request)
        _check(account, request["TieringConfiguration"])
        configuration = account.tiering_configurations.create(request)
    return _summary(configuration)


def _check(account: Account, document: Members) -> None:
    """Raise for a document that no tiering configuration can have."""
    vault_name = document["BackupVaultName"]
    if vault_name != _ALL and account.vaults.get(vault_name) is None:
        accepted = f"the name of a vault, or {_ALL} for all"
        raise InvalidParameterValueException.of("BackupVaultName", vault_name, accepted)
    selections = document["ResourceSelection"]
    if not selections:
        accepted = f"1 to {MOST_SELECTIONS} selections"
        raise InvalidParameterValueException.of("ResourceSelection", selections, accepted)
    _check_number("ResourceSelection", len(selections), "selections", MOST_SELECTIONS)
    for selection in selections:
        checks.one_of("ResourceType", selection["ResourceType"], TIERED_TYPES)
        _check_resources(selection["Resources"], selection["ResourceType"])
        checks.own_partition(account.partition, selection, "Resources")
    number = sum(len(selection["Resources"]) for selection in selections)
    _check_number("Resources", number, "resources", MOST_RESOURCES)


def _check_resources(resources: list[str], type_name: str) -> None:
    """Accept ARNs of resources of a type, or `*` alone."""
    if resources == [_ALL]:
        return
    for resource in resources or [""]:
        arn = Arn.parse(resource)
        resource_type = arn and resource_type_of(arn)
        if resource_type is None or resource_type.name != type_name:
            accepted = f"ARNs of resources of {type_name}, or {_ALL} alone"
            raise InvalidParameterValueException.of("Resources", resources, accepted)


def _check_number(name: str, number: int, things: str, most: int) -> None:
    if number > most:
        raise LimitExceededException(refusal(name, f"{number} {things}", f"at most {most}"))


@operation("UpdateTieringConfiguration")
def update_tiering_configuration(account: Account, request: Request) -> Members:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateTieringConfiguration.html"""
    configuration = account.tiering_configurations.named(request["TieringConfigurationName"])
    _check(account, request["TieringConfiguration"])
    account.tiering_configurations.update(configuration, request["TieringConfiguration"])
    return _summary(configuration)


@operation("GetTieringConfiguration")
def get_tiering_configuration(account: Account, request: Request) -> Members:
    configuration = account.tiering_configurations.named(request["TieringConfigurationName"])
    members = {
        **_summary(configuration),
        "ResourceSelection": configuration.document["ResourceSelection"],
        "CreatorRequestId": configuration.creator_request_id,
    }
    return {"TieringConfiguration": members}


@operation("ListTieringConfigurations")
def list_tiering_configurations(account: Account, request: Request) -> Members:
    query = account.query("ListTieringConfigurations", request)
    listed = query.remaining(account.tiering_configurations)
    return query.answer("TieringConfigurations", listed, _summary)


@operation("DeleteTieringConfiguration")
def delete_tiering_configuration(account: Account, request: Request) -> Members:
    account.tiering_configurations.remove(
        account.tiering_configurations.named(request["TieringConfigurationName"])
    )
    return {}


def _summary(configuration: TieringConfiguration) -> Members:
    return {
        "TieringConfigurationArn": configuration.arn,
        "TieringConfigurationName": configuration.key,
        "BackupVaultName": configuration.vault_name,
        "CreationTime": configuration.created,
        "LastUpdatedTime": configuration.updated,
    }
