"""Resources with tags, and tests of tags, for selections."""

from moto_backup_summaries.backup.aws.resource_types import RESOURCE_TYPES
from moto_backup_summaries.backup.neighbours.resources import Resource

A = Resource("arn:aws:ec2:us-east-1:1:volume/a", "EBS", {"env": "prod", "team": "x"})
B = Resource("arn:aws:ec2:us-east-1:1:volume/b", "EBS", {"env": "test"})
C = Resource("arn:aws:s3:::c", "S3", {})
OPTED_IN = {resource_type.name: True for resource_type in RESOURCE_TYPES}


def tag(value: str, key: str = "env") -> dict[str, str]:
    return {"ConditionType": "STRINGEQUALS", "ConditionKey": key, "ConditionValue": value}
