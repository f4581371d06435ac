"""ARNs in their parts.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
"""

import pytest

from moto_backup_summaries.backup.aws.arns import Arn, last_part_of, parsed

ARNS = [
    (
        "arn:aws:ec2:us-east-1:123456789012:volume/vol-1",
        Arn("aws", "ec2", "us-east-1", "123456789012", "volume/vol-1"),
    ),
    ("arn:aws:s3:::bucket", Arn("aws", "s3", "", "", "bucket")),
    (
        "arn:aws-cn:rds:cn-north-1:123456789012:cluster:blue",
        Arn("aws-cn", "rds", "cn-north-1", "123456789012", "cluster:blue"),
    ),
    (
        "arn:aws:backup:eu-west-1:1:recovery-point:composite:eks/blue",
        Arn("aws", "backup", "eu-west-1", "1", "recovery-point:composite:eks/blue"),
    ),
]


@pytest.mark.parametrize(("text", "parts"), ARNS)
def test_an_arn_has_five_parts_of_which_the_last_is_all_that_follows(text: str, parts: Arn) -> None:
    assert [Arn.parse(text), Arn.of(text), parsed(text)] == [parts] * 3


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bucket",
        "arn:aws:s3::bucket",
        "ARN:aws:s3:::bucket",
        "urn:aws:s3:::bucket",
        # Without a partition, a service or a resource.
        "arn::s3:::bucket",
        "arn:aws::us-east-1:1:bucket",
        "arn:aws:s3:::",
        "arn:aws:s3:us-east-1:1:",
    ],
)
def test_what_is_not_shaped_so_is_no_arn(text: str) -> None:
    assert [Arn.parse(text), parsed(text)] == [None, None]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("arn:aws:ec2:us-east-1:1:volume/vol-1", "vol-1"),
        ("arn:aws:rds:us-east-1:1:cluster:blue", "blue"),
        ("arn:aws:s3:::bucket", "bucket"),
        ("arn:aws:dynamodb:us-east-1:1:table/INDEX", "INDEX"),
        ("arn:aws:dynamodb:us-east-1:1:table/orders/backup/7", "7"),
        ("arn:aws:redshift:us-east-1:1:snapshot:blue/job:7", "7"),
        ("arn:aws:cloudformation:us-east-1:1:stack/app/", "app"),
        ("arn:aws:cloudformation:us-east-1:1:stack/app//", "app"),
        ("arn:aws:cloudformation:us-east-1:1:stack/app:/", "app"),
    ],
)
def test_its_name_is_what_follows_the_last_colon_or_slash(text: str, name: str) -> None:
    assert [last_part_of(text), Arn.of(text).name] == [name, name]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("arn:aws:ec2:us-east-1:123456789012:volume/vol-1", "ec2:volume"),
        ("arn:aws:rds:us-east-1:123456789012:db:orders", "rds:db"),
        ("arn:aws:backup:us-east-1:1:recovery-point:composite:eks/a", "backup:recovery-point"),
        ("arn:aws:s3:::bucket", "s3:bucket"),
    ],
)
def test_its_kind_is_the_service_and_the_first_word(text: str, kind: str) -> None:
    assert Arn.of(text).kind == kind


def test_a_name_alone_is_a_name() -> None:
    assert last_part_of("vol-1") == "vol-1"
