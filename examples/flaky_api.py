"""AWS Backup fails twice, and botocore's own retries get over it."""

import boto3
from moto import mock_aws

from moto_backup_summaries import fail_operation, load_jobs


@mock_aws
def main() -> None:
    load_jobs({"BackupJobs": [{}, {}, {}]}, region_name="us-east-1")
    fail_operation("ListBackupJobs", code="ServiceUnavailableException", times=2, counts="requests")
    client = boto3.client("backup", region_name="us-east-1")
    answer = client.list_backup_jobs()
    attempts = answer["ResponseMetadata"]["RetryAttempts"]
    print(f"{len(answer['BackupJobs'])} jobs after {attempts} retries")


if __name__ == "__main__":
    main()
