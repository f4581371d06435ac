"""A fortnight of backup jobs, counted by ListBackupJobSummaries."""

from datetime import datetime, timedelta, timezone

import boto3
from moto import mock_aws

from moto_backup_summaries import load_jobs

# The message of each night whose backups are denied: every fifth.
DENIED = {"State": "FAILED", "StatusMessage": "Access denied"}


@mock_aws
def main() -> None:
    now = datetime.now(timezone.utc)
    jobs = [
        {
            "CreationDate": now - timedelta(days=days),
            "ResourceType": resource_type,
            **(DENIED if days % 5 == 4 else {"State": "COMPLETED"}),
        }
        for days in range(14)
        for resource_type in ("EBS", "DynamoDB")
    ]
    number = load_jobs({"BackupJobs": jobs}, region_name="us-east-1")
    print(f"{number} backup jobs loaded: two a day, denied every fifth day.")
    print("What boto3's list_backup_job_summaries counts, without an account of AWS:")
    client = boto3.client("backup", region_name="us-east-1")
    answer = client.list_backup_job_summaries(
        State="ANY", ResourceType="ANY", MessageCategory="ANY", AggregationPeriod="FOURTEEN_DAYS"
    )
    print(f"\n{'State':11}{'ResourceType':14}{'MessageCategory':17}Count")
    for row in answer["BackupJobSummaries"]:
        print(
            f"{row['State']:11}{row['ResourceType']:14}{row['MessageCategory']:17}{row['Count']:5}"
        )
    print(
        "\nNext: change the jobs or the filters in examples/quickstart.py, start jobs that fail with"
    )
    print("examples/three_failures.py, or take the ten minutes of docs/tutorial.rst.")


if __name__ == "__main__":
    main()
