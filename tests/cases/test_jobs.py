"""Backup and copy jobs as AWS answered them. Above each test stands where that was recorded, and when."""

import re
from collections import Counter
from typing import Any

from calls import arn, jobs, start
from support import REGION, transition

from cases.records import UUID, members
from moto_backup_summaries import load_jobs

INSTANCE = arn("ec2", "instance/i-0123456789abcdef0")


# A guide of OpenShift in a public repository, 2025-12; a ticket of a support desk in another, 2026-07.
def test_a_started_backup_of_an_instance_is_told_without_its_point(vault: Any) -> None:
    told = start(vault, ResourceArn=INSTANCE)
    assert members(told) == {"BackupJobId", "CreationDate", "IsParent"}
    assert told["IsParent"] is False
    assert re.fullmatch(UUID, told["BackupJobId"])


# A guide of OpenShift in a public repository, 2025-12.
def test_a_running_backup_of_an_instance_tells_the_image(vault: Any) -> None:
    with transition("manual", times=1):
        job_id = start(vault, ResourceArn=INSTANCE)["BackupJobId"]
        looks = [vault.describe_backup_job(BackupJobId=job_id) for _ in range(4)]
    seen = {job["State"]: job for job in looks}
    assert seen["RUNNING"]["PercentDone"] == "0.0"
    image = f"arn:aws:ec2:{REGION}::image/ami-[0-9a-f]{{17}}"
    assert re.fullmatch(image, seen["RUNNING"]["RecoveryPointArn"])
    assert seen["COMPLETED"]["PercentDone"] == "100.0"


# awslabs/account-assessment-for-aws-organizations pull request 57, 2025-12.
def test_a_copy_out_of_the_organization_is_denied(mocked_backup: Any) -> None:
    text = (
        "Access denied: Copy job failed. Both source and destination account must be a member of "
        "the same organization"
    )
    load_jobs({"CopyJobs": [{"State": "FAILED", "StatusMessage": text}]})
    (job,) = jobs(mocked_backup, "copy")
    assert job["MessageCategory"] == "ACCESS_DENIED"


# ministryofjustice/modernisation-platform issue 6152, 2024-02: the console has it under "Access denied".
def test_a_backup_that_may_not_describe_its_bucket_is_denied(mocked_backup: Any) -> None:
    text = (
        "Your backup job failed as AWS Backup does not have permission to describe resource "
        "arn:aws:s3:::attic. Please review your IAM policies to ensure AWS Backup can protect your "
        "resources."
    )
    load_jobs({"BackupJobs": [{"State": "FAILED", "StatusMessage": text}]})
    (job,) = jobs(mocked_backup)
    assert job["MessageCategory"] == "ACCESS_DENIED"


# aws-samples/aws-backup-automation issue 2, 2022-12. AWS's table has the sentence, with today's word for
# a CMK.
def test_a_copy_without_the_key_of_its_source_is_of_keys(mocked_backup: Any) -> None:
    text = (
        "AMI snapshot copy failed with error: Given key ID is not accessible. You must have "
        "DescribeKey permissions on the default CMK"
    )
    load_jobs({"CopyJobs": [{"State": "FAILED", "StatusMessage": text}]})
    (job,) = jobs(mocked_backup, "copy")
    assert job["MessageCategory"] == "KMS_KEY_ERROR"


# ministryofjustice/modernisation-platform issue 11307. Which categories AWS gave them is not told.
def test_messages_of_failed_jobs_stay_as_they_came(mocked_backup: Any) -> None:
    texts = {
        "No objects were backed up from the source bucket attic",
        "The snapshot snap-0123456789abcdef0 is currently in use by ami-0123456789abcdef0",
        "Versioning is not enabled on attic",
    }
    load_jobs({"BackupJobs": [{"State": "FAILED", "StatusMessage": text} for text in texts]})
    assert {job["StatusMessage"] for job in jobs(mocked_backup, ByState="FAILED")} == texts


# A reporter of backups in a public repository.
def test_a_reporter_counts_the_states_of_three_lists(mocked_backup: Any) -> None:
    states = {
        "BackupJobs": ["COMPLETED"] * 3 + ["FAILED"] * 2 + ["EXPIRED"],
        "CopyJobs": ["COMPLETED", "FAILED"],
    }
    lists = {name: [{"State": state} for state in states[name]] for name in states}
    load_jobs({**lists, "RestoreJobs": [{"Status": "COMPLETED"}]})

    def counted(kind: str, member: str = "State") -> Counter[str]:
        pages = mocked_backup.get_paginator(f"list_{kind}_jobs").paginate()
        return Counter(job[member] for page in pages for job in page[f"{kind.capitalize()}Jobs"])

    assert counted("backup") == {"COMPLETED": 3, "FAILED": 2, "EXPIRED": 1}
    assert counted("copy") == {"COMPLETED": 1, "FAILED": 1}
    assert counted("restore", "Status") == {"COMPLETED": 1}
