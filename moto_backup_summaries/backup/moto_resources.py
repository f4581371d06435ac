"""moto's own vaults, plans and report plans.

Ours are made of those that moto has when the package is registered, and moto's of ours when it is
unregistered.
Whoever looks into moto's backend meanwhile, as `backup_backends[account][region].vaults`, finds moto's, made
of ours at that moment; changing them is refused.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from types import MappingProxyType
from typing import Any, TypeVar

from moto.backup import models as moto
from moto.utilities.tagging_service import TaggingService

from .account import Account
from .neighbours.encryption_keys import create_backup_key
from .plans.state import Plan, PlanVersion
from .reports.state import ReportPlan
from .tags.operations import tagged_resources
from .timestamps import seconds
from .vaults.state import Vault

AnyModel = TypeVar("AnyModel")
# Makes an object of a class of moto's that has these attributes.
Make = Callable[[type[AnyModel], Mapping[str, Any]], AnyModel]


def untracked(model: type[AnyModel], attributes: Mapping[str, Any]) -> AnyModel:
    """An object that moto's dashboard does not list among those that were made."""
    instance = object.__new__(model)
    instance.__dict__.update(attributes)
    return instance


def tracked(model: type[AnyModel], attributes: Mapping[str, Any]) -> AnyModel:
    """An object that moto's dashboard lists, as all that moto makes."""
    instance = model.__new__(model)
    instance.__dict__.update(attributes)
    return instance


def vaults_of(account: Account, make: Make[Any] = untracked) -> dict[str, moto.Vault]:
    """By name."""
    return {
        vault.name: make(
            moto.Vault,
            {
                "backup_vault_name": vault.name,
                "backup_vault_arn": vault.arn,
                "creation_date": vault.created,
                "encryption_key_arn": vault.encryption_key_arn,
                "creator_request_id": vault.creator_request_id or "",
                "num_of_recovery_points": account.recovery_points.number_in(vault.name),
                "locked": vault.is_locked,
                "min_retention_days": vault.min_retention_days,
                "max_retention_days": vault.max_retention_days,
                "lock_date": vault.lock_date,
                "changeable_for_days": vault.changeable_for_days,
            },
        )
        for vault in account.vaults
    }


def plans_of(account: Account, make: Make[Any] = untracked) -> dict[str, moto.Plan]:
    """The current versions, of deleted plans too, by id."""
    plans = sorted((*account.plans, *account.plans.deleted.values()), key=lambda plan: plan.number)
    return {plan.id: make(moto.Plan, _plan_attributes(plan.current)) for plan in plans}


def _plan_attributes(version: PlanVersion) -> dict[str, Any]:
    return {
        "backup_plan_id": version.plan.id,
        "backup_plan_arn": version.plan.arn,
        "creation_date": version.created,
        "version_id": version.id,
        "creator_request_id": version.plan.creator_request_id or "",
        "backup_plan": version.document,
        "advanced_backup_settings": version.document.get("AdvancedBackupSettings") or [],
        "deletion_date": version.ended,
        "last_execution_date": version.last_run,
    }


def report_plans_of(account: Account, make: Make[Any] = untracked) -> dict[str, moto.ReportPlan]:
    """By name."""
    return {
        plan.name: make(
            moto.ReportPlan,
            {
                "report_plan_name": plan.name,
                "report_plan_description": plan.description,
                "report_plan_arn": plan.arn,
                "creation_time": datetime.fromtimestamp(plan.created, timezone.utc).replace(
                    tzinfo=None
                ),
                "report_setting": plan.setting,
                "report_delivery_channel": plan.channel,
                "deployment_status": "COMPLETED",
            },
        )
        for plan in account.report_plans
    }


def tagger_of(account: Account) -> TaggingService:
    tagger = TaggingService()
    for resource in tagged_resources(account):
        tagger.tag_resource(resource.arn, tagger.convert_dict_to_tags_input(dict(resource.tags)))
    return tagger


# What moto's backend has, by the names of its attributes, of an account.
MOTO_STATE: Mapping[str, Callable[[Account], Any]] = {
    "vaults": lambda account: MappingProxyType(vaults_of(account)),
    "plans": lambda account: MappingProxyType(plans_of(account)),
    "report_plans": lambda account: MappingProxyType(report_plans_of(account)),
    "tagger": tagger_of,
}


def given_back(account: Account) -> dict[str, Any]:
    """What moto's backend has once it is moto's again: no jobs, and what they left in vaults is gone."""
    vaults = vaults_of(account, tracked)
    for vault in vaults.values():
        vault.num_of_recovery_points = 0
    return {
        "vaults": vaults,
        "plans": plans_of(account, tracked),
        "report_plans": report_plans_of(account, tracked),
        "tagger": tagger_of(account),
    }


def take_over(account: Account, state: Mapping[str, Any]) -> None:
    """Let an account have what moto's backend had, by the names of its attributes."""
    tags_of = state["tagger"].get_tag_dict_for_resource
    for moto_vault in state["vaults"].values():
        account.vaults.add(_vault(account, moto_vault))
        account.vaults.tag(moto_vault.backup_vault_arn, tags_of(moto_vault.backup_vault_arn))
    for moto_plan in state["plans"].values():
        _add_plan(account, moto_plan)
        account.plans.tag(moto_plan.backup_plan_arn, tags_of(moto_plan.backup_plan_arn))
    for moto_plan in state["report_plans"].values():
        account.report_plans.add(_report_plan(moto_plan))
        account.report_plans.tag(moto_plan.report_plan_arn, tags_of(moto_plan.report_plan_arn))


def _vault(account: Account, moto_vault: moto.Vault) -> Vault:
    name, arn = moto_vault.backup_vault_name, moto_vault.backup_vault_arn
    request = {"CreatorRequestId": moto_vault.creator_request_id or None}
    # Moto alone knows of no key.
    key = moto_vault.encryption_key_arn or create_backup_key(account.region, account.id)
    vault = Vault(name, arn, moto_vault.creation_date, request, key)
    vault.is_locked = moto_vault.locked
    vault.min_retention_days = moto_vault.min_retention_days
    vault.max_retention_days = moto_vault.max_retention_days
    vault.changeable_for_days = moto_vault.changeable_for_days
    vault.lock_date = moto_vault.lock_date
    return vault


def _add_plan(account: Account, moto_plan: moto.Plan) -> None:
    created, document = moto_plan.creation_date, moto_plan.backup_plan
    request = {"CreatorRequestId": moto_plan.creator_request_id or None}
    plan = Plan(moto_plan.backup_plan_arn, moto_plan.backup_plan_id, created, request)
    try:
        version = account.plans.add_version(plan, document)
    except ValueError:
        # Moto alone takes any text for a schedule.
        version = PlanVersion(plan, document, created, ())
        plan.versions.append(version)
    version.id, version.created = moto_plan.version_id, created
    account.plans.add(plan)
    if moto_plan.deletion_date is not None:
        version.ended = moto_plan.deletion_date
        account.plans.remove(plan)
        account.plans.deleted[plan.id] = plan


def _report_plan(moto_plan: moto.ReportPlan) -> ReportPlan:
    request = {
        "ReportPlanName": moto_plan.report_plan_name,
        "ReportPlanDescription": moto_plan.report_plan_description,
        "ReportSetting": moto_plan.report_setting,
    }
    channel = moto_plan.report_delivery_channel
    created = seconds(moto_plan.creation_time)
    return ReportPlan(moto_plan.report_plan_arn, created, request, channel)
