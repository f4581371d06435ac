"""Of vaults with an air gap, for the tests that all families share."""

from collections.abc import Callable
from typing import Any

from calls import RULE, create_plan, start, vault_arn, volume

from moto_backup_summaries import set_job_outcome


def create_gapped(client: Any, **parameters: Any) -> Any:
    """Create a logically air-gapped vault; the answer."""
    defaults = {"BackupVaultName": "gapped", "MinRetentionDays": 7, "MaxRetentionDays": 30}
    return client.create_logically_air_gapped_backup_vault(**{**defaults, **parameters})


def _show(client: Any) -> None:
    create_gapped(client)
    client.describe_backup_vault(BackupVaultName="gapped")
    client.list_backup_vaults()
    target = vault_arn("gapped")
    create_plan(client, Rules=[{**RULE, "TargetLogicallyAirGappedBackupVaultArn": target}])
    for plan in client.list_backup_plans()["BackupPlansList"]:
        client.get_backup_plan(BackupPlanId=plan["BackupPlanId"])
        template = client.export_backup_plan_template(BackupPlanId=plan["BackupPlanId"])
        client.get_backup_plan_from_json(BackupPlanTemplateJson=template["BackupPlanTemplateJson"])
    # A copy that fails leaves the temporary recovery point that it was to replace.
    week = {"DeleteAfterDays": 7}
    with set_job_outcome("copy", state="FAILED", status_message="Access denied"):
        job_id = start(
            client,
            ResourceArn=volume("vol-gapped"),
            LogicallyAirGappedBackupVaultArn=target,
            Lifecycle=week,
        )["BackupJobId"]
    job = client.describe_backup_job(BackupJobId=job_id)
    client.list_backup_jobs()
    point = {"BackupVaultName": "nightly", "RecoveryPointArn": job["RecoveryPointArn"]}
    client.describe_recovery_point(**point)
    client.list_recovery_points_by_backup_vault(BackupVaultName="nightly")
    client.update_recovery_point_lifecycle(**point, Lifecycle=week)


def _back_up_into(resource: str) -> Callable[[Any], Any]:
    """Backs a resource up into an air-gapped vault, directly or by a copy."""
    return lambda client: start(
        client,
        ResourceArn=resource,
        LogicallyAirGappedBackupVaultArn=vault_arn("prepared"),
        Lifecycle={"DeleteAfterDays": 7},
    )


PREPARATIONS = {
    "an air-gapped vault": lambda client: create_gapped(client, BackupVaultName="prepared")
}
CHANGES = {
    "CreateLogicallyAirGappedBackupVault": create_gapped,
    "StartBackupJob behind an air gap": _back_up_into("arn:aws:s3:::behind"),
    "StartBackupJob with a temporary recovery point": _back_up_into(volume("vol-behind")),
}
ANSWERS = {"air-gapped vaults": _show}
