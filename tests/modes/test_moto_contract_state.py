"""What the families' state relies on in moto, asked of moto alone.

A message says which module has to change where moto did.
"""

import inspect
import json
from datetime import datetime, timedelta, timezone
from functools import partial
from typing import Any

import boto3
import pytest
import time_machine
from botocore.model import ListShape, OperationModel, StructureShape
from freezegun import freeze_time
from moto import mock_aws, server
from moto.backup.models import BackupBackend, Plan, Vault
from moto.core import utils
from moto.core.exceptions import ServiceException
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.core.utils import camelcase_to_underscores, get_service_model
from moto.moto_api import state_manager
from moto.moto_api._internal import mock_random
from moto.moto_api._internal.managed_state_model import ManagedState
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


def test_vaults_are_kept_by_name(backend: BackupBackend) -> None:
    vault = backend.create_backup_vault("nightly", {}, "", "")
    assert backend.vaults == {"nightly": vault}, "Vaults.get and make_missing"
    assert list(backend.list_backup_vaults()) == [vault], "Vaults.__iter__"
    assert backend.describe_backup_vault("nightly") is vault, "vaults/operations.py"
    backend.delete_backup_vault("nightly")
    assert backend.vaults == {}, "Vaults.delete"


def test_a_vault_is_made_of_name_key_token_and_backend(backend: BackupBackend) -> None:
    vault = Vault("nightly", "key", "", backend)
    assert vault.backup_vault_name == "nightly", "Vaults.missing"
    arn = f"arn:aws:backup:{REGION}:{ACCOUNT}:backup-vault:nightly"
    assert vault.backup_vault_arn == arn, "keeping.py finds a vault's account by its ARN"
    assert vault.encryption_key_arn == "key", "backups.shared_members"


def test_a_vault_tells_its_lock(backend: BackupBackend) -> None:
    vault = backend.create_backup_vault("nightly", {}, "", "")
    assert (vault.locked, vault.min_retention_days, vault.max_retention_days) == (False, None, None)
    backend.put_backup_vault_lock_configuration("nightly", 3, 9, None)
    locked = (vault.locked, vault.min_retention_days, vault.max_retention_days)
    assert locked == (True, 3, 9), "jobs.start.ending_in"


def test_a_vault_is_shown_as_members_of_aws_s_model(backend: BackupBackend) -> None:
    shown = backend.create_backup_vault("nightly", {}, "", "").to_list_dict()
    assert shown["BackupVaultName"] == "nightly", "vaults/operations.py shows it"
    assert shown["NumberOfRecoveryPoints"] == 0, "moto counts by now: vaults.operations._members"


def test_plans_are_kept_by_id_also_once_deleted(backend: BackupBackend) -> None:
    plan = backend.create_backup_plan(document(), {}, "")
    assert backend.plans == {plan.backup_plan_id: plan}, "Plans.named and due"
    assert backend.get_backup_plan(plan.backup_plan_id, None) is plan, "Plans.versions"
    assert backend.get_backup_plan(plan.backup_plan_id, plan.version_id) is plan, "Plans.version"
    deleted = backend.delete_backup_plan(plan.backup_plan_id)
    assert deleted == (
        plan.backup_plan_id,
        plan.backup_plan_arn,
        plan.deletion_date,
        plan.version_id,
    ), "Plans.delete takes these four"
    assert backend.plans[plan.backup_plan_id] is plan, "Plans.named looks at deletion_date"


def test_what_moto_lacks_is_an_error_whose_description_is_the_answer(
    backend: BackupBackend,
) -> None:
    plan = backend.create_backup_plan(document(), {}, "")
    for ask in (
        partial(backend.get_backup_plan, plan.backup_plan_id, "other"),
        partial(backend.delete_backup_plan, "other"),
        partial(backend.describe_backup_vault, "other"),
        partial(backend.describe_report_plan, "other"),
    ):
        with pytest.raises(HTTPException) as error:
            ask()
        answer = (error.value.code, json.loads(error.value.description or "")["__type"])
        assert answer == (400, "ResourceNotFoundException"), "BackupJobsResponse._answer"


