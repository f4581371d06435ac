"""What the families' state relies on in moto, asked of moto alone.

A message says which module has to change where moto did.
"""

import inspect
import json
from datetime import datetime, timedelta, timezone
from typing import Any

import boto3
import pytest
import time_machine
from botocore.model import ListShape, OperationModel, StructureShape
from freezegun import freeze_time
from moto import mock_aws, server
from moto.backup.models import BackupBackend
from moto.core import utils
from moto.core.exceptions import ServiceException
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.core.utils import camelcase_to_underscores, get_service_model
from moto.moto_api import state_manager
from moto.moto_api._internal import mock_random
from moto.organizations.models import FakeDelegatedAdministrator, organizations_backends
from moto.s3.models import s3_backends
from moto.utilities.utils import get_partition
from support import ACCOUNT, REGION
from werkzeug.exceptions import HTTPException

pytestmark = pytest.mark.usefixtures("stock_moto")
# A service that moto itself lets accounts be delegated administrators of.
PRINCIPAL = "ssm.amazonaws.com"
MOMENT = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)


@pytest.fixture
def backend() -> BackupBackend:
    return BackupBackend(REGION, ACCOUNT)


def document() -> dict[str, Any]:
    return {
        "BackupPlanName": "p",
        "Rules": [{"RuleName": "r", "TargetBackupVaultName": "nightly"}],
    }


def test_a_vault_is_kept_by_name_with_what_moto_resources_reads(backend: BackupBackend) -> None:
    vault = backend.create_backup_vault("nightly", {}, "", "")
    assert backend.vaults == {"nightly": vault}
    assert vault.__dict__ == {
        "backup_vault_name": "nightly",
        "backup_vault_arn": f"arn:aws:backup:{REGION}:{ACCOUNT}:backup-vault:nightly",
        "creation_date": vault.creation_date,
        "encryption_key_arn": "",
        "creator_request_id": "",
        "num_of_recovery_points": 0,
        "locked": False,
        "min_retention_days": None,
        "max_retention_days": None,
        "lock_date": None,
        "changeable_for_days": None,
    }


def test_a_plan_is_kept_by_id_with_what_moto_resources_reads(backend: BackupBackend) -> None:
    plan = backend.create_backup_plan(document(), {}, "token")
    assert backend.plans == {plan.backup_plan_id: plan}
    arn = f"arn:aws:backup:{REGION}:{ACCOUNT}:backup-plan:{plan.backup_plan_id}"
    assert plan.__dict__ == {
        "backup_plan_id": plan.backup_plan_id,
        "backup_plan_arn": arn,
        "creation_date": plan.creation_date,
        "version_id": plan.version_id,
        "creator_request_id": "token",
        "backup_plan": plan.backup_plan,
        "advanced_backup_settings": [],
        "deletion_date": None,
        "last_execution_date": None,
    }
    backend.delete_backup_plan(plan.backup_plan_id)
    assert backend.plans[plan.backup_plan_id].deletion_date is not None


def test_a_plan_fills_the_defaults_of_its_rules_in(backend: BackupBackend) -> None:
    (rule,) = backend.create_backup_plan(document(), {}, "").backup_plan["Rules"]
    assert rule["ScheduleExpression"] == "cron(0 5 ? * * *)", "plans.documents._DEFAULTS"
    assert rule["ScheduleExpressionTimezone"] == "Etc/UTC", "plans.documents._DEFAULTS"
    assert rule["StartWindowMinutes"] == 480, "plans.documents._DEFAULTS"
    assert rule["CompletionWindowMinutes"] == 10_080, "plans.documents._DEFAULTS"
    assert rule["RuleId"], "plans.documents.complete"


