"""The events of vaults, plans and settings, with members in AWS's order.

https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
"""

from collections.abc import Iterator

from ..account import Account
from ..events import PlanChanged, SettingsChanged, VaultChanged
from ..timestamps import iso
from .published_event import Content, PublishedEvent

VAULT = "Backup Vault State Change"
PLAN = "Backup Plan State Change"
SETTINGS = "Region Setting State Change"
MODIFIED = "MODIFIED"
_PLAN_DATES = {"CREATED": "creationDate", MODIFIED: "modifiedAt", "DELETED": "deletionDate"}
ACCOUNT_STATES = {VAULT: tuple(_PLAN_DATES), PLAN: tuple(_PLAN_DATES), SETTINGS: (MODIFIED,)}


def vault_events(account: Account, changed: VaultChanged) -> Iterator[PublishedEvent]:
    def content() -> Content:
        lock = {} if changed.is_locked is None else {"isLocked": str(changed.is_locked).lower()}
        return [changed.arn], {"backupVaultName": changed.name, "state": changed.state, **lock}

    subject = f"{changed.arn} {changed.is_locked} {changed.number}"
    yield PublishedEvent(
        account, VAULT, changed.arn, subject, changed.state, changed.moment, content
    )


def plan_events(account: Account, changed: PlanChanged) -> Iterator[PublishedEvent]:
    def content() -> Content:
        return [changed.arn], {
            "backupPlanId": changed.plan_id,
            "versionId": changed.version_id,
            _PLAN_DATES[changed.state]: iso(changed.moment),
            "state": changed.state,
        }

    subject = f"{changed.arn} {changed.version_id} {changed.number}"
    yield PublishedEvent(
        account, PLAN, changed.arn, subject, changed.state, changed.moment, content
    )


def settings_events(account: Account, changed: SettingsChanged) -> Iterator[PublishedEvent]:
    def content() -> Content:
        return [], {
            "modifiedAt": iso(changed.moment),
            "ResourceTypeOptInPreference": dict(changed.opt_in),
            "state": MODIFIED,
        }

    subject = f"{changed.opt_in} {changed.number}"
    yield PublishedEvent(account, SETTINGS, SETTINGS, subject, MODIFIED, changed.moment, content)
