"""What an account sets for a region, and a management account for its organization."""

from .. import timestamps
from ..account import Account
from ..aws.errors import InvalidRequestException
from ..aws.resource_types import RESOURCE_TYPES
from ..events import SettingsChanged
from ..frame.operations import Request, operation
from ..members import Members
from ..neighbours.organizations import management_account


@operation("GetSupportedResourceTypes")
def get_supported_resource_types(account: Account, request: Request) -> Members:
    return {"ResourceTypes": [resource_type.name for resource_type in RESOURCE_TYPES]}


@operation("DescribeRegionSettings")
def describe_region_settings(account: Account, request: Request) -> Members:
    return {**account.settings.region_settings()}


@operation("UpdateRegionSettings")
def update_region_settings(account: Account, request: Request) -> Members:
    account.settings.update_region(request)
    opt_in = dict(account.settings.opt_in)
    account.publish(SettingsChanged(opt_in, timestamps.now()))
    return {}


@operation("DescribeGlobalSettings")
def describe_global_settings(account: Account, request: Request) -> Members:
    settings = account.global_settings
    return {
        "GlobalSettings": settings.global_settings,
        "LastUpdateTime": settings.global_update_time,
    }


@operation("UpdateGlobalSettings")
def update_global_settings(account: Account, request: Request) -> Members:
    settings = account.global_settings
    if management_account(account.organization) != account.id:
        raise InvalidRequestException(
            f"Account {account.id} is not the management account of its organization"
        )
    settings.update_global(request, timestamps.now())
    return {}
