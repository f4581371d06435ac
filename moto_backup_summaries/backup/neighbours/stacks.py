"""The parts of composite resources, where moto knows them."""

from typing import Any, NamedTuple

from ..aws.arns import Arn
from ..aws.resource_types import ResourceType
from .backends import existing_backend
from .clusters import type_of_existing

# What backs up a part: CloudFormation's type of it, and its ARN behind partition and service.
_PARTS = {
    "AWS::EC2::Volume": "ec2:{region}:{account}:volume/{id}",
    "AWS::EC2::Instance": "ec2:{region}:{account}:instance/{id}",
    "AWS::DynamoDB::Table": "dynamodb:{region}:{account}:table/{id}",
    "AWS::RDS::DBInstance": "rds:{region}:{account}:db:{id}",
    "AWS::RDS::DBCluster": "rds:{region}:{account}:cluster:{id}",
    "AWS::EFS::FileSystem": "elasticfilesystem:{region}:{account}:file-system/{id}",
    "AWS::S3::Bucket": "s3:::{id}",
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
        for part in (stack.stack_resources if stack else ())
        if (arn := _arn(part, place)) is not None
        and (resource_type := type_of_existing(Arn.of(arn)))
    ]


def _arn(part: Any, place: Arn) -> str | None:
    """The ARN of a part of a stack, if it is one that is backed up."""
    template = _PARTS.get(part.cloudformation_type())
    if template is None:
        return None
    name = part.physical_resource_id
    text = template.format(region=place.region, account=place.account_id, id=name)
    return f"arn:{place.partition}:{text}"
