"""ListBackupJobs: filters, order, pages."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from calls import start, volume
from support import ACCOUNT, client_of, frozen_at, raw

from moto_backup_summaries import BackupSummariesWarning, load_jobs

NOW = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)


class TestLists:
    def test_every_filter_keeps_only_what_matches(self, mocked_backup: Any) -> None:
        wanted = {
            "BackupJobId": "wanted",
            "ResourceArn": volume("w"),
            "State": "FAILED",
            "StatusMessage": "Access denied",
            "BackupVaultName": "weekly",
            "ParentJobId": "parent",
            "CreationDate": NOW,
            "CompletionDate": NOW + timedelta(hours=1),
        }
        other = {"ResourceType": "S3", "CreationDate": NOW - timedelta(days=9)}
        later = {"ResourceType": "S3", "CreationDate": NOW + timedelta(days=3)}
        filters = {
            "ByResourceArn": volume("w"),
            "ByState": "FAILED",
            "ByBackupVaultName": "weekly",
            "ByParentJobId": "parent",
            "ByResourceType": "EBS",
            "ByMessageCategory": "AccessDenied",
        }
        with frozen_at(NOW + timedelta(days=4)):
            load_jobs({"BackupJobs": [other, wanted, later]})
            for name, value in filters.items():
                jobs = mocked_backup.list_backup_jobs(**{name: value})["BackupJobs"]
                assert [job["BackupJobId"] for job in jobs] == ["wanted"], name
            for member in ("Created", "Complete"):
                jobs = mocked_backup.list_backup_jobs(
                    **{
                        f"By{member}After": NOW - timedelta(days=1),
                        f"By{member}Before": NOW + timedelta(days=1),
                    }
                )["BackupJobs"]
                assert [job["BackupJobId"] for job in jobs] == ["wanted"], member
            assert len(mocked_backup.list_backup_jobs(ByMessageCategory="*")["BackupJobs"]) == 3
            assert len(mocked_backup.list_backup_jobs(ByAccountId=ACCOUNT)["BackupJobs"]) == 3

    def test_jobs_come_newest_first_in_pages(self, mocked_backup: Any) -> None:
        days = [5, 1, 3, 2, 4]
        with frozen_at(NOW):
            load_jobs({"BackupJobs": [{"CreationDate": NOW - timedelta(days=day)} for day in days]})
            load_jobs({"BackupJobs": [{"CreationDate": NOW - timedelta(days=3, hours=-1)}]})
            paginator = mocked_backup.get_paginator("list_backup_jobs")
            pages = list(paginator.paginate(PaginationConfig={"PageSize": 4}))
        ages = [[(NOW - job["CreationDate"]).days for job in page["BackupJobs"]] for page in pages]
        assert ages == [[1, 2, 2, 3], [4, 5]]
        assert "NextToken" not in pages[-1]

    def test_jobs_of_one_moment_are_neither_repeated_nor_lost(self, mocked_backup: Any) -> None:
        with frozen_at(NOW):
            load_jobs({"BackupJobs": [{} for _ in range(5)]})
            first = mocked_backup.list_backup_jobs(MaxResults=2)
            load_jobs({"BackupJobs": [{} for _ in range(2)]})
            second = mocked_backup.list_backup_jobs(NextToken=first["NextToken"])
        ids = [job["BackupJobId"] for page in (first, second) for job in page["BackupJobs"]]
        assert len(ids) == len(set(ids)) == 5

    def test_thirty_days_are_counted_to_the_second(self, mocked_backup: Any) -> None:
        edge = NOW - timedelta(days=30)
        moments = [edge + timedelta(seconds=second) for second in (-1, 0, 1)]
        with frozen_at(NOW):
            with pytest.warns(BackupSummariesWarning, match="1 of 3 jobs"):
                load_jobs({"BackupJobs": [{"CreationDate": moment} for moment in moments]})
            listed = mocked_backup.list_backup_jobs()["BackupJobs"]
        assert [job["CreationDate"] for job in listed] == [moments[2], moments[1]]

    def test_only_copies_and_restores_are_listed_beyond_thirty_days(
        self, mocked_backup: Any
    ) -> None:
        old = {"CreationDate": datetime.now(timezone.utc) - timedelta(days=31)}
        with pytest.warns(BackupSummariesWarning, match="31 days ago"):
            load_jobs({f"{kind}Jobs": [old] for kind in ("Backup", "Copy", "Restore", "Scan")})
        assert mocked_backup.list_backup_jobs()["BackupJobs"] == []
        assert mocked_backup.list_scan_jobs()["ScanJobs"] == []
        assert len(mocked_backup.list_copy_jobs()["CopyJobs"]) == 1
        assert len(mocked_backup.list_restore_jobs()["RestoreJobs"]) == 1

    @pytest.mark.parametrize("path", ["/backup-jobs", "/backup-jobs/"])
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("createdAfter=2020-01-01", 1),
            ("createdAfter=2020-01-01T00:00:00", 1),
            ("createdAfter=2020-01-01T00%3A00%3A00%2B02%3A00", 1),
            ("createdAfter=1577836800", 1),
            ("createdBefore=1577836800.5", 0),
        ],
    )
    def test_dates_come_in_every_form(
        self, fresh_server: str, path: str, query: str, expected: int
    ) -> None:
        client = client_of(endpoint_url=fresh_server)
        client.create_backup_vault(BackupVaultName="nightly")
        start(client)
        status, answer = raw(f"{fresh_server}{path}?{query}")
        assert (status, len(answer["BackupJobs"])) == (200, expected)
        (job_id,) = [job["BackupJobId"] for job in client.list_backup_jobs()["BackupJobs"]]
        for form in (f"/backup-jobs/{job_id}", f"/backup-jobs/{job_id}/"):
            assert raw(fresh_server + form)[1]["BackupJobId"] == job_id