def test_a_report_plan_is_kept_by_name_with_what_moto_resources_reads(
    backend: BackupBackend,
) -> None:
    plan = backend.create_report_plan("r", "text", {"S3BucketName": "b"}, {"ReportTemplate": "t"})
    assert backend.report_plans == {"r": plan}
    assert plan.__dict__ == {
        "report_plan_name": "r",
        "report_plan_description": "text",
        "report_plan_arn": f"arn:aws:backup:{REGION}:{ACCOUNT}:report-plan:r",
        "creation_time": plan.creation_time,
        "report_setting": {"ReportTemplate": "t"},
        "report_delivery_channel": {"S3BucketName": "b"},
        "deployment_status": "COMPLETED",
    }
    assert isinstance(plan.creation_time, datetime), "moto_resources"


def test_tags_are_kept_by_arn(backend: BackupBackend) -> None:
    backend.tag_resource("arn", {"a": "1", "b": "2"})
    backend.untag_resource("arn", ["a"])
    assert backend.tagger.get_tag_dict_for_resource("arn") == {"b": "2"}, "moto_resources"
    assert backend.tagger.get_tag_dict_for_resource("other") == {}, "moto_resources"


def test_what_moto_lacks_is_an_error_whose_description_is_the_answer(
    backend: BackupBackend,
) -> None:
    for ask in (backend.describe_backup_vault, backend.describe_report_plan):
        with pytest.raises(HTTPException) as error:
            ask("other")
        answer = (error.value.code, json.loads(error.value.description or "")["__type"])
        assert answer == (400, "ResourceNotFoundException"), "BackupJobsResponse.call_action"


def test_transitions_are_dictionaries_and_immediate_by_default() -> None:
    model = "backup::contract"
    assert state_manager.get_transition(model) == {"progression": "immediate"}, (
        "states.transition_of"
    )
    state_manager.set_transition(model, {"progression": "manual", "times": 2})
    try:
        assert state_manager.get_transition(model) == {"progression": "manual", "times": 2}
    finally:
        state_manager.unset_transition(model)
    assert state_manager.get_transition(model) == {"progression": "immediate"}, "reactions.py"


@pytest.mark.parametrize("travel", [freeze_time, time_machine.travel])
def test_moto_s_clock_is_moved_by_what_moves_time(travel: Any) -> None:
    with travel(MOMENT):
        now = utils.utcnow()
    assert now.tzinfo is None, "timestamps.now takes moto's time for UTC without a zone"
    passed = now - MOMENT.replace(tzinfo=None)
    assert timedelta() <= passed < timedelta(seconds=5), "timestamps.now"


def test_random_bits_are_the_same_for_the_same_seed() -> None:
    drawn = []
    for _ in range(2):
        mock_random.seed(7)
        drawn.append(mock_random.getrandbits(128))
    assert drawn[0] == drawn[1] < 2**128, "aws.identifiers.new_id"


def test_the_model_of_backup_is_botocore_s() -> None:
    model = get_service_model("backup")
    assert "ListBackupJobs" in model.operation_names, "service_model.operation_names"
    operation = model.operation_model("ListBackupJobs")
    message = "service_model.py takes them for botocore's"
    assert isinstance(operation, OperationModel), message
    assert operation.http["method"] == "GET", "service_model._routes"
    assert operation.http["requestUri"].startswith("/backup-jobs"), "service_model._path"
    assert isinstance(operation.input_shape, StructureShape), message
    jobs = operation.output_shape.members["BackupJobs"]
    assert isinstance(jobs, ListShape), message
    assert isinstance(jobs.member, StructureShape), message


def test_small_things_of_moto_mean_what_they_did() -> None:
    assert DEFAULT_ACCOUNT_ID == ACCOUNT, "account.current_scenario: where outcomes are kept"
    partitions = [get_partition(name) for name in (REGION, "cn-north-1", "us-gov-west-1")]
    assert partitions == ["aws", "aws-cn", "aws-us-gov"], "account._MAIN_REGIONS"
    handler = camelcase_to_underscores("GetBackupPlanFromJSON")
    assert handler == "get_backup_plan_from_json", "responses._MOTO_HANDLERS is asked for it"
    parameters = list(inspect.signature(server.main).parameters)
    assert parameters == ["argv"], "server.py passes flags on"


