"""The management account's report of failed backup jobs per account."""

import boto3
from moto import mock_aws

from moto_backup_summaries import load_jobs

REGION = "us-east-1"
REASONS = ("Access denied", "More than 50 tags specified", "Windows VSS Backup failed")


def make_organization() -> dict[str, str]:
    """Three accounts with jobs, some of which failed; their names by id."""
    organizations = boto3.client("organizations", region_name=REGION)
    organizations.create_organization()
    names = {}
    for number, name in enumerate(("billing", "search", "website")):
        status = organizations.create_account(AccountName=name, Email=f"{name}@example.com")
        account_id = status["CreateAccountStatus"]["AccountId"]
        names[account_id] = name
        failed = [{"State": "FAILED", "StatusMessage": REASONS[i]} for i in range(number + 1)]
        load_jobs({"BackupJobs": [{}, {}, *failed]}, account_id=account_id, region_name=REGION)
    return names


@mock_aws
def main() -> None:
    names = make_organization()
    client = boto3.client("backup", region_name=REGION)
    answer = client.list_backup_job_summaries(
        AccountId="ANY", State="FAILED", MessageCategory="ANY", AggregationPeriod="SEVEN_DAYS"
    )
    rows = answer["BackupJobSummaries"]
    print(f"{'Account':10}{'Category':16}{'Failed':>6}")
    for row in sorted(rows, key=lambda row: names[row["AccountId"]]):
        print(f"{names[row['AccountId']]:10}{row['MessageCategory']:16}{row['Count']:6}")


if __name__ == "__main__":
    main()
