"""AWS Backup is answered at every host where botocore finds it, and at no other."""

from itertools import product
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import EndpointVariantError
from botocore.loaders import create_loader
from moto import mock_aws
from moto.backend_index import backend_url_patterns
from support import ACCOUNT, REGION, client_of

from moto_backup_summaries import register, unregister
from moto_backup_summaries.hosts import SUFFIXES

SESSION = boto3.session.Session()
REGIONS = {
    partition: regions[0]
    for partition in SESSION.get_available_partitions()
    if (regions := SESSION.get_available_regions("backup", partition_name=partition))
}
VARIANTS = list(product((False, True), repeat=2))


def client(region: str, fips: bool, dual_stack: bool) -> Any:
    # One that meets nobody is told so at once.
    config = Config(
        use_fips_endpoint=fips,
        use_dualstack_endpoint=dual_stack,
        retries={"total_max_attempts": 1},
    )
    try:
        return boto3.client("backup", region_name=region, config=config)
    except EndpointVariantError:
        return pytest.skip("botocore makes no such client")


@pytest.mark.parametrize(("fips", "dual_stack"), VARIANTS)
@pytest.mark.parametrize("region", REGIONS.values(), ids=REGIONS)
def test_a_host_of_a_partition_is_answered(region: str, fips: bool, dual_stack: bool) -> None:
    with mock_aws():
        backup = client(region, fips, dual_stack)
        backup.create_backup_vault(BackupVaultName="nightly")
        (vault,) = backup.list_backup_vaults()["BackupVaultList"]
    assert vault["BackupVaultArn"].split(":")[2:5] == ["backup", region, ACCOUNT]


def test_a_client_that_was_made_before_the_mock_is_answered_too() -> None:
    made_before = client(REGION, True, True)
    with mock_aws():
        assert made_before.list_backup_vaults()["BackupVaultList"] == []


def test_the_suffixes_are_those_of_botocore_s_partitions() -> None:
    outputs = [it["outputs"] for it in create_loader().load_data("partitions")["partitions"]]
    known = {it[name] for it in outputs for name in ("dnsSuffix", "dualStackDnsSuffix")}
    assert known - set(SUFFIXES) == set(), "hosts.SUFFIXES lacks them"


@pytest.mark.parametrize("name", ["backup", "backup-fips"])
@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1"])
def test_a_bucket_with_the_name_of_the_service_is_s3_s(vault: Any, name: str, region: str) -> None:
    s3 = client_of("s3", region)
    location = {} if region == "us-east-1" else {"LocationConstraint": region}
    parameters = {"CreateBucketConfiguration": location} if location else {}
    s3.create_bucket(Bucket=name, **parameters)
    s3.put_object(Bucket=name, Key="nightly/1", Body=b"x")
    assert [it["Key"] for it in s3.list_objects_v2(Bucket=name)["Contents"]] == ["nightly/1"]


def test_moto_s_pattern_is_back_once_the_package_is_unregistered() -> None:
    def pattern() -> str:
        (found,) = (it.pattern for service, it in backend_url_patterns if service == "backup")
        return found

    ours = pattern()
    unregister()
    try:
        assert pattern() == r"https?://backup\.(.+)\.amazonaws\.com"
    finally:
        register()
    assert pattern() == ours
