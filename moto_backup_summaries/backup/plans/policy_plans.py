"""The plans that an organization's backup policies make in its accounts; these can look at them only.

https://docs.aws.amazon.com/aws-backup/latest/devguide/manage-cross-account.html
"""

import json
import logging
from collections.abc import Container, Iterator, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid3

from .. import timestamps
from ..account import account_at, existing_accounts
from ..aws.errors import BackupException
from ..aws.identifiers import new_id
from ..frame.transactions import exclusive
from ..members import Members
from ..neighbours.backup_policies import effective_backup_policy
from . import selections
from .documents import complete, document_of_template, without_rule_ids
from .operations import publish_change
from .policy_documents import PolicyPlan, policy_plan
from .state import ORGANIZATION_PREFIX, Plan, Selection

_LOG = logging.getLogger(__name__)


@exclusive
def apply_backup_policies(organization: Any) -> None:
    """Make, change and delete the plans that the backup policies of an organization make now."""
    for account in existing_accounts():
        # What was due before ran by the plans as they were; of all accounts at once.
        account.advance_everything()
        break
    organization_id = organization.org.id
    keys: set[tuple[str, str, str]] = set()
    for member in organization.accounts:
        for plan in _plans_of(organization, member.id):
            for region in plan.regions:
                plan_id = _id_of(organization_id, plan.name)
                if _make(member.id, region, plan_id, plan, organization_id):
                    keys.add((member.id, region, plan_id))
    _delete_others(organization_id, keys)


def _plans_of(organization: Any, account_id: str) -> Iterator[PolicyPlan]:
    policy = effective_backup_policy(organization, account_id) or {"plans": {}}
    for name, settings in policy["plans"].items():
        try:
            yield policy_plan(name, settings, account_id)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            _warn(f"plan {name} of account {account_id}", repr(error))


def _id_of(organization_id: str, name: str) -> str:
    """The id of a policy's plan: AWS was seen to give such a plan `orgs/` and a UUID of a name."""
    return f"{ORGANIZATION_PREFIX}{uuid3(NAMESPACE_URL, f'{organization_id}/{name}')}"


def _make(
    account_id: str, region: str, plan_id: str, effective_plan: PolicyPlan, organization_id: str
) -> bool:
    """Make a plan, or change it; whether it could be made."""
    try:
        account = account_at(account_id, region)
        document = document_of_template(json.dumps(effective_plan.document))
        documents = [selections.normalized(each) for each in effective_plan.selections]
        for each in documents:
            selections.check(each)
    except BackupException as error:
        _warn(f"plan {effective_plan.name} of account {account_id} in {region}", error.message)
        return False
    plan = account.plans.get(plan_id)
    if plan is None:
        plan = account.plans.create({}, complete(document, {}), plan_id)
        plan.organization_id = organization_id
        publish_change(account, plan.current, "CREATED")
    elif without_rule_ids(complete(document, {})) != without_rule_ids(plan.current.document):
        publish_change(account, account.plans.update(plan, document), "MODIFIED")
    plan.tags = effective_plan.tags
    if [each.document for each in plan.selections.values()] != documents:
        _select(plan, documents)
    return True


def _select(plan: Plan, documents: Sequence[Members]) -> None:
    plan.selections.clear()
    for document in documents:
        plan.last_selection_number += 1
        number, now = plan.last_selection_number, timestamps.now()
        selection = Selection(new_id(), plan.id, document, None, now, number)
        plan.selections[selection.selection_id] = selection


def _delete_others(organization_id: str, keys: Container[tuple[str, str, str]]) -> None:
    """Delete the plans of an organization's policies but for those of these accounts, regions and ids."""
    for account in existing_accounts():
        for plan in list(account.plans):
            key = (account.id, account.region, plan.id)
            if plan.organization_id == organization_id and key not in keys:
                plan.selections.clear()
                publish_change(account, account.plans.delete(plan), "DELETED")


def _warn(plan: str, reason: str) -> None:
    """Tell why a plan is not made; AWS tells the management account."""
    _LOG.warning("%s is not made: %s", plan, reason)
