"""The parts of composite resources, where moto knows them."""

import sys
from collections.abc import Iterator
from typing import Any

from ..aws.resource_types import Arn, ResourceType, resource_type_of

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


def arn(text: str) -> Arn:
    """The parts of an ARN that is known to be one."""
    parsed = Arn.parse(text)
    assert parsed is not None
    return parsed


def parts(resource_arn: str) -> Iterator[tuple[str, ResourceType]]:
    """The ARNs and types of what a CloudFormation stack of moto is made of; of others nothing."""
    place = arn(resource_arn)
    models: Any = sys.modules.get("moto.cloudformation.models")
    if models is None or place.service != "cloudformation":
        return
    stacks = models.cloudformation_backends[place.account_id][place.region].stacks
    stack = stacks.get(resource_arn)
    for part in stack.stack_resources if stack else ():
        template = _PARTS.get(part.cloudformation_type())
        if template is not None:
            place_of_part = template.format(
                region=place.region, account=place.account_id, id=part.physical_resource_id
            )
            text = f"arn:{place.partition}:{place_of_part}"
            resource_type = resource_type_of(arn(text))
            assert resource_type is not None
            yield text, resource_type
