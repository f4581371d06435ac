"""The parts of composite resources, where moto knows them."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from moto.core.common_models import CloudFormationModel

from ..aws.arns import Arn
from ..aws.resource_types import ResourceType
from .backends import existing_backend
from .clusters import type_of_existing

# What backs up a part: CloudFormation's type of it, and its ARN behind partition and service. AWS Backup
# backs up every resource of a stack that it supports; of those, moto's CloudFormation makes these.
# https://docs.aws.amazon.com/aws-backup/latest/devguide/applicationstackbackups.html
_PARTS = {
    "AWS::EC2::Volume": "ec2:{region}:{account}:volume/{part.id}",
    "AWS::EC2::Instance": "ec2:{region}:{account}:instance/{part.id}",
    "AWS::DynamoDB::Table": "dynamodb:{region}:{account}:table/{part.name}",
    "AWS::RDS::DBInstance": "rds:{region}:{account}:db:{part.db_instance_identifier}",
    "AWS::EFS::FileSystem": (
        "elasticfilesystem:{region}:{account}:file-system/{part.file_system_id}"
    ),
    "AWS::Redshift::Cluster": "redshift:{region}:{account}:cluster:{part.cluster_identifier}",
    "AWS::S3::Bucket": "s3:::{part.name}",
}


class Part(NamedTuple):
    """What a composite resource is made of. `identifier` is its logical id in the stack."""

    arn: str
    resource_type: ResourceType
    identifier: str


def parts(resource_arn: str) -> list[Part]:
    """What a CloudFormation stack of moto is made of, as far as it is backed up; of others nothing."""
    place = Arn.of(resource_arn)
    if place.service != "cloudformation":
        return []
    backends = "cloudformation.models.cloudformation_backends"
    backend = existing_backend(backends, place.account_id, place.region)
    stack = backend.stacks.get(resource_arn) if backend is not None else None
    return [
        Part(arn, resource_type, part.logical_resource_id)
        for part in (_made(stack) if stack else ())
        if (arn := _arn(part, place)) is not None
        and (resource_type := type_of_existing(Arn.of(arn)))
    ]


def _made(stack: Any) -> Iterator[Any]:
    """What moto has made of a stack's template, in its order.

    Moto leaves out types that it does not know, and what a condition forbids. Asked for its resources, it
    would try to make these again.
    """
    made = stack.resource_map._parsed_resources
    for logical_id in list(stack.resource_map.resources):
        if isinstance(made.get(logical_id), CloudFormationModel):
            yield made[logical_id]


def _arn(part: Any, place: Arn) -> str | None:
    """The ARN of a part of a stack, if it is one that is backed up."""
    template = _PARTS.get(part.cloudformation_type())
    if template is None:
        return None
    text = template.format(region=place.region, account=place.account_id, part=part)
    return f"arn:{place.partition}:{text}"
