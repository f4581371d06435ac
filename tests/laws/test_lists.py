"""Lists are those of every job looked at."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import start, volume
from hypothesis import given
from hypothesis import strategies as st
from moto import mock_aws
from support import client_of, frozen_at

from moto_backup_summaries import load_jobs

# What is drawn may be older than what is listed.
pytestmark = pytest.mark.filterwarnings("ignore::moto_backup_summaries.BackupSummariesWarning")

NOW = datetime(2026, 3, 31, 12, tzinfo=timezone.utc)
# Few values each, so that filters meet; times at, before and after whole days and minutes.
MOMENTS = st.integers(0, 40 * 86_400).map(lambda s: NOW - timedelta(seconds=s - s % 43_199))
JOBS = st.lists(
    st.fixed_dictionaries(
        {"CreationDate": MOMENTS},
        optional={
            "State": st.sampled_from(["COMPLETED", "FAILED", "RUNNING"]),
            "ResourceArn": st.sampled_from([volume(), "arn:aws:s3:::bucket"]),
            "StatusMessage": st.sampled_from(["Access Denied", "odd"]),
            "BackupVaultName": st.sampled_from(["xx", "yy"]),
        },
    ),
    max_size=30,
)
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "ByState": st.sampled_from(["COMPLETED", "FAILED", "RUNNING", "CREATED"]),
        "ByResourceArn": st.sampled_from([volume(), "arn:aws:s3:::none"]),
        "ByResourceType": st.sampled_from(["EBS", "S3"]),
        "ByMessageCategory": st.sampled_from(["AccessDenied", "*", "SUCCESS"]),
        "ByBackupVaultName": st.sampled_from(["xx", "Default"]),
        "ByCreatedAfter": MOMENTS,
        "ByCreatedBefore": MOMENTS,
        "ByCompleteAfter": MOMENTS,
        "ByCompleteBefore": MOMENTS,
    },
)
MEMBERS = {
    "ByState": "State",
    "ByResourceArn": "ResourceArn",
    "ByResourceType": "ResourceType",
    "ByBackupVaultName": "BackupVaultName",
}


def passes(job: dict[str, Any], name: str, wanted: Any) -> bool:
    if name in MEMBERS:
        return bool(job[MEMBERS[name]] == wanted)
    if name == "ByMessageCategory":
        return wanted == "*" or job["MessageCategory"].replace("_", "") == wanted.upper()
    moment = job.get("CreationDate" if "Created" in name else "CompletionDate")
    return moment is not None and (moment > wanted if "After" in name else moment < wanted)


@given(st.lists(JOBS, max_size=3), FILTERS, st.integers(1, 7))
def test_filters_and_pages_are_those_of_every_job_looked_at(
    documents: list[list[dict[str, Any]]], filters: dict[str, Any], size: int
) -> None:
    with frozen_at(NOW), mock_aws():
        backup = client_of()
        for rows in documents:
            load_jobs({"BackupJobs": rows})
        backup.create_backup_vault(BackupVaultName="now")
        start(backup, BackupVaultName="now")
        every = backup.list_backup_jobs()["BackupJobs"]
        expected = [job for job in every if all(passes(job, *item) for item in filters.items())]
        pages = backup.get_paginator("list_backup_jobs").paginate(
            **filters, PaginationConfig={"PageSize": size}
        )
        found = [job for page in pages for job in page["BackupJobs"]]
        assert found == expected
        created = [job["CreationDate"] for job in every]
        assert created == sorted(created, reverse=True)
        recent = [r for rows in documents for r in rows if r["CreationDate"] >= NOW - timedelta(30)]
        assert len(every) == len(recent) + 1
