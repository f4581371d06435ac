"""What events of vaults, plans and settings tell, in AWS's order.

https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
"""

from functools import partial

from ..events import PlanChanged, Record, SettingsChanged, VaultChanged
from ..timestamps import iso
from .published_event import Content, Event

VAULT = "Backup Vault State Change"
PLAN = "Backup Plan State Change"
SETTINGS = "Region Setting State Change"
MODIFIED = "MODIFIED"
_PLAN_DATES = {"CREATED": "creationDate", MODIFIED: "modifiedAt", "DELETED": "deletionDate"}
STATES_OF_OTHERS = {VAULT: tuple(_PLAN_DATES), PLAN: tuple(_PLAN_DATES), SETTINGS: (MODIFIED,)}


def event_of(record: Record) -> Event | None:
    """The event of a record that gives one at the most."""
    if isinstance(record, VaultChanged):
        subject = f"{record.arn} {record.is_locked} {record.number}"
        return Event(
            VAULT, record.arn, subject, record.state, record.moment, partial(_of_vault, record)
        )
    if isinstance(record, PlanChanged):
        subject = f"{record.arn} {record.version_id} {record.number}"
        return Event(
            PLAN, record.arn, subject, record.state, record.moment, partial(_of_plan, record)
        )
    if isinstance(record, SettingsChanged):
        subject = f"{record.opt_in} {record.number}"
        return Event(
            SETTINGS, SETTINGS, subject, MODIFIED, record.moment, partial(_of_settings, record)
        )
    return None


def _of_vault(changed: VaultChanged) -> Content:
    lock = {} if changed.is_locked is None else {"isLocked": str(changed.is_locked).lower()}
    return [changed.arn], {"backupVaultName": changed.name, "state": changed.state, **lock}


def _of_plan(changed: PlanChanged) -> Content:
    return [changed.arn], {
        "backupPlanId": changed.plan_id,
        "versionId": changed.version_id,
        _PLAN_DATES[changed.state]: iso(changed.moment),
        "state": changed.state,
    }


def _of_settings(changed: SettingsChanged) -> Content:
    return [], {
        "modifiedAt": iso(changed.moment),
        "ResourceTypeOptInPreference": dict(changed.opt_in),
        "state": MODIFIED,
    }
