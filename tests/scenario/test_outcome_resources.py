"""Outcomes that no job can meet are refused, and those that one can are taken."""

from typing import Any

import pytest

from moto_backup_summaries import set_job_outcome

SHAPE = "accepts an ARN, with * for any characters, such as arn:aws:ec2:*:*:volume/vol-1"
VOLUME = "arn:aws:ec2:us-east-1:123456789012:volume/vol-1"

pytestmark = pytest.mark.usefixtures("mocked_backup")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"resource_type": "EBSS"}, "VirtualMachine, .*; did you mean EBS?"),
        ({"resource_type": "ebs"}, "DSQL; did you mean EBS?"),
        ({"resource_type": "Lambda"}, "resource_type: got 'Lambda', accepts one of EBS, "),
        ({"kind": "restore", "resource_type": "ebs"}, "did you mean EBS?"),
        ({"resource_arn": "vol-1"}, f"got 'vol-1', {SHAPE}; did you mean '*vol-1'?"),
        ({"resource_arn": "vol-*"}, f"got 'vol-*', {SHAPE}; did you mean '*vol-*'?"),
        ({"kind": "copy", "resource_arn": "vol-1"}, "did you mean '*vol-1'?"),
        ({"resource_arn": "arn:aws:ec2"}, f"got 'arn:aws:ec2', {SHAPE}"),
        (
            {"resource_arn": VOLUME, "region_name": "eu-west-1"},
            f"got '{VOLUME}', accepts a resource in eu-west-1, as region_name says",
        ),
        (
            {"resource_arn": "arn:aws:ec2:us-east-1:*", "region_name": "eu-west-1"},
            "accepts a resource in eu-west-1, as region_name says",
        ),
        (
            {"resource_arn": "arn:aws:ec2:moon-1:*:volume/*"},
            "accepts an ARN in a region that moto has AWS Backup in",
        ),
        (
            {"resource_arn": VOLUME, "resource_type": "RDS"},
            "accepts the ARN of a resource of RDS, as resource_type says; this is EBS",
        ),
        (
            {"resource_arn": "arn:aws:s3:::*", "resource_type": "EBS"},
            "accepts the ARN of a resource of EBS, as resource_type says; this is S3",
        ),
        (
            {"resource_arn": "arn:aws:rds:us-east-1:123456789012:db:d", "resource_type": "Aurora"},
            "accepts the ARN of a resource of Aurora, as resource_type says; this is RDS",
        ),
        (
            {"resource_arn": "arn:aws:lambda:*:*:function:f"},
            "got 'arn:aws:lambda:*:*:function:f', accepts the ARN of one of: EBS, EC2",
        ),
        ({"resource_arn": "arn:aws:ec2:us-east-1:123456789012:vpc/v*"}, "the ARN of one of: EBS"),
        ({"resource_arn": "arn:aws:ec2:us-east-1:123456789012:volume/"}, "the ARN of one of: EBS"),
    ],
)
def test_what_no_job_can_meet_is_refused(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 - compared below
        set_job_outcome(**{"kind": "backup", "state": "FAILED", **fields})
    begin, _, end = said.partition(".*")
    assert begin in str(error.value)
    assert str(error.value).endswith(end)


@pytest.mark.parametrize(
    "fields",
    [
        {"resource_arn": "*vol-1"},
        {"resource_arn": "*", "resource_type": "S3", "region_name": "eu-west-1"},
        {"resource_arn": "a*"},
        {"resource_arn": "arn:*"},
        {"resource_arn": "arn:aws:ec2*", "resource_type": "EBS", "region_name": "eu-west-1"},
        {"resource_arn": "arn:aws:ec2:us-east-*", "region_name": "eu-west-1"},
        {"resource_arn": "arn:aws:ec2:*:*:volume/*", "resource_type": "EC2"},
        {"resource_arn": "arn:aws:ec2:us-east-1:1:vol*", "resource_type": "EBS"},
        {"resource_arn": "arn:aws:s3:::bucket", "region_name": "eu-west-1"},
        {"resource_arn": "arn:aws:rds:us-east-1:1:cluster:*", "resource_type": "RDS"},
        {"resource_arn": "arn:aws:rds:us-east-1:1:cluster:c", "resource_type": "Neptune"},
        {"resource_arn": "arn:aws:fsx:us-east-1:1:volume/v", "resource_type": "FSx"},
        {"kind": "copy", "resource_arn": VOLUME, "region_name": "eu-west-1"},
        {"kind": "restore", "resource_arn": "arn:aws:lambda:us-east-1:1:function:f"},
        {"kind": "restore", "resource_type": "Lambda"},
    ],
)
def test_what_a_job_can_meet_is_taken(fields: dict[str, Any]) -> None:
    with set_job_outcome(**{"kind": "backup", "state": "FAILED", **fields}) as rule:
        assert rule.times_used == 0


def test_where_moto_takes_any_region_an_outcome_does_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTO_ALLOW_NONEXISTENT_REGION", "true")
    with set_job_outcome("backup", state="FAILED", region_name="moon-1") as rule:
        assert str(rule) == "set_job_outcome('backup', region_name='moon-1', state='FAILED')"
