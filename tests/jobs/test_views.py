"""Jobs that leave the store are pictures: whoever changes one changes nothing."""

from datetime import datetime, timezone
from typing import Any

import pytest
from calls import start
from support import ACCOUNT, REGION

from moto_backup_summaries import job_events, load_jobs
from moto_backup_summaries.backup.account import account_at
from moto_backup_summaries.backup.aws.job_kinds import BACKUP
from moto_backup_summaries.backup.events import JobChanged, JobsStored
from moto_backup_summaries.backup.jobs.job_store import JobStore
from moto_backup_summaries.backup.views import JobView

NOW = datetime(2026, 3, 10, 12, tzinfo=timezone.utc)
TAGS = {"team": "storage"}


@pytest.fixture
def store(nightly: Any) -> JobStore:
    """With a job that was started and one that was loaded."""
    start(nightly, RecoveryPointTags=TAGS)
    load_jobs({"BackupJobs": [{"BackupJobId": "loaded", "CreatedBy": {"BackupPlanId": "p"}}]})
    return account_at(ACCOUNT, REGION).jobs.store(BACKUP)


def listed(store: JobStore) -> list[JobView]:
    return [job for _, job in store.newest_first()]


def test_a_view_cannot_be_changed(store: JobStore) -> None:
    for job in listed(store):
        for name in ("expected", "state", "members"):
            with pytest.raises(AttributeError):
                setattr(job, name, "FAILED")


def test_what_a_view_gives_is_the_caller_s_own(store: JobStore) -> None:
    before = [job.members for job in listed(store)]
    for job in listed(store):
        job.members["State"] = "FAILED"
        for member in (*job.members.values(), job.member("CreatedBy")):
            if isinstance(member, dict):
                member["BackupPlanId"] = "other"
    assert [job.members for job in listed(store)] == before


def test_a_view_stays_as_it_is_when_its_job_is_changed(store: JobStore) -> None:
    for before in listed(store):
        account_at(ACCOUNT, REGION).jobs.change(before, {"StatusMessage": "changed"})
        after = store.get(before.id)
        assert after is not None
        assert [job.member("StatusMessage") for job in (before, after)] == [None, "changed"]


def test_what_an_event_tells_of_a_job_stays_as_it_was(nightly: Any) -> None:
    start(nightly)
    load_jobs({"BackupJobs": [{}]}, send_events=True)
    events = job_events()
    account = account_at(ACCOUNT, REGION)
    changes = [record.job for record in account.history if isinstance(record, JobChanged)]
    assert [job.state for job in changes] == ["COMPLETED"]
    stored = [record.jobs for record in account.history if isinstance(record, JobsStored)]
    for job in (*changes, *(job for batch in stored for job in batch)):
        job.members.clear()
    assert job_events() == events


def test_a_job_that_was_forgotten_is_not_changed(store: JobStore) -> None:
    account = account_at(ACCOUNT, REGION)
    (job, _) = listed(store)
    account.forget_jobs()
    with pytest.raises(KeyError):
        account.jobs.change(job, {"StatusMessage": "changed"})
