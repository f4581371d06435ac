"""A fortnight of backup jobs, counted by ListBackupJobSummaries."""

from datetime import datetime, timedelta, timezone

import boto3
from moto import mock_aws

from moto_backup_summaries import load_jobs


@mock_aws
def main() -> None:
    now = datetime.now(timezone.utc)
    load_jobs(
        {
            "BackupJobs": [
                {
                    "CreationDate": now - timedelta(days=days),
                    "ResourceType": resource_type,
                    "State": "FAILED" if days % 5 == 4 else "COMPLETED",
                    "StatusMessage": "Access denied" if days % 5 == 4 else "",
                }
                for days in range(14)
                for resource_type in ("EBS", "DynamoDB")
            ]
        }
    )
    client = boto3.client("backup", region_name="us-east-1")
    answer = client.list_backup_job_summaries(
        State="ANY", ResourceType="ANY", MessageCategory="ANY", AggregationPeriod="FOURTEEN_DAYS"
    )
    for row in answer["BackupJobSummaries"]:
        print(
            f"{row['State']:10}{row['ResourceType']:10}{row['MessageCategory']:15}{row['Count']:3}"
        )


if __name__ == "__main__":
    main()
