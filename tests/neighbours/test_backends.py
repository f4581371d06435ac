"""What moto has is read while others make more: a walk over it that is disturbed is taken again."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from operator import attrgetter
from typing import Any

import pytest
from calls import arn, start
from listeners import BACKUP_EVENTS, put_rule
from moto import mock_aws
from support import ACCOUNT, REGION, client_of

from moto_backup_summaries.backup.neighbours.backends import settled
from moto_backup_summaries.backup.neighbours.resources import existing

from .test_resources import MAKERS

# Where moto keeps resources of each type.
KEPT = {
    "EBS": "ec2 volumes",
    "EC2": "ec2 reservations",
    "RDS": "rds databases",
    "Aurora": "rds clusters",
    "DynamoDB": "dynamodb tables",
    "EFS": "efs file_systems_by_id",
    "S3": "s3 buckets",
    "FSx": "fsx file_systems",
    "Redshift": "redshift clusters",
    "EKS": "eks clusters",
    "CloudFormation": "cloudformation stacks",
    "Timestream": "timestreamwrite databases",
    "DSQL": "dsql clusters",
}
# Where it keeps their tags, if that is apart, and by what.
TAGGED: dict[str, tuple[str, Any]] = {
    "EFS": ("efs tagging_service.tags", attrgetter("file_system_id")),
    "S3": ("s3 tagger.tags", attrgetter("arn")),
    "FSx": ("fsx tagger.tags", attrgetter("resource_arn")),
    "Timestream": (
        "timestreamwrite tagging_service.tags",
        lambda database: database.tables["hourly"].arn,
    ),
}


class Growing(dict[str, Any]):
    """A mapping of moto's in which somebody puts one thing more, once, while it is walked over."""

    is_disturbed = False

    def _walk(self, items: Iterator[Any]) -> Iterator[Any]:
        for item in items:
            yield item
            if not self.is_disturbed:
                self.is_disturbed = True
                self["one more"] = next(iter(dict.values(self)))

    def values(self) -> Any:
        return self._walk(iter(super().values()))

    def items(self) -> Any:
        return self._walk(iter(super().items()))


@contextmanager
def disturbed(owner: Any, name: str) -> Iterator[None]:
    """Within it, one thing more is put into a mapping of moto's when it is walked over, which happens."""
    kept = getattr(owner, name)
    growing = Growing({key: kept[key] for key in kept})
    setattr(owner, name, growing)
    try:
        yield
    finally:
        setattr(owner, name, kept)
    assert growing.is_disturbed


def backend(service: str) -> Any:
    backends = getattr(sys.modules[f"moto.{service}.models"], f"{service}_backends")
    return backends[ACCOUNT]["aws" if service == "s3" else REGION]


def found() -> set[tuple[str, tuple[tuple[str, str], ...]]]:
    return {(it.arn, tuple(it.tags.items())) for it in existing(ACCOUNT, REGION)}


@pytest.mark.parametrize("name", MAKERS)
@mock_aws
def test_a_plan_finds_what_there_is_while_others_make_more(name: str) -> None:
    MAKERS[name]()
    before = found()
    service, kept = KEPT["Aurora" if name == "Neptune" else name].split()
    with disturbed(backend(service), kept):
        assert found() == before


@pytest.mark.parametrize("name", TAGGED)
@mock_aws
def test_and_their_tags_while_others_tag_them(name: str) -> None:
    MAKERS[name]()
    where, key = TAGGED[name]
    service, _, path = where.partition(" ")
    kept = next(iter(getattr(backend(service), KEPT[name].split()[1]).values()))
    tags = attrgetter(path)(backend(service))
    tags[key(kept)] = Growing(tags[key(kept)])
    assert {dict(it.tags)["one more"] for it in existing(ACCOUNT, REGION)} == {"db"}


@mock_aws
def test_and_a_database_s_tables_while_others_make_more() -> None:
    MAKERS["Timestream"]()
    before = found()
    with disturbed(backend("timestreamwrite").databases["metrics"], "tables"):
        assert found() == before


@mock_aws
def test_a_bucket_is_measured_while_others_put_objects() -> None:
    client_of("s3").create_bucket(Bucket="here")
    client_of("s3").put_object(Bucket="here", Key="a", Body=b"123")
    (bucket,) = existing(ACCOUNT, REGION)
    with disturbed(backend("s3").buckets["here"], "keys"):
        assert bucket.measure() == 6


@mock_aws
def test_an_instance_is_described_while_others_attach_to_it() -> None:
    MAKERS["EC2"]()
    (instance,) = (it for it in existing(ACCOUNT, REGION) if it.type_name == "EC2")
    name = instance.arn.rpartition("/")[2]
    of_moto = next(
        it
        for made in backend("ec2").reservations.values()
        for it in made.instances
        if it.id == name
    )
    with disturbed(of_moto, "nics"):
        assert "NetworkInterfaces" in instance.metadata()


def test_an_event_reaches_a_function_while_others_make_functions(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with mock_aws(config={"lambda": {"use_docker": False}}):
        backup = client_of()
        backup.create_backup_vault(BackupVaultName="nightly")
        role = client_of("iam").create_role(RoleName="r", AssumeRolePolicyDocument="{}")["Role"]
        client_of("lambda").create_function(
            FunctionName="f", Role=role["Arn"], Code={"ZipFile": b"x"}, Handler="h.h"
        )
        put_rule(client_of("events"), BACKUP_EVENTS, arn("lambda", "function:f"))
        simple = sys.modules["moto.awslambda_simple.models"].lambda_simple_backends
        with disturbed(simple[ACCOUNT][REGION]._lambdas, "_functions"):
            start(backup)
    assert caplog.messages == []


def test_another_error_is_no_reason_to_look_again() -> None:
    def fail() -> None:
        raise RuntimeError("generator raised StopIteration")

    with pytest.raises(RuntimeError, match="StopIteration"):
        settled(fail)
