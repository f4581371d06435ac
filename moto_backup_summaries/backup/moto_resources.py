"""moto's own vaults, plans and report plans.

Ours are made of those that moto has when the package is registered, and moto's of ours when it is
unregistered. Whoever looks into moto's backend meanwhile, as `backup_backends[account][region].vaults`, finds
moto's, made of ours at that moment; changing them is refused.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from types import MappingProxyType
from typing import Any, TypeVar

from moto.backup import models as moto
from moto.utilities.tagging_service import TaggingService

from .account import Account
from .aws.facts import STANDARD_VAULT
from .neighbours.encryption_keys import create_backup_key
from .plans.state import Plan, PlanVersion
from .reports.state import ReportPlan
from .tags.operations import tagged_resources
from .timestamps import seconds
from .vaults.state import Vault

AnyModel = TypeVar("AnyModel")
# The attributes of a vault's lock, in moto's class and in ours.
_LOCK = {
    "locked": "is_locked",
    "min_retention_days": "min_retention_days",
    "max_retention_days": "max_retention_days",
    "changeable_for_days": "changeable_for_days",
    "lock_date": "lock_date",
}


def _made(model: type[AnyModel], *, is_tracked: bool, **attributes: Any) -> AnyModel:
    """An object of moto's class with these attributes.

    is_tracked: whether moto's dashboard lists it, as all that moto itself makes.
    """
    instance = model.__new__(model) if is_tracked else object.__new__(model)
    instance.__dict__.update(attributes)
    return instance


def vaults_of(account: Account, *, is_tracked: bool = False) -> dict[str, moto.Vault]:
    """By name."""
    return {
        vault.name: _made(
            moto.Vault,
            is_tracked=is_tracked,
            backup_vault_name=vault.name,
            backup_vault_arn=vault.arn,
            creation_date=vault.created,
            encryption_key_arn=vault.encryption_key_arn,
            creator_request_id=vault.creator_request_id or "",
            num_of_recovery_points=account.recovery_points.number_in(vault.name),
            vault_type=vault.vault_type,
            **{name: getattr(vault, attribute) for name, attribute in _LOCK.items()},
        )
        for vault in account.vaults
    }


def plans_of(account: Account, *, is_tracked: bool = False) -> dict[str, moto.Plan]:
    """The current versions, of deleted plans too, by id."""
    plans = sorted((*account.plans, *account.plans.deleted.values()), key=lambda plan: plan.number)
    return {
        plan.id: _made(
            moto.Plan,
            is_tracked=is_tracked,
            backup_plan_id=plan.id,
            backup_plan_arn=plan.arn,
            creation_date=version.created,
            version_id=version.id,
            creator_request_id=plan.creator_request_id or "",
            backup_plan=version.document,
            advanced_backup_settings=version.document.get("AdvancedBackupSettings") or [],
            deletion_date=version.ended,
            last_execution_date=version.last_run,
        )
        for plan in plans
        for version in plan.versions[-1:]
    }


def report_plans_of(account: Account, *, is_tracked: bool = False) -> dict[str, moto.ReportPlan]:
    """By name."""
    return {
        plan.name: _made(
            moto.ReportPlan,
            is_tracked=is_tracked,
            report_plan_name=plan.name,
            report_plan_description=plan.description,
            report_plan_arn=plan.arn,
            creation_time=datetime.fromtimestamp(plan.created, timezone.utc).replace(tzinfo=None),
            report_setting=plan.setting,
            report_delivery_channel=plan.channel,
            deployment_status="COMPLETED",
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
    vaults = vaults_of(account, is_tracked=True)
    for vault in vaults.values():
        vault.num_of_recovery_points = 0
    return {
        "vaults": vaults,
        "plans": plans_of(account, is_tracked=True),
        "report_plans": report_plans_of(account, is_tracked=True),
        "tagger": tagger_of(account),
    }


def take_over(account: Account, state: Mapping[str, Any]) -> None:
    """Let an account have what moto's backend had, by the names of its attributes."""
    for moto_vault in state["vaults"].values():
        name, arn = moto_vault.backup_vault_name, moto_vault.backup_vault_arn
        request = {"CreatorRequestId": moto_vault.creator_request_id or None}
        # Moto alone knows of no type, and of no key.
        vault_type = getattr(moto_vault, "vault_type", STANDARD_VAULT)
        key = moto_vault.encryption_key_arn
        if not key and vault_type == STANDARD_VAULT:
            key = create_backup_key(account.region, account.id)
        vault = Vault(name, arn, moto_vault.creation_date, request, key, vault_type=vault_type)
        for name, attribute in _LOCK.items():
            setattr(vault, attribute, getattr(moto_vault, name))
        account.vaults.add(vault)
    for moto_plan in state["plans"].values():
        _add_plan(account, moto_plan)
    for moto_plan in state["report_plans"].values():
        request = {
            "ReportPlanName": moto_plan.report_plan_name,
            "ReportPlanDescription": moto_plan.report_plan_description,
            "ReportSetting": moto_plan.report_setting,
        }
        arn, created = moto_plan.report_plan_arn, seconds(moto_plan.creation_time)
        channel = moto_plan.report_delivery_channel
        account.report_plans.add(ReportPlan(arn, created, request, channel))
    for arn, tags in state["tagger"].tags.items():
        for family in account.resources:
            family.tag(arn, tags)


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
