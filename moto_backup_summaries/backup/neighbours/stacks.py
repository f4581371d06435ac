"""The parts of composite resources, where moto knows them."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from moto.core.common_models import CloudFormationModel

from ..aws.arns import Arn
from ..aws.resource_types import ResourceType
from .backends import existing_backend
from .resources import type_of_existing

# CloudFormation's types of parts, each with its ARN after the partition. AWS Backup backs up each resource of
# a stack that it supports; of those, moto's CloudFormation makes these.
# https://docs.aws.amazon.com/aws-backup/latest/devguide/applicationstackbackups.html
_PARTS = {
    "AWS::EC2::Volume": "ec2:{region}:{account}:volume/{resource.id}",
    "AWS::EC2::Instance": "ec2:{region}:{account}:instance/{resource.id}",
    "AWS::DynamoDB::Table": "dynamodb:{region}:{account}:table/{resource.name}",
    "AWS::RDS::DBInstance": "rds:{region}:{account}:db:{resource.db_instance_identifier}",
    "AWS::EFS::FileSystem": (
        "elasticfilesystem:{region}:{account}:file-system/{resource.file_system_id}"
    ),
    "AWS::Redshift::Cluster": "redshift:{region}:{account}:cluster:{resource.cluster_identifier}",
    "AWS::S3::Bucket": "s3:::{resource.name}",
}


class Part(NamedTuple):
    """A part of a composite resource. `identifier` is its logical id in the stack."""

    arn: str
    resource_type: ResourceType
    identifier: str


def parts(resource_arn: str) -> list[Part]:
    """The parts of a CloudFormation stack of moto that are backed up; none of any other resource."""
    stack_arn = Arn.of(resource_arn)
    if stack_arn.service != "cloudformation":
        return []
    backends = "cloudformation.models.cloudformation_backends"
    backend = existing_backend(backends, stack_arn.account_id, stack_arn.region)
    stack = backend.stacks.get(resource_arn) if backend is not None else None
    return [
        Part(arn, resource_type, resource.logical_resource_id)
        for resource in (_resources(stack) if stack else ())
        if (arn := _arn(resource, stack_arn)) is not None
        and (resource_type := type_of_existing(Arn.of(arn)))
    ]


def _resources(stack: Any) -> Iterator[Any]:
    """The resources that moto has made of a stack's template, in its order.

    Moto leaves out types that it does not know, and resources that a condition excludes. Asked for all
    resources of a stack, it would try to make these again.
    """
    parsed_resources = stack.resource_map._parsed_resources
    for logical_id in list(stack.resource_map.resources):
        resource = parsed_resources.get(logical_id)
        if isinstance(resource, CloudFormationModel):
            yield resource


def _arn(resource: Any, stack_arn: Arn) -> str | None:
    """The ARN of a resource of a stack; None for a type that is not backed up."""
    template = _PARTS.get(resource.cloudformation_type())
    if template is None:
        return None
    text = template.format(region=stack_arn.region, account=stack_arn.account_id, resource=resource)
    return f"arn:{stack_arn.partition}:{text}"