@mock_aws
def test_the_names_of_all_buckets_are_known() -> None:
    boto3.client("s3", region_name=REGION).create_bucket(Bucket="bucket")
    assert list(s3_backends.bucket_accounts) == ["bucket"], "unsigned.py asks whether S3 has one"


def test_an_error_is_made_of_its_message() -> None:
    error = type("Contract", (ServiceException,), {"code": "Contract"})("text")
    assert (error.code, error.message) == ("Contract", "text"), "aws/errors.py"


@mock_aws
def test_an_organization_is_found_by_its_members() -> None:
    organizations = boto3.client("organizations", region_name=REGION)
    organizations.create_organization()
    status = organizations.create_account(AccountName="a", Email="a@example.com")
    member = status["CreateAccountStatus"]["AccountId"]
    organizations.register_delegated_administrator(AccountId=member, ServicePrincipal=PRINCIPAL)
    management = organizations_backends.master_accounts.get(member, (member, "aws"))
    assert management == (ACCOUNT, "aws"), "neighbours.organizations.organization_of"
    organization = organizations_backends.get(ACCOUNT, {}).get("aws")
    assert organization is not None, "neighbours.organizations.organization_of"
    assert {account.id for account in organization.accounts} == {ACCOUNT, member}
    assert organization.org.master_account_id == ACCOUNT, "organizations.management_account"
    (administrator,) = organization.admins
    assert administrator.account.id == member, "organizations._administers"
    assert PRINCIPAL in administrator.services, "organizations._administers"


@mock_aws
def test_policies_of_a_type_that_moto_has_not_are_made_as_others_are() -> None:
    organizations = boto3.client("organizations", region_name=REGION)
    organizations.create_organization()
    (root,) = organizations.list_roots()["Roots"]
    policy = {"Name": "p", "Description": "d", "Content": "{}"}
    with pytest.raises(NotImplementedError):
        organizations.create_policy(**policy, Type="BACKUP_POLICY")
    made = organizations.create_policy(**policy, Type="TAG_POLICY")["Policy"]["PolicySummary"]
    organizations.enable_policy_type(RootId=root["Id"], PolicyType="BACKUP_POLICY")
    organizations.attach_policy(PolicyId=made["Id"], TargetId=root["Id"])
    organization = organizations_backends[ACCOUNT]["aws"]
    (present,) = [each for each in organization.policies if each.type == "TAG_POLICY"]
    assert present.content == "{}", "neighbours.backup_policies reads it"
    assert "/tag_policy/" in present._arn_format, "organization_changes._make_policy sets it"
    units = {unit.id: unit for unit in organization.ou}
    assert units[root["Id"]].policy_types == [{"Type": "BACKUP_POLICY", "Status": "ENABLED"}]
    assert present in units[root["Id"]].attached_policies
    (account,) = organization.accounts
    assert account.parent_id == root["Id"], "neighbours.backup_policies walks up"


@mock_aws
def test_only_listed_services_have_delegated_administrators() -> None:
    services = FakeDelegatedAdministrator.SUPPORTED_SERVICES
    assert "backup.amazonaws.com" not in services, "organization_changes adds it"
    organizations = boto3.client("organizations", region_name=REGION)
    organizations.create_organization()
    status = organizations.create_account(AccountName="a", Email="a@example.com")
    wanted = {
        "AccountId": status["CreateAccountStatus"]["AccountId"],
        "ServicePrincipal": "contract.amazonaws.com",
    }
    with pytest.raises(organizations.exceptions.InvalidInputException):
        organizations.register_delegated_administrator(**wanted)
    services.append(wanted["ServicePrincipal"])
    try:
        organizations.register_delegated_administrator(**wanted)
    finally:
        services.remove(wanted["ServicePrincipal"])