def test_a_plan_is_made_of_document_token_and_backend(backend: BackupBackend) -> None:
    plan = Plan(document(), "token", backend)
    assert plan.creator_request_id == "token", "Plans.update"
    assert plan.backup_plan["BackupPlanName"] == "p", "plans.runs._created_by"
    assert (plan.deletion_date, plan.last_execution_date) == (None, None), "Plans.update"
    assert len({plan.backup_plan_id, plan.version_id, plan.backup_plan_arn}) == 3
    assert Plan(document(), "token", backend).version_id != plan.version_id, "Plans.update"


def test_a_plan_fills_the_defaults_of_its_rules_in(backend: BackupBackend) -> None:
    (rule,) = Plan(document(), "", backend).backup_plan["Rules"]
    assert rule["ScheduleExpression"] == "cron(0 5 ? * * *)", "plans.documents._DEFAULTS"
    assert rule["ScheduleExpressionTimezone"] == "Etc/UTC", "plans.documents._DEFAULTS"
    assert rule["StartWindowMinutes"] == 480, "jobs.backups.DEFAULT_START_WINDOW"
    assert rule["RuleId"], "Plans.update keeps the RuleId of a rule that keeps its name"


def test_a_plan_is_shown_as_members_of_aws_s_model(backend: BackupBackend) -> None:
    plan = Plan(document(), "", backend)
    assert plan.to_dict()["VersionId"] == plan.version_id, "CreateBackupPlan and UpdateBackupPlan"
    plan.deletion_date = plan.last_execution_date = 1.5
    shown = plan.to_get_dict()
    assert shown["BackupPlan"] is plan.backup_plan, "GetBackupPlan"
    assert (shown["DeletionDate"], shown["LastExecutionDate"]) == (1.5, 1.5), "plans.runs"
    listed = plan.to_list_dict()
    assert (listed["BackupPlanName"], listed["LastExecutionDate"]) == ("p", 1.5), "plans.runs"


def test_tags_are_kept_for_any_arn(backend: BackupBackend) -> None:
    arn = "arn:aws:ec2:us-east-1::snapshot/snap-1"
    backend.tag_resource(arn, {"a": "1", "b": "2"})
    backend.untag_resource(arn, ["a"])
    assert backend.list_tags(arn) == {"b": "2"}, "tags/operations.py, keeping.keep_recovery_point"
    backend.tagger.delete_all_tags_for_resource(arn)
    assert backend.list_tags(arn) == {}, "RecoveryPointStore.remove"
    backend.tagger.delete_all_tags_for_resource(arn)


def test_a_report_plan_has_what_describe_report_plan_shows(backend: BackupBackend) -> None:
    backend.create_report_plan("r", "text", {"S3BucketName": "b"}, {"ReportTemplate": "t"})
    plan = backend.describe_report_plan("r")
    shown = (plan.report_plan_name, plan.report_plan_description, plan.deployment_status)
    assert shown == ("r", "text", "COMPLETED"), "reports/operations.py"
    assert plan.report_plan_arn.endswith(":report-plan:r"), "reports/operations.py"
    assert plan.report_setting == {"ReportTemplate": "t"}, "reports/operations.py"
    assert plan.report_delivery_channel == {"S3BucketName": "b"}, "reports/operations.py"
    assert isinstance(plan.creation_time, datetime), "reports/operations.py"


def test_a_managed_state_counts_its_ticks_and_knows_its_next_status() -> None:
    state = ManagedState("backup::contract", [("A", "B"), ("B", "C")])
    assert (state.model_name, state._status, state._tick) == ("backup::contract", "A", 0)
    state.advance()
    assert state._tick == 1, "JobProgress._reached waits for ticks"
    following = [state._get_next_status(name) for name in "ABC"]
    assert following == ["B", "C", "C"], "JobProgress.step"


def test_transitions_are_dictionaries_and_immediate_by_default() -> None:
    model = "backup::contract"
    assert state_manager.get_transition(model) == {"progression": "immediate"}, "JobProgress"
    state_manager.set_transition(model, {"progression": "manual", "times": 2})
    try:
        assert state_manager.get_transition(model) == {"progression": "manual", "times": 2}
    finally:
        state_manager.unset_transition(model)
    assert state_manager.get_transition(model) == {"progression": "immediate"}, "plan_runs.py"


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
def test_only_listed_services_have_delegated_administrators() -> None:
    services = FakeDelegatedAdministrator.SUPPORTED_SERVICES
    assert "backup.amazonaws.com" not in services, "registration._support_administrators adds it"
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
