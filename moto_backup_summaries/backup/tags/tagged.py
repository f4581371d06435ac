"""What has tags in an account and region, by ARN."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from ..account import Account
from ..aws.arns import Arn
from ..aws.errors import InvalidParameterValueException, ResourceNotFoundException
from ..aws.recorded_errors import POINT_NOT_FOUND

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Tagged(NamedTuple):
    """Something with tags, as moto's Resource Groups Tagging API reads what a service has."""

    arn: str
    tags: Mapping[str, str]
    extra: Mapping[str, Any] = _NOTHING

    @property
    def resource_type(self) -> str:
        """`backup:backup-plan`"""
        return Arn.of(self.arn).kind


def tags_of(account: Account, arn: str) -> Mapping[str, str]:
    """The tags of a vault, plan, report plan or recovery point; raises for any other."""
    parsed = Arn.parse(arn)
    if parsed is None:
        raise InvalidParameterValueException.of("ResourceArn", arn, "an ARN")
    tags = account.recovery_points.tags_of(arn)
    if tags is not None:
        return tags
    keepers = (account.vaults, account.plans, account.report_plans)
    if not any(keeper.has_arn(arn) for keeper in keepers):
        if parsed.kind == "backup:recovery-point":
            raise POINT_NOT_FOUND.error()
        raise ResourceNotFoundException(f"Resource {arn} not found")
    return account.moto.list_tags(arn)


def all_tagged(account: Account) -> Iterator[Tagged]:
    """All that has tags, or once had some."""
    found: dict[str, Mapping[str, str]] = {
        arn: account.moto.list_tags(arn) for arn in list(account.moto.tagger.tags)
    }
    for point in account.recovery_points.within():
        found[point.arn] = point.tags
    for arn, tags in found.items():
        yield Tagged(arn, tags)
