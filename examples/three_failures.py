"""Three ways for a backup to fail, and a report that tells them apart."""

import boto3
from moto import mock_aws

from moto_backup_summaries import set_job_outcome

REGION = "us-east-1"
VOLUME = f"arn:aws:ec2:{REGION}:123456789012:volume/"


@mock_aws
def main() -> None:
    set_job_outcome(
        "backup", state="FAILED", status_message="Access denied", resource_arn="*/vol-1"
    )
    set_job_outcome(
        "backup",
        state="FAILED",
        status_message="Cannot create more than 20 user snapshots",
        resource_arn="*/vol-2",
    )
    set_job_outcome("backup", state="EXPIRED", resource_arn="*/vol-3")
    client = boto3.client("backup", region_name=REGION)
    client.create_backup_vault(BackupVaultName="nightly")
    for number in range(1, 5):
        client.start_backup_job(
            BackupVaultName="nightly",
            ResourceArn=f"{VOLUME}vol-{number}",
            IamRoleArn="arn:aws:iam::123456789012:role/backup",
        )
    jobs = client.list_backup_jobs()["BackupJobs"]
    for job in sorted(jobs, key=lambda job: job["ResourceName"]):
        print(f"{job['ResourceName']:10}{job['State']:10}{job['MessageCategory']}")


if __name__ == "__main__":
    main()
