"""What moto leaves of the values of templates: partitions, lists of parameters, and dynamic references."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from moto.core.exceptions import ServiceException
from moto.utilities.utils import get_partition
from werkzeug.exceptions import HTTPException

from ..neighbours.backends import existing_backend
from .failures import CloudFormationError
from .stack_types import has_backup_resources

# Of the hosts in a partition, as botocore's partitions.json has it.
_SUFFIX = "amazonaws.com"
_SUFFIXES = {
    "aws-cn": "amazonaws.com.cn",
    "aws-eusc": "amazonaws.eu",
    "aws-iso": "c2s.ic.gov",
    "aws-iso-b": "sc2s.sgov.gov",
    "aws-iso-e": "cloud.adc-e.uk",
    "aws-iso-f": "csp.hci.ic.gov",
}
# Services of moto that raise those of werkzeug have not been rewritten.
_MOTOS_ERRORS = (ServiceException, HTTPException)
_REFERENCE = re.compile(r"\{\{resolve:([^:{}]*):([^{}]*)\}\}")
_SECRET = re.compile(
    "(?P<id>arn(:[^:]*){6}|[^:]*)"
    "(:SecretString(:(?P<key>[^:]*))?(:(?P<stage>[^:]*))?(:(?P<version>[^:]*))?)?"
)


def complete_parameters(resource_map: Any) -> None:
    """Let parameters be what CloudFormation has, where the template has resources of AWS Backup.

    moto has the partition aws in every region.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html
    """
    template = resource_map._template
    if not has_backup_resources(template):
        return
    partition = get_partition(resource_map._region_name)
    values = {
        "AWS::Partition": partition,
        "AWS::URLSuffix": _SUFFIXES.get(partition, _SUFFIX),
    }
    resource_map._parsed_resources.update(values)
    _split_lists(resource_map, template)


def _split_lists(resource_map: Any, template: Mapping[str, Any]) -> None:
    """Let the parameters be lists that are some.

    Moto splits what a request gives, and does not trim it; what a template has by default stays a text.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
    """
    for name, declared in template.get("Parameters", {}).items():
        value = resource_map.resolved_parameters[name]
        if "List" in declared["Type"]:
            text = value if isinstance(value, str) else ",".join(map(str, value))
            # Descriptions of the stack have the text, and what refers to it the list.
            resource_map.resolved_parameters[name] = text
            resource_map._parsed_resources[name] = [item.strip() for item in text.split(",")]


def with_references(value: Any, account_id: str, region: str) -> Any:
    """A value of a template, with what its dynamic references refer to.

    Raises CloudFormationError, also for a function that moto has not evaluated.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
    """

    if isinstance(value, str):
        return _REFERENCE.sub(lambda match: _referred(match, account_id, region), value)
    if isinstance(value, list):
        return [with_references(item, account_id, region) for item in value]
    if not isinstance(value, Mapping):
        return value
    for name in value:
        if str(name).startswith("Fn::"):
            raise CloudFormationError(f"moto has not evaluated {name}.")
    return {name: with_references(item, account_id, region) for name, item in value.items()}


def _referred(match: re.Match[str], account_id: str, region: str) -> str:
    service, reference = match.groups()
    if service not in _READ:
        raise CloudFormationError(
            f"{match[0]} cannot be here: AWS Backup has no property for {service}."
        )
    try:
        return _READ[service](reference, account_id, region)
    except (AttributeError, LookupError, TypeError, ValueError, *_MOTOS_ERRORS):
        raise CloudFormationError(f"{match[0]} refers to nothing in moto.") from None


def _parameter(reference: str, account_id: str, region: str) -> str:
    """The value of a parameter of SSM by its name, with a version behind it or without."""
    backend: Any = existing_backend("ssm.models.ssm_backends", account_id, region)
    value: str = backend.get_parameter(reference).value
    return value


def _secret(reference: str, account_id: str, region: str) -> str:
    """A secret, or a value of its JSON: NAME-OR-ARN:SecretString:KEY:STAGE:VERSION."""
    named: Any = _SECRET.fullmatch(reference)
    backends = "secretsmanager.models.secretsmanager_backends"
    backend: Any = existing_backend(backends, account_id, region)
    secret: str = backend.get_secret_value(named["id"], named["version"], named["stage"])[
        "SecretString"
    ]
    return str(json.loads(secret)[named["key"]]) if named["key"] else secret


_READ: Mapping[str, Callable[[str, str, str], str]] = {
    "ssm": _parameter,
    "secretsmanager": _secret,
}
