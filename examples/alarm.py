"""An alarm for backups: a rule, a topic and a handler that posts to a chat, tried on three ways to fail."""

import json
from typing import Any

import boto3
from moto import mock_aws

from moto_backup_summaries import set_job_outcome

REGION = "us-east-1"
ACCOUNT = "123456789012"
VOLUME = f"arn:aws:ec2:{REGION}:{ACCOUNT}:volume/"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/backup"
BAD = ["FAILED", "ABORTED", "EXPIRED"]
# Restore jobs have their state in `status`: a rule for `state` alone never hears of one that failed.
PATTERN = {
    "source": ["aws.backup"],
    "detail-type": [f"{job} Job State Change" for job in ("Backup", "Copy", "Restore")],
    "detail": {"$or": [{"state": BAD}, {"status": BAD}]},
}


def handler(event: dict[str, Any], context: object) -> None:
    """What a Lambda function behind the topic would do."""
    for record in event["Records"]:
        told = json.loads(record["Sns"]["Message"])
        what = told["detail-type"].removesuffix(" Job State Change").lower()
        detail = told["detail"]
        state = detail.get("state") or detail["status"]
        # Messages of backup jobs come in quotes.
        reason = detail["statusMessage"].strip('"')
        post(f"{what} of {detail['resourceType']} {state}: {reason}")


def post(text: str) -> None:
    """Stands for the chat."""
    print(text)


def alarm() -> str:
    """The rule, the topic that it tells, and a queue behind that; the queue's URL."""
    sns, sqs, events = (boto3.client(name, region_name=REGION) for name in ("sns", "sqs", "events"))
    topic = sns.create_topic(Name="alarm")["TopicArn"]
    url = sqs.create_queue(QueueName="alarm")["QueueUrl"]
    queue = f"arn:aws:sqs:{REGION}:{ACCOUNT}:alarm"
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)
    events.put_rule(Name="alarm", EventPattern=json.dumps(PATTERN))
    events.put_targets(Rule="alarm", Targets=[{"Id": "topic", "Arn": topic}])
    return str(url)


def fail_in_three_ways() -> None:
    """A backup is refused, a backup comes too late, a restore goes wrong; one backup is fine."""
    client = boto3.client("backup", region_name=REGION)
    client.create_backup_vault(BackupVaultName="nightly")

    def back_up(name: str) -> str:
        job = client.start_backup_job(
            BackupVaultName="nightly", ResourceArn=VOLUME + name, IamRoleArn=ROLE
        )
        return str(job["BackupJobId"])

    fine = client.describe_backup_job(BackupJobId=back_up("vol-1"))
    set_job_outcome(
        "backup", state="FAILED", status_message="Access denied", resource_arn="*/vol-2"
    )
    set_job_outcome("backup", state="EXPIRED", resource_arn="*/vol-3")
    set_job_outcome("restore", state="FAILED", status_message="The volume type is not known")
    back_up("vol-2")
    back_up("vol-3")
    client.start_restore_job(
        RecoveryPointArn=fine["RecoveryPointArn"], Metadata={"volumeType": "gp9"}, IamRoleArn=ROLE
    )


@mock_aws
def main() -> None:
    url = alarm()
    fail_in_three_ways()
    sqs = boto3.client("sqs", region_name=REGION)
    for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]:
        handler({"Records": [{"Sns": json.loads(message["Body"])}]}, None)


if __name__ == "__main__":
    main()
