"""ListBackupJobSummaries: windows, filters, pages."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from calls import rows, start, total
from moto import mock_aws
from support import ACCOUNT, REGION, MakeClient, client_of, frozen_at, post, transition

from moto_backup_summaries import BackupSummariesWarning, load_jobs

TODAY = datetime(2026, 3, 20, 15, 30, tzinfo=timezone.utc)
MIDNIGHT = TODAY.replace(hour=0, minute=0)


class TestWindows:
    @pytest.fixture
    def client(self) -> Any:
        with frozen_at(TODAY), mock_aws():
            # One job on each of 20 days, at the first moment of the day.
            days = [MIDNIGHT - timedelta(days=age) for age in range(20)]
            load_jobs({"BackupJobs": [{"CreationDate": day} for day in days]})
            yield client_of()

    def test_one_day_is_a_row_for_each_of_fourteen_days(self, client: Any) -> None:
        found = rows(client)
        assert [row["Count"] for row in found] == [1] * 14
        assert found[0]["StartTime"] == MIDNIGHT - timedelta(days=13)
        assert all(row["EndTime"] - row["StartTime"] == timedelta(days=1) for row in found)

    @pytest.mark.parametrize(("period", "days"), [("SEVEN_DAYS", 7), ("FOURTEEN_DAYS", 14)])
    def test_a_longer_period_is_one_row_that_ends_with_today(
        self, client: Any, period: str, days: int
    ) -> None:
        (row,) = rows(client, AggregationPeriod=period)
        assert row["Count"] == days
        assert row["StartTime"] == MIDNIGHT - timedelta(days=days - 1)
        assert row["EndTime"] == MIDNIGHT + timedelta(days=1)

    def test_the_last_moment_of_a_day_belongs_to_it(self) -> None:
        with frozen_at(TODAY), mock_aws():
            last = MIDNIGHT - timedelta(milliseconds=1)
            load_jobs({"BackupJobs": [{"CreationDate": last}]})
            (row,) = rows(client_of())
            assert row["EndTime"] == MIDNIGHT

    def test_aws_counts_up_to_the_last_midnight(self) -> None:
        config: Any = {"backup": {"include_today": False}}
        with mock_aws(config=config):
            client = client_of()
            with pytest.warns(BackupSummariesWarning, match="they were created today"):
                load_jobs({"BackupJobs": [{}]})
            assert rows(client) == []
        with mock_aws():
            load_jobs({"BackupJobs": [{}]})
            assert total(rows(client_of())) == 1

    def test_a_server_is_told_the_same_over_http(
        self, fresh_server: str, make_client: MakeClient
    ) -> None:
        client = client_of(endpoint_url=fresh_server)
        client.create_backup_vault(BackupVaultName="nightly")
        start(client)
        shown = post(f"{fresh_server}/moto-api/config", {"backup": {"include_today": False}})
        assert shown["backup"] == {"include_today": False}
        assert rows(client) == []
        post(f"{fresh_server}/moto-api/config", {"backup": {"include_today": True}})
        assert total(rows(client)) == 1


class TestFilters:
    @pytest.fixture
    def client(self, mocked_backup: Any) -> Any:
        denied = {"State": "FAILED", "StatusMessage": "Access denied"}
        load_jobs(
            {"BackupJobs": [{}, {"ResourceType": "RDS"}, denied, {**denied, "ResourceType": "S3"}]}
        )
        return mocked_backup

    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            ({}, [("AGGREGATE_ALL", "AGGREGATE_ALL", "AGGREGATE_ALL", 4)]),
            ({"State": "FAILED"}, [("FAILED", "AGGREGATE_ALL", "AGGREGATE_ALL", 2)]),
            (
                {"State": "ANY", "MessageCategory": "ANY"},
                [
                    ("COMPLETED", "AGGREGATE_ALL", "SUCCESS", 2),
                    ("FAILED", "AGGREGATE_ALL", "ACCESS_DENIED", 2),
                ],
            ),
            (
                {"ResourceType": "ANY", "State": "AGGREGATE_ALL"},
                [
                    ("AGGREGATE_ALL", "EBS", "AGGREGATE_ALL", 2),
                    ("AGGREGATE_ALL", "RDS", "AGGREGATE_ALL", 1),
                    ("AGGREGATE_ALL", "S3", "AGGREGATE_ALL", 1),
                ],
            ),
            ({"ResourceType": "Floppy"}, []),
            ({"MessageCategory": "WHATEVER"}, []),
            ({"State": "EXPIRED"}, []),
        ],
    )
    def test_show_what_they_were_asked(
        self, client: Any, filters: dict[str, str], expected: list[Any]
    ) -> None:
        names = ("State", "ResourceType", "MessageCategory", "Count")
        assert [tuple(row[name] for name in names) for row in rows(client, **filters)] == expected

    @pytest.mark.parametrize("written", ["ACCESS_DENIED", "AccessDenied", "access_denied"])
    def test_a_category_is_compared_without_case_and_underscores(
        self, client: Any, written: str
    ) -> None:
        (row,) = rows(client, MessageCategory=written)
        assert (row["MessageCategory"], row["Count"]) == ("ACCESS_DENIED", 2)

    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("home_made", [("HOME_MADE", 3)]),
            ("HOMEMADE", [("HOME_MADE", 3)]),
            ("Any", [("ACCESS_DENIED", 2), ("HOME_MADE", 3), ("SUCCESS", 2)]),
            ("aggregate_all", [("AGGREGATE_ALL", 7)]),
        ],
    )
    def test_a_category_that_is_written_in_two_ways_is_one(
        self, client: Any, written: str, expected: list[Any]
    ) -> None:
        forms = ("HOMEMADE", "HomeMade", "home_made")
        load_jobs({"BackupJobs": [{"MessageCategory": form} for form in forms]})
        found = rows(client, MessageCategory=written)
        assert [(row["MessageCategory"], row["Count"]) for row in found] == expected

    def test_a_row_names_region_and_account(self, client: Any) -> None:
        (row,) = rows(client)
        assert (row["Region"], row["AccountId"]) == (REGION, ACCOUNT)

    def test_regions_are_apart(self, client: Any) -> None:
        assert rows(client_of(region_name="eu-west-1")) == []
        assert total(rows(client)) > 0


class TestPages:
    @pytest.fixture
    def client(self, mocked_backup: Any) -> Any:
        load_jobs({"BackupJobs": [{"ResourceType": name} for name in ("B", "D", "F")]})
        return mocked_backup

    def first(self, client: Any) -> str:
        answer = client.list_backup_job_summaries(ResourceType="ANY", MaxResults=1)
        assert [row["ResourceType"] for row in answer["BackupJobSummaries"]] == ["B"]
        return answer["NextToken"]

    @pytest.mark.parametrize("repeated", [{}, {"ResourceType": "ANY"}])
    def test_filters_may_be_repeated_or_left_out(
        self, client: Any, repeated: dict[str, str]
    ) -> None:
        token = self.first(client)
        found = rows(client, NextToken=token, **repeated)
        assert [row["ResourceType"] for row in found] == ["D", "F"]

    def test_a_filter_that_contradicts_is_refused(self, client: Any) -> None:
        token = self.first(client)
        with pytest.raises(
            client.exceptions.InvalidParameterValueException, match=r"NextToken.*ResourceType.*ANY"
        ):
            rows(client, NextToken=token, ResourceType="B")

    def test_a_token_belongs_to_its_operation_and_region(self, client: Any) -> None:
        token = self.first(client)
        elsewhere = client_of(region_name="eu-west-1")
        for refused in (
            lambda: client.list_copy_job_summaries(NextToken=token),
            lambda: client.list_backup_jobs(NextToken=token),
            lambda: elsewhere.list_backup_job_summaries(NextToken=token),
        ):
            with pytest.raises(client.exceptions.ClientError, match="NextToken"):
                refused()

    def test_no_row_is_repeated_or_lost_when_jobs_are_added_between(self, client: Any) -> None:
        token = self.first(client)
        load_jobs({"BackupJobs": [{"ResourceType": name} for name in ("A", "B", "E")]})
        found = [row["ResourceType"] for row in rows(client, NextToken=token)]
        assert [name for name in found if name in "BDF"] == ["D", "F"]

    def test_the_days_stay_those_of_the_first_page(self) -> None:
        with frozen_at(TODAY) as clock, mock_aws():
            load_jobs({"BackupJobs": [{"CreationDate": date(2026, 3, day)} for day in (7, 10)]})
            client = client_of()
            answer = client.list_backup_job_summaries(MaxResults=1)
            assert answer["BackupJobSummaries"][0]["StartTime"].day == 7
            clock.shift(timedelta(days=1))
            (row,) = rows(client, NextToken=answer["NextToken"])
            assert row["StartTime"].day == 10


def test_jobs_on_their_way_since_before_the_window_are_counted_in_its_first_day() -> None:
    with transition("manual", times=9), frozen_at(TODAY) as clock, mock_aws():
        client = client_of()
        client.create_backup_vault(BackupVaultName="nightly")
        start(client, StartWindowMinutes=52_560_000)
        clock.shift(timedelta(days=15))
        (row,) = rows(client, State="ANY")
        assert (row["State"], row["Count"]) == ("CREATED", 1)
        assert row["StartTime"] == MIDNIGHT + timedelta(days=2)


def test_of_the_thirty_days_of_running_jobs_the_first_begins_at_the_time_of_the_request() -> None:
    with frozen_at(TODAY), mock_aws():
        client = client_of()
        first = TODAY - timedelta(days=30)
        running = [
            {"BackupJobId": str(hours), "CreationDate": first + timedelta(hours=hours)}
            for hours in (-1, 1, 2, 3)
        ]
        with pytest.warns(BackupSummariesWarning, match="1 of 4 jobs"):
            load_jobs({"BackupJobs": [{**job, "State": "RUNNING"} for job in running]})
        load_jobs({"BackupJobs": [{"CreationDate": first, "State": "CREATED"}, {}]})
        with transition("manual", times=1):
            client.stop_backup_job(BackupJobId="1")
            found = rows(client, State="ANY")
            assert rows(client, State="ANY") == found
        assert [(row["State"], row["Count"]) for row in found] == [
            ("ABORTING", 1),
            ("CREATED", 1),
            ("RUNNING", 2),
            ("COMPLETED", 1),
        ]
